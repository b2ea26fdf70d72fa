"""Files behind layers, read at the speed of the disk: whole tables through pyogrio instead of feature by feature."""

from __future__ import annotations

import math
import os
import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Optional, Union

import numpy as np
from numpy.typing import NDArray
from qgis.core import (
    QgsField,
    QgsFields,
    QgsGeometry,
    QgsProcessingFeatureSourceDefinition,
    QgsProviderRegistry,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QThread

from .compat import FIELD_KINDS
from .core.messages import message
from .core.task import Task

if TYPE_CHECKING:
    import pandas as pd

# What a slice between two looks at the cancel button may hold; a quarter of a second or so.
SLICE_ROWS = 10_000
SLICE_BYTES = 16 << 20

# How a slice begins where the last one ended, without reading all that lies before it.
BY_NUMBER = "number"  # a range of feature numbers, which are the table's key
BY_PLACE = "place"  # the file can be entered at any row
AT_ONCE = "at once"  # it cannot: only files of one slice are read
_ENTRY = {"GPKG": BY_NUMBER, "ESRI Shapefile": BY_PLACE, "FlatGeobuf": AT_ONCE, "GeoJSON": AT_ONCE}

# Encodings in which Python and Qt mean the same characters. What Qt calls GB2312 is GBK.
_CODECS = {"UTF-8": "utf-8", "GBK": "gbk", "CP936": "gbk", "GB2312": "gbk", "ISO-8859-1": "latin-1"}
_FAMILIES = (QgsWkbTypes.PointGeometry, QgsWkbTypes.LineGeometry, QgsWkbTypes.PolygonGeometry)


# Types of pyogrio's that hold no arcs; a GeoPackage tells by itself whether it holds any (`_has_arcs`).
_PLAIN_TYPES = {
    f"{multi}{name}{z}" for multi in ("", "Multi") for name in ("Point", "LineString", "Polygon") for z in ("", " Z")
}


class NotAlikeError(Exception):
    """The file would not give the table that QGIS gives: read the features."""


Seen = Callable[["NDArray", bool], None]


@dataclass(frozen=True)
class LayerFile:
    """The file whose rows a layer shows as they are, and what is needed to read it on any thread.

    path, layer  the file, and its layer's name or number
    fields       all fields of the layer in QGIS: name -> kind (see `compat.FIELD_KINDS`); other kinds are ""
    number_field the field that is the feature's number, "" where the numbers are no field
    entry        BY_NUMBER, BY_PLACE or AT_ONCE
    codec        Python's name of the text encoding where QGIS decodes itself (shapefiles), else None
    multi        the layer promotes single parts to multi parts
    shapes       the geometry type is one that reads alike
    count        rows
    """

    path: str
    layer: Union[str, int]
    fields: dict[str, str]
    number_field: str
    entry: str
    codec: Optional[str]
    multi: bool
    shapes: bool
    count: int


def file_behind(layer: QgsVectorLayer) -> Optional[LayerFile]:
    """The file whose rows `layer` shows as they are; None where the layer shows anything else.

    To be called on the layer's own thread; on another it answers None.
    """
    if layer.thread() != QThread.currentThread() or layer.providerType() != "ogr":
        return None
    provider = layer.dataProvider()
    entry = _ENTRY.get(provider.storageType())
    if entry is None or layer.isEditable() or layer.subsetString() or not _all_from_file(layer.fields()):
        return None
    parts = QgsProviderRegistry.instance().decodeUri("ogr", layer.source())
    # Open options, a geometry type to filter by, a login: none of them is told by path and layer name.
    unusual = {key for key, value in parts.items() if value} - {"path", "layerName", "layerId"}
    path = parts.get("path") or ""
    if unusual or "|geometrytype=" in layer.source().lower() or not os.path.isfile(path):
        return None
    keys = provider.pkAttributeIndexes()
    number_field = layer.fields().at(keys[0]).name() if keys else ""
    if entry == BY_NUMBER and len(keys) != 1:  # a view
        return None
    codec = None
    if provider.storageType() == "ESRI Shapefile":
        codec = _CODECS.get(provider.encoding().upper())
        if codec is None:
            return None
    kind = layer.wkbType()
    return LayerFile(
        path=path,
        layer=parts.get("layerName") or int(parts.get("layerId") or 0),
        fields={field.name(): _kind(field) for field in layer.fields()},
        number_field=number_field,
        entry=entry,
        codec=codec,
        multi=QgsWkbTypes.isMultiType(kind),
        shapes=QgsWkbTypes.geometryType(kind) in _FAMILIES
        and not QgsWkbTypes.isCurvedType(kind)
        and not QgsWkbTypes.hasM(kind),
        count=layer.featureCount(),
    )


def is_whole(value: Any) -> bool:
    """Whether the value of a source parameter means all rows of its layer."""
    if not isinstance(value, QgsProcessingFeatureSourceDefinition):
        return True
    return not value.selectedFeaturesOnly and value.featureLimit == -1 and not getattr(value, "filterExpression", "")


def _all_from_file(fields: QgsFields) -> bool:
    return all(fields.fieldOrigin(i) == QgsFields.OriginProvider for i in range(fields.count()))


def _kind(field: QgsField) -> str:
    return FIELD_KINDS.get(field.type(), "")


def read_file(
    file: LayerFile,
    wanted: Sequence[str],
    geometry: bool,
    name: str,
    task: Task,
    seen: Optional[Seen] = None,
) -> tuple[pd.DataFrame, NDArray[np.int64], Optional[NDArray]]:
    """The rows of a file as QGIS would show them: attributes, feature numbers, geometry (None for no geometry).

    wanted  names of fields      name  what messages call the layer
    seen    called with the shapes of each slice, before the next is read, and whether it is the first
    Errors: `NotAlikeError`, also where pyogrio cannot read the file at all.
    """
    import pandas as pd

    kinds = [file.fields.get(field, "") for field in wanted]
    if "" in kinds or file.count <= 0 or (geometry and not file.shapes):
        raise NotAlikeError
    if geometry and file.entry == BY_NUMBER and _has_arcs(file):
        raise NotAlikeError
    columns = [field for field in wanted if field != file.number_field]
    numbers: list[NDArray] = []
    shapes: list[NDArray] = []
    values: list[list[NDArray]] = [[] for _ in columns]
    task.report(0.0, message("Reading {layer} …", layer=name))
    try:
        for subset in _slices(file):
            fids, wkb, slice_values = _read_slice(file, columns, geometry, subset)
            numbers.append(fids)
            for column, some in zip(values, slice_values):
                column.append(some)
            if geometry:
                shapes.append(_shapes(wkb, file.multi))
                if seen is not None:
                    seen(shapes[-1], len(shapes) == 1)
            task.report(min(sum(map(len, numbers)) / file.count, 1.0))
    except (RuntimeError, ValueError, OSError) as error:  # pyogrio's own errors are RuntimeErrors
        raise NotAlikeError from error
    fids = np.concatenate(numbers) if numbers else np.zeros(0, dtype=np.int64)
    if len(fids) != file.count or (file.entry == BY_NUMBER and not np.all(np.diff(fids) > 0)):
        raise NotAlikeError
    found = {column: np.concatenate(some) for column, some in zip(columns, values)}
    found[file.number_field] = fids
    series = {field: _column(found[field], kind) for field, kind in zip(wanted, kinds)}
    frame = pd.DataFrame(series, columns=list(wanted), index=pd.RangeIndex(len(fids)))
    return frame, fids, np.concatenate(shapes) if geometry else None


def _slices(file: LayerFile) -> list[dict[str, Any]]:
    """What tells pyogrio each slice."""
    import pyogrio

    share = os.path.getsize(file.path) / file.count  # at most: the file may hold more than this layer
    rows = int(min(SLICE_ROWS, max(SLICE_BYTES / max(share, 1.0), 1.0)))
    number = -(-file.count // rows)
    if number == 1:
        return [{}]
    if file.entry == BY_PLACE:
        return [{"skip_features": i * rows, "max_features": rows} for i in range(number)]
    if file.entry == AT_ONCE:
        raise NotAlikeError
    key = '"' + file.number_field.replace('"', '""') + '"'
    table = '"' + _table(file).replace('"', '""') + '"'
    bounds = pyogrio.raw.read(file.path, sql=f"SELECT MIN({key}) AS a, MAX({key}) AS b FROM {table}")[3]
    first, end = int(bounds[0][0]), int(bounds[1][0]) + 1
    edges = [first + (end - first) * i // number for i in range(number + 1)]
    return [{"where": f"{key} >= {start} AND {key} < {end}"} for start, end in zip(edges[:-1], edges[1:])]


def _table(file: LayerFile) -> str:
    import pyogrio

    return file.layer if isinstance(file.layer, str) else str(pyogrio.list_layers(file.path)[file.layer][0])


def _has_arcs(file: LayerFile) -> bool:
    """Whether a GeoPackage says of the table that it holds arcs; GDAL puts other vertices on them than QGIS."""
    import pyogrio

    sql = "SELECT table_name FROM gpkg_extensions WHERE extension_name LIKE 'gpkg\\_geom\\_%' ESCAPE '\\'"
    try:
        tables = pyogrio.raw.read(file.path, sql=sql)[3][0]
    except RuntimeError:  # no such table: no extensions
        return False
    return _table(file) in tables


def _read_slice(
    file: LayerFile, columns: Sequence[str], geometry: bool, subset: dict[str, Any]
) -> tuple[NDArray, Optional[NDArray], list[NDArray]]:
    """Feature numbers, WKB and the values of `columns`."""
    import pyogrio

    # Latin 1 hands every byte through, to be decoded here as QGIS decodes it.
    encoding = None if file.codec is None else "ISO-8859-1"
    names = [_raw(column, file.codec) for column in columns]
    meta, fids, wkb, data = pyogrio.raw.read(
        file.path,
        layer=file.layer,
        encoding=encoding,
        columns=names,
        read_geometry=geometry,
        return_fids=True,
        **subset,
    )
    found = dict(zip(meta["fields"], data))
    if geometry and file.entry != BY_NUMBER and meta["geometry_type"] not in _PLAIN_TYPES:
        raise NotAlikeError
    if len(found) != len(columns) or any(subtype == "OFSTFloat32" for subtype in meta["ogr_subtypes"]):
        raise NotAlikeError
    return fids, wkb, [_decoded(found[name], file.codec) for name in names]


def _raw(text: str, codec: Optional[str]) -> str:
    return text if codec is None else text.encode(codec).decode("latin-1")


def _decoded(values: NDArray, codec: Optional[str]) -> NDArray:
    """Texts that were read as Latin 1 in the layer's own encoding; ValueError where they are none in it."""
    if codec is None or values.dtype != object:
        return values
    known = {text: text.encode("latin-1").decode(codec) for text in set(values.tolist()) if isinstance(text, str)}
    return np.array([known.get(text, text) for text in values.tolist()], dtype=object)


def _shapes(wkb: Optional[NDArray], multi: bool) -> NDArray:
    import shapely

    if wkb is None:
        raise NotAlikeError
    return shapely.from_wkb(promoted(wkb) if multi else wkb, on_invalid=unclosed())


def _promoting(code: int) -> tuple[bytes, bytes]:
    """The beginning of a single part's WKB, and what makes it a multi part of one."""
    return b"\x01" + struct.pack("<I", code), b"\x01" + struct.pack("<II", code + 3, 1)


# Point, line and polygon; flat, and with heights in both spellings that are in use.
_SINGLE = dict(_promoting(code + kind) for code in (0, 1000, 0x80000000) for kind in (1, 2, 3))


def promoted(wkb: NDArray) -> NDArray:
    """WKB of single parts as multi parts, as QGIS shows and writes them in a layer of those; None stays None."""
    return np.array([one if one is None else _promoted(one) for one in wkb.tolist()], dtype=object)


def _promoted(wkb: bytes) -> bytes:
    before = _SINGLE.get(wkb[:5])
    if before is None:
        return wkb
    if not _is_empty(wkb):
        return before + wkb
    geometry = QgsGeometry()  # versions differ in what becomes of these
    geometry.fromWkb(wkb)
    geometry.convertToMultiType()
    return bytes(geometry.asWkb())


def _is_empty(wkb: bytes) -> bool:
    """Whether a single part has no point (a point has coordinates that are no numbers)."""
    kind = struct.unpack("<I", wkb[1:5])[0] & 0xFFFF
    return wkb[5:9] == bytes(4) if kind % 1000 != 1 else math.isnan(struct.unpack("<d", wkb[5:13])[0])


def unclosed() -> str:
    """What shapely is to do with an outline that does not come back to its start: close it, where GEOS can do that."""
    import shapely

    return "fix" if shapely.geos_version >= (3, 11, 0) else "ignore"


def _column(values: NDArray, kind: str) -> Any:
    """A field's values as the features give them: whole numbers with NULLs as floats, dates as text."""
    if kind == "integer":
        return values.astype(np.int64 if values.dtype.kind in "iu" else np.float64)
    if kind == "number":
        return values.astype(np.float64)
    if kind == "boolean":
        return _with_nulls(values)
    if kind == "date":
        return _dates(values)
    return values.tolist()  # text: pandas finds the dtype as it does for rows


def _with_nulls(values: NDArray) -> Any:
    if values.dtype == bool:
        return values
    if values.dtype == object:
        return values.tolist()
    return [None if np.isnan(value) else bool(value) for value in values]


def _dates(values: NDArray) -> list[Optional[str]]:
    if values.dtype.kind != "M":
        raise NotAlikeError
    missing = np.isnat(values)
    years = values[~missing].astype("datetime64[Y]").astype(int) + 1970
    if len(years) and not (years.min() >= 1 and years.max() <= 9999):
        raise NotAlikeError
    texts = np.datetime_as_string(values.astype("datetime64[D]"))
    return [None if m else str(text) for text, m in zip(texts, missing)]
