"""Importing districts by clicks: bad rows are shown with their cure, one step is saved; and the way back out."""

from __future__ import annotations

from pathlib import Path
from threading import Event
from typing import Any

import openpyxl
import pytest
from docks_county import village_code
from docks_hands import click, part, wait
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QFileDialog

from village_planner.core.review.steps import REVIEW
from village_planner.core.task import Task
from village_planner.database import open_database
from village_planner.docks.review import assignment_dialog
from village_planner.docks.runner import command_lines
from village_planner.docks.workspace import Workspace

CODES = [village_code(column, row) for row in range(4) for column in range(6)]


@pytest.fixture
def workspace(workspace: Workspace, county: Path) -> Workspace:
    workspace.county_file = county  # type: ignore[attr-defined]
    wait(workspace)
    return workspace


def drawn(workspace: Workspace) -> dict[str, str]:
    with open_database(workspace.county_file) as db:  # type: ignore[attr-defined]
        return dict(db.assignment(db.plan().id, "village"))


def records(workspace: Workspace) -> int:
    with open_database(workspace.county_file) as db:  # type: ignore[attr-defined]
        return len(db.read_table("record"))


def table(path: Path, *rows: tuple[Any, ...]) -> str:
    book = openpyxl.Workbook()
    for row in (("代码", "名称", "片区"), *rows):
        book.active.append(list(row))
    book.save(path)
    return str(path)


def read(dialog: Any, file: str = "") -> None:
    if file:
        dialog.file.setFilePath(file)
    for _ in range(200):
        if not dialog.background.busy():
            return
        QTest.qWait(20)


def test_bad_rows_are_shown_and_may_be_left_out(workspace: Workspace, tmp_path: Path) -> None:
    assert workspace.planner is not None
    workspace.planner.show_page(REVIEW)
    click(part(workspace.planner.pages[REVIEW], "import_assignment"))
    dialog = workspace.dialogs.assignment_dialog
    assert dialog is not None and dialog.isVisible()
    dialog.level.setCurrentIndex(1)
    dialog.missing.setCurrentIndex(1)
    before, unit = drawn(workspace), CODES[2]
    read(dialog, table(tmp_path / "a.xlsx", (unit, "20村", "1-07"), (CODES[3], "30村", "1-07"), ("1", "", "1-07")))
    assert dialog.message.text() == "1 rows are good, 2 bad. 1 districts will be made: 1-07."
    shown = [[dialog.table.item(row, column).text() for column in range(2)] for row in range(2)]
    assert shown[0][0] == "3" and "never crosses a township district" in shown[0][1]
    assert shown[1] == ["4", "The county has no code 1. Correct the code or delete the row."]
    assert not dialog.import_button.isEnabled()
    assert command_lines(dialog.job().runs).endswith("--ON_ERROR=certain")
    click(dialog.certain)
    assert dialog.message.text() == "Imported and saved: 1 units change district."
    assert drawn(workspace) == {**before, unit: "1-07"} and not dialog.certain.isEnabled()
    with open_database(workspace.county_file) as db:  # type: ignore[attr-defined]
        db.undo(db.plan().id, "village")
    assert drawn(workspace) == before


def test_a_table_of_another_year_offers_reading_by_name(workspace: Workspace, tmp_path: Path) -> None:
    workspace.dialogs.import_assignment()
    dialog = workspace.dialogs.assignment_dialog
    assert dialog is not None
    dialog.level.setCurrentIndex(1)
    rows = [(f"9{code[1:]}", f"{place % 6}{place // 6}村", drawn(workspace)[code]) for place, code in enumerate(CODES)]
    read(dialog, table(tmp_path / "b.xlsx", *rows))
    assert dialog.by_name.isVisible() and "codes of another year" in dialog.table.item(0, 1).text()
    click(dialog.by_name)
    read(dialog)
    assert dialog.message.text() == "24 rows are good, 0 bad." and dialog.import_button.isEnabled()
    click(dialog.import_button)
    assert dialog.message.text() == "Imported and saved: 0 units change district."
    read(dialog, str(tmp_path / "none.xlsx"))
    assert "does not exist" in dialog.message.text() and dialog.table.rowCount() == 0


def test_cancel_leaves_nothing(workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace.dialogs.import_assignment()
    dialog = workspace.dialogs.assignment_dialog
    assert dialog is not None
    cancel, progress = part(dialog, "cancel"), part(dialog, "progress")
    assert not cancel.isVisible() and not progress.isVisible()
    reading, before = assignment_dialog.read_table, (drawn(workspace), records(workspace))

    def endless(path: str, by_name: bool, task: Task) -> Any:
        read_so_far = reading(path, by_name, task.part(0, 0.5))
        while read_so_far:
            task.report(0.5)
            Event().wait(0.01)

    monkeypatch.setattr(assignment_dialog, "read_table", endless)
    dialog.level.setCurrentIndex(1)
    dialog.missing.setCurrentIndex(1)
    dialog.file.setFilePath(table(tmp_path / "c.xlsx", (CODES[2], "20村", "1-02")))
    for _ in range(500):
        if progress.value() == 35:  # half of the table's seventy hundredths
            break
        QTest.qWait(10)
    assert progress.value() == 35 and progress.isVisible() and cancel.isVisible()
    assert not dialog.import_button.isEnabled() and not dialog.certain.isEnabled()
    click(cancel)
    read(dialog)
    assert dialog.message.text() == "Cancelled; nothing was written."
    assert not cancel.isVisible() and not progress.isVisible() and not dialog.background.busy()
    assert dialog.reading is None and dialog.table.rowCount() == 0
    assert not dialog.import_button.isEnabled() and not dialog.certain.isEnabled()
    assert (drawn(workspace), records(workspace)) == before
    monkeypatch.undo()
    dialog.missing.activated.emit(dialog.missing.currentIndex())  # another look at the same file
    read(dialog)
    assert dialog.message.text() == "1 rows are good, 0 bad."
    assert dialog.import_button.isEnabled() and not cancel.isVisible()


def test_what_was_read_for_another_plan_is_not_kept(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace.dialogs.import_assignment()
    dialog = workspace.dialogs.assignment_dialog
    assert dialog is not None
    reading, go = assignment_dialog.read_table, Event()

    def late(path: str, by_name: bool, task: Task) -> Any:
        go.wait(10)
        return reading(path, by_name, task)

    monkeypatch.setattr(assignment_dialog, "read_table", late)
    dialog.level.setCurrentIndex(1)
    dialog.missing.setCurrentIndex(1)
    dialog.file.setFilePath(table(tmp_path / "d.xlsx", (CODES[2], "20村", "1-02")))
    workspace.desk.new_plan("方案二")
    go.set()
    read(dialog)
    assert dialog.isVisible() and dialog.message.text() == ""  # it was read well, but is not for this plan
    assert dialog.reading is None and not dialog.import_button.isEnabled()


def test_districts_go_out(workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "片区.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file), ""))
    assert workspace.planner is not None
    workspace.planner.show_page(REVIEW)
    part(workspace.planner.pages[REVIEW], "export_level").setCurrentIndex(1)
    click(part(workspace.planner.pages[REVIEW], "export_assignment"))
    wait(workspace)
    lines = file.read_text("utf-8-sig").splitlines()
    assert lines[0].split(",")[3] == "district" and len(lines) == 25
