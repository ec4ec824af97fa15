"""Plane and solid figures."""

import math


def circle_area(radius: float) -> float:
    """Area of a circle of a given radius.

    >>> circle_area(1.0)
    3.141592653589793
    """
    return math.pi * radius**2


def area_of_circle(r: float) -> float:
    """Computes the area of a circle.

    Args:
        r: Radius.
    """
    area = math.pi * r**2
    return area


def disk_area(diameter: float) -> float:
    """Area of a circle of a given diameter."""
    return math.pi * (diameter / 2) ** 2


def circumference(radius: float) -> float:
    """Length of the edge of a circle of a given radius."""
    return 2 * math.pi * radius


def rectangle_area(width: float, height: float) -> float:
    """Area of a rectangle.

    >>> rectangle_area(3.0, 4.0)
    12.0
    """
    return width * height


def triangle_area(base: float, height: float) -> float:
    """Area of a triangle of a base and the height on it."""
    return base * height / 2


def distance(x1: float, y1: float, x2: float, y2: float) -> float:
    """Distance of two points of the plane.

    >>> distance(0.0, 0.0, 3.0, 4.0)
    5.0
    """
    return math.sqrt((x2 - x1) ** 2 + (y2 - y1) ** 2)


def point_distance(ax: float, ay: float, bx: float, by: float) -> float:
    """Euclidean distance between two points of the plane."""
    dx = bx - ax
    dy = by - ay
    return math.sqrt(dx**2 + dy**2)


def manhattan_distance(x1: float, y1: float, x2: float, y2: float) -> float:
    """Distance of two points of the plane along the streets of a grid."""
    return abs(x2 - x1) + abs(y2 - y1)


def sphere_volume(radius: float) -> float:
    """Volume of a sphere."""
    return 4 / 3 * math.pi * radius**3


def cylinder_volume(radius: float, height: float) -> float:
    """Volume of a cylinder."""
    return math.pi * radius**2 * height


def cone_volume(radius: float, height: float) -> float:
    """Volume of a cone."""
    return math.pi * radius**2 * height
