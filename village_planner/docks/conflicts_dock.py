"""The dock of the ledger: filter, step, go there, decide who wins and why."""

from __future__ import annotations

from typing import Any, Optional

from qgis.core import QgsGeometry, QgsVectorLayer
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QIcon, QKeySequence
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDockWidget,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QShortcut,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ..core.errors import PlannerError
from ..core.review.conflicts import DECIDED, OPEN, SLIVER, WINNERS, Conflict, choose
from ..paths import resource
from ..translation import say_error, tr
from .conflicts_session import ConflictsSession
from .conflicts_table import CAUSE, FIRST, LINES, SECOND, STATE, ConflictsTable, about, winner_word
from .desk import Desk
from .zoom import zoom_and_flash


class ConflictsDock(QDockWidget):
    """At the bottom of the window. `find_asked` asks for a new analysis."""

    find_asked = pyqtSignal()

    def __init__(self, iface: Any, desk: Desk, parent: QWidget) -> None:
        super().__init__(tr("Conflicts"), parent)
        self.setObjectName("villagePlannerConflictsDock")
        self.setWindowIcon(QIcon(str(resource("icons", "detectconflicts.svg"))))
        self._canvas, self._desk = iface.mapCanvas(), desk
        self.session = ConflictsSession(desk, self)
        self.session.changed.connect(self._show)
        self.session.refused.connect(lambda text: self.say(text, bad=True))
        self.session.saved.connect(self._decided)
        self._build()

    # ---- building
    def _build(self) -> None:
        body = QWidget(self)
        column = QVBoxLayout(body)
        column.setContentsMargins(6, 4, 6, 4)
        column.setSpacing(4)
        column.addLayout(self._build_filters(body))
        column.addWidget(self._build_table(body), 1)
        self.message = QLabel(body)
        self.message.setObjectName("message")
        self.message.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.message.setWordWrap(True)
        column.addWidget(self.message)
        column.addLayout(self._build_foot(body))
        self.setWidget(body)
        for keys, call in (
            ("Ctrl+Z", self.session.undo),
            ("Ctrl+Shift+Z", self.session.redo),
            ("N", lambda: self.step(1)),
            ("Shift+N", lambda: self.step(-1)),
        ):
            shortcut = QShortcut(QKeySequence(keys), body)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(call)

    def _build_filters(self, body: QWidget) -> QHBoxLayout:
        self.state = self._filter(body, "state", tr("Open, decided and slivers"))
        for value, word in ((OPEN, tr("Open")), (DECIDED, tr("Decided")), (SLIVER, tr("Slivers"))):
            self.state.addItem(word, value)
        self.state.setCurrentIndex(self.state.findData(OPEN))
        self.rule = self._filter(body, "rule", tr("All rules"))
        self.unit = self._filter(body, "unit", tr("All units"))
        self.figure = QLabel(body)
        self.figure.setObjectName("figure")
        self.find = QPushButton(QIcon(str(resource("icons", "detectconflicts.svg"))), tr("Find conflicts again"), body)
        self.find.setObjectName("find")
        self.find.setToolTip(tr("Compares the plans anew; conflicts found again keep what was decided."))
        self.find.clicked.connect(lambda: self.find_asked.emit())
        bar = QHBoxLayout()
        for combo in (self.state, self.rule, self.unit):
            bar.addWidget(combo)
            combo.currentIndexChanged.connect(lambda _: self._refill())
        bar.addWidget(self.figure)
        bar.addStretch()
        bar.addWidget(self.find)
        return bar

    def _build_table(self, body: QWidget) -> QTableView:
        self.model = ConflictsTable(self)
        self.table = QTableView(body)
        self.table.setObjectName("conflicts")
        self.table.setModel(self.model)
        self.table.setSelectionBehavior(QAbstractItemView.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.ExtendedSelection)
        self.table.setAlternatingRowColors(True)
        self.table.setWordWrap(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 8)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeToContents)
        header.setResizeContentsPrecision(50)  # rows looked at for a width
        for section, width in ((FIRST, 150), (SECOND, 150), (LINES, 130), (STATE, 150)):
            header.setSectionResizeMode(section, QHeaderView.Interactive)
            header.resizeSection(section, width)
        header.setSectionResizeMode(CAUSE, QHeaderView.Stretch)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._enable())
        self.table.selectionModel().currentRowChanged.connect(lambda now, _: self._go(now.row()))
        self.table.doubleClicked.connect(lambda index: self._go(index.row()))
        return self.table

    def _build_foot(self, body: QWidget) -> QHBoxLayout:
        self.winner = QComboBox(body)
        self.winner.setObjectName("winner")
        self.winner.setToolTip(tr("Who wins"))
        for winner in WINNERS:
            self.winner.addItem(winner_word(winner), winner)
        self.treatment, self.reason = QLineEdit(body), QLineEdit(body)
        self.treatment.setObjectName("treatment")
        self.treatment.setPlaceholderText(tr("Treatment (empty: by the rule)"))
        self.reason.setObjectName("reason")
        self.reason.setPlaceholderText(tr("Reason, then Enter"))
        for edit in (self.treatment, self.reason):
            edit.setMinimumWidth(140)
            edit.returnPressed.connect(self.decide)
        self.decide_button = self._button(
            body, "decide", tr("Decide"), tr("Decide the selected conflicts so"), self.decide
        )
        self.withdraw_button = self._button(
            body,
            "withdraw",
            tr("Open again"),
            tr("Take back what was decided on the selected conflicts"),
            self.withdraw,
        )
        undo = self._button(body, "undo", tr("Undo"), tr("Undo the last decision (Ctrl+Z)"), self.session.undo)
        redo = self._button(body, "redo", tr("Redo"), tr("Redo (Ctrl+Shift+Z)"), self.session.redo)
        for button, signal in ((undo, self.session.stack.canUndoChanged), (redo, self.session.stack.canRedoChanged)):
            button.setEnabled(False)
            signal.connect(button.setEnabled)
        previous = self._button(
            body, "previous", tr("Previous"), tr("Go to the previous conflict (Shift+N)"), lambda: self.step(-1)
        )
        following = self._button(
            body, "next", tr("Next open"), tr("Go to the next open conflict (N)"), lambda: self.step(1)
        )
        foot = QHBoxLayout()
        foot.addWidget(QLabel(tr("Wins:"), body))
        foot.addWidget(self.winner)
        foot.addWidget(self.treatment, 1)
        foot.addWidget(self.reason, 1)
        for widget in (self.decide_button, self.withdraw_button, undo, redo):
            foot.addWidget(widget)
        foot.addSpacing(8)
        for widget in (previous, following):
            foot.addWidget(widget)
        return foot

    @staticmethod
    def _filter(parent: QWidget, name: str, every: str) -> QComboBox:
        combo = QComboBox(parent)
        combo.setObjectName(name)
        combo.addItem(every, "")
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        combo.setMaximumWidth(230)
        return combo

    @staticmethod
    def _button(parent: QWidget, name: str, text: str, tip: str, call: Any) -> QToolButton:
        button = QToolButton(parent)
        button.setObjectName(name)
        button.setText(text)
        button.setToolTip(tip)
        button.clicked.connect(lambda: call())
        return button

    # ---- what is shown
    def load(self) -> None:
        """Read the ledger anew; raises `PlannerError`."""
        self.session.load()
        if not self.session.found:
            self.say(tr("Not compared yet: find the conflicts first."))
        elif self.session.stale:
            self.say(tr("A plan or a line changed after this was computed: find the conflicts again."))
        else:
            self.say("")

    def set_busy(self, busy: bool) -> None:
        """Nothing else can be started while something runs."""
        self.find.setEnabled(not busy)

    def say(self, text: str, bad: bool = False) -> None:
        self.message.setText(text)
        self.message.setStyleSheet("color: #8a1f17;" if bad else "")

    def _show(self) -> None:
        """Another ledger: the filters offer what there is, and keep what was chosen."""
        conflicts, units = self.session.conflicts, self._unit_names()
        for combo, words in (
            (self.rule, {conflict.rule: conflict.cause for conflict in conflicts}),
            (
                self.unit,
                {code: units.get(code, code) for code in sorted({c.unit_code for c in conflicts if c.unit_code})},
            ),
        ):
            chosen = combo.currentData()
            combo.blockSignals(True)
            while combo.count() > 1:
                combo.removeItem(1)
            for value, word in words.items():
                combo.addItem(word, value)
            combo.setCurrentIndex(max(combo.findData(chosen), 0))
            combo.blockSignals(False)
        self._refill()

    def _unit_names(self) -> dict[str, str]:
        snapshot = self._desk.snapshot
        units = () if snapshot is None else snapshot.units
        return {unit.code: f"{unit.township} {unit.name}".strip() or unit.code for unit in units}

    def _refill(self) -> None:
        conflicts = self.session.conflicts
        kept, place = self._current(), self.table.currentIndex().row()
        shown = choose(
            conflicts,
            str(self.state.currentData()),
            str(self.rule.currentData()),
            str(self.unit.currentData()),
        )
        self.table.selectionModel().blockSignals(True)
        self.model.show([conflicts[i] for i in shown], self._unit_names())
        row = self.model.row_of(kept.key) if kept is not None else -1
        if row < 0 and kept is not None and self.model.rowCount():
            row = min(place, self.model.rowCount() - 1)  # the next one takes the place of what has gone
        if row >= 0:
            self.table.selectRow(row)
        self.table.selectionModel().blockSignals(False)
        self._fill_in(self._current())
        waiting = sum(conflict.state == OPEN for conflict in conflicts)
        area = sum(conflicts[i].area_m2 for i in shown) / 1e4
        self.figure.setText(
            tr(
                "{count} shown ({area} ha), {open} open",
                count=f"{len(shown):,}",
                area=f"{area:,.2f}",
                open=f"{waiting:,}",
            )
        )
        self._enable()

    def _enable(self) -> None:
        chosen = self._selected()
        self.decide_button.setEnabled(bool(chosen) and not self._desk.read_only)
        self.withdraw_button.setEnabled(any(c.state == DECIDED for c in chosen) and not self._desk.read_only)

    # ---- going there
    def step(self, by: int) -> None:
        """Take the next or an earlier conflict of those shown in hand, round the end; open ones where there are."""
        count = self.model.rowCount()
        # A table that gets the focus has a current row, though none is in hand.
        now = self.table.currentIndex().row() if self.table.selectionModel().hasSelection() else -1
        rows = [row for row in range(count) if self.model.conflict(row).state == OPEN] or list(range(count))
        if not rows:
            self.say(tr("No conflict is left here."))
            return
        later = [row for row in rows if row > now] if by > 0 else [row for row in reversed(rows) if 0 <= row < now]
        row = (later or (rows if by > 0 else rows[::-1]))[0]
        if row == now:
            self._go(row)
        self.table.selectRow(row)

    def _go(self, row: int) -> None:
        self._enable()
        if not 0 <= row < self.model.rowCount():
            return
        conflict = self.model.conflict(row)
        self.say(about(conflict))
        self._fill_in(conflict)
        if conflict.geometry is not None:
            geometry = QgsGeometry()
            geometry.fromWkb(conflict.geometry.wkb)
            layer = QgsVectorLayer(f"{self._desk.path}|layername=conflict", tr("Conflicts"), "ogr")
            self._guarded(lambda: zoom_and_flash(self._canvas, layer, [geometry]))

    def _fill_in(self, conflict: Optional[Conflict]) -> None:
        """What is decided on the conflict in hand, or what its rule says."""
        if conflict is None:
            for edit in (self.treatment, self.reason):
                edit.clear()
            return
        known = self.winner.findData(conflict.decision or conflict.winner)
        self.winner.setCurrentIndex(known if known >= 0 else self.winner.findData("other"))
        self.treatment.setText(conflict.own_treatment)
        self.reason.setText(conflict.reason)

    def _guarded(self, work: Any) -> None:
        try:
            work()
        except PlannerError as error:
            self.say(say_error(error), bad=True)

    # ---- deciding
    def decide(self) -> None:
        """Decide what is selected; the one below takes its place."""
        if self.session.decide(
            self._selected(), str(self.winner.currentData()), self.treatment.text(), self.reason.text()
        ):
            self.table.setFocus()

    def withdraw(self) -> None:
        self.session.withdraw([conflict for conflict in self._selected() if conflict.state == DECIDED])

    def _decided(self, text: str) -> None:
        self._go(self.table.currentIndex().row())
        self.say(text)
        self._guarded(self._desk.reread)

    def _selected(self) -> list[Conflict]:
        return [self.model.conflict(index.row()) for index in self.table.selectionModel().selectedRows()]

    def _current(self) -> Optional[Conflict]:
        row = self.table.currentIndex().row()
        return self.model.conflict(row) if 0 <= row < self.model.rowCount() else None

    def remove(self) -> None:
        """No signal comes after this."""
        self.session.blockSignals(True)
