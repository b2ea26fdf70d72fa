"""Bad statistics workbooks: a message at the row or cell, and never a wrong number (issue 5, Must reach 5)."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import openpyxl
import pytest
from statistics_county import (
    COLUMNS,
    FIGURES,
    FIRST,
    LAST,
    TOTAL,
    TOWNSHIPS,
    at,
    good_book,
    never_wrong,
    said,
    taken,
    truth,
)


@dataclass(frozen=True)
class Kind:
    """A way to spoil the good workbook.

    spoil     changes the sheet
    says      (code, cell) of remarks that must be there; cell "" anywhere
    lost      cells, columns ("C"), rows ("7") or "*": what may not be taken; all else must be
    """

    name: str
    spoil: Callable[[Any], None]
    says: Sequence[tuple[str, str]]
    lost: Sequence[str] = ()


def put(**cells: Any) -> Callable[[Any], None]:
    def spoil(sheet: Any) -> None:
        for cell, value in cells.items():
            sheet[cell] = value

    return spoil


def formatted(cell: str, value: Any, number_format: str) -> Callable[[Any], None]:
    def spoil(sheet: Any) -> None:
        sheet[cell] = value
        sheet[cell].number_format = number_format

    return spoil


def column(letter: str, change: Callable[[float], Any], header: str = "") -> Callable[[Any], None]:
    def spoil(sheet: Any) -> None:
        for row in range(FIRST, LAST + 1):
            sheet[f"{letter}{row}"] = change(sheet[f"{letter}{row}"].value)
        if isinstance(sheet[f"{letter}{TOTAL}"].value, (int, float)):
            sheet[f"{letter}{TOTAL}"] = None
        if header:
            sheet[f"{letter}4"] = header

    return spoil


def merged(area: str) -> Callable[[Any], None]:
    return lambda sheet: sheet.merge_cells(area)


def copied_row(source: int, target: int) -> Callable[[Any], None]:
    def spoil(sheet: Any) -> None:
        for letter in "BCDEFGH":
            sheet[f"{letter}{target}"] = sheet[f"{letter}{source}"].value

    return spoil


def extra_column(header: str, values: Sequence[Any]) -> Callable[[Any], None]:
    def spoil(sheet: Any) -> None:
        sheet["I4"] = header
        for row, value in enumerate(values, FIRST):
            sheet[f"I{row}"] = value

    return spoil


def inserted(row: int, values: Sequence[Any]) -> Callable[[Any], None]:
    """A row below the others, above the total."""

    def spoil(sheet: Any) -> None:
        sheet.unmerge_cells(f"A{TOTAL}:B{TOTAL}")
        for letter in "ABCDEFGH":
            sheet[f"{letter}{TOTAL}"] = None
        for letter, value in zip("BCDEFGH", values):
            sheet[f"{letter}{row}"] = value

    return spoil


def hide_row(sheet: Any) -> None:
    sheet.row_dimensions[7].hidden = True


def empty_row(sheet: Any) -> None:
    for letter in "ABCDEFGH":
        sheet[f"{letter}9"] = None


def coded(header: str, row: int, wrong: Any) -> Callable[[Any], None]:
    """Codes instead of names, one of them wrong."""

    def spoil(sheet: Any) -> None:
        sheet["B3"] = header
        for place, code in enumerate(TOWNSHIPS, FIRST):
            sheet[f"B{place}"] = wrong if place == row else code

    return spoil


def hide_column(sheet: Any) -> None:
    sheet.column_dimensions["E"].hidden = True


KINDS = [
    # ---- figures
    Kind("thousands separators", column("C", lambda v: f"{v:,}"), []),
    Kind("full-width digits", put(C5="２８４，２５０", F6="４３．５"), []),
    Kind("spaces in a figure", put(C5="284 250", E6=" 31205　"), []),
    Kind("a comma out of place", put(C5="28,42,50"), [("misplaced_separator", "C5")], ["C5"]),
    Kind("decimal comma", put(F5="61,25"), [("misplaced_separator", "F5")], ["F5"]),
    Kind("two figures in a cell", put(C5="284250\n121300"), [("several_figures", "C5")], ["C5"]),
    Kind("a multiple behind the figure", put(E5="5.231万"), []),
    Kind("a multiple that may count twice", put(C5="28.425万"), [("doubtful_scale", "C5")], ["C5"]),
    Kind("the unit behind the figure", put(C5="28.425亿元", E5="52310人"), [("other_unit", "C5")]),
    Kind("a wrong unit behind the figure", put(C5="284250人"), [("unit_mismatch", "C5")], ["C5"]),
    Kind("percent signs", column("F", lambda v: f"{v}%"), []),
    Kind("percent by number format", formatted("F5", 0.6125, "0.00%"), []),
    Kind("a percentage of people", formatted("E5", 0.5, "0%"), [("unit_mismatch", "E5")], ["E5"]),
    Kind("a scaled number format", formatted("C5", 2842500000, '0!.0,"万"'), [("scaled_format", "C5")], ["C5"]),
    Kind(
        "about",
        put(E5="约52000", E6="31205左右", E7="＞80000", C5="28~30万"),
        [("approximate", "E5"), ("approximate", "E6"), ("approximate", "E7"), ("approximate", "C5")],
        ["E5", "E6", "E7", "C5"],
    ),
    Kind(
        "a word for a figure",
        put(D5="六十六", D6="较多"),
        [("not_a_number", "D5"), ("not_a_number", "D6")],
        ["D5", "D6"],
    ),
    Kind("the letter O for a zero", put(E5="5231O"), [("not_a_number", "E5")], ["E5"]),
    Kind("a truth value", put(D5=True), [("not_a_number", "D5")], ["D5"]),
    Kind(
        "blank and — cells",
        put(C5=None, C6="—", E7="…", E8="/", D9="不详", D10="　"),
        [("blank_cells", "C5"), ("missing_figures", "C6"), ("missing_figures", "E7"), ("missing_figures", "D9")],
        ["C5", "C6", "E7", "E8", "D9", "D10"],
    ),
    Kind("none or zero", put(D8="无"), [("none_or_zero", "D8")], ["D8"]),
    Kind("negative people", put(E5=-52310), [("negative", "E5")], ["E5"]),
    Kind("a bookkeeper's negative", put(A1="清岚县2023年", E5="(52310)"), [("negative", "E5")], ["E5"]),
    Kind("half a person", put(E5=52310.5), [("not_whole", "E5")], ["E5"]),
    Kind("a share above 100", put(F5=612.5), [("implausible", "F5")], ["F5"]),
    Kind("fractions for percent, a column", column("F", lambda v: v / 100), [("fractions", "F4")], ["F"]),
    Kind("a fraction among percentages", put(F5=0.6125), [("fraction", "F5")], ["F5"]),
    Kind("a figure in another unit", put(C5=2842500000), [("implausible", "C5")], ["C5"]),
    Kind("a figure far from the others", put(E5=500000, C5=19000000), [("total_differs", "E11")], ["*"]),
    Kind("a date for a figure", put(G6=datetime.datetime(2024, 3, 5)), [("date", "G6")], ["G6"]),
    Kind("a date as text", put(G6="3月5日", G7="2023/3/5"), [("date", "G6"), ("date", "G7")], ["G6", "G7"]),
    Kind(
        "#REF! and #DIV/0!",
        put(C5="#REF!", F6="#DIV/0!", E7="#N/A"),
        [("formula_error", "C5"), ("formula_error", "F6"), ("formula_error", "E7")],
        ["C5", "F6", "E7"],
    ),
    Kind("a formula never calculated", put(C5="=C6+C7"), [("formula_without_result", "C5")], ["C5"]),
    Kind("merged figures", merged("C5:C6"), [("merged_figures", "C5:C6")], ["C5", "C6"]),
    Kind("figures merged across", merged("D7:E7"), [("merged_figures", "D7:E7")], ["D7", "E7"]),
    # ---- rows
    Kind("endings left out", put(B5="观桥", B7="城关", B8="龙树"), []),
    Kind("spaces in a name", put(B5="观 桥 镇", B6="石安镇　"), []),
    Kind("traditional characters", put(B5="觀橋鎮", B8="龍樹鄉"), [("other_name", "B5"), ("other_name", "B8")]),
    Kind("a township renamed", put(B8="龙树镇"), [("other_name", "B8")]),
    Kind("a wrong character", put(B5="关桥镇"), [("unknown_name", "B5")], ["5"]),
    Kind("an unknown unit", put(B9="经济开发区"), [("unknown_name", "B9")], ["9"]),
    Kind("no name", put(B6=None), [("no_name", "A6")], ["6"]),
    Kind("a unit missing", empty_row, [("units_left_out", ""), ("total_differs", "C11")], ["9"]),
    Kind(
        "a row twice with other figures",
        put(B6="观桥镇"),
        [("conflict", "C5"), ("conflict", "C6"), ("units_left_out", "")],
        ["5", "6"],
    ),
    Kind(
        "a row twice with the same figures",
        inserted(11, ["观桥镇", *(v[0] for v in FIGURES.values())]),
        [("said_twice", "C11")],
    ),
    Kind("a total that is not the sum", put(E11=199054), [("total_differs", "E11")]),
    Kind("a subtotal in between", inserted(11, ["小计", *(sum(v) for v in FIGURES.values())]), [("total_row", "B11")]),
    Kind("a hidden row", hide_row, [("hidden_rows", "A7")]),
    Kind("a hidden column", hide_column, [("hidden_column", "E4")]),
    Kind("codes of another county", coded("行政区划代码", 7, "510720103"), [("foreign_unit", "B7")], ["7"]),
    Kind("a code that is none", coded("代码", 7, 510799190), [("unknown_code", "B7")], ["7"]),
    # ---- headers
    Kind("a unit that converts", column("C", lambda v: v / 10000, "地区生产总值（亿元）"), []),
    Kind("people in 万人", column("E", lambda v: v / 10000, "常住人口（万人）"), []),
    Kind("hours for minutes", column("G", lambda v: v / 60, "到县城行车时间/小时"), []),
    Kind("a unit that does not convert", put(C4="地区生产总值（公顷）"), [("unit_mismatch", "C4")], ["C"]),
    Kind("no unit, figures tell", put(E4="常住人口"), [("assumed_unit", "E4")]),
    Kind("no unit, figures do not tell", put(C4="地区生产总值", G4="到县城行车时间"), [("no_unit", "C4")], ["C"]),
    Kind("an alias", put(C4="GDP(万元)", D4="规模以上企业个数（个）"), []),
    Kind("an unknown header", put(C4="地区总值（万元）"), [("unknown_header", "C4")], ["C"]),
    Kind("a part of the indicator", put(E4="常住人口（城镇）（人）"), [("unknown_header", "E4")], ["E"]),
    Kind(
        "last year's column",
        put(C3="上年"),
        [("qualified_header", "C4"), ("qualified_header", "F4")],
        ["C", "D", "E", "F"],
    ),
    Kind(
        "an indicator twice",
        extra_column("常住人口（人）", [52310, 1, 80412, 9350, 18764, 7012]),
        [("conflict", "E6"), ("conflict", "I6")],
        ["E6"],
    ),
    Kind("figures without a header", extra_column("", [1, 2, 3, 4, 5, 6]), [("no_header", "I5")]),
    Kind("a column of remarks", extra_column("备注", ["好", None, "补报", None, None, None]), []),
    # ---- title
    Kind("no year", put(A1="清岚县乡镇基本情况统计表"), [("no_year", "")]),
    Kind("several years", put(A1="清岚县2022年、2023年乡镇基本情况"), [("several_years", "")], ["*"]),
    Kind("a part of a year", put(A1="清岚县2023年1-6月乡镇基本情况"), [("part_year", "")], ["*"]),
    Kind(
        "another county",
        put(A1="云溪县2023年乡镇基本情况统计表", A2="编制单位：云溪县统计局"),
        [("other_county", "")],
        ["*"],
    ),
    Kind("planned figures", put(A1="清岚县2023年乡镇指标计划表"), [("qualified_title", "")], ["*"]),
]


def is_lost(cell: str, lost: Sequence[str]) -> bool:
    return "*" in lost or cell in lost or cell[0] in lost or cell[1:] in lost


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_bad_workbook(kind: Kind, read: Any) -> None:
    book = good_book()
    kind.spoil(book.active)
    result = read(book)
    for code, cell in kind.says:
        assert said(result, code, cell), [(r.code, r.cell, str(r.text)) for r in result.remarks]
    never_wrong_unless_said(kind, result)
    figures = taken(result)
    for letter in COLUMNS:
        for row in range(FIRST, LAST + 1):
            cell = f"{letter}{row}"
            if not is_lost(cell, kind.lost):
                assert at(cell) in figures, (cell, [(r.code, r.cell, str(r.text)) for r in result.remarks])
            elif "*" not in kind.lost:
                assert at(cell) not in figures, cell
    if kind.lost == ["*"] and kind.name != "a figure far from the others":
        assert not figures
    for remark in result.remarks:
        assert str(remark.text)  # every template fits its parameters


def never_wrong_unless_said(kind: Kind, result: Any) -> None:
    if kind.name == "a figure far from the others":  # only the total row can tell
        assert said(result, "total_differs", "C11") and said(result, "total_differs", "E11")
        return
    never_wrong(result, truth())


def test_good_workbook_is_taken_whole(read: Any) -> None:
    result = read(good_book())
    assert taken(result) == truth()
    assert set(result.values["year"]) == {2023} and set(result.values["level"]) == {"township"}
    assert [r.code for r in result.remarks if r.severity != "info"] == []
    assert result.values["source"].iloc[0] == "统计 表.xlsx › 基本情况 › C5"
    assert not result.doubts
    (table,) = result.tables
    assert (table.area, table.units, table.year, len(table.columns)) == ("A5:H10", 6, 2023, 6)


# ---- files that are no good workbook
def _bytes(book: Any) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _truncated() -> bytes:
    return _bytes(good_book())[:3000]


def _broken_part() -> bytes:
    source = zipfile.ZipFile(io.BytesIO(_bytes(good_book())))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, content[:-200] if name.endswith("sheet1.xml") else content)
    return buffer.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("旧.xlsx", OLE, "old_workbook"),
        ("密.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "protected_workbook"),
        ("断.xlsx", _truncated(), "damaged_workbook"),
        ("坏.xlsx", _broken_part(), "damaged_workbook"),
        ("网页.xls", b"<html><table><tr><td>1</td></tr></table></html>", "not_a_workbook"),
        ("空.xlsx", b"", "not_a_workbook"),
        ("文.xlsx", "乡镇,常住人口".encode(), "not_a_workbook"),
        ("乱.csv", b"\xff\xff\xff\x81\x00\x00", "unreadable_text"),
    ],
    # By the content the names would differ from process to process: a workbook holds the time it was made.
    ids=["old", "protected", "truncated", "broken_part", "web_page", "empty", "text", "no_encoding"],
)
def test_no_workbook(name: str, content: bytes, code: str, read: Any) -> None:
    from village_planner.core.errors import InputError

    with pytest.raises(InputError) as error:
        read(content, name)
    assert error.value.code == code
    assert name in str(error.value)


def test_zip_of_something_else(read: Any) -> None:
    from village_planner.core.errors import InputError

    for names in (["mimetype", "content.xml"], ["a.txt"]):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            for name in names:
                archive.writestr(name, "x")
        with pytest.raises(InputError) as error:
            read(buffer.getvalue())
        assert error.value.code == "not_a_workbook"


def test_empty_hidden_and_chart_sheets(read: Any) -> None:
    book = good_book()
    book.create_sheet("空表")
    hidden = book.copy_worksheet(book.active)
    hidden.title, hidden.sheet_state = "去年", "hidden"
    book.create_chartsheet("图")
    result = read(book)
    assert taken(result) == truth()
    assert said(result, "empty_sheet") and said(result, "hidden_sheet") and said(result, "no_cells")


def test_asked_sheets(read: Any) -> None:
    from village_planner.core.errors import InputError

    book = good_book()
    other = book.copy_worksheet(book.active)
    other.title = "旧表"
    other["E5"] = 1
    assert taken(read(book, sheets=["基本情况"])) == truth()
    result = read(book)
    assert said(result, "conflict", "E5")
    never_wrong(result, truth())
    with pytest.raises(InputError, match="基本情况, 旧表"):
        read(book, sheets=["新表"])


def test_only_an_empty_sheet(read: Any) -> None:
    result = read(openpyxl.Workbook())
    assert result.values.empty and said(result, "empty_sheet") and result.count("error")


def test_no_table(read: Any) -> None:
    book = openpyxl.Workbook()
    book.active.append(["关于报送统计数据的通知"])
    book.active.append(["请于本月底前报送。", 3])
    result = read(book)
    assert result.values.empty and said(result, "no_table")


def test_used_range_of_a_million_rows(read: Any) -> None:
    """Formats down to the last row, and a sheet that says that it reaches there."""
    book = good_book()
    source = zipfile.ZipFile(io.BytesIO(_bytes(book)))
    buffer = io.BytesIO()
    blank = "".join(f'<row r="{row}"><c r="A{row}" s="0"/></row>' for row in range(20, 20000))
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name.endswith("sheet1.xml"):
                content = content.replace(
                    b"</sheetData>", blank.encode() + b'<row r="1048576"><c r="XFD1048576"/></row></sheetData>'
                )
                content = content.replace(b'ref="A1:H12"', b'ref="A1:XFD1048576"')
            target.writestr(name, content)
    assert taken(read(buffer.getvalue())) == truth()


def test_something_far_out_is_refused(read: Any) -> None:
    from village_planner.core.errors import InputError

    book = good_book()
    book.active["XFD60000"] = 1
    with pytest.raises(InputError, match="XFD60000"):
        read(book)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_text_tables(encoding: str, delimiter: str, read: Any) -> None:
    lines = [["2023年"], ["乡镇", "常住人口（人）", "地区生产总值（万元）"]]
    for name, people, product in zip(TOWNSHIPS.values(), FIGURES["A5"], FIGURES["A1"]):
        lines.append([name, f'"{people:,}"', str(product)])
    result = read("\r\n".join(delimiter.join(line) for line in lines).encode(encoding), "表.csv")
    assert taken(result) == {key: value for key, value in truth().items() if key[1] in ("A1", "A5")}


def test_unquoted_comma_in_a_text_table(read: Any) -> None:
    text = "2023年\n乡镇,常住人口（人）,地区生产总值（万元）\n观桥镇,52,310,284250\n石安镇,31205,121300\n"
    result = read(text.encode("gbk"), "表.csv")
    assert said(result, "shifted_row", "A3")
    assert taken(result) == {key: v for key, v in truth().items() if key[0].endswith("102") and key[1] in ("A1", "A5")}
