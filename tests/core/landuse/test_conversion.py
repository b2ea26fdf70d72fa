"""Survey classes to plan classes, in both versions of the list."""

from __future__ import annotations

from typing import Any

import pytest
from landuse_catalogues import VERSIONS, catalogue, conversion, plan_names

from village_planner.core.errors import InputError

SURVEY = [item["code"] for item in catalogue("survey_classes")["classes"]]
BY_HAND = {"0204", "08H2", "0809", "09", "1005", "1006", "1202"}


@pytest.mark.parametrize("version", VERSIONS)
def test_every_survey_class_becomes_classes_of_that_list(version: str) -> None:
    rules, known = conversion(version), plan_names(version)
    for code in SURVEY:
        for place in ("town", "village", "outside"):
            shares = rules.plan_classes(code, place)
            assert sum(shares.values()) == pytest.approx(1) and set(shares) <= set(known), code
    assert rules.plan_classes("9999", "outside") == {}


def test_both_versions_are_one_step_apart() -> None:
    """The official list of what changed, all rows applied at once, leads from the codes of 2020 to those of 2023."""
    from_2020 = catalogue("plan_classes")["from_2020"]
    assert from_2020["2303"] == "060102" and from_2020["060102"] == "1207"  # the trap: these must not chain
    old, new = conversion("2020"), conversion("2023")
    for code in SURVEY:
        for place in ("town", "village"):
            (before, *more), (after, *others) = old.plan_classes(code, place), new.plan_classes(code, place)
            assert not more and not others
            if code != "1202":  # 设施农用地 was three classes in 2020, of which none is the default
                assert from_2020.get(before, before) == after, code
    assert dict(old.plan_classes("1203", "outside")) == {"2302": 1.0}  # the ridge, which 2303 is only since 2023
    assert dict(old.plan_classes("1004", "village")) == {"060102": 1.0}
    assert dict(old.plan_classes("1004", "town")) == {"1207": 1.0}


def test_seven_classes_are_split_by_hand() -> None:
    rules = conversion("2023")
    assert {split.survey[0] for split in rules.splits} == BY_HAND
    assert not any(split.by_hand for split in rules.splits)
    changed = [
        {**item, "shares": [{"plan": "060201", "percent": 60}, {"plan": "060202", "percent": 40}]}
        if item["survey"] == ["1202"]
        else item
        for item in catalogue("plan_conversion")["splits"]
    ]
    own = conversion("2023", splits=changed)
    assert dict(own.plan_classes("1202", "village")) == {"060201": 0.6, "060202": 0.4}
    assert [split.survey for split in own.splits if split.by_hand] == [("1202",)]


def test_shares_that_do_not_sum_are_refused() -> None:
    splits = [{**item, "shares": [{"plan": "08", "percent": 90}]} for item in catalogue("plan_conversion")["splits"]]
    with pytest.raises(InputError, match="sum to 90 %") as error:
        conversion("2023", splits=splits)
    assert error.value.code == "invalid_catalogue"


@pytest.mark.parametrize(
    ("settlement", "lines", "planned", "now", "then"),
    [
        ("201", [], "01", "town", "town"),
        ("202A", [], "0703", "town", "town"),
        ("203", [], "0703", "village", "village"),
        ("203", ["urban_development_boundary"], "0703", "village", "town"),
        ("", ["urban_development_boundary"], "07", "outside", "town"),
        ("", ["urban_development_boundary"], "01", "outside", "outside"),  # fields inside it are no town
        ("204", [], "1002", "outside", "outside"),
        ("", [], "0703", "outside", "outside"),
    ],
)
def test_where_ground_lies(settlement: str, lines: list[str], planned: str, now: str, then: str) -> None:
    rules = conversion("2023")
    assert rules.place(settlement) == now
    assert rules.planned_place(settlement, lines, planned) == then


def test_what_new_farmland_is_called() -> None:
    rules = conversion("2023")
    words: dict[str, Any] = {one: rules.gain(one) for one in ("construction", "unused", "farm", "")}
    assert words == {
        "construction": "reclaimed",
        "unused": "developed",
        "farm": "consolidated",
        "": "consolidated",
    }


@pytest.mark.parametrize("version", VERSIONS)
def test_construction_land_and_what_linkage_exchanges(version: str) -> None:
    rules = conversion(version)
    ours = {code for code in plan_names(version) if code in rules.construction}
    linked = {code for code in plan_names(version) if code in rules.linkage}
    assert linked < ours
    assert {"0703", "2301", "1003", "1201"} <= ours and not {"01", "0601", "17", "2304", "06", "23"} & ours
    assert ("060102" in ours) == (version == "2020")  # inner village roads then, field tracks since
    # Not exchanged: railways to pipelines, mining and salt, waterworks, special land.
    waterworks = {"1311", "1312"} if version == "2020" else {"1311"}
    regional = {"12", "1201", "1202", "1203", "1204", "1205", "1206", "1002", "1003"}
    special = {code for code in plan_names(version) if code.startswith("15")}
    assert ours - linked == regional | waterworks | special
