"""Changing the assignment by hand: one move is one step of undo, saved in the database before the next begins."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Optional

from qgis.PyQt.QtCore import QObject, pyqtSignal
from qgis.PyQt.QtWidgets import QUndoCommand, QUndoStack

from ..core.errors import InputError, PlannerError
from ..core.review.drawing import Problem, Sheet, Tally, move, problems, tallies
from ..core.review.edits import DistrictRow
from ..core.review.facts import MOVED, read_districts, read_sheets
from ..translation import say_error, tr
from .desk import Desk

if TYPE_CHECKING:
    import geopandas as gpd

SPARE_COLOUR = "#c8ccc4"  # of a district that has no colour in the database yet


class Session(QObject):
    """The assignment of one level of the plan in hand, while it is being changed."""

    changed = pyqtSignal(object)  # set of the unit codes whose district changed
    refused = pyqtSignal(str)
    saved = pyqtSignal(str)  # what was done, in words

    def __init__(self, desk: Desk, level: str, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self.level = level
        self.stack = QUndoStack(self)
        self._desk = desk
        self._plan_id = int(desk.plan)
        self.sheet = Sheet({}, {})
        self.districts: dict[str, DistrictRow] = {}
        self.assignment: dict[str, str] = {}
        self.colours: dict[str, str] = {}
        self._rows: dict[str, dict[str, Any]] = {}  # district rows as last seen, to bring back what undo needs
        self.units: Optional[gpd.GeoDataFrame] = None
        self.load()

    def load(self) -> None:
        """Read the level anew; what could be undone is forgotten, since others may have changed the plan."""
        self.stack.clear()
        with self._desk.database(read_only=True) as db:
            self.units = db.units(self._plan_id, self.level)
            neighbours = self._desk.neighbours(db, self.level, self.units)
            self.sheet = read_sheets(db, self._plan_id, {self.level: neighbours})[self.level]
            self.districts = read_districts(db, self._plan_id, self.level)
            self.assignment = dict(db.assignment(self._plan_id, self.level))
            self._rows = {}
            self._remember(db)

    # ---- figures, counted anew each time they are asked for
    def tallies(self) -> list[Tally]:
        return tallies(self.sheet, self.assignment, self.districts)

    def problems(self) -> list[Problem]:
        return problems(self.sheet, self.assignment, self.districts)

    # ---- changes
    def move(self, units: Iterable[str], district: str) -> bool:
        """Move units into a district as one step; refused moves say why through `refused`."""
        try:
            after = move(self.sheet, self.assignment, self.districts, units, district)
        except PlannerError as error:
            self.refused.emit(say_error(error))
            return False
        codes = [code for code in self.sheet.units if after.get(code) != self.assignment.get(code)]
        before = {code: self.assignment.get(code, "") for code in codes}
        title = tr("{count} units to {district}", count=len(codes), district=district or "–")
        command = _Move(self, title, before, {code: district for code in codes})
        self.stack.push(command)
        if self._failed:
            return False
        self.saved.emit(tr("Moved and saved: {what}", what=title))
        return True

    def replace(self, title: str, changes: Mapping[str, str], centres: tuple[Any, Any], what: str) -> bool:
        """New districts of units, and with them all centres of the level, as one step.

        centres  frames unit_code, role, reason: before and after     what  the record's word for it
        """
        before = {code: self.assignment.get(code, "") for code in changes}
        self.stack.push(_Move(self, title, before, dict(changes), centres, what))
        return not self._failed

    def undo(self) -> None:
        title = self.stack.undoText()
        if self.stack.canUndo() and self._free(self.stack.command(self.stack.index() - 1)):
            self.stack.undo()
            if not self._failed:
                self.saved.emit(tr("Undone and saved: {what}", what=title))

    def redo(self) -> None:
        title = self.stack.redoText()
        if self.stack.canRedo() and self._free(self.stack.command(self.stack.index())):
            self.stack.redo()
            if not self._failed:
                self.saved.emit(tr("Redone and saved: {what}", what=title))

    def lock(self, districts: Iterable[str], locked: bool) -> None:
        """Lock or unlock districts; kept in the database at once."""
        wanted = [code for code in districts if code in self._rows and self.districts[code].locked != locked]
        try:
            with self._desk.database() as db, db.transaction():
                for code in wanted:
                    db.update_district(self._plan_id, self.level, code, locked=locked)
                self._remember(db)
        except PlannerError as error:
            self.refused.emit(say_error(error))
            return
        self.districts.update(
            {code: replace(old, locked=locked) for code, old in self.districts.items() if code in wanted}
        )
        self.changed.emit(set())

    def add_district(self, parent: str = "") -> str:
        """A new, still empty district with the next free code; it is kept once it has a unit."""
        number = 1
        while (code := f"{parent}-{number:02d}" if parent else str(number)) in self.districts:
            number += 1
        self.districts[code] = DistrictRow(code, parent=parent)
        self.changed.emit(set())
        return code

    def drop_empty(self, district: str) -> None:
        """Forget a new district that got no unit."""
        if district not in self._rows and district not in self.assignment.values():
            self.districts.pop(district, None)
            self.changed.emit(set())

    def _free(self, command: QUndoCommand) -> bool:
        # A lock that was set after the move holds against its undoing as well.
        for code in sorted(command.districts()):
            if code in self.districts and self.districts[code].locked:
                error = InputError(
                    "locked_district",
                    "District {district} is locked. Unlock it in the table, then move the units.",
                    district=code,
                )
                self.refused.emit(say_error(error))
                return False
        return True

    _failed = False

    def apply(self, changes: Mapping[str, str], what: str, centres: Any = None) -> bool:
        """Save the changed districts of units ("" for none), and centres if given, in one transaction; then show."""
        after = {**self.assignment, **changes}
        after = {code: district for code, district in after.items() if district}
        self._failed = False
        try:
            self._save(after, changes, what, centres)
        except PlannerError as error:
            self._failed = True
            self.refused.emit(say_error(error))
            return False
        self.assignment = after
        self.changed.emit(set(changes))
        return True

    def _save(self, after: Mapping[str, str], changes: Mapping[str, str], what: str, centres: Any) -> None:
        import pandas as pd

        place = {"plan": self._plan_id, "level": self.level}
        before = {code: self.assignment.get(code) for code in changes}
        with self._desk.database() as db, db.transaction():
            there = set(read_districts(db, self._plan_id, self.level))
            db.save_assignment(self._plan_id, self.level, pd.Series(dict(after), dtype=object))
            # A district that had lost its last unit went from the database; it comes back as it was.
            for code in sorted(set(after.values()) - there):
                row = self._rows.get(code, {"parent": self.districts[code].parent or None})
                db.update_district(self._plan_id, self.level, code, **row)
            if centres is not None:
                db.save_centres(self._plan_id, self.level, centres)
            db.record("", what, {**place, "units": before}, {**place, "units": dict(changes)})
            self._remember(db)

    def _remember(self, db: Any) -> None:
        for row in db.districts(self._plan_id, self.level).to_dict("records"):
            code = row.pop("code")
            self._rows[code] = row
            self.colours[code] = row["colour"]


class _Move(QUndoCommand):
    """One move. It is done when it is pushed; a move that could not be saved leaves the stack."""

    def __init__(
        self,
        session: Session,
        title: str,
        before: Mapping[str, str],
        after: Mapping[str, str],
        centres: tuple[Any, Any] = (None, None),
        what: str = MOVED,
    ) -> None:
        super().__init__(title)
        self._session, self._before, self._after = session, before, after
        self._centres, self._what = centres, what

    def districts(self) -> set[str]:
        return {*self._before.values(), *self._after.values()} - {""}

    def redo(self) -> None:
        self.setObsolete(not self._session.apply(self._after, self._what, self._centres[1]))

    def undo(self) -> None:
        self.setObsolete(not self._session.apply(self._before, "undo " + self._what.split()[0], self._centres[0]))
