"""A small made county: two townships, four villages in a 2 x 2 grid, drawn in EPSG:4523."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import box

X, Y, SIDE = 35_500_000.0, 3_400_000.0, 1000.0
TOWNSHIPS = ("510722001", "510722002")
VILLAGES = ("510722001001", "510722001200", "510722002200", "510722002201")


def village_frame() -> gpd.GeoDataFrame:
    """Two villages of the first township in the west, two of the second in the east."""
    cells = [(0, 0), (0, 1), (1, 0), (1, 1)]
    return gpd.GeoDataFrame(
        {
            "ZLDWDM": [code + "0000000" for code in VILLAGES],
            "ZLDWMC": ["城关社区", "东村", "南村", "北村"],
            "CZRK": [400, 300, 200, 100],
        },
        geometry=[box(X + SIDE * i, Y + SIDE * j, X + SIDE * (i + 1), Y + SIDE * (j + 1)) for i, j in cells],
        crs="EPSG:4523",
    )


def township_frame() -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(
        {"XZQDM": list(TOWNSHIPS), "XZQMC": ["城关镇", "南山乡"], "CZRK": [700, 300]},
        geometry=[box(X + SIDE * i, Y, X + SIDE * (i + 1), Y + 2 * SIDE) for i in (0, 1)],
        crs="EPSG:4523",
    )


@pytest.fixture
def villages() -> gpd.GeoDataFrame:
    return village_frame()


@pytest.fixture
def townships() -> gpd.GeoDataFrame:
    return township_frame()


@pytest.fixture
def path(made_county: Path, tmp_path: Path) -> Path:
    """A planning database of the made county, in a folder whose name has Chinese and spaces."""
    folder = tmp_path / "三台 县"
    folder.mkdir()
    return Path(shutil.copy(made_county, folder))


@pytest.fixture(scope="session")
def made_county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from village_planner.database.importing.importer import import_county
    from village_planner.database.importing.source import Source

    folder = tmp_path_factory.mktemp("county")
    figures = pd.DataFrame(
        {
            "DWDM": [*TOWNSHIPS, *TOWNSHIPS],
            "ZBDM": ["A5", "A5", "A6", "A6"],
            "NF": [2022, 2022, 2022, 2021],
            "ZBZ": [700.0, 300.0, -1.5, 2.0],
        }
    )
    sources = [
        Source("village", "CJDCQ", village_frame()),
        Source("township", "XZQ", township_frame()),
        Source("indicator", "TJZB", figures),
    ]
    import_county(sources, folder / "county.gpkg")
    return folder / "county.gpkg"


@pytest.fixture
def database(path: Path) -> Any:
    from village_planner.database import open_database

    with open_database(path) as opened:
        yield opened
