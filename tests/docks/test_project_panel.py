"""Checking a project from the Control page, driven by real mouse and key events on a real canvas."""

from __future__ import annotations

import math
import time
from pathlib import Path
from typing import Any

import geopandas as gpd
import pyogrio
import pytest
import shapely
from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsGeometry,
    QgsPointXY,
    QgsProject,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QFileDialog

from village_planner.core.review.steps import CONTROL
from village_planner.database import open_database
from village_planner.docks.project_panel import ProjectPanel
from village_planner.docks.runner import Outcome
from village_planner.docks.workspace import Workspace

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
X, Y = 35500000.0, 3400000.0


@pytest.fixture
def county(county: Path) -> Path:
    """There is a redline in its west."""
    line = gpd.GeoDataFrame(
        {"kind": ["ecological_redline"], "name": ["红线"]},
        geometry=[shapely.multipolygons([shapely.box(X, Y, X + 1500, Y + 4000)])],
        crs="EPSG:4523",
    )
    pyogrio.write_dataframe(line, county, layer="control_line", append=True)
    return county


@pytest.fixture
def panel(workspace: Workspace, county: Path) -> ProjectPanel:
    """The Control page."""
    workspace.show_planner().show_page(CONTROL)
    panel = workspace.projects
    assert panel is not None
    panel.county, panel.workspace = county, workspace  # type: ignore[attr-defined]
    return panel


def pixel(panel: ProjectPanel, east: float, north: float) -> QPoint:
    point = QgsPointXY(X + east, Y + north)
    return panel.tool.canvas().getCoordinateTransform().transform(point).toQPointF().toPoint()


def corner(panel: ProjectPanel, east: float, north: float, button: Any = LEFT) -> None:
    QTest.mouseClick(panel.tool.canvas().viewport(), button, Qt.KeyboardModifier.NoModifier, pixel(panel, east, north))


def draw(panel: ProjectPanel, *corners: tuple[float, float]) -> None:
    QTest.mouseClick(panel.draw, LEFT)
    for place in corners:
        corner(panel, *place)


def wait(panel: ProjectPanel) -> None:
    """Until the runner has ended."""
    until = time.monotonic() + 60
    while panel._runner.busy() and time.monotonic() < until:
        QTest.qWait(20)
    assert not panel._runner.busy()


def shown(panel: ProjectPanel) -> list[list[str]]:
    return [[panel.table.item(row, column).text() for column in range(4)] for row in range(panel.table.rowCount())]


SQUARE = ((1000.0, 1000.0), (1000.0, 2000.0), (2000.0, 2000.0), (2000.0, 1000.0))


def test_drawn_on_the_map_and_checked(panel: ProjectPanel) -> None:
    assert not panel.check.isEnabled()
    draw(panel, *SQUARE)
    assert "4 corners" in panel.message.text() and panel.band.size() >= 4
    corner(panel, 1500, 1500, RIGHT)
    assert panel.source is not None and not panel.draw.isChecked()
    area = panel.source.frame.geometry.area.iat[0]
    assert area == pytest.approx(1e6, rel=0.02)  # as exact as a hand on pixels
    QTest.mouseClick(panel.check, LEFT)
    wait(panel)
    rows = shown(panel)
    assert rows[0][0] == "Ecological redline" and rows[0][3] == "does not conform"
    assert float(rows[0][1].replace(",", "")) == pytest.approx(5e5, rel=0.03)
    assert panel.verdict.text() == "does not conform" and panel.verdict.isVisible()
    QTest.mouseClick(panel.table.viewport(), LEFT, pos=panel.table.visualItemRect(panel.table.item(0, 0)).center())
    assert "redline" in panel.reason.text()
    before = panel.tool.canvas().extent()
    QTest.mouseClick(panel.zoom_to, LEFT)
    after = panel.tool.canvas().extent()
    assert after.width() < before.width() and after.contains(QgsPointXY(X + 1250, Y + 1500))


def test_backspace_takes_back_and_escape_gives_up(panel: ProjectPanel) -> None:
    draw(panel, *SQUARE)
    canvas = panel.tool.canvas()
    QTest.keyClick(canvas, Qt.Key.Key_Backspace)
    assert len(panel.tool.points) == 3 and "3 corners" in panel.message.text()
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert panel.tool.points == [] and panel.band.size() == 0 and panel.draw.isChecked()
    assert panel.workspace.planner.pages[CONTROL].isVisible()  # Esc did not lead back to all steps
    for place in SQUARE[:2]:
        corner(panel, *place)
    corner(panel, 1500, 1500, RIGHT)
    assert panel.source is None and panel.band.size() == 0 and "three corners" in panel.message.text()
    QTest.mouseClick(panel.draw, LEFT)
    assert canvas.mapTool() is not panel.tool


def test_pasted_coordinates(panel: ProjectPanel) -> None:
    QTest.mouseClick(panel.paste, LEFT)
    assert panel.text.isVisible()
    panel.text.setPlainText("J1\t3401000\t500100\nJ2\t3401000\t500200\nJ3\t3400900\t500200")
    QTest.mouseClick(panel.read, LEFT)
    assert panel.source is None and "带号" in panel.message.text()
    panel.zone.setCurrentIndex(panel.zone.findData(35))
    QTest.keyClicks(panel.name, "Depot")
    QTest.mouseClick(panel.read, LEFT)
    assert panel.source is not None, panel.message.text()
    assert panel.source.frame["name"].tolist() == ["Depot"] and panel.source.frame.geometry.area.iat[0] == 5000.0
    QTest.mouseClick(panel.check, LEFT)
    wait(panel)
    assert [row[3] for row in shown(panel)] == ["does not conform"], panel.message.text()
    assert shown(panel)[0][2] == "100.00"
    QTest.mouseClick(panel.command, LEFT)
    command = QgsApplication.clipboard().text()
    assert "village_planner:checkprojects" in command and "--COORDINATES=" in command
    QTest.mouseClick(panel.away, LEFT)
    assert panel.source is None and panel.band.size() == 0 and not panel.table.isVisible()


def test_a_file_a_report_and_the_countys_projects(panel: ProjectPanel, tmp_path: Path, monkeypatch: Any) -> None:
    file = tmp_path / "界址点.txt"
    lines = ["J1,1,3401000,35503000", "J2,1,3401000,35503100", "J3,1,3400900,35503100", "J1,1,3401000,35503000"]
    text = "[属性描述]\n坐标系=2000国家大地坐标系\n带号=35\n[地块坐标]\n4,0.5,P1,东仓,面,,仓储,,@\n" + "\n".join(lines)
    file.write_bytes(text.encode("gbk"))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", staticmethod(lambda *_: (str(file), "")))
    QTest.mouseClick(panel.open, LEFT)
    assert panel.source is not None and panel.source.frame["name"].tolist() == ["东仓"]
    folder = tmp_path / "reports"
    folder.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", staticmethod(lambda *_: str(folder)))
    QTest.mouseClick(panel.save, LEFT)
    assert sorted(p.name for p in folder.iterdir()) == ["P1_东仓.pdf", "P1_东仓.xlsx"], panel.message.text()
    assert shown(panel)[0][3] == "conforms"
    QTest.mouseClick(panel.keep, LEFT)
    assert "1 projects" in panel.message.text()
    with open_database(panel.county) as db:  # type: ignore[attr-defined]
        kept = db.read_layer("project")
        assert kept[["code", "name", "kind"]].to_numpy().tolist() == [["P1", "东仓", "仓储"]]
        assert kept.geometry.area.iat[0] == 5000.0 and list(db.read_table("record")["what"])[-1] == "add projects"
    file.write_bytes(text.replace("带号=35", "带号=36").encode("gbk"))
    QTest.mouseClick(panel.open, LEFT)
    assert "36" in panel.message.text() and "界址点.txt" in panel.message.text()


def test_selected_features(panel: ProjectPanel, window_and_iface: tuple[Any, Any]) -> None:
    layer = QgsVectorLayer(f"{panel.county}|layername=village", "village", "ogr")  # type: ignore[attr-defined]
    QgsProject.instance().addMapLayer(layer)
    iface = window_and_iface[1]
    iface.activeLayer = lambda: iface.active
    iface.setActiveLayer(layer)
    QTest.mouseClick(panel.take, LEFT)
    assert panel.source is None and "No polygon is selected" in panel.message.text()
    layer.selectByExpression("\"name\" IN ('00村', '50村')")
    QTest.mouseClick(panel.take, LEFT)
    assert panel.source is not None and sorted(panel.source.frame["name"]) == ["00村", "50村"]
    QTest.mouseClick(panel.check, LEFT)
    wait(panel)
    assert sorted((row[1], row[3]) for row in shown(panel)) == [
        ("0.00", "conforms"), (shown(panel)[0][1], "does not conform"),
    ]  # fmt: skip


def take(panel: ProjectPanel, iface: Any, kind: str, wkt: str) -> None:
    """A feature drawn in a memory layer, selected and taken."""
    layer = QgsVectorLayer(kind, "drawn", "memory")
    if "crs=" not in kind:
        layer.setCrs(QgsCoordinateReferenceSystem())  # a memory layer takes WGS 84 for granted
    feature = QgsFeature(layer.fields())
    feature.setGeometry(QgsGeometry.fromWkt(wkt))
    assert layer.dataProvider().addFeatures([feature])[0]
    QgsProject.instance().addMapLayer(layer)
    layer.selectAll()
    iface.activeLayer = lambda: layer
    QTest.mouseClick(panel.take, LEFT)


def test_arcs_are_taken_and_a_layer_without_system_is_refused(
    panel: ProjectPanel, window_and_iface: tuple[Any, Any]
) -> None:
    iface = window_and_iface[1]
    square = shapely.box(X, Y, X + 100, Y + 100).wkt
    take(panel, iface, "Polygon", square)
    assert panel.source is None and "no coordinate reference system" in panel.message.text()
    west, east, north, south = X + 1000, X + 1200, Y + 1100, Y + 900
    ring = f"({west} {Y + 1000}, {X + 1100} {north}, {east} {Y + 1000}, {X + 1100} {south}, {west} {Y + 1000})"
    take(panel, iface, "CurvePolygon?crs=EPSG:4523", f"CurvePolygon (CircularString {ring})")
    assert panel.source is not None, panel.message.text()
    assert panel.source.frame.geometry.area.iat[0] == pytest.approx(math.pi * 100**2, rel=1e-3)
    take(panel, iface, "Polygon?crs=EPSG:4523", shapely.box(105, 30, 106, 31).wkt)  # degrees that are said to be metres
    assert "look like degrees" in panel.message.text()


def test_a_check_of_an_outline_put_away_is_not_heard(panel: ProjectPanel, window_and_iface: tuple[Any, Any]) -> None:
    iface = window_and_iface[1]
    take(panel, iface, "Polygon?crs=EPSG:4523", shapely.box(X + 100, Y + 100, X + 200, Y + 200).wkt)  # on the redline
    first = panel.source
    assert first is not None
    job = panel._made_job()
    panel.start()
    started = panel._job
    take(panel, iface, "Polygon?crs=EPSG:4523", shapely.box(X + 3000, Y + 100, X + 3100, Y + 200).wkt)  # off it
    second = panel.source
    assert second is not None and second is not first and first.path.exists()
    written = {str(first.path), job.runs[0].parameters["OUTPUT"], job.runs[0].parameters["DETAILS"]}
    parameters = panel._made_job().runs[0].parameters
    assert not written & {str(second.path), parameters["OUTPUT"], parameters["DETAILS"]}
    wait(panel)
    panel._ended(Outcome(started, results={"OUTPUT": "nowhere", "DETAILS": "nowhere"}))  # it may have ended well
    assert panel.findings == [] and not panel.verdict.isVisible() and panel.table.rowCount() == 0
    QTest.mouseClick(panel.check, LEFT)
    wait(panel)
    assert [row[3] for row in shown(panel)] == ["conforms"] and panel.verdict.text() == "conforms"


def test_unloaded_nothing_stays_on_the_map(panel: ProjectPanel) -> None:
    draw(panel, *SQUARE)
    canvas = panel.tool.canvas()
    count = len(canvas.scene().items())
    panel.workspace.close()  # type: ignore[attr-defined]
    assert canvas.mapTool() is None and len(canvas.scene().items()) < count
