"""Random damage to the good workbook never gives a figure that is not true without saying so.

What no reader can see is left out: names swapped between rows, a header's unit changed for one that is as plausible,
another digit in a rate that has no total.
"""

from __future__ import annotations

import datetime
import random
import re
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statistics_county import COLUMNS, FIRST, LAST, at, good_book, truth

ROWS = range(FIRST, LAST + 1)
SUMMED = "CDE"  # columns with a total
TEXTS = [
    "约{}",
    "{}左右",
    "{}+",
    ">{}",
    "{}-{}",
    "{}～{}",
    "O{}",
    "{}。",
    "{},{}",
    "{}\n{}",
    "( {} )",
    "△{}",
    "{}户",
    "{}公顷",
]


def damage_figure(sheet: Any, dice: random.Random) -> None:
    cell = sheet[f"{dice.choice('CDEFGH')}{dice.choice(ROWS)}"]
    value = cell.value
    choice = dice.randrange(9)
    if choice == 0:
        cell.value = dice.choice(TEXTS).format(value, value)
    elif choice == 1:
        cell.value = dice.choice([None, "—", "…", "/", "无", "不详", "　", "-", "x", "一"])
    elif choice == 2:
        cell.value = dice.choice([datetime.datetime(2024, 3, 5), datetime.time(3, 5), "3月5日", True, "#REF!", "=A1+1"])
    elif choice == 3 and isinstance(value, (int, float)):
        cell.value = -value
    elif choice == 4 and cell.column_letter in SUMMED and isinstance(value, (int, float)):
        cell.value = dice.choice([value * 10, value * 10000, value + 1, value / 10000, int(str(abs(int(value)))[::-1])])
    elif choice == 5 and cell.column_letter in "FH" and isinstance(value, (int, float)):
        cell.value = dice.choice([value * 100, value / 100])
    elif choice == 6:
        cell.number_format = dice.choice(["0%", "0.0,", '0!.0,"万"', "#,##0.00", "General", "0_ "])
    elif choice == 7 and isinstance(value, (int, float)):
        cell.value = dice.choice(
            [
                f"{value:,}",
                f" {value}",
                f"'{value}",
                f"{value}".translate(str.maketrans("0123456789", "０１２３４５６７８９")),
            ]
        )
    elif choice == 8:
        other = sheet[f"{dice.choice('CDEFGH')}{dice.choice(ROWS)}"]
        if not any(other.coordinate in area or cell.coordinate in area for area in sheet.merged_cells.ranges):
            first, last = sorted((cell.row, other.row))
            left, right = sorted((cell.column, other.column))
            sheet.merge_cells(start_row=first, end_row=last, start_column=left, end_column=right)


def damage_name(sheet: Any, dice: random.Random) -> None:
    cell = sheet[f"B{dice.choice(ROWS)}"]
    cell.value = dice.choice([None, "关桥镇", "开发区", "盐亭县", "合计数", "5107201", 510720101, "观桥镇", "观桥"])


def damage_header(sheet: Any, dice: random.Random) -> None:
    cell = sheet[f"{dice.choice('CDEFGH')}4"]
    name = str(cell.value).split("\n")[0]
    wrong = {"C": "公顷", "D": "人", "E": "万人", "F": "人", "G": "小时", "H": "km"}[cell.column_letter]
    cell.value = dice.choice([name, f"{name}（{wrong}）", f"户籍{cell.value}", f"{cell.value}增长率", "其他", None])


def damage_rows(sheet: Any, dice: random.Random) -> None:
    row = dice.choice(ROWS)
    choice = dice.randrange(4)
    if choice == 0:
        sheet.row_dimensions[row].hidden = True
    elif choice == 1:
        for letter in "ABCDEFGH":
            if not any(f"{letter}{row}" in area for area in sheet.merged_cells.ranges):
                sheet[f"{letter}{row}"] = None
    elif choice == 2:
        sheet["C3"] = dice.choice(["上年", "增长率", "其中", "2021年", None])
    else:
        sheet["A1"] = dice.choice(["清岚县2022年", "云溪县2023年统计表", None, "清岚县2023年1-9月", "2021—2023年"])


DAMAGES = [damage_figure, damage_figure, damage_figure, damage_name, damage_header, damage_rows]


def check_damage(seed: int, count: int, tools: Any, folder: Path) -> None:
    gazetteer, catalogue, rules, interpret, read_book = tools
    dice = random.Random(seed)
    book = good_book()
    for _ in range(count):
        with suppress(AttributeError):  # a merged cell cannot be written to
            dice.choice(DAMAGES)(book.active, dice)
    path = folder / "damaged.xlsx"
    book.save(path)
    result = interpret(read_book(path), gazetteer, catalogue, rules)
    true = truth()
    places = {at(f"{letter}{row}"): (letter, row) for letter in COLUMNS for row in ROWS}
    told = [remark for remark in result.remarks if remark.severity != "info"]
    for row in result.values.itertuples():
        if row.value == pytest.approx(true.get((row.unit_code, row.indicator), float("nan")), rel=1e-12):
            continue
        cell = row.source.rsplit(" › ", 1)[1]
        letter, number = re.match(r"([A-Z]+)(\d+)", cell).groups()  # type: ignore[union-attr]
        home = places.get((row.unit_code, row.indicator), ("", 0))
        here = [
            remark
            for remark in told
            if remark.row == int(number)
            or re.sub(r"\d.*", "", remark.cell) == letter
            or remark.code == "units_left_out"  # a row under the name of another that is gone
        ]
        assert here, (seed, count, row, home, [(r.severity, r.code, r.cell) for r in told])


@pytest.fixture(scope="module")
def tools(gazetteer: Any, catalogue: Any, rules: Any) -> Any:
    from village_planner.core.statistics.interpret import interpret
    from village_planner.excel.reading import read_book

    return gazetteer, catalogue, rules, interpret, read_book


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("damage")


@given(seed=st.integers(0, 2**32), count=st.integers(1, 4))
@settings(max_examples=40)
def test_damage(seed: int, count: int, tools: Any, folder: Path) -> None:
    check_damage(seed, count, tools, folder)


@pytest.mark.fuzz
@given(seed=st.integers(0, 2**32), count=st.integers(1, 8))
@settings(max_examples=3000)
def test_damage_at_length(seed: int, count: int, tools: Any, folder: Path) -> None:
    check_damage(seed, count, tools, folder)
