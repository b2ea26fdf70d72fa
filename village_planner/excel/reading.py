"""A workbook or CSV file as plain grids of cells, nothing interpreted."""

from __future__ import annotations

from pathlib import Path

from ..core.statistics.grid import Book
from ..core.task import SILENT, Task


def read_book(path: Path, task: Task = SILENT) -> Book:
    """Read .xlsx, .xlsm or .csv. InputError names file and cure: not_a_workbook, protected_workbook, …"""
    raise NotImplementedError
