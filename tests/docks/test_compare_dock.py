"""Snapshots, branches and two plans side by side, by clicks: what is shown is what core compares."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pypdf
import pytest
from docks_county import village_code
from docks_hands import LEFT, click, part, wait
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QTreeWidgetItem

from village_planner.core.drawing.edits import Edit
from village_planner.core.review.steps import REVIEW
from village_planner.database import open_database
from village_planner.docks.review.versions_panel import VersionsPanel
from village_planner.docks.workspace import Workspace

MOVED = village_code(2, 1)  # upper right of district 1-01, next to 1-02


@pytest.fixture
def workspace(workspace: Workspace, county: Path) -> Workspace:
    workspace.county_file = county  # type: ignore[attr-defined]
    workspace.show_planner().show_page(REVIEW)
    wait(workspace)
    return workspace


def panel_of(workspace: Workspace) -> VersionsPanel:
    assert workspace.versions is not None
    return workspace.versions


def move(workspace: Workspace, unit: str, after: str) -> None:
    with open_database(workspace.county_file) as db:  # type: ignore[attr-defined]
        before = db.assignment(int(workspace.desk.plan), "village")[unit]
        db.apply_edit(int(workspace.desk.plan), "village", Edit("move units", {unit: (before, after)}))


def drawn(workspace: Workspace, plan: str = "") -> dict[str, str]:
    with open_database(workspace.county_file) as db:  # type: ignore[attr-defined]
        return dict(db.assignment(db.plan(plan or workspace.desk.plan).id, "village"))


def items(panel: VersionsPanel) -> list[tuple[str, QTreeWidgetItem]]:
    found = []

    def walk(item: QTreeWidgetItem, depth: int) -> None:
        found.append((". " * depth + item.text(0), item))
        for number in range(item.childCount()):
            walk(item.child(number), depth + 1)

    for number in range(panel.tree.topLevelItemCount()):
        walk(panel.tree.topLevelItem(number), 0)
    return found


def choose(panel: VersionsPanel, row: int, keys: Any = Qt.KeyboardModifier.NoModifier) -> None:
    place = panel.tree.visualItemRect(items(panel)[row][1]).center()
    QTest.mouseClick(panel.tree.viewport(), LEFT, keys, place)


def test_save_restore_undo(workspace: Workspace) -> None:
    panel, before = panel_of(workspace), drawn(workspace)
    QTest.keyClicks(panel.name, "first")
    QTest.keyClicks(panel.note, "before the meeting")
    click(panel.save)
    plan, kept = [text for text, _ in items(panel)]
    assert plan == "方案一 (in hand)" and kept.startswith(". ◷ first\n") and kept.endswith(" · before the meeting")
    assert panel.name.text() == ""
    move(workspace, MOVED, "1-02")
    choose(panel, 1)
    click(panel.restore)
    assert drawn(workspace) == before
    assert panel.message.text() == "Restored and saved: first, 1 units changed district."
    click(panel.undo)
    assert drawn(workspace)[MOVED] == "1-02" and not panel.undo.isEnabled()
    choose(panel, 1)
    click(panel.restore)
    click(panel.restore)
    assert panel.message.text() == "The plan in hand is what the snapshot says."


def test_a_branch_goes_its_own_way(workspace: Workspace) -> None:
    panel, before = panel_of(workspace), drawn(workspace)
    click(panel.branch)
    assert [text for text, _ in items(panel)] == ["方案一", ". 方案一 branch 1 (in hand)"]
    move(workspace, MOVED, "1-02")
    assert drawn(workspace, "方案一") == before != drawn(workspace)
    choose(panel, 0)
    click(panel.open)
    assert workspace.desk.plan == "1" and items(panel)[0][0] == "方案一 (in hand)"
    click(panel.branch)  # a name that is free
    assert [text for text, _ in items(panel)][-1] == ". 方案一 branch 2 (in hand)"


def compared(workspace: Workspace) -> Any:
    dock = workspace.docks.compare
    assert dock is not None
    for _ in range(200):
        if not dock.session.background.busy():
            break
        QTest.qWait(20)
    assert not dock.session.background.busy()
    return dock


def test_two_plans_side_by_side(workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    panel = panel_of(workspace)
    click(panel.save)
    move(workspace, MOVED, "1-02")
    workspace.refresh()
    choose(panel, 1)
    click(panel.compare)
    dock = compared(workspace)
    assert dock.isFloating() and dock.isVisible()
    assert dock.level.currentData() == "village"  # the level that differs
    assert [dock.first.currentText().strip()[:1], dock.second.currentText()] == ["◷", "方案一"]
    same = "Township districts are the same; 1 villages lie in another village district."
    assert dock.summary.text() == f"{same} 1 units with 1,021 people lie in another district."
    shown = [dock.pairs.item(row).changed for row in range(dock.pairs.rowCount())]
    assert shown == sorted(shown, reverse=True) and sum(shown) == 2
    row = [dock.moved.text(dock.moved.item(0), column) for column in range(7)]
    assert row == ["21村", "龙潭镇", "1-01", "1-02", "1-02", "1,021", "1.00"]
    pairs = [[dock.pairs.text(pair, column) for column in range(15)] for pair in dock.session.beside.found.districts]
    assert pairs[0][:8] == ["1-01", "1-01", "6", "5", "−1", "6,063", "5,042", "−1,021"]
    assert pairs[1][13:] == ["0", "1"] and pairs[2][4] == "0"
    totals = {item.key: dock.totals.text(item, 3) for item in dock.session.beside.found.totals}
    assert totals["districts"] == "0" and float(totals["deviation"]) > 0
    dock.level.setCurrentIndex(0)
    dock.level.activated.emit(0)
    assert compared(workspace).summary.text() == same and dock.level.currentData() == "township"
    dock.level.setCurrentIndex(1)
    dock.level.activated.emit(1)
    compared(workspace)
    # Both maps show the same ground; a click on a row goes there on both.
    first, second = dock.maps.canvases
    wide = first.extent().width()
    place = dock.moved_table.visualRect(dock.moved.index(0, 1)).center()
    QTest.mouseClick(dock.moved_table.viewport(), LEFT, pos=place)
    assert first.extent().width() < wide / 2
    (shape,) = dock.maps._units[0].geometries([MOVED])
    for canvas in (first, second):
        assert canvas.extent().contains(shape.boundingBox())
    second.zoomByFactor(2)
    assert first.extent().center().distance(second.extent().center()) < 1
    click(part(dock, "whole"))
    assert second.extent().contains(dock.maps._units[0].layer.extent())
    QTest.mouseMove(first.viewport(), QPoint(first.width() // 2, first.height() // 2))
    dock._point(MOVED)
    assert dock.message.text() == "21村: district 1-01 in A, 1-02 in B"
    # To be handed in.
    file = tmp_path / "对比"
    dock.export(file)
    book = openpyxl.load_workbook(f"{file}.xlsx")
    assert book.sheetnames == ["目录", "总体指标", "片区指标", "调整村", "数据核对"]
    cells = [[cell.value for cell in row] for row in book["调整村"].iter_rows()]
    assert any(row[:5] == [MOVED, "21村", "龙潭镇", "1-01", "1-02"] for row in cells)
    # To be hung on the wall: printed and shown.
    seen: list[str] = []
    monkeypatch.setattr(
        "village_planner.docks.workspace.QDesktopServices.openUrl", lambda url: seen.append(url.toLocalFile())
    )
    click(part(dock, "print"))
    wait(workspace)
    assert workspace.planner is not None
    (shown_file,) = seen or [part(workspace.planner, "notice").text()]
    assert Path(shown_file).parent.name.endswith("_results") and len(pypdf.PdfReader(shown_file).pages) >= 1
    # Swapped, and another plan in hand.
    click(part(dock, "swap"))
    dock = compared(workspace)
    assert dock.moved.text(dock.moved.item(0), 2) == "1-02"
    workspace.close_county()
    assert dock.moved.rowCount() == 0 and dock.summary.text() == ""


def test_plans_that_are_the_same(workspace: Workspace) -> None:
    workspace.docks.show_comparison()
    dock = compared(workspace)
    assert dock.summary.text() == "Both are the same." and dock.moved.rowCount() == 0
    assert dock.export_button.isEnabled()
