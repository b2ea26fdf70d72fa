"""Matrices of judgements as workbooks: what experts send back, good and bad."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from village_planner.core.errors import InputError, PlannerError, StorageError
from village_planner.excel.judgement_book import Matrix, read_judgements, write_judgements

NAMES = ("A1 产值", "A2 人口", "A3 道路")


def book_of(rows: list[list[Any]], path: Path, title: str = "王工·组内") -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


def test_there_and_back(tmp_path: Path) -> None:
    given = [
        Matrix("王工", "指标组", ("甲", "乙"), {(0, 1): 1 / 3}),
        Matrix("王工", "组内", NAMES, {(0, 1): 3.0, (1, 2): 2.5}),
    ]
    write_judgements(given, tmp_path / "a.xlsx")
    found = read_judgements(tmp_path / "a.xlsx")
    assert [(one.expert, one.names) for one in found] == [(one.expert, one.names) for one in given]
    for one, other in zip(found, given):
        assert one.values == pytest.approx(other.values)
    write_judgements(given, tmp_path / "b.xlsx")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_a_plain_square_is_read(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["", *"xyz"], ["x", 1, 3, "1/5"], ["y", 0.33, 1, None], ["z", 5, 4, 1]]
    (matrix,) = read_judgements(book_of(rows, tmp_path / "a.xlsx"))
    assert matrix.expert == "王工"
    assert matrix.values == pytest.approx({(0, 1): 3, (0, 2): 0.2, (1, 2): 0.25})


def test_what_cannot_be_read_names_sheet_and_cell(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["", *"xyz"], ["x", 1, 3, 7], ["y", None, 1, 12], ["z", None, None, 1]]
    bad: list[tuple[list[list[Any]], type[PlannerError], str]] = [
        (rows, InputError, "cell D3: 12"),
        ([["", "x", "y"], ["x", 1, 3], ["y", 3, 1]], InputError, "cell B3"),
        ([["", "x", "y"], ["x", 1, "很重要"], ["y", None, 1]], InputError, "cell C2: 很重要"),
        ([["", "x", "y"], ["y", 1, 3], ["x", 3, 1]], InputError, "no sheet holds"),
        ([["指标", "权重"], ["x", 0.5]], InputError, "no sheet holds"),
    ]
    for table, kind, said in bad:
        with pytest.raises(kind) as caught:
            read_judgements(book_of(table, tmp_path / "a.xlsx"))
        assert said in str(caught.value)
    (tmp_path / "b.xlsx").write_text("no workbook")
    with pytest.raises(StorageError) as caught:
        read_judgements(tmp_path / "b.xlsx")
    assert caught.value.code == "not_a_workbook"  # type: ignore[attr-defined]


def test_a_date_is_no_judgement(tmp_path: Path) -> None:
    """Spreadsheets make a date of 1/3."""
    from datetime import datetime

    table = [["", "x", "y"], ["x", 1, datetime(2025, 1, 3)], ["y", None, 1]]
    with pytest.raises(InputError) as caught:
        read_judgements(book_of(table, tmp_path / "a.xlsx"))
    assert "cell C2" in str(caught.value)
