"""Areas in exact fractions: an oracle that shares nothing with GEOS."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

Point = tuple[Fraction, Fraction]


def exact_area(polygon: Any) -> Fraction:
    """Area of a simple polygon with holes, or of disjoint parts, by the shoelace in fractions of its doubles."""
    if polygon is None or polygon.is_empty:
        return Fraction(0)
    parts = getattr(polygon, "geoms", [polygon])
    return sum(
        (abs(_shoelace(_ring(p.exterior))) - sum(abs(_shoelace(_ring(h))) for h in p.interiors) for p in parts),
        Fraction(0),
    )


def exact_common_area(polygon: Any, convex: Any) -> Fraction:
    """Area that a simple polygon has in common with a convex one: Sutherland and Hodgman's clipping, ring by ring.

    A concave ring may come back in one ring with seams; seams have no area, so the shoelace is right all the same.
    """
    corners = _ring(convex.exterior)
    if _shoelace(corners) < 0:
        corners.reverse()

    def clipped(ring: Any) -> Fraction:
        points = _ring(ring)
        for a, b in zip(corners, [*corners[1:], corners[0]]):
            points = _half_plane(points, a, b)
        return abs(_shoelace(points))

    parts = getattr(polygon, "geoms", [polygon])
    return sum((clipped(p.exterior) - sum(clipped(h) for h in p.interiors) for p in parts), Fraction(0))


def _ring(ring: Any) -> list[Point]:
    return [(Fraction(x), Fraction(y)) for x, y in list(ring.coords)[:-1]]


def _shoelace(points: list[Point]) -> Fraction:
    return sum((x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(points, [*points[1:], *points[:1]])), Fraction(0)) / 2


def _half_plane(points: list[Point], a: Point, b: Point) -> list[Point]:
    def side(p: Point) -> Fraction:
        return (b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0])

    kept: list[Point] = []
    for p, q in zip(points, [*points[1:], *points[:1]]):
        s, t = side(p), side(q)
        if s >= 0:
            kept.append(p)
        if (s > 0 and t < 0) or (s < 0 and t > 0):
            at = s / (s - t)
            kept.append((p[0] + at * (q[0] - p[0]), p[1] + at * (q[1] - p[1])))
    return kept
