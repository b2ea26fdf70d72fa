"""Layers made in one thread and shown in another."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture()
def made_beside(qgis_app: Any) -> Any:
    """Layers handed over to this thread by another, and the names of that one's."""
    from qgis.core import QgsFields, QgsMemoryProviderUtils, QgsWkbTypes
    from qgis.PyQt.QtCore import QThread

    from village_planner.core.task import SILENT
    from village_planner.core.waiting import in_thread
    from village_planner.handing_over import HandedOver

    here = QThread.currentThread()

    def make(_: Any) -> HandedOver:
        assert QThread.currentThread() is not here
        names = ("one", "two")
        layers = [QgsMemoryProviderUtils.createMemoryLayer(name, QgsFields(), QgsWkbTypes.Point) for name in names]
        return HandedOver(layers, here)

    return in_thread(make, SILENT)


def test_layers_belong_to_the_thread_that_takes_them(made_beside: Any) -> None:
    from qgis.core import QgsProject
    from qgis.PyQt.QtCore import QThread

    layers = made_beside.take()
    del made_beside
    assert [layer.name() for layer in layers] == ["one", "two"]
    assert all(layer.thread() is QThread.currentThread() and layer.parent() is None for layer in layers)
    project = QgsProject()
    project.addMapLayers(layers, False)
    assert len(project.mapLayers()) == 2
    project.clear()


def test_what_nobody_takes_goes_with_its_carrier(made_beside: Any) -> None:
    from qgis.PyQt import sip

    layers = list(made_beside._layers)
    made_beside._layers.clear()
    made_beside._context = None
    assert all(sip.isdeleted(layer) for layer in layers)
