"""A run that is killed leaves the old output whole, and the next run clears away what it left behind."""

from __future__ import annotations

import shutil
import subprocess
import time
from pathlib import Path
from typing import Any, Callable

import geopandas as gpd
import numpy as np
import pytest
import shapely

QGIS_PROCESS = shutil.which("qgis_process.bin") or shutil.which("qgis_process")
SIDE = 120  # parcels along one side


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Parcels, units and a control line that cuts many of them."""
    folder = tmp_path_factory.mktemp("ground")
    x, y = (grid.ravel() * 20.0 for grid in np.meshgrid(np.arange(SIDE), np.arange(SIDE)))
    parcels = shapely.segmentize(shapely.box(x, y, x + 20, y + 20), 1.0)
    gpd.GeoDataFrame({"DLBM": "0101"}, index=range(len(x)), geometry=parcels, crs=4544).to_file(folder / "parcels.gpkg")
    units = [shapely.box(-1, -1, SIDE * 10, SIDE * 20 + 1), shapely.box(SIDE * 10, -1, SIDE * 20 + 1, SIDE * 20 + 1)]
    gpd.GeoDataFrame({"code": ["01", "02"]}, geometry=units, crs=4544).to_file(folder / "units.gpkg")
    stripes = [shapely.box(0, at + 3, SIDE * 20, at + 11) for at in range(0, SIDE * 20, 20)]
    gpd.GeoDataFrame(geometry=stripes, crs=4544).to_file(folder / "stripes.gpkg")
    return folder


def start(
    installed: dict[str, str], ground: Path, output: Path, parcels: str = "parcels.gpkg", land_class: str = ""
) -> Any:
    return subprocess.Popen(
        [
            str(QGIS_PROCESS),
            "run",
            "village_planner:overlayconstraints",
            f"--INPUT={ground / parcels}",
            f"--UNITS={ground / 'units.gpkg'}",
            f"--CONSTRAINTS={ground / 'stripes.gpkg'}",
            f"--CLASS_FIELD={land_class or 'DLBM'}",
            "--AREA=plane",
            f"--OUTPUT={output}",
        ],
        env=installed,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        errors="replace",
    )


def cutting(process: Any, output: Path) -> None:
    for line in process.stdout:
        if "Cutting" in line:
            return


def writing(process: Any, output: Path) -> None:
    """Until some rows are in the new file."""
    limit = time.monotonic() + 120
    while process.poll() is None and time.monotonic() < limit:
        if any(file.stat().st_size > 2_000_000 for file in output.parent.glob(".writing-*/files/*.gpkg")):
            return
        time.sleep(0.01)


@pytest.mark.parametrize("moment", [cutting, writing])
def test_killed_at_any_moment(
    installed: dict[str, str], ground: Path, tmp_path: Path, moment: Callable[[Any, Path], None]
) -> None:
    output = tmp_path / "pieces.gpkg"
    gpd.GeoDataFrame({"old": [1]}, geometry=[shapely.box(0, 0, 1, 1)], crs=4544).to_file(output)
    before = output.read_bytes()
    process = start(installed, ground, output)
    try:
        moment(process, output)
        assert process.poll() is None, "the run ended before it could be killed"
    finally:
        process.kill()  # SIGKILL: nothing of ours runs any more
        process.communicate()
    assert output.read_bytes() == before
    if moment is cutting:  # nothing was begun beside the old output
        assert [path.name for path in tmp_path.iterdir()] == ["pieces.gpkg"]
        return
    assert len(list(tmp_path.glob(".writing-*"))) == 1
    again = start(installed, ground, output, "units.gpkg", "code")
    again.communicate(timeout=120)
    assert again.returncode == 0
    assert [path.name for path in tmp_path.iterdir()] == ["pieces.gpkg"]
    assert "constraints" in gpd.read_file(output).columns
