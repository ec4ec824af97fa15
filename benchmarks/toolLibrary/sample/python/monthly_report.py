"""A script of the reporting team: call sites of the helpers, as they are found in real projects."""

from analytics import average, percent_change
from checkout import apply_discount
from dates import days_between
from money import add_vat, format_eur
from statistics_tools import mean, median
from text import slugify, truncate


def report() -> str:
    """Text of the monthly report."""
    sales = [1200.0, 1350.5, 980.25]
    lines = [
        slugify("Monthly report: May 2024"),
        truncate("Sales went up again, and nobody knows why.", 20),
        format_eur(mean([1200.0, 1350.5, 980.25])),
        format_eur(median(sales)),
        format_eur(average([10.0, 20.0, 60.0])),
        format_eur(add_vat(49.9, 20.0)),
        format_eur(apply_discount(49.9, 10.0)),
        f"{percent_change(980.25, 1350.5):.1f} %",
        f"{days_between('2024-05-01', '2024-05-31')} days",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    print(report())
