"""Making a new planning database from frames."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Optional

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely

from ..core.errors import StorageError
from ..core.storage import cannot_write
from ..core.task import SILENT, Task
from . import schema
from .clock import now
from .connection import connect, transaction

CHUNK = 10_000  # rows written between two looks at the cancel button
_DTYPES: dict[str, Any] = {schema.TEXT: "object", schema.INTEGER: "Int64", schema.REAL: "float64"}


def create_database(
    path: Path,
    crs: Any,
    layers: Mapping[str, gpd.GeoDataFrame],
    tables: Optional[Mapping[str, pd.DataFrame]] = None,
    settings: Optional[Mapping[str, str]] = None,
    shown: Optional[Path] = None,
    task: Task = SILENT,
) -> None:
    """Write a whole new database at `path`, which must not exist yet; layers not given are empty.

    crs       of all layers
    layers    schema layer, also of those only brought -> frame with its columns (missing ones stay empty), in that CRS
    tables    schema table -> rows, without the key
    settings  further settings: county_code, county_name, …
    shown     what messages call the file, where it will be moved elsewhere
    """
    path = Path(path)
    shown = shown or path
    if path.exists():
        raise StorageError("exists", "{path} exists already.", path=path)
    # The driver stamps the time of writing into the file; ours, so that files made alike are alike.
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": now().replace("Z", ".000Z")})
    try:
        written = [*schema.LAYERS, *(layer for layer in schema.BROUGHT_LAYERS if layer.name in layers)]
        for number, layer in enumerate(written):
            part = task.part(0.9 * number / len(written), 0.9 * (number + 1) / len(written))
            _write_layer(path, layer, layers.get(layer.name), crs, part)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, pyogrio.errors.FeatureError) as error:
        raise cannot_write(shown, str(error), shown) from None
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})
    connection = connect(path)
    try:
        with transaction(connection, path):
            add_tables(connection)
            for layer in schema.LAYERS:
                if layer.unique:
                    connection.execute(
                        f'CREATE UNIQUE INDEX "{layer.name}_{layer.unique}" ON "{layer.name}" ("{layer.unique}")'
                    )
            values = {"application": schema.APPLICATION, "schema_version": str(schema.VERSION), **(settings or {})}
            connection.executemany("INSERT INTO setting (key, value) VALUES (?, ?)", list(values.items()))
            for name, frame in (tables or {}).items():
                insert(connection, name, frame)
        for name, frame in layers.items():
            # A disk that fills up while a layer is being closed is told by nothing but the rows that are missing.
            (count,) = connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()
            if count != len(frame):
                raise cannot_write(shown, f"{name}: {count}/{len(frame)}", shown)
    finally:
        connection.close()
    task.report(1.0)


def add_tables(connection: sqlite3.Connection) -> None:
    statements = [statement for table in schema.TABLES for statement in schema.table_sql(table)]
    statements += [statement for view in schema.VIEWS for statement in schema.view_sql(view)]
    for statement in statements:
        connection.execute(statement, {"now": now().replace("Z", ".000Z")} if ":now" in statement else {})


def insert(connection: sqlite3.Connection, name: str, frame: pd.DataFrame) -> None:
    """Append the rows of a frame to a table; its columns must be columns of the table."""
    columns = list(frame.columns)
    values = frame.astype(object).where(frame.notna(), None)
    rows = [[_plain(value) for value in row] for row in values.itertuples(index=False, name=None)]
    names, marks = ", ".join(f'"{column}"' for column in columns), ", ".join("?" * len(columns))
    connection.executemany(f'INSERT INTO "{name}" ({names}) VALUES ({marks})', rows)


def _plain(value: Any) -> Any:
    return value.item() if isinstance(value, np.generic) else value


def _write_layer(path: Path, layer: schema.Layer, frame: Optional[gpd.GeoDataFrame], crs: Any, task: Task) -> None:
    if frame is None:
        frame = gpd.GeoDataFrame({"geometry": []}, geometry="geometry", crs=crs)
    columns: dict[str, Any] = {}
    for column in layer.columns:
        empty = pd.Series([None] * len(frame), index=frame.index, dtype=object)
        given = frame[column.name] if column.name in frame.columns else empty
        columns[column.name] = given.astype(_DTYPES[column.type])
    shapes = shapely.force_2d(np.asarray(frame.geometry.values))
    made = gpd.GeoDataFrame(columns, geometry=gpd.GeoSeries(shapes, index=frame.index, crs=crs), crs=crs)
    for start in range(0, max(len(made), 1), CHUNK):
        task.report(start / max(len(made), 1))
        pyogrio.write_dataframe(
            made.iloc[start : start + CHUNK],
            str(path),
            layer=layer.name,
            driver="GPKG",
            geometry_type=layer.geometry,
            promote_to_multi=layer.geometry.startswith("Multi"),
            append=start > 0,
            layer_options={"FID": "fid", "GEOMETRY_NAME": "geom", "SPATIAL_INDEX": "YES", "DESCRIPTION": layer.doc},
        )
