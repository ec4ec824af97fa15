def tax_in_northland(income: float) -> float:
    """Income tax of Northland: a share of what is above the allowance."""
    allowance = 9000
    rate = 0.24
    if income <= allowance:
        return 0.0
    return round((income - allowance) * rate, 2)


def tax_in_southland(income: float) -> float:
    """Income tax of Southland: a share of what is above the allowance."""
    allowance = 12500
    rate = 0.2
    if income <= allowance:
        return 0.0
    return round((income - allowance) * rate, 2)


def tax_in_eastland(income: float) -> float:
    """Income tax of Eastland: a share of what is above the allowance."""
    allowance = 7200
    rate = 0.31
    if income <= allowance:
        return 0.0
    return round((income - allowance) * rate, 2)


def tax_in_westland(income: float) -> float:
    """Income tax of Westland: a share of what is above the allowance."""
    allowance = 10400
    rate = 0.275
    if income <= allowance:
        return 0.0
    return round((income - allowance) * rate, 2)
