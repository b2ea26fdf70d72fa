"""The layers of an atlas's pages as tables of a GeoPackage, so that a project that shows them can be saved and opened.

Layers of one name and form share a table (a file of few tables opens faster than one of many), in which a column says
the layer.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from qgis.core import QgsDataProvider, QgsVectorLayer, QgsWkbTypes

from ..core.storage import cannot_write
from ..layers import attribute_columns, read_source

if TYPE_CHECKING:
    import geopandas as gpd

KEY = "layer_key"  # column that says the layer


class LayerStore:
    """Tables in the making."""

    def __init__(self) -> None:
        self._tables: dict[tuple[str, str, str], list[gpd.GeoDataFrame]] = {}  # (name, geometry, columns) -> rows
        self._names: dict[tuple[str, str, str], str] = {}
        self._form: dict[str, tuple[str, str, str]] = {}

    def __contains__(self, key: str) -> bool:
        return key in self._form

    def add(self, layer: QgsVectorLayer, key: str) -> None:
        """Keep a layer's features under a key of their own."""
        frame = features(layer)
        geometry = QgsWkbTypes.displayString(layer.wkbType())
        form = (layer.name(), geometry, repr(sorted((column, str(frame[column].dtype)) for column in frame)))
        self._names.setdefault(form, self._free_name(layer.name()))
        self._tables.setdefault(form, []).append(frame.assign(**{KEY: key}))
        self._form[key] = form

    def _free_name(self, name: str) -> str:
        taken = set(self._names.values())
        return next(new for i in range(len(taken) + 1) if (new := f"{name}_{i}" if i else name) not in taken)

    def write(self, path: Path) -> None:
        """All tables into a new file. StorageError where that fails."""
        import pandas as pd
        import pyogrio

        path.unlink(missing_ok=True)
        try:
            for form, frames in self._tables.items():
                rows = pd.concat(frames, ignore_index=True)
                pyogrio.write_dataframe(
                    rows, path, layer=self._names[form], driver="GPKG", geometry_type=form[1], promote_to_multi=False
                )
        except (RuntimeError, OSError, ValueError) as error:  # pyogrio's own errors are RuntimeErrors
            raise cannot_write(path.name, str(error), path) from None

    def show(self, layer: QgsVectorLayer, key: str, path: Path) -> None:
        """Let a layer read its features from the file. Its style stays."""
        source = f"{path}|layername={self._names[self._form[key]]}|subset=\"{KEY}\" = '{key}'"
        layer.setDataSource(source, layer.name(), "ogr", QgsDataProvider.ProviderOptions())


def features(layer: QgsVectorLayer) -> gpd.GeoDataFrame:
    """A layer's features, whether they come from a page or from a store."""
    names = [field.name() for field in layer.fields() if field.name() not in (KEY, "fid")]
    return read_source(layer, layer.name(), names)


def fingerprint(layer: QgsVectorLayer) -> str:
    """The same for layers of the same name, form and features."""
    import shapely

    frame = features(layer)
    digest = hashlib.blake2b(f"{layer.name()} {layer.wkbType()} {layer.crs().authid()}".encode(), digest_size=12)
    for column in attribute_columns(frame):
        digest.update(repr((column, frame[column].tolist())).encode())
    for shape in shapely.to_wkb(frame.geometry.to_numpy()):
        digest.update(shape or b"-")
    return digest.hexdigest()
