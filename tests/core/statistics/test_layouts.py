"""Forms in which good figures come: villages, several tables, years side by side, units across, answers."""

from __future__ import annotations

from typing import Any

import openpyxl
import pytest
from statistics_county import (
    COUNTY,
    FIGURES,
    INDICATORS,
    TOWNSHIPS,
    VILLAGE_FIGURES,
    VILLAGES,
    columns,
    good_book,
    header,
    never_wrong,
    part,
    said,
    sheet_of,
    taken,
    truth,
    village_book,
    village_truth,
)

from village_planner.core.errors import InputError
from village_planner.core.statistics.grid import Book, Sheet

TITLE = f"{COUNTY}2023年基本情况"


# ---- villages
def test_villages_with_a_township_column_and_a_unit_line(read: Any) -> None:
    result = read(village_book())
    assert taken(result) == village_truth()
    assert [r.code for r in result.remarks if r.severity != "info"] == []


def test_namesakes_without_township_are_not_taken(read: Any) -> None:
    result = read(village_book(township_column=False))
    never_wrong(result, village_truth())
    assert len(result.values) == 2 * (len(VILLAGES) - 2)
    assert said(result, "ambiguous_name", "B5") and said(result, "ambiguous_name", "B7")
    doubt = next(doubt for doubt in result.doubts if doubt.part == "rows")
    assert {one.code for one in doubt.candidates} == {"510799101202", "510799102201"}


def test_township_once_above_its_villages(read: Any) -> None:
    book = village_book()
    sheet = book.active
    for row in (5, 6):
        sheet[f"A{row}"] = None
    sheet.merge_cells("A4:A6")  # the first merged, the next blank below
    sheet["A8"] = None
    assert taken(read(book)) == village_truth()


def test_rows_of_townships_above_their_villages(read: Any) -> None:
    book = sheet_of([TITLE], ["单位：人"], ["名称", "常住人口"])
    true = {key: v for key, v in village_truth().items() if key[1] == "V1"}
    for code, name in TOWNSHIPS.items():
        own = [(c, n) for c, n in VILLAGES.items() if c.startswith(code)]
        people = sum(true[c, "V1"] for c, _ in own)
        if not own:
            continue
        book.active.append([name, people + (5 if code.endswith("102") else 0)])
        true[code, "A5"] = people + (5 if code.endswith("102") else 0)
        for c, n in own:
            book.active.append([f"  {n}", true[c, "V1"]])
    result = read(book)
    assert taken(result) == true
    assert said(result, "township_differs", "B8")
    only = read(book, level="village")
    assert taken(only) == {key: v for key, v in true.items() if key[1] == "V1"} and said(only, "other_level")


def test_township_as_a_section_line(read: Any) -> None:
    book = sheet_of([TITLE], ["村名", "常住人口（人）"])
    for code, name in TOWNSHIPS.items():
        own = [(c, n) for c, n in VILLAGES.items() if c.startswith(code)]
        if own:
            book.active.append([name])
            for c, n in own:
                book.active.append([n, village_truth()[c, "V1"]])
            book.active.append([f"{name}小计", sum(village_truth()[c, "V1"] for c, _ in own)])
    result = read(book)
    assert taken(result) == {key: v for key, v in village_truth().items() if key[1] == "V1"}
    assert not [r for r in result.remarks if r.code == "total_differs"]


def test_a_sheet_per_township(read: Any) -> None:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for code, name in list(TOWNSHIPS.items())[:2]:
        sheet = book.create_sheet(name)
        sheet.append(["2023年各村情况"])
        sheet.append(["村名", "常住人口（人）"])
        for c, n in VILLAGES.items():
            if c.startswith(code):
                sheet.append([n, village_truth()[c, "V1"]])
    result = read(book)
    assert taken(result) == {
        k: v for k, v in village_truth().items() if k[1] == "V1" and k[0][:9] in list(TOWNSHIPS)[:2]
    }


def test_a_village_in_the_wrong_township(read: Any) -> None:
    book = village_book()
    book.active["A9"] = "石安镇"  # 文庙社区 is in 城关街道
    result = read(book)
    assert said(result, "wrong_township", "B9")
    never_wrong(result, village_truth())
    assert len(result.values) == 14


def test_a_community_is_not_the_village_of_its_name(read: Any) -> None:
    book = village_book()
    book.active["B6"] = "观桥村"
    result = read(book)
    assert "510799101001" not in set(result.values["unit_code"])
    assert any(one.code == "510799101001" for doubt in result.doubts for one in doubt.candidates)


def test_codes_in_every_form(read: Any) -> None:
    first, second, third = list(VILLAGES)[:3]
    forms = [int(first), second, f"{third}0000000", " 510799 102201", "５１０７９９１０２２０２"]
    book = sheet_of([TITLE], ["统计用区划代码", "村名", "常住人口（人）"])
    for form, (code, name) in zip(forms, VILLAGES.items()):
        book.active.append([form, name, village_truth()[code, "V1"]])
    result = read(book)
    assert len(result.values) == 5
    never_wrong(result, village_truth())


def test_code_and_name_of_different_units(read: Any) -> None:
    book = sheet_of([TITLE], ["代码", "乡镇名称", "常住人口（人）"])
    names = list(TOWNSHIPS.values())
    names[0], names[1] = names[1], names[0]
    for code, name, people in zip(TOWNSHIPS, names, FIGURES["A5"]):
        book.active.append([code, name, people])
    result = read(book)
    assert said(result, "code_and_name_differ", "B3") and said(result, "code_and_name_differ", "B4")
    never_wrong(result, truth())
    assert len(result.values) == 4


# ---- tables on a sheet
def test_two_tables_below_each_other(read: Any) -> None:
    total = ["合计", 983685, 199053]
    book = sheet_of([TITLE], header("A1", "A5"), *columns("A1", "A5"), total, [], ["表二　2022年"],
                    ["乡镇名称", "规上企业数（家）", "城镇化率（%）"], *columns("A3", "A7"))  # fmt: skip
    result = read(book)
    assert taken(result) == part("A1", "A5", "A3", "A7")
    assert dict(result.values.groupby("indicator")["year"].first()) == {"A1": 2023, "A5": 2023, "A3": 2022, "A7": 2022}


def test_two_tables_beside_each_other(read: Any) -> None:
    rows = columns("A1", "A5")
    book = sheet_of([TITLE], [*header("A1", "A5"), None, *header("A1", "A5")],
                    *([*left, None, *right] for left, right in zip(rows[:3], rows[3:])))  # fmt: skip
    assert taken(read(book)) == part("A1", "A5")


def test_headers_repeated_on_the_next_page(read: Any) -> None:
    rows = columns("A1", "A5")
    book = sheet_of([TITLE], header("A1", "A5"), *rows[:3], [f"{TITLE}（续表）"], header("A1", "A5"), *rows[3:],
                    ["合计", sum(FIGURES["A1"]), sum(FIGURES["A5"])])  # fmt: skip
    result = read(book)
    assert taken(result) == part("A1", "A5") and len(result.tables) == 1
    assert not said(result, "total_differs")


def test_columns_numbered_below_the_header(read: Any) -> None:
    book = sheet_of([TITLE], header("A1", "A5"), ["甲", 1, 2], *columns("A1", "A5"))
    result = read(book)
    assert taken(result) == part("A1", "A5")
    assert [r.code for r in result.remarks if r.severity == "error"] == []


def test_units_of_measure_in_a_row_of_their_own(read: Any) -> None:
    book = sheet_of([TITLE], ["乡镇名称", "地区生产总值", "常住人口"], [None, "亿元", "万人"],
                    *([n, round(a / 1e4, 6), round(p / 1e4, 6)] for n, a, p in columns("A1", "A5")))  # fmt: skip
    assert taken(read(book)) == pytest.approx(part("A1", "A5"))


def test_years_side_by_side(read: Any) -> None:
    book = sheet_of(["常住人口（人）"], ["乡镇名称", "常住人口（人）", None], [None, "2022年", "2023年"],
                    *([name, people - 100, people] for name, people in columns("A5")))  # fmt: skip
    book.active.merge_cells("B2:C2")
    result = read(book)
    by_year = {year: dict(zip(rows["unit_code"], rows["value"])) for year, rows in result.values.groupby("year")}
    true = {unit: value for (unit, _), value in part("A5").items()}
    assert by_year == {2023: true, 2022: {unit: value - 100 for unit, value in true.items()}}
    only = read(book, year=2023)
    assert taken(only) == part("A5") and said(only, "other_year", "B3")


def test_a_column_of_years(read: Any) -> None:
    book = sheet_of(["常住人口"], ["乡镇名称", "年份", "常住人口（人）"])
    for name, people in columns("A5"):
        book.active.append([name, 2023, people])
        book.active.append([name, "2022年", people - 100])
    book.active["B4"] = "去年"
    result = read(book)
    assert said(result, "bad_year", "B4")
    latest = result.values[result.values["year"] == 2023]
    assert dict(zip(latest["unit_code"], latest["value"])) == {unit: v for (unit, _), v in part("A5").items()}
    assert len(result.values) == 11


def test_units_across_and_indicators_down(read: Any) -> None:
    book = sheet_of([TITLE], ["指标", "计量单位", "合计", *TOWNSHIPS.values()])
    for code, (name, unit) in INDICATORS.items():
        total = sum(FIGURES[code]) if code != "A5" else 1
        book.active.append([name, unit, total if code in ("A1", "A3", "A5") else None, *FIGURES[code]])
    result = read(book)
    assert taken(result) == truth() and result.tables[0].turned
    assert said(result, "total_differs", "C5")
    assert result.values["source"].iloc[0].endswith("› D3")


def test_a_row_per_figure(read: Any) -> None:
    book = sheet_of(["乡镇", "指标名称", "计量单位", "年份", "数值"])
    for code in ("A1", "A5"):
        name, unit = INDICATORS[code]
        for town, value in columns(code):
            book.active.append([town, name, unit, 2023, value])
    book.active["E3"] = "约1000"
    result = read(book)
    true = part("A1", "A5")
    assert said(result, "approximate", "E3")
    never_wrong(result, true)
    assert len(result.values) == len(true) - 1


def test_wrong_year(read: Any) -> None:
    result = read(good_book(), year=2022)
    assert result.values.empty and said(result, "wrong_year")


def test_year_of_sheet_and_file(read: Any) -> None:
    book = good_book()
    book.active["A1"] = "基本情况"
    assert set(read(book, name="2021年统计.xlsx").values["year"]) == {2021}
    book.active.title = "二〇二二年"
    assert set(read(book, name="2021年统计.xlsx").values["year"]) == {2022}


# ---- answers
def test_answers_settle_headers_rows_and_cells_for_next_year_too(read: Any) -> None:
    book = good_book()
    sheet = book.active
    sheet["C4"], sheet["B5"], sheet["B9"], sheet["E6"] = "2023年总产值", "关桥镇", "开发区", "约3万"
    before = read(book)
    never_wrong(before, truth())
    keys = {doubt.key: doubt for doubt in before.doubts}
    assert set(keys) == {"生产力布局 › 总产值", "关桥镇", "开发区"}
    assert keys["关桥镇"].candidates[0].name == "观桥镇"
    answers = {
        "headers": {"生产力布局 › 总产值": {"indicator": "A1", "unit": "万元"}},
        "rows": {"关桥镇": "510799101", "开发区": None},
        "cells": {"基本情况!E6": 31205},
    }
    sheet["C4"] = "2024年总产值"
    result = read(book, answers=answers)
    never_wrong(result, truth())
    assert len(result.values) == 30 and not result.doubts
    assert dict(result.values.groupby("indicator")["year"].first())["A1"] == 2024


def test_answered_fractions(read: Any) -> None:
    book = good_book()
    for row in range(5, 11):
        book.active[f"F{row}"] = book.active[f"F{row}"].value / 100
    answers = {"headers": {"生产力布局 › 城镇化率（%）": {"indicator": "A7", "fraction": True}}}
    result = read(book, answers=answers)
    never_wrong(result, truth())
    assert len(result.values) == 36


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ({"headers": {"总产值": "Z9"}}, "unknown_indicator"),
        ({"headers": {"总产值": {"indicator": "A1", "unit": "担"}}}, "unknown_measure"),
        ({"rows": {"关桥镇": "999"}}, "unknown_unit"),
    ],
)
def test_answers_that_are_none(answers: Any, code: str, read: Any) -> None:
    from village_planner.core.errors import InputError

    with pytest.raises(InputError) as error:
        read(good_book(), answers=answers)
    assert error.value.code == code


def test_units_of_measure_convert_as_printed(rules: Any) -> None:
    from village_planner.core.statistics.measures import times

    convert = rules.measures.factor
    for given, wanted, value, expected in (
        ("亿元", "万元", 12.3, 123000.0),
        ("亩", "ha", 15.0, 1.0),
        ("万亩", "ha", 0.3, 200.0),
        ("平方公里", "ha", 2.5, 250.0),
        ("里", "km", 3.0, 1.5),
        ("‰", "%", 5.0, 0.5),
        ("小时", "min", 1.5, 90.0),
        ("万元/人", "元/人", 1.2, 12000.0),
        ("㎡", "m²", 3.0, 3.0),
    ):
        factor = convert(given, wanted)
        assert factor is not None and times(value, factor) == expected, given
    for given, wanted in (("人", "万元"), ("户", "人"), ("km", "km²"), ("元/亩", "元/人"), ("担", "ha")):
        assert convert(given, wanted) is None, given
    assert list(VILLAGE_FIGURES) == ["V1", "V3"]


def test_sheets_are_chosen_by_name_and_unknown_ones_refused() -> None:
    book = Book("年报.xlsx", (Sheet("甲", {}), Sheet("乙", {}, hidden=True), Sheet("丙", {})))
    assert [sheet.name for sheet in book.chosen(())] == ["甲", "丙"]
    assert [sheet.name for sheet in book.chosen(("丙", "乙"))] == ["乙", "丙"]
    with pytest.raises(InputError, match=r"年报\.xlsx has no sheet 丁\. Its sheets are: 甲, 乙, 丙") as caught:
        book.chosen(("甲", "丁"))
    assert caught.value.code == "unknown_sheet"
