"""Catalogues are read whole or refused with file, place and cure."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from village_planner.core.catalogue import load_catalogue
from village_planner.core.errors import InputError

SCHEMA = {
    "$schema": "http://json-schema.org/draft-07/schema#",
    "type": "object",
    "required": ["items"],
    "additionalProperties": False,
    "properties": {
        "title": {"type": "string", "default": "none"},
        "items": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["code"],
                "additionalProperties": False,
                "properties": {
                    "code": {"type": "string", "pattern": "^[A-Z][0-9]+$"},
                    "direction": {"enum": ["benefit", "cost"]},
                    "decimals": {"type": "integer", "minimum": 0},
                },
            },
        },
    },
}


@pytest.fixture
def load(tmp_path: Path) -> Any:
    schema = tmp_path / "schema.json"
    schema.write_text(json.dumps(SCHEMA))

    def call(text: str, county: str | None = None) -> Any:
        path = tmp_path / "目录 1.json"
        path.write_text(text, encoding="utf-8")
        own = None
        if county is not None:
            own = tmp_path / "county.json"
            own.write_text(county, encoding="utf-8")
        return load_catalogue(path, schema, own)

    return call


def test_reads_and_fills_defaults(load: Any) -> None:
    assert load('{"$schema": "x", "items": [{"code": "A1"}]}') == {"items": [{"code": "A1"}], "title": "none"}


def test_byte_order_mark_is_no_obstacle(load: Any) -> None:
    assert load('\ufeff{"items": [], "title": "指标"}')["title"] == "指标"


def test_county_replaces_entry_by_entry(load: Any) -> None:
    shipped = '{"title": "shipped", "items": [{"code": "A1"}, {"code": "A2"}]}'
    assert load(shipped, '{"items": [{"code": "B7"}]}') == {"title": "shipped", "items": [{"code": "B7"}]}


@pytest.mark.parametrize(
    ("text", "place", "reason"),
    [
        ('{"title": "x"}', "/", "items is missing"),
        ('{"items": [{"code": "A1"}, {}]}', "/items/1", "code is missing"),
        ('{"items": [{"code": "A1", "dir": 1}]}', "/items/0", "unknown entry dir"),
        ('{"items": [{"code": 7}]}', "/items/0/code", "must be of type string"),
        ('{"items": [{"code": "A1", "direction": "up"}]}', "/items/0/direction", "up is not one of benefit, cost"),
        ('{"items": [{"code": "a1"}]}', "/items/0/code", "a1 breaks the rule pattern"),
        ('{"items": [{"code": "A1", "decimals": -1}]}', "/items/0/decimals", "-1 breaks the rule minimum"),
        ("[]", "/", "must be of type object"),
    ],
)
def test_invalid_names_file_place_and_reason(load: Any, text: str, place: str, reason: str) -> None:
    with pytest.raises(InputError) as caught:
        load(text)
    assert caught.value.code == "invalid_catalogue"
    assert "目录 1.json" in str(caught.value)
    assert f"at {place}: {reason}" in str(caught.value)


def test_a_fault_of_the_county_names_the_county_file(load: Any) -> None:
    with pytest.raises(InputError, match=r"county\.json, at /items: must be of type array"):
        load('{"items": []}', '{"items": {}}')


def test_broken_json_names_line_and_column(load: Any) -> None:
    with pytest.raises(InputError, match="line 2, column 3") as caught:
        load('{"items": [],\n  title: "x"}')
    assert caught.value.code == "unreadable_catalogue"


def test_an_entry_given_twice_is_refused(load: Any) -> None:
    with pytest.raises(InputError, match="gives the entry title twice"):
        load('{"items": [], "title": "a", "title": "b"}')


def test_missing_file(tmp_path: Path) -> None:
    (tmp_path / "schema.json").write_text("{}")
    with pytest.raises(InputError) as caught:
        load_catalogue(tmp_path / "none.json", tmp_path / "schema.json")
    assert caught.value.code == "missing_catalogue"


def test_not_utf8(tmp_path: Path) -> None:
    (tmp_path / "schema.json").write_text("{}")
    (tmp_path / "c.json").write_bytes('{"标题": 1}'.encode("gbk"))
    with pytest.raises(InputError, match="Save it as UTF-8"):
        load_catalogue(tmp_path / "c.json", tmp_path / "schema.json")
