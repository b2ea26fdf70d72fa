"""The dock of quotas and targets, driven by real clicks and keys."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from docks_county import TOWNSHIPS
from docks_hands import click, part
from qgis.core import QgsApplication
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QLineEdit

from village_planner.database import open_database
from village_planner.docks.quotas_dock import ACTUAL, LIGHT, TARGET, QuotasDock
from village_planner.docks.quotas_model import DIFFERENCE, FIGURE, ORIGIN, STATUS
from village_planner.docks.workspace import Workspace


@pytest.fixture
def dock(workspace: Workspace) -> QuotasDock:
    workspace.show_planner().show_page("indicators")
    click(part(workspace.planner, "show_quotas"))
    dock = workspace.docks.quotas
    assert dock is not None and dock.isVisible()
    ready(dock)
    assert dock.session.table is not None, dock.message.text()
    dock.indicator.setCurrentIndex(dock.indicator.findData("construction_quota"))
    dock.indicator.activated.emit(dock.indicator.currentIndex())
    return dock


def ready(dock: QuotasDock) -> None:
    for _ in range(400):
        if not dock.session.background.busy():
            return
        QTest.qWait(20)
    raise AssertionError("still computing")


def place(dock: QuotasDock, level: str, code: str) -> int:
    assert dock.session.loaded is not None
    tree = dock.session.loaded.tree
    return next(i for i in range(len(tree)) if (tree.level[i], tree.code[i]) == (level, code))


def index(dock: QuotasDock, unit: int, column: int) -> Any:
    row = dock.model._place.get(unit, 0)
    return dock.model.createIndex(row, column, unit)


def text(dock: QuotasDock, unit: int, column: int) -> str:
    return str(dock.model.data(index(dock, unit, column)))


def enter(dock: QuotasDock, unit: int, words: str) -> None:
    """Edit a figure in its cell and press Enter."""
    at = index(dock, unit, FIGURE)
    dock.tree.setCurrentIndex(at)
    dock.tree.edit(at)
    editor = dock.tree.viewport().findChild(QLineEdit)
    assert editor is not None
    editor.selectAll()
    QTest.keyClicks(editor, words)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QTest.qWait(20)  # the view takes what was typed a moment later
    ready(dock)


def test_a_figure_is_passed_down_and_what_is_wrong_is_said(dock: QuotasDock, county: Path) -> None:
    enter(dock, 0, "100")
    west, east = place(dock, "district", "1"), place(dock, "district", "2")
    assert text(dock, 0, ORIGIN) == "given" and text(dock, west, ORIGIN) == "proposed"
    shares = [float(text(dock, unit, FIGURE)) for unit in (west, east)]
    assert sum(shares) == pytest.approx(100) and abs(shares[0] - shares[1]) < 2  # people are nearly even
    assert text(dock, 0, STATUS).startswith("agrees")
    town = place(dock, "township", TOWNSHIPS[0])
    enter(dock, town, "120")  # more than the whole county has; its district takes as much
    assert text(dock, 0, STATUS).startswith("over-allocated") and text(dock, 0, DIFFERENCE).startswith("+")
    assert dock.model.data(index(dock, 0, STATUS), Qt.ItemDataRole.BackgroundRole).color().name() == "#f6d5d0"
    assert "broken" in dock.message.text() and "Not saved yet" in dock.message.text()
    dock.session.undo()
    ready(dock)
    assert text(dock, town, ORIGIN) == "proposed"
    dock.session.redo()
    ready(dock)
    click(part(dock, "lock"))
    ready(dock)
    assert text(dock, town, ORIGIN) == "given, locked"
    click(part(dock, "propose"))
    ready(dock)
    assert text(dock, town, FIGURE) == "120.00"  # locked
    click(part(dock, "clear"))
    ready(dock)
    assert text(dock, town, ORIGIN) == "proposed"
    click(part(dock, "save"))
    assert "kept with the plan" in dock.message.text()
    with open_database(county, read_only=True) as db:
        result = db.result(db.plan().id, "quota")
    assert result is not None
    kept = result.table.set_index(["indicator", "level", "unit_code"])["value"]
    assert kept["construction_quota", "district", "1"] == shares[0]


def test_the_share_for_rural_use_is_said(dock: QuotasDock) -> None:
    enter(dock, 0, "100")
    dock.indicator.setCurrentIndex(dock.indicator.findData("rural_quota"))
    dock.indicator.activated.emit(dock.indicator.currentIndex())
    assert text(dock, 0, FIGURE) == "10.00"
    enter(dock, 0, "5")
    assert "5.00 % of the construction quota" in part(dock, "share").text()


def test_nonsense_is_refused(dock: QuotasDock) -> None:
    enter(dock, 0, "-3")
    assert "is no figure from 0" in dock.message.text() and text(dock, 0, ORIGIN) == "missing"


def test_an_actual_is_entered_and_gives_a_light(dock: QuotasDock, county: Path) -> None:
    dock.tabs.setCurrentIndex(1)
    dock.year.setValue(2025)
    ready(dock)
    assert dock.session.loaded is not None
    target = next(
        item
        for item in dock.session.loaded.targets.targets
        if item.form == "number" and item.kind == "end" and item.direction == "up"
    )
    row = next(r for r in range(dock.targets.rowCount()) if dock.targets.item(r, TARGET).data(256) == target.code)
    cell = dock.targets.item(row, ACTUAL)
    dock.targets.setCurrentItem(cell)
    dock.targets.editItem(cell)
    editor = dock.targets.viewport().findChild(QLineEdit)
    assert editor is not None
    QTest.keyClicks(editor, str(float(target.value or 0) + 1))
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QTest.qWait(20)  # the view takes what was typed a moment later
    ready(dock)
    assert dock.targets.item(row, LIGHT).text() == "green"
    with open_database(county, read_only=True) as db:
        assert db.target_actuals()["code"].tolist() == [target.code]
    dock.targets.item(row, ACTUAL).setText("many")
    assert "is no number" in dock.message.text()


def test_the_same_on_the_command_line(dock: QuotasDock) -> None:
    click(part(dock, "passdownquotas_command"))
    assert "village_planner:passdownquotas" in QgsApplication.clipboard().text()


def test_figures_that_are_not_saved_stay_with_their_unit(dock: QuotasDock, county: Path) -> None:
    """A saved assignment makes another tree; a step back goes to the same units, too."""
    town = place(dock, "township", TOWNSHIPS[0])
    enter(dock, town, "33")
    enter(dock, place(dock, "district", "1"), "50")
    with open_database(county) as db:
        assigned = db.assignment(db.plan().id, "township")
        db.save_assignment(db.plan().id, "township", assigned.map(lambda code: {"1": "7", "2": "8"}.get(code, code)))
    dock.load()
    ready(dock)
    moved = place(dock, "township", TOWNSHIPS[0])
    assert dock.session.given[["unit", "value"]].to_numpy().tolist() == [[moved, 33.0]]
    assert "no longer has" in dock.message.text()
    dock.session.undo()
    ready(dock)
    assert dock.session.given[["unit", "value"]].to_numpy().tolist() == [[moved, 33.0]]


def actual(dock: QuotasDock, row: int, words: str, began: str) -> None:
    cell = dock.targets.item(row, ACTUAL)
    dock.targets.setCurrentItem(cell)
    dock.targets.editItem(cell)
    editor = dock.targets.viewport().findChild(QLineEdit)
    assert editor is not None and editor.text() == began
    editor.selectAll()
    QTest.keyClicks(editor, words) if words else editor.clear()
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QTest.qWait(20)
    ready(dock)


def test_an_actual_is_edited_cleared_and_taken_back(dock: QuotasDock) -> None:
    dock.tabs.setCurrentIndex(1)
    dock.year.setValue(2025)
    ready(dock)
    row = next(r for r in range(dock.targets.rowCount()) if dock.targets.item(r, TARGET).data(256) == "T01")
    actual(dock, row, "0.82", "")
    assert "may be 82 %" in dock.message.text() and dock.targets.item(row, ACTUAL).text() == ""
    actual(dock, row, "82,5", "")
    assert "is no number" in dock.message.text()
    actual(dock, row, "82.5", "")
    assert dock.targets.item(row, ACTUAL).text() == "82.5 (2025)"
    actual(dock, row, "82.5", "82.5")
    assert dock.targets.item(row, ACTUAL).text() == "82.5 (2025)"
    actual(dock, row, "83", "82.5")
    dock.undo()
    ready(dock)
    assert dock.targets.item(row, ACTUAL).text() == "82.5 (2025)"
    actual(dock, row, "", "82.5")
    assert dock.targets.item(row, ACTUAL).text() == ""
    dock.undo()
    ready(dock)
    assert dock.targets.item(row, ACTUAL).text() == "82.5 (2025)"
