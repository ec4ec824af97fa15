def rabbit_pairs(months: int) -> int:
    """Pairs of rabbits after some months (0 to 200), the Fibonacci number of that index."""
    if not 0 <= months <= 200:
        raise ValueError("from 0 to 200 months")
    sequence = [0, 1]
    while len(sequence) <= months:
        sequence.append(sequence[-1] + sequence[-2])
    return sequence[months]


def population_growth_percent(before: float, after: float) -> float:
    """Growth of a population in percent: the change from the old to the new value."""
    if before == 0:
        raise ValueError("nobody was there before")
    return (after - before) * (100 / before)


def point_mutations(strand: str, other: str) -> int:
    """Point mutations between two strands: the number of places at which they differ."""
    if len(strand) != len(other):
        raise ValueError("strands of one length are needed")
    count = 0
    for place in range(len(strand)):
        if strand[place] != other[place]:
            count += 1
    return count
