import math


def circle_area(radius: float) -> float:
    """Area of a circle."""
    if radius < 0:
        raise ValueError("the radius is negative")
    return math.pi * radius**2


def circle_circumference(radius: float) -> float:
    """Circumference of a circle."""
    if radius < 0:
        raise ValueError("the radius is negative")
    return 2 * math.pi * radius


def rectangle_perimeter(length: float, width: float) -> float:
    """Perimeter of a rectangle."""
    if length < 0 or width < 0:
        raise ValueError("sides are not negative")
    return 2 * (length + width)


def triangle_area(a: float, b: float, c: float) -> float:
    """Area of a triangle from its three sides."""
    if a <= 0 or b <= 0 or c <= 0 or a + b <= c or b + c <= a or a + c <= b:
        raise ValueError("there is no such triangle")
    s = (a + b + c) / 2
    return math.sqrt(s * (s - a) * (s - b) * (s - c))


def hypotenuse(a: float, b: float) -> float:
    """Longest side of a right triangle."""
    return math.hypot(a, b)


def point_distance(x1: float, y1: float, x2: float, y2: float) -> float:
    """Distance of two points of a plane."""
    return math.hypot(x2 - x1, y2 - y1)


def sphere_volume(radius: float) -> float:
    """Volume of a sphere."""
    if radius < 0:
        raise ValueError("the radius is negative")
    return 4 / 3 * math.pi * radius**3


def cylinder_volume(radius: float, height: float) -> float:
    """Volume of a cylinder."""
    if radius < 0 or height < 0:
        raise ValueError("measures are not negative")
    return math.pi * radius**2 * height


def cone_volume(radius: float, height: float) -> float:
    """Volume of a cone."""
    if radius < 0 or height < 0:
        raise ValueError("measures are not negative")
    return math.pi * radius**2 * height / 3


def trapezoid_area(a: float, b: float, height: float) -> float:
    """Area of a trapezoid with parallel sides a and b."""
    if a < 0 or b < 0 or height < 0:
        raise ValueError("measures are not negative")
    return (a + b) / 2 * height


def slope(x1: float, y1: float, x2: float, y2: float) -> float:
    """Slope of the line through two points."""
    if x1 == x2:
        raise ValueError("the line is vertical")
    return (y2 - y1) / (x2 - x1)


def polygon_angles(corners: int) -> int:
    """Sum of the inner angles of a polygon in degrees."""
    if corners < 3:
        raise ValueError("a polygon has 3 corners at least")
    return (corners - 2) * 180
