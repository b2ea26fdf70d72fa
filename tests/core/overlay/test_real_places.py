"""Real places, against computations of another kind. They are not part of the project: skipped where absent."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from village_planner.core.codes import code_text
from village_planner.core.overlay.overlay import (
    ConstraintLayer,
    OverlayResult,
    ParcelLayer,
    UnitLayer,
    overlay_constraints,
)

LINES = ("ecological_redline", "farmland", "urban_boundary")
CITY_LINES = ("ecological_redline", "flood_100y", "urban_boundary")


def overlay(path: Path, lines: tuple[str, ...], class_field: str, own: str | None, area: str) -> OverlayResult:
    parcels, units = gpd.read_file(path, layer="parcel"), gpd.read_file(path, layer="village")
    layer = ParcelLayer(
        "parcel",
        parcels.geometry,
        pd.Series([str(i) for i in range(len(parcels))], dtype=object),
        code_text(parcels[class_field]),
        code_text(parcels[own]) if own else None,
    )
    constraints = [ConstraintLayer(name, gpd.read_file(path, layer=name).geometry) for name in lines]
    return overlay_constraints(layer, UnitLayer("village", units.geometry, code_text(units["code"])), constraints, area)


@pytest.fixture(scope="module")
def city(shared_data: Path) -> OverlayResult:
    """All parcels of a city over its blocks and three lines."""
    return overlay(shared_data / "us_cambridge.gpkg", CITY_LINES, "use_code", None, "plane")


def closing_errors(result: OverlayResult, shapes: np.ndarray) -> np.ndarray:
    """Relative difference of each parcel and the sum of its pieces."""
    sums = result.pieces.geometry.area.groupby(result.pieces["parcel_id"].astype(int)).sum()
    areas = shapely.area(shapes)[sums.index]
    return np.abs(sums.to_numpy() - areas) / areas


def test_villages_that_overlap_lose_and_double_nothing(shared_data: Path) -> None:
    path = shared_data / "ph_lanao_parcels20k.gpkg"
    result = overlay(path, LINES, "DLBM", "ZLDWDM", "plane")
    parcels = gpd.read_file(path, layer="parcel").geometry
    assert result.rejected.empty and result.pieces["parcel_id"].nunique() == 20_000
    assert closing_errors(result, parcels.to_numpy()).max() < 1e-9
    assert abs(result.pieces.geometry.area.sum() - parcels.area.sum()) < 1e-9 * parcels.area.sum()
    assert result.output_area == round(parcels.area.round(2).sum(), 2)
    assert result.overlap_area == pytest.approx(1.27e6, rel=1e-2)

    # Parcels tile the county, so villages that overlap nobody have what a plain intersection with the line gives.
    villages = gpd.read_file(path, layer="village").set_index("code").geometry
    first, second = villages.sindex.query(villages, predicate="overlaps")
    pairs = shapely.intersection(villages.to_numpy()[first], villages.to_numpy()[second])
    clean = villages.drop(villages.index[first[shapely.area(pairs) > 1e-6]].unique())
    assert len(clean) > 250
    for name in LINES:
        line = shapely.union_all(gpd.read_file(path, layer=name).geometry.to_numpy())
        within = result.pieces[result.pieces["constraints"].str.split("+").map(lambda names, n=name: n in names)]
        found = within.geometry.area.groupby(within["unit_code"]).sum().reindex(clean.index).fillna(0)
        expected = shapely.area(shapely.intersection(clean.to_numpy(), line))
        assert np.abs(found.to_numpy() - expected).max() < 1e-4
        assert expected.max() > 1e6


def test_ellipsoid_areas_close_to_the_parcel(shared_data: Path) -> None:
    path = shared_data / "ph_lanao_parcels20k.gpkg"
    result = overlay(path, LINES[:1], "DLBM", "ZLDWDM", "ellipsoid")
    sums = result.pieces["area_m2"].groupby(result.pieces["parcel_id"].astype(int)).sum()
    # Finely cut edges in an equal-area projection; the survey's formula takes each edge's mean longitude, which on
    # these edges of some hundred metres comes to a few millionths.
    some = gpd.read_file(path, layer="parcel").geometry.iloc[::97]
    equal_area = some.to_crs(4490).segmentize(2e-5).to_crs("+proj=cea +lat_ts=8 +ellps=GRS80")
    assert (np.abs(sums[some.index] - equal_area.area) < 0.011 + 5e-6 * equal_area.area).all()
    hundredths = result.pieces["area_m2"] * 100
    assert np.abs(hundredths - hundredths.round()).max() < 1e-4
    assert result.output_area == result.input_area


def test_invalid_repeated_and_unclassed_parcels(shared_data: Path, city: OverlayResult) -> None:
    path, result = shared_data / "us_cambridge.gpkg", city
    shapes = gpd.read_file(path, layer="parcel").geometry.to_numpy()
    assert [str(reason) for reason in result.rejected["reason"]] == ["empty geometry"]
    assert result.pieces["parcel_id"].nunique() == 13_115
    valid = shapely.is_valid(shapes) & ~shapely.is_empty(shapes)
    assert (~shapely.is_valid(shapes)).sum() == 34
    mine = result.pieces[valid[result.pieces["parcel_id"].astype(int)]]
    sums = mine.geometry.area.groupby(mine["parcel_id"].astype(int)).sum()
    assert (np.abs(sums - shapely.area(shapes)[sums.index]) / shapely.area(shapes)[sums.index]).max() < 1e-9
    assert result.output_area == result.input_area
    assert result.pieces.loc[result.pieces["class_code"] == "", "parcel_id"].nunique() == 134 - 1  # one is set aside


@pytest.mark.parametrize("step", [8, pytest.param(1, marks=pytest.mark.fuzz)])
def test_every_block_of_a_city_has_what_pairwise_intersections_give(
    shared_data: Path, city: OverlayResult, step: int
) -> None:
    """Parcels that leave gaps and overlap: each block's area per line against parcel ∩ block ∩ line, one by one."""
    path, result = shared_data / "us_cambridge.gpkg", city
    kept = result.pieces["parcel_id"].astype(int).unique()
    parcels = shapely.make_valid(gpd.read_file(path, layer="parcel").geometry.to_numpy()[kept])
    blocks = gpd.read_file(path, layer="village")
    shapes = shapely.make_valid(blocks.geometry.to_numpy())
    # Blocks share their borders; what two of them claim to rounding is nobody's.
    block, other = shapely.STRtree(shapes).query(shapes, predicate="overlaps")
    assert shapely.area(shapely.intersection(shapes[block], shapes[other])).max(initial=0) < 1e-6
    # Every eighth block in the everyday run.
    second, first = shapely.STRtree(parcels).query(shapes[::step], predicate="intersects")
    second *= step
    ground = shapely.intersection(parcels[first], shapes[second])
    checked = 0
    for name in CITY_LINES:
        line = shapely.union_all(shapely.make_valid(gpd.read_file(path, layer=name).geometry.to_numpy()))
        # The whole line has a great many corners: each piece of ground meets the line of its own block alone.
        used = np.unique(second)
        parts, owner = shapely.get_parts(shapely.intersection(shapes[used], line), return_index=True)
        flat = shapely.get_type_id(parts) == shapely.GeometryType.POLYGON  # lines and points where they only touch
        within_block = np.full(len(shapes), shapely.MultiPolygon(), dtype=object)
        for number, one in enumerate(used):
            within_block[one] = shapely.MultiPolygon(parts[flat & (owner == number)].tolist())
        area = shapely.area(shapely.intersection(ground, within_block[second]))
        expected = np.bincount(second, weights=area, minlength=len(shapes))
        within = result.pieces[result.pieces["constraints"].str.split("+").map(lambda names, n=name: n in names)]
        found = within.geometry.area.groupby(within["unit_code"]).sum().reindex(code_text(blocks["code"])).fillna(0)
        assert np.abs(found.to_numpy() - expected)[::step].max() < 0.01
        checked += int((expected > 1).sum())
    assert checked > 500 / step
