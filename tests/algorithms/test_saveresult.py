"""saveresult through the registry: every kind, and what it refuses."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
from qgis.core import QgsProcessingException
from shapely.geometry import box

TOWNSHIPS = ["510722001", "510722002"]
VILLAGES = ["510722001001", "510722001200", "510722002200"]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    from village_planner.database import create_database

    file = tmp_path / "规划 库.gpkg"

    def strip(codes: list[str], **columns: Any) -> gpd.GeoDataFrame:
        shapes = [box(35_500_000 + 1000 * i, 0, 35_501_000 + 1000 * i, 1000) for i in range(len(codes))]
        return gpd.GeoDataFrame({"code": codes, "name": codes, **columns}, geometry=shapes, crs="EPSG:4523")

    create_database(
        file,
        "EPSG:4523",
        {"township": strip(TOWNSHIPS), "village": strip(VILLAGES, township_code=[code[:9] for code in VILLAGES])},
    )
    return file


@pytest.fixture
def save(run: Any, path: Path, tmp_path: Path) -> Any:
    """save(kind, columns, level) -> number of the plan."""

    def call(kind: str, columns: dict[str, Any], level: str = "township", plan: str = "甲", **more: Any) -> int:
        file = tmp_path / "结果.gpkg"
        file.unlink(missing_ok=True)
        pyogrio.write_dataframe(pd.DataFrame(columns), str(file), layer="结果")
        given = {"DATABASE": str(path), "PLAN": plan, "LEVEL": level, "KIND": kind, **more}
        return int(run("saveresult", INPUT=f"{file}|layername=结果", **given)["PLAN_ID"])

    return call


def opened(path: Path) -> Any:
    from village_planner.database import open_database

    return open_database(path)


def test_assignment_makes_the_plan_and_makes_it_current(save: Any, path: Path) -> None:
    assert save("assignment", {"code": TOWNSHIPS, "district": ["1", "2"]}) == 1
    assert save("assignment", {"code": TOWNSHIPS, "district": ["2", "1"]}, plan="1") == 1
    assert save("assignment", {"x": TOWNSHIPS, "y": [1, 1]}, plan="乙", CODE_FIELD="x", VALUE_FIELD="y") == 2
    assert save("assignment", {"code": VILLAGES, "district": ["2-01", "2-01", "1-01"]}, "village", plan="") == 1
    with opened(path) as database:
        assert database.plan("").name == "甲"
        assert database.assignment(1, "township").tolist() == ["2", "1"]
        assert database.assignment(2, "township").tolist() == ["1", "1"]
        assert database.districts(1, "village")["parent"].tolist() == ["1", "2"]


def test_assignment_that_leaves_units_out_is_said_loudly(run: Any, save: Any) -> None:
    save("assignment", {"code": TOWNSHIPS, "district": ["1", None]})
    assert any("WARNING 1 units are in no district: 510722002." in line for line in run.log)


def test_village_districts_that_cross_are_refused(run: Any, save: Any, path: Path) -> None:
    save("assignment", {"code": TOWNSHIPS, "district": ["1", "2"]})
    with pytest.raises(QgsProcessingException, match="village district 1-01 crosses the township districts 1, 2"):
        save("assignment", {"code": VILLAGES, "district": ["1-01"] * 3}, "village")
    save("assignment", {"code": VILLAGES, "district": ["1-01", "1-01", "2-01"]}, "village")
    save("assignment", {"code": TOWNSHIPS, "district": ["1", "1"]})
    save("assignment", {"code": VILLAGES, "district": ["1-01"] * 3}, "village")
    save("assignment", {"code": TOWNSHIPS, "district": ["1", "2"]})
    assert any("WARNING Village district 1-01 now crosses" in line for line in run.log)


def test_score_with_rank_and_groups(save: Any, path: Path) -> None:
    save("score", {"code": TOWNSHIPS, "score": [0.4, 0.6], "rank": [2, 1], "score_services": [0.1, 0.2]})
    with opened(path) as database:
        table = database.result(1, "score", "township").table.pivot(index="unit_code", columns="part", values="value")
    assert table.loc["510722001"].to_dict() == {"total": 0.4, "rank": 2.0, "services": 0.1}
    save("score", {"code": TOWNSHIPS, "score": [0.5, 0.5]})  # ranks are made where there are none
    with opened(path) as database:
        assert database.units(1, "township")["rank"].tolist() == [1, 1]


def test_weight_stability_centre_land_area_finding(save: Any, path: Path) -> None:
    save("weight", {"indicator": ["A1", "A2"], "weight": [0.3, 0.7]})
    save("stability", {"code": TOWNSHIPS, "top_share": [1.0, 0.25]})
    save("centre", {"code": TOWNSHIPS, "role": ["central_town", None], "reason": ["位次第一", None]})
    rows = {"unit_code": [VILLAGES[0], None], "class_code": ["0101"] * 2, "constraints": ["a+b", None]}
    save("land_area", {**rows, "area_m2": [10.25, 3.5]}, "village")
    save("finding", {"rule": ["overlap"], "severity": ["error"], "unit_code": [VILLAGES[0]], "message": ["重叠"]})
    from village_planner.database import read_county

    with opened(path) as database:
        county = read_county(database)
        assert database.result(1, "finding").table["message"].tolist() == ["重叠"]
    assert county.weights["township"].to_dict() == {"A1": 0.3, "A2": 0.7}
    assert county.stability["township"].tolist() == [1.0, 0.25]
    assert county.reasons["township"].to_dict() == {"510722001": "位次第一"}
    assert county.land_area[["unit_code", "constraints", "area_m2"]].values.tolist() == [
        [VILLAGES[0], "a+b", 10.25],
        ["", "", 3.5],
    ]


@pytest.mark.parametrize(
    ("kind", "columns", "level", "said"),
    [
        ("assignment", {"code": ["1", "510722002"], "district": ["1", "2"]}, "township", "code 1 .*1 unknown"),
        ("assignment", {"code": TOWNSHIPS[:1] * 2, "district": ["1", "2"]}, "township", "510722001 occurs more"),
        ("assignment", {"code": [None, "510722002"], "district": ["1", "2"]}, "township", "1 units have no code"),
        ("assignment", {"code": TOWNSHIPS, "group": ["1", "2"]}, "township", "no field district.*code, group"),
        ("assignment", {"code": TOWNSHIPS, "district": ["1", "2"]}, "village", "no village with the code"),
        ("score", {"code": TOWNSHIPS, "score": ["1", "高"]}, "township", "510722002: 高 is not a number"),
        ("centre", {"code": TOWNSHIPS, "role": ["capital", None]}, "township", "capital is no role"),
        ("land_area", {"unit_code": VILLAGES[:1], "area_m2": [1.0]}, "village", "no field class_code"),
        (
            "land_area",
            {"unit_code": VILLAGES[:1] * 2, "class_code": "01", "constraints": "", "area_m2": [1.0, 2.0]},
            "village",
            "more than one row",
        ),
        ("weight", {"indicator": ["A1", "A1"], "weight": [0.5, 0.5]}, "township", "A1 occurs more than once"),
    ],
)
def test_wrong_input_is_refused_and_leaves_no_plan(
    save: Any, path: Path, kind: str, columns: dict[str, Any], level: str, said: str
) -> None:
    with pytest.raises(QgsProcessingException, match=said) as error:
        save(kind, columns, level)
    assert "Traceback" not in str(error.value)
    with opened(path) as database:
        assert database.plans().empty and database.setting("current_plan") is None


def test_findings_are_kept_with_their_geometry(run: Any, path: Path, tmp_path: Path) -> None:
    columns = {"key": ["k1", "k2"], "rule": "overlap", "severity": "error", "unit_code": "", "message": "重叠"}
    shapes = [box(35_500_000, 0, 35_500_010, 10), None]
    findings = str(tmp_path / "检查.gpkg")
    pyogrio.write_dataframe(gpd.GeoDataFrame(columns, geometry=shapes, crs="EPSG:4523"), findings)
    run("saveresult", DATABASE=str(path), PLAN="甲", KIND="finding", INPUT=findings)
    with opened(path) as database:
        kept = database.result(1, "finding").table
    assert kept["key"].tolist() == ["k1", "k2"] and kept.area[0] == 100 and kept.geometry[1] is None


def test_unknown_plan_number(save: Any) -> None:
    with pytest.raises(QgsProcessingException, match="no plan 9"):
        save("assignment", {"code": TOWNSHIPS, "district": ["1", "2"]}, plan="9")


def test_locked_database(save: Any, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("village_planner.database.connection.WAIT", 0.05)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        with pytest.raises(QgsProcessingException, match="being written by another program"):
            save("assignment", {"code": TOWNSHIPS, "district": ["1", "2"]})
    finally:
        other.execute("ROLLBACK")
        other.close()


def test_save_and_load_agree(run: Any, save: Any, path: Path, tmp_path: Path) -> None:
    save("assignment", {"code": TOWNSHIPS, "district": ["1", "2"]})
    output = str(tmp_path / "units.gpkg")
    run("loadunits", DATABASE=str(path), LEVEL="township", OUTPUT=output)
    assert pyogrio.read_dataframe(output)["district"].tolist() == ["1", "2"]
