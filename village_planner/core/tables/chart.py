"""Charts of a table: which of its cells are drawn, and how; whoever draws one reads the figures from the table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .table import Column, Row

BAR, COLUMN, STACKED, PIE, LINE = "bar", "column", "stacked", "pie", "line"
MOST = 40  # categories beyond which a chart says nothing any more; the catalogue may say otherwise
PARTS = "parts"  # the rows that the table's total sums; else: every row of data


@dataclass(frozen=True)
class Chart:
    """One chart.

    kind        "bar" (lying), "column", "stacked" (columns), "pie" (one series) or "line"
    categories  key of the column that names what is drawn    series  keys of the columns drawn, in order
    rows        indices into the table's rows                 unit    of the value axis
    """

    kind: str
    title: str
    categories: str
    series: tuple[str, ...]
    rows: tuple[int, ...]
    unit: str = ""


def charts_of(entry: Mapping[str, Any], columns: Sequence[Column], rows: Sequence[Row]) -> tuple[Chart, ...]:
    """The catalogue's charts that these rows can fill.

    A series of the catalogue is a column's key, or what keys begin with and "*". Rows without a figure are not drawn,
    in a pie neither those without area. A chart of fewer than two rows, or of more than `most`, is left out.
    """
    found = []
    for chart in entry.get("charts", ()):
        keys = [column.key for column in columns if column.kind == "number"]
        series = [key for wanted in chart["series"] for key in keys if _meant(key, wanted)]
        shown = [
            i
            for i in _rows(chart.get("rows", PARTS), rows)
            if any(_drawn(rows[i].values.get(key), chart["kind"]) for key in series)
        ]
        named = any(column.key == chart["categories"] for column in columns)
        if not series or not named or not 2 <= len(shown) <= chart.get("most", MOST):
            continue
        if chart["kind"] == PIE:
            series = series[:1]
        unit = chart.get("unit", "")
        found.append(Chart(chart["kind"], chart["title"], chart["categories"], tuple(series), tuple(shown), unit))
    return tuple(found)


def _meant(key: str, wanted: str) -> bool:
    return key.startswith(wanted[:-1]) if wanted.endswith("*") else key == wanted


def _rows(which: str, rows: Sequence[Row]) -> Sequence[int]:
    total = next((row for row in rows if row.kind == "total" and row.parts), None)
    if which == PARTS and total is not None:
        return total.parts
    return [i for i, row in enumerate(rows) if row.kind == "data"]


def _drawn(value: Any, kind: str) -> bool:
    return isinstance(value, (int, float)) and (kind != PIE or value > 0)
