def maths_exam_result(points: int) -> str:
    """Result of the maths exam by its points."""
    if points < 0:
        raise ValueError("points are not negative")
    if points >= 85:
        return "distinction"
    return "passed" if points >= 50 else "failed"


def chemistry_exam_result(points: int) -> str:
    """Result of the chemistry exam by its points."""
    if points < 0:
        raise ValueError("points are not negative")
    if points >= 80:
        return "distinction"
    return "passed" if points >= 45 else "failed"


def history_exam_result(points: int) -> str:
    """Result of the history exam by its points."""
    if points < 0:
        raise ValueError("points are not negative")
    if points >= 90:
        return "distinction"
    return "passed" if points >= 55 else "failed"


def latin_exam_result(points: int) -> str:
    """Result of the latin exam by its points."""
    if points < 0:
        raise ValueError("points are not negative")
    if points >= 88:
        return "distinction"
    return "passed" if points >= 60 else "failed"
