"""Forms of the report at the desk: from what is missing to an empty form, filled in, brought in, undone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from docks_hands import click, part, wait
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QFileDialog

from village_planner.database import open_database
from village_planner.docks import workspace as workspace_module


@pytest.fixture
def dialog(workspace: Any) -> Any:
    """Opened by the way of what is missing."""
    workspace.planner.show_page("results")
    panel = workspace.results
    for _ in range(1200):
        if panel.look is not None and not workspace.desk.checking():
            break
        QTest.qWait(25)
    panel.tabs.setCurrentWidget(panel.tables)
    click(part(panel, "tables_missing"))
    click(part(panel.tables, "cure_safeguards"))
    return workspace.dialogs.form_import


def brought(workspace: Any) -> list[str]:
    with open_database(workspace.desk.path, read_only=True) as db:
        return [row.values["measure"] for row in db.form_rows("safeguards")]


def bring(dialog: Any, file: Path) -> None:
    dialog.file.setFilePath("")
    dialog.file.setFilePath(str(file))
    for _ in range(400):
        if not dialog.background.busy():
            return
        QTest.qWait(20)


def fill(file: Path, *rows: tuple[str, ...]) -> None:
    book = openpyxl.load_workbook(file)
    sheet = book.worksheets[0]
    first = int(sheet.freeze_panes[1:])
    for number, row in enumerate(rows):
        for place, value in enumerate(row, start=1):
            sheet.cell(first + number, place).value = value
    book.save(file)


def test_form_taken_home_brought_in_and_undone(
    dialog: Any, workspace: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert dialog.isVisible() and not dialog.isModal() and dialog.form.currentData() == "safeguards"
    assert dialog.form.currentText() == "Safeguard measures · not brought yet"
    file, opened = tmp_path / "保障措施表.xlsx", []
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file.with_suffix("")), ""))
    monkeypatch.setattr(workspace_module.QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    click(part(dialog, "blank_form"))
    wait(workspace)
    assert opened == [str(file)]
    fill(file, ("组织", "成立专班", "县政府"), ("资金", "", "财政局"))
    bring(dialog, file)
    table = dialog.table
    assert table.rowCount() == 1 and table.item(0, 0).text().endswith("!B6") and "filled in" in table.item(0, 3).text()
    assert dialog.message.text().startswith("1 rows are good, 1 bad.")
    assert not part(dialog, "import").isEnabled() and part(dialog, "import_good").isEnabled()
    assert dialog.job().runs[0].parameters["ON_ERROR"] == "good"
    fill(file, ("组织", "成立专班", "县政府"), ("资金", "统筹资金", "财政局"))
    bring(dialog, file)
    panel = workspace.results
    click(part(dialog, "import"))
    assert (
        brought(workspace) == ["成立专班", "统筹资金"] and "2 rows imported in the place of 0" in dialog.message.text()
    )
    assert dialog.form.currentText() == "Safeguard measures · 2 rows brought"
    for _ in range(1200):
        if "safeguards" not in panel.look.tables:
            break
        QTest.qWait(25)
    assert "safeguards" not in panel.look.tables  # it can be ticked now
    fill(file, ("组织", "成立专班", "县委"), ("资金", "另筹", "财政局"))
    bring(dialog, file)
    QTest.keyClick(part(dialog, "import"), Qt.Key.Key_Space)
    assert brought(workspace) == ["成立专班", "另筹"]
    click(part(dialog, "undo"))
    assert brought(workspace) == ["成立专班", "统筹资金"] and not part(dialog, "undo").isVisible()
    with open_database(workspace.desk.path, read_only=True) as db:
        assert db.read_table("record")["what"].tolist()[-3:] == ["import form"] * 3


def test_a_form_with_another_head_is_refused_with_its_cell(dialog: Any, workspace: Any, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["类别", "主要做法", "责任单位", "备注"], ["组织", "成立专班", "县政府", "-"]):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    bring(dialog, tmp_path / "a.xlsx")
    assert all(word in dialog.message.text() for word in ("a.xlsx", "B1", "主要做法", "保障措施", "exportform"))
    assert not part(dialog, "import").isEnabled() and not part(dialog, "import_good").isEnabled()
    (tmp_path / "b.xlsx").write_text("no workbook", encoding="utf-8")
    bring(dialog, tmp_path / "b.xlsx")
    assert "b.xlsx" in dialog.message.text()
    workspace.close_county()
    assert not dialog.isVisible()
