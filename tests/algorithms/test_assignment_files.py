"""importassignment and exportassignment through the registry: what one writes the other reads, bad rows are named."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import geopandas as gpd
import openpyxl
import pandas as pd
import pyogrio
import pytest
from qgis.core import QgsProcessingException
from shapely.geometry import box

TOWNSHIPS = {"510722001": "观桥镇", "510722002": "石安镇"}
VILLAGES = {
    "510722001201": "新桥村", "510722001202": "东风村", "510722002201": "东风村", "510722002202": "石坝村",
    "510722002203": "双龙村",
}  # fmt: skip
DRAWN = dict(zip(VILLAGES, ("1-01", "1-01", "2-01", "2-02")))  # 双龙村 is in none


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from village_planner.database import create_database, open_database

    def strip(named: dict[str, str], **columns: Any) -> gpd.GeoDataFrame:
        shapes = [box(35_500_000 + 1000 * i, 0, 35_501_000 + 1000 * i, 1000) for i in range(len(named))]
        values = {"code": list(named), "name": list(named.values()), "population": range(100, 100 + len(named))}
        return gpd.GeoDataFrame({**values, **columns}, geometry=shapes, crs="EPSG:4523")

    path = tmp_path_factory.mktemp("县") / "县 库.gpkg"
    villages = strip(VILLAGES, township_code=[code[:9] for code in VILLAGES])
    create_database(path, "EPSG:4523", {"township": strip(TOWNSHIPS), "village": villages})
    with open_database(path) as db:
        plan = db.ensure_plan("方案一").id
        db.save_assignment(plan, "township", pd.Series(dict(zip(TOWNSHIPS, "12"))))
        db.save_assignment(plan, "village", pd.Series(DRAWN))
        db.update_district(plan, "village", "1-01", name="桥东片区")
        db.save_centres(plan, "village", pd.DataFrame({"unit_code": ["510722001201"], "role": ["central_village"]}))
    return path


@pytest.fixture
def county(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(made, tmp_path))


def state(county: Path, plan: str = "", level: str = "village") -> tuple[dict[str, str], dict[str, str], list[str]]:
    """Assignment, names of the districts, central villages."""
    from village_planner.database import open_database

    with open_database(county) as db:
        found = db.plan(plan).id
        districts = db.districts(found, level)
        return (
            dict(db.assignment(found, level)),
            dict(zip(districts["code"], districts["name"])),
            db.centres(found, level)["unit_code"].tolist(),
        )


def with_townships(county: Path, name: str) -> None:
    from village_planner.database import open_database

    with open_database(county) as db:
        db.save_assignment(db.ensure_plan(name).id, "township", pd.Series(dict(zip(TOWNSHIPS, "12"))))


@pytest.mark.parametrize(
    ("suffix", "headers"),
    [(".csv", "english"), (".xlsx", "chinese"), (".gpkg", "chinese"), (".shp", "english"), (".shp", "chinese")],
)
def test_what_is_written_is_read_back(run: Any, county: Path, tmp_path: Path, suffix: str, headers: str) -> None:
    file = tmp_path / f"片区 表{suffix}"
    given = {"DATABASE": str(county), "LEVEL": "village"}
    assert run("exportassignment", **given, HEADERS=headers, OUTPUT=str(file))["ROW_COUNT"] == 5
    assert any("1 units are in no district" in line for line in run.log)
    with_townships(county, "回读")
    results = run("importassignment", **given, FILE=str(file), PLAN="回读", MISSING="unassigned")
    assert (results["ROW_COUNT"], results["ERROR_COUNT"], results["MOVED_COUNT"]) == (4, 0, 4)
    assert state(county, "回读") == state(county) and state(county)[0] == DRAWN
    assert state(county)[1]["1-01"] == "桥东片区" and state(county)[2] == ["510722001201"]


def test_files_as_spreadsheets_and_others_want_them(run: Any, county: Path, tmp_path: Path) -> None:
    given = {"DATABASE": str(county), "LEVEL": "village", "HEADERS": "chinese"}
    text, book, shape = (tmp_path / f"t.{kind}" for kind in ("csv", "xlsx", "shp"))
    for file in (text, book, shape):
        run("exportassignment", **given, OUTPUT=str(file))
    assert text.read_bytes().startswith("\ufeff代码,名称,乡镇,片区,片区名,人口,角色\r\n".encode())
    cells = openpyxl.load_workbook(book).active
    assert [cells["A2"].value, cells["A2"].number_format, cells["D2"].number_format] == ["510722001201", "@", "@"]
    assert cells["F2"].value == 100
    assert shape.with_suffix(".cpg").read_text().strip() == "UTF-8"
    frame = pyogrio.read_dataframe(shape, encoding="UTF-8")
    assert list(frame.columns) == ["代码", "名称", "乡镇", "片区", "片区名", "人口", "角色", "geometry"]
    assert frame["片区名"][0] == "桥东片区" and frame.area.tolist() == [1e6] * 5


def workbook(file: Path, *rows: tuple[Any, ...], merged: str = "") -> str:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    if merged:
        book.active.merge_cells(merged)
    book.save(file)
    return str(file)


def test_a_table_as_an_office_makes_it(run: Any, county: Path, tmp_path: Path) -> None:
    """A title, codes as numbers, one cell of the district over its rows, a total."""
    rows = [(int(code), name, "1-03" if code == "510722001201" else None) for code, name in VILLAGES.items()]
    rows = [(code, name, own or ("2-09" if str(code).startswith("510722002") else None)) for code, name, own in rows]
    file = workbook(
        tmp_path / "a.xlsx",
        ("村级片区划分表",),
        ("村代码", "村名", "所属片区"),
        *rows,
        (None, "合计", 5),
        merged="C3:C4",
    )
    results = run("importassignment", DATABASE=str(county), LEVEL="village", FILE=file)
    assert results["ROW_COUNT"] == 5 and results["ERROR_COUNT"] == 0
    assert state(county)[0] == {
        **dict.fromkeys(list(VILLAGES)[:2], "1-03"),
        **dict.fromkeys(list(VILLAGES)[2:], "2-09"),
    }
    from village_planner.database import open_database

    with open_database(county) as db:  # one step, and it can be undone
        plan = db.plan().id
        assert db.undo_entry(plan, "village").what == "import assignment"
        db.undo(plan, "village")
    assert state(county)[0] == DRAWN and state(county)[2] == ["510722001201"]


def test_bad_rows_are_named_and_nothing_is_written(run: Any, county: Path, tmp_path: Path) -> None:
    before = state(county)
    file = workbook(
        tmp_path / "a.xlsx",
        ("code", "name", "district"),
        ("510722001201", "新桥村", "1-02"),
        ("510722001209", "东风儿村", "1-02"),
        ("510722002201", "东风村", "1-02"),
        ("510722002201", "东风村", "2-01"),
    )
    errors = str(tmp_path / "errors.gpkg")
    given = {"DATABASE": str(county), "LEVEL": "village", "FILE": file, "MISSING": "keep", "ERRORS": errors}
    with pytest.raises(QgsProcessingException, match=r"a\.xlsx has 3 bad rows.*nothing was written"):
        run("importassignment", **given)
    assert state(county) == before
    table = pyogrio.read_dataframe(errors)
    assert list(zip(table["row"], table["kind"])) == [(3, "unknown_code"), (4, "crosses_parent"), (5, "repeated_code")]
    assert "510722001202 东风村" in table["near"][0]
    results = run("importassignment", **given, ON_ERROR="certain")
    assert (results["ROW_COUNT"], results["ERROR_COUNT"], results["MOVED_COUNT"]) == (1, 3, 1)
    assert state(county)[0] == {**DRAWN, "510722001201": "1-02"}


def test_rows_are_those_of_the_sheet_for_a_layer_too(run: Any, county: Path, tmp_path: Path) -> None:
    rows = [(code, "1-01" if code.startswith("510722001") else "2-01", 100) for code in VILLAGES]
    rows[3] = ("510722002299", "2-01", 100)  # the column of numbers lets the driver see the headers
    file = workbook(tmp_path / "a.xlsx", ("code", "district", "population"), *rows)
    text = tmp_path / "a.csv"
    text.write_text("\n".join(",".join(map(str, row)) for row in (("code", "district", "population"), *rows)))
    for source in (file, str(text)):
        for name in ("FILE", "INPUT"):
            with pytest.raises(QgsProcessingException, match="1 bad rows, and 1 units are not in it"):
                run("importassignment", DATABASE=str(county), LEVEL="village", **{name: source})
            assert any("Row 5: The county has no code" in line for line in run.log), (source, name)


def test_roles_go_out_in_the_language_of_the_headers(run: Any, county: Path, tmp_path: Path) -> None:
    for headers, word in (("chinese", "中心村"), ("english", "central_village")):
        file = tmp_path / f"{headers}.csv"
        run("exportassignment", DATABASE=str(county), LEVEL="village", HEADERS=headers, OUTPUT=str(file))
        assert pd.read_csv(file, dtype=str).iloc[0, -1] == word


def test_a_table_of_another_year_is_read_by_name(run: Any, county: Path, tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {
            "DWDM": [f"51072299920{i}" for i in range(5)],
            "DWMC": list(VILLAGES.values()),
            "乡镇": [TOWNSHIPS[code[:9]] for code in VILLAGES],
            "PQDM": ["1-01", "1-02", "2-01", "2-01", "2-01"],
        }
    )
    file = tmp_path / "旧.gpkg"
    pyogrio.write_dataframe(frame, file, layer="旧")
    given = {"DATABASE": str(county), "LEVEL": "village", "INPUT": f"{file}|layername=旧"}
    with pytest.raises(QgsProcessingException, match="codes of another year"):
        run("importassignment", **given)
    assert run("importassignment", **given, MATCH="name")["ROW_COUNT"] == 5
    assert state(county)[0] == dict(zip(VILLAGES, frame["PQDM"]))


def test_townships_that_leave_village_districts_crossing_are_said(run: Any, county: Path, tmp_path: Path) -> None:
    file = workbook(tmp_path / "t.xlsx", ("乡镇代码", "镇级片区"), (510722001.0, 3), (510722002.0, "3.0"))
    run("importassignment", DATABASE=str(county), FILE=file)
    assert state(county, level="township")[0] == dict.fromkeys(TOWNSHIPS, "3")


def test_several_sheets_that_fit_are_never_read_as_the_first_only(run: Any, county: Path, tmp_path: Path) -> None:
    file = tmp_path / "各乡镇.xlsx"
    book = openpyxl.Workbook()
    for name, code in (("观桥镇", "510722001"), ("石安镇", "510722002"), ("填表说明", None)):
        sheet = book.create_sheet(name)
        sheet.append(["乡镇代码", "镇级片区"])
        if code:
            sheet.append([code, "3"])
    book.save(file)
    given = {"DATABASE": str(county), "FILE": str(file), "MISSING": "keep"}
    before = state(county, level="township")
    with pytest.raises(QgsProcessingException, match="2 sheets: 观桥镇, 石安镇"):
        run("importassignment", **given)
    assert state(county, level="township") == before
    book["石安镇"].sheet_state = "hidden"
    book.save(file)
    run("importassignment", **given)
    assert state(county, level="township")[0] == {"510722001": "3", "510722002": "2"}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "either a layer or table"),
        ({"FILE": "none.xlsx"}, "does not exist"),
        ({"FILE": "none.shp"}, "no table that can be read"),
        ({"FILE": "headless.xlsx"}, "no row of headers with code, district.*a, b"),
        ({"INPUT": "other.gpkg"}, "no field for district"),
        ({"INPUT": "other.gpkg", "DISTRICT_FIELD": "x"}, "no field x"),
    ],
)
def test_tables_that_are_none(run: Any, county: Path, tmp_path: Path, given: dict[str, str], said: str) -> None:
    workbook(tmp_path / "headless.xlsx", ("a", "b"), (1, 2))
    pyogrio.write_dataframe(pd.DataFrame({"code": ["1"], "y": ["1"]}), tmp_path / "other.gpkg")
    files = {key: str(tmp_path / value) if "." in value else value for key, value in given.items()}
    with pytest.raises(QgsProcessingException, match=said):
        run("importassignment", DATABASE=str(county), LEVEL="village", **files)


def test_outputs_that_cannot_be(run: Any, county: Path, tmp_path: Path) -> None:
    with pytest.raises(QgsProcessingException, match="ending must be one of"):
        run("exportassignment", DATABASE=str(county), OUTPUT=str(tmp_path / "a.ods"))
    with pytest.raises(QgsProcessingException, match="planning database itself"):
        run("exportassignment", DATABASE=str(county), OUTPUT=str(county))


def test_names_come_back_as_they_are_and_formulas_are_no_districts(run: Any, county: Path, tmp_path: Path) -> None:
    """城北（一） keeps its signs, =1+1 runs in no spreadsheet, and what a formula did not give is no district."""
    from village_planner.database import open_database

    with open_database(county) as db:
        plan = db.plan().id
        for code, name in {"1-01": "城北（一）片区", "2-01": "=1+1"}.items():
            db.update_district(plan, "village", code, name=name)
    before = state(county)
    for suffix in (".csv", ".xlsx"):
        output = str(tmp_path / f"a{suffix}")
        run("exportassignment", DATABASE=str(county), LEVEL="village", OUTPUT=output)
        run("importassignment", DATABASE=str(county), LEVEL="village", FILE=output, MISSING="keep")
        assert state(county) == before
    assert "'=1+1" in (tmp_path / "a.csv").read_text(encoding="utf-8-sig")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert book.active["D1"].value == "district"
    for row, value, kind in ((2, "#N/A", "e"), (3, "=A1", "f")):
        book.active[f"D{row}"].value, book.active[f"D{row}"].data_type = value, kind
    book.save(tmp_path / "b.xlsx")
    with pytest.raises(QgsProcessingException, match="2 bad rows"):
        run(
            "importassignment",
            DATABASE=str(county),
            LEVEL="village",
            FILE=str(tmp_path / "b.xlsx"),
            MISSING="unassigned",
        )
    assert state(county) == before
