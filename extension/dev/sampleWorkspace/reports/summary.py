"""Monthly figures from a list of orders."""

from collections import defaultdict

from orders import Order


def total_revenue(orders: list[Order]) -> int:
    total = 0
    for order in orders:
        total += order.total
    return total


def average_order(orders: list[Order]) -> float:
    if not orders:
        return 0.0
    return total_revenue(orders) / len(orders)


def revenue_by_customer(orders: list[Order]) -> dict[str, int]:
    revenue = defaultdict(int)
    for order in orders:
        revenue[order.customer] += order.total
    return dict(revenue)


def largest_order(orders: list[Order]) -> Order | None:
    largest = None
    for order in orders:
        if largest is None or order.total > largest.total:
            largest = order
    return largest


def orders_of_customer(orders: list[Order], customer: str) -> list[Order]:
    result = []
    for order in orders:
        if order.customer == customer:
            result.append(order)
    return result
