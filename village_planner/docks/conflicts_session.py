"""Working through the ledger: who wins, how it is treated, and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Optional

from qgis.PyQt.QtCore import QObject

from ..core.errors import InputError
from ..core.review.conflicts import Conflict, conflicts_of
from ..translation import say_error, tr
from .decisions import DecisionSession
from .desk import Desk, Place

if TYPE_CHECKING:
    from ..database import Decision


class ConflictsSession(DecisionSession):
    """The ledger kept with the plan in hand."""

    SUBJECT = "conflict"

    def __init__(self, desk: Desk, parent: Optional[QObject] = None) -> None:
        super().__init__(desk, parent)
        self._result = -1  # number of the result that is shown
        self.conflicts: tuple[Conflict, ...] = ()
        self.found = False  # whether conflicts have been looked for at all
        self.stale = False

    def load(self) -> None:
        """Read anew; raises `PlannerError`."""
        from ..database.ledger import read_ledger

        with self._desk.database(read_only=True) as db:
            plan = db.plan(self._desk.plan).id
            result = db.result(plan, self.SUBJECT)
            ledger = None if result is None else read_ledger(db, plan)
        self.conflicts = () if ledger is None else conflicts_of(ledger)
        self.found, self.stale = result is not None, result is not None and result.stale
        number = -1 if result is None else result.id
        if self.elsewhere or number != self._result:  # another ledger: its rows are others
            self.stack.clear()
        self._loaded, self._result = self._desk.place, number
        self.changed.emit()

    def clear(self) -> None:
        self.conflicts, self.found, self.stale = (), False, False
        self._loaded, self._result = Place(), -1
        self.stack.clear()
        self.changed.emit()

    def decide(self, conflicts: Sequence[Conflict], winner: str, treatment: str, reason: str) -> bool:
        """Decide conflicts for a reason, as one step; refused without one."""
        from ..database import Decision

        if not reason.strip():
            error = InputError("no_reason", "Say why it is decided so; the reason is kept with the conflict.")
            self.refused.emit(say_error(error))
            return False
        title = tr("decide {count} conflicts", count=len(conflicts))
        return self._push(title, conflicts, Decision(winner, reason.strip(), treatment.strip()))

    def withdraw(self, conflicts: Sequence[Conflict]) -> bool:
        """Open decided conflicts again, as one step."""
        return self._push(tr("open {count} conflicts again", count=len(conflicts)), conflicts, None)

    def _push(self, title: str, conflicts: Sequence[Conflict], decision: Optional[Decision]) -> bool:
        from ..database import Decision

        before = {
            item.key: Decision(item.decision, item.reason, item.own_treatment) if item.decision else None
            for item in conflicts
        }
        return self.push(title, before, dict.fromkeys(before, decision))
