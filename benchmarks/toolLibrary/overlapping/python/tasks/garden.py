import math


def watered_area(reach: float) -> float:
    """Area that a sprinkler waters: the circle whose radius is its reach."""
    if reach < 0:
        raise ValueError("negative reach")
    return math.tau * reach * reach / 2


def pond_fence_length(radius: float) -> float:
    """Length of a fence around a round pond: the circumference of the circle."""
    if radius < 0:
        raise ValueError("the radius is below zero")
    return math.tau * radius


def water_tank_volume(radius: float, height: float) -> float:
    """Volume of water in a round tank, a cylinder."""
    if radius < 0 or height < 0:
        raise ValueError("no such tank")
    base = radius * radius * math.pi
    return base * height


def lettuce_plants(length: float, width: float) -> int:
    """Number of lettuce plants for a bed, in rows in both directions."""
    if length < 0 or width < 0:
        raise ValueError("a bed has no negative sides")
    return int(length // 0.3) * int(width // 0.3)


def tomato_plants(length: float, width: float) -> int:
    """Number of tomato plants for a bed, in rows in both directions."""
    if length < 0 or width < 0:
        raise ValueError("a bed has no negative sides")
    return int(length // 0.6) * int(width // 0.6)


def cabbage_plants(length: float, width: float) -> int:
    """Number of cabbage plants for a bed, in rows in both directions."""
    if length < 0 or width < 0:
        raise ValueError("a bed has no negative sides")
    return int(length // 0.5) * int(width // 0.5)


def radish_plants(length: float, width: float) -> int:
    """Number of radish plants for a bed, in rows in both directions."""
    if length < 0 or width < 0:
        raise ValueError("a bed has no negative sides")
    return int(length // 0.1) * int(width // 0.1)
