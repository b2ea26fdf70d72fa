"""Partition of the sample's townships and villages through QGIS: time of the whole process, and the gap it reports.

The engine itself is measured in benchmarks/partition, beside its peers.
"""

from __future__ import annotations

from pathlib import Path

from .county import FOLDER, run_algorithm
from .measure import measure, show

CASES = (("township", 5), ("village", 99))


def run(database: Path) -> None:
    print("Partition (QGIS's own start included, measured alone first)")
    for level, count in CASES:
        _measure_level(database, level, count)


def _measure_level(database: Path, level: str, count: int) -> None:
    units = FOLDER / f"{level}.gpkg"
    loading = measure(
        lambda: run_algorithm("loadunits", f"--DATABASE={database}", f"--LEVEL={level}", f"--OUTPUT={units}")
    )
    show(f"loadunits of the {level} level", loading)
    arguments = [
        f"--INPUT={units}",
        "--CODE_FIELD=code",
        f"--DISTRICTS={count}",
        "--POPULATION_FIELD=population",
        "--SIMILARITY_FIELDS=T1;T2;T3;T4;T5",
        f"--OUTPUT={FOLDER / 'districts.gpkg'}",
    ]
    found = measure(lambda: run_algorithm("partitiondistricts", *arguments))
    figures = found.value
    gap = 100 * float(figures["GAP"]) if float(figures["BOUND"]) > 0 else None
    note = f"objective {float(figures['OBJECTIVE']):.6f}, " + ("no bound" if gap is None else f"gap {gap:.2f} %")
    show(f"partitiondistricts of the {level} level into {count}", found, None, note)
