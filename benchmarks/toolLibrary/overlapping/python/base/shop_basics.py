def discount_price(price: float, percent: float) -> float:
    """Price after a discount in percent."""
    if percent < 0 or percent > 100:
        raise ValueError("from 0 to 100 percent")
    return price * (1 - percent / 100)


def add_tax(net: float, percent: float) -> float:
    """Gross price of a net price with a tax in percent."""
    if percent < 0:
        raise ValueError("the tax is negative")
    return net * (1 + percent / 100)


def split_bill(amount: float, tip: float, people: int) -> float:
    """What each person pays of a bill with a tip in percent."""
    if people < 1:
        raise ValueError("somebody has to pay")
    return amount * (1 + tip / 100) / people
