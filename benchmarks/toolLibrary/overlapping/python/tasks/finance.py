import math


def portfolio_average(weights: list[float], returns: list[float]) -> float:
    """Weighted average of the returns of a portfolio."""
    if len(returns) != len(weights):
        raise ValueError("lengths differ")
    invested = 0
    for each in weights:
        invested += each
    if invested == 0:
        raise ValueError("nothing is invested")
    return sum(map(lambda pair: pair[0] * pair[1], zip(returns, weights))) / invested


def average_growth_factor(factors: list[float]) -> float:
    """Average growth factor over several years: the geometric mean of positive factors."""
    if len(factors) == 0 or any(factor <= 0 for factor in factors):
        raise ValueError("growth factors must be positive")
    return math.prod(factors) ** (1 / len(factors))


def simple_moving_average(prices: list[float], days: int) -> list[float]:
    """Simple moving average of prices over a window of so many days."""
    if days <= 0:
        raise ValueError("days must be positive")
    averages = []
    for end in range(days, len(prices) + 1):
        total = 0
        for price in prices[end - days : end]:
            total += price
        averages.append(total / days)
    return averages


def cumulative_savings(deposits: list[float]) -> list[float]:
    """Cumulative sums of deposits: the total saved after each one."""
    totals = []
    total = 0
    for deposit in deposits:
        total += deposit
        totals.append(total)
    return totals


def savings_after_years(deposit: float, interest_percent: float, years: int) -> float:
    """Value of savings with compound interest in percent after some years."""
    if years < 0:
        raise ValueError("no years before today")
    factor = 1 + interest_percent / 100
    value = deposit
    for _ in range(years):
        value *= factor
    return value


def interest_of_private_loan(amount: float, percent: float, years: float) -> float:
    """Simple interest that a private loan bears, at a yearly rate in percent."""
    return years * (percent / 100) * amount


def value_of_future_payment(payment: float, discount_rate: float, years: int) -> float:
    """What a future payment is worth today, at a yearly discount rate in percent."""
    if discount_rate <= -100:
        raise ValueError("rate out of range")
    return payment * (1 + discount_rate / 100) ** -years


def longest_rally(prices: list[float]) -> int:
    """Length of the longest stretch of days at which each price is larger than the one before."""
    longest = 0
    for start in range(len(prices)):
        end = start
        while end + 1 < len(prices) and prices[end + 1] > prices[end]:
            end += 1
        longest = max(longest, end - start + 1)
    return longest


def best_holding_gain(gains: list[int]) -> int:
    """Largest sum of gains over a stretch of neighbouring days that is not empty."""
    if not gains:
        raise ValueError("no days")
    return max(sum(gains[start:end]) for start in range(len(gains)) for end in range(start + 1, len(gains) + 1))
