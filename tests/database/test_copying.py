"""A copy of the database holds all that was written, and the database itself does after a rest."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from village_planner.core.errors import Cancelled, InputError
from village_planner.core.task import Task
from village_planner.database.copying import checkpoint, save_copy


@pytest.fixture
def written(tmp_path: Path):
    """A database whose last row stands in the file beside it, held open as QGIS does."""
    path = tmp_path / "县 库.gpkg"
    with closing(sqlite3.connect(path, isolation_level=None)) as held:
        held.execute("PRAGMA journal_mode = WAL")
        held.execute("PRAGMA wal_autocheckpoint = 0")
        held.execute("CREATE TABLE t (x)")
        held.execute("INSERT INTO t VALUES (7)")
        yield path


def rows(path: Path) -> list[tuple[int]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT x FROM t").fetchall()


def test_a_copy_has_what_stands_beside_the_file(written: Path, tmp_path: Path) -> None:
    plain, copy = tmp_path / "plain.gpkg", tmp_path / "副本.gpkg"
    shutil.copy(written, plain)
    with pytest.raises(sqlite3.OperationalError):  # what a copy by hand lacks
        rows(plain)
    seen: list[float] = []
    save_copy(written, copy, Task(lambda done, _: seen.append(done), lambda: False))
    assert rows(copy) == [(7,)] and seen[-1] == 1.0
    assert not [path for path in tmp_path.iterdir() if path.name.startswith("副本") and path != copy]


def test_a_copy_that_is_cancelled_leaves_nothing(written: Path, tmp_path: Path) -> None:
    before = set(tmp_path.iterdir())
    with pytest.raises(Cancelled):
        save_copy(written, tmp_path / "b.gpkg", Task(lambda *_: None, lambda: True))
    with pytest.raises(InputError, match="itself"):
        save_copy(written, written)
    assert set(tmp_path.iterdir()) == before


def test_after_a_rest_the_file_holds_all(written: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(written, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT x FROM t").fetchall()
        with closing(sqlite3.connect(written, isolation_level=None)) as other:
            other.execute("INSERT INTO t VALUES (8)")
        assert not checkpoint(written, 0.01)
    assert checkpoint(written)
    shutil.copy(written, tmp_path / "plain.gpkg")
    assert rows(tmp_path / "plain.gpkg") == [(7,), (8,)]
