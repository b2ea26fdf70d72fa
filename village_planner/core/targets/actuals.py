"""What was reached, as a table from anywhere: targets and townships by code or name, refused with their place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any, Optional

import pandas as pd

from ..codes import code_text
from ..errors import InputError
from ..statistics.measures import Measures
from ..written import header_of, unknown_measure, unlike_measure
from .catalogue import YEARLY, YES_NO, Target, TargetCatalogue
from .entered import figure_of, share_or_percent

COLUMNS = {
    "code": ("code", "target", "目标", "目标代码", "指标", "指标名称", "名称", "name"),
    "unit_code": ("unit_code", "unit", "township", "乡镇", "乡镇代码", "单元", "单元代码"),
    "year": ("year", "年份", "年度"),
    "value": ("value", "actual", "实际值", "实际", "数值", "值"),
    "source": ("source", "来源", "数据来源"),
    "measure": ("measure", "unit_of_measure", "计量单位", "单位", "unit"),  # unit: beside unit_code alone
}
WHOLE = ("", "全县", "county")
ACTUAL_COLUMNS = ("code", "unit_code", "year", "value", "source")


def read_actuals(
    table: pd.DataFrame, layer: str, catalogue: TargetCatalogue, townships: Mapping[str, str], measures: Measures
) -> pd.DataFrame:
    """code, unit_code ("": whole county), year (int), value, source; rows without a value are left out.

    table      a row per target, year and unit; headers in Chinese or English. A unit of measure behind a figure (%), in
               a column of its own, behind the target's name or in the header of the values is converted to the target's
    layer      what messages call it     townships  code -> name

    Raises InputError unknown_field, unknown_target, unknown_unit, unknown_measure, unlike_measure, not_a_number,
    share_or_percent, bad_year, repeated_figure.
    """
    known = catalogue.names()
    headers = {str(name): header_of(str(name), known, measures) for name in reversed(list(table.columns))}
    bare = {header.name.lower(): name for name, header in headers.items()}
    found = {key: next((bare[name] for name in names if name in bare), None) for key, names in COLUMNS.items()}
    if found["measure"] == found["unit_code"]:
        found["measure"] = None
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
    rows = pd.DataFrame({"unit": texts["unit_code"], "source": texts["source"], "measure": texts["measure"]})
    rows["header"] = [header_of(str(cell), known, measures) for cell in texts["code"]]
    rows["name"] = [header.name for header in rows["header"]]
    rows["cell"], rows["year_cell"] = texts["value"], texts["year"]
    rows["row"] = range(1, len(rows) + 1)
    rows = rows[(rows["cell"] != "") & (rows["name"] != "")]
    by_name: dict[str, list[str]] = {}
    for code, name in townships.items():
        by_name.setdefault(name, []).append(code)
    units = {name: codes[0] for name, codes in by_name.items() if len(codes) == 1}
    units.update({**{code: code for code in townships}, **dict.fromkeys(WHOLE, "")})
    year = pd.to_numeric(rows["year_cell"].str.replace("年", "", regex=False), errors="coerce")
    problems: tuple[tuple[pd.Series, Callable[[str, pd.Series], InputError]], ...] = (
        (~rows["name"].isin(list(known)), _unknown_target),
        (~rows["unit"].isin(list(units)), _unknown_unit),
        (~(year.between(1949, 2200) & (year % 1 == 0)), _bad_year),
    )
    for wrong, error in problems:
        if wrong.any():
            raise error(layer, rows[wrong].iloc[0])
    items = {target.code: target for target in catalogue.targets}
    behind = headers[str(found["value"])]
    value = [_value(row, items[known[row["name"]]], behind, layer, measures) for row in rows.to_dict("records")]
    rows = rows.assign(
        code=rows["name"].map(known),
        unit_code=rows["unit"].map(units),
        year=year.astype(int),
        value=pd.Series(value, index=rows.index, dtype=float),
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


def _value(row: Mapping[Any, Any], target: Target, behind: Any, layer: str, measures: Measures) -> float:
    """A cell in the target's own unit of measure."""
    place = {"layer": layer, "row": int(row["row"]), "target": target.zh}
    number, measure = figure_of(row["cell"], target)
    if number is None:
        raise _not_a_number(layer, row, target)
    other = row["header"].other or behind.other
    if other:
        raise unknown_measure(layer, int(row["row"]), target.zh, other, target.unit["zh"])
    measure = measure or row["measure"] or row["header"].measure or behind.measure
    factor = _factor(measure, target, measures)
    if factor is None:
        raise unlike_measure(layer, int(row["row"]), target.zh, measure, target.unit["zh"] or "-")
    if not measure and share_or_percent(number, target):
        raise InputError(
            "share_or_percent",
            "Table {layer}, row {row}: {target} is in %, and {value} may be {percent} %. Write {percent}, or {value}% "
            "where it is as little as that.",
            **place,
            value=row["cell"],
            percent=f"{float(100 * number):.10g}",
        )
    return float(number * factor)


def _factor(measure: str, target: Target, measures: Measures) -> Optional[Fraction]:
    wanted = target.unit["zh"]
    if not measure:
        return Fraction(1)
    found = measures.factor(measure, wanted)
    if found is None and target.kind == YEARLY and wanted.endswith("/年"):  # 个/年, whose table says 个
        found = measures.factor(measure, wanted[: -len("/年")])
    return found


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


def _not_a_number(layer: str, row: Mapping[Any, Any], target: Target) -> InputError:
    place = {"layer": layer, "row": int(row["row"]), "value": row["cell"]}
    if target.form == YES_NO:
        return InputError(
            "not_a_number",
            "Table {layer}, row {row}: “{value}” is not a number. Enter a number, or 是 or 否.",
            **place,
        )
    return InputError(
        "not_a_number",
        "Table {layer}, row {row}: “{value}” is no figure of {target}. Enter a number; commas stand between thousands "
        "alone.",
        target=target.zh,
        **place,
    )


def _bad_year(layer: str, row: pd.Series) -> InputError:
    return InputError(
        "bad_year",
        "Table {layer}, row {row}: “{year}” is no year. Enter four digits.",
        layer=layer,
        row=int(row["row"]),
        year=row["year_cell"],
    )
