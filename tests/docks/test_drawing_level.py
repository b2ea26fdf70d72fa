"""A level at the drawing table: read in the background where it is large, borderline units hatched, breaks said."""

from __future__ import annotations

from threading import Event
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from docks_county import village_code
from drawing_hands import CTRL, LEFT, canvas, click, key, pixel, said, stored
from qgis.core import QgsMapRendererCustomPainterJob
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QImage, QPainter
from qgis.PyQt.QtTest import QTest

from village_planner.core.task import SILENT, Task
from village_planner.database import open_database
from village_planner.docks.drawing import dock as drawing_dock

if TYPE_CHECKING:
    from village_planner.docks.drawing.dock import DrawingDock


# ---- borderline units
def dark(table: DrawingDock, column: int, row: int) -> bool:
    """Whether darker lines cross the middle of a village on the map."""
    settings = canvas(table).mapSettings()
    settings.setLayers([table.units.layer])  # type: ignore[union-attr]
    image = QImage(settings.outputSize(), QImage.Format_ARGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    job = QgsMapRendererCustomPainterJob(settings, painter)
    job.renderSynchronously()
    painter.end()
    middle = pixel(table, column, row)
    lights = [image.pixelColor(middle.x() + x, middle.y()).lightness() for x in range(-12, 13)]
    return min(lights) < max(lights) - 30


def test_borderline_units_are_hatched_until_that_is_switched_off(table: DrawingDock) -> None:
    assert not table.bar.borderline.isEnabled() and "further plans" in table.bar.borderline.toolTip()
    with open_database(table.desk.path) as db:
        rows = pd.DataFrame({"unit_code": [village_code(0, 0), village_code(1, 0)], "share": [0.5, 0.9]})
        db.save_result(db.plan().id, "unit_stability", rows, {}, "village")
    table.load()
    assert table.bar.borderline.isEnabled() and table.bar.borderline.text() == "Borderline units hatched (1)"
    assert [dark(table, column, 0) for column in range(3)] == [True, False, False]
    click(table, 0, 0)
    key(table, Qt.Key.Key_2)  # also after colours and districts have changed
    assert stored(table)[village_code(0, 0)] == "1-02" and dark(table, 0, 0)
    table.bar.borderline.trigger()
    assert not dark(table, 0, 0)
    table.load()
    assert not dark(table, 0, 0)
    table.bar.borderline.trigger()
    assert dark(table, 0, 0)
    with open_database(table.desk.path) as db:
        db._connection.execute("UPDATE village SET population = 1")
    table.load()
    assert table.bar.borderline.text().endswith("– out of date") and dark(table, 0, 0)


# ---- a large level
@pytest.fixture
def large(table: DrawingDock, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Villages are read in the background, as in a county of 10,000; `go` lets the reading come to its end."""
    reading, go = drawing_dock.read_level, Event()

    def slow(desk: Any, plan_id: int, level: str, rules: Any = None, task: Task = SILENT) -> Any:
        task.report(0.4)
        while level == "village" and not go.wait(0.01):
            task.check()
        return reading(desk, plan_id, level, rules, task)

    monkeypatch.setattr(drawing_dock, "LARGE", 10)
    monkeypatch.setattr(drawing_dock, "read_level", slow)
    yield go
    go.set()


def until(done: Any) -> None:
    for _ in range(500):
        if done():
            return
        QTest.qWait(10)
    raise AssertionError("not done")


def test_a_large_level_is_read_beside_the_interface(table: DrawingDock, large: Event) -> None:
    table.level.setCurrentIndex(table.level.findData("township"))  # four are there at once
    assert table.session is not None and table.session.level == "township" and not table.progress.isVisible()
    table.level.setCurrentIndex(table.level.findData("village"))
    assert table.session is None and table.progress.isVisible() and said(table) == "Reading 24 units …"
    until(lambda: table.progress.value() == 40)
    key(table, Qt.Key.Key_Z, CTRL)  # nothing is there to undo, nor to draw on
    large.set()
    until(lambda: table.session is not None)
    assert not table.progress.isVisible() and not table.stop.isVisible() and table.next.isVisible()
    table.take("select")
    click(table, 0, 1)
    key(table, Qt.Key.Key_2)
    assert stored(table)[village_code(0, 1)] == "1-02"


def test_reading_is_cancelled_and_asked_for_again(table: DrawingDock, large: Event) -> None:
    table.load()
    until(lambda: table.progress.value() == 40)
    QTest.mouseClick(table.stop, LEFT)
    assert said(table) == "Reading was cancelled." and not table.progress.isVisible()
    until(lambda: not table._background.busy())
    assert table.session is None
    large.set()
    QTest.mouseClick(table.again, LEFT)
    until(lambda: table.session is not None)
    assert not table.again.isVisible() and said(table) == ""


def test_what_was_read_too_late_is_dropped(table: DrawingDock, large: Event) -> None:
    table.load()
    table.level.setCurrentIndex(table.level.findData("township"))
    large.set()
    until(lambda: not table._background.busy())
    assert table.session is not None and table.session.level == "township"
    table.level.setCurrentIndex(table.level.findData("village"))
    table.hide()  # closed while it reads
    until(lambda: not table._background.busy())
    assert table.session is None and not table.progress.isVisible()


# ---- breaks
def test_moving_a_selection_that_breaks_a_district_says_so(table: DrawingDock) -> None:
    table.bar.choose_target("1-02")
    click(table, 1, 0)
    QTest.mouseClick(table.bar.move, LEFT)
    assert said(table).startswith("Saved. District 1-02 is broken; cut off from the rest: 10村")
    for column, row in ((0, 0), (0, 1), (1, 1)):  # they join it to its district again
        click(table, column, row, keys=CTRL)
    key(table, Qt.Key.Key_2)
    assert said(table).startswith("Saved: move units")
