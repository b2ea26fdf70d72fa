"""A dock that lists what an analysis found: filter, step, go there, decide."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Optional, Union

from qgis.core import QgsVectorLayer
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QDockWidget,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLayout,
    QPushButton,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ..core.errors import PlannerError
from ..paths import resource
from ..translation import say_error, tr
from .decisions import DecisionSession
from .desk import Desk
from .item_table import ItemTable
from .widgets import add_shortcuts, message_label, row_table, say_on, tool_button


class ListDock(QDockWidget):
    """Base of the docks at the bottom of the window.

    A subclass hands its session and model to `_begin`, lays out its widgets, and says
    _offers()   what each filter offers      _filtered()  the items that the filters leave
    _shown()    what goes with a new list    _enable()    which buttons work       _go()  how a row is gone to
    """

    session: DecisionSession
    model: ItemTable
    table: QTableView
    message: QLabel

    def __init__(self, iface: Any, desk: Desk, parent: QWidget, title: str, name: str, icon: str) -> None:
        super().__init__(title, parent)
        self.setObjectName(name)
        self._icon = QIcon(str(resource("icons", icon)))
        self.setWindowIcon(self._icon)
        self._canvas, self._desk = iface.mapCanvas(), desk

    def _begin(self, session: DecisionSession, model: ItemTable) -> None:
        self.session, self.model = session, model
        session.changed.connect(self._show)
        session.refused.connect(lambda text: self.say(text, bad=True))
        session.saved.connect(self._decided)

    def follow(self) -> None:
        """Show another county or plan when it is taken in hand, nothing where none is or nobody looks."""
        if not self.session.elsewhere:
            self._enable()  # who may write may have changed
            return
        snapshot = self._desk.snapshot
        if self.isVisible() and snapshot is not None and snapshot.plan is not None:
            self._guarded(self.load)
        else:
            self.session.clear()
            self.say("")

    # ---- for the subclass to say
    def load(self) -> None:
        """Read anew and say what there is to know of it; raises `PlannerError`."""
        raise NotImplementedError

    def _offers(self) -> Iterable[tuple[QComboBox, Mapping[str, str]]]:
        raise NotImplementedError

    def _filtered(self) -> Sequence[Any]:
        raise NotImplementedError

    def _shown(self, items: Sequence[Any]) -> None:
        raise NotImplementedError

    def _enable(self) -> None:
        raise NotImplementedError

    def _go(self, row: int) -> None:
        raise NotImplementedError

    def step(self, by: int) -> None:
        raise NotImplementedError

    # ---- building
    def _filter(
        self, body: QWidget, name: str, every: str, words: Sequence[tuple[str, str]] = (), chosen: str = ""
    ) -> QComboBox:
        combo = QComboBox(body)
        combo.setObjectName(name)
        combo.addItem(every, "")
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        combo.setMaximumWidth(230)
        for value, word in words:
            combo.addItem(word, value)
        combo.setCurrentIndex(combo.findData(chosen))
        combo.currentIndexChanged.connect(lambda _: self._refill())
        return combo

    def _again_button(self, body: QWidget, name: str, text: str, tip: str, call: Callable[[], Any]) -> QPushButton:
        """Starts the analysis anew; see `set_busy`."""
        self._again = QPushButton(self._icon, text, body)
        self._again.setObjectName(name)
        self._again.setToolTip(tip)
        self._again.clicked.connect(lambda: call())
        return self._again

    def _bar(self, *parts: Optional[QWidget]) -> QHBoxLayout:
        """Widgets beside each other; None is the room that is left."""
        bar = QHBoxLayout()
        for widget in parts:
            if widget is None:
                bar.addStretch()
            else:
                bar.addWidget(widget)
        return bar

    def _build_table(self, body: QWidget, name: str, stretched: int, widths: Mapping[int, int]) -> None:
        """stretched: the column that takes the room left; widths: column -> pixels, for the user to change"""
        self.table = row_table(body, name, self.model, several=True)
        header = self.table.horizontalHeader()
        header.setResizeContentsPrecision(50)  # rows looked at for a width
        header.setSectionResizeMode(stretched, QHeaderView.Stretch)
        for column, width in widths.items():
            header.setSectionResizeMode(column, QHeaderView.Interactive)
            header.resizeSection(column, width)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._enable())
        self.table.selectionModel().currentRowChanged.connect(lambda now, _: self._go(now.row()))
        self.table.doubleClicked.connect(lambda index: self._go(index.row()))

    def _labels(self, body: QWidget) -> None:
        self.figure = QLabel(body)
        self.figure.setObjectName("figure")
        self.message = message_label(body)

    def _undo_buttons(self, body: QWidget) -> tuple[QToolButton, QToolButton]:
        undo = tool_button(body, "undo", tr("Undo"), tr("Undo the last decision (Ctrl+Z)"), self.session.undo)
        redo = tool_button(body, "redo", tr("Redo"), tr("Redo (Ctrl+Shift+Z)"), self.session.redo)
        for button, signal in ((undo, self.session.stack.canUndoChanged), (redo, self.session.stack.canRedoChanged)):
            button.setEnabled(False)
            signal.connect(button.setEnabled)
        return undo, redo

    def _lay_out(self, body: QWidget, rows: Iterable[Union[QWidget, QLayout]]) -> None:
        """Rows below each other; the table takes the room left, where it is one of them."""
        column = QVBoxLayout(body)
        column.setContentsMargins(6, 4, 6, 4)
        column.setSpacing(4)
        for row in rows:
            if isinstance(row, QLayout):
                column.addLayout(row)
            else:
                column.addWidget(row, 1 if row is self.table else 0)
        self.setWidget(body)

    def _add_shortcuts(self, body: QWidget, more: Iterable[tuple[str, Callable[[], Any]]] = ()) -> None:
        add_shortcuts(
            body,
            (
                ("Ctrl+Z", self.session.undo),
                ("Ctrl+Shift+Z", self.session.redo),
                ("N", lambda: self.step(1)),
                ("Shift+N", lambda: self.step(-1)),
                *more,
            ),
        )

    # ---- what is shown
    def set_busy(self, busy: bool) -> None:
        """Nothing else can be started while something runs."""
        self._again.setEnabled(not busy)

    def say(self, text: str, bad: bool = False) -> None:
        say_on(self.message, text, bad)

    def _show(self) -> None:
        """Another list: the filters offer what there is, and keep what was chosen."""
        for combo, words in self._offers():
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
        kept, place = self._current(), self.table.currentIndex().row()
        items = self._filtered()
        self.table.selectionModel().blockSignals(True)
        self.model.show(items)
        row = self.model.row_of(kept.key) if kept is not None else -1
        if row < 0 and kept is not None and self.model.rowCount():
            row = min(place, self.model.rowCount() - 1)  # the next one takes the place of what has gone
        if row >= 0:
            self.table.selectRow(row)
        self.table.selectionModel().blockSignals(False)
        self._shown(items)
        self._enable()

    # ---- going there
    def _step(self, rows: Sequence[int], now: int, by: int) -> bool:
        """Take the next or an earlier of some rows in hand, round the end; False where there is none.

        now  row in hand, -1 for none      by  1 or -1
        """
        if not rows:
            return False
        later = [row for row in rows if row > now] if by > 0 else [row for row in reversed(rows) if row < now]
        row = (later or (rows if by > 0 else rows[::-1]))[0]
        if row == now:
            self._go(row)
        self.table.selectRow(row)
        return True

    def _county_layer(self, name: str, title: str = "") -> QgsVectorLayer:
        return QgsVectorLayer(f"{self._desk.path}|layername={name}", title or name, "ogr")

    def _guarded(self, work: Any) -> None:
        try:
            work()
        except PlannerError as error:
            self.say(say_error(error), bad=True)

    # ---- deciding
    def _decided(self, text: str) -> None:
        self.say(text)
        self._guarded(self._desk.reread)

    def _selected(self) -> list[Any]:
        return [self.model.item(index.row()) for index in self.table.selectionModel().selectedRows()]

    def _current(self) -> Optional[Any]:
        row = self.table.currentIndex().row()
        return self.model.item(row) if 0 <= row < self.model.rowCount() else None

    def remove(self) -> None:
        """No signal comes after this."""
        self.session.blockSignals(True)
