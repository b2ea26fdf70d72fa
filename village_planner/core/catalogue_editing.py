"""A catalogue while it is edited: every fault at its place, and what differs from the shipped one.

`catalogue.load_catalogue` refuses a file at its first fault; a form has to show all of them, each at its field.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Optional, Union

from .catalogue import schema_reason
from .messages import Message, message

Place = tuple[Union[str, int], ...]  # e.g. ("indicators", 3, "unit", "zh")
NAMES = ("code", "id", "key", "name", "kind")  # what tells the entries of a list apart, the first that all have

ADDED, REMOVED, CHANGED, MOVED = "added", "removed", "changed", "moved"


@dataclass(frozen=True)
class Fault:
    """What breaks the schema, and where."""

    place: Place
    reason: Message


@dataclass(frozen=True)
class Difference:
    """One entry, or one field of it, that is not as shipped.

    place  keys and names down to it, e.g. ("indicators", "A1", "decimals")
    kind   added, removed, changed or moved (in the order of its list)
    """

    place: tuple[str, ...]
    kind: str
    shipped: Any = None
    own: Any = None


class CatalogueSchema:
    """A JSON schema (draft 7) that finds every fault of a catalogue, not only the first."""

    def __init__(self, schema: Mapping[str, Any]) -> None:
        self.schema = schema
        self._compiled: dict[int, Any] = {}
        self._whole: Any = None

    def resolve(self, node: Mapping[str, Any]) -> Mapping[str, Any]:
        """A part of the schema, references inside the file followed."""
        while "$ref" in node:
            target: Any = self.schema
            for step in node["$ref"].lstrip("#/").split("/"):
                target = target[step]
            node = target
        return node

    def node(self, place: Place) -> Mapping[str, Any]:
        """The part of the schema that rules a place; empty where it says nothing of it."""
        node = self.resolve(self.schema)
        for step in place:
            if isinstance(step, int):
                node = self.resolve(node.get("items", {}))
            else:
                inner = node.get("properties", {})
                more = node.get("additionalProperties")
                node = self.resolve(inner.get(step, more if isinstance(more, dict) else {}))
        return node

    def faults(self, data: Any, place: Place = ()) -> list[Fault]:
        """All faults of a catalogue, or of the part of it that lies at `place`, in the order of the schema."""
        return list(self._faults(data, self.node(place), place))

    def _faults(self, value: Any, node: Mapping[str, Any], place: Place) -> Iterator[Fault]:
        node = self.resolve(node)
        inner = list(self._inner_faults(value, node, place))
        yield from inner
        if not inner:  # rules that look at the whole: type, enum, uniqueItems, if/then …
            yield from self._own_faults(value, node, place)

    def _inner_faults(self, value: Any, node: Mapping[str, Any], place: Place) -> Iterator[Fault]:
        if isinstance(value, dict):
            known = node.get("properties", {})
            more = node.get("additionalProperties", True)
            for name in node.get("required", ()):
                if name not in value:
                    yield Fault((*place, name), message("is missing"))
            for name, item in value.items():
                if name in known:
                    yield from self._faults(item, known[name], (*place, name))
                elif isinstance(more, dict):
                    yield from self._faults(item, more, (*place, name))
                elif more is False:
                    yield Fault((*place, name), message("unknown entry {names}", names=name))
        elif isinstance(value, list) and isinstance(node.get("items"), dict):
            for number, item in enumerate(value):
                yield from self._faults(item, node["items"], (*place, number))

    def _own_faults(self, value: Any, node: Mapping[str, Any], place: Place) -> Iterator[Fault]:
        import fastjsonschema

        check = self._compiled.get(id(node))
        if check is None:
            shared = {key: self.schema[key] for key in ("definitions", "$defs") if key in self.schema}
            check = self._compiled[id(node)] = fastjsonschema.compile({**shared, **node})
        try:
            check(json.loads(json.dumps(value)))  # a copy: compiled schemas fill in defaults
        except fastjsonschema.JsonSchemaValueException as error:
            inner: Place = tuple(int(step) if step.isdigit() else step for step in map(str, error.path[1:]))
            yield Fault((*place, *inner), schema_reason(error))

    def filled(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """A copy with the schema's defaults filled in, as loaders get it; only of data without faults."""
        import fastjsonschema

        if self._whole is None:
            self._whole = fastjsonschema.compile(dict(self.schema))
        result: dict[str, Any] = self._whole(json.loads(json.dumps(data)))
        return result

    @cached_property
    def lists(self) -> tuple[str, ...]:
        """Top-level entries that are lists of objects: what can be edited row by row."""
        result = []
        for name, node in self.schema.get("properties", {}).items():
            items = self.resolve(self.resolve(node).get("items") or {})
            if "properties" in items:
                result.append(name)
        return tuple(result)


def name_field(items: Any) -> Optional[str]:
    """The field that tells the entries of a list apart; None where none does."""
    if not items or not all(isinstance(item, dict) for item in items):
        return None
    for field in NAMES:
        values = [item.get(field) for item in items]
        if all(isinstance(value, str) and value for value in values) and len(set(values)) == len(values):
            return field
    return None


def differences(shipped: Mapping[str, Any], own: Mapping[str, Any]) -> list[Difference]:
    """What a county's catalogue has otherwise than the shipped one; lists of named entries entry by entry."""
    return list(_compare(dict(shipped), dict(own), ()))


def _compare(shipped: Any, own: Any, place: tuple[str, ...]) -> Iterator[Difference]:
    if shipped == own:
        return
    if isinstance(shipped, dict) and isinstance(own, dict):
        for key in [*shipped, *(key for key in own if key not in shipped)]:
            if key not in own:
                yield Difference((*place, key), REMOVED, shipped=shipped[key])
            elif key not in shipped:
                yield Difference((*place, key), ADDED, own=own[key])
            else:
                yield from _compare(shipped[key], own[key], (*place, key))
        return
    if isinstance(shipped, list) and isinstance(own, list):
        field = name_field(shipped)
        if field is not None and field == name_field(own):
            yield from _compare_lists(shipped, own, field, place)
            return
    yield Difference(place, CHANGED, shipped, own)


def _compare_lists(shipped: list[Any], own: list[Any], field: str, place: tuple[str, ...]) -> Iterator[Difference]:
    before = {item[field]: item for item in shipped}
    after = {item[field]: item for item in own}
    for name, item in before.items():
        if name not in after:
            yield Difference((*place, name), REMOVED, shipped=item)
        else:
            yield from _compare(item, after[name], (*place, name))
    for name, item in after.items():
        if name not in before:
            yield Difference((*place, name), ADDED, own=item)
    kept = [name for name in before if name in after]
    if kept != [name for name in after if name in before]:
        yield Difference(place, MOVED, ", ".join(kept), ", ".join(name for name in after if name in before))


def overrides(shipped: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """What a county has to keep: its top-level entries that differ; `load_catalogue` takes the rest as shipped."""
    return {key: value for key, value in own.items() if key not in shipped or shipped[key] != value}


def free_name(wanted: str, taken: Any) -> str:
    """`wanted`, with a number behind it where it is taken: X, X_2, X_3 …"""
    known, name, number = set(taken), wanted, 2
    while name in known:
        name, number = f"{wanted}_{number}", number + 1
    return name
