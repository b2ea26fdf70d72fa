"""The shipped catalogue holds the indicators of the contract; a county's own is checked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from village_planner import paths
from village_planner.core.errors import InputError
from village_planner.core.indicators.catalogue import load_indicators

FILE = paths.resource("catalogues", "indicators.json")
SCHEMA = paths.resource("catalogues", "indicators.schema.json")


def test_25_township_indicators_in_three_groups() -> None:
    catalogue = load_indicators(FILE, SCHEMA)
    of = {
        group: [i.code for i in catalogue.of("township") if i.group == group]
        for group in (g.id for g in catalogue.groups)
    }
    assert of["productivity"] == [f"A{i}" for i in range(1, 10)]
    assert of["infrastructure"] == [f"B{i}" for i in range(1, 9)]
    assert of["services"] == [f"C{i}" for i in range(1, 9)]
    assert [i.code for i in catalogue.of("township") if i.cost] == ["A9", "B2", "B3", "C8"]
    assert [catalogue.group(id).zh for id in ("productivity", "infrastructure", "services")] == [  # type: ignore[union-attr]
        "生产力布局",
        "基础设施建设",
        "公共服务投放",
    ]


def test_villages_and_features() -> None:
    catalogue = load_indicators(FILE, SCHEMA)
    assert [i.code for i in catalogue.of("village")] == ["V1", "V2", "V3", "V4", "V5", "V6"]
    assert [i.code for i in catalogue.of("village") if i.cost] == ["V4"]
    for level in ("township", "village"):
        assert [i.code for i in catalogue.of(level, "feature")] == ["T1", "T2", "T3", "T4", "T5"]


def test_scored_keeps_the_catalogues_order_and_leaves_features_out() -> None:
    assert load_indicators(FILE, SCHEMA).scored(["T1", "B1", "code", "A2", "A1"]) == ["A1", "A2", "B1"]


def test_every_file_of_catalogues_names_both_languages() -> None:
    for item in json.loads(FILE.read_text(encoding="utf-8"))["indicators"]:
        assert item["zh"] and item["en"] and set(item["unit"]) == {"zh", "en"}


def county_file(tmp_path: Path, **entries: object) -> Path:
    path = tmp_path / "county.json"
    path.write_text(json.dumps(entries), encoding="utf-8")
    return path


def item(code: str, group: str = "services", **more: object) -> dict[str, object]:
    return {"code": code, "zh": "指标", "en": "x", "group": group, "levels": ["township"], "kind": "indicator", **more}


def test_a_county_replaces_the_list_and_keeps_the_groups(tmp_path: Path) -> None:
    own = county_file(
        tmp_path, missing="median", indicators=[item("X1"), item("X2", missing="error", direction="cost")]
    )
    catalogue = load_indicators(FILE, SCHEMA, own)
    assert [(i.code, i.cost, i.missing) for i in catalogue.indicators] == [
        ("X1", False, "median"),
        ("X2", True, "error"),
    ]
    assert catalogue.stability.top == {"township": 8, "village": 113}


def test_what_a_complete_catalogue_leaves_out_takes_the_defaults(tmp_path: Path) -> None:
    group = {"id": "services", "zh": "公共服务", "en": "Services"}
    catalogue = load_indicators(county_file(tmp_path, groups=[group], indicators=[item("X1")]), SCHEMA)
    assert catalogue.stability.top == {"township": 8, "village": 113}
    assert (catalogue.stability.changes, catalogue.stability.random_sets) == ((0.1, 0.2), 1000)
    (only,) = catalogue.indicators
    assert (only.cost, only.decimals, only.missing, only.unit) == (False, 2, "error", {"zh": "", "en": ""})


def test_unknown_group_and_double_codes_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"county\.json: indicator X1 is in group nowhere"):
        load_indicators(FILE, SCHEMA, county_file(tmp_path, indicators=[item("X1", "nowhere")]))
    with pytest.raises(InputError, match=r"at /indicators: X1 listed more than once"):
        load_indicators(FILE, SCHEMA, county_file(tmp_path, indicators=[item("X1"), item("X1")]))
