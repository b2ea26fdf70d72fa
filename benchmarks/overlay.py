"""The overlay side by side with its peers, in one run: the same parcels and polygons, reading included, plane areas.

make bench-overlay                     250,000 parcels x 5,000 polygons, and growth to a million: about 20 minutes
make bench-overlay ARGS="--parcels 25000 --growth 25000,50000"
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from .measure import Measured, measure, show
from .overlay_data import write

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "build" / "benchmarks" / "overlay"
PER_POLYGON = 50  # parcels for each polygon to cut by, as in the issue: 250,000 x 5,000


def ours(parcel_file: Path, polygon_file: Path, area: str = "plane", as_units: bool = False, **more: Any) -> Any:
    """What the algorithm does but for writing: reading and the full cut; covered_only=True: only the pieces inside."""
    from village_planner.core.overlay.inputs import ConstraintLayer, ParcelLayer, UnitLayer
    from village_planner.core.overlay.overlay import overlay_constraints
    from village_planner.core.overlay.repair import LookAhead

    with LookAhead() as ahead:
        parcel = read(parcel_file, ["BSM", "DLBM"], ahead.add)
        valid = ahead.valid()
    polygon = read(polygon_file, ["number"])
    parcels = ParcelLayer("parcel", parcel.geometry, parcel["BSM"], parcel["DLBM"], valid=valid)
    if as_units:
        units = UnitLayer("polygon", polygon.geometry, polygon["number"].map("{:06d}".format))
        return overlay_constraints(parcels, units, [], area)
    return overlay_constraints(parcels, None, [ConstraintLayer("polygon", polygon.geometry)], area, **more)


def read(path: Path, fields: list[str], seen: Any = None) -> gpd.GeoDataFrame:
    from qgis.core import QgsVectorLayer

    from village_planner.layers import LayerSnapshot, read_source

    layer = QgsVectorLayer(str(path), path.stem, "ogr")
    return read_source(LayerSnapshot(layer), path.stem, fields, seen=seen)


def bare_minimum(parcel_file: Path, polygon_file: Path) -> float:
    """Seconds of reading, and of GEOS's intersection on the pairs that really cross; finding these is not counted."""
    start = time.perf_counter()
    parcel = np.asarray(gpd.read_file(parcel_file, engine="pyogrio").geometry.values)
    polygon = np.asarray(gpd.read_file(polygon_file, engine="pyogrio").geometry.values)
    reading = time.perf_counter() - start
    first, second = shapely.STRtree(polygon).query(parcel)
    shapely.prepare(polygon)
    kept = shapely.intersects(polygon[second], parcel[first])
    first, second = first[kept], second[kept]
    crossing = ~shapely.contains_properly(polygon[second], parcel[first])
    start = time.perf_counter()
    shapely.intersection(parcel[first[crossing]], polygon[second[crossing]])
    return reading + time.perf_counter() - start


def side_by_side(count: int, slow: bool) -> None:
    import processing
    from qgis.core import QgsProcessingFeedback

    parcel_file, apart, overlapping = write(DATA, count, max(count // PER_POLYGON, 1))
    print(f"{count} parcels x {max(count // PER_POLYGON, 1)} polygons", flush=True)
    least = [bare_minimum(parcel_file, apart)]
    covered = measure(lambda: ours(parcel_file, apart, covered_only=True))
    least.append(bare_minimum(parcel_file, apart))
    lines = measure(lambda: ours(parcel_file, apart))
    least.append(bare_minimum(parcel_file, apart))
    bare = Measured(float(np.median(least)), float(np.median(least)), None)
    show("bare minimum: read, intersection of the pairs that cross", bare, covered.wall)
    show("ours, pieces inside polygons (COVERED_ONLY)", covered, covered.wall, f"{covered.wall / bare.wall:.2f} bare")
    show("ours, the full cut", lines, covered.wall, f"{lines.wall / bare.wall:.2f} bare")
    inside = covered.value.pieces
    told = measure(lambda: ours(parcel_file, apart, as_units=True))
    show("ours, the full cut, pieces told apart by polygon", told, covered.wall)
    pairs = told.value.pieces[told.value.pieces["unit_code"] != ""]
    ellipsoid = measure(lambda: ours(parcel_file, apart, "ellipsoid"))
    show("ours, the full cut, ellipsoid areas", ellipsoid, covered.wall, f"{ellipsoid.wall - lines.wall:+.2f} s")

    def peer() -> gpd.GeoDataFrame:
        one, two = gpd.read_file(parcel_file, engine="pyogrio"), gpd.read_file(apart, engine="pyogrio")
        return gpd.overlay(one, two, how="intersection")

    theirs = measure(peer)
    show("geopandas.overlay intersection", theirs, covered.wall)
    same("geopandas", len(theirs.value), theirs.value.area.sum(), pairs, inside)
    mixed = measure(lambda: ours(parcel_file, overlapping))
    show("ours, the full cut, polygons that overlap each other", mixed, covered.wall)
    if not slow:
        return

    def native(name: str, **more: Any) -> Any:
        return processing.run(
            f"native:{name}",
            {"INPUT": str(parcel_file), "OVERLAY": str(apart), "OUTPUT": "memory:", **more},
            feedback=QgsProcessingFeedback(),
        )["OUTPUT"]

    cut = measure(lambda: native("intersection"))
    show("native:intersection", cut, covered.wall)
    same("native", cut.value.featureCount(), sum(f.geometry().area() for f in cut.value.getFeatures()), pairs, inside)
    union = measure(lambda: native("union"))
    show("native:union", union, covered.wall, f"{union.wall / lines.wall:.2f} of our full cut")
    whole = union.value
    parts = [f for f in whole.getFeatures() if f["BSM"]]
    print(
        f"    parcels' side: {len(parts)} pieces, {sum(f.geometry().area() for f in parts):.1f} m2; "
        f"ours {len(told.value.pieces)}, {told.value.pieces.geometry.area.sum():.1f} m2"
    )


def same(who: str, count: int, area: float, pairs: gpd.GeoDataFrame, inside: gpd.GeoDataFrame) -> None:
    print(
        f"    {who}: {count} pieces, {area:.1f} m2; ours {len(pairs)} by polygon, {pairs.geometry.area.sum():.1f} m2; "
        f"{len(inside)} by line, {inside.geometry.area.sum():.1f} m2"
    )


def growth(counts: list[int]) -> None:
    print("Growth: the algorithm from file to file (the full cut, ellipsoid areas), a process each")
    rows = []
    for count in counts:
        write(DATA, count, max(count // PER_POLYGON, 1))
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.overlay", "--one", str(count)],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
        rows.append({"parcels": count, **json.loads(done.stdout.splitlines()[-1])})
        print("  " + "  ".join(f"{key} {value:,.2f}" for key, value in rows[-1].items()), flush=True)
    if len(rows) > 1:
        table = pd.DataFrame(rows)
        slope = np.polyfit(np.log(table["parcels"]), np.log(table["cpu_s"]), 1)[0]
        size = table["parcels"] * np.log(table["parcels"])
        limit = np.polyfit(np.log(table["parcels"]), np.log(size), 1)[0]
        print(f"  exponent of CPU time {slope:.3f}; of n log n itself {limit:.3f}")


def one(count: int) -> None:
    """The algorithm as a user runs it, from file to file: ellipsoid areas, the full cut, summary."""
    import processing
    from qgis.core import QgsApplication, QgsProcessingFeedback

    from village_planner.algorithms.provider import VillagePlannerProvider

    provider = VillagePlannerProvider()
    QgsApplication.processingRegistry().addProvider(provider)
    parcel_file, apart, _ = write(DATA, count, max(count // PER_POLYGON, 1))
    with tempfile.TemporaryDirectory() as folder:
        inputs = {"INPUT": str(parcel_file), "CLASS_FIELD": "DLBM", "CONSTRAINTS": [str(apart)]}
        outputs = {"OUTPUT": f"{folder}/pieces.gpkg", "SUMMARY": f"{folder}/summary.gpkg"}
        done = measure(
            lambda: processing.run(
                "village_planner:overlayconstraints", {**inputs, **outputs}, feedback=QgsProcessingFeedback()
            )
        )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(json.dumps({"wall_s": done.wall, "cpu_s": done.cpu, "peak_gib": peak}))


def main() -> int:
    options = argparse.ArgumentParser()
    options.add_argument("--parcels", type=int, default=250_000)
    options.add_argument("--growth", default="25000,100000,250000,1000000")
    options.add_argument("--fast", action="store_true", help="without QGIS's own algorithms, which take minutes")
    options.add_argument("--one", type=int, help=argparse.SUPPRESS)
    chosen = options.parse_args()
    sys.path[:0] = [os.environ["QGIS_PLUGINPATH"], "/usr/share/qgis/python/plugins"]
    from qgis.core import QgsApplication

    application = QgsApplication([], False)
    application.initQgis()
    from processing.core.Processing import Processing

    Processing.initialize()
    if chosen.one:
        one(chosen.one)
    else:
        print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.2f}, GEOS {shapely.geos_version_string}")
        side_by_side(chosen.parcels, not chosen.fast)
        if chosen.growth:
            growth([int(count) for count in chosen.growth.split(",")])
    application.exitQgis()
    return 0


if __name__ == "__main__":
    sys.exit(main())
