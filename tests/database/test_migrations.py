"""Files of every older schema version open as if they had been made today, and keep what was in them."""

from __future__ import annotations

import gzip
import shutil
import sqlite3
import subprocess
from pathlib import Path
from typing import Any

import pyogrio
import pytest

from village_planner.database import open_database, schema

DATA = Path(__file__).parent / "data"
OLDER = sorted(DATA.glob("version_*.gpkg.gz"))


@pytest.fixture(params=OLDER, ids=[file.name.split(".")[0] for file in OLDER])
def old(request: Any, tmp_path: Path) -> Path:
    """A county as that version of the plugin wrote it: two townships, four villages, a plan with results."""
    file = tmp_path / "旧 县.gpkg"
    file.write_bytes(gzip.decompress(request.param.read_bytes()))
    return file


def _shape_of(file: Path) -> dict[str, Any]:
    """Columns, indices, triggers and registration of every table of the schema."""
    with sqlite3.connect(file) as connection:
        made: dict[str, Any] = {}
        for entry in schema.ENTRIES:
            table = entry.name
            made[table] = (
                sorted(row[1:] for row in connection.execute(f'PRAGMA table_info("{table}")')),
                sorted(
                    connection.execute(f'SELECT "from", "table", on_delete FROM pragma_foreign_key_list("{table}")')
                ),
                sorted(connection.execute("SELECT type, name FROM sqlite_master WHERE tbl_name = ?", [table])),
                connection.execute(
                    "SELECT data_type, identifier, description, srs_id FROM gpkg_contents WHERE table_name = ?", [table]
                ).fetchall(),
                connection.execute(
                    "SELECT column_name, geometry_type_name, srs_id, z, m FROM gpkg_geometry_columns "
                    "WHERE table_name = ?",
                    [table],
                ).fetchall(),
            )
        for view in schema.VIEWS:
            (sql,) = connection.execute("SELECT sql FROM sqlite_master WHERE name = ?", [view.name]).fetchone()
            registered = "SELECT data_type, identifier, description FROM gpkg_contents WHERE table_name = ?"
            made[view.name] = (" ".join(sql.split()), connection.execute(registered, [view.name]).fetchall())
    return made


def test_there_is_a_file_of_every_older_version() -> None:
    assert [file.name for file in OLDER] == [f"version_{n}.gpkg.gz" for n in range(1, schema.VERSION)]


def test_old_file_gets_the_schema_of_a_new_one(old: Path, path: Path) -> None:
    open_database(old).close()
    assert _shape_of(old) == _shape_of(path)
    with sqlite3.connect(old) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


@pytest.mark.parametrize("read_only", [False, True])
def test_old_file_keeps_its_rows(old: Path, read_only: bool) -> None:
    with open_database(old, read_only=read_only) as database:
        plan = database.plan("甲").id
        found = database.result(plan, "finding")
        assert found is not None and found.table["message"].tolist() == ["无代码", "重叠"]
        assert found.table.geometry.isna().all() and found.table.crs.to_epsg() == 4523
        area = database.result(plan, "land_area")
        assert area is not None and area.table["area_m2"].tolist() == [1000000.25]
        assert area.table["net_area_m2"].isna().all() and not area.stale
        conflict = database.result(plan, "conflict")
        assert conflict is not None and conflict.table["area_m2"].tolist() == [12.5]
        assert len(database.read_layer("village")) == 4 and database.decisions("conflict").empty


@pytest.mark.skipif(shutil.which("ogrinfo") is None, reason="ogrinfo is not installed")
def test_migrated_file_keeps_the_rules_of_geopackage(old: Path) -> None:
    open_database(old).close()
    done = subprocess.run(["ogrinfo", "-so", "-al", str(old)], capture_output=True, text=True, check=True)
    assert "Warning" not in done.stderr and "ERROR" not in done.stderr
    assert dict(pyogrio.list_layers(str(old)))["conflict"] == "MultiPolygon"


def test_version_2_keeps_figures_targets_quotas_and_what_is_fresh(tmp_path: Path) -> None:
    file = tmp_path / "county.gpkg"
    file.write_bytes(gzip.decompress((DATA / "version_2.gpkg.gz").read_bytes()))
    with sqlite3.connect(file) as connection:
        before = connection.execute("SELECT * FROM indicator_value ORDER BY fid").fetchall()
    with open_database(file) as database:
        after = database.read_table("indicator_value")
        assert after[["fid", "level", "unit_code", "indicator", "year", "value"]].to_numpy().tolist() == [
            list(row) for row in before
        ]
        assert after["source"].isna().all() and after["made"].isna().all()
        plan = database.plan("甲").id
        results = {
            (kind, level): database.result(plan, kind, level)
            for kind, level in [
                ("score", "township"),
                ("weight", "township"),
                ("stability", "township"),
                ("conflict", None),
                ("target", None),
                ("quota", None),
            ]
        }
        found = {kind: result.table for (kind, _), result in results.items() if result is not None}
        assert found["score"]["value"].tolist() == [0.75, 0.25]
        assert found["stability"]["share"].tolist() == [1.0, 0.5] and found["stability"]["shares"].isna().all()
        assert found["conflict"].geometry.area.round(6).tolist() == [12.5]
        assert found["target"][["code", "value"]].to_numpy().tolist() == [["GDBYL", 120.5], ["JSYD", 30.25]]
        assert found["quota"][["level", "unit_code", "parent", "indicator", "value"]].to_numpy().tolist() == [
            ["township", "510722001", None, "GDBYL", 80.25],
            ["township", "510722002", None, "GDBYL", 40.25],
            ["village", "510722001001", "510722001", "GDBYL", 20.0],
        ]
        for kind in ("score", "weight", "stability"):
            result = results[kind, "township"]
            assert result is not None and not result.stale, kind
        centres = database.centres(plan, "township")
        assert centres.to_numpy().tolist() == [["510722001", "central_town", "区位好", None]]


def test_version_3_keeps_rounds_opinions_signatures_and_answers(tmp_path: Path) -> None:
    file = tmp_path / "county.gpkg"
    file.write_bytes(gzip.decompress((DATA / "version_3.gpkg.gz").read_bytes()))
    with open_database(file) as database:
        rounds = database.read_table("round")
        assert rounds[["number", "name", "status"]].to_numpy().tolist() == [
            [1, "部门联审", "closed"],
            [2, "县领导", "open"],
        ]
        opinions = database.read_table("opinion")
        assert opinions[["number", "subject", "source", "text"]].to_numpy().tolist() == [
            [1, "district", "自然资源局", "片区过大"],
            [2, "unit", "村民", "保留小学"],
            [3, "plan", "交通局", "总体同意"],
        ]
        assert opinions["decision"].tolist() == ["adopted", None, "not"]
        signed = database.read_table("sign_off")
        assert signed[["participant", "verdict", "signed_by"]].to_numpy().tolist() == [
            ["自然资源局", "agree", "自然资源局"],
            ["自然资源局 (2)", "agree", "自然资源局"],  # signed twice; both are kept
            ["交通局", "agree", "交通局"],
        ]
        sheets = database.read_table("questionnaire").set_index("id")
        answers = database.read_table("answer")
        assert [
            [sheets.loc[row.questionnaire_id, "unit_code"], row.topic, row.answer, row.count_]
            for row in answers.rename(columns={"count": "count_"}).itertuples()
        ] == [
            ["510722001001", "住房", "满意", 12],
            ["510722001001", "道路", "不满意", 7],
            ["510722002200", "住房", "满意", 3],
        ]
        assert sheets["township_code"].tolist() == ["510722001", "510722002"]
        # What was there before the first step is where undo ends.
        plan = database.plan("甲").id
        assert database.undo(plan, "township") is None and database.edit_history(plan, "township") == []
        database.update_district(plan, "township", "1", name="城关片区")
        database.undo(plan, "township")
        assert database.districts(plan, "township")["name"].tolist() == ["第1片区", "第2片区"]


def test_version_4_keeps_projects_and_facilities(tmp_path: Path) -> None:
    file = tmp_path / "county.gpkg"
    file.write_bytes(gzip.decompress((DATA / "version_4.gpkg.gz").read_bytes()))
    with open_database(file) as database:
        projects, facilities = database.read_layer("project"), database.read_layer("facility")
        assert projects[["code", "name", "kind"]].to_numpy().tolist() == [
            ["XM1", "污水处理站", "市政"],
            ["XM2", "产业路", "交通"],
        ]
        assert projects.area.round(6).tolist() == [10000.0, 20000.0]
        assert projects[["sector_plan", "content", "investment", "start_year", "responsible"]].isna().all(axis=None)
        assert facilities[["kind", "name", "unit_code"]].to_numpy().tolist() == [
            ["卫生院", "城关卫生院", "510722001001"],
            ["小学", "南村小学", "510722002200"],
        ]
        assert facilities[["capacity", "level"]].isna().all(axis=None)
        assert database.read_table("form_row").empty and database.read_table("land_change").empty
        assert len(database.edit_history(database.plan("甲").id, "township")) == 2
