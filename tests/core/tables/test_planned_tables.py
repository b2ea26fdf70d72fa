"""Sheets of quotas, targets, village types and reasons of centres."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pandas as pd
from hand_county import catalogues, hand_county

from village_planner.core.tables.build import TOWNSHIP, Scope
from village_planner.core.tables.report import build_reports
from village_planner.core.tables.table import Table

T1, T2 = "510000001", "510000002"
V1, V2, V3 = "510000001201", "510000001202", "510000002201"


def sheet(identifier: str, township: str = "", **more: Any) -> Table:
    county = dataclasses.replace(hand_county(), **more)
    scope = Scope(TOWNSHIP, township) if township else Scope()
    return next(iter(build_reports(county, catalogues(), [scope], [identifier]))).tables[0]


def quota_rows() -> pd.DataFrame:
    rows = []
    for code, name, kind, rate, figures in [
        ("farmland", "耕地保有量", "floor", False, {"510000": 10, T1: 6, T2: 3.5, V1: 4, V2: 2, V3: 3.5}),
        ("construction", "建设用地总规模", "cap", False, {"510000": 5, T1: 3, T2: 2.5, V1: 3, V2: np.nan, V3: 2.5}),
        ("person", "人均村庄建设用地", "expected", True, {"510000": 120, T1: 120, T2: 130, V1: 120, V2: 120, V3: 130}),
        ("forest", "林地保有量", "floor", False, {"510000": np.nan}),
    ]:
        for unit, value in figures.items():
            level = {6: "county", 9: "township", 12: "village"}[len(unit)]
            rows.append((level, unit, code, value, kind, name, "公顷", 2, rate))
    columns = ["level", "unit_code", "indicator", "value", "kind", "name", "unit", "decimals", "rate"]
    return pd.DataFrame(rows, columns=columns)


def test_quotas_of_the_county_and_of_a_township() -> None:
    table = sheet("quotas", quotas=quota_rows())
    shown = {row.values["name"]: row.values for row in table.rows}
    assert list(shown) == ["耕地保有量", "建设用地总规模", "人均村庄建设用地"]
    farmland = shown["耕地保有量"]
    assert (farmland["handed_down"], farmland["total"], farmland["check"]) == (10, 9.5, "低于下限 0.50 公顷")
    assert (farmland[f"unit:{T1}"], farmland["kind"]) == (6, "约束性（下限）")
    assert shown["建设用地总规模"]["check"] == "超出上限 0.50 公顷"
    assert (shown["人均村庄建设用地"]["total"], shown["人均村庄建设用地"]["check"]) == (None, "比率，不求和")
    assert [column.heads for column in table.columns if column.key == f"unit:{T1}"] == [("分解", "甲镇")]
    own = {row.values["name"]: row.values for row in sheet("quotas", T1, quotas=quota_rows()).rows}
    assert (own["耕地保有量"]["handed_down"], own["耕地保有量"]["check"]) == (6, "一致")
    assert own["建设用地总规模"]["check"].startswith("缺：")


def test_targets_with_lights_in_words() -> None:
    row = {
        **{"code": "T01", "name": "城镇化率", "unit": "%", "kind": "end", "comparison": ">=", "base": 78.0},
        **{"value": 82.0, "year": 2027, "year_assumed": 1, "actual": 79.0, "actual_year": 2024, "rate": 0.25},
        **{"light": "red", "note": "进度严重滞后"},
    }
    of_county = {**row, "unit_code": ""}
    of_township = {**row, "unit_code": T1, "light": "none", "kind": "yearly", "rate": None}
    rows = pd.DataFrame([of_county, of_township])
    (shown,) = (row.values for row in sheet("targets", targets=rows).rows)
    assert (shown["rate"], shown["light"], shown["year"], shown["comparison"]) == (25.0, "红灯", "2027（推定）", "≥")
    (own,) = (row.values for row in sheet("targets", T1, targets=rows).rows)
    assert (own["rate"], own["light"], own["year"]) == (None, "—", "每年")


def test_village_types_with_their_grounds() -> None:
    types = pd.DataFrame(
        {"type": ["集聚建设类", "特色保护类"], "reason": ["中心村", None], "layout": ["central", "neither"]},
        index=[V1, V3],
    ).assign(decided_by_user=[False, True])
    table = sheet("village_types", village_types=types)
    shown = [(row.values["type"], row.values["layout"], row.values["decided"]) for row in table.rows]
    assert shown == [("集聚建设类", "中心村（X）", "规则"), ("（未分类）", "", ""), ("特色保护类", "其他", "人工")]
    assert any("共 3 个村（社区）" in note and "特色保护类 1 个" in note for note in table.notes)
    assert len(sheet("village_types", T2, village_types=types).rows) == 1


def test_centres_with_their_reasons() -> None:
    table = sheet(
        "centre_reasons", reasons={"township": pd.Series({T1: "位次第一"}), "village": pd.Series({V1: "人口多"})}
    )
    shown = [(row.values["role"], row.values["name"], row.values["reason"]) for row in table.rows]
    assert shown[0] == ("中心镇", "甲镇", "位次第一") and ("中心村", "东村", "人口多") in shown
    assert all(row.values["township"] == "乙乡" for row in sheet("centre_reasons", T2).rows)


def test_a_township_of_high_potential_that_is_no_centre_says_why() -> None:
    kept = pd.Series({T1: "位次第一", T2: "同一片区中次于甲镇"})
    shown = [(row.values["role"], row.values["name"], row.values["reason"])
             for row in sheet("centre_reasons", high_potential=kept).rows]  # fmt: skip
    assert shown[0] == ("中心镇", "甲镇", "位次第一")
    assert ("高潜力乡镇（未选为中心镇）", "乙乡", "同一片区中次于甲镇") in shown
