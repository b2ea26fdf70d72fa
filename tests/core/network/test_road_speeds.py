"""The catalogue of road speeds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from village_planner.core.errors import InputError
from village_planner.core.network.speeds import RoadSpeeds, load_road_speeds
from village_planner.paths import resource, use_bundled_packages

use_bundled_packages()
SHIPPED = (resource("catalogues", "road_speeds.json"), resource("catalogues", "road_speeds.schema.json"))


@pytest.fixture(scope="module")
def speeds() -> RoadSpeeds:
    return load_road_speeds(*SHIPPED)


def test_classes_by_name_letter_code_and_full_width(speeds: RoadSpeeds) -> None:
    kinds = pd.Series(["国道", "G", "Ｇ", " 省道 ", "primary", "county", "乡村道", "三级公路", 1006, 1006.0])
    found, said = speeds.of(kinds, "DL")
    assert found.tolist() == [60, 60, 60, 50, 60, 40, 25, 40, 15, 15]
    assert not said


def test_unknown_classes_take_the_default_and_are_said(speeds: RoadSpeeds) -> None:
    found, said = speeds.of(pd.Series(["县道", "索道", None, "索道"]), "DL")
    assert found.tolist() == [40, 25, 25, 25]
    assert "3 roads" in str(said[0]) and "索道: 2, -: 1" in str(said[0]) and "25 km/h" in str(said[0])


def test_directions(speeds: RoadSpeeds) -> None:
    found = speeds.directions(pd.Series(["", None, "yes", "-1", 1, 0.0, "反向", "B"]), "DL", "oneway")
    assert found.tolist() == [0, 0, 1, -1, 1, 0, -1, 0]
    with pytest.raises(InputError, match=r"field oneway: sideways is no direction of traffic \(1 such"):
        speeds.directions(pd.Series(["yes", "sideways"]), "DL", "oneway")


def test_every_class_of_the_sample_county_is_known(speeds: RoadSpeeds) -> None:
    from village_planner.core.sample.roads import NAMES

    assert not speeds.of(pd.Series(list(NAMES.values())), "DL")[1]


@pytest.mark.parametrize(
    ("own", "text"),
    [
        ({"walking": 0}, "walking"),
        ({"classes": []}, "classes"),
        ({"classes": [{"id": "a", "zh": "甲", "en": "A", "speed": -1}]}, "speed"),
        (
            {"classes": [{"id": n, "zh": n, "en": n, "speed": 9, "aliases": ["x"]} for n in ("a", "b")]},
            "the road class x is that of a and of b",
        ),
    ],
)
def test_a_countys_own_file_is_checked(tmp_path: Path, own: dict[str, Any], text: str) -> None:
    file = tmp_path / "own.json"
    file.write_text(json.dumps(own), encoding="utf-8")
    with pytest.raises(InputError) as error:
        load_road_speeds(*SHIPPED, file)
    assert text in str(error.value) and "own.json" in str(error.value)


def test_a_countys_own_file_replaces_what_it_names(tmp_path: Path) -> None:
    file = tmp_path / "own.json"
    classes = [{"id": "ridge", "zh": "山脊路", "en": "Ridge road", "speed": 12}]
    file.write_text(json.dumps({"classes": classes}), encoding="utf-8")
    own = load_road_speeds(*SHIPPED, file)
    assert own.of(pd.Series(["山脊路", "国道"]), "DL")[0].tolist() == [12, 25]
    assert own.walking == 5
