"""Tables that a county brings filled in: the catalogue says the columns, the rows come from its workbook."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Optional

from .build import Sources, expand, finish, name_of, simple, text
from .forms import AREA, NUMBER_FILL, ROW_NUMBER, TOWNSHIP_FILL, filled_columns
from .table import TOTAL, Row, Table, Value, sum_row

BROUGHT = "brought"  # kind of an entry of the catalogue


def brought_rows(sources: Sources, identifier: str) -> list[dict[str, Any]]:
    """The rows of the scope: the county's own in each, those of a township in its own, its district's and the
    county's."""
    rows = sources.county.forms.get(identifier)
    if rows is None or rows.empty:
        return []
    towns = {"", *map(str, sources.townships.index)}
    return [
        {str(key): value for key, value in row.items()}
        for row in rows.to_dict("records")
        if sources.scope.whole or text(row["unit_code"]) in towns
    ]


def brought(sources: Sources, entry: Mapping[str, Any], identifier: str) -> Optional[Table]:
    """The table as the catalogue describes it; areas and numbers that add up get a total."""
    given = brought_rows(sources, identifier)
    if not given:
        return None
    filled = filled_columns(entry)
    makers = {}
    for column in entry["columns"]:
        key = column["key"]
        details: dict[str, Any] = {"centred": column.get("centred", False)}
        if key == ROW_NUMBER:
            details = {"kind": "number"}
        elif filled[key] == AREA:
            details = {"kind": "number", "decimals": 2, "adds": True, "area": True}
        elif filled[key] == NUMBER_FILL:
            details = {"kind": "number", "decimals": column["decimals"], "adds": column["adds"]}
        makers[key] = simple(key, **details)
    columns = expand(entry, makers)
    rows = []
    for number, row in enumerate(given, start=1):
        values: dict[str, Value] = {}
        for column in columns:
            value = number if column.key == ROW_NUMBER else row.get(column.key)
            if filled.get(column.key) == TOWNSHIP_FILL:
                value = name_of(sources.county.townships, text(row["unit_code"])) if text(row["unit_code"]) else ""
            elif column.kind == "text":
                value = text(value)
            elif column.key != ROW_NUMBER and value is not None:
                value = round(float(value), column.decimals)
            values[column.key] = value
        rows.append(Row(values))
    anchors: dict[str, tuple[int, str]] = {}
    added = [column.key for column in columns if column.adds]
    if added:
        label = next(column.key for column in columns if column.kind == "text")
        rows.append(sum_row(columns, rows, range(len(rows)), {label: TOTAL}))
        anchors = {key: (len(rows) - 1, key) for key in added}
    return finish(identifier, entry, sources, columns, rows, anchors)
