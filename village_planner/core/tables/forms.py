"""A form that a county brings filled in: its columns known by the catalogue's own heads, every fault named.

A table of the catalogue is such a form where it is of kind "brought", or where some of its columns say what is filled
in there ("fill"); the other columns of the latter are computed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Optional

from ..errors import InputError
from ..messages import Message, message
from ..opinions.forms import Fault, value_text
from ..statistics.gazetteer import Gazetteer
from ..statistics.grid import VALUE, Book, Cell, Sheet
from ..statistics.measures import times
from ..statistics.numbers import figure_of
from ..statistics.rules import Rules, plain
from ..task import SILENT, Task

TEXT_FILL, NUMBER_FILL, AREA, TOWNSHIP_FILL = "text", "number", "area", "township"
ROW_NUMBER = "number"  # key of the column that counts the rows
HECTARES = "公顷"
NOTE = re.compile(r"\s*(注|说明|填表人|资料来源|备注)[:：]")  # what ends the rows
BRACKETED = re.compile(r"[（(]([^（）()]*)[)）]\s*$")
HEAD_ROWS = 60  # in which the header is looked for
DEEPEST = 4  # rows of a header
LEAST = 0.5  # of the form's columns that a header must show
CHECK_ROWS = 500
Wrong = tuple[Any, ...]  # code and text of a fault, and perhaps what was meant


@dataclass(frozen=True)
class FormRow:
    """values: key of the column -> text, or number (areas in ha); unit_code: township, "" for the county."""

    values: Mapping[str, Any]
    unit_code: str = ""
    origin: str = ""


@dataclass(frozen=True)
class FormReading:
    """headers: key -> header as written; missing: keys of columns that the workbook does not have; skipped: rows of
    totals, which are computed."""

    rows: tuple[FormRow, ...]
    faults: tuple[Fault, ...]
    headers: Mapping[str, str]
    missing: tuple[str, ...]
    skipped: int


def filled_columns(entry: Mapping[str, Any]) -> dict[str, str]:
    """Key -> "text", "number", "area" or "township", of the columns that are filled in by hand."""
    brought = entry.get("kind") == "brought"
    found = {}
    for column in entry["columns"]:
        fill = column.get("fill", TEXT_FILL if brought else "")
        if fill and not (brought and column["key"] == ROW_NUMBER):
            found[column["key"]] = fill
    return found


def forms_of(catalogue: Mapping[str, Any]) -> list[str]:
    """Ids of the tables that can be brought filled in, in the catalogue's order."""
    return [name for name, entry in catalogue.items() if isinstance(entry, Mapping) and filled_columns_of(entry)]


def filled_columns_of(entry: Mapping[str, Any]) -> dict[str, str]:
    """As `filled_columns`, of anything that stands in the catalogue."""
    return filled_columns(entry) if "columns" in entry else {}


def head_of(column: Mapping[str, Any]) -> str:
    """The header of a column on one line."""
    return " › ".join(part for part in column["head"] if "{" not in part) or column["key"]


def read_form(
    book: Book,
    entry: Mapping[str, Any],
    gazetteer: Gazetteer,
    rules: Rules,
    sheets: Sequence[str] = (),
    task: Task = SILENT,
) -> FormReading:
    """Every row of the form on the chosen sheets (of no names all that are not hidden).

    Raises InputError unknown_sheet, no_form_table.
    """
    filled = filled_columns(entry)
    rows: list[FormRow] = []
    faults: list[Fault] = []
    headers: dict[str, str] = {}
    skipped = 0
    for sheet in book.chosen(sheets):
        header = _find_header(sheet, entry, filled)
        if header is None:
            continue
        headers.update({key: column.text for key, column in header.columns.items()})
        reader = _SheetReader(book.file, sheet, header, filled, gazetteer, rules)
        rows += list(reader.rows(task))
        faults += reader.faults
        skipped += reader.skipped
    if not headers:
        raise InputError(
            "no_form_table",
            "{file}: no sheet ({sheets}) has the header of the form “{form}”. Its columns are {columns}; use the "
            "blank form that exportform writes.",
            file=book.file,
            sheets=", ".join(sheet.name for sheet in book.chosen(sheets)) or "-",
            form=entry["title"]["zh"],
            columns=", ".join(head_of(column) for column in entry["columns"] if column["key"] in filled),
        )
    missing = tuple(key for key in filled if key not in headers)
    return FormReading(tuple(rows), tuple(faults), headers, missing, skipped)


# ---- the header
@dataclass(frozen=True)
class _Column:
    place: int
    text: str
    unit: str  # of measure, as the header says it


@dataclass(frozen=True)
class _Header:
    last: int  # its lowest row
    columns: Mapping[str, _Column]
    others: frozenset[int]  # columns that the form computes


def _find_header(sheet: Sheet, entry: Mapping[str, Any], filled: Mapping[str, str]) -> Optional[_Header]:
    """The row under which most of the form's columns stand; None where there are too few."""
    names = _names(entry)
    best: Optional[_Header] = None
    for last in list(sheet.rows)[:HEAD_ROWS]:
        columns: dict[str, _Column] = {}
        others: set[int] = set()
        for place in sheet.rows[last]:
            path = _path(sheet, last, place)
            key, unit = _key(path, names)
            if key in filled and key not in columns:
                columns[key] = _Column(place, " › ".join(path), unit)
            elif key:
                others.add(place)
        if len(columns) > len(best.columns if best else ()):
            best = _Header(last, columns, frozenset(others))
    if best is None or len(best.columns) < max(1, LEAST * len(filled)):
        return None
    return best


def _names(entry: Mapping[str, Any]) -> dict[str, str]:
    """What a column may be called, as compared -> its key: its heads from the top, and its last one where no other
    column has it."""
    names: dict[str, str] = {}
    lasts: dict[str, list[str]] = {}
    for column in entry["columns"]:
        parts = [_bare(part)[0] for part in column["head"]]
        names[plain("".join(parts))] = column["key"]
        lasts.setdefault(plain(parts[-1]), []).append(column["key"])
    for name, keys in lasts.items():
        if len(keys) == 1:
            names.setdefault(name, keys[0])
    return names


def _bare(text: str) -> tuple[str, str]:
    """A header without what stands in brackets at its end, and that."""
    found = BRACKETED.search(text)
    return (text, "") if found is None else (text[: found.start()], found.group(1))


def _path(sheet: Sheet, last: int, place: int) -> list[str]:
    """What stands over a place from the top down, each merged cell once."""
    path: list[str] = []
    seen: Optional[Cell] = None
    for row in range(last - DEEPEST + 1, last + 1):
        cell = sheet.spread.get((row, place))
        if cell is None or cell is seen or cell.kind != VALUE:
            continue
        seen = cell
        text = value_text(cell.value).replace("\n", "")
        if text:
            path.append(text)
    return path


def _key(path: Sequence[str], names: Mapping[str, str]) -> tuple[str, str]:
    """Key and unit of measure of the column whose heads the path ends in, "" for none; the longest ending wins."""
    if not path:
        return "", ""
    below, unit = _bare(path[-1])
    for start in range(len(path)):
        for text in ("".join((*path[start:-1], path[-1])), "".join((*(_bare(p)[0] for p in path[start:-1]), below))):
            key = names.get(plain(text))
            if key:
                return key, unit
    return "", ""


# ---- the rows
class _SheetReader:
    def __init__(
        self,
        file: str,
        sheet: Sheet,
        header: _Header,
        filled: Mapping[str, str],
        gazetteer: Gazetteer,
        rules: Rules,
    ) -> None:
        self._file, self._sheet, self._header, self._filled = file, sheet, header, filled
        self._gazetteer, self._rules = gazetteer, rules
        self.faults: list[Fault] = []
        self.skipped = 0

    def rows(self, task: Task) -> Iterator[FormRow]:
        below = [row for row in self._sheet.rows if row > self._header.last]
        for number, row in enumerate(below):
            if number % CHECK_ROWS == 0:
                task.report(number / len(below))
            texts = [self._sheet.spread[row, place] for place in self._sheet.rows[row]]
            first = next(
                (value_text(cell.value) for cell in texts if cell.kind == VALUE and value_text(cell.value)), ""
            )
            if NOTE.match(first):
                return
            if self._is_total(row):
                self.skipped += 1
                continue
            made = self._row(row)
            if made is not None:
                yield made

    def _is_total(self, row: int) -> bool:
        """Whether the first text of the row is what totals are called."""
        for place in self._sheet.rows[row]:
            cell = self._sheet.spread[row, place]
            if cell.kind == VALUE and isinstance(cell.value, str) and cell.value.strip():
                return self._gazetteer.is_total(cell.value)
        return False

    def _row(self, row: int) -> Optional[FormRow]:
        values: dict[str, Any] = {}
        unit, bad = "", False
        for key, column in self._header.columns.items():
            fill = self._filled[key]
            figures = fill in (NUMBER_FILL, AREA)
            # A figure of merged cells is one figure, a text of them is said of each row.
            cell = (self._sheet.cells if figures else self._sheet.spread).get((row, column.place))
            if cell is None:
                continue
            value: Any
            value, wrong = self._number(cell, column, fill == AREA) if figures else self._text(cell)
            if wrong is None and fill == TOWNSHIP_FILL and value:
                unit, wrong = self._township(value)
            if wrong is not None:
                bad = True
                self._fault(row, cell, column, *wrong)
            elif value not in (None, ""):
                values[key] = value
        if bad or not values:
            return None
        return FormRow(values, unit, f"{self._file} › {self._sheet.name} › {row}")

    def _text(self, cell: Cell) -> tuple[Optional[str], Optional[Wrong]]:
        if cell.kind != VALUE:
            wrong = message("the formula has no usable result. Enter the text or figure itself.")
            return None, ("formula_error", wrong)
        return value_text(cell.value), None

    def _number(self, cell: Cell, column: _Column, area: bool) -> tuple[Optional[float], Optional[Wrong]]:
        figure = figure_of(cell, self._rules)
        if figure.text is not None:
            return None, (figure.problem, figure.text)
        if figure.value is None:
            return None, None
        if not area:
            return figure.value, None
        unit = figure.unit or column.unit
        factor = self._rules.measures.factor(unit, HECTARES) if unit else None
        if factor is None and figure.unit:
            return None, (
                "unknown_unit",
                message("{unit} is no unit of area. Enter the area in ha, 亩 or m².", unit=unit),
            )
        value = figure.value if factor is None else times(figure.value, factor)
        if value < 0:
            return None, ("negative_area", message("an area is not below 0. Enter the area itself."))
        return value, None

    def _township(self, text: str) -> tuple[str, Optional[Wrong]]:
        by_code = self._gazetteer.by_code(text)
        unit = by_code if by_code is not None else self._gazetteer.find(text, "township").unit
        if unit is not None:
            return unit.township or unit.code, None
        if plain(text) == plain(self._gazetteer.county_name) or self._gazetteer.is_total(text):
            return "", None
        wrong = message(
            "the county has no township {name}. Write its name or code as in the county's layer.", name=text
        )
        return "", ("unknown_township", wrong, self._gazetteer.candidates(text, "township"))

    def _fault(self, row: int, cell: Cell, column: _Column, code: str, text: Message, nearest: Any = ()) -> None:
        shown = cell.value if cell.kind == VALUE else cell.value or ""
        self.faults.append(
            Fault(self._sheet.name, row, cell.address, column.text, value_text(shown), code, text, tuple(nearest))
        )
