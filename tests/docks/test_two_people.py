"""The county opened by two: the second is told who has it, reads, and takes over when the first is gone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from docks_hands import click, part
from drawing_hands import said, stored

from village_planner.core.errors import StorageError
from village_planner.database import holder, open_database
from village_planner.docks import jobs
from village_planner.docks.workspace import Workspace

HOLD = """
import sys
from village_planner.database import open_database
with open_database(sys.argv[1]) as database:
    print(database.take_hold(), flush=True)
sys.stdin.readline()
"""


@pytest.fixture
def workspace(empty_workspace: Workspace) -> Workspace:
    return empty_workspace


@pytest.fixture
def other(county: Path) -> Iterator[subprocess.Popen[str]]:
    """Another program that has the county in hand."""
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(Path(holder.__file__).parents[2]), os.environ.get("PYTHONPATH", "")]),
    }
    python = [sys.executable, "-W", "ignore", "-c", HOLD, str(county)]
    running = subprocess.Popen(python, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment)
    assert running.stdout is not None and running.stdout.readline() == "None\n"
    yield running
    running.kill()
    running.communicate()


def test_the_second_reads_until_the_first_is_gone(
    workspace: Workspace, county: Path, other: subprocess.Popen[str]
) -> None:
    dock = workspace.show_planner()
    workspace.open_county(county)
    desk = workspace.desk
    assert desk.read_only and desk.held_by is not None and desk.held_by.process == other.pid
    said = part(dock, "holder").text()
    assert "Open for reading" in said and holder.user() in said and "background" in part(dock, "holder").styleSheet()
    again = part(dock, "try_again")
    assert again.isVisible() and again.text() == "Try again"
    records = _records(county)
    with pytest.raises(StorageError, match="Open for reading") as refused, desk.database():
        pass
    assert refused.value.code == "held"
    workspace.run(jobs.check_data)  # would save its findings
    assert "Open for reading" in part(dock, "notice").text() and not part(dock, "progress").isVisible()
    dock.plan_named.emit("新方案")
    desk.note_print("reports")
    desk.choose_plan(1)
    click(again)  # still there
    assert desk.read_only and _records(county) == records
    other.kill()
    other.wait()
    desk.look_after()
    assert again.text() == "Take over" and desk.read_only
    click(again)
    assert not desk.read_only and not again.isVisible() and "Held by" in part(dock, "holder").text()
    dock.plan_named.emit("新方案")
    assert _records(county) == records + 1
    workspace.close_county()
    with open_database(county) as db:
        assert db.setting(holder.SETTING) is None


def test_the_second_sees_why_nothing_can_be_written(
    workspace: Workspace, county: Path, other: subprocess.Popen[str]
) -> None:
    workspace.show_planner()
    workspace.open_county(county)
    docks = workspace.docks
    table, rounds, opinions = docks.show_review(), docks.show_rounds(), docks.show_opinions()
    workspace.dialogs.import_assignment()
    versions, dialog = workspace.versions, workspace.dialogs.assignment_dialog
    assert table is not None and rounds is not None and opinions is not None
    assert versions is not None and dialog is not None
    bar = table.bar
    writing = [
        *(button for name, button in bar.tools.items() if name != "select"),
        *(bar.lock, bar.restore, bar.undo, bar.redo, bar.move, *bar.commands.values()),
        *(versions.save, versions.branch, versions.restore, versions.undo),
        *(rounds.open_button, rounds.close_button, rounds.sign_button, rounds.withdraw_button, rounds.save_button),
        *(rounds.add_button, rounds.remove_button, rounds.archive_button),
        *(opinions.new_button, opinions.save_button, opinions.withdraw_button, opinions.point_button),
        *(dialog.import_button, dialog.certain),
    ]
    for button in writing:
        assert not button.isEnabled() and "has it in hand" in button.toolTip(), button.objectName()
    records, before = _records(county), stored(table, "township")
    table.take("paint")  # by its key
    assert table.hand.current() == "select" and "Open for reading" in said(table)
    table.units.select(["510700101"])  # type: ignore[union-attr]
    for step in (lambda: table.commands.move_by_number(2), table.commands.lock_target, table.commands.create):
        table.say("")
        step()
        assert "Open for reading" in said(table)
    menu = table.commands.menu()
    assert menu is not None
    entries = [action for action in menu.actions() if not action.isSeparator()]
    assert [action.text() for action in entries if action.isEnabled()] == ["Draw with this district"]
    rounds.sign()
    assert "Open for reading" in part(rounds, "message").text()
    assert stored(table, "township") == before and _records(county) == records
    other.kill()
    other.wait()
    workspace.desk.look_after()
    workspace.try_again()
    assert bar.tools["paint"].isEnabled() and bar.tools["paint"].toolTip().startswith("Brush (P)")
    assert versions.save.isEnabled() and opinions.new_button.isEnabled() and rounds.open_button.isEnabled()
    assert not any("in hand" in button.toolTip() for button in (*bar.commands.values(), versions.save, bar.undo))
    table.units.select(["510700101"])  # type: ignore[union-attr]
    assert table.commands.move_by_number(2) and stored(table, "township") != before


def test_a_silent_holder_is_watched_before_it_can_be_taken_over(
    workspace: Workspace, county: Path, monkeypatch: Any
) -> None:
    def renew(seen: float) -> None:
        with open_database(county) as db:
            held = holder.Holder("王", "PC-2", 7, "x", 1.0, seen, "Z:/county.gpkg")
            db.set_setting(holder.SETTING, json.dumps(asdict(held)))

    steady, moment = time.monotonic(), time.time() - 3600  # the other clock is an hour behind
    dock = workspace.show_planner()
    desk, again = workspace.desk, part(dock, "try_again")
    renew(moment)
    workspace.open_county(county)
    assert desk.read_only and desk.held_by is not None and again.text() == "Try again"
    monkeypatch.setattr(time, "monotonic", lambda: steady + holder.SILENT_AFTER + 60)
    renew(moment + 30)
    desk.look_after()  # it lives, and is watched anew
    assert again.text() == "Try again"
    click(again)
    assert desk.read_only
    monkeypatch.setattr(time, "monotonic", lambda: steady + 2 * holder.SILENT_AFTER + 61)
    desk.look_after()
    assert again.text() == "Take over" and "no sign" in part(dock, "holder").text()
    renew(moment + 60)  # in the last moment
    click(again)
    assert desk.read_only and again.text() == "Try again"
    monkeypatch.setattr(time, "monotonic", lambda: steady + 4 * holder.SILENT_AFTER)
    desk.look_after()
    click(again)
    assert not desk.read_only and desk.held_by is None and "Held by" in part(dock, "holder").text()


def test_who_lost_the_county_writes_nothing_more(workspace: Workspace, county: Path, monkeypatch: Any) -> None:
    dock = workspace.show_planner()
    workspace.open_county(county)
    with monkeypatch.context() as elsewhere:  # this computer sleeps; another one takes over
        elsewhere.setattr(holder.platform, "node", lambda: "PC-2")
        moment = holder.time.time() + holder.GONE_AFTER + 1
        elsewhere.setattr(holder.time, "time", lambda: moment)
        with open_database(county) as db:
            assert db.take_hold() is None
            records = db.last_record()
    monkeypatch.setattr(holder.time, "time", lambda: moment)
    dock.plan_named.emit("新方案")
    assert workspace.desk.read_only and "PC-2" in part(dock, "notice").text() and "PC-2" in part(dock, "holder").text()
    assert _records(county) == records


def test_what_others_change_is_read_again(workspace: Workspace, county: Path) -> None:
    dock = workspace.show_planner()
    workspace.open_county(county)
    workspace.desk.new_plan("自己的")  # what is done here is no news
    workspace.desk.look_after()
    assert not part(dock, "notice").isVisible()
    with open_database(county) as db:
        db.add_plan("别人的")
    workspace.desk.look_after()
    assert "it was read again" in part(dock, "notice").text()
    assert any("别人的" in part(dock, "plan").itemText(i) for i in range(part(dock, "plan").count()))


def _records(county: Path) -> int:
    with open_database(county, read_only=True) as db:
        return db.last_record()
