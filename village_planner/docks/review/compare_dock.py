"""Two states of the plan beside each other, in a window of its own: two maps, what moved, how the figures differ."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Optional

from qgis.PyQt.QtCore import QRect, Qt, pyqtSignal
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QDockWidget,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QSplitter,
    QTableView,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from ...core.drawing.comparing import both_levels
from ...core.errors import PlannerError
from ...paths import resource
from ...translation import say, say_error, tr
from ..desk import Desk
from ..jobs import Setting
from ..look import whole
from ..widgets import message_label, row_table, say_on, tool_button
from .compare_maps import TwinMaps
from .compare_session import CompareSession
from .compare_tables import DistrictPairs, MovedTable, TotalsTable
from .versions import PLAN

SIZE, SHARE = (1180, 640), 0.75  # of the window: at least, and of a larger screen


class CompareDock(QDockWidget):
    """Floats when it is opened; it may be docked below like the others."""

    print_asked = pyqtSignal(str, str)  # a plan, and the plan or snapshot (`snapshot:` and its number) beside it

    def __init__(self, iface: Any, desk: Desk, setting: Callable[[], Setting], parent: QWidget) -> None:
        super().__init__(tr("Two plans side by side"), parent)
        self.setObjectName("villagePlannerCompareDock")
        self.setWindowIcon(QIcon(str(resource("icons", "compareplans.svg"))))
        self._desk = desk
        self.session = CompareSession(desk, setting, self)
        self._build()
        self.session.changed.connect(self._show)
        self.session.background.began.connect(lambda: self.say(tr("Comparing …")))
        self.session.background.ended.connect(lambda: self.say(""))
        self.session.background.failed.connect(lambda text: self.say(text, bad=True))

    # ---- building
    def _build(self) -> None:
        body = QWidget(self)
        self.level = self._combo(body, "level", tr("The districts of which level"))
        self.level.addItem(tr("Township districts"), "township")
        self.level.addItem(tr("Village districts"), "village")
        self.first = self._combo(body, "first", tr("The plan or snapshot on the left"))
        self.second = self._combo(body, "second", tr("The plan or snapshot on the right"))
        for combo in (self.first, self.second):
            combo.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            combo.setMinimumContentsLength(14)
        self._by_hand = False  # the level was chosen; else the one that differs is shown
        self.level.activated.connect(lambda _: self._take_level())
        for combo in (self.first, self.second):
            combo.activated.connect(lambda _: self._take_versions())
        bar = QHBoxLayout()
        bar.addWidget(self.level)
        for mark, combo in ((tr("A"), self.first), (tr("B"), self.second)):
            bar.addWidget(QLabel(f"<b>{mark}</b>", body))
            bar.addWidget(combo, 1)
        bar.addWidget(tool_button(body, "swap", tr("Swap"), tr("Left becomes right"), self.swap))
        bar.addWidget(tool_button(body, "whole", tr("Whole county"), tr("Both maps show the county"), self.zoom_out))
        self.export_button = tool_button(
            body, "export", tr("To Excel …"), tr("Write the comparison as a workbook"), self.ask_export
        )
        bar.addWidget(self.export_button)
        self.print_button = tool_button(body, "print", tr("Print …"), "", self.print_comparison)
        bar.addWidget(self.print_button)
        self.summary = QLabel(body)
        self.summary.setObjectName("summary")
        self.summary.setWordWrap(True)
        self.maps = TwinMaps(body)
        self.maps.pointed.connect(self._point)

        self.moved, self.pairs, self.totals = MovedTable(self), DistrictPairs(self), TotalsTable(self)
        self.tabs = QTabWidget(body)
        self.moved_table = self._table("moved", self.moved, tr("Moved units"))
        self.pair_table = self._table("pairs", self.pairs, tr("Districts"))
        self.total_table = self._table("totals", self.totals, tr("Overall figures"))
        self.moved_table.selectionModel().currentRowChanged.connect(lambda now, _: self.go_to_moved(now.row()))
        self.moved_table.clicked.connect(lambda index: self.go_to_moved(index.row()))
        self.pair_table.selectionModel().currentRowChanged.connect(lambda now, _: self.go_to_pair(now.row()))
        self.pair_table.clicked.connect(lambda index: self.go_to_pair(index.row()))
        split = QSplitter(Qt.Orientation.Vertical, body)
        split.addWidget(self.maps)
        split.addWidget(self.tabs)
        split.setSizes([360, 190])
        split.setStretchFactor(0, 2)
        split.setStretchFactor(1, 1)
        split.setChildrenCollapsible(False)
        self.message = message_label(body)
        column = QVBoxLayout(body)
        column.setContentsMargins(6, 4, 6, 4)
        column.setSpacing(4)
        column.addLayout(bar)
        column.addWidget(self.summary)
        column.addWidget(split, 1)
        column.addWidget(self.message)
        self.setWidget(body)

    def _combo(self, body: QWidget, name: str, tip: str) -> QComboBox:
        combo = QComboBox(body)
        combo.setObjectName(name)
        combo.setToolTip(tip)
        return combo

    def _table(self, name: str, model: Any, title: str) -> QTableView:
        table = row_table(self.tabs, name, model, several=False)
        self.tabs.addTab(table, title)
        return table

    # ---- opening
    def open_window(self) -> None:
        """Float in the middle of the window, as large as fits."""
        if not self.isFloating():
            self.setFloating(True)
        room = self.parentWidget().window().geometry()
        sizes = zip(SIZE, (room.width(), room.height()))
        width, height = (min(max(least, round(SHARE * have)), have - 40) for least, have in sizes)
        place = QRect(0, 0, width, height)
        place.moveCenter(room.center())
        self.setGeometry(place)

    def load(self) -> None:
        """Read which versions there are and compare those chosen anew; raises `PlannerError`."""
        self.session.read()
        own = f"{PLAN}:{self._desk.plan}"
        base = self.session.version(own)
        # The plan in hand on the right; beside it what it is based on, else the first other one.
        others = [version.key for version in self.session.versions if version.key != own]
        before = f"{PLAN}:{base.based_on}" if base is not None and base.based_on else ""
        for combo, usual in ((self.first, before if before in others else next(iter(others), own)), (self.second, own)):
            chosen = combo.currentData() or usual
            combo.clear()
            for version in self.session.versions:
                combo.addItem(("" if version.kind == PLAN else "   ◷ ") + version.title, version.key)
            found = combo.findData(chosen)
            combo.setCurrentIndex(found if found >= 0 else combo.findData(usual))
        self._compare()

    def choose(self, first: str, second: str) -> None:
        """Compare these two versions (their keys)."""
        for combo, key in ((self.first, first), (self.second, second)):
            combo.setCurrentIndex(combo.findData(key))
        self._take_versions()

    def _take_level(self) -> None:
        self._by_hand = True
        self._compare()

    def _take_versions(self) -> None:
        self._by_hand = False
        self._compare()

    def swap(self) -> None:
        self.choose(str(self.second.currentData()), str(self.first.currentData()))

    def _compare(self) -> None:
        first, second = (str(combo.currentData() or "") for combo in (self.first, self.second))
        level = str(self.level.currentData())
        if first and second and not self.session.holds(first, second, level):
            self.session.compare(first, second, level, either=not self._by_hand)

    # ---- what is shown
    def _show(self) -> None:
        beside = self.session.beside
        self.export_button.setEnabled(beside is not None)
        self._enable_print()
        if beside is None:
            self.maps.clear()
            for model in (self.moved, self.pairs, self.totals):
                model.show([])
            self.summary.setText("")
            self.say("")
            return
        found = beside.found
        self.level.setCurrentIndex(self.level.findData(beside.level))
        self.moved.show(found.moved)
        self.pairs.show(sorted(found.districts, key=lambda pair: not pair.changed))  # in their order otherwise
        self.totals.show(found.totals)
        self.moved_table.setColumnHidden(MovedTable.TOWNSHIP, beside.level == "township")
        self.tabs.setTabText(0, tr("Moved units ({count})", count=whole(len(found.moved))))
        self.tabs.setTabText(1, tr("Districts ({count})", count=whole(len(found.districts))))
        text = say(both_levels(beside.change))
        if found.people or found.renumbered or found.centres:
            text += " " + say(found.summary())
        if beside.apart:
            text += " " + tr("The township districts differ, too: deviations are against the mean of each its own.")
        self.summary.setText(text)
        self.say("")
        self.maps.show_plans(beside)

    def _point(self, code: str) -> None:
        """What lies under the mouse, in both."""
        beside = self.session.beside
        if beside is None or code not in beside.sheet.units:
            self.say("")
            return
        self.say(
            tr(
                "{unit}: district {first} in A, {second} in B",
                unit=beside.sheet.units[code].name,
                first=beside.first.assignment.get(code, "–"),
                second=beside.second.assignment.get(code, "–"),
            )
        )

    def say(self, text: str, bad: bool = False) -> None:
        say_on(self.message, text, bad)

    # ---- going there
    def go_to_moved(self, row: int) -> None:
        if 0 <= row < self.moved.rowCount():
            self._guarded(lambda: self.maps.go_to([self.moved.item(row).code]))

    def go_to_pair(self, row: int) -> None:
        """Both districts of the row, on both maps."""
        beside = self.session.beside
        if beside is None or not 0 <= row < self.pairs.rowCount():
            return
        pair = self.pairs.item(row)
        sides = ((beside.first, pair.first), (beside.second, pair.second))
        codes = {
            unit
            for scheme, district in sides
            if district is not None
            for unit, own in scheme.assignment.items()
            if own == district.code
        }
        self._guarded(lambda: self.maps.go_to(sorted(codes)))

    def zoom_out(self) -> None:
        self.maps.zoom_to_all()

    # ---- handing in
    def ask_export(self) -> None:
        if self.session.beside is None or self._desk.path is None:
            return
        proposed = self._desk.path.with_name(tr("comparison") + ".xlsx")
        path, _ = QFileDialog.getSaveFileName(
            self, tr("Write the comparison"), str(proposed), tr("Excel workbook (*.xlsx)")
        )
        if path:
            self.export(Path(path))

    def export(self, path: Path) -> None:
        if path.suffix.lower() != ".xlsx":
            path = path.with_name(path.name + ".xlsx")
        if self._guarded(lambda: self.session.write(path)):
            self.say(tr("Written: {path}", path=str(path)))

    def _enable_print(self) -> None:
        """What is printed ends with a plan as it is."""
        second = self.session.version(str(self.second.currentData() or ""))
        whole = second is not None and second.kind == PLAN
        self.print_button.setEnabled(self.session.beside is not None and whole)
        self.print_button.setToolTip(
            tr("Print both on one page with moved units hatched, and lists; a PDF, opened when it is done")
            if whole
            else tr("Choose a plan as it is on the right, to print the comparison")
        )

    def print_comparison(self) -> None:
        first, second = (self.session.version(str(combo.currentData() or "")) for combo in (self.first, self.second))
        if first is not None and second is not None:
            self.print_asked.emit(str(second.id), str(first.id) if first.kind == PLAN else first.key)

    # ---- beside the others
    def follow(self) -> None:
        """Another county or plan was taken in hand, or the plan has changed."""
        if self._desk.path is None:
            self.session.clear()
        elif self.isVisible():
            self._guarded(self.load)

    def set_busy(self, busy: bool) -> None:
        """It reads only: what runs does not concern it."""

    def remove(self) -> None:
        """No signal comes after this."""
        self.session.blockSignals(True)
        self.session.background.stop()
        self.maps.remove()

    def _guarded(self, work: Callable[[], Any]) -> Optional[bool]:
        try:
            work()
        except PlannerError as error:
            self.say(say_error(error), bad=True)
            return None
        return True
