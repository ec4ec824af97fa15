import math


def calculate_average_score(scores: list[float]) -> float:
    """Calculates the average (mean) of a list of exam scores."""
    total = 0.0
    count = 0
    for score in scores:
        total += score
        count += 1
    if count == 0:
        raise ValueError("there are no scores")
    return total / count


def get_median_grade(grades: list[float]) -> float:
    """Returns the median grade of a class, the middle one after sorting."""
    if len(grades) == 0:
        raise ValueError("no grades")
    queue = sorted(grades, reverse=True)
    middle = queue[(len(queue) - 1) // 2 : len(queue) // 2 + 1]
    return sum(middle) / len(middle)


def weighted_grade(grades: list[float], weights: list[float]) -> float:
    """Calculate the final grade as the weighted mean of grades."""
    if not len(grades) == len(weights):
        raise ValueError("grades and weights differ in length")
    points = 0
    whole = 0
    for index, grade in enumerate(grades):
        points += grade * weights[index]
        whole += weights[index]
    if whole == 0:
        raise ValueError("weights must not be zero")
    return points / whole


def shared_divisor(x: int, y: int) -> int:
    """Greatest divisor that two whole numbers have in common."""
    x = abs(x)
    y = abs(y)
    if x == 0 or y == 0:
        return x + y
    for candidate in range(min(x, y), 0, -1):
        if x % candidate == 0 and y % candidate == 0:
            return candidate
    return 1


def has_only_trivial_divisors(number: int) -> bool:
    """Whether a number is prime, that is has exactly two divisors."""
    divisors = 0
    for candidate in range(1, number + 1):
        if number % candidate == 0:
            divisors += 1
    return divisors == 2


def factorial_of(n: int) -> int:
    """n! by multiplying downwards, for n from 0 to 100."""
    if n > 100 or n < 0:
        raise ValueError("n is out of range")
    result = 1
    while n > 1:
        result *= n
        n -= 1
    return result


def cross_sum(value: int) -> int:
    """Cross sum of a whole number: all decimal digits added."""
    value = abs(value)
    if value < 10:
        return value
    rest, last = divmod(value, 10)
    return last + cross_sum(rest)


def group_counts(children: int) -> list[int]:
    """Ways to split children into equal groups: all divisors of their number, rising."""
    if children < 1:
        raise ValueError("there are no children")
    small, large = [], []
    for each in range(1, math.isqrt(children) + 1):
        if children % each == 0:
            small.append(each)
            if each != children // each:
                large.append(children // each)
    return small + large[::-1]


def score_percentage(right: float, questions: float) -> float:
    """Right answers in percent of the total number of questions."""
    if questions == 0:
        raise ValueError("no questions")
    return 100 * right / questions


def interior_angle_sum(sides: int) -> int:
    """Sum of the interior (inner) angles of a polygon with so many sides, in degrees."""
    if sides <= 2:
        raise ValueError("not a polygon")
    total = 180
    for _ in range(3, sides):
        total += 180
    return total


def essay_length(essay: str) -> int:
    """Length of an essay: the number of words in its text."""
    words = 0
    inside = False
    for character in essay:
        if character.isspace():
            inside = False
        elif not inside:
            inside = True
            words += 1
    return words
