"""The import of statistics workbooks, driven by real clicks and keys."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from docks_county import NAMES, TOWNSHIPS
from docks_hands import click, part
from qgis.core import QgsApplication
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest

from village_planner.database import open_database
from village_planner.docks.statistics_dialog import LEAVE_OUT, StatisticsDialog
from village_planner.docks.workspace import Workspace


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A table as offices send it: merged title, a unit in the header, names for codes, a header and a name unknown."""
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "乡镇经济"
    sheet["A1"] = "2024年各乡镇经济社会主要指标"
    sheet.merge_cells("A1:D1")
    sheet.append(["乡镇", "地区生产总值（亿元）", "常住人口（人）", "神秘指标"])
    for row in (
        [NAMES[0], 1.5, "12,000", 7],
        [NAMES[1], 2.25, 8000, 8],
        [NAMES[2], "—", 5000, 9],
        ["白码乡", 0.5, 4000, 1],
    ):
        sheet.append(row)
    sheet["B5"] = "约3"
    path = tmp_path_factory.mktemp("books") / "统计 2024.xlsx"
    book.save(path)
    return path


@pytest.fixture
def dialog(workspace: Workspace, workbook: Path) -> StatisticsDialog:
    workspace.show_planner().show_page("indicators")
    click(part(workspace.planner, "import_statistics"))
    dialog = workspace.dialogs.statistics_dialog
    assert dialog is not None and dialog.isVisible()
    dialog.file.setFilePath(str(workbook))
    read(dialog)
    return dialog


def read(dialog: StatisticsDialog) -> None:
    assert dialog.session is not None
    for _ in range(400):
        if not dialog.session.background.busy():
            return
        QTest.qWait(20)
    raise AssertionError("still reading")


def rows(table: Any) -> dict[str, Any]:
    """First column -> combo of the second."""
    return {table.item(row, 0).text(): table.cellWidget(row, 1) for row in range(table.rowCount())}


def choose(combo: Any, value: Any) -> None:
    """By keys, as the popup's own window is not there offscreen."""
    combo.setCurrentIndex(combo.findData(value))
    assert combo.currentData() == value
    combo.activated.emit(combo.currentIndex())


def cell(dialog: StatisticsDialog, address: tuple[int, int], role: Any = Qt.ItemDataRole.DisplayRole) -> Any:
    return dialog.grid.data(dialog.grid.index(address[0] - 1, address[1] - 1), role)


def test_what_was_made_of_the_sheet_is_shown(dialog: StatisticsDialog) -> None:
    assert dialog.sheet.currentText() == "乡镇经济"
    assert cell(dialog, (1, 1)) == "2024年各乡镇经济社会主要指标" and dialog.table.columnSpan(0, 0) == 4
    assert "taken: A1  Gross domestic product" in cell(dialog, (3, 2), Qt.ItemDataRole.ToolTipRole)
    assert cell(dialog, (3, 2), Qt.ItemDataRole.BackgroundRole).color().name() == "#e4f0de"
    assert cell(dialog, (5, 2)).startswith(("! ", "✗ "))
    assert cell(dialog, (2, 4)).startswith("? ") and cell(dialog, (6, 1)) == "✗ 白码乡"
    headers = rows(dialog.headers)
    assert set(headers) >= {"? 神秘指标", "地区生产总值（亿元）", "常住人口（人）"}
    assert headers["地区生产总值（亿元）"].currentData() == "A1"
    assert "not settled" in dialog.message.text() and part(dialog, "import").isEnabled()


def test_a_message_goes_to_its_cell(dialog: StatisticsDialog) -> None:
    remarks = dialog.remarks
    row = next(row for row in range(remarks.rowCount()) if remarks.item(row, 1).text().endswith("B5"))
    dialog.table.setCurrentIndex(dialog.grid.index(0, 0))
    rect = remarks.visualItemRect(remarks.item(row, 2))
    remarks.scrollToItem(remarks.item(row, 2))
    rect = remarks.visualItemRect(remarks.item(row, 2))
    QTest.mouseClick(remarks.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    now = dialog.table.currentIndex()
    assert (now.row(), now.column()) == (4, 1)


def test_answers_settle_it_and_are_kept_for_the_next_year(dialog: StatisticsDialog, county: Path) -> None:
    assert dialog.session is not None and dialog.session.found is not None
    names = rows(dialog.rows)
    combo = names["? 白码乡"]
    assert combo.itemData(1) == TOWNSHIPS[3]  # the nearest name first
    choose(combo, TOWNSHIPS[3])
    read(dialog)
    choose(rows(dialog.headers)["? 神秘指标"], LEAVE_OUT)
    read(dialog)
    assert not dialog.session.found.doubts
    click(part(dialog, "import"))
    assert dialog.message.text().startswith("Imported: 7 new figures, 0 replaced")
    with open_database(county, read_only=True) as db:
        values = db.indicator_values("township")
        sources = db.latest_rows("township").set_index(["unit_code", "indicator"])["source"]
    assert values.loc[TOWNSHIPS[0], "A1"] == 15000 and values.loc[TOWNSHIPS[3], "A1"] == 5000  # 10,000 yuan
    assert values.loc[TOWNSHIPS[0], "A5"] == 12000
    assert values.loc[TOWNSHIPS[2], "A1"] == 2  # what the workbook does not know stays as it was
    assert sources[TOWNSHIPS[0], "A1"] == "统计 2024.xlsx › 乡镇经济 › B3"
    file = dialog.session.answer_file
    answers = json.loads(file.read_text(encoding="utf-8"))
    assert answers["rows"] == {"白码乡": TOWNSHIPS[3]} and answers["headers"] == {"神秘指标": None}
    # Next year the same names need no answer.
    dialog._begin()
    dialog.file.setFilePath(str(dialog.session.path or ""))
    assert dialog.session.answers.rows == {"白码乡": TOWNSHIPS[3]}


def test_a_wrong_header_is_corrected(dialog: StatisticsDialog) -> None:
    assert dialog.session is not None
    choose(rows(dialog.headers)["常住人口（人）"], "A3")
    read(dialog)
    found = dialog.session.found
    assert found is not None and "A5" not in set(found.values["indicator"])


def test_a_file_that_is_no_workbook_says_so(dialog: StatisticsDialog, tmp_path: Path) -> None:
    (tmp_path / "x.xlsx").write_bytes(b"%PDF-1.4 nothing")
    dialog.file.setFilePath(str(tmp_path / "x.xlsx"))
    read(dialog)
    assert "x.xlsx" in dialog.message.text() and "not a workbook" in dialog.message.text()


def test_the_same_on_the_command_line(dialog: StatisticsDialog, workbook: Path) -> None:
    click(part(dialog, "command"))
    line = QgsApplication.clipboard().text()
    assert "village_planner:importstatistics" in line and str(workbook) in line
