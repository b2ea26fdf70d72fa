"""The sample county as the measurements take it: a planning database made once, below build/benchmarks."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "build" / "benchmarks"
LAYERS = {"VILLAGES": "CJDCQ", "TOWNSHIPS": "XZQ", "PARCELS": "DLTB", "ECOLOGICAL_REDLINE": "STBHHX"}
LAYERS |= {"BASIC_FARMLAND": "YJJBNTTB", "URBAN_BOUNDARY": "CZKFBJ", "INDICATORS": "TJZB"}


def sample_county(parcels: int = 40_000) -> Path:
    """The database; kept from run to run, so delete build/benchmarks after changing the sample."""
    database = FOLDER / f"county_{parcels}.gpkg"
    if database.exists():
        return database
    FOLDER.mkdir(parents=True, exist_ok=True)
    raw, beside = FOLDER / "raw.gpkg", FOLDER / "county_partial.gpkg"
    beside.unlink(missing_ok=True)
    run_algorithm("createsamplecounty", f"--PARCELS={parcels}", "--SEED=1", f"--OUTPUT={raw}")
    run_algorithm("importcounty", *(f"--{k}={raw}|layername={v}" for k, v in LAYERS.items()), f"--OUTPUT={beside}")
    beside.rename(database)
    return database


def run_algorithm(name: str, *arguments: str) -> dict[str, str]:
    """Run one algorithm in a QGIS process of its own; the results it printed."""
    program = "qgis_process.bin" if shutil.which("qgis_process.bin") else "qgis_process"
    command = [program, "run", f"village_planner:{name}", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode or "Results\n" not in done.stdout:
        raise RuntimeError(f"{name}: {done.stderr[-2000:]}")
    return dict(re.findall(r"^(\w+):\t(.*)$", done.stdout.split("Results\n", 1)[1], re.MULTILINE))
