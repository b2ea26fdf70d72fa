"""The ledger as a table: the conflicts that the filters leave, each with its state in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Optional

from qgis.PyQt.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from ..core.review.conflicts import DECIDED, SLIVER, Conflict
from ..translation import say, tr

NUMBER, CAUSE, UNIT, FIRST, SECOND, LINES, AREA, WINNER, STATE = range(9)


def winner_word(winner: str) -> str:
    from ..core.conflicts.judge import WINNER_NAMES

    return say(WINNER_NAMES[winner]) if winner in WINNER_NAMES else winner


def line_words(constraints: str) -> str:
    """The lines' names; those of the planning database's own kinds in the interface's language."""
    names = {
        "ecological_redline": tr("Ecological redline"),
        "permanent_basic_farmland": tr("Permanent basic farmland"),
        "urban_development_boundary": tr("Urban development boundary"),
    }
    return " + ".join(names.get(name, name) for name in constraints.split("+")) if constraints else ""


class ConflictsTable(QAbstractTableModel):
    """Rows are conflicts; areas in m² with two decimals."""

    def __init__(self, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._conflicts: Sequence[Conflict] = ()
        self._units: Mapping[str, str] = {}

    def show(self, conflicts: Sequence[Conflict], units: Mapping[str, str]) -> None:
        """units: code -> what the unit is called"""
        self.beginResetModel()
        self._conflicts, self._units = conflicts, units
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
            return {CAUSE: about(conflict), UNIT: conflict.unit_code}.get(column) or self._text(conflict, column)
        if role == Qt.ItemDataRole.TextAlignmentRole and column in (NUMBER, AREA):
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def _text(self, conflict: Conflict, column: int) -> str:
        if column == STATE:
            return state_words(conflict)
        return {
            NUMBER: str(conflict.number),
            CAUSE: conflict.cause,
            UNIT: self._units.get(conflict.unit_code, conflict.unit_code),
            FIRST: conflict.first,
            SECOND: conflict.second,
            LINES: line_words(conflict.constraints),
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
