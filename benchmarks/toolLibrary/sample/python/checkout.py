"""The new checkout. Some of it was there before, under other names."""


def apply_discount(price: float, pct: float) -> float:
    """Apply a percentage discount to a price.

    Args:
        price: Price before.
        pct: Discount in percent.
    """
    factor = 1 - pct / 100
    return round(price * factor, 2)


def reduce_price(percent: float, price: float) -> float:
    """Reduce a price by a discount in percent, rounded to cents.

    >>> reduce_price(25.0, 80.0)
    60.0
    """
    return round((1 - percent / 100) * price, 2)


def gross_price(net: float, tax_rate: float = 20.0) -> float:
    """Gross price of a net price: value added tax on top.

    >>> gross_price(100.0)
    120.0
    """
    gross = net * (1 + tax_rate / 100)
    return round(gross, 2)


def future_value(rate: float, years: int, present: float) -> float:
    """Future value of a capital with compound interest, the yearly rate in percent.

    >>> future_value(5.0, 2, 1000.0)
    1102.5
    """
    growth = (1 + rate / 100) ** years
    return round(present * growth, 2)


def commission(sale: float, percent: float) -> float:
    """Commission that a seller earns on a sale."""
    return round(sale * percent / 100, 2)


def price_per_head(amount: float, guests: int) -> float:
    """What each guest pays of an amount: the bill split evenly."""
    if guests < 1:
        raise ValueError("nobody pays")
    share = amount / guests
    return round(share, 2)


def dollars(value: float) -> str:
    """Format a value as US dollars with thousands separators.

    >>> dollars(99.0)
    '$99.00'
    """
    return "${:,.2f}".format(value)
