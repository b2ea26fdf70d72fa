"""Projects, facilities, conflicts, consolidation, sector plans and brought forms as tables."""

from __future__ import annotations

import dataclasses
import random
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hand_county import RESOURCES, catalogue, catalogues, hand_county, reports, table_of

from village_planner.core.consolidation import load_consolidation
from village_planner.core.errors import InputError
from village_planner.core.facilities.provision import FacilityStandards, Standard
from village_planner.core.tables.area_units import in_mu
from village_planner.core.tables.build import Scope
from village_planner.core.tables.report import build_reports, choose_tables

T1, T2 = "510000001", "510000002"
V1, V2, V3 = T1 + "201", T1 + "202", T2 + "201"
RED, FARM = "ecological_redline", "permanent_basic_farmland"


def projects() -> pd.DataFrame:
    rows = [
        ("P1", "泵站", "市政", "水利规划", 12345.0, {RED: 49.0, FARM: 5000.0}, (V1, V3), "refuse", 120.5, 2023, 2025),
        ("P2", None, "交通", "水利规划", 3350.0, {RED: 0.0, FARM: 3350.0}, (V3,), "refuse", None, None, 2026),
        ("P3", "林场", "农业", None, 50.0, {RED: 0.0, FARM: 0.0}, (), "pass", None, None, None),
    ]
    columns = ["code", "name", "kind", "sector_plan", "area_m2", "lines", "units", "verdict"]
    frame = pd.DataFrame(rows, columns=[*columns, "investment", "start_year", "end_year"])
    texts = dict.fromkeys(("content", "standard", "scale", "responsible"), "")
    return frame.assign(unit_code=[units[0] if units else "" for units in frame["units"]], **texts)


WHOLE = Scope()


def build(county: Any, identifier: str, scope: Scope = WHOLE) -> Any:
    """The table, or the gap where it could not be made."""
    report = next(iter(build_reports(county, catalogues(), [scope], [identifier])))
    return report.tables[0] if report.tables else report.gaps[0]


def texts(table: Any, *keys: str) -> list[list[Any]]:
    return [[row.values.get(key) for key in keys] for row in table.rows]


# ---- projects
def test_projects_with_place_years_and_lines() -> None:
    table = build(dataclasses.replace(hand_county(), projects=projects()), "projects")
    assert texts(table, "number", "name", "place", "area_ha", "investment", "years", "verdict") == [
        [1, "泵站", "甲镇·东村；乙乡·南村", 1.23, 120.5, "2023–2025", "不符合"],
        [2, "P2", "乙乡·南村", 0.34, None, "2026", "不符合"],
        [3, "林场", "（县界外）", 0.01, None, "", "符合"],
        [None, "合计", None, 1.58, 120.5, None, None],
    ]
    assert [column.heads for column in table.columns if column.key.startswith("line:")] == [
        ("三线核查", "永久基本农田内"),
        ("三线核查", "生态保护红线内"),
    ]
    assert texts(table, f"line:{FARM}", f"line:{RED}") == [[0.5, 0.0], [0.34, 0.0], [0.0, 0.0], [0.84, 0.0]]
    assert table.rows[-1].parts == (0, 1, 2) and in_mu(table).rows[-1].values["area_ha"] == 23.7
    own = build(dataclasses.replace(hand_county(), projects=projects()), "projects", Scope("township", T2))
    assert texts(own, "number", "name") == [[1, "P2"], [None, "合计"]] and own.rows[-1].values["investment"] is None
    assert build(hand_county(), "projects").needs["zh"].startswith("尚无项目")


def test_a_project_without_an_outline_is_listed_without_figures() -> None:
    frame = projects()
    frame.at[1, "lines"], frame.at[1, "units"] = {}, ()
    frame = frame.assign(
        area_m2=[12345.0, np.nan, 50.0], verdict=["refuse", "no_outline", "pass"], unit_code=[V1, "", ""]
    )
    table = build(dataclasses.replace(hand_county(), projects=frame), "projects")
    assert texts(table, "name", "place", "area_ha", f"line:{FARM}", "verdict")[1] == ["P2", "", None, None, "无范围"]
    assert texts(table, "area_ha", f"line:{FARM}")[-1] == [1.24, 0.5] and "1 个项目" in table.notes[-1]
    table = build(dataclasses.replace(hand_county(), projects=frame.iloc[[1]]), "projects")
    assert texts(table, "area_ha", "verdict") == [[None, "无范围"], [None, None]]


def test_lines_never_cover_more_than_the_project() -> None:
    rng = random.Random(3)
    for _ in range(50):
        areas = [rng.uniform(1, 30_000) for _ in range(rng.randint(1, 9))]
        frame = pd.concat([projects().iloc[[0]]] * len(areas), ignore_index=True).assign(area_m2=areas)
        frame["lines"] = [{RED: area * rng.choice([0.5, 0.999999, 1.0])} for area in areas]
        table = build(dataclasses.replace(hand_county(), projects=frame), "projects")
        assert all(row.values[f"line:{RED}"] <= row.values["area_ha"] for row in table.rows)


# ---- facilities
def facility_county(**more: Any) -> Any:
    names = {"zh": "卫生院", "en": "Health centre"}
    standards = FacilityStandards(
        (
            Standard("beds", names, frozenset({"卫生院"}), "township", "床", 10.0, "all", size=2),
            Standard("clinic", {"zh": "卫生室", "en": ""}, frozenset({"卫生室"}), "village", "处", each="village"),
            Standard("hub", {"zh": "物流中心", "en": ""}, frozenset({"物流"}), "district", "处", each="district"),
            Standard("fire", {"zh": "消防站", "en": ""}, frozenset({"消防"}), "district", "处", each="central_town"),
        ),
        {"all": ({"zh": "人", "en": "people"}, 1.0)},
        named=1,
    )
    stock = pd.DataFrame(
        [("卫生院", V1, 2.0), ("卫生室", V1, np.nan), ("卫生院", "", 3.0)], columns=["kind", "unit_code", "capacity"]
    )
    return dataclasses.replace(hand_county(), facility_standards=standards, facilities=stock, **more)


def test_facilities_by_district_and_together() -> None:
    townships = hand_county().townships.assign(district=["1", "2"])
    districts = pd.DataFrame({"name": ["中心片区", "河谷片区"], "function": "", "parent": ""}, index=["1", "2"])
    county = facility_county(townships=townships, township_districts=districts)
    table = build(county, "facility_provision")
    assert texts(table, "district", "facility", "standard", "existing", "need", "gap", "sites", "place") == [
        ["中心片区", "卫生院", "10床/千人", 2, 3, 1, 1, "扩建现有设施或就近增设"],
        ["中心片区", "卫生室", "每村1处", 1, 2, 1, 1, "甲镇西村"],
        ["中心片区", "物流中心", "每个片区1处", 0, 1, 1, 1, "中心片区"],
        ["中心片区", "消防站", "每个中心镇1处", 0, 1, 1, 1, "甲镇"],
        ["河谷片区", "卫生院", "10床/千人", 0, 1, 1, 1, "乙乡"],
        ["河谷片区", "卫生室", "每村1处", 0, 1, 1, 1, "乙乡南村"],
        ["河谷片区", "物流中心", "每个片区1处", 0, 1, 1, 1, "河谷片区"],
        ["合计", "卫生院", "10床/千人", 2, 4, 2, 2, None],
        ["合计", "卫生室", "每村1处", 1, 3, 2, 2, None],
        ["合计", "物流中心", "每个片区1处", 0, 2, 2, 2, None],
        ["合计", "消防站", "每个中心镇1处", 0, 1, 1, 1, None],
    ]
    assert table.rows[8].parts == (1, 5) and "卫生院1处" in table.notes[-1]
    own = build(county, "facility_provision", Scope("township", T1))
    assert texts(own, "facility", "need", "place") == [
        ["卫生院", 3, "扩建现有设施或就近增设"],
        ["卫生室", 2, "西村"],
        ["消防站", 1, "甲镇"],
    ]
    one = build(facility_county(), "facility_provision")  # a single district needs no total
    assert texts(one, "district", "facility", "gap", "place")[1] == ["中心片区", "卫生室", 2, "甲镇西村等2处"]
    assert [row.kind for row in one.rows] == ["data"] * 4


# ---- conflicts
def ledger(rows: list[tuple[Any, ...]]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["number", "unit_code", "area_m2", "sliver", "decision", "own_treatment"])
    return frame.assign(
        kind_name="甲规建设、乙规非建设", plan_a="TDLYGH", class_name_a="村庄", class_a="0703", plan_b="CXGH",
        class_name_b="", class_b="0101", cause="地类不同", principle_name="生态优先", treatment="从严",
        decision_reason=["依据规划" if text else "" for text in frame["decision"]],
    )  # fmt: skip


def test_conflicts_by_township_with_slivers_together() -> None:
    rows = [
        (1, V3, 10_049.0, 0, "", ""),
        (2, V1, 5_033.0, 0, "constraint", "退出"),
        (3, V1, 20.0, 1, "", ""),
        (4, V2, 40.0, 1, "", ""),
        (5, V2, 30.0, 1, "a", ""),
        (6, "", 1_000.0, 0, "", ""),
    ]
    table = build(dataclasses.replace(hand_county(), conflicts=ledger(rows)), "conflicts")
    assert texts(table, "number", "township", "village", "kind", "treatment", "opinion") == [
        [2, "甲镇", "东村", "甲规建设、乙规非建设", "退出", "从管控线：依据规划"],
        [5, "甲镇", "西村", "甲规建设、乙规非建设", "从严", "从甲规：依据规划"],
        [None, "甲镇", None, "细小图斑（2个）", None, None],
        [None, "甲镇", None, "小计", None, None],
        [1, "乙乡", "南村", "甲规建设、乙规非建设", "从严", "未决定"],
        [None, "乙乡", None, "小计", None, None],
        [6, "（县界外）", "（县界外）", "甲规建设、乙规非建设", "从严", "未决定"],
        [None, "（县界外）", None, "小计", None, None],
        [None, None, None, "合计", None, None],
    ]
    assert table.rows[0].values["plan_a"] == "TDLYGH 村庄" and table.rows[0].values["plan_b"] == "CXGH 0101"
    assert table.rows[-1].values["area_ha"] == 1.62 and table.rows[-1].parts == (3, 5, 7)  # 16,172 m²
    own = build(dataclasses.replace(hand_county(), conflicts=ledger(rows)), "conflicts", Scope("township", T1))
    assert (
        own.rows[-1].values["area_ha"] == table.rows[3].values["area_ha"]
    )  # the township's book says what the county's does


def test_conflicts_sum_to_the_ledger_whatever_their_size() -> None:
    rng = random.Random(7)
    for _ in range(30):
        rows = [
            (n, rng.choice([V1, V2, V3, ""]), rng.uniform(0.5, 400.0), rng.randint(0, 1), rng.choice(["", "a"]), "")
            for n in range(rng.randint(1, 40))
        ]
        county = dataclasses.replace(hand_county(), conflicts=ledger(rows))
        report = next(iter(build_reports(county, catalogues(), [Scope()], ["conflicts"])))
        check = next(check for check in report.checks if check.what == "冲突图斑面积")
        assert check.agrees, (check.left.value, check.right.value)
        table = report.tables[0]
        shown = sum(round(100 * row.values["area_ha"]) for row in table.rows if row.kind == "data")
        assert shown == round(100 * table.rows[-1].values["area_ha"]) == round(sum(row[2] for row in rows) / 100 + 1e-6)
        listed = sum(1 for row in table.rows if row.values.get("number") is not None)
        assert listed == sum(not row[3] or bool(row[4]) for row in rows)


# ---- consolidation
def test_consolidation_agrees_with_present_use() -> None:
    parcels = pd.DataFrame(
        [(V1, "0101", "", 4, 66_666.66), (V1, "0702", "203", 3, 33_333.34)],
        columns=["unit_code", "class_code", "settlement_code", "count", "area_m2"],
    )
    rules = load_consolidation(RESOURCES / "consolidation.json", RESOURCES / "consolidation.schema.json")
    county = dataclasses.replace(hand_county(), parcel_counts=parcels, consolidation=rules)
    report = reports(county, ("consolidation_potential", "land_first_level"))[0]
    check = next(check for check in report.checks if check.what == "耕地面积")
    assert check.agrees and check.left.value == 6.67
    table = table_of(report, "consolidation_potential")
    # theoretical: 33,333.34 - 200 x 120 = 9,333.34 m² in 东村; the others have no building land
    assert texts(table, "unit", "parcels", "cultivated", "mean", "theoretical", "construction") == [
        ["甲镇", 4, 6.67, 1.67, 0.93, 0.48],
        ["乙乡", 0, 0.0, None, 0.0, 0.0],
        ["合计", 4, 6.67, 1.67, 0.93, 0.48],
    ]
    assert table.columns[0].heads == ("乡镇",)
    own = build(county, "consolidation_potential", Scope("township", T1))
    assert own.columns[0].heads == ("村（社区）",) and [row.values["unit"] for row in own.rows] == [
        "东村",
        "西村",
        "合计",
    ]
    assert "land_area" not in build(hand_county(), "consolidation_potential").needs["zh"]
    villages = county.villages.assign(township_code=[None, T1, county.villages["township_code"].iloc[2]])
    loose = reports(dataclasses.replace(county, villages=villages), ("consolidation_potential", "land_first_level"))[0]
    assert all(check.agrees for check in loose.checks if check.what == "耕地面积")
    assert texts(table_of(loose, "consolidation_potential"), "unit", "parcels", "cultivated", "priority") == [
        ["甲镇", 0, 0.0, "高"],  # of ecology
        ["乙乡", 0, 0.0, "中"],
        ["（未归属乡镇）", 4, 6.67, ""],
        ["合计", 4, 6.67, None],
    ]


# ---- sector plans and brought forms
def sector_county() -> Any:
    plans = pd.DataFrame(
        [("TDLYGH", "土地利用总体规划", 7, 12_345.0), ("CXGH", "城乡规划", 2, 50.0)],
        columns=["plan", "name", "features", "area_m2"],
    )
    form = pd.DataFrame(
        [
            {"name": "水利规划", "lead": "水利局", "layer": "SLGH", "unit_code": ""},
            {"name": "土地利用总体规划", "lead": "自然资源局", "demand": "新增10公顷", "unit_code": ""},
        ]
    )
    return dataclasses.replace(
        hand_county(), sector_plans=plans, projects=projects(), forms={"sector_plan_list": form.replace({np.nan: None})}
    )


def test_sector_plans_join_form_layers_and_projects() -> None:
    report = reports(sector_county(), ("sector_plan_list", "projects"))[0]
    table = table_of(report, "sector_plan_list")
    assert texts(table, "number", "name", "lead", "layer", "features", "area_ha", "projects") == [
        [1, "水利规划", "水利局", "SLGH", None, None, 2],
        [2, "土地利用总体规划", "自然资源局", "TDLYGH", 7, 1.23, 0],
        [3, "城乡规划", None, "CXGH", 2, 0.01, 0],
        [None, "合计", None, None, None, None, 2],
    ]
    check = next(check for check in report.checks if check.what == "专项规划项目数")
    assert check.agrees and check.left.value == 2
    own = build(sector_county(), "sector_plan_list", Scope("township", T2))
    assert texts(own, "name", "projects")[0] == ["水利规划", 1] and "area_ha" not in {c.key for c in own.columns}
    alone = dataclasses.replace(sector_county(), forms={}, sector_plans=None)
    assert texts(build(alone, "sector_plan_list"), "name", "projects") == [["水利规划", 2], ["合计", 2]]
    assert build(hand_county(), "sector_plan_list").needs["zh"]


def test_brought_form_with_totals_and_a_township_of_its_own() -> None:
    rows = pd.DataFrame(
        [
            {"village": "东村", "area_before": 1.005, "area_after": 1.0, "unit_code": T1},
            {"village": "南村", "area_before": 2, "area_after": None, "unit_code": T2},
            {"plot": "全县", "unit_code": ""},
        ]
    ).replace({np.nan: None})
    county = dataclasses.replace(hand_county(), forms={"tenure_adjustment": rows})
    table = build(county, "tenure_adjustment")
    assert texts(table, "number", "township", "village", "plot", "area_before", "area_after")[:3] == [
        [1, "甲镇", "东村", "", 1.0, 1.0],
        [2, "乙乡", "南村", "", 2.0, None],
        [3, "", "", "全县", None, None],
    ]
    assert table.rows[3].values["area_before"] == 3.0 and table.rows[3].values["township"] == "合计"
    assert table.column("area_before").heads == ("调整前", "面积") and table.column("area_before").area
    report = next(iter(build_reports(county, catalogues(), [Scope()], ["tenure_adjustment"])))
    check = next(check for check in report.checks if check.what == "权属调整前后面积")
    assert not check.agrees and check.difference == -2.0
    own = build(county, "tenure_adjustment", Scope("township", T2))
    assert texts(own, "number", "village")[:2] == [[1, "南村"], [2, ""]]
    assert build(hand_county(), "safeguards").needs["zh"]


def test_county_adds_forms_of_its_own(tmp_path: Path) -> None:
    from village_planner.core.catalogue import load_catalogue
    from village_planner.core.tables.report import Catalogues

    own = tmp_path / "tables.json"
    entry = """{"kind": "brought", "title": {"zh": "问题清单", "en": "Problems"}, "sheet": "问题清单",
        "columns": [{"key": "problem", "head": ["问题"]}, {"key": "size", "head": ["规模"], "fill": "number",
        "decimals": 1, "adds": true}]}"""
    own.write_text(f'{{"problems": {entry}}}', encoding="utf-8")
    tables = load_catalogue(RESOURCES / "tables.json", RESOURCES / "tables.schema.json", own)
    assert choose_tables([], tables)[-1] == "problems"
    rows = pd.DataFrame([{"problem": "=1+1", "size": 2.25, "unit_code": ""}])
    county = dataclasses.replace(hand_county(), forms={"problems": rows})
    books = Catalogues.of(tables, catalogue("survey_classes"))
    table = next(iter(build_reports(county, books, [Scope()], ["problems"]))).tables[0]
    assert texts(table, "problem", "size") == [["=1+1", 2.2], ["合计", 2.2]]
    own.write_text('{"order": ["projects", "nothing"]}', encoding="utf-8")
    with pytest.raises(InputError, match="nothing"):
        choose_tables([], load_catalogue(RESOURCES / "tables.json", RESOURCES / "tables.schema.json", own))
    own.write_text(f'{{"problems": {entry.replace("brought", "other")}}}', encoding="utf-8")
    with pytest.raises(InputError):
        load_catalogue(RESOURCES / "tables.json", RESOURCES / "tables.schema.json", own)
