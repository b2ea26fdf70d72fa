"""The review dock and its map tool, driven by real mouse and key events on a real canvas."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from docks_county import TOWNSHIPS, village_code
from qgis.core import QgsPointXY, QgsProject, QgsSettings
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtTest import QTest

from village_planner.database import open_database
from village_planner.docks.district_table import AREA, DEVIATION, LOCKED, POPULATION, STATE, UNITS
from village_planner.docks.review_dock import ReviewDock
from village_planner.docks.workspace import LAST_COUNTY, Workspace

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton


@pytest.fixture
def review(window_and_iface: tuple[Any, Any], county: Path) -> Iterator[ReviewDock]:
    """The review dock at village level, nothing selected."""
    workspace = Workspace(window_and_iface[1])
    workspace.show_planner()
    workspace.open_county(county)
    dock = workspace.show_review()
    assert dock is not None
    dock.level.setCurrentIndex(dock.level.findData("village"))
    dock.county = county  # type: ignore[attr-defined]
    yield dock
    workspace.close()
    QgsSettings().remove(LAST_COUNTY)


def pixel(dock: ReviewDock, column: float, row: float) -> QPoint:
    """Where the middle of a village lies on the canvas."""
    canvas = dock.tool.canvas()
    point = QgsPointXY(35500000 + (column + 0.5) * 1000, 3400000 + (row + 0.5) * 1000)
    return canvas.getCoordinateTransform().transform(point).toQPointF().toPoint()


def click(
    dock: ReviewDock, column: int, row: int, button: Any = LEFT, keys: Any = Qt.KeyboardModifier.NoModifier
) -> None:
    QTest.mouseClick(dock.tool.canvas().viewport(), button, keys, pixel(dock, column, row))


def stored(dock: ReviewDock, level: str = "village") -> dict[str, str]:
    with open_database(dock.county) as db:  # type: ignore[attr-defined]
        return dict(db.assignment(db.plan().id, level))


def cell(dock: ReviewDock, district: str, column: int) -> str:
    return str(dock.model.data(dock.model.index(dock.model.row_of(district), column)))


def test_the_table_shows_what_follows_from_the_assignment(review: ReviewDock) -> None:
    assert review.model.rowCount() == 4
    # Villages of columns 0..2, rows 0..1: 6 of 1000 + 10 column + row people.
    assert cell(review, "1-01", UNITS) == "6"
    assert cell(review, "1-01", POPULATION) == "6,063"
    assert cell(review, "1-01", DEVIATION) == "−0.1"  # mean of 6,063 and 6,075 is 6,069
    assert cell(review, "1-01", AREA) == "6.00"
    assert cell(review, "1-01", STATE) == "contiguous"
    assert review.problems.item(0).text() == "No rule is broken."


def test_click_key_and_it_is_saved(review: ReviewDock) -> None:
    click(review, 1, 1)
    assert review.units is not None and review.units.selected() == [village_code(1, 1)]
    QTest.keyClick(review.tool.canvas(), Qt.Key.Key_2)
    assert stored(review)[village_code(1, 1)] == "1-02"
    assert (cell(review, "1-01", UNITS), cell(review, "1-02", UNITS)) == ("5", "7")
    assert review.units.selected() == []
    with open_database(review.county) as db:  # type: ignore[attr-defined]
        record = db.read_table("record")
    assert list(record["what"])[-1] == "move units"
    assert village_code(1, 1) in record["after"].iloc[-1]


def test_the_planner_dock_follows_once_the_hand_rests(review: ReviewDock) -> None:
    click(review, 1, 1)
    QTest.keyClick(review.tool.canvas(), Qt.Key.Key_2)
    QTest.qWait(1500)
    step = next(step for step in review.desk.snapshot.steps if step.key == "review")  # type: ignore[union-attr]
    assert str(step.figure) == "1 moves by hand"


def test_undo_and_redo_by_keys_are_saved_too(review: ReviewDock) -> None:
    before = stored(review)
    click(review, 0, 1)
    click(review, 1, 1, keys=Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(review.tool.canvas(), Qt.Key.Key_2)
    after = stored(review)
    assert {code for code in before if before[code] != after[code]} == {village_code(0, 1), village_code(1, 1)}
    QTest.keyClick(review.tool.canvas(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert stored(review) == before  # both in one step
    shift = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(review.tool.canvas(), Qt.Key.Key_Z, shift)
    assert stored(review) == after
    QTest.mouseClick(review.undo, LEFT)
    assert stored(review) == before
    assert not review.undo.isEnabled() and review.redo.isEnabled()


def test_what_breaks_is_said_at_once_and_n_goes_there(review: ReviewDock) -> None:
    click(review, 1, 0)  # does not touch district 1-02
    QTest.keyClick(review.tool.canvas(), Qt.Key.Key_2)
    assert cell(review, "1-02", STATE) == "broken into 2 pieces"
    assert "10村" in review.problems.item(0).text()
    QTest.keyClick(review.tool.canvas(), Qt.Key.Key_N)
    centre = review.tool.canvas().extent().center()
    assert (centre.x(), centre.y()) == pytest.approx((35501500, 3400500), abs=1)
    assert review.problems.currentRow() == 0


def test_a_village_does_not_cross_its_township_district(review: ReviewDock) -> None:
    before = stored(review)
    click(review, 2, 0)
    review.target.setCurrentIndex(review.target.findData("2-01"))
    QTest.mouseClick(review.move_button, LEFT)
    assert stored(review) == before
    assert "township district" in review.message.text() and "20村" in review.message.text()
    assert not review.undo.isEnabled()


def test_a_box_takes_all_units_in_it(review: ReviewDock) -> None:
    viewport = review.tool.canvas().viewport()
    QTest.mousePress(viewport, LEFT, Qt.KeyboardModifier.NoModifier, pixel(review, 0, 0))
    QTest.mouseMove(viewport, pixel(review, 1, 0))
    QTest.mouseRelease(viewport, LEFT, Qt.KeyboardModifier.NoModifier, pixel(review, 1, 1))
    assert review.units is not None
    assert review.units.selected() == sorted(village_code(c, r) for c in (0, 1) for r in (0, 1))
    click(review, 0, 0, keys=Qt.KeyboardModifier.ControlModifier)
    assert village_code(0, 0) not in review.units.selected()


def test_the_right_button_lists_the_districts_that_fit(review: ReviewDock) -> None:
    shown = []
    review.tool.menu_asked.disconnect(review.open_menu)
    review.tool.menu_asked.connect(lambda place: shown.append(review.district_menu()))
    click(review, 4, 3, RIGHT)
    labels = [action.text() for action in shown[0].actions()]
    assert [label[:4] for label in labels if label[:2] in ("1-", "2-")] == ["2-02", "2-01"]  # its neighbours first
    next(action for action in shown[0].actions() if action.text().startswith("2-01")).trigger()
    assert stored(review)[village_code(4, 3)] == "2-01"


def test_locked_districts_keep_their_units(review: ReviewDock) -> None:
    row = review.model.row_of("1-02")
    review.table.scrollTo(review.model.index(row, LOCKED))
    rectangle = review.table.visualRect(review.model.index(row, LOCKED))
    QTest.mouseClick(review.table.viewport(), LEFT, pos=QPoint(rectangle.left() + 12, rectangle.center().y()))
    with open_database(review.county) as db:  # type: ignore[attr-defined]
        locked = db.districts(db.plan().id, "village").set_index("code")["locked"]
    assert locked.to_dict() == {"1-01": False, "1-02": True, "2-01": False, "2-02": False}
    before = stored(review)
    click(review, 1, 1)
    QTest.keyClick(review.tool.canvas(), Qt.Key.Key_2)
    assert stored(review) == before and "locked" in review.message.text()


def test_an_emptied_district_comes_back_as_it_was(review: ReviewDock) -> None:
    with open_database(review.county) as db:  # type: ignore[attr-defined]
        db.update_district(db.plan().id, "village", "1-01", name="江边片区", function="稻渔综合种养", colour="#123456")
    review.load()
    assert review.units is not None and review.session is not None
    review.units.select([code for code, own in review.session.assignment.items() if own == "1-01"])
    assert review.move_by_number(2)
    assert cell(review, "1-01", STATE) == "empty"
    assert [p.kind for p in review.session.problems()] == ["empty"]
    review.session.undo()
    with open_database(review.county) as db:  # type: ignore[attr-defined]
        district = db.districts(db.plan().id, "village").set_index("code").loc["1-01"]
    assert (district["name"], district["function"], district["colour"]) == ("江边片区", "稻渔综合种养", "#123456")


def test_a_new_district_begins_with_the_units_moved(review: ReviewDock) -> None:
    click(review, 0, 0)
    review.target.setCurrentIndex(review.target.count() - 1)
    QTest.mouseClick(review.move_button, LEFT)
    assert stored(review)[village_code(0, 0)] == "1-03"
    assert cell(review, "1-03", UNITS) == "1"
    with open_database(review.county) as db:  # type: ignore[attr-defined]
        assert db.districts(db.plan().id, "village").set_index("code").loc["1-03", "parent"] == "1"


def test_moving_a_township_names_the_villages_left_behind(review: ReviewDock) -> None:
    review.level.setCurrentIndex(review.level.findData("township"))
    click(review, 0, 0)
    QTest.keyClick(review.tool.canvas(), Qt.Key.Key_2)
    assert stored(review, "township")[TOWNSHIPS[0]] == "2"
    texts = [review.problems.item(row).text() for row in range(review.problems.count())]
    assert any("6 villages of 龙潭镇" in text for text in texts)


def test_the_hover_tells_before_the_click(review: ReviewDock) -> None:
    review.target.setCurrentIndex(review.target.findData("1-02"))
    seen: list[str] = []
    review.tool.hovered.connect(seen.append)
    QTest.mouseMove(review.tool.canvas().viewport(), pixel(review, 1, 1))
    QTest.qWait(20)
    assert seen[-1] == village_code(1, 1)
    text = review.hover_text(village_code(1, 1))
    assert "11村, 1,011 people" in text and "7,086 people (+16.8 %)" in text and "breaks nothing" in text
    assert "broken" in review.hover_text(village_code(1, 0))
    review.target.setCurrentIndex(review.target.findData("2-01"))
    assert "never crosses" in review.hover_text(village_code(1, 1))


def test_a_file_that_cannot_be_written_says_so_and_shows_the_truth(review: ReviewDock, monkeypatch: Any) -> None:
    from village_planner.core.errors import StorageError
    from village_planner.database import PlanningDatabase

    def full(*_: Any) -> None:
        raise StorageError("disk_full", "The disk is full; {path} was not written. Free some space.", path="x")

    monkeypatch.setattr(PlanningDatabase, "record", full)
    before = stored(review)
    click(review, 1, 1)
    QTest.keyClick(review.tool.canvas(), Qt.Key.Key_2)
    assert stored(review) == before and review.session is not None and review.session.assignment == before
    assert "disk is full" in review.message.text()
    assert not review.undo.isEnabled() and cell(review, "1-01", UNITS) == "6"


def test_closing_takes_layer_and_tool_away(review: ReviewDock) -> None:
    assert len(QgsProject.instance().mapLayers()) == 1
    review.close()
    assert not QgsProject.instance().mapLayers()
    assert review.tool.canvas().mapTool() is not review.tool


def test_the_layer_removed_by_hand_is_no_trouble(review: ReviewDock) -> None:
    QgsProject.instance().removeAllMapLayers()
    click(review, 1, 1)
    QTest.keyClick(review.tool.canvas(), Qt.Key.Key_2)
    QTest.keyClick(review.tool.canvas(), Qt.Key.Key_N)
    assert review.units is None
