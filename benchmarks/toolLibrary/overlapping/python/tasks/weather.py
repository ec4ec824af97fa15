import math


def temperature_spread(temperatures: list[float]) -> float:
    """Standard deviation of temperatures around their mean, for the whole population."""
    if not temperatures:
        raise ValueError("no temperatures")
    total = 0.0
    for each in temperatures:
        total += each
    centre = total / len(temperatures)
    deviations = [abs(each - centre) for each in temperatures]
    return math.sqrt(sum(each * each for each in deviations) / len(deviations))


def temperature_range(temperatures: list[float]) -> float:
    """Difference between the largest and the smallest temperature measured."""
    ordered = sorted(temperatures)
    if not ordered:
        raise ValueError("no temperatures")
    return ordered[-1] - ordered[0]
