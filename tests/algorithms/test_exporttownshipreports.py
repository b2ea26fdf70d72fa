"""exporttownshipreports through the registry: a planning database in, workbooks out."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from qgis.core import QgsProcessingException

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "core" / "tables"))

A, B = "510000001", "510000002"


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """The county of core/tables/hand_county.py as a planning database."""
    import pandas as pd
    from hand_county import hand_county

    from village_planner.database import create_database, open_database

    county = hand_county()
    file = tmp_path / "规划 库.gpkg"
    layers = {}
    for name, columns in (("township", []), ("village", ["township_code"])):
        units = county.units(name).reset_index()
        layers[name] = units[["code", "name", *columns, "population", "area_m2", "geometry"]].set_crs("EPSG:4523")
    create_database(file, "EPSG:4523", layers)
    with open_database(file) as db:
        db.set_setting("county_code", "510000")
        db.set_setting("county_name", "试验县")
        plan = db.ensure_plan("方案一")
        number = getattr(plan, "id", plan)
        for level in ("township", "village"):
            units = county.units(level)
            db.save_assignment(number, level, units["district"])
            chosen = units[units["role"].notna()]
            db.save_centres(
                number, level, pd.DataFrame({"unit_code": chosen.index, "role": chosen["role"].values, "reason": ""})
            )
        db.save_result(number, "land_area", county.land_area, {})
        db.save_result(number, "score", county.scores["township"], {}, "township")
    return file


def sheet(folder: Path, name: str, title: str) -> Any:
    return openpyxl.load_workbook(folder / name, data_only=True)[title]


def test_county_and_townships(run: Any, database: Path, tmp_path: Path) -> None:
    folder = tmp_path / "成果 表"
    result = run("exporttownshipreports", DATABASE=str(database), FOLDER=str(folder))
    assert Path(result["FOLDER"]) == folder and result["WORKBOOKS"] == 3 and result["DIFFERENCES"] == 0
    files = sorted(path.name for path in folder.iterdir())
    assert files == ["510000001_甲镇.xlsx", "510000002_乙乡.xlsx", "510000_试验县.xlsx"]
    land = sheet(folder, "510000_试验县.xlsx", "现状一级分类")
    assert land["C5"].value == 18.56 and land["C5"].number_format == "#,##0.00"
    scheme = sheet(folder, "510000_试验县.xlsx", "片区划分方案")
    assert [cell.value for cell in scheme[4]][3:9] == [2, "甲镇、乙乡", 3, 0.19, 400, "甲镇"]
    assert "指标评分" in openpyxl.load_workbook(folder / "510000_试验县.xlsx").sheetnames


def test_townships_and_tables_are_chosen(run: Any, database: Path, tmp_path: Path) -> None:
    result = run(
        "exporttownshipreports",
        DATABASE=str(database),
        PLAN="方案一",
        TOWNSHIPS=f"{B}，",
        TABLES="land_vertical; control_areas",
        COUNTY=False,
        FOLDER=str(tmp_path / "out"),
    )
    assert result["WORKBOOKS"] == 1
    book = openpyxl.load_workbook(tmp_path / "out" / "510000002_乙乡.xlsx")
    assert book.sheetnames == ["目录", "三线管控面积统计", "现状分类（竖表）", "现状分类（竖表）·图", "数据核对"]


@pytest.mark.parametrize(
    ("choice", "named"),
    [({"TOWNSHIPS": "999"}, "999"), ({"TABLES": "nonsense"}, "nonsense"), ({"PLAN": "乙案"}, "乙案")],
)
def test_unknown_choices_are_named_and_nothing_is_written(
    run: Any, database: Path, tmp_path: Path, choice: dict[str, str], named: str
) -> None:
    with pytest.raises(QgsProcessingException, match=named):
        run("exporttownshipreports", DATABASE=str(database), FOLDER=str(tmp_path / "out"), **choice)
    assert not (tmp_path / "out").exists()


def test_a_difference_is_a_warning(run: Any, database: Path, tmp_path: Path) -> None:
    from village_planner.database import open_database

    with open_database(database) as db:
        land = db.result(db.plan().id, "land_area").table
        short = land[land["class_code"] != "0702"]
        db.save_result(db.plan().id, "land_area", short, {})
    result = run("exporttownshipreports", DATABASE=str(database), FOLDER=str(tmp_path / "out"))
    assert result["DIFFERENCES"] > 0
    assert any(line.startswith("WARNING") and "6.67" in line and "10.00" in line for line in run.log)


def test_the_countys_own_catalogue(run: Any, database: Path, tmp_path: Path) -> None:
    own = tmp_path / "own.json"
    own.write_text(
        '{"order": ["land_vertical"], "land_vertical": {"title": {"zh": "本县地类表", "en": "Own"}, "sheet": "地类", '
        '"columns": [{"key": "name", "head": ["地类"]}, {"key": "area", "head": ["面积"]}]}}',
        encoding="utf-8",
    )
    folder = tmp_path / "out"
    run("exporttownshipreports", DATABASE=str(database), CATALOGUE=str(own), FOLDER=str(folder))
    table = sheet(folder, "510000_试验县.xlsx", "地类")
    assert table["A1"].value == "本县地类表" and [cell.value for cell in table[3]] == ["地类", "面积"]
    own.write_text('{"land_vertical": {"title": {"zh": "x", "en": "x"}}}', encoding="utf-8")
    with pytest.raises(QgsProcessingException, match=r"own\.json"):
        run("exporttownshipreports", DATABASE=str(database), CATALOGUE=str(own), FOLDER=str(folder))


def test_a_folder_that_cannot_be_made(run: Any, database: Path, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    with pytest.raises(QgsProcessingException) as caught:
        run("exporttownshipreports", DATABASE=str(database), FOLDER=str(blocked))
    assert "Traceback" not in str(caught.value) and str(blocked) in str(caught.value)


def test_other_formats(run: Any, database: Path, tmp_path: Path) -> None:
    folder = tmp_path / "成果"
    result = run(
        "exporttownshipreports",
        DATABASE=str(database),
        TOWNSHIPS=A,
        TABLES="district_scheme,land_vertical",
        FORMATS="csv,html,gpkg",
        FOLDER=str(folder),
    )
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert result["WORKBOOKS"] == 0 and result["FILES"] == len(files) == 9
    assert {
        "510000_试验县.html",
        "510000_试验县_成果表.gpkg",
        "csv/510000001_甲镇/土地利用现状分类面积统计表.csv",
    } <= files
    with pytest.raises(QgsProcessingException, match="FORMATS"):
        run("exporttownshipreports", DATABASE=str(database), FORMATS=[], FOLDER=str(folder))


def test_stale_figures_are_stamped_or_refused(run: Any, database: Path, tmp_path: Path) -> None:
    from village_planner.database import open_database

    with open_database(database) as db:
        plan = db.plan().id
        db.save_result(plan, "land_area", db.result(plan, "land_area").table, {}, None, {"village": "as it was"})
    folder = tmp_path / "成果"
    choice = {"DATABASE": str(database), "TABLES": "district_scheme,land_vertical", "FOLDER": str(folder)}
    run("exporttownshipreports", **choice)
    assert any(line.startswith("WARNING") and "管控线叠加" in line for line in run.log)
    shown = [
        str(cell.value) for row in sheet(folder, "510000_试验县.xlsx", "现状分类（竖表）").iter_rows() for cell in row
    ]
    assert any("数据已变动，需更新：管控线叠加" in text for text in shown)
    scheme = [
        str(cell.value) for row in sheet(folder, "510000_试验县.xlsx", "片区划分方案").iter_rows() for cell in row
    ]
    assert not any("需更新" in text for text in scheme)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    with pytest.raises(QgsProcessingException, match="管控线叠加"):
        run("exporttownshipreports", STALE="refuse", **choice)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    run("exporttownshipreports", STALE="refuse", **{**choice, "TABLES": "district_scheme"})


def test_scopes_and_units(run: Any, database: Path, tmp_path: Path) -> None:
    folder = tmp_path / "成果"
    choice = {"DATABASE": str(database), "TABLES": "land_vertical", "FORMATS": "csv,html", "FOLDER": str(folder)}
    run("exporttownshipreports", SCOPES="county,districts", UNITS="mu", **choice)
    pages = sorted(path.name for path in folder.glob("*.html"))
    assert pages == ["510000_试验县.html", "片区1_第1片区.html"]
    text = (folder / "csv" / "510000_试验县" / "土地利用现状分类面积统计表.csv").read_text("utf-8-sig")
    assert "278.40" in text and "18.56" not in text  # 18.56 ha
    assert ">278.40<" in (folder / "510000_试验县.html").read_text("utf-8")
    with pytest.raises(QgsProcessingException, match="DISTRICTS"):
        run("exporttownshipreports", SCOPES="districts", DISTRICTS="99", **choice)


def test_districts_and_mu(run: Any, database: Path, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    tables = "land_first_level,district_scheme"
    chosen: dict[str, Any] = {"DATABASE": str(database), "TABLES": tables, "FOLDER": str(folder)}
    result = run("exporttownshipreports", SCOPES="districts", UNITS="mu", **chosen)
    assert result["WORKBOOKS"] == 1 and result["DIFFERENCES"] == 0
    land = sheet(folder, "片区1_第1片区.xlsx", "现状一级分类")
    assert land["C5"].value == 278.4 and "亩" in [cell.value for cell in land[2] if cell.value][-1]  # 18.56 ha
    with pytest.raises(QgsProcessingException, match="9"):
        run("exporttownshipreports", DISTRICTS="1,9", **chosen)
