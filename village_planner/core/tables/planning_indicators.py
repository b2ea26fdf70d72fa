"""Indicators of the plan, base against target: 规划指标一览表 and 主要指标 of the village-plan set."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Optional

import pandas as pd

from ..landuse.conversion import code_set
from .build import DISTRICT, TOWNSHIP, Sources, count, expand, finish, simple, text
from .change_areas import ChangeAreas
from .land_structure import change_notes
from .table import Row, Table, Value

BINDING, EXPECTED = "约束性", "预期性"
KINDS = {"binding": BINDING, "expected": EXPECTED}
FIGURE: dict[str, Any] = {"kind": "number", "decimals": 2, "unit_by_row": True}


@dataclass(frozen=True)
class Figures:
    """base, target  in the indicator's unit      handed_down  what the level above hands down; None: not known"""

    base: Optional[float]
    target: Optional[float]
    handed_down: Optional[float]


def planning_indicators(sources: Sources, entry: Mapping[str, Any]) -> Optional[Table]:
    """规划指标一览表: groups of binding and expected indicators, base and target year."""
    return _indicators("planning_indicators", sources, entry)


def key_figures(sources: Sources, entry: Mapping[str, Any]) -> Optional[Table]:
    """F1 主要指标: base, target, change, and what the level above hands down."""
    return _indicators("key_figures", sources, entry)


def _indicators(identifier: str, sources: Sources, entry: Mapping[str, Any]) -> Optional[Table]:
    change = sources.change
    rows_of_form: Sequence[Mapping[str, Any]] = entry.get("rows", ())
    if change is None or not rows_of_form:
        return None
    makers = {
        "number": simple("number", kind="number", centred=True),
        "name": simple("name"),
        "kind": simple("kind", centred=True),
        "unit": simple("unit", centred=True),
        "base": simple("base", **FIGURE),
        "target": simple("target", **FIGURE),
        "change": simple("change", **FIGURE),
        "handed_down": simple("handed_down", **FIGURE),
    }
    columns = expand(entry, makers)
    rows: list[Row] = []
    anchors: dict[str, tuple[int, str]] = {}
    number, empty = 0, []
    for item in rows_of_form:
        if "group" in item:
            rows.append(Row({"name": item["group"]}, "subtotal"))
            continue
        number += 1
        found = figures_of(sources, change, item)
        difference = None if found.base is None or found.target is None else round(found.target - found.base, 2) + 0.0
        values: dict[str, Value] = {
            "number": number,
            "name": item["label"],
            "kind": KINDS.get(item.get("kind", ""), ""),
            "unit": item["unit"],
            "base": found.base,
            "target": found.target,
            "change": difference,
            "handed_down": found.handed_down,
        }
        anchors |= {f"{item['id']}:{key}": (len(rows), key) for key in ("base", "target") if values[key] is not None}
        if found.base is None and found.target is None:
            empty.append(item["label"])
        rows.append(Row(values))
    notes = change_notes(sources, change)
    if any(item.get("per") for item in rows_of_form):
        notes.insert(0, "人均指标按常住人口计，目标年人口未另行给出时同基期年。")
    if empty:
        notes.append(f"尚无数据、留空待填：{'、'.join(empty)}。")
    return finish(identifier, entry, sources, columns, rows, anchors, notes, frozen=2)


def figures_of(sources: Sources, change: ChangeAreas, item: Mapping[str, Any]) -> Figures:
    """The figures of one indicator of the catalogue in a scope.

    item  what is measured: `row` (id of a row of the structure's form), `set` (construction land, or what linkage
          exchanges), `codes` (plan classes), `line` (kind of control line) or nothing; `per`: population, for m² per
          person; `quota`: the binding indicator handed down; `target`: "quota" where what is handed down is the target
    """
    handed = _quota(sources, item.get("quota", ""))
    base, target = _areas(sources, change, item)
    if item.get("per") == "population":
        people = _people(sources)
        both = [None if cents is None or not people else round(cents * 100 / people, 2) for cents in (base, target)]
    else:
        both = [None if cents is None else cents / 100 for cents in (base, target)]
    if item.get("target") == "quota" and handed is not None:
        both[1] = handed
    return Figures(both[0], both[1], handed)


def _areas(sources: Sources, change: ChangeAreas, item: Mapping[str, Any]) -> tuple[Optional[int], Optional[int]]:
    """0.01 ha in the base and in the target year; None where nothing is measured, or the county has no such line."""
    villages = sources.villages.index

    def of(column: str, wanted: Container[str]) -> tuple[int, int]:
        """0.01 ha of both years whose row or class is among the wanted ones."""
        now, then = (change.sums(villages, f"{side}_{column}") for side in ("base", "target"))
        return tuple(sum(cents for key, cents in sums.items() if key in wanted) for sums in (now, then))  # type: ignore[return-value]

    if "row" in item:
        row = change.rules.form.find(item["row"])
        return (None, None) if row is None else of("row", {leaf.id for leaf in row.walk()})
    if "set" in item:
        conversion = change.rules.conversion
        return of("class", conversion.linkage if item["set"] == "linkage" else conversion.construction)
    if "codes" in item:
        return of("class", code_set(item, change.rules.form.version))
    if "line" in item:
        kind = item["line"]
        lines = {name: cents for name, cents in change.sums(villages, "constraints").items() if kind in name.split("+")}
        if not lines and kind not in sources.county.control_kinds:
            return None, None
        return sum(lines.values()), sum(lines.values())
    return None, None


def _people(sources: Sources) -> int:
    if "population" not in sources.villages:
        return 0
    return sum(number for number in map(count, sources.villages["population"]) if number is not None)


def _quota(sources: Sources, indicator: str) -> Optional[float]:
    """What the level above hands down to the scope; to a district the sum of its townships'."""
    quotas = sources.county.quotas
    if not indicator or quotas is None or quotas.empty:
        return None
    rows = quotas[quotas["indicator"] == indicator]
    if sources.scope.whole:
        rows = rows[rows["level"] == "county"]
    else:
        codes = {str(code) for code in sources.townships.index}
        rows = rows[(rows["level"] == "township") & rows["unit_code"].map(text).isin(codes)]
    values = pd.to_numeric(rows["value"], errors="coerce").dropna()
    if sources.scope.kind == DISTRICT and (len(values) < len(sources.townships) or rows["rate"].any()):
        return None
    if sources.scope.kind == TOWNSHIP or sources.scope.whole:
        values = values.iloc[:1]
    return round(float(values.sum()), 2) if len(values) else None
