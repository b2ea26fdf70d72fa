"""Present parcels over a planned layer: known figures, and no area lost whatever the layers look like."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Optional

import geopandas as gpd
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Polygon, box

from village_planner.core.errors import InputError
from village_planner.core.landuse.compare import CHANGE, PlannedLayer, compare_land_use
from village_planner.core.overlay.inputs import ConstraintLayer, ParcelLayer, UnitLayer
from village_planner.core.overlay.overlay import overlay_constraints

CRS = "EPSG:4523"
X, Y = 35_500_000.0, 3_400_000.0
BASE = ["unit_code", "class_code", "constraints"]


def at(a: float, b: float, c: float, d: float) -> Polygon:
    return box(X + a, Y + b, X + c, Y + d)


def texts(values: list[str]) -> pd.Series:
    return pd.Series(values, dtype=object)


def parcels(shapes: list[Any], classes: list[str]) -> ParcelLayer:
    ids = texts([f"p{i}" for i in range(len(shapes))])
    return ParcelLayer("DLTB", gpd.GeoSeries(shapes, crs=CRS), ids, texts(classes))


def planned(shapes: list[Any], classes: list[str], crs: Optional[str] = CRS, version: str = "2023") -> PlannedLayer:
    return PlannedLayer("GHYT", gpd.GeoSeries(shapes, crs=crs), texts(classes), version)


UNITS = UnitLayer("CJDCQ", gpd.GeoSeries([at(0, 0, 60, 20), at(60, 0, 100, 20)], crs=CRS), texts(["v1", "v2"]))
LINES = [ConstraintLayer("redline", gpd.GeoSeries([at(0, 0, 10, 20)], crs=CRS))]
PARCELS = parcels([at(0, 0, 100, 10), at(0, 10, 100, 20)], ["0101", "0702"])
SETTLEMENT = texts(["", "203"])


def rows(result: Any) -> dict[tuple[str, ...], float]:
    return {tuple(row[:-1]): row[-1] for row in result.summary[[*CHANGE, "area_m2"]].to_numpy().tolist()}


def test_known_figures() -> None:
    """Forest is planned in the west, twice over a strip (the first counts), homes in the east, nothing between."""
    layer = planned([at(0, 0, 40, 20), at(30, 0, 50, 20), at(70, 0, 100, 20)], ["03", "01", "0703"])
    result = compare_land_use(PARCELS, SETTLEMENT, UNITS, layer, LINES, "plane")
    field, home = ("0101", ""), ("0702", "203")
    expected: dict[tuple[str, ...], float] = {}
    for land, settlement in (field, home):
        expected |= {
            ("v1", land, settlement, "", ""): 100.0,
            ("v1", land, settlement, "01", ""): 100.0,
            ("v1", land, settlement, "03", ""): 300.0,
            ("v1", land, settlement, "03", "redline"): 100.0,
            ("v2", land, settlement, "", ""): 100.0,
            ("v2", land, settlement, "0703", ""): 300.0,
        }
    assert rows(result) == expected
    assert result.unplanned_area == 400.0
    told = " ".join(str(note) for note in result.warnings)
    assert "200.00 m² are planned more than once" in told and "0.04 ha" in told


def test_base_side_is_the_overlays_to_the_last_digit() -> None:
    """Ellipsoid areas do not divide evenly; the sums over what is planned are still those of the overlay itself."""
    layer = planned([at(0, 0, 33.3, 20), at(33.3, 0, 66.7, 20), at(66.7, 0, 100, 20)], ["03", "01", "07"])
    result = compare_land_use(PARCELS, SETTLEMENT, UNITS, layer, LINES)
    alone = overlay_constraints(PARCELS, UNITS, LINES)
    sums = result.summary.groupby(BASE)["area_m2"].sum().round(2)
    assert sums.to_dict() == alone.summary.set_index(BASE)["area_m2"].to_dict()
    assert round(result.pieces["area_m2"].sum(), 2) == alone.output_area
    assert set(result.pieces.columns) == {"parcel_id", *CHANGE, "area_m2", "geometry"}


def test_without_settlements_units_and_lines() -> None:
    result = compare_land_use(PARCELS, None, None, planned([at(0, 0, 100, 20)], ["01"]), area="plane")
    assert rows(result) == {("", "0101", "", "01", ""): 1000.0, ("", "0702", "", "01", ""): 1000.0}


def test_layers_in_another_system_and_invalid_outlines_are_taken_along() -> None:
    bow = Polygon([(X, Y), (X + 100, Y + 20), (X + 100, Y), (X, Y + 20)])  # two triangles that meet in the middle
    layer = PlannedLayer("GH", gpd.GeoSeries([bow, None], crs=CRS).to_crs("EPSG:4490"), texts(["01", "03"]))
    result = compare_land_use(PARCELS, None, None, layer, area="plane")
    by = result.summary.groupby("planned_class")["area_m2"].sum()
    assert by["01"] == pytest.approx(1000, abs=0.5) and by.sum() == pytest.approx(2000, abs=1e-6)
    told = " ".join(str(note) for note in result.warnings)
    assert "reprojected" in told and "1 features have no usable polygon" in told


@pytest.mark.parametrize(
    ("layer", "code"),
    [
        (planned([at(0, 0, 1, 1)], ["01"], crs=None), "missing_crs"),
        (planned([], []), "empty_layer"),
        (planned([at(0, 0, 1, 1)], ["01"], version="2017"), "unknown_version"),
    ],
)
def test_a_planned_layer_that_cannot_be_used(layer: PlannedLayer, code: str) -> None:
    with pytest.raises(InputError) as error:
        compare_land_use(PARCELS, None, None, layer)
    assert error.value.code == code


boxes = st.tuples(*[st.integers(0, 12)] * 2, *[st.integers(1, 9)] * 2).map(
    lambda b: at(b[0], b[1], b[0] + b[2], b[1] + b[3])
)


@settings(max_examples=6)
@given(first=st.lists(boxes, min_size=1, max_size=4), second=st.lists(boxes, min_size=1, max_size=4))
def test_whatever_is_planned_areas_are_those_of_whole_squares(first: list[Polygon], second: list[Polygon]) -> None:
    """All edges on a grid of metres: each square metre is counted by hand, the earliest polygon having it."""
    classes = [f"0{i + 1}" for i in range(len(second))]
    ground = parcels(first, [f"010{i + 1}" for i in range(len(first))])
    result = compare_land_use(ground, None, None, planned(second, classes), area="plane")
    expected: dict[tuple[str, str], Fraction] = {}
    for i, parcel in enumerate(first):
        a, b, c, d = (round(v) for v in parcel.bounds)
        for x in range(a, c):
            for y in range(b, d):
                owner = next((k for k, p in enumerate(second) if _has(p, x, y)), None)
                key = (f"010{i + 1}", "" if owner is None else classes[owner])
                expected[key] = expected.get(key, Fraction(0)) + 1
    found = result.summary.set_index(["class_code", "planned_class"])["area_m2"].to_dict()
    assert found == {key: float(area) for key, area in expected.items()}


def _has(polygon: Polygon, x: int, y: int) -> bool:
    a, b, c, d = polygon.bounds
    return a <= x < c and b <= y < d
