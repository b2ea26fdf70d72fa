"""Rates of completion and lights, worked by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Optional

import numpy as np
import pandas as pd
import pytest

from village_planner.core.catalogue import CatalogueText
from village_planner.core.errors import InputError
from village_planner.core.statistics.rules import load_rules
from village_planner.core.targets.actuals import read_actuals
from village_planner.core.targets.catalogue import TargetCatalogue, load_targets
from village_planner.core.targets.progress import track

CATALOGUES = Path(__file__).resolve().parents[3] / "resources" / "catalogues"
MEASURES = load_rules(CATALOGUES / "statistics.json", CATALOGUES / "statistics.schema.json").measures
TOWNSHIPS = {"a": "甲镇", "b": "乙镇"}


def catalogue(own: str = "") -> TargetCatalogue:
    file, schema = CATALOGUES / "targets.json", CATALOGUES / "targets.schema.json"
    return load_targets(file, schema, CatalogueText(own, "own") if own else None)


@pytest.fixture(scope="module")
def shipped() -> TargetCatalogue:
    return catalogue()


def actuals(*rows: tuple[Any, ...]) -> pd.DataFrame:
    return pd.DataFrame([(*row, "") for row in rows], columns=["code", "unit_code", "year", "value", "source"])


def state(shipped: TargetCatalogue, name: str, year: int, *figures: tuple[int, float]) -> Any:
    code = shipped.names()[name]
    found = actuals(*((code, "", then, value) for then, value in figures))
    rows = track(shipped, found, year).rows
    return rows[rows["code"] == code].iloc[0]


def test_the_whole_table_is_there(shipped: TargetCatalogue) -> None:
    by_name = {item.zh: item for item in shipped.targets}
    assert len(shipped.targets) == 63
    assert sum(item.kind == "yearly" for item in shipped.targets) == 10
    # The source states 2027 only for its opening goals and for the coverage of star villages, and four other years.
    stated = {item.zh for item in shipped.targets if not item.year_assumed}
    assert {item.year for item in shipped.targets} == {2023, 2024, 2025, 2027} and len(stated) == 12
    for zh, value in [
        ("常住人口城镇化率", 82),
        ("城乡居民收入比", 1.94),
        ("粮食播种面积", 75000),
        ("农村供电可靠率", 99.98),
        ("村级集体资产总额", 150),
        ("共富工坊带动就业", 2300),
        ("新编片区规划用于乡村的建设用地指标占比", 10),
    ]:
        assert by_name[zh].value == value
    assert by_name["城乡居民收入比"].direction == "down" and by_name["村级集体经济总收入"].comparison == ">"


@pytest.mark.parametrize(
    ("name", "year", "figures", "rate", "expected", "light"),
    [
        # (79 - 78) / (82 - 78) = 1/4; two of five years are 2/5; 0.25 / 0.4 = 62.5 %
        ("常住人口城镇化率", 2024, [(2022, 78), (2024, 79)], 0.25, 0.4, "red"),
        ("常住人口城镇化率", 2024, [(2022, 78), (2024, 79.4)], 0.35, 0.4, "yellow"),
        ("常住人口城镇化率", 2024, [(2022, 78), (2024, 79.6)], 0.4, 0.4, "green"),
        ("常住人口城镇化率", 2024, [(2022, 78), (2024, 83)], 1.25, 0.4, "green"),
        ("常住人口城镇化率", 2027, [(2022, 78), (2027, 81.9)], 0.975, 1.0, "yellow"),
        # less is better: (2.0 - 2.1) / (1.94 - 2.1) = 0.625; one of five years
        ("城乡居民收入比", 2023, [(2022, 2.1), (2023, 2.0)], 0.625, 0.2, "green"),
        ("城乡居民收入比", 2027, [(2022, 2.1), (2027, 1.94)], 1.0, 1.0, "green"),
        ("城乡居民收入比", 2023, [(2022, 2.1), (2023, 2.2)], -0.625, 0.2, "red"),
        # more than 1.3 billion, so 1.3 is not enough
        ("村级集体经济总收入", 2027, [(2022, 8), (2027, 13)], 1.0, 1.0, "yellow"),
        # the base had reached the target, and it was lost since: 81 / 82, 1.94 / 2.3, and no steady pace to keep
        ("常住人口城镇化率", 2024, [(2022, 85), (2024, 81)], 81 / 82, 1.0, "yellow"),
        ("常住人口城镇化率", 2024, [(2022, 82), (2024, 81)], 81 / 82, 1.0, "yellow"),
        ("常住人口城镇化率", 2024, [(2022, 85), (2024, 60)], 60 / 82, 1.0, "red"),
        ("常住人口城镇化率", 2024, [(2022, 85), (2024, 83)], 83 / 82, 0.4, "green"),
        ("城乡居民收入比", 2024, [(2022, 1.8), (2024, 2.3)], 1.94 / 2.3, 1.0, "yellow"),
        ("城乡居民收入比", 2024, [(2022, 1.8), (2024, 3)], 1.94 / 3, 1.0, "red"),
        # 2023 was on the way, but in 2027 the target is due and nothing newer is known
        ("常住人口城镇化率", 2027, [(2022, 78), (2023, 79)], 0.25, 0.2, "yellow"),
        ("常住人口城镇化率", 2026, [(2022, 78), (2023, 79)], 0.25, 0.2, "green"),
        ("常住人口城镇化率", 2027, [(2022, 78), (2023, 78.4)], 0.1, 0.2, "red"),
        # no base year: actual / target, and a light only when it is reached or due
        ("护理型养老床位占比", 2024, [(2024, 45)], 0.75, None, "none"),
        ("护理型养老床位占比", 2024, [(2024, 60)], 1.0, None, "green"),
        ("护理型养老床位占比", 2027, [(2027, 45)], 0.75, 1.0, "red"),
        # counts start from 0; about 15 is reached with 14
        ("强村公司", 2025, [(2025, 3)], 0.6, 0.6, "green"),
        ("未来社区", 2026, [(2026, 14)], 14 / 15, 0.8, "green"),
        # yearly: that year's figure alone, and no pace
        ("特色精品村", 2024, [(2023, 3), (2024, 2)], 2 / 3, 1.0, "red"),
        ("农民培训", 2024, [(2024, 44_880)], 0.85, 1.0, "yellow"),
        ("特色精品村", 2025, [(2024, 3)], None, None, "none"),
        # yes or no
        ("水源一主一备", 2024, [(2024, 0)], 0.0, None, "yellow"),
        ("水源一主一备", 2027, [(2027, 0)], 0.0, None, "red"),
        ("水源一主一备", 2027, [(2025, 1)], 1.0, None, "green"),
        ("水源一主一备", 2027, [(2025, 0)], 0.0, None, "red"),
        # full cover is 100 %; a later figure is not looked at, nor one of the base year
        ("充电桩覆盖率", 2027, [(2026, 99), (2028, 100)], 0.99, None, "none"),
        ("强村公司", 2024, [(2022, 4)], None, None, "none"),
        ("农村厕所改造", 2024, [(2024, 500)], None, None, "none"),
    ],
)
def test_by_hand(
    shipped: TargetCatalogue,
    name: str,
    year: int,
    figures: list[tuple[int, float]],
    rate: Optional[float],
    expected: Optional[float],
    light: str,
) -> None:
    row = state(shipped, name, year, *figures)
    assert row["light"] == light and str(row["note"])
    for value, wanted in ((row["rate"], rate), (row["expected"], expected)):
        assert np.isnan(value) if wanted is None else value == pytest.approx(wanted)


def test_what_is_due_and_not_measured_since_is_said(shipped: TargetCatalogue) -> None:
    for name, figures in (("常住人口城镇化率", [(2022, 78), (2023, 79)]), ("充电桩覆盖率", [(2026, 99)])):
        assert "due in 2027" in str(state(shipped, name, 2027, *figures)["note"])


def test_limits_of_the_lights_are_the_countys() -> None:
    own = catalogue('{"lights": {"green": 0.6, "yellow": 0.5}}')
    assert state(own, "常住人口城镇化率", 2024, (2022, 78), (2024, 79))["light"] == "green"


def test_townships_are_ranked_by_their_rates(shipped: TargetCatalogue) -> None:
    urban, sewage = shipped.names()["常住人口城镇化率"], shipped.names()["污水集中处理率"]
    firms = shipped.names()["强村公司"]
    found = actuals(
        *[(urban, "a", 2022, 50), (urban, "a", 2024, 66), (urban, "b", 2022, 80), (urban, "b", 2024, 83)],
        *[(sewage, "a", 2024, 98), (firms, "a", 2024, 2), ("T99", "", 2024, 1)],
    )
    result = track(shipped, found, 2024, TOWNSHIPS)
    rows = result.rows.set_index(["code", "unit_code"])
    assert rows.loc[(urban, "a"), "rate"] == 0.5 and rows.loc[(urban, "b"), "light"] == "green"
    assert np.isnan(rows.loc[(firms, "a"), "rate"]) and "part of the county" in str(rows.loc[(firms, "a"), "note"])
    ranking = result.ranking
    assert ranking[["unit_code", "targets", "rate", "green", "rank"]].to_numpy().tolist() == [
        ["b", 1, 1.0, 1, 1],
        ["a", 2, 0.75, 2, 2],
    ]
    assert "T99" in str(result.warnings[0])
    own = catalogue(
        '{"targets": [{"code": "F", "zh": "公司", "en": "Firms", "unit": {"zh": "家", "en": "firms"}, "kind": "end", '
        '"direction": "up", "comparison": ">=", "value": 5, "base": 0, "year": 2027, "by_township": {"a": 4}}]}'
    )
    rows = track(own, actuals(("F", "a", 2024, 2), ("F", "b", 2024, 2)), 2024, TOWNSHIPS).rows.set_index("unit_code")
    assert rows.loc["a", "rate"] == 0.5 and np.isnan(rows.loc["b", "rate"])


def test_actuals_by_names_and_codes(shipped: TargetCatalogue) -> None:
    table = pd.DataFrame(
        {
            "目标": ["常住人口城镇化率", "T08", "农民培训", "农民培训"],
            "乡镇": ["", "全县", "甲镇", "b"],
            "年份": ["2024年", 2024, 2024, 2024],
            "实际值": [79.5, "是", "1,200", None],
        }
    )
    assert read_actuals(table, "表", shipped, TOWNSHIPS, MEASURES).iloc[:, :4].to_numpy().tolist() == [
        ["T01", "", 2024, 79.5],
        ["T08", "", 2024, 1.0],
        ["T46", "a", 2024, 1200.0],
    ]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"code": ["X"]}, "unknown_target"),
        ({"unit": ["丙"]}, "unknown_unit"),
        ({"value": ["约80"]}, "not_a_number"),
        ({"value": ["75,5"]}, "not_a_number"),
        ({"value": ["是"]}, "not_a_number"),  # a rate is not yes or no
        ({"value": [0.82]}, "share_or_percent"),  # what a workbook holds where it shows 82%
        ({"value": [1]}, "share_or_percent"),
        ({"value": [82], "单位": ["公顷"]}, "unlike_measure"),
        ({"year": ["去年"]}, "bad_year"),
        ({"year": [24]}, "bad_year"),
    ],
)
def test_bad_actuals_are_refused_with_their_row(shipped: TargetCatalogue, change: dict[str, Any], code: str) -> None:
    table = pd.DataFrame({"code": ["T01"], "unit": ["甲镇"], "year": [2024], "value": [79], **change})
    with pytest.raises(InputError) as error:
        read_actuals(table, "表", shipped, TOWNSHIPS, MEASURES)
    assert error.value.code == code and "row 1" in str(error.value)


@pytest.mark.parametrize(
    ("target", "columns", "value"),
    [
        ("粮食播种面积", {"实际值（万亩）": [7.5]}, 75000.0),
        ("粮食播种面积（公顷）", {"实际值": [5000]}, 75000.0),
        ("粮食播种面积", {"实际值": ["5,000"], "计量单位": ["公顷"]}, 75000.0),
        ("村级集体经济总收入", {"实际值（万元）": [130000]}, 13.0),
        ("示范村（未来乡村）", {"实际值（个）": [2]}, 2.0),  # a figure a year
        ("常住人口城镇化率", {"实际值": ["82.5%"]}, 82.5),
        ("常住人口城镇化率", {"实际值": ["0.82%"]}, 0.82),
        ("常住人口城镇化率", {"实际值（%）": [0.82]}, 0.82),
        ("常住人口城镇化率", {"实际值": [0]}, 0.0),
        ("城乡居民收入比", {"实际值": [0.9]}, 0.9),
    ],
)
def test_actuals_in_the_unit_of_the_target(
    shipped: TargetCatalogue, target: str, columns: dict[str, Any], value: float
) -> None:
    table = pd.DataFrame({"目标": [target], "年份": [2024], **columns})
    assert read_actuals(table, "表", shipped, TOWNSHIPS, MEASURES)["value"].tolist() == [value]


def test_actuals_without_a_column_or_twice_are_refused(shipped: TargetCatalogue) -> None:
    table = pd.DataFrame({"code": ["T01"], "unit": ["甲镇"], "year": [2024], "value": [79]})
    for wrong, code in ((table.drop(columns="year"), "unknown_field"), (pd.concat([table] * 2), "repeated_figure")):
        with pytest.raises(InputError) as error:
            read_actuals(wrong, "表", shipped, TOWNSHIPS, MEASURES)
        assert error.value.code == code


@pytest.mark.parametrize(
    "own",
    [
        '{"base_year": 2030}',
        '{"lights": {"green": 0.5, "yellow": 0.6}}',
        '{"targets": [{"code": "F", "zh": "公司", "en": "Firms", "unit": {"zh": "家", "en": ""}, "kind": "end", '
        '"direction": "up", "comparison": ">=", "year": 2027}]}',
    ],
)
def test_bad_catalogues_are_refused(own: str) -> None:
    with pytest.raises(InputError) as error:
        catalogue(own)
    assert error.value.code == "invalid_catalogue" and "own" in str(error.value)
