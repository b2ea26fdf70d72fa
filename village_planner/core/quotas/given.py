"""Figures that were given, as a table from anywhere: recognised by code or name, refused with their place."""

from __future__ import annotations

from typing import Any, Optional

import numpy as np
import pandas as pd

from ..codes import code_text
from ..errors import InputError
from ..messages import Message, message
from .catalogue import BindingCatalogue, BindingIndicator
from .tree import LEVELS, UnitTree

COLUMNS = {
    "level": ("level", "层级", "级别"),
    "unit": ("unit", "unit_code", "code", "单元", "单元代码", "代码", "行政区代码", "名称", "单元名称", "乡镇", "name"),
    "indicator": ("indicator", "indicator_code", "指标", "指标名称", "指标代码"),
    "value": ("value", "数值", "值", "指标值"),
    "locked": ("locked", "锁定", "是否锁定"),
}
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
    table: pd.DataFrame, layer: str, tree: UnitTree, catalogue: BindingCatalogue
) -> tuple[pd.DataFrame, list[Message]]:
    """The figures of a table: unit (position in the tree), indicator (code), value, locked (bool); and warnings.

    table  long: unit, indicator, value, and perhaps level and locked; or wide: unit, perhaps level, and a column per
           indicator. Headers, units and indicators by code or name, in Chinese or English. Cells without a value are
           left out: there a proposal is made.
    layer  what messages call it

    Raises InputError unknown_field, unknown_unit, ambiguous_unit, unknown_indicator, not_a_number, negative_figure,
    repeated_figure.
    """
    found = {key: _column(table, names) for key, names in COLUMNS.items()}
    if found["unit"] is None:
        raise InputError(
            "unknown_field",
            "Table {layer} has no column {field}. It needs unit, indicator and value, or unit and a column per "
            "indicator.",
            layer=layer,
            field="unit",
        )
    units = _units(table, found, layer, tree)
    known = catalogue.names()
    if found["indicator"] is not None and found["value"] is not None:
        named = code_text(table[found["indicator"]])
        rows = pd.DataFrame({"unit": units, "name": named, "cell": table[found["value"]]})
        column: Optional[str] = found["value"]
    else:
        wide = [name for name in table.columns if _bare(str(name)) in known]
        if not wide:
            raise InputError(
                "unknown_field",
                "Table {layer} has no column {field}. It needs unit, indicator and value, or unit and a column per "
                "indicator.",
                layer=layer,
                field="indicator",
            )
        parts = [pd.DataFrame({"unit": units, "name": _bare(str(name)), "cell": table[name]}) for name in wide]
        rows, column = pd.concat(parts), None
    locked = table[found["locked"]] if found["locked"] is not None else pd.Series("", index=table.index)
    rows["locked"] = locked.reindex(rows.index).map(lambda cell: str(cell).strip().lower() in YES)
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
    numbers = pd.to_numeric(rows["cell"].astype(str).str.replace(",", "", regex=False), errors="coerce")
    for code, wrong in (("not_a_number", ~np.isfinite(numbers)), ("negative_figure", numbers < 0)):
        if wrong.any():
            raise _bad_cell(code, layer, rows[wrong].iloc[0], column)
    rows["value"] = numbers.astype(float)
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
    rows, warnings = _to_shown_digits(rows, tree, catalogue)
    return rows[list(GIVEN_COLUMNS)].reset_index(drop=True), warnings


def _to_shown_digits(
    rows: pd.DataFrame, tree: UnitTree, catalogue: BindingCatalogue
) -> tuple[pd.DataFrame, list[Message]]:
    """A figure with more digits than the table shows could not be summed to: it is rounded, and that is said."""
    items: dict[str, BindingIndicator] = {item.code: item for item in catalogue.indicators}
    shown = np.array([round(value, items[code].decimals) for code, value in zip(rows["indicator"], rows["value"])])
    changed = np.abs(shown - rows["value"].to_numpy()) > 1e-9 * np.maximum(1, np.abs(shown)) if len(rows) else []
    warnings = []
    for unit, code, before, after in rows.assign(shown=shown)[changed][["unit", "indicator", "value", "shown"]].values:
        warnings.append(
            message(
                "{indicator} of {unit}: {before} has more digits than are shown and counts as {after}.",
                indicator=items[code].zh,
                unit=tree.name[unit],
                before=before,
                after=after,
            )
        )
    return rows.assign(value=shown), warnings


def _column(table: pd.DataFrame, names: tuple[str, ...]) -> Optional[str]:
    bare = {_bare(str(name)).lower(): str(name) for name in reversed(list(table.columns))}
    return next((bare[name] for name in names if name in bare), None)


def _bare(header: str) -> str:
    """A header without the unit that stands behind it: 耕地保有量（公顷）."""
    text = header.strip()
    for opening in ("（", "("):
        if text.endswith(("）", ")")) and opening in text:
            text = text[: text.rindex(opening)]
    return text.strip()


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
        "Table {layer}, row {row}, column {column}: “{value}” is not a number. Enter a number, or leave the cell empty "
        "for a proposal.",
        layer=layer,
        row=row["row"],
        column=place,
        value=row["cell"],
    )
