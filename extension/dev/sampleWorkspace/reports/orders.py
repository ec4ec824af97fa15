"""Orders of a small shop, read from CSV."""

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path


@dataclass(frozen=True)
class Order:
    """One line of the order book. Prices are in cents."""

    number: int
    day: date
    customer: str
    quantity: int
    unit_price: int

    @property
    def total(self) -> int:
        return self.quantity * self.unit_price


def parse_order(row: dict[str, str]) -> Order:
    return Order(
        number=int(row["number"]),
        day=date.fromisoformat(row["day"]),
        customer=row["customer"].strip(),
        quantity=int(row["quantity"]),
        unit_price=int(row["unit_price"]),
    )


def read_orders(path: Path) -> list[Order]:
    with path.open(newline="", encoding="utf-8") as file:
        return [parse_order(row) for row in csv.DictReader(file)]
