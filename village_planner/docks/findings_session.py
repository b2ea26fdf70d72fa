"""Working through the findings: what is accepted, and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Optional

from qgis.PyQt.QtCore import QObject

from ..core.errors import InputError
from ..core.review.findings import ACCEPTED, Change, Entry, compare, entries_of
from ..translation import say_error, tr
from .decisions import DecisionSession
from .desk import Desk, Place

if TYPE_CHECKING:
    from ..database import Decision


class FindingsSession(DecisionSession):
    """The findings kept with the plan in hand."""

    SUBJECT = "finding"

    def __init__(self, desk: Desk, parent: Optional[QObject] = None) -> None:
        super().__init__(desk, parent)
        self._result = -1  # number of the result that is shown
        self.entries: tuple[Entry, ...] = ()
        self.checked = False  # whether the plan has been checked at all
        self.stale = False

    def load(self) -> Optional[Change]:
        """Read anew; what a new check changed, None where it is the first that is shown. Raises `PlannerError`."""
        before, elsewhere = self.entries, self.elsewhere
        known = not elsewhere and self.checked
        with self._desk.database(read_only=True) as db:
            result = db.result(db.plan(self._desk.plan).id, self.SUBJECT)
            decisions = db.decisions(self.SUBJECT)
        self.entries = () if result is None else entries_of(result.table, decisions)
        self.checked, self.stale = result is not None, result is not None and result.stale
        number = -1 if result is None else result.id
        anew = known and number != self._result
        if elsewhere or anew:
            self.stack.clear()
        self._loaded, self._result = self._desk.place, number
        self.changed.emit()
        return compare(before, self.entries) if anew else None

    def clear(self) -> None:
        self.entries, self.checked, self.stale = (), False, False
        self._loaded, self._result = Place(), -1
        self.stack.clear()
        self.changed.emit()

    def accept(self, entries: Sequence[Entry], reason: str) -> bool:
        """Accept findings for a reason, as one step; refused without one."""
        from ..database import Decision

        if not reason.strip():
            error = InputError("no_reason", "Say why the finding is accepted; the reason is kept with it.")
            self.refused.emit(say_error(error))
            return False
        title = tr("accept {count} findings", count=len(entries))
        after = {entry.key: Decision(ACCEPTED, reason.strip(), entry.message) for entry in entries}
        return self.push(title, _decided(entries), after)

    def withdraw(self, entries: Sequence[Entry]) -> bool:
        """Open accepted findings again, as one step."""
        before = _decided(entries)
        return self.push(tr("open {count} findings again", count=len(entries)), before, dict.fromkeys(before))


def _decided(entries: Sequence[Entry]) -> dict[str, Optional[Decision]]:
    """What has been decided so far."""
    from ..database import Decision

    return {
        entry.key: None if entry.reason is None else Decision(ACCEPTED, entry.reason, entry.accepted)
        for entry in entries
    }
