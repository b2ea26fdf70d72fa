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
        return int(run("saveresult", INPUT=f"{file}|layername=结果", **given).get("PLAN_ID") or 0)

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


def test_figures_judgements_and_actuals_need_no_plan(save: Any, path: Path) -> None:
    long = {
        "code": TOWNSHIPS,
        "indicator": ["A5", "A5"],
        "value": [7.0, 3.0],
        "year": [2022, 2022],
        "source": ["表1", ""],
    }
    assert save("indicator", long, plan="") == 0
    assert save("indicator", {"code": TOWNSHIPS, "A6": [1.5, None], "note": ["", ""]}, plan="") == 0
    judged = {"row": ["A5", "A5"], "column": ["A6", "A6"], "value": [3.0, 5.0], "expert": ["甲", "乙"]}
    assert save("judgement", judged, plan="") == 0
    assert save("target_actual", {"code": ["T01"], "year": [2024], "value": [81.5]}, plan="") == 0
    with opened(path) as database:
        assert database.plans().empty
        rows = database.indicator_rows("township")[["unit_code", "indicator", "value", "source"]]
        assert rows.to_numpy().tolist() == [
            [TOWNSHIPS[0], "A5", 7.0, "表1"],
            [TOWNSHIPS[1], "A5", 3.0, "结果"],
            [TOWNSHIPS[0], "A6", 1.5, "结果 › A6"],
        ]
        assert database.experts("township") == ["甲", "乙"]
        assert database.target_actuals()["value"].tolist() == [81.5]


def test_village_types_quotas_targets_stability(run: Any, save: Any, path: Path) -> None:
    types = {
        "code": VILLAGES,
        "village_type": ["a", "b", "b"],
        "type_rule": ["r1", "r2", ""],
        "next_distance": [0.5, 1, 2],
        "layout": ["central", "", ""],
        "decided_by_user": [0, 1, 0],
    }
    save("village_type", types)
    save("village_type", {**types, "village_type": ["b", "a", "b"], "decided_by_user": [0, 0, 0]})
    assert any("WARNING 1 villages keep the type" in line for line in run.log)
    quota = {
        "level": ["county", "township"],
        "unit_code": ["510722", TOWNSHIPS[0]],
        "parent": ["", "510722"],
        "indicator": ["farmland", "farmland"],
        "kind": ["floor", "floor"],
        "value": [9.5, None],
    }
    save("quota", quota)
    save("target", {"code": ["T01"], "value": [82.0], "year": [2027], "year_assumed": [0], "light": ["green"]})
    trials = {
        "code": TOWNSHIPS,
        "top_share": [1.0, 0.5],
        "best_rank": [1, 2],
        "worst_rank": [1, 5],
        "share_10": [1.0, 0.25],
    }
    save("stability", trials)
    with opened(path) as database:
        kept = database.village_types(1)
        assert kept["type"].tolist() == ["b", "b", "b"] and kept["rule"].tolist() == ["r1", "r2", None]
        assert kept["next_distance"].tolist() == [0.5, 1.0, 2.0]
        table = database.result(1, "quota").table
        assert table["value"].fillna(-1).tolist() == [9.5, -1] and table["kind"].tolist() == ["floor", "floor"]
        target = database.result(1, "target").table.iloc[0]
        assert (target["unit_code"], target["year"], target["light"]) == ("", 2027, "green")
        stability = database.result(1, "stability", "township").table
        assert stability["worst_rank"].tolist() == [1, 5]
        assert stability["shares"].tolist() == ['{"share_10": 1.0}', '{"share_10": 0.25}']


@pytest.mark.parametrize(
    ("kind", "columns", "said"),
    [
        ("indicator", {"code": TOWNSHIPS, "x": [1, 2]}, "neither a field indicator"),
        ("indicator", {"code": ["1"], "indicator": ["A5"], "value": [1.0]}, "no township with the code 1"),
        ("judgement", {"row": ["A5"], "value": [3.0]}, "no field column"),
        ("judgement", {"row": ["A5"], "column": ["A5"], "value": [3.0]}, "between two different indicators"),
        ("quota", {"unit_code": ["1"], "level": ["township"], "indicator": ["a"], "value": [1.0]}, "the code 1"),
        (
            "quota",
            {"unit_code": ["1"], "level": ["province"], "indicator": ["a"], "value": [1.0]},
            "province is no level",
        ),
        (
            "quota",
            {"unit_code": ["1"] * 2, "level": ["county"] * 2, "indicator": ["a"] * 2, "value": [1.0, 2.0]},
            "more than",
        ),
        ("target", {"code": ["a"], "unit_code": ["1"], "value": [1.0]}, "the code 1"),
        ("target_actual", {"code": ["a"], "value": [1.0]}, "no field year"),
        ("target_actual", {"code": ["a"], "year": [2024], "value": ["viel"]}, "viel is not a number"),
        ("village_type", {"code": VILLAGES[:1], "village_type": ["a"], "layout": ["x"]}, "no place in the"),
    ],
)
def test_new_kinds_refuse_what_is_wrong(save: Any, path: Path, kind: str, columns: dict[str, Any], said: str) -> None:
    with pytest.raises(QgsProcessingException, match=said):
        save(kind, columns)
    with opened(path) as database:
        assert database.plans().empty


def test_stability_is_kept_with_the_districts_it_belongs_to(save: Any, path: Path) -> None:
    def kept(level: str = "township", plan: int = 1) -> Any:
        with opened(path) as database:
            return database.unit_stability(plan, level)

    drawn = {"code": TOWNSHIPS, "district": ["1", "2"], "stability": [0.25, 1.0]}
    save("assignment", drawn)
    assert kept().shares == dict(zip(TOWNSHIPS, (0.25, 1.0))) and not kept().stale and kept("village") is None
    with opened(path) as database:
        branch = database.branch_plan(1, "分支").id
        database._connection.execute("UPDATE township SET population = 1 + coalesce(population, 0)")
    assert kept().stale and kept(plan=branch).stale and kept(plan=branch).shares == kept().shares
    save("assignment", {**drawn, "stability": [None, 0.5]})
    assert kept().shares == {TOWNSHIPS[1]: 0.5} and not kept().stale
    save("assignment", {**drawn, "stability": ["firm", "0.5"]})  # another field of that name
    assert kept() is None
    save("assignment", drawn)
    save("assignment", {name: drawn[name] for name in ("code", "district")})  # districts from elsewhere
    assert kept() is None and kept(plan=branch) is not None
