"""Districts at the drawing table: made, named, locked, split, dissolved, mended; and what is laid over the map."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from docks_county import village_code
from drawing_hands import CTRL, CTRL_SHIFT, LEFT, canvas, cell, click, key, said, scheme, shown, stored
from qgis.PyQt.QtCore import Qt, QTimer
from qgis.PyQt.QtGui import QColor
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QMessageBox

from village_planner.database import open_database
from village_planner.docks.drawing.district_table import LAND, LOCKED, NAME, STATE, UNITS

if TYPE_CHECKING:
    from village_planner.docks.drawing.dock import DrawingDock


def command(table: DrawingDock, name: str) -> None:
    table.bar.commands[name].trigger()


def test_a_district_is_made_drawn_and_undone(table: DrawingDock) -> None:
    before = scheme(table)
    command(table, "create")
    assert table.bar.current_target() == "1-03" and cell(table, "1-03", STATE) == "empty"
    assert "Empty" in table.problems.item(0).text()
    table.take("paint")
    table.hand.brush.resize(-9)
    click(table, 0, 0)
    assert stored(table)[village_code(0, 0)] == "1-03" and cell(table, "1-03", UNITS) == "1"
    key(table, Qt.Key.Key_Z, CTRL)
    key(table, Qt.Key.Key_Z, CTRL)
    assert scheme(table) == before and table.model.row_of("1-03") < 0
    key(table, Qt.Key.Key_Z, CTRL_SHIFT)
    assert cell(table, "1-03", STATE) == "empty"


def test_name_function_and_colour_are_asked_for_and_kept(table: DrawingDock) -> None:
    table.bar.choose_target("1-02")

    def fill_in() -> None:
        dialog: Any = QApplication.activeModalWidget()
        dialog.name.setText("江边片区")  # QTest types Latin letters only
        dialog.function.setText("稻渔综合种养")
        dialog.colour.setColor(QColor("#123456"))
        QTest.keyClick(dialog.function, Qt.Key.Key_Return)

    QTimer.singleShot(0, fill_in)
    command(table, "rename")
    assert said(table) == "Saved: rename district"
    row = scheme(table).districts["1-02"]
    assert (row.name, row.function, row.colour) == ("江边片区", "稻渔综合种养", "#123456")
    assert cell(table, "1-02", NAME) == "江边片区"
    assert table.units is not None
    renderer = table.units.layer.renderer()
    colours = {category.value(): category.symbol().color().name() for category in renderer.categories()}
    assert colours["1-02"] == "#123456"
    assert "1-02  江边片区" in [table.target.itemText(i) for i in range(table.target.count())]


def test_the_table_may_be_read_again_while_a_name_is_typed(table: DrawingDock) -> None:
    table.bar.choose_target("1-02")

    def fill_in() -> None:
        dialog: Any = QApplication.activeModalWidget()
        dialog.name.setText("江边片区")
        table.load(take_tool=False)  # as when another program changed the county
        QTest.keyClick(dialog.function, Qt.Key.Key_Return)

    QTimer.singleShot(0, fill_in)
    command(table, "rename")
    assert said(table) == "Saved: rename district" and scheme(table).districts["1-02"].name == "江边片区"
    assert cell(table, "1-02", NAME) == "江边片区"


def test_a_district_splits_by_what_is_selected_or_in_halves(table: DrawingDock) -> None:
    table.bar.choose_target("1-01")
    click(table, 0, 0)
    click(table, 0, 1, keys=CTRL)
    command(table, "split")
    assert {unit for unit, own in stored(table).items() if own == "1-03"} == {village_code(0, 0), village_code(0, 1)}
    table.bar.choose_target("2-01")
    command(table, "split")
    assert (cell(table, "2-01", UNITS), cell(table, "2-03", UNITS)) == ("3", "3")
    assert cell(table, "2-03", STATE) == "contiguous"


@pytest.mark.parametrize(("name", "without"), [("dissolve", 0), ("empty", 6)])
def test_a_district_dissolves(table: DrawingDock, name: str, without: int) -> None:
    before = scheme(table)
    table.bar.choose_target("1-01")
    command(table, name)
    assert "1-01" not in scheme(table).districts and len(stored(table)) == 24 - without
    assert table.model.row_of("1-01") < 0
    key(table, Qt.Key.Key_Z, CTRL)
    assert scheme(table) == before


def test_all_districts_lock_and_unlock_in_one_step(table: DrawingDock) -> None:
    command(table, "lockAll")
    assert all(row.locked for row in scheme(table).districts.values())
    index = table.model.index(0, LOCKED)
    assert table.model.data(index, Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
    key(table, Qt.Key.Key_Z, CTRL)
    assert not any(row.locked for row in scheme(table).districts.values())
    command(table, "lockAll")
    command(table, "unlockAll")
    assert not any(row.locked for row in scheme(table).districts.values())


def test_two_selected_units_exchange_their_districts(table: DrawingDock) -> None:
    assert not table.bar.commands["swapUnits"].isEnabled()
    click(table, 0, 1)
    click(table, 2, 2, keys=CTRL)
    command(table, "swapUnits")
    assert (stored(table)[village_code(0, 1)], stored(table)[village_code(2, 2)]) == ("1-02", "1-01")


def test_contiguity_is_restored_and_what_remains_is_said(table: DrawingDock) -> None:
    before = stored(table)
    click(table, 0, 0)
    key(table, Qt.Key.Key_2)
    assert cell(table, "1-02", STATE) == "broken into 2 pieces"
    QTest.mouseClick(table.bar.restore, LEFT)
    assert stored(table) == before and said(table) == "Every district is in one piece."
    assert "Undo: restore contiguity, 1 units" in table.bar.undo.toolTip()
    key(table, Qt.Key.Key_Z, CTRL)
    table.bar.choose_target("1-02")
    key(table, Qt.Key.Key_L)
    QTest.mouseClick(table.bar.restore, LEFT)
    assert "District 1-02 is locked; 00村 stay cut off" in said(table)


def test_n_goes_through_pieces_and_units_without_a_district(table: DrawingDock) -> None:
    assert table.session is not None
    table.session.move([village_code(0, 0)], "1-02")
    table.session.move([village_code(5, 3)], "")
    kinds = [problem.kind for problem in table.session.problems()]
    assert sorted(kinds) == ["broken", "unassigned"]
    seen = []
    for _ in kinds:
        key(table, Qt.Key.Key_N)
        middle = canvas(table).extent().center()
        seen.append((round(middle.x() - 35500000), round(middle.y() - 3400000)))
    assert sorted(seen) == [(500, 500), (5500, 3500)]
    assert table.next.text() == "Next problem (2)"


def test_the_map_bears_figures_and_centres(table: DrawingDock) -> None:
    assert (("1-01", "6,063", "−0.1 %")) in table._overlay.labels.lines()
    with open_database(table.desk.path) as db:
        frame = pd.DataFrame({"unit_code": [village_code(1, 0)], "role": ["central_village"], "reason": [""]})
        db.save_centres(db.plan().id, "village", frame)
    table.load()
    assert [role for _, role in table._overlay.centres._marks] == ["central_village"]
    click(table, 1, 1)
    key(table, Qt.Key.Key_2)
    assert (("1-02", "7,086", "+16.8 %")) in table._overlay.labels.lines()
    picture = canvas(table).grab().toImage()
    table.bar.labels.trigger()
    assert canvas(table).grab().toImage() != picture and not table._overlay.labels.isVisible()
    table.bar.labels.trigger()


def test_colours_are_painted_anew_only_where_one_changed(table: DrawingDock) -> None:
    assert table.units is not None
    renderer = table.units.layer.renderer()
    click(table, 1, 1)
    key(table, Qt.Key.Key_2)
    assert shown(table) == stored(table)
    assert table.units.layer.renderer() is renderer


def test_colours_given_anew_stand_clear_of_the_neighbours(table: DrawingDock) -> None:
    from village_planner.core.drawing.colours import CLEAR, distance

    with open_database(table.desk.path) as db:
        for code in ("1-01", "1-02", "2-01", "2-02"):
            db.update_district(db.plan().id, "village", code, colour="#777777")
    table.load()
    command(table, "recolour")
    colours = {code: row.colour for code, row in scheme(table).districts.items()}
    for first, second in (("1-01", "1-02"), ("1-01", "2-01"), ("2-01", "2-02"), ("1-02", "2-02")):
        assert distance(colours[first], colours[second]) >= CLEAR
    key(table, Qt.Key.Key_Z, CTRL)
    assert {row.colour for row in scheme(table).districts.values()} == {"#777777"}


def test_land_under_control_lines_has_columns_where_it_is_known(table: DrawingDock) -> None:
    assert table.model.columnCount() == LAND
    rows = pd.DataFrame(
        {
            "unit_code": [village_code(column, row) for row in range(4) for column in range(6)],
            "class_code": "0101",
            "constraints": ["ecological_redline"] + [""] * 23,
            "area_m2": 250_000.0,
        }
    )
    with open_database(table.desk.path) as db:
        db.save_result(db.plan().id, "land_area", rows, {})
    table.load()
    heading = table.model.headerData(LAND, Qt.Orientation.Horizontal)
    assert "km²" in heading and "edline" in heading
    assert (cell(table, "1-01", LAND), cell(table, "2-01", LAND)) == ("0.25", "0.00")


def test_the_keys_are_listed_beside_the_work(table: DrawingDock) -> None:
    QTest.mouseClick(table.bar.help, LEFT)
    box = table.findChild(QMessageBox, "drawingKeys")
    assert box is not None and not box.isModal()
    for letter in ("Ctrl+Shift+Z", "Esc", "1–9", "[  ]", "<b>N</b>"):
        assert letter in box.text()
    box.close()


def test_branching_is_asked_for(table: DrawingDock) -> None:
    asked = []
    table.branch_asked.connect(lambda: asked.append(True))
    key(table, Qt.Key.Key_B)
    command(table, "branch")
    assert asked == [True, True]
