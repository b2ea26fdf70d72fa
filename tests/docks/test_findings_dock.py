"""The dock of findings, driven by real clicks and keys: filter, step, accept, undo, check again."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest
from docks_county import village_code
from docks_hands import click, click_row, column, part, wait
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtTest import QTest

from village_planner.database import open_database
from village_planner.database.blobs import add_functions
from village_planner.docks.findings_dock import FindingsDock
from village_planner.docks.findings_table import MESSAGE, RULE, STATE
from village_planner.docks.workspace import Workspace


def change(county: Path, sql: str) -> None:
    """As another program changes the file."""
    with sqlite3.connect(county) as connection:
        add_functions(connection)
        connection.execute(sql)
    connection.close()


@pytest.fixture
def county(county: Path) -> Path:
    # Three villages without people, one with a name twice as long as its code is short.
    codes = ", ".join(f"'{village_code(column, 0)}'" for column in (0, 2, 4))
    change(county, f"UPDATE village SET population = NULL WHERE code IN ({codes})")
    change(county, f"UPDATE village SET name = NULL WHERE code = '{village_code(5, 3)}'")
    return county


@pytest.fixture
def dock(workspace: Workspace) -> FindingsDock:
    """The data checked by its button, and the dock open."""
    planner = workspace.show_planner()
    planner.show_page("data")
    click(part(planner.pages["data"], "check_data"))
    wait(workspace)
    click(part(planner.pages["data"], "show_findings"))
    dock = workspace.docks.findings
    assert dock is not None and dock.isVisible()
    return dock


def test_before_a_check_the_dock_says_so(workspace: Workspace) -> None:
    dock = workspace.docks.show_findings()
    assert dock is not None and dock.model.rowCount() == 0
    assert "Not checked yet" in part(dock, "message").text()


def test_the_findings_are_listed_and_filtered(dock: FindingsDock) -> None:
    everything = column(dock, RULE)
    assert everything.count("Missing population") == 3 and everything.count("Missing name") == 1
    assert set(column(dock, STATE)) == {"open"}
    dock.rule.setCurrentIndex(dock.rule.findData("population_missing"))
    assert column(dock, RULE) == ["Missing population"] * 3
    assert part(dock, "figure").text() == f"3 shown, {len(everything)} open"
    dock.layer.setCurrentIndex(dock.layer.findData("township"))
    assert dock.model.rowCount() == 0


def test_n_steps_through_them_and_the_map_follows(dock: FindingsDock, workspace: Workspace) -> None:
    dock.rule.setCurrentIndex(dock.rule.findData("population_missing"))
    canvas = workspace.iface.mapCanvas()
    centres = []
    for _ in range(4):
        before = dock.table.currentIndex().row()
        QTest.keyClick(dock.table, Qt.Key.Key_N)
        if dock.table.currentIndex().row() == before:  # offscreen windows are not always active: no shortcuts then
            click(part(dock, "next"))
        centre = canvas.extent().center()
        centres.append((round((centre.x() - 35500000) / 1000 - 0.5), round((centre.y() - 3400000) / 1000 - 0.5)))
    assert centres == [(0, 0), (2, 0), (4, 0), (0, 0)]
    assert dock._outline.asGeometry().area() == pytest.approx(1e6)
    click(part(dock, "previous"))
    assert canvas.extent().center().x() == pytest.approx(35504500)
    assert part(dock, "message").text().startswith("Population is empty")


def test_the_parts_of_a_finding_are_gone_through(dock: FindingsDock, workspace: Workspace, county: Path) -> None:
    import shapely

    from village_planner.database.blobs import to_blobs

    (two,) = to_blobs(
        [
            shapely.MultiPolygon(
                [shapely.box(35500000, 3400000, 35500100, 3400100), shapely.box(35505900, 3403900, 35506000, 3404000)]
            )
        ],
        4523,
    )
    with open_database(county) as db:
        db._run("UPDATE finding SET geom = ? WHERE rule = 'missing_name'", [two])
    dock.load()
    dock.rule.setCurrentIndex(dock.rule.findData("missing_name"))
    assert not part(dock, "part").isVisible()
    click_row(dock, 0)
    canvas = workspace.iface.mapCanvas()
    assert part(dock, "part").isVisible()
    assert canvas.extent().center().x() == pytest.approx(35503000)
    seen = []
    for _ in range(3):
        click(part(dock, "part"))
        seen.append(round(canvas.extent().center().x()))
    assert seen == [35500050, 35505950, 35500050]
    assert part(dock, "message").text() == "Part 1 of 2"


def test_accepting_needs_a_reason_and_can_be_undone(dock: FindingsDock, workspace: Workspace, county: Path) -> None:
    planner = workspace.show_planner()
    dock.rule.setCurrentIndex(dock.rule.findData("population_missing"))
    total = len(dock.session.entries)
    figure = part(planner.steps["data"], "figure")
    assert figure.text() == f"24 villages, {total} findings"
    click_row(dock, 0)
    click_row(dock, 1, Qt.KeyboardModifier.ControlModifier)
    click(part(dock, "accept"))
    assert "Say why" in part(dock, "message").text() and dock.model.rowCount() == 3
    reason = part(dock, "reason")
    reason.setFocus()
    QTest.keyClicks(reason, "nobody lives there")
    QTest.keyClick(reason, Qt.Key.Key_Return)
    assert dock.model.rowCount() == 1 and reason.text() == ""
    assert figure.text() == f"24 villages, {total - 2} findings"
    with open_database(county) as db:
        kept = db.decisions("finding")
        assert kept["reason"].tolist() == ["nobody lives there"] * 2
        assert list(db.read_table("record")["what"])[-1] == "decide finding"
    dock.state.setCurrentIndex(dock.state.findData("accepted"))
    assert all(text.endswith(": nobody lives there") for text in column(dock, STATE))
    click(part(dock, "undo"))
    assert dock.model.rowCount() == 0 and figure.text() == f"24 villages, {total} findings"
    click(part(dock, "redo"))
    assert dock.model.rowCount() == 2
    click_row(dock, 0)
    click(part(dock, "withdraw"))
    assert dock.model.rowCount() == 1
    with open_database(county) as db:
        assert len(db.decisions("finding")) == 1


def test_checking_again_keeps_what_is_accepted_and_tells_what_is_gone(
    dock: FindingsDock, workspace: Workspace, county: Path
) -> None:
    dock.rule.setCurrentIndex(dock.rule.findData("population_missing"))
    click_row(dock, 1)
    accepted = dock._current()
    assert accepted is not None and accepted.unit_code == village_code(2, 0)
    part(dock, "reason").setText("a nature reserve")
    click(part(dock, "accept"))
    total = len(dock.session.entries)
    change(county, f"UPDATE village SET population = 900 WHERE code = '{village_code(0, 0)}'")
    change(county, f"UPDATE village SET name = NULL WHERE code = '{village_code(1, 1)}'")
    click(part(dock, "check"))
    assert not part(dock, "check").isEnabled()
    wait(workspace)
    assert part(dock, "check").isEnabled()
    print("NOTICE", part(workspace.show_planner(), "notice").text())
    words = part(dock, "message").text()
    # Its township's sum is another, too.
    assert words.startswith("Checked again:") and "1 stay accepted" in words
    keys = {entry.key for entry in dock.session.entries}
    assert f"population_missing|village|{village_code(0, 0)}" not in keys
    assert f"missing_name|village|{village_code(1, 1)}" in keys
    assert len(keys) == total
    assert [entry.unit_code for entry in dock.session.entries if entry.state == "accepted"] == [village_code(2, 0)]
    log = part(workspace.show_planner(), "notice").text()
    assert log.startswith("Done.")


def test_an_accepted_finding_of_other_figures_is_open_again(
    dock: FindingsDock, workspace: Workspace, county: Path
) -> None:
    where = f"WHERE code = '{village_code(3, 3)}'"
    change(county, f"UPDATE village SET area_m2 = 1234 {where}")
    click(part(dock, "check"))
    wait(workspace)
    dock.rule.setCurrentIndex(dock.rule.findData("area_differs"))
    click_row(dock, 0)
    part(dock, "reason").setText("surveyed in 1990")
    click(part(dock, "accept"))
    assert dock.model.rowCount() == 0
    figure = part(workspace.show_planner().steps["data"], "figure")
    count = figure.text()
    change(county, f"UPDATE village SET area_m2 = 567 {where}")
    click(part(dock, "check"))
    wait(workspace)
    assert "1 findings have other figures than when they were accepted" in part(dock, "message").text()
    assert dock.model.rowCount() == 1 and figure.text() != count
    assert "1,234.00" in column(dock, STATE)[0] and "567.00" in column(dock, MESSAGE)[0]
    click_row(dock, 0)
    part(dock, "reason").setText("still so")
    click(part(dock, "accept"))
    assert dock.model.rowCount() == 0 and figure.text() == count
    click(part(dock, "undo"))
    assert "1,234.00" in column(dock, STATE)[0]


def test_another_county_takes_the_place_and_no_decision_goes_astray(
    dock: FindingsDock, workspace: Workspace, county: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.gpkg"
    shutil.copy(county, other)
    change(other, "UPDATE finding SET message = 'of the other county'")
    shown = dock.session.entries
    workspace.open_county(other)
    assert {entry.message for entry in dock.session.entries} == {"of the other county"}
    workspace.desk.changed.disconnect(workspace._show_desk)
    workspace.desk.open(county)  # nobody is told
    workspace.desk.changed.connect(workspace._show_desk)
    assert not dock.session.accept(shown[:1], "seen")
    assert "another county or plan" in part(dock, "message").text() and not dock.session.stack.canUndo()
    for path in (county, other):
        with open_database(path, read_only=True) as db:
            assert db.decisions("finding").empty
    workspace.close_county()
    assert dock.model.rowCount() == 0 and not dock.session.entries


def test_nothing_changed_is_told(dock: FindingsDock, workspace: Workspace) -> None:
    click(part(dock, "check"))
    wait(workspace)
    assert part(dock, "message").text() == "Checked again: nothing is gone, nothing is new; 0 stay accepted."


def test_the_dock_goes_with_the_plugin(dock: FindingsDock, workspace: Workspace) -> None:
    assert dock.table.columnViewportPosition(MESSAGE) > 0 and dock.pos() != QPoint(-1, -1)
    items = len(workspace.iface.mapCanvas().scene().items())
    workspace.close()
    assert workspace.docks.findings is None
    assert len(workspace.iface.mapCanvas().scene().items()) < items
