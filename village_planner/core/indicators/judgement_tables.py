"""Tables of pairwise judgements, read into judgements of experts.

Two forms of table are read. Long: columns row, column, value (行, 列, 值), a judgement per line. Square: a first column
of names and a column per name; the half below the diagonal may be empty. Either may have a column expert (专家), and
then holds the judgements of several. A value says how many times the row matters more than the column: 1 to 9 or 1/2
to 1/9, as number or as text.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Optional, Union

import pandas as pd

from ..errors import InputError
from .weights import SCALE_LIMIT

LONG_COLUMNS = (("row", "行"), ("column", "列"), ("value", "值"))
EXPERT_COLUMN = ("expert", "专家", "专家姓名")
SLACK = 1.05  # 1/8 is often written 0.13, and 8 x 0.13 = 1.04

Judgement = tuple[str, str, float]  # row, column, value


def read_judgements(tables: Union[pd.DataFrame, Mapping[str, pd.DataFrame]]) -> dict[str, list[Judgement]]:
    """Expert -> judgements, in the order they come; empty cells are left out.

    tables  one table, or several by name; a table without a column expert is the judgements of one expert, who goes by
            the table's name ("" for a single table)

    Raises `InputError` invalid_judgements (form of the table) and invalid_judgement (a value).
    """
    given = {"": tables} if isinstance(tables, pd.DataFrame) else tables
    experts: dict[str, list[Judgement]] = {}
    for name, table in given.items():
        by_name = _by_name(table)
        column = next((by_name[known] for known in EXPERT_COLUMN if known in by_name), None)
        if column is None:
            experts.setdefault(name, []).extend(_read(table))
            continue
        called = table[column].map(lambda value: "" if _is_empty(value) else _name(value))
        if (called == "").all():  # a column that names nobody: one expert
            experts.setdefault(name, []).extend(_read(table.drop(columns=column)))
            continue
        if (called == "").any():
            raise InputError(
                "invalid_judgements",
                "Column {column} of the table of judgements is empty in {count} rows. Name the expert in each.",
                column=column,
                count=int((called == "").sum()),
            )
        for expert, part in table.drop(columns=column).groupby(called, sort=False):
            experts.setdefault(str(expert), []).extend(_read(part))
    if not any(experts.values()):
        raise InputError(
            "invalid_judgements",
            "The table of judgements is empty. Give columns row, column, value, or a square table of names.",
        )
    return experts


def on_scale(value: float) -> str:
    """A judgement as people write it: 3, 1/3, 2.5."""
    return f"{value:.3g}" if value >= 1 else f"1/{1 / value:.3g}"


def _by_name(table: pd.DataFrame) -> dict[str, Any]:
    return {str(column).strip().lower(): column for column in table.columns}


def _read(table: pd.DataFrame) -> list[Judgement]:
    by_name = _by_name(table)
    found = [next((by_name[name] for name in names if name in by_name), None) for names in LONG_COLUMNS]
    if all(column is not None for column in found):
        cells = list(table[found].itertuples(index=False, name=None))
    else:
        cells = _square_cells(table)
    return [
        (_name(row), _name(column), _value(value, _name(row), _name(column)))
        for row, column, value in cells
        if not _is_empty(value)
    ]


def _square_cells(table: pd.DataFrame) -> list[tuple[Any, Any, Any]]:
    """The cells of a square table; its names stand in the one column whose texts are the other columns' names.

    Of a table with several experts only the columns count that this one's rows name: each may compare other things.
    """
    columns = [column for column in table.columns if str(column).lower() not in ("fid", "ogc_fid")]
    for label in columns:
        rows = [_name(value) for value in table[label]]
        others = [column for column in columns if column != label]
        named = [column for column in others if _name(column) in set(rows)]
        rest = [column for column in others if column not in named]
        if others and set(rows) == {_name(column) for column in named} and table[rest].isna().to_numpy().all():
            return [
                (name, column, value)
                for name, *values in table[[label, *named]].itertuples(index=False, name=None)
                for column, value in zip(named, values)
            ]
    raise InputError(
        "invalid_judgements",
        "The table of judgements has columns {columns}. Give columns row, column, value, or a square table whose first "
        "column repeats the names of the others.",
        columns=", ".join(map(str, table.columns)),
    )


def _is_empty(value: Any) -> bool:
    return value is None or (isinstance(value, float) and math.isnan(value)) or str(value).strip() == ""


def _name(value: Any) -> str:
    return str(value).strip()


def _value(value: Any, row: str, column: str) -> float:
    """A judgement 1/9 .. 9; texts such as "1/3" as well."""
    number: Optional[float]
    try:
        number = float(Fraction(value.strip())) if isinstance(value, str) else float(value)
    except (ValueError, ZeroDivisionError):
        number = math.nan
    if not 1 / (SCALE_LIMIT * SLACK) <= number <= SCALE_LIMIT * SLACK:
        raise InputError(
            "invalid_judgement",
            "{row} against {column} is {value}. A judgement is a number from 1 to 9, or 1/2 to 1/9.",
            row=row,
            column=column,
            value=value,
        )
    return number
