"""passdownquotas and tracktargets through the registry, from the database and back into it."""

from __future__ import annotations

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
    """Two townships in two districts, three villages with 6, 2 and 4 ha of farmland, some of it basic farmland."""
    from village_planner.database import create_database, open_database

    def strip(codes: list[str], **columns: Any) -> gpd.GeoDataFrame:
        shapes = [box(35_500_000 + 1000 * i, 0, 35_501_000 + 1000 * i, 1000) for i in range(len(codes))]
        return gpd.GeoDataFrame({"code": codes, **columns}, geometry=shapes, crs="EPSG:4523")

    file = tmp_path / "规划 库.gpkg"
    layers = {
        "township": strip(TOWNSHIPS, name=["甲镇", "乙镇"], population=[300, 100], area_m2=[2e6, 1e6]),
        "village": strip(
            VILLAGES,
            name=["一村", "二村", "三村"],
            township_code=[code[:9] for code in VILLAGES],
            population=[100, 200, 100],
            area_m2=1e6,
        ),
        "parcel": strip(
            VILLAGES, parcel_id=["1", "2", "3"], class_code="0101", unit_code=VILLAGES, area_m2=[6e4, 2e4, 4e4]
        ),
    }
    create_database(file, "EPSG:4523", layers, settings={"county_code": "510722", "county_name": "某县"})
    with open_database(file) as database:
        plan = database.ensure_plan("甲").id
        database.save_assignment(plan, "township", pd.Series(["1", "2"], index=TOWNSHIPS))
        area = pd.DataFrame({"unit_code": VILLAGES, "class_code": "0101", "area_m2": [6e4, 2e4, 4e4]})
        area["constraints"] = ["permanent_basic_farmland", "", "permanent_basic_farmland"]
        database.save_result(plan, "land_area", area, {})
    return file


def sheet(folder: Path, name: str, columns: dict[str, Any]) -> str:
    """A workbook as an office would send it."""
    pd.DataFrame(columns).to_excel(folder / f"{name}.xlsx", index=False)
    return str(folder / f"{name}.xlsx")


def test_quotas_from_a_workbook_into_the_database(run: Any, path: Path, tmp_path: Path) -> None:
    given = sheet(
        tmp_path,
        "任务书",
        {
            "层级": ["县", "县", "县", "乡镇", "县"],
            "单元": ["全县", "某县", "全县", "甲镇", "全县"],
            "指标": ["耕地保有量", "永久基本农田保护面积", "建设用地总规模", "建设用地总规模", "新增建设用地指标"],
            "数值": [10.0, 8.01, 5.0, 6.0, 20.0],
            "锁定": ["", "", "", "是", ""],
        },
    )
    output, checks = str(tmp_path / "分解.gpkg"), str(tmp_path / "核验.gpkg")
    result = run("passdownquotas", DATABASE=str(path), QUOTAS=given, OUTPUT=output, CHECKS=checks)
    rows = pyogrio.read_dataframe(output).set_index(["indicator", "unit_code"])["value"]
    # 10 ha over 6 : 2 : 4, districts 8 : 4 first
    assert rows["farmland"][["1", "2", *VILLAGES]].tolist() == [6.67, 3.33, 5.0, 1.67, 3.33]
    # 8.01 ha, but 6 and 4 ha are basic farmland already
    assert rows["basic_farmland"][VILLAGES].tolist() == [6.0, 0.0, 4.0]
    assert rows["rural_quota"]["510722"] == 2.0
    looked = pyogrio.read_dataframe(checks)
    broken = looked[~looked["holds"].astype(bool)]
    assert result["SHORTFALL_COUNT"] == len(broken) > 0 and result["MISSING_COUNT"] > 0
    county = broken[(broken["unit_code"] == "510722") & (broken["indicator"] == "construction")].iloc[0]
    assert county["difference"] == 1.0 and "1.00 公顷" in county["words"] and "上限" in county["words"]
    assert any("建设用地总规模, 某县" in line for line in run.log)

    run("saveresult", DATABASE=str(path), KIND="quota", INPUT=output)
    # What was given and locked stays without the workbook; a figure of QUOTAS wins over the saved one.
    again = sheet(tmp_path, "调整", {"unit": ["510722"], "耕地保有量（公顷）": [12.0]})
    run("passdownquotas", DATABASE=str(path), QUOTAS=again, OUTPUT=output)
    table = pyogrio.read_dataframe(output).set_index(["indicator", "unit_code"])
    assert table.loc[("farmland", VILLAGES[0]), "value"] == 6.0
    assert table.loc[("construction", TOWNSHIPS[0]), ["value", "origin"]].tolist() == [6.0, "locked"]


def test_quotas_by_another_basis_and_without_a_plan(run: Any, path: Path, tmp_path: Path) -> None:
    from village_planner.database import open_database

    with open_database(path) as database:
        database.set_setting("current_plan", None)
    given = sheet(tmp_path, "任务书", {"unit": ["全县"], "farmland": [8]})
    output = str(tmp_path / "out.gpkg")
    run("passdownquotas", DATABASE=str(path), QUOTAS=given, BASIS="population", OUTPUT=output)
    rows = pyogrio.read_dataframe(output).set_index(["indicator", "unit_code"])["value"]["farmland"]
    assert rows[VILLAGES].tolist() == [2.0, 4.0, 2.0] and "1" not in rows.index
    assert any("straight to the townships" in line for line in run.log)
    with pytest.raises(QgsProcessingException, match="no plan 9"):
        run("passdownquotas", DATABASE=str(path), PLAN="9", OUTPUT=output)
    bad = sheet(tmp_path, "错", {"unit": ["丙镇"], "farmland": [8]})
    with pytest.raises(QgsProcessingException, match="row 1: the county has no unit “丙镇”"):
        run("passdownquotas", DATABASE=str(path), QUOTAS=bad, OUTPUT=output)


def test_targets_from_a_workbook_into_the_database(run: Any, path: Path, tmp_path: Path) -> None:
    reached = sheet(
        tmp_path,
        "监测",
        {
            "目标": ["常住人口城镇化率"] * 2 + ["水源一主一备", "污水集中处理率", "污水集中处理率"],
            "年份": [2022, 2024, 2024, 2024, 2024],
            "实际值": ["78", "79.6", "否", "98.5", "97"],
            "乡镇": ["", "", "", "甲镇", "乙镇"],
        },
    )
    output, ranking = str(tmp_path / "目标.gpkg"), str(tmp_path / "位次.gpkg")
    result = run("tracktargets", DATABASE=str(path), ACTUALS=reached, OUTPUT=output, RANKING=ranking)
    assert (result["GREEN"], result["YELLOW"], result["RED"], result["NO_LIGHT"]) == (1, 1, 0, 61)
    rows = pyogrio.read_dataframe(output).set_index(["code", "unit_code"])
    assert rows.loc[("T01", ""), ["rate", "light", "note"]].tolist() == [pytest.approx(0.4), "green", "进度正常"]
    assert pyogrio.read_dataframe(ranking)["unit_code"].tolist() == TOWNSHIPS
    run("saveresult", DATABASE=str(path), KIND="target", INPUT=output)
    kept = sheet(tmp_path, "存", {"code": ["T01", "T01"], "year": [2022, 2025], "value": [78, 82]})
    run("saveresult", DATABASE=str(path), KIND="target_actual", INPUT=kept)
    result = run("tracktargets", DATABASE=str(path), OUTPUT=output)
    rows = pyogrio.read_dataframe(output).set_index(["code", "unit_code"])
    assert (result["GREEN"], rows.loc[("T01", ""), "actual_year"], rows.loc[("T01", ""), "light"]) == (1, 2025, "green")
    from village_planner.database import open_database

    with open_database(path) as database:
        saved = database.result(1, "target")
        assert saved is not None and saved.stale  # the actuals came later
        assert len(saved.table) == 65


def test_targets_without_any_figure(run: Any, path: Path) -> None:
    with pytest.raises(QgsProcessingException, match="no figures of what was reached"):
        run("tracktargets", DATABASE=str(path), OUTPUT="memory:")
    assert run("tracktargets", DATABASE=str(path), YEAR=2024, OUTPUT="memory:")["NO_LIGHT"] == 63


def test_the_overlay_is_read_with_care(run: Any, path: Path, tmp_path: Path) -> None:
    """Layers' names in it are kinds of lines, and what it was made of may have changed since."""
    from village_planner.database import open_database

    with open_database(path) as database:
        plan = database.plan().id
        area = pd.DataFrame({"unit_code": VILLAGES, "class_code": "0101", "area_m2": [6e4, 2e4, 4e4]})
        area["constraints"] = ["永久基本农田+生态保护红线", "", "永久基本农田"]
        database.save_result(plan, "land_area", area, {}, fingerprints={"parcel": "other"})
    output = str(tmp_path / "out.gpkg")
    result = run("passdownquotas", DATABASE=str(path), OUTPUT=output)
    rows = pyogrio.read_dataframe(output).set_index(["indicator", "unit_code"])["present"]
    assert rows["basic_farmland"][VILLAGES].tolist() == [6.0, 0.0, 4.0]
    assert rows["redline"][VILLAGES].tolist() == [6.0, 0.0, 0.0]
    assert any("were changed since the saved overlay" in line for line in run.log) and result


def test_a_township_without_villages_keeps_the_checks_of_the_others(run: Any, path: Path, tmp_path: Path) -> None:
    import sqlite3

    with sqlite3.connect(path) as file:  # village 三村 is a street of its own, with its parcels, and no village
        for trigger in file.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            file.execute(f'DROP TRIGGER "{trigger[0]}"')
        file.execute("DELETE FROM village WHERE code = ?", [VILLAGES[2]])
    given = sheet(tmp_path, "任务书", {"单元": ["甲镇"], "永久基本农田（亩）": [75]})  # 5 ha where 6 are
    output, checks = str(tmp_path / "out.gpkg"), str(tmp_path / "checks.gpkg")
    run("passdownquotas", DATABASE=str(path), QUOTAS=given, OUTPUT=output, CHECKS=checks)
    rows = pyogrio.read_dataframe(output).set_index(["indicator", "unit_code"])["present"]
    assert rows["farmland"][[TOWNSHIPS[1], "510722"]].tolist() == [4.0, 12.0]  # measured by its parcels
    assert rows["basic_farmland"][TOWNSHIPS[0]] == 6.0 and pd.isna(rows["basic_farmland"][TOWNSHIPS[1]])
    looked = pyogrio.read_dataframe(checks).set_index(["check", "indicator", "unit_code"])
    assert looked.loc[("present", "basic_farmland", TOWNSHIPS[0]), "status"] == "below_floor"
