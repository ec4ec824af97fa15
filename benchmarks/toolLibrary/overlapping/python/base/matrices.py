def transpose(matrix: list[list[int]]) -> list[list[int]]:
    """Rows and columns of a matrix swapped."""
    if any(len(row) != len(matrix[0]) for row in matrix):
        raise ValueError("rows differ in length")
    return [list(column) for column in zip(*matrix)]


def dot_product(a: list[float], b: list[float]) -> float:
    """Dot product of two vectors."""
    if len(a) != len(b):
        raise ValueError("vectors differ in length")
    return sum(x * y for x, y in zip(a, b))
