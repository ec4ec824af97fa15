"""Statistics of the reporting team."""


def mean(values: list[float]) -> float:
    """Arithmetic mean of a list of numbers.

    >>> mean([1.0, 2.0, 6.0])
    3.0
    """
    if not values:
        raise ValueError("no values")
    return sum(values) / len(values)


def median(values: list[float]) -> float:
    """Median of a list of numbers: the middle one, or the mean of the two in the middle.

    >>> median([5.0, 1.0, 3.0])
    3.0
    """
    if not values:
        raise ValueError("no values")
    ordered = sorted(values)
    middle = len(ordered) // 2
    if len(ordered) % 2 == 1:
        return ordered[middle]
    return (ordered[middle - 1] + ordered[middle]) / 2


def variance(values: list[float]) -> float:
    """Population variance of a list of numbers."""
    if not values:
        raise ValueError("no values")
    centre = sum(values) / len(values)
    return sum((value - centre) ** 2 for value in values) / len(values)


def sample_variance(values: list[float]) -> float:
    """Sample variance of a list of numbers, with Bessel's correction."""
    if len(values) < 2:
        raise ValueError("needs two values")
    centre = sum(values) / len(values)
    return sum((value - centre) ** 2 for value in values) / (len(values) - 1)


def min_max_scale(values: list[float]) -> list[float]:
    """Scale numbers to the range from 0 to 1.

    >>> min_max_scale([2.0, 4.0, 3.0])
    [0.0, 1.0, 0.5]
    """
    if not values:
        return []
    low, high = min(values), max(values)
    if low == high:
        return [0.0 for _ in values]
    return [(value - low) / (high - low) for value in values]


def moving_average(values: list[float], window: int) -> list[float]:
    """Means of all windows of neighbouring numbers.

    >>> moving_average([1.0, 3.0, 5.0], 2)
    [2.0, 4.0]
    """
    if window < 1:
        raise ValueError("window must be positive")
    return [sum(values[at : at + window]) / window for at in range(len(values) - window + 1)]


def joint_probability(p: float, q: float) -> float:
    """Probability that two independent events both happen."""
    return p * q


def value_range(values: list[float]) -> float:
    """Range of a list of numbers: largest minus smallest."""
    if not values:
        raise ValueError("no values")
    return max(values) - min(values)


def weighted_mean(values: list[float], weights: list[float]) -> float:
    """Mean of numbers, each with its weight.

    >>> weighted_mean([1.0, 3.0], [3.0, 1.0])
    1.5
    """
    if len(values) != len(weights) or not values or sum(weights) == 0:
        raise ValueError("values and weights do not fit")
    return sum(value * weight for value, weight in zip(values, weights)) / sum(weights)
