"""The figures of one table: row by row, cell by cell, then what only the whole column or table tells."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Optional

from ..indicators.catalogue import Indicator
from ..messages import message
from ..task import Task
from . import checks
from .answers import Answers
from .columns import FigureColumn, conversion, read_column, units_above
from .gazetteer import Gazetteer, Unit
from .grid import VALUE, Cell, Sheet, column_letters
from .headings import Headings, years_in
from .labels import LEFT_OUT, NAMELESS, NOTE, SECTION, SUBTOTAL, TOTAL, UNIT, Labels, Row
from .layout import Table, label_text
from .measures import times
from .model import ERROR, INFO, WARNING, Column, FoundTable
from .numbers import Figure, figure_of
from .remarks import Remarks, place_words
from .rules import CODE_ROLES, UNIT_ROLES, Rules

CHECK_ROWS = 200
BIG = ("十", "百", "千", "万", "亿")


@dataclass
class Entry:
    """One figure: `typed` as in the cell (a percent sign multiplied out), `value` in the catalogue's unit."""

    unit: Unit
    item: Indicator
    year: Optional[int]
    typed: float
    value: float
    cell: Cell
    row: int
    column: int
    has_unit: bool = False
    settled: bool = False
    good: bool = True
    implausible: bool = False


@dataclass
class Total:
    """A row of sums: its figures by column."""

    row: int
    cell: Cell
    kind: str
    label: str
    unit: Optional[Unit]
    figures: Mapping[int, float]


@dataclass
class Reading:
    """What was read of one table."""

    sheet: Sheet
    table: Table
    columns: dict[int, FigureColumn] = field(default_factory=dict)
    listed: list[FigureColumn] = field(default_factory=list)  # of a table with a row per figure
    entries: list[Entry] = field(default_factory=list)
    totals: list[Total] = field(default_factory=list)
    taken_rows: list[int] = field(default_factory=list)
    units: dict[str, Unit] = field(default_factory=dict)
    doubtful: set[int] = field(default_factory=set)  # columns with figures that could not be read
    missing: dict[tuple[int, str], list[int]] = field(default_factory=lambda: defaultdict(list))
    other_level: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    found: Optional[FoundTable] = None


class TableReader:
    """Reads one table; what there is to say goes to `remarks`."""

    def __init__(
        self,
        sheet: Sheet,
        table: Table,
        gazetteer: Gazetteer,
        headings: Headings,
        rules: Rules,
        answers: Answers,
        remarks: Remarks,
        level: Optional[str],
        township: Optional[Unit],
        year: Optional[int],
        year_asked: Optional[int],
    ) -> None:
        self.sheet, self.table, self.gazetteer, self.headings = sheet, table, gazetteer, headings
        self.rules, self.answers, self.remarks = rules, answers, remarks
        self.level, self.year, self.year_asked = level, year, year_asked
        self.above = units_above(table.titles)
        self.labels = Labels(table, gazetteer, rules, answers, township, level)
        self.reading = Reading(sheet, table)
        self.by_indicator: dict[tuple[int, str], Optional[FigureColumn]] = {}
        # of a table with a row per figure: its columns of figures, with what their header says of the year
        self.values: dict[int, list[str]] = {}
        if self.is_long and "value" in table.keys:
            self.values[table.keys["value"]] = []
        self.nameless = [column for column in table.columns if not table.headers[column]]
        self._merged: dict[tuple[int, int], tuple[int, int, int, int]] = {}
        self._merges_said: set[tuple[int, int, int, int]] = set()
        figures = set(table.columns)
        for span in sheet.merged:
            top, left, bottom, right = span
            if (bottom - top) * (right - left + 1) > 100_000:
                bottom = min(bottom, max(table.rows, default=top))
            for row in range(top, bottom + 1):
                for column in range(left, right + 1):
                    if column in figures:
                        self._merged[row, column] = span

    def read(self, task: Task) -> Reading:
        for number, column in self._columns().items():
            self.reading.columns[number] = column
        self.labels.villages_first = self._villages_first()
        for position, row in enumerate(self.table.rows):
            if position % CHECK_ROWS == 0:
                task.report(position / len(self.table.rows))
            self._row(row)
        self._say_hidden()
        self._say_missing()
        checks.check_columns(self.reading, self.rules, self.remarks, self.headings)
        checks.check_totals(self.reading, self.rules, self.remarks)
        self.reading.found = self._found()
        return self.reading

    # ---- columns
    @property
    def is_long(self) -> bool:
        """A row per figure: columns for unit, indicator and value."""
        return "indicator" in self.table.keys and any(role in self.table.keys for role in (*UNIT_ROLES, *CODE_ROLES))

    def _columns(self) -> dict[int, FigureColumn]:
        result = {}
        for number in self.table.columns:
            header = self.table.headers[number]
            filled = [row for row in self.table.rows if (row, number) in self.sheet.cells]
            if not filled:
                if header and self.headings.meaning(_values(header)).indicators:
                    self._say(
                        WARNING,
                        "empty_column",
                        message("“{header}” has no figures at all.", header=_joined(header)),
                        header[-1],
                    )
                continue
            if not header:
                if any(figure_of(self.sheet.cells[row, number], self.rules).value is not None for row in filled):
                    self._say(
                        WARNING,
                        "no_header",
                        message(
                            "Column {column} has figures but no header; they are not taken. Write what they are above "
                            "them.",
                            column=self._column_name(number),
                        ),
                        self.sheet.cells[filled[0], number],
                    )
                continue
            meaning = self.headings.meaning(_values(header))
            if self.sheet.turned and self._shifted(number, header[0]):
                continue
            if self.table.dated and not meaning.years and self._has_figures(filled, number):
                self._say(
                    ERROR,
                    "bad_year",
                    message(
                        "{place}: {value} is no year; the row is not taken. Enter the year with four digits.",
                        place=header[-1].address,
                        value=meaning.text,
                    ),
                    header[-1],
                )
                continue
            if self.is_long and len(meaning.years) == 1 and not any(map(self._says_more, header)):
                self.values[number] = [str(value) for value in _values(header)]
                continue
            if not meaning.indicators and meaning.answer is None and not self._has_figures(filled, number):
                self._say(
                    INFO,
                    "no_figures",
                    message("“{header}” holds no figures and is left out.", header=meaning.text),
                    header[-1],
                )
                continue
            column = read_column(
                number, header, meaning, self.above, self.sheet, self.headings, self.rules, self.remarks
            )
            if column is not None:
                result[number] = column
        return result

    def _says_more(self, cell: Cell) -> bool:
        """True of a header that names more than a year."""
        label = self.headings.label(label_text(cell.value))
        return bool(label.name or label.extra or label.unit)

    def _has_figures(self, rows: list[int], number: int) -> bool:
        for row in rows:
            cell = self.sheet.cells[row, number]
            figure = figure_of(cell, self.rules)
            if figure.value is not None or cell.kind != VALUE or (figure.problem and figure.problem != "not_a_number"):
                return True
        return False

    def _column_name(self, number: int) -> str:
        return str(number) if self.sheet.turned else column_letters(number)

    # ---- rows
    def _row(self, row: int) -> None:
        keys = self.table.keys
        texts = {
            role: label_text(self.sheet.spread[row, column].value)
            for role, column in keys.items()
            if (row, column) in self.sheet.spread
        }
        cells = [(n, self.sheet.cells.get((row, n))) for n in self.table.columns]
        has_figures = any(
            cell is not None and (cell.kind != VALUE or not isinstance(cell.value, str) or self._digits(cell.value))
            for _, cell in cells
        )
        if self.is_long and self.values:
            has_figures = any((row, column) in self.sheet.cells for column in self.values)
        own = [column for column in (*keys.values(), *self.table.columns) if (row, column) in self.sheet.spread]
        if not own:
            return
        distinct = {self.sheet.spread[row, column] for column in own}
        place = self.sheet.spread[row, min(own)]
        if has_figures and not self.sheet.turned and self._shifted(row, place):
            self.reading.doubtful |= set(self.table.columns)
            return
        read = self.labels.read(texts, has_figures, len(distinct) == 1)
        label = next(
            (
                keys[role]
                for role in ("village", "unit", "township", *CODE_ROLES)
                if role in keys and (row, keys[role]) in self.sheet.spread
            ),
            min(own),
        )
        place = self.sheet.spread[row, label]
        self._say_row(read, row, place, has_figures)
        if read.kind in (TOTAL, SUBTOTAL):
            figures = {
                number: figure.value
                for number, cell in cells
                if number in self.reading.columns and (figure := figure_of(cell, self.rules)).value is not None
            }
            self.reading.totals.append(Total(row, place, read.kind, read.label, read.unit, figures))
        if read.kind != UNIT or read.unit is None:
            return
        unit = read.unit
        if has_figures and self._named_otherwise(row, unit):
            self.reading.doubtful |= set(self.table.columns)
            return
        if self.level is not None and unit.level != self.level:
            if has_figures:
                self.reading.other_level[-1].append(row)
            return
        self.reading.taken_rows.append(row)
        self.reading.units[unit.code] = unit
        year = self._year_of(texts_year(keys, self.sheet, row), place)
        if year is False:
            return
        if self.is_long:
            self._long_row(row, unit, year)
        for number, column in self.reading.columns.items():
            self._figure(row, number, column, unit, year)

    def _shifted(self, line: int, place: Cell) -> bool:
        """True where a line of a text table has more or fewer fields than its header."""
        count = self.sheet.lengths.get(line, 0)
        if self.table.width is None or count == self.table.width:
            return False
        text = (
            message(
                "Row {row} has {count} fields, the header {width}: a figure with a comma is probably not in quotes. "
                "The row is not taken. Put quotes around it or leave the comma out.",
                row=line,
                count=count,
                width=self.table.width,
            )
            if count > self.table.width
            else message(
                "Row {row} has {count} fields, the header {width}: which of them is missing is not certain. The row is "
                "not taken. Put a separator for each blank field.",
                row=line,
                count=count,
                width=self.table.width,
            )
        )
        self._say(ERROR, "shifted_row", text, place)
        return True

    def _villages_first(self) -> bool:
        """True where villages stand before the first township: then a township may stand below its villages."""
        for row in self.table.rows:
            for role in UNIT_ROLES:
                cell = self.sheet.spread.get((row, self.table.keys.get(role, 0)))
                levels = {unit.level for unit in self.gazetteer.find(label_text(cell.value)).units} if cell else set()
                if levels == {"township"}:
                    return False
                if levels == {"village"}:
                    return True
        return False

    def _named_otherwise(self, row: int, unit: Unit) -> bool:
        """True where a column without a header names a unit that is neither the row's nor its township or village."""
        for column in self.nameless:
            cell = self.sheet.spread.get((row, column))
            if cell is None or not isinstance(cell.value, str):
                continue
            named = self.gazetteer.find(cell.value).units
            if named and not any(
                other == unit or other.code == unit.township or other.township == unit.code for other in named
            ):
                self._say(
                    ERROR,
                    "names_differ",
                    message(
                        "{place}: a column without a header names {other}, the row is of {unit}; the row is not "
                        "taken. Give the column a header (乡镇名称, 村名), or mend the name.",
                        place=cell.address,
                        other=cell.value,
                        unit=unit.name,
                    ),
                    cell,
                    column,
                )
                return True
        return False

    @staticmethod
    def _digits(text: str) -> bool:
        return any(character.isdigit() for character in text)

    def _say_row(self, read: Row, row: int, place: Cell, has_figures: bool) -> None:
        if read.text is not None:
            self._say(read.severity, read.code, self._in_row(place, read.text), place)
        if read.kind == "unknown" and has_figures:
            self.reading.doubtful |= set(self.table.columns)
        if read.kind == "unknown":
            self.remarks.doubt("rows", read.key, self.sheet.name, place.address, read.label, read.candidates)
        elif read.kind == NAMELESS:
            self.reading.doubtful |= set(self.table.columns)
            self._say(
                ERROR,
                "no_name",
                message(
                    "{place}: the row has figures but names no unit; it is not taken. Write the unit's name or code "
                    "into it.",
                    place=place.address,
                ),
                place,
            )
        elif read.kind == LEFT_OUT:
            self._say(INFO, "left_out", message("“{label}” is left out, as answered.", label=read.label), place)
        elif read.kind in (TOTAL, SUBTOTAL):
            self._say(
                INFO, "total_row", message("“{label}” is a row of totals and not a unit.", label=read.label), place
            )
        elif read.kind == NOTE and read.label:
            self._say(INFO, "note", message("“{label}” was read as a note.", label=read.label[:60]), place)
        elif read.kind == SECTION and read.unit is not None:
            self._say(
                INFO,
                "section",
                message(
                    "Below “{label}” follow the villages of {township}.", label=read.label, township=read.unit.name
                ),
                place,
            )

    def _in_row(self, place: Cell, text: Any) -> Any:
        return message("{place}: {text}", place=place.address, text=text)

    # ---- years
    def _year_of(self, cell: Optional[Cell], place: Cell) -> Any:
        """The year of a row (None: the table's); False where it cannot be taken."""
        if cell is None:
            return None
        found = years_in(label_text(cell.value), self.rules)
        if len(found) == 1:
            return found[0]
        self._say(
            ERROR,
            "bad_year",
            message(
                "{place}: {value} is no year; the row is not taken. Enter the year with four digits.",
                place=cell.address,
                value=label_text(cell.value) or "-",
            ),
            cell,
        )
        return False

    # ---- cells
    def _figure(self, row: int, number: int, column: FigureColumn, unit: Unit, row_year: Optional[int]) -> None:
        cell = self.sheet.cells.get((row, number))
        item = column.items.get(unit.level)
        span = self._merged.get((row, number))
        if span is not None and (span[2] > span[0] or span[3] > span[1]):
            if span not in self._merges_said:
                self._merges_said.add(span)
                self._merged_figures(span)
            self.reading.doubtful.add(number)
            return
        if item is None:
            if cell is not None and not figure_of(cell, self.rules).missing:
                self.reading.other_level[number].append(row)
            return
        address = self.sheet.address(row, number)
        settled = f"{self.sheet.name}!{address}"
        if settled in self.answers.cells:
            answer = self.answers.cells[settled]
            place = cell or Cell(*((number, row) if self.sheet.turned else (row, number)), None)
            if answer is None:
                self._say(INFO, "left_out", message("{cell} is left out, as answered.", cell=address), place)
                return
            self._say(INFO, "answered", message("{cell} is {value}, as answered.", cell=address, value=answer), place)
            factor = column.factors[unit.level]
            value = times(float(answer), factor if factor is not None else Fraction(1))
            self._keep(Entry(unit, item, None, float(answer), value, place, row, number, True, True), column, row_year)
            return
        figure = figure_of(cell, self.rules)
        if figure.value is None:
            self._no_figure(figure, cell, row, number)
            return
        assert cell is not None
        self._convert(figure, cell, row, number, column, unit, item, row_year)

    def _no_figure(self, figure: Figure, cell: Optional[Cell], row: int, number: int) -> None:
        if figure.missing:
            kind = "maybe_zero" if figure.problem else "blank" if cell is None else "stated"
            self.reading.missing[number, kind].append(row)
            return
        self.reading.doubtful.add(number)
        assert cell is not None and figure.text is not None
        self._say(ERROR, figure.problem, message("{place}: {text}", place=cell.address, text=figure.text), cell, number)

    def _convert(
        self,
        figure: Figure,
        cell: Cell,
        row: int,
        number: int,
        column: FigureColumn,
        unit: Unit,
        item: Indicator,
        row_year: Optional[int],
    ) -> None:
        assert figure.value is not None
        factor = column.factors[unit.level]
        if figure.unit:
            own = conversion(figure.unit, item, self.rules)
            if own is None:
                self.reading.doubtful.add(number)
                self._say(
                    ERROR,
                    "unit_mismatch",
                    message(
                        "{place}: {given} cannot be converted to {wanted}, the unit of {indicator}. Mend the cell.",
                        place=cell.address,
                        given=figure.unit,
                        wanted=item.unit.get("zh", "") or "-",
                        indicator=item.zh,
                    ),
                    cell,
                    number,
                )
                return
            if factor is not None and own != factor:
                self._say(
                    WARNING,
                    "other_unit",
                    message(
                        "{place}: the figure says {given}, the header {header}; the cell’s unit was taken. See that it "
                        "is right.",
                        place=cell.address,
                        given=figure.unit,
                        header=column.unit,
                    ),
                    cell,
                    number,
                )
            factor = own
        elif figure.scale != 1:
            said = column.unit or item.unit.get("zh", "")
            if said.startswith(BIG) and not said.startswith("千米"):
                self.reading.doubtful.add(number)
                self._say(
                    ERROR,
                    "doubtful_scale",
                    message(
                        "{place}: {value} in a column of {unit}: it is not clear whether the multiple counts twice. "
                        "Enter the plain figure.",
                        place=cell.address,
                        value=label_text(cell.value),
                        unit=said,
                    ),
                    cell,
                    number,
                )
                return
        value = figure.value if factor is None else times(figure.value, factor)
        entry = Entry(unit, item, None, figure.value, value, cell, row, number, bool(figure.unit))
        self._keep(entry, column, row_year)

    def _keep(self, entry: Entry, column: FigureColumn, row_year: Optional[int]) -> None:
        years = {year for year in (column.year, row_year) if year is not None}
        if len(years) > 1:
            self._say(
                ERROR,
                "bad_year",
                message(
                    "{place}: the row is of {row}, the column of {column}; the figure is not taken. Mend the year.",
                    place=entry.cell.address,
                    row=row_year,
                    column=column.year,
                ),
                entry.cell,
                entry.column,
            )
            return
        entry.year = years.pop() if years else self.year
        if self.year_asked is not None and entry.year != self.year_asked:
            column.extra.setdefault("other_years", []).append(entry)
            return
        self.reading.entries.append(entry)

    def _merged_figures(self, span: tuple[int, int, int, int]) -> None:
        top, left, bottom, right = span
        cell = self.sheet.cells.get((top, left))
        if cell is None:
            return
        area = f"{self.sheet.address(top, left)}:{self.sheet.address(bottom, right)}"
        self.remarks.say(
            ERROR,
            "merged_figures",
            message(
                "{area} is merged: which unit and indicator the figure {value} belongs to is not certain. Unmerge the "
                "cells and enter each figure.",
                area=area,
                value=label_text(cell.value),
            ),
            self.sheet.name,
            area,
            cell.row,
        )

    # ---- a row per figure
    def _long_row(self, row: int, unit: Unit, year: Optional[int]) -> None:
        keys = self.table.keys
        header = self.sheet.spread.get((row, keys["indicator"]))
        if header is None:
            return
        measure = (
            label_text(self.sheet.spread[row, keys["measure"]].value)
            if (row, keys.get("measure", 0)) in self.sheet.spread
            else ""
        )
        name = label_text(header.value)
        for number, dated in self.values.items():
            key = (number, f"{name} {measure}")
            if key not in self.by_indicator:
                said = [name, *([measure] if measure else []), *dated]
                made = read_column(
                    number,
                    [header],
                    self.headings.meaning(said),
                    self.above,
                    self.sheet,
                    self.headings,
                    self.rules,
                    self.remarks,
                )
                self.by_indicator[key] = made
                self.reading.listed += [made] if made is not None else []
            column = self.by_indicator[key]
            if column is not None:
                self._figure(row, number, column, unit, year)
            else:
                self.reading.doubtful.add(number)

    # ---- said of the whole table
    def _say_hidden(self) -> None:
        hidden = [row for row in self.reading.taken_rows if row in self.sheet.hidden_rows]
        if hidden:
            self._say_lines(
                "hidden_rows",
                message(
                    "Hidden rows were read like the others: {rows}. See that their figures are meant.",
                    rows=place_words(self.sheet, hidden),
                ),
                hidden[0],
            )
        for number, column in self.reading.columns.items():
            if number in self.sheet.hidden_columns:
                self._say(
                    WARNING,
                    "hidden_column",
                    message(
                        "“{header}” is hidden; it was read like the others. See that its figures are meant.",
                        header=column.meaning.text,
                    ),
                    column.cell,
                )

    def _say_lines(self, code: str, text: Any, row: int, severity: str = WARNING) -> None:
        place = next((self.sheet.spread[row, column] for column in self.sheet.rows.get(row, ())), None)
        self.remarks.say(
            severity, code, text, self.sheet.name, place.address if place else "", place.row if place else None
        )

    def _say_missing(self) -> None:
        for (number, kind), rows in sorted(self.reading.missing.items()):
            column = self.reading.columns.get(number)
            if column is None:
                continue
            place = self.sheet.address(rows[0], number)
            row = number if self.sheet.turned else rows[0]
            where = {"header": column.meaning.text, "count": len(rows), "rows": place_words(self.sheet, rows)}
            if kind == "maybe_zero":
                text = message(
                    "“{header}”: {count} cells say that there is none (rows {rows}); they are left without a figure. "
                    "Enter 0 where zero is meant.",
                    **where,
                )
            elif kind == "blank":
                text = message(
                    "“{header}”: {count} cells are blank (rows {rows}); they stay without a figure.", **where
                )
            else:
                text = message(
                    "“{header}”: {count} cells say that there is no figure (rows {rows}); they stay without one.",
                    **where,
                )
            severity = INFO if kind == "stated" else WARNING
            code = {"maybe_zero": "none_or_zero", "blank": "blank_cells", "stated": "missing_figures"}[kind]
            self.remarks.say(severity, code, text, self.sheet.name, place, row)
        for number, rows in self.reading.other_level.items():
            column = self.reading.columns.get(number)
            where = {"count": len(rows), "rows": place_words(self.sheet, rows)}
            if column is None:
                text = message(
                    "{count} rows are about units of the other level and are left out (rows {rows}).", **where
                )
            else:
                text = message(
                    "“{header}” is no indicator of the units in {count} rows (rows {rows}); these are not taken.",
                    header=column.meaning.text,
                    **where,
                )
            self._say_lines("other_level", text, rows[0])
        for column in (*self.reading.columns.values(), *self.reading.listed):
            others = column.extra.get("other_years", [])
            if others:
                years = sorted({entry.year for entry in others if entry.year is not None})
                self._say(
                    WARNING,
                    "other_year",
                    message(
                        "“{header}”: {count} figures are not of {asked} ({years}); they are left out.",
                        header=column.meaning.text,
                        count=len(others),
                        asked=self.year_asked,
                        years=", ".join(map(str, years)) or "-",
                    ),
                    column.cell,
                )

    def _found(self) -> FoundTable:
        table, rows = self.table, self.reading.taken_rows
        columns = [*table.columns, *table.keys.values()]
        levels = {unit.level for unit in self.reading.units.values()}
        area = ""
        if rows and columns:
            first, last = self.sheet.address(min(rows), min(columns)), self.sheet.address(max(rows), max(columns))
            area = f"{first}:{last}"
        return FoundTable(
            self.sheet.name,
            area,
            self.sheet.turned,
            self.year,
            len(self.reading.units),
            tuple(
                Column(
                    column.cell.address,
                    column.meaning.text,
                    {level: item.code for level, item in column.items.items() if level in levels or not levels},
                    column.unit,
                    column.year,
                    column.meaning.key,
                )
                for column in (*self.reading.columns.values(), *self.reading.listed)
            ),
        )

    def _say(self, severity: str, code: str, text: Any, cell: Cell, column: object = None) -> None:
        self.remarks.say(severity, code, text, self.sheet.name, cell.address, cell.row, column)


def texts_year(keys: Mapping[str, int], sheet: Sheet, row: int) -> Optional[Cell]:
    """The cell of a row's year, None where the table has no such column."""
    if "year" not in keys:
        return None
    return sheet.spread.get((row, keys["year"]), Cell(row, keys["year"], ""))


def _values(header: list[Cell]) -> list[Any]:
    return [label_text(cell.value) if not isinstance(cell.value, str) else cell.value for cell in header]


def _joined(header: list[Cell]) -> str:
    return " › ".join(label_text(cell.value) for cell in header)
