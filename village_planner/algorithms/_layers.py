"""Lists of layers, units and control lines as parameters: snapshots on the main thread, frames on the worker."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Optional

from qgis.core import QgsProcessingContext, QgsProviderRegistry, QgsVectorLayer

from ..core.errors import InputError
from ..core.task import Task
from ..layers import LayerSnapshot, read_source

if TYPE_CHECKING:
    import geopandas as gpd

    from ..core.overlay.inputs import ConstraintLayer
    from .base import PlannerAlgorithm


@dataclass(frozen=True)
class LayerList:
    """layers  (name, name of its file, what it held when the algorithm began)      asked  how many were listed"""

    layers: Sequence[tuple[str, str, LayerSnapshot]]
    asked: int

    @property
    def missing(self) -> int:
        """How many could not be opened: QGIS passes over them."""
        return self.asked - len(self.layers)

    @property
    def opened(self) -> str:
        return ", ".join(name for name, _, _ in self.layers) or "-"


def snapshots(
    algorithm: PlannerAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext, names: Sequence[str]
) -> dict[str, LayerList]:
    """List parameters, to be taken in prepareAlgorithm: lists are only reachable on their layers' own thread."""
    return {
        name: LayerList(
            [
                (_layer_name(layer), _file_name(layer), LayerSnapshot(layer))
                for layer in algorithm.parameterAsLayerList(parameters, name, context)
                if isinstance(layer, QgsVectorLayer)
            ],
            _count(parameters.get(name)),
        )
        for name in names
    }


def check_opened(given: LayerList, parameter: str) -> None:
    """InputError missing_layer."""
    if given.missing > 0:
        raise InputError(
            "missing_layer",
            "{missing} of {asked} layers of {parameter} could not be opened as vector layers; opened: {opened}. Check "
            "paths and layer names (on the command line repeat --{parameter}= for each layer).",
            missing=given.missing,
            asked=given.asked,
            parameter=parameter,
            opened=given.opened,
        )


def read_list(given: LayerList, parameter: str, task: Task) -> list[tuple[str, gpd.GeoDataFrame]]:
    """Name and rows of each layer; InputError where one could not be opened."""
    check_opened(given, parameter)
    frames = []
    for name, _, layer in given.layers:
        frame = read_source(layer, name, task=task)
        check_place(frame, name)
        frames.append((name, frame))
    return frames


def read_lines(given: LayerList, task: Task, zone: bool = False) -> list[ConstraintLayer]:
    """Control lines; the planning database's layer of them is one line per kind. zone: see `check_place`."""
    from ..core.overlay.inputs import ConstraintLayer
    from ..core.overlay.naming import KIND_FIELD, constraint_names, field_like, split_by_kind

    check_opened(given, "CONSTRAINTS")
    names = constraint_names([name for name, _, _ in given.layers], [file for _, file, _ in given.layers])
    lines = []
    for name, (_, _, layer) in zip(names, given.layers):
        kind = field_like(layer.fields().names(), [KIND_FIELD])
        frame = read_source(layer, name, [kind] if kind else [], task=task)
        check_place(frame, name, zone)
        lines += [ConstraintLayer(kind, shapes) for kind, shapes in split_by_kind(name, frame)]
    return lines


def check_place(frame: gpd.GeoDataFrame, layer: str, zone: bool = False) -> None:
    """InputError wrong_crs for coordinates that cannot be the system's; zone: also for a zone number too many."""
    from ..core.crs import check_coordinates, check_degrees

    if not frame.empty:
        (check_coordinates if zone else check_degrees)(frame, layer)


def columns_of(frame: Any) -> list[str]:
    return [str(column) for column in frame.columns if column != "geometry"]


def field_of(columns: Sequence[str], asked: str, usual: Sequence[str], layer: str) -> str:
    """The field asked for, else the first of the usual ones that the layer has; InputError unknown_field."""
    from ..core.overlay.naming import field_like

    found: Optional[str] = field_like(columns, [asked] if asked else usual)
    if found is None:
        raise InputError(
            "unknown_field",
            "Layer {layer} has no field {field}. Choose one of: {fields}.",
            layer=layer,
            field=asked or "/".join(usual),
            fields=", ".join(columns),
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
