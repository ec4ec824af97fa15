"""String helpers of the content team."""

import re


def make_slug(text: str) -> str:
    """Make a URL slug of a text: lower case, hyphens between words.

    >>> make_slug("Hello, World!")
    'hello-world'
    """
    lowered = text.lower()
    dashed = re.sub(r"[^a-z0-9]+", "-", lowered)
    return dashed.strip("-")


def url_slug(title: str) -> str:
    """Turn a title into a slug for an address, at most 12 characters long.

    >>> url_slug("A very long title indeed")
    'a-very-long'
    """
    slug = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")
    return slug[:12].strip("-")


def count_words(text: str) -> int:
    """Number of words in a text."""
    words = [word for word in text.split() if word]
    return len(words)


def palindrome(phrase: str) -> bool:
    """Tell whether a phrase reads the same backwards, without regard to case.

    >>> palindrome("Level")
    True
    """
    folded = phrase.lower()
    return folded == folded[::-1]


def reads_backwards(word: str) -> bool:
    """Whether a word is a palindrome: the same text read backwards."""
    return "".join(reversed(word)) == word


def shorten(text: str, limit: int) -> str:
    """Shorten a text to a limit and put three dots where it was cut.

    >>> shorten("abcdefgh", 5)
    'abcde...'
    """
    if limit < 0:
        raise ValueError("limit must not be negative")
    if len(text) > limit:
        return text[:limit] + "..."
    return text


def preview(text: str, limit: int) -> str:
    """Shorten a text to a limit for a preview and put [more] where it was cut."""
    if limit < 0:
        raise ValueError("limit must not be negative")
    if len(text) > limit:
        return text[:limit] + " [more]"
    return text


def to_snake_case(identifier: str) -> str:
    """Name in snake_case of a camelCase identifier.

    >>> to_snake_case("userName")
    'user_name'
    """
    parts = []
    for at, letter in enumerate(identifier):
        before = identifier[at - 1] if at > 0 else ""
        if "A" <= letter <= "Z" and ("a" <= before <= "z" or "0" <= before <= "9"):
            parts.append("_")
        parts.append(letter)
    return "".join(parts).lower()


def vowels(text: str) -> int:
    """Number of vowels that a text has."""
    total = 0
    for letter in text.lower():
        if letter in ("a", "e", "i", "o", "u"):
            total += 1
    return total


def initials_of(full_name: str) -> str:
    """Initials of a full name in capital letters.

    >>> initials_of("ada lovelace")
    'AL'
    """
    letters = []
    for part in full_name.split():
        letters.append(part[0].upper())
    return "".join(letters)
