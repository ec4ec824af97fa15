"""Lists and counts."""


def unique(items: list[int]) -> list[int]:
    """Remove duplicates from a list and keep the order.

    >>> unique([3, 1, 3, 2, 1])
    [3, 1, 2]
    """
    return list(dict.fromkeys(items))


def dedupe(numbers: list[int]) -> list[int]:
    """List without its duplicates, in the order of their first appearance."""
    seen = set()
    kept = []
    for number in numbers:
        if number not in seen:
            seen.add(number)
            kept.append(number)
    return kept


def unique_sorted(items: list[int]) -> list[int]:
    """Remove duplicates from a list and sort what is left."""
    return sorted(set(items))


def chunk(items: list[int], size: int) -> list[list[int]]:
    """Split a list into chunks of a size; the last may be shorter.

    >>> chunk([1, 2, 3], 2)
    [[1, 2], [3]]
    """
    if size < 1:
        raise ValueError("size must be positive")
    return [items[at : at + size] for at in range(0, len(items), size)]


def in_batches(rows: list[int], batch: int) -> list[list[int]]:
    """Split rows into batches of a size; the last batch may be shorter."""
    if batch < 1:
        raise ValueError("batch must be positive")
    batches = []
    rest = rows
    while rest:
        batches.append(rest[:batch])
        rest = rest[batch:]
    return batches


def flatten(lists: list[list[int]]) -> list[int]:
    """Flatten a list of lists by one level.

    >>> flatten([[1, 2], [], [3]])
    [1, 2, 3]
    """
    return [item for inner in lists for item in inner]


def concatenate(parts: list[list[int]]) -> list[int]:
    """Concatenate lists: flatten a list of lists."""
    joined = []
    for part in parts:
        joined.extend(part)
    return joined


def word_frequencies(text: str) -> dict[str, int]:
    """Count how often each word of a text occurs, without regard to case.

    >>> word_frequencies("Be or not to be")
    {'be': 2, 'or': 1, 'not': 1, 'to': 1}
    """
    counts = {}
    for word in text.lower().split():
        counts[word] = counts.get(word, 0) + 1
    return counts


def top_items(items: list[int], count: int) -> list[int]:
    """Largest items of a list, largest first.

    >>> top_items([3, 9, 5], 2)
    [9, 5]
    """
    if count < 0:
        raise ValueError("count must not be negative")
    return sorted(items, reverse=True)[:count]


def largest(numbers: list[int], n: int) -> list[int]:
    """The n largest numbers of a list in falling order."""
    if n < 0:
        raise ValueError("n must not be negative")
    ordered = sorted(numbers)
    ordered.reverse()
    return ordered[:n]
