"""What an analysis found as a table: a row each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Optional

from qgis.PyQt.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt


class ItemTable(QAbstractTableModel):
    """Base of the tables. Rows are items with a `key`; headings: column -> its title."""

    def __init__(self, headings: Mapping[int, str], parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._headings = headings
        self._items: Sequence[Any] = ()

    def show(self, items: Sequence[Any]) -> None:
        self.beginResetModel()
        self._items = items
        self.endResetModel()

    def item(self, row: int) -> Any:
        return self._items[row]

    def row_of(self, key: str) -> int:
        """Row of an item, -1 for none."""
        return next((row for row, item in enumerate(self._items) if item.key == key), -1)

    # ---- what a cell shows
    def text(self, item: Any, column: int) -> str:
        raise NotImplementedError

    def tip(self, item: Any, column: int) -> Optional[str]:
        return None

    def look(self, item: Any, column: int, role: int) -> Any:
        """Colour, alignment …; None: as usual."""
        return None

    # ---- QAbstractTableModel
    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._items)

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._headings)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return self._headings[section]

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        item, column = self._items[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(item, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.tip(item, column)
        return self.look(item, column, role)
