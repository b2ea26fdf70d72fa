"""The workbook writer: a `Report` of core/tables into one .xlsx file."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any
from xml.sax.saxutils import escape

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from ..core.errors import Cancelled
from ..core.tables.table import Report, Side
from ..core.task import SILENT, Task
from .layout import row_height
from .names import SHEET_LENGTH, cell_text, sheet_name, unique
from .sheet import HEAD, PLAIN, TITLE, Cached, SheetWriter, put
from .style import RED, Look, Stylist, number_format, set_page

INDEX, CHECKS = "目录", "数据核对"
AGREES, DIFFERS = "一致", "不一致"
SHEET_MISSING = "未列"
TEXT = Look(indent=1)
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
    cached: dict[str, Cached] = {}
    writers: dict[str, SheetWriter] = {}
    for table, name in zip(report.tables, sheets[1:]):
        task.check()
        writer = SheetWriter(book.create_sheet(name), table, stylist)
        writer.write(report, task)
        writers[table.id] = writer
        cached[name] = writer.cached
    checks = book.create_sheet(sheets[-1])
    cached[sheets[-1]] = _checks(checks, report, writers, stylist)
    _index(first, report, sheets, stylist)
    book.calculation.fullCalcOnLoad = True
    book.properties.creator = "Village Planner"
    book.properties.title = cell_text(report.title)
    task.check()
    buffer = _Buffer(task)
    book.save(buffer)
    rewrite(buffer, path, task, dict(zip(book.sheetnames, (cached.get(name, {}) for name in book.sheetnames))))


def _index(sheet: Worksheet, report: Report, sheets: list[str], stylist: Stylist) -> None:
    """The list of tables with links, what is missing and how to get it, and what the figures are of."""
    widths = [8.0, 44.0, 26.0, 70.0]
    for letter, width in zip("ABCD", widths):
        sheet.column_dimensions[letter].width = width
    put(sheet["A1"], report.title, stylist, TITLE)
    sheet.merge_cells("A1:D1")
    sheet.row_dimensions[1].height = 30
    row = 2
    for label, text in report.facts:
        put(sheet.cell(row, 1), f"{label}：{text}", stylist, PLAIN)
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=4)
        row += 1
    head = row
    for column, text in enumerate(("序号", "表名", "工作表", "说明"), start=1):
        put(sheet.cell(row, column), text, stylist, HEAD)
    failed = len(report.failed)
    verdict = f"{len(report.checks)} 项核对，" + (f"{failed} 项不一致，请查看" if failed else "全部一致")
    lines = [(table.title, name, "") for table, name in zip(report.tables, sheets[1:])]
    lines.append(("数据核对", sheets[-1], verdict))
    lines += [(gap.title, SHEET_MISSING, gap.needs) for gap in report.gaps]
    for number, (title, name, text) in enumerate(lines, start=1):
        row += 1
        cell = sheet.cell(row, 1)
        cell.value = number
        stylist.dress(cell, Look(horizontal="center"))
        put(sheet.cell(row, 2), title, stylist, TEXT)
        link = sheet.cell(row, 3)
        put(link, name, stylist, Look(underline=name != SHEET_MISSING, horizontal="center"))
        if name != SHEET_MISSING:
            quoted = name.replace("'", "''")
            link.hyperlink = f"#'{quoted}'!A1"  # type: ignore[assignment]
            put(link, name, stylist, Look(underline=True, horizontal="center"))
        put(sheet.cell(row, 4), text, stylist, replace(TEXT, colour=RED) if name == sheets[-1] and failed else TEXT)
        sheet.row_dimensions[row].height = max(row_height([(title, widths[1]), (text, widths[3])]), 20)
    sheet.freeze_panes = f"A{head + 1}"
    sheet.print_area = f"A1:D{row}"
    set_page(sheet, "A4", 1, (1, head), 1)


def _checks(sheet: Worksheet, report: Report, writers: Mapping[str, SheetWriter], stylist: Stylist) -> Cached:
    """Each pair of figures that must agree, by live formulas; returns what the formulas give."""
    cached: Cached = {}
    widths = [8.0, 34.0, 36.0, 18.0, 36.0, 18.0, 14.0, 10.0, 10.0]
    for letter, width in zip("ABCDEFGHI", widths):
        sheet.column_dimensions[letter].width = width
    put(sheet["A1"], "数据核对表", stylist, TITLE)
    sheet.merge_cells("A1:I1")
    sheet.row_dimensions[1].height = 30
    put(sheet["A2"], "凡应一致的数字逐项核对；表内数字为引用，改动后自动重算。", stylist, PLAIN)
    sheet.merge_cells("A2:I2")
    heads = ("序号", "核对内容", "甲方", "甲方数值", "乙方", "乙方数值", "差值", "单位", "结果")
    for column, text in enumerate(heads, start=1):
        put(sheet.cell(3, column), text, stylist, HEAD)
    for number, check in enumerate(report.checks, start=1):
        row = number + 3
        figures = Look(horizontal="right", wrap=False, format=number_format(check.decimals))
        cell = sheet.cell(row, 1)
        cell.value = number
        stylist.dress(cell, Look(horizontal="center"))
        for column, text in ((2, check.what), (3, check.left.label), (5, check.right.label), (8, check.unit)):
            put(sheet.cell(row, column), text, stylist, Look(horizontal="center") if column == 8 else TEXT)
        for column, side in ((4, check.left), (6, check.right)):
            cell = sheet.cell(row, column)
            formula = _reference(side, writers)
            if formula:
                cached[cell.coordinate] = side.value
            cell.value = formula or side.value
            stylist.dress(cell, figures)
        cell = sheet.cell(row, 7)
        cell.value = f"=ROUND(D{row}-F{row},{check.decimals})"
        cached[cell.coordinate] = check.difference
        stylist.dress(cell, figures)
        cell = sheet.cell(row, 9)
        cell.value = f'=IF(G{row}=0,"{AGREES}","{DIFFERS}")'
        cached[cell.coordinate] = AGREES if check.agrees else DIFFERS
        colour = Look.colour if check.agrees else RED
        stylist.dress(cell, Look(horizontal="center", colour=colour, bold=not check.agrees))
        sheet.row_dimensions[row].height = row_height(
            [(check.what, widths[1]), (check.left.label, widths[2]), (check.right.label, widths[4])]
        )
    last = 3 + max(len(report.checks), 1)
    if not report.checks:
        put(sheet["B4"], "本册没有需要相互核对的数字。", stylist, PLAIN)
    sheet.freeze_panes = "C4"
    sheet.print_area = f"A1:I{last}"
    set_page(sheet, "A4", 1, (1, 3), 1)
    return cached


def _reference(side: Side, writers: Mapping[str, SheetWriter]) -> str:
    """A live reference to the cell that shows the figure, "" where none does."""
    writer = writers.get(side.table)
    if writer is None:
        return ""
    title = writer.sheet.title.replace("'", "''")
    cell = f"'{title}'!{writer.address(*writer.table.anchors[side.anchor])}"
    return f"=ROUND({cell}/{side.divide:g},2)" if side.divide != 1 else f"={cell}"


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
    buffer: io.BytesIO, path: Path, task: Task = SILENT, cached: Mapping[str, Cached] = MappingProxyType({})
) -> None:
    """Copy the file entry by entry: results are put beside the formulas, times of the clock are taken out.

    openpyxl writes formulas without results; a viewer that does not calculate (a preview, a script) would show blanks.
    """
    sheets = {f"xl/worksheets/sheet{i}.xml": values for i, values in enumerate(cached.values(), start=1)}
    with zipfile.ZipFile(buffer) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            task.check()
            content = source.read(name)
            if sheets.get(name):
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
