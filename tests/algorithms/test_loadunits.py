"""loadunits through the registry."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
from qgis.core import QgsProcessingException
from shapely.geometry import box

TOWNSHIPS = ["510722001", "510722002"]
VILLAGES = ["510722001001", "510722001200", "510722002200"]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    from village_planner.database import create_database

    file = tmp_path / "规划 库.gpkg"

    def strip(codes: list[str], **columns: Any) -> gpd.GeoDataFrame:
        shapes = [box(35_500_000 + 1000 * i, 0, 35_501_000 + 1000 * i, 1000) for i in range(len(codes))]
        data = {"code": codes, "name": codes, "population": range(len(codes)), "area_m2": 1e6, **columns}
        return gpd.GeoDataFrame(data, geometry=shapes, crs="EPSG:4523")

    values = pd.DataFrame({"level": "township", "unit_code": TOWNSHIPS, "indicator": "A1", "value": [1.5, 2.5]})
    create_database(
        file,
        "EPSG:4523",
        {"township": strip(TOWNSHIPS), "village": strip(VILLAGES, township_code=[code[:9] for code in VILLAGES])},
        {"indicator_value": values},
    )
    return file


def test_without_a_plan_planned_fields_are_empty(run: Any, path: Path, tmp_path: Path) -> None:
    results = run("loadunits", DATABASE=str(path), LEVEL="township", OUTPUT=str(tmp_path / "单元.gpkg"))
    frame = pyogrio.read_dataframe(results["OUTPUT"])
    assert frame["code"].tolist() == TOWNSHIPS and frame["A1"].tolist() == [1.5, 2.5]
    assert frame["district"].isna().all() and frame["score"].isna().all()
    assert frame.crs.to_epsg() == 4523


def test_units_of_a_plan(run: Any, path: Path, tmp_path: Path) -> None:
    from village_planner.database import open_database

    with open_database(path) as database:
        plan = database.ensure_plan("方案 甲").id
        database.save_assignment(plan, "township", pd.Series(["1", "2"], index=TOWNSHIPS))
    for text in ("", "1", "方案 甲"):
        output = str(tmp_path / "units.gpkg")
        run("loadunits", DATABASE=str(path), PLAN=text, LEVEL="village", OUTPUT=output)
        frame = pyogrio.read_dataframe(output)
        assert list(frame.columns) == [
            *("code", "name", "township_code", "township_name", "kind", "population", "area_m2"),
            *("score", "rank", "district", "parent_district", "role", "village_type", "layout", "locked", "geometry"),
        ]
        assert frame["parent_district"].tolist() == ["1", "1", "2"]


def test_plan_that_is_not_there_yet(run: Any, path: Path) -> None:
    run("loadunits", DATABASE=str(path), PLAN="新方案", OUTPUT="memory:")
    assert any("WARNING There is no plan 新方案 yet" in line for line in run.log)
    with pytest.raises(QgsProcessingException, match="no plan 7"):
        run("loadunits", DATABASE=str(path), PLAN="7", OUTPUT="memory:")


def test_wrong_files(run: Any, tmp_path: Path) -> None:
    with pytest.raises(QgsProcessingException, match="does not exist"):
        run("loadunits", DATABASE=str(tmp_path / "none.gpkg"), OUTPUT="memory:")
    other = tmp_path / "other.gpkg"
    pyogrio.write_dataframe(gpd.GeoDataFrame({"a": [1]}, geometry=[box(0, 0, 1, 1)], crs="EPSG:4523"), str(other))
    with pytest.raises(QgsProcessingException, match="not a planning database"):
        run("loadunits", DATABASE=str(other), OUTPUT="memory:")
