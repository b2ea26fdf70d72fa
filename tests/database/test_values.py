"""Figures, judgements, actuals, village types and a county's own catalogues; what makes a result stale."""

from __future__ import annotations

import json
from typing import Any, Optional

import pandas as pd
import pytest

from village_planner.core.catalogue import load_catalogue
from village_planner.core.errors import InputError
from village_planner.database.results import INPUTS, changed
from village_planner.database.values import long_values

from .conftest import TOWNSHIPS, VILLAGES


def _score(database: Any, plan: int) -> None:
    rows = pd.DataFrame({"unit_code": list(TOWNSHIPS), "part": "total", "value": [1.0, 0.0]})
    database.save_result(plan, "score", rows, {}, "township")


def test_figures_replace_earlier_ones_of_the_same_year_and_keep_their_source(database: Any) -> None:
    rows = pd.DataFrame(
        {
            "unit_code": [*TOWNSHIPS, TOWNSHIPS[0], TOWNSHIPS[1]],
            "indicator": ["A5", "A5", "A7", "A7"],
            "year": [2022, 2023, None, None],
            "value": [701.0, 305.0, 0.5, None],
            "source": ["年鉴.xlsx › 人口 › C7", "", None, None],
        }
    )
    assert database.save_indicator_values("township", rows, "手工") == 3
    wide = database.indicator_values("township")
    assert wide.loc[TOWNSHIPS[0]].to_dict() == {"A5": 701.0, "A6": -1.5, "A7": 0.5}
    assert wide.loc[TOWNSHIPS[1], ["A5", "A6"]].tolist() == [305.0, 2.0]
    assert pd.isna(wide.loc[TOWNSHIPS[1], "A7"])
    sources = database.latest_rows("township").set_index(["unit_code", "indicator"])["source"]
    assert len(sources) == wide.notna().to_numpy().sum() and sources[TOWNSHIPS[0], "A5"] == "年鉴.xlsx › 人口 › C7"
    assert sources[TOWNSHIPS[1], "A5"] == "手工" and sources[TOWNSHIPS[0], "A6"] is None
    long = database.indicator_rows("township")
    assert len(long) == 6  # 4 imported, of which one replaced, and 2 new
    assert long["year"].dtype == "Int64" and long["made"].notna().sum() == 3


def test_wide_becomes_long_without_the_gaps() -> None:
    wide = pd.DataFrame({"V1": [1.0, None], "V2": [3.0, 4.0]}, index=["a", "b"])
    long = long_values(wide, 2024, {"V1": "x", "V2": "y"})
    assert long.to_numpy().tolist() == [
        ["a", "V1", 1.0, 2024, "x"],
        ["a", "V2", 3.0, 2024, "y"],
        ["b", "V2", 4.0, 2024, "y"],
    ]


def test_a_figure_given_twice_is_refused(database: Any) -> None:
    rows = pd.DataFrame({"unit_code": [TOWNSHIPS[0]] * 2, "indicator": "A5", "value": [1.0, 2.0]})
    with pytest.raises(InputError) as error:
        database.save_indicator_values("township", rows)
    assert error.value.code == "repeated_figure" and TOWNSHIPS[0] in str(error.value)


def test_judgements_by_expert(database: Any) -> None:
    first = pd.DataFrame({"row": ["A1", "A1"], "column": ["A2", "A3"], "value": [3.0, 0.2]})
    database.save_judgements("township", "甲", first)
    database.save_judgements("township", "乙", first.assign(value=[5.0, 1.0]))
    database.save_judgements("township", "甲", first.iloc[:1])
    assert database.experts("township") == ["乙", "甲"] and database.experts("village") == []
    assert database.judgements("township", "甲")[["row", "column", "value"]].to_numpy().tolist() == [["A1", "A2", 3.0]]
    assert len(database.judgements("township")) == 3
    database.save_judgements("township", "乙", first.iloc[:0])
    assert database.experts("township") == ["甲"]


@pytest.mark.parametrize(("column", "value"), [("A1", 2.0), ("A2", 0.0), ("A2", -1.0), ("A2", None), ("A2", "x")])
def test_bad_judgements_are_refused(database: Any, column: str, value: Any) -> None:
    with pytest.raises(InputError) as error:
        database.save_judgements("township", "甲", pd.DataFrame({"row": ["A1"], "column": [column], "value": [value]}))
    assert error.value.code == "bad_judgement"


def test_actuals_of_targets(database: Any) -> None:
    rows = pd.DataFrame({"code": ["T01", "T01"], "year": [2023, 2024], "value": [79.5, 80.0]})
    assert database.save_target_actuals(rows, "公报") == 2
    database.save_target_actuals(pd.DataFrame({"code": ["T01"], "year": [2024], "value": [80.4], "unit_code": [None]}))
    assert database.target_actuals().to_numpy().tolist() == [
        ["T01", "", 2023, 79.5, "公报"],
        ["T01", "", 2024, 80.4, None],
    ]


def test_village_types_decided_by_hand_stay(database: Any) -> None:
    plan = database.ensure_plan("甲").id
    computed = pd.DataFrame(
        {
            "unit_code": list(VILLAGES),
            "type": ["suburban", "improve", "improve", ""],
            "rule": "r",
            "reason": "近县城",
            "layout": ["central", "retained", "", ""],
        }
    )
    assert database.save_village_types(plan, computed) == []
    assert list(database.village_types(plan).index) == sorted(VILLAGES[:3])
    by_hand = computed.iloc[[1]].assign(type="character", reason="古村", decided_by_user=True)
    assert database.save_village_types(plan, pd.concat([computed.drop(index=1), by_hand])) == []
    computed["layout"] = ["central", "central", "", ""]
    assert database.save_village_types(plan, computed) == [VILLAGES[1]]
    kept = database.village_types(plan).loc[VILLAGES[1]]
    assert (kept["type"], kept["reason"], kept["layout"], bool(kept["decided_by_user"])) == (
        "character",
        "古村",
        "central",
        True,
    )
    database.release_village_types(plan, [VILLAGES[1]])
    assert database.save_village_types(plan, computed) == []
    assert database.village_types(plan).loc[VILLAGES[1], "type"] == "improve"
    database.save_village_types(plan, pd.concat([computed.drop(index=1), by_hand.assign(layout="central")]))
    units = database.units(plan, "village").set_index("code")
    assert units.loc[VILLAGES[1], ["village_type", "layout"]].tolist() == ["character", "central"]
    assert units.loc[VILLAGES[3], "village_type"] is None
    assert "village_type" not in database.units(plan, "township").columns
    for wrong, code in (({"layout": "x"}, "unknown_layout"), ({"unit_code": "9"}, "unknown_unit")):
        with pytest.raises(InputError) as error:
            database.save_village_types(plan, computed.iloc[:1].assign(**wrong))
        assert error.value.code == code


def test_own_catalogue_is_kept_read_and_checked(database: Any, tmp_path: Any) -> None:
    (tmp_path / "c.json").write_text('{"a": 1, "b": 2}', encoding="utf-8")
    (tmp_path / "s.json").write_text('{"properties": {"a": {"type": "integer"}}}', encoding="utf-8")
    assert database.read_catalogue("indicators") is None
    database.write_catalogue("indicators", {"a": 3, "名": "值"})
    own = database.read_catalogue("indicators")
    assert load_catalogue(tmp_path / "c.json", tmp_path / "s.json", own) == {"a": 3, "b": 2, "名": "值"}
    database.write_catalogue("indicators", {"a": "x"})
    with pytest.raises(InputError) as error:
        load_catalogue(tmp_path / "c.json", tmp_path / "s.json", database.read_catalogue("indicators"))
    assert error.value.code == "invalid_catalogue" and "catalogue.indicators" in str(error.value)
    database.write_catalogue("indicators", None)
    assert database.read_catalogue("indicators") is None
    assert (database.read_table("record")["what"] == "write catalogue").sum() == 3


def changed_inputs(database: Any, plan: int, kind: str, level: Optional[str] = None) -> set[str]:
    return changed(database.result(plan, kind, level).fingerprints, database.fingerprints(kind, level, plan))


def test_what_makes_a_score_stale(database: Any) -> None:
    plan = database.ensure_plan("甲").id
    judgement = pd.DataFrame({"row": ["A1"], "column": ["A2"], "value": [3.0]})
    _score(database, plan)
    # The same figure from another source is no change, nor are judgements: weights are taken from them by a choice.
    same = database.latest_rows("township")[["unit_code", "indicator", "year", "value"]]
    database._run("UPDATE indicator_value SET source = 'x', made = 'y'")
    for level in ("township", "village"):
        database.save_judgements(level, "甲", judgement)
    assert not database.result(plan, "score", "township").stale
    database.save_indicator_values("township", same.assign(value=same["value"] + 1))
    assert changed_inputs(database, plan, "score", "township") == {"indicator_value"}
    _score(database, plan)
    database.write_catalogue("indicators", {"missing": "median"})
    assert changed_inputs(database, plan, "score", "township") == {"catalogue.indicators"}
    assert database.result(plan, "score", "township").stale


def test_quotas_go_stale_with_their_own_plan_only(database: Any) -> None:
    plan, other = database.ensure_plan("甲").id, database.add_plan("乙").id
    assigned = pd.Series({TOWNSHIPS[0]: "1", TOWNSHIPS[1]: "2"})
    area = pd.DataFrame({"unit_code": VILLAGES[:1], "class_code": "0101", "constraints": "", "area_m2": 5.0})
    database.save_assignment(plan, "township", assigned)
    database.save_result(plan, "land_area", area, {})
    rows = pd.DataFrame({"level": ["township"], "unit_code": [TOWNSHIPS[0]], "indicator": ["G01"], "value": [1.0]})
    database.save_result(plan, "quota", rows, {})
    database.save_assignment(other, "township", assigned)
    database.save_result(other, "land_area", area.assign(area_m2=7.0), {})
    database.save_result(plan, "land_area", area, {})
    database.save_assignment(plan, "township", assigned[::-1])
    assert not database.result(plan, "quota").stale
    database.save_result(plan, "land_area", area.assign(area_m2=6.0), {})
    assert changed_inputs(database, plan, "quota") == {"land_area"}
    database.save_assignment(plan, "township", assigned.replace("2", "1"))
    assert changed_inputs(database, plan, "quota") == {"land_area", "assignment"}
    assert set(INPUTS["quota"]) >= {"land_area", "assignment"}


def test_replaced_figures_are_in_the_record(database: Any) -> None:
    rows = pd.DataFrame({"unit_code": TOWNSHIPS[:2], "indicator": "A7", "year": 2024, "value": [1.0, 2.0]})
    database.save_indicator_values("township", rows, "表")
    database.save_indicator_values("township", rows.assign(value=[1.0, 3.0]), "表")
    reached = pd.DataFrame({"code": ["T01"], "unit_code": [""], "year": [2024], "value": [80.0]})
    database.save_target_actuals(reached, "公报")
    database.save_target_actuals(reached.assign(value=81.0))
    assert database.remove_target_actuals(reached) == 1 and database.remove_target_actuals(reached) == 0
    assert database.target_actuals().empty
    record = database.read_table("record")
    before = [json.loads(text)["figures"] for text in record["before"].tail(5) if text]
    assert before == [
        [[TOWNSHIPS[1], "A7", 2024, 2.0, "表"]],
        [["T01", "", 2024, 80.0, "公报"]],
        [["T01", "", 2024, 81.0, None]],
    ]
