"""Made for the planner, a year after dates.py; nobody had looked there."""

import calendar
from datetime import date, timedelta


def date_difference(first: str, second: str) -> int:
    """Difference in days between two dates.

    Args:
        first: A date as YYYY-MM-DD.
        second: A later date as YYYY-MM-DD.
    """
    begin = date.fromisoformat(first)
    finish = date.fromisoformat(second)
    delta = finish - begin
    return delta.days


def days_since(until: str, since: str) -> int:
    """Days that have passed between two dates, the later date first.

    >>> days_since("2024-03-01", "2024-02-28")
    2
    """
    later = date.fromisoformat(until)
    earlier = date.fromisoformat(since)
    return (later - earlier).days


def days_inclusive(start: str, end: str) -> int:
    """Count the days from one date to another, both ends counted.

    >>> days_inclusive("2024-02-28", "2024-03-01")
    3
    """
    return (date.fromisoformat(end) - date.fromisoformat(start)).days + 1


def leap_year(year: int) -> bool:
    """Whether the year is a leap year."""
    if year % 400 == 0:
        return True
    if year % 100 == 0:
        return False
    return year % 4 == 0


def leap_year_julian(year: int) -> bool:
    """Whether the year is a leap year of the old Julian calendar."""
    return year % 4 == 0


def month_length(month: int, year: int) -> int:
    """Length of a month in days; the month comes first.

    >>> month_length(2, 2023)
    28
    """
    if not 1 <= month <= 12:
        raise ValueError("no such month")
    lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return lengths[month - 1] + (1 if month == 2 and leap else 0)


def shift_date(day: str, by: int) -> str:
    """Shift a date by some days, back where the number is negative.

    >>> shift_date("2024-01-02", -3)
    '2023-12-30'
    """
    moved = date.fromisoformat(day) + timedelta(by)
    return moved.isoformat()


def fiscal_quarter(month: int) -> int:
    """Quarter of a fiscal year that begins in April, from 1 to 4."""
    if month < 1 or month > 12:
        raise ValueError("month must be from 1 to 12")
    return (month - 4) % 12 // 3 + 1


def day_name(day: str) -> str:
    """Name of the day of the week of a date.

    >>> day_name("2024-05-01")
    'Wednesday'
    """
    return calendar.day_name[date.fromisoformat(day).weekday()]


def minutes_to_clock(minutes: int) -> str:
    """Write minutes as hours and minutes, such as 01:35.

    >>> minutes_to_clock(95)
    '01:35'
    """
    hours, rest = divmod(minutes, 60)
    return f"{hours:02d}:{rest:02d}"


def format_duration(minutes: int) -> str:
    """Format a duration in minutes as hours and minutes.

    >>> format_duration(95)
    '01:35'
    """
    return "{:02d}:{:02d}".format(minutes // 60, minutes % 60)
