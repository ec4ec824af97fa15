def largest_square_tile(length: int, width: int) -> int:
    """Side of the largest square tile that covers a floor exactly: the greatest common divisor of both sides."""
    length, width = abs(length), abs(width)
    while width:
        length, width = width, length % width
    return length


def skirting_length(room_length: float, room_width: float) -> float:
    """Length of the skirting of a room: the perimeter of the rectangle."""
    if room_length < 0 or room_width < 0:
        raise ValueError("a room has no negative sides")
    return room_length + room_width + room_length + room_width


def triangular_plot_area(first: float, second: float, third: float) -> float:
    """Area of a triangular plot of land from its three sides."""
    longest = max(first, second, third)
    if min(first, second, third) <= 0 or first + second + third <= 2 * longest:
        raise ValueError("the sides do not meet")
    half = 0.5 * (first + second + third)
    return (half * (half - first) * (half - second) * (half - third)) ** 0.5


def roof_side_area(top: float, bottom: float, height: float) -> float:
    """Area of one side of a roof, a trapezoid with two parallel sides."""
    if top < 0 or bottom < 0 or height < 0:
        raise ValueError("no negative measures")
    return 0.5 * height * (top + bottom)


def density_of_sample(mass: float, volume: float) -> float:
    """Density of a sample of a material, mass by volume."""
    if volume <= 0:
        raise ValueError("a sample takes room")
    return mass * volume**-1


def litres_of_wall_paint(wall_area: float, coats: int, area_per_litre: float) -> float:
    """Litres of paint for walls in some coats."""
    if wall_area < 0 or coats <= 0 or area_per_litre <= 0:
        raise ValueError("nothing to paint")
    litres = 0.0
    for _ in range(coats):
        litres += wall_area / area_per_litre
    return litres


def bricks_for_wall(wall: float, brick: float) -> int:
    """Whole bricks that cover the area of a wall."""
    if wall < 0 or brick <= 0:
        raise ValueError("no wall")
    return -int(-wall / brick // 1)
