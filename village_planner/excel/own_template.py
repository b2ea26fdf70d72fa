"""A county's own workbook as template: what it marks is filled with the figures of a report, all else is left.

Marks in cells: {{county}}, {{name}} … (`fields_of`); {{table.anchor}}, a figure; {{table:id}}, a whole table with its
heads from that cell on; {{rows:id}}, only its rows, each cell in the look of the template's cell in the mark's row.
What is out of date is said in the printed header of the sheets that show it.
Defined names are filled, too: table.anchor, or the printed 表名.行名.列名, e.g. 片区划分方案表.合计.面积.

openpyxl reads and writes the file: cells, looks, formulas, merged areas, conditional formats, validations, print
settings and comments stay; shapes, text boxes, slicers and signatures do not, pictures only where Pillow is installed.
`not_kept` tells what is lost.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections import Counter
from collections.abc import Mapping
from copy import copy
from pathlib import Path
from typing import Any, Optional, Union

from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText
from openpyxl.utils.cell import range_boundaries
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from ..core.errors import InputError, StorageError
from ..core.formulas import would_run
from ..core.messages import Message, message
from ..core.tables.header import header_cells
from ..core.tables.origins import joined
from ..core.tables.table import TOTAL, Column, Report, Row, Table
from ..core.task import SILENT, Task
from .names import cell_text
from .sheet import HEAD, figure_look, put, text_look
from .style import Stylist
from .workbook import rewrite

MARK = re.compile(r"\{\{\s*(.+?)\s*\}\}")
SHAPE = re.compile(rb"<xdr:(?:sp|grpSp|cxnSp)[ >]")
# Parts of the file that openpyxl may lose, and what people call them.
CONTENTS: Mapping[str, Message] = {
    "media": message("pictures"),
    "shapes": message("shapes and text boxes"),
    "charts": message("charts"),
    "diagrams": message("diagrams"),
    "slicers": message("slicers"),
    "ctrlProps": message("form controls"),
    "embeddings": message("embedded objects"),
    "xl/vbaProject.bin": message("macros"),
}
Filled = Union[str, int, float, None]
Shown = tuple[Filled, Optional[int]]  # and how many digits it has after the point; None: as many as there are


def fields_of(report: Report) -> dict[str, str]:
    """What a {{field}} may name."""
    facts = dict(report.facts)
    return {
        "county": facts.get("县（市、区）", report.name).rsplit(" ", 1)[0],
        "code": report.code,
        "name": report.name,
        "title": report.title,
        "plan": facts.get("方案", ""),
        "compiler": report.compiler,
        "filler": report.filler,
        "reviewer": report.reviewer,
        "date": report.date,
    }


def fill_template(template: Path, report: Report, path: Path, task: Task = SILENT) -> None:
    """Write `path` as the template filled from the report; the template is only read.

    StorageError not_a_workbook; InputError unknown_mark, no_room (naming sheet and cell).
    """
    book = _load(template)
    _Filler(book, report, template.name).fill(task)
    book.calculation.fullCalcOnLoad = True
    buffer = io.BytesIO()
    book.save(buffer)
    rewrite(buffer, path, task)


def not_kept(template: Path) -> tuple[Message, ...]:
    """What the template holds that is missing in the filled workbooks. StorageError not_a_workbook."""
    buffer = io.BytesIO()
    _load(template).save(buffer)
    before, after = _contents(template), _contents(buffer)
    return tuple(text for kind, text in CONTENTS.items() if after[kind] < before[kind])


def _load(template: Path) -> Workbook:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what openpyxl drops is told by `not_kept`
            return load_workbook(template, rich_text=True)
    except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise StorageError(
            "not_a_workbook",
            "{file} cannot be read as a workbook ({reason}). Save it as .xlsx and choose it again.",
            file=str(template),
            reason=str(error) or type(error).__name__,
        ) from None


def _contents(file: Union[Path, io.BytesIO]) -> Counter[str]:
    """How many there are of each kind of `CONTENTS`."""
    found: Counter[str] = Counter()
    with zipfile.ZipFile(file) as parts:
        for name in parts.namelist():
            folder = name.split("/")[1] if name.startswith("xl/") and "/" in name[3:] else name
            if not name.endswith(".rels") and folder in CONTENTS:
                found[folder] += 1
            if folder == "drawings":
                found["shapes"] += len(SHAPE.findall(parts.read(name)))
    return found


class _Filler:
    def __init__(self, book: Workbook, report: Report, file: str) -> None:
        self.book, self.file = book, file
        self.tables: Mapping[str, Table] = {table.id: table for table in report.tables}
        self.missing = {name for gap in report.gaps for name in (gap.id, gap.title)}
        self.fields = fields_of(report)
        self.stylist = Stylist()
        self.stamps: dict[str, list[str]] = {}  # sheet -> stamps of the tables that it shows something of

    def fill(self, task: Task) -> None:
        for sheet in self.book.worksheets:
            task.check()
            marked = [cell for row in sheet.iter_rows() for cell in row if _marks(cell.value)]
            for cell in marked:
                self._cell(sheet, cell)
        self._names()
        for title, stamps in self.stamps.items():
            head: Any = self.book[title].oddHeader  # the one place of a form that is ours to write on
            head.center.text = "\n".join(filter(None, (head.center.text, joined(stamps))))

    def _stamp(self, sheet: Worksheet, table: Table) -> None:
        """Note that the sheet shows something of a table, for figures out of date."""
        if table.stamp:
            self.stamps.setdefault(sheet.title, []).append(table.stamp)

    def _cell(self, sheet: Worksheet, cell: Any) -> None:
        text = str(cell.value)
        alone = MARK.fullmatch(text.strip())
        if alone:
            kind, _, identifier = alone[1].partition(":")
            if kind in ("table", "rows") and identifier:
                self._table(sheet, cell, identifier.strip(), heads=kind == "table")
                return
            _set(cell, self._value(alone[1], sheet, cell)[0])
            return
        _set(cell, MARK.sub(lambda found: _words(*self._value(found[1], sheet, cell)), text))

    def _value(self, name: str, sheet: Worksheet, cell: Any) -> Shown:
        if name in self.fields:
            return self.fields[name], None
        found = self._figure(name, sheet)
        if found is None:
            raise InputError(
                "unknown_mark",
                "{file}, sheet {sheet}, cell {cell}: {{{{{name}}}}} names nothing that can be filled in. Use one of "
                "{fields}, a figure as table.anchor, {{{{table:id}}}} or {{{{rows:id}}}}; tables: {tables}.",
                file=self.file,
                sheet=sheet.title,
                cell=cell.coordinate,
                name=name,
                fields=", ".join(self.fields),
                tables=", ".join(self.tables),
            )
        return found

    def _figure(self, name: str, sheet: Worksheet) -> Optional[Shown]:
        """The figure that a name means, None for no figure; one that this unit's report lacks stays empty."""
        first, _, rest = name.partition(".")
        if first in self.missing:
            return None, None
        if first in self.tables and rest in self.tables[first].anchors:
            self._stamp(sheet, self.tables[first])
            row_number, key = self.tables[first].anchors[rest]
            return _shown(self.tables[first].rows[row_number], self.tables[first].column(key))
        if first in self.tables and rest in {column.key for column in self.tables[first].columns}:
            return None, None  # a total that this unit's form does not have, another unit's does
        for table in self.tables.values():
            if name.startswith(f"{table.title}."):
                row, _, head = name[len(table.title) + 1 :].rpartition(".")
                self._stamp(sheet, table)
                return _printed(table, row, head)
        return None

    def _table(self, sheet: Worksheet, cell: Any, identifier: str, heads: bool) -> None:
        if identifier in self.missing:
            _set(cell, None)
            return
        table = self.tables.get(identifier)
        if table is None:
            self._value(f"table:{identifier}", sheet, cell)  # says what there is
            raise AssertionError
        self._stamp(sheet, table)
        top, left = cell.row, cell.column
        levels = max(len(column.heads) for column in table.columns) if heads else 0
        self._room(sheet, cell, levels + len(table.rows), len(table.columns))
        marked: list[Any] = [sheet.cell(top, left + i) for i in range(len(table.columns))]
        looks = [copy(one._style) for one in marked]
        _set(cell, None)
        if heads:
            for level, first, last, depth, text in header_cells([column.heads for column in table.columns], levels):
                for row in range(top + level, top + level + depth):
                    for column in range(left + first, left + last + 1):
                        self.stylist.dress(sheet.cell(row, column), HEAD)
                put(sheet.cell(top + level, left + first), text, self.stylist, HEAD)
                if depth > 1 or last > first:
                    sheet.merge_cells(
                        start_row=top + level,
                        start_column=left + first,
                        end_row=top + level + depth - 1,
                        end_column=left + last,
                    )
        for number, line in enumerate(table.rows):
            for place, shown in enumerate(table.columns):
                target: Any = sheet.cell(top + levels + number, left + place)
                _set(target, line.values.get(shown.key))
                if heads:
                    self._dress(target, line, shown, place)
                else:
                    target._style = copy(looks[place])

    def _dress(self, cell: Any, row: Row, column: Column, place: int) -> None:
        if column.kind == "number" and not isinstance(row.values.get(column.key), str):
            self.stylist.dress(cell, figure_look(row.kind, column.decimals, column.centred))
        else:
            look = text_look(row.kind, row.indent if place == 0 else 0, column.centred)
            self.stylist.dress(cell, look.quote() if cell.quotePrefix else look)

    def _room(self, sheet: Worksheet, cell: Any, rows: int, columns: int) -> None:
        """What is there already is never written over."""
        for row in range(cell.row, cell.row + rows):
            for column in range(cell.column, cell.column + columns):
                other = sheet.cell(row, column)
                if other.coordinate != cell.coordinate and (other.value is not None or not hasattr(other, "_style")):
                    raise InputError(
                        "no_room",
                        "{file}, sheet {sheet}: the table at {cell} takes {rows} rows and {columns} columns, but "
                        "{other} is not empty. Leave so much room, or put the mark on a sheet of its own.",
                        file=self.file,
                        sheet=sheet.title,
                        cell=cell.coordinate,
                        rows=rows,
                        columns=columns,
                        other=other.coordinate,
                    )

    def _names(self) -> None:
        scoped = [(name, text) for name, text in self.book.defined_names.items()]
        scoped += [item for sheet in self.book.worksheets for item in sheet.defined_names.items()]
        for name, defined in scoped:
            place = _single(self.book, defined)
            if place is None:
                continue
            found = self._figure(name, place[0])
            ours = name.partition(".")[0] in {*self.tables, *(table.title for table in self.tables.values())}
            if found is None and ours and "." in name:
                self._value(name, *place)
            if found is not None:
                _set(place[1], found[0])


def _single(book: Workbook, defined: Any) -> Optional[tuple[Worksheet, Any]]:
    """Sheet and cell of a defined name that means one cell (or one merged area)."""
    places = list(defined.destinations) if defined.type == "RANGE" else []
    if len(places) != 1 or places[0][0] not in book.sheetnames:
        return None
    sheet = book[places[0][0]]
    left, top, _, _ = range_boundaries(places[0][1])
    return sheet, sheet.cell(int(top or 1), int(left or 1))


def _shown(row: Row, column: Column) -> Shown:
    return row.values.get(column.key), None if row.kind == "note" else column.decimals


def _printed(table: Table, row: str, head: str) -> Optional[Shown]:
    """The figure in the row of that first text and under the header that ends (or reads in full) so."""
    column = next(
        (c for c in table.columns if head in (c.heads[-1].replace("\n", ""), "".join(c.heads).replace("\n", ""))), None
    )
    labels = [column.key for column in table.columns if column.kind == "text"]
    line = next((r for r in table.rows if any(r.values.get(key) == row for key in labels)), None)
    if column is not None and line is None and row == TOTAL:
        return None, None  # this unit's form has no line of totals, another unit's has
    if column is None or line is None:
        return None
    return _shown(line, column)


def _marks(value: Any) -> bool:
    return isinstance(value, (str, CellRichText)) and MARK.search(str(value)) is not None


def _words(value: Filled, decimals: Optional[int]) -> str:
    """A figure as the tables print it."""
    if isinstance(value, (int, float)):
        return f"{value:,}" if decimals is None else f"{value:,.{decimals}f}"
    return value or ""


def _set(cell: Any, value: Filled) -> None:
    """A value as it is: text as text, whatever it begins with."""
    if not isinstance(value, str):
        cell.value = value
        return
    text = cell_text(value)
    cell.value = text or None
    if text:
        cell.data_type = "s"
        if would_run(text):
            cell.quotePrefix = True
