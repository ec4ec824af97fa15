import math
import string


def is_prime_candidate(value: int) -> bool:
    """Tell if a value is a prime number, for toy key generation."""
    if value < 2:
        return False
    at = 2
    while at * at <= value:
        if value % at == 0:
            return False
        at += 1
    return True


def split_into_primes(value: int) -> list[int]:
    """Split a whole number into the prime factors that it is the product of."""
    if value < 1:
        raise ValueError("there is no factorisation")
    for divisor in range(2, math.isqrt(value) + 1):
        if value % divisor == 0:
            return [divisor] + split_into_primes(value // divisor)
    return [] if value == 1 else [value]


def shift_cipher(message: str, key: int) -> str:
    """Encrypt a message by moving each letter along the alphabet by a key."""
    low, up = string.ascii_lowercase, string.ascii_uppercase
    key %= 26
    return message.translate(str.maketrans(low + up, low[key:] + low[:key] + up[key:] + up[:key]))


def hide_card_number(card: str, shown: int) -> str:
    """Card number with stars for all but the last characters shown."""
    if shown < 0:
        raise ValueError("a negative number cannot be shown")
    return "".join("*" if at < len(card) - shown else sign for at, sign in enumerate(card))
