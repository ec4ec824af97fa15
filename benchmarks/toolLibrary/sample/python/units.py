"""Units of measure."""


def celsius_to_fahrenheit(celsius: float) -> float:
    """Convert a temperature from Celsius to Fahrenheit.

    >>> celsius_to_fahrenheit(100.0)
    212.0
    """
    return celsius * 9 / 5 + 32


def c_to_f(temperature: float) -> float:
    """Temperature in Fahrenheit of one in Celsius."""
    scaled = temperature * 9 / 5
    return scaled + 32


def fahrenheit_to_celsius(fahrenheit: float) -> float:
    """Convert a temperature from Fahrenheit to Celsius."""
    return (fahrenheit - 32) * 5 / 9


def celsius_to_kelvin(celsius: float) -> float:
    """Convert a temperature from Celsius to Kelvin."""
    return celsius + 273.15


def km_to_miles(km: float) -> float:
    """Convert kilometres to miles."""
    return km * 0.621371


def kilometres_in_miles(distance: float) -> float:
    """Express a distance in kilometres in miles.

    >>> kilometres_in_miles(10.0)
    6.21371
    """
    miles = 0.621371 * distance
    return miles


def inches_to_cm(length: float) -> float:
    """Convert a length in inches to centimetres."""
    return length * 2.54


def feet_to_cm(length: float) -> float:
    """Convert a length in feet to centimetres."""
    return length * 30.48


def yards_to_cm(length: float) -> float:
    """Convert a length in yards to centimetres."""
    return length * 91.44


def pounds_to_kg(pounds: float) -> float:
    """Convert a weight in pounds to kilograms."""
    return pounds * 0.45359237


def lb_to_kg(weight: float) -> float:
    """Kilograms of a weight in pounds.

    >>> lb_to_kg(1.0)
    0.45359237
    """
    return 0.45359237 * weight
