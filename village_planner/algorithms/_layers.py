"""Lists of layers, units and control lines as parameters: snapshots on the main thread, frames on the worker."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Optional

from qgis.core import QgsProviderRegistry, QgsVectorLayer

from ..core.errors import InputError
from ..core.task import Task
from ..layers import LayerSnapshot, read_source

if TYPE_CHECKING:
    import geopandas as gpd

    from ..core.overlay.inputs import ConstraintLayer


@dataclass(frozen=True)
class LayerList:
    """layers  (name, name of its file, what it held when the algorithm began)      asked  how many were listed"""

    layers: Sequence[tuple[str, str, LayerSnapshot]]
    asked: int


def snapshot(layers: Sequence[Any], value: Any) -> LayerList:
    """A list parameter on its layers' own thread; `value` is what was given for it."""
    found = [
        (_layer_name(layer), _file_name(layer), LayerSnapshot(layer))
        for layer in layers
        if isinstance(layer, QgsVectorLayer)
    ]
    return LayerList(found, _count(value))


def read_list(given: LayerList, parameter: str, task: Task) -> list[tuple[str, str, gpd.GeoDataFrame]]:
    """Name, name of the file and rows of each layer; InputError where one could not be opened."""
    from ..core.crs import check_degrees

    if len(given.layers) < given.asked:
        raise InputError(
            "missing_layer",
            "{missing} of {asked} layers of {parameter} could not be opened as vector layers; opened: {opened}. Check "
            "paths and layer names (on the command line repeat --{parameter}= for each layer).",
            missing=given.asked - len(given.layers),
            asked=given.asked,
            parameter=parameter,
            opened=", ".join(name for name, _, _ in given.layers) or "-",
        )
    frames = []
    for name, file, layer in given.layers:
        frame = read_source(layer, name, task=task)
        if not frame.empty:
            check_degrees(frame, name)
        frames.append((name, file, frame))
    return frames


def read_lines(given: LayerList, task: Task) -> list[ConstraintLayer]:
    """Control lines; the planning database's layer of them is one line per kind."""
    from ..core.overlay.inputs import ConstraintLayer
    from ..core.overlay.naming import constraint_names, split_by_kind

    frames = read_list(given, "CONSTRAINTS", task)
    names = constraint_names([name for name, _, _ in frames], [file for _, file, _ in frames])
    return [
        ConstraintLayer(kind, shapes)
        for name, (_, _, frame) in zip(names, frames)
        for kind, shapes in split_by_kind(name, frame)
    ]


def field_of(frame: Any, asked: str, usual: Sequence[str], layer: str) -> str:
    """The field asked for, else the first of the usual ones that the layer has; InputError unknown_field."""
    from ..core.overlay.naming import field_like

    own = [str(column) for column in frame.columns if column != "geometry"]
    found: Optional[str] = field_like(own, [asked] if asked else usual)
    if found is None:
        raise InputError(
            "unknown_field",
            "Layer {layer} has no field {field}. Choose one of: {fields}.",
            layer=layer,
            field=asked or "/".join(usual),
            fields=", ".join(own),
        )
    return found


def _count(value: Any) -> int:
    """How many layers the user listed."""
    if value is None or value == "":
        return 0
    return len([item for item in value if item not in (None, "")]) if isinstance(value, (list, tuple)) else 1


def _parts(layer: QgsVectorLayer) -> dict[str, Any]:
    return QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source())


def _layer_name(layer: QgsVectorLayer) -> str:
    """The layer's name in its file where it has one: QGIS 3.22 names a layer loaded by path after the file."""
    return _parts(layer).get("layerName") or layer.name()


def _file_name(layer: QgsVectorLayer) -> str:
    return Path(_parts(layer).get("path") or "").stem
