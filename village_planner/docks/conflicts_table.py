"""The ledger as a table: the conflicts that the filters leave, each with its state in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Optional

from qgis.PyQt.QtCore import QObject, Qt

from ..core.review.conflicts import DECIDED, SLIVER, Conflict
from ..translation import say, tr
from .item_table import ItemTable

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


class ConflictsTable(ItemTable):
    """Rows are conflicts; areas in m² with two decimals. `units` tells code -> what the unit is called."""

    def __init__(self, units: Callable[[], Mapping[str, str]], parent: Optional[QObject] = None) -> None:
        headings = {
            NUMBER: tr("No."),
            CAUSE: tr("Conflict"),
            UNIT: tr("Unit"),
            FIRST: tr("First plan"),
            SECOND: tr("Second plan"),
            LINES: tr("Control lines"),
            AREA: tr("Area (m²)"),
            WINNER: tr("Wins by the rule"),
            STATE: tr("State"),
        }
        super().__init__(headings, parent)
        self._unit_names = units
        self._units: Mapping[str, str] = {}

    def show(self, items: Sequence[Conflict]) -> None:
        self._units = self._unit_names()
        super().show(items)

    def tip(self, item: Conflict, column: int) -> str:
        return {CAUSE: about(item), UNIT: item.unit_code}.get(column) or self.text(item, column)

    def look(self, item: Conflict, column: int, role: int) -> Any:
        if role == Qt.ItemDataRole.TextAlignmentRole and column in (NUMBER, AREA):
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def text(self, item: Conflict, column: int) -> str:
        if column == STATE:
            return state_words(item)
        return {
            NUMBER: str(item.number),
            CAUSE: item.cause,
            UNIT: self._units.get(item.unit_code, item.unit_code),
            FIRST: item.first,
            SECOND: item.second,
            LINES: line_words(item.constraints),
            AREA: f"{item.area_m2:,.2f}",
            WINNER: winner_word(item.winner),
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
