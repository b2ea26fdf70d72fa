"""Every check of a QGIS or Qt version, in one place. The plugin runs on QGIS 3.22 and newer."""

from __future__ import annotations

from typing import Any

from qgis.core import Qgis, QgsField, QgsProcessing, QgsProcessingParameterNumber, QgsWkbTypes
from qgis.PyQt.QtCore import QVariant

QGIS_VERSION = Qgis.versionInt()

# Names that moved to Qgis.* at 3.36; the old ones still answer in QGIS 3 and are what 3.22 knows.
VECTOR_ANY = QgsProcessing.TypeVector
VECTOR_ANY_GEOMETRY = QgsProcessing.TypeVectorAnyGeometry
VECTOR_POLYGON = QgsProcessing.TypeVectorPolygon
VECTOR_LINE = QgsProcessing.TypeVectorLine
VECTOR_POINT = QgsProcessing.TypeVectorPoint
INTEGER = QgsProcessingParameterNumber.Integer
DOUBLE = QgsProcessingParameterNumber.Double
NO_GEOMETRY = QgsWkbTypes.NoGeometry
POLYGON_GEOMETRY = QgsWkbTypes.PolygonGeometry

if QGIS_VERSION >= 33800:
    from qgis.PyQt.QtCore import QMetaType

    _TYPES = {
        "text": QMetaType.Type.QString,
        "integer": QMetaType.Type.LongLong,
        "number": QMetaType.Type.Double,
        "boolean": QMetaType.Type.Bool,
    }
    _DATE, _INT = QMetaType.Type.QDate, QMetaType.Type.Int
else:
    _TYPES = {
        "text": QVariant.String,
        "integer": QVariant.LongLong,
        "number": QVariant.Double,
        "boolean": QVariant.Bool,
    }
    _DATE, _INT = QVariant.Date, QVariant.Int

# The type of a layer's field -> its kind, for the kinds that read alike everywhere.
FIELD_KINDS = {**{kind: name for name, kind in _TYPES.items()}, _INT: "integer", _DATE: "date"}


def make_field(name: str, kind: str) -> QgsField:
    """A field of `kind` text, integer, number or boolean."""
    return QgsField(name, _TYPES[kind])


def is_null(value: Any) -> bool:
    """True for Python's None and for the NULL variants that PyQGIS hands out."""
    return value is None or (isinstance(value, QVariant) and value.isNull())
