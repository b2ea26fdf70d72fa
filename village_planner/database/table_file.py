"""Report tables as a GeoPackage of tables without geometry, for any GIS: a table per report table, all scopes in it.

Field names are the columns' own keys in plain ASCII; the header as printed is the field's title in the schema extension
of the standard, and its alias in a style kept in the file, which QGIS applies by itself (GDAL reads the former only
from 3.7 on).
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Optional
from xml.sax.saxutils import quoteattr

from ..core.formulas import writable
from ..core.storage import cannot_write
from ..core.tables.table import Column, Report, Table, Value
from ..core.task import SILENT, Task

MOMENT = "2020-01-01T00:00:00.000Z"  # the same tables give the same bytes
STYLES = "layer_styles"
RESERVED = ("gpkg_", "rtree_", "sqlite_")  # what tables of the standard and of SQLite begin with
ROWS = 500  # between two looks at the cancel button
# Columns that every table begins with: name, type, what it is called.
SCOPE = (
    ("scope_code", "TEXT", "行政区代码"),
    ("scope_name", "TEXT", "行政区"),
    ("row_number", "INTEGER", "行号"),
    ("row_kind", "TEXT", "行类别"),
    ("stale", "TEXT", "数据状态"),
)
_BASE = """
PRAGMA application_id = 1196444487;
PRAGMA user_version = 10300;
CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY,
  organization TEXT NOT NULL, organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
  description TEXT DEFAULT '', last_change DATETIME NOT NULL, min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE,
  srs_id INTEGER, CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL,
  geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL,
  CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name), CONSTRAINT uk_gc_table_name UNIQUE (table_name));
CREATE TABLE gpkg_extensions (table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL,
  definition TEXT NOT NULL, scope TEXT NOT NULL,
  CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name));
CREATE TABLE gpkg_data_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL, name TEXT, title TEXT,
  description TEXT, mime_type TEXT, constraint_name TEXT, CONSTRAINT pk_gdc PRIMARY KEY (table_name, column_name),
  CONSTRAINT gdc_tn UNIQUE (table_name, name));
CREATE TABLE gpkg_data_column_constraints (constraint_name TEXT NOT NULL, constraint_type TEXT NOT NULL, value TEXT,
  min NUMERIC, min_is_inclusive BOOLEAN, max NUMERIC, max_is_inclusive BOOLEAN, description TEXT,
  CONSTRAINT gdcc_ntv UNIQUE (constraint_name, constraint_type, value));
CREATE TABLE layer_styles (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT, f_table_schema TEXT,
  f_table_name TEXT, f_geometry_column TEXT, styleName TEXT, styleQML TEXT, styleSLD TEXT, useAsDefault BOOLEAN,
  description TEXT, owner TEXT, ui TEXT, update_time DATETIME);
INSERT INTO gpkg_spatial_ref_sys VALUES
  ('Undefined cartesian SRS', -1, 'NONE', -1, 'undefined', 'undefined cartesian coordinate reference system'),
  ('Undefined geographic SRS', 0, 'NONE', 0, 'undefined', 'undefined geographic coordinate reference system'),
  ('WGS 84 geodetic', 4326, 'EPSG', 4326, 'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,
AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],
UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AUTHORITY["EPSG","4326"]]',
   'longitude/latitude coordinates in decimal degrees on the WGS 84 spheroid');
INSERT INTO gpkg_extensions VALUES
  ('gpkg_data_columns', NULL, 'gpkg_schema', 'http://www.geopackage.org/spec130/#extension_schema', 'read-write'),
  ('gpkg_data_column_constraints', NULL, 'gpkg_schema', 'http://www.geopackage.org/spec130/#extension_schema',
   'read-write');
"""


class TableFile:
    """A new file; `add` reports one after another, then leave the context. Failure to write is a `StorageError`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection = sqlite3.connect(path, isolation_level=None)
        self._names: dict[str, str] = {}  # id of a report table -> its name in the file
        self._columns: dict[str, dict[str, str]] = {}  # table -> key of a column (or of its words) -> field
        self._titles: dict[str, dict[str, str]] = {}  # table -> field -> title

    def __enter__(self) -> TableFile:
        try:
            self._connection.executescript(_BASE)
            self._connection.execute("PRAGMA journal_mode = OFF")  # written beside, and dropped where it fails
            self._connection.execute("PRAGMA synchronous = OFF")
            self._connection.execute("BEGIN")
        except sqlite3.Error as error:
            self._connection.close()
            raise cannot_write(self._path, str(error), self._path) from None
        return self

    def __exit__(
        self, kind: Optional[type[BaseException]], error: Optional[BaseException], trace: Optional[TracebackType]
    ) -> None:
        try:
            if kind is None:
                self._style()
                self._connection.execute("COMMIT")
        except sqlite3.Error as failure:
            raise cannot_write(self._path, str(failure), self._path) from None
        finally:
            self._connection.close()

    def add(self, report: Report, task: Task = SILENT) -> None:
        """Add the rows of every table of a report, under the report's code and name."""
        try:
            for table in report.tables:
                self._add(report, table, task)
        except sqlite3.Error as error:
            raise cannot_write(self._path, str(error), self._path) from None

    def _add(self, report: Report, table: Table, task: Task) -> None:
        if table.id not in self._names:
            self._create(table)
        called = self._names[table.id]
        fields = self._columns[called]
        worded = {column.key for column in table.columns if _has_words(table, column)}
        for column in table.columns:
            self._know(called, column.key, column, _type(table, column))
            if column.key in worded:  # figures stay figures; what stands in their place has a field of its own
                self._know(called, f"{column.key} text", column, "TEXT", "（文字）")
        names = [name for name, _, _ in SCOPE]
        for column in table.columns:
            names += [fields[column.key], *([fields[f"{column.key} text"]] if column.key in worded else [])]
        marks = ", ".join("?" * len(names))
        statement = f"INSERT INTO {_name(called)} ({', '.join(map(_name, names))}) VALUES ({marks})"
        for number, row in enumerate(table.rows, start=1):
            if number % ROWS == 1:
                task.check()
            values: list[Any] = [writable(report.code), writable(report.name), number, row.kind, table.stamp or None]
            for column in table.columns:
                values += _cells(column, row.values.get(column.key), column.key in worded)
            self._connection.execute(statement, values)

    def _create(self, table: Table) -> None:
        self._names[table.id] = called = _table_name(table.id, [*self._names.values(), STYLES])
        self._columns[called] = {}
        self._titles[called] = {name: title for name, _, title in SCOPE}
        columns = ", ".join(f"{_name(name)} {kind}" for name, kind, _ in SCOPE)
        self._connection.execute(
            f"CREATE TABLE {_name(called)} (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, {columns})"
        )
        told = "　".join(filter(None, (table.title, table.unit, table.source and f"资料来源：{table.source}")))
        self._connection.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change, srs_id) "
            "VALUES (?, 'attributes', ?, ?, ?, 0)",
            [called, called, writable(" ".join((told, *table.notes))), MOMENT],
        )
        for name, title in self._titles[called].items():
            self._describe(called, name, title)

    def _know(self, table: str, key: str, column: Column, kind: str, more: str = "") -> None:
        """Add the field of a column where the table does not have it yet; scopes differ in their columns."""
        fields = self._columns[table]
        if key in fields:
            return
        fields[key] = name = _field(key, [*self._titles[table], "fid"])
        self._connection.execute(f"ALTER TABLE {_name(table)} ADD COLUMN {_name(name)} {kind}")
        self._titles[table][name] = writable("·".join(column.heads)) + more
        self._describe(table, name, self._titles[table][name])

    def _describe(self, table: str, field: str, title: str) -> None:
        self._connection.execute(
            "INSERT INTO gpkg_data_columns (table_name, column_name, name, title, description) VALUES (?, ?, ?, ?, ?)",
            [table, field, field, title, title],
        )

    def _style(self) -> None:
        for table, titles in self._titles.items():
            aliases = "".join(
                f"<alias index={quoteattr(str(index))} field={quoteattr(field)} name={quoteattr(title)}/>"
                for index, (field, title) in enumerate(titles.items(), start=1)
            )
            qml = f'<qgis version="3.22.0" styleCategories="Fields"><aliases>{aliases}</aliases></qgis>'
            self._connection.execute(
                "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, "
                "styleName, styleQML, styleSLD, useAsDefault, description, owner, update_time) "
                "VALUES ('', '', ?, '', ?, ?, '', 1, '', '', ?)",
                [table, table, qml, MOMENT],
            )
        self._connection.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier, last_change, srs_id) "
            "VALUES ('layer_styles', 'attributes', 'layer_styles', ?, 0)",
            [MOMENT],
        )


def _type(table: Table, column: Column) -> str:
    if column.kind != "number":
        return "TEXT"
    fractions = column.decimals or any(row.kind == "note" for row in table.rows)  # such a row has digits of its own
    return "REAL" if fractions else "INTEGER"


def _has_words(table: Table, column: Column) -> bool:
    return column.kind == "number" and any(isinstance(row.values.get(column.key), str) for row in table.rows)


def _cells(column: Column, value: Value, worded: bool) -> Sequence[Value]:
    if column.kind != "number":
        return [None if value is None else writable(str(value))]
    words = isinstance(value, str)
    return [None if words else value, *([writable(str(value)) if words else None] if worded else [])]


def _field(key: str, taken: Sequence[str]) -> str:
    """A field name of ASCII letters, digits and underscores that none of the others has."""
    stem = re.sub(r"[^a-z0-9]+", "_", key.lower()).strip("_") or "column"
    return _unique(f"c_{stem}" if stem[0].isdigit() else stem, taken)


def _table_name(identifier: str, taken: Sequence[str]) -> str:
    """The id of a report table, but for one that the file needs for itself or knows in other letters."""
    return _unique(f"table_{identifier}" if identifier.lower().startswith(RESERVED) else identifier, taken)


def _unique(stem: str, taken: Sequence[str]) -> str:
    """`stem`, numbered where one of the others is called so; SQLite takes small and capital letters for the same."""
    known = {other.lower() for other in taken}
    name, number = stem, 1
    while name.lower() in known:
        number += 1
        name = f"{stem}_{number}"
    return name


def _name(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
