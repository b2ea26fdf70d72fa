"""Accounts of the tables of change that must close."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from .build import Sources
from .table import Check, Side, Table


def change_checks(sources: Sources, tables: Mapping[str, Table]) -> Iterator[Check]:
    """The end is the base, less what goes, with what comes; what must be equal is in the catalogue (`agreements`)."""
    if sources.change is not None:
        yield from _end(tables, "construction_change", "建设用地")
        yield from _end(tables, "farmland_change", "耕地")


FLOWS = {
    "construction_change": (("base", 1), ("demolished", -1), ("built", 1)),
    "farmland_change": (("base", 1), ("lost", -1), ("gained", 1)),
}


def _end(tables: Mapping[str, Table], table: str, name: str) -> Iterator[Check]:
    made = tables.get(table)
    if made is None or not {"end", *(key for key, _ in FLOWS[table])} <= set(made.anchors):
        return
    cents = 0
    for key, sign in FLOWS[table]:
        value = made.value(key)
        cents += sign * round(100 * value) if isinstance(value, (int, float)) else 0
    end = made.value("end")
    if isinstance(end, (int, float)):
        yield Check(
            f"{name}期末＝基期－减少＋增加",
            Side(made.title, end, table, "end"),
            Side("按分项计算", cents / 100),
            2,
            "公顷",
        )
