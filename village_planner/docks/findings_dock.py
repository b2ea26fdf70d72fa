"""The dock of findings: filter, step, go there, accept with a reason, and check again what changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from qgis.core import QgsApplication, QgsGeometry, QgsWkbTypes
from qgis.gui import QgsRubberBand
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtGui import QColor
from qgis.PyQt.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QWidget

from ..core.review.findings import ACCEPTED, OPEN, Change, Entry, choose
from ..paths import catalogue_files
from ..translation import is_chinese, tr
from .desk import Desk
from .findings_session import FindingsSession
from .findings_table import MESSAGE, RULE, STATE, FindingsTable, severity_word
from .list_dock import ListDock
from .widgets import tool_button
from .zoom import zoom_and_flash

OUTLINE = "#d81b7a"  # of the finding in hand
# Kind of a control line in the database -> its layer in the catalogue of layers.
KINDS = {
    "ecological_redline": "ecological_redline",
    "permanent_basic_farmland": "basic_farmland",
    "urban_development_boundary": "urban_boundary",
}


class FindingsDock(ListDock):
    """`check_asked` asks for a check of what changed."""

    check_asked = pyqtSignal()
    session: FindingsSession

    def __init__(self, iface: Any, desk: Desk, parent: QWidget) -> None:
        super().__init__(iface, desk, parent, tr("Findings"), "villagePlannerFindingsDock", "checkdata.svg")
        self._titles, self._layers = rule_titles(), layer_words()
        self._begin(FindingsSession(desk, self), FindingsTable(self._titles, self._layers, self))
        self._part = -1  # of the finding in hand; -1: all its parts are shown
        self._outline = QgsRubberBand(self._canvas, QgsWkbTypes.PolygonGeometry)
        self._outline.setStrokeColor(QColor(OUTLINE))
        self._outline.setFillColor(QColor(0, 0, 0, 0))
        self._outline.setWidth(3)
        self.visibilityChanged.connect(lambda shown: None if shown else self._clear())
        self._build()

    # ---- building
    def _build(self) -> None:
        body = QWidget(self)
        self.severity = self._filter(body, "severity", tr("All severities"))
        self.rule = self._filter(body, "rule", tr("All rules"))
        self.layer = self._filter(body, "layer", tr("All layers"))
        states = ((OPEN, tr("Open")), (ACCEPTED, tr("Accepted")))
        self.state = self._filter(body, "state", tr("Open and accepted"), states, OPEN)
        check = self._again_button(
            body,
            "check",
            tr("Check again what changed"),
            tr("Checks only layers that changed since the last check; what is accepted stays so."),
            self.check_asked.emit,
        )
        bar = self._bar(self.severity, self.rule, self.layer, self.state, None, check)
        self._build_table(body, "findings", MESSAGE, {RULE: 140, STATE: 110})
        self._labels(body)
        told = QHBoxLayout()
        told.addWidget(self.figure)
        told.addSpacing(12)
        told.addWidget(self.message, 1)
        self._lay_out(body, (bar, self.table, told, self._build_foot(body)))
        self._add_shortcuts(body, (("M", self.next_part),))

    def _build_foot(self, body: QWidget) -> QHBoxLayout:
        self.reason = QLineEdit(body)
        self.reason.setObjectName("reason")
        self.reason.setPlaceholderText(tr("Reason for accepting, then Enter"))
        self.reason.setMinimumWidth(180)
        self.reason.returnPressed.connect(self.accept)
        self.accept_button = tool_button(body, "accept", tr("Accept"), tr("Accept the selected findings"), self.accept)
        self.withdraw_button = tool_button(
            body, "withdraw", tr("Open again"), tr("Take back that the selected findings are accepted"), self.withdraw
        )
        undo, redo = self._undo_buttons(body)
        self.part = tool_button(body, "part", tr("Next part"), tr("Go to the next part of it (M)"), self.next_part)
        previous = tool_button(
            body, "previous", tr("Previous"), tr("Go to the previous finding (Shift+N)"), lambda: self.step(-1)
        )
        following = tool_button(body, "next", tr("Next"), tr("Go to the next finding (N)"), lambda: self.step(1))
        foot = QHBoxLayout()
        foot.addWidget(self.reason, 1)
        for widget in (self.accept_button, self.withdraw_button, undo, redo):
            foot.addWidget(widget)
        foot.addSpacing(8)
        for widget in (self.part, previous, following):
            foot.addWidget(widget)
        return foot

    # ---- what is shown
    def load(self) -> None:
        """Read the findings anew and tell what a new check changed; raises `PlannerError`."""
        change = self.session.load()
        if change is not None:
            self.say(change_words(change), bad=change.reopened > 0)
        elif not self.session.checked:
            self.say(tr("Not checked yet: check the data first."))
        elif self.session.stale:
            self.say(tr("An input changed after this check: check again what changed."))
        elif any(entry.reopened for entry in self.session.entries):
            self.say(reopened_words(sum(entry.reopened for entry in self.session.entries)), bad=True)
        else:
            self.say("")

    def _offers(self) -> Iterable[tuple[QComboBox, Mapping[str, str]]]:
        entries = self.session.entries
        return (
            (self.severity, {entry.severity: severity_word(entry.severity) for entry in entries}),
            (self.rule, {entry.rule: self._titles.get(entry.rule, entry.rule) for entry in entries}),
            (self.layer, {entry.layer: self._layers.get(entry.layer, entry.layer) for entry in entries if entry.layer}),
        )

    def _filtered(self) -> Sequence[Entry]:
        entries = self.session.entries
        chosen = (str(combo.currentData()) for combo in (self.severity, self.rule, self.layer, self.state))
        return [entries[i] for i in choose(entries, *chosen)]

    def _shown(self, items: Sequence[Entry]) -> None:
        self._part = -1
        count = sum(entry.cases for entry in items)
        total = sum(entry.cases for entry in self.session.entries if entry.state == OPEN)
        self.figure.setText(tr("{count} shown, {open} open", count=f"{count:,}", open=f"{total:,}"))

    def _enable(self) -> None:
        chosen = self._selected()
        self.accept_button.setEnabled(bool(chosen) and not self._desk.read_only)
        self.withdraw_button.setEnabled(any(entry.state == ACCEPTED for entry in chosen) and not self._desk.read_only)
        entry = self._current()
        self.part.setVisible(entry is not None and len(_parts(entry)) > 1)

    # ---- going there
    def step(self, by: int) -> None:
        """Take the next or an earlier finding of those shown in hand, round the end."""
        if not self._step(range(self.model.rowCount()), self.table.currentIndex().row(), by):
            self.say(tr("No finding is left here."))

    def next_part(self) -> None:
        """Go to the next part of the finding in hand."""
        entry = self._current()
        parts = [] if entry is None else _parts(entry)
        if len(parts) > 1:
            self._part = (self._part + 1) % len(parts)
            self._zoom([parts[self._part]])
            self.say(tr("Part {number} of {count}", number=self._part + 1, count=len(parts)))

    def _go(self, row: int) -> None:
        self._part = -1
        self._enable()
        self._clear()
        if not 0 <= row < self.model.rowCount():
            return
        entry: Entry = self.model.item(row)
        self.say(entry.message)
        parts = _parts(entry)
        if parts:
            self._zoom(parts)
        elif entry.unit_code:
            self._zoom_to_unit(entry.unit_code)

    def _zoom(self, parts: Iterable[Any]) -> None:
        geometries = []
        for part in parts:
            geometry = QgsGeometry()
            geometry.fromWkb(part.wkb)
            geometries.append(geometry)
        layer = self._county_layer("village")
        self._clear()
        for geometry in geometries:
            self._outline.addGeometry(geometry, layer)
        self._guarded(lambda: zoom_and_flash(self._canvas, layer, geometries))

    def _zoom_to_unit(self, code: str) -> None:
        """Where a finding has no ground of its own: the village or township that it names."""
        quoted = code.replace("'", "''")
        # A parcel's code of location begins with its village's.
        conditions = {"village": f"'{quoted}' LIKE \"code\" || '%'", "township": f"\"code\" = '{quoted}'"}
        for level, condition in conditions.items():
            layer = self._county_layer(level)
            found = [feature.geometry() for feature in layer.getFeatures(condition)]
            if found:
                self._guarded(lambda layer=layer, found=found: zoom_and_flash(self._canvas, layer, found))
                return

    # ---- deciding
    def accept(self) -> None:
        """Accept what is selected; the one below takes its place."""
        if self.session.accept(self._selected(), self.reason.text()):
            self.reason.clear()
            self.table.setFocus()

    def withdraw(self) -> None:
        self.session.withdraw([entry for entry in self._selected() if entry.state == ACCEPTED])

    def _clear(self) -> None:
        self._outline.reset(QgsWkbTypes.PolygonGeometry)

    def remove(self) -> None:
        """Leave nothing behind on the map."""
        super().remove()
        self.blockSignals(True)
        self._canvas.scene().removeItem(self._outline)


def _parts(entry: Entry) -> list[Any]:
    """The polygons a finding is about."""
    shape = entry.geometry
    return [] if shape is None else list(getattr(shape, "geoms", [shape]))


def reopened_words(count: int) -> str:
    return tr("{count} findings have other figures than when they were accepted and are open again.", count=count)


def change_words(change: Change) -> str:
    """What a new check changed, in a sentence or two."""
    words = _counted(change)
    return f"{words} {reopened_words(change.reopened)}" if change.reopened else words


def _counted(change: Change) -> str:
    if not change.gone and not change.new:
        return tr("Checked again: nothing is gone, nothing is new; {accepted} stay accepted.", accepted=change.accepted)
    return tr(
        "Checked again: {gone} findings are gone, {new} are new; {accepted} stay accepted.",
        gone=change.gone,
        new=change.new,
        accepted=change.accepted,
    )


def rule_titles() -> dict[str, str]:
    """What the rules are called in the interface's language."""
    from ..core.quality.rules import load_rules

    language = "zh" if is_chinese(QgsApplication.locale()) else "en"
    return {rule.id: rule.title[language] for rule in load_rules(*catalogue_files("quality_rules")).rules.values()}


def layer_words() -> dict[str, str]:
    """What the database's layers and kinds of control line are called in the interface's language."""
    from ..core.catalogue import load_catalogue

    language = "zh" if is_chinese(QgsApplication.locale()) else "en"
    words = {role: str(item[language]) for role, item in load_catalogue(*catalogue_files("layers")).items()}
    return {**words, **{kind: words[role] for kind, role in KINDS.items()}}
