"""A form that a county brings filled in: its columns known by the catalogue's own heads, every fault named.

A table of the catalogue is such a form where it is of kind "brought", or where some of its columns say what is filled
in there ("fill"); the other columns of the latter are computed.
"""

from __future__ import annotations

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
from .form_header import (
    NOTE,
    Column,
    Header,
    column_missing,
    find_header,
    first_text,
    head_of,
    strange_heads,
    tell_strange,
)

TEXT_FILL, NUMBER_FILL, AREA, TOWNSHIP_FILL = "text", "number", "area", "township"
ROW_NUMBER = "number"  # key of the column that counts the rows
HECTARES = "公顷"
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
    totals, which are computed; notes: what else was not taken, for the log."""

    rows: tuple[FormRow, ...]
    faults: tuple[Fault, ...]
    headers: Mapping[str, str]
    missing: tuple[str, ...]
    skipped: int
    notes: tuple[Message, ...] = ()


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


def read_form(
    book: Book,
    entry: Mapping[str, Any],
    gazetteer: Gazetteer,
    rules: Rules,
    sheets: Sequence[str] = (),
    task: Task = SILENT,
) -> FormReading:
    """Every row of the form on the chosen sheets (of no names all that are not hidden).

    Raises InputError unknown_sheet, no_form_table, form_column_missing.
    """
    filled = filled_columns(entry)
    needed = [column for column in entry["columns"] if column.get("required") and column["key"] in filled]
    rows: list[FormRow] = []
    faults: list[Fault] = []
    headers: dict[str, str] = {}
    notes: list[Message] = []
    skipped = 0
    for sheet in book.chosen(sheets):
        header = find_header(sheet, entry, filled)
        if header is None:
            if sheet.cells:
                notes.append(message("Sheet {sheet} has no header of this form and is passed over.", sheet=sheet.name))
            continue
        strange = strange_heads(sheet, header)
        for column in needed:
            if column["key"] not in header.columns:
                raise column_missing(book.file, sheet, header, entry, column, strange)
        told = tell_strange(sheet, header, entry, filled, strange)
        notes += [item for item in told if isinstance(item, Message)]
        faults += [item for item in told if isinstance(item, Fault)]
        headers.update({key: column.text for key, column in header.columns.items()})
        reader = _SheetReader(book.file, sheet, header, filled, needed, gazetteer, rules)
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
    return FormReading(tuple(rows), tuple(faults), headers, missing, skipped, tuple(notes))


# ---- the rows
class _SheetReader:
    def __init__(
        self,
        file: str,
        sheet: Sheet,
        header: Header,
        filled: Mapping[str, str],
        needed: Sequence[Mapping[str, Any]],
        gazetteer: Gazetteer,
        rules: Rules,
    ) -> None:
        self._file, self._sheet, self._header, self._filled = file, sheet, header, filled
        self._needed = needed
        self._gazetteer, self._rules = gazetteer, rules
        self.faults: list[Fault] = []
        self.skipped = 0

    def rows(self, task: Task) -> Iterator[FormRow]:
        below = [row for row in self._sheet.rows if row > self._header.last]
        for number, row in enumerate(below):
            if number % CHECK_ROWS == 0:
                task.report(number / len(below))
            if NOTE.match(first_text(self._sheet, row)):
                return
            if self._is_total(row):
                self.skipped += 1
                continue
            made = self._row(row)
            if made is not None:
                yield made

    def _is_total(self, row: int) -> bool:
        """Whether the only text of the row is what totals are called."""
        cells = {place: self._sheet.spread[row, place] for place in self._sheet.rows[row]}
        words = [
            place
            for place, cell in cells.items()
            if cell.kind == VALUE and isinstance(cell.value, str) and figure_of(cell, self._rules).value is None
        ]
        return len(words) == 1 and self._gazetteer.is_total(str(cells[words[0]].value))

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
        lacking = [item for item in self._needed if item["key"] not in values]
        for item in lacking:
            self._lacks(row, self._header.columns[item["key"]])
        if lacking:
            return None
        return FormRow(values, unit, f"{self._file} › {self._sheet.name} › {row}")

    def _text(self, cell: Cell) -> tuple[Optional[str], Optional[Wrong]]:
        if cell.kind != VALUE:
            wrong = message("the formula has no usable result. Enter the text or figure itself.")
            return None, ("formula_error", wrong)
        return value_text(cell.value), None

    def _number(self, cell: Cell, column: Column, area: bool) -> tuple[Optional[float], Optional[Wrong]]:
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

    def _lacks(self, row: int, column: Column) -> None:
        wrong = message("this cell must be filled in; the row has other entries. Fill it in, or clear the row.")
        address = self._sheet.address(row, column.place)
        self.faults.append(Fault(self._sheet.name, row, address, column.text, "", "required_empty", wrong))

    def _fault(self, row: int, cell: Cell, column: Column, code: str, text: Message, nearest: Any = ()) -> None:
        shown = cell.value if cell.kind == VALUE else cell.value or ""
        self.faults.append(
            Fault(self._sheet.name, row, cell.address, column.text, value_text(shown), code, text, tuple(nearest))
        )
