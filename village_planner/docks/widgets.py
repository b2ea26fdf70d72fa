"""Small widgets that the docks share."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Optional

from qgis.gui import QgsDateEdit
from qgis.PyQt.QtCore import QAbstractTableModel, QDate, Qt
from qgis.PyQt.QtGui import QKeySequence
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QLabel,
    QScrollArea,
    QShortcut,
    QTableView,
    QToolButton,
    QWidget,
)

ISO = "yyyy-MM-dd"


def tool_button(
    parent: QWidget, name: str, text: str, tip: str, call: Optional[Callable[[], Any]] = None
) -> QToolButton:
    button = QToolButton(parent)
    button.setObjectName(name)
    button.setText(text)
    button.setToolTip(tip)
    if call is not None:
        button.clicked.connect(lambda: call())
    return button


def refuse(widget: Any, why: str) -> None:
    """Disable a button or an action and say why where its tooltip was; "" gives its own tooltip back, and whether it
    is enabled is the caller's."""
    if widget.toolTip() != (widget.property("refused") or ""):
        widget.setProperty("ownTip", widget.toolTip())
    if why:
        widget.setEnabled(False)
    widget.setToolTip(why or widget.property("ownTip") or "")
    widget.setProperty("refused", why)


def message_label(parent: QWidget) -> QLabel:
    """Where a dock says what happened; see `say_on`."""
    label = QLabel(parent)
    label.setObjectName("message")
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setWordWrap(True)
    return label


def say_on(label: QLabel, text: str, bad: bool = False) -> None:
    label.setText(text)
    label.setStyleSheet("color: #8a1f17;" if bad else "")


def row_table(parent: QWidget, name: str, model: QAbstractTableModel, several: bool) -> QTableView:
    """A table of which rows are selected, one or several; its columns are as wide as what they hold."""
    table = QTableView(parent)
    table.setObjectName(name)
    table.setModel(model)
    table.setSelectionBehavior(QAbstractItemView.SelectRows)
    table.setSelectionMode(QAbstractItemView.ExtendedSelection if several else QAbstractItemView.SingleSelection)
    table.setAlternatingRowColors(True)
    table.setWordWrap(False)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(parent.fontMetrics().height() + 8)
    table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeToContents)
    return table


def add_shortcuts(body: QWidget, shortcuts: Iterable[tuple[str, Callable[[], Any]]]) -> None:
    """Keys that work while the focus is in `body`."""
    for keys, call in shortcuts:
        shortcut = QShortcut(QKeySequence(keys), body)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(call)


def date_field(parent: QWidget, name: str, tip: str, empty: str = "–") -> QgsDateEdit:
    """A date that may be left empty; see `date_of` and `show_date`."""
    field = QgsDateEdit(parent)
    field.setObjectName(name)
    field.setDisplayFormat(ISO)
    field.setCalendarPopup(True)
    field.setAllowNull(True)
    field.setNullRepresentation(empty)
    field.setToolTip(tip)
    field.setDate(QDate())
    field.setMinimumWidth(field.fontMetrics().horizontalAdvance("2026-12-31") + 64)  # beside it: clear, calendar
    return field


def date_of(field: QgsDateEdit) -> str:
    """The ISO date in a field, "" where it is empty."""
    return "" if field.isNull() else str(field.date().toString(ISO))


def show_date(field: QgsDateEdit, text: str) -> None:
    field.setDate(QDate.fromString(text, ISO) if text else QDate())


def scrolling(body: QWidget, parent: QWidget) -> QScrollArea:
    """The body of a wide dock: on a narrow screen it scrolls, where it would push the other docks out."""
    scroll = QScrollArea(parent)
    scroll.setWidgetResizable(True)
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    scroll.setWidget(body)
    return scroll
