"""Opening the SQLite file of a planning database, and SQLite's complaints as sentences with a cure.

Never open the file with plain `open()`: closing it would drop the locks that QGIS holds on it in this process.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePath
from urllib.parse import quote

from ..core.errors import StorageError
from .blobs import add_functions

WAIT = 5.0


def connect(path: Path, read_only: bool = False, wait: float = WAIT) -> sqlite3.Connection:
    """Open an existing file; statements outside `transaction` commit at once.

    wait  seconds to wait for another program's writing to end

    Raises StorageError missing_file, not_a_database, locked, no_permission.
    """
    if not path.is_file():
        raise StorageError(
            "missing_file", "File {path} does not exist. Choose a planning database made by importcounty.", path=path
        )
    with complaints(path):
        try:
            return _opened(path, "mode=ro" if read_only else "mode=rw", wait)
        except sqlite3.OperationalError:
            # In a read-only folder SQLite cannot make the side files of a file in WAL mode; without such a side
            # file nothing is pending, and the file may be read as it lies.
            if not read_only or path.with_name(path.name + "-wal").exists():
                raise
            return _opened(path, "mode=ro&immutable=1", wait)


def _opened(path: Path, mode: str, wait: float) -> sqlite3.Connection:
    connection = sqlite3.connect(_uri(path.resolve(), mode), uri=True, timeout=wait, isolation_level=None)
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        add_functions(connection)
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()  # the first look at the file itself
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _uri(path: PurePath, mode: str) -> str:
    """SQLite's name of a file: file:///C:/…, file:////server/share/… (its authority stays empty), file:///home/…"""
    posix = path.as_posix()
    return f"file://{'' if posix.startswith('/') else '/'}{quote(posix, safe='/:')}?{mode}"


@contextmanager
def transaction(connection: sqlite3.Connection, path: Path) -> Iterator[None]:
    """All or nothing: what is written inside is committed at the end, or undone on any failure."""
    with complaints(path):
        if connection.in_transaction:  # part of a larger one
            yield
            return
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


@contextmanager
def complaints(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into StorageErrors that name the file and the cure."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        text = str(error)
        if "locked" in text or "busy" in text:
            raise StorageError(
                "locked",
                "{path} is being written by another program. Save or close it there, then run again.",
                path=path,
            ) from error
        if "readonly" in text or "read-only" in text:
            raise StorageError(
                "read_only",
                "{path} cannot be written: the file or its folder is read-only. Copy it to a folder of your own.",
                path=path,
            ) from error
        if "full" in text:
            raise StorageError(
                "disk_full", "The disk is full; {path} was not written. Free some space.", path=path
            ) from error
        if "not a database" in text or "malformed" in text:
            raise StorageError(
                "not_a_database",
                "{path} is not a planning database. Choose a file made by importcounty.",
                path=path,
            ) from error
        if "unable to open" in text or "disk I/O" in text:
            raise StorageError(
                "cannot_open",
                "{path} cannot be opened. Check that you may read it and that its folder is reachable.",
                path=path,
            ) from error
        raise
