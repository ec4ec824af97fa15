"""Helpers of the first version. Two have names that were given again later."""


def mean(values: list[float]) -> float:
    """Mean of values, zero where there are none."""
    if len(values) == 0:
        return 0.0
    return sum(values) / len(values)


def truncate(text: str, length: int, ending: str = "...") -> str:
    """Truncate a text so that with its ending it is no longer than length.

    >>> truncate("abcdefgh", 5)
    'ab...'
    """
    if length < len(ending):
        raise ValueError("the ending alone is longer")
    return text if len(text) <= length else text[: length - len(ending)] + ending


def factorial(n: int) -> int:
    """Factorial of a number from 0 to 100.

    >>> factorial(5)
    120
    """
    if n < 0 or n > 100:
        raise ValueError("n must be from 0 to 100")
    result = 1
    for factor in range(2, n + 1):
        result *= factor
    return result


def arrangements(objects: int) -> int:
    """Number of ways to arrange up to 100 objects in a row: the factorial."""
    if objects < 0 or objects > 100:
        raise ValueError("too many objects")
    return 1 if objects < 2 else objects * arrangements(objects - 1)


def greatest_common_divisor(a: int, b: int) -> int:
    """Greatest common divisor of two whole numbers.

    >>> greatest_common_divisor(12, 18)
    6
    """
    a, b = abs(a), abs(b)
    while b:
        a, b = b, a % b
    return a


def is_prime(n: int) -> bool:
    """Tell whether a number is prime.

    >>> is_prime(97)
    True
    """
    if n < 2:
        return False
    divisor = 2
    while divisor * divisor <= n:
        if n % divisor == 0:
            return False
        divisor += 1
    return True
