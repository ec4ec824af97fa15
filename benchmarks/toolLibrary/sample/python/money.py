"""Prices, taxes and interest of the shop."""


def add_vat(amount: float, rate: float = 20.0) -> float:
    """Price with value added tax.

    Args:
        amount: Net price.
        rate: Tax rate in percent.

    Returns:
        Gross price, rounded to cents.

    >>> add_vat(100.0, 10.0)
    110.0
    """
    return round(amount * (1 + rate / 100), 2)


def vat_standard(amount: float) -> float:
    """Price with the standard value added tax of 20 percent.

    >>> vat_standard(50.0)
    60.0
    """
    return round(amount * (1 + 20.0 / 100), 2)


def vat_reduced(amount: float) -> float:
    """Price with the reduced value added tax of 10 percent, for food and books.

    >>> vat_reduced(50.0)
    55.0
    """
    return round(amount * (1 + 10.0 / 100), 2)


def vat_hotel(amount: float) -> float:
    """Price with the value added tax of 13 percent for hotel nights.

    >>> vat_hotel(100.0)
    113.0
    """
    return round(amount * (1 + 13.0 / 100), 2)


def discount_price(price: float, percent: float) -> float:
    """Price after a discount in percent, rounded to cents.

    >>> discount_price(80.0, 25.0)
    60.0
    """
    return round(price * (1 - percent / 100), 2)


def discount_capped(price: float, percent: float) -> float:
    """Price after a discount in percent, of which at most 50 are given.

    >>> discount_capped(80.0, 75.0)
    40.0
    """
    if percent > 50:
        percent = 50.0
    return round(price * (1 - percent / 100), 2)


def compound_interest(principal: float, rate: float, years: int) -> float:
    """Capital after some years of compound interest.

    Parameters
    ----------
    principal : float
        Capital at the beginning.
    rate : float
        Interest a year in percent.
    years : int
        Full years.
    """
    return round(principal * (1 + rate / 100) ** years, 2)


def simple_interest(principal: float, rate: float, years: int) -> float:
    """Interest over some years without interest on interest.

    >>> simple_interest(1000.0, 5.0, 3)
    150.0
    """
    return round(principal * rate / 100 * years, 2)


def split_bill(total: float, people: int) -> float:
    """Share of each person in a bill, rounded to cents.

    >>> split_bill(90.0, 4)
    22.5
    """
    if people < 1:
        raise ValueError("at least one person pays")
    return round(total / people, 2)


def tip_amount(bill: float, percent: float) -> float:
    """Tip for a restaurant bill, given in percent of the bill."""
    return round(bill * percent / 100, 2)


def format_usd(amount: float) -> str:
    """Write an amount of money in US dollars.

    >>> format_usd(1234.5)
    '$1,234.50'
    """
    return f"${amount:,.2f}"


def format_eur(amount: float) -> str:
    """Write an amount of money in euros.

    >>> format_eur(1234.5)
    '€1,234.50'
    """
    return f"€{amount:,.2f}"


def format_gbp(amount: float) -> str:
    """Write an amount of money in British pounds."""
    return f"£{amount:,.2f}"
