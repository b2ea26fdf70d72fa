"""Working through the findings: what is accepted, and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Optional

from qgis.PyQt.QtCore import QObject

from ..core.errors import InputError
from ..core.review.findings import ACCEPTED, Change, Entry, compare, entries_of
from ..translation import say_error, tr
from .decisions import DecisionSession
from .desk import Desk

if TYPE_CHECKING:
    from ..database import Decision


class FindingsSession(DecisionSession):
    """The findings kept with the plan in hand."""

    SUBJECT = "finding"

    def __init__(self, desk: Desk, parent: Optional[QObject] = None) -> None:
        super().__init__(desk, parent)
        self._place: tuple[str, str] = ("", "")
        self._result = -1  # number of the result that is shown
        self.entries: tuple[Entry, ...] = ()
        self.checked = False  # whether the plan has been checked at all
        self.stale = False

    def load(self) -> Optional[Change]:
        """Read anew; what a new check changed, None where it is the first that is shown. Raises `PlannerError`."""
        before, place = self.entries, (str(self._desk.path), self._desk.plan)
        known = place == self._place and self.checked
        with self._desk.database(read_only=True) as db:
            result = db.result(db.plan(self._desk.plan).id, self.SUBJECT)
            decisions = db.decisions(self.SUBJECT)
        self.entries = () if result is None else entries_of(result.table, decisions)
        self.checked, self.stale = result is not None, result is not None and result.stale
        number = -1 if result is None else result.id
        anew = known and number != self._result
        if place != self._place or anew:
            self.stack.clear()
        self._place, self._result = place, number
        self.changed.emit()
        return compare(before, self.entries) if anew else None

    def accept(self, entries: Sequence[Entry], reason: str) -> bool:
        """Accept findings for a reason, as one step; refused without one."""
        from ..database import Decision

        if not reason.strip():
            error = InputError("no_reason", "Say why the finding is accepted; the reason is kept with it.")
            self.refused.emit(say_error(error))
            return False
        title = tr("accept {count} findings", count=len(entries))
        return self._push(title, entries, Decision(ACCEPTED, reason.strip()))

    def withdraw(self, entries: Sequence[Entry]) -> bool:
        """Open accepted findings again, as one step."""
        return self._push(tr("open {count} findings again", count=len(entries)), entries, None)

    def _push(self, title: str, entries: Sequence[Entry], decision: Optional[Decision]) -> bool:
        from ..database import Decision

        before = {entry.key: None if entry.reason is None else Decision(ACCEPTED, entry.reason) for entry in entries}
        return self.push(title, before, decision)
