"""Random parcels, units and lines, most of them invalid: nothing is lost, nothing counted twice, rules kept.

Coordinates come from a coarse grid, so that touching, collinear, repeated and self-crossing outlines are the rule; they
are then shifted to where coordinates are large and shaken by less than a micrometre, so that edges almost coincide.
"""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from village_planner.core.overlay.cutting import closing_tolerance
from village_planner.core.overlay.overlay import (
    ConstraintLayer,
    OverlayResult,
    ParcelLayer,
    UnitLayer,
    overlay_constraints,
)
from village_planner.core.overlay.repair import repair_polygons

CRS = "EPSG:4523"
GRID = 12
PLACES = [(0.0, 0.0), (500_000.0, 2_900_000.0), (35_512_345.678, 3_094_567.891)]
CLEAR = 1e-3  # of a grid step: nearer to an outline than this, a sample point proves nothing

points = st.tuples(st.integers(0, GRID), st.integers(0, GRID))
rings = st.lists(points, min_size=3, max_size=8)
polygons = st.builds(
    lambda shell, holes: shapely.Polygon(shell, holes), rings, st.lists(rings, max_size=1) | st.just([])
)
shapes = polygons | st.builds(shapely.MultiPolygon, st.lists(polygons, min_size=2, max_size=3))
layers = st.lists(shapes, min_size=1, max_size=5)
worlds = st.fixed_dictionaries(
    {
        "parcels": layers,
        "units": layers,
        "lines": st.lists(layers, max_size=3),
        "place": st.sampled_from(PLACES),
        "step": st.sampled_from([0.5, 10.0, 700.0]),
        "shake": st.sampled_from([0.0, 0.0, 1e-8, 1e-6]),
        "own": st.lists(st.integers(-1, 4), min_size=5, max_size=5),
        "seed": st.integers(0, 1000),
    }
)


def lay_out(world: dict[str, Any]) -> tuple[ParcelLayer, UnitLayer, list[ConstraintLayer]]:
    random = np.random.default_rng(world["seed"])

    def series(shapes: list[Any]) -> gpd.GeoSeries:
        def place(xy: np.ndarray) -> np.ndarray:
            moved = xy * world["step"] + np.array(world["place"])
            return moved + world["shake"] * random.uniform(-1, 1, xy.shape)

        def shaken(ring: Any) -> list[tuple[float, float]]:
            return place(np.array(ring.coords)[:-1]).tolist()

        made = []
        for shape in shapes:
            parts = [
                shapely.Polygon(shaken(part.exterior), [shaken(hole) for hole in part.interiors])
                for part in shapely.get_parts(shape)
            ]
            made.append(parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts))
        return gpd.GeoSeries(made, crs=CRS)

    parcels, units = series(world["parcels"]), series(world["units"])
    codes = pd.Series([f"10{i}" for i in range(len(units))], dtype=object)
    own = pd.Series([f"10{i}0000" if i >= 0 else "" for i in world["own"][: len(parcels)]], dtype=object)
    ids = pd.Series([str(i) for i in range(len(parcels))], dtype=object)
    return (
        ParcelLayer("parcel", parcels, ids, pd.Series(["0101"] * len(parcels), dtype=object), own),
        UnitLayer("village", units, codes),
        [ConstraintLayer(f"line{k}", series(line)) for k, line in enumerate(world["lines"])],
    )


def check(world: dict[str, Any]) -> None:
    parcels, units, lines = lay_out(world)
    result = overlay_constraints(parcels, units, lines, "plane", 1.0)
    ground = repair_polygons(parcels.geometry.to_numpy()).geometry
    assert_closed(result, ground)
    assert_rules(result, ground, parcels, units, lines, world)


def assert_closed(result: OverlayResult, ground: np.ndarray) -> None:
    pieces = result.pieces
    assert pieces.geometry.is_valid.all()
    assert set(pieces.geometry.geom_type) <= {"Polygon", "MultiPolygon"}
    assert set(pieces["parcel_id"]) | set(result.rejected["parcel_id"]) == {str(i) for i in range(len(ground))}
    assert not set(pieces["parcel_id"]) & set(result.rejected["parcel_id"])
    reasons = result.rejected["reason"].map(str)
    repeats = set(result.rejected.loc[reasons.str.startswith("it repeats parcel"), "parcel_id"])
    plane = pieces.geometry.area.groupby(pieces["parcel_id"]).sum()
    table = pieces["area_m2"].groupby(pieces["parcel_id"]).sum()
    for i, shape in enumerate(ground):
        if shape is None:
            assert str(i) in set(result.rejected["parcel_id"])
            continue
        if str(i) in repeats:
            assert any(earlier is not None and earlier.equals(shape) for earlier in ground[:i])
            continue
        # Every random parcel can be cut; the tolerance is 1e-9, or what doubles of this size can express.
        assert abs(plane[str(i)] - shape.area) <= 2 * closing_tolerance(np.array([shape]))[0]
        assert round(table[str(i)], 2) == round(shape.area, 2)
    assert result.input_area == round(result.output_area + result.rejected_area, 2)
    assert round(result.summary["area_m2"].sum(), 2) == result.output_area
    assert len(pieces.groupby(["parcel_id", "unit_code", "constraints"])) == len(pieces)


def assert_rules(
    result: OverlayResult,
    ground: np.ndarray,
    parcels: ParcelLayer,
    units: UnitLayer,
    lines: list[ConstraintLayer],
    world: dict[str, Any],
) -> None:
    """Points inside a parcel: who owns them and which lines cover them is told by looking, not by cutting."""
    step = np.arange(GRID) * world["step"]
    x, y = np.meshgrid(step + 0.37 * world["step"] + world["place"][0], step + 0.61 * world["step"] + world["place"][1])
    samples = shapely.points(x.ravel(), y.ravel())
    unit_ground = repair_polygons(units.geometry.to_numpy()).geometry
    line_ground = [[g for g in repair_polygons(line.geometry.to_numpy()).geometry if g is not None] for line in lines]
    outlines = [shapely.boundary(g) for gs in (ground, unit_ground, *line_ground) for g in gs if g is not None]
    clear = np.ones(len(samples), dtype=bool)
    for outline in outlines:
        clear &= shapely.distance(samples, outline) > CLEAR * world["step"]
    assert parcels.own_codes is not None
    for i, shape in enumerate(ground):
        if shape is None or str(i) in set(result.rejected["parcel_id"]):
            continue
        mine = result.pieces[result.pieces["parcel_id"] == str(i)]
        for sample in samples[clear & shapely.covers(shape, samples)]:
            found = mine[shapely.intersects(mine.geometry.to_numpy(), sample)]
            assert len(found) == 1
            claims = [c for c, g in zip(units.codes, unit_ground) if g is not None and g.covers(sample)]
            own = [c for c in claims if parcels.own_codes[i].startswith(c)]
            assert found["unit_code"].iloc[0] == (own or sorted(claims) or [""])[0]
            covering = [line.name for line, gs in zip(lines, line_ground) if any(g.covers(sample) for g in gs)]
            assert found["constraints"].iloc[0] == "+".join(sorted(covering))


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(worlds)
def test_random_worlds_close_and_follow_the_rules(world: dict[str, Any]) -> None:
    check(world)


@pytest.mark.fuzz
@settings(max_examples=4000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(worlds)
def test_thousands_of_random_worlds(world: dict[str, Any]) -> None:
    check(world)
