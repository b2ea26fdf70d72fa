"""Matrices of judgements as a workbook that experts fill in and send back: a sheet per expert and comparison."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from ..core.errors import InputError, PlannerError, StorageError
from ..core.indicators.experts import as_text, as_value
from ..core.storage import in_place
from ..core.tables.file_names import unique
from .names import SHEET_LENGTH, sheet_name
from .sheet import HEAD, NOTE, PLAIN, TITLE, put
from .style import Look, Stylist, set_page
from .workbook import rewrite

EXPERT = "专家"
NOTE_TEXT = (
    "注：只填对角线以上的格子。1 同等重要，3 稍重要，5 明显重要，7 强烈重要，9 极端重要；不如对方重要则填 1/3、1/5 等。"
)
FIRST = 4  # row of the headings; the names stand in column A below
LARGEST = 60  # rows and columns that are searched


@dataclass(frozen=True)
class Matrix:
    """One expert's comparison: names as written, and (row, column) -> value above the diagonal."""

    expert: str
    title: str
    names: tuple[str, ...]
    values: Mapping[tuple[int, int], float]


def write_judgements(matrices: Sequence[Matrix], path: Path) -> None:
    """Write a sheet per matrix. StorageError file_open."""
    book = Workbook()
    stylist = Stylist()
    sheets = unique([sheet_name(f"{matrix.expert}·{matrix.title}") for matrix in matrices], SHEET_LENGTH)
    for place, (matrix, name) in enumerate(zip(matrices, sheets)):
        sheet = book.active if place == 0 else book.create_sheet()
        assert isinstance(sheet, Worksheet)
        sheet.title = name
        _write(sheet, matrix, stylist)
    buffer = io.BytesIO()
    book.save(buffer)
    with in_place(path) as beside:
        rewrite(buffer, beside)


def _write(sheet: Worksheet, matrix: Matrix, stylist: Stylist) -> None:
    n = len(matrix.names)
    put(sheet["A1"], f"判断矩阵：{matrix.title}", stylist, TITLE)
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=n + 1)
    put(sheet["A2"], EXPERT, stylist, PLAIN)
    put(sheet["B2"], matrix.expert, stylist, PLAIN)
    sheet.column_dimensions["A"].width = 34
    stylist.dress(sheet.cell(FIRST, 1), HEAD)
    for i, name in enumerate(matrix.names):
        sheet.column_dimensions[get_column_letter(i + 2)].width = 16
        put(sheet.cell(FIRST, i + 2), name, stylist, HEAD)
        put(sheet.cell(FIRST + 1 + i, 1), name, stylist, HEAD)
        for j in range(n):
            cell = sheet.cell(FIRST + 1 + i, j + 2)
            value = matrix.values.get((i, j))
            if i < j:
                if value is not None:
                    put(cell, as_text(value), stylist, Look(horizontal="center", format="@"))
                stylist.dress(cell, Look(horizontal="center", format="@"))  # text, else 1/3 becomes a date
            else:
                cell.value = 1 if i == j else None
                stylist.dress(cell, Look(horizontal="center", fill="head"))
    sheet.row_dimensions[FIRST].height = 32
    put(sheet.cell(FIRST + n + 2, 1), NOTE_TEXT, stylist, NOTE)
    sheet.merge_cells(start_row=FIRST + n + 2, start_column=1, end_row=FIRST + n + 2, end_column=n + 1)
    sheet.row_dimensions[FIRST + n + 2].height = 44
    sheet.freeze_panes = sheet.cell(FIRST + 1, 2).coordinate
    set_page(sheet, "A4", 1, (1, FIRST), 1)


def read_judgements(path: Path) -> list[Matrix]:
    """Every square of names in a workbook; a sheet without one is passed over.

    The expert is what stands beside the word 专家, else the sheet's name. Raises StorageError not_a_workbook;
    InputError no_judgements, bad_judgement (names sheet and cell), contradicting_judgements.
    """
    try:
        book = load_workbook(path, data_only=True)
    except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise StorageError(
            "not_a_workbook",
            "{file} cannot be read as a workbook ({reason}). Save it as .xlsx and choose it again.",
            file=str(path),
            reason=str(error) or type(error).__name__,
        ) from None
    found = [matrix for sheet in book.worksheets if (matrix := _read(sheet)) is not None]
    if not found:
        raise InputError(
            "no_judgements",
            "{file}: no sheet holds a matrix of judgements, that is the same names across and down. Export the "
            "matrices once and fill in that workbook.",
            file=path.name,
        )
    return found


def _read(sheet: Worksheet) -> Optional[Matrix]:
    rows = [list(row) for row in sheet.iter_rows(max_row=LARGEST, max_col=LARGEST, values_only=True)]
    texts = [["" if value is None else str(value).strip() for value in row] for row in rows]
    place = _square(texts)
    if place is None:
        return None
    top, left, n = place
    names = tuple(texts[top][left + 1 : left + 1 + n])
    expert = next(
        (
            row[column + 1]
            for row in texts[:top]
            for column, text in enumerate(row[:-1])
            if text.strip(":： ") == EXPERT and row[column + 1]
        ),
        sheet.title.partition("·")[0],
    )
    values: dict[tuple[int, int], float] = {}
    for i in range(n):
        for j in range(n):
            if i == j:
                continue
            cell = f"{get_column_letter(left + 2 + j)}{top + 2 + i}"
            value = _value(rows[top + 1 + i][left + 1 + j], sheet.title, cell)
            if value is None:
                continue
            pair, own = ((i, j), value) if i < j else ((j, i), 1 / value)
            if pair in values and not 0.9 <= values[pair] / own <= 1.1:
                raise InputError(
                    "contradicting_judgements",
                    "Sheet {sheet}, cell {cell}: {row} against {column} does not fit the cell on the other side of the "
                    "diagonal; one must be 1 divided by the other. Correct one of them or empty it.",
                    sheet=sheet.title,
                    cell=cell,
                    row=names[i],
                    column=names[j],
                )
            values.setdefault(pair, own)
    return Matrix(expert, sheet.title, names, values)


def _square(texts: list[list[str]]) -> Optional[tuple[int, int, int]]:
    """Row and column of the corner of a block whose names across are those down, and how many."""
    for top, row in enumerate(texts):
        for left in range(len(row) - 2):
            across = _run(row[left + 1 :])
            down = _run([below[left] for below in texts[top + 1 :]])
            n = len(across)
            if n >= 2 and down[:n] == across and len(set(across)) == n:
                return top, left, n
    return None


def _run(cells: Sequence[str]) -> list[str]:
    """The texts up to the first empty cell."""
    return list(cells[: cells.index("")]) if "" in cells else list(cells)


def _value(value: Any, sheet: str, cell: str) -> Optional[float]:
    try:
        if value is None:
            return None
        return as_value(str(value)) if not hasattr(value, "year") else as_value("?")
    except PlannerError:
        raise InputError(
            "bad_judgement",
            "Sheet {sheet}, cell {cell}: {value} is no judgement. Enter a number from 1 to 9, or 1/2 to 1/9 as text.",
            sheet=sheet,
            cell=cell,
            value=value,
        ) from None
