"""reviewstatus, openround, signoff and closeround through the registry: a plan on its way to approval."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pandas as pd
import pyogrio
import pytest

from village_planner.database import open_database


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    import geopandas as gpd
    import shapely

    from village_planner.database import create_database

    path = tmp_path_factory.mktemp("status") / "县.gpkg"
    cells = gpd.GeoDataFrame(
        {"code": ["510722001200"], "name": ["东村"], "township_code": ["510722001"], "population": [5]},
        geometry=[shapely.box(35500000, 3400000, 35501000, 3401000)],
        crs="EPSG:4523",
    )
    townships = cells.assign(code="510722001", name="城关镇").drop(columns="township_code")
    create_database(path, "EPSG:4523", {"township": townships, "village": cells})
    with open_database(path) as db:
        plan = db.ensure_plan("甲").id
        db.save_assignment(plan, "township", pd.Series({"510722001": "1"}))
    return path


def test_before_and_during_a_round(run: Any, made: Path, tmp_path: Path) -> None:
    database = Path(shutil.copy(made, tmp_path))
    results = run("reviewstatus", DATABASE=str(database), OUTPUT=str(tmp_path / "1.gpkg"))
    rows = pyogrio.read_dataframe(results["OUTPUT"])
    assert (results["ROUND"], results["SIGNED"], results["MISSING"], results["UNDECIDED"]) == (1, 0, 13, 0)
    assert len(rows) == 13 + 5 + 2 and set(rows["status"]) == {"planned"}
    with open_database(database) as db:
        names = [one.name for one in db.open_round(1, 1).participants]
        for name in names[:7]:
            db.sign(1, 1, name, "agree", "张三", "2026-12-01")
        db._run(
            "INSERT INTO opinion (plan_id, number, round, source, subject, text) VALUES (1, 1, 1, ?, 'plan', '…')",
            [names[0]],
        )
    results = run("reviewstatus", DATABASE=str(database), PLAN="甲", OUTPUT=str(tmp_path / "2.gpkg"))
    rows = pyogrio.read_dataframe(results["OUTPUT"])
    assert (results["ROUND"], results["SIGNED"], results["MISSING"], results["UNDECIDED"]) == (1, 7, 6, 1)
    first = rows[rows["round"] == 1]
    assert first["verdict"].fillna("").tolist() == ["agree"] * 7 + [""] * 6
    assert first["opinions"].tolist() == first["undecided"].tolist() == [1] + [0] * 12
    assert first["signed_by"].tolist()[0] == "张三" and first["signed"].tolist()[0] == "2026-12-01"


def test_an_unknown_plan_is_refused(run: Any, made: Path, tmp_path: Path) -> None:
    from qgis.core import QgsProcessingException

    with pytest.raises(QgsProcessingException, match="There is no plan"):
        run("reviewstatus", DATABASE=str(made), PLAN="乙", OUTPUT=str(tmp_path / "3.gpkg"))


def test_a_plan_is_approved_round_by_round(run: Any, made: Path, tmp_path: Path) -> None:
    from qgis.core import QgsProcessingException

    database = str(shutil.copy(made, tmp_path))
    for fault, words in (
        ({"ROUND": 2}, "Round 1 has not been passed yet"),
        ({"ROUND": 9}, "The plan has no round 9"),
        ({"DUE": "soon"}, "“soon” is no date"),
        ({"PLAN": "乙"}, "There is no plan"),
    ):
        with pytest.raises(QgsProcessingException, match=words):
            run("openround", DATABASE=database, **fault)
    opened = run("openround", DATABASE=database, DATE="2026年3月5日", DUE="2026-04-01")
    assert (opened["ROUND"], opened["PARTICIPANTS"], opened["DUE"]) == (1, 13, "2026-04-01")
    with open_database(database, read_only=True) as db:
        first = db.review(1).round(1)
        tables = db.snapshot(opened["SNAPSHOT"]).tables
    names = [one.name for one in first.participants]
    assert first.held == "2026-03-05" and first.snapshot_id == opened["SNAPSHOT"]
    assert tables["objective"][0]["boundary"] == 0 and tables["objective"][1]["objective"] is None
    with pytest.raises(QgsProcessingException, match="0 of 13 have signed"):
        run("closeround", DATABASE=database)
    with pytest.raises(QgsProcessingException, match="没有的局 takes no part"):
        run("signoff", DATABASE=database, PARTICIPANT=f"{names[0]}，没有的局")
    with pytest.raises(QgsProcessingException, match="PARTICIPANT is empty"):
        run("signoff", DATABASE=database, PARTICIPANT=" , ")
    some = run("signoff", DATABASE=database, PARTICIPANT="，".join(names[:3]), SIGNED_BY="张三", DATE="2026.3.6")
    assert (some["ROUND"], some["SIGNED"], some["MISSING"]) == (1, 3, 10)  # nothing of the refused call is there
    back = run("signoff", DATABASE=database, PARTICIPANT=names[1], VERDICT="withdraw")
    assert (back["SIGNED"], back["MISSING"]) == (2, 11)
    rest = run("signoff", DATABASE=database, PARTICIPANT=",".join(names[1:]), VERDICT="agree_with_changes", NOTE="补")
    assert rest["MISSING"] == 0
    with pytest.raises(QgsProcessingException, match="agree only with changes"):
        run("closeround", DATABASE=database)
    closed = run("closeround", DATABASE=database, OUTCOME="passed_with_changes", NOTE="按意见改")
    assert (closed["ROUND"], closed["NEXT"], closed["STATUS"]) == (1, 2, "in_review")
    for number in (2, 3):
        assert run("openround", DATABASE=database)["ROUND"] == number
        with open_database(database, read_only=True) as db:
            names = [one.name for one in db.review(1).round(number).participants]
        run("signoff", DATABASE=database, PARTICIPANT="、".join(names))
        closed = run("closeround", DATABASE=database, ROUND=number)
    assert (closed["NEXT"], closed["STATUS"]) == (0, "approved")
    with open_database(database, read_only=True) as db:
        review, record = db.review(1), db.read_table("record")
    signed = review.signed(1)
    assert review.round(1).note == "按意见改" and next(iter(signed.values())).signed_by == "张三"
    assert signed[review.round(1).participants[0].name].given == "2026-03-06"
    assert (record["what"] == "sign").sum() == 3 + 12 + 5 + 2
    with pytest.raises(QgsProcessingException, match="closed and stays as it is"):
        run("openround", DATABASE=database)


def test_a_returned_round_comes_again(run: Any, made: Path, tmp_path: Path) -> None:
    database = str(shutil.copy(made, tmp_path))
    run("openround", DATABASE=database)
    back = run("closeround", DATABASE=database, OUTCOME="returned", DATE="2026-03-09")
    assert (back["ROUND"], back["NEXT"], back["STATUS"]) == (1, 2, "draft")
    assert run("openround", DATABASE=database)["ROUND"] == 2
