"""Fixtures of the docks: a small county and a small QGIS."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def exceptions_in_slots(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An exception in a slot fails the test that it happened in; by itself PyQt would end the whole process."""
    raised: list[BaseException] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, error, trace: raised.append(error))
    yield
    if raised:
        raise raised[0]


@pytest.fixture(scope="session")
def made_county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from docks_county import make_county

    return make_county(tmp_path_factory.mktemp("county") / "梓潼 县.gpkg")


@pytest.fixture
def county(made_county: Path, tmp_path: Path) -> Path:
    """A county of the test's own."""
    return Path(shutil.copy(made_county, tmp_path))


@contextmanager
def main_window(qgis_app: Any) -> Iterator[tuple[Any, Any]]:
    from fake_iface import make_window
    from qgis.core import QgsProject

    window, iface = make_window()
    yield window, iface
    QgsProject.instance().removeAllMapLayers()
    iface.mapCanvas().unsetMapTool(iface.mapCanvas().mapTool())
    window.close()
    window.deleteLater()
    qgis_app.sendPostedEvents(None, 52)  # 52: deferred deletes


@contextmanager
def workspace_on(iface: Any) -> Iterator[Any]:
    """A workspace that knows of no county of last time, and leaves none to the next."""
    from qgis.core import QgsSettings

    from village_planner.docks.workspace import LAST_COUNTY, Workspace

    QgsSettings().remove(LAST_COUNTY)
    workspace = Workspace(iface)
    yield workspace
    workspace.close()
    QgsSettings().remove(LAST_COUNTY)


@pytest.fixture
def window_and_iface(qgis_app: Any, qgis_processing: None) -> Iterator[tuple[Any, Any]]:
    """A main window with a map canvas, and the part of QgisInterface that the plugin uses, working on it."""
    with main_window(qgis_app) as made:
        yield made


@pytest.fixture
def empty_workspace(window_and_iface: tuple[Any, Any]) -> Iterator[Any]:
    """No county is open, and no dock."""
    with workspace_on(window_and_iface[1]) as workspace:
        yield workspace


@pytest.fixture
def workspace(empty_workspace: Any, provider: Any, county: Path) -> Any:
    """The test's county is open, and the planner. A module whose county has more in it has its own `county`."""
    empty_workspace.show_planner()
    empty_workspace.open_county(county)
    return empty_workspace


@pytest.fixture(scope="module")
def drawing_workspace(qgis_app: Any, qgis_processing: None, made_county: Path, tmp_path_factory: Any) -> Iterator[Any]:
    """A workspace with the drawing table open, for all tests of a module; its county is at `path`."""
    with main_window(qgis_app) as (_, iface), workspace_on(iface) as workspace:
        workspace.path = Path(shutil.copy(made_county, tmp_path_factory.mktemp("drawing")))
        workspace.show_planner()
        workspace.open_county(workspace.path)
        assert workspace.docks.show_review() is not None
        workspace.desk._timer.stop()  # what looks after the file every half minute would read it again amid a test
        yield workspace


@pytest.fixture(scope="module")
def results_workspace(qgis_app: Any, qgis_processing: None, made_county: Path, tmp_path_factory: Any) -> Iterator[Any]:
    """A workspace for all tests of a module, its Results page open."""
    with main_window(qgis_app) as (_, iface), workspace_on(iface) as workspace:
        workspace.show_planner()
        workspace.open_county(Path(shutil.copy(made_county, tmp_path_factory.mktemp("results"))))
        workspace.planner.show_page("results")
        yield workspace


@pytest.fixture
def table(drawing_workspace: Any, made_county: Path) -> Iterator[Any]:
    """The drawing table as it is at first: a fresh county, village level, the tool that selects, nothing selected."""
    from qgis.core import QgsRectangle
    from qgis.PyQt.QtTest import QTest

    from village_planner.database import open_database

    dock = drawing_workspace.docks.review
    dock.clear()
    while dock._background.busy() or drawing_workspace.desk.checking():  # they read the file
        QTest.qWait(10)
    shutil.copy(made_county, drawing_workspace.path)
    with open_database(drawing_workspace.path, read_only=True) as db:
        # Else the desk may find at any moment that "another program" changed the county, and have it read again.
        drawing_workspace.desk._last_record = db.last_record()
    dock.bar.level.blockSignals(True)
    dock.bar.level.setCurrentIndex(dock.bar.level.findData("village"))
    dock.bar.level.blockSignals(False)
    for option in (dock.bar.only_unassigned, dock.bar.inside):
        option.setChecked(False)
    dock.bar.warn.setChecked(True)
    drawing_workspace.iface.mapCanvas().setExtent(QgsRectangle(35499500, 3399500, 35506500, 3404500))
    dock.show()
    dock.load()
    dock.take("select")
    yield dock
    dock.hand.abandon()
