import math


def average_speed(distance: float, time: float) -> float:
    """Speed as distance by time."""
    if time <= 0:
        raise ValueError("the time is positive")
    return distance / time


def kinetic_energy(mass: float, speed: float) -> float:
    """Kinetic energy of a mass that moves."""
    if mass < 0:
        raise ValueError("the mass is negative")
    return mass * speed**2 / 2


def density(mass: float, volume: float) -> float:
    """Density of a material: its mass by its volume."""
    if volume <= 0:
        raise ValueError("the volume is positive")
    return mass / volume


def electric_current(voltage: float, resistance: float) -> float:
    """Electric current by Ohm's law."""
    if resistance <= 0:
        raise ValueError("the resistance is positive")
    return voltage / resistance


def parallel_resistance(resistances: list[float]) -> float:
    """Resistance of several resistors in parallel."""
    if not resistances or min(resistances) <= 0:
        raise ValueError("positive resistances are needed")
    return 1 / sum(1 / each for each in resistances)


def free_fall_time(height: float) -> float:
    """Seconds of a free fall from a height in metres."""
    if height < 0:
        raise ValueError("the height is negative")
    return math.sqrt(2 * height / 9.81)
