import calendar
import re
from datetime import date


def words_of_document(document: str) -> int:
    """Count how many words the text of a document has."""
    return len([word for line in document.splitlines() for word in line.split()])


def column_name(heading: str) -> str:
    """Name of a column: the lower-case words of its heading joined by underscores."""
    return re.sub(r"\s+", "_", heading.strip()).lower()


def main_topic_word(document: str) -> str:
    """Word of a document that occurs most often, in lower case; of several the first in the alphabet."""
    counts: dict[str, int] = {}
    for word in document.lower().split():
        counts[word] = counts.get(word, 0) + 1
    if not counts:
        raise ValueError("an empty document")
    best = max(counts.values())
    return sorted(word for word in counts if counts[word] == best)[0]


def project_code(project: str) -> str:
    """Code of a project: the first letters of its words in capitals."""
    code = ""
    for word in project.split():
        code += word[:1].upper()
    return code


def short_title(title: str, limit: int) -> str:
    """Title shortened to at most so many characters, with three dots at its end where it was cut."""
    if limit < 3:
        raise ValueError("the limit is too low")
    if len(title) > limit:
        return "".join([title[:-(len(title) - limit + 3)] if limit > 3 else "", "..."])
    return title


def typing_errors(typed: str, expected: str) -> int:
    """Least number of single-character edits that turn what was typed into what was expected."""
    table = [[0] * (len(expected) + 1) for _ in range(len(typed) + 1)]
    for row in range(len(typed) + 1):
        table[row][0] = row
    for column in range(len(expected) + 1):
        table[0][column] = column
    for row in range(1, len(typed) + 1):
        for column in range(1, len(expected) + 1):
            if typed[row - 1] == expected[column - 1]:
                table[row][column] = table[row - 1][column - 1]
            else:
                table[row][column] = 1 + min(table[row - 1][column], table[row][column - 1], table[row - 1][column - 1])
    return table[-1][-1]


def rows_to_columns(table: list[list[int]]) -> list[list[int]]:
    """Table with its rows and columns swapped."""
    if not table:
        return []
    width = len(table[0])
    for row in table:
        if len(row) != width:
            raise ValueError("the table has holes")
    return [[row[at] for row in table] for at in range(width)]


def invoices_in_order(numbers: list[int]) -> bool:
    """Whether the numbers of invoices never fall."""
    return numbers == sorted(numbers)


def february_has_29_days(year: int) -> bool:
    """Whether a year is a leap year, in which February has 29 days."""
    if year % 400 == 0:
        return True
    if year % 100 == 0:
        return False
    return year % 4 == 0


def length_of_month(year: int, month: int) -> int:
    """Days that a month of a year has."""
    if year < 1 or year > 9999 or month < 1 or month > 12:
        raise ValueError("out of range")
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def meeting_length(minutes: int) -> str:
    """Length of a meeting in minutes as H:MM."""
    if minutes < 0:
        raise ValueError("no such meeting")
    hours, rest = divmod(minutes, 60)
    return str(hours) + ":" + str(rest).zfill(2)


def meeting_weekday(day: str) -> str:
    """Name of the weekday on which a meeting takes place, of its date (YYYY-MM-DD)."""
    return calendar.day_name[date.fromisoformat(day).weekday()]


def years_of_service(hired: str, day: str) -> int:
    """Full years of service from the date (YYYY-MM-DD) of hiring to another date."""
    start, end = date.fromisoformat(hired), date.fromisoformat(day)
    years = end.year - start.year
    if end.month < start.month or (end.month == start.month and end.day < start.day):
        years -= 1
    return years
