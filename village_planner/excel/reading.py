"""A workbook or CSV file as plain grids of cells, nothing interpreted.

openpyxl streams the values; what it does not tell in that mode (merged and hidden cells, formulas that were never
calculated, how far a sheet is really filled) is read from the sheet's XML beside it.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.parsers import expat

from ..core.errors import InputError
from ..core.statistics.grid import ERROR, UNCALCULATED, VALUE, Book, Cell, Sheet, Span, column_letters
from ..core.task import SILENT, Task

SUFFIXES = (".xlsx", ".xlsm", ".csv", ".txt", ".tsv")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # .xls, and .xlsx with a password
LARGEST = 20_000_000  # cells between A1 and the last filled one; beyond, something stands where nobody meant it
CHUNK = 1 << 16
CHECK_ROWS = 2000  # rows between two looks at whether the user cancelled
DELIMITERS = ",\t;，"


def read_book(path: Path, task: Task = SILENT) -> Book:
    """Read .xlsx, .xlsm or a text table (.csv, .txt, .tsv in UTF-8, UTF-16 or GB18030, which includes GBK).

    Told by what is in the file, not by its name. Raises InputError missing_workbook, old_workbook,
    protected_workbook, not_a_workbook, damaged_workbook, workbook_too_large, unreadable_text; each says the cure.
    """
    path = Path(path)
    if not path.is_file():
        raise InputError("missing_workbook", "Workbook {file} does not exist. Choose another file.", file=path)
    with path.open("rb") as stream:
        head = stream.read(1024)
    if head.startswith(b"PK"):
        return _read_workbook(path, task)
    if head.startswith(OLE):
        raise _ole(path)
    if not head.strip():
        raise InputError("not_a_workbook", "File {file} is empty. Choose another file.", file=path)
    if (
        head.lstrip(b"\xef\xbb\xbf \r\n\t")
        .lower()
        .startswith((b"<html", b"<!doctype", b"<?xml", b"<table", b"%pdf", b"{\\rtf"))
    ):
        raise InputError(
            "not_a_workbook",
            "File {file} is a web page or document, not a workbook, whatever its name says. Open it in Excel or WPS, "
            "save it as .xlsx and choose that file.",
            file=path,
        )
    if path.suffix.lower() not in (".csv", ".txt", ".tsv"):
        raise InputError(
            "not_a_workbook",
            "File {file} is not a workbook. Choose a .xlsx or .csv file; if Excel or WPS can open it, save it there "
            "as .xlsx.",
            file=path,
        )
    return Book(path.name, (_read_text(path, task),))


def _ole(path: Path) -> InputError:
    if "EncryptedPackage".encode("utf-16-le") in path.read_bytes():
        return InputError(
            "protected_workbook",
            "Workbook {file} is protected by a password. Open it in Excel or WPS, save it without a password and "
            "choose that file.",
            file=path,
        )
    return InputError(
        "old_workbook",
        "File {file} is a workbook of the old format .xls, whatever its name says. Open it in Excel or WPS, save it as "
        ".xlsx (“Excel workbook”) and choose that file.",
        file=path,
    )


# ---- workbooks
def _read_workbook(path: Path, task: Task) -> Book:
    from ..paths import use_bundled_packages

    use_bundled_packages()
    from openpyxl.reader.excel import ExcelReader

    charts: list[str] = []

    class Reader(ExcelReader):
        def read_chartsheet(self, sheet: Any, rel: Any) -> None:  # openpyxl 3.1 stumbles on charts in this mode
            charts.append(sheet.name)

    _check_archive(path)
    try:
        reader = Reader(path, read_only=True, data_only=True, keep_links=False)
        reader.read()
        workbook = reader.wb
    except Exception as error:  # noqa: BLE001 - openpyxl raises whatever a damaged part makes it stumble on
        raise _damaged(path, error) from None
    try:
        names = [sheet.title for sheet in workbook.worksheets]
        sheets = []
        for number, sheet in enumerate(workbook.worksheets):
            part = task.part(number / len(names), (number + 1) / len(names))
            try:
                sheets.append(_read_sheet(path, sheet, part))
            except (
                KeyError,
                ValueError,
                TypeError,
                IndexError,
                SyntaxError,
                zipfile.BadZipFile,
                EOFError,
                OSError,
            ) as error:
                raise _damaged(path, error) from None
            except expat.ExpatError as error:
                raise _damaged(path, error) from None
    finally:
        workbook.close()
    return Book(path.name, tuple(sheets), tuple(charts))


def _check_archive(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError) as error:
        raise _damaged(path, error) from None
    if "xl/workbook.bin" in names or ("mimetype" in names and "content.xml" in names):
        raise InputError(
            "not_a_workbook",
            "File {file} is a workbook of another format (.ods or .xlsb). Open it in Excel, WPS or LibreOffice, save "
            "it as .xlsx and choose that file.",
            file=path,
        )
    if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
        raise InputError(
            "not_a_workbook",
            "File {file} is not a workbook. Choose a .xlsx or .csv file; if Excel or WPS can open it, save it there "
            "as .xlsx.",
            file=path,
        )


def _damaged(path: Path, error: Exception) -> InputError:
    return InputError(
        "damaged_workbook",
        "Workbook {file} is damaged or incomplete ({reason}). Open it in Excel or WPS, let it be repaired, save it as "
        ".xlsx and choose that file; or ask for it to be sent again.",
        file=path,
        reason=f"{type(error).__name__}: {error}"[:120],
    )


def _read_sheet(path: Path, sheet: Any, task: Task) -> Sheet:
    outline = _outline(path, sheet._worksheet_path, task.part(0.0, 0.4))  # openpyxl tells the path in no other way
    if outline.last_row * outline.last_column > LARGEST:
        raise InputError(
            "workbook_too_large",
            "Workbook {file}, sheet {sheet}: something stands as far out as {cell}. Delete the rows and columns that "
            "are not part of the table, save and run again.",
            file=path.name,
            sheet=sheet.title,
            cell=f"{column_letters(outline.last_column)}{outline.last_row}",
        )
    cells: dict[tuple[int, int], Cell] = {}
    part = task.part(0.4, 1.0)
    if outline.last_row:
        sheet.reset_dimensions()
        rows = sheet.iter_rows(max_row=outline.last_row, max_col=outline.last_column)
        for number, row in enumerate(rows, 1):
            if number % CHECK_ROWS == 0:
                part.report(number / outline.last_row)
            for cell in row:
                value = cell.value
                if value is None or value == "":
                    continue
                kind = ERROR if cell.data_type == "e" else VALUE
                cells[cell.row, cell.column] = Cell(cell.row, cell.column, value, cell.number_format, kind)
    for place in outline.uncalculated:
        cells[place] = Cell(*place, None, "General", UNCALCULATED)
    return Sheet(
        sheet.title,
        dict(sorted(cells.items())),
        tuple(outline.merged),
        frozenset(outline.hidden_rows),
        frozenset(outline.hidden_columns),
        sheet.sheet_state != "visible",
    )


@dataclass
class _Outline:
    last_row: int = 0
    last_column: int = 0
    merged: list[Span] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    uncalculated: list[tuple[int, int]] = field(default_factory=list)


def _outline(path: Path, part: str, task: Task) -> _Outline:
    """Read through a sheet's XML once; a million blank formatted rows cost seconds, not memory."""
    from openpyxl.utils.cell import column_index_from_string, coordinate_to_tuple, range_boundaries

    outline = _Outline()
    # row, address of the cell, has a formula, has a result, type, cells of the row so far
    place: list[Any] = [0, "", False, False, "", 0]
    furthest = ""  # letters of the last column

    def start(name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        if name == "c":
            place[1] = attributes.get("r") or f"{column_letters(place[5] + 1)}{place[0]}"
            place[5] += 1
            place[2] = place[3] = False
            place[4] = attributes.get("t", "n")
        elif name == "row":
            place[0], place[5] = int(attributes.get("r", place[0] + 1)), 0
            if attributes.get("hidden") in ("1", "true"):
                outline.hidden_rows.add(place[0])
        elif name == "f":
            place[2] = True
        elif name in ("v", "is"):
            place[3] = name == "is"
            parser.CharacterDataHandler = text
        elif name == "mergeCell":
            left, top, right, bottom = (int(limit or 1) for limit in range_boundaries(attributes["ref"]))
            outline.merged.append((top, left, bottom, right))
        elif name == "col" and attributes.get("hidden") in ("1", "true"):
            first, last = int(attributes["min"]), int(attributes["max"])
            if last - first < 1000:  # all columns beyond the table are often hidden
                outline.hidden_columns.update(range(first, last + 1))

    def text(content: str) -> None:
        place[3] = True

    def end(name: str) -> None:
        nonlocal furthest
        name = name.rpartition(":")[2]
        if name == "v":
            parser.CharacterDataHandler = None
        elif name == "c":
            if place[2] and not place[3] and place[4] != "str":
                outline.uncalculated.append(coordinate_to_tuple(place[1]))
            if place[2] or place[3]:
                outline.last_row = max(outline.last_row, place[0])
                letters = place[1].rstrip("0123456789")
                if (len(letters), letters) > (len(furthest), furthest):
                    furthest = letters

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = start, end
    with zipfile.ZipFile(path) as archive, archive.open(part.lstrip("/")) as stream:
        size = archive.getinfo(part.lstrip("/")).file_size or 1
        done = 0
        while chunk := stream.read(CHUNK):
            parser.Parse(chunk, False)
            done += len(chunk)
            task.report(min(done / size, 1.0))
        parser.Parse(b"", True)
    outline.last_column = column_index_from_string(furthest) if furthest else 0
    outline.merged.sort()
    return outline


# ---- text tables
def _read_text(path: Path, task: Task) -> Sheet:
    content = _decoded(path)
    delimiter = _delimiter(content)
    cells: dict[tuple[int, int], Cell] = {}
    lengths: dict[int, int] = {}
    try:
        for number, row in enumerate(_rows(content, delimiter), 1):
            if number % CHECK_ROWS == 0:
                task.check()
            lengths[number] = len(row)
            for column, value in enumerate(row, 1):
                if value != "":
                    cells[number, column] = Cell(number, column, value)
    except csv.Error as error:
        raise _damaged(path, error) from None
    return Sheet(path.stem, cells, lengths=lengths)


def _decoded(path: Path) -> str:
    raw = path.read_bytes()
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            content = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in content:
            return content
    raise InputError(
        "unreadable_text",
        "File {file} is neither UTF-8 nor GB18030 text. Open it in Excel or WPS, save it as .xlsx and choose that "
        "file.",
        file=path,
    )


def _delimiter(content: str) -> str:
    """The sign that most lines have; a figure with thousands separators is quoted where the comma is one."""
    lines = [line for line in content.splitlines()[:200] if line.strip()]
    return max(DELIMITERS, key=lambda sign: sum(sign in line for line in lines))


def _rows(content: str, delimiter: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(content, newline=""), delimiter=delimiter)
