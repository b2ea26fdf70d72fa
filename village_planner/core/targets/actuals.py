"""What was reached, as a table from anywhere: targets and townships by code or name, refused with their place."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd

from ..codes import code_text
from ..errors import InputError
from .catalogue import TargetCatalogue

COLUMNS = {
    "code": ("code", "target", "目标", "目标代码", "指标", "指标名称", "名称", "name"),
    "unit_code": ("unit_code", "unit", "township", "乡镇", "乡镇代码", "单元", "单元代码"),
    "year": ("year", "年份", "年度"),
    "value": ("value", "actual", "实际值", "实际", "数值", "值"),
    "source": ("source", "来源", "数据来源"),
}
WORDS = {"是": 1.0, "yes": 1.0, "已完成": 1.0, "否": 0.0, "no": 0.0, "未完成": 0.0}
WHOLE = ("", "全县", "county")
ACTUAL_COLUMNS = ("code", "unit_code", "year", "value", "source")


def read_actuals(
    table: pd.DataFrame, layer: str, catalogue: TargetCatalogue, townships: Mapping[str, str]
) -> pd.DataFrame:
    """code, unit_code ("": whole county), year (int), value, source; rows without a value are left out.

    table      a row per target, year and unit; headers in Chinese or English
    layer      what messages call it     townships  code -> name

    Raises InputError unknown_field, unknown_target, unknown_unit, not_a_number, bad_year, repeated_figure.
    """
    bare = {str(name).strip().lower(): name for name in reversed(list(table.columns))}
    found = {key: next((bare[name] for name in names if name in bare), None) for key, names in COLUMNS.items()}
    for key in ("code", "year", "value"):
        if found[key] is None:
            raise InputError(
                "unknown_field",
                "Table {layer} has no column {field}. It needs code, year and value, and unit_code for townships.",
                layer=layer,
                field=key,
            )
    empty = pd.Series("", index=table.index, dtype=object)
    texts = {key: empty if name is None else code_text(table[name]) for key, name in found.items()}
    rows = pd.DataFrame({"name": texts["code"], "unit": texts["unit_code"], "source": texts["source"]})
    rows["cell"], rows["year_cell"] = texts["value"].str.replace(",", "", regex=False), texts["year"]
    rows["row"] = range(1, len(rows) + 1)
    rows = rows[(rows["cell"] != "") & (rows["name"] != "")]
    known = catalogue.names()
    by_name: dict[str, list[str]] = {}
    for code, name in townships.items():
        by_name.setdefault(name, []).append(code)
    units = {name: codes[0] for name, codes in by_name.items() if len(codes) == 1}
    units.update({**{code: code for code in townships}, **dict.fromkeys(WHOLE, "")})
    value = pd.to_numeric(
        rows["cell"].map(lambda cell: WORDS.get(str(cell).lower(), cell)).astype(object), errors="coerce"
    )
    year = pd.to_numeric(rows["year_cell"].str.replace("年", "", regex=False), errors="coerce")
    problems: tuple[tuple[pd.Series, Callable[[str, pd.Series], InputError]], ...] = (
        (~rows["name"].isin(list(known)), _unknown_target),
        (~rows["unit"].isin(list(units)), _unknown_unit),
        (~np.isfinite(value), _not_a_number),
        (~(year.between(1949, 2200) & (year % 1 == 0)), _bad_year),
    )
    for wrong, error in problems:
        if wrong.any():
            raise error(layer, rows[wrong].iloc[0])
    rows = rows.assign(
        code=rows["name"].map(known),
        unit_code=rows["unit"].map(units),
        year=year.astype(int),
        value=value.astype(float),
    )
    twice = rows[rows.duplicated(["code", "unit_code", "year"])]
    if len(twice):
        raise InputError(
            "repeated_figure",
            "Table {layer}, row {row}: {indicator} of {unit} is given more than once. Keep one figure.",
            layer=layer,
            row=int(twice["row"].iloc[0]),
            indicator=twice["name"].iloc[0],
            unit=f"{twice['unit'].iloc[0]} {twice['year'].iloc[0]}".strip(),
        )
    return rows[list(ACTUAL_COLUMNS)].reset_index(drop=True)


def _unknown_target(layer: str, row: pd.Series) -> InputError:
    return InputError(
        "unknown_target",
        "Table {layer}, row {row}: “{target}” is no target of the catalogue. Write its code or name as there.",
        layer=layer,
        row=int(row["row"]),
        target=row["name"],
    )


def _unknown_unit(layer: str, row: pd.Series) -> InputError:
    return InputError(
        "unknown_unit",
        "Table {layer}, row {row}: the county has no unit “{unit}”. Write its code or name as in the database.",
        layer=layer,
        row=int(row["row"]),
        unit=row["unit"],
    )


def _not_a_number(layer: str, row: pd.Series) -> InputError:
    return InputError(
        "not_a_number",
        "Table {layer}, row {row}: “{value}” is not a number. Enter a number, or 是 or 否.",
        layer=layer,
        row=int(row["row"]),
        value=row["cell"],
    )


def _bad_year(layer: str, row: pd.Series) -> InputError:
    return InputError(
        "bad_year",
        "Table {layer}, row {row}: “{year}” is no year. Enter four digits.",
        layer=layer,
        row=int(row["row"]),
        year=row["year_cell"],
    )
