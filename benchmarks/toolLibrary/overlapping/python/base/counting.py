import itertools
import math


def binomial(n: int, k: int) -> int:
    """Number of ways to choose k things of n, in no order."""
    if n < 0 or k < 0:
        raise ValueError("neither is negative")
    return math.comb(n, k)


def permutations_count(n: int, k: int) -> int:
    """Number of ordered ways to choose k things of n."""
    if n < 0 or k < 0:
        raise ValueError("neither is negative")
    return math.perm(n, k)


def pairs_with_sum(values: list[int], total: int) -> int:
    """Number of pairs of places whose values add up to a total."""
    return sum(a + b == total for a, b in itertools.combinations(values, 2))
