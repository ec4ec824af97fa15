def scale_recipe(amount: float, servings: int, wanted: int) -> float:
    """Amount of an ingredient for another number of servings."""
    if servings < 1 or wanted < 1:
        raise ValueError("servings are positive")
    return amount * wanted / servings
