"""`compareplans` through the registry."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import geopandas as gpd
import pyogrio
import pytest
from qgis.core import QgsProcessingException
from shapely.geometry import box


@pytest.fixture
def units(tmp_path: Path) -> str:
    x0, y0 = 35_500_000, 3_400_000
    frame = gpd.GeoDataFrame(
        {
            "code": [f"u{i}" for i in range(6)],
            "population": [100, 200, 300, 400, 500, 600],
            "old": ["1", "1", "2", "2", "3", "3"],
            "new": ["3", "3", "1", "2", "2", "2"],
        },
        geometry=[box(x0 + i * 1000, y0, x0 + i * 1000 + 1000, y0 + 1000) for i in range(6)],
        crs="EPSG:4523",
    )
    frame.to_file(tmp_path / "u.gpkg")
    return str(tmp_path / "u.gpkg")


def test_units_that_move_and_the_summary(run: Any, units: str, tmp_path: Path) -> None:
    moves, summary = tmp_path / "m.gpkg", tmp_path / "s.gpkg"
    results = run(
        "compareplans", INPUT=units, CODE_FIELD="code", FIELD_A="old", FIELD_B="new", OUTPUT=str(moves),
        SUMMARY=str(summary),
    )  # fmt: skip
    assert results["MOVED_UNITS"] == 1 and results["MOVED_POPULATION"] == 400
    assert "1 units with 400 people and 100." in run.log[-1]
    moved = pyogrio.read_dataframe(moves)
    assert moved["code"].tolist() == ["u3"]
    assert moved[["district_a", "district_b", "b_as_in_a"]].iloc[0].tolist() == ["2", "2", "3"]
    assert moved["area_m2"].iloc[0] == pytest.approx(1e6, rel=2e-3)
    rows = pyogrio.read_dataframe(summary).set_index("district_a")
    assert rows["district_b"].to_dict() == {"1": "3", "2": "1", "3": "2"}
    assert rows["population_left"].to_dict() == {"1": 0, "2": 400, "3": 0}
    assert rows["population_joined"].to_dict() == {"1": 0, "2": 0, "3": 400}


def test_equal_plans_move_nothing(run: Any, units: str) -> None:
    results = run("compareplans", INPUT=units, FIELD_A="old", FIELD_B="old", OUTPUT="memory:")
    assert results["MOVED_UNITS"] == 0


def test_unknown_fields_are_refused(run: Any, units: str) -> None:
    with pytest.raises(QgsProcessingException, match="nix"):
        run("compareplans", INPUT=units, FIELD_A="old", FIELD_B="nix", OUTPUT="memory:")


def test_plans_with_other_numbers_and_units_without_a_district(run: Any, units: str, tmp_path: Path) -> None:
    frame = pyogrio.read_dataframe(units).assign(
        old=["1-01", "1-01", "1-02", "2-01", "2-01", None], new=["1-01", "1-01", "1-01", "2-02", "2-01", None]
    )
    path = tmp_path / "other.gpkg"
    frame.to_file(path)
    moves, summary = tmp_path / "m.gpkg", tmp_path / "s.gpkg"
    results = run(
        "compareplans", INPUT=str(path), FIELD_A="old", FIELD_B="new", OUTPUT=str(moves), SUMMARY=str(summary)
    )
    moved = pyogrio.read_dataframe(moves).set_index("code")
    assert moved.index.tolist() == ["u2", "u3"], "a unit without a district in both plans does not move"
    assert moved.loc["u2", "b_as_in_a"] == "1-01" and (moved.loc["u3", "b_as_in_a"] or "") == ""
    assert results["MOVED_POPULATION"] == 700
    rows = pyogrio.read_dataframe(summary).fillna({"district_a": "", "district_b": ""})
    pairs = list(zip(rows["district_a"], rows["district_b"]))
    assert pairs == [("1-01", "1-01"), ("1-02", ""), ("2-01", "2-01"), ("", "2-02")]
    assert rows["population_left"].tolist() == [0, 300, 400, 0]
    assert rows["population_joined"].tolist() == [300, 0, 0, 400]
