"""The whole A3 atlas at 300 dpi beside QGIS's own export of the same layouts: python -m benchmarks.atlas [COUNTY.gpkg]

Time is CPU time of the one thread that draws, which other work on the machine disturbs least; wall time beside it.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

DPI = 300


def run(database: Path) -> None:
    from village_planner.atlas import export, page
    from village_planner.atlas.catalogue import load_sheets
    from village_planner.atlas.template import Page

    parts: dict[str, float] = {}

    def timed(name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(*arguments: Any, **named: Any) -> Any:
            start = time.process_time()
            try:
                return call(*arguments, **named)
            finally:
                parts[name] = parts.get(name, 0.0) + time.process_time() - start

        return wrapped

    export.print_pdf = timed("QGIS exports the layouts", export.print_pdf)
    export.open_atlas = timed("reading", export.open_atlas)
    export.merge_pages = timed("putting the pages together", export.merge_pages)
    page.make_layers = timed("making layers", page.make_layers)
    page.fill_panel = timed("legend, chart, table", page.fill_panel)
    page._locator = timed("locator", page._locator)
    Page.__init__ = timed("opening templates", Page.__init__)  # type: ignore[method-assign]
    start, wall = time.process_time(), time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        made = export.export_atlas(str(database), "", load_sheets(), "A3", DPI, Path(folder))
        assert made.pdf is not None
        size = made.pdf.stat().st_size
    total, wall = time.process_time() - start, time.perf_counter() - wall
    theirs = parts["QGIS exports the layouts"]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(f"atlas, A3, {DPI} dpi: {made.pages} pages, {size / 1e6:.0f} MB, peak {peak:.2f} GiB")
    print(f"  {total:.1f} s CPU ({wall:.1f} s wall); QGIS's own export {theirs:.1f} s: ratio {total / theirs:.2f}")
    for name, seconds in sorted(parts.items(), key=lambda part: -part[1]):
        print(f"  {seconds:6.1f} s  {name}")


def main() -> int:
    import os

    sys.path[:0] = [os.environ["QGIS_PLUGINPATH"], "/usr/share/qgis/python/plugins"]
    from qgis.core import QgsApplication

    application = QgsApplication([], True)
    application.initQgis()
    from .county import sample_county

    run(Path(sys.argv[1]) if len(sys.argv) > 1 else sample_county())
    application.exitQgis()
    return 0


if __name__ == "__main__":
    sys.exit(main())
