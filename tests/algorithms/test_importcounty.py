"""importcounty through the registry, and in the process that batch users call."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
from qgis.core import QgsProcessingException
from shapely.geometry import box

X, Y = 35_500_000.0, 3_400_000.0
VILLAGES = ["510722001001", "510722001200", "510722002200", "510722002201"]


def villages(**columns: Any) -> gpd.GeoDataFrame:
    cells = [(0, 0), (0, 1), (1, 0), (1, 1)]
    data = {"ZLDWDM": [code + "0000000" for code in VILLAGES], "ZLDWMC": list("甲乙丙丁"), "CZRK": [4, 3, 2, 1]}
    shapes = [box(X + 1000 * i, Y + 1000 * j, X + 1000 * (i + 1), Y + 1000 * (j + 1)) for i, j in cells]
    return gpd.GeoDataFrame({**data, **columns}, geometry=shapes, crs="EPSG:4523")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "三台 县"
    made.mkdir()
    return made


def save(folder: Path, name: str, frame: pd.DataFrame) -> str:
    file = folder / "原始 数据.gpkg"
    pyogrio.write_dataframe(frame, str(file), layer=name)
    return f"{file}|layername={name}"


def test_whole_import(run: Any, folder: Path) -> None:
    square = gpd.GeoDataFrame({"GHFLDM": ["07"], "MC": ["甲"]}, geometry=[box(X, Y, X + 100, Y + 100)], crs="EPSG:4523")
    parcels = square.assign(BSM="1", DLBM="0101", DLMC="水田", ZLDWDM=VILLAGES[0] + "0000000")
    output = folder / "规划 数据库.gpkg"
    results = run(
        "importcounty",
        VILLAGES=save(folder, "CJDCQ", villages()),
        PARCELS=save(folder, "DLTB", parcels),
        ECOLOGICAL_REDLINE=save(folder, "STBHHX", square),
        CONTROL_LINES=[save(folder, "LSWHBHX", square), save(folder, "某线", square)],
        SECTOR_PLANS=[save(folder, "TDLYGH", square), save(folder, "CXGH", square)],
        INDICATORS=save(folder, "TJZB", pd.DataFrame({"DWDM": VILLAGES, "V5": [1, 2, 3, 4]})),
        FLOWS=save(folder, "TQL", pd.DataFrame({"CFDM": VILLAGES[:1], "DDDM": VILLAGES[1:2], "RS": [5]})),
        REFERENCE_PLAN=save(folder, "YPQ", pd.DataFrame({"DWDM": VILLAGES, "PQDM": list("1122")})),
        COUNTY_NAME="三台县",
        OUTPUT=str(output),
    )
    assert (results["VILLAGE_COUNT"], results["TOWNSHIP_COUNT"], results["PARCEL_COUNT"]) == (4, 2, 1)
    assert any("ZLDWDM → code, ZLDWMC → name, CZRK → population" in line for line in run.log)
    from village_planner.database import open_database

    with open_database(output) as database:
        assert database.setting("county_name") == "三台县"
        assert database.read_layer("sector_plan")["plan"].tolist() == ["TDLYGH", "CXGH"]
        assert database.read_layer("control_line")["kind"].tolist() == ["ecological_redline", "heritage_line", "某线"]
        assert database.units(database.plan("原方案").id, "village")["district"].tolist() == list("1122")
        assert database.indicator_values("village")["V5"].tolist() == [1, 2, 3, 4]
        assert database.read_table("flow")["value"].tolist() == [5]


def test_field_map_and_target_crs(run: Any, folder: Path) -> None:
    file = folder / "对照.json"
    file.write_text(json.dumps({"village": {"code": "编号X", "population": "RK"}}, ensure_ascii=False), "utf-8")
    source = save(folder, "村", villages().rename(columns={"ZLDWDM": "编号X", "CZRK": "RK"}))
    output = folder / "county.gpkg"
    run("importcounty", VILLAGES=source, FIELD_MAP=str(file), TARGET_CRS="EPSG:4544", OUTPUT=str(output))
    frame = pyogrio.read_dataframe(str(output), layer="village")
    assert frame.crs.to_epsg() == 4544 and frame["population"].sum() == 10


@pytest.mark.parametrize(
    ("frame", "named"),
    [
        (villages(CZRK=["4", "许多", "2", "1"]), ["CZRK", VILLAGES[1], "许多"]),
        (villages(CZRK=[4, None, 2, 1]), ["CZRK", VILLAGES[1], "empty"]),
        (villages(ZLDWDM=[VILLAGES[0]] * 2 + VILLAGES[2:]), ["ZLDWDM", VILLAGES[0], "Dissolve"]),
        (villages(ZLDWDM=[VILLAGES[0], None, *VILLAGES[2:]]), ["ZLDWDM", "no code"]),
        (villages().set_geometry([None, *villages().geometry[1:]], crs="EPSG:4523"), [VILLAGES[0], "no geometry"]),
        (villages().set_crs(4544, allow_override=True), ["EPSG:4544", "EPSG:4523"]),
        (villages().rename(columns={"ZLDWDM": "a"}), ["code", "FIELD_MAP"]),
    ],
)
def test_bad_villages_leave_the_old_database(run: Any, folder: Path, frame: gpd.GeoDataFrame, named: list[str]) -> None:
    output = folder / "county.gpkg"
    run("importcounty", VILLAGES=save(folder, "CJDCQ", villages()), OUTPUT=str(output))
    before = output.read_bytes()
    with pytest.raises(QgsProcessingException) as error:
        run("importcounty", VILLAGES=save(folder, "BAD", frame), OUTPUT=str(output))
    assert all(part in str(error.value) for part in ["BAD", *named]), str(error.value)
    assert "Traceback" not in str(error.value)
    assert output.read_bytes() == before
    assert sorted(os.listdir(folder)) == ["county.gpkg", "原始 数据.gpkg"]


def test_filter_that_leaves_nothing(run: Any, folder: Path) -> None:
    source = save(folder, "CJDCQ", villages()) + "|subset=CZRK > 99"
    with pytest.raises(QgsProcessingException, match="Layer CJDCQ has no features"):
        run("importcounty", VILLAGES=source, OUTPUT=str(folder / "county.gpkg"))


def test_layer_without_crs_is_refused(run: Any, folder: Path) -> None:
    file = folder / "bare.gpkg"
    pyogrio.write_dataframe(villages().set_crs(None, allow_override=True), str(file), layer="CJDCQ")
    with pytest.raises(QgsProcessingException, match="no coordinate reference system"):
        run("importcounty", VILLAGES=f"{file}|layername=CJDCQ", OUTPUT=str(folder / "county.gpkg"))


def test_input_is_never_the_output(run: Any, folder: Path) -> None:
    source = save(folder, "CJDCQ", villages())
    with pytest.raises(QgsProcessingException, match="holds an input"):
        run("importcounty", VILLAGES=source, OUTPUT=source.split("|")[0])
    plan = save(folder, "TDLYGH", villages(GHFLDM="07"))
    other = folder / "other.gpkg"
    pyogrio.write_dataframe(villages(), str(other), layer="CJDCQ")
    with pytest.raises(QgsProcessingException, match="holds an input"):
        run("importcounty", VILLAGES=str(other), SECTOR_PLANS=[plan], OUTPUT=plan.split("|")[0])


def test_unreadable_sector_plan_is_refused(run: Any, folder: Path) -> None:
    source = save(folder, "CJDCQ", villages())
    grid = folder / "grid.asc"  # a raster is a layer, too
    grid.write_text("ncols 2\nnrows 2\nxllcorner 0\nyllcorner 0\ncellsize 1\n1 2\n3 4\n", encoding="ascii")
    with pytest.raises(QgsProcessingException, match="1 of 2 layers of SECTOR_PLANS"):
        run("importcounty", VILLAGES=source, SECTOR_PLANS=[source, str(grid)], OUTPUT=str(folder / "c.gpkg"))


@pytest.mark.parametrize("journal", ["DELETE", "WAL"])
def test_database_open_elsewhere(run: Any, folder: Path, journal: str) -> None:
    output = folder / "county.gpkg"
    source = save(folder, "CJDCQ", villages())
    run("importcounty", VILLAGES=source, OUTPUT=str(output))
    other = sqlite3.connect(output, isolation_level=None)
    other.execute(f"PRAGMA journal_mode = {journal}")
    other.execute("BEGIN IMMEDIATE")
    try:
        with pytest.raises(QgsProcessingException, match="open in another program"):
            run("importcounty", VILLAGES=source, OUTPUT=str(output))
    finally:
        other.execute("ROLLBACK")
        other.close()


def test_read_only_folder(run: Any, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = save(folder, "CJDCQ", villages())
    if os.geteuid() == 0:  # root may write anywhere: give the operating system's answer instead
        monkeypatch.setattr("village_planner.database.replace.os.access", lambda path, mode: False)
    else:
        folder.chmod(0o555)
    try:
        with pytest.raises(QgsProcessingException, match="read-only"):
            run("importcounty", VILLAGES=source, OUTPUT=str(folder / "county.gpkg"))
    finally:
        folder.chmod(0o755)


def test_full_disk(run: Any, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    output = folder / "county.gpkg"
    source = save(folder, "CJDCQ", villages())
    run("importcounty", VILLAGES=source, OUTPUT=str(output))
    before = output.read_bytes()

    def full(*arguments: Any, **options: Any) -> None:
        raise pyogrio.errors.FeatureError("failed to execute insert: database or disk is full")

    monkeypatch.setattr(pyogrio, "write_dataframe", full)
    with pytest.raises(QgsProcessingException, match="The disk is full"):
        run("importcounty", VILLAGES=source, OUTPUT=str(output))
    assert output.read_bytes() == before and len(os.listdir(folder)) == 2


@pytest.mark.skipif(shutil.which("qgis_process.bin") is None, reason="qgis_process.bin is not installed")
def test_import_in_the_real_process(folder: Path) -> None:
    """Clashes of libraries show only here; so does the exit status."""
    output = folder / "county.gpkg"
    environment = {**os.environ, "QGIS_CUSTOM_CONFIG_PATH": str(folder / "profile")}

    def process(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(["qgis_process.bin", *arguments], env=environment, capture_output=True, text=True)

    settings = folder / "profile" / "profiles" / "default" / "QGIS" / "QGIS3.ini"
    settings.parent.mkdir(parents=True)
    settings.write_text("[PythonPlugins]\nvillage_planner=true\n", encoding="utf-8")
    good = save(folder, "CJDCQ", villages())
    done = process("run", "village_planner:importcounty", f"--VILLAGES={good}", f"--OUTPUT={output}")
    assert done.returncode == 0 and "VILLAGE_COUNT:\t4" in done.stdout, done.stdout + done.stderr
    before = output.read_bytes()
    bad = save(folder, "BAD", villages(CZRK=[1, -2, 3, 4]))
    failed = process("run", "village_planner:importcounty", f"--VILLAGES={bad}", f"--OUTPUT={output}")
    assert failed.returncode != 0 and VILLAGES[1] in failed.stdout + failed.stderr
    assert "Traceback" not in failed.stdout + failed.stderr
    assert output.read_bytes() == before
