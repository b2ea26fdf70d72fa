"""Faults at their places, and differences to the shipped catalogue."""

from __future__ import annotations

import copy
import json
from pathlib import Path

import pytest

from village_planner.core.catalogue_editing import (
    ADDED,
    CHANGED,
    MOVED,
    REMOVED,
    CatalogueSchema,
    differences,
    free_name,
    overrides,
)

CATALOGUES = Path(__file__).resolve().parents[2] / "resources" / "catalogues"
SCHEMA = CatalogueSchema(
    {
        "type": "object",
        "required": ["rows"],
        "additionalProperties": False,
        "properties": {
            "rows": {"type": "array", "minItems": 1, "items": {"$ref": "#/definitions/row"}},
            "size": {"type": "integer", "default": 3},
        },
        "definitions": {
            "row": {
                "type": "object",
                "required": ["code", "kind"],
                "additionalProperties": False,
                "properties": {
                    "code": {"type": "string", "pattern": "^[A-Z]$"},
                    "kind": {"enum": ["a", "b"]},
                    "name": {"type": "object", "additionalProperties": {"type": "string"}},
                    "tags": {"type": "array", "uniqueItems": True, "items": {"type": "string", "minLength": 1}},
                },
            }
        },
    }
)


def places(data: object) -> list[tuple[object, ...]]:
    return [fault.place for fault in SCHEMA.faults(data)]


def test_every_fault_has_its_place() -> None:
    data = {
        "rows": [
            {"code": "x", "kind": "c", "tags": ["one", "", 3]},
            {"kind": "a", "other": 1, "name": {"zh": 5}},
            {"code": "B", "kind": "b", "tags": ["one", "one"]},
        ],
        "size": 1.5,
    }
    assert sorted(map(str, places(data))) == sorted(
        map(
            str,
            [
                ("rows", 0, "code"),
                ("rows", 0, "kind"),
                ("rows", 0, "tags", 1),
                ("rows", 0, "tags", 2),
                ("rows", 1, "code"),
                ("rows", 1, "other"),
                ("rows", 1, "name", "zh"),
                ("rows", 2, "tags"),
                ("size",),
            ],
        )
    )
    assert places({"rows": []}) == [("rows",)]
    assert places({"rows": 3}) == [("rows",)]
    assert places({}) == [("rows",)]
    assert places([]) == [()]


def test_looking_for_faults_leaves_the_data_alone() -> None:
    data = {"rows": [{"code": "A", "kind": "a"}]}
    before = copy.deepcopy(data)
    assert SCHEMA.faults(data) == [] and data == before


@pytest.mark.parametrize("path", sorted(CATALOGUES.glob("*.schema.json")), ids=lambda path: path.stem)
def test_the_shipped_catalogues_have_none(path: Path) -> None:
    file = path.with_name(path.name.replace(".schema", ""))
    if not file.exists():
        pytest.skip("a schema without a shipped catalogue")
    data = json.loads(file.read_text(encoding="utf-8"))
    data.pop("$schema", None)
    assert CatalogueSchema(json.loads(path.read_text(encoding="utf-8"))).faults(data) == []


def test_differences_go_entry_by_entry() -> None:
    shipped = {"size": 3, "rows": [{"code": "A", "kind": "a"}, {"code": "B", "kind": "a"}, {"code": "C", "kind": "b"}]}
    own = {"size": 4, "rows": [{"code": "C", "kind": "b"}, {"code": "A", "kind": "b"}, {"code": "D", "kind": "a"}]}
    found = {(change.place, change.kind) for change in differences(shipped, own)}
    assert found == {
        (("size",), CHANGED),
        (("rows", "A", "kind"), CHANGED),
        (("rows", "B"), REMOVED),
        (("rows", "D"), ADDED),
        (("rows",), MOVED),
    }
    assert differences(shipped, copy.deepcopy(shipped)) == []
    assert overrides(shipped, {**copy.deepcopy(shipped), "size": 5}) == {"size": 5}


def test_a_free_name() -> None:
    assert [free_name("A", []), free_name("A", ["A"]), free_name("A", ["A", "A_2"])] == ["A", "A_2", "A_3"]
