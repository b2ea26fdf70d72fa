"""Repairs whose areas were worked out by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import shapely
from shapely import MultiPolygon, Polygon, box

from village_planner.core.overlay.repair import changed, polygons_only, repair_polygons

SQUARE = [(0, 0), (4, 0), (4, 4), (0, 4)]
CASES = {
    # name: (polygon, area after repair, did the area change)
    "bow-tie keeps both lobes": (Polygon([(0, 0), (2, 2), (2, 0), (0, 2)]), 2.0, True),
    "spike is dropped": (Polygon([(0, 0), (4, 0), (4, 4), (2, 4), (2, 8), (2, 4), (0, 4)]), 16.0, False),
    "touching ring becomes a hole": (
        Polygon([(0, 0), (4, 0), (4, 4), (2, 0), (0, 4)]),
        8.0,  # the square minus the triangle above the touching point
        False,
    ),
    "parts side by side": (MultiPolygon([box(0, 0, 2, 2), box(2, 0, 3, 2)]), 6.0, False),
    "overlapping parts count once": (MultiPolygon([box(0, 0, 2, 2), box(1, 0, 3, 2)]), 6.0, True),
    "the same part twice": (MultiPolygon([box(0, 0, 2, 2), box(0, 0, 2, 2)]), 4.0, True),
    "a part within a part is no hole": (MultiPolygon([box(0, 0, 4, 4), box(1, 1, 2, 2)]), 16.0, True),
    "a hole that sticks out": (Polygon(box(0, 0, 2, 2).exterior, [box(1, 1, 4, 1.5).exterior]), 3.5, True),
    "holes that share a side": (
        Polygon(SQUARE, [box(1, 1, 2, 2).exterior, box(2, 1, 3, 2).exterior]),
        14.0,
        False,
    ),
    "a ring run through twice": (Polygon([*SQUARE, *SQUARE]), 16.0, True),
    "repeated points are valid": (Polygon([(0, 0), (0, 0), (4, 0), (4, 4), (4, 4), (0, 4)]), 16.0, False),
}


@pytest.mark.parametrize("name", CASES)
def test_repair_gives_the_area_worked_out_by_hand(name: str) -> None:
    shape, area, altered = CASES[name]
    repaired = repair_polygons(np.array([shape]))
    made = repaired.geometry[0]
    assert made.is_valid and made.geom_type in ("Polygon", "MultiPolygon")
    assert made.area == pytest.approx(area, rel=1e-12)
    assert repaired.repaired[0] == (not shape.is_valid)
    assert changed(repaired)[0] == altered
    assert repaired.reasons == {}


@pytest.mark.parametrize(
    ("shape", "reason"),
    [
        (None, "no geometry"),
        (Polygon(), "empty geometry"),
        (shapely.Point(1, 2), "not a polygon"),
        (shapely.LineString([(0, 0), (1, 1)]), "not a polygon"),
        (Polygon([(0, 0), (2, 0), (1, 0)]), "no area: the outline collapses"),
        (shapely.GeometryCollection([shapely.Point(0, 0)]), "no area: the outline collapses"),
        (Polygon([(0, 0), (1, 0), (np.nan, 1)]), "coordinates that are not numbers"),
        (Polygon([(0, 0), (1, 0), (np.inf, 1)]), "coordinates that are not numbers"),
    ],
)
def test_what_has_no_ground_is_set_aside_with_its_reason(shape: Any, reason: str) -> None:
    repaired = repair_polygons(np.array([box(0, 0, 1, 1), shape], dtype=object))
    assert repaired.geometry[0].area == 1
    assert repaired.geometry[1] is None
    assert {row: str(text) for row, text in repaired.reasons.items()} == {1: reason}


def test_heights_are_dropped_and_collections_keep_their_polygons() -> None:
    flat = repair_polygons(np.array([Polygon([(0, 0, 5), (1, 0, 5), (1, 1, 5)])])).geometry[0]
    assert not flat.has_z
    mixed = shapely.GeometryCollection([box(0, 0, 1, 1), shapely.Point(9, 9), MultiPolygon([box(2, 0, 3, 1)])])
    assert repair_polygons(np.array([mixed])).geometry[0].area == 2
    assert polygons_only(np.array([mixed, shapely.Point(0, 0), None], dtype=object))[1:].tolist() == [None, None]
