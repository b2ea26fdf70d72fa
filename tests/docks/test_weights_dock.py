"""The dock of weights, driven by real mouse and keys: move, lock, undo, judge, keep, compare, save, export."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest
from docks_county import TOWNSHIPS, make_county, village_code
from docks_hands import click, part, wait
from qgis.core import QgsApplication, QgsProject
from qgis.PyQt.QtCore import QEvent, QPoint, QPointF, Qt
from qgis.PyQt.QtGui import QColor, QImage, QMouseEvent, QPainter
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QComboBox, QStyle, QStyleOptionSlider

from village_planner.database import open_database
from village_planner.database.values import long_values
from village_planner.docks.rank_colours import RAMP, step_of
from village_planner.docks.rank_table import CHANGE, NAME, RANK, SCORE
from village_planner.docks.weights_dock import BARS, WeightsDock
from village_planner.docks.weights_dock import SHIFT as SHIFTED
from village_planner.docks.workspace import Workspace

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
# Two groups; 龙潭镇 is best in the first and worst in the second.
FIGURES = {
    "A1": (100.0, 60.0, 40.0, 0.0),
    "A2": (10.0, 8.0, 2.0, 0.0),
    "A3": (5.0, 4.0, 1.0, 0.0),
    "B1": (0.1, 0.4, 0.9, 1.0),
    "B2": (60.0, 30.0, 20.0, 10.0),  # minutes: less is better
}


@pytest.fixture(scope="module")
def counted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small county with figures for townships and villages."""
    path = make_county(tmp_path_factory.mktemp("counted") / "梓潼 县.gpkg")
    villages = [village_code(column, row) for row in range(4) for column in range(6)]
    wide = {
        "township": pd.DataFrame(FIGURES, index=list(TOWNSHIPS)),
        "village": pd.DataFrame({"V1": range(24)}, index=villages),
    }
    with open_database(path) as db:
        db._connection.execute("DELETE FROM indicator_value")
        for level, table in wide.items():
            db.save_indicator_values(level, long_values(table))
    return path


@pytest.fixture
def county(counted: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(counted, tmp_path))


@pytest.fixture
def dock(workspace: Workspace) -> WeightsDock:
    planner = workspace.show_planner()
    planner.show_page("indicators")
    click(part(planner.pages["indicators"], "show_weights"))
    dock = workspace.docks.weights
    assert dock is not None and dock.isVisible()
    QApplication.processEvents()  # the window becomes the active one
    return dock


def names(dock: WeightsDock) -> list[str]:
    model = dock.model
    return [str(model.data(model.index(row, NAME))) for row in range(model.rowCount())]


def texts(dock: WeightsDock, column: int) -> list[str]:
    return [str(dock.model.data(dock.model.index(row, column))) for row in range(dock.model.rowCount())]


def painted(dock: WeightsDock, workspace: Workspace, place: int) -> str:
    """The colour of RAMP that the map shows in the middle of a unit, 15 % of the paper shining through."""
    canvas = workspace.iface.mapCanvas()
    image = QImage(canvas.size(), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    dock.map.paint(painter)
    painter.end()
    middle = dock.session.units.geometry.iloc[place].centroid  # type: ignore[union-attr]
    spot = canvas.getCoordinateTransform().transform(middle.x, middle.y)
    pixel = image.pixelColor(int(spot.x()), int(spot.y())).getRgb()[:3]

    def off(colour: str) -> float:
        return max(abs(a - (0.85 * b + 0.15 * 255)) for a, b in zip(pixel, QColor(colour).getRgb()[:3]))

    nearest = min(RAMP, key=off)
    assert off(nearest) < 4
    return nearest


def shown(dock: WeightsDock, key: str) -> float:
    """What the number beside a slider says, %."""
    return float(part(dock, "number_" + key.replace(":", "_")).value())


def drag(dock: WeightsDock, key: str, to: float) -> None:
    """Take a slider's handle and move it to a share of its length; beyond the ends it stops there."""
    slider = part(dock, "slider_" + key.replace(":", "_"))
    option = QStyleOptionSlider()
    slider.initStyleOption(option)
    style = slider.style()
    handle = style.subControlRect(QStyle.ComplexControl.CC_Slider, option, QStyle.SubControl.SC_SliderHandle, slider)
    groove = style.subControlRect(QStyle.ComplexControl.CC_Slider, option, QStyle.SubControl.SC_SliderGroove, slider)
    start = handle.center()
    end = QPoint(round(groove.left() + handle.width() / 2 + to * (groove.width() - handle.width())), start.y())
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    steps = [start + (end - start) * step / 5 for step in range(1, 6)]
    events = [(QEvent.Type.MouseButtonPress, start, left, left)]
    events += [(QEvent.Type.MouseMove, place, none, left) for place in steps]  # QTest.mouseMove holds no button down
    events.append((QEvent.Type.MouseButtonRelease, end, left, none))
    for kind, place, button, held in events:
        event = QMouseEvent(kind, QPointF(place), button, held, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(slider, event)


def type_number(dock: WeightsDock, key: str, text: str) -> None:
    number = part(dock, "number_" + key.replace(":", "_"))
    number.setFocus()
    number.selectAll()
    QTest.keyClicks(number, text)
    QTest.keyClick(number, Qt.Key.Key_Return)


def rest(dock: WeightsDock) -> None:
    """Wait until the hand pauses and the trials are known."""
    for _ in range(200):
        if dock.session.trials is not None:
            return
        QTest.qWait(20)
    raise AssertionError("no trials")


def test_opens_with_equal_weights_and_ranks(dock: WeightsDock) -> None:
    # By hand: columns scaled to 0..1, every indicator 1/5.
    scaled = np.array([np.array(column) / max(column) for column in FIGURES.values()])
    scaled[3] = (np.array(FIGURES["B1"]) - 0.1) / 0.9
    scaled[4] = (60 - np.array(FIGURES["B2"])) / 50
    score = dict(zip(("龙潭镇", "石桥镇", "青山乡", "白马乡"), scaled.mean(axis=0)))
    order = sorted(score, key=lambda name: -score[name])
    assert names(dock) == order and texts(dock, RANK) == ["1", "2", "3", "4"]
    assert texts(dock, SCORE) == [f"{score[name]:.4f}" for name in order]
    assert shown(dock, "group:productivity") == 60 and shown(dock, "A1") == pytest.approx(33.3)
    assert part(dock, "total_A1").text() == "20.00"
    assert "τ" in part(dock, "figure").text()


def test_a_drag_scales_the_others_and_is_one_step(dock: WeightsDock) -> None:
    drag(dock, "group:productivity", 1.2)
    assert shown(dock, "group:productivity") == 100 and shown(dock, "group:infrastructure") == 0
    assert names(dock)[0] == "龙潭镇" and texts(dock, SCORE)[0] == "1.0000"
    assert dock.session.stack.count() == 1
    drag(dock, "A1", -0.2)
    assert shown(dock, "A1") == 0 and shown(dock, "A2") == 50 and part(dock, "total_A2").text() == "50.00"
    click(part(dock, "undo"))
    assert shown(dock, "A1") == pytest.approx(33.3)
    dock.table.setFocus()
    QTest.keyClick(dock.table, Qt.Key.Key_Z, CONTROL)
    assert shown(dock, "group:productivity") == 60
    QTest.keyClick(dock.table, Qt.Key.Key_Z, CONTROL | SHIFT)
    assert shown(dock, "group:productivity") == 100
    click(part(dock, "redo"))
    assert shown(dock, "A1") == 0
    assert not part(dock, "redo").isEnabled()


def test_locked_weights_stay(dock: WeightsDock) -> None:
    click(part(dock, "lock_A2"))
    assert not part(dock, "slider_A2").isEnabled()
    type_number(dock, "A1", "50")
    assert shown(dock, "A2") == pytest.approx(33.3) and shown(dock, "A3") == pytest.approx(16.7)
    type_number(dock, "A1", "90")  # more than the locked one leaves
    assert shown(dock, "A1") == pytest.approx(66.7) and shown(dock, "A3") == 0
    assert sum(dock.session.weighting.weights().values()) == pytest.approx(1)  # type: ignore[union-attr]
    QTest.keyClick(part(dock, "number_A1"), Qt.Key.Key_Z, CONTROL)  # takes back the weight, not the typing
    assert shown(dock, "A1") == 50 and shown(dock, "A3") == pytest.approx(16.7)


def test_keys_move_a_slider(dock: WeightsDock) -> None:
    slider = part(dock, "slider_B1")
    slider.setFocus()
    QTest.keyClick(slider, Qt.Key.Key_PageUp)
    assert shown(dock, "B1") == 55 and shown(dock, "B2") == 45
    rest(dock)
    assert dock.session.stack.count() == 1


def test_weights_from_the_data_and_kept_ones(dock: WeightsDock, county: Path) -> None:
    choose(dock.reset, "entropy")
    entropy = dict(dock.session.weighting.weights())  # type: ignore[union-attr]
    assert len(set(entropy.values())) == 4  # A2 and A3 vary alike
    name = part(dock, "weightingName")
    name.setText("会商稿")
    QTest.keyClick(name, Qt.Key.Key_Return)
    assert "会商稿" in part(dock, "message").text()
    choose(dock.reset, "equal")
    assert shown(dock, "group:productivity") == 60
    choose(dock.reset, "kept:会商稿")
    assert dock.session.weighting.weights() == pytest.approx(entropy)  # type: ignore[union-attr]
    with open_database(county) as db:
        assert "会商稿" in str(db.setting("weightings.1.township"))
    dock.load()  # as after another program's change
    assert "会商稿" in dock.session.names
    assert part(dock, "weightingName").text() == "会商稿"
    click(part(dock, "forget"))
    assert not dock.session.names and dock.reset.findData("kept:会商稿") < 0
    QTest.keyClick(name, Qt.Key.Key_Return)
    assert "no name" in part(dock, "message").text()


def choose(combo: QComboBox, key: str) -> None:
    """Pick an entry with the keyboard, as the list would."""
    combo.setCurrentIndex(combo.findData(key))
    combo.activated.emit(combo.currentIndex())


def test_reasons_map_and_zoom(dock: WeightsDock, workspace: Workspace) -> None:
    canvas = workspace.iface.mapCanvas()
    row = names(dock).index("白马乡")
    QTest.mouseClick(
        dock.table.viewport(),
        Qt.MouseButton.LeftButton,
        pos=dock.table.visualRect(dock.model.index(row, NAME)).center(),
    )
    middle = canvas.extent().center()
    assert (round(middle.x()), round(middle.y())) == (35_504_500, 3_403_000)
    heading = part(dock, "reasonsHeading").text()
    assert heading.startswith("白马乡: rank") and part(dock, "reasons").rowCount() == 5
    gives = [float(part(dock, "reasons").item(i, 4).text()) for i in range(5)]
    assert sum(gives) == pytest.approx(float(texts(dock, SCORE)[row]), abs=3e-4) and gives == sorted(gives)[::-1]
    # 白马乡 gets all its points from roads; leaving one out costs it most.
    drag(dock, "group:infrastructure", 1.2)
    assert names(dock)[0] == "白马乡"
    place = dock.session.board.units.index(TOWNSHIPS[3])  # type: ignore[union-attr]
    assert dock.map.isVisible() and painted(dock, workspace, place) == RAMP[-1]
    rest(dock)
    assert "rank 1" in part(dock, "reasonsHeading").text()
    assert names(dock)[dock.table.currentIndex().row()] == "白马乡"  # who is in hand stays so
    assert workspace.iface.mapCanvas().scene().items().count(dock.map) == 1
    dock.hide()
    assert not dock.map.isVisible() and not QgsProject.instance().mapLayers()


def test_the_map_paints_scores(dock: WeightsDock, workspace: Workspace) -> None:
    scores = dock.session.ranked.scores  # type: ignore[union-attr]
    wanted = [RAMP[step_of(float(score), float(scores.min()), float(scores.max()))] for score in scores]
    assert [painted(dock, workspace, place) for place in range(len(scores))] == wanted
    assert len(set(wanted)) > 1


def test_firmness_comes_when_the_hand_pauses(dock: WeightsDock) -> None:
    rest(dock)
    assert dock.session.trials["runs"].iloc[0] > 1000  # type: ignore[index]
    assert texts(dock, 5)[0] == "100"  # four townships, the top is eight
    drag(dock, "group:productivity", 0.1)
    assert texts(dock, 5)[0] == "…"
    rest(dock)


def test_sorting_and_searching(dock: WeightsDock) -> None:
    header = dock.table.horizontalHeader()
    spot = QPoint(header.sectionViewportPosition(NAME) + 10, header.height() // 2)
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert names(dock) == sorted(names(dock))
    search = part(dock, "villagePlannerSearch")
    search.setText("青山")
    QTest.keyClick(search, Qt.Key.Key_Return)
    assert names(dock)[dock.table.currentIndex().row()] == "青山乡"
    QTest.keyClicks(search, "x")
    QTest.keyClick(search, Qt.Key.Key_Return)
    assert "No unit" in part(dock, "message").text()


def test_villages(dock: WeightsDock) -> None:
    dock.level.setFocus()
    QTest.keyClick(dock.level, Qt.Key.Key_Down)
    assert dock.session.level == "village" and dock.model.rowCount() == 24
    assert names(dock)[0] == "53村 · 白马乡" and dock.session.stack.count() == 0
    drag(dock, "V1", 0.5)  # the only one: nothing can give way
    assert shown(dock, "V1") == 100
    QTest.keyClick(dock.level, Qt.Key.Key_Up)
    assert dock.model.rowCount() == 4


def test_without_figures_it_says_so(dock: WeightsDock, county: Path) -> None:
    with open_database(county) as db:
        db._connection.execute("DELETE FROM indicator_value WHERE level = 'village'")
    dock.level.setCurrentIndex(1)
    assert "no values of indicators" in part(dock, "message").text()
    assert dock.model.rowCount() == 0 and not part(dock, "save").isEnabled()
    dock.level.setCurrentIndex(0)
    assert dock.model.rowCount() == 4 and part(dock, "save").isEnabled()


# ---- saving
def test_saving_runs_the_toolbox_chain(dock: WeightsDock, workspace: Workspace, county: Path) -> None:
    type_number(dock, "group:productivity", "90")
    wanted = dict(dock.session.weighting.weights())  # type: ignore[union-attr]
    ranks = dict(zip(names(dock), texts(dock, RANK)))
    click(part(dock, "command"))
    commands = QgsApplication.clipboard().text()
    assert "scoreindicators" in commands and "--WEIGHTING=own" in commands and "OWN_WEIGHTS=A1=0.3" in commands
    assert commands.count("saveresult") == 3
    click(part(dock, "save"))
    assert not part(dock, "save").isEnabled()
    wait(workspace)
    planner = workspace.planner
    assert planner is not None and part(planner, "notice").text().startswith("Done"), part(planner, "notice").text()
    with open_database(county) as db:
        weights = db.result(1, "weight", "township").table  # type: ignore[union-attr]
        units = db.units(1, "township")
        assert db.result(1, "stability", "township") is not None
    assert dict(zip(weights["indicator"], weights["weight"])) == pytest.approx(wanted)
    assert {name: str(rank) for name, rank in zip(units["name"], units["rank"])} == ranks
    assert dock.session.plan_weighting is not None and dock.session.stack.canUndo()
    assert set(texts(dock, CHANGE)) == {"–"}
    drag(dock, "group:infrastructure", 1.2)
    assert texts(dock, CHANGE)[0] == "▲ 3" and texts(dock, CHANGE)[-1] == "▼ 3"
    choose(dock.reset, "plan")
    assert shown(dock, "group:productivity") == 90


# ---- judgements
def judge(dock: WeightsDock, row: int, column: int, text: str) -> None:
    """Double-click a cell of the matrix, type, Enter."""
    table = part(dock, "matrix")
    spot = table.visualItemRect(table.item(row, column)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    QTest.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    (editor,) = (combo for combo in table.viewport().findChildren(QComboBox) if combo.isVisible())
    editor.lineEdit().selectAll()
    QTest.keyClicks(editor.lineEdit(), text)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QApplication.processEvents()


def cell(dock: WeightsDock, row: int, column: int) -> str:
    return str(part(dock, "matrix").item(row, column).text())


@pytest.fixture
def matrix(dock: WeightsDock) -> WeightsDock:
    """The editor in front, comparing the indicators A1, A2, A3."""
    dock.left.setCurrentIndex(1)
    dock.judgements.comparison.setCurrentIndex(1)
    return dock


def test_judging(matrix: WeightsDock, county: Path) -> None:
    dock = matrix
    assert part(dock, "verdict").text() == "Judgements missing: 3."
    judge(dock, 0, 1, "3")
    assert cell(dock, 1, 0) == "1/3" and part(dock, "verdict").text() == "Judgements missing: 2."
    judge(dock, 0, 2, "1/5")
    assert cell(dock, 0, 2) == "1/5" and cell(dock, 2, 0) == "5"
    judge(dock, 1, 2, "12")
    assert "no judgement" in part(dock, "message").text() and cell(dock, 1, 2) == ""
    judge(dock, 1, 2, "4")
    # A1 > A2 > A3 > A1: nothing fits; eigenvalue by numpy.
    values = np.array([[1, 3, 1 / 5], [1 / 3, 1, 4], [5, 1 / 4, 1]])
    ratio = (max(np.linalg.eigvals(values).real) - 3) / 2 / 0.58
    assert f"Consistency ratio {ratio:.3f}: contradictory" in part(dock, "verdict").text()
    take = part(dock, "takeSuggestion")
    assert take.isVisible()
    click(part(dock, "useJudgements"))
    assert "not compared yet" in part(dock, "message").text()
    click(take)
    assert "consistent." in part(dock, "verdict").text() and not take.isVisible()
    with open_database(county) as db:
        assert db.experts("township") == ["Expert 1"] and len(db.judgements("township")) == 3
    QTest.keyClick(part(dock, "matrix"), Qt.Key.Key_Z, CONTROL)
    assert "contradictory" in part(dock, "verdict").text()
    QTest.keyClick(part(dock, "matrix"), Qt.Key.Key_Z, CONTROL | SHIFT)
    # The other comparisons, then the weights.
    dock.judgements.comparison.setCurrentIndex(0)
    judge(dock, 0, 1, "2")
    dock.judgements.comparison.setCurrentIndex(2)
    judge(dock, 0, 1, "1/4")
    click(part(dock, "useJudgements"))
    assert "Weighed by" in part(dock, "message").text()
    dock.left.setCurrentIndex(0)
    assert shown(dock, "group:productivity") == pytest.approx(66.7) and shown(dock, "B1") == 20
    assert "CR" in part(dock, "figure").text()


def test_experts(matrix: WeightsDock, county: Path) -> None:
    dock = matrix
    dock.judgements.comparison.setCurrentIndex(2)
    judge(dock, 0, 1, "2")
    click(part(dock, "addExpert"))
    name = part(dock, "expertName")
    name.setText("李工")
    QTest.keyClick(name, Qt.Key.Key_Return)
    assert dock.judgements.who == "李工" and cell(dock, 0, 1) == ""
    judge(dock, 0, 1, "8")
    click(part(dock, "addExpert"))
    name.setText("李工")
    QTest.keyClick(name, Qt.Key.Key_Return)
    assert "nobody else has" in part(dock, "message").text()
    dock.judgements.expert.setCurrentIndex(dock.judgements.expert.count() - 1)
    assert cell(dock, 0, 1) == "4"  # the geometric mean of 2 and 8
    table = part(dock, "matrix")
    assert not table.item(0, 1).flags() & Qt.ItemFlag.ItemIsEditable
    dock.judgements.expert.setCurrentIndex(0)
    click(part(dock, "renameExpert"))
    name.selectAll()
    name.setText("王工")
    QTest.keyClick(name, Qt.Key.Key_Return)
    with open_database(county) as db:
        assert set(db.experts("township")) == {"王工", "李工"}
    click(part(dock, "removeExpert"))
    with open_database(county) as db:
        assert db.experts("township") == ["李工"]
    dock.session.undo()
    with open_database(county) as db:
        assert set(db.experts("township")) == {"王工", "李工"}


def test_matrices_go_out_and_come_back(matrix: WeightsDock, tmp_path: Path, county: Path) -> None:
    dock = matrix
    judge(dock, 0, 1, "3")
    target = tmp_path / "判断.xlsx"
    dock.save_judgements(target)
    book = openpyxl.load_workbook(target)
    assert len(book.sheetnames) == 3
    sheet = book[book.sheetnames[1]]
    assert sheet["C5"].value == "3" and sheet["A5"].value == "A1 地区生产总值" and sheet["B2"].value == "Expert 1"
    sheet["D5"], sheet["D6"], sheet["B2"] = "1/2", 0.25, "外地专家"
    book.save(target)
    dock.bring_judgements(target)
    assert "3 judgements of" in part(dock, "message").text() and "外地专家" in part(dock, "message").text()
    dock.judgements.expert.setCurrentIndex(dock.judgements.expert.findData("外地专家"))
    assert [cell(dock, 0, 1), cell(dock, 0, 2), cell(dock, 1, 2)] == ["3", "1/2", "1/4"]
    sheet["D6"] = "很重要"
    book.save(target)
    dock.bring_judgements(target)
    assert "cell D6" in part(dock, "message").text() and "很重要" in part(dock, "message").text()


# ---- charts and files
def test_charts_and_pictures(dock: WeightsDock, tmp_path: Path) -> None:
    dock.right.setCurrentIndex(SHIFTED)
    choose(dock.first, "equal")
    drag(dock, "group:infrastructure", 1.2)
    rest(dock)
    changes = {shift.name: shift.change for shift in dock.shift.shifts}
    assert changes["白马乡"] > 0 > changes["龙潭镇"] and sum(changes.values()) == 0
    dock.save_png(dock.shift, tmp_path / "位次.png")
    dock.right.setCurrentIndex(BARS)
    assert [bar.name for bar in dock.bars.bars] == names(dock)
    dock.save_png(dock.bars, tmp_path / "得分.png")
    for name, chart in (("位次", dock.shift), ("得分", dock.bars)):
        image = QImage(str(tmp_path / f"{name}.png"))
        assert image.width() == 1800 and image.height() == 2 * chart.needed(900)
        colours = {image.pixel(x, y) for x in range(0, image.width(), 7) for y in range(0, image.height(), 7)}
        assert len(colours) > 3
    assert [path.name for path in tmp_path.glob("*partial*")] == []


def test_the_workbook(dock: WeightsDock, tmp_path: Path) -> None:
    choose(dock.first, "equal")
    type_number(dock, "group:infrastructure", "80")
    rest(dock)
    target = tmp_path / "评分.xlsx"
    dock.save_book(target)
    book = openpyxl.load_workbook(target)
    assert book.sheetnames == ["图表", "评分排序", "指标权重", "稳健性", "位次变化"]
    assert len(book["图表"]._charts) == 2
    cells = [[cell.value for cell in row] for row in book["评分排序"].iter_rows()]
    listed = [row[1] for row in cells if isinstance(row[0], int)]
    assert listed == names(dock)
    weights = [[cell.value for cell in row] for row in book["指标权重"].iter_rows()]
    assert any(row[1] == "B1" and row[5] == 40 for row in weights)
    before = target.read_bytes()
    target.chmod(0o644)
    dock.save_book(target)
    assert target.read_bytes() == before  # the same figures give the same bytes


def test_unloading_leaves_nothing(dock: WeightsDock, workspace: Workspace) -> None:
    scene = workspace.iface.mapCanvas().scene()
    drawn = dock.map
    workspace.close()
    assert drawn not in scene.items()


def test_another_plan_takes_the_place(dock: WeightsDock, workspace: Workspace) -> None:
    type_number(dock, "group:productivity", "90")
    workspace.desk.new_plan("乙案")
    assert shown(dock, "group:productivity") == 60 and not dock.session.stack.canUndo()
