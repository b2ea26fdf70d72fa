"""The dock of the ledger: filter, step, go there, decide who wins and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Optional

from qgis.core import QgsGeometry
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QWidget

from ..core.review.conflicts import DECIDED, OPEN, SLIVER, WINNERS, Conflict, choose
from ..translation import tr
from .conflicts_session import ConflictsSession
from .conflicts_table import CAUSE, FIRST, LINES, SECOND, STATE, ConflictsTable, about, winner_word
from .desk import Desk
from .list_dock import ListDock
from .widgets import tool_button
from .zoom import zoom_and_flash


class ConflictsDock(ListDock):
    """`find_asked` asks for a new analysis."""

    find_asked = pyqtSignal()
    session: ConflictsSession

    def __init__(self, iface: Any, desk: Desk, parent: QWidget) -> None:
        super().__init__(iface, desk, parent, tr("Conflicts"), "villagePlannerConflictsDock", "detectconflicts.svg")
        self._begin(ConflictsSession(desk, self), ConflictsTable(self._unit_names, self))
        self._build()

    # ---- building
    def _build(self) -> None:
        body = QWidget(self)
        states = ((OPEN, tr("Open")), (DECIDED, tr("Decided")), (SLIVER, tr("Slivers")))
        self.state = self._filter(body, "state", tr("Open, decided and slivers"), states, OPEN)
        self.rule = self._filter(body, "rule", tr("All rules"))
        self.unit = self._filter(body, "unit", tr("All units"))
        find = self._again_button(
            body,
            "find",
            tr("Find conflicts again"),
            tr("Compares the plans anew; conflicts found again keep what was decided."),
            self.find_asked.emit,
        )
        self._build_table(body, "conflicts", CAUSE, {FIRST: 150, SECOND: 150, LINES: 130, STATE: 150})
        self._labels(body)
        bar = self._bar(self.state, self.rule, self.unit, self.figure, None, find)
        self._lay_out(body, (bar, self.table, self.message, self._build_foot(body)))
        self._add_shortcuts(body)

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
        self.decide_button = tool_button(
            body, "decide", tr("Decide"), tr("Decide the selected conflicts so"), self.decide
        )
        self.withdraw_button = tool_button(
            body,
            "withdraw",
            tr("Open again"),
            tr("Take back what was decided on the selected conflicts"),
            self.withdraw,
        )
        undo, redo = self._undo_buttons(body)
        previous = tool_button(
            body, "previous", tr("Previous"), tr("Go to the previous conflict (Shift+N)"), lambda: self.step(-1)
        )
        following = tool_button(
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

    def _offers(self) -> Iterable[tuple[QComboBox, Mapping[str, str]]]:
        conflicts, units = self.session.conflicts, self._unit_names()
        codes = sorted({conflict.unit_code for conflict in conflicts if conflict.unit_code})
        return (
            (self.rule, {conflict.rule: conflict.cause for conflict in conflicts}),
            (self.unit, {code: units.get(code, code) for code in codes}),
        )

    def _unit_names(self) -> dict[str, str]:
        snapshot = self._desk.snapshot
        units = () if snapshot is None else snapshot.units
        return {unit.code: f"{unit.township} {unit.name}".strip() or unit.code for unit in units}

    def _filtered(self) -> Sequence[Conflict]:
        conflicts = self.session.conflicts
        chosen = (str(combo.currentData()) for combo in (self.state, self.rule, self.unit))
        return [conflicts[i] for i in choose(conflicts, *chosen)]

    def _shown(self, items: Sequence[Conflict]) -> None:
        self._fill_in(self._current())
        waiting = sum(conflict.state == OPEN for conflict in self.session.conflicts)
        area = sum(conflict.area_m2 for conflict in items) / 1e4
        self.figure.setText(
            tr(
                "{count} shown ({area} ha), {open} open",
                count=f"{len(items):,}",
                area=f"{area:,.2f}",
                open=f"{waiting:,}",
            )
        )

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
        rows = [row for row in range(count) if self.model.item(row).state == OPEN] or list(range(count))
        if not self._step(rows, now, by):
            self.say(tr("No conflict is left here."))

    def _go(self, row: int) -> None:
        self._enable()
        if not 0 <= row < self.model.rowCount():
            return
        conflict: Conflict = self.model.item(row)
        self.say(about(conflict))
        self._fill_in(conflict)
        if conflict.geometry is not None:
            geometry = QgsGeometry()
            geometry.fromWkb(conflict.geometry.wkb)
            layer = self._county_layer("conflict", tr("Conflicts"))
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
        super()._decided(text)
