"""Putting a new database in the place of an old one, when the new one is whole and nobody has the old one open."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from ..core.errors import StorageError


def beside(target: Path) -> Path:
    """Where a new file is written before it takes the place of `target`."""
    return target.with_name(f".{target.stem}.partial{target.suffix}")


def remove(path: Path) -> None:
    """Remove a database file and its side files, where there are any."""
    for suffix in ("", "-wal", "-shm", "-journal"):
        file = path.with_name(path.name + suffix)
        if file.exists():
            file.unlink()


def check_target(target: Path) -> None:
    """StorageError no_folder, no_permission, locked where `target` cannot be written or replaced."""
    if not target.parent.is_dir():
        raise StorageError(
            "no_folder", "Folder {path} does not exist. Create it or choose another.", path=target.parent
        )
    if not os.access(target.parent, os.W_OK) or (target.exists() and not os.access(target, os.W_OK)):
        raise _no_permission(target)
    if target.is_dir():
        raise StorageError("is_folder", "{path} is a folder. Give the name of a file.", path=target)
    if target.exists():
        _check_closed(target)


def replace(new: Path, target: Path) -> None:
    """Move `new` to `target`; the old file stays where that fails."""
    check_target(target)
    try:
        os.replace(new, target)
    except PermissionError:  # on Windows an open file cannot be replaced
        raise _no_permission(target) from None


def _check_closed(target: Path) -> None:
    """A file that another program has open in WAL mode must not be swapped: its side files would be taken for ours."""
    try:
        connection = sqlite3.connect(target, timeout=1.0, isolation_level=None)
    except sqlite3.Error:
        raise _locked(target) from None
    try:
        # Leaving WAL mode and an exclusive lock are both refused while anybody else is in the file.
        connection.execute("PRAGMA journal_mode = DELETE").fetchone()
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("ROLLBACK")
    except sqlite3.OperationalError:
        raise _locked(target) from None
    except sqlite3.DatabaseError:
        return  # no SQLite file: nobody can have it open as one
    finally:
        connection.close()


def _no_permission(target: Path) -> StorageError:
    return StorageError(
        "no_permission",
        "{path} cannot be written: the folder is read-only or the file is open in another program. Close it or "
        "choose another folder.",
        path=target,
    )


def _locked(target: Path) -> StorageError:
    return StorageError(
        "locked",
        "{path} is open in another program. Remove its layers from the project or close that program, then run again.",
        path=target,
    )
