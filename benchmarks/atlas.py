"""The whole A3 atlas at 300 dpi beside QGIS's own export of the same layouts: python -m benchmarks.atlas [COUNTY.gpkg]

Two peers, as wall time in the same run:
- the layouts of `makelayouts` in a project, opened and printed one after the other by QGIS;
- the bare printing of our own pages, without what it takes to make them (layers in memory, nothing to open).

Run it alone on the machine: the atlas makes the next page while one is printed.
"""

from __future__ import annotations

import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

DPI = 300


def main() -> int:
    sys.path[:0] = [os.environ["QGIS_PLUGINPATH"], "/usr/share/qgis/python/plugins"]
    from qgis.core import QgsApplication

    application = QgsApplication([], True)
    application.initQgis()
    from .county import sample_county

    run(Path(sys.argv[1]) if len(sys.argv) > 1 else sample_county())
    application.exitQgis()
    return 0


def run(database: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        printing = _atlas(database, Path(folder))
        _project(database, Path(folder), printing)


def _atlas(database: Path, folder: Path) -> float:
    """The atlas; returns what it took in all."""
    from village_planner.atlas import export, page
    from village_planner.atlas.catalogue import load_sheets, select_sheets

    parts: dict[str, list[float]] = {}

    def timed(name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(*arguments: Any, **named: Any) -> Any:
            wall, cpu = time.perf_counter(), time.thread_time()
            try:
                return call(*arguments, **named)
            finally:
                spent = parts.setdefault(name, [0.0, 0.0])
                spent[0] += time.perf_counter() - wall
                spent[1] += time.thread_time() - cpu

        return wrapped

    export.print_pdf = timed("printing by QGIS", export.print_pdf)
    export.open_atlas = timed("reading", export.open_atlas)
    export.Atlas.page = timed("filling the pages", export.Atlas.page)  # type: ignore[method-assign]
    page.fill_panel = timed("  of it legend, chart, table", page.fill_panel)
    export.Atlas.content = timed("making layers and tables, beside", export.Atlas.content)  # type: ignore[method-assign]
    cpu, wall = time.process_time(), time.perf_counter()
    made = export.export_atlas(str(database), "", select_sheets(load_sheets(), []), "A3", DPI, folder)
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    assert made.pdf is not None
    bare = parts["printing by QGIS"][0]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    size = made.pdf.stat().st_size / 1e6
    print(f"atlas, A3, {DPI} dpi: {made.pages} pages, {size:.0f} MB, peak {peak:.2f} GiB")
    print(f"  {wall:.1f} s wall, {cpu:.1f} s CPU; {wall / bare:.2f} of the bare printing of its pages ({bare:.1f} s)")
    for name, (passed, used) in parts.items():
        print(f"  {passed:6.1f} s wall {used:6.1f} s CPU  {name}")
    return wall


def _project(database: Path, folder: Path, ours: float) -> None:
    """The same layouts, kept in a project."""
    from qgis.core import QgsProject

    from village_planner.atlas.catalogue import load_sheets, select_sheets
    from village_planner.atlas.make_layouts import make_layouts, store_of
    from village_planner.atlas.printing import print_pdf

    file, sheets = folder / "atlas.qgz", select_sheets(load_sheets(), [])
    project = QgsProject()
    project.setFileName(str(file))
    make_layouts(str(database), "", sheets, sheets, project, store_of(file))
    project.write(str(file))
    project.clear()
    start, cpu = time.perf_counter(), time.process_time()
    project = QgsProject()
    project.read(str(file))
    opened = time.perf_counter() - start
    for number, layout in enumerate(project.layoutManager().printLayouts()):
        print_pdf(layout, folder / f"own_{number}.pdf", DPI)
    theirs, cpu = time.perf_counter() - start, time.process_time() - cpu
    printing = theirs - opened
    print(f"the same layouts in a project: opened in {opened:.1f} s, printed in {printing:.1f} s ({cpu:.1f} s CPU)")
    print(f"  the atlas takes {ours / printing:.2f} of the printing, {ours / theirs:.2f} of opening and printing")
    project.clear()


if __name__ == "__main__":
    sys.exit(main())
