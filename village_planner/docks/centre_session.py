"""Moving the centres of a plan by hand: what a move would do is shown while the hand drags, and kept as one step."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Optional

from qgis.PyQt.QtCore import QObject, pyqtSignal

from ..core.drawing.edit_kinds import MOVE_CENTRE
from ..core.drawing.edits import CentreRow
from ..core.errors import InputError, PlannerError
from ..core.messages import message
from ..translation import say_error, say_in_chinese, tr
from . import jobs
from .desk import Desk
from .drawing.session import Session
from .jobs import Setting
from .look import signed

if TYPE_CHECKING:
    from ..core.partition.centre_moves import CentreMove
    from ..core.partition.problem import Rules

ROLES = {"township": "central_town", "village": "central_village"}  # which centres have a district of their own


class CentreSession(QObject):
    """The districts and centres of one level of the plan in hand, while centres are being moved."""

    repaint = pyqtSignal(object)  # set of the unit codes that are shown in another district now
    told = pyqtSignal(str, bool)
    kept = pyqtSignal()  # the database has changed

    def __init__(self, desk: Desk, level: str, setting: Setting, parent: Optional[QObject] = None) -> None:
        """Raises `PlannerError` where the plan has units without district."""
        from ..core.partition.centre_moves import CentreMoves

        super().__init__(parent)
        self.level = level
        self._desk = desk
        self._move: Optional[CentreMove] = None
        self.session = Session(desk, level, self)
        if len(self.session.assignment) < len(self.session.sheet.units):
            raise InputError("unassigned", "Draw the districts first: some units are in none.")
        self.session.refused.connect(lambda text: self.told.emit(text, True))
        self.session.changed.connect(self._changed)
        self.session.saved.connect(lambda text: self.told.emit(text, False))
        locked = [code for code, district in self.session.districts.items() if district.locked]
        self.moves = CentreMoves(self.session.units, rules_of(setting, level), locked)
        self.shown: dict[str, str] = {}
        self._put()

    @property
    def names(self) -> dict[str, str]:
        return {code: unit.name or code for code, unit in self.session.sheet.units.items()}

    # ---- dragging
    def is_current(self) -> bool:
        """Whether the database still holds the plan that is shown; others may have changed it."""
        with self._desk.database(read_only=True) as db:
            return db.scheme(int(self._desk.plan), self.level) == self.session.scheme

    def preview(self, centre: str, to: str) -> None:
        """Show what the plan becomes when a centre moves to a unit; where it cannot, say why and show the plan."""
        try:
            move = self.moves.move(centre, to)
        except PlannerError as error:
            self.revert()
            self.told.emit(say_error(error), True)
            return
        self._move = move
        self._show({**self.session.assignment, **move.changes})
        self.told.emit(self._words(move), False)

    def revert(self) -> None:
        """Show the plan as it is in the database."""
        self._move = None
        self._show(self.session.assignment)

    def keep(self) -> None:
        """Write what is shown into the database, as one step that can be undone."""
        move, self._move = self._move, None
        if move is None or move.centre == move.to:
            self.revert()
            return
        title = tr("centre {centre} → {unit}", centre=self.names[move.centre], unit=self.names[move.to])
        if self.session.replace(title, move.changes, self._moved(move), MOVE_CENTRE):
            self.told.emit(tr("Saved. {what}", what=self._words(move)), False)
        else:
            self.revert()

    def _moved(self, move: CentreMove) -> dict[str, CentreRow]:
        """The centres after a move: the unit takes over the role, or the first role where a stand-in was moved."""
        centres = dict(self.session.scheme.centres)
        old = centres.pop(move.centre, None)
        role = ROLES[self.level] if old is None else old.role
        centres[move.to] = CentreRow(role, say_in_chinese(message("moved by hand")))
        return centres

    def _changed(self, codes: set[str]) -> None:
        """A step was made, undone or redone."""
        self._put()
        self.kept.emit()

    def _put(self) -> None:
        own = [unit for unit, row in self.session.scheme.centres.items() if row.role == ROLES[self.level]]
        self.moves.put(self.session.assignment, own)
        self._show(self.session.assignment)

    def _show(self, assignment: Mapping[str, str]) -> None:
        changed = {code for code in {*assignment, *self.shown} if assignment.get(code) != self.shown.get(code)}
        self.shown = dict(assignment)
        self.repaint.emit(changed)

    def _words(self, move: CentreMove) -> str:
        return tr(
            "Centre {centre} → {unit}: objective {before} → {after}, largest deviation {deviation} % (district "
            "{district}), {count} units change district.",
            centre=self.names[move.centre],
            unit=self.names[move.to],
            before=f"{move.before.objective:.4f}",
            after=f"{move.after.objective:.4f}",
            deviation=signed(move.after.deviation),
            district=move.after.district,
            count=len(move.changes),
        )


def rules_of(setting: Setting, level: str) -> Rules:
    """The rules by which the page draws the districts of a level; the plan itself says how many there are."""
    from ..core.partition.problem import Rules

    make = jobs.township_districts if level == "township" else jobs.village_districts
    given: dict[str, Any] = next(run.parameters for run in make(setting).runs if run.algorithm == "partitiondistricts")
    return Rules(
        code=given["CODE_FIELD"],
        population=given["POPULATION_FIELD"],
        tolerance=given["TOLERANCE"],
        similarity=[name for name in given["SIMILARITY_FIELDS"].split(";") if name],
        parent=given.get("PARENT_FIELD") or "",
        township=given.get("TOWNSHIP_FIELD") or "",
        max_crossing=given.get("MAX_CROSSING"),
    )
