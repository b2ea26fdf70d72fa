"""Layers become tables and tables layers, without loss."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFeatureRequest,
    QgsFeatureSink,
    QgsGeometry,
    QgsProcessingContext,
    QgsProcessingUtils,
    QgsProject,
    QgsVectorLayer,
    QgsWkbTypes,
)
from shapely import MultiPolygon, Polygon, box

from village_planner.core.errors import Cancelled, InputError, StorageError
from village_planner.core.task import Task
from village_planner.layers import (
    LayerSnapshot,
    crs_text,
    features_of,
    fields_of,
    qgis_crs,
    read_source,
    wkb_type_of,
    write_features,
)

BOW_TIE = "POLYGON((0 0, 2 2, 2 0, 0 2, 0 0))"
pytestmark = pytest.mark.usefixtures("qgis_app")


def memory(definition: str, rows: list[tuple[list[Any], str]]) -> QgsVectorLayer:
    layer = QgsVectorLayer(definition, "DLTB", "memory")
    assert layer.isValid()
    features = []
    for values, wkt in rows:
        feature = QgsFeature(layer.fields())
        feature.setAttributes(values)
        if wkt:
            feature.setGeometry(QgsGeometry.fromWkt(wkt))
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    layer.updateExtents()
    return layer


FIELDS = "field=代码:string&field=n:integer&field=a:double&field=d:date&field=yes:bool"


def test_values_keep_their_kinds_and_nulls() -> None:
    from qgis.PyQt.QtCore import NULL, QDate

    layer = memory(
        f"Polygon?crs=EPSG:4523&{FIELDS}",
        [
            (["0101", 3, 1.5, QDate(2026, 11, 22), True], "POLYGON((0 0, 1 0, 1 1, 0 0))"),
            ([NULL, NULL, NULL, NULL, NULL], ""),
        ],
    )
    frame = read_source(layer, "DLTB")
    assert frame["代码"].tolist() == ["0101", None]
    assert frame["n"].iloc[0] == 3 and np.isnan(frame["n"].iloc[1])
    assert frame["a"].iloc[0] == 1.5 and np.isnan(frame["a"].iloc[1])
    assert frame["d"].tolist() == ["2026-11-22", None]
    assert frame["yes"].tolist() == [True, None]
    assert frame.geometry.iloc[0].area == 0.5 and frame.geometry.iloc[1] is None
    assert frame.crs.to_epsg() == 4523


def test_only_the_fields_asked_for_and_the_features_numbers() -> None:
    layer = memory("Point?crs=EPSG:4523&field=a:string&field=b:string", [(["x", "y"], "POINT(1 2)")] * 2)
    frame = read_source(layer, "P", ["b"], id_column="fid")
    assert frame.columns.tolist() == ["b", "fid", "geometry"]
    assert frame["fid"].tolist() == [feature.id() for feature in layer.getFeatures()]
    table = read_source(layer, "P", geometry=False)
    assert type(table) is pd.DataFrame and table.columns.tolist() == ["a", "b"]


def test_an_unknown_field_is_named_with_the_known_ones() -> None:
    layer = memory("Point?crs=EPSG:4523&field=a:string", [])
    with pytest.raises(InputError, match=r"Layer P has no field c\. Choose one of: a\."):
        read_source(layer, "P", ["c"])


def test_a_layer_without_reference_system_is_refused() -> None:
    layer = memory("Polygon?field=a:string", [([""], "POLYGON((0 0, 1 0, 1 1, 0 0))")])
    layer.setCrs(QgsCoordinateReferenceSystem())
    with pytest.raises(InputError, match="Layer DLTB has no coordinate reference system"):
        read_source(layer, "DLTB")
    assert len(read_source(layer, "DLTB", geometry=False)) == 1


def test_invalid_geometry_is_read_as_it_is_also_where_the_desktop_would_stop() -> None:
    layer = memory("Polygon?crs=EPSG:4523", [([], BOW_TIE)])
    QgsProject.instance().addMapLayer(layer)
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    context.setInvalidGeometryCheck(QgsFeatureRequest.GeometryAbortOnInvalid)
    source = QgsProcessingUtils.variantToSource(layer.id(), context)
    try:
        assert [g.wkt for g in read_source(source, "DLTB").geometry] == [shapely.from_wkt(BOW_TIE).wkt]
    finally:
        QgsProject.instance().removeMapLayer(layer.id())


def test_arcs_become_lines_that_keep_the_area() -> None:
    circle = "CURVEPOLYGON(CIRCULARSTRING(0 0, 100 100, 200 0, 100 -100, 0 0))"
    frame = read_source(memory("CurvePolygon?crs=EPSG:4523", [([], circle)]), "K")
    assert frame.geometry.iloc[0].area == pytest.approx(np.pi * 1e4, rel=1e-3)


def test_a_snapshot_reads_like_the_layer_and_does_not_follow_it() -> None:
    layer = memory("Polygon?crs=EPSG:4523&field=a:string", [(["x"], "POLYGON((0 0, 1 0, 1 1, 0 0))")])
    snapshot = LayerSnapshot(layer)
    assert read_source(snapshot, "L").equals(read_source(layer, "L"))
    layer.dataProvider().truncate()
    assert len(read_source(layer, "L")) == 0 and len(read_source(snapshot, "L")) == 1


def test_reading_can_be_cancelled() -> None:
    layer = memory("Point?crs=EPSG:4523", [([], "POINT(1 2)")] * 3)
    with pytest.raises(Cancelled):
        read_source(layer, "P", task=Task(is_cancelled=lambda: True))


def test_a_reference_system_of_the_users_own_reaches_pyproj_and_comes_back() -> None:
    text = "+proj=tmerc +lat_0=0 +lon_0=104.3 +k=1 +x_0=500000 +y_0=0 +ellps=GRS80 +units=m +no_defs"
    crs = QgsCoordinateReferenceSystem.fromProj(text)
    crs.saveAsUserCrs("own")
    assert crs.authid().startswith("USER:")
    frame = gpd.GeoDataFrame(geometry=[shapely.Point(500_000, 3_000_000)], crs=crs_text(crs))
    degrees = frame.to_crs(4326).geometry.iloc[0]
    assert degrees.x == pytest.approx(104.3, abs=1e-9)
    back = qgis_crs(frame)
    assert back.isValid() and "104.3" in back.toProj()
    assert qgis_crs(gpd.GeoDataFrame(geometry=[], crs=4544)).authid() == "EPSG:4544"
    assert not qgis_crs(pd.DataFrame()).isValid()


def test_a_table_becomes_fields_and_features() -> None:
    frame = gpd.GeoDataFrame(
        {
            "code": ["0101", None],
            "n": pd.array([1, 2]),
            "i": [1, 2],
            "a": [0.5, np.nan],
            "yes": [True, False],
        },
        geometry=[box(0, 0, 1, 1), MultiPolygon([box(0, 0, 1, 1), box(2, 0, 3, 1)])],
        crs=4523,
    )
    assert [f.name() for f in fields_of(frame)] == ["code", "n", "i", "a", "yes"]
    assert wkb_type_of(frame) == QgsWkbTypes.MultiPolygon
    features = list(features_of(frame))
    assert features[0].attributes() == ["0101", 1, 1, 0.5, True]
    assert features[1].attributes() == [None, 2, 2, None, False]
    # Single polygons are promoted, so that every row fits the layer's type.
    assert [f.geometry().wkbType() for f in features] == [QgsWkbTypes.MultiPolygon] * 2


def test_nullable_integers_reach_a_provider_as_numbers() -> None:
    frame = pd.DataFrame({"rank": pd.array([3, None, 1], dtype="Int64"), "mixed": [np.int64(2), "x", None]})
    values = [feature.attributes() for feature in features_of(frame)]
    assert values == [[3, 2], [None, "x"], [1, None]]
    assert [type(value) for value in values[0]] == [int, int]


@pytest.mark.parametrize(
    ("shapes", "kind"),
    [
        ([], QgsWkbTypes.MultiPolygon),
        ([None], QgsWkbTypes.MultiPolygon),
        ([shapely.Point(0, 0)], QgsWkbTypes.Point),
        ([shapely.Point(0, 0), shapely.MultiPoint([(0, 0)])], QgsWkbTypes.MultiPoint),
        ([shapely.LineString([(0, 0), (1, 1)])], QgsWkbTypes.MultiLineString),
        ([box(0, 0, 1, 1), None], QgsWkbTypes.MultiPolygon),
        ([box(0, 0, 1, 1), shapely.Point(0, 0)], QgsWkbTypes.Unknown),
    ],
)
def test_the_type_of_layer_that_holds_every_row(shapes: list[Any], kind: Any) -> None:
    assert wkb_type_of(gpd.GeoDataFrame(geometry=gpd.GeoSeries(shapes, crs=4523))) == kind


def test_round_trip_through_a_layer_keeps_values_and_coordinates_to_the_last_bit() -> None:
    shape = Polygon([(35_512_345.678901234, 3_094_567.1), (35_512_400.1, 3_094_567.2), (35_512_400.3, 3_094_600.7)])
    frame = gpd.GeoDataFrame({"code": ["0101"], "a": [0.1 + 0.2]}, geometry=[shape], crs=4523)
    layer = QgsVectorLayer("MultiPolygon?crs=EPSG:4523&field=code:string&field=a:double", "x", "memory")
    write_features(layer.dataProvider(), frame, "x")
    read = read_source(layer, "x")
    assert read["a"].tolist() == [0.1 + 0.2]
    assert shapely.equals_exact(read.geometry.iloc[0].geoms[0], shape, 0)


def test_a_row_that_the_sink_refuses_is_an_error_with_a_cure() -> None:
    class Refusing(QgsFeatureSink):
        def addFeature(self, *_: Any) -> bool:
            return False

        def lastError(self) -> str:
            return "lost"

    with pytest.raises(StorageError, match=r"Output OUTPUT could not be written \(lost\)"):
        write_features(Refusing(), pd.DataFrame({"a": [1]}), "OUTPUT")
