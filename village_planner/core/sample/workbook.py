"""The statistics workbook of the sample county, as counties send it.

Merged headers in three rows, units in brackets, townships by name only, large figures typed with thousands
separators, a total row and a note below: what an importer of statistics has to cope with.
"""

from __future__ import annotations

import io
import re
import zipfile

import pandas as pd
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

from .figures import YEAR
from .names import SampleData

GROUPS = (("A", "生产力布局"), ("B", "基础设施建设"), ("C", "公共服务投放"))
TYPED = ("A1", "A2", "A5")  # figures typed as text, like 123,456
SUMS = ("A1", "A2", "A3", "A5")
MOMENT = (2024, 1, 15, 9, 0, 0)


def statistics_workbook(statistics: pd.DataFrame, data: SampleData) -> bytes:
    """The workbook's bytes, the same for the same figures.

    statistics  `SampleCounty.statistics`: townships in rows, `name` and the indicators A1 … C8 in columns
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    sheet = book.create_sheet("乡镇基本情况")
    codes = [column for column in statistics.columns if column != "name"]
    last = get_column_letter(len(codes) + 2)
    thin = Side(style="thin")
    centred = Alignment(horizontal="center", vertical="center", wrap_text=True)
    sheet.merge_cells(f"A1:{last}1")
    sheet["A1"] = f"{data.county_name}{YEAR}年乡镇基本情况统计表"
    sheet["A1"].font = Font(name="黑体", size=16)
    sheet["A1"].alignment = centred
    sheet.merge_cells(f"A2:{last}2")
    sheet["A2"] = f"编制单位：{data.county_name}统计局　　　　统计年度：{YEAR}年"
    for letter, text in (("A", "序号"), ("B", "乡镇名称")):
        sheet.merge_cells(f"{letter}3:{letter}4")
        sheet[f"{letter}3"] = text
    column = 3
    for key, title in GROUPS:
        width = sum(code.startswith(key) for code in codes)
        sheet.merge_cells(start_row=3, start_column=column, end_row=3, end_column=column + width - 1)
        sheet.cell(3, column, title)
        column += width
    for column, code in enumerate(codes, 3):
        name, unit = data.indicators[code]
        sheet.cell(4, column, f"{name}\n（{unit}）")
    for row, (_, township) in enumerate(statistics.iterrows(), 5):
        sheet.cell(row, 1, row - 4)
        sheet.cell(row, 2, str(township["name"]))
        for column, code in enumerate(codes, 3):
            _fill(sheet.cell(row, column), code, float(township[code]))
    foot = 5 + len(statistics)
    sheet.merge_cells(start_row=foot, start_column=1, end_row=foot, end_column=2)
    sheet.cell(foot, 1, "合计")
    for column, code in enumerate(codes, 3):
        if code in SUMS:
            _fill(sheet.cell(foot, column), code, float(statistics[code].sum()))
        else:
            sheet.cell(foot, column, "—")
    for line in sheet.iter_rows(min_row=3, max_row=foot, max_col=len(codes) + 2):
        for cell in line:
            cell.border = Border(left=thin, right=thin, top=thin, bottom=thin)
            cell.alignment = centred
    sheet.cell(foot + 1, 1, "注：常住人口为年末数；“—”表示不适用汇总。")
    sheet.column_dimensions["A"].width = 6
    sheet.column_dimensions["B"].width = 13
    for column in range(3, len(codes) + 3):
        sheet.column_dimensions[get_column_letter(column)].width = 12.5
    sheet.row_dimensions[4].height = 48
    sheet.freeze_panes = "C5"
    buffer = io.BytesIO()
    book.save(buffer)
    return _without_clock(buffer)


def _fill(cell: object, code: str, value: float) -> None:
    if code in TYPED:
        cell.value = f"{value:,.0f}"  # type: ignore[attr-defined]
        return
    cell.value = int(value) if value == int(value) and code in ("A3", "B2", "B3", "C3") else value  # type: ignore[attr-defined]
    cell.number_format = "#,##0" if isinstance(cell.value, int) else "#,##0.00"  # type: ignore[attr-defined]


def _without_clock(buffer: io.BytesIO) -> bytes:
    """The same archive with a fixed time, so that the same county gives the same file."""
    fixed = io.BytesIO()
    stamp = "{}-{:02d}-{:02d}T{:02d}:{:02d}:{:02d}Z".format(*MOMENT).encode()
    with zipfile.ZipFile(buffer) as source, zipfile.ZipFile(fixed, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", stamp, content)
            entry = zipfile.ZipInfo(name, MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            target.writestr(entry, content)
    return fixed.getvalue()
