"""The ledger as a table: the conflicts that the filters leave, each with its state in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Optional

from qgis.PyQt.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from ..core.review.conflicts import DECIDED, SLIVER, Conflict
from ..translation import tr

NUMBER, CAUSE, UNIT, FIRST, SECOND, LINES, AREA, WINNER, STATE = range(9)


def winner_word(winner: str) -> str:
    return {
        "a": tr("the first plan"),
        "b": tr("the second plan"),
        "constraint": tr("the control line"),
        "check": tr("to be checked"),
        "other": tr("otherwise"),
    }.get(winner, winner)


class ConflictsTable(QAbstractTableModel):
    """Rows are conflicts; areas in m² with two decimals."""

    def __init__(self, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._conflicts: Sequence[Conflict] = ()

    def show(self, conflicts: Sequence[Conflict]) -> None:
        self.beginResetModel()
        self._conflicts = conflicts
        self.endResetModel()

    def conflict(self, row: int) -> Conflict:
        return self._conflicts[row]

    def row_of(self, key: str) -> int:
        """Row of a conflict, -1 for none."""
        return next((row for row, conflict in enumerate(self._conflicts) if conflict.key == key), -1)

    # ---- QAbstractTableModel
    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._conflicts)

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else STATE + 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return {
            NUMBER: tr("No."),
            CAUSE: tr("Conflict"),
            UNIT: tr("Unit"),
            FIRST: tr("First plan"),
            SECOND: tr("Second plan"),
            LINES: tr("Control lines"),
            AREA: tr("Area (m²)"),
            WINNER: tr("Wins by the rule"),
            STATE: tr("State"),
        }[section]

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        conflict, column = self._conflicts[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(conflict, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return about(conflict) if column == CAUSE else self._text(conflict, column)
        if role == Qt.ItemDataRole.TextAlignmentRole and column in (NUMBER, AREA):
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    @staticmethod
    def _text(conflict: Conflict, column: int) -> str:
        if column == STATE:
            return state_words(conflict)
        return {
            NUMBER: str(conflict.number),
            CAUSE: conflict.cause,
            UNIT: conflict.unit_code,
            FIRST: conflict.first,
            SECOND: conflict.second,
            LINES: conflict.constraints,
            AREA: f"{conflict.area_m2:,.2f}",
            WINNER: winner_word(conflict.winner),
        }[column]


def state_words(conflict: Conflict) -> str:
    if conflict.state == DECIDED:
        return tr(
            "decided by {who}: {winner}; {reason}",
            who=conflict.who,
            winner=winner_word(conflict.decision),
            reason=conflict.reason,
        )
    return tr("sliver") if conflict.state == SLIVER else tr("open")


def about(conflict: Conflict) -> str:
    """What the rule says of it, and what was decided instead."""
    lines = [tr("By the rule: {treatment}", treatment=conflict.treatment)]
    if conflict.exceptions:
        lines.append(tr("Exceptions: {exceptions}", exceptions=conflict.exceptions))
    if conflict.own_treatment:
        lines.append(tr("Decided: {treatment}", treatment=conflict.own_treatment))
    return "\n".join(lines)
