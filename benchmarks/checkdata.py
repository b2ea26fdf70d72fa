"""checkdata on a county of 250,000 parcels of 47 points with faults planted in known numbers: time, memory, and whether
exactly those are found.

    python -m benchmarks.checkdata [VILLAGES ALONG A SIDE] [FAULTS OF EACH KIND]      25 and 20 by default
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import geopandas as gpd

from .county import FOLDER
from .measure import Measured, show

ORACLE = Path(__file__).resolve().parent.parent / "tests" / "core" / "quality"
LAYERS = {"PARCELS": "DLTB", "VILLAGES": "CJDCQ", "TOWNSHIPS": "XZQ"}
LINES = ("STBHHX", "YJJBNTTB")


def run(side: int = 25, each: int = 20) -> None:
    """A county of side x side villages of 400 parcels."""
    sys.path.insert(0, str(ORACLE))
    from planted_county import plant_faults, sound_county

    county = plant_faults(sound_county(side), each)
    FOLDER.mkdir(parents=True, exist_ok=True)
    raw, output = FOLDER / f"planted_{side}.gpkg", FOLDER / "findings.gpkg"
    raw.unlink(missing_ok=True)
    for name, frame in county.layers().items():
        frame.to_file(raw, layer=name, engine="pyogrio")
    print(f"checkdata: {len(county.parcels)} parcels, {len(county.villages)} villages, all rules, reading included")
    wall, cpu, peak = _checked(raw, output)
    show("checkdata in a QGIS process of its own", Measured(wall, cpu, None), None, f"peak {peak / 1024:.0f} MB")
    found = gpd.read_file(output, ignore_geometry=True).groupby(["rule", "layer"])["cases"].sum().to_dict()
    # What the GeoPackage's own widths say of the standard's is no fault that was planted.
    found = {key: count for key, count in found.items() if key[0] not in ("field_type", "field_length")}
    wrong = {key for key in {*found, *county.expected} if found.get(key) != county.expected.get(key)}
    print(f"  {sum(county.expected.values())} faults of {len(county.expected)} kinds planted; ", end="")
    print("exactly those found" if not wrong else f"DIFFERENT: {sorted(wrong)}")


def _checked(raw: Path, output: Path) -> tuple[float, float, int]:
    """Wall clock and processor in s, peak memory in kB."""
    program = shutil.which("qgis_process.bin") or shutil.which("qgis_process") or "qgis_process"
    command = [program, "run", "village_planner:checkdata", f"--OUTPUT={output}"]
    command += [f"--{name}={raw}|layername={layer}" for name, layer in LAYERS.items()]
    command += [f"--CONTROL_LINES={raw}|layername={layer}" for layer in LINES]
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert process.stdout is not None
    told = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode or not re.search(r"ERRORS:\t\d+", told):
        raise RuntimeError(told[-2000:])
    return time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss


if __name__ == "__main__":
    run(*(int(argument) for argument in sys.argv[1:]))
