"""QGIS features to GeoDataFrames and back: the one place where layers become tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Optional, Union

import numpy as np
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFeatureIterator,
    QgsFeatureRequest,
    QgsFeatureSink,
    QgsFeatureSource,
    QgsFields,
    QgsGeometry,
    QgsProcessingFeatureSource,
    QgsVectorLayer,
    QgsVectorLayerFeatureSource,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QDate, QDateTime, QTime, QVariant

from .compat import is_null, make_field
from .core.errors import InputError
from .core.messages import message
from .core.storage import cannot_write
from .core.task import SILENT, Task
from .layer_files import LayerFile, NotAlikeError, Seen, file_behind, read_file, unclosed

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

BATCH = 2000  # features between two looks at the cancel button


class LayerSnapshot:
    """A layer as it is now, to be made on the layer's own thread and read on any other, like a feature source."""

    def __init__(self, layer: QgsVectorLayer) -> None:
        self._source = QgsVectorLayerFeatureSource(layer)
        self._fields = QgsFields(layer.fields())
        self._crs = QgsCoordinateReferenceSystem(layer.crs())
        self._count = layer.featureCount()
        self.file = file_behind(layer)

    def fields(self) -> QgsFields:
        return self._fields

    def sourceCrs(self) -> QgsCoordinateReferenceSystem:
        return self._crs

    def featureCount(self) -> int:
        return self._count

    def getFeatures(self, request: QgsFeatureRequest) -> QgsFeatureIterator:
        return self._source.getFeatures(request)


class FileSource:
    """A feature source that shows the rows of a file as they are: a source in every way, and read from the file."""

    def __init__(self, source: QgsFeatureSource, file: LayerFile) -> None:
        self.source = source
        self.file = file

    def __getattr__(self, name: str) -> Any:
        return getattr(self.source, name)


Source = Union[QgsFeatureSource, LayerSnapshot, FileSource]


def read_source(
    source: Source,
    name: str,
    fields: Optional[Sequence[str]] = None,
    geometry: bool = True,
    task: Task = SILENT,
    id_column: Optional[str] = None,
    seen: Optional[Seen] = None,
) -> gpd.GeoDataFrame | pd.DataFrame:
    """Read a feature source into a frame, in the source's order and CRS.

    source     any feature source; invalid geometries are read as they are (core repairs or reports them)
    name       what the user calls the layer; messages use it
    fields     names of the attributes wanted, all by default; unknown ones are an `InputError`
    geometry   False reads a table: a DataFrame without a geometry column
    id_column  a column of this name gets the features' numbers in their layer
    seen       called with the shapes read so far, part by part and in order, while the rest is still to be read; its
               second argument is True for the first part, which may come again where a file turns out to need another
               way of reading
    """
    import geopandas as gpd

    known = source.fields()
    wanted = [field.name() for field in known] if fields is None else list(dict.fromkeys(fields))
    for field in wanted:
        if known.lookupField(field) < 0:
            raise InputError(
                "unknown_field",
                "Layer {layer} has no field {field}. Choose one of: {fields}.",
                layer=name,
                field=field,
                fields=", ".join(f.name() for f in known),
            )
    crs = source.sourceCrs()
    if geometry and not crs.isValid() and source.featureCount() != 0:  # an empty layer may have lost it
        raise InputError(
            "missing_crs",
            "Layer {layer} has no coordinate reference system. Set it in the layer's properties (or save the layer "
            "with one), then run again.",
            layer=name,
        )
    frame, numbers, shapes = _rows(source, wanted, geometry, name, task, seen)
    if id_column is not None:
        frame[id_column] = numbers
    if shapes is None:
        return frame
    return gpd.GeoDataFrame(frame, geometry=gpd.GeoSeries(shapes, index=frame.index, crs=crs_text(crs)))


Rows = tuple["pd.DataFrame", "np.ndarray", Optional["np.ndarray"]]  # attributes, feature numbers, geometry


def _rows(source: Source, wanted: Sequence[str], geometry: bool, name: str, task: Task, seen: Optional[Seen]) -> Rows:
    """From the file where one lies behind the source unchanged, else feature by feature; the same either way."""
    file = file_behind(source) if isinstance(source, QgsVectorLayer) else getattr(source, "file", None)
    if file is not None:
        try:
            return read_file(file, wanted, geometry, name, task, seen)
        except NotAlikeError:
            pass
    frame, numbers, shapes = read_features(source, wanted, geometry, name, task)
    if seen is not None and shapes is not None:
        seen(shapes, True)
    return frame, numbers, shapes


def read_features(source: Source, wanted: Sequence[str], geometry: bool, name: str, task: Task) -> Rows:
    """Feature by feature, from any source; for the arguments see `read_source`."""
    import pandas as pd
    import shapely

    known = source.fields()
    index = [known.lookupField(field) for field in wanted]
    request = QgsFeatureRequest().setInvalidGeometryCheck(QgsFeatureRequest.GeometryNoCheck)
    request.setSubsetOfAttributes(index)
    if not geometry:
        request.setFlags(QgsFeatureRequest.NoGeometry)
    rows: list[list[Any]] = []
    wkb: list[Optional[bytes]] = []
    total = max(source.featureCount(), 1)
    ids: list[int] = []
    for number, feature in enumerate(features_asked(source, request)):
        if number % BATCH == 0:
            task.report(min(number / total, 1.0), message("Reading {layer} …", layer=name) if number == 0 else None)
        attributes = feature.attributes()
        ids.append(feature.id())
        rows.append([_plain(attributes[i]) for i in index])
        if geometry:
            wkb.append(wkb_of(feature.geometry()))
    frame = pd.DataFrame(rows, columns=list(wanted))
    for field, i in zip(wanted, index):
        if known.at(i).isNumeric() and frame[field].dtype == object:
            frame[field] = pd.to_numeric(frame[field])
    numbers = np.array(ids, dtype=np.int64)
    if not geometry:
        return frame, numbers, None
    shapes = np.array(wkb, dtype=object)
    return frame, numbers, shapely.from_wkb(shapes, on_invalid=unclosed()) if wkb else shapes


def features_asked(source: Source, request: QgsFeatureRequest) -> QgsFeatureIterator:
    """The features that a request asks for, whatever their geometry is like."""
    if isinstance(source, FileSource):
        source = source.source
    if isinstance(source, QgsProcessingFeatureSource):
        # It overrides the request's own setting; without the flag the desktop stops at the first invalid geometry.
        return source.getFeatures(request, QgsProcessingFeatureSource.FlagSkipGeometryValidityChecks)
    return source.getFeatures(request)


def crs_text(crs: QgsCoordinateReferenceSystem) -> str:
    """The CRS as pyproj reads it: its authority code, else its WKT (a user's own CRS has a code only QGIS knows)."""
    code = crs.authid()
    return code if code and not code.startswith("USER:") else crs.toWkt(QgsCoordinateReferenceSystem.WKT_PREFERRED)


def qgis_crs(frame: Any) -> QgsCoordinateReferenceSystem:
    """The CRS of a GeoDataFrame as QGIS knows it; invalid for a plain table."""
    return qgis_crs_of(getattr(frame, "crs", None))


def qgis_crs_of(crs: Any) -> QgsCoordinateReferenceSystem:
    """A CRS of pyproj's as QGIS knows it; invalid for None."""
    if crs is None:
        return QgsCoordinateReferenceSystem()
    authority = _authority(crs)
    return QgsCoordinateReferenceSystem(authority) if authority else QgsCoordinateReferenceSystem.fromWkt(crs.to_wkt())


def warm_crs(crs: Any) -> None:
    """Have QGIS know a CRS of pyproj's in this thread before another makes layers in it.

    What QGIS 3.22 caches of a CRS dies with the thread that asked for it first, also for those who hold the CRS: using
    it then ends in a crash within PROJ.
    """
    QgsCoordinateReferenceSystem(qgis_crs_of(crs).authid())  # as a memory layer asks for it


@lru_cache(maxsize=16)
def _authority(crs: Any) -> str:
    """Authority and code, which take long to look up; "" where there are none. (The CRS itself is not to be kept: see
    `warm_crs`.)"""
    return ":".join(crs.to_authority(min_confidence=100) or ())  # a similar system is not the same


def _plain(value: Any) -> Any:
    if is_null(value):
        return None
    if isinstance(value, (QDate, QTime, QDateTime)):
        from qgis.PyQt.QtCore import Qt

        return value.toString(Qt.DateFormat.ISODate)
    if isinstance(value, QVariant):
        return value.value()
    return value


def wkb_of(geometry: QgsGeometry) -> Optional[bytes]:
    """WKB as shapely reads it, None for no geometry."""
    if geometry.isNull():
        return None
    abstract = geometry.constGet()
    if QgsWkbTypes.isCurvedType(abstract.wkbType()):
        # Shapely knows no arcs; QGIS's own segmentation keeps the area to well below a square centimetre.
        geometry = QgsGeometry(abstract.segmentize())
    return bytes(geometry.asWkb())


def field_kind(column: pd.Series) -> str:
    """text, integer, number or boolean: what a column becomes in a layer."""
    import pandas as pd

    if pd.api.types.is_bool_dtype(column):
        return "boolean"
    if pd.api.types.is_integer_dtype(column):
        return "integer"
    if pd.api.types.is_float_dtype(column):
        return "number"
    return "text"


def fields_of(frame: pd.DataFrame) -> QgsFields:
    """The fields a frame becomes, geometry left out."""
    fields = QgsFields()
    for column in attribute_columns(frame):
        fields.append(make_field(str(column), field_kind(frame[column])))
    return fields


def attribute_columns(frame: pd.DataFrame) -> list[str]:
    geometry = getattr(frame, "_geometry_column_name", None)
    return [column for column in frame.columns if column != geometry]


def features_of(frame: pd.DataFrame) -> Iterator[QgsFeature]:
    """Each row as a feature, in order; NaN and None become NULL."""
    geometry = getattr(frame, "_geometry_column_name", None)
    shapes = frame[geometry].to_numpy() if geometry in frame.columns else None
    return features_with(frame, attribute_columns(frame), shapes)


def features_with(frame: pd.DataFrame, names: Sequence[str], shapes: Optional[np.ndarray]) -> Iterator[QgsFeature]:
    """Each row's attributes with a shape of its own, as features in order; see `features_of`."""
    import shapely

    fields = fields_of(frame)
    columns = []
    for column in names:
        missing = frame[column].isna().to_numpy()
        values = frame[column].tolist()
        # Nullable columns and columns of objects hand out numpy's numbers, which a provider takes for nothing.
        plain = [value.item() if isinstance(value, np.generic) else value for value in values]
        columns.append([None if m else v for v, m in zip(plain, missing)])
    wkb = [None] * len(frame) if shapes is None else shapely.to_wkb(shapes)
    rows = zip(*columns) if columns else (() for _ in range(len(frame)))
    multi = shapes is not None and QgsWkbTypes.isMultiType(wkb_type_of_shapes(shapes))
    for attributes, shape in zip(rows, wkb):
        feature = QgsFeature(fields)
        feature.setAttributes(list(attributes))
        if shape is not None:
            made = QgsGeometry()
            made.fromWkb(shape)
            if multi:
                made.convertToMultiType()
            feature.setGeometry(made)
        yield feature


def wkb_type_of(frame: pd.DataFrame) -> QgsWkbTypes.Type:
    """The layer type that holds every row: the multi type where any row is multi or rows are mixed."""
    geometry = getattr(frame, "_geometry_column_name", None)
    return wkb_type_of_shapes(frame[geometry].to_numpy()) if geometry in frame.columns else QgsWkbTypes.NoGeometry


def wkb_type_of_shapes(shapes: np.ndarray) -> QgsWkbTypes.Type:
    import shapely

    ids = set(np.unique(shapely.get_type_id(shapes))) - {-1}
    if not ids:
        return QgsWkbTypes.MultiPolygon
    if ids == {0}:
        return QgsWkbTypes.Point
    families = {
        QgsWkbTypes.MultiPoint: {0, 4},
        QgsWkbTypes.MultiLineString: {1, 2, 5},
        QgsWkbTypes.MultiPolygon: {3, 6},
    }
    return next((kind for kind, members in families.items() if ids <= members), QgsWkbTypes.Unknown)


def write_features(
    sink: QgsFeatureSink, frame: pd.DataFrame, name: str, task: Task = SILENT, file: Optional[Path] = None
) -> None:
    """Write every row to the sink; a row it refuses (disk full, lost connection) is a `StorageError`.

    name, file  what messages call the output, and the file it becomes, where it is one
    """
    total = max(len(frame), 1)
    for number, feature in enumerate(features_of(frame)):
        if number % BATCH == 0:
            task.report(number / total)
        if not sink.addFeature(feature, QgsFeatureSink.FastInsert):
            raise cannot_write(name, sink.lastError() or "?", file)
    if not sink.flushBuffer():
        raise cannot_write(name, sink.lastError() or "?", file)
