import math
from datetime import date


def average_speed_equal_distances(speeds: list[float]) -> float:
    """Average speed over stretches of equal distance: the harmonic mean of positive speeds."""
    if len(speeds) == 0:
        raise ValueError("no speeds")
    time = 0.0
    for speed in speeds:
        if speed <= 0:
            raise ValueError("speeds are positive")
        time += 1.0 / speed
    return len(speeds) / time


def minutes_until_both_leave(first_interval: int, second_interval: int) -> int:
    """Minutes until two buses leave together again: the least common multiple of their intervals."""
    if first_interval == 0 or second_interval == 0:
        return 0
    return abs(first_interval * second_interval) // math.gcd(first_interval, second_interval)


def path_steepness(x1: float, height1: float, x2: float, height2: float) -> float:
    """Steepness of a path: the slope of the line between two points."""
    if x2 - x1 == 0:
        raise ValueError("the path goes straight up")
    rise = height1 - height2
    return rise / (x1 - x2)


def zip_merge(left_lane: list[int], right_lane: list[int]) -> list[int]:
    """Cars of two lanes in turns; the rest of the longer lane comes last."""
    merged = []
    at = 0
    while at < len(left_lane) or at < len(right_lane):
        if at < len(left_lane):
            merged.append(left_lane[at])
        if at < len(right_lane):
            merged.append(right_lane[at])
        at += 1
    return merged


def nights_of_stay(arrival: str, departure: str) -> int:
    """Nights between the dates (YYYY-MM-DD) of arrival and departure."""
    return date.fromisoformat(departure).toordinal() - date.fromisoformat(arrival).toordinal()


def speed_of_trip(kilometres: float, hours: float) -> float:
    """Average speed of a trip in kilometres per hour, its distance by its time."""
    if hours <= 0:
        raise ValueError("a trip takes time")
    return (1 / hours) * kilometres


def litres_per_100_km(litres: float, kilometres: float) -> float:
    """Fuel of a trip in litres for each 100 kilometres."""
    if kilometres <= 0:
        raise ValueError("nobody drove")
    return 100 * litres / kilometres


def petrol_for_trip(kilometres: float, litres_per_100: float, litre_price: float) -> float:
    """Cost of the petrol (fuel) for a trip of so many kilometres."""
    litres = litres_per_100 * (kilometres / 100)
    return litres * litre_price
