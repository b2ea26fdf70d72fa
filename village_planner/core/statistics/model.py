"""What the interpretation of a workbook results in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Optional

import pandas as pd

from ..messages import Message

ERROR, WARNING, INFO = "error", "warning", "info"
VALUE_COLUMNS = ("level", "unit_code", "indicator", "year", "value", "source")


@dataclass(frozen=True)
class Remark:
    """Something to know or to mend.

    severity  ERROR: figures were not taken; WARNING: taken, or left out on purpose, but look at it; INFO: what was done
    code      stable name for tests and scripts
    sheet     "" where it is about the whole workbook
    cell      address ("C5", "C5:C9"), "" where it is about no cell
    row       row in the file, None where it is about no single row
    text      what, where and the cure
    """

    severity: str
    code: str
    sheet: str
    cell: str
    row: Optional[int]
    text: Message


@dataclass(frozen=True)
class Candidate:
    """What a doubtful text might mean: code and name of a unit or indicator, and how alike it is (0..1)."""

    code: str
    name: str
    likeness: float


@dataclass(frozen=True)
class Doubt:
    """A header or row label that was not recognised; the answer file settles it.

    part        "headers" or "rows": where the answer goes in the answer file
    key         the key of the answer
    sheet, cell where it stands first
    text        as it is written there
    candidates  nearest first, at most a handful
    """

    part: str
    key: str
    sheet: str
    cell: str
    text: str
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True)
class Column:
    """A column of a table that was taken (a row, where the table is turned).

    cell        address of its lowest header cell         header  the header as it is written, levels joined by " › "
    indicators  level -> indicator code                   unit    unit of measure as read there, "" where none is said
    year        its own year, None: the table's      key     how the answer file calls the header
    """

    cell: str
    header: str
    indicators: Mapping[str, str]
    unit: str
    year: Optional[int]
    key: str = ""


@dataclass(frozen=True)
class FoundTable:
    """A table found on a sheet, for a preview: where it is and what its columns were taken as.

    area     address of its rows ("A5:AA38")       turned  units stand across, indicators down
    columns  those that were taken                 year    of the title; None: unknown or per column
    units    number of rows that are units
    """

    sheet: str
    area: str
    turned: bool
    year: Optional[int]
    units: int
    columns: tuple[Column, ...]


@dataclass(frozen=True)
class Interpretation:
    """Figures that are certain, and everything that is not.

    values   columns VALUE_COLUMNS: level, unit_code, indicator, year (Int64), value (in the catalogue's unit), source
             ("file › sheet › cell"); sorted, no (level, unit, indicator, year) twice
    remarks  in the order of the workbook
    doubts   headers and rows not recognised, with the nearest candidates
    tables   what was found
    """

    values: pd.DataFrame
    remarks: tuple[Remark, ...]
    doubts: tuple[Doubt, ...]
    tables: tuple[FoundTable, ...]

    def count(self, severity: str) -> int:
        return sum(remark.severity == severity for remark in self.remarks)
