"""The dock of findings: filter, step, go there, accept with a reason, and check again what changed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Optional

from qgis.core import QgsApplication, QgsGeometry, QgsVectorLayer, QgsWkbTypes
from qgis.gui import QgsRubberBand
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor, QIcon, QKeySequence
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
from ..core.review.findings import ACCEPTED, OPEN, Change, Entry, choose
from ..paths import resource, use_bundled_packages
from ..translation import is_chinese, say_error, tr
from .desk import Desk
from .findings_session import FindingsSession
from .findings_table import MESSAGE, RULE, STATE, FindingsTable, severity_word
from .zoom import zoom_and_flash

OUTLINE = "#d81b7a"  # of the finding in hand
# Kind of a control line in the database -> its layer in the catalogue of layers.
KINDS = {
    "ecological_redline": "ecological_redline",
    "permanent_basic_farmland": "basic_farmland",
    "urban_development_boundary": "urban_boundary",
}


class FindingsDock(QDockWidget):
    """At the bottom of the window. `check_asked` asks for a check of what changed."""

    told = pyqtSignal(str, bool)
    check_asked = pyqtSignal()

    def __init__(self, iface: Any, desk: Desk, parent: QWidget) -> None:
        super().__init__(tr("Findings"), parent)
        self.setObjectName("villagePlannerFindingsDock")
        self.setWindowIcon(QIcon(str(resource("icons", "checkdata.svg"))))
        self._canvas, self._desk = iface.mapCanvas(), desk
        self._titles, self._layers = rule_titles(), layer_words()
        self.session = FindingsSession(desk, self)
        self.session.changed.connect(self._show)
        self.session.refused.connect(lambda text: self.say(text, bad=True))
        self.session.saved.connect(self._decided)
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
        self.state = self._filter(body, "state", tr("Open and accepted"))
        for value, word in ((OPEN, tr("Open")), (ACCEPTED, tr("Accepted"))):
            self.state.addItem(word, value)
        self.state.setCurrentIndex(self.state.findData(OPEN))
        self.check = QPushButton(QIcon(str(resource("icons", "checkdata.svg"))), tr("Check again what changed"), body)
        self.check.setObjectName("check")
        self.check.setToolTip(tr("Checks only layers that changed since the last check; what is accepted stays so."))
        self.check.clicked.connect(lambda: self.check_asked.emit())
        bar = QHBoxLayout()
        for combo in (self.severity, self.rule, self.layer, self.state):
            bar.addWidget(combo)
            combo.currentIndexChanged.connect(lambda _: self._refill())
        bar.addStretch()
        bar.addWidget(self.check)

        self.model = FindingsTable(self._titles, self._layers, self)
        self.table = QTableView(body)
        self.table.setObjectName("findings")
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
        header.setSectionResizeMode(MESSAGE, QHeaderView.Stretch)
        for column, width in ((RULE, 140), (STATE, 110)):
            header.setSectionResizeMode(column, QHeaderView.Interactive)
            header.resizeSection(column, width)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._enable())
        self.table.selectionModel().currentRowChanged.connect(lambda now, _: self._go(now.row()))
        self.table.doubleClicked.connect(lambda index: self._go(index.row()))

        self.figure = QLabel(body)
        self.figure.setObjectName("figure")
        self.message = QLabel(body)
        self.message.setObjectName("message")
        self.message.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.message.setWordWrap(True)
        self.reason = QLineEdit(body)
        self.reason.setObjectName("reason")
        self.reason.setPlaceholderText(tr("Reason for accepting, then Enter"))
        self.reason.setMinimumWidth(180)
        self.reason.returnPressed.connect(self.accept)
        self.accept_button = self._button(body, "accept", tr("Accept"), tr("Accept the selected findings"), self.accept)
        self.withdraw_button = self._button(
            body, "withdraw", tr("Open again"), tr("Take back that the selected findings are accepted"), self.withdraw
        )
        undo = self._button(body, "undo", tr("Undo"), tr("Undo the last decision (Ctrl+Z)"), self.session.undo)
        redo = self._button(body, "redo", tr("Redo"), tr("Redo (Ctrl+Shift+Z)"), self.session.redo)
        for button, signal in ((undo, self.session.stack.canUndoChanged), (redo, self.session.stack.canRedoChanged)):
            button.setEnabled(False)
            signal.connect(button.setEnabled)
        self.part = self._button(body, "part", tr("Next part"), tr("Go to the next part of it (M)"), self.next_part)
        previous = self._button(
            body, "previous", tr("Previous"), tr("Go to the previous finding (Shift+N)"), lambda: self.step(-1)
        )
        following = self._button(body, "next", tr("Next"), tr("Go to the next finding (N)"), lambda: self.step(1))
        told = QHBoxLayout()
        told.addWidget(self.figure)
        told.addSpacing(12)
        told.addWidget(self.message, 1)
        foot = QHBoxLayout()
        foot.addWidget(self.reason, 1)
        for widget in (self.accept_button, self.withdraw_button, undo, redo):
            foot.addWidget(widget)
        foot.addSpacing(8)
        for widget in (self.part, previous, following):
            foot.addWidget(widget)
        column = QVBoxLayout(body)
        column.setContentsMargins(6, 4, 6, 4)
        column.setSpacing(4)
        column.addLayout(bar)
        column.addWidget(self.table, 1)
        column.addLayout(told)
        column.addLayout(foot)
        self.setWidget(body)
        for keys, call in (
            ("Ctrl+Z", self.session.undo),
            ("Ctrl+Shift+Z", self.session.redo),
            ("N", lambda: self.step(1)),
            ("Shift+N", lambda: self.step(-1)),
            ("M", self.next_part),
        ):
            shortcut = QShortcut(QKeySequence(keys), body)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(call)

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
        """Read the findings anew and tell what a new check changed; raises `PlannerError`."""
        change = self.session.load()
        if change is not None:
            self.say(change_words(change))
        elif not self.session.checked:
            self.say(tr("Not checked yet: check the data first."))
        elif self.session.stale:
            self.say(tr("An input changed after this check: check again what changed."))
        else:
            self.say("")

    def set_busy(self, busy: bool) -> None:
        """Nothing else can be started while something runs."""
        self.check.setEnabled(not busy)

    def say(self, text: str, bad: bool = False) -> None:
        self.message.setText(text)
        self.message.setStyleSheet("color: #8a1f17;" if bad else "")

    def _show(self) -> None:
        """New entries: the filters offer what there is, and keep what was chosen."""
        entries = self.session.entries
        for combo, words in (
            (self.severity, {entry.severity: severity_word(entry.severity) for entry in entries}),
            (self.rule, {entry.rule: self._titles.get(entry.rule, entry.rule) for entry in entries}),
            (self.layer, {entry.layer: self._layers.get(entry.layer, entry.layer) for entry in entries if entry.layer}),
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

    def _refill(self) -> None:
        entries = self.session.entries
        kept = self._current()
        place = self.table.currentIndex().row()
        shown = choose(
            entries,
            str(self.severity.currentData()),
            str(self.rule.currentData()),
            str(self.layer.currentData()),
            str(self.state.currentData()),
        )
        self.table.selectionModel().blockSignals(True)
        self.model.show([entries[i] for i in shown])
        row = self.model.row_of(kept.key) if kept is not None else -1
        if row < 0 and kept is not None and self.model.rowCount():
            row = min(place, self.model.rowCount() - 1)  # the next one takes the place of what has gone
        if row >= 0:
            self.table.selectRow(row)
        self.table.selectionModel().blockSignals(False)
        self._part = -1
        count = sum(entries[i].cases for i in shown)
        total = sum(entry.cases for entry in entries if entry.state == OPEN)
        self.figure.setText(tr("{count} shown, {open} open", count=f"{count:,}", open=f"{total:,}"))
        self._enable()

    def _enable(self) -> None:
        chosen = self._selected()
        self.accept_button.setEnabled(bool(chosen) and not self._desk.read_only)
        self.withdraw_button.setEnabled(any(entry.state == ACCEPTED for entry in chosen) and not self._desk.read_only)
        entry = self._current()
        self.part.setVisible(entry is not None and len(_parts(entry)) > 1)

    # ---- going there
    def step(self, by: int) -> None:
        """Take the next or an earlier finding of those shown in hand, round the end."""
        count = self.model.rowCount()
        if not count:
            self.say(tr("No finding is left here."))
            return
        row = self.table.currentIndex().row()
        new = (row + by) % count if row >= 0 else (0 if by > 0 else count - 1)
        if new == row:
            self._go(row)
        self.table.selectRow(new)

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
        entry = self.model.entry(row)
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

    def _county_layer(self, level: str) -> QgsVectorLayer:
        return QgsVectorLayer(f"{self._desk.path}|layername={level}", level, "ogr")

    def _guarded(self, work: Any) -> None:
        try:
            work()
        except PlannerError as error:
            self.say(say_error(error), bad=True)

    # ---- deciding
    def accept(self) -> None:
        """Accept what is selected; the one below takes its place."""
        if self.session.accept(self._selected(), self.reason.text()):
            self.reason.clear()
            self.table.setFocus()

    def withdraw(self) -> None:
        self.session.withdraw([entry for entry in self._selected() if entry.state == ACCEPTED])

    def _decided(self, text: str) -> None:
        self.say(text)
        self._guarded(self._desk.reread)

    def _selected(self) -> list[Entry]:
        return [self.model.entry(index.row()) for index in self.table.selectionModel().selectedRows()]

    def _current(self) -> Optional[Entry]:
        row = self.table.currentIndex().row()
        return self.model.entry(row) if 0 <= row < self.model.rowCount() else None

    def _clear(self) -> None:
        self._outline.reset(QgsWkbTypes.PolygonGeometry)

    def remove(self) -> None:
        """Leave nothing behind on the map."""
        self.session.blockSignals(True)
        self.blockSignals(True)
        self._canvas.scene().removeItem(self._outline)


def _parts(entry: Entry) -> list[Any]:
    """The polygons a finding is about."""
    shape = entry.geometry
    return [] if shape is None else list(getattr(shape, "geoms", [shape]))


def change_words(change: Change) -> str:
    """What a new check changed, in a sentence."""
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

    use_bundled_packages()
    files = (resource("catalogues", "quality_rules.json"), resource("catalogues", "quality_rules.schema.json"))
    language = "zh" if is_chinese(QgsApplication.locale()) else "en"
    return {rule.id: rule.title[language] for rule in load_rules(*files).rules.values()}


def layer_words() -> dict[str, str]:
    """What the database's layers and kinds of control line are called in the interface's language."""
    from ..core.catalogue import load_catalogue

    use_bundled_packages()
    files = (resource("catalogues", "layers.json"), resource("catalogues", "layers.schema.json"))
    language = "zh" if is_chinese(QgsApplication.locale()) else "en"
    words = {role: str(item[language]) for role, item in load_catalogue(*files).items()}
    return {**words, **{kind: words[role] for kind, role in KINDS.items()}}
