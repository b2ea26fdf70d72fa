"""The dock of opinions, driven by real clicks and keys: enter, decide, draw a point, filter, undo, import."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from docks_county import TOWNSHIPS, village_code
from docks_hands import LEFT, click, click_row, column, part, wait
from qgis.core import QgsPointXY
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication

from village_planner.core.opinions.opinions import Opinion
from village_planner.database import open_database
from village_planner.docks.review.opinions_dock import OpinionsDock
from village_planner.docks.review.opinions_table import DECISION, NUMBER, PLACE, STATE, TEXT
from village_planner.docks.workspace import Workspace

OPINIONS = (
    Opinion("修桥", "交通局", "department", round=1, topic="transport", due="2020-01-01"),
    Opinion("供水不足", "石桥镇", "township", subject="unit", level="township", unit_code=TOWNSHIPS[1], topic="water"),
    Opinion("划入 1 片区", "村民", subject="district", level="township", district_code="1", topic="boundary"),
)


@pytest.fixture
def county(county: Path) -> Path:
    with open_database(county) as db:
        for opinion in OPINIONS:
            db.add_opinion(db.plan().id, opinion)
    return county


@pytest.fixture
def dock(workspace: Workspace) -> OpinionsDock:
    planner = workspace.show_planner()
    planner.show_page("review")
    click(part(planner.pages["review"], "show_opinions"))
    wait(workspace)
    assert workspace.docks.opinions is not None
    workspace.docks.opinions.resize(1300, 330)
    return workspace.docks.opinions


def kept(county: Path) -> tuple[Opinion, ...]:
    with open_database(county, read_only=True) as db:
        return db.opinions(db.plan().id)


def choose(combo: Any, value: Any) -> None:
    """As a user: open the list with the keyboard and take the entry."""
    combo.setFocus()
    place = combo.findData(value)
    assert place >= 0, value
    combo.setCurrentIndex(place)
    combo.activated.emit(place)


def write(edit: Any, text: str) -> None:
    edit.setFocus()
    edit.selectAll()
    QTest.keyClicks(edit, text)


def test_answer_and_decide_then_undo(dock: OpinionsDock, county: Path) -> None:
    assert column(dock, NUMBER) == ["1", "2", "3"]
    click_row(dock, 0)
    assert column(dock, STATE)[0] in ("Overdue", "逾期") and dock.message.text()
    choose(dock.form.decision, "not")
    click(part(dock, "save"))
    assert kept(county)[0].decision == ""  # a reason is needed
    assert "reason" in dock.message.text() or "理由" in dock.message.text()
    write(dock.form.reason, "yi lie ru")
    write(dock.form.reply, "bu cai na")
    QTest.keyClick(dock.form.reply, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    done = kept(county)[0]
    assert (done.decision, done.reason, done.reply) == ("not", "yi lie ru", "bu cai na")
    assert column(dock, NUMBER) == ["2", "3"]  # done: the filter shows what waits
    click(part(dock, "undo"))
    assert kept(county)[0].decision == "" and column(dock, NUMBER) == ["1", "2", "3"]
    click(part(dock, "redo"))
    assert kept(county)[0].decision == "not"


def test_what_is_typed_is_kept_when_another_row_is_taken(dock: OpinionsDock, county: Path) -> None:
    click_row(dock, 1)
    write(dock.form.responsible, "shui li ju")
    click_row(dock, 2)
    assert kept(county)[1].responsible == "shui li ju" and dock.form.opinion.number == 3
    choose(dock.form.decision, "partly")
    click_row(dock, 0)  # refused: no reason yet; the row and what was typed stay
    assert dock.form.opinion.number == 3 and dock.form.dirty
    QTest.qWait(20)
    assert [index.row() for index in dock.table.selectionModel().selectedRows()] == [2]
    write(dock.form.due, "mei you")
    click(part(dock, "save"))
    assert "mei you" in dock.message.text()


def test_enter_one_with_a_point_on_the_map(dock: OpinionsDock, county: Path, window_and_iface: Any) -> None:
    canvas = window_and_iface[1].mapCanvas()
    click(part(dock, "new"))
    QTest.keyClicks(dock.form.text, "chang zhen qiao")
    write(dock.form.source, "Zhang San")
    click(part(dock, "point"))
    assert canvas.mapTool() is dock.tool
    pixel = canvas.getCoordinateTransform().transform(QgsPointXY(35502500, 3401500)).toQPointF().toPoint()
    QTest.mouseClick(canvas.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, pixel)
    assert canvas.mapTool() is not dock.tool
    click(part(dock, "save"))
    new = kept(county)[-1]
    assert (new.number, new.source, new.subject, new.unit_code) == (4, "Zhang San", "point", village_code(2, 1))
    assert new.point is not None and abs(new.point[0] - 35502500) < 20
    assert dock.form.opinion.number == 4 and set(dock.marks.pixels()) == {4}
    canvas.grab()  # the flag is painted
    click(part(dock, "undo"))
    assert kept(county)[-1].withdrawn and not dock.marks.pixels()


def test_escape_gives_up_the_point(dock: OpinionsDock, window_and_iface: Any) -> None:
    canvas = window_and_iface[1].mapCanvas()
    click_row(dock, 0)
    click(part(dock, "point"))
    canvas.setFocus()
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert canvas.mapTool() is not dock.tool and not part(dock, "point").isChecked()


def test_filters_search_and_sort(dock: OpinionsDock) -> None:
    dock.search.setText("片区 划入")
    assert column(dock, NUMBER) == ["3"]
    dock.search.clear()
    dock.topic_filter.setCurrentIndex(dock.topic_filter.findData("water"))
    assert column(dock, TEXT) == ["供水不足"]
    dock.topic_filter.setCurrentIndex(0)
    header = dock.table.horizontalHeader()
    place = header.sectionViewportPosition(TEXT) + 8
    QTest.mouseClick(
        header.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, header.rect().center().__class__(place, 5)
    )
    assert column(dock, TEXT) == sorted(column(dock, TEXT))
    dock.township_filter.setCurrentIndex(dock.township_filter.findData(TOWNSHIPS[1]))
    assert column(dock, NUMBER) == ["2"]


def test_withdraw_and_bring_back(dock: OpinionsDock, county: Path) -> None:
    click_row(dock, 2)
    click(part(dock, "withdraw"))
    assert kept(county)[2].withdrawn and column(dock, NUMBER) == ["1", "2"]
    choose(dock.state_filter, "withdrawn")
    click_row(dock, 0)
    click(part(dock, "withdraw"))
    assert not kept(county)[2].withdrawn


def test_going_there(dock: OpinionsDock, window_and_iface: Any) -> None:
    canvas = window_and_iface[1].mapCanvas()
    click_row(dock, 1)
    east = canvas.extent().center().x()
    click_row(dock, 2)
    assert canvas.extent().center().x() < east  # township 2 lies in the east, district 1 in the west
    QTest.keyClick(dock.table, Qt.Key.Key_N)
    assert dock.form.opinion.number == 1


def test_a_code_of_both_levels_stands_for_two_districts(
    dock: OpinionsDock, workspace: Workspace, county: Path, window_and_iface: Any
) -> None:
    with open_database(county) as db:
        plan = db.plan().id
        drawn = db.assignment(plan, "village").replace({"1-01": "1"})
        db.save_assignment(plan, "village", drawn)
        db.update_district(plan, "township", "1", name="西部片区")
        db.update_district(plan, "village", "1", name="桥东片区")
    workspace.desk.refresh()
    dock.load()
    about = dock.form.about
    labels = [about.itemText(row) for row in range(about.count())]
    west = next(label for label in labels if "西部片区" in label)
    bridge = next(label for label in labels if "桥东片区" in label)
    click_row(dock, 2)  # on township district 1
    assert "西部片区" in column(dock, PLACE)[2] and about.currentText() == west
    canvas = window_and_iface[1].mapCanvas()
    north = canvas.extent().center().y()
    about.setEditText(bridge)
    click(part(dock, "save"))
    assert (kept(county)[2].level, kept(county)[2].district_code) == ("village", "1")
    assert "桥东片区" in column(dock, PLACE)[2] and about.currentText() == bridge
    click_row(dock, 0)
    click_row(dock, 2)
    assert canvas.extent().center().y() < north  # the village district is the southern half of the township district


def workbook(path: Path, rows: list[list[Any]]) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def settle(dialog: Any) -> None:
    for _ in range(200):
        QTest.qWait(20)
        if not dialog.session.background.busy():
            return
    raise AssertionError("still reading")


def test_import_with_a_preview_of_bad_rows(
    dock: OpinionsDock, workspace: Workspace, county: Path, tmp_path: Path
) -> None:
    rows = [
        ["部门", "村", "意见", "采纳情况"],
        ["水利局", "00村", "修堰", None],
        ["水利局", "无此村", "修渠", "不采纳"],
    ]
    click(part(dock, "import"))
    dialog = workspace.dialogs.forms["opinions"]
    dialog.file.setFilePath(str(workbook(tmp_path / "意见.xlsx", rows)))
    settle(dialog)
    assert [dialog.faults.item(row, 1).text() for row in range(dialog.faults.rowCount())] == ["B3", "D3"]
    click(part(dialog, "command"))
    assert "importopinions" in QApplication.clipboard().text()
    click(part(dialog, "import"))
    assert [opinion.text for opinion in kept(county)][3:] == ["修堰"]
    assert column(dock, NUMBER) == ["1", "2", "3", "4"]
    assert column(dock, DECISION)[0]


def test_what_comes_in_while_a_round_is_open_is_given_in_it(
    dock: OpinionsDock, workspace: Workspace, county: Path, tmp_path: Path
) -> None:
    with open_database(county) as db:
        db.open_round(db.plan().id, 1)
    workspace.desk.refresh()
    dock.load()
    click(part(dock, "new"))
    assert dock.form.round.currentData() == 1
    write(dock.form.text, "xiu lu")
    click(part(dock, "save"))
    click(part(dock, "import"))
    dialog = workspace.dialogs.forms["opinions"]
    assert dialog.round.value() == 1
    rows = [["部门", "意见"], ["水利局", "修堰"]]
    dialog.file.setFilePath(str(workbook(tmp_path / "意见.xlsx", rows)))
    settle(dialog)
    click(part(dialog, "import"))
    assert [(one.text, one.round) for one in kept(county)[3:]] == [("xiu lu", 1), ("修堰", 1)]


def test_questionnaires_are_coded_and_counted(workspace: Workspace, county: Path, tmp_path: Path) -> None:
    rows = [["问卷编号", "村", "最希望改善什么", "电话"], ["1", "00村", "交通", "138"], ["2", "没有村", "养老", "139"]]
    workspace.dialogs.import_questionnaires()
    dialog = workspace.dialogs.forms["questionnaires"]
    dialog.file.setFilePath(str(workbook(tmp_path / "问卷.xlsx", rows)))
    settle(dialog)
    assert dialog.faults.rowCount() == 1 and dialog.columns.rowCount() == 2
    choose(dialog.columns.cellWidget(0, 2), "governance")
    settle(dialog)
    click(part(dialog, "import"))
    with open_database(county, read_only=True) as db:
        assert db.answers()["topic"].tolist() == ["governance"]
    assert dialog.session.mapping_file.is_file()
    table = dialog.counts
    assert table.item(0, 1).text() == "1" and table.item(table.rowCount() - 1, 1).text() == "1"
