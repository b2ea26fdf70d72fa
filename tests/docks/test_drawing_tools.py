"""The tools of the drawing table, each by real mouse and key events on a real canvas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from docks_county import TOWNSHIPS, village_code
from drawing_hands import (
    CTRL,
    LEFT,
    RIGHT,
    canvas,
    cell,
    click,
    drag_to,
    key,
    pixel,
    press,
    release,
    said,
    scheme,
    shown,
    stored,
    stroke,
    until,
)
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest

from village_planner.docks.drawing.district_table import POPULATION, UNITS

if TYPE_CHECKING:
    from village_planner.docks.drawing.dock import DrawingDock


@pytest.fixture
def before(table: DrawingDock) -> dict[str, str]:
    return stored(table)


def take(table: DrawingDock, name: str, target: str) -> None:
    """Press a tool's button and choose the district to draw with."""
    if table.hand.current() != name:
        QTest.mouseClick(table.bar.tools[name], LEFT)
    assert table.hand.current() == name and table.bar.tools[name].isChecked()
    assert table.bar.choose_target(target)


def small_brush(table: DrawingDock) -> None:
    for _ in range(9):
        key(table, Qt.Key.Key_BracketLeft)
    assert table.hand.brush.radius == 0


def moved(table: DrawingDock, before: dict[str, str]) -> dict[str, str]:
    """Units whose district in the database differs, which the map and the table's figures show as well."""
    after = stored(table)
    assert shown(table) == after
    assert table.session is not None and table.session.assignment == after
    for code in set(after.values()):
        assert cell(table, code, UNITS) == str(list(after.values()).count(code))
    return {unit: after.get(unit, "") for unit in {**before, **after} if after.get(unit) != before.get(unit)}


def test_a_stroke_of_the_brush_is_previewed_and_then_one_step(table: DrawingDock, before: dict[str, str]) -> None:
    take(table, "paint", "1-02")
    small_brush(table)
    press(table, 0, 1)
    drag_to(table, 1, 1)
    drag_to(table, 2, 1)
    painted = {village_code(column, 1) for column in range(3)}
    assert table.hand.preview.shown() == painted
    assert stored(table) == before == shown(table)  # nothing is written while the hand is down
    assert said(table) == "3 units, 3,033 people → 1-02"
    assert until(lambda: cell(table, "1-02", POPULATION) == "9,108")  # but the table counts along
    release(table, 2, 1)
    assert moved(table, before) == dict.fromkeys(painted, "1-02")
    assert table.hand.preview.shown() == set()
    assert "Undo: paint, 3 units" in table.bar.undo.toolTip()
    key(table, Qt.Key.Key_Z, CTRL)
    assert moved(table, before) == {}


def test_a_fast_hand_leaves_no_gap(table: DrawingDock, before: dict[str, str]) -> None:
    take(table, "paint", "1-02")
    small_brush(table)
    stroke(table, (0, 1), (2, 1))
    assert set(moved(table, before)) == {village_code(column, 1) for column in range(3)}


def test_escape_takes_the_stroke_in_hand_back(table: DrawingDock, before: dict[str, str]) -> None:
    take(table, "paint", "1-02")
    press(table, 0, 1)
    drag_to(table, 1, 1)
    assert table.hand.preview.shown()
    key(table, Qt.Key.Key_Escape)
    assert table.hand.preview.shown() == set() and said(table) == "Stroke taken back."
    release(table, 1, 1)
    assert moved(table, before) == {} and table.hand.current() == "paint"


def test_the_brush_has_a_size_and_shows_it(table: DrawingDock, before: dict[str, str]) -> None:
    take(table, "paint", "1-02")
    circle = table.hand.brush._circle
    QTest.mouseMove(canvas(table).viewport(), pixel(table, 0, 1))
    QTest.mouseMove(canvas(table).viewport(), pixel(table, 1, 1))
    QTest.qWait(20)
    assert circle.isVisible() and circle.middle.toPoint() == pixel(table, 1, 1)
    small = table.hand.brush.radius
    for _ in range(9):
        key(table, Qt.Key.Key_BracketRight)
    assert circle.radius == table.hand.brush.radius > small
    reach = table.hand.brush.radius
    side = (pixel(table, 1, 1) - pixel(table, 0, 1)).manhattanLength()
    assert side / 2 < reach < 1.5 * side  # of this county at this scale: one village to each side
    click(table, 1, 1)
    assert {village_code(1, 1), village_code(0, 1), village_code(2, 1), village_code(1, 0)} <= set(moved(table, before))
    table.take("select")
    assert not circle.isVisible()
    for _ in range(5):
        table.hand.brush.resize(-1)


def test_a_rectangle_follows_the_hand(table: DrawingDock, before: dict[str, str]) -> None:
    take(table, "rectangle", "1-02")
    press(table, 0, 0)
    drag_to(table, 2, 1)
    assert len(table.hand.preview.shown()) == 6
    drag_to(table, 1, 1)  # smaller again: what it no longer touches is let go
    assert table.hand.preview.shown() == {village_code(c, r) for c in (0, 1) for r in (0, 1)}
    release(table, 1, 1)
    assert moved(table, before) == {village_code(c, r): "1-02" for c in (0, 1) for r in (0, 1)}


def test_a_boundary_is_pushed_from_the_district_where_the_hand_begins(
    table: DrawingDock, before: dict[str, str]
) -> None:
    take(table, "boundary", "2-01")  # the district to draw with does not matter
    stroke(table, (1, 1), (1, 2), (1, 3))
    assert moved(table, before) == {village_code(1, 2): "1-01", village_code(1, 3): "1-01"}
    assert "Undo: push boundary, 2 units" in table.bar.undo.toolTip()


def test_whole_townships_come_along(table: DrawingDock, before: dict[str, str]) -> None:
    take(table, "township", "1-02")
    click(table, 0, 0)
    assert moved(table, before) == {unit: "1-02" for unit in before if unit.startswith(TOWNSHIPS[0])}


def test_fill_takes_what_is_connected(table: DrawingDock, before: dict[str, str]) -> None:
    key(table, Qt.Key.Key_F)
    assert table.hand.current() == "fill" and table.bar.tools["fill"].isChecked()
    take(table, "fill", "1-02")
    press(table, 2, 1)
    drag_to(table, 4, 3)  # where the hand goes then does not matter
    release(table, 4, 3)
    assert moved(table, before) == {unit: "1-02" for unit, own in before.items() if own == "1-01"}
    assert cell(table, "1-02", UNITS) == "12"


def test_the_right_button_takes_the_district_under_it(table: DrawingDock, before: dict[str, str]) -> None:
    take(table, "paint", "1-01")
    click(table, 1, 2, RIGHT)
    assert table.bar.current_target() == "1-02" and said(table) == "Drawing with district 1-02."
    key(table, Qt.Key.Key_X)
    assert table.bar.current_target() == "1-01"
    QTest.mouseClick(table.bar.swap, LEFT)
    assert table.bar.current_target() == "1-02"
    assert table.table.selectionModel().selectedRows()[0].row() == table.model.row_of("1-02")
    key(table, Qt.Key.Key_1)
    assert table.bar.current_target() == "1-01"  # nothing selected: the key chooses
    assert said(table) == "Drawing with district 1-01."
    assert moved(table, before) == {}


def test_only_units_without_a_district(table: DrawingDock) -> None:
    assert table.session is not None
    table.session.move([village_code(0, 0), village_code(1, 0)], "")
    before = stored(table)
    table.bar.only_unassigned.trigger()
    take(table, "rectangle", "1-02")
    stroke(table, (0, 0), (2, 1))
    assert moved(table, before) == {village_code(0, 0): "1-02", village_code(1, 0): "1-02"}


def test_only_inside_the_township_where_the_stroke_begins(table: DrawingDock) -> None:
    assert table.session is not None
    table.level.setCurrentIndex(table.level.findData("village"))
    before = stored(table)
    table.bar.inside.trigger()
    take(table, "rectangle", "")
    stroke(table, (0, 1), (0, 2))
    assert moved(table, before) == {village_code(0, 1): ""}


def test_the_guard_refuses_what_breaks_worse(table: DrawingDock, before: dict[str, str]) -> None:
    table.bar.forbid.trigger()
    take(table, "paint", "1-02")
    small_brush(table)
    click(table, 0, 0)  # does not touch 1-02
    assert moved(table, before) == {} and "1-02" in said(table) and "break" in said(table)
    stroke(table, (0, 0), (0, 1))  # together they join
    assert set(moved(table, before)) == {village_code(0, 0), village_code(0, 1)}
    table.bar.warn.trigger()
    click(table, 2, 0)
    assert stored(table)[village_code(2, 0)] == "1-02"
    assert "Broken" in table.problems.item(0).text()
    assert said(table).startswith("Saved. District 1-0") and "is broken" in said(table)


def test_what_is_refused_is_said_and_the_rest_is_drawn(table: DrawingDock, before: dict[str, str]) -> None:
    take(table, "paint", "1-02")
    small_brush(table)
    stroke(table, (2, 1), (3, 1), (4, 1))  # over the border of the township district
    assert moved(table, before) == {village_code(2, 1): "1-02"}
    assert said(table).startswith("Saved, but not all:") and "never crosses" in said(table)


def test_a_stroke_into_a_new_district_makes_it_in_the_same_step(table: DrawingDock, before: dict[str, str]) -> None:
    take(table, "paint", "+")
    small_brush(table)
    stroke(table, (0, 0), (1, 0))
    assert moved(table, before) == {village_code(0, 0): "1-03", village_code(1, 0): "1-03"}
    made = scheme(table).districts["1-03"]
    assert made.parent == "1" and made.colour not in (
        "",
        *(scheme(table).districts[c].colour for c in ("1-01", "1-02")),
    )
    key(table, Qt.Key.Key_Z, CTRL)
    assert moved(table, before) == {} and "1-03" not in scheme(table).districts


def test_a_locked_district_is_not_drawn_with(table: DrawingDock, before: dict[str, str]) -> None:
    take(table, "paint", "1-02")
    key(table, Qt.Key.Key_L)
    assert scheme(table).districts["1-02"].locked
    press(table, 1, 1)
    assert "District 1-02 is locked" in said(table) and not table.hand.tools["paint"].drawing()
    release(table, 1, 1)
    assert moved(table, before) == {}
    key(table, Qt.Key.Key_L)
    assert not scheme(table).districts["1-02"].locked


def test_space_pans_with_every_tool(table: DrawingDock, before: dict[str, str]) -> None:
    take(table, "paint", "1-02")
    view = canvas(table)
    QTest.mouseMove(view.viewport(), pixel(table, 2, 2))
    QTest.qWait(10)
    middle = view.extent().center()
    QTest.keyPress(view, Qt.Key.Key_Space)
    QTest.mouseMove(view.viewport(), pixel(table, 3, 2))
    QTest.qWait(10)
    QTest.keyRelease(view, Qt.Key.Key_Space)
    QTest.qWait(10)
    assert view.extent().center().x() < middle.x() - 500
    assert moved(table, before) == {} and table.hand.current() == "paint"


@pytest.mark.parametrize(
    ("letter", "tool"),
    [("S", "select"), ("P", "paint"), ("R", "rectangle"), ("E", "boundary"), ("T", "township"), ("F", "fill")],
)
def test_every_tool_has_a_key_a_tip_and_an_icon(table: DrawingDock, letter: str, tool: str) -> None:
    key(table, getattr(Qt.Key, f"Key_{letter}"))
    assert table.hand.current() == tool
    assert [name for name, button in table.bar.tools.items() if button.isChecked()] == [tool]
    button = table.bar.tools[tool]
    assert f"({letter})" in button.toolTip() and not button.icon().isNull()
    QTest.mouseClick(button, LEFT)  # pressed again it is put down
    assert table.hand.current() == "" and not button.isChecked()


def test_keys_of_the_table_are_not_for_shortcuts_elsewhere(table: DrawingDock, before: dict[str, str]) -> None:
    from qgis.PyQt.QtWidgets import QAction

    window: Any = table.parent()
    stolen: list[str] = []
    action = QAction("undo of QGIS", window)
    action.setShortcut("Ctrl+Z")
    action.triggered.connect(lambda: stolen.append("Ctrl+Z"))
    window.addAction(action)
    canvas(table).setFocus()
    take(table, "fill", "1-02")
    click(table, 0, 0)
    assert moved(table, before)
    QTest.keyClick(canvas(table), Qt.Key.Key_Z, CTRL)
    window.removeAction(action)
    assert stolen == [] and moved(table, before) == {}


def test_the_hover_tells_what_the_tool_in_hand_would_do(table: DrawingDock) -> None:
    take(table, "fill", "1-02")
    assert "6,063 people → district 1-02: 12,138 (" in table.hover_text(village_code(0, 0))
    take(table, "boundary", "1-02")
    assert "district 1-01 grows" in table.hover_text(village_code(0, 0))
    take(table, "paint", "2-01")
    assert "never crosses" in table.hover_text(village_code(1, 1))
    take(table, "paint", "1-01")
    assert table.hover_text(village_code(1, 1)) == "11村, 1,011 people, district 1-01"
    QTest.mouseMove(canvas(table).viewport(), pixel(table, 0.2, 2))
    QTest.mouseMove(canvas(table).viewport(), pixel(table, 1, 2))
    assert until(lambda: table._hovered == village_code(1, 2))


def test_another_tool_of_qgis_takes_over(table: DrawingDock, before: dict[str, str]) -> None:
    from qgis.gui import QgsMapToolPan

    take(table, "paint", "1-02")
    press(table, 1, 1)
    pan = QgsMapToolPan(canvas(table))
    canvas(table).setMapTool(pan)
    release(table, 1, 1)
    assert moved(table, before) == {} and not any(button.isChecked() for button in table.bar.tools.values())
    canvas(table).unsetMapTool(pan)
