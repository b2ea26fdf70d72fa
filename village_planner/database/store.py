"""The open file: layers, tables, settings and the record. The other parts of `PlanningDatabase` build on it."""

from __future__ import annotations

import getpass
import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any, Optional

import geopandas as gpd
import pandas as pd
import pyogrio

from . import schema
from .clock import now
from .connection import complaints, transaction


class Store:
    """One open planning database. Methods that write commit before they return, or within `transaction()`."""

    def __init__(self, connection: sqlite3.Connection, path: Path, read_only: bool) -> None:
        self.path = path
        self.read_only = read_only
        self._connection = connection

    def close(self) -> None:
        self._connection.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Several writings as one: all are kept, or none."""
        with transaction(self._connection, self.path):
            yield

    # ---- reading
    def read_layer(
        self,
        name: str,
        columns: Optional[Sequence[str]] = None,
        bounds: Optional[tuple[float, float, float, float]] = None,
    ) -> gpd.GeoDataFrame:
        """A layer of the county, in file order; geometry column "geometry", CRS set, index 0…n-1.

        columns  those wanted, all by default. KeyError where the schema has no such layer.
        bounds   (west, south, east, north) in the layer's CRS: only features whose box meets it
        """
        layer = schema.entry(name)
        if not isinstance(layer, schema.Layer):
            raise KeyError(name)
        names = [column.name for column in layer.columns]
        wanted = names if columns is None else [column for column in names if column in set(columns)]
        frame = pyogrio.read_dataframe(str(self.path), layer=name, columns=wanted, bbox=bounds)
        for column in layer.columns:
            if column.name in wanted and column.type == schema.TEXT:
                frame[column.name] = frame[column.name].astype(object).where(frame[column.name].notna(), None)
        return frame[[*wanted, "geometry"]]

    def added_layer(self, name: str, columns: Sequence[str]) -> Optional[gpd.GeoDataFrame]:
        """A layer that the county itself put into the file beside ours, with text columns; None where there is none.

        Columns that the layer lacks are empty.
        """
        if name not in set(pyogrio.list_layers(str(self.path))[:, 0]):
            return None
        frame = pyogrio.read_dataframe(str(self.path), layer=name)
        for column in columns:
            frame[column] = frame[column].fillna("").astype(str) if column in frame.columns else ""
        return frame[[*columns, "geometry"]]

    @cached_property
    def crs(self) -> Any:
        """The reference system (pyproj CRS) of all layers; None where the file names none."""
        return pyogrio.read_dataframe(str(self.path), layer="village", columns=[], max_features=0).crs

    def count(self, name: str) -> int:
        """Number of rows of a layer or table."""
        schema.entry(name)
        return int(self._one(f'SELECT count(*) FROM "{name}"'))

    def read_table(self, name: str, /, **equals: Any) -> pd.DataFrame:
        """Rows of a table (or a layer's attributes) in the order they were written, the key left in.

        equals  column=value, all of which must hold
        """
        entry = schema.entry(name)
        known = [column.name for column in entry.columns]
        key = "fid" if isinstance(entry, schema.Layer) else entry.key
        unknown = set(equals) - set(known) - {key}
        if unknown:
            raise KeyError(", ".join(sorted(unknown)))
        where = " AND ".join(f'"{column}" = ?' for column in equals) or "1"
        names = ", ".join(f'"{column}"' for column in (key, *known))
        return self._frame(f'SELECT {names} FROM "{name}" WHERE {where} ORDER BY "{key}"', list(equals.values()))

    def count_values(self, name: str, columns: Sequence[str]) -> pd.DataFrame:
        """How often each combination of values occurs in a layer or table: the columns, and count."""
        known = {column.name for column in schema.entry(name).columns}
        if not set(columns) <= known:
            raise KeyError(", ".join(sorted(set(columns) - known)))
        names = ", ".join(f'"{column}"' for column in columns)
        return self._frame(f'SELECT {names}, count(*) AS count FROM "{name}" GROUP BY {names} ORDER BY {names}')

    def setting(self, key: str, default: Optional[str] = None) -> Optional[str]:
        value = self._one("SELECT value FROM setting WHERE key = ?", [key])
        return default if value is None else str(value)

    def set_setting(self, key: str, value: Optional[str]) -> None:
        """Keep a setting; None removes it."""
        with self.transaction():
            if value is None:
                self._run("DELETE FROM setting WHERE key = ?", [key])
            else:
                self._run(
                    "INSERT INTO setting (key, value) VALUES (?, ?) "
                    "ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                    [key, str(value)],
                )

    def record(self, who: str, what: str, before: Any = None, after: Any = None) -> None:
        """Append to the record of what happened; `who` empty is the user of this computer.

        before, after  anything JSON can hold, or None
        """
        with self.transaction():
            self._run(
                "INSERT INTO record (made, who, what, before, after) VALUES (?, ?, ?, ?, ?)",
                [now(), who or user(), what, as_json(before), as_json(after)],
            )

    def last_record(self) -> int:
        """Number of the last entry in the record: another one means that something was changed."""
        return int(self._one("SELECT coalesce(max(fid), 0) FROM record"))

    # ---- for the other parts
    def _run(self, sql: str, values: Sequence[Any] = ()) -> sqlite3.Cursor:
        with complaints(self.path):
            return self._connection.execute(sql, list(values))

    def _run_many(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        with complaints(self.path):
            self._connection.executemany(sql, rows)

    def _one(self, sql: str, values: Sequence[Any] = ()) -> Any:
        row = self._run(sql, values).fetchone()
        return None if row is None else row[0]

    def _frame(self, sql: str, values: Sequence[Any] = ()) -> pd.DataFrame:
        cursor = self._run(sql, values)
        columns = [description[0] for description in cursor.description]
        with complaints(self.path):
            rows = cursor.fetchall()
        return pd.DataFrame(rows, columns=columns)


def as_json(value: Any) -> Optional[str]:
    return None if value is None else json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)


def user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # no name for this user id, e.g. in a container
        return ""
