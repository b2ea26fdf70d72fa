"""Structure, values and logic: rules that the planted faults do not reach."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
from planted_county import County, sound_county
from quality_layers import checked_layers, shipped_rules, survey_classes
from shapely import box

from village_planner.core.errors import InputError
from village_planner.core.quality.check import check_county
from village_planner.core.quality.model import CheckedLayer
from village_planner.core.quality.rules import Rules, load_rules
from village_planner.paths import resource

CLASSES = survey_classes()
CATALOGUE, SCHEMA = resource("catalogues", "quality_rules.json"), resource("catalogues", "quality_rules.schema.json")
CRS = "EPSG:4523"


@pytest.fixture(scope="module")
def rules() -> Rules:
    return shipped_rules()


@pytest.fixture(scope="module")
def sound() -> County:
    return sound_county(1)


def parcels(county: County, rules: Rules, **changes: Any) -> CheckedLayer:
    """The parcels alone; a change is a column: None takes it away."""
    frame = county.parcels.copy()
    for name, values in changes.items():
        frame = frame.drop(columns=name) if values is None else frame.assign(**{name: values})
    (layer,) = (layer for layer in checked_layers(replace(county, parcels=frame), rules) if layer.role == "parcel")
    return layer


def found_in(layers: list[CheckedLayer], rules: Rules) -> list[tuple[str, str]]:
    found = check_county(layers, rules, CLASSES)
    return [(rule, str(text)) for rule, text in zip(found["rule"], found["message"])]


def test_a_field_of_the_standard_is_missing(sound: County, rules: Rules) -> None:
    assert found_in([parcels(sound, rules, ZZSXDM=None, GDLX=None)], rules) == [
        ("field_missing", "The layer has no field GDLX, ZZSXDM. Add what the standard asks for.")
    ]


def test_a_layer_of_its_own_kind_is_not_measured_by_the_standard(rules: Rules) -> None:
    frame = gpd.GeoDataFrame({"use": ["0101"]}, geometry=[box(0, 0, 100, 100)], crs=CRS)
    layer = CheckedLayer("parcel", "parcel", frame, {"class_code": "use"}, "", {}, "parcel")
    assert found_in([layer], rules) == []


def test_types_and_lengths_that_the_source_declares(sound: County, rules: Rules) -> None:
    layer = parcels(sound, rules)
    declared = {
        "BSM": ("text", 18),
        "DLBM": ("text", 8),
        "TBMJ": ("text", 20),
        "SJNF": ("number", 0),
        "TBBH": ("text", 0),
    }
    assert found_in([replace(layer, declared=declared)], rules) == [
        ("field_type", "Field TBMJ is text; the standard asks for a number."),
        ("field_length", "Field DLBM is 8 characters long; the standard asks for 5."),
    ]


def test_what_must_be_filled_is(sound: County, rules: Rules) -> None:
    names = sound.parcels["ZLDWMC"].to_numpy(dtype=object).copy()
    areas = sound.parcels["TBMJ"].astype(object).to_numpy().copy()
    names[:3], areas[5] = ["", None, "  "], None
    assert found_in([parcels(sound, rules, ZLDWMC=names, TBMJ=areas)], rules) == [
        ("value_missing", "1 rows have no value in field TBMJ. Fill it in."),
        ("value_missing", "3 rows have no value in field ZLDWMC. Fill it in."),
    ]


def test_a_value_longer_than_the_field(sound: County, rules: Rules) -> None:
    numbers = sound.parcels["TBBH"].to_numpy(dtype=object).copy()
    numbers[7] = "123456789"
    assert found_in([parcels(sound, rules, TBBH=numbers)], rules) == [
        ("value_too_long", "1 rows have 123456789 in field TBBH; the standard has room for 8 characters.")
    ]


def test_ridges_of_other_classes_and_other_land(sound: County, rules: Rules) -> None:
    classes = sound.parcels["DLBM"].to_numpy(dtype=object)
    first = int((sound.parcels["KCXS"] > 0).to_numpy().argmax())
    other = sound.parcels["KCDLBM"].to_numpy(dtype=object).copy()
    other[first] = "1202"
    assert [rule for rule, _ in found_in([parcels(sound, rules, KCDLBM=other)], rules)] == ["value_not_in_list"]
    assert classes[first] in ("0101", "0103")


def test_the_three_lines_keep_clear_of_each_other(rules: Rules) -> None:
    def line(name: str, kind: str, *shapes: Any) -> CheckedLayer:
        frame = gpd.GeoDataFrame({"MC": [f"{name}{i}" for i in range(len(shapes))]}, geometry=list(shapes), crs=CRS)
        return CheckedLayer("control_line", name, frame, {"name": "MC"}, kind)

    X, Y = 35_500_000, 3_000_000
    redline = line("R", "ecological_redline", box(X, Y, X + 200, Y + 200))
    farmland = line("F", "permanent_basic_farmland", box(X + 200, Y, X + 400, Y + 200))
    boundary = line(
        "B", "urban_development_boundary", box(X + 390, Y, X + 600, Y + 200), box(X, Y - 500, X + 300, Y - 300)
    )
    heritage = line("H", "", box(X, Y, X + 600, Y + 200))
    assert found_in([redline, farmland, boundary, heritage], rules) == [
        ("lines_overlap", "Row 1 (F0) of F overlaps row 1 (B0) of B by 2,000.00 m².")
    ]


def test_sums_are_of_the_control_area(sound: County, rules: Rules) -> None:
    villages = sound.villages.assign(JSMJ=sound.villages["JSMJ"] + 5)
    found = found_in(checked_layers(replace(sound, villages=villages), rules), rules)
    assert [rule for rule, _ in found] == ["control_area_sum", "control_area_sum"]  # the village's, and its township's
    half = replace(sound, parcels=sound.parcels.iloc[:200].reset_index(drop=True))
    assert {rule for rule, _ in found_in(checked_layers(half, rules), rules)} == {
        "control_area_sum",
        "outline_sum",
        "parcel_gap",
    }


def test_a_county_names_only_what_it_wants_otherwise(tmp_path: Path, rules: Rules) -> None:
    own = tmp_path / "own.json"
    own.write_text(
        json.dumps(
            {
                "rules": [{"id": "multipart", "severity": "off"}, {"id": "parcel_gap", "listed": 7}],
                "code_lists": {"terrace": ["TT", "PD", "XX"]},
                "thresholds": {"area_relative": 0.05},
            }
        ),
        encoding="utf-8",
    )
    mine = load_rules(CATALOGUE, SCHEMA, own)
    assert list(mine.rules) == list(rules.rules) and not mine.on("multipart") and mine.on("parcel_overlap")
    assert mine.rules["parcel_gap"].listed == 7 and mine.rules["parcel_overlap"].listed == 500
    assert mine.rules["parcel_gap"].title == rules.rules["parcel_gap"].title
    assert "XX" in mine.code_lists["terrace"] and mine.code_lists["planting"] == rules.code_lists["planting"]
    assert mine.thresholds == {**rules.thresholds, "area_relative": 0.05}
    assert mine.fingerprint != rules.fingerprint == load_rules(CATALOGUE, SCHEMA).fingerprint
    own.write_text('{"rules": [{"id": "no_such_rule"}]}', encoding="utf-8")
    with pytest.raises(InputError, match="no_such_rule"):
        load_rules(CATALOGUE, SCHEMA, own)


def test_the_catalogue_is_of_one_piece(rules: Rules) -> None:
    data = json.loads(CATALOGUE.read_text(encoding="utf-8"))
    assert all({"id", "severity", "zh", "en"} <= set(item) for item in data["rules"])
    assert {field.codes for fields in rules.fields.values() for field in fields} - {""} <= set(rules.code_lists)
    assert {code for group in rules.slivers for code in group.classes} <= {*CLASSES, *CLASSES.values()}
    assert rules.code_lists["cultivated"] | rules.code_lists["linear"] <= set(CLASSES)
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))["properties"]
    defaults = {name: item["default"] for name, item in schema["thresholds"]["properties"].items()}
    assert dict(rules.thresholds) == defaults
