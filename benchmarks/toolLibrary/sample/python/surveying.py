"""Land and loads."""


def plot_area(length: float, breadth: float) -> float:
    """Area of a rectangular plot of land.

    >>> plot_area(3.0, 4.0)
    12.0
    """
    area = length * breadth
    return area


def work_done(force: float, distance: float) -> float:
    """Mechanical work of a constant force along a way, in joules.

    Args:
        force: Newtons.
        distance: Metres.
    """
    return force * distance


def voltage_drop(current: float, resistance: float) -> float:
    """Voltage across a resistor after Ohm's law, in volts."""
    return current * resistance


def slope_percent(rise: float, run: float) -> float:
    """Slope of a road in percent.

    >>> slope_percent(5.0, 100.0)
    5.0
    """
    if run == 0:
        raise ValueError("run must not be zero")
    return rise / run * 100
