"""Units as they are printed in Chinese, and the same table in 亩.

A hectare is 15 亩, so that 0.01 ha are exactly 0.15 亩 and every sum stays one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from .table import Check, Column, Report, Row, Side, Table, Value

HA, MU = "ha", "mu"
MU_PER_HA = 15
UNIT = "unit"  # key of the column that names the unit of a row's own
NOTE = "面积由公顷数按 1 公顷 = 15 亩换算。"
_FIGURE = re.compile(r"(-?[\d,]+(?:\.\d+)?) 公顷")
_HECTARES = re.compile(r"公顷|hm²|hm2|\bha\b")
# Not beside other letters of a word or a unit (ha/km²); Chinese characters are no such letters.
_SYMBOLS = {
    name: re.compile(rf"(?<![A-Za-z0-9_/]){symbol}(?![A-Za-z0-9_/²])")
    for name, symbol in (("公顷", "(?:ha|hm²|hm2)"), ("分钟", "min"))
}


def in_chinese(text: str) -> str:
    """A Chinese text with its hectares and minutes in words; a county's catalogues and results may have symbols."""
    for name, symbol in _SYMBOLS.items():
        text = symbol.sub(name, text)
    return text


def in_mu(table: Table) -> Table:
    """The table with its areas in 亩, as many decimals; unit line, headers of areas and charts say so.

    A table without areas comes back as it is: what is in km² or m² stays.
    """
    areas = {column.key: column for column in table.columns if column.area and _has_areas(column, table.rows)}
    by_row = {column.key: column for column in table.columns if column.unit_by_row}
    if not areas and not any(_in_hectares(row) for row in table.rows if by_row):
        return table
    quotients = [column for column in table.columns if column.quotient and column.area]
    return replace(
        table,
        columns=tuple(
            replace(column, heads=tuple(map(_said, column.heads))) if column.key in areas else column
            for column in table.columns
        ),
        rows=tuple(replace(row, values=_values(row, areas, by_row, quotients)) for row in table.rows),
        unit=_said(table.unit),
        notes=(*map(_text, table.notes), NOTE),
        charts=tuple(
            replace(chart, title=_said(chart.title), unit=_said(chart.unit)) if areas.keys() & chart.series else chart
            for chart in table.charts
        ),
    )


def report_in_mu(report: Report) -> Report:
    """All of a report in 亩: its tables, key figures, and the checks of hectares."""
    return replace(
        report,
        tables=tuple(map(in_mu, report.tables)),
        checks=tuple(_check(check) for check in report.checks),
        figures=tuple(
            replace(figure, value=mu_of(figure.value), unit=_said(figure.unit))
            if figure.area and isinstance(figure.value, (int, float))
            else figure
            for figure in report.figures
        ),
    )


def _check(check: Check) -> Check:
    def side(of: Side) -> Side:
        return replace(of, value=mu_of(of.value))

    if not _HECTARES.fullmatch(check.unit):
        return check
    return replace(check, left=side(check.left), right=side(check.right), unit=_said(check.unit))


def mu_of(hectares: float, decimals: int = 2) -> float:
    """Hectares with so many digits to 亩, exact."""
    scale = 10**decimals
    return round(hectares * scale) * MU_PER_HA / scale


def quotient(total: float, count: float, decimals: int) -> float:
    """A mean as it is printed, halves up."""
    return round(total / count + 1e-9, decimals)


def _values(
    row: Row, areas: Mapping[str, Column], by_row: Mapping[str, Column], quotients: Sequence[Column]
) -> Mapping[str, Value]:
    values = dict(row.values)
    if row.kind == "note":  # explains the columns, as by their weights
        return values
    if by_row and _in_hectares(row):
        areas = {**areas, **by_row}
        values[UNIT] = _said(str(values[UNIT]))
    values = {key: _value(value, areas[key].decimals) if key in areas else value for key, value in values.items()}
    for column in quotients:  # of the figures shown; converting the rounded mean would be off by up to 0.07 亩
        total, count = (values.get(key) for key in column.quotient)
        if isinstance(total, (int, float)) and isinstance(count, (int, float)) and count:
            values[column.key] = quotient(total, count, column.decimals)
    return values


def _value(value: Value, decimals: int) -> Value:
    if isinstance(value, str):  # a verdict says how many
        return _text(value)
    return None if value is None else mu_of(value, decimals)


def _text(words: str) -> str:
    return _FIGURE.sub(lambda found: f"{Decimal(found[1].replace(',', '')) * MU_PER_HA:,} 亩", words)


def _has_areas(column: Column, rows: Sequence[Row]) -> bool:
    """Whether a column of figures, or a text that names hectares."""
    return column.kind == "number" or any(_FIGURE.search(str(row.values.get(column.key))) for row in rows)


def _in_hectares(row: Row) -> bool:
    return _HECTARES.fullmatch(str(row.values.get(UNIT, ""))) is not None


def _said(text: str) -> str:
    return _HECTARES.sub("亩", text)
