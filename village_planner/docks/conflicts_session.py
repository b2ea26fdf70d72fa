"""Working through the ledger: what is decided is saved at once; each decision is one step of undo."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Optional

from qgis.PyQt.QtCore import QObject, pyqtSignal
from qgis.PyQt.QtWidgets import QUndoCommand, QUndoStack

from ..core.errors import InputError, PlannerError
from ..core.review.conflicts import Conflict, conflicts_of
from ..translation import say_error, tr
from .desk import Desk

if TYPE_CHECKING:
    from ..database import Decision

SUBJECT = "conflict"


class ConflictsSession(QObject):
    """The ledger kept with the plan in hand. `changed` follows every decision."""

    changed = pyqtSignal()
    refused = pyqtSignal(str)
    saved = pyqtSignal(str)  # what was done, in words

    def __init__(self, desk: Desk, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._place: tuple[str, str, int] = ("", "", -1)
        self._failed = False
        self.stack = QUndoStack(self)
        self.conflicts: tuple[Conflict, ...] = ()
        self.found = False  # whether conflicts have been looked for at all
        self.stale = False

    def load(self) -> None:
        """Read anew; raises `PlannerError`."""
        from ..database.ledger import read_ledger

        with self._desk.database(read_only=True) as db:
            plan = db.plan(self._desk.plan).id
            result = db.result(plan, SUBJECT)
            ledger = None if result is None else read_ledger(db, plan)
        self.conflicts = () if ledger is None else conflicts_of(ledger)
        self.found, self.stale = result is not None, result is not None and result.stale
        place = (str(self._desk.path), self._desk.plan, -1 if result is None else result.id)
        if place != self._place:  # another ledger: its rows are others
            self.stack.clear()
        self._place = place
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

    def _push(self, title: str, conflicts: Sequence[Conflict], decision: Optional[Decision]) -> bool:
        from ..database import Decision

        if not conflicts:
            return False
        before = {
            item.key: Decision(item.decision, item.reason, item.own_treatment) if item.decision else None
            for item in conflicts
        }
        self.stack.push(_Decide(self, title, before, dict.fromkeys(before, decision)))
        if not self._failed:
            self.saved.emit(tr("Saved: {what}", what=title))
        return not self._failed

    def keep(self, decisions: Mapping[str, Optional[Decision]]) -> bool:
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
        session: ConflictsSession,
        title: str,
        before: Mapping[str, Optional[Decision]],
        after: Mapping[str, Optional[Decision]],
    ) -> None:
        super().__init__(title)
        self._session, self._before, self._after = session, before, after

    def redo(self) -> None:
        self.setObsolete(not self._session.keep(self._after))

    def undo(self) -> None:
        self.setObsolete(not self._session.keep(self._before))
