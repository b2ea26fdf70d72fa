"""Bringing an older planning database up to the schema of this plugin, one version at a time."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Callable

from ..core.errors import StorageError
from . import schema
from .connection import complaints, transaction

# version -> what brings a file of that version to the next one. Plain SQL only: a layer with a spatial index has
# triggers that call functions SQLite alone lacks, so a migration never updates geometry.
MIGRATIONS: dict[int, Callable[[sqlite3.Connection], None]] = {}


def version_of(connection: sqlite3.Connection, path: Path) -> int:
    """The schema version of an open file; StorageError not_a_database where it is no planning database."""
    with complaints(path):
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        found = {}
        if {"gpkg_contents", "setting"} <= tables:
            found = dict(connection.execute("SELECT key, value FROM setting"))
    if found.get("application") != schema.APPLICATION or not str(found.get("schema_version", "")).isdigit():
        raise StorageError(
            "not_a_database", "{path} is not a planning database. Choose a file made by importcounty.", path=path
        )
    return int(found["schema_version"])


def migrate(connection: sqlite3.Connection, path: Path, read_only: bool = False) -> int:
    """Bring the file to the current version, all or nothing; returns the version it had.

    Raises StorageError newer_schema, and older_schema where it may not be written.
    """
    version = version_of(connection, path)
    if version > schema.VERSION:
        raise StorageError(
            "newer_schema",
            "{path} was made by a newer Village Planner (schema {found}, this plugin {known}). Update the plugin.",
            path=path,
            found=version,
            known=schema.VERSION,
        )
    if version == schema.VERSION:
        return version
    if read_only:
        raise StorageError(
            "older_schema",
            "{path} was made by an older Village Planner (schema {found}) and must be updated, but may not be written. "
            "Copy it to a folder of your own and open it there.",
            path=path,
            found=version,
        )
    with transaction(connection, path):
        version = version_of(connection, path)  # another program may have migrated it meanwhile
        for step in range(version, schema.VERSION):
            MIGRATIONS[step](connection)
        connection.execute("UPDATE setting SET value = ? WHERE key = 'schema_version'", [str(schema.VERSION)])
    return version
