"""What a workbook says of other figures: titles, sheet names, footnotes, shifted rows, a second column of names."""

from __future__ import annotations

from typing import Any

import pytest
from statistics_county import (
    COUNTY,
    FIGURES,
    INDICATORS,
    TOWNSHIPS,
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
    village_truth,
)

TITLE = f"{COUNTY}2023年基本情况"


def across(*above: Any, first: str = "指标") -> Any:
    """Units across, indicators down, below some title rows."""
    book = sheet_of(*above, [first, *TOWNSHIPS.values()])
    for code, (name, unit) in INDICATORS.items():
        book.active.append([f"{name}（{unit}）", *FIGURES[code]])
    return book


# ---- units across: the title counts as it does above an upright table
@pytest.mark.parametrize(
    ("title", "year", "code"),
    [
        (f"{COUNTY}2022年基本情况", 2023, "wrong_year"),
        (f"{COUNTY}2023年1-9月基本情况", None, "part_year"),
        (f"{COUNTY}2023年1-2月基本情况", None, "part_year"),
        ("云溪县2023年基本情况", None, "other_county"),
        (f"{COUNTY}2025年规划目标", None, "qualified_title"),
        (f"{COUNTY}2022年、2023年基本情况", None, "several_years"),
    ],
)
@pytest.mark.parametrize("upright", [False, True], ids=["across", "upright"])
def test_titles_that_refuse(title: str, year: Any, code: str, upright: bool, read: Any) -> None:
    book = sheet_of([title], header("A1", "A5"), *columns("A1", "A5")) if upright else across([title])
    result = read(book, year=year)
    assert result.values.empty
    errors = {remark.code for remark in result.remarks if remark.severity == "error"}
    assert errors == {code}  # the reason, and nothing else


def test_units_across_are_of_the_titles_year(read: Any) -> None:
    result = read(across([TITLE], []))
    assert taken(result) == truth() and set(result.values["year"]) == {2023}
    assert not said(result, "no_year")


def test_unit_line_above_units_across(read: Any) -> None:
    book = sheet_of([TITLE], [None, None, None, "单位：亿元、万人"], ["指标", *TOWNSHIPS.values()],
                    ["地区生产总值", *(round(v / 1e4, 6) for v in FIGURES["A1"])],
                    ["常住人口", *(round(v / 1e4, 6) for v in FIGURES["A5"])])  # fmt: skip
    assert taken(read(book)) == pytest.approx(part("A1", "A5"))


@pytest.mark.parametrize("order", [("指标", "年份"), ("年份", "指标")], ids=["after", "before"])
@pytest.mark.parametrize("above", [[], [[TITLE.replace("2023年", "")], ["单位：人"]]], ids=["bare", "titled"])
def test_a_column_of_years_beside_units_across(order: Any, above: Any, read: Any) -> None:
    book = sheet_of(*above, [*order, *TOWNSHIPS.values()])
    for year, less in ((2022, 100), (2023, 0)):
        first = {"指标": "常住人口（人）", "年份": year}
        book.active.append([*(first[name] for name in order), *(people - less for people in FIGURES["A5"])])
    result = read(book, year=2023)
    assert taken(result) == part("A5") and said(result, "other_year")
    both = read(book)
    assert set(both.values["year"]) == {2022, 2023} and len(both.values) == 12


@pytest.mark.parametrize("year", [None, "上年", 22])
def test_a_year_beside_units_across_that_is_none(year: Any, read: Any) -> None:
    book = sheet_of(["指标", "年份", *TOWNSHIPS.values()], ["常住人口（人）", 2023, *FIGURES["A5"]],
                    ["地区生产总值（万元）", year, *FIGURES["A1"]])  # fmt: skip
    result = read(book, year=2023)
    assert taken(result) == part("A5")
    assert any(remark.row == 3 and remark.severity != "info" for remark in result.remarks)


def test_two_tables_with_units_across(read: Any) -> None:
    book = sheet_of([TITLE], ["指标", *TOWNSHIPS.values()], ["常住人口（人）", *FIGURES["A5"]], [],
                    [f"{COUNTY}2025年目标"], ["指标", *TOWNSHIPS.values()],
                    ["地区生产总值（万元）", *FIGURES["A1"]])  # fmt: skip
    result = read(book)
    assert taken(result) == part("A5") and said(result, "qualified_title")
    assert set(result.values["year"]) == {2023}


# ---- footnotes
@pytest.mark.parametrize("mark", ["940①", "940²", "38460 ①", "22.75①", "①940", "940⑴", "940₁", "3½"])
def test_footnote_marks_are_no_digits(mark: str, read: Any) -> None:
    book = good_book()
    book.active["C8"] = mark
    result = read(book)
    never_wrong(result, truth())
    assert said(result, "footnote_mark", "C8")
    assert len(result.values) == 35


def test_squares_in_a_unit_are_no_footnotes(rules: Any) -> None:
    from village_planner.core.statistics.grid import Cell
    from village_planner.core.statistics.numbers import figure_of

    for text in ("350m²", "350 ㎡", "３５０平方米"):
        assert figure_of(Cell(1, 1, text), rules).value == 350.0, text


# ---- titles and sheet names
@pytest.mark.parametrize(
    "title",
    [
        "2023年主要指标位次",
        "2023年同比增减情况",
        "2025年目标",
        "2023年计划数",
        "2023年任务分解表",
        "2022年（上年同期）",
        "2035年规划",
    ],
)
def test_titles_of_other_figures(title: str, read: Any) -> None:
    for year in (None, int(title[:4])):
        result = read(sheet_of([f"{COUNTY}{title}"], header("A1", "A5"), *columns("A1", "A5")), year=year)
        assert result.values.empty and said(result, "qualified_title")


@pytest.mark.parametrize(
    "title",
    [
        "2023年国土空间规划基础数据表",
        "2023年主要指标及增速",
        "2023年1-12月累计",
        "2023年主要指标完成情况和排名表",
    ],
)
def test_titles_of_the_figures_meant(title: str, read: Any) -> None:
    book = sheet_of([f"{COUNTY}{title}"], ["（增长速度按可比价格计算）"], ["编制单位：规划局"], ["注：同比增长见附表"],
                    header("A1", "A5"), *columns("A1", "A5"))  # fmt: skip
    result = read(book)
    assert taken(result) == part("A1", "A5") and not result.count("error")


@pytest.mark.parametrize("name", ["上年", "2022同期", "排名", "计划", "2022年", "1-9月"])
def test_sheets_of_other_figures(name: str, read: Any) -> None:
    result = read(sheet_of([TITLE], header("A1", "A5"), *columns("A1", "A5"), name=name))
    assert result.values.empty
    assert said(result, "qualified_title") or said(result, "year_of_sheet") or said(result, "part_year")


def test_part_of_a_year_asked_for_is_said(read: Any) -> None:
    result = read(sheet_of([f"{COUNTY}2023年1-9月"], header("A5"), *columns("A5")), year=2023)
    assert taken(result) == part("A5")
    assert [r.severity for r in result.remarks if r.code == "part_year"] == ["warning"]


@pytest.mark.parametrize("title", [f"{COUNTY}2025年目标", "目标"])
def test_a_second_table_of_targets(title: str, read: Any) -> None:
    rows = columns("A5")
    book = sheet_of([TITLE], header("A5"), *rows[:3], [], [title], header("A5"), *rows[3:])
    result = read(book)
    first = set(list(TOWNSHIPS)[:3])
    assert taken(result) == {key: value for key, value in part("A5").items() if key[0] in first}
    assert said(result, "qualified_title")


def test_a_second_table_without_a_title_is_of_the_same_year(read: Any) -> None:
    book = sheet_of([TITLE], header("A1"), *columns("A1"), [], ["表二"], header("A5"), *columns("A5"))
    result = read(book)
    assert taken(result) == part("A1", "A5") and set(result.values["year"]) == {2023}
    assert not said(result, "no_year")


def test_words_in_the_rows_of_a_table_are_no_title_of_the_next(read: Any) -> None:
    remarks = ["同比增长", "任务已完成", None, None, None, None]
    first = [[*row, remark] for row, remark in zip(columns("A1"), remarks)]
    book = sheet_of([TITLE], [*header("A1"), "备注"], *first, [], header("A5"), *columns("A5"))
    assert taken(read(book)) == part("A1", "A5")


# ---- a row per figure
def test_years_beside_each_other_in_rows_per_figure(read: Any) -> None:
    book = sheet_of(["乡镇名称", "指标", "计量单位", "2022年", "2023年"])
    for code in ("A1", "A5"):
        for town, value in columns(code):
            book.active.append([town, *INDICATORS[code], value - 100, value])
    result = read(book)
    latest = result.values[result.values["year"] == 2023]
    assert {(r.unit_code, r.indicator): r.value for r in latest.itertuples()} == part("A1", "A5")
    before = result.values[result.values["year"] == 2022]
    assert {(r.unit_code, r.indicator): r.value + 100 for r in before.itertuples()} == part("A1", "A5")
    only = read(book, year=2023)
    assert taken(only) == part("A1", "A5") and said(only, "other_year")


def test_years_below_a_header_of_values_in_rows_per_figure(read: Any) -> None:
    for upper, lower in (("数值", ["2022年", "2023年"]), ("2023年", ["数值", "上年"])):
        book = sheet_of([COUNTY], ["乡镇名称", "指标", "计量单位", upper, None], [None, None, None, *lower])
        for area in ("A2:A3", "B2:B3", "C2:C3", "D2:E2"):
            book.active.merge_cells(area)
        for town, value in columns("A5"):
            first, second = (value - 100, value) if upper == "数值" else (value, value - 100)
            book.active.append([town, *INDICATORS["A5"], first, second])
        result = read(book)
        latest = result.values[result.values["year"] == 2023]
        assert {(r.unit_code, r.indicator): r.value for r in latest.itertuples()} == part("A5")
        assert set(result.values["year"].dropna()) == ({2022, 2023} if upper == "数值" else {2023})
        assert result.values["year"].notna().all()


def test_years_above_the_header(read: Any) -> None:
    book = sheet_of([COUNTY], ["年份", 2022, 2023], ["乡镇名称", "常住人口（人）", "常住人口（人）"])
    for town, value in columns("A5"):
        book.active.append([town, value - 100, value])
    result = read(book, year=2023)
    assert taken(result) == part("A5") and said(result, "other_year")


def test_a_unit_of_measure_called_year_is_no_line_of_years(read: Any) -> None:
    book = sheet_of([TITLE], ["指标", "计量单位", *TOWNSHIPS.values()], ["常住人口", "人", *FIGURES["A5"]],
                    ["平均寿命", "年", 78, 78, 79, 77, 78, 79])  # fmt: skip
    assert taken(read(book)) == part("A5")


def test_a_column_beside_the_values_is_named(read: Any) -> None:
    book = sheet_of([TITLE], ["乡镇名称", "指标", "计量单位", "数值", "上年"])
    for town, value in columns("A5"):
        book.active.append([town, *INDICATORS["A5"], value, value - 100])
    result = read(book)
    assert taken(result) == part("A5") and said(result, "unknown_header", "E2")


# ---- text tables
def test_a_field_missing_in_a_text_table(read: Any) -> None:
    text = "2023年\n乡镇,常住人口（人）,地区生产总值（万元）\n观桥镇,52310,284250\n城关街道,80412\n"
    result = read(text.encode(), "表.csv")
    never_wrong(result, truth())
    assert len(result.values) == 2 and said(result, "shifted_row", "A4")


def test_a_field_missing_in_a_text_table_with_units_across(read: Any) -> None:
    text = (
        "清岚县2023年\n指标,观桥镇,石安镇\n常住人口（人）,52310,31205\n地区生产总值（万元）,121300\n"
        "规上企业数（家）,66,12\n"
    )
    result = read(text.encode(), "表.csv")
    never_wrong(result, truth())
    assert len(result.values) == 4 and said(result, "shifted_row", "A4")


# ---- rows
def test_townships_below_their_villages(read: Any) -> None:
    true = {key: value for key, value in village_truth().items() if key[1] == "V1"}
    book = sheet_of([TITLE], ["名称", "常住人口（人）"])
    for town in ("510799101", "510799102"):
        own = [code for code in VILLAGES if code.startswith(town)]
        for code in own:
            book.active.append([VILLAGES[code], true[code, "V1"]])
        true[town, "A5"] = sum(true[code, "V1"] for code in own)
        book.active.append([TOWNSHIPS[town], true[town, "A5"]])
    result = read(book)
    never_wrong(result, true)
    assert said(result, "ambiguous_name", "A4") and said(result, "ambiguous_name", "A7")
    assert len(result.values) == 5


def test_a_second_column_of_names_in_another_order(read: Any) -> None:
    rows = columns("A5", "A1")
    order = [1, 0, 2, 3, 4, 5]
    book = sheet_of([TITLE], ["乡镇名称", "常住人口（人）", None, "地区生产总值（万元）"])
    for i, other in enumerate(order):
        book.active.append([rows[i][0], rows[i][1], rows[other][0], rows[other][2]])
    result = read(book)
    never_wrong(result, truth())
    assert said(result, "names_differ", "C3") and said(result, "names_differ", "C4")
    assert len(result.values) == 8


def test_a_township_beside_its_village_without_a_header(read: Any) -> None:
    book = sheet_of([TITLE], ["村名", None, "常住人口（人）"])
    for code, name in VILLAGES.items():
        book.active.append([name, TOWNSHIPS[code[:9]], village_truth()[code, "V1"]])
    result = read(book)
    never_wrong(result, village_truth())
    assert len(result.values) == 6 and not said(result, "names_differ")
