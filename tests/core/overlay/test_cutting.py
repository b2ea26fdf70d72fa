"""Cuts of awkward pairs close; a cut that cannot close says so."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import shapely
from shapely import Polygon, box

from village_planner.core.overlay import cutting
from village_planner.core.overlay.cover import Cover
from village_planner.core.overlay.cutting import closing_tolerance, cut
from village_planner.core.overlay.overlaps import overlaps_of

FAR = (35_512_345.678, 3_094_567.891)


def cut_one(polygon: Any, cutter: Any) -> tuple[Any, Any]:
    result = cut(np.array([polygon]), np.array([cutter]), closing_tolerance(np.array([polygon])))
    assert not result.failed[0]
    return result.inside[0], result.outside[0]


def test_plain_cut() -> None:
    inside, outside = cut_one(box(0, 0, 10, 10), box(4, -1, 20, 20))
    assert (inside.area, outside.area) == (60, 40)


@pytest.mark.parametrize("gap", [1e-8, -1e-8, 0.0])
def test_edges_that_all_but_coincide_leave_the_polygon_untouched(gap: float) -> None:
    x, y = FAR
    polygon = box(x, y, x + 100, y + 100)
    inside, outside = cut_one(polygon, box(x + gap, y - 50, x + 300, y + 200))
    assert inside is polygon and outside is None
    inside, outside = cut_one(polygon, box(x + 100 - gap, y - 50, x + 300, y + 200))
    assert inside is None and outside is polygon


def test_a_sliver_that_is_ground_stays_a_piece() -> None:
    x, y = FAR
    inside, outside = cut_one(box(x, y, x + 100, y + 100), box(x + 99.999, y - 50, x + 300, y + 200))
    assert inside.area == pytest.approx(0.1, rel=1e-4) and outside.area == pytest.approx(9999.9, rel=1e-9)


def test_narrow_parcel_far_from_the_origin_closes_within_what_doubles_can_express() -> None:
    x, y = FAR
    road = Polygon([(x, y), (x + 5000.3, y + 1234.5), (x + 5000.3, y + 1239.5), (x, y + 5)])
    cutter = Polygon([(x + 1000, y - 9), (x + 1003.3, y + 2000), (x + 3000.7, y + 2000), (x + 2999.1, y - 9)])
    inside, outside = cut_one(road, cutter)
    assert abs(inside.area + outside.area - road.area) < 5e-5  # 7.5e-9 m between doubles x 10 km of outline


def test_where_the_engine_gives_up_on_one_pair_the_others_are_cut_and_that_one_is_tried_otherwise(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real = shapely.intersection
    stubborn = box(50, 0, 60, 10)

    def fails(a: Any, b: Any, **options: Any) -> Any:
        whole = np.ndim(a) > 0
        if not options and any(shapely.equals(g, stubborn) for g in (np.asarray(a).ravel() if whole else [a])):
            raise shapely.GEOSException("side location conflict")
        return real(a, b, **options)

    monkeypatch.setattr(cutting.shapely, "intersection", fails)
    polygons = np.array([box(0, 0, 10, 10), stubborn, box(100, 0, 110, 10)])
    result = cut(polygons, np.array([box(0, 0, 200, 5)] * 3), closing_tolerance(polygons))
    assert not result.failed.any()
    assert shapely.area(result.inside).tolist() == [50, 50, 50]
    assert shapely.area(result.outside).tolist() == [50, 50, 50]


def test_a_cut_that_loses_area_in_every_way_is_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    real = shapely.difference

    def loses(a: Any, b: Any, **options: Any) -> Any:
        return shapely.buffer(real(a, b, **options), -0.1)

    monkeypatch.setattr(cutting.shapely, "difference", loses)
    polygons = np.array([box(0, 0, 10, 10)])
    result = cut(polygons, np.array([box(0, 0, 5, 20)]), closing_tolerance(polygons))
    assert result.failed.tolist() == [True]
    assert result.inside[0] is None and result.outside[0] is None


def test_near_keeps_what_lies_round_the_boxes_of_a_polygon_with_many_vertices() -> None:
    angle = np.linspace(0, 2 * np.pi, 20_001)[:-1]
    radius = 1000 + 40 * np.sin(angle * 997)
    star = Polygon(np.c_[radius * np.cos(angle), radius * np.sin(angle)])
    random = np.random.default_rng(5)
    corner = random.uniform(-1100, 1000, (60, 2))
    polygons = shapely.box(corner[:, 0], corner[:, 1], corner[:, 0] + 90, corner[:, 1] + 60)
    cover = Cover(np.array([star]))
    near = cover.near(np.zeros(60, dtype=int), shapely.bounds(polygons))
    assert shapely.get_num_coordinates(near).mean() < 2000
    expected = shapely.area(shapely.intersection(polygons, star))
    assert shapely.area(shapely.intersection(polygons, near)) == pytest.approx(expected, abs=1e-7)


def test_parts_of_one_layer_that_overlap_are_joined() -> None:
    cover = Cover(np.array([box(0, 0, 6, 10), box(4, 0, 8, 10), box(50, 50, 60, 60)]))
    polygons = np.array([box(1, 1, 9, 9), box(90, 90, 95, 95)])
    place, cutters = cover.local_union(polygons, cover.candidates(polygons))
    assert place.tolist() == [0]
    assert shapely.intersection(polygons[0], cutters[0]).area == 7 * 8


def test_overlaps_name_pairs_and_count_ground_once() -> None:
    units = Cover(np.array([box(0, 0, 10, 10), box(9, 0, 20, 10), box(9.5, 0, 30, 10), box(30, 0, 40, 10)]))
    found = overlaps_of(units)
    assert list(zip(found.first, found.second)) == [(0, 1), (0, 2), (1, 2)]
    assert shapely.area(found.geometry).tolist() == [10, 5, 105]
    assert found.area() == 110  # x from 9 to 20: what three claim counts once
