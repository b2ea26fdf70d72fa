"""Programs that test_plugin.py runs in processes of their own, where nothing is loaded yet. Each prints JSON.

python plugin_programs.py start      heavy imports of loading the plugin
python plugin_programs.py reload     load, open the docks, unload, three times; what is there before and after
python plugin_programs.py processing initProcessing alone, as qgis_process calls it
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent / "docks"))

from qgis.core import QgsApplication, QgsProject, QgsSettings
from qgis.PyQt.QtCore import QCoreApplication, QEvent, QObject

HEAVY = ("pandas", "geopandas", "shapely", "scipy", "openpyxl", "pyogrio", "pyproj", "pypdf")


KEPT: list[Any] = []  # the application and its windows live until the program ends


def application() -> None:
    KEPT.append(QgsApplication([], True))
    KEPT[0].initQgis()


def heavy() -> list[str]:
    return [name for name in HEAVY if name in sys.modules]


def start() -> dict[str, Any]:
    application()
    from fake_iface import make_window

    KEPT.extend(make_window())
    iface = KEPT[-1]
    before = heavy()
    from village_planner import classFactory

    plugin = classFactory(iface)
    plugin.initGui()
    algorithms = len(plugin.provider.algorithms())
    plugin.unload()
    return {"heavy": sorted(set(heavy()) - set(before)), "algorithms": algorithms}


def processing() -> dict[str, Any]:
    application()
    before = heavy()  # newer QGIS brings shapely itself
    from village_planner import classFactory

    plugin = classFactory(None)
    plugin.initProcessing()
    there = QgsApplication.processingRegistry().providerById("village_planner") is not None
    plugin.unload()
    gone = QgsApplication.processingRegistry().providerById("village_planner") is None
    return {"there": there, "gone": gone, "heavy": sorted(set(heavy()) - set(before))}


def census(window: Any) -> dict[str, Any]:
    """What is in the window and in QGIS; deferred deletes are done first."""
    QCoreApplication.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.DeferredDelete)
    QCoreApplication.processEvents()
    registry = QgsApplication.processingRegistry()
    return {
        "objects": sorted(f"{type(o).__name__} {o.objectName()}" for o in window.findChildren(QObject)),
        "menus": [action.text() for action in window.menuBar().actions()],
        "providers": sorted(provider.id() for provider in registry.providers()),
        "windows": sorted(type(widget).__name__ for widget in QgsApplication.topLevelWidgets()),
        "scene": len(window.centralWidget().scene().items()),
        "tool": window.centralWidget().mapTool() is not None,
        "layers": len(QgsProject.instance().mapLayers()),
        "project listeners": _listeners(),
    }


def _listeners() -> int:
    project = QgsProject.instance()
    return sum(project.receivers(signal) for signal in (project.layersAdded, project.readProject, project.cleared))


def reload(county: str) -> list[dict[str, Any]]:
    """Load, use and unload three times; the first census is of the time before."""
    application()
    from fake_iface import make_window

    from village_planner import classFactory

    QgsSettings().remove("village_planner/last_county")
    window, iface = make_window()
    KEPT.append(window)
    counts = [census(window)]
    for _ in range(3):
        plugin = classFactory(iface)
        plugin.initGui()
        plugin.desk_action.trigger()
        plugin.workspace.open_county(Path(county))
        plugin.review_action.trigger()
        assert plugin.workspace.docks.review.session is not None
        used = census(window)
        assert "villagePlannerDrawingDock" in " ".join(used["objects"]), used
        plugin.unload()
        counts.append(census(window))
    return counts


if __name__ == "__main__":
    print(json.dumps(globals()[sys.argv[1]](*sys.argv[2:])), flush=True)
    # Without QGIS's own orderly exit, tearing down a bare QApplication may crash; what is asked is answered by now.
    os._exit(0)
