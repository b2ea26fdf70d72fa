"""Decisions on what an analysis found: saved at once, each one step of undo."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Optional

from qgis.PyQt.QtCore import QObject, pyqtSignal
from qgis.PyQt.QtWidgets import QUndoCommand, QUndoStack

from ..core.errors import PlannerError
from ..translation import say_error, tr
from .desk import Desk
from .plan_session import PlanSession


class DecisionSession(PlanSession):
    """Base of the sessions; SUBJECT is what is decided on. `changed` follows every decision."""

    SUBJECT = ""

    changed = pyqtSignal()
    refused = pyqtSignal(str)
    saved = pyqtSignal(str)  # what was done, in words

    def __init__(self, desk: Desk, parent: Optional[QObject] = None) -> None:
        super().__init__(desk, parent)
        self._failed = False
        self.stack = QUndoStack(self)

    def load(self) -> Any:
        """Read anew and emit `changed`; raises `PlannerError`."""
        raise NotImplementedError

    def clear(self) -> None:
        """Show nothing, and emit `changed`."""
        raise NotImplementedError

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

    def push(self, title: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
        """Decide on all, as one step; False where there is nothing to decide on or it was refused.

        before, after  key -> what was decided on it so far and what is now, as `keep` takes it
        """
        if not before:
            return False
        self.stack.push(_Decide(self, title, before, after))
        if not self._failed:
            self.saved.emit(tr("Saved: {what}", what=title))
        return not self._failed

    def keep(self, decisions: Mapping[str, Any]) -> bool:
        """Save decisions and read them back; False where that was refused: only where they were read from."""
        self._failed = False
        try:
            self.require_here()
            self.write(decisions)
            self.load()
        except PlannerError as error:
            self._failed = True
            self.refused.emit(say_error(error))
        return not self._failed

    def write(self, decisions: Mapping[str, Any]) -> None:
        """Save what was decided: key -> `Decision`, or None to take one back. Raises `PlannerError`."""
        with self._desk.database() as db:
            db.decide(self.SUBJECT, decisions)


class _Decide(QUndoCommand):
    """Done when it is pushed; what could not be saved leaves the stack."""

    def __init__(
        self,
        session: DecisionSession,
        title: str,
        before: Mapping[str, Any],
        after: Mapping[str, Any],
    ) -> None:
        super().__init__(title)
        self._session, self._before, self._after = session, before, after

    def redo(self) -> None:
        self.setObsolete(not self._session.keep(self._after))

    def undo(self) -> None:
        self.setObsolete(not self._session.keep(self._before))
