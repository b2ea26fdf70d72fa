"""One indicator passed down, as a tree of units for a view; figures are edited in it."""

from __future__ import annotations

from typing import Any, Optional

from qgis.PyQt.QtCore import QAbstractItemModel, QModelIndex, QObject, Qt, pyqtSignal
from qgis.PyQt.QtGui import QBrush, QColor

from ..core.messages import Message
from ..core.quotas.tree import UnitTree
from ..core.review.steps import DONE, NOT_STARTED, PROBLEM, STALE
from ..translation import say, tr
from .look import STATE_COLOURS

NAME, FIGURE, ORIGIN, PRESENT, DIFFERENCE, STATUS = range(6)
RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


def origin_word(origin: str) -> str:
    return {
        "given": tr("given"),
        "locked": tr("given, locked"),
        "proposed": tr("proposed"),
        "summed": tr("sum of the units below"),
        "missing": tr("missing"),
    }.get(origin, origin)


def status_word(status: str) -> str:
    return {
        "ok": tr("agrees"),
        "over": tr("over-allocated"),
        "under": tr("under-allocated"),
        "incomplete": tr("incomplete"),
        "below_floor": tr("below the floor"),
        "above_cap": tr("above the cap"),
        "missing": tr("missing"),
    }.get(status, status)


class QuotasModel(QAbstractItemModel):
    """`edited` carries the unit's position and what was typed."""

    edited = pyqtSignal(int, str)

    def __init__(self, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._tree: Optional[UnitTree] = None
        self._rows: Optional[Any] = None
        self._children: list[list[int]] = []
        self._place: dict[int, int] = {}
        self._decimals = 2
        self.editable = True

    def show(self, tree: Optional[UnitTree], rows: Any, decimals: int) -> None:
        """rows: those of one indicator, in the order of the tree; its shape stays, so the view keeps what is open."""
        self._decimals = decimals
        records = None if rows is None else rows.to_dict("records")
        if tree is not None and tree is self._tree:
            self._rows = records
            self._announce(QModelIndex())
            return
        self.beginResetModel()
        self._tree, self._rows = tree, records
        self._children = [] if tree is None else [list(map(int, below)) for below in tree.children]
        self._place = {unit: row for below in self._children for row, unit in enumerate(below)}
        self.endResetModel()

    def _announce(self, parent: QModelIndex) -> None:
        rows = self.rowCount(parent)
        if rows:
            self.dataChanged.emit(self.index(0, 0, parent), self.index(rows - 1, STATUS, parent))
            for row in range(rows):
                self._announce(self.index(row, 0, parent))

    def unit(self, index: QModelIndex) -> int:
        """Position in the tree, -1 for none."""
        return int(index.internalId()) if index.isValid() else -1

    # ---- QAbstractItemModel
    def index(self, row: int, column: int, parent: QModelIndex = QModelIndex()) -> QModelIndex:  # noqa: B008
        if self._tree is None or row < 0:
            return QModelIndex()
        if not parent.isValid():
            return self.createIndex(0, column, 0) if row == 0 else QModelIndex()
        below = self._children[self.unit(parent)]
        return self.createIndex(row, column, below[row]) if row < len(below) else QModelIndex()

    def parent(self, index: QModelIndex = QModelIndex()) -> Any:  # noqa: B008
        if not index.isValid() or self._tree is None:
            return QModelIndex()
        upper = int(self._tree.parent[self.unit(index)])
        return QModelIndex() if upper < 0 else self.createIndex(self._place.get(upper, 0), 0, upper)

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        if self._tree is None or parent.column() > 0:
            return 0
        return len(self._children[self.unit(parent)]) if parent.isValid() else 1

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 6

    def flags(self, index: QModelIndex) -> Any:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if self.editable and index.column() == FIGURE else flags

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role != Qt.ItemDataRole.DisplayRole or orientation != Qt.Orientation.Horizontal:
            return None
        unit = self._rows[0]["unit"] if self._rows else ""
        return {
            NAME: tr("Unit passed down to"),
            FIGURE: tr("Figure, {unit}", unit=unit),
            ORIGIN: tr("Origin"),
            PRESENT: tr("Present, {unit}", unit=unit),
            DIFFERENCE: tr("Units below less figure"),
            STATUS: tr("State"),
        }[section]

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or self._tree is None or self._rows is None:
            return None
        row, column = self._rows[self.unit(index)], index.column()
        if role == Qt.ItemDataRole.EditRole and column == FIGURE:
            return "" if row["value"] != row["value"] else f"{row['value']:.{self._decimals}f}"
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, column)
        if role == Qt.ItemDataRole.ToolTipRole and isinstance(row["note"], Message):
            return say(row["note"])
        if role == Qt.ItemDataRole.TextAlignmentRole and column in (FIGURE, PRESENT, DIFFERENCE):
            return RIGHT
        if column == STATUS and role in (Qt.ItemDataRole.BackgroundRole, Qt.ItemDataRole.ForegroundRole):
            state = PROBLEM if not row["holds"] else DONE if row["status"] == "ok" else STALE
            state = NOT_STARTED if row["status"] == "missing" else state
            ground, text = STATE_COLOURS[state]
            return QBrush(QColor(ground if role == Qt.ItemDataRole.BackgroundRole else text))
        return None

    def setData(self, index: QModelIndex, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or index.column() != FIGURE:
            return False
        if str(value).strip() != str(self.data(index, Qt.ItemDataRole.EditRole)):
            self.edited.emit(self.unit(index), str(value).strip())
        return True

    def _text(self, row: dict[str, Any], column: int) -> str:
        if column == NAME:
            name = str(row["unit_name"] or row["unit_code"])
            return (
                tr("District {code}", code=row["unit_code"])
                if row["level"] == "district" and not row["unit_name"]
                else name
            )
        if column == ORIGIN:
            return origin_word(str(row["origin"]))
        if column == STATUS:
            note = row["note"]
            word = status_word(str(row["status"]))
            return f"{word}: {say(note)}" if isinstance(note, Message) else word
        value = row[{FIGURE: "value", PRESENT: "present", DIFFERENCE: "difference"}[column]]
        if value != value:
            return ""
        sign = "+" if column == DIFFERENCE and value > 0 else ""
        return sign + f"{value:,.{self._decimals}f}".replace("-", "−")
