"""The workbook writer: a `Report` of core/tables into one .xlsx file."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, Optional
from xml.sax.saxutils import escape

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from ..core.errors import Cancelled
from ..core.tables.file_names import unique
from ..core.tables.table import Report, Side
from ..core.task import SILENT, Task
from .cells import Cells
from .charts import charts_sheet
from .layout import row_height
from .names import SHEET_LENGTH, cell_text, sheet_name
from .sheet import HEAD, PLAIN, TITLE, Cached, SheetWriter
from .style import RED, Look, Stylist, number_format, set_page

INDEX, CHECKS = "目录", "数据核对"
AGREES, DIFFERS = "一致", "不一致"
SHEET_MISSING = "未列"
TEXT = Look(indent=1)
CENTRED = Look(horizontal="center")
MOMENT = (2020, 1, 1, 0, 0, 0)  # of every entry of the file: the same report gives the same bytes
STAMP = "2020-01-01T00:00:00Z"


def write_report(report: Report, path: Path, task: Task = SILENT) -> None:
    """Write the workbook; `path` is overwritten, so callers write beside and replace (see `folder.replace_all`)."""
    book = Workbook()
    stylist = Stylist()
    first = book.active
    assert isinstance(first, Worksheet)
    sheets = unique([INDEX, *(sheet_name(table.sheet) for table in report.tables), CHECKS], SHEET_LENGTH)
    first.title = sheets[0]
    cells: dict[str, Cells] = {}
    writers: dict[str, SheetWriter] = {}
    for table, name in zip(report.tables, sheets[1:]):
        task.check()
        writer = SheetWriter(book.create_sheet(name), table, stylist)
        writer.write(report, task)
        writers[table.id], cells[name] = writer, writer.cells
        if writer.charts_left:
            # Named after all tables, so that no table's sheet is called otherwise for it.
            own = unique([*sheets, *cells, sheet_name(f"{table.sheet}·图")], SHEET_LENGTH)[-1]
            cells[own] = charts_sheet(book, own, writer, stylist)
    checks = book.create_sheet(sheets[-1])
    cells[sheets[-1]] = _checks(checks, report, writers, stylist)
    cells[sheets[0]] = _index(first, report, sheets, stylist)
    book.calculation.fullCalcOnLoad = True
    book.properties.creator = "Village Planner"
    book.properties.title = cell_text(report.title)
    task.check()
    buffer = _Buffer(task)
    book.save(buffer)
    rewrite(buffer, path, task, cells=[cells[name] for name in book.sheetnames])


def _index(sheet: Worksheet, report: Report, sheets: list[str], stylist: Stylist) -> Cells:
    """The list of tables with links, what is missing and how to get it, and what the figures are of."""
    cells = Cells(sheet, stylist)
    widths = [8.0, 44.0, 26.0, 70.0]
    for letter, width in zip("ABCD", widths):
        sheet.column_dimensions[letter].width = width
    cells.text(1, 1, report.title, TITLE)
    cells.merge(1, 1, 1, 4)
    cells.heights[1] = 30
    row = 2
    for label, text in report.facts:
        cells.text(row, 1, f"{label}：{text}", PLAIN)
        cells.merge(row, 1, row, 4)
        row += 1
    head = row
    for column, text in enumerate(("序号", "表名", "工作表", "说明"), start=1):
        cells.text(row, column, text, HEAD)
    failed = len(report.failed)
    verdict = f"{len(report.checks)} 项核对，" + (f"{failed} 项不一致，请查看" if failed else "全部一致")
    lines = [(table.title, name, "") for table, name in zip(report.tables, sheets[1:])]
    lines.append(("数据核对", sheets[-1], verdict))
    lines += [(gap.title, SHEET_MISSING, gap.needs["zh"]) for gap in report.gaps]
    for number, (title, name, text) in enumerate(lines, start=1):
        row += 1
        cells.figure(row, 1, number, CENTRED)
        cells.text(row, 2, title, TEXT)
        if name == SHEET_MISSING:
            cells.text(row, 3, name, CENTRED)
        else:
            cells.link(row, 3, name, name, replace(CENTRED, underline=True))
        cells.text(row, 4, text, replace(TEXT, colour=RED) if name == sheets[-1] and failed else TEXT)
        cells.heights[row] = max(row_height([(title, widths[1]), (text, widths[3])]), 20)
    sheet.freeze_panes = f"A{head + 1}"
    sheet.print_area = f"A1:D{row}"
    set_page(sheet, "A4", 1, (head, head), 1)  # what the book is of need not stand on its second page again
    return cells


def _checks(sheet: Worksheet, report: Report, writers: Mapping[str, SheetWriter], stylist: Stylist) -> Cells:
    """Each pair of figures that must agree, by live formulas."""
    cells = Cells(sheet, stylist)
    widths = [8.0, 34.0, 36.0, 18.0, 36.0, 18.0, 14.0, 10.0, 10.0]
    for letter, width in zip("ABCDEFGHI", widths):
        sheet.column_dimensions[letter].width = width
    cells.text(1, 1, "数据核对表", TITLE)
    cells.merge(1, 1, 1, 9)
    cells.heights[1] = 30
    cells.text(2, 1, "凡应一致的数字逐项核对；表内数字为引用，改动后自动重算。", PLAIN)
    cells.merge(2, 1, 2, 9)
    heads = ("序号", "核对内容", "甲方", "甲方数值", "乙方", "乙方数值", "差值", "单位", "结果")
    for column, text in enumerate(heads, start=1):
        cells.text(3, column, text, HEAD)
    for number, check in enumerate(report.checks, start=1):
        row = number + 3
        figures = Look(horizontal="right", wrap=False, format=number_format(check.decimals))
        cells.figure(row, 1, number, CENTRED)
        for column, text in ((2, check.what), (3, check.left.label), (5, check.right.label)):
            cells.text(row, column, text, TEXT)
        for column, side in ((4, check.left), (6, check.right)):
            reference = _reference(side, writers)
            if reference:
                cells.formula(row, column, reference, side.value, figures)
            else:
                cells.figure(row, column, side.value, figures)
        cells.formula(row, 7, f"ROUND(D{row}-F{row},{check.decimals})", check.difference, figures)
        cells.text(row, 8, check.unit, CENTRED)
        verdict = AGREES if check.agrees else DIFFERS
        look = CENTRED if check.agrees else replace(CENTRED, colour=RED, bold=True)
        cells.formula(row, 9, f'IF(G{row}=0,"{AGREES}","{DIFFERS}")', verdict, look)
        cells.heights[row] = row_height(
            [(check.what, widths[1]), (check.left.label, widths[2]), (check.right.label, widths[4])]
        )
    last = 3 + max(len(report.checks), 1)
    if not report.checks:
        cells.text(4, 2, "本册没有需要相互核对的数字。", PLAIN)
    sheet.freeze_panes = "C4"
    sheet.print_area = f"A1:I{last}"
    set_page(sheet, "A4", 1, (1, 3), 1)
    return cells


def _reference(side: Side, writers: Mapping[str, SheetWriter]) -> str:
    """A live reference to the cell that shows the figure, "" where none does."""
    writer = writers.get(side.table)
    if writer is None:
        return ""
    title = str(writer.sheet.title).replace("'", "''")
    return f"'{title}'!{writer.address(*writer.table.anchors[side.anchor])}"


class _Buffer(io.BytesIO):
    """Memory that asks for a cancel whenever openpyxl hands over a piece: saving a large book takes seconds."""

    def __init__(self, task: Task) -> None:
        super().__init__()
        self._task = task
        self._stopped = False  # the archive is still closed after a cancel; that must not be cancelled again

    def write(self, data: Any) -> int:
        if not self._stopped:
            try:
                self._task.check()
            except Cancelled:
                self._stopped = True
                raise
        return super().write(data)


def rewrite(
    buffer: io.BytesIO,
    path: Path,
    task: Task = SILENT,
    cached: Mapping[str, Cached] = MappingProxyType({}),
    cells: Sequence[Optional[Cells]] = (),
) -> None:
    """Copy the file entry by entry: cells of our own are put in, times of the clock are taken out.

    cached  sheet -> cell -> what its formula gives, for sheets whose cells openpyxl holds: it writes formulas without
            results, and a viewer that does not calculate (a preview, a script) would show blanks
    cells   of each sheet in order, where they are our own
    """
    sheets = {f"xl/worksheets/sheet{i}.xml": values for i, values in enumerate(cached.values(), start=1)}
    own = {f"xl/worksheets/sheet{i}.xml": each for i, each in enumerate(cells, start=1) if each is not None}
    with zipfile.ZipFile(buffer) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            task.check()
            content = source.read(name)
            if name in own:
                content = own[name].fill(content)
            elif sheets.get(name):
                content = _with_results(content.decode("utf-8"), sheets[name]).encode("utf-8")
            elif name == "docProps/core.xml":
                content = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", STAMP.encode(), content)
            entry = zipfile.ZipInfo(name, MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            target.writestr(entry, content)


_FORMULA = re.compile(r'<c r="([A-Z]+\d+)"((?: s="\d+")?)><f>(.*?)</f>(?:<v ?/>|<v></v>)</c>')


def _with_results(xml: str, values: Cached) -> str:
    def result(found: re.Match[str]) -> str:
        value = values[found[1]]
        kind = ' t="str"' if isinstance(value, str) else ""
        shown = escape(value) if isinstance(value, str) else repr(value)
        return f'<c r="{found[1]}"{found[2]}{kind}><f>{found[3]}</f><v>{shown}</v></c>'

    return _FORMULA.sub(result, xml)
