"""The Planner dock, driven by real clicks and keys."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from docks_hands import click, part
from qgis.core import QgsApplication, QgsSettings
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtGui import QInputMethodEvent
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QWidget

from village_planner.database import open_database
from village_planner.docks import county_files
from village_planner.docks.workspace import LAST_COUNTY, Workspace


@pytest.fixture
def workspace(empty_workspace: Workspace, tmp_path: Path, monkeypatch: Any) -> Workspace:
    monkeypatch.setattr(county_files, "home", lambda: tmp_path / "home")
    return empty_workspace


def write(widget: QWidget, text: str) -> None:
    """As an input method writes: QTest's key clicks know no Chinese."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(widget, event)


def test_first_run_offers_three_ways(workspace: Workspace) -> None:
    dock = workspace.show_planner()
    assert [part(dock, name).isVisible() for name in ("sample", "new", "open")] == [True] * 3
    assert not part(dock, "plan").isVisible()


def test_an_opened_county_shows_its_steps(workspace: Workspace, county: Path) -> None:
    dock = workspace.show_planner()
    workspace.open_county(county)
    assert part(dock, "county").text() == "梓潼县"
    assert part(dock, "file").toolTip() == str(county)
    assert "方案一" in part(dock, "plan").currentText()
    figure = {key: part(button, "figure").text() for key, button in dock.steps.items()}
    assert figure["data"] == "24 villages, not checked"
    assert figure["districts"].startswith("2 + 4, population within ")
    assert "1 indicators" in figure["indicators"]


def test_the_county_of_last_time_is_there_again(workspace: Workspace, county: Path) -> None:
    QgsSettings().setValue(LAST_COUNTY, str(county))
    assert part(workspace.show_planner(), "county").text() == "梓潼县"


def test_a_step_opens_its_page_and_escape_goes_back(workspace: Workspace, county: Path) -> None:
    dock = workspace.show_planner()
    workspace.open_county(county)
    for key, button in dock.steps.items():
        click(button)
        assert dock.current_page() == key
        assert part(dock.pages[key], "back").isVisible()
        QTest.keyClick(part(dock.pages[key], "back"), Qt.Key.Key_Escape)
        if dock.current_page():  # offscreen windows are not always active, which shortcuts ask for
            click(part(dock.pages[key], "back"))
        assert dock.current_page() == ""


def test_steps_answer_the_keyboard(workspace: Workspace, county: Path) -> None:
    dock = workspace.show_planner()
    workspace.open_county(county)
    QTest.keyClick(dock.steps["control"], Qt.Key.Key_Space)
    assert dock.current_page() == "control"


def test_a_bad_file_says_why_and_keeps_the_county(workspace: Workspace, county: Path, tmp_path: Path) -> None:
    dock = workspace.show_planner()
    workspace.open_county(county)
    other = tmp_path / "other.gpkg"
    other.write_bytes(b"no database at all, but some bytes" * 50)
    workspace.open_county(other)
    assert part(dock, "notice").isVisible() and "other.gpkg" in part(dock, "notice").text()
    assert workspace.desk.path == county
    click(part(dock, "dismiss"))
    assert not part(dock, "notice").isVisible()


def test_a_new_plan_is_made_and_chosen(workspace: Workspace, county: Path) -> None:
    dock = workspace.show_planner()
    workspace.open_county(county)
    plan = part(dock, "plan")
    plan.setFocus()
    QTest.keyClick(plan, Qt.Key.Key_End)
    plan.activated[int].emit(plan.count() - 1)
    name = part(dock, "planName")
    assert name.isVisible()
    QTest.keyClicks(name, "Plan B")
    QTest.keyClick(name, Qt.Key.Key_Return)
    assert "Plan B" in plan.currentText()
    with open_database(county) as db:
        assert db.plan().name == "Plan B"
    assert part(dock.steps["districts"], "figure").text() == "no districts yet"
    plan.activated[int].emit(0)
    assert workspace.desk.snapshot is not None and workspace.desk.snapshot.plan is not None
    assert workspace.desk.snapshot.plan.name == "方案一"


def test_search_by_code_and_by_name_goes_there(workspace: Workspace, county: Path) -> None:
    dock = workspace.show_planner()
    workspace.open_county(county)
    canvas = workspace.iface.mapCanvas()
    for text, centre in (
        ("510700101200", (35500500, 3400500)),
        ("53村", (35505500, 3403500)),
        ("白马", (35504500, 3403000)),
    ):
        dock.search.clear()
        write(dock.search, text)
        QTest.keyClick(dock.search, Qt.Key.Key_Return)
        assert (canvas.extent().center().x(), canvas.extent().center().y()) == pytest.approx(centre, abs=1)
    dock.search.clear()
    QTest.keyClicks(dock.search, "nowhere")
    QTest.keyClick(dock.search, Qt.Key.Key_Return)
    assert "nowhere" in part(dock, "notice").text()


def test_the_command_is_what_the_button_does(workspace: Workspace, county: Path) -> None:
    dock = workspace.show_planner()
    workspace.open_county(county)
    dock.show_page("control")
    click(part(dock, "overlay_command"))
    lines = QgsApplication.clipboard().text().splitlines()
    assert lines[0].startswith("qgis_process run village_planner:overlayconstraints ")
    assert f"'--INPUT={county}|layername=parcel'" in lines[0]
    assert "--KIND=land_area" in lines[1]


def test_work_runs_in_the_background_and_failure_is_said(workspace: Workspace, county: Path, provider: Any) -> None:
    """The message of an algorithm that fails reaches the dock; the buttons are free again."""
    from village_planner.docks.runner import Job, Run

    dock = workspace.show_planner()
    workspace.open_county(county)
    dock.show_page("indicators")
    parameters = {"INPUT": f"{county}|layername=village", "CODE_FIELD": "code", "INDICATOR_FIELDS": "nonsense"}
    run = Run("scoreindicators", {**parameters, "OUTPUT": str(county.with_name("out.gpkg"))})
    assert workspace.runner.start(Job("Scoring …", (run,)))
    assert part(dock, "running").text() == "Scoring …" and part(dock, "cancel").isVisible()
    assert not part(dock, "score_townships").isEnabled()
    _wait(workspace)
    assert "nonsense" in part(dock, "notice").text()
    assert part(dock, "score_townships").isEnabled() and not part(dock, "cancel").isVisible()
    assert not county.with_name("out.gpkg").exists()


def test_scoring_from_the_page_is_kept_with_the_plan(workspace: Workspace, county: Path, provider: Any) -> None:
    for name in ("loadunits", "scoreindicators", "saveresult"):
        if provider.algorithm(name) is None:
            pytest.fail(f"{name} is missing")
    dock = workspace.show_planner()
    workspace.open_county(county)
    dock.show_page("indicators")
    click(part(dock, "score_townships"))
    _wait(workspace)
    with open_database(county) as db:
        result = db.result(db.plan().id, "score", "township")
    assert result is not None, part(dock, "notice").text()
    assert len(set(result.table["unit_code"])) == 4
    assert "weights of" in part(dock.steps["indicators"], "figure").text()


def test_a_long_search_can_be_stopped_with_the_best_so_far(
    workspace: Workspace, county: Path, provider: Any, tmp_path: Path
) -> None:
    import geopandas as gpd
    from shapely.geometry import box

    from village_planner.docks.runner import Job, Run

    east, north = 35_500_000, 3_400_000
    cells = [box(x, y, x + 1, y + 1) for y in range(20) for x in range(20)]
    cells = list(gpd.GeoSeries(cells).affine_transform([1000, 0, 0, 1000, east, north]))
    units = gpd.GeoDataFrame({"code": [f"{i:03d}" for i in range(400)]}, geometry=cells, crs="EPSG:4523")
    units.to_file(tmp_path / "units.gpkg", driver="GPKG")
    drawn, after = tmp_path / "drawn.gpkg", tmp_path / "moves.gpkg"
    search = {"INPUT": str(tmp_path / "units.gpkg"), "CODE_FIELD": "code", "DISTRICTS": 7, "EFFORT": "thorough"}
    then = {"INPUT": str(drawn), "CODE_FIELD": "code", "FIELD_A": "district", "FIELD_B": "district"}
    dock = workspace.show_planner()
    workspace.open_county(county)
    outcomes: list[Any] = []
    workspace.runner.ended.connect(outcomes.append)
    runs = (
        Run("partitiondistricts", {**search, "ON_CANCEL": "best", "OUTPUT": str(drawn)}),
        Run("compareplans", {**then, "OUTPUT": str(after)}),
    )
    assert workspace.runner.start(Job("Drawing …", runs))
    for _ in range(3000):
        if part(dock, "progress").value() > 8:  # there is a plan, and a long search to go
            break
        QTest.qWait(20)
    click(part(dock, "take_best"))
    _wait(workspace)
    assert [outcome.error for outcome in outcomes] == [""]
    assert gpd.read_file(drawn)["district"].nunique() == 7
    assert after.exists()  # the job went on
    assert any("best plan so far" in warning for warning in outcomes[0].warnings)


def _wait(workspace: Workspace, seconds: float = 60) -> None:
    for _ in range(int(seconds * 50)):
        if not workspace.runner.busy() and not workspace.desk.checking():
            return
        QTest.qWait(20)
    raise AssertionError("the work did not end")


def test_what_is_out_of_date_and_what_is_broken_is_found_in_the_background(workspace: Workspace, county: Path) -> None:
    import pandas as pd

    with open_database(county) as db:
        plan = db.plan()
        scores = pd.DataFrame({"unit_code": list(db.read_table("township")["code"]), "part": "total", "value": 0.5})
        db.save_result(plan.id, "score", scores, {}, "township")
        drawn = db.assignment(plan.id, "village")
        drawn["510700101201"] = "1-02"  # does not touch its new district
        db.save_assignment(plan.id, "village", drawn)
    with sqlite3.connect(county) as raw:
        raw.execute("UPDATE indicator_value SET value = value + 1")
    raw.close()
    dock = workspace.show_planner()
    workspace.open_county(county)
    _wait(workspace)
    assert part(dock.steps["indicators"], "state").text() == "needs update"
    assert "run it again" in dock.steps["indicators"].toolTip()
    assert part(dock.steps["review"], "state").text() == "problem"
    assert part(dock.steps["review"], "figure").text() == "1 broken rules"


def test_popup_positions_do_not_leave_the_screen(workspace: Workspace) -> None:
    """The dock fits beside a map on the smallest screen it is made for."""
    dock = workspace.show_planner()
    assert dock.widget().minimumSizeHint().width() <= 400
    assert dock.widget().minimumSizeHint().height() <= 620
    assert dock.mapToGlobal(QPoint(0, 0)).y() >= 0


def test_a_copy_is_saved_beside_the_work(workspace: Workspace, county: Path, tmp_path: Path) -> None:
    workspace.show_planner()
    workspace.open_county(county)
    copy = tmp_path / "副本.gpkg"
    workspace.files.save_copy(copy)
    for _ in range(200):
        if not workspace.files.copying.busy():
            break
        QTest.qWait(20)
    with open_database(copy, read_only=True) as db:
        assert not db.plans().empty
