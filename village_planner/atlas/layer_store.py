"""The layers of an atlas's pages as tables of a GeoPackage, so that a project that shows them can be saved and opened.

Pages are made of layers in memory, cut and generalised for the page. Those of one name and form share a table (a file of
few tables opens faster than one of many), in which a column says the layer; what several pages show alike is kept once.
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

LAYER = "layer_key"  # column that says the layer


class LayerStore:
    """Tables in the making."""

    def __init__(self) -> None:
        self._tables: dict[tuple[str, ...], tuple[str, list[gpd.GeoDataFrame]]] = {}
        self._kept: dict[str, tuple[str, str]] = {}

    def add(self, layer: QgsVectorLayer) -> str:
        """Keep a layer's features; returns what stands for them, the same for the same features."""
        import shapely

        frame = read_source(layer, layer.name())
        kind = QgsWkbTypes.displayString(layer.wkbType())
        form = (layer.name(), kind, *(f"{field.name()} {field.typeName()}" for field in layer.fields()))
        digest = hashlib.blake2b(repr((form, layer.crs().authid())).encode(), digest_size=10)
        for column in attribute_columns(frame):
            digest.update(repr(frame[column].tolist()).encode())
        for shape in shapely.to_wkb(frame.geometry.to_numpy()):
            digest.update(shape or b"-")
        key = digest.hexdigest()
        if key not in self._kept:
            if form not in self._tables:
                names = {name for name, _ in self._tables.values()}
                name = next(n for i in range(len(names) + 1) if (n := layer.name() + (f"_{i}" if i else "")) not in names)
                self._tables[form] = (name, [])
            table, frames = self._tables[form]
            frame.insert(0, LAYER, key)
            frames.append(frame)
            self._kept[key] = (table, kind)
        return key

    def write(self, path: Path) -> None:
        """All tables into a new file. StorageError where that fails."""
        import pandas as pd
        import pyogrio

        path.unlink(missing_ok=True)
        try:
            for table, frames in self._tables.values():
                kind = next(kind for name, kind in self._kept.values() if name == table)
                whole = pd.concat(frames, ignore_index=True)
                pyogrio.write_dataframe(
                    whole, path, layer=table, driver="GPKG", geometry_type=kind, promote_to_multi=False, append=False
                )
        except (RuntimeError, OSError, ValueError) as error:  # pyogrio's own errors are RuntimeErrors
            raise cannot_write(path.name, str(error), path) from None

    def show(self, layer: QgsVectorLayer, key: str, path: Path) -> None:
        """Let a layer read its features from the file. Its style stays."""
        table, _ = self._kept[key]
        source = f"{path}|layername={table}|subset=\"{LAYER}\" = '{key}'"
        layer.setDataSource(source, layer.name(), "ogr", QgsDataProvider.ProviderOptions())
