"""The dock of the settlement hierarchy, driven by real clicks and keys on a real canvas."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from docks_county import TOWNSHIPS, village_code
from docks_hands import click, part
from qgis.core import QgsPointXY
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtGui import QImage, QInputMethodEvent, QPainter
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication

from village_planner.database import open_database
from village_planner.docks.hierarchy_dock import HierarchyDock
from village_planner.docks.hierarchy_model import NAME, PEOPLE, ROLE, TYPE, VILLAGES
from village_planner.docks.workspace import Workspace

TOWN, OTHER = TOWNSHIPS[0], TOWNSHIPS[1]
CENTRAL = [village_code(1, 0), village_code(1, 2), village_code(4, 0), village_code(4, 2)]  # one per village district


@pytest.fixture
def county(county: Path) -> Path:
    """Central towns in both districts, a sub-central one in the west, a central village in each village district."""
    with open_database(county) as db:
        plan = db.plan().id
        towns = pd.DataFrame(
            {
                "unit_code": [TOWN, OTHER, TOWNSHIPS[2]],
                "role": ["central_town", "central_town", "sub_central_town"],
                "reason": ["得分第一", "得分第二", "辐射不足"],
            }
        )
        db.save_centres(plan, "township", towns)
        villages = pd.DataFrame({"unit_code": CENTRAL, "role": "central_village", "reason": "人口最多"})
        db.save_centres(plan, "village", villages)
        types = pd.DataFrame(
            {
                "unit_code": [village_code(0, 0), CENTRAL[0]],
                "type": ["improve", "clustering"],
                "rule": ["", "central_village"],
                "reason": ["", "中心村"],
                "layout": ["retained", "central"],
            }
        )
        db.save_village_types(plan, types)
    return county


def read(dock: HierarchyDock) -> None:
    for _ in range(200):
        if not dock.session.background.busy():
            return
        QTest.qWait(20)
    raise AssertionError("still reading")


@pytest.fixture
def dock(workspace: Workspace) -> HierarchyDock:
    workspace.show_planner().show_page("indicators")
    click(part(workspace.planner, "show_hierarchy"))
    dock = workspace.docks.hierarchy
    assert dock is not None and dock.isVisible()
    read(dock)
    assert dock.session.plan is not None, dock.message.text()
    return dock


def text(dock: HierarchyDock, code: str, column: int) -> str:
    index = dock.model.index_of(code)
    return str(dock.model.data(index.sibling(index.row(), column)) or "")


def below(dock: HierarchyDock, code: str) -> list[str]:
    index = dock.model.index_of(code)
    return [dock.model.code(dock.model.index(row, 0, index)) for row in range(dock.model.rowCount(index))]


def click_node(dock: HierarchyDock, code: str) -> None:
    index = dock.model.index_of(code)
    dock.tree.scrollTo(index)
    QTest.mouseClick(dock.tree.viewport(), Qt.MouseButton.LeftButton, pos=dock.tree.visualRect(index).center())


def pixel(dock: HierarchyDock, column: float, row: float) -> QPoint:
    point = QgsPointXY(35500000 + (column + 0.5) * 1000, 3400000 + (row + 0.5) * 1000)
    return dock._canvas.getCoordinateTransform().transform(point).toQPointF().toPoint()


def write(widget: Any, words: str) -> None:
    event = QInputMethodEvent()
    event.setCommitString(words)
    QApplication.sendEvent(widget, event)


def test_the_tree_holds_every_village_once(dock: HierarchyDock) -> None:
    seat = dock.model.code(dock.model.index(0, 0))
    assert seat == "510700" and text(dock, seat, NAME) == "◎ 梓潼县"
    assert below(dock, seat) == [TOWN, OTHER, TOWNSHIPS[2]]
    assert text(dock, TOWN, ROLE) == "central town" and text(dock, TOWNSHIPS[2], NAME).startswith("▲")
    # 1-01 lies in the central town's own township, 1-02 in that of the sub-central town.
    assert below(dock, TOWN) == [CENTRAL[0]] and below(dock, TOWNSHIPS[2]) == [CENTRAL[1]]
    assert below(dock, OTHER) == [CENTRAL[2], CENTRAL[3]]
    leaves = [leaf for central in CENTRAL for leaf in below(dock, central)]
    assert len(leaves) == 20 and len(set(leaves)) == 20
    assert text(dock, CENTRAL[0], VILLAGES) == "6" and text(dock, seat, VILLAGES) == "24"
    assert text(dock, village_code(3, 1), PEOPLE) == "1,031"
    assert dock.counts.text().endswith("central village 4 – ordinary village 20")


def test_a_node_says_why(dock: HierarchyDock) -> None:
    click_node(dock, CENTRAL[0])
    why = part(dock, "why").text()
    assert "in the township of 龙潭镇" in why and "Chosen: 人口最多" in why
    assert "Type: Clustering, by the rule “central village”" in why
    figures = part(dock, "figures")
    shown = {figures.item(row, 0).text(): figures.item(row, 1).text() for row in range(figures.rowCount())}
    assert shown["People"] == "1,010" and shown["Villages below, itself counted"] == "6"
    click_node(dock, TOWN)
    assert "Chosen: 得分第一" in part(dock, "why").text() and not part(dock, "decide").isEnabled()
    figures = {part(dock, "figures").item(row, 0).text() for row in range(part(dock, "figures").rowCount())}
    assert "Gross domestic product (10,000 yuan)" in figures


def test_tree_and_map_follow_each_other(dock: HierarchyDock) -> None:
    viewport = dock._canvas.viewport()
    dock.fold()
    assert dock._canvas.mapTool() is dock.tool
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=pixel(dock, 5.3, 3.3))
    assert dock.model.code(dock.tree.currentIndex()) == village_code(5, 3)
    assert dock.marks._picked == village_code(5, 3)
    place = dock.marks.pixels()[TOWN].toPoint()
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=place)  # the star wins over the village under it
    assert dock.model.code(dock.tree.currentIndex()) == TOWN
    click_node(dock, OTHER)
    assert dock.marks._picked == OTHER
    image = QImage(dock._canvas.size(), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    dock._canvas.render(painter)
    painter.end()
    spot = dock.marks.pixels()[OTHER].toPoint()
    colour = image.pixelColor(spot)
    assert colour.red() > 150 and colour.green() < 110  # the star in hand is red
    dock.close()
    assert dock.marks.pixels() == {} and dock._canvas.mapTool() is not dock.tool


def test_search_steps_through_what_it_finds(dock: HierarchyDock) -> None:
    write(dock.search, "0村")
    dock._find("0村")  # an input method's text comes without textEdited
    first = dock.model.code(dock.tree.currentIndex())
    assert "6 found" in dock.message.text()
    QTest.keyClick(dock.search, Qt.Key.Key_Return)
    assert dock.model.code(dock.tree.currentIndex()) != first
    QTest.keyClick(dock.search, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(dock.search, "nowhere")
    assert "nowhere" in dock.message.text()


def test_a_type_is_decided_for_a_reason_and_undone(dock: HierarchyDock, county: Path) -> None:
    code = village_code(0, 0)
    click_node(dock, CENTRAL[0])
    dock.tree.expandAll()
    click_node(dock, code)
    combo = part(dock, "type")
    combo.setCurrentIndex(combo.findData("heritage"))
    click(part(dock, "decide"))
    assert "Say why the type is changed" in dock.message.text()
    write(part(dock, "reason"), "有古建筑")
    QTest.keyClick(part(dock, "reason"), Qt.Key.Key_Return)
    read(dock)
    assert text(dock, code, TYPE) == "Heritage and character *"
    assert dock.model.code(dock.tree.currentIndex()) == code and "Saved" in dock.message.text()
    assert "decided by a person: 有古建筑" in part(dock, "why").text()
    with open_database(county, read_only=True) as db:
        row = db.village_types(db.plan().id).loc[code]
        assert (row["type"], row["reason"], row["decided_by_user"]) == ("heritage", "有古建筑", True)
        assert row["layout"] == "retained"
    dock.session.undo()
    read(dock)
    assert text(dock, code, TYPE) == "To be improved"
    dock.session.redo()
    read(dock)
    click(part(dock, "withdraw"))
    read(dock)
    assert text(dock, code, TYPE) == "Heritage and character" and not part(dock, "withdraw").isEnabled()


def test_two_quick_decisions_are_undone_one_by_one(dock: HierarchyDock, county: Path) -> None:
    code, session = village_code(2, 0), dock.session
    assert session.type_row(code) is None

    def kept() -> Any:
        with open_database(county, read_only=True) as db:
            types = db.village_types(db.plan().id)["type"]
        return types.get(code)

    session.load()  # still reading when the first is decided
    assert session.decide(code, "suburban", "近县城") and session.decide(code, "clustering", "人口多")
    assert kept() == "clustering"
    session.undo()
    assert kept() == "suburban"
    read(dock)
    assert (session.type_row(code) or {})["type"] == "suburban"
    session.redo()
    session.undo()
    session.undo()
    assert kept() is None and session.type_row(code) is None


def test_a_decision_does_not_build_the_roads_anew(dock: HierarchyDock) -> None:
    code, session = village_code(0, 0), dock.session
    assert session.plan is not None
    tree, layout = session.plan.tree, session.plan.layout
    assert session.decide(code, "relocate", "滑坡")
    assert not session.background.busy() and session.plan.tree is tree
    shown = session.plan.layout
    assert shown.loc[0, "retained"] == layout.loc[0, "retained"] - 1  # of the county
    session.load()
    read(dock)
    pd.testing.assert_frame_equal(session.plan.layout, shown)


def test_layout_and_picture(dock: HierarchyDock, tmp_path: Path) -> None:
    levels = part(dock, "levels")
    rows = [[levels.item(row, column).text() for column in range(6)] for row in range(levels.rowCount())]
    assert [row[0] for row in rows] == ["County", "District 1", "District 2"]
    assert rows[1][1:3] == ["龙潭镇", "青山乡"]
    dock.save_picture(tmp_path / "体系.png")
    image = QImage(str(tmp_path / "体系.png"))
    assert image.width() == 2000 and image.height() > 300
    dock.save_picture(tmp_path / "none" / "x.png")
    assert "could not be written" in dock.message.text()


def test_a_plan_without_centres_says_so(workspace: Workspace, county: Path) -> None:
    with open_database(county) as db:
        db.save_centres(db.plan().id, "township", pd.DataFrame({"unit_code": [], "role": []}))
    dock = workspace.docks.show_hierarchy()
    assert dock is not None
    read(dock)
    assert "Choose both first" in dock.message.text() and dock.model.rowCount() == 0
