def miles_to_kilometres(miles: float) -> float:
    """Convert a length from miles to kilometres."""
    return miles * 1.609344


def feet_to_metres(feet: float) -> float:
    """Convert a length from feet to metres."""
    return feet * 0.3048


def inches_to_centimetres(inches: float) -> float:
    """Convert a length from inches to centimetres."""
    return inches * 2.54


def yards_to_metres(yards: float) -> float:
    """Convert a length from yards to metres."""
    return yards * 0.9144


def nautical_miles_to_kilometres(miles: float) -> float:
    """Convert a length from nautical miles to kilometres."""
    return miles * 1.852


def fathoms_to_metres(fathoms: float) -> float:
    """Convert a length from fathoms to metres."""
    return fathoms * 1.8288


def pounds_to_kilograms(pounds: float) -> float:
    """Convert a weight from pounds to kilograms."""
    if pounds < 0:
        raise ValueError("a weight is not negative")
    return round(pounds * 0.45359237, 4)


def ounces_to_grams(ounces: float) -> float:
    """Convert a weight from ounces to grams."""
    if ounces < 0:
        raise ValueError("a weight is not negative")
    return round(ounces * 28.349523125, 4)


def stones_to_kilograms(stones: float) -> float:
    """Convert a weight from stones to kilograms."""
    if stones < 0:
        raise ValueError("a weight is not negative")
    return round(stones * 6.35029318, 4)


def carats_to_grams(carats: float) -> float:
    """Convert a weight from carats to grams."""
    if carats < 0:
        raise ValueError("a weight is not negative")
    return round(carats * 0.2, 4)


def short_tons_to_kilograms(tons: float) -> float:
    """Convert a weight from short tons to kilograms."""
    if tons < 0:
        raise ValueError("a weight is not negative")
    return round(tons * 907.18474, 4)
