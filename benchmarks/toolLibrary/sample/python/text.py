"""Texts of articles."""

import re


def slugify(title: str) -> str:
    """Turn a title into a slug for an address.

    >>> slugify("Hello, World!")
    'hello-world'
    """
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")


def word_count(text: str) -> int:
    """Count the words of a text.

    >>> word_count("to be or not to be")
    6
    """
    return len(text.split())


def is_palindrome(text: str) -> bool:
    """Tell whether a text reads the same backwards.

    >>> is_palindrome("level")
    True
    """
    return text == text[::-1]


def truncate(text: str, length: int, ending: str = "...") -> str:
    """Cut a text to a length and mark the cut with an ending.

    Args:
        text: The text.
        length: Most characters that are kept.
        ending: What is put where something was cut.

    >>> truncate("abcdefgh", 5)
    'abcde...'
    """
    if length < 0:
        raise ValueError("length must not be negative")
    return text if len(text) <= length else text[:length] + ending


def snake_case(name: str) -> str:
    """Convert a camelCase name to snake_case.

    >>> snake_case("userName")
    'user_name'
    """
    return re.sub(r"(?<=[a-z0-9])([A-Z])", r"_\1", name).lower()


def camel_case(name: str) -> str:
    """Convert a snake_case name to camelCase.

    >>> camel_case("user_name")
    'userName'
    """
    first, *others = name.split("_")
    return first + "".join(other.capitalize() for other in others)


def initials(name: str) -> str:
    """Initials of a person's name in capitals.

    >>> initials("ada lovelace")
    'AL'
    """
    return "".join(part[0].upper() for part in name.split())


def count_vowels(text: str) -> int:
    """Count the vowels of a text, large and small."""
    return sum(1 for letter in text.lower() if letter in "aeiou")
