import itertools
from collections import Counter


def unique_in_order(values: list[str]) -> list[str]:
    """Texts of a list without repetitions, in the order of their first place."""
    return list(dict.fromkeys(values))


def chunk(values: list[int], size: int) -> list[list[int]]:
    """Pieces of a list with so many values, the last one may be shorter."""
    if size < 1:
        raise ValueError("size must be at least 1")
    return [values[at : at + size] for at in range(0, len(values), size)]


def flatten(nested: list[list[int]]) -> list[int]:
    """Values of all inner lists in one list."""
    return list(itertools.chain.from_iterable(nested))


def second_largest(values: list[int]) -> int:
    """Second largest of different numbers."""
    ordered = sorted(set(values))
    if len(ordered) < 2:
        raise ValueError("two different numbers are needed")
    return ordered[-2]


def rotate(values: list[str], places: int) -> list[str]:
    """List that begins so many places later, what was before comes last."""
    if not values:
        return []
    places %= len(values)
    return values[places:] + values[:places]


def interleave(first: list[int], second: list[int]) -> list[int]:
    """Values of two lists in turns; the rest of the longer one comes last."""
    common = min(len(first), len(second))
    paired = [value for pair in zip(first, second) for value in pair]
    return paired + first[common:] + second[common:]


def count_occurrences(values: list[str]) -> dict[str, int]:
    """How often each text is in a list."""
    return dict(Counter(values))


def merge_sorted(first: list[int], second: list[int]) -> list[int]:
    """Numbers of two lists in one rising list."""
    return sorted(first + second)


def index_of_largest(values: list[float]) -> int:
    """Place of the largest number, the first of several."""
    if not values:
        raise ValueError("no values")
    return values.index(max(values))


def is_sorted(values: list[int]) -> bool:
    """Tell whether numbers never fall."""
    return all(a <= b for a, b in zip(values, values[1:]))
