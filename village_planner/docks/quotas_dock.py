"""The dock of quotas and targets: what is passed down to whom, and how far the targets are reached."""

from __future__ import annotations

from typing import Any, Optional

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QBrush, QColor, QIcon
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDockWidget,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QSpinBox,
    QSplitter,
    QStyledItemDelegate,
    QTableWidget,
    QTableWidgetItem,
    QTabWidget,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from ..core.messages import Message
from ..core.review.steps import DONE, NOT_STARTED, PROBLEM, STALE
from ..core.targets.entered import figure_of, share_or_percent
from ..core.written import exact
from ..paths import resource
from ..translation import in_own_language, say, tr
from .desk import Desk
from .look import STATE_COLOURS
from .quotas_model import FIGURE, NAME, RIGHT, STATUS, QuotasModel
from .quotas_session import QuotasSession
from .widgets import add_shortcuts, message_label, say_on, scrolling, tool_button

LIGHTS = {"green": DONE, "yellow": STALE, "red": PROBLEM, "none": NOT_STARTED}
TARGET, UNIT, WANTED, BASE, ACTUAL, RATE, LIGHT, NOTE = range(8)
KEY = Qt.ItemDataRole.UserRole
YEAR, WAS = KEY + 1, KEY + 2  # of an actual: its year, and what its editor began with


def light_word(light: str) -> str:
    return {"green": tr("green"), "yellow": tr("yellow"), "red": tr("red"), "none": tr("no light")}[light]


def kind_word(kind: str) -> str:
    return {"floor": tr("floor (at least)"), "cap": tr("cap (at most)"), "expected": tr("expected")}.get(kind, kind)


class _Bare(QStyledItemDelegate):
    """The editor of an actual begins with the bare number, without the year that the cell shows behind it."""

    def setEditorData(self, editor: Any, index: Any) -> None:
        editor.setText(str(index.data(WAS) or ""))


class QuotasDock(QDockWidget):
    """`saved` says that the plan's table was kept; the twins ask for the algorithms' own dialogs."""

    saved = pyqtSignal()
    twin_asked = pyqtSignal(str)  # passdownquotas or tracktargets
    command_asked = pyqtSignal(str)

    def __init__(self, iface: Any, desk: Desk, parent: QWidget) -> None:
        super().__init__(tr("Quotas and targets"), parent)
        self.setObjectName("villagePlannerQuotasDock")
        self.setWindowIcon(QIcon(str(resource("icons", "loadunits.svg"))))
        self._desk = desk
        self._filling = False
        self.session = QuotasSession(desk, self)
        self.model = QuotasModel(self)
        self.model.edited.connect(self._typed)
        self._build()
        self.session.changed.connect(self._show)
        self.session.refused.connect(lambda text: self.say(text, bad=True))

    # ---- building
    def _build(self) -> None:
        body = QWidget(self)
        self.tabs = QTabWidget(body)
        self.tabs.addTab(self._build_quotas(body), tr("Passed down"))
        self.tabs.addTab(self._build_targets(body), tr("Targets"))
        self.message = message_label(body)
        column = QVBoxLayout(body)
        column.setContentsMargins(6, 4, 6, 4)
        column.setSpacing(4)
        column.addWidget(self.tabs, 1)
        column.addWidget(self.message)
        self.setWidget(scrolling(body, self))
        add_shortcuts(body, (("Ctrl+Z", self.undo), ("Ctrl+Shift+Z", self.session.redo)))

    def _build_quotas(self, body: QWidget) -> QWidget:
        page = QWidget(body)
        self.indicator = QComboBox(page)
        self.indicator.setObjectName("indicator")
        self.indicator.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.indicator.activated.connect(lambda _: self._show_quotas())
        self.kind = QLabel(page)
        self.kind.setObjectName("kind")
        self.share = QLabel(page)
        self.share.setObjectName("share")
        self.share.setWordWrap(True)
        bar = QHBoxLayout()
        bar.addWidget(self.indicator)
        bar.addWidget(self.kind)
        bar.addStretch()
        self._quota_buttons = []
        for name, text, tip, call in (
            ("lock", tr("Lock"), tr("Keep the figure in hand whatever is proposed, or let it go"), self.toggle_lock),
            ("clear", tr("Give back"), tr("Leave the figure in hand to the proposal"), self.give_back),
            ("propose", tr("Propose the rest"), tr("Propose every figure that is not locked"), self.propose),
        ):
            button = tool_button(page, name, text, tip, call)
            self._quota_buttons.append(button)
            bar.addWidget(button)
        self.save_button = tool_button(page, "save", tr("Save"), tr("Keep the table with the plan"), self.save)
        bar.addWidget(self.save_button)
        self._twins(page, bar, "passdownquotas")
        self.tree: QTreeView = QTreeView(page)
        self.tree.setObjectName("quotas")
        self.tree.setModel(self.model)
        self.tree.setUniformRowHeights(True)
        self.tree.setAlternatingRowColors(True)
        self.tree.setEditTriggers(
            QAbstractItemView.DoubleClicked | QAbstractItemView.EditKeyPressed | QAbstractItemView.AnyKeyPressed
        )
        self.tree.header().setStretchLastSection(True)
        self.tree.selectionModel().currentChanged.connect(lambda *_: self._enable())
        column = QVBoxLayout(page)
        column.setContentsMargins(4, 4, 4, 4)
        column.addLayout(bar)
        column.addWidget(self.tree, 1)
        column.addWidget(self.share)
        return page

    def _build_targets(self, body: QWidget) -> QWidget:
        page = QWidget(body)
        self.year = QSpinBox(page)
        self.year.setObjectName("year")
        self.year.setRange(1950, 2200)
        self.year.setKeyboardTracking(False)
        self.year.valueChanged.connect(lambda year: None if self._filling else self.session.show_year(year))
        self.township = QComboBox(page)
        self.township.setObjectName("township")
        self.township.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.township.activated.connect(lambda _: self._show_targets())
        self.lights = QLabel(page)
        self.lights.setObjectName("lights")
        bar = QHBoxLayout()
        bar.addWidget(QLabel(tr("State in"), page))
        bar.addWidget(self.year)
        bar.addWidget(self.township)
        bar.addWidget(self.lights)
        bar.addStretch()
        self._twins(page, bar, "tracktargets")
        headings = [
            tr("Target"),
            tr("Unit of measure"),
            tr("To be reached"),
            tr("Base"),
            tr("Actual"),
            tr("Rate, %"),
            tr("Light"),
            tr("Why"),
        ]
        self.targets = self._table(page, "targets", headings, NOTE)
        self.targets.horizontalHeader().setSectionResizeMode(TARGET, QHeaderView.Interactive)
        self.targets.horizontalHeader().resizeSection(TARGET, 190)
        self.targets.setEditTriggers(
            QAbstractItemView.DoubleClicked | QAbstractItemView.EditKeyPressed | QAbstractItemView.AnyKeyPressed
        )
        self.targets.setItemDelegateForColumn(ACTUAL, _Bare(self.targets))
        self.targets.itemChanged.connect(self._actual_typed)
        ranks = [tr("Rank"), tr("Township"), tr("Rate, %"), tr("green"), tr("yellow"), tr("red")]
        self.ranking = self._table(page, "ranking", ranks, 1)
        splitter = QSplitter(page)
        splitter.addWidget(self.targets)
        splitter.addWidget(self.ranking)
        splitter.setSizes([760, 240])
        column = QVBoxLayout(page)
        column.setContentsMargins(4, 4, 4, 4)
        column.addLayout(bar)
        column.addWidget(splitter, 1)
        return page

    def _twins(self, page: QWidget, bar: QHBoxLayout, algorithm: str) -> None:
        bar.addWidget(
            tool_button(
                page,
                f"{algorithm}_toolbox",
                tr("In the toolbox"),
                tr("Open the algorithm's dialog with the same parameters"),
                lambda: self.twin_asked.emit(algorithm),
            )
        )
        bar.addWidget(
            tool_button(
                page,
                f"{algorithm}_command",
                tr("Copy as command"),
                tr("Copy the qgis_process commands that do the same"),
                lambda: self.command_asked.emit(algorithm),
            )
        )

    def _table(self, page: QWidget, name: str, headings: list[str], stretched: int) -> QTableWidget:
        table = QTableWidget(0, len(headings), page)
        table.setObjectName(name)
        table.setHorizontalHeaderLabels(headings)
        table.setEditTriggers(QAbstractItemView.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectRows)
        table.setAlternatingRowColors(True)
        table.setWordWrap(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 8)
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeToContents)
        table.horizontalHeader().setSectionResizeMode(stretched, QHeaderView.Stretch)
        return table

    # ---- what is shown
    def load(self) -> None:
        """Read anew, beside the interface."""
        self.say(tr("Reading quotas and targets …"))
        self.session.load()

    def follow(self) -> None:
        """Show another county or plan when it is taken in hand, nothing where none is or nobody looks."""
        if not self.session.elsewhere:
            return
        if self.isVisible() and self._desk.snapshot is not None:
            self.session.load()
        else:
            self.session.clear()
            self.say("")

    def set_busy(self, busy: bool) -> None:
        """Nothing else can be started while something runs."""
        self.save_button.setEnabled(not busy and not self._desk.read_only)

    def say(self, text: str, bad: bool = False) -> None:
        say_on(self.message, text, bad)

    def _show(self) -> None:
        loaded = self.session.loaded
        self._filling = True
        indicator, township = self.indicator.currentData(), self.township.currentData()
        self.indicator.clear()
        self.township.clear()
        if loaded is not None:
            for item in loaded.binding.indicators:
                self.indicator.addItem(in_own_language({"zh": item.zh, "en": item.en}), item.code)
            self.township.addItem(tr("Whole county"), "")
            for code, name in loaded.townships.items():
                self.township.addItem(name or code, code)
            self.indicator.setCurrentIndex(max(self.indicator.findData(indicator), 0))
            self.township.setCurrentIndex(max(self.township.findData(township), 0))
            self.year.setValue(self.session.year)
        self._filling = False
        self._show_quotas()
        self._show_targets()
        self._show_ranking()
        table = self.session.table
        if table is None:
            return
        broken = len(table.broken)
        parts = [tr("{count} binding checks are broken.", count=f"{broken:,}")] if broken else []
        if self.session.dirty:
            parts.append(tr("Not saved yet."))
        warnings = [say(warning) for warning in (*(loaded.warnings if loaded is not None else ()), *table.warnings)]
        self.say(" ".join([*parts, *warnings[:1]]) or tr("All sums agree."), bad=bool(broken))
        self.message.setToolTip("\n".join(warnings))

    def _code(self) -> str:
        return str(self.indicator.currentData() or "")

    def _show_quotas(self) -> None:
        loaded, table, code = self.session.loaded, self.session.table, self._code()
        item = loaded.binding.get(code) if loaded is not None and code else None
        if loaded is None or table is None or item is None:
            self.model.show(None, None, 2)
            self.kind.clear()
            self.share.clear()
            return
        first = self.model.rowCount() == 0
        self.model.editable = not self._desk.read_only
        self.model.show(loaded.tree, table.rows[table.rows["indicator"] == code], item.decimals)
        if first:
            self.tree.expandToDepth(1)
            for column, width in ((NAME, 190), (FIGURE, 110), (2, 110), (3, 100), (4, 120)):
                self.tree.header().resizeSection(column, width)
            self.tree.setCurrentIndex(self.model.index(0, 0))
        self.kind.setText(kind_word(item.kind))
        shares = table.checks[table.checks["check"] == "rural_share"]
        words = [say(words) for words in shares["words"] if isinstance(words, Message)]
        self.share.setText(" ".join(words))
        held = bool(shares["holds"].astype(bool).all())
        ground, text = STATE_COLOURS[DONE if held else PROBLEM]
        self.share.setStyleSheet(f"background: {ground}; color: {text}; padding: 2px 6px;" if words else "")
        self._enable()

    def _enable(self) -> None:
        there = self.session.table is not None and not self._desk.read_only
        for button in self._quota_buttons:
            button.setEnabled(there)
        self.save_button.setEnabled(there)

    def _show_targets(self) -> None:
        progress = self.session.progress
        table = self.targets
        self._filling = True
        table.setRowCount(0)
        loaded = self.session.loaded
        unit = str(self.township.currentData() or "")
        if progress is not None and loaded is not None:
            rows = progress.rows[progress.rows["unit_code"] == unit]
            known: dict[str, Any] = {row["code"]: row for row in rows.to_dict("records")}
            table.setRowCount(len(loaded.targets.targets))
            counted = dict.fromkeys(LIGHTS, 0)
            for number, target in enumerate(loaded.targets.targets):
                row = known.get(target.code)
                counted[str(row["light"]) if row is not None else "none"] += 1
                self._fill_target(number, target, row)
            self.lights.setText("  ".join(f"{light_word(light)} {count}" for light, count in counted.items()))
        self._filling = False

    def _fill_target(self, number: int, target: Any, row: Any) -> None:
        wanted = row["value"] if row is not None else target.value
        year = f"{target.year}" + (tr(" (assumed)") if target.year_assumed else "")
        each = tr("yearly") if target.kind == "yearly" else year
        figure = "" if wanted is None or wanted != wanted else f"{target.comparison} {wanted:,.10g}"
        light = str(row["light"]) if row is not None else "none"
        note = row["note"] if row is not None else None
        name = in_own_language({"zh": target.zh, "en": target.en})
        texts = [
            name,
            in_own_language(target.unit),
            f"{figure}  {each}".strip(),
            _figure(row, "base"),
            _figure(row, "actual"),
            "" if row is None or row["rate"] != row["rate"] else f"{100 * row['rate']:,.1f}",
            light_word(light),
            say(note) if isinstance(note, Message) else tr("no figure yet"),
        ]
        for column, text in enumerate(texts):
            item = QTableWidgetItem(text)
            item.setToolTip(text)
            if column != ACTUAL:
                item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEditable)
            else:
                there = row is not None and row["actual"] == row["actual"]
                item.setData(WAS, f"{row['actual']:.10g}" if there else "")
                item.setData(YEAR, int(row["actual_year"]) if there else None)
            if column in (BASE, ACTUAL, RATE):
                item.setTextAlignment(RIGHT)
            if column == LIGHT:
                ground, colour = STATE_COLOURS[LIGHTS[light]]
                item.setBackground(QBrush(QColor(ground)))
                item.setForeground(QBrush(QColor(colour)))
            self.targets.setItem(number, column, item)
        self.targets.item(number, TARGET).setData(KEY, target.code)

    def _show_ranking(self) -> None:
        progress, table = self.session.progress, self.ranking
        table.setRowCount(0)
        if progress is None:
            return
        rows = progress.ranking.sort_values("rank", kind="stable") if len(progress.ranking) else progress.ranking
        table.setRowCount(len(rows))
        for number, row in enumerate(rows.to_dict("records")):
            name = row["unit_name"] or row["unit_code"]
            rate = "" if row["rate"] != row["rate"] else f"{100 * row['rate']:,.1f}"
            for column, text in enumerate([row["rank"], name, rate, row["green"], row["yellow"], row["red"]]):
                item = QTableWidgetItem(str(text))
                if column != 1:
                    item.setTextAlignment(RIGHT)
                table.setItem(number, column, item)

    # ---- editing
    def _unit(self) -> int:
        return self.model.unit(self.tree.currentIndex())

    def _typed(self, unit: int, text: str) -> None:
        value = _number(text)
        if text and (value is None or value < 0):
            self.say(
                tr("“{text}” is no figure from 0. Enter a number, or nothing for a proposal.", text=text), bad=True
            )
            return
        self.session.give(unit, self._code(), value)

    def undo(self) -> None:
        """Take the last step back: of the figures passed down, or of the actuals where these are shown."""
        if self.tabs.currentIndex() == 1:
            self.session.undo_reach()
        else:
            self.session.undo()

    def toggle_lock(self) -> None:
        """Keep the figure in hand as it stands, or let it go again."""
        unit, table, code = self._unit(), self.session.table, self._code()
        if unit < 0 or table is None:
            return
        value = table.rows[table.rows["indicator"] == code]["value"].iloc[unit]
        if value == value:
            self.session.give(unit, code, float(value), locked=not self.session.locked(unit, code))

    def give_back(self) -> None:
        if self._unit() >= 0:
            self.session.give(self._unit(), self._code(), None)

    def propose(self) -> None:
        if self._code():
            self.session.propose_rest(self._code())

    def save(self) -> None:
        if self.session.save():
            self.say(tr("The table is kept with the plan."))
            self.saved.emit()

    def _actual_typed(self, item: QTableWidgetItem) -> None:
        if self._filling or item.column() != ACTUAL:
            return
        loaded, text = self.session.loaded, item.text().strip()
        code = str(self.targets.item(item.row(), TARGET).data(KEY))
        target = next((one for one in loaded.targets.targets if one.code == code), None) if loaded is not None else None
        if target is None or text == str(item.data(WAS)):
            self._show_targets()
            return
        value: Optional[float] = None
        if text:
            words = {tr("yes"): "yes", tr("no"): "no"}
            number, percent = figure_of(words.get(text, text), target)
            if number is None:
                self.say(tr("“{text}” is no number. Enter a number, or yes or no.", text=text), bad=True)
                self._show_targets()
                return
            if not percent and share_or_percent(number, target):
                self.say(
                    tr(
                        "“{text}” may be {percent} %. Enter {percent}, or {text}% where it is as little as that.",
                        text=text,
                        percent=f"{float(100 * number):.10g}",
                    ),
                    bad=True,
                )
                self._show_targets()
                return
            value = float(number)
        unit, year = str(self.township.currentData() or ""), self.session.year
        shown = item.data(YEAR)
        if value is None and shown is not None:
            year = int(shown)  # the figure that stands there may be an earlier year's
        self.session.reach(code, unit, year, value)

    def remove(self) -> None:
        """No signal comes after this."""
        self.session.remove()
        self.blockSignals(True)


def _figure(row: Any, name: str) -> str:
    if row is None or row[name] != row[name]:
        return ""
    year = row.get(f"{name}_year")
    known = year is not None and year == year and str(year) != "<NA>"
    return f"{row[name]:,.10g}" + (f" ({int(year)})" if known else "")


def _number(text: str) -> Optional[float]:
    number = exact(text)
    return None if number is None else float(number)


__all__ = ["STATUS", "QuotasDock"]
