"""importopinions, importquestionnaires, exportopinions: through the registry, from workbook to workbook."""

from __future__ import annotations

import openpyxl
import pandas as pd
import pytest
from qgis.core import QgsProcessingException

from village_planner.core.opinions import terms
from village_planner.core.opinions.opinions import Opinion
from village_planner.database import open_database
from village_planner.translation import say_in_chinese


@pytest.fixture(scope="module")
def shared_county(tmp_path_factory):
    import sys
    from pathlib import Path

    sys.path.insert(0, str(Path(__file__).parents[1] / "docks"))
    from docks_county import make_county

    return make_county(tmp_path_factory.mktemp("opinions") / "county.gpkg")


@pytest.fixture
def county(shared_county, tmp_path):
    path = tmp_path / "county.gpkg"
    path.write_bytes(shared_county.read_bytes())
    return path


def workbook(path, rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for cell in (cell for row in book.active.iter_rows() for cell in row if cell.data_type == "f"):
        cell.data_type = "s"  # somebody typed it, it is no formula
    book.save(path)
    return path


OPINIONS = [
    ["部门", "日期", "乡镇", "村", "意见", "采纳情况", "理由"],
    ["交通局", "2026年3月5日", "龙潭镇", "00村", "=HYPERLINK(修桥)", None, None],
    ["水利局", "2026.3.6", None, None, "供水管网要延伸", "采纳", None],
    ["水利局", "三月", None, "没有的村", "修堰", "不采纳", None],
]


def test_rows_at_fault_stop_the_import_or_are_left_out(run, county, tmp_path):
    file = workbook(tmp_path / "意见.xlsx", OPINIONS)
    errors = tmp_path / "errors.csv"
    asked = {"DATABASE": str(county), "WORKBOOK": str(file), "ROUND": 1, "ERRORS": str(errors)}
    with pytest.raises(QgsProcessingException, match="rows are at fault"):
        run("importopinions", **asked)
    assert list(pd.read_csv(errors)["cell"]) == ["D4", "B4", "G4"]
    with open_database(county, read_only=True) as db:
        assert db.opinions(db.plan().id) == ()
    done = run("importopinions", **asked, ON_ERROR="good")
    assert (done["IMPORTED"], done["UPDATED"], done["SKIPPED"], done["BAD"]) == (2, 0, 0, 1)
    again = run("importopinions", **asked, ON_ERROR="good")
    assert (again["IMPORTED"], again["SKIPPED"], again["BAD"]) == (0, 2, 1)


def test_a_form_goes_out_and_comes_back(run, county, tmp_path):
    with open_database(county) as db:
        plan = db.plan().id
        db.import_opinions(plan, _changes(db, plan, workbook(tmp_path / "意见.xlsx", OPINIONS[:3])))
        db.add_opinion(plan, Opinion("撤回的", "交通局", "department", withdrawn="重复"))
        about = {"subject": "district", "district_code": "1", "level": "township"}
        db.add_opinion(plan, Opinion("改名", "交通局", "department", **about, topic="naming", key="k1", round=1))
    done = run("exportopinions", DATABASE=str(county), FOLDER=str(tmp_path / "forms"), SOURCES="交通局，水利局")
    assert (done["WORKBOOKS"], done["OPINIONS"]) == (3, 3)
    files = sorted((tmp_path / "forms").iterdir())
    form = next(file for file in files if file.stem == "交通局")

    book = openpyxl.load_workbook(form)
    sheet = book["意见征求表"]
    heads = [cell.value for cell in sheet[4]]
    place = {head: number for number, head in enumerate(heads, 1)}
    assert sheet.cell(5, place["意见"]).value == "=HYPERLINK(修桥)"
    assert sheet.cell(5, place["意见"]).data_type == "s" and sheet.cell(5, place["意见"]).quotePrefix
    assert (sheet.cell(5, place["乡镇"]).value, sheet.cell(5, place["村"]).value) == ("龙潭镇", "00村")
    assert len(sheet.data_validations.dataValidation) == 5 and book["选项"].sheet_state == "hidden"

    # As it went out it adds nothing; filled in, only what is new.
    asked = {"DATABASE": str(county), "WORKBOOK": str(form), "ERRORS": str(tmp_path / "errors.csv")}
    same = run("importopinions", **asked)
    assert (same["IMPORTED"], same["UPDATED"], same["SKIPPED"], same["BAD"]) == (0, 0, 2, 0)
    sheet.cell(5, place["回复"]).value = "列入下一批"
    sheet.cell(7, place["乡镇"]).value = "石桥镇"
    sheet.cell(7, place["意见"]).value = "增设公交站"
    book.save(form)
    more = run("importopinions", **asked)
    assert (more["IMPORTED"], more["UPDATED"], more["SKIPPED"], more["BAD"]) == (1, 1, 1, 0)
    with open_database(county, read_only=True) as db:
        opinions = db.opinions(plan)
    new = opinions[-1]
    assert (new.source, new.unit_code, new.topic) == ("交通局", "510700102", "transport")
    assert opinions[0].reply == "列入下一批"
    register = next(file for file in files if file.stem not in ("交通局", "水利局"))
    whole = run("importopinions", **{**asked, "WORKBOOK": str(register)})
    assert (whole["IMPORTED"], whole["SKIPPED"], whole["BAD"]) == (0, 3, 0)


def test_a_district_whose_code_both_levels_use_keeps_its_level(run, county, tmp_path):
    with open_database(county) as db:
        plan = db.plan().id
        db.save_assignment(plan, "village", db.assignment(plan, "village").replace({"1-01": "1", "1-02": "2"}))
        db.update_district(plan, "township", "1", name="西部片区")
        db.update_district(plan, "village", "1", name="桥东片区")
        asked = [("township", "1"), ("village", "1"), ("township", "2"), ("village", "2")]
        for level, code in asked:
            about = {"subject": "district", "level": level, "district_code": code}
            db.add_opinion(plan, Opinion("改名", "交通局", "department", **about))
    run("exportopinions", DATABASE=str(county), FOLDER=str(tmp_path / "forms"), SOURCES="交通局")
    form = next(file for file in (tmp_path / "forms").iterdir() if file.stem == "交通局")
    sheet = openpyxl.load_workbook(form)["意见征求表"]
    place = [cell.value for cell in sheet[4]].index("片区") + 1
    labels = [sheet.cell(row, place).value for row in range(5, 9)]
    assert labels == ["西部片区", "桥东片区", "镇级2", "村级2"]
    rows = [["部门", "片区", "意见"], *(["水利局", label, "供水"] for label in labels)]
    run("importopinions", DATABASE=str(county), WORKBOOK=str(workbook(tmp_path / "意见.xlsx", rows)))
    with open_database(county, read_only=True) as db:
        assert [one.district for one in db.opinions(plan)] == asked * 2


def test_the_words_in_print_are_those_of_the_screen(qgis_app):
    for names, printed in (
        (terms.SOURCE_KIND_NAMES, terms.SOURCE_KINDS_IN_PRINT),
        (terms.DECISION_NAMES, terms.DECISIONS_IN_PRINT),
        (terms.STATE_NAMES, terms.STATES_IN_PRINT),
    ):
        assert {key: say_in_chinese(name) for key, name in names.items()} == printed


def _changes(db, plan, file):
    from village_planner.core.opinions.merge import compare_opinions
    from village_planner.database.opinion_reading import FormReader
    from village_planner.excel.reading import read_book

    return compare_opinions((), FormReader.of(db, plan).opinions(read_book(file)))


def test_questionnaires_and_their_counts(run, county, tmp_path):
    rows = [
        ["问卷编号", "乡镇", "村", "最希望改善什么（多选）"],
        ["1", "龙潭镇", "00村", "交通;养老"],
        ["2", "龙潭镇", "01村", "灌溉"],
        ["3", "龙潭镇", "50村", "灌溉"],
    ]
    file = workbook(tmp_path / "问卷.xlsx", rows)
    asked = {"DATABASE": str(county), "WORKBOOK": str(file)}
    outputs = {"ERRORS": str(tmp_path / "e.csv"), "COUNTS": str(tmp_path / "c.csv")}
    with pytest.raises(QgsProcessingException):
        run("importquestionnaires", **asked)
    done = run("importquestionnaires", **asked, **outputs, ON_ERROR="good")
    assert (done["IMPORTED"], done["ANSWERS"], done["SKIPPED"], done["BAD"]) == (2, 3, 0, 1)
    counts = pd.read_csv(outputs["COUNTS"], dtype={"township_code": str}).set_index("township_code")
    assert counts.loc["510700101", ["questionnaires", "transport", "water"]].tolist() == [2, 1, 1]
    errors = pd.read_csv(outputs["ERRORS"])
    assert errors[["row", "code"]].values.tolist() == [[4, "wrong_township"]]
    assert run("importquestionnaires", **asked, ON_ERROR="good")["SKIPPED"] == 2
