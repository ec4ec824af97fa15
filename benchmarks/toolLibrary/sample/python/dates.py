"""Calendar helpers of the billing team. Dates are texts such as 2024-02-29."""

from datetime import date, timedelta


def days_between(start: str, end: str) -> int:
    """Count the days from one date to another.

    Args:
        start: First date, for example "2024-01-01".
        end: Second date, for example "2024-03-01".

    Returns:
        Days from start to end, negative where end is earlier.

    >>> days_between("2024-02-28", "2024-03-01")
    2
    """
    return (date.fromisoformat(end) - date.fromisoformat(start)).days


def is_leap_year(year: int) -> bool:
    """Tell whether a year has a 29th of February.

    >>> is_leap_year(2000)
    True
    >>> is_leap_year(1900)
    False
    """
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def days_in_month(year: int, month: int) -> int:
    """Number of days that a month has in a given year.

    :param year: the year, four digits
    :param month: 1 for January to 12 for December
    :returns: 28 to 31
    """
    if month < 1 or month > 12:
        raise ValueError("month must be from 1 to 12")
    if month == 2:
        return 29 if is_leap_year(year) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def add_days(day: str, count: int) -> str:
    """Move a date by a number of days.

    >>> add_days("2023-12-30", 3)
    '2024-01-02'
    """
    return (date.fromisoformat(day) + timedelta(days=count)).isoformat()


def quarter_of(month: int) -> int:
    """Quarter of the calendar year that a month lies in, from 1 to 4."""
    if month < 1 or month > 12:
        raise ValueError("month must be from 1 to 12")
    return (month - 1) // 3 + 1


def weekday_name(day: str) -> str:
    """English name of the weekday of a date.

    >>> weekday_name("2024-05-01")
    'Wednesday'
    """
    names = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
    return names[date.fromisoformat(day).weekday()]


def is_weekend(day: str) -> bool:
    """Tell whether a date is a Saturday or a Sunday.

    >>> is_weekend("2024-05-04")
    True
    """
    return date.fromisoformat(day).weekday() >= 5
