"""The file itself: readable anywhere, versioned, migrated, guarded, clear about what goes wrong."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath
from typing import Any

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
import shapely

from village_planner.core.errors import StorageError
from village_planner.database import migrations, open_database, schema
from village_planner.database.connection import _uri, complaints

from .conftest import TOWNSHIPS, VILLAGES


def test_any_gis_reads_every_layer_and_table(path: Path) -> None:
    listed = dict(pyogrio.list_layers(str(path)))
    assert set(listed) == {entry.name for entry in (*schema.ENTRIES, *schema.VIEWS)}
    assert listed["village"] == "MultiPolygon" and listed["plan"] is None
    frame = pyogrio.read_dataframe(str(path), layer="setting")
    assert dict(zip(frame["key"], frame["value"]))["schema_version"] == str(schema.VERSION)


@pytest.mark.skipif(shutil.which("ogrinfo") is None, reason="ogrinfo is not installed")
def test_file_keeps_the_rules_of_geopackage(path: Path) -> None:
    done = subprocess.run(["ogrinfo", "-so", "-al", str(path)], capture_output=True, text=True, check=True)
    assert "Warning" not in done.stderr and "ERROR" not in done.stderr
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        kinds = dict(connection.execute("SELECT table_name, data_type FROM gpkg_contents"))
        for table in schema.TABLES:
            assert kinds[table.name] == ("features" if table.geometry else "attributes")
            key = [row for row in connection.execute(f'PRAGMA table_info("{table.name}")') if row[5]]
            assert [(row[1], row[2]) for row in key] == [(table.key, "INTEGER")]


def test_schema_is_what_it_says(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        for entry in schema.ENTRIES:
            found = {row[1]: row[2] for row in connection.execute(f'PRAGMA table_info("{entry.name}")')}
            for column in entry.columns:
                assert found[column.name].startswith(column.type), (entry.name, column.name)
            key = "fid" if isinstance(entry, schema.Layer) else entry.key
            extra = {key, "geom"} if entry.geometry else {key}
            assert set(found) - {column.name for column in entry.columns} == extra
    text = schema.describe()
    assert all(f"## {entry.name} " in text for entry in (*schema.ENTRIES, *schema.BROUGHT_LAYERS))
    documented = Path(__file__).resolve().parents[2] / "docs" / "database.md"
    assert documented.read_text(encoding="utf-8") == text


def test_missing_file_and_other_files_are_named(tmp_path: Path) -> None:
    with pytest.raises(StorageError) as missing:
        open_database(tmp_path / "无.gpkg")
    assert missing.value.code == "missing_file" and "无.gpkg" in str(missing.value)
    text = tmp_path / "text.gpkg"
    text.write_text("not a database, but long enough to be taken for one " * 30, encoding="utf-8")
    empty = tmp_path / "empty.gpkg"
    sqlite3.connect(empty).close()
    empty.touch()
    for file in (text, empty):
        with pytest.raises(StorageError) as other:
            open_database(file)
        assert other.value.code == "not_a_database"


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        (PureWindowsPath(r"C:\数据\a b.gpkg"), "file:///C:/%E6%95%B0%E6%8D%AE/a%20b.gpkg?mode=ro"),
        (PureWindowsPath(r"\\server\share\a#1.gpkg"), "file:////server/share/a%231.gpkg?mode=ro"),
        (PurePosixPath("/home/a?.gpkg"), "file:///home/a%3F.gpkg?mode=ro"),
    ],
)
def test_names_of_files_on_drives_shares_and_disks(path: PurePath, uri: str) -> None:
    assert _uri(path, "mode=ro") == uri


def test_file_with_signs_that_mean_something_in_an_address(path: Path) -> None:
    odd = path.with_name("a #1 100% 何?.gpkg")
    path.rename(odd)
    with open_database(odd) as database:
        assert len(database.read_layer("village")) == database.count("village") == 4


def test_foreign_geopackage_is_refused(shared_data: Path) -> None:
    with pytest.raises(StorageError) as error:
        open_database(shared_data / "ph_lanao.gpkg", read_only=True)
    assert error.value.code == "not_a_database"


def _set_version(path: Path, version: int) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE setting SET value = ? WHERE key = 'schema_version'", [str(version)])


def test_newer_file_is_refused_and_untouched(path: Path) -> None:
    _set_version(path, schema.VERSION + 1)
    before = path.read_bytes()
    with pytest.raises(StorageError) as error:
        open_database(path)
    assert error.value.code == "newer_schema"
    assert path.read_bytes() == before


@pytest.mark.parametrize("read_only", [False, True])
def test_older_file_is_migrated_on_opening(path: Path, read_only: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    def add_note(connection: sqlite3.Connection) -> None:
        connection.execute("ALTER TABLE district ADD COLUMN note TEXT")

    _set_version(path, schema.VERSION - 1)
    monkeypatch.setitem(migrations.MIGRATIONS, schema.VERSION - 1, add_note)
    with open_database(path, read_only=read_only) as database:
        assert database.setting("schema_version") == str(schema.VERSION)
    with sqlite3.connect(path) as connection:
        assert "note" in {row[1] for row in connection.execute("PRAGMA table_info(district)")}


def test_failing_migration_leaves_the_file_as_it_was(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def half(connection: sqlite3.Connection) -> None:
        connection.execute("ALTER TABLE district ADD COLUMN note TEXT")
        connection.execute("INSERT INTO nowhere VALUES (1)")

    _set_version(path, schema.VERSION - 1)
    monkeypatch.setitem(migrations.MIGRATIONS, schema.VERSION - 1, half)
    with pytest.raises(sqlite3.OperationalError, match="nowhere"):
        open_database(path)
    with sqlite3.connect(path) as connection:
        assert "note" not in {row[1] for row in connection.execute("PRAGMA table_info(district)")}
        version = connection.execute("SELECT value FROM setting WHERE key = 'schema_version'").fetchone()[0]
    assert version == str(schema.VERSION - 1)


def test_locked_file_is_named_with_a_cure(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("village_planner.database.connection.WAIT", 0.05)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    try:
        with pytest.raises(StorageError) as error:
            open_database(path)
        assert error.value.code == "locked" and "county.gpkg" in str(error.value)
    finally:
        other.execute("ROLLBACK")
        other.close()
    open_database(path).close()


def test_writing_while_another_program_writes_is_locked(database: Any, path: Path) -> None:
    database._connection.execute("PRAGMA busy_timeout = 50")
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        with pytest.raises(StorageError) as error:
            database.set_setting("county_name", "甲县")
        assert error.value.code == "locked"
    finally:
        other.execute("ROLLBACK")
        other.close()
    database.set_setting("county_name", "甲县")
    assert database.setting("county_name") == "甲县"


def test_file_open_in_wal_mode_can_be_read_and_written(path: Path) -> None:
    """QGIS switches a GeoPackage that it edits to WAL mode."""
    other = sqlite3.connect(path)
    assert other.execute("PRAGMA journal_mode = WAL").fetchone() == ("wal",)
    other.execute("SELECT count(*) FROM plan").fetchone()
    try:
        with open_database(path) as database:
            database.ensure_plan("甲")
            assert len(database.read_layer("village")) == 4
        with open_database(path, read_only=True) as database:
            assert database.plan("甲").id == 1
    finally:
        other.close()


def test_wal_file_in_a_folder_without_write_permission(path: Path, tmp_path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.close()
    if os.geteuid() == 0:
        pytest.skip("root may write anywhere; the next test proves the fallback otherwise")
    path.parent.chmod(0o555)
    try:
        with open_database(path, read_only=True) as database:
            assert len(database.read_table("village")) == 4
    finally:
        path.parent.chmod(0o755)


def test_read_only_fallback_reads_the_file_as_it_lies(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from village_planner.database import connection as module

    opened = module._opened
    modes = []

    def refuse_side_files(file: Path, mode: str, wait: float) -> sqlite3.Connection:
        modes.append(mode)
        if "immutable" not in mode:
            raise sqlite3.OperationalError("unable to open database file")
        return opened(file, mode, wait)

    monkeypatch.setattr(module, "_opened", refuse_side_files)
    with open_database(path, read_only=True) as database:
        assert len(database.read_table("village")) == 4
    assert modes == ["mode=ro", "mode=ro&immutable=1"]
    with pytest.raises(StorageError) as error:
        open_database(path)
    assert error.value.code == "cannot_open"


def test_opened_for_reading_it_cannot_be_written(path: Path) -> None:
    with open_database(path, read_only=True) as database, pytest.raises(StorageError) as error:
        database.set_setting("county_name", "甲县")
    assert error.value.code == "read_only"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("database is locked", "locked"),
        ("attempt to write a readonly database", "read_only"),
        ("database or disk is full", "disk_full"),
        ("file is not a database", "not_a_database"),
        ("database disk image is malformed", "not_a_database"),
        ("disk I/O error", "cannot_open"),
    ],
)
def test_complaints_of_sqlite_become_sentences(text: str, code: str) -> None:
    with pytest.raises(StorageError) as error, complaints(Path("county.gpkg")):
        raise sqlite3.OperationalError(text)
    assert error.value.code == code and "county.gpkg" in str(error.value)


def test_full_database_is_told_and_nothing_is_kept(database: Any) -> None:
    pages = database._connection.execute("PRAGMA page_count").fetchone()[0]
    database._connection.execute(f"PRAGMA max_page_count = {pages}")
    plans = len(database.plans())
    with pytest.raises(StorageError) as error:
        database.ensure_plan("甲", note="说明" * 100_000)
    assert error.value.code == "disk_full"
    database._connection.execute("PRAGMA max_page_count = 1000000")
    assert len(database.plans()) == plans


def test_record_is_append_only(database: Any) -> None:
    database.record("张三", "note", None, {"text": "说明"})
    last = database.read_table("record").iloc[-1]
    assert (last["who"], last["what"], last["after"]) == ("张三", "note", '{"text": "说明"}')
    for statement in ("UPDATE record SET who = 'x'", "DELETE FROM record"):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            database._connection.execute(statement)


def test_settings(database: Any) -> None:
    assert database.setting("note") is None and database.setting("note", "-") == "-"
    database.set_setting("note", "一")
    database.set_setting("note", "二")
    assert database.setting("note") == "二"
    database.set_setting("note", None)
    assert database.setting("note") is None
    assert database.setting("county_code") == "510722"


def test_reading_layers_and_tables(database: Any) -> None:
    frame = database.read_layer("village", ["name", "code"])
    assert list(frame.columns) == ["code", "name", "geometry"] and frame.crs.to_epsg() == 4523
    assert list(database.read_layer("hazard").columns) == ["kind", "name", "geometry"]
    assert len(database.read_table("indicator_value", indicator="A5")) == 2
    assert database.count("village") == 4
    for wrong in ({"nothing": 1}, {'"x" OR 1=1 --': 1}):
        with pytest.raises(KeyError):
            database.read_table("village", **wrong)
    with pytest.raises(KeyError):
        database.read_layer("plan")


def test_land_areas_are_asked_by_line_in_plain_sql(path: Path) -> None:
    """The view `land_statistics`, as any GIS or SQL tool sees it."""
    rows = pd.DataFrame(
        [
            (VILLAGES[0], "0101", "ecological_redline+permanent_basic_farmland", 10.01, 9.0),
            (VILLAGES[0], "0101", "permanent_basic_farmland", 20.02, 18.0),
            (VILLAGES[0], "0101", "", 30.03, 30.03),
            (VILLAGES[2], "0301", "ecological_redline", 5.5, 5.5),
            ("", "0301", "", 1.25, 1.25),
        ],
        columns=["unit_code", "class_code", "constraints", "area_m2", "net_area_m2"],
    )
    with open_database(path) as database:
        plan = database.ensure_plan("甲").id
        database.save_result(plan, "land_area", rows, {})
        # The same ground once more, by township: the view counts the villages' only.
        by_township = pd.DataFrame(
            {"unit_code": [TOWNSHIPS[0]], "class_code": "0101", "constraints": "", "area_m2": 60.06}
        )
        database.save_result(plan, "land_area", by_township, {}, "township")
    kinds = {"kind": ["ecological_redline", "permanent_basic_farmland"]}
    lines = gpd.GeoDataFrame(kinds, geometry=[shapely.MultiPolygon([shapely.box(0, 0, 1, 1)])] * 2, crs=4523)
    pyogrio.write_dataframe(lines, path, layer="control_line", append=True)
    found = pyogrio.read_dataframe(path, layer="land_statistics").fillna("")
    assert found["plan_id"].eq(plan).all()
    by = ["township_code", "unit_code", "class_code", "line"]
    values = found.groupby(by)[["area_m2", "net_area_m2"]].sum().round(2)
    assert {key: tuple(row) for key, row in zip(values.index, values.to_numpy())} == {
        (TOWNSHIPS[0], VILLAGES[0], "0101", ""): (60.06, 57.03),
        (TOWNSHIPS[0], VILLAGES[0], "0101", "ecological_redline"): (10.01, 9.0),
        (TOWNSHIPS[0], VILLAGES[0], "0101", "permanent_basic_farmland"): (30.03, 27.0),
        (TOWNSHIPS[1], VILLAGES[2], "0301", ""): (5.5, 5.5),
        (TOWNSHIPS[1], VILLAGES[2], "0301", "ecological_redline"): (5.5, 5.5),
        ("", "", "0301", ""): (1.25, 1.25),
    }
