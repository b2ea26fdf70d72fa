"""The Results page with real clicks and keys: what there is, what is missing, a look at it, written, and once more."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from docks_county import TOWNSHIPS
from docks_hands import click, part, wait
from qgis.core import QgsApplication, QgsSettings
from qgis.PyQt.QtCore import QObject, Qt, QThread, QTimer
from qgis.PyQt.QtTest import QTest

from village_planner.docks import jobs
from village_planner.docks.results.choice import ROOM, Choice, remember, remembered

LEFT, SPACE = Qt.MouseButton.LeftButton, Qt.Key.Key_Space


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    QgsSettings().remove(ROOM.rstrip("/"))
    yield
    QgsSettings().remove(ROOM.rstrip("/"))


def wait_for(done: Any) -> None:
    for _ in range(1200):
        if done():
            return
        QTest.qWait(25)
    raise AssertionError("still waiting")


@pytest.fixture
def workspace(results_workspace: Any, provider: Any, tmp_path: Path) -> Any:
    """As it is at first: nothing chosen by hand, a folder of the test's own."""
    shared = results_workspace
    shared.planner.show_page("results")
    panel = shared.results
    wait_for(lambda: panel.look is not None and not shared.desk.checking())
    for ticks in (panel.scope, panel.tables, panel.sheets):
        part(panel, f"{ticks.objectName()}_search").clear()
    panel.take(Choice(folder=str(tmp_path / "成果 1")))
    panel.tabs.setCurrentWidget(panel.scope)
    panel._offer_again()
    QTest.qWait(1)
    return shared


@pytest.fixture
def panel(workspace: Any) -> Any:
    return workspace.results


def item(ticks: Any, key: str) -> Any:
    return next(one for one in ticks.items() if one.data(0, Qt.ItemDataRole.UserRole) == key)


def tick(ticks: Any, key: str) -> None:
    """Take an entry in hand and tick it by key."""
    tree, one = ticks.tree, item(ticks, key)
    if one.parent() is not None:
        one.parent().setExpanded(True)
    tree.scrollToItem(one)
    QTest.mouseClick(tree.viewport(), LEFT, pos=tree.visualItemRect(one).center())  # takes it in hand
    QTest.keyClick(tree, SPACE)
    QTest.qWait(1)


def only(ticks: Any, *keys: str) -> None:
    click(part(ticks, f"{ticks.objectName()}_none"))
    for key in keys:
        tick(ticks, key)


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def write(workspace: Any, name: str = "results") -> None:
    click(part(workspace.planner.pages["results"], name))
    wait(workspace)


def test_scope_is_searched_and_ticked(panel: Any) -> None:
    scope = panel.scope
    assert panel.choice().county and panel.choice().districts is None and panel.choice().townships is None
    part(panel, "scope_search").setText("青山")
    shown = [one.text(0) for one in scope.items() if not one.isHidden()]
    assert len(shown) == 1 and shown[0].startswith("青山乡")
    click(part(panel, "scope_none"))  # what is not shown keeps its ticks
    QTest.qWait(1)
    assert panel.choice().townships == tuple(code for code in TOWNSHIPS if code != TOWNSHIPS[2])
    assert part(panel, "scope_count").text() == "6 of 7 ticked"
    part(panel, "scope_search").clear()
    tick(scope, "1")
    assert panel.choice().districts == ("2",)
    assert remembered("x") is None


def test_what_is_missing_says_where_to_bring_it(panel: Any, workspace: Any) -> None:
    panel.tabs.setCurrentWidget(panel.tables)
    missing = item(panel.tables, "land_first_level")
    assert missing.text(0).endswith("(missing)") and not missing.flags() & Qt.ItemFlag.ItemIsUserCheckable
    assert not part(panel, "go_to_step").isVisible()
    panel.tables.tree.scrollToItem(missing)
    QTest.mouseClick(panel.tables.tree.viewport(), LEFT, pos=panel.tables.tree.visualItemRect(missing).center())
    assert part(panel, "needs").text() == panel.look.tables["land_first_level"]
    click(part(panel, "go_to_step"))
    assert workspace.planner.current_page() == "control"
    pointed = part(workspace.planner.pages["control"], "overlay")
    assert workspace.planner.focusWidget() is pointed and "border" in pointed.styleSheet()
    assert not pointed.visibleRegion().isEmpty()
    workspace.planner.show_page("results")
    click(part(panel, "tables_missing"))  # the list of what is left out, each with its way
    shown = [one.data(0, Qt.ItemDataRole.UserRole) for one in panel.tables.items() if not one.isHidden()]
    assert set(shown) == set(panel.look.tables)
    for key, page, action in (
        ("land_structure", "control", "compare_land_use"),
        ("village_scores", "indicators", "score_villages"),
        ("projects", "data", "import_layers"),
        ("sign_offs", "review", "show_rounds"),
    ):
        click(part(panel.tables, f"cure_{key}"))
        assert workspace.planner.current_page() == page
        assert workspace.planner.focusWidget() is part(workspace.planner.pages[page], action)
        workspace.planner.show_page("results")
    click(part(panel, "tables_missing"))
    panel.tabs.setCurrentWidget(panel.sheets)
    panel.sheets.tree.setCurrentItem(item(panel.sheets, "scores"))
    assert panel.look.sheets["scores"]
    assert part(panel, "go_to_step").text() == "Go to “Score the townships”"
    panel.sheets.tree.setCurrentItem(item(panel.sheets, "township_districts"))
    assert not part(panel, "go_to_step").isVisible()


def test_written_and_once_more(panel: Any, workspace: Any, tmp_path: Path) -> None:
    only(panel.scope, "county", "1", TOWNSHIPS[1])
    only(panel.tables, "district_scheme", "village_districts")
    only(panel.sheets)
    click(part(panel, "format_html"))
    assert not part(panel, "once_more").isVisible()
    write(workspace)
    folder = tmp_path / "成果 1"
    made = files(folder)
    assert set(made) == {
        f"{stem}.{kind}" for stem in ("510700_梓潼县", "片区1_第1片区", "510700102_石桥镇") for kind in ("xlsx", "html")
    }
    assert "printed" in workspace.planner.steps["results"]._figure.text()
    assert part(panel, "once_more").isVisible()
    chosen = panel.choice()
    click(part(panel, "tables_all"))
    click(part(panel, "format_csv"))
    QTest.qWait(1)
    assert panel.choice() != chosen
    shutil.rmtree(folder)
    click(part(panel, "once_more"))
    wait(workspace)
    assert panel.choice() == chosen and files(folder) == made
    click(part(panel, "tables_all"))
    stop = workspace.runner.progressed.connect(lambda _: workspace.runner.cancel())
    write(workspace)
    workspace.runner.progressed.disconnect(stop)
    assert "Cancelled" in part(workspace.planner, "notice").text() and files(folder) == made


def test_atlas_is_printed_from_the_dock(panel: Any, workspace: Any, tmp_path: Path) -> None:
    import pypdf

    only(panel.tables)
    only(panel.sheets, "cover", "township_districts")
    write(workspace)
    assert len(pypdf.PdfReader(tmp_path / "成果 1" / "atlas.pdf").pages) == 2
    assert list(files(tmp_path / "成果 1")) == ["atlas.pdf"]
    panel.folder.setFilePath(str(tmp_path / "成果 1" / "atlas.pdf" / "in a file"))
    write(workspace)
    assert "cannot be made" in part(workspace.planner, "notice").text() and not workspace.runner.busy()


def test_layouts_are_put_into_the_open_project(panel: Any, workspace: Any, tmp_path: Path) -> None:
    from qgis.core import QgsProject

    project, asked = QgsProject.instance(), []
    project.setFileName("")
    only(panel.tables)
    only(panel.sheets)
    write(workspace, "make_layouts")
    assert part(workspace.planner, "notice").text() == "Nothing is ticked."
    only(panel.sheets, "cover")
    write(workspace, "make_layouts")
    assert "Save it" in part(workspace.planner, "notice").text() and not workspace.runner.busy()
    workspace.iface.save_project.triggered.connect(lambda: asked.append("save"))
    click(part(workspace.planner, "notice_way"))
    project.write(str(tmp_path / "清岚.qgz"))
    write(workspace, "make_layouts")
    assert len(project.layoutManager().printLayouts()) == 1 and (tmp_path / "清岚_atlas.gpkg").exists()
    assert part(workspace.planner, "notice").text().startswith("1 layouts are in the project.")
    workspace.iface.layout_manager.triggered.connect(lambda: asked.append("layouts"))
    click(part(workspace.planner, "notice_way"))
    assert asked == ["save", "layouts"]
    project.clear()


def test_land_use_is_compared_with_the_plan_that_is_chosen(workspace: Any) -> None:
    page = workspace.planner.pages["control"]
    workspace.planner.show_page("control")
    planned = part(page, "planned")
    assert planned.count() == 0 and not planned.isEnabled()  # the county has brought none
    click(part(page, "compare_land_use"))
    wait(workspace)
    assert "sector_plan" in part(workspace.planner, "notice").text()
    page.offer("planned", [("TDLYGH", "TDLYGH"), ("CXGH", "CXGH")])
    planned.setCurrentIndex(1)
    page.offer("planned", [("CXGH", "CXGH"), ("GTKJ", "GTKJ"), ("TDLYGH", "TDLYGH")])
    runs = jobs.compare_land_use(workspace.setting()).runs
    assert [run.algorithm for run in runs] == ["comparelanduse", "saveresult"]
    assert runs[0].parameters["PLANNED_NAME"] == "CXGH" and runs[0].parameters["PLANNED_VERSION"] == "2023"
    codes = part(page, "plan_codes")
    codes.setCurrentIndex(codes.findData("survey"))
    click(part(page, "compare_land_use"))
    assert "Class codes of the plans" in part(workspace.planner, "notice").text() and not workspace.runner.busy()
    for twin in ("toolbox", "command"):
        workspace.tell("")
        click(part(page, f"compare_land_use_{twin}"))
        assert "Class codes of the plans" in part(workspace.planner, "notice").text()
    codes.setCurrentIndex(0)
    page.offer("planned", [])
    workspace.planner.show_page("results")


class Beats(QObject):
    """Counts how often the event loop came round, by a timer that wants to be called all the time."""

    def __init__(self) -> None:
        super().__init__()
        self.beats = 0
        self.startTimer(10)

    def timerEvent(self, event: Any) -> None:
        self.beats += 1


def test_atlas_lets_the_interface_live_and_is_cancelled_by_a_click(panel: Any, workspace: Any, tmp_path: Path) -> None:
    only(panel.tables)
    only(panel.sheets, "cover", "township_districts", "village_districts", "township")
    pdf = tmp_path / "成果 1" / "atlas.pdf"
    pdf.parent.mkdir()
    pdf.write_bytes(b"old")
    seen: list[Any] = []
    beats, cancel = Beats(), part(workspace.planner, "cancel")

    def progressed(percent: float) -> None:
        seen.append((round(percent), QThread.currentThread() is QgsApplication.instance().thread(), beats.beats))
        if percent > 30:
            QTimer.singleShot(0, lambda: click(cancel))  # as a hand would: amid the work
            # No second job starts meanwhile, whichever button it comes from.
            QTimer.singleShot(0, lambda: workspace.run(jobs.results))

    told: list[str] = []
    workspace.runner.ended.connect(lambda outcome: told.append(outcome.error))
    workspace.runner.progressed.connect(progressed)
    write(workspace)
    workspace.runner.progressed.disconnect(progressed)
    assert len(told) == 1 and "Cancelled" in told[0] and not workspace.runner.busy()
    assert all(here for _, here, _ in seen) and seen[-1][0] < 60
    assert len({count for *_, count in seen}) > 2  # the loop ran between the pages
    assert files(pdf.parent) == {"atlas.pdf": b"old"}


def test_a_cancel_amid_the_atlas_names_the_tables_that_are_written(panel: Any, workspace: Any, tmp_path: Path) -> None:
    only(panel.tables, "village_districts")
    only(panel.sheets, "cover", "township_districts", "village_districts", "township")
    stop = workspace.runner.progressed.connect(
        lambda percent: QTimer.singleShot(0, workspace.runner.cancel) if percent > 60 else None
    )
    write(workspace)
    workspace.runner.progressed.disconnect(stop)
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    told = part(workspace.planner, "notice").text()
    assert any(path.suffix == ".xlsx" for path in written) and not any(path.suffix == ".pdf" for path in written)
    assert "stays" in told and "nothing was written" not in told


def test_many_warnings_do_not_fill_the_dock(workspace: Any) -> None:
    from village_planner.docks.runner import Job, Outcome

    workspace._tell_done(Outcome(Job("", ()), warnings=[f"{number}." for number in range(1, 8)]))
    lines = part(workspace.planner, "notice").text().split("\n")
    assert lines[1:5] == ["1.", "2.", "3.", "4."] and "3 more" in lines[5] and len(lines) == 6


def test_the_dock_stays_within_the_screen_whatever_is_told_amid_a_job(panel: Any, workspace: Any) -> None:
    planner, seen = workspace.planner, []
    only(panel.sheets)
    only(panel.tables, "district_scheme")

    def amid(_: float) -> None:
        if not seen:  # progress may be told within `qWait`
            seen.append(0)
            planner.show_notice("\n".join(f"{number}. a warning of some length, for one unit" for number in range(40)))
            QTest.qWait(1)
            seen.append(planner.widget().minimumSizeHint().height())

    workspace.runner.progressed.connect(amid)
    write(workspace)
    workspace.runner.progressed.disconnect(amid)
    assert 0 < max(seen) <= 600  # 768 less menu, toolbars and status bar
    workspace.tell("short")


@pytest.mark.parametrize("how", ["window", "county", "project", "plugin"])
def test_what_is_closed_amid_an_atlas_stops_it_first(
    how: str, workspace: Any, window_and_iface: Any, county: Path
) -> None:
    from qgis.core import QgsProject

    from village_planner.docks.runner import Job, Run, Runner

    window = window_and_iface[0]
    window.show()
    runner = Runner(workspace, window)
    target = county.parent / "atlas.pdf"
    target.write_bytes(b"old")
    ended: list[Any] = []
    closing = {
        "window": window.close,
        "county": runner.cancel,
        "project": QgsProject.instance().clear,
        "plugin": runner.close,
    }[how]
    runner.progressed.connect(lambda percent: QTimer.singleShot(0, closing) if percent > 10 else None)
    open_ = []
    runner.ended.connect(lambda outcome: (ended.append(outcome), open_.append(window.isVisible())))
    run = Run("exportatlas", {"DATABASE": str(county), "SHEETS": "cover,township", "OUTPUT": str(target)})
    assert runner.start(Job("Printing …", (run,)))
    assert not runner.start(Job("Printing …", (run,)))
    wait_for(lambda: not runner.busy())
    QTest.qWait(20)
    assert [outcome.cancelled for outcome in ended] == ([] if how == "plugin" else [True])
    assert open_ in ([], [True]) and window.isVisible() == (how != "window")
    assert target.read_bytes() == b"old" and [path.name for path in county.parent.glob("*atlas*")] == ["atlas.pdf"]


def test_last_choice_is_kept_for_the_county(panel: Any, workspace: Any) -> None:
    from datetime import date

    assert not part(panel, "once_more").isVisible()
    remember("梓潼县", Choice(tables=("no_longer_there", "district_scheme"), formats=("csv",)), date(2026, 11, 12))
    workspace.desk.changed.emit()
    panel._offer_again()
    assert part(panel, "once_more").isVisible() and "12" in part(panel, "once_more").text()
    panel.take(remembered("梓潼县")[0])
    assert panel.choice().tables == ("district_scheme",) and panel.choice().formats == ("csv",)
    QgsSettings().setValue(ROOM + "梓潼县", "{broken")
    assert remembered("梓潼县") is None


def test_commands_and_nothing_ticked(panel: Any, workspace: Any) -> None:
    click(part(panel, "format_gpkg"))
    click(part(workspace.planner.pages["results"], "results_command"))
    lines = QgsApplication.clipboard().text().splitlines()
    assert [line.split()[2] for line in lines] == [
        "village_planner:exporttownshipreports",
        "village_planner:exportatlas",
    ]
    assert "FORMATS=xlsx,gpkg" in lines[0] and "STALE=stamp" in lines[0] and "PAPER=A3" in lines[1]
    for ticks in (panel.scope, panel.tables, panel.sheets):
        only(ticks)
    write(workspace)
    assert "tick" in part(workspace.planner, "notice").text().lower()
    assert not workspace.runner.busy()


def test_stale_results_are_told_stamped_or_refused(panel: Any, workspace: Any, tmp_path: Path) -> None:
    import pandas as pd

    from village_planner.database import open_database

    with open_database(workspace.desk.path) as db:
        plan = db.plan().id
        rows = [
            (code, part_, value)
            for i, code in enumerate(TOWNSHIPS)
            for part_, value in (("total", 0.1 * i), ("rank", i + 1))
        ]
        frame = pd.DataFrame(rows, columns=["unit_code", "part", "value"])
        db.save_result(plan, "score", frame, {}, "township", {"township": "as it was"})
    workspace.desk.refresh()
    folder = tmp_path / "成果 1"
    wait_for(lambda: part(panel, "stale").isVisible())
    assert "scores (townships)" in part(panel, "stale").text()
    only(panel.scope, "county")
    only(panel.tables, "indicator_scores")
    only(panel.sheets)
    click(part(panel, "format_html"))
    write(workspace)
    page = (folder / "510700_梓潼县.html").read_text(encoding="utf-8")
    assert "数据已变动，需更新：指标评分（乡镇）" in page
    before = files(folder)
    broken = tmp_path / "模板.xlsx"
    broken.write_bytes(b"no workbook")
    panel.form.template.setFilePath(str(broken))
    write(workspace)
    assert "模板.xlsx" in part(workspace.planner, "notice").text() and files(folder) == before
    panel.form.template.setFilePath("")
    combo = part(panel, "stale_treatment")
    combo.setCurrentIndex(combo.findData("refuse"))
    QTest.qWait(1)
    write(workspace)
    assert "out of date" in part(workspace.planner, "notice").text() and files(folder) == before
    only(panel.tables, "district_scheme")  # shows nothing of it
    assert not part(panel, "stale").isVisible()
    write(workspace)
    assert files(folder) != before
    panel.tables.set_ticked(None)
    click(part(panel, "go_to_stale"))
    assert workspace.planner.current_page() == "indicators"


def test_it_is_as_narrow_as_the_dock(panel: Any) -> None:
    for one in (panel.scope, panel.tables, panel.sheets, panel.form, panel.preview, panel):
        assert one.minimumSizeHint().width() <= 305, one.objectName()


@pytest.fixture
def back_home(workspace: Any) -> Iterator[Path]:
    """The county of the other tests is opened again."""
    home = workspace.desk.path
    yield home
    workspace.open_county(home)
    wait_for(lambda: workspace.results.look is not None and not workspace.desk.checking())


def test_another_county_inherits_nothing(
    panel: Any, workspace: Any, back_home: Path, made_county: Path, tmp_path: Path
) -> None:
    from datetime import date

    from village_planner.database import open_database

    only(panel.scope, "1", TOWNSHIPS[0])
    only(panel.tables, "district_scheme")
    only(panel.sheets, "cover")
    remember("梓潼县", Choice(folder="/of the first", date="2020"), date(2026, 1, 2))
    other = Path(shutil.copy(made_county, tmp_path / "乙.gpkg"))
    with open_database(other) as db:
        db.set_setting("county_name", "乙县")
    for last, folder in ((None, str(other.with_suffix("")) + "_results"), ("/of the other", "/of the other")):
        workspace.open_county(other)
        QTest.qWait(1)
        shown = panel.choice()
        assert panel.folder.filePath() == folder
        if last is None:
            assert shown == Choice(folder=folder)
        else:
            assert shown == Choice(county=False, townships=TOWNSHIPS[1:2], sheets=("cover",), folder=folder)
        chosen = Choice(False, None, TOWNSHIPS[1:2], sheets=("cover",), folder="/of the other", date="2020")
        remember("乙县", chosen, date(2026, 1, 2))
        workspace.open_county(back_home)
        QTest.qWait(1)
        assert panel.choice() == Choice(folder="/of the first")


def test_districts_that_come_later_are_ticked(panel: Any) -> None:
    from village_planner.docks.results.tick_list import Entry, TickList

    ticks = TickList("later", panel)
    ticks.set_entries({("d", "D"): [], ("m", "M"): [Entry("1", "one", missing="no")]})
    ticks.set_entries({("d", "D"): [Entry("1", "one")], ("m", "M"): [Entry("1", "one")]})
    assert ticks.ticked("d") is None and ticks.ticked("m") is None
    ticks.set_ticked((), "d")
    ticks.set_entries({("d", "D"): [Entry("1", "one"), Entry("2", "two")]})
    assert ticks.ticked("d") == ()
    ticks.deleteLater()


def test_each_part_of_the_atlas_is_a_file_of_its_own(panel: Any, workspace: Any, tmp_path: Path) -> None:
    from village_planner.docks.desk import UnitEntry

    def part_of(*keys: str) -> str:
        only(panel.scope, *keys)
        return Path(jobs.results(workspace.setting()).runs[-1].parameters["OUTPUT"]).name

    snapshot = workspace.desk.snapshot
    names = {"1": "片区1", "2": "片区2", "3": "片区1"}
    districts = tuple(UnitEntry("district", code, name, "") for code, name in names.items())
    panel._list_scopes(replace(snapshot, districts=districts))
    try:
        assert part_of(TOWNSHIPS[1]) == "atlas_石桥镇.pdf" and part_of("2") == "atlas_片区2.pdf"
        assert part_of("1") == "atlas_片区11.pdf" and part_of("3") == "atlas_片区13.pdf"  # of one name
        assert part_of(*TOWNSHIPS[:2]) == "atlas_龙潭镇_石桥镇.pdf"
        many = [part_of("2", *TOWNSHIPS[:3]), part_of("2", *TOWNSHIPS[1:]), part_of("1", "2", "3", *TOWNSHIPS)]
        assert len(set(many)) == 3 and all(name.startswith("atlas_part_") for name in many)
        click(part(panel, "scope_all"))
        assert Path(jobs.results(workspace.setting()).runs[-1].parameters["OUTPUT"]).name == "atlas.pdf"
    finally:
        panel._list_scopes(snapshot)


def test_once_more_prints_no_old_date(panel: Any, workspace: Any) -> None:
    from datetime import date

    remember("梓潼县", Choice(date="2020 年 1 月", tables=(), sheets=()), date(2026, 1, 2))
    panel._offer_again()
    click(part(panel, "once_more"))
    assert panel.choice().tables == () and panel.choice().date == ""


def test_choices_of_before_districts_could_be_chosen_have_them_all() -> None:
    import json

    kept = {"day": "2026-01-02", "choice": {"districts": [], "townships": ["1"]}}
    QgsSettings().setValue(ROOM + "旧县", json.dumps(kept))
    assert remembered("旧县")[0] == Choice(townships=("1",))
    remember("旧县", Choice(districts=()), remembered("旧县")[1])
    assert remembered("旧县")[0].districts == ()


def test_choices_of_other_days_still_read() -> None:
    from datetime import date

    everything = Choice(False, None, ("1",), (), None, ("gpkg",), "mu", "A0", "refuse", "/x")
    remember("县/一", everything, date(2026, 1, 2))
    assert remembered("县/一") == (everything, date(2026, 1, 2))
    assert everything.atlas and not everything.books and replace(everything, tables=None).books


def test_first_table_and_pages_are_seen(panel: Any, workspace: Any) -> None:
    panel.tabs.setCurrentWidget(panel.preview)
    preview = panel.preview
    wait_for(lambda: preview.stack.currentWidget() is preview.browser)
    assert "片区划分方案表" in preview.browser.toPlainText() and "龙潭镇" in preview.browser.toPlainText()
    combo = part(panel, "units")
    combo.setCurrentIndex(combo.findData("mu"))
    panel.tables.tree.setCurrentItem(item(panel.tables, "village_districts"))
    wait_for(lambda: "亩" in preview.browser.toPlainText())
    click(part(panel, "preview_atlas"))
    wait_for(lambda: preview.stack.currentWidget() is preview.view)
    assert preview.title.toolTip().startswith("1/") and len(preview.view.scene().items()) > 3
    assert not part(panel, "preview_back").isEnabled()
    click(part(panel, "preview_on"))
    wait_for(lambda: preview.title.toolTip().startswith("2/"))
    click(part(panel, "preview_larger"))
    window = preview.findChild(type(preview._window), "preview_window")
    assert window.isVisible() and not window.isModal() and preview.stack.window() is window
    window.close()
    assert preview.stack.window() is not window and preview.stack.isVisible()
    only(panel.sheets)
    panel.tabs.setCurrentWidget(panel.preview)
    wait_for(lambda: preview.said.text() == "Nothing is ticked.")
    workspace.close_county()
    assert preview.view.scene() is None and panel.look is None
