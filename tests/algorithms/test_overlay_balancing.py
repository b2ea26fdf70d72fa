"""overlayconstraints with BALANCE: parcels, villages, townships and the county close; without UNITS nothing is cut."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
from qgis.core import QgsProcessingException
from shapely import Polygon, box

X, Y = 35_560_000.0, 3_000_000.0


def at(*bounds: float) -> Polygon:
    a, b, c, d = bounds
    return box(X + a, Y + b, X + c, Y + d)


def save(path: Path, shapes: list[Any], **columns: list[Any]) -> str:
    gpd.GeoDataFrame(columns, geometry=gpd.GeoSeries(shapes), crs=4523).to_file(path, engine="pyogrio")
    return str(path)


@pytest.fixture
def county(tmp_path: Path) -> dict[str, Any]:
    """Two villages of 1,000 m² in one township; three parcels in the first, one in the second."""
    return {
        "INPUT": save(
            tmp_path / "DLTB.gpkg",
            [at(0, 0, 60, 10), at(60, 0, 90, 10), at(90, 0, 100, 10), at(0, 10, 100, 20)],
            BSM=["1", "2", "3", "4"],
            DLBM=["0101", "0101", "1006", "0301"],
            KCXS=["0.1", "", "0", None],
        ),
        "UNITS": save(
            tmp_path / "CJDCQ.gpkg",
            [at(0, 0, 100, 10), at(0, 10, 100, 20)],
            ZLDWDM=["511502100201", "511502100202"],
            JSMJ=[1000.05, 1000.0],
        ),
        "TOWNSHIPS": save(tmp_path / "XZQ.gpkg", [at(0, 0, 100, 20)], XZQDM=["511502100"], JSMJ=[2000.15]),
        "CONSTRAINTS": [save(tmp_path / "STBHHX.gpkg", [at(0, 0, 30, 50)])],
        "AREA": "plane",
        "BALANCE": True,
        **{name: str(tmp_path / f"{name}.gpkg") for name in ("OUTPUT", "SUMMARY", "BALANCED")},
    }


def parcels(results: dict[str, Any], column: str = "area_m2") -> list[float]:
    pieces = gpd.read_file(results["OUTPUT"], engine="pyogrio")
    return pieces.groupby("parcel_id")[column].sum().round(2).tolist()


def test_parcels_sum_to_villages_and_those_to_the_township(run: Any, county: dict[str, Any]) -> None:
    results = run("overlayconstraints", **county)
    # The villages are 10 digits short of the township: in proportion 5.0001 and 4.9999, cut to 5 and 4, and the one
    # left to the larger: 1,000.11 and 1,000.04. Then 11 digits over 600, 300 and 100: 6, 3 and 1, one left.
    assert parcels(results) == [600.07, 300.03, 100.01, 1000.04]
    summary = gpd.read_file(results["SUMMARY"], engine="pyogrio")
    sums = summary.groupby("unit_code")["area_m2"].sum().round(2)
    assert sums.to_dict() == {"511502100201": 1000.11, "511502100202": 1000.04}
    assert round(summary["net_area_m2"].sum(), 2) == round(2000.15 - 60.01, 2)  # 600.07 × 0.1 = 60.007
    units = gpd.read_file(results["BALANCED"], engine="pyogrio")
    assert units["unit_code"].tolist() == ["511502100", "511502100201", "511502100202"]
    assert units["balanced_m2"].tolist() == [2000.15, 1000.11, 1000.04] and units["closed"].all()


def test_the_county_and_the_parcels_that_may_change(run: Any, county: dict[str, Any]) -> None:
    results = run("overlayconstraints", **county, COUNTY_AREA=2000.35, ADJUSTABLE="\"DLBM\" <> '1006' AND $area > 400")
    assert parcels(results) == [600.21, 300.0, 100.0, 1000.14]
    assert round(sum(parcels(results)), 2) == 2000.35


def test_without_balance_nothing_changes(run: Any, county: dict[str, Any]) -> None:
    county.pop("TOWNSHIPS")
    results = run("overlayconstraints", **{**county, "BALANCE": False, "BALANCED": None})
    assert parcels(results) == [600.0, 300.0, 100.0, 1000.0]
    assert parcels(results, "net_area_m2") == [540.0, 300.0, 100.0, 1000.0]


def test_without_units_the_code_is_the_parcels_own(run: Any, county: dict[str, Any]) -> None:
    plain = {key: county[key] for key in ("INPUT", "CONSTRAINTS", "AREA", "OUTPUT")}
    results = run("overlayconstraints", **plain)
    pieces = gpd.read_file(results["OUTPUT"], engine="pyogrio")
    assert len(pieces) == 6 and set(pieces["unit_code"].fillna("")) == {""}
    results = run("overlayconstraints", **plain, PARCEL_UNIT_FIELD="DLBM")
    assert np.isin(gpd.read_file(results["OUTPUT"], engine="pyogrio")["unit_code"], ["0101", "1006", "0301"]).all()


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"UNITS": None, "TOWNSHIPS": None}, "BALANCE needs UNITS with their control areas"),
        ({"COUNTY_AREA": 0.2}, "The difference of .* is more than the 1 % that may be balanced"),
        ({"MAX_DIFFERENCE": 0.001}, r"is more than the 0\.001 % that may be balanced"),
        ({"CONTROL_AREA_FIELD": "ZLDWDM"}, "may be balanced"),
        ({"UNITS": "DLTB", "UNIT_CODE_FIELD": "BSM"}, "Layer DLTB has no field JSMJ/area_m2"),
        ({"RIDGE_FIELD": "BSM"}, "ridge factors are not between 0 and 1"),
        ({"ADJUSTABLE": "\"NAME\" = 'x'"}, "Layer DLTB has no field NAME"),
        ({"ADJUSTABLE": "DLBM = = 1"}, "ADJUSTABLE is no expression"),
    ],
)
def test_what_cannot_be_balanced_is_told(run: Any, county: dict[str, Any], changes: dict[str, Any], text: str) -> None:
    if changes.get("UNITS") == "DLTB":
        changes = {**changes, "UNITS": county["INPUT"]}
    with pytest.raises(QgsProcessingException, match=text):
        run("overlayconstraints", **{**county, **changes})
    assert not Path(county["OUTPUT"]).exists()


def test_text_that_is_no_number_is_named(run: Any, county: dict[str, Any], tmp_path: Path) -> None:
    units = gpd.read_file(county["UNITS"], engine="pyogrio")
    units["JSMJ"] = ["1000.05", "约1000"]
    units.to_file(tmp_path / "u.gpkg", engine="pyogrio")
    with pytest.raises(QgsProcessingException, match=r"field JSMJ has 1 values that are no numbers \(e\.g\. 约1000\)"):
        run("overlayconstraints", **{**county, "UNITS": str(tmp_path / "u.gpkg")})
