"""Weights as sliders: a row per group and per indicator, with number and lock."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Optional

from qgis.PyQt.QtCore import QEvent, Qt, pyqtSignal
from qgis.PyQt.QtGui import QWheelEvent
from qgis.PyQt.QtWidgets import (
    QDoubleSpinBox,
    QFrame,
    QGridLayout,
    QLabel,
    QScrollArea,
    QSlider,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ..translation import tr
from .look import bold, muted
from .planner_dock import ElidedLabel
from .rank_colours import group_colours
from .weights_session import WeightsSession, in_language

STEPS = 1000  # of a slider, from 0 to 100 %


class _Slider(QSlider):
    """Scrolling over it scrolls the list; only hands and keys move it."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class _Number(QDoubleSpinBox):
    def event(self, event: QEvent) -> bool:
        """Ctrl+Z takes back the last weight; the field's own undo of typing must not swallow it."""
        if event.type() == QEvent.Type.ShortcutOverride and event.key() == Qt.Key.Key_Z and event.modifiers():
            event.ignore()
            return False
        return bool(super().event(event))

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class _Row:
    """The widgets of one weight; `key` is "group:<id>" or an indicator's code."""

    def __init__(self, key: str, parent: QWidget, panel: WeightSliders) -> None:
        self.key = key
        name = key.replace(":", "_")
        self.chip = QFrame(parent)
        self.chip.setFixedWidth(4)
        self.label = ElidedLabel(parent, Qt.TextElideMode.ElideRight)
        self.label.setMinimumWidth(11 * parent.fontMetrics().horizontalAdvance("0"))
        self.lock = QToolButton(parent)
        self.lock.setObjectName(f"lock_{name}")
        self.lock.setCheckable(True)
        self.lock.setAutoRaise(True)
        self.lock.setToolTip(tr("Lock: this weight stays when others are moved"))
        self.slider = _Slider(Qt.Orientation.Horizontal, parent)
        self.slider.setObjectName(f"slider_{name}")
        self.slider.setRange(0, STEPS)
        self.slider.setPageStep(STEPS // 20)
        self.slider.setMinimumWidth(60)
        self.number = _Number(parent)
        self.number.setObjectName(f"number_{name}")
        self.number.setRange(0, 100)
        self.number.setDecimals(1)
        self.number.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.number.setKeyboardTracking(False)
        self.number.setButtonSymbols(QDoubleSpinBox.ButtonSymbols.NoButtons)
        self.number.setFixedWidth(parent.fontMetrics().horizontalAdvance("100.0") + 14)
        self.total = QLabel(parent)
        self.total.setObjectName(f"total_{name}")
        self.total.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.show_lock(False)
        self.slider.valueChanged.connect(lambda value: panel.moved.emit(key, value / STEPS))
        self.slider.sliderPressed.connect(panel.gripped)
        self.slider.sliderReleased.connect(panel.released)
        self.number.valueChanged.connect(lambda value: panel.moved.emit(key, value / 100))
        self.number.valueChanged.connect(lambda _: panel.released.emit())
        self.lock.toggled.connect(lambda on: panel.locked.emit(key, on))
        self.lock.toggled.connect(self.show_lock)

    def show_lock(self, on: bool) -> None:
        self.lock.setText("■" if on else "□")
        self.slider.setEnabled(not on)
        self.number.setEnabled(not on)

    def show(self, weight: float, total: float) -> None:
        step = round(weight * STEPS)
        if self.slider.value() != step and not self.slider.isSliderDown():
            self.slider.blockSignals(True)
            self.slider.setValue(step)
            self.slider.blockSignals(False)
        shown = round(100 * weight, 1)
        if self.number.value() != shown:
            self.number.blockSignals(True)
            self.number.setValue(shown)
            self.number.blockSignals(False)
        text = f"{100 * total:.2f}"
        if self.total.text() != text:
            self.total.setText(text)


class WeightSliders(QScrollArea):
    """Shows the session's weights; what a hand does goes back to it."""

    moved = pyqtSignal(str, float)  # key, weight 0..1 of all groups, or within the group
    gripped = pyqtSignal()
    released = pyqtSignal()
    locked = pyqtSignal(str, bool)

    def __init__(self, session: WeightsSession, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setObjectName("sliders")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._session = session
        self.rows: dict[str, _Row] = {}
        session.loaded.connect(self._build)
        session.moved.connect(self._show)
        self.moved.connect(session.move)
        self.gripped.connect(session.grip)
        self.released.connect(session.settle)
        self.locked.connect(session.lock)

    def _build(self) -> None:
        """A row for each weight of the level."""
        session = self._session
        if session.weighting is not None and list(self.rows) == _keys(session.weighting.within):
            self._show()
            return
        self.rows = {}
        body = QWidget(self)
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 4, 0)
        grid = QGridLayout()
        grid.setVerticalSpacing(1)
        grid.setHorizontalSpacing(4)
        grid.setColumnStretch(1, 3)
        grid.setColumnStretch(3, 2)
        column.addLayout(grid)
        column.addStretch()
        if session.weighting is not None:
            for place, (text, tip) in enumerate(
                (
                    (tr("Group, indicator"), ""),
                    ("", ""),
                    ("", ""),
                    ("%", tr("Weight of a group among the groups, of an indicator within its group")),
                    (tr("of all"), tr("Weight among all indicators, %")),
                )
            ):
                head = QLabel(text, body)
                head.setToolTip(tip)
                muted(head)
                if place > 2:
                    head.setAlignment(Qt.AlignmentFlag.AlignRight)
                grid.addWidget(head, 0, place + 1)
            self._fill(grid, body, session)
        self.setWidget(body)
        self.setMinimumWidth(body.minimumSizeHint().width() + self.verticalScrollBar().sizeHint().width() + 4)
        self._show()

    def _fill(self, grid: QGridLayout, body: QWidget, session: WeightsSession) -> None:
        assert session.weighting is not None and session.board is not None
        names, colours = session.group_names(), group_colours(session.weighting.groups)
        known = {item.code: item for item in session.board.indicators}
        for group, inside in session.weighting.within.items():
            row = self._row(f"group:{group}", grid, body, colours[group].name())
            bold(row.label)
            row.label.set_whole(names[group])
            row.total.hide()
            for code in inside:
                item = known[code]
                unit = in_language(item.unit["zh"], item.unit["en"])
                name = in_language(item.zh, item.en)
                row = self._row(code, grid, body, colours[group].lighter(160).name())
                row.label.set_whole(
                    f"{code} {name}",
                    f"{code} {name}" + (f" ({unit})" if unit else "") + "\n" + _direction(item.cost),
                )

    def _row(self, key: str, grid: QGridLayout, body: QWidget, colour: str) -> _Row:
        row = self.rows[key] = _Row(key, body, self)
        line = len(self.rows)
        row.chip.setStyleSheet(f"background: {colour};")
        for place, widget in enumerate((row.chip, row.label, row.lock, row.slider, row.number, row.total)):
            grid.addWidget(widget, line, place)
        row.lock.blockSignals(True)
        row.lock.setChecked(key in self._session.locked)
        row.show_lock(key in self._session.locked)
        row.lock.blockSignals(False)
        return row

    def _show(self) -> None:
        weighting = self._session.weighting
        if weighting is None:
            return
        for group, weight in weighting.groups.items():
            self.rows[f"group:{group}"].show(weight, weight)
            for code, own in weighting.within[group].items():
                self.rows[code].show(own, weight * own)


def _keys(within: Mapping[str, Mapping[str, Any]]) -> list[str]:
    return [key for group, inside in within.items() for key in (f"group:{group}", *inside)]


def _direction(cost: bool) -> str:
    return tr("Less is better") if cost else tr("More is better")
