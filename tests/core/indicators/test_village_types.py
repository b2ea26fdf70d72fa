"""Village types by rules worked out by hand, and the layout 1+X+Y."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from village_planner.core.errors import InputError
from village_planner.core.indicators.type_rules import TypeRules, check_indicators, load_type_rules
from village_planner.core.indicators.village_facts import facility_count, share_inside
from village_planner.core.indicators.village_types import FigureName, classify_villages, layout_table

CATALOGUES = Path(__file__).resolve().parents[3] / "resources" / "catalogues"
SCHEMA = CATALOGUES / "village_types.schema.json"
TYPES = [
    {"id": "leave", "zh": "搬迁撤并类", "en": "leave", "aliases": ["搬迁撤并"]},
    {"id": "grow", "zh": "集聚建设类", "en": "grow"},
    {"id": "stay", "zh": "整治提升类", "en": "stay"},
]
RULES: list[dict[str, Any]] = [
    {
        "id": "far_and_small",
        "type": "leave",
        "zh": "又远又小",
        "en": "far and small",
        "when": {
            "all": [{"indicator": "far", "op": ">=", "value": 30}, {"indicator": "V1", "op": "<", "quantile": 0.5}]
        },
    },
    {
        "id": "large_or_central",
        "type": "grow",
        "zh": "大村或中心村",
        "en": "large or central",
        "when": {"any": [{"indicator": "V1", "op": ">=", "value": 80}, {"field": "role", "in": ["central_village"]}]},
    },
]
VILLAGES = pd.DataFrame(
    {
        "V1": [10.0, 20.0, 60.0, 80.0, 90.0],
        "far": [40.0, 20.0, 10.0, 35.0, 5.0],
        "role": ["", "", "central_village", "", None],
    },
    index=list("abcde"),
)
NAMES = {"V1": FigureName({"zh": "常住人口", "en": "people"}, {"zh": "人", "en": "people"}, 0)}


def load(tmp_path: Path, rules: list[dict[str, Any]] = RULES, **more: Any) -> TypeRules:
    path = tmp_path / "types.json"
    data = {"types": TYPES, "default": "stay", "rules": rules, "layout": {"not_retained": ["leave"]}, **more}
    path.write_text(json.dumps(data), encoding="utf-8")
    return load_type_rules(path, SCHEMA)


def test_the_first_rule_that_holds_decides(tmp_path: Path) -> None:
    result = classify_villages(VILLAGES, load(tmp_path), NAMES, language="en").units
    assert result["village_type"].to_dict() == {"a": "leave", "b": "stay", "c": "grow", "d": "grow", "e": "grow"}
    assert result["type_rule"].to_dict() == {
        "a": "far_and_small",
        "b": "",
        "c": "large_or_central",
        "d": "large_or_central",
        "e": "large_or_central",
    }
    assert result["layout"].to_dict() == {
        "a": "neither",
        "b": "retained",
        "c": "central",
        "d": "retained",
        "e": "retained",
    }


def test_reasons_name_figures_and_the_next_best(tmp_path: Path) -> None:
    result = classify_villages(VILLAGES, load(tmp_path), NAMES, language="en").units
    reasons = result["type_reason"].map(str)
    # Standard deviations: V1 of 10 20 60 80 90 is 31.8748, far of 40 20 10 35 5 is 13.6382; the median of V1 is 60.
    assert reasons["a"] == (
        "far and small: far 40 (at least 30), people 10 people (less than 60 people, the 50 % quantile); "
        "nearest other type grow, for which role is not central_village"
    )
    assert reasons["b"] == ("no rule holds: stay; nearest other type leave, for which far is 20, not at least 30")
    assert result["next_distance"]["b"] == pytest.approx(10 / 13.638, abs=1e-4)
    # c lacks (30 - 10) / 13.638 = 1.4665 of far; its people, 60, are at the quantile and must be below it
    assert result["next_distance"]["c"] == pytest.approx(20 / 13.638, abs=1e-3)
    assert reasons["d"].startswith("large or central: people 80 people (at least 80 people); nearest other type leave")
    assert result["next_type"]["d"] == "leave"
    assert result["next_distance"]["d"] == pytest.approx(20 / 31.8748, abs=1e-4)


def test_a_later_rule_that_holds_as_well_is_said(tmp_path: Path) -> None:
    both = VILLAGES.assign(role=["central_village", "", "", "", ""])
    result = classify_villages(both, load(tmp_path), language="en")
    assert str(result.units["type_reason"]["a"]).endswith("“large or central” (grow) holds as well")
    assert result.units["next_distance"]["a"] == 0
    assert "Central villages a are of a type that is not retained" in str(result.warnings[-1])


def test_what_a_user_decided_is_kept_and_the_rules_are_told(tmp_path: Path) -> None:
    result = classify_villages(VILLAGES, load(tmp_path), NAMES, {"a": "stay", "e": "grow"}, "en").units
    assert (result["village_type"]["a"], result["type_rule"]["a"], result["layout"]["a"]) == (
        "stay",
        "user",
        "retained",
    )
    assert str(result["type_reason"]["a"]).startswith("decided by the user; by the rules leave: far and small: far 40")
    assert str(result["type_reason"]["e"]).startswith("decided by the user; nearest")
    assert result["decided_by_user"].tolist() == [True, False, False, False, True]


def test_what_is_not_known_is_said_and_holds_for_nobody(tmp_path: Path) -> None:
    gaps = VILLAGES.assign(V1=[np.nan, 20, 60, 80, 90]).drop(columns=["far", "role"])
    result = classify_villages(gaps, load(tmp_path), NAMES, language="en")
    assert result.units["village_type"].tolist() == ["stay", "stay", "stay", "grow", "grow"]
    assert result.units["layout"].tolist() == [""] * 5
    said = [str(warning) for warning in result.warnings]
    assert "Nothing is known of far: conditions on it hold for no village." in said
    assert "No figure of people for villages a: conditions on it do not hold for them." in said
    assert len(said) == len(set(said))


@pytest.mark.parametrize(
    ("change", "code", "text"),
    [
        ({"default": "go"}, "unknown_type", "at /default: go is no village type"),
        ({"rules": [{**RULES[0], "type": "go"}]}, "unknown_type", "at /rules/0/type: go"),
        ({"rules": [RULES[0], RULES[0]]}, "invalid_catalogue", "far_and_small listed more than once"),
        (
            {"rules": [{**RULES[0], "when": {"indicator": "V1", "op": ">="}}]},
            "invalid_catalogue",
            "at /rules/0/when: give either value or quantile",
        ),
        ({"rules": [{**RULES[0], "when": {"indicator": "V1", "op": "==", "value": 1}}]}, "invalid_catalogue", "rules"),
        ({"rules": [{**RULES[0], "when": "__import__('os')"}]}, "invalid_catalogue", "rules"),
    ],
)
def test_faulty_rules(tmp_path: Path, change: dict[str, Any], code: str, text: str) -> None:
    with pytest.raises(InputError, match=text) as caught:
        load(tmp_path, **change)
    assert caught.value.code == code


def test_a_rule_on_an_unknown_indicator_names_rule_indicator_and_cure(tmp_path: Path) -> None:
    rules = load(tmp_path)
    check_indicators(rules, ["V1", "far", "role"], "types.json")
    with pytest.raises(InputError, match=r"rule far_and_small: far is no indicator .* Known are: V1, role") as caught:
        check_indicators(rules, ["V1", "role"], "types.json")
    assert caught.value.code == "unknown_indicator"


def test_the_shipped_rules_are_whole() -> None:
    rules = load_type_rules(CATALOGUES / "village_types.json", SCHEMA)
    assert [item.name["zh"] for item in rules.types] == [
        "城郊融合类", "集聚建设类", "整治提升类", "特色保护类", "搬迁撤并类"
    ]  # fmt: skip
    assert rules.identify("搬迁撤并") == "relocate" and rules.identify("集聚提升类") == "clustering"
    assert rules.identify("x") is None
    indicators = json.loads((CATALOGUES / "indicators.json").read_text(encoding="utf-8"))["indicators"]
    check_indicators(rules, [*(item["code"] for item in indicators), "role"], "village_types.json")


def test_layout_of_districts_and_townships() -> None:
    villages = pd.DataFrame(
        {
            "name": list("一二三四"),
            "township_code": ["T1", "T1", "T2", "T3"],
            "layout": ["central", "retained", "neither", "central"],
        }
    )
    towns = pd.DataFrame(
        {"name": ["甲镇", "乙镇", "丙镇"], "district": ["1", "1", "2"], "role": ["central_town", "", "central_town"]},
        index=["T1", "T2", "T3"],
    )
    table = layout_table(villages, towns).set_index(["level", "code"])
    assert table.loc[("county", ""), ["central", "retained", "neither"]].tolist() == [2, 1, 1]
    assert table.loc[("township_district", "1"), ["central_town", "central", "retained", "neither"]].tolist() == [
        "甲镇", 1, 1, 1
    ]  # fmt: skip
    assert table.loc[("township", "T2"), ["name", "neither_names", "central_names"]].tolist() == ["乙镇", "三", ""]
    for level in ("township_district", "township"):
        assert table.loc[level, ["central", "retained", "neither"]].to_numpy().sum() == 4


def test_facts_of_facilities_and_lines() -> None:
    villages = gpd.GeoSeries([shapely.box(0, 0, 10, 10), shapely.box(10, 0, 20, 10)], crs="EPSG:4523")
    kinds = ["文物", "学校", "文物", "文物", "文物"]
    places = [(1, 1), (2, 2), (10, 5), (15, 5), (99, 99)]
    facilities = gpd.GeoDataFrame({"kind": kinds}, geometry=[shapely.Point(p) for p in places], crs="EPSG:4523")
    assert facility_count(villages, facilities, ["文物"]).tolist() == [2, 1]
    lines = gpd.GeoSeries([shapely.box(5, 0, 15, 5), shapely.box(5, 0, 10, 10), None], crs="EPSG:4523")
    recorded = facilities.assign(unit_code=["1", "", "", None, ""])  # by its code, not its place
    assert facility_count(villages, recorded, ["文物"]).tolist() == [1, 2]
    assert share_inside(villages, lines).tolist() == [50, 25]  # what two polygons cover counts once


@settings(max_examples=30)
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=12))
def test_types_do_not_depend_on_the_order_of_villages(figures: list[tuple[int, int]]) -> None:
    rules = load_type_rules(CATALOGUES / "village_types.json", SCHEMA)
    villages = pd.DataFrame(figures, columns=["V1", "V2"], dtype=float).assign(V8=30.0, V5=1.0)
    villages.index = [f"v{i:02d}" for i in range(len(villages))]
    first = classify_villages(villages, rules).units["village_type"]
    second = classify_villages(villages.iloc[::-1], rules).units["village_type"]
    assert second.sort_index().equals(first)
