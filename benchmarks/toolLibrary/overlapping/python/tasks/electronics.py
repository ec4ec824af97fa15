import math


def register_bits(value: int) -> str:
    """Binary digits of a register's value, without leading zeros."""
    if value < 0:
        raise ValueError("registers hold no negative values")
    if value < 2:
        return str(value)
    return register_bits(value >> 1) + str(value & 1)


def limit_voltage(voltage: float, minimum: float, maximum: float) -> float:
    """Limit a voltage to the values between a low and a high limit."""
    if minimum > maximum:
        raise ValueError("minimum exceeds maximum")
    if voltage < minimum:
        return minimum
    if voltage > maximum:
        return maximum
    return voltage


def screen_diagonal(width: float, height: float) -> float:
    """Diagonal of a screen, the longest side of a right triangle."""
    return math.sqrt(width * width + height * height)


def compress_signal(signal: str) -> str:
    """Signal with each run of one character written as the character and the length of the run."""
    result = ""
    at = 0
    while at < len(signal):
        end = at
        while end < len(signal) and signal[end] == signal[at]:
            end += 1
        result += signal[at] + str(end - at)
        at = end
    return result


def current_through_resistor(volts: float, ohms: float) -> float:
    """Electric current through a resistor by Ohm's law."""
    if ohms <= 0:
        raise ValueError("a resistor resists")
    conductance = 1 / ohms
    return volts * conductance


def resistors_side_by_side(ohms: list[float]) -> float:
    """Resistance of resistors that lie in parallel."""
    if len(ohms) == 0 or any(each <= 0 for each in ohms):
        raise ValueError("resistors of more than 0 ohms")
    total = ohms[0]
    for each in ohms[1:]:
        total = total * each / (total + each)
    return total
