"""Units, true figures, and the good workbooks made of them."""

from __future__ import annotations

from typing import Any

import openpyxl
import pandas as pd

COUNTY = "清岚县"
TOWNSHIPS = {
    "510799101": "观桥镇",
    "510799102": "石安镇",
    "510799103": "城关街道",
    "510799104": "龙树乡",
    "510799105": "青石镇",
    "510799106": "白云乡",
}
VILLAGES = {
    "510799101201": "新桥村",
    "510799101202": "东风村",
    "510799101001": "观桥社区",
    "510799102201": "东风村",
    "510799102202": "石坝村",
    "510799103001": "文庙社区",
    "510799104201": "双龙村",
    "510799104202": "黄泥村",
}
INDICATORS = {
    "A1": ("地区生产总值", "万元"),
    "A3": ("规上企业数", "家"),
    "A5": ("常住人口", "人"),
    "A7": ("城镇化率", "%"),
    "B2": ("到县城行车时间", "min"),
    "B6": ("供电可靠率", "%"),
}
FIGURES = {
    "A1": [284250, 121300, 415820, 38460, 97315, 26540],
    "A3": [66, 12, 103, 2, 9, 1],
    "A5": [52310, 31205, 80412, 9350, 18764, 7012],
    "A7": [61.25, 43.5, 88.1, 22.75, 35.4, 19.85],
    "B2": [18, 35.5, 5, 72, 41, 88.5],
    "B6": [99.981, 99.95, 99.992, 99.87, 99.92, 99.81],
}
VILLAGE_FIGURES = {
    "V1": [1820, 940, 3105, 1206, 877, 5210, 655, 1490],
    "V3": [35.5, 12.25, 88, 20.4, 9.75, 150.5, 6.2, 14.8],
}
FIRST, LAST, TOTAL, NOTE = 5, 10, 11, 12  # rows of the good workbook
COLUMNS = dict(zip("CDEFGH", INDICATORS))
Truth = dict[tuple[str, str], float]


def townships() -> pd.DataFrame:
    return pd.DataFrame({"code": list(TOWNSHIPS), "name": list(TOWNSHIPS.values())})


def villages() -> pd.DataFrame:
    codes = list(VILLAGES)
    return pd.DataFrame({"code": codes, "name": list(VILLAGES.values()), "township_code": [c[:9] for c in codes]})


def truth() -> Truth:
    return {(unit, code): float(value) for code, values in FIGURES.items() for unit, value in zip(TOWNSHIPS, values)}


def village_truth() -> Truth:
    return {
        (unit, code): float(value) for code, values in VILLAGE_FIGURES.items() for unit, value in zip(VILLAGES, values)
    }


def at(cell: str) -> tuple[str, str]:
    """Unit and indicator of a cell of the good workbook."""
    return list(TOWNSHIPS)[int(cell[1:]) - FIRST], COLUMNS[cell[0]]


def good_book() -> Any:
    """Title, two header rows with merged groups, six townships in rows 5 to 10, a total and a note."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "基本情况"
    sheet["A1"] = f"{COUNTY}2023年乡镇基本情况统计表"
    sheet.merge_cells("A1:H1")
    sheet["A2"] = f"编制单位：{COUNTY}统计局　　填报日期：2024年1月15日"
    sheet["A3"], sheet["B3"], sheet["C3"], sheet["G3"] = "序号", "乡镇名称", "生产力布局", "基础设施建设"
    for area in ("A3:A4", "B3:B4", "C3:F3", "G3:H3"):
        sheet.merge_cells(area)
    for letter, code in COLUMNS.items():
        name, unit = INDICATORS[code]
        sheet[f"{letter}4"] = f"{name}\n（{unit}）"
        for row, value in enumerate(FIGURES[code], FIRST):
            sheet[f"{letter}{row}"] = value
        sheet[f"{letter}{TOTAL}"] = sum(FIGURES[code]) if code in ("A1", "A3", "A5") else "—"
    for row, name in enumerate(TOWNSHIPS.values(), FIRST):
        sheet[f"A{row}"], sheet[f"B{row}"] = row - FIRST + 1, name
    sheet[f"A{TOTAL}"] = "合计"
    sheet.merge_cells(f"A{TOTAL}:B{TOTAL}")
    sheet[f"A{NOTE}"] = "注：常住人口为年末数。"
    return book


def village_book(township_column: bool = True) -> Any:
    """Title, a unit line, headers in row 3, villages in rows 4 to 11."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "各村"
    sheet["A1"] = f"{COUNTY}2023年各村基本情况"
    sheet["E2"] = "单位：人、万元"
    for column, text in enumerate(("乡镇", "村名", "常住人口", "集体经营收入"), 1):
        if column > 1 or township_column:
            sheet.cell(3, column, text)
    for row, (code, name) in enumerate(VILLAGES.items(), 4):
        if township_column:
            sheet.cell(row, 1, TOWNSHIPS[code[:9]])
        sheet.cell(row, 2, name)
        for column, values in enumerate(VILLAGE_FIGURES.values(), 3):
            sheet.cell(row, column, values[row - 4])
    return book


def taken(result: Any) -> Truth:
    return {(row.unit_code, row.indicator): row.value for row in result.values.itertuples()}


def never_wrong(result: Any, true: Truth) -> None:
    """Every figure that was taken is the true one, and has one year, one source."""
    for row in result.values.itertuples():
        expected = true.get((row.unit_code, row.indicator))
        assert expected is not None, f"{row} is about nothing that the workbook says"
        assert row.value == pytest_approx(expected), row
    assert not result.values.duplicated(["level", "unit_code", "indicator", "year"]).any()


def pytest_approx(value: float) -> Any:
    import pytest

    return pytest.approx(value, rel=1e-12)


def said(result: Any, code: str, cell: str = "") -> bool:
    return any(remark.code == code and (not cell or remark.cell == cell) for remark in result.remarks)


def sheet_of(*rows: Any, name: str = "Sheet") -> Any:
    book = openpyxl.Workbook()
    book.active.title = name
    for row in rows:
        book.active.append(list(row))
    return book


def columns(*codes: str) -> list[list[Any]]:
    """Townships with the true figures of some indicators."""
    return [[name, *(FIGURES[c][i] for c in codes)] for i, name in enumerate(TOWNSHIPS.values())]


def header(*codes: str) -> list[str]:
    return ["乡镇名称", *(f"{INDICATORS[c][0]}（{INDICATORS[c][1]}）" for c in codes)]


def part(*codes: str) -> dict[tuple[str, str], float]:
    return {key: value for key, value in truth().items() if key[1] in codes}
