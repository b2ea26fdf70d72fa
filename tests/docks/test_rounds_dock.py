"""The docks of rounds and record, driven by real clicks and keys: open, sign, withdraw, close, look it up."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from docks_county import village_code
from docks_hands import click, part
from qgis.PyQt.QtCore import QDate, QPoint, Qt, QTimer
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QMessageBox

from village_planner.database import open_database
from village_planner.docks.review.record_dock import AFTER, WHAT, RecordDock
from village_planner.docks.review.rounds_dock import RoundsDock
from village_planner.docks.review.rounds_tables import BY, SIGNED, STATE, VERDICT, WHO
from village_planner.docks.runner import Job
from village_planner.docks.workspace import Workspace

STAGES = [
    {"id": "a", "zh": "部门联合会审", "en": "Joint review", "kind": "department", "days": 15,
     "participants": ["县民政局", "县农业农村局", "县财政局"], "agenda": ["产业布局", "功能定位"],
     "outcomes": ["passed", "passed_with_changes", "returned"]},
    {"id": "b", "zh": "审定", "en": "Decision", "kind": "meeting", "days": 5, "participants": ["县委常委会会议"],
     "agenda": [], "outcomes": ["passed", "returned"]},
]  # fmt: skip


@pytest.fixture
def county(county: Path) -> Path:
    with open_database(county) as db:
        db.write_catalogue("review_rounds", {"stages": STAGES})
    return county


@pytest.fixture
def dock(workspace: Workspace) -> RoundsDock:
    """Opened by its button on the page of the review."""
    planner = workspace.show_planner()
    planner.show_page("review")
    click(part(planner.pages["review"], "show_rounds"))
    dock = workspace.docks.rounds
    assert dock is not None and dock.isVisible()
    return dock


def texts(model: Any, column: int) -> list[str]:
    return [str(model.data(model.index(row, column))) for row in range(model.rowCount())]


def pick(dock: RoundsDock, row: int, keys: Any = Qt.KeyboardModifier.NoModifier) -> None:
    """Click a participant."""
    rect = dock.table.visualRect(dock.model.index(row, VERDICT))
    QTest.mouseClick(dock.table.viewport(), Qt.MouseButton.LeftButton, keys, rect.center())


def answer(button: Any) -> list[str]:
    """Click a button of the question that comes next; what it said."""
    said: list[str] = []

    def press() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        said.append(f"{box.text()} {box.informativeText()}")
        click(box.button(button))

    QTimer.singleShot(0, press)
    return said


def sign_all(dock: RoundsDock) -> None:
    for row in range(dock.model.rowCount()):
        pick(dock, row, Qt.KeyboardModifier.ControlModifier if row else Qt.KeyboardModifier.NoModifier)
    QTest.keyClicks(part(dock, "signed_by"), "Zhang")
    click(part(dock, "sign"))


def figure(workspace: Workspace) -> str:
    return str(
        part(workspace.show_planner(), "step_review")
        .findChild(type(part(dock_of(workspace), "missing")), "figure")
        .text()
    )


def dock_of(workspace: Workspace) -> RoundsDock:
    assert workspace.docks.rounds is not None
    return workspace.docks.rounds


def move(county: Path) -> None:
    with open_database(county) as db:
        drawn = db.assignment(1, "village")
        drawn[village_code(0, 1)] = "1-02"
        db.save_assignment(1, "village", pd.Series(drawn))


def test_the_rounds_are_there_before_anything_is_written(dock: RoundsDock, county: Path) -> None:
    assert texts(dock.rounds_model, STATE) == ["planned", "planned"]
    assert texts(dock.rounds_model, SIGNED) == ["0 / 3", "0 / 1"]
    assert texts(dock.model, WHO) == ["县民政局", "县农业农村局", "县财政局"]
    assert texts(dock.model, VERDICT) == ["not signed"] * 3
    assert part(dock, "agenda").toPlainText() == "产业布局\n功能定位"
    assert part(dock, "missing").text() == "Nothing is missing: the round can be opened."
    assert not part(dock, "close_round").isEnabled() and not part(dock, "sign").isEnabled()
    with open_database(county, read_only=True) as db:
        assert db.read_table("round").empty


def begin(dock: RoundsDock) -> list[str]:
    """Open the round in hand, and say yes; what was asked."""
    said = answer(QMessageBox.Yes)
    click(part(dock, "open_round"))
    return said


def test_a_round_from_opening_to_closing(dock: RoundsDock, workspace: Workspace, county: Path) -> None:
    answer(QMessageBox.Cancel)
    click(part(dock, "open_round"))
    assert texts(dock.rounds_model, STATE) == ["planned", "planned"]
    assert "frozen" in begin(dock)[0]
    assert texts(dock.rounds_model, STATE) == ["under way", "planned"]
    assert "0 of 3 have signed; missing: 县民政局、县农业农村局、县财政局" in part(dock, "missing").text()
    assert figure(workspace) == "round 1, 0 of 3 signed"
    pick(dock, 1)
    part(dock, "verdict").setCurrentIndex(1)
    QTest.keyClicks(part(dock, "signed_by"), "Li Si")
    QTest.keyClick(part(dock, "signed_by"), Qt.Key.Key_Return)
    assert texts(dock.model, VERDICT) == ["not signed", "with changes", "not signed"]
    assert texts(dock.model, BY)[1] == "Li Si" and figure(workspace) == "round 1, 1 of 3 signed"
    assert dock.table.currentIndex().row() == 2  # the next one without a signature
    click(part(dock, "close_round"))
    assert part(dock, "missing").text().startswith("1 of 3 have signed; missing: 县民政局、县财政局")
    assert part(dock, "message").text() == ""  # the same sentence stands once
    sign_all(dock)
    assert figure(workspace) == "round 1, 3 of 3 signed"
    said = answer(QMessageBox.Cancel)
    click(part(dock, "close_round"))
    assert "cannot be changed afterwards" in said[0] and texts(dock.rounds_model, STATE)[0] == "under way"
    answer(QMessageBox.Yes)
    click(part(dock, "close_round"))
    assert texts(dock.rounds_model, STATE) == ["passed", "planned"]
    assert figure(workspace) == "round 1 passed"
    for name in ("open_round", "close_round", "sign", "withdraw", "add_participant", "save"):
        assert not part(dock, name).isEnabled() or dock.item is None or dock.item.number == 2
    with open_database(county, read_only=True) as db:
        assert db.plan("").status == "in_review" and len(db.snapshots(1)) == 2


def test_a_signature_is_withdrawn_by_key(dock: RoundsDock) -> None:
    begin(dock)
    sign_all(dock)
    assert texts(dock.model, VERDICT) == ["in favour"] * 3
    pick(dock, 0)
    QTest.keyClick(dock.table, Qt.Key.Key_Delete)
    if dock.model.item(0).signed is not None:  # offscreen windows are not always active: no shortcuts then
        click(part(dock, "withdraw"))
    assert texts(dock.model, VERDICT) == ["not signed", "in favour", "in favour"]
    pick(dock, 2)
    click(part(dock, "next_missing"))
    assert [row.key for row in dock._selected()] == ["县民政局"]


def test_a_returned_round_is_held_again(dock: RoundsDock, workspace: Workspace) -> None:
    begin(dock)
    outcome = part(dock, "outcome")
    outcome.setCurrentIndex(outcome.findData("returned"))
    assert part(dock, "missing").text() == "Nothing is missing: the round can be closed."
    said = answer(QMessageBox.Yes)
    click(part(dock, "close_round"))
    assert "held again" in said[0]
    assert texts(dock.rounds_model, STATE) == ["returned", "planned", "planned"]
    assert figure(workspace) == "round 1 returned"
    click(part(dock, "archive"))
    assert not part(dock, "open_round").isEnabled()
    click(part(dock, "archive"))
    assert part(dock, "message").text() == "The plan is out of the archive."


def test_an_approval_is_withdrawn_after_asking(dock: RoundsDock, county: Path) -> None:
    button = part(dock, "withdraw_approval")
    assert button.isHidden()
    with open_database(county) as db:
        for item in db.review(1).rounds:
            db.open_round(1, item.number)
            for one in item.participants:
                db.sign(1, item.number, one.name, "agree", "张三")
            db.close_round(1, item.number, "passed")
    dock.load()
    assert not button.isHidden() and button.isEnabled()
    said = answer(QMessageBox.Cancel)
    click(button)
    assert "draw on a branch" in said[0] and not button.isHidden()
    answer(QMessageBox.Yes)
    click(button)
    assert button.isHidden() and "Next: round 3" in part(dock, "message").text()
    assert texts(dock.rounds_model, STATE)[-1] == "planned"
    with open_database(county, read_only=True) as db:
        assert db.plan("1").status == "draft"


def test_agenda_dates_and_participants_are_saved(dock: RoundsDock, county: Path) -> None:
    assert not part(dock, "save").isEnabled()
    dock.tabs.setCurrentIndex(1)
    part(dock, "agenda").setFocus()
    QTest.keyClicks(part(dock, "agenda"), "First")
    due = part(dock, "due")
    due.setDate(QDate(2027, 3, 5))
    assert part(dock, "save").isEnabled()
    click(part(dock, "save"))
    part(dock, "new_participant").setText("县林业局")
    QTest.keyClick(part(dock, "new_participant"), Qt.Key.Key_Return)
    dock.tabs.setCurrentIndex(0)
    pick(dock, 0)
    dock.tabs.setCurrentIndex(1)
    click(part(dock, "remove_participant"))
    with open_database(county, read_only=True) as db:
        item = db.review(1).round(1)
    assert item.agenda.startswith("First") and item.due == "2027-03-05"
    assert [one.name for one in item.participants] == ["县农业农村局", "县财政局", "县林业局"]


def test_what_moved_since_is_said_gone_to_and_printed(
    dock: RoundsDock, workspace: Workspace, county: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin(dock)
    assert part(dock, "materials").text().endswith("not changed since.")
    asked: list[int] = []
    dock.compare_asked.connect(asked.append)
    move(county)
    workspace.refresh()
    dock.load()
    assert part(dock, "materials").text().endswith("since then 0 townships and 1 villages moved.")
    dock.tabs.setCurrentIndex(2)
    click(part(dock, "moved"))
    centre = workspace.iface.mapCanvas().extent().center()
    assert (round(centre.x() - 35500500), round(centre.y() - 3401500)) == (0, 0)
    click(part(dock, "compare"))
    assert dock.item is not None and asked == [dock.item.snapshot_id]
    compared = workspace.docks.compare
    assert compared is not None and compared.isVisible()
    chosen = [compared.first.currentData(), compared.second.currentData()]
    assert chosen == [f"snapshot:{dock.item.snapshot_id}", f"plan:{workspace.desk.plan}"]
    jobs: list[Job] = []
    monkeypatch.setattr(workspace.runner, "start", lambda job: jobs.append(job) is None)
    for _ in range(400):
        if compared.session.beside is not None and not compared.session.background.busy():
            break
        QTest.qWait(25)
    click(part(compared, "print"))
    assert [run.parameters["PLAN_B"] for job in jobs for run in job.runs] == [f"snapshot:{dock.item.snapshot_id}"]
    compared.close()
    click(part(dock, "print"))
    (run,) = jobs[-1].runs
    assert (run.algorithm, run.parameters["SHEETS"], run.parameters["ROUND"]) == ("exportatlas", "review", 1)
    assert jobs[-1].views == run.parameters["OUTPUT"] and run.parameters["PLAN"] == workspace.desk.plan
    click(part(dock, "materials_view"))
    shown = dock._materials
    assert shown is not None and shown.isVisible() and shown.windowTitle() == "第一轮 部门联合会审"
    assert [shown.tabs.tabText(i) for i in range(shown.tabs.count())][:2] == ["Township districts", "Village districts"]
    assert shown.tabs.widget(1).rowCount() == 4
    shown.close()


def test_another_plan_is_followed(dock: RoundsDock, workspace: Workspace) -> None:
    begin(dock)
    workspace.desk.new_plan("方案二")
    assert texts(dock.rounds_model, STATE) == ["planned", "planned"]
    assert part(dock, "missing").text() == "The plan has no districts yet. Draw them first."
    click(part(dock, "open_round"))  # refused without a question
    assert part(dock, "message").text() == "" and texts(dock.rounds_model, STATE) == ["planned", "planned"]


def test_a_catalogue_at_fault_is_told_and_the_desk_goes_on(workspace: Workspace, county: Path) -> None:
    with open_database(county) as db:
        db.set_setting("catalogue.review_rounds", '{"stages": []}')
    workspace.refresh()
    assert workspace.desk.snapshot is not None and workspace.desk.snapshot.catalogue_fault is not None
    dock = workspace.docks.show_rounds()
    assert dock is not None and dock.rounds_model.rowCount() == 0


@pytest.fixture
def record(dock: RoundsDock, workspace: Workspace) -> RecordDock:
    begin(dock)
    sign_all(dock)
    click(part(dock, "record"))
    assert workspace.docks.record is not None and workspace.docks.record.isVisible()
    return workspace.docks.record


def test_the_record_tells_what_happened(record: RecordDock, dock: RoundsDock) -> None:
    told = texts(record.model, WHAT)
    assert told[:3] == [f"Signed: round 1, {name}" for name in ("县财政局", "县农业农村局", "县民政局")]
    assert "Round opened: round 1, 部门联合会审" in told and told[-1].startswith("Plan created")
    assert texts(record.model, AFTER)[0].startswith("verdict: in favour; signed by: Zhang; date: 2")
    pick(dock, 0)
    click(part(dock, "withdraw"))
    assert texts(record.model, WHAT)[0] == "Signature withdrawn: round 1, 县民政局"  # it grows while one looks


def test_the_record_is_filtered_and_searched(record: RecordDock) -> None:
    everything = record.model.rowCount()
    part(record, "group").setCurrentIndex(part(record, "group").findData("review"))
    assert record.model.rowCount() == 4
    QTest.keyClicks(part(record, "record_search"), "Zhang Signed")  # keys are ASCII; Chinese comes from an input method
    part(record, "record_search").setText(part(record, "record_search").text() + " 民政")
    assert texts(record.model, WHAT) == ["Signed: round 1, 县民政局"]
    assert part(record, "figure").text() == f"1 of {everything} entries"
    since = part(record, "since")
    since.setDate(QDate.currentDate().addDays(2))
    assert record.model.rowCount() == 0


def test_the_record_is_written_to_excel_and_csv(record: RecordDock, tmp_path: Path) -> None:
    import csv

    from openpyxl import load_workbook

    record.write(tmp_path / "记录.xlsx", "xlsx")
    sheet = load_workbook(tmp_path / "记录.xlsx")["评审过程记录"]
    cells = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert any("县民政局" in text for text in cells)
    record.write(tmp_path / "记录.csv", "csv")
    with (tmp_path / "记录.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert len(rows) == record.model.rowCount() + 1 and '"verdict": "agree"' in rows[1][-1]
    assert part(record, "message").text().startswith("Written")


def test_nothing_is_cut_off(dock: RoundsDock, record: RecordDock, window_and_iface: tuple[Any, Any]) -> None:
    window = window_and_iface[0]
    assert window.width() == 1366 and dock.widget().width() <= 1366
    body = dock.widget().widget()
    for name, tab in (("sign", 0), ("withdraw", 0), ("close_round", 0), ("save", 1), ("compare", 2)):
        dock.tabs.setCurrentIndex(tab)
        button = part(dock, name)
        assert button.width() >= button.sizeHint().width(), name
        assert button.mapTo(body, QPoint(0, 0)).x() + button.width() <= body.width(), name
