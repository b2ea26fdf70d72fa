"""What only touches is told apart without cutting, and threads change nothing."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from shapely import MultiPolygon, Polygon, box

from village_planner.core.errors import Cancelled
from village_planner.core.overlay import parallel, pieces
from village_planner.core.overlay.borders import Borders
from village_planner.core.overlay.cover import Cover
from village_planner.core.overlay.overlay import ConstraintLayer, ParcelLayer, UnitLayer, overlay_constraints
from village_planner.core.task import Task

PARCEL = Polygon([(0, 0), (4, 0), (8, 0), (8, 4), (8, 8), (4, 8), (0, 8), (0, 4)])


@pytest.mark.parametrize(
    ("ground", "split"),
    [
        (PARCEL, False),  # the same
        (box(100, 0, 104, 4), False),  # far off
        (Polygon([(8, 0), (20, 0), (20, 8), (8, 8), (8, 4)]), False),  # next to it, its very corners
        (Polygon([(8, 8), (20, 8), (20, 20)]), False),  # one corner in common
        (Polygon([(0, 0), (4, 0), (8, 0), (8, 4), (8, 8), (4, 12), (0, 8), (0, 4)]), False),  # a gable on top of it
        (Polygon([(8, 4), (20, 0), (20, 8)]), False),  # a spike that ends in a corner
        (Polygon([(8, 4), (-9, 4), (-9, 5)]), True),  # a spike that goes through from a corner
        (Polygon([(4, 0), (20, 0), (20, 8), (4, 8)]), True),  # an edge from corner to corner through the inside
        (box(2, 2, 3, 3), True),  # an island
        (Polygon([(7, 4), (20, 0), (20, 8)]), True),  # a spike into the inside
    ],
)
def test_a_border_that_only_touches_splits_nothing(ground: Polygon, split: bool) -> None:
    assert (shapely.boundary(ground).relate(PARCEL)[0] == "1") == split  # a length of border inside: GEOS's own word
    assert Borders(np.array([ground])).may_split(np.array([PARCEL])).tolist() == [split]


def test_several_parts_of_ground_are_always_looked_at() -> None:
    apart = MultiPolygon([box(0, 0, 1, 1), box(50, 50, 51, 51)])
    borders = Borders(np.array([box(40, 40, 60, 60)]))
    assert borders.may_split(np.array([apart, MultiPolygon([box(0, 0, 1, 1)])])).tolist() == [True, False]


def test_pairs_share_ground_as_a_cut_says() -> None:
    random = np.random.default_rng(11)
    points = shapely.multipoints(random.uniform(0, 100, (120, 2)))
    cells = shapely.get_parts(shapely.voronoi_polygons(points, extend_to=box(0, 0, 100, 100)))
    ground = np.array([shapely.union_all(cells[list(c)]) for c in np.array_split(random.permutation(len(cells)), 40)])
    ground = np.concatenate([shapely.get_parts(ground), [Polygon([(10, 10), (70, 20), (30, 80)])]])
    pairs = Cover(ground).candidates(cells)
    found = set(zip(pairs.polygon.tolist(), pairs.part.tolist()))
    whole = {(p, c) for p, c, all_ in zip(pairs.polygon.tolist(), pairs.part.tolist(), pairs.covers) if all_}
    for i, cell in enumerate(cells):
        for j, part in enumerate(ground):
            common = cell.intersection(part).area
            if common > 1e-6:
                assert (i, j) in found
            if (i, j) in whole:
                assert common == pytest.approx(cell.area, rel=1e-9)


def _world() -> tuple[ParcelLayer, UnitLayer, list[ConstraintLayer]]:
    x, y = (a.ravel() for a in np.meshgrid(np.arange(40) * 10.0, np.arange(40) * 10.0))
    parcels = gpd.GeoSeries(shapely.box(x, y, x + 10, y + 10), crs=4523).translate(35_500_000, 3_300_000)
    ids = pd.Series([str(i) for i in range(len(parcels))])
    units = gpd.GeoSeries([box(0, 0, 200, 400), box(200, 0, 400, 400)], crs=4523).translate(35_500_000, 3_300_000)
    disc = gpd.GeoSeries([shapely.Point(180, 190).buffer(133, 64)], crs=4523).translate(35_500_000, 3_300_000)
    return (
        ParcelLayer("parcels", parcels, ids, pd.Series(["0101"] * len(ids))),
        UnitLayer("units", units, pd.Series(["1", "2"])),
        [ConstraintLayer("disc", disc)],
    )


def test_the_result_does_not_depend_on_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces, "CHUNK_PARCELS", 37)
    results: list[Any] = []
    for workers in (1, 4):
        monkeypatch.setattr(parallel, "WORKERS", workers)
        monkeypatch.setattr(parallel.os, "cpu_count", lambda: 4)
        results.append(overlay_constraints(*_world()).pieces)
    first, second = results
    pd.testing.assert_frame_equal(first.drop(columns="geometry"), second.drop(columns="geometry"))
    assert shapely.to_wkb(first.geometry.to_numpy()).tolist() == shapely.to_wkb(second.geometry.to_numpy()).tolist()


def test_a_cancel_stops_every_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces, "CHUNK_PARCELS", 20)
    seen: list[float] = []  # the fourth word comes as the cutting begins
    task = Task(
        lambda fraction, _: seen.append(fraction), lambda: len(seen) >= 4
    )  # the fourth word comes as the cutting begins
    with pytest.raises(Cancelled):
        overlay_constraints(*_world(), task=task)
