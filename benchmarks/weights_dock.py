"""python -m benchmarks.weights_dock: how fast the dock of weights follows a hand, offscreen.

Real slider moves through the real dock: ranks, list, figures; the painted list; the painted map of 33 townships (at
every move) and of 10,000 villages (when the hand pauses). Medians; the worst in brackets; CPU is
that of the interface's thread, for machines with other work.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
MOVES = 30


def main() -> int:
    sys.path[:0] = [os.environ["QGIS_PLUGINPATH"], "/usr/share/qgis/python/plugins", str(ROOT / "tests" / "docks")]
    from qgis.core import QgsApplication

    application = QgsApplication([], True)
    application.initQgis()
    from processing.core.Processing import Processing

    Processing.initialize()
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.2f}")
    with tempfile.TemporaryDirectory() as folder:
        run(Path(folder))
    os._exit(0)  # QGIS's own end is not measured


def run(folder: Path) -> None:
    from fake_iface import make_window
    from qgis.core import QgsRectangle
    from qgis.PyQt.QtWidgets import QApplication

    from village_planner.docks.workspace import Workspace

    path = make_county(folder / "county.gpkg", 33, 10_000)
    _window, iface = make_window()  # held as long as it is measured
    canvas = iface.mapCanvas()
    workspace = Workspace(iface)
    workspace.show_planner()
    workspace.open_county(path)
    dock = workspace.docks.show_weights()
    assert dock is not None
    canvas.setExtent(QgsRectangle(35_500_000, 3_400_000, 35_600_000, 3_500_000))
    QApplication.processEvents()
    for level, words in ((0, "33 townships x 25 indicators"), (1, "10,000 villages x 16 indicators")):
        dock.level.setCurrentIndex(level)
        QApplication.processEvents()
        dock.session._pause.stop()
        key = next(iter(dock.session.weighting.within.values()))
        slider = dock.sliders.rows[next(iter(key))].slider
        print(words)

        def moved(i: int, slider: Any = slider) -> None:
            slider.setValue(100 + 20 * i)

        report("slider move: ranks, TOPSIS, tau, list and sliders up to date", moved)

        def painted(i: int, slider: Any = slider) -> None:
            slider.setValue(105 + 20 * i)
            dock.table.viewport().repaint()
            dock.sliders.repaint()

        report("the same, and list and sliders painted", painted)

        def mapped(i: int) -> None:
            dock._colour()
            draw(dock.map, canvas)

        report("map coloured and painted" + (" at every move" if dock.map.follows else " when the hand pauses"), mapped)
    workspace.close()


def draw(item: Any, canvas: Any) -> None:
    from qgis.PyQt.QtGui import QImage, QPainter

    image = QImage(canvas.size(), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    item.paint(painter)
    painter.end()


def report(label: str, move: Callable[[int], None]) -> None:
    move(0)
    wall, processor = [], []
    for i in range(1, MOVES + 1):
        begin, used = time.perf_counter(), time.thread_time()
        move(i)
        wall.append(1000 * (time.perf_counter() - begin))
        processor.append(1000 * (time.thread_time() - used))
    middle = MOVES // 2
    print(
        f"  {label:<62} {sorted(wall)[middle]:7.1f} ms ({max(wall):.1f}), CPU {sorted(processor)[middle]:.1f}",
        flush=True,
    )


def make_county(path: Path, townships: int, villages: int) -> Path:
    """A county of Voronoi cells with wavy borders, about 50 vertices each, and random figures."""
    import geopandas as gpd
    import numpy as np
    import pandas as pd
    import shapely

    from village_planner.core.indicators.catalogue import load_indicators
    from village_planner.database import create_database, open_database
    from village_planner.database.values import long_values
    from village_planner.paths import resource, use_bundled_packages

    use_bundled_packages()
    random = np.random.default_rng(1)
    box = shapely.box(35_500_000, 3_400_000, 35_600_000, 3_500_000)

    def cells(count: int) -> list[Any]:
        points = shapely.MultiPoint(np.column_stack([random.uniform(*box.bounds[i::2], count) for i in (0, 1)]))
        found = shapely.intersection(shapely.get_parts(shapely.voronoi_polygons(points, extend_to=box)), box)
        return list(shapely.segmentize(found, np.sqrt(box.area / count) * 4 / 50))

    towns = gpd.GeoDataFrame(
        {"code": [f"510700{100 + i}" for i in range(townships)], "name": [f"镇{i}" for i in range(townships)]},
        geometry=cells(townships),
        crs="EPSG:4523",
    )
    rows = gpd.GeoDataFrame(
        {
            "code": [f"{towns['code'][i % townships]}{1000 + i // townships}" for i in range(villages)],
            "name": [f"村{i}" for i in range(villages)],
            "kind": "village",
            "township_code": [towns["code"][i % townships] for i in range(villages)],
        },
        geometry=cells(villages),
        crs="EPSG:4523",
    )
    for frame in (towns, rows):
        frame["population"], frame["area_m2"] = 1000, frame.area
    create_database(path, "EPSG:4523", {"township": towns, "village": rows}, {}, {"county_name": "县"})
    catalogue = load_indicators(
        resource("catalogues", "indicators.json"), resource("catalogues", "indicators.schema.json")
    )
    with open_database(path) as db:
        db.ensure_plan("方案一")
        for level, frame in (("township", towns), ("village", rows)):
            codes = [item.code for item in catalogue.of(level)]
            values = pd.DataFrame(random.lognormal(size=(len(frame), len(codes))), index=frame["code"], columns=codes)
            db.save_indicator_values(level, long_values(values))
    return path


if __name__ == "__main__":
    sys.exit(main())
