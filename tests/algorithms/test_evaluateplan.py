"""`evaluateplan` through the registry: agrees with the partition, and says what is broken."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import geopandas as gpd
import pyogrio
import pytest
from qgis.core import QgsProcessingException
from shapely.geometry import box

FIGURES = ("OBJECTIVE", "SIMILARITY", "COMPACTNESS", "BOUNDARY", "FLOW", "STABILITY")


def write(path: Path, district: list[Any]) -> str:
    x0, y0 = 35_500_000, 3_400_000
    cells = [box(x0 + i % 4 * 1000, y0 + i // 4 * 1000, x0 + i % 4 * 1000 + 1000, y0 + i // 4 * 1000 + 1000)
             for i in range(8)]  # fmt: skip
    frame = gpd.GeoDataFrame(
        {"code": [f"u{i}" for i in range(8)], "people": [10, 10, 10, 10, 10, 10, 10, 30], "plan": district},
        geometry=cells,
        crs="EPSG:4523",
    )
    frame.to_file(path)
    return str(path)


def test_a_computed_plan_has_the_same_figures_and_no_findings(run: Any, tmp_path: Path) -> None:
    units = write(tmp_path / "u.gpkg", [None] * 8)
    rules: dict[str, Any] = {"CODE_FIELD": "code", "POPULATION_FIELD": "people", "TOLERANCE": 30, "DISTRICTS": 2}
    made = run("partitiondistricts", INPUT=units, **rules, OUTPUT=str(tmp_path / "o.gpkg"))
    judged = run(
        "evaluateplan",
        INPUT=str(tmp_path / "o.gpkg"),
        DISTRICT_FIELD="district",
        **rules,
        OUTPUT=str(tmp_path / "d.gpkg"),
        FINDINGS=str(tmp_path / "f.gpkg"),
    )
    assert {name: made[name] for name in FIGURES} == {name: judged[name] for name in FIGURES}
    assert judged["VALID"] is True and judged["PROVEN"] is True
    assert len(pyogrio.read_dataframe(tmp_path / "f.gpkg")) == 0
    assert len(pyogrio.read_dataframe(tmp_path / "d.gpkg")) == 2


def test_a_broken_plan_is_judged_with_every_rule_and_unit(run: Any, tmp_path: Path) -> None:
    units = write(tmp_path / "u.gpkg", ["1", "2", "1", "2", "1", "2", "2", None])
    results = run(
        "evaluateplan",
        INPUT=units,
        DISTRICT_FIELD="plan",
        POPULATION_FIELD="people",
        TOLERANCE=30,
        DISTRICTS=3,
        OUTPUT=str(tmp_path / "d.gpkg"),
        FINDINGS=str(tmp_path / "f.gpkg"),
    )
    findings = pyogrio.read_dataframe(tmp_path / "f.gpkg")
    assert results["VALID"] is False and results["PROVEN"] is False
    assert set(findings["rule"]) == {"unassigned", "number", "contiguity"}
    assert findings.loc[findings["rule"] == "unassigned", "unit_code"].tolist() == ["u7"]
    assert findings.loc[findings["rule"] == "contiguity", "unit_code"].tolist() == ["u2", "u3"]
    rows = pyogrio.read_dataframe(tmp_path / "d.gpkg").set_index("district")
    assert rows["units"].to_dict() == {"1": 3, "2": 4} and rows.loc["1", "pieces"] == 2


def test_a_plan_without_any_district_is_judged(run: Any, tmp_path: Path) -> None:
    units = write(tmp_path / "u.gpkg", [None] * 8)
    results = run("evaluateplan", INPUT=units, DISTRICT_FIELD="plan", OUTPUT="memory:", FINDINGS="memory:")
    assert results["VALID"] is False


def test_an_unknown_district_field_is_refused(run: Any, tmp_path: Path) -> None:
    units = write(tmp_path / "u.gpkg", ["1"] * 8)
    with pytest.raises(QgsProcessingException, match="plann"):
        run("evaluateplan", INPUT=units, DISTRICT_FIELD="plann", OUTPUT="memory:")
