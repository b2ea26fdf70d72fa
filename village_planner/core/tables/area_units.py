"""The same table in 亩: a hectare is 15 亩, so that 0.01 ha are exactly 0.15 亩 and every sum stays one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from .table import Check, Report, Row, Side, Table, Value

HA, MU = "ha", "mu"
MU_PER_HA = 15
UNIT = "unit"  # key of the column that names the unit of a row's own
NOTE = "面积由公顷数按 1 公顷 = 15 亩换算。"
_FIGURE = re.compile(r"(-?[\d,]+\.\d\d) 公顷")
_HECTARES = re.compile(r"公顷|hm²|hm2|\bha\b")


def in_mu(table: Table) -> Table:
    """The table with its areas in 亩, two decimals; unit line, headers of areas and charts say so.

    A table without areas comes back as it is: what is in km² or m² stays.
    """
    areas = {column.key for column in table.columns if column.area}
    by_row = {column.key for column in table.columns if column.unit_by_row}
    if not areas and not any(_in_hectares(row) for row in table.rows if by_row):
        return table
    return replace(
        table,
        columns=tuple(
            replace(column, heads=tuple(map(_said, column.heads))) if column.area else column
            for column in table.columns
        ),
        rows=tuple(replace(row, values=_values(row, areas, by_row)) for row in table.rows),
        unit=_said(table.unit),
        notes=(*table.notes, NOTE),
        charts=tuple(
            replace(chart, title=_said(chart.title), unit=_said(chart.unit)) if areas & set(chart.series) else chart
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


def mu_of(hectares: float) -> float:
    """Hectares with two digits to 亩, exact."""
    return round(hectares * 100) * MU_PER_HA / 100


def _values(row: Row, areas: set[str], by_row: set[str]) -> Mapping[str, Value]:
    values = dict(row.values)
    if by_row and _in_hectares(row):
        areas = areas | by_row
        values[UNIT] = _said(str(values[UNIT]))
    return {key: _value(value) if key in areas else value for key, value in values.items()}


def _value(value: Value) -> Value:
    if isinstance(value, str):  # a verdict says how many
        return _FIGURE.sub(lambda found: f"{mu_of(float(found[1].replace(',', ''))):,.2f} 亩", value)
    return None if value is None else mu_of(value)


def _in_hectares(row: Row) -> bool:
    return _HECTARES.fullmatch(str(row.values.get(UNIT, ""))) is not None


def _said(text: str) -> str:
    return _HECTARES.sub("亩", text)
