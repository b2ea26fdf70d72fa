"""Statistics workbooks as counties send them: a title, headers over several rows, totals and notes below.

Such a sheet is read as columns Field1, Field2 … whose first rows hold the real headers. They are found by what is
known: a column is an indicator where one of its first cells is an indicator's name.
"""

from __future__ import annotations

import re
from typing import Optional

import pandas as pd

from .aliases import indicator_names, plain, targets

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
    table = frame.iloc[last + 1 :].reset_index(drop=True)[list(names)].rename(columns=names)
    table = table.loc[:, ~table.columns.duplicated()]
    years = set(re.findall(r"(\d{4})\s*年", " ".join(map(str, [*frame.columns, *_texts(frame.iloc[: last + 1])]))))
    if len(years) == 1 and not any(plain(name) in ("nf", "年份", "年度", "year") for name in table.columns):
        table["year"] = int(years.pop())
    return table


def _texts(rows: pd.DataFrame) -> list[str]:
    return [cell for cell in rows.to_numpy().ravel() if isinstance(cell, str)]
