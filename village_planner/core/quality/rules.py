"""The catalogue of rules: severities, thresholds, code lists and the fields of the standard."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

from ..catalogue import load_catalogue

OFF = "off"


@dataclass(frozen=True)
class Rule:
    id: str
    severity: str  # error, warning, off
    title: Mapping[str, str]  # zh, en
    listed: int  # findings listed one by one; the rest is counted


@dataclass(frozen=True)
class StandardField:
    """A field that the standard gives a layer.

    name      in the standard             target  what it is to us
    kind      text, integer, number, any  length  of a text, 0: not checked
    required  the field must be there     filled  it must not be empty
    codes     name of the list its values must be in, "" for none
    """

    name: str
    target: str
    kind: str
    length: int
    required: bool
    filled: bool
    codes: str
    aliases: tuple[str, ...]


@dataclass(frozen=True)
class SliverGroup:
    """Classes (codes or super-classes) and the smallest area of their parcels, m²."""

    classes: frozenset[str]
    min_m2: float
    title: Mapping[str, str]


@dataclass(frozen=True)
class Rules:
    """The rules in the order in which findings are listed, and what they go by."""

    rules: Mapping[str, Rule]
    thresholds: Mapping[str, float]
    code_lists: Mapping[str, frozenset[str]]
    fields: Mapping[str, tuple[StandardField, ...]]
    slivers: tuple[SliverGroup, ...]
    exclusive_lines: tuple[frozenset[str], ...]
    lines_of_parcels: frozenset[str]
    fingerprint: str

    def on(self, rule: str) -> bool:
        return rule in self.rules and self.rules[rule].severity != OFF

    def order(self, rule: str) -> int:
        return list(self.rules).index(rule)


def load_rules(path: Path, schema: Path, county: Optional[Path] = None) -> Rules:
    """The catalogue of rules; `county` is a county's own file.

    Of the county's file, thresholds, code lists, layers' fields and rules replace the shipped ones one by one: it need
    name only those that it wants otherwise. Raises InputError as `load_catalogue` does.
    """
    shipped = load_catalogue(path, schema)
    data = shipped if county is None else _merged(shipped, load_catalogue(path, schema, county))
    rules = {
        item["id"]: Rule(
            item["id"], item["severity"], {"zh": item["zh"], "en": item["en"]}, item.get("listed", data["listed"])
        )
        for item in data["rules"]
    }
    fields = {role: tuple(_field(item) for item in items) for role, items in data["fields"].items()}
    slivers = tuple(
        SliverGroup(frozenset(item["classes"]), item["min_m2"], {"zh": item["zh"], "en": item["en"]})
        for item in data["slivers"]
    )
    text = json.dumps(data, ensure_ascii=False, sort_keys=True)
    return Rules(
        rules,
        data["thresholds"],
        {name: frozenset(codes) for name, codes in data["code_lists"].items()},
        fields,
        slivers,
        tuple(frozenset(kinds) for kinds in data["exclusive_lines"]),
        frozenset(data["lines_of_parcels"]),
        hashlib.blake2b(text.encode("utf-8"), digest_size=16).hexdigest(),
    )


def _merged(shipped: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """`own` holds the shipped entries where the county's file has none."""
    changed = {item["id"]: item for item in own["rules"]}
    rules = [{**item, **changed.get(item["id"], {})} for item in shipped["rules"]]
    merged = {**own, "rules": rules}
    for name in ("code_lists", "fields"):
        merged[name] = {**shipped[name], **own[name]}
    return merged


def _field(item: Mapping[str, Any]) -> StandardField:
    return StandardField(
        item["field"],
        item["target"],
        item["type"],
        item.get("length", 0),
        item.get("required", False),
        item.get("filled", False),
        item.get("codes", ""),
        tuple(item.get("aliases", ())),
    )
