"""The dock of the ledger, driven by real clicks and keys: find, filter, step, decide, undo, find again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import geopandas as gpd
import pyogrio
import pytest
from docks_county import KM
from docks_hands import click, click_row, column, part, wait
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from shapely.geometry import box

from village_planner.database import open_database
from village_planner.docks.conflicts_dock import ConflictsDock
from village_planner.docks.conflicts_table import CAUSE, STATE, UNIT
from village_planner.docks.workspace import Workspace

X, Y = 35_500_000.0, 3_400_000.0


def cell(x0: float, y0: float, x1: float, y1: float) -> Any:
    return box(X + KM * x0, Y + KM * y0, X + KM * x1, Y + KM * y1)


def set_plans(county: Path, grown: float) -> None:
    """Two rival plans: the town plan builds the first villages of the lowest row, up to `grown` km in the next."""
    plans = [
        ("土规", "01", cell(0, 0, 6, 4)),
        ("城规", "07", cell(0, 0, 2 + grown, 1)),
        ("城规", "1001", cell(4, 2, 4.005, 2.005)),
        ("城规", "02", cell(0, 1, 6, 2)),
    ]
    frame = gpd.GeoDataFrame(
        [(plan, code, "", shape) for plan, code, shape in plans],
        columns=["plan", "class_code", "class_name", "geometry"],
        geometry="geometry",
        crs="EPSG:4523",
    )
    with open_database(county) as db:
        db._connection.execute("DELETE FROM sector_plan")
        lines = db.count("control_line")
    pyogrio.write_dataframe(frame, county, layer="sector_plan", append=True, promote_to_multi=True)
    if not lines:
        redline = gpd.GeoDataFrame(
            {"kind": ["ecological_redline"], "name": [""]}, geometry=[cell(0, 0, 0.5, 1)], crs="EPSG:4523"
        )
        pyogrio.write_dataframe(redline, county, layer="control_line", append=True, promote_to_multi=True)


@pytest.fixture
def county(county: Path) -> Path:
    set_plans(county, 0.2)
    return county


def figure(workspace: Workspace) -> str:
    planner = workspace.planner
    assert planner is not None
    return str(part(planner.steps["control"], "figure").text())


@pytest.fixture
def dock(workspace: Workspace) -> ConflictsDock:
    """Conflicts found by the page's button, and the dock open."""
    planner = workspace.show_planner()
    planner.show_page("control")
    click(part(planner.pages["control"], "conflicts"))
    wait(workspace)
    assert not part(planner, "notice").text().startswith("INPUT"), part(planner, "notice").text()
    click(part(planner.pages["control"], "show_conflicts"))
    dock = workspace.docks.conflicts
    assert dock is not None and dock.isVisible()
    return dock


def test_before_an_analysis_the_dock_says_so(workspace: Workspace) -> None:
    dock = workspace.docks.show_conflicts()
    assert dock is not None and dock.model.rowCount() == 0
    assert "Not compared yet" in part(dock, "message").text()
    click(part(dock, "next"))
    assert "No conflict is left" in part(dock, "message").text()


def test_listed_filtered_and_counted(dock: ConflictsDock, workspace: Workspace) -> None:
    assert column(dock, CAUSE) == [
        "Construction inside the ecological redline",
        "Construction in one plan, cultivated land in the other",
        "Construction in one plan, cultivated land in the other",
        "Construction in one plan, cultivated land in the other",
    ]
    assert set(column(dock, STATE)) == {"open"} and figure(workspace) == "4 conflicts open"
    assert part(dock, "figure").text() == "4 shown (220.00 ha), 4 open"
    dock.rule.setCurrentIndex(dock.rule.findData("redline_development"))
    assert dock.model.rowCount() == 1
    dock.rule.setCurrentIndex(0)
    assert column(dock, UNIT)[0] == "龙潭镇 00村"
    dock.unit.setCurrentIndex(dock.unit.findText(column(dock, UNIT)[-1]))
    assert dock.model.rowCount() == 1
    dock.unit.setCurrentIndex(0)
    dock.state.setCurrentIndex(dock.state.findData("sliver"))
    assert column(dock, STATE) == ["sliver"]


def test_steps_go_to_the_place(dock: ConflictsDock, workspace: Workspace) -> None:
    canvas = workspace.iface.mapCanvas()
    dock.table.setFocus()
    places = []
    for _ in range(5):
        QTest.keyClick(dock.table, Qt.Key.Key_N)
        places.append((dock.table.currentIndex().row(), round(canvas.extent().center().x() - X)))
    assert [row for row, _ in places] == [0, 1, 2, 3, 0]
    assert places[0][1] == 250 and places[0] == places[4]
    assert "By the rule:" in part(dock, "message").text() and dock.winner.currentData() == "constraint"
    QTest.keyClick(dock.table, Qt.Key.Key_N, Qt.KeyboardModifier.ShiftModifier)
    assert dock.table.currentIndex().row() == 3


def test_decide_undo_redo(dock: ConflictsDock, workspace: Workspace, county: Path) -> None:
    click_row(dock, 1)
    click(part(dock, "decide"))
    assert "Say why" in part(dock, "message").text()  # not without a reason
    dock.winner.setCurrentIndex(dock.winner.findData("b"))
    part(dock, "treatment").setText("保留建设")
    part(dock, "reason").setText("已批准转用")
    QTest.keyClick(part(dock, "reason"), Qt.Key.Key_Return)
    assert dock.model.rowCount() == 3 and figure(workspace) == "3 conflicts open"
    with open_database(county) as db:
        kept = db.decisions("conflict").iloc[0]
    assert (kept["decision"], kept["treatment"], kept["reason"]) == ("b", "保留建设", "已批准转用")
    assert part(dock, "reason").text() == ""  # the next one is open
    click(part(dock, "undo"))
    assert dock.model.rowCount() == 4 and figure(workspace) == "4 conflicts open"
    click(part(dock, "redo"))
    dock.state.setCurrentIndex(dock.state.findData("decided"))
    assert column(dock, STATE)[0].endswith("the second plan; 已批准转用")
    click_row(dock, 0)
    assert part(dock, "treatment").text() == "保留建设"
    click(part(dock, "withdraw"))
    assert dock.model.rowCount() == 0 and figure(workspace) == "4 conflicts open"


def test_several_at_once_are_one_step(dock: ConflictsDock) -> None:
    click_row(dock, 0)
    click_row(dock, 3, Qt.KeyboardModifier.ShiftModifier)
    part(dock, "reason").setText("会审意见")
    click(part(dock, "decide"))
    assert dock.model.rowCount() == 0 and dock.session.stack.count() == 1
    click(part(dock, "undo"))
    assert dock.model.rowCount() == 4


def test_decisions_stay_when_conflicts_are_found_again(dock: ConflictsDock, workspace: Workspace, county: Path) -> None:
    click_row(dock, 2)
    part(dock, "reason").setText("已批")
    click(part(dock, "decide"))
    set_plans(county, 0.9)
    workspace.refresh()
    wait(workspace)
    dock.load()
    assert "changed after this" in part(dock, "message").text()
    click(part(dock, "find"))
    wait(workspace)
    planner = workspace.planner
    assert planner is not None and "1 decisions were carried over" in part(planner, "notice").text()
    dock.state.setCurrentIndex(dock.state.findData("decided"))
    assert column(dock, STATE)[0].endswith("已批") and figure(workspace) == "3 conflicts open"
    assert not dock.session.stack.canUndo()  # another ledger


def test_another_plan_takes_the_place(dock: ConflictsDock, workspace: Workspace) -> None:
    shown = dock.session.conflicts
    first = workspace.desk.plan
    workspace.desk.new_plan("乙案")
    assert dock.model.rowCount() == 0 and "Not compared yet" in part(dock, "message").text()
    workspace.desk.choose_plan(int(first))
    assert [item.key for item in dock.session.conflicts] == [item.key for item in shown]


def test_a_locked_database_refuses_and_nothing_stays_on_the_stack(
    dock: ConflictsDock, county: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sqlite3

    monkeypatch.setattr("village_planner.database.connection.WAIT", 0.05)
    click_row(dock, 0)
    QTest.keyClicks(part(dock, "reason"), "x")
    other = sqlite3.connect(county, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        click(part(dock, "decide"))
    finally:
        other.execute("ROLLBACK")
        other.close()
    assert "written by another program" in part(dock, "message").text()
    assert dock.session.stack.count() == 0 and dock.model.rowCount() == 4
