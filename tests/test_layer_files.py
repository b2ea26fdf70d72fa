"""Files are read whole where they hold what the layer shows, and then the table is the one that the features give."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Optional

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from qgis.core import (
    NULL,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsFeature,
    QgsField,
    QgsFields,
    QgsGeometry,
    QgsProcessingFeatureSourceDefinition,
    QgsProject,
    QgsVectorFileWriter,
    QgsVectorLayer,
    QgsVectorLayerJoinInfo,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QByteArray, QDate, QDateTime, Qt, QTime, QVariant

from village_planner import layer_files, layers
from village_planner.core.errors import Cancelled
from village_planner.core.task import Task
from village_planner.layer_files import NotAlikeError, file_behind, is_whole, read_file
from village_planner.layers import LayerSnapshot, read_features, read_source

pytestmark = pytest.mark.usefixtures("qgis_app")

SQUARE = "POLYGON((0 0, 1 0, 1 1, 0 1, 0 0))"
DRIVERS = {".gpkg": "GPKG", ".shp": "ESRI Shapefile", ".fgb": "FlatGeobuf", ".geojson": "GeoJSON"}
FIELDS = {
    "地类": QVariant.String,
    "n": QVariant.Int,
    "big": QVariant.LongLong,
    "a": QVariant.Double,
    "yes": QVariant.Bool,
    "day": QVariant.Date,
}
FULL = ["水田", -3, 2**60 + 1, 0.1 + 0.2, True, QDate(2026, 11, 22)]
OTHER = ["", 7, -5, -1e300, False, QDate(1, 1, 1)]
NULLS = [NULL] * 6


def write(
    path: Path,
    rows: Sequence[tuple[Sequence[Any], str]],
    fields: Optional[dict[str, Any]] = None,
    kind: Any = QgsWkbTypes.Polygon,
    crs: str = "EPSG:4523",
    encoding: str = "UTF-8",
    layer: str = "",
    **options: Any,
) -> Path:
    """A file written by QGIS itself."""
    made = QgsFields()
    for name, value in (FIELDS if fields is None else fields).items():
        made.append(QgsField(name, value))
    how = QgsVectorFileWriter.SaveVectorOptions()
    how.driverName, how.fileEncoding, how.layerName = DRIVERS[path.suffix], encoding, layer or path.stem
    how.layerOptions = [f"{key}={value}" for key, value in options.items()]
    if path.exists():
        how.actionOnExistingFile = QgsVectorFileWriter.CreateOrOverwriteLayer
    writer = QgsVectorFileWriter.create(
        str(path), made, kind, QgsCoordinateReferenceSystem(crs), QgsCoordinateTransformContext(), how
    )
    assert writer.hasError() == QgsVectorFileWriter.NoError, writer.errorMessage()
    for values, wkt in rows:
        feature = QgsFeature(made)
        feature.setAttributes(list(values))
        if wkt:
            feature.setGeometry(QgsGeometry.fromWkt(wkt))
        assert writer.addFeature(feature), writer.errorMessage()
    del writer
    return path


def opened(path: Path, name: str = "") -> QgsVectorLayer:
    layer = QgsVectorLayer(f"{path}|layername={name}" if name else str(path), "图斑", "ogr")
    assert layer.isValid()
    return layer


def both(layer: QgsVectorLayer, fields: Optional[list[str]] = None, geometry: bool = True) -> pd.DataFrame:
    """The table from the file, proven to be the one that the features give."""
    wanted = [field.name() for field in layer.fields()] if fields is None else fields
    file = file_behind(layer)
    assert file is not None
    fast = read_file(file, wanted, geometry, "L", Task())
    slow = read_features(layer, wanted, geometry, "L", Task())
    pd.testing.assert_frame_equal(fast[0], slow[0])  # dtypes, columns and index, too
    for column in wanted:
        assert [type(v) for v in fast[0][column]] == [type(v) for v in slow[0][column]]
    assert fast[1].dtype == slow[1].dtype and fast[1].tolist() == slow[1].tolist()
    assert (fast[2] is None) == (slow[2] is None) == (not geometry)
    if geometry:
        assert shapely.to_wkb(fast[2]).tolist() == shapely.to_wkb(slow[2]).tolist()
    read = read_source(layer, "L", wanted, geometry, id_column="__id__")
    assert read["__id__"].tolist() == slow[1].tolist()
    if geometry:
        assert read.crs == gpd.GeoSeries([], crs=layers.crs_text(layer.crs())).crs
    return fast[0]


def only_features(layer: QgsVectorLayer, fields: Optional[list[str]] = None) -> None:
    """The file does not give what the layer shows, and is not read."""
    file = file_behind(layer)
    if file is not None:
        with pytest.raises(NotAlikeError):
            read_file(file, fields or [field.name() for field in layer.fields()], True, "L", Task())
    read_source(layer, "L", fields)


def changed(path: Path, *statements: str) -> Path:
    """A GeoPackage after SQL that its triggers would not let through."""
    with sqlite3.connect(path) as db:
        for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            db.execute(f'DROP TRIGGER "{name}"')
        for statement in statements:
            db.execute(statement)
    return path


# ---- attributes
@pytest.mark.parametrize("suffix", DRIVERS)
@pytest.mark.parametrize("rows", [[FULL, OTHER], [FULL, NULLS, OTHER], [NULLS, NULLS], [FULL]])
def test_every_kind_of_field_with_and_without_nulls(tmp_path: Path, suffix: str, rows: list[list[Any]]) -> None:
    fields = dict(list(FIELDS.items())[:5]) if suffix == ".fgb" else FIELDS  # it has no dates, only moments
    path = write(tmp_path / f"图斑{suffix}", [(row[: len(fields)], SQUARE) for row in rows], fields)
    layer = opened(path)
    frame = both(layer)
    assert len(frame) == len(rows)
    both(layer, geometry=False)
    both(layer, ["a", "地类"])
    both(layer, [])


def test_texts_of_all_sorts(tmp_path: Path) -> None:
    texts = ["", " ", " 田 ", "𠀀坝", "a\nb", "'\"|,;", "0101", "1.50", "NaN", "None", "x" * 5000]
    both(opened(write(tmp_path / "a.gpkg", [([text], SQUARE) for text in texts], {"t": QVariant.String})))


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (QVariant.DateTime, QDateTime(QDate(2026, 1, 2), QTime(3, 4, 5, 678))),
        (QVariant.DateTime, QDateTime(QDate(2026, 1, 2), QTime(3, 4, 5), Qt.UTC)),
        (QVariant.ByteArray, QByteArray(b"x")),
    ],
)
def test_moments_and_bytes_are_left_to_the_features(tmp_path: Path, kind: Any, value: Any) -> None:
    layer = opened(write(tmp_path / "a.gpkg", [([value, 1], SQUARE)], {"v": kind, "n": QVariant.Int}))
    only_features(layer)
    both(layer, ["n"])  # a field that nobody asks for does no harm


def test_lists_and_nested_values_are_left_to_the_features(tmp_path: Path) -> None:
    path = tmp_path / "a.geojson"
    path.write_text(
        '{"type": "FeatureCollection", "features": [{"type": "Feature", "id": 7, "properties": {"list": ["a", "b"], '
        '"nested": {"k": 1}, "t": "x"}, "geometry": {"type": "Point", "coordinates": [105, 30]}}]}'
    )
    layer = opened(path)
    only_features(layer)
    both(layer, ["t"])


def test_single_precision_numbers_are_left_to_the_features(tmp_path: Path) -> None:
    path = write(tmp_path / "a.gpkg", [([], SQUARE)], {})
    with sqlite3.connect(path) as db:
        db.execute("ALTER TABLE a ADD COLUMN f FLOAT")
    only_features(opened(path))


def test_small_integers_and_a_field_of_another_case(tmp_path: Path) -> None:
    path = write(tmp_path / "a.gpkg", [([1], SQUARE)], {"DLBM": QVariant.Int})
    with sqlite3.connect(path) as db:
        db.execute("ALTER TABLE a ADD COLUMN s SMALLINT DEFAULT 3")
        db.execute("ALTER TABLE a ADD COLUMN m MEDIUMINT")
    layer = opened(path)
    both(layer)
    assert read_source(layer, "L", ["dlbm"])["dlbm"].tolist() == [1]


def test_text_that_is_no_text_is_left_to_the_features(tmp_path: Path) -> None:
    path = write(tmp_path / "a.gpkg", [(["x"], SQUARE)], {"t": QVariant.String})
    changed(path, "UPDATE a SET t = CAST(x'B0A1' AS TEXT)")  # GBK where UTF-8 should be
    only_features(opened(path))


# ---- shapefiles
@pytest.mark.parametrize("encoding", ["UTF-8", "GBK"])
def test_shapefiles_in_chinese_encodings(tmp_path: Path, encoding: str) -> None:
    path = write(tmp_path / "图斑.shp", [(FULL, SQUARE), (NULLS, SQUARE)], encoding=encoding)
    assert path.with_suffix(".cpg").read_text() == encoding
    layer = opened(path)
    assert both(layer)["地类"].tolist() == ["水田", None]
    both(layer, ["地类"])


def test_a_shapefile_without_cpg_is_read_in_the_encoding_the_user_sets(tmp_path: Path) -> None:
    path = write(tmp_path / "a.shp", [(FULL, SQUARE)], encoding="GBK")
    path.with_suffix(".cpg").unlink()
    layer = opened(path)
    only_features(layer)  # QGIS takes it for UTF-8, which it is not
    layer.setProviderEncoding("GBK")
    assert both(layer)["地类"].tolist() == ["水田"]
    layer.setProviderEncoding("Big5")
    only_features(layer)


def test_a_character_cut_in_half_by_the_width_of_the_field(tmp_path: Path) -> None:
    path = write(tmp_path / "a.shp", [(["水"], SQUARE)], {"t": QVariant.String}, encoding="GBK")
    table = path.with_suffix(".dbf")
    table.write_bytes(table.read_bytes().replace("水".encode("gbk"), b"\xcb "))
    only_features(opened(path))


def test_deleted_rows_of_a_shapefile(tmp_path: Path) -> None:
    path = write(tmp_path / "a.shp", [(FULL, SQUARE), (OTHER, SQUARE), (FULL, SQUARE)])
    table = path.with_suffix(".dbf")
    data = bytearray(table.read_bytes())
    head, length = int.from_bytes(data[8:10], "little"), int.from_bytes(data[10:12], "little")
    data[head + length : head + length + 1] = b"*"
    table.write_bytes(data)
    layer = opened(path)
    slow = read_features(layer, ["n"], True, "L", Task())
    read = read_source(layer, "L", ["n"], id_column="fid")
    assert read["fid"].tolist() == slow[1].tolist() and read["n"].tolist() == slow[0]["n"].tolist()


# ---- geometry
@pytest.mark.parametrize("suffix", [".gpkg", ".shp"])
@pytest.mark.parametrize(
    ("kind", "shapes"),
    [
        ("Point", ["POINT(1 2)", "", "POINT(35512345.678901234 3094567.1)"]),
        ("PointZ", ["POINTZ(1 2 3)", ""]),
        ("MultiPoint", ["MULTIPOINT((1 2), (3 4))", ""]),
        ("LineString", ["LINESTRING(0 0, 1 1)", ""]),
        ("MultiLineString", ["MULTILINESTRING((0 0, 1 1), (2 2, 3 3))", "MULTILINESTRING((0 0, 1 1))"]),
        ("Polygon", [SQUARE, "", "POLYGON((0 0, 9 0, 9 9, 0 9, 0 0), (1 1, 1 2, 2 2, 2 1, 1 1))"]),
        ("PolygonZ", ["POLYGONZ((0 0 1, 1 0 2, 1 1 3, 0 0 1))", ""]),
        ("MultiPolygon", ["MULTIPOLYGON(((0 0, 1 0, 1 1, 0 0)), ((5 5, 6 5, 6 6, 5 5)))", f"MULTI{SQUARE[:7]}EMPTY"]),
        ("MultiPolygonZ", ["MULTIPOLYGONZ(((0 0 1, 1 0 2, 1 1 3, 0 0 1)))"]),
        ("Polygon", ["POLYGON((0 0, 2 2, 2 0, 0 2, 0 0))", "POLYGON((0 0, 1 0, 2 0, 0 0))"]),
    ],
)
def test_geometry_of_every_type(tmp_path: Path, suffix: str, kind: str, shapes: list[str]) -> None:
    path = tmp_path / f"a{suffix}"
    write(path, [([1], shape) for shape in shapes], {"n": QVariant.Int}, getattr(QgsWkbTypes, kind))
    both(opened(path))


def insert(path: Path, shapes: Sequence[str]) -> Path:
    """Put shapes into a GeoPackage whatever its layer's type says, as other programs do."""
    import osgeo.ogr as ogr

    source = ogr.Open(str(path), 1)
    layer = source.GetLayer(0)
    for shape in shapes:
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetGeometry(ogr.CreateGeometryFromWkt(shape))
        layer.CreateFeature(feature)
    del feature, layer, source
    return path


def test_single_empty_and_missing_shapes_in_a_layer_of_multi_parts(tmp_path: Path) -> None:
    path = write(tmp_path / "a.gpkg", [([1], "")], {"n": QVariant.Int}, QgsWkbTypes.MultiPolygon)
    insert(path, [SQUARE, f"MULTIPOLYGON({SQUARE[7:]})", "POLYGON EMPTY", "MULTIPOLYGON EMPTY"])
    layer = opened(path)
    both(layer)
    assert read_source(layer, "L").geometry.geom_type.tolist() == ["MultiPolygon"] * 5


def test_multi_parts_in_a_layer_of_single_parts_and_the_empty(tmp_path: Path) -> None:
    path = write(tmp_path / "a.gpkg", [], {"n": QVariant.Int}, QgsWkbTypes.Polygon)
    both(opened(insert(path, [SQUARE, f"MULTIPOLYGON({SQUARE[7:]})", "POLYGON EMPTY"])))


def test_an_outline_that_does_not_close(tmp_path: Path) -> None:
    path = write(tmp_path / "a.gpkg", [], {"n": QVariant.Int}, QgsWkbTypes.Polygon)
    both(opened(insert(path, ["POLYGON((0 0, 1 0, 1 1, 0 1))", SQUARE])))


ARC = "CURVEPOLYGON(CIRCULARSTRING(0 0, 100 100, 200 0, 100 -100, 0 0))"


def made(path: Path, kind: int, shapes: Sequence[str]) -> Path:
    """A file of a type that QGIS would not write."""
    import osgeo.ogr as ogr
    import osgeo.osr as osr

    system = osr.SpatialReference()
    system.ImportFromEPSG(4523)
    source = ogr.GetDriverByName(DRIVERS[path.suffix]).CreateDataSource(str(path))
    layer = source.CreateLayer(path.stem, system, kind)
    layer.CreateField(ogr.FieldDefn("n", ogr.OFTInteger))
    del layer, source
    return insert(path, shapes) if path.suffix == ".gpkg" else path


@pytest.mark.parametrize(
    ("kind", "shapes"),
    [
        ("CurvePolygon", [ARC]),
        ("CurvePolygon", [SQUARE]),
        ("MultiSurface", [f"MULTISURFACE({SQUARE[7:]}, {ARC})"]),
        ("CompoundCurve", ["COMPOUNDCURVE((0 0, 1 1), CIRCULARSTRING(1 1, 2 2, 3 1))"]),
        ("Unknown", [SQUARE, ARC]),
        ("Polygon", [SQUARE, ARC]),
        ("PolygonM", ["POLYGON M((0 0 1, 1 0 2, 1 1 3, 0 0 1))"]),
        ("PolygonZM", ["POLYGON ZM((0 0 1 1, 1 0 2 2, 1 1 3 3, 0 0 1 1))"]),
    ],
)
def test_curves_and_measures_are_left_to_the_features(tmp_path: Path, kind: str, shapes: list[str]) -> None:
    import osgeo.ogr as ogr

    layer = opened(made(tmp_path / "a.gpkg", getattr(ogr, f"wkb{kind}"), shapes))
    assert layer.featureCount() == len(shapes)
    only_features(layer)
    both(layer, geometry=False)


def test_a_layer_of_any_type_holds_what_its_rows_are(tmp_path: Path) -> None:
    import osgeo.ogr as ogr

    both(opened(made(tmp_path / "a.gpkg", ogr.wkbUnknown, [SQUARE, f"MULTIPOLYGON({SQUARE[7:]})", "POINT(1 2)"])))


# ---- feature numbers
def test_a_number_field_of_another_name_and_numbers_with_gaps(tmp_path: Path) -> None:
    rows = [([i], SQUARE) for i in range(6)]
    path = write(tmp_path / "a.gpkg", rows, {"n": QVariant.Int}, FID="编号", GEOMETRY_NAME="形状")
    changed(
        path,
        'UPDATE a SET "编号" = 1000000007 WHERE "编号" = 2',
        'UPDATE a SET "编号" = -5 WHERE "编号" = 3',
        'DELETE FROM a WHERE "编号" = 4',
        "UPDATE gpkg_ogr_contents SET feature_count = 5",
    )
    layer = opened(path)
    assert both(layer)["编号"].tolist() == [-5, 1, 5, 6, 1_000_000_007]
    both(layer, ["编号"], geometry=False)


def test_a_view_has_no_numbers_to_go_by(tmp_path: Path) -> None:
    path = write(tmp_path / "a.gpkg", [(FULL, SQUARE), (OTHER, SQUARE)])
    with sqlite3.connect(path) as db:
        db.execute("CREATE VIEW v AS SELECT fid AS OGC_FID, geom, n FROM a")
        db.execute(
            "INSERT INTO gpkg_contents (table_name, identifier, data_type, srs_id) "
            "SELECT 'v', 'v', 'features', srs_id FROM gpkg_contents WHERE table_name = 'a'"
        )
        db.execute(
            "INSERT INTO gpkg_geometry_columns SELECT 'v', column_name, geometry_type_name, srs_id, z, m "
            "FROM gpkg_geometry_columns WHERE table_name = 'a'"
        )
    read = read_source(opened(path, "v"), "L")
    assert read["n"].tolist() == [-3, 7]


def test_a_count_that_the_file_gives_wrong(tmp_path: Path) -> None:
    path = write(tmp_path / "a.gpkg", [(FULL, SQUARE), (OTHER, SQUARE)])
    with sqlite3.connect(path) as db:
        db.execute("UPDATE gpkg_ogr_contents SET feature_count = 9")
    layer = opened(path)
    only_features(layer)
    assert len(read_source(layer, "L")) == 2


@pytest.mark.parametrize("suffix", DRIVERS)
def test_slices_give_the_same_table(tmp_path: Path, suffix: str, monkeypatch: pytest.MonkeyPatch) -> None:
    rows: list[Any] = [([str(i), i, i, i / 7, i % 2 == 0, QDate(2026, 1, 1 + i)], f"POINT({i} 1)") for i in range(23)]
    rows[9] = (NULLS, rows[9][1])  # one slice of several has NULLs
    path = write(tmp_path / f"a{suffix}", rows, kind=QgsWkbTypes.Point)
    monkeypatch.setattr(layer_files, "SLICE_ROWS", 4)
    layer = opened(path)
    if suffix in (".gpkg", ".shp"):
        frame = both(layer)
        assert len(frame) == 23
        both(opened(path, "a"), geometry=False)
    else:  # each slice would read the file from its beginning
        only_features(layer)


def test_sparse_numbers_in_slices(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / "a.gpkg", [([i], "POINT(0 1)") for i in range(9)], {"n": QVariant.Int}, QgsWkbTypes.Point)
    changed(path, "UPDATE a SET fid = 9000000000000000000 WHERE fid = 9")
    monkeypatch.setattr(layer_files, "SLICE_ROWS", 3)
    both(opened(path))


def test_reading_a_file_can_be_cancelled_between_slices(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / "a.gpkg", [([], "POINT(0 1)")] * 9, {}, QgsWkbTypes.Point)
    monkeypatch.setattr(layer_files, "SLICE_ROWS", 3)
    seen: list[float] = []
    with pytest.raises(Cancelled):
        read_source(
            opened(path), "L", task=Task(lambda fraction, _: seen.append(fraction), lambda: bool(seen and seen[-1] > 0))
        )
    assert 0 < seen[-1] < 1


# ---- what is not the file as it is
@pytest.fixture
def layer(tmp_path: Path) -> Iterator[QgsVectorLayer]:
    layer = opened(write(tmp_path / "a.gpkg", [(FULL, SQUARE), (OTHER, SQUARE)]))
    assert file_behind(layer) is not None
    yield layer
    QgsProject.instance().clear()


def test_an_empty_layer_and_one_without_reference_system(tmp_path: Path) -> None:
    only_features(opened(write(tmp_path / "empty.gpkg", [])))
    path = write(tmp_path / "bare.gpkg", [(FULL, SQUARE)], crs="")
    bare = opened(path)
    both(bare, geometry=False)
    bare.setCrs(QgsCoordinateReferenceSystem("EPSG:4544"))  # the user's word goes before the file's
    both(bare)
    assert read_source(bare, "L").crs.to_epsg() == 4544


def test_a_reference_system_without_code(tmp_path: Path) -> None:
    text = "+proj=tmerc +lat_0=0 +lon_0=104.3 +k=1 +x_0=500000 +y_0=0 +ellps=GRS80 +units=m +no_defs"
    crs = QgsCoordinateReferenceSystem.fromProj(text).toWkt(QgsCoordinateReferenceSystem.WKT_PREFERRED)
    both(opened(write(tmp_path / "a.gpkg", [(FULL, SQUARE)], crs=f"WKT:{crs}")))


def test_unsaved_edits_are_read(layer: QgsVectorLayer) -> None:
    layer.startEditing()
    layer.changeAttributeValue(1, layer.fields().lookupField("n"), 99)
    assert file_behind(layer) is None
    assert read_source(layer, "L")["n"].tolist() == [99, 7]
    assert read_source(LayerSnapshot(layer), "L")["n"].tolist() == [99, 7]
    layer.rollBack()
    both(layer)


def test_a_filter_is_kept(layer: QgsVectorLayer) -> None:
    layer.setSubsetString("n = 7")
    assert file_behind(layer) is None and read_source(layer, "L")["n"].tolist() == [7]
    source = layer.source()
    assert file_behind(QgsVectorLayer(source, "x", "ogr")) is None


def test_virtual_and_joined_fields_are_read(layer: QgsVectorLayer, tmp_path: Path) -> None:
    layer.addExpressionField("n * 2", QgsField("twice", QVariant.Int))
    assert file_behind(layer) is None and read_source(layer, "L")["twice"].tolist() == [-6, 14]
    layer.removeExpressionField(layer.fields().lookupField("twice"))
    both(layer)
    other = opened(write(tmp_path / "b.gpkg", [([-3, "x"], "")], {"k": QVariant.Int, "t": QVariant.String}))
    QgsProject.instance().addMapLayers([layer, other])
    join = QgsVectorLayerJoinInfo()
    join.setJoinLayer(other)
    join.setJoinFieldName("k")
    join.setTargetFieldName("n")
    layer.addJoin(join)
    assert file_behind(layer) is None
    assert read_source(layer, "L").filter(like="_t").iloc[:, 0].tolist() == ["x", None]


def test_layers_that_are_no_files(tmp_path: Path) -> None:
    assert file_behind(QgsVectorLayer("Polygon?crs=EPSG:4523&field=n:integer", "x", "memory")) is None
    text = tmp_path / "a.csv"
    text.write_text("x,y\n1,2\n")
    assert file_behind(QgsVectorLayer(text.as_uri() + "?xField=x&yField=y", "x", "delimitedtext")) is None
    assert file_behind(opened(text)) is None
    (tmp_path / "in").mkdir()
    packed = shutil.make_archive(str(tmp_path / "z"), "zip", write(tmp_path / "in" / "a.shp", [(FULL, SQUARE)]).parent)
    assert file_behind(QgsVectorLayer(f"/vsizip/{packed}/a.shp", "x", "ogr")) is None


def test_a_layer_of_several_in_a_file_by_name_and_by_number(tmp_path: Path) -> None:
    path = write(tmp_path / "县.gpkg", [(FULL, SQUARE)], layer="乡镇")
    write(path, [(OTHER, SQUARE), (FULL, SQUARE)], layer='村"庄')
    assert both(opened(path, '村"庄'))["n"].tolist() == [7, -3]
    assert both(opened(path))["n"].tolist() == [-3]
    assert both(QgsVectorLayer(f"{path}|layerid=1", "x", "ogr"))["n"].tolist() == [7, -3]


def test_only_a_source_without_restrictions_is_the_whole_layer(layer: QgsVectorLayer) -> None:
    whole = QgsProcessingFeatureSourceDefinition
    assert is_whole("a.gpkg") and is_whole(layer) and is_whole(whole("a.gpkg"))
    assert not is_whole(whole("a.gpkg", True)) and not is_whole(whole("a.gpkg", False, 5))
    if hasattr(whole("a"), "filterExpression"):
        assert not is_whole(whole("a.gpkg", False, -1, QgsProcessingFeatureSourceDefinition.Flags(), 0, "n = 7"))
