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
    assert [i.code for i in catalogue.of("village")] == [f"V{i}" for i in range(1, 17)]
    assert [i.code for i in catalogue.of("village") if i.cost] == ["V4", "V7", "V8", "V9", "V13"]
    for level in ("township", "village"):
        assert [i.code for i in catalogue.of(level, "feature")] == ["T1", "T2", "T3", "T4", "T5"]


def test_scored_keeps_the_catalogues_order_and_leaves_features_out() -> None:
    assert load_indicators(FILE, SCHEMA).scored(["T1", "B1", "code", "A2", "A1"]) == ["A1", "A2", "B1"]


def test_every_file_of_catalogues_names_both_languages() -> None:
    for item in json.loads(FILE.read_text(encoding="utf-8"))["indicators"]:
        assert item["zh"] and item["en"] and set(item["unit"]) == {"zh", "en"}


def test_every_indicator_says_where_it_comes_from_and_how_it_is_made() -> None:
    catalogue = load_indicators(FILE, SCHEMA)
    for indicator in (*catalogue.of("township"), *catalogue.of("village")):
        source = indicator.source
        assert source is not None and set(indicator.formula) == {"zh", "en"}, indicator.code
        if source.kind == "imported":
            assert set(source.table) == {"zh", "en"} and not source.measure, indicator.code
        else:
            assert source.measure and source.layers, indicator.code
        assert indicator.aliases and indicator.normalisation is None
    b2 = catalogue.get("B2")
    assert b2 is not None and b2.source is not None
    assert (b2.source.measure, b2.source.arguments) == ("travel_time", {"destination": "county_seat"})
    assert catalogue.judgements.limit == 0.1
    assert catalogue.judgements.random_index == (0, 0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49)


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


def test_missing_log_and_normalisation_of_a_county(tmp_path: Path) -> None:
    own = county_file(tmp_path, indicators=[item("X1", missing="worst", log=True, normalisation="zscore")])
    (only,) = load_indicators(FILE, SCHEMA, own).indicators
    assert (only.missing, only.log, only.normalisation, only.source) == ("worst", True, "zscore", None)
    own = county_file(tmp_path, indicators=[item("X1", missing="zero")])
    with pytest.raises(InputError, match=r"at /indicators/0/missing: zero is not one of error, median, worst"):
        load_indicators(FILE, SCHEMA, own)


def test_one_alias_for_two_indicators_and_a_measure_without_name_are_refused(tmp_path: Path) -> None:
    own = county_file(tmp_path, indicators=[item("X1", aliases=["GDP"]), item("X2", zh="产值", aliases=["GDP"])])
    with pytest.raises(InputError, match="X1 and X2 both go by GDP"):
        load_indicators(FILE, SCHEMA, own)
    own = county_file(tmp_path, indicators=[item("X1", source={"kind": "computed"})])
    with pytest.raises(InputError, match="X1 is computed, but its source names no measure"):
        load_indicators(FILE, SCHEMA, own)
