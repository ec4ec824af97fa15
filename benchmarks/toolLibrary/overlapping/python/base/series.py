import itertools


def moving_average(values: list[float], window: int) -> list[float]:
    """Means of all stretches of a window's length in a series."""
    if window < 1:
        raise ValueError("the window is at least 1")
    return [sum(values[at : at + window]) / window for at in range(len(values) - window + 1)]


def running_total(values: list[float]) -> list[float]:
    """Partial sums of a series."""
    return list(itertools.accumulate(values))


def longest_rise(values: list[float]) -> int:
    """Length of the longest stretch of a series in which each value is larger than the one before."""
    best = run = 0
    for at, value in enumerate(values):
        run = run + 1 if at > 0 and value > values[at - 1] else 1
        best = max(best, run)
    return best


def largest_stretch_sum(values: list[int]) -> int:
    """Largest sum of a stretch of neighbouring values that is not empty."""
    if not values:
        raise ValueError("no values")
    best = current = values[0]
    for value in values[1:]:
        current = max(value, current + value)
        best = max(best, current)
    return best
