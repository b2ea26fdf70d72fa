"""Geometries as a GeoPackage keeps them: a header with the box, then WKB (GeoPackage 1.3, clause 2.1.3).

Rows of results are written and read by SQL, in one transaction with their heads; the driver would need a connection of
its own. The spatial index that a user may have given such a layer calls functions that plain SQLite lacks: they are
here, too.
"""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Sequence
from typing import Any, Callable, Optional

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

_ENVELOPES = (0, 32, 48, 48, 64)  # bytes of the box, by its kind in the header
_BOX_XY, _EMPTY, _LITTLE_ENDIAN = 0b10, 0b10000, 0b1


def to_blobs(geometries: Any, srs_id: int) -> list[Optional[bytes]]:
    """Polygons as MultiPolygon blobs; None where there is nothing, or nothing with an area.

    geometries  array-like of n geometries; of a collection the polygons are kept
    """
    return [_blob(_multipolygon(shape), srs_id) for shape in shapely.force_2d(np.asarray(geometries, dtype=object))]


def point_blob(point: Optional[tuple[float, float]], srs_id: int) -> Optional[bytes]:
    """A point as a blob; None where there is none."""
    return None if point is None else _blob(shapely.Point(point), srs_id)


def from_blobs(blobs: Sequence[Optional[bytes]]) -> NDArray:
    """Geometries (object array of n) of blobs; None where there is none."""
    found = np.empty(len(blobs), dtype=object)
    wkb = [None if blob is None else blob[8 + _box_bytes(blob) :] for blob in blobs]
    found[:] = shapely.from_wkb(np.array(wkb, dtype=object)) if wkb else []
    return found


def add_functions(connection: sqlite3.Connection) -> None:
    """Give a connection what the triggers of a GeoPackage's spatial index call."""
    for number, name in enumerate(("ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY")):
        connection.create_function(name, 1, _bound(number), deterministic=True)
    connection.create_function("ST_IsEmpty", 1, _is_empty, deterministic=True)


def _multipolygon(shape: Optional[BaseGeometry]) -> Optional[BaseGeometry]:
    parts = (
        [] if shape is None else [part for part in _flat(shape) if part.geom_type == "Polygon" and not part.is_empty]
    )
    return shapely.multipolygons(parts) if parts else None


def _flat(shape: BaseGeometry) -> list[BaseGeometry]:
    if not hasattr(shape, "geoms"):
        return [shape]
    return [part for member in shape.geoms for part in _flat(member)]


def _blob(shape: Optional[BaseGeometry], srs_id: int) -> Optional[bytes]:
    if shape is None:
        return None
    min_x, min_y, max_x, max_y = shape.bounds
    header = struct.pack("<2sBBi4d", b"GP", 0, _BOX_XY | _LITTLE_ENDIAN, srs_id, min_x, max_x, min_y, max_y)
    return header + bytes(shapely.to_wkb(shape, byte_order=1))


def _box_bytes(blob: bytes) -> int:
    return _ENVELOPES[(blob[3] >> 1) & 0b111]


def _bound(number: int) -> Callable[[Optional[bytes]], Optional[float]]:
    def bound(blob: Optional[bytes]) -> Optional[float]:
        if blob is None or _is_empty(blob):
            return None
        if _box_bytes(blob):
            order = "<" if blob[3] & _LITTLE_ENDIAN else ">"
            return float(struct.unpack_from(order + "4d", blob, 8)[number])
        min_x, min_y, max_x, max_y = shapely.bounds(from_blobs([blob])[0])
        return float((min_x, max_x, min_y, max_y)[number])

    return bound


def _is_empty(blob: Optional[bytes]) -> Optional[int]:
    return None if blob is None else int(bool(blob[3] & _EMPTY))
