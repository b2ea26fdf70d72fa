"""Fixtures of the docks: a small county and a small QGIS."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def county(tmp_path: Path) -> Path:
    from docks_county import make_county

    return make_county(tmp_path / "梓潼 县.gpkg")


@pytest.fixture
def window_and_iface(qgis_app: Any, qgis_processing: None) -> Iterator[tuple[Any, Any]]:
    """A main window with a map canvas, and the part of QgisInterface that the plugin uses, working on it."""
    from fake_iface import make_window
    from qgis.core import QgsProject

    window, iface = make_window()
    yield window, iface
    QgsProject.instance().removeAllMapLayers()
    iface.mapCanvas().unsetMapTool(iface.mapCanvas().mapTool())
    window.close()
    window.deleteLater()
    qgis_app.sendPostedEvents(None, 52)  # 52: deferred deletes
