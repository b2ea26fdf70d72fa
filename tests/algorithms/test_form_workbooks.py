"""exportform and importform through the registry: blank form, filled in, into the report."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from qgis.core import QgsProcessingException

from village_planner.database import open_database
from village_planner.database.registers import read_forms


@pytest.fixture(scope="module")
def shared_county(tmp_path_factory):
    sys.path.insert(0, str(Path(__file__).parents[1] / "docks"))
    from docks_county import make_county

    return make_county(tmp_path_factory.mktemp("forms") / "county.gpkg")


@pytest.fixture
def county(shared_county, tmp_path):
    path = tmp_path / "county.gpkg"
    path.write_bytes(shared_county.read_bytes())
    return path


def fill(file, *rows):
    book = openpyxl.load_workbook(file)
    sheet = book.worksheets[0]
    first = sheet.freeze_panes and int(sheet.freeze_panes[1:])
    for number, row in enumerate(rows):
        for place, value in enumerate(row, start=1):
            sheet.cell(first + number, place).value = value
    book.save(file)


def test_blank_form_filled_in_read_and_replaced(run, county, tmp_path):
    file = tmp_path / "保障措施.xlsx"
    blank = run("exportform", DATABASE=str(county), FORM="safeguards", BLANK=4, OUTPUT=str(file))
    assert blank["ROW_COUNT"] == 0
    fill(file, ["组织", "成立专班", "县政府"], ["资金", "统筹专项资金", "财政局"])
    done = run("importform", DATABASE=str(county), FORM="保障措施表", WORKBOOK=str(file))
    assert (done["IMPORTED"], done["REPLACED"], done["BAD"]) == (2, 0, 0)
    assert run("exportform", DATABASE=str(county), FORM="safeguards", OUTPUT=str(file))["ROW_COUNT"] == 2
    fill(file, ["组织", "成立专班", "县委"])
    done = run("importform", DATABASE=str(county), FORM="safeguards", WORKBOOK=str(file))
    assert (done["IMPORTED"], done["REPLACED"]) == (2, 2)
    with open_database(county, read_only=True) as db:
        kept = read_forms(db)["safeguards"]
        assert kept[["kind", "measure", "responsible"]].to_numpy().tolist() == [
            ["组织", "成立专班", "县委"],
            ["资金", "统筹专项资金", "财政局"],
        ]
        assert db.read_table("record")["what"].tolist()[-1] == "import form"


def test_any_name_can_be_chosen_from(tmp_path):
    from village_planner.core.catalogue import load_catalogue
    from village_planner.excel.form_book import write_form_book
    from village_planner.paths import catalogue_files

    form = load_catalogue(*catalogue_files("tables"))["tenure_adjustment"]
    write_form_book(tmp_path / "表.xlsx", form, [], ["甲\x0b镇", "=1+1"], 1)
    listed = openpyxl.load_workbook(tmp_path / "表.xlsx")["列表"]
    assert [(cell.value, cell.data_type, cell.quotePrefix) for cell in listed["A"]] == [
        ("甲镇", "s", False),
        ("=1+1", "s", True),
    ]


def test_rows_at_fault_refuse_the_whole_or_are_left_out(run, county, tmp_path):
    file, errors = tmp_path / "权属.xlsx", tmp_path / "errors.csv"
    run("exportform", DATABASE=str(county), FORM="tenure_adjustment", OUTPUT=str(file))
    good, bad = (
        ["", "东村", "一号", "甲", "集体", "水田", 1.5],
        ["没有的镇", "西村", "二号", "乙", "集体", "旱地", "约2"],
    )
    fill(file, good, bad)
    asked = {"DATABASE": str(county), "FORM": "tenure_adjustment", "WORKBOOK": str(file), "ERRORS": str(errors)}
    with pytest.raises(QgsProcessingException, match="1 rows are at fault"):
        run("importform", **asked)
    assert pd.read_csv(errors)["cell"].tolist() == ["A7", "G7"]
    with open_database(county, read_only=True) as db:
        assert db.read_table("form_row").empty
    done = run("importform", **asked, ON_ERROR="good")
    assert (done["IMPORTED"], done["BAD"]) == (1, 1)


def test_a_required_column_under_another_head_imports_nothing(run, county, tmp_path):
    file = tmp_path / "保障措施.xlsx"
    run("exportform", DATABASE=str(county), FORM="safeguards", BLANK=4, OUTPUT=str(file))
    fill(file, ["组织", "成立专班", "县政府"])
    run("importform", DATABASE=str(county), FORM="safeguards", WORKBOOK=str(file))
    book = openpyxl.load_workbook(file)
    head = next(cell for row in book.worksheets[0].iter_rows() for cell in row if cell.value == "保障措施")
    head.value = "措施内容"
    book.save(file)
    with pytest.raises(QgsProcessingException, match=f"保障措施.xlsx › .* › {head.coordinate}: .*措施内容"):
        run("importform", DATABASE=str(county), FORM="safeguards", WORKBOOK=str(file), ON_ERROR="good")
    with open_database(county, read_only=True) as db:
        assert read_forms(db)["safeguards"]["measure"].tolist() == ["成立专班"]


def test_form_of_the_countys_own_catalogue_reaches_its_report(run, county, tmp_path):
    own = tmp_path / "tables.json"
    entry = {"kind": "brought", "title": {"zh": "问题清单", "en": "Problems"}, "sheet": "问题清单"}
    entry["columns"] = [{"key": "problem", "head": ["问题"]}, {"key": "size", "head": ["面积"], "fill": "area"}]
    own.write_text(json.dumps({"problems": entry}, ensure_ascii=False), encoding="utf-8")
    file = tmp_path / "问题.csv"
    file.write_text("问题,面积（亩）\n乱占耕地,3\n", encoding="utf-8")
    with pytest.raises(QgsProcessingException, match="FORM names no table"):
        run("importform", DATABASE=str(county), FORM="problems", WORKBOOK=str(file))
    run("importform", DATABASE=str(county), FORM="problems", WORKBOOK=str(file), CATALOGUE=str(own))
    folder = tmp_path / "成果"
    run(
        "exporttownshipreports", DATABASE=str(county), CATALOGUE=str(own), TABLES="problems", FOLDER=str(folder),
        TOWNSHIPS="510700101",
    )  # fmt: skip
    book = openpyxl.load_workbook(next(folder.glob("*.xlsx")), data_only=True)
    values = [cell.value for row in book["问题清单"].iter_rows() for cell in row]
    assert "乱占耕地" in values and 0.2 in values
