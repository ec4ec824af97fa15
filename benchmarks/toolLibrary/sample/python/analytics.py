"""Numbers behind the dashboard, written when the reporting team was busy."""


def average(numbers: list[float]) -> float:
    """Average of some numbers.

    Args:
        numbers: At least one number.
    """
    if len(numbers) == 0:
        raise ValueError("empty list")
    total = sum(numbers)
    return total / len(numbers)


def average_or_zero(numbers: list[float]) -> float:
    """Average of some numbers, or zero where there are none.

    >>> average_or_zero([])
    0.0
    """
    if not numbers:
        return 0.0
    return sum(numbers) / len(numbers)


def middle_value(numbers: list[float]) -> float:
    """Middle value of a list of numbers in order: its median.

    >>> middle_value([4.0, 1.0, 3.0, 2.0])
    2.5
    """
    count = len(numbers)
    if count == 0:
        raise ValueError("empty list")
    ordered = sorted(numbers)
    half = count // 2
    return ordered[half] if count % 2 else (ordered[half - 1] + ordered[half]) / 2


def spread(numbers: list[float]) -> float:
    """Spread of a list of numbers: largest minus smallest."""
    if not numbers:
        raise ValueError("empty list")
    ordered = sorted(numbers)
    return ordered[-1] - ordered[0]


def normalise(numbers: list[float]) -> list[float]:
    """Scale numbers so that the smallest is 0 and the largest is 1."""
    if len(numbers) == 0:
        return []
    smallest = min(numbers)
    width = max(numbers) - smallest
    scaled = []
    for number in numbers:
        scaled.append(0.0 if width == 0 else (number - smallest) / width)
    return scaled


def rolling_mean(series: list[float], size: int) -> list[float]:
    """Rolling mean of a series: the mean of each window of neighbouring numbers."""
    if size < 1:
        raise ValueError("size must be positive")
    means = []
    for end in range(size, len(series) + 1):
        means.append(sum(series[end - size : end]) / size)
    return means


def percent_change(before: float, after: float) -> float:
    """Change from one value to another in percent of the first.

    >>> percent_change(50.0, 75.0)
    50.0
    """
    if before == 0:
        raise ValueError("before must not be zero")
    return (after - before) / before * 100


def growth_rate(current: float, previous: float) -> float:
    """Growth from the previous value to the current one, as change in percent.

    >>> growth_rate(75.0, 50.0)
    50.0
    """
    if previous == 0:
        raise ValueError("previous must not be zero")
    change = current - previous
    return change / previous * 100
