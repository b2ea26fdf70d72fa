"""Project footprints that are added to the county's layer `project`."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pyogrio
import shapely

from ..core.storage import cannot_write
from . import open_database

COLUMNS = ("code", "name", "kind")


def add_projects(path: Path, outlines: gpd.GeoDataFrame) -> int:
    """Append outlines (code, name, kind, polygons, with a CRS) to the layer; returns how many it holds then.

    Goes through GDAL, which keeps the layer's spatial index. Raises StorageError cannot_write, and those of
    `open_database`
    """
    with open_database(path) as county:  # brings an older file up to date, and tells a locked one
        crs = pyogrio.read_info(str(path), layer="project")["crs"]
        frame = outlines[[*COLUMNS, outlines.geometry.name]].to_crs(crs)
        parts = [shapely.multipolygons(shapely.get_parts(shape)) for shape in frame.geometry]
        frame = frame.set_geometry(gpd.GeoSeries(parts, index=frame.index, crs=crs))
        try:
            pyogrio.write_dataframe(frame, str(path), layer="project", append=True)
        except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, RuntimeError) as error:
            raise cannot_write("project", str(error), path) from None
        county.record("", "add projects", None, frame["code"].tolist())
        return county.count("project")
