"""A level of the plan in hand while it is drawn: every step is an edit, on disk before the next begins."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Optional

from qgis.PyQt.QtCore import QObject, pyqtSignal

from ..core.errors import InputError, PlannerError
from ..core.review.districts import lock_districts
from ..core.review.drawing import Problem, Sheet, problems
from ..core.review.edit_kinds import MOVE_UNITS
from ..core.review.edits import CentreRow, DistrictRow, Edit, Scheme, apply, difference
from ..core.review.facts import read_sheets
from ..core.review.strokes import assign
from ..core.task import Task
from ..translation import say_error, tr
from .desk import Desk
from .drawing_figures import best_known, read_figures
from .edit_words import edit_word

if TYPE_CHECKING:
    import geopandas as gpd

    from ..core.partition.problem import Rules
    from ..core.review.costs import Costs
    from ..core.review.figures import DrawingFigures, Figures
    from ..database.edits import HistoryEntry


class Session(QObject):
    """One level of the plan; figures are counted anew whenever they are asked for."""

    changed = pyqtSignal(object)  # set of the unit codes whose district changed
    refused = pyqtSignal(str)
    saved = pyqtSignal(str)  # what was done, in words
    steps_changed = pyqtSignal()  # what can be undone or redone

    def __init__(self, desk: Desk, level: str, parent: Optional[QObject] = None, rules: Optional[Rules] = None) -> None:
        """rules: by which the districts are drawn, needed for `figures` only"""
        super().__init__(parent)
        self.level = level
        self._desk, self._rules = desk, rules
        self._counter: Optional[DrawingFigures] = None
        self._plan_id = int(desk.plan)
        self.sheet = Sheet({}, {})
        self.scheme = Scheme()
        self.units: Optional[gpd.GeoDataFrame] = None
        self.undo_entry: Optional[HistoryEntry] = None
        self.redo_entry: Optional[HistoryEntry] = None
        self.load()

    def load(self) -> None:
        """Read the level anew; raises `PlannerError`."""
        with self._desk.database(read_only=True) as db:
            self.units = db.units(self._plan_id, self.level)
            self.neighbours = self._desk.neighbours(db, self.level, self.units)
            self.sheet = read_sheets(db, self._plan_id, {self.level: self.neighbours})[self.level]
            self.scheme = db.scheme(self._plan_id, self.level)
            self._read_steps(db)
        self._counter = None

    # ---- what is drawn
    @property
    def assignment(self) -> Mapping[str, str]:
        return self.scheme.assignment

    @property
    def districts(self) -> Mapping[str, DistrictRow]:
        return self.scheme.districts

    @property
    def colours(self) -> dict[str, str]:
        return {code: row.colour for code, row in self.scheme.districts.items()}

    def problems(self, figures: Optional[Figures] = None) -> list[Problem]:
        """figures: of what is drawn, where they are known already"""
        broken = None if figures is None else figures.broken
        return problems(self.sheet, self.assignment, self.districts, broken)

    # ---- figures
    def counter(self) -> DrawingFigures:
        """What counts the figures of schemes; made at the first call, which may take a second in a large county."""
        if self._counter is None:
            assert self._rules is not None
            with self._desk.database(read_only=True) as db:
                self._counter = read_figures(db, self._plan_id, self.level, self.units, self.neighbours, self._rules)
        return self._counter

    def best_known(self, task: Task) -> Optional[float]:
        """The objective to measure against, for a thread of its own; see `drawing_figures.best_known`."""
        counter = self.counter()
        with self._desk.database(read_only=True) as db:
            return best_known(db, self._plan_id, self.level, counter, task)

    def figures(self, scheme: Optional[Scheme] = None) -> Figures:
        """The figures of a scheme, of what is drawn where none is given."""
        return self.counter().count(self.scheme if scheme is None else scheme)

    def costs(self) -> Costs:
        return self.counter().costs

    # ---- changes
    def joined(self, base: Scheme, edit: Edit) -> Edit:
        """An edit on a scheme that other edits have led to, with these as one step."""
        return difference(self.scheme, apply(base, edit), edit.what)

    def commit(self, edit: Edit, title: str = "") -> bool:
        """Do an edit: into the database, then on the screen. Why it cannot be is said through `refused`."""
        if not edit:
            return False
        done = self._write(lambda db: self._applied(db, edit))
        if done is None:
            return False
        self.saved.emit(tr("Saved: {what}", what=title or edit_word(edit.what, len(edit.units))))
        return True

    def make(self, call: Callable[[], Edit], title: str = "") -> bool:
        """Commit what core makes, or say why it refuses."""
        try:
            edit = call()
        except PlannerError as error:
            self.refused.emit(say_error(error))
            return False
        return self.commit(edit, title)

    def move(self, units: Iterable[str], district: str) -> bool:
        """Move units into a district ("" for none) as one step; refused moves say why."""
        return self.make(lambda: assign(self.sheet, self.scheme, units, district, MOVE_UNITS))

    def replace(
        self, title: str, changes: Mapping[str, str], centres: Optional[Mapping[str, CentreRow]], what: str
    ) -> bool:
        """New districts of units, and with them all centres of the level (None: as they are), as one step.

        what  the record's word for it
        """
        after = {**self.assignment, **changes}
        after = {code: district for code, district in after.items() if district}
        scheme = replace(self.scheme, assignment=after, centres=self.scheme.centres if centres is None else centres)
        return self.commit(difference(self.scheme, scheme, what), title)

    def lock(self, districts: Iterable[str], locked: bool) -> bool:
        """Lock or unlock districts, one step for all."""
        return self.make(lambda: lock_districts(self.scheme, list(districts), locked))

    def undo(self) -> bool:
        return self._step(self.undo_entry, "undo", tr("Undone and saved: {what}"))

    def redo(self) -> bool:
        return self._step(self.redo_entry, "redo", tr("Redone and saved: {what}"))

    def _step(self, entry: Optional[HistoryEntry], name: str, words: str) -> bool:
        if entry is None:
            return False
        edit = self._write(lambda db: getattr(db, name)(self._plan_id, self.level))
        if edit is None:
            return False
        self.saved.emit(words.format(what=edit_word(entry.what, entry.units)))
        return True

    def _applied(self, db: Any, edit: Edit) -> Edit:
        number = db.apply_edit(self._plan_id, self.level, edit)
        return db.edit(number)  # the database may have given a new district its colour

    def _write(self, work: Callable[[Any], Optional[Edit]]) -> Optional[Edit]:
        try:
            with self._desk.database() as db:
                edit = work(db)
                if edit is None:
                    return None
                try:
                    self.scheme = apply(self.scheme, edit)
                except InputError:  # others had changed the plan before; the database holds the truth
                    self.scheme = db.scheme(self._plan_id, self.level)
                self._read_steps(db)
        except PlannerError as error:
            self._refuse(error)
            return None
        self.steps_changed.emit()
        self.changed.emit(set(edit.units))
        return edit

    def _refuse(self, error: PlannerError) -> None:
        """Say why, and show what the file holds where another had changed the plan."""
        if error.code == "changed_meanwhile":
            before = self.scheme
            try:
                self.load()
            except PlannerError as worse:
                error = worse
            self.steps_changed.emit()
            self.changed.emit(set(difference(before, self.scheme, "").units))
        self.refused.emit(say_error(error))

    def _read_steps(self, db: Any) -> None:
        self.undo_entry = db.undo_entry(self._plan_id, self.level)
        self.redo_entry = db.redo_entry(self._plan_id, self.level)
