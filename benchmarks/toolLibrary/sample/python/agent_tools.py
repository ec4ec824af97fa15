"""Tools that the support agent is given, registered by a decorator of our own framework."""

from collections.abc import Callable

registry: dict[str, Callable[..., object]] = {}


def tool(function: Callable[..., object]) -> Callable[..., object]:
    """Register a function as a tool of the agent."""
    registry[function.__name__] = function
    return function


@tool
def gcd(first: int, second: int) -> int:
    """Greatest common divisor of two integers."""
    first, second = abs(first), abs(second)
    while second != 0:
        first, second = second, first % second
    return first


@tool
def least_common_multiple(a: int, b: int) -> int:
    """Least common multiple of two integers, zero where one is zero."""
    if a == 0 or b == 0:
        return 0
    return abs(a * b) // gcd(a, b)


@tool
def shipping_cost(weight: float, express: bool = False) -> float:
    """Cost of shipping a parcel in euros.

    Args:
        weight: Weight in kilograms.
        express: Whether it is delivered the next day.
    """
    if weight <= 0:
        raise ValueError("weight must be positive")
    base = 4.9 if weight <= 2 else 8.9
    return base + 6.0 if express else base


@tool
def parcel_price(kilograms: float, express: bool = False) -> float:
    """Price of shipping a parcel in euros, the next day where express.

    >>> parcel_price(1.0)
    4.9
    """
    if kilograms <= 0:
        raise ValueError("kilograms must be positive")
    price = 4.9
    if kilograms > 2:
        price = 8.9
    if express:
        price = price + 6.0
    return price


@tool
def loyalty_points(amount: float, gold: bool = False) -> int:
    """Loyalty points of a purchase: one for each full euro, two for members of the gold level.

    >>> loyalty_points(12.5, True)
    24
    """
    if amount < 0:
        raise ValueError("amount must not be negative")
    return int(amount) * (2 if gold else 1)
