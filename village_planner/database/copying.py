"""The planning database as one whole file: what SQLite keeps beside it is written back, or comes along in a copy.

While QGIS has a GeoPackage open, what was written last stands in a second file beside it (-wal). Who copies the first
file alone, loses that.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from ..core.errors import InputError, PlannerError
from ..core.storage import in_place
from ..core.task import SILENT, Task
from .connection import complaints, connect

PAGES = 2000  # that are copied between two looks at whether to go on


def save_copy(path: Path, target: Path, task: Task = SILENT) -> None:
    """Copy a planning database as it stands, with all that was written, even while others have it open.

    Nothing is left of a copy that is cancelled or fails. InputError copy_is_original; StorageError missing_file,
    not_a_database, locked, disk_full, file_open; Cancelled.
    """
    if target.resolve() == path.resolve():
        raise InputError(
            "copy_is_original", "{path} is the planning database itself. Choose another file.", path=str(target)
        )

    def progress(_: int, left: int, pages: int) -> None:
        task.check()
        task.report(1 - left / max(pages, 1))

    with closing(connect(path, read_only=True)) as source, in_place(target) as beside:
        with complaints(target), closing(sqlite3.connect(beside)) as copy:
            source.backup(copy, pages=PAGES, progress=progress, sleep=0.05)
            copy.execute("PRAGMA journal_mode = DELETE")  # one file, whoever opens it
        for side in ("-wal", "-shm", "-journal"):
            beside.with_name(beside.name + side).unlink(missing_ok=True)


def checkpoint(path: Path, wait: float = 0.2) -> bool:
    """Write what stands beside the database back into it, as far as nobody reads it just now; whether all is in it.

    wait  seconds to wait for others; there is a next time
    """
    with suppress(PlannerError, sqlite3.Error), closing(connect(path, wait=wait)) as connection:
        busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not busy
    return False
