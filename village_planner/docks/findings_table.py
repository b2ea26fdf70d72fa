"""The table of findings: those that the filters leave, each with its state in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Optional

from qgis.PyQt.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt
from qgis.PyQt.QtGui import QColor

from ..core.review.findings import Entry
from ..translation import tr

SEVERITY, RULE, LAYER, UNIT, MESSAGE, STATE = range(6)
COLOURS = {"error": "#8a1f17", "warning": "#6b4a05"}


def severity_word(severity: str) -> str:
    return {"error": tr("error"), "warning": tr("warning")}.get(severity, severity)


class FindingsTable(QAbstractTableModel):
    """Rows are entries; titles and layers: what rules and layers are called."""

    def __init__(self, titles: Mapping[str, str], layers: Mapping[str, str], parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._titles, self._layers = titles, layers
        self._entries: Sequence[Entry] = ()

    def show(self, entries: Sequence[Entry]) -> None:
        self.beginResetModel()
        self._entries = entries
        self.endResetModel()

    def entry(self, row: int) -> Entry:
        return self._entries[row]

    def row_of(self, key: str) -> int:
        """Row of a finding, -1 for none."""
        return next((row for row, entry in enumerate(self._entries) if entry.key == key), -1)

    # ---- QAbstractTableModel
    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._entries)

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else STATE + 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return {
            SEVERITY: tr("Severity"),
            RULE: tr("Rule"),
            LAYER: tr("Layer"),
            UNIT: tr("Unit"),
            MESSAGE: tr("What is wrong, and what to do"),
            STATE: tr("State"),
        }[section]

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        entry, column = self._entries[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(entry, column)
        if role == Qt.ItemDataRole.ToolTipRole and column in (MESSAGE, STATE):
            return self._text(entry, column)
        if role == Qt.ItemDataRole.ForegroundRole and column == SEVERITY and entry.severity in COLOURS:
            return QColor(COLOURS[entry.severity])
        return None

    def _text(self, entry: Entry, column: int) -> str:
        if column == SEVERITY:
            return severity_word(entry.severity)
        if column == RULE:
            return self._titles.get(entry.rule, entry.rule)
        if column == LAYER:
            return self._layers.get(entry.layer, entry.layer)
        if column == UNIT:
            return entry.unit_code
        if column == MESSAGE:
            return entry.message
        if entry.reason is None:
            return tr("open")
        return tr("accepted by {who}: {reason}", who=entry.who, reason=entry.reason)
