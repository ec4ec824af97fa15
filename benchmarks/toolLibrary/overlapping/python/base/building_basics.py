import math


def paint_needed(area: float, coats: int, coverage: float) -> float:
    """Litres of paint for an area in some coats, with the area that a litre covers."""
    if area < 0 or coats < 1 or coverage <= 0:
        raise ValueError("bad measures")
    return area * coats / coverage


def pieces_for_area(area: float, piece: float) -> int:
    """Whole pieces that cover an area."""
    if area < 0 or piece <= 0:
        raise ValueError("bad measures")
    return math.ceil(area / piece)
