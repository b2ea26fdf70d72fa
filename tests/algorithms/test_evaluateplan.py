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


# ---- against the best plan known
def judge(run: Any, units: str, effort: str, **more: Any) -> dict[str, Any]:
    return run(
        "evaluateplan", INPUT=units, DISTRICT_FIELD="plan", POPULATION_FIELD="people", TOLERANCE=40, EFFORT=effort,
        OUTPUT="memory:", **more,
    )  # fmt: skip


def test_a_drawn_plan_is_measured_against_the_best(run: Any, tmp_path: Path) -> None:
    units = write(tmp_path / "u.gpkg", ["1", "1", "1", "1", "2", "2", "2", "2"])
    alone = judge(run, units, "none")
    assert alone["BEST"] is None and alone["GAP_TO_BEST"] is None
    judged = judge(run, units, "quick")
    assert any("best plan known" in line for line in run.log)
    made = run(
        "partitiondistricts", INPUT=units, POPULATION_FIELD="people", TOLERANCE=40, DISTRICTS=2, EFFORT="quick",
        OUTPUT="memory:",
    )  # fmt: skip
    assert judged["VALID"] is True and judged["BEST"] == made["OBJECTIVE"] < judged["OBJECTIVE"]
    assert judged["GAP_TO_BEST"] == pytest.approx(1 - made["OBJECTIVE"] / judged["OBJECTIVE"])
    assert judged["BOUND"] == pytest.approx(made["BOUND"]) == pytest.approx(alone["BOUND"])


def test_the_best_plan_has_no_gap(run: Any, tmp_path: Path) -> None:
    units, out = write(tmp_path / "u.gpkg", [None] * 8), tmp_path / "o.gpkg"
    run("partitiondistricts", INPUT=units, POPULATION_FIELD="people", TOLERANCE=40, DISTRICTS=2, OUTPUT=str(out))
    judged = judge(run, write(tmp_path / "p.gpkg", gpd.read_file(out)["district"].tolist()), "quick", DISTRICTS=2)
    assert judged["GAP_TO_BEST"] == pytest.approx(0, abs=1e-9) and judged["PROVEN"] is True


def test_a_plan_of_impossible_rules_is_judged_and_told_why(run: Any, tmp_path: Path) -> None:
    units = write(tmp_path / "u.gpkg", ["1", "1", "2", "2", "1", "1", "2", "3"])
    judged = judge(run, units, "quick", DISTRICTS=5)
    assert judged["VALID"] is False and judged["BEST"] is None and judged["GAP_TO_BEST"] is None
    assert any("unit u7 alone has 30 people" in line for line in run.log)


def test_without_a_number_the_plan_s_own_is_taken_in_each_parent(run: Any, tmp_path: Path) -> None:
    """By population the parents would get one and two districts; the plan has them the other way round."""
    units = write(tmp_path / "u.gpkg", ["1", "2", "3", "3", "1", "2", "3", "3"])
    frame = gpd.read_file(units).assign(parent=list("aabbaabb"))
    frame.to_file(units)
    judged = judge(run, units, "quick", PARENT_FIELD="parent", MIN_UNITS=2)
    assert judged["VALID"] is True and judged["BEST"] <= judged["OBJECTIVE"]
