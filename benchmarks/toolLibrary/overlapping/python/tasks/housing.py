def median_house_price(prices: list[float]) -> float:
    """Median of house prices: half of the houses cost less."""
    if not prices:
        raise ValueError("no prices")
    rest = list(prices)
    while len(rest) > 2:
        rest.remove(min(rest))
        rest.remove(max(rest))
    return sum(rest) / len(rest)


def mortgage_rate(loan: float, interest: float, months: int) -> float:
    """Monthly payment of a mortgage loan with yearly interest in percent, the same every month."""
    if months <= 0:
        raise ValueError("no months")
    q = 1 + interest / 12 / 100
    if q == 1:
        return loan / months
    power = q**months
    return loan * power * (q - 1) / (power - 1)
