"""Rows that are appended to a file are the rows that a sink would have written."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest
import shapely
from qgis.core import QgsFeatureRequest, QgsProcessingContext, QgsProcessingUtils, QgsRectangle, QgsVectorLayer
from shapely import MultiPolygon, Point, Polygon, box

from village_planner import file_writing
from village_planner.core.errors import Cancelled, StorageError
from village_planner.core.task import SILENT, Task
from village_planner.file_writing import append_rows, can_append
from village_planner.layers import features_of, fields_of, qgis_crs, wkb_type_of

pytestmark = pytest.mark.usefixtures("qgis_app")


def sink(path: Path, frame: pd.DataFrame) -> Any:
    made = QgsProcessingUtils.createFeatureSink(
        str(path), QgsProcessingContext(), fields_of(frame), wkb_type_of(frame), qgis_crs(frame)
    )
    return made[0]


def index(path: Path) -> tuple[Any, ...]:
    """The spatial index of a GeoPackage, and what keeps it right when the layer is edited."""
    with sqlite3.connect(path) as db:
        triggers = db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name").fetchall()
        trees = db.execute("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%rtree%'").fetchall()
        boxes = [db.execute(f'SELECT * FROM "{name}" ORDER BY 1').fetchall() for (name,) in trees]
    return triggers, trees, boxes


def both(folder: Path, suffix: str, frame: pd.DataFrame) -> pd.DataFrame:
    """The layer written by appending, proven to be what the sink writes."""
    slow, fast = folder / "slow" / f"图斑{suffix}", folder / "fast" / f"图斑{suffix}"
    slow.parent.mkdir()
    fast.parent.mkdir()
    writer = sink(slow, frame)
    for feature in features_of(frame):
        assert writer.addFeature(feature)
    del writer
    assert can_append(frame, fast)
    empty = sink(fast, frame)
    del empty
    append_rows(fast, frame, "OUTPUT", SILENT)
    layers = [QgsVectorLayer(str(path), "x", "ogr") for path in (slow, fast)]
    assert layers[0].fields() == layers[1].fields()
    assert [(f.name(), f.typeName(), f.length(), f.precision()) for f in layers[0].fields()] == [
        (f.name(), f.typeName(), f.length(), f.precision()) for f in layers[1].fields()
    ]
    assert layers[0].wkbType() == layers[1].wkbType() and layers[0].crs() == layers[1].crs()
    assert layers[0].extent() == layers[1].extent()
    rows = [[(f.id(), f.attributes(), bytes(f.geometry().asWkb())) for f in layer.getFeatures()] for layer in layers]
    if "geometry" in frame.columns:  # a sink writes an empty shape where there is none
        missing = frame.geometry.isna().tolist()
        rows[0] = [(i, values, b"" if gone else wkb) for (i, values, wkb), gone in zip(rows[0], missing)]
    assert rows[0] == rows[1]
    if suffix == ".gpkg":
        near = QgsFeatureRequest(QgsRectangle(0.5, 0.5, 2.2, 2.2))
        found = [[f.id() for f in layer.getFeatures(near)] for layer in layers]
        assert found[0] == found[1]
        assert index(slow) == index(fast)
        assert layers[0].hasSpatialIndex() == layers[1].hasSpatialIndex()
    infos = [pyogrio.read_info(path) for path in (slow, fast)]
    assert infos[0]["layer_name"] == infos[1]["layer_name"] and infos[0]["geometry_type"] == infos[1]["geometry_type"]
    assert {p.name for p in slow.parent.iterdir()} == {p.name for p in fast.parent.iterdir()}
    return gpd.read_file(fast, engine="pyogrio")


def frame(shapes: list[Any], crs: Any = 4523) -> gpd.GeoDataFrame:
    count = len(shapes)
    return gpd.GeoDataFrame(
        {
            "parcel_id": [f"0{i}" for i in range(count)],
            "地类": ["水田", None, "", " 田", "𠀀"][:count],
            "constraints": ["永久基本农田+生态保护红线"] * count,
            "area_m2": [0.1 + 0.2, np.nan, -1.5, 1e300, 0.0][:count],
            "n": range(count),
            "rank": pd.array([3, None, 1, 2**53 + 1, -1][:count], dtype="Int64"),
            "sliver": [True, False, True, True, False][:count],
            "maybe": pd.array([True, None, False, None, True][:count], dtype="boolean"),
            "share": pd.array([0.5, None, 1.5, 2.5, None][:count], dtype="Float64"),
        },
        geometry=gpd.GeoSeries(shapes, crs=crs),
    )


HOLE = Polygon([(0, 0), (9, 0), (9, 9), (0, 9)], [[(1, 1), (2, 1), (2, 2)]])
MANY = MultiPolygon([box(0, 0, 1, 1), box(2, 0, 3, 1)])


@pytest.mark.parametrize("suffix", [".gpkg", ".shp"])
@pytest.mark.parametrize(
    "shapes",
    [
        [box(35_512_345.678901234, 3_094_567.1, 35_512_400.1, 3_094_600.7), HOLE, MANY],
        [box(0, 0, 1, 1), None, HOLE, MANY, box(5, 5, 6, 6)],
        [Point(1, 2), None, Point(3.1, 4)],
        [shapely.LineString([(0, 0), (1, 1)]), shapely.MultiLineString([[(0, 0), (1, 1)], [(2, 2), (3, 3)]])],
        [],
    ],
)
def test_every_kind_of_field_and_shape(tmp_path: Path, suffix: str, shapes: list[Any]) -> None:
    table = frame(shapes).drop(columns="area_m2" if suffix == ".shp" and len(shapes) > 3 else [])  # 1e300 is too wide
    assert len(both(tmp_path, suffix, table)) == len(shapes)


def test_empty_shapes_and_a_mixture(tmp_path: Path) -> None:
    both(tmp_path, ".gpkg", frame([box(0, 0, 1, 1), Polygon(), MultiPolygon(), None]))
    (tmp_path / "m").mkdir()
    both(tmp_path / "m", ".gpkg", frame([box(0, 0, 1, 1), Point(1, 2), MANY]))


def test_tables_and_layers_without_fields_or_reference_system(tmp_path: Path) -> None:
    for i, table in enumerate(
        [
            pd.DataFrame(frame([None] * 3).drop(columns="geometry")),
            gpd.GeoDataFrame(geometry=gpd.GeoSeries([box(0, 0, 1, 1)], crs=4523)),
            frame([HOLE], crs=None),
            frame([HOLE], crs="+proj=tmerc +lat_0=0 +lon_0=104.3 +k=1 +x_0=500000 +y_0=0 +ellps=GRS80 +units=m"),
        ]
    ):
        (tmp_path / str(i)).mkdir()
        both(tmp_path / str(i), ".gpkg", table)


def test_slices_give_the_same_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_writing, "SLICE_ROWS", 2)
    both(tmp_path, ".gpkg", frame([box(0, 0, 1, 1), None, HOLE, MANY, box(5, 5, 6, 6)]))


def test_what_a_sink_would_write_otherwise_is_left_to_it() -> None:
    table = frame([box(0, 0, 1, 1)] * 2)
    assert can_append(table, Path("a.gpkg")) and can_append(table, Path("a.SHP"))
    assert not can_append(table, Path("a.fgb")) and not can_append(table, Path("a.geojson"))
    assert not can_append(table.assign(FID=[5, 6]), Path("a.gpkg"))
    assert not can_append(table.assign(mixed=[1, "x"]), Path("a.gpkg"))
    assert not can_append(table.set_geometry(shapely.force_3d(table.geometry)), Path("a.gpkg"))
    assert not can_append(pd.DataFrame(table.drop(columns="geometry")), Path("a.shp"))


def test_writing_can_be_cancelled_between_slices(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_writing, "SLICE_ROWS", 1)
    table, path, seen = frame([HOLE] * 3), tmp_path / "a.gpkg", []
    empty = sink(path, table)
    del empty
    with pytest.raises(Cancelled):
        append_rows(path, table, "OUTPUT", Task(lambda f, _: seen.append(f), lambda: len(seen) > 1))
    assert 0 < pyogrio.read_info(path)["features"] < 3


def test_a_file_that_cannot_be_written_is_an_error_with_a_cure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table, path = frame([HOLE]), tmp_path / "a.gpkg"
    empty = sink(path, table)
    del empty

    def fails(*_: Any, **__: Any) -> None:
        raise RuntimeError("database or disk is full")

    monkeypatch.setattr(pyogrio.raw, "write", fails)
    with pytest.raises(StorageError, match="disk is full"):
        append_rows(path, table, "OUTPUT", SILENT)
