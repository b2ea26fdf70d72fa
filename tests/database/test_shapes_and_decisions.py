"""Results that are layers, and what users decide on them."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import GeometryCollection, LineString, MultiPolygon, Point, Polygon, box

from village_planner.core.errors import InputError
from village_planner.database import Decision, open_database
from village_planner.database.blobs import from_blobs, to_blobs

from .conftest import SIDE, VILLAGES, X, Y


def findings(shapes: Any, crs: str = "EPSG:4523") -> gpd.GeoDataFrame:
    rows = {
        "key": [f"k{i}" for i in range(len(shapes))],
        "rule": "overlap",
        "severity": "error",
        "layer": "village",
        "unit_code": VILLAGES[0],
        "message": "重叠",
    }
    return gpd.GeoDataFrame(rows, geometry=list(shapes), crs=crs)


SHAPES = [box(X, Y, X + 10, Y + 10), MultiPolygon([box(X, Y, X + 1, Y + 1), box(X + 5, Y, X + 6, Y + 1)]), None]


def test_rows_come_back_with_their_geometry(database: Any, path: Path) -> None:
    plan = database.ensure_plan("甲").id
    database.save_result(plan, "finding", findings(SHAPES), {})
    table = database.result(plan, "finding").table
    assert table.crs.to_epsg() == 4523 and table["key"].tolist() == ["k0", "k1", "k2"]
    assert table.geometry.iloc[2] is None
    assert all(a.equals(b) for a, b in zip(table.geometry[:2], SHAPES))
    # As any GIS reads them: through the driver.
    frame = pyogrio.read_dataframe(str(path), layer="finding")
    assert set(frame.geom_type.dropna()) == {"MultiPolygon"} and frame.geometry.iloc[1].equals(SHAPES[1])
    assert pyogrio.read_info(str(path), layer="finding")["geometry_type"] == "MultiPolygon"
    np.testing.assert_allclose(pyogrio.read_bounds(str(path), layer="finding")[1][:, 0], (X, Y, X + 10, Y + 10))
    with sqlite3.connect(path) as connection:
        box_kept = connection.execute("SELECT min_x, min_y, max_x, max_y FROM gpkg_contents WHERE table_name='finding'")
        assert box_kept.fetchone() == (X, Y, X + 10, Y + 10)


def test_rows_from_another_reference_system_are_brought_over(database: Any) -> None:
    plan = database.ensure_plan("甲").id
    degrees = findings(SHAPES[:2]).to_crs("EPSG:4490")
    nowhere = findings([box(35_000_000, 1e6, 35_000_010, 1e6 + 10)], "EPSG:4490")  # metres called degrees
    database.save_result(plan, "finding", degrees, {})
    back = database.result(plan, "finding").table
    assert [round(area, 3) for area in back.area] == [100.0, 2.0]
    database.save_result(plan, "finding", nowhere, {})
    assert database.result(plan, "finding").table.geometry.isna().all()


def test_rows_without_geometry_are_kept(database: Any) -> None:
    plan = database.ensure_plan("甲").id
    database.save_result(plan, "finding", pd.DataFrame(findings(SHAPES)).drop(columns="geometry"), {})
    table = database.result(plan, "finding").table
    assert len(table) == 3 and table.geometry.isna().all()
    database.save_result(plan, "finding", findings([]), {})
    assert isinstance(database.result(plan, "finding").table, gpd.GeoDataFrame)


@pytest.mark.skipif(shutil.which("ogrinfo") is None, reason="ogrinfo is not installed")
def test_layer_with_a_spatial_index_of_the_users_own_can_be_written(database: Any, path: Path) -> None:
    """QGIS offers to make one; its triggers call functions that plain SQLite does not have."""
    plan = database.ensure_plan("甲").id
    database.save_result(plan, "finding", findings(SHAPES), {})
    statement = "SELECT CreateSpatialIndex('finding', 'geom')"
    subprocess.run(["ogrinfo", str(path), "-sql", statement], capture_output=True, check=True)
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT count(*) FROM rtree_finding_geom").fetchone() == (2,)
    with open_database(path) as again:
        again.save_result(plan, "finding", findings([*SHAPES, box(X, Y, X + SIDE, Y + SIDE)]), {})
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT count(*), max(maxx) FROM rtree_finding_geom").fetchone() == (3, X + SIDE)


polygons = st.builds(
    lambda x, y, w, h: box(x, y, x + w, y + h),
    *(st.floats(-1e7, 1e7), st.floats(-1e7, 1e7), st.floats(1e-3, 1e5), st.floats(1e-3, 1e5)),
)


@given(st.lists(st.one_of(st.none(), polygons, st.builds(lambda a: Polygon(a.exterior, []), polygons)), max_size=6))
def test_blobs_hold_what_they_were_given(shapes: list[Any]) -> None:
    back = from_blobs(to_blobs(np.array([*shapes, None], dtype=object)[:-1], 4523))
    assert len(back) == len(shapes)
    for was, now in zip(shapes, back):
        assert (was is None) == (now is None)
        assert was is None or (now.geom_type == "MultiPolygon" and shapely.equals(was, now))


def test_blobs_keep_the_polygons_of_a_mixture() -> None:
    mixed = GeometryCollection([Point(0, 0), box(0, 0, 1, 1), MultiPolygon([box(2, 0, 3, 1), box(4, 0, 5, 1)])])
    back = from_blobs(to_blobs(np.array([mixed, LineString([(0, 0), (1, 1)]), Polygon()], dtype=object), 0))
    assert back[0].area == 3.0 and back[1] is None and back[2] is None


def test_decisions_are_kept_changed_and_taken_back(database: Any) -> None:
    database.decide("conflict", {"k1": Decision("a", "已批"), "k2": Decision("constraint")}, "张三")
    database.decide("finding", {"k1": Decision("accepted", "图斑界线如此")})
    kept = database.decisions("conflict")
    assert kept.index.tolist() == ["k1", "k2"] and kept.loc["k1", "reason"] == "已批"
    assert database.decisions("finding")["decision"].tolist() == ["accepted"]
    records = database.count("record")
    database.decide("conflict", {"k1": Decision("a", "已批")})  # the same again is no news
    assert database.count("record") == records
    database.decide("conflict", {"k1": Decision("b", "退让", "调整规划"), "k2": None, "k3": None})
    kept = database.decisions("conflict")
    assert kept[["decision", "treatment", "reason"]].values.tolist() == [["b", "调整规划", "退让"]]
    last = database.read_table("record").iloc[-2:]
    assert last["what"].tolist() == ["decide conflict"] * 2
    assert json.loads(last["before"].iloc[0])["reason"] == "已批"
    assert json.loads(last["after"].iloc[1]) == {"decision": None, "key": "k2"}


def test_decisions_survive_a_new_result(database: Any) -> None:
    plan = database.ensure_plan("甲").id
    database.save_result(plan, "finding", findings(SHAPES), {})
    database.decide("finding", {"k0": Decision("accepted", "x")})
    database.save_result(plan, "finding", findings(SHAPES[:1]), {})
    assert database.decisions("finding").index.tolist() == ["k0"]


@pytest.mark.parametrize(
    ("subject", "decisions", "code"),
    [
        ("finding", {"": Decision("accepted")}, "no_key"),
        ("finding", {"fine": Decision("accepted"), "k": Decision("")}, "no_decision"),
    ],
)
def test_half_decisions_are_refused(database: Any, subject: str, decisions: Any, code: str) -> None:
    with pytest.raises(InputError) as error:
        database.decide(subject, decisions)
    assert error.value.code == code
    assert database.count("decision") == 0
    with pytest.raises(KeyError):
        database.decide("plan", decisions)
