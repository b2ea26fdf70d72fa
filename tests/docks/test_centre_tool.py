"""Moving centres on the map, driven by real mouse and key events on a real canvas."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from docks_county import village_code
from qgis.core import QgsPointXY, QgsProject
from qgis.PyQt.QtCore import QEvent, QPoint, Qt
from qgis.PyQt.QtGui import QMouseEvent
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QWidget

from village_planner.core.review.steps import DISTRICTS
from village_planner.database import open_database
from village_planner.docks.centres import CentrePanel
from village_planner.docks.workspace import Workspace

LEFT = Qt.MouseButton.LeftButton
NONE, CTRL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def county(county: Path) -> Path:
    """1-01 has a centre in its middle."""
    with open_database(county) as db:
        frame = pd.DataFrame({"unit_code": [village_code(1, 0)], "role": ["central_village"], "reason": ["strongest"]})
        db.save_centres(db.plan().id, "village", frame)
    return county


@pytest.fixture
def panel(workspace: Workspace, county: Path) -> CentrePanel:
    """The page of the districts with the tool switched on at village level."""
    workspace.show_planner().show_page(DISTRICTS)
    panel = workspace.centres
    assert panel is not None
    panel.level.setCurrentIndex(panel.level.findData("village"))
    panel.county, panel.workspace = county, workspace  # type: ignore[attr-defined]
    QTest.mouseClick(panel.switch, LEFT)
    assert panel.session is not None, panel.message.text()
    return panel


def pixel(panel: CentrePanel, column: float, row: float) -> QPoint:
    point = QgsPointXY(35500000 + (column + 0.5) * 1000, 3400000 + (row + 0.5) * 1000)
    return panel.tool.canvas().getCoordinateTransform().transform(point).toQPointF().toPoint()


def take(panel: CentrePanel, column: int, row: int, *way: tuple[int, int]) -> None:
    """Press on a centre and drag it along a way, without letting go."""
    viewport = panel.tool.canvas().viewport()
    QTest.mousePress(viewport, LEFT, NONE, pixel(panel, column, row))
    for place in way:
        # QTest.mouseMove knows of no pressed button.
        move = QMouseEvent(QEvent.MouseMove, pixel(panel, *place), Qt.MouseButton.NoButton, LEFT, NONE)
        QApplication.sendEvent(viewport, move)


def let_go(panel: CentrePanel, column: int, row: int) -> None:
    QTest.mouseRelease(panel.tool.canvas().viewport(), LEFT, NONE, pixel(panel, column, row))


def stored(panel: CentrePanel) -> tuple[dict[str, str], dict[str, str]]:
    """Districts and centres as the database has them."""
    with open_database(panel.county) as db:  # type: ignore[attr-defined]
        plan = db.plan().id
        centres = db.centres(plan, "village")
        return dict(db.assignment(plan, "village")), dict(zip(centres["unit_code"], centres["role"]))


def test_every_district_shows_a_centre(panel: CentrePanel) -> None:
    assert panel.session is not None
    centres = panel.session.moves.centres()
    assert centres[village_code(1, 0)] == "1-01"  # the central village
    assert sorted(centres.values()) == ["1-01", "1-02", "2-01", "2-02"]  # elsewhere the middle unit stands in
    place = panel.marks.pixels()[village_code(1, 0)]
    assert (place.toPoint() - pixel(panel, 1, 0)).manhattanLength() <= 2
    assert len(QgsProject.instance().mapLayers()) == 1


def test_districts_follow_the_hand_and_nothing_is_written(panel: CentrePanel) -> None:
    assert panel.session is not None and panel.units is not None
    before = stored(panel)
    take(panel, 1, 0, (1, 1), (1, 2))
    shown = panel.session.shown
    assert shown != before[0]
    assert shown[village_code(1, 2)] == "1-01"  # the centre lies in its district
    layer = {str(feature["code"]): str(feature["district"]) for feature in panel.units.layer.getFeatures()}
    assert layer == shown
    assert all(shown[code] == before[0][code] for code in shown if shown[code].startswith("2-"))
    assert "Centre 10村 → 12村: objective" in panel.message.text() and "largest deviation" in panel.message.text()
    assert panel.message.text() == panel.tool.canvas().parent().statusBar().currentMessage()
    assert stored(panel) == before


def test_released_it_is_kept_as_one_step(panel: CentrePanel) -> None:
    assert panel.session is not None
    before = stored(panel)
    take(panel, 1, 0, (1, 1), (1, 2))
    shown = dict(panel.session.shown)
    let_go(panel, 1, 2)
    assert stored(panel) == (shown, {village_code(1, 2): "central_village"})
    assert panel.message.text().startswith("Saved. Centre 10村 → 12村")
    with open_database(panel.county) as db:  # type: ignore[attr-defined]
        assert list(db.read_table("record")["what"])[-1] == "move centre"
    QTest.mouseClick(panel.undo, LEFT)
    assert stored(panel) == before
    assert not panel.undo.isEnabled() and panel.redo.isEnabled()
    QTest.keyClick(panel.tool.canvas(), Qt.Key.Key_Z, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert stored(panel)[0] == shown
    QTest.keyClick(panel.tool.canvas(), Qt.Key.Key_Z, CTRL)
    assert stored(panel) == before


def test_the_reason_of_a_centre_comes_back_with_undo(panel: CentrePanel) -> None:
    take(panel, 1, 0, (1, 1))
    let_go(panel, 1, 1)
    QTest.mouseClick(panel.undo, LEFT)
    with open_database(panel.county) as db:  # type: ignore[attr-defined]
        assert db.centres(db.plan().id, "village")["reason"].tolist() == ["strongest"]


def test_escape_puts_it_back(panel: CentrePanel) -> None:
    assert panel.session is not None
    before = stored(panel)
    take(panel, 1, 0, (1, 2))
    QTest.keyClick(panel.tool.canvas(), Qt.Key.Key_Escape)
    assert panel.session.shown == before[0]
    let_go(panel, 1, 2)
    assert stored(panel) == before and not panel.undo.isEnabled()
    assert panel.switch.isChecked()


def test_where_a_centre_cannot_go_is_said(panel: CentrePanel) -> None:
    before = stored(panel)
    take(panel, 1, 0, (3, 0))
    assert "stays inside its township district" in panel.message.text()
    let_go(panel, 3, 0)
    assert stored(panel) == before
    assert panel.session is not None
    other = next(code for code, own in panel.session.moves.centres().items() if own == "1-02")
    column, row = next((c, r) for c in range(6) for r in range(4) if village_code(c, r) == other)
    take(panel, 1, 0, (column, row))
    assert "is a centre already, of district 1-02" in panel.message.text()
    let_go(panel, column, row)
    assert stored(panel) == before


def test_locked_districts_stay(panel: CentrePanel) -> None:
    with open_database(panel.county) as db:  # type: ignore[attr-defined]
        db.update_district(db.plan().id, "village", "1-02", locked=True)
    panel.load()
    before = stored(panel)
    take(panel, 1, 0, (1, 2))
    assert "District 1-02 is locked" in panel.message.text()
    let_go(panel, 1, 2)
    take(panel, 1, 0, (0, 0))
    let_go(panel, 0, 0)
    assert stored(panel)[0] == before[0]  # alone in its parent: it keeps its units
    assert stored(panel)[1] == {village_code(0, 0): "central_village"}


def test_a_plan_changed_elsewhere_is_read_again(panel: CentrePanel) -> None:
    with open_database(panel.county) as db:  # type: ignore[attr-defined]
        assignment = db.assignment(db.plan().id, "village")
        assignment[village_code(0, 1)] = "1-02"
        db.save_assignment(db.plan().id, "village", assignment)
    take(panel, 1, 0, (1, 1))
    assert "read again" in panel.message.text()
    let_go(panel, 1, 1)
    assert stored(panel)[0][village_code(0, 1)] == "1-02"
    assert panel.session is not None and panel.session.shown[village_code(0, 1)] == "1-02"


def test_a_file_that_cannot_be_written_says_so_and_shows_the_truth(panel: CentrePanel, monkeypatch: Any) -> None:
    from village_planner.core.errors import StorageError
    from village_planner.database import PlanningDatabase

    def full(*_: Any) -> None:
        raise StorageError("disk_full", "The disk is full; {path} was not written. Free some space.", path="x")

    monkeypatch.setattr(PlanningDatabase, "record", full)
    before = stored(panel)
    take(panel, 1, 0, (1, 2))
    let_go(panel, 1, 2)
    assert stored(panel) == before
    assert panel.session is not None and panel.session.shown == before[0]
    assert "disk is full" in panel.message.text() and not panel.undo.isEnabled()


def test_switched_off_nothing_stays_on_the_map(panel: CentrePanel) -> None:
    take(panel, 1, 0, (1, 2))
    before = stored(panel)
    QTest.mouseClick(panel.switch, LEFT)
    assert panel.session is None and not QgsProject.instance().mapLayers() and not panel.marks.pixels()
    assert panel.tool.canvas().mapTool() is not panel.tool
    assert stored(panel) == before


def test_the_review_dock_follows_and_leaves_the_tool(panel: CentrePanel) -> None:
    workspace = panel.workspace  # type: ignore[attr-defined]
    review = workspace.docks.show_review()
    review.level.setCurrentIndex(review.level.findData("village"))
    if not panel.switch.isChecked():
        QTest.mouseClick(panel.switch, LEFT)
    take(panel, 1, 0, (1, 1), (1, 2))
    let_go(panel, 1, 2)
    assert panel.switch.isChecked() and panel.tool.canvas().mapTool() is panel.tool
    assert review.session.assignment == stored(panel)[0]


def test_another_plan_in_hand_switches_it_off(panel: CentrePanel) -> None:
    panel.workspace.desk.new_plan("方案二")  # type: ignore[attr-defined]
    assert not panel.switch.isChecked() and panel.session is None


def test_without_districts_it_says_what_is_missing(panel: CentrePanel) -> None:
    panel.workspace.desk.new_plan("方案二")  # type: ignore[attr-defined]
    QTest.mouseClick(panel.switch, LEFT)
    assert "Draw the districts first" in panel.message.text()
    assert not panel.switch.isChecked()


def test_it_lies_on_the_page_of_the_districts(panel: CentrePanel) -> None:
    dock = panel.workspace.planner  # type: ignore[attr-defined]
    assert dock.pages[DISTRICTS].findChild(QWidget, "centres") is panel
