"""The drawing table: figures, selection, keys, undo, driven by real mouse and key events on a real canvas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from docks_county import TOWNSHIPS, village_code
from drawing_hands import CTRL, CTRL_SHIFT, LEFT, NONE, RIGHT, canvas, cell, click, key, pixel, said, stored, until
from qgis.core import QgsProject
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtTest import QTest

from village_planner.database import open_database
from village_planner.docks.drawing.district_table import AREA, DEVIATION, LOCKED, PIECES, POPULATION, STATE, UNITS

if TYPE_CHECKING:
    from village_planner.docks.drawing.dock import DrawingDock


def test_the_table_shows_what_follows_from_the_assignment(table: DrawingDock) -> None:
    assert table.model.rowCount() == 4
    # Villages of columns 0..2, rows 0..1: 6 of 1000 + 10 column + row people.
    assert cell(table, "1-01", UNITS) == "6"
    assert cell(table, "1-01", POPULATION) == "6,063"
    assert cell(table, "1-01", DEVIATION) == "−0.1"  # mean of 6,063 and 6,075 is 6,069
    assert cell(table, "1-01", AREA) == "6.00"
    assert (cell(table, "1-01", PIECES), cell(table, "1-01", STATE)) == ("1", "contiguous")
    assert table.totals.text().startswith("4 districts · 24 units · 24,636 people · 24.00 km² · ")
    assert table.problems.item(0).text() == "No rule is broken."


def test_click_key_and_it_is_saved(table: DrawingDock) -> None:
    click(table, 1, 1)
    assert table.units is not None and table.units.selected() == [village_code(1, 1)]
    key(table, Qt.Key.Key_2)
    assert stored(table)[village_code(1, 1)] == "1-02"
    assert (cell(table, "1-01", UNITS), cell(table, "1-02", UNITS)) == ("5", "7")
    assert table.units.selected() == []
    with open_database(table.desk.path) as db:
        record = db.read_table("record")
    assert list(record["what"])[-1] == "move units"
    assert village_code(1, 1) in record["after"].iloc[-1]


def test_the_planner_dock_follows_once_the_hand_rests(table: DrawingDock) -> None:
    click(table, 1, 1)
    key(table, Qt.Key.Key_2)

    def figure() -> str:
        return str(next(step for step in table.desk.snapshot.steps if step.key == "review").figure)  # type: ignore

    assert until(lambda: figure() == "1 moves by hand")


def test_undo_and_redo_by_keys_are_saved_too(table: DrawingDock) -> None:
    before = stored(table)
    click(table, 0, 1)
    click(table, 1, 1, keys=CTRL)
    key(table, Qt.Key.Key_2)
    after = stored(table)
    assert {code for code in before if before[code] != after[code]} == {village_code(0, 1), village_code(1, 1)}
    key(table, Qt.Key.Key_Z, CTRL)
    assert stored(table) == before  # both in one step
    key(table, Qt.Key.Key_Z, CTRL_SHIFT)
    assert stored(table) == after
    QTest.mouseClick(table.bar.undo, LEFT)
    assert stored(table) == before
    assert "Redo: move units, 2 units" in table.bar.redo.toolTip()


def test_what_breaks_is_said_at_once_and_n_goes_there(table: DrawingDock) -> None:
    click(table, 1, 0)  # does not touch district 1-02
    key(table, Qt.Key.Key_2)
    assert cell(table, "1-02", STATE) == "broken into 2 pieces"
    assert "10村" in table.problems.item(0).text()
    key(table, Qt.Key.Key_N)
    centre = canvas(table).extent().center()
    assert (centre.x(), centre.y()) == pytest.approx((35501500, 3400500), abs=1)
    assert table.problems.currentRow() == 0
    table.bar.choose_target("2-01")
    key(table, Qt.Key.Key_N)  # only looks: what is drawn with stays
    assert table.bar.current_target() == "2-01"
    assert table.table.selectionModel().selectedRows()[0].row() == table.model.row_of("1-02")


def test_a_district_far_off_has_a_word(table: DrawingDock) -> None:
    assert table.session is not None
    table.session.far = 1.0
    table.session.move([village_code(2, 1)], "1-02")
    words = {cell(table, code, STATE) for code in table.session.districts}
    assert words & {"far above the mean", "far below the mean"}


def test_a_village_does_not_cross_its_township_district(table: DrawingDock) -> None:
    before = stored(table)
    click(table, 2, 0)
    table.target.setCurrentIndex(table.target.findData("2-01"))
    QTest.mouseClick(table.bar.move, LEFT)
    assert stored(table) == before
    assert "township district" in said(table) and "20村" in said(table)
    assert "Undo: save districts" in table.bar.undo.toolTip()


def test_a_box_takes_all_units_in_it(table: DrawingDock) -> None:
    viewport = canvas(table).viewport()
    QTest.mousePress(viewport, LEFT, NONE, pixel(table, 0, 0))
    QTest.mouseMove(viewport, pixel(table, 1, 0))
    QTest.mouseRelease(viewport, LEFT, NONE, pixel(table, 1, 1))
    assert table.units is not None
    assert table.units.selected() == sorted(village_code(c, r) for c in (0, 1) for r in (0, 1))
    click(table, 0, 0, keys=CTRL)
    assert village_code(0, 0) not in table.units.selected()


def test_the_right_button_lists_the_districts_that_fit(table: DrawingDock) -> None:
    shown = []
    table.hand.pick.menu_asked.disconnect(table.open_menu)
    table.hand.pick.menu_asked.connect(lambda place: shown.append(table.commands.menu()))
    click(table, 4, 3, RIGHT)
    labels = [action.text() for action in shown[0].actions()]
    assert [label[:4] for label in labels if label[:2] in ("1-", "2-")] == ["2-02", "2-01"]  # its neighbours first
    next(action for action in shown[0].actions() if action.text().startswith("2-01")).trigger()
    assert stored(table)[village_code(4, 3)] == "2-01"


def test_locked_districts_keep_their_units(table: DrawingDock) -> None:
    row = table.model.row_of("1-02")
    table.table.scrollTo(table.model.index(row, LOCKED))
    rectangle = table.table.visualRect(table.model.index(row, LOCKED))
    QTest.mouseClick(table.table.viewport(), LEFT, pos=QPoint(rectangle.left() + 12, rectangle.center().y()))
    with open_database(table.desk.path) as db:
        locked = db.districts(db.plan().id, "village").set_index("code")["locked"]
    assert locked.to_dict() == {"1-01": False, "1-02": True, "2-01": False, "2-02": False}
    before = stored(table)
    click(table, 1, 1)
    key(table, Qt.Key.Key_2)
    assert stored(table) == before and "locked" in said(table)


def test_an_emptied_district_comes_back_as_it_was(table: DrawingDock) -> None:
    with open_database(table.desk.path) as db:
        db.update_district(db.plan().id, "village", "1-01", name="江边片区", function="稻渔综合种养", colour="#123456")
    table.load()
    assert table.units is not None and table.session is not None
    table.units.select([code for code, own in table.session.assignment.items() if own == "1-01"])
    assert table.commands.move_by_number(2)
    assert cell(table, "1-01", STATE) == "empty"
    assert [p.kind for p in table.session.problems()] == ["empty"]
    table.session.undo()
    with open_database(table.desk.path) as db:
        district = db.districts(db.plan().id, "village").set_index("code").loc["1-01"]
    assert (district["name"], district["function"], district["colour"]) == ("江边片区", "稻渔综合种养", "#123456")


def test_a_new_district_begins_with_the_units_moved(table: DrawingDock) -> None:
    click(table, 0, 0)
    table.target.setCurrentIndex(table.target.findData("+"))
    QTest.mouseClick(table.bar.move, LEFT)
    assert stored(table)[village_code(0, 0)] == "1-03"
    assert cell(table, "1-03", UNITS) == "1"
    with open_database(table.desk.path) as db:
        assert db.districts(db.plan().id, "village").set_index("code").loc["1-03", "parent"] == "1"


def test_moving_a_township_names_the_villages_left_behind(table: DrawingDock) -> None:
    table.level.setCurrentIndex(table.level.findData("township"))
    click(table, 0, 0)
    key(table, Qt.Key.Key_2)
    assert stored(table, "township")[TOWNSHIPS[0]] == "2"
    texts = [table.problems.item(row).text() for row in range(table.problems.count())]
    assert any("6 villages of 龙潭镇" in text for text in texts)


def test_the_hover_tells_before_the_click(table: DrawingDock) -> None:
    table.target.setCurrentIndex(table.target.findData("1-02"))
    seen: list[str] = []
    table.hand.pick.hovered.connect(seen.append)
    QTest.mouseMove(canvas(table).viewport(), pixel(table, 1, 1))
    QTest.qWait(20)
    assert seen[-1] == village_code(1, 1)
    text = table.hover_text(village_code(1, 1))
    assert "11村, 1,011 people" in text and "1-02: 7,086 (+16.8 %), contiguous" in text
    assert "breaks district 1-02" in table.hover_text(village_code(1, 0))
    table.target.setCurrentIndex(table.target.findData("2-01"))
    assert "never crosses" in table.hover_text(village_code(1, 1))


def test_a_file_that_cannot_be_written_says_so_and_shows_the_truth(table: DrawingDock, monkeypatch: Any) -> None:
    from village_planner.core.errors import StorageError
    from village_planner.database import PlanningDatabase

    def full(*_: Any) -> None:
        raise StorageError("disk_full", "The disk is full; {path} was not written. Free some space.", path="x")

    monkeypatch.setattr(PlanningDatabase, "record", full)
    before = stored(table)
    click(table, 1, 1)
    key(table, Qt.Key.Key_2)
    assert stored(table) == before and table.session is not None and table.session.assignment == before
    assert "disk is full" in said(table)
    assert "save districts" in table.bar.undo.toolTip() and cell(table, "1-01", UNITS) == "6"


def test_closing_takes_layer_and_tool_away(table: DrawingDock) -> None:
    assert len(QgsProject.instance().mapLayers()) == 1
    table.close()
    assert not QgsProject.instance().mapLayers()
    assert canvas(table).mapTool() not in table.hand.tools.values()


def test_the_layer_removed_by_hand_is_no_trouble(table: DrawingDock) -> None:
    QgsProject.instance().removeAllMapLayers()
    click(table, 1, 1)
    key(table, Qt.Key.Key_2)
    key(table, Qt.Key.Key_N)
    assert table.units is None


def test_undo_goes_on_after_closing_and_opening_again(table: DrawingDock) -> None:
    before = stored(table)
    click(table, 1, 1)
    key(table, Qt.Key.Key_2)
    assert "Undo: move units, 1 units (20" in table.bar.undo.toolTip()
    table.close()
    table.show()
    table.load()
    key(table, Qt.Key.Key_Z, CTRL)
    assert stored(table) == before
    key(table, Qt.Key.Key_Z, CTRL)  # the districts as the county was made
    assert stored(table) == {}
    assert not table.bar.undo.isEnabled() and table.bar.undo.toolTip() == "Nothing to undo"
    key(table, Qt.Key.Key_Z, CTRL_SHIFT)
    assert stored(table) == before == table.session.assignment  # type: ignore[union-attr]


def test_a_plan_changed_elsewhere_is_read_again_before_anything_is_written(table: DrawingDock) -> None:
    with open_database(table.desk.path) as db:
        changed = db.assignment(db.plan().id, "village")
        changed[village_code(1, 1)] = "1-02"
        db.save_assignment(db.plan().id, "village", changed)
    click(table, 1, 1)
    key(table, Qt.Key.Key_2)
    assert "changed meanwhile" in said(table)
    assert table.session is not None and table.session.assignment == dict(changed) == stored(table)
    assert cell(table, "1-02", UNITS) == "7"


def test_the_cost_is_measured_against_the_best_plan_known(table: DrawingDock) -> None:
    assert table.session is not None
    first = table.session.figures().objective
    click(table, 0, 0)
    key(table, Qt.Key.Key_2)
    table.load()
    while table._background.busy():
        QTest.qWait(10)
    worse = table.session.figures().objective
    assert worse > first  # the districts as they were computed are in the plan's history
    assert f"+{100 * (worse - first) / worse:.1f} % over the best" in table.totals.text()
