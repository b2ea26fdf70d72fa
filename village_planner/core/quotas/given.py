"""Figures that were given, as a table from anywhere: recognised by code or name, refused with their place."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Optional

import pandas as pd

from ..codes import code_text
from ..errors import InputError
from ..messages import Message, message
from ..statistics.measures import Measures
from ..written import Header, exact, header_of, unknown_measure, unlike_measure
from .catalogue import BindingCatalogue, BindingIndicator
from .tree import LEVELS, UnitTree

COLUMNS = {
    "level": ("level", "层级", "级别"),
    "unit": ("unit_code", "unit", "code", "单元", "单元代码", "代码", "行政区代码", "名称", "单元名称", "乡镇", "name"),
    "indicator": ("indicator", "indicator_code", "指标", "指标名称", "指标代码"),
    "value": ("value", "数值", "值", "指标值"),
    "locked": ("locked", "锁定", "是否锁定"),
    "measure": ("measure", "unit_of_measure", "计量单位", "单位", "unit"),  # unit: beside unit_code alone
}
UNREAD = ("fid", "序号", *(name for names in COLUMNS.values() for name in names))  # no figures, whatever they hold
LEVEL_WORDS = {
    "county": ("county", "县", "县级"),
    "district": ("district", "镇级片区", "片区"),
    "township": ("township", "乡镇", "镇", "乡镇级"),
    "village": ("village", "村", "村级", "村（社区）"),
}
YES = ("1", "1.0", "true", "yes", "y", "是", "锁定")
GIVEN_COLUMNS = ("unit", "indicator", "value", "locked")


def no_figures() -> pd.DataFrame:
    """What `read_given` gives where there is nothing."""
    return pd.DataFrame({name: [] for name in GIVEN_COLUMNS})


def read_given(
    table: pd.DataFrame, layer: str, tree: UnitTree, catalogue: BindingCatalogue, measures: Measures
) -> tuple[pd.DataFrame, list[Message]]:
    """The figures of a table: unit (position in the tree), indicator (code), value, locked (bool); and warnings.

    table  long: unit, indicator, value, and perhaps level, unit of measure and locked; or wide: unit, perhaps level,
           and a column per indicator. Headers, units and indicators by code or name, in Chinese or English. Cells
           without a value are left out: there a proposal is made. A unit of measure that a header, an indicator's name
           or the table's own column names is converted to the indicator's.
    layer  what messages call it

    Raises InputError unknown_field, unknown_unit, ambiguous_unit, unknown_indicator, unknown_measure, unlike_measure,
    not_a_number, negative_figure, repeated_figure.
    """
    known = catalogue.names()
    headers = {str(name): header_of(str(name), known, measures) for name in table.columns}
    found = {key: _column(headers, names) for key, names in COLUMNS.items()}
    if found["measure"] == found["unit"]:
        found["measure"] = None
    if found["unit"] is None:
        raise InputError(
            "unknown_field",
            "Table {layer} has no column {field}. It needs unit, indicator and value, or unit and a column per "
            "indicator.",
            layer=layer,
            field="unit",
        )
    units = _units(table, found, layer, tree)
    warnings: list[Message] = []
    if found["indicator"] is not None and found["value"] is not None:
        column: Optional[str] = found["value"]
        cells = code_text(table[found["indicator"]])
        named = [header_of(cell, known, measures) for cell in cells]
        rows = pd.DataFrame({"unit": units, "header": named, "cell": table[column]}, index=table.index)
    else:
        column = None
        wide = [name for name in table.columns if headers[str(name)].name in known]
        if not wide:
            raise InputError(
                "unknown_field",
                "Table {layer} has no column {field}. It needs unit, indicator and value, or unit and a column per "
                "indicator.",
                layer=layer,
                field="indicator",
            )
        warnings = _unread(table, layer, headers, [*wide, *found.values()])
        rows = pd.concat(
            [
                pd.DataFrame({"unit": units, "header": headers[str(name)], "cell": table[name]}, index=table.index)
                for name in wide
            ]
        )
    rows["name"] = [header.name for header in rows["header"]]
    for key in ("locked", "measure"):
        own = code_text(table[found[key]]) if found[key] is not None else pd.Series("", index=table.index)
        rows[key] = own.reindex(rows.index)
    rows["locked"] = rows["locked"].map(lambda cell: cell.lower() in YES)
    rows["row"] = pd.Series(range(1, len(table) + 1), index=table.index).reindex(rows.index)
    blank = rows["cell"].isna() | (rows["cell"].astype(str).str.strip() == "")
    rows = rows[~blank]
    unknown = sorted(set(rows["name"]) - set(known))
    if unknown:
        raise InputError(
            "unknown_indicator",
            "Table {layer}, row {row}: “{indicator}” is no indicator of the catalogue. Choose one of: {known}.",
            layer=layer,
            row=int(rows.loc[rows["name"] == unknown[0], "row"].iloc[0]),
            indicator=unknown[0],
            known=", ".join(item.zh for item in catalogue.indicators),
        )
    rows["indicator"] = rows["name"].map(known)
    rows["exact"] = pd.Series([exact(cell) for cell in rows["cell"]], index=rows.index, dtype=object)
    for code, wrong in (
        ("not_a_number", [number is None for number in rows["exact"]]),
        ("negative_figure", [number is not None and number < 0 for number in rows["exact"]]),
    ):
        if any(wrong):
            raise _bad_cell(code, layer, rows[wrong].iloc[0], column)
    twice = rows[rows.duplicated(["unit", "indicator"])]
    if len(twice):
        first: Any = twice.iloc[0]
        raise InputError(
            "repeated_figure",
            "Table {layer}, row {row}: {indicator} of {unit} is given more than once. Keep one figure.",
            layer=layer,
            row=first["row"],
            indicator=first["name"],
            unit=tree.name[first["unit"]],
        )
    items = {item.code: item for item in catalogue.indicators}
    behind = headers[column] if column is not None else Header("")
    rows["given_in"], rows["factor"] = "", Fraction(1)
    if len(rows):
        found_in = [_factor(row, items[row["indicator"]], behind, layer, measures) for row in rows.to_dict("records")]
        rows["given_in"], rows["factor"] = zip(*found_in)
    rows, notes = _to_shown_digits(rows, tree, items)
    return rows[list(GIVEN_COLUMNS)].reset_index(drop=True), [*warnings, *notes]


def _factor(
    row: Mapping[Any, Any], item: BindingIndicator, behind: Header, layer: str, measures: Measures
) -> tuple[str, Fraction]:
    """The unit of measure that a figure is in and what it is multiplied by: of its own column, else of the indicator's
    name, else of the header above the values."""
    own, other = row["measure"], row["header"].other or behind.other
    measure = own or row["header"].measure or behind.measure
    place = (layer, int(row["row"]), item.zh)
    if other:
        raise unknown_measure(*place, other, item.unit["zh"])
    if not measure:
        return "", Fraction(1)
    factor = measures.factor(measure, item.unit["zh"])
    if factor is None:
        raise unlike_measure(*place, measure, item.unit["zh"])
    return measure, factor


def _unread(table: pd.DataFrame, layer: str, headers: dict[str, Header], taken: list[Any]) -> list[Message]:
    """Columns that hold figures and are no indicator are named."""
    names = [name for name in table.columns if name not in taken and headers[str(name)].name.lower() not in UNREAD]
    unread = [str(name) for name in names if any(exact(cell) is not None for cell in table[name])]
    if not unread:
        return []
    return [
        message(
            "Table {layer}: {columns} are no indicators of the catalogue; their figures were left aside.",
            layer=layer,
            columns=", ".join(f"“{name}”" for name in unread),
        )
    ]


def _to_shown_digits(
    rows: pd.DataFrame, tree: UnitTree, items: dict[str, BindingIndicator]
) -> tuple[pd.DataFrame, list[Message]]:
    """A figure with more digits than the table shows could not be summed to: it is rounded, and that is said. Figures
    in another unit of measure are converted first."""
    warnings = []
    shown = [
        float(round(number * factor, items[code].decimals))
        for number, factor, code in zip(rows["exact"], rows["factor"], rows["indicator"])
    ]
    rows = rows.assign(value=pd.Series(shown, index=rows.index, dtype=float))
    warnings += [
        message(
            "{indicator} of {unit}: {before} has more digits than are shown and counts as {after}.",
            indicator=items[row["indicator"]].zh,
            unit=tree.name[row["unit"]],
            before=float(row["exact"]),
            after=row["value"],
        )
        for row in rows[rows["factor"] == 1].to_dict("records")
        if abs(row["exact"] - Fraction(str(row["value"]))) > Fraction(1, 10**9) * max(1, abs(row["exact"]))
    ]
    converted = rows[rows["factor"] != 1]
    for (code, measure), part in converted.groupby(["indicator", "given_in"], sort=False):
        warnings.append(
            message(
                "{indicator}: {count} figures in {measure} were converted to {wanted} and rounded to {decimals} "
                "decimals.",
                indicator=items[code].zh,
                count=len(part),
                measure=measure,
                wanted=items[code].unit["zh"],
                decimals=items[code].decimals,
            )
        )
    return rows, warnings


def _column(headers: dict[str, Header], names: tuple[str, ...]) -> Optional[str]:
    bare = {header.name.lower(): name for name, header in reversed(list(headers.items()))}
    return next((bare[name] for name in names if name in bare), None)


def _units(table: pd.DataFrame, found: dict[str, Optional[str]], layer: str, tree: UnitTree) -> list[int]:
    texts = code_text(table[found["unit"]])
    levels = code_text(table[found["level"]]) if found["level"] else pd.Series("", index=table.index)
    words = {word: level for level in LEVELS for word in LEVEL_WORDS[level]}
    units = []
    for row, (text, level) in enumerate(zip(texts, levels), start=1):
        if level and level.lower() not in words:
            raise InputError(
                "unknown_level",
                "Table {layer}, row {row}: “{level}” is no level. Write 县, 镇级片区, 乡镇 or 村.",
                layer=layer,
                row=row,
                level=level,
            )
        place = tree.find(text, words.get(level.lower(), "")) if text else None
        if place is None:
            raise InputError(
                "unknown_unit",
                "Table {layer}, row {row}: the county has no unit “{unit}”. Write its code or name as in the database.",
                layer=layer,
                row=row,
                unit=text,
            )
        units.append(place)
    return units


def _bad_cell(code: str, layer: str, row: Any, column: Optional[str]) -> InputError:
    place = column or row["name"]
    if code == "negative_figure":
        return InputError(
            code,
            "Table {layer}, row {row}, column {column}: {value} is below 0. Enter a figure from 0.",
            layer=layer,
            row=row["row"],
            column=place,
            value=row["cell"],
        )
    return InputError(
        code,
        "Table {layer}, row {row}, column {column}: “{value}” is not a number. Enter a number (commas stand between "
        "thousands alone), or leave the cell empty for a proposal.",
        layer=layer,
        row=row["row"],
        column=place,
        value=row["cell"],
    )
