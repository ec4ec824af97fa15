import math


def pizza_area(radius: float) -> float:
    """Area of a round pizza, a circle with this radius."""
    if radius < 0:
        raise ValueError("there is no such pizza")
    diameter = 2 * radius
    return math.pi * diameter * diameter / 4


def waffle_cone_content(radius: float, depth: float) -> float:
    """Ice cream that fits into a waffle: the volume of a cone."""
    if radius < 0 or depth < 0:
        raise ValueError("negative measure")
    return (math.pi * radius * radius) * depth * (1 / 3)


def restaurant_share(bill: float, tip_percent: float, guests: int) -> float:
    """Share of each person of a restaurant bill with a tip in percent."""
    if guests <= 0:
        raise ValueError("no guests")
    total = bill + bill * tip_percent / 100
    return total / guests


def ingredient_for_guests(amount: float, recipe_servings: int, guests: int) -> float:
    """Amount of an ingredient of a recipe for a number of guests."""
    if recipe_servings < 1 or guests < 1:
        raise ValueError("nobody eats")
    per_person = amount / recipe_servings
    return per_person * guests
