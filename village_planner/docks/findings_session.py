"""Working through the findings: what was accepted and why is saved at once; each decision is one step of undo."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Optional

from qgis.PyQt.QtCore import QObject, pyqtSignal
from qgis.PyQt.QtWidgets import QUndoCommand, QUndoStack

from ..core.errors import InputError, PlannerError
from ..core.review.findings import ACCEPTED, Change, Entry, compare, entries_of
from ..translation import say_error, tr
from .desk import Desk

if TYPE_CHECKING:
    from ..database import Decision

SUBJECT = "finding"


class FindingsSession(QObject):
    """The findings kept with the plan in hand. `changed` follows every decision."""

    changed = pyqtSignal()
    refused = pyqtSignal(str)
    saved = pyqtSignal(str)  # what was done, in words

    def __init__(self, desk: Desk, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._place: tuple[str, str] = ("", "")
        self._result = -1  # number of the result that is shown
        self.stack = QUndoStack(self)
        self.entries: tuple[Entry, ...] = ()
        self.checked = False  # whether the plan has been checked at all
        self.stale = False

    def load(self) -> Optional[Change]:
        """Read anew; what a new check changed, None where it is the first that is shown. Raises `PlannerError`."""
        before, place = self.entries, (str(self._desk.path), self._desk.plan)
        known = place == self._place and self.checked
        with self._desk.database(read_only=True) as db:
            result = db.result(db.plan(self._desk.plan).id, SUBJECT)
            decisions = db.decisions(SUBJECT)
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

    def undo(self) -> None:
        title = self.stack.undoText()
        if self.stack.canUndo():
            self.stack.undo()
            if not self._failed:
                self.saved.emit(tr("Undone and saved: {what}", what=title))

    def redo(self) -> None:
        title = self.stack.redoText()
        if self.stack.canRedo():
            self.stack.redo()
            if not self._failed:
                self.saved.emit(tr("Redone and saved: {what}", what=title))

    _failed = False

    def _push(self, title: str, entries: Sequence[Entry], decision: Optional[Decision]) -> bool:
        from ..database import Decision

        if not entries:
            return False
        before = {entry.key: None if entry.reason is None else Decision(ACCEPTED, entry.reason) for entry in entries}
        self.stack.push(_Decide(self, title, before, dict.fromkeys(before, decision)))
        if not self._failed:
            self.saved.emit(tr("Saved: {what}", what=title))
        return not self._failed

    def decide(self, decisions: Mapping[str, Optional[Decision]]) -> bool:
        """Save decisions and read them back; False where that was refused."""
        self._failed = False
        try:
            with self._desk.database() as db:
                db.decide(SUBJECT, decisions)
            self.load()
        except PlannerError as error:
            self._failed = True
            self.refused.emit(say_error(error))
        return not self._failed


class _Decide(QUndoCommand):
    """Done when it is pushed; what could not be saved leaves the stack."""

    def __init__(
        self,
        session: FindingsSession,
        title: str,
        before: Mapping[str, Optional[Decision]],
        after: Mapping[str, Optional[Decision]],
    ) -> None:
        super().__init__(title)
        self._session, self._before, self._after = session, before, after

    def redo(self) -> None:
        self.setObsolete(not self._session.decide(self._after))

    def undo(self) -> None:
        self.setObsolete(not self._session.decide(self._before))
