"""Figures that must agree with each other, as the catalogue of tables lists them (`agreements`).

A figure is named "table.anchor": an anchor of a table, which its builder declares (every column that adds up has one in
the table's total by itself), or "data.key": what `Measured` holds, counted from the county's data without any table.
"*" at the end stands for whatever follows, the same in every figure of the list.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Optional

from .table import Check, Side, Table, add

DATA = "data"
TOWNSHIPS, DISTRICTS = "townships", "districts"
Measured = Mapping[str, Side]  # key -> figure


@dataclass(frozen=True)
class Parts:
    """What the reports of a scope's parts show: table -> anchor -> figures, one per part that has it.

    label  what the parts are called together, e.g. "33 个乡镇之和"
    """

    label: str
    figures: Mapping[str, Mapping[str, Sequence[float]]]

    @classmethod
    def of(cls, label: str, shown: Iterable[Mapping[str, Mapping[str, float]]]) -> Parts:
        """shown: of each part what `figures_of` gives."""
        figures: dict[str, dict[str, list[float]]] = {}
        for tables in shown:
            for table, anchors in tables.items():
                for anchor, value in anchors.items():
                    figures.setdefault(table, {}).setdefault(anchor, []).append(value)
        return cls(label, figures)


def figures_of(tables: Iterable[Table]) -> dict[str, dict[str, float]]:
    """Table -> anchor -> the figure it shows."""
    found: dict[str, dict[str, float]] = {}
    for table in tables:
        values = ((anchor, table.value(anchor)) for anchor in table.anchors)
        found[table.id] = {anchor: value for anchor, value in values if isinstance(value, (int, float))}
    return found


def agreement_checks(
    agreements: Sequence[Mapping[str, Any]], tables: Mapping[str, Table], measured: Measured, parts: Sequence[Parts]
) -> Iterator[Check]:
    """The checks that this workbook can make: each figure of a list that is there against the first that is.

    An agreement with `sum` compares each figure with the sum of the same figure over the parts of the scope.
    """
    for agreement in agreements:
        decimals, unit = agreement["decimals"], agreement["unit"]
        for star in _stars(agreement["figures"], tables, measured):
            sides = [_side(name, star, tables, measured) for name in agreement["figures"]]
            found = [(name, side) for name, side in zip(agreement["figures"], sides) if side is not None]
            what = agreement["what"].replace("{name}", _heading(found, tables))
            if agreement["sum"]:
                for _, side in found:
                    for part in parts:
                        values = part.figures.get(side.table, {}).get(side.anchor)
                        if values:
                            yield Check(what, side, Side(part.label, add(values, decimals)), decimals, unit)
                continue
            for _, side in found[1:]:
                yield Check(what, side, found[0][1], decimals, unit)


def _stars(figures: Sequence[str], tables: Mapping[str, Table], measured: Measured) -> list[str]:
    """What "*" stands for, in the order of the first figure that has it; one empty text where there is none."""
    if not any(name.endswith("*") for name in figures):
        return [""]
    found: dict[str, None] = {}
    for name in figures:
        table, _, anchor = name.partition(".")
        keys = measured if table == DATA else tables[table].anchors if table in tables else ()
        if anchor.endswith("*"):
            found.update(dict.fromkeys(key[len(anchor) - 1 :] for key in keys if key.startswith(anchor[:-1])))
    return list(found)


def _side(name: str, star: str, tables: Mapping[str, Table], measured: Measured) -> Optional[Side]:
    table, _, anchor = name.partition(".")
    if anchor.endswith("*"):
        anchor = anchor[:-1] + star
    if table == DATA:
        return measured.get(anchor)
    if table not in tables or anchor not in tables[table].anchors:
        return None
    value = tables[table].value(anchor)
    return Side(tables[table].title, value, table, anchor) if isinstance(value, (int, float)) else None


def _heading(found: Sequence[tuple[str, Side]], tables: Mapping[str, Table]) -> str:
    """The header of the first column that shows the figure."""
    for _, side in found:
        if side.table:
            return tables[side.table].column(tables[side.table].anchors[side.anchor][1]).heads[0]
    return ""
