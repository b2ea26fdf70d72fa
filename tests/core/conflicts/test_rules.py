"""The rule catalogue: what it holds, what it refuses, and that codes mean what their version says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from village_planner.core.conflicts.rules import BUILT, UNBUILT
from village_planner.core.errors import InputError

from .conflict_cases import class_codes, rules


def test_principles_stand_in_their_order() -> None:
    assert [label.id for label in rules().principles] == ["ecology", "totals", "development", "functions", "safety"]
    assert rules().principle("ecology") == {"zh": "生态优先", "en": "Ecology first"}


def test_every_class_is_built_or_not_built() -> None:
    codes, catalogue = class_codes(), rules()
    for version in ("plan_2023", "plan_2020", "survey"):
        for code in codes.names[version]:
            sets = catalogue.classes_of(code, version, codes)
            assert sets is not None and len(sets & {BUILT, UNBUILT}) == 1, (version, code)


def test_class_lists_are_the_published_ones(shared_data: Path) -> None:
    codes = class_codes()
    for version in ("plan_2023", "plan_2020"):
        table = pd.read_csv(shared_data / "codes" / f"plan_classes_{version[-4:]}.csv", dtype=str)
        assert {code: label["zh"] for code, label in codes.names[version].items()} == dict(
            zip(table["code"], table["name"])
        )
    changes = pd.read_csv(shared_data / "codes" / "plan_2020_to_2023.csv", dtype=str)
    assert dict(codes.from_2020) == dict(zip(changes["code_2020"], changes["code_2023"]))


def test_construction_is_what_the_lists_say(shared_data: Path) -> None:
    """Against the flag of the list of 2020 and the super-class of the survey, which are not our source."""
    codes, catalogue = class_codes(), rules()
    table = pd.read_csv(shared_data / "codes" / "plan_classes_2020.csv", dtype=str)
    for code, flag in zip(table["code"], table["construction"]):
        built = BUILT in (catalogue.classes_of(code, "plan_2020", codes) or ())
        assert built == (flag != "非建设用地"), code
    table = pd.read_csv(shared_data / "codes" / "survey_classes.csv", dtype=str)
    for code, group in zip(table["code"], table["super_class"]):
        if isinstance(group, str):
            assert (BUILT in (catalogue.classes_of(code, "survey", codes) or ())) == (group == "建设用地"), code


def test_codes_of_2020_are_converted_once() -> None:
    codes = class_codes()
    assert codes.current("2303", "plan_2020") == "060102"  # and not on to 1207
    assert codes.current("060102", "plan_2020") == "1207"
    assert codes.current("2303", "plan_2023") == "2303"
    catalogue = rules()
    assert BUILT in (catalogue.classes_of("060102", "plan_2020", codes) or ())
    assert UNBUILT in (catalogue.classes_of("060102", "plan_2023", codes) or ())


def test_unknown_codes_are_not_guessed() -> None:
    codes, catalogue = class_codes(), rules()
    for code, version in (("0799", "plan_2023"), ("H1", "plan_2023"), ("", "survey"), ("0204", "plan_2019")):
        assert catalogue.classes_of(code, version, codes) is None


def test_longest_pattern_decides() -> None:
    codes, catalogue = class_codes(), rules()
    sets = {item.id: item for item in catalogue.sets}
    assert sets["water"].holds("1701", "plan") and not sets["water"].holds("1704", "plan")
    assert BUILT not in (catalogue.classes_of("1006", "survey", codes) or ())


def _county(tmp_path: Path, **entries: Any) -> Path:
    file = tmp_path / "规则.json"
    file.write_text(json.dumps(entries, ensure_ascii=False), encoding="utf-8")
    return file


def _rule(**changes: Any) -> dict[str, Any]:
    text = {"zh": "一", "en": "a"}
    return {
        "id": "r",
        "principle": "ecology",
        "severity": "error",
        "winner": "one",
        "when": {"one": "construction"},
        "title": text,
        "treatment": text,
        **changes,
    }


def test_county_replaces_what_it_names(tmp_path: Path) -> None:
    own = rules(_county(tmp_path, match_share=0.8, rules=[_rule(), _rule(id="s", severity="off")]))
    assert own.match_share == 0.8 and [rule.id for rule in own.rules] == ["r"]
    assert own.min_area == rules().min_area and own.lines == rules().lines


@pytest.mark.parametrize(
    ("entries", "said"),
    [
        ({"rules": [_rule(principle="luck")]}, "luck is not one of"),
        ({"rules": [_rule(when={"one": "castles"})]}, "castles is not one of"),
        ({"rules": [_rule(when={"lines": ["moat"]}, winner="line")]}, "moat is not one of"),
        ({"rules": [_rule(winner="other")]}, "winner other"),
        ({"rules": [_rule(winner="check", when={"other": "construction"})]}, "one is missing"),
        ({"rules": [_rule(), _rule()]}, "r is there twice"),
        ({"rules": [_rule(severity="dire")]}, "dire is not one of"),
        ({"rules": [_rule(when={})]}, "minProperties"),
        ({"sets": [{"id": "construction", "zh": "一", "en": "a"}]}, "non_construction is missing"),
        (
            {
                "sets": [
                    {"id": "construction", "zh": "一", "en": "a", "plan": ["07"]},
                    {"id": "non_construction", "zh": "一", "en": "a", "plan": ["0"]},
                ],
                "rules": [_rule()],
            },
            "class 07 is in both",
        ),
    ],
)
def test_faults_of_a_county_are_named(tmp_path: Path, entries: dict[str, Any], said: str) -> None:
    with pytest.raises(InputError, match=said) as error:
        rules(_county(tmp_path, **entries))
    assert error.value.code == "invalid_catalogue" and "规则.json" in str(error.value)
