def fuel_consumption(litres: float, kilometres: float) -> float:
    """Litres of fuel for each 100 kilometres."""
    if kilometres <= 0:
        raise ValueError("the distance is positive")
    return litres / kilometres * 100


def fuel_cost(kilometres: float, consumption: float, price: float) -> float:
    """Cost of the fuel for a distance, with a consumption in litres for 100 kilometres and a price of a litre."""
    return kilometres * consumption / 100 * price
