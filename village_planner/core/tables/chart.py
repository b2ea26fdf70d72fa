"""Charts of a table: which of its cells are drawn, and how; whoever draws one reads the figures from the table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Optional

from ..charts.colours import palette
from ..charts.data import LINE, PIE, ChartData, Series

if TYPE_CHECKING:
    from .table import Column, Row, Table

MOST = 40  # categories beyond which a chart says nothing any more; the catalogue may say otherwise
PARTS = "parts"  # the rows that the table's total sums; else: every row of data


@dataclass(frozen=True)
class Chart:
    """One chart.

    kind        "bar" (lying), "column", "stacked" (columns), "pie" (one series) or "line"
    categories  key of the column that names what is drawn    series  keys of the columns drawn, in order
    rows        indices into the table's rows                 unit    of the value axis
    colours     "#rrggbb" of each series, or where there is one series of each row (`by_row`)
    """

    kind: str
    title: str
    categories: str
    series: tuple[str, ...]
    rows: tuple[int, ...]
    unit: str = ""
    colours: tuple[str, ...] = ()

    @property
    def by_row(self) -> bool:
        """Whether each row has a colour of its own."""
        return len(self.series) == 1 and len(self.colours) == len(self.rows) > 1


def chart_data(table: Table, chart: Chart) -> ChartData:
    """The chart with the figures of its table."""
    colours = chart.colours or _colours(chart.kind, chart.series, chart.rows, table.columns, table.rows)
    rows = [table.rows[row] for row in chart.rows]
    series = [
        Series(
            series_name(table, chart, key),
            tuple(_number(row.values.get(key)) for row in rows),
            colours if replace(chart, colours=colours).by_row else (colours[place],),
        )
        for place, key in enumerate(chart.series)
    ]
    return ChartData(
        chart.kind,
        chart.title,
        tuple(str(row.values.get(chart.categories) or "") for row in rows),
        tuple(series),
        chart.unit,
        max(table.column(key).decimals for key in chart.series),
    )


def series_name(table: Table, chart: Chart, key: str) -> str:
    """What tells a series from the others: its header without the levels that all of them share."""
    heads = {each: table.column(each).heads for each in chart.series}
    own = [text for text in heads[key] if len(heads) == 1 or any(text not in other for other in heads.values())]
    return " ".join(own or heads[key]).replace("\n", "")


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
        colours = _colours(chart["kind"], series, shown, columns, rows)
        found.append(
            Chart(chart["kind"], chart["title"], chart["categories"], tuple(series), tuple(shown), unit, colours)
        )
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


def _colours(
    kind: str, series: Sequence[str], shown: Sequence[int], columns: Sequence[Column], rows: Sequence[Row]
) -> tuple[str, ...]:
    """What wears a colour in the tables keeps it; all else takes the next of the list."""
    if len(series) == 1 and kind != LINE:
        own = [rows[i].colour for i in shown]
        if any(own):
            return tuple(colour or palette(place) for place, colour in enumerate(own))
        if kind == PIE:
            return tuple(map(palette, range(len(shown))))
    worn = {column.key: column.colour for column in columns}
    return tuple(worn.get(key) or palette(place) for place, key in enumerate(series))


def _number(value: Any) -> Optional[float]:
    return float(value) if isinstance(value, (int, float)) else None
