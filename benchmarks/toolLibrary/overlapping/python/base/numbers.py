import math


def greatest_common_divisor(a: int, b: int) -> int:
    """Greatest common divisor of two whole numbers."""
    return math.gcd(a, b)


def least_common_multiple(a: int, b: int) -> int:
    """Least common multiple of two whole numbers."""
    return math.lcm(a, b)


def is_prime(n: int) -> bool:
    """Tell whether a whole number is prime."""
    if n < 2:
        return False
    return all(n % divisor for divisor in range(2, math.isqrt(n) + 1))


def prime_factors(n: int) -> list[int]:
    """Prime factors of a whole number from 1, in rising order."""
    if n < 1:
        raise ValueError("n must be at least 1")
    factors = []
    divisor = 2
    while n > 1:
        while n % divisor == 0:
            factors.append(divisor)
            n //= divisor
        divisor += 1
    return factors


def factorial(n: int) -> int:
    """Factorial of a whole number from 0 to 100."""
    if n < 0 or n > 100:
        raise ValueError("n must be from 0 to 100")
    return math.factorial(n)


def fibonacci(n: int) -> int:
    """Fibonacci number with an index from 0 to 200."""
    if n < 0 or n > 200:
        raise ValueError("the index is from 0 to 200")
    a, b = 0, 1
    for _ in range(n):
        a, b = b, a + b
    return a


def digit_sum(n: int) -> int:
    """Sum of the decimal digits of a whole number."""
    return sum(int(digit) for digit in str(abs(n)))


def divisors(n: int) -> list[int]:
    """Positive divisors of a whole number from 1, in rising order."""
    if n < 1:
        raise ValueError("n must be at least 1")
    return [candidate for candidate in range(1, n + 1) if n % candidate == 0]


def is_perfect_square(n: int) -> bool:
    """Tell whether a number is the square of a whole number."""
    return n >= 0 and math.isqrt(n) ** 2 == n


def to_binary(n: int) -> str:
    """Binary digits of a whole number from 0."""
    if n < 0:
        raise ValueError("n must not be negative")
    return bin(n)[2:]


def to_roman(n: int) -> str:
    """Roman numeral of a number from 1 to 3999."""
    if n < 1 or n > 3999:
        raise ValueError("from 1 to 3999")
    result = ""
    for value, sign in ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        while n >= value:
            result += sign
            n -= value
    return result


def collatz_steps(n: int) -> int:
    """Steps of the Collatz sequence from a whole number down to 1."""
    if n < 1:
        raise ValueError("n must be at least 1")
    steps = 0
    while n != 1:
        n = n // 2 if n % 2 == 0 else 3 * n + 1
        steps += 1
    return steps


def triangular_number(n: int) -> int:
    """Sum of the whole numbers from 1 to n."""
    if n < 0:
        raise ValueError("n must not be negative")
    return n * (n + 1) // 2


def clamp(value: float, low: float, high: float) -> float:
    """Nearest value between a low and a high limit."""
    if low > high:
        raise ValueError("low is above high")
    return max(low, min(high, value))
