import calendar
from datetime import date


def days_between(start: str, end: str) -> int:
    """Days from one date (YYYY-MM-DD) to another."""
    return (date.fromisoformat(end) - date.fromisoformat(start)).days


def is_leap_year(year: int) -> bool:
    """Tell whether a year is a leap year."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def days_in_month(year: int, month: int) -> int:
    """Days of a month of a year."""
    if not 1 <= year <= 9999 or not 1 <= month <= 12:
        raise ValueError("no such month")
    return calendar.monthrange(year, month)[1]


def minutes_to_clock(minutes: int) -> str:
    """Minutes as H:MM."""
    if minutes < 0:
        raise ValueError("minutes are not negative")
    return f"{minutes // 60}:{minutes % 60:02d}"


def weekday_name(day: str) -> str:
    """English name of the weekday of a date (YYYY-MM-DD)."""
    return ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"][date.fromisoformat(day).weekday()]


def age_in_years(born: str, day: str) -> int:
    """Full years from a date of birth (YYYY-MM-DD) to another date."""
    birth, at = date.fromisoformat(born), date.fromisoformat(day)
    return at.year - birth.year - ((at.month, at.day) < (birth.month, birth.day))
