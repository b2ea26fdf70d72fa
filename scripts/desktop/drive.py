"""Runs inside QGIS (--code): opens the Planner dock with a county; for screenshots, plays scenes and leaves.

VP_COUNTY   planning database to open
VP_TARGET   picture to write; unset: QGIS stays open for its user
VP_SCENES   scenes to play, one picture each; with several the scene's name joins the file's
VP_SIZE     size of the window, e.g. 1366x768
"""

import os
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from qgis.core import QgsProject
from qgis.PyQt.QtCore import QEvent, QEventLoop, QObject, QPoint, Qt, QTimer
from qgis.PyQt.QtGui import QImage, QMouseEvent
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QMessageBox, QWidget
from qgis.utils import iface, plugins

COUNTY = os.environ.get("VP_COUNTY", "")
TARGET = os.environ.get("VP_TARGET", "")
SCENES = os.environ.get("VP_SCENES", "").split()


def plugin() -> Any:
    return plugins["village_planner"]


def first() -> None:
    """No county yet."""
    plugin().workspace.close_county()


def overview() -> None:
    """The six steps beside the map."""
    county()
    planner().show_overview()


def county() -> None:
    workspace = plugin().workspace
    if workspace.desk.path is None:
        workspace.open_county(Path(COUNTY))
    if not QgsProject.instance().mapLayers():
        workspace.map.show()


def planner() -> Any:
    return plugin().workspace.planner


def page(key: str) -> Callable[[], None]:
    def scene() -> None:
        county()
        planner().show_page(key)

    return scene


def findings() -> None:
    """The findings of the last check, one of them in hand; the county has to be checked."""
    page("data")()
    dock = plugin().workspace.docks.show_findings()
    if dock is not None:
        iface.mainWindow().resizeDocks([dock], [270], 2)  # 2: vertical
        settle(3000)
        dock.step(1)


def weights() -> None:
    """The dock of weights: a group pulled up, a unit in hand, the rank shift beside."""
    page("indicators")()
    dock = plugin().workspace.docks.show_weights()
    if dock is None:
        return
    iface.mainWindow().resizeDocks([dock], [330], 2)  # 2: vertical
    settle(2500)
    plugin().workspace.map.zoom_to_layer("township")
    group = next(iter(dock.session.weighting.groups))
    dock.session.move(f"group:{group}", 0.7)
    dock.session.settle()
    dock.table.selectRow(2)
    settle(2500)


def shift() -> None:
    """The same, with the rank shift in front."""
    weights()
    plugin().workspace.docks.weights.right.setCurrentIndex(3)


def judgements() -> None:
    """The matrix editor with judgements that contradict each other, the bars beside."""
    weights()
    dock = plugin().workspace.docks.weights
    dock.left.setCurrentIndex(1)
    dock.right.setCurrentIndex(2)
    dock.judgements.comparison.setCurrentIndex(1)
    names = dock.judgements._names()[0]
    steps = ("3", "1/5", "2", "4", "1/3", "5")
    for i in range(len(names)):
        for j in range(i + 1, len(names)):
            dock.judgements.judge(i, j, steps[(3 * i + j) % len(steps)])


def villages() -> None:
    """The ranks of the villages."""
    weights()
    plugin().workspace.docks.weights.level.setCurrentIndex(1)
    settle(2500)


def review() -> None:
    """The drawing table with the township districts, one township picked."""
    overview()
    dock = plugin().workspace.docks.show_review()
    if dock is None:
        return
    window = iface.mainWindow()
    window.resizeDocks([dock], [250], 2)  # 2: vertical
    dock.level.setCurrentIndex(dock.level.findData("township"))
    for district in dock.session.districts:
        border = [
            unit
            for unit, own in dock.session.assignment.items()
            if own == district
            and {dock.session.assignment[near] for near in dock.session.sheet.neighbours[unit]} - {own}
        ]
        if border:
            dock.units.select(border[:1])
            return


def drawing() -> None:
    """A stroke of the brush in hand over village districts, from one district into its neighbour."""
    review()
    dock = plugin().workspace.docks.review
    dock.level.setCurrentIndex(dock.level.findData("village"))
    settle(1000)
    session = dock.session
    size = {code: list(session.assignment.values()).count(code) for code in session.districts}
    target = max(size, key=lambda code: size[code])
    dock.bar.choose_target(target)
    dock.zoom_to_district(target)
    settle(2500)
    near = [
        unit
        for unit, own in session.assignment.items()
        if own != target
        and session.districts[own].parent == session.districts[target].parent
        and any(session.assignment.get(other) == target for other in session.sheet.neighbours[unit])
    ]
    dock.take("paint")
    canvas = iface.mapCanvas()
    viewport = canvas.viewport()
    transform = canvas.getCoordinateTransform()
    places = [transform.transform(dock._overlay._places[unit]).toQPointF().toPoint() for unit in near[:3]]
    QTest.mouseMove(viewport, places[0])
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, places[0])
    for place in places:
        move = QMouseEvent(QEvent.MouseMove, place, Qt.NoButton, Qt.LeftButton, Qt.NoModifier)
        QApplication.sendEvent(viewport, move)
    settle(300)


def keys() -> None:
    """The keys of the drawing table, its menu of districts open."""
    review()
    dock = plugin().workspace.docks.review
    dock.show_keys()
    box = dock.findChild(QMessageBox, "drawingKeys")
    box.move(420, 60)
    button = dock.bar.districts_button
    button.menu().popup(button.mapToGlobal(QPoint(0, -320)))


def broken() -> None:
    """Village districts after a move that breaks one."""
    review()
    dock = plugin().workspace.docks.review
    dock.level.setCurrentIndex(dock.level.findData("village"))
    session = dock.session
    for district in sorted(session.districts):
        inside = [unit for unit, own in session.assignment.items() if own == district]
        for other in sorted(session.districts):
            if other == district or session.districts[other].parent != session.districts[district].parent:
                continue
            for unit in inside:
                near = {session.assignment.get(code) for code in session.sheet.neighbours[unit]}
                if other not in near and len(inside) > 2:
                    dock.units.select([unit])
                    dock.commands.move_selected(other)
                    dock.next_problem()
                    return


def rounds() -> None:
    """The first round open, seven of thirteen have signed, one of them with changes; a village moved since."""
    import pandas as pd

    page("review")()
    workspace = plugin().workspace
    for dock in (workspace.docks.review, *workspace.docks.listed()):
        if dock is not None:
            dock.hide()
    dock = workspace.docks.show_rounds()
    iface.mainWindow().resizeDocks([dock], [290], 2)  # 2: vertical
    settle()
    session = dock.session
    if session.review.round(1).status == "planned":
        session.open(1)
        names = [one.name for one in session.review.round(1).participants]
        session.sign(1, names[:6], "agree", "王建国", "", "")
        session.sign(1, names[6:7], "agree_with_changes", "李秀英", "", "中心村布点需与县城近郊村庄建设衔接")
        with workspace.desk.database() as db:
            drawn = db.assignment(db.plan("").id, "village")
            districts = sorted(set(drawn))
            moved = drawn.index[drawn == districts[0]][0]
            drawn[moved] = districts[1]
            db.save_assignment(db.plan("").id, "village", pd.Series(drawn))
        workspace.refresh()
        dock.load()
    dock.next_missing()
    settle()


def agenda() -> None:
    """Agenda, dates and participants of the round in hand."""
    rounds()
    plugin().workspace.docks.rounds.tabs.setCurrentIndex(1)


def round_prints() -> None:
    """What there is of the round in hand: frozen tables, comparison, prints for the review."""
    rounds()
    plugin().workspace.docks.rounds.tabs.setCurrentIndex(2)


def materials() -> None:
    """The frozen tables of the first round."""
    rounds()
    dock = plugin().workspace.docks.rounds
    dock.view()
    dock._materials.move(120, 60)
    dock._materials.tabs.setCurrentIndex(1)


def record() -> None:
    """The record of what happened."""
    rounds()
    dock = plugin().workspace.docks.rounds
    if dock._materials is not None:
        dock._materials.hide()
    shown = plugin().workspace.docks.show_record()
    iface.mainWindow().resizeDocks([shown], [290], 2)  # 2: vertical


def rounds_catalogue() -> None:
    """The editor of the county's rounds."""
    rounds()
    plugin().workspace.dialogs.edit_catalogue("review_rounds")
    dialog = plugin().workspace.dialogs.catalogue_dialog
    dialog.move(20, 40)
    dialog.section.setCurrentIndex(max(dialog.section.findData("stages"), 0))
    dialog._fill()


def results_tables() -> None:
    """The Results page: the tables, one that is missing in hand."""
    page("results")()
    panel = plugin().workspace.results
    until(lambda: panel.look is not None)
    panel.tabs.setCurrentWidget(panel.tables)
    missing = next((item for item in panel.tables.items() if not item.flags() & Qt.ItemFlag.ItemIsUserCheckable), None)
    if missing is not None:
        panel.tables.tree.setCurrentItem(missing)


def results_missing() -> None:
    """The Results page: only what is missing, each with its way."""
    results_tables()
    plugin().workspace.results.tables.lacking.setChecked(True)


def report_forms() -> None:
    """A form of the report that came back with faults, over the Results page."""
    import openpyxl

    results_missing()
    file = Path(TARGET).with_name("权属调整表.xlsx")
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    heads = ["乡镇", "村", "地块", "调整前 权利人", "调整前权属性质", "调整前地类", "调整前面积（亩）", "调整后面积"]
    for row in (
        heads,
        ["没有的镇", "东村", "一号地块", "甲", "集体", "水田", "约30", 2],
        ["", "西村", "二号地块", "乙", "集体", "旱地", None, 1.5],
        ["", "南村", "三号地块", "丙", "集体", "旱地", 12, 0.8],
    ):
        sheet.append(row)
    book.save(file)
    plugin().workspace.dialogs.fill_forms("tenure_adjustment")
    dialog = plugin().workspace.dialogs.form_import
    dialog.move(60, 150)
    dialog.file.setFilePath(str(file))
    until(lambda: not dialog.background.busy())


def layouts() -> None:
    """The Results page after a project without a file was asked to take the layouts."""
    page("results")()
    workspace = plugin().workspace
    if workspace.dialogs.form_import is not None:
        workspace.dialogs.form_import.close()
    until(lambda: workspace.results.look is not None)
    workspace.run(sys.modules["village_planner.docks.jobs"].make_layouts)
    planner().pages["results"].point_at("make_layouts")


def results_preview() -> None:
    """The Results page: the first page of the atlas."""
    page("results")()
    panel = plugin().workspace.results
    until(lambda: panel.look is not None)
    panel.tabs.setCurrentWidget(panel.preview)
    panel.preview.atlas.click()
    until(lambda: panel.preview.stack.currentWidget() is panel.preview.view)


def results_larger() -> None:
    """The same in a window of its own."""
    results_preview()
    plugin().workspace.results.preview.larger.click()
    settle(4000)


def results_table() -> None:
    """The Results page: the top of the first table."""
    results_preview()
    plugin().workspace.results.preview.table.click()


def results_format() -> None:
    """The Results page: formats, units, paper."""
    page("results")()
    panel = plugin().workspace.results
    panel.tabs.setCurrentWidget(panel.form)


def results_written() -> None:
    """The Results page after a few tables and pages were written."""
    page("results")()
    workspace = plugin().workspace
    panel = workspace.results
    until(lambda: panel.look is not None)
    panel.take(
        replace(
            panel.choice(),
            townships=(),
            tables=("district_scheme", "control_areas"),
            sheets=("cover", "land_use", "township_districts"),
            formats=("xlsx", "html"),
            folder=str(Path(TARGET).with_suffix("")),
        )
    )
    workspace.run(sys.modules["village_planner.docks.jobs"].results)
    until(lambda: not workspace.runner.busy(), 180)


class Heart(QObject):
    """Notes how long at a time the event loop stood still."""

    def __init__(self) -> None:
        super().__init__()
        self.gaps: list[tuple[float, float, str]] = []  # seconds by the clock, of the processor; where
        self.what = ""
        self._last = time.monotonic(), time.thread_time()
        self.startTimer(10)

    def timerEvent(self, event: Any) -> None:
        now = time.monotonic(), time.thread_time()
        self.gaps.append((now[0] - self._last[0], now[1] - self._last[1], self.what))
        self._last = now

    def told(self) -> str:
        worst = sorted(self.gaps, key=lambda gap: -gap[1])[:8]
        listed = ", ".join(f"{cpu:.2f} s ({clock:.2f} by the clock) {what}" for clock, cpu, what in worst)
        long, some = (sum(cpu > limit for _, cpu, _ in self.gaps) for limit in (1.0, 0.3))
        return f"stood still for the processor's {listed}; {long} over 1 s, {some} over 0.3 s"


def whole_atlas() -> Any:
    """The Results page with every sheet and no table chosen; the folder is the picture's."""
    page("results")()
    panel = plugin().workspace.results
    until(lambda: panel.look is not None)
    folder = str(Path(TARGET).with_suffix(""))
    panel.take(replace(panel.choice(), townships=(), tables=(), sheets=None, folder=folder))
    return plugin().workspace


def print_atlas(stop_at: float = 0.0) -> None:
    """Print it with a click, to its end or until cancel is clicked; says how the event loop fared, and how it ended."""
    workspace, heart, ended = whole_atlas(), Heart(), []
    clicked: list[float] = []

    def progressed(percent: float) -> None:
        heart.what = f"before {percent:.0f} %"
        if stop_at and percent >= stop_at and not clicked:
            clicked.append(time.monotonic())
            cancel = workspace.planner.findChild(QWidget, "cancel")
            QTimer.singleShot(0, lambda: QTest.mouseClick(cancel, Qt.MouseButton.LeftButton))

    workspace.runner.progressed.connect(progressed)
    workspace.runner.ended.connect(lambda outcome: ended.append((time.monotonic(), outcome)))
    begun = time.monotonic()
    QTest.mouseClick(workspace.planner.findChild(QWidget, "results"), Qt.MouseButton.LeftButton)
    until(lambda: bool(ended), 900)
    workspace.runner.progressed.disconnect(progressed)
    moment, outcome = ended[0]
    took = f"cancelled {moment - clicked[0]:.2f} s after the click" if clicked else f"{moment - begun:.0f} s"
    print(f"atlas: {took}; {outcome.error or outcome.results}; event loop: {heart.told()}", file=sys.stderr)


def results_atlas() -> None:
    """The Results page after the whole atlas was printed."""
    print_atlas()


def results_cancelled() -> None:
    """The Results page after a click on cancel amid the atlas."""
    print_atlas(stop_at=25)


def until(done: Callable[[], bool], seconds: int = 180) -> None:
    for _ in range(seconds * 4):
        if done():
            return
        settle(250)


def settle(milliseconds: int = 1500) -> None:
    """Let the window lay itself out and the map find its place."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec_()


def centres() -> None:
    """The page of the districts, a central town in the hand, dragged to the unit that changes most."""
    from qgis.PyQt.QtCore import QEvent
    from qgis.PyQt.QtGui import QMouseEvent
    from qgis.PyQt.QtWidgets import QScrollArea

    from village_planner.core.errors import PlannerError

    page("districts")()
    settle()
    panel = plugin().workspace.centres
    planner().pages["districts"].findChild(QScrollArea).ensureWidgetVisible(panel)
    panel.switch.click()
    settle()
    moves, near = panel.session.moves, panel.session.session.sheet.neighbours

    def changes(centre: str, unit: str) -> int:
        try:
            return len(moves.move(centre, unit).changes)
        except PlannerError:
            return 0

    _, centre, unit = max((changes(c, unit), c, unit) for c in moves.centres() for unit in near[c])
    viewport = iface.mapCanvas().viewport()
    (start,) = [place.toPoint() for code, place in panel.marks.pixels().items() if code == centre]
    (shape,) = panel.units.geometries([unit])
    point = panel.tool.toMapCoordinates(panel.units.layer, shape.pointOnSurface().asPoint())
    end = panel.tool.toCanvasCoordinates(point)
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    for kind, place, button in ((QEvent.MouseButtonPress, start, left), (QEvent.MouseMove, end, none)):
        event = QMouseEvent(kind, place, button, left, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(viewport, event)


def alternatives() -> None:
    """Township districts drawn anew with further plans; one of them shown on the map."""
    from qgis.PyQt.QtWidgets import QScrollArea

    from village_planner.docks import jobs

    page("districts")()
    settle()
    workspace = plugin().workspace
    workspace.run(jobs.township_districts)
    while workspace.runner.busy():
        settle(200)
    settle()
    workspace.alternatives.table.selectRow(1)
    planner().pages["districts"].findChild(QScrollArea).ensureWidgetVisible(workspace.alternatives)


def indicators() -> None:
    """The page of the indicators, scrolled to its end."""
    from qgis.PyQt.QtWidgets import QScrollArea

    page("indicators")()
    settle()
    scroll = planner().pages["indicators"].findChild(QScrollArea)
    scroll.verticalScrollBar().setValue(scroll.verticalScrollBar().maximum())


def catalogue() -> None:
    """The editor of the indicators, with an entry at fault."""
    page("indicators")()
    plugin().workspace.dialogs.edit_catalogue("indicators")
    dialog = plugin().workspace.dialogs.catalogue_dialog
    dialog.move(20, 40)
    settle()
    dialog.tree.setCurrentItem(dialog._items()[10])
    field = dialog._form.fields["code"]
    field._edit.setText("B 2")
    field._edit.textEdited.emit("B 2")


def hierarchy() -> None:
    """The settlement hierarchy with a central village in hand."""
    overview()
    workspace = plugin().workspace
    for open_dialog in (workspace.dialogs.catalogue_dialog, workspace.dialogs.statistics_dialog):
        if open_dialog is not None:
            open_dialog._forget()
            open_dialog.hide()
    dock = workspace.docks.show_hierarchy()
    iface.mainWindow().resizeDocks([dock], [290], 2)  # 2: vertical
    while dock.session.background.busy():
        settle(200)
    nodes = dock.session.plan.tree.nodes
    dock.go_to(str(nodes.index[nodes["role"] == "central_village"][0]))


def statistics() -> None:
    """The import of a statistics workbook, VP_WORKBOOK."""
    page("indicators")()
    workspace = plugin().workspace
    if workspace.dialogs.catalogue_dialog is not None:
        workspace.dialogs.catalogue_dialog._forget()
        workspace.dialogs.catalogue_dialog.hide()
    workspace.dialogs.import_statistics()
    dialog = workspace.dialogs.statistics_dialog
    dialog.move(20, 40)
    dialog.file.setFilePath(os.environ["VP_WORKBOOK"])
    while dialog.session.background.busy():
        settle(200)


def opinions() -> None:
    """The opinions of VP_OPINIONS, a workbook, with one on a unit in hand and a point on the map."""
    from pathlib import Path

    from village_planner.core.opinions.merge import compare_opinions
    from village_planner.core.opinions.opinions import Opinion
    from village_planner.database.opinion_reading import FormReader
    from village_planner.excel.reading import read_book

    page("review")()
    workspace = plugin().workspace
    with workspace.desk.database() as db:
        plan = db.plan(workspace.desk.plan).id
        if not db.opinions(plan):
            found = FormReader.of(db, plan).opinions(read_book(Path(os.environ["VP_OPINIONS"])))
            db.import_opinions(plan, compare_opinions((), found))
            place = db.read_layer("village", ["code"]).geometry.iloc[40].representative_point()
            text = "此处河上便桥汛期被淹，建议改建为漫水桥以上标准的公路桥。"
            point = (round(place.x, 2), round(place.y, 2))
            db.add_opinion(plan, Opinion(text, "村民代表", "villager", subject="point", topic="transport", point=point))
    dock = workspace.docks.show_opinions()
    iface.mainWindow().resizeDocks([dock], [330], 2)  # 2: vertical
    settle(2000)
    dock.step(-1)


def import_questionnaires() -> None:
    """The import of questionnaires, VP_QUESTIONNAIRES, with rows at fault."""
    page("review")()
    workspace = plugin().workspace
    workspace.dialogs.import_questionnaires()
    dialog = workspace.dialogs.forms["questionnaires"]
    dialog.move(20, 40)
    dialog.file.setFilePath(os.environ["VP_QUESTIONNAIRES"])
    while dialog.session.background.busy():
        settle(200)


def questions() -> None:
    """The questions of the same workbook and how they are coded."""
    import_questionnaires()
    plugin().workspace.dialogs.forms["questionnaires"].tabs.setCurrentIndex(1)


def topic_counts() -> None:
    """The same, imported: answers per township and topic."""
    import_questionnaires()
    plugin().workspace.dialogs.forms["questionnaires"].import_rows()


def quotas() -> None:
    """What is passed down of the construction quota."""
    overview()
    workspace = plugin().workspace
    if workspace.docks.hierarchy is not None:
        workspace.docks.hierarchy.hide()
    dock = workspace.docks.show_quotas()
    iface.mainWindow().resizeDocks([dock], [290], 2)  # 2: vertical
    while dock.session.background.busy():
        settle(200)
    dock.indicator.setCurrentIndex(dock.indicator.findData("construction_quota"))
    dock.session.give(0, "construction_quota", 120.0)
    while dock.session.background.busy():
        settle(200)


def targets() -> None:
    """The targets with their lights."""
    quotas()
    plugin().workspace.docks.quotas.tabs.setCurrentIndex(1)


def versions() -> None:
    """The review page with a snapshot and a branch; both are kept in the county's file once."""
    from qgis.PyQt.QtWidgets import QScrollArea

    page("review")()
    workspace = plugin().workspace
    panel = workspace.versions
    if not any(version.kind == "snapshot" for version in panel._versions.values()):
        with workspace.desk.database() as db:
            plan = int(workspace.desk.plan)
            db.save_snapshot(plan, "第一轮送审稿", "13 个部门会审前")
            branch = db.branch_plan(plan, "调整方案甲", "按部门意见调整")
            scheme = db.scheme(branch.id, "village")
            from village_planner.core.drawing.edits import Edit

            moved = {}
            for code, own in list(scheme.assignment.items())[::40]:
                parent = scheme.districts[own].parent
                other = [c for c, row in scheme.districts.items() if row.parent == parent and c != own]
                moved[code] = (own, other[0])
            db.apply_edit(branch.id, "village", Edit("move units", moved))
        workspace.refresh()
    settle()
    panel.tree.topLevelItem(0).setSelected(True)
    planner().pages["review"].findChild(QScrollArea).ensureWidgetVisible(panel)


def compare() -> None:
    """Two plans side by side: the village districts of a branch beside the plan."""
    versions()
    workspace = plugin().workspace
    newest = max(version.id for version in workspace.versions._versions.values() if version.kind == "plan")
    dock = workspace.docks.show_comparison(f"plan:{workspace.desk.plan}", f"plan:{newest}")
    dock.level.setCurrentIndex(1)
    dock._compare()
    while dock.session.background.busy():
        settle(200)
    settle()


def compare_districts() -> None:
    """The same, the figures of the districts in front."""
    compare()
    dock = plugin().workspace.docks.compare
    dock.tabs.setCurrentIndex(1)
    dock.go_to_pair(0)


def import_districts() -> None:
    """The import of districts with bad rows."""
    import csv
    import tempfile

    if plugin().workspace.docks.compare is not None:
        plugin().workspace.docks.compare.hide()
    page("review")()
    workspace = plugin().workspace
    file = Path(tempfile.gettempdir()) / "片区 表.csv"
    with workspace.desk.database(read_only=True) as db:
        units = db.units(int(workspace.desk.plan), "village")
    rows = list(zip(units["code"], units["name"], units["district"]))
    rows[1] = (rows[1][0][:-1] + "9", rows[1][1] + "儿", rows[1][2])
    rows[3] = (rows[3][0], rows[3][1], "1月2日")
    rows[5] = (rows[5][0], rows[5][1], rows[-1][2])
    rows[7] = rows[6]
    with file.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows([("村代码", "村名", "所属片区"), *rows])
    workspace.dialogs.import_assignment()
    dialog = workspace.dialogs.assignment_dialog
    dialog.move(60, 60)
    dialog.level.setCurrentIndex(1)
    dialog.file.setFilePath(str(file))
    while dialog.background.busy():
        settle(200)


def improve() -> None:
    """The unlocked village districts improved, what was found offered."""
    from qgis.PyQt.QtWidgets import QScrollArea

    from village_planner.docks import jobs

    for window in (plugin().workspace.docks.compare, plugin().workspace.dialogs.assignment_dialog):
        if window is not None:
            window.hide()
    versions()
    workspace = plugin().workspace
    from village_planner.core.drawing.districts import lock_districts
    from village_planner.core.drawing.edits import Edit

    with workspace.desk.database() as db:
        plan = int(workspace.desk.plan)
        scheme = db.scheme(plan, "township")
        neighbours = workspace.desk.neighbours(db, "township")
        # A township between two districts goes to the other one; that can be improved.
        unit, own, other = next(
            (unit, own, scheme.assignment[near])
            for unit, own in scheme.assignment.items()
            for near in sorted(neighbours[unit])
            if own == "1" and scheme.assignment[near] == "4"
        )
        db.apply_edit(plan, "township", Edit("move units", {unit: (own, other)}))
        db.apply_edit(plan, "township", lock_districts(db.scheme(plan, "township"), ["2", "3"], True))
    workspace.run(lambda setting: jobs.improve_unlocked(setting, "township"))
    while workspace.runner.busy():
        settle(200)
    settle()
    planner().pages["districts"].findChild(QScrollArea).ensureWidgetVisible(workspace.alternatives)


def held() -> None:
    """Another person has the county in hand: open for reading."""
    import time

    from village_planner.database import Holder

    overview()
    desk = plugin().workspace.desk
    desk.held_by = Holder("王工", "规划股-02", 1, "", time.time() - 3600, time.time(), "")
    desk.read_only = True
    desk.changed.emit()


def gone() -> None:
    """That person is gone: take over."""
    held()
    desk = plugin().workspace.desk
    desk.free = True
    desk.changed.emit()


def reload() -> None:
    """Unload the plugin and load it again with both docks open, three times; what is left behind is a failure."""
    from qgis.utils import loadPlugin, startPlugin, unloadPlugin

    left = []
    for _ in range(3):
        overview()
        plugin().workspace.docks.show_review()
        unloadPlugin("village_planner")
        left.append(census())
        loadPlugin("village_planner")
        startPlugin("village_planner")
        plugin().open_planner()
    if left[0] != left[1] or left[0] != left[2] or left[0]["ours"]:
        raise AssertionError(f"left behind: {left}")


def census() -> dict[str, Any]:
    """What is in QGIS's window, deferred deletes done; the county's themed layers are the user's and stay."""
    from qgis.core import QgsApplication
    from qgis.PyQt.QtCore import QCoreApplication, QEvent, QObject
    from qgis.PyQt.QtWidgets import QAction, QDockWidget

    QCoreApplication.sendPostedEvents(None, QEvent.DeferredDelete)
    window = iface.mainWindow()
    return {
        "ours": [o.objectName() for o in window.findChildren(QObject) if o.objectName().startswith("villagePlanner")],
        "docks": len(window.findChildren(QDockWidget)),
        "actions": len([action for action in window.findChildren(QAction) if action.text()]),
        "menus": [action.text() for action in window.menuBar().actions()],
        "scene": len(iface.mapCanvas().scene().items()),
        "provider": QgsApplication.processingRegistry().providerById("village_planner") is not None,
    }


SCENE = {
    "reload": reload,
    "first": first,
    "overview": overview,
    "held": held,
    "gone": gone,
    "review": review,
    "findings": findings,
    "broken": broken,
    "drawing": drawing,
    "rounds": rounds,
    "agenda": agenda,
    "round_prints": round_prints,
    "materials": materials,
    "record": record,
    "rounds_catalogue": rounds_catalogue,
    "keys": keys,
    "weights": weights,
    "shift": shift,
    "judgements": judgements,
    "villages": villages,
    "centres": centres,
    "alternatives": alternatives,
    "indicators": indicators,
    "catalogue": catalogue,
    "statistics": statistics,
    "hierarchy": hierarchy,
    "quotas": quotas,
    "opinions": opinions,
    "importquestionnaires": import_questionnaires,
    "questions": questions,
    "topiccounts": topic_counts,
    "targets": targets,
    "versions": versions,
    "compare": compare,
    "compare_districts": compare_districts,
    "import_districts": import_districts,
    "improve": improve,
    "results_tables": results_tables,
    "results_larger": results_larger,
    "results_missing": results_missing,
    "report_forms": report_forms,
    "layouts": layouts,
    "results_preview": results_preview,
    "results_table": results_table,
    "results_format": results_format,
    "results_written": results_written,
    "results_atlas": results_atlas,
    "results_cancelled": results_cancelled,
    **{key: page(key) for key in ("data", "districts", "control", "results")},
}


def picture(name: str) -> None:
    target = Path(TARGET)
    if len(SCENES) > 1:
        target = target.with_name(f"{target.stem}-{name}{target.suffix}")
    target.parent.mkdir(parents=True, exist_ok=True)
    image = QApplication.primaryScreen().grabWindow(0).toImage()
    # 65,536 colours are enough for an interface, and fewer bytes; PNG wants them as 24 bits again.
    image = image.convertToFormat(QImage.Format.Format_RGB16, Qt.ImageConversionFlag.ThresholdDither)
    image.convertToFormat(QImage.Format.Format_RGB888).save(str(target), "PNG", 0)  # 0: pack hardest


def guarded(work: Callable[[], None]) -> Callable[[], None]:
    """A failing scene must end QGIS with a failure, not leave it waiting."""

    def call() -> None:
        try:
            work()
        except Exception:  # noqa: BLE001 - whatever it was, it is printed and ends the program
            traceback.print_exc()
            sys.stderr.flush()
            os._exit(1)

    return call


def play(scenes: list[str]) -> None:
    if not scenes:
        QgsProject.instance().setDirty(False)
        iface.actionExit().trigger()
        return
    SCENE[scenes[0]]()

    def shoot() -> None:
        picture(scenes[0])
        play(scenes[1:])

    # The map draws in the background: wait until it has.
    QTimer.singleShot(int(os.environ.get("VP_WAIT", "5000")), guarded(shoot))


def begin() -> None:
    plugin().open_planner()
    window = iface.mainWindow()
    if not TARGET:
        if COUNTY:
            county()
        return
    width, height = (int(part) for part in os.environ["VP_SIZE"].split("x"))
    window.showNormal()
    window.setGeometry(0, 0, width, height)
    window.resizeDocks([planner()], [340], 1)  # 1: horizontal
    QTimer.singleShot(1500, guarded(lambda: play(SCENES)))


QTimer.singleShot(1500, guarded(begin))
