"""Statistics workbooks as counties send them: a title, headers over several rows, totals and notes below.

Such a sheet is read as columns Field1, Field2 … whose first rows hold the real headers. They are found by what is
known: a column is an indicator where one of its first cells is an indicator's name.
"""

from __future__ import annotations

import re
from typing import Optional

import pandas as pd

from ...core.statistics.columns import units_above
from .aliases import indicator_names, plain, targets
from .measures import converts, unit_in

HEADER_ROWS = 10  # rows among which headers are looked for
UNIT_TARGETS = ("unit_code", "unit_name", "year")


def with_real_headers(frame: pd.DataFrame) -> Optional[pd.DataFrame]:
    """The table below its headers, columns named by them; None where there are none such, or none are needed.

    A column gets the lowest known name among its first cells. A year in the rows above (2023年) becomes the column
    `year` where the table has none of its own.
    """
    units = {plain(alias) for name in UNIT_TARGETS for step in targets()["indicator"][name].aliases for alias in step}
    if any(plain(str(column)) in units for column in frame.columns):
        return None  # its columns are named already
    known = indicator_names()
    names: dict[str, str] = {}
    last = -1
    for column in frame.columns:
        for row, cell in enumerate(frame[column].iloc[:HEADER_ROWS]):
            if isinstance(cell, str) and (plain(cell) in units or plain(cell) in known):
                names[column] = re.sub(r"\s+", "", cell)
                last = max(last, row)
    if not any(plain(name) in known for name in names.values()):
        return None
    if not any(plain(name) in units for name in names.values()):
        return None
    names, last = _with_units(frame, names, last)
    table = frame.iloc[last + 1 :].reset_index(drop=True)[list(names)].rename(columns=names)
    table = table.loc[:, ~table.columns.duplicated()]
    years = set(re.findall(r"(\d{4})\s*年", " ".join(map(str, [*frame.columns, *_texts(frame.iloc[: last + 1])]))))
    if len(years) == 1 and not any(plain(name) in ("nf", "年份", "年度", "year") for name in table.columns):
        table["year"] = int(years.pop())
    return table


def _with_units(frame: pd.DataFrame, names: dict[str, str], last: int) -> tuple[dict[str, str], int]:
    """The columns' names with the unit of measure that other cells of the head give them, and the head's last row.

    It stands above or below the name in the same column, or once for the sheet (单位：亿元、人).
    """
    below = frame.iloc[last + 1 : last + 2]
    texts = _texts(below)
    if texts and all(unit_in(text) for text in texts) and int(below.notna().to_numpy().sum()) == len(texts):
        last += 1  # a row of units
    head = frame.iloc[: last + 1]
    of_sheet = units_above([*map(str, frame.columns), *_texts(head)])
    known, result = indicator_names(), dict(names)
    for column, name in names.items():
        code = known.get(plain(name))
        if code is None or unit_in(name):
            continue
        units = {unit for text in _texts(head[[column]]) if (unit := unit_in(text))}
        units = units or {unit for unit in of_sheet if converts(unit, code)}
        if len(units) == 1:
            result[column] = f"{name}({units.pop()})"
    return result, last


def _texts(rows: pd.DataFrame) -> list[str]:
    return [cell for cell in rows.to_numpy().ravel() if isinstance(cell, str)]
