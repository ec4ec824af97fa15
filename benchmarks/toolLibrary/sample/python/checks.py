"""Validation of what users type."""

import re


def is_email(text: str) -> bool:
    """Tell whether a text looks like an email address.

    >>> is_email("ada@example.org")
    True
    >>> is_email("ada@example")
    False
    """
    return re.fullmatch(r"[\w.+-]+@[\w-]+(\.[\w-]+)+", text) is not None


def valid_email(address: str) -> bool:
    """Check that an email address has a valid form.

    >>> valid_email("ada@example.org")
    True
    """
    pattern = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+")
    return bool(pattern.fullmatch(address))


def luhn_valid(number: str) -> bool:
    """Check the digits of a card number with Luhn's algorithm.

    >>> luhn_valid("4539578763621486")
    True
    """
    if not re.fullmatch("[0-9]+", number):
        return False
    total = 0
    for at, digit in enumerate(reversed(number)):
        value = int(digit)
        if at % 2 == 1:
            value *= 2
            if value > 9:
                value -= 9
        total += value
    return total % 10 == 0


def check_card(card: str) -> bool:
    """Whether the number of a card passes Luhn's check.

    >>> check_card("4539578763621486")
    True
    """
    if not re.fullmatch("[0-9]+", card):
        return False
    digits = [int(letter) for letter in card]
    digits.reverse()
    odd = sum(digits[0::2])
    even = sum(sum(divmod(2 * digit, 10)) for digit in digits[1::2])
    return (odd + even) % 10 == 0


def clamp(value: float, low: float, high: float) -> float:
    """Limit a value to a range.

    >>> clamp(12.0, 0.0, 10.0)
    10.0
    """
    if low > high:
        raise ValueError("low is above high")
    return max(low, min(high, value))


def limit_to_range(low: float, high: float, value: float) -> float:
    """Limit a value to the range from low to high.

    >>> limit_to_range(0.0, 10.0, 12.0)
    10.0
    """
    if low > high:
        raise ValueError("low is above high")
    if value < low:
        return low
    return high if value > high else value


def in_range(value: float, low: float, high: float) -> bool:
    """Tell whether a value lies in a range, both ends included."""
    return low <= value <= high


def strong_password(password: str) -> bool:
    """Tell whether a password has eight characters, a digit and a capital letter.

    >>> strong_password("Secret123")
    True
    """
    return len(password) >= 8 and any(c.isdigit() for c in password) and any(c.isupper() for c in password)


def password_ok(password: str) -> bool:
    """Tell whether a password has ten characters, a digit and a capital letter.

    >>> password_ok("Secret123")
    False
    """
    return len(password) >= 10 and any(c.isdigit() for c in password) and any(c.isupper() for c in password)
