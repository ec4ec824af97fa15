import math
from collections import Counter


def mean(values: list[float]) -> float:
    """Arithmetic mean of numbers."""
    if not values:
        raise ValueError("no values")
    return sum(values) / len(values)


def median(values: list[float]) -> float:
    """Middle value of sorted numbers, or the mean of the two middle ones."""
    if not values:
        raise ValueError("no values")
    ordered = sorted(values)
    half = len(ordered) // 2
    if len(ordered) % 2 == 1:
        return float(ordered[half])
    return (ordered[half - 1] + ordered[half]) / 2


def mode(values: list[int]) -> int:
    """Most frequent number, the least of them where several are."""
    if not values:
        raise ValueError("no values")
    counts = Counter(values)
    most = max(counts.values())
    return min(value for value, count in counts.items() if count == most)


def standard_deviation(values: list[float]) -> float:
    """Standard deviation of a whole population."""
    if not values:
        raise ValueError("no values")
    centre = sum(values) / len(values)
    return math.sqrt(sum((value - centre) ** 2 for value in values) / len(values))


def value_range(values: list[float]) -> float:
    """Difference between the largest and the smallest number."""
    if not values:
        raise ValueError("no values")
    return max(values) - min(values)


def weighted_mean(values: list[float], weights: list[float]) -> float:
    """Mean of numbers that count by their weights."""
    if len(values) != len(weights):
        raise ValueError("as many weights as values are needed")
    total = sum(weights)
    if total == 0:
        raise ValueError("the weights add up to nothing")
    return sum(value * weight for value, weight in zip(values, weights)) / total


def geometric_mean(values: list[float]) -> float:
    """Geometric mean of positive numbers."""
    if not values or min(values) <= 0:
        raise ValueError("positive numbers are needed")
    return math.exp(sum(math.log(value) for value in values) / len(values))


def harmonic_mean(values: list[float]) -> float:
    """Harmonic mean of positive numbers."""
    if not values or min(values) <= 0:
        raise ValueError("positive numbers are needed")
    return len(values) / sum(1 / value for value in values)


def percentile(values: list[float], percent: float) -> float:
    """Percentile of numbers by linear interpolation between neighbours."""
    if not values or percent < 0 or percent > 100:
        raise ValueError("values and a percentage from 0 to 100 are needed")
    ordered = sorted(values)
    place = (len(ordered) - 1) * percent / 100
    low = math.floor(place)
    high = math.ceil(place)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)
