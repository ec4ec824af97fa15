def body_mass_index(weight: float, height: float) -> float:
    """Body mass index of a weight in kilograms and a height in metres."""
    if height <= 0:
        raise ValueError("the height is positive")
    return weight / height**2
