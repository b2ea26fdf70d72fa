"""A level of the plan in hand while it is drawn: every step is an edit, on disk before the next begins."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Optional

from qgis.PyQt.QtCore import QObject, pyqtSignal

from ...core.drawing.districts import lock_districts
from ...core.drawing.edit_kinds import MOVE_UNITS
from ...core.drawing.edits import CentreRow, DistrictRow, Edit, Scheme, apply, difference
from ...core.drawing.sheet import Problem, Sheet, problems
from ...core.drawing.strokes import assign
from ...core.errors import InputError, PlannerError
from ...core.review.facts import read_sheets
from ...core.task import SILENT, Task
from ...translation import say_error, tr
from ..desk import Desk, Found
from .edit_words import edit_word
from .figures import best_known, read_figures

if TYPE_CHECKING:
    import geopandas as gpd

    from ...core.drawing.costs import Costs
    from ...core.drawing.figures import DrawingFigures, Figures
    from ...core.partition.problem import Rules
    from ...database import HistoryEntry, UnitStability


@dataclass(frozen=True)
class Reading:
    """All that a level of a plan is drawn on, read in one go.

    units    as `database.units` gives them         found    who borders whom, see `Desk.find_neighbours`
    counter  of its figures, where rules were given  stability  of its units, where it is known
    points   unit code -> a place inside it, x and y; a unit without an outline is not there
    """

    units: gpd.GeoDataFrame
    found: Found
    sheet: Sheet
    scheme: Scheme
    undo_entry: Optional[HistoryEntry]
    redo_entry: Optional[HistoryEntry]
    stability: Optional[UnitStability] = None
    counter: Optional[DrawingFigures] = None
    points: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    far: Optional[float] = None  # per cent beyond which a deviation has a word, where the rules name no tolerance


def read_level(desk: Desk, plan_id: int, level: str, rules: Optional[Rules] = None, task: Task = SILENT) -> Reading:
    """Read a level; may run in a thread of its own. rules: by which the districts are drawn, for the counter.

    Raises `PlannerError`.
    """
    import shapely

    with desk.database(read_only=True) as db:
        units = db.units(plan_id, level)
        task.report(0.2)
        found = desk.find_neighbours(db, level, units, task.part(0.2, 0.7))
        task.report(0.7)
        sheet = read_sheets(db, plan_id, {level: found[1]})[level]
        scheme = db.scheme(plan_id, level)
        entries = db.undo_entry(plan_id, level), db.redo_entry(plan_id, level)
        if rules is None:
            return Reading(units, found, sheet, scheme, *entries)
        stability = db.unit_stability(plan_id, level)
        far = db.round_rules().notable_deviation
        task.report(0.8)
        counter = read_figures(db, plan_id, level, units, found[1], rules, task.part(0.8, 0.95))
        task.report(0.95)
    shapes = units.geometry.to_numpy()
    there = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    spots = shapely.get_coordinates(shapely.point_on_surface(shapes[there])).tolist()
    points = dict(zip(units["code"].to_numpy()[there].tolist(), map(tuple, spots)))
    return Reading(units, found, sheet, scheme, *entries, stability, counter, points, far)


class Session(QObject):
    """One level of the plan; figures are counted anew whenever they are asked for."""

    changed = pyqtSignal(object)  # set of the unit codes whose district changed
    refused = pyqtSignal(str)
    saved = pyqtSignal(str)  # what was done, in words
    steps_changed = pyqtSignal()  # what can be undone or redone

    def __init__(
        self,
        desk: Desk,
        level: str,
        parent: Optional[QObject] = None,
        rules: Optional[Rules] = None,
        reading: Optional[Reading] = None,
    ) -> None:
        """rules: by which the districts are drawn, needed for `figures` only; reading: the level as `read_level` found
        it just now, read here where it is not given"""
        super().__init__(parent)
        self.level = level
        self._desk, self._rules = desk, rules
        self._counter: Optional[DrawingFigures] = None
        self._plan_id = int(desk.plan)
        self.sheet = Sheet({}, {})
        self.scheme = Scheme()
        self.units: Optional[gpd.GeoDataFrame] = None
        self.stability: Optional[UnitStability] = None
        self.far: Optional[float] = None  # per cent beyond which a deviation has a word
        self.points: Mapping[str, tuple[float, float]] = {}
        self.undo_entry: Optional[HistoryEntry] = None
        self.redo_entry: Optional[HistoryEntry] = None
        if reading is None:
            self.load()
        else:
            self._put(reading)

    def load(self) -> None:
        """Read the level anew; raises `PlannerError`."""
        self._put(read_level(self._desk, self._plan_id, self.level, self._rules))

    def _put(self, reading: Reading) -> None:
        self._desk.know_neighbours(self.level, reading.found)
        tolerance = None if self._rules is None else self._rules.tolerance
        self.far = reading.far if tolerance is None else tolerance
        self.units, self.neighbours = reading.units, reading.found[1]
        self.sheet, self.scheme = reading.sheet, reading.scheme
        self.undo_entry, self.redo_entry = reading.undo_entry, reading.redo_entry
        self.stability, self._counter, self.points = reading.stability, reading.counter, reading.points

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
        """What counts the figures of schemes; there are none without rules."""
        assert self._counter is not None
        return self._counter

    def stale(self) -> bool:
        """Whether what is known of borderline units rests on other units or figures than those of now."""
        return self.stability is not None and self.stability.stale

    def borderline(self) -> frozenset[str]:
        """Units that would as well lie in another district."""
        from ...core.partition.stability import BORDERLINE

        known = {} if self.stability is None else self.stability.shares
        return frozenset(unit for unit, share in known.items() if share < BORDERLINE)

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
    def refusal(self) -> str:
        """Why nothing may be written just now, "" where it may."""
        return self._desk.refusal()

    def joined(self, base: Scheme, edit: Edit) -> Edit:
        """An edit on a scheme that other edits have led to, with these as one step."""
        return difference(self.scheme, apply(base, edit), edit.what)

    def commit(self, edit: Edit, title: str = "") -> bool:
        """Do an edit: into the database, then on the screen. Why it cannot be is said through `refused`."""
        if self.refusal():
            self.refused.emit(self.refusal())
            return False
        if not edit:
            return False
        done = self._write(lambda db: self._applied(db, edit))
        if done is None:
            return False
        self.saved.emit(tr("Saved: {what}", what=title or edit_word(edit.what, len(edit.units))))
        return True

    def make(self, call: Callable[[], Edit], title: str = "") -> bool:
        """Commit what core makes, or say why it refuses."""
        if self.refusal():
            self.refused.emit(self.refusal())
            return False
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
        if self.refusal():
            self.refused.emit(self.refusal())
            return False
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
