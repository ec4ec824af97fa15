import math


def percent_change(old: float, new: float) -> float:
    """Change from an old to a new value in percent of the old one."""
    if old == 0:
        raise ValueError("the old value is zero")
    return (new - old) / old * 100


def share_of_total(part: float, total: float) -> float:
    """Part of a total in percent."""
    if total == 0:
        raise ValueError("the total is zero")
    return part / total * 100


def compound_interest(principal: float, rate: float, years: int) -> float:
    """Value of a principal with compound interest of a yearly rate in percent."""
    if years < 0:
        raise ValueError("years are not negative")
    return principal * (1 + rate / 100) ** years


def simple_interest(principal: float, rate: float, years: float) -> float:
    """Simple interest of a principal with a yearly rate in percent."""
    return principal * rate * years / 100


def loan_payment(amount: float, rate: float, months: int) -> float:
    """Equal monthly payment of a loan with a yearly rate in percent."""
    if months < 1:
        raise ValueError("at least one month")
    monthly = rate / 1200
    if monthly == 0:
        return amount / months
    return amount * monthly / (1 - (1 + monthly) ** -months)


def profit_margin(revenue: float, cost: float) -> float:
    """Profit in percent of the revenue."""
    if revenue == 0:
        raise ValueError("there is no revenue")
    return (revenue - cost) / revenue * 100


def break_even_units(fixed_costs: float, price: float, unit_cost: float) -> int:
    """Units that have to be sold until fixed costs are covered."""
    if price <= unit_cost:
        raise ValueError("each unit loses money")
    return math.ceil(fixed_costs / (price - unit_cost))


def present_value(amount: float, rate: float, years: int) -> float:
    """Value today of an amount in some years at a yearly rate in percent."""
    if rate <= -100:
        raise ValueError("the rate is too low")
    return amount / (1 + rate / 100) ** years
