def postage_inland(weight: float, express: bool) -> float:
    """Postage of a parcel to inland addresses by its weight in kilograms."""
    if weight <= 0:
        raise ValueError("a parcel weighs something")
    base = 4.5 if weight < 2 else 6.9
    return base * 2 if express else base


def postage_neighbours(weight: float, express: bool) -> float:
    """Postage of a parcel to neighbouring countries by its weight in kilograms."""
    if weight <= 0:
        raise ValueError("a parcel weighs something")
    base = 8.5 if weight < 2 else 13.9
    return base * 2 if express else base


def postage_overseas(weight: float, express: bool) -> float:
    """Postage of a parcel to addresses overseas by its weight in kilograms."""
    if weight <= 0:
        raise ValueError("a parcel weighs something")
    base = 15.5 if weight < 2 else 32.0
    return base * 2 if express else base


def postage_islands(weight: float, express: bool) -> float:
    """Postage of a parcel to islands by its weight in kilograms."""
    if weight <= 0:
        raise ValueError("a parcel weighs something")
    base = 6.5 if weight < 1 else 11.5
    return base * 2 if express else base
