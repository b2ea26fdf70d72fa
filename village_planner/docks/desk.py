"""What the docks show of the county in hand: read from the planning database, never computed here, never kept twice."""

from __future__ import annotations

import getpass
import json
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any, NamedTuple, Optional

from qgis.core import Qgis, QgsMessageLog
from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from ..core.errors import Cancelled, InputError, PlannerError, StorageError
from ..core.messages import Message, message
from ..core.review.facts import PRINTED, read_facts
from ..core.review.round_rules import load_round_rules
from ..core.review.steps import Step, steps
from ..core.task import SILENT, Task
from ..paths import catalogue_files
from ..translation import say

if TYPE_CHECKING:
    from ..core.indicators.catalogue import IndicatorCatalogue
    from ..core.review.rounds import Review
    from ..database import Holder, PlanningDatabase

Neighbours = dict[str, frozenset[str]]
Found = tuple[str, Neighbours]  # fingerprint of the layer, who borders whom
LEVELS = ("township", "village")
POLL = 0.05  # seconds
PATIENCE = 0.2  # seconds that looking after the file may wait for another program's writing; there is a next time


class Place(NamedTuple):
    """Where something belongs: the file of a county and a plan as `Desk.plan` names it; both "" for nowhere."""

    county: str = ""
    plan: str = ""


@dataclass(frozen=True)
class PlanEntry:
    id: int
    name: str
    status: str


@dataclass(frozen=True)
class UnitEntry:
    """A unit as the search box lists it."""

    level: str
    code: str
    name: str
    township: str


@dataclass(frozen=True)
class Snapshot:
    """Everything the Planner dock shows, read in one go."""

    county: str
    plans: tuple[PlanEntry, ...]
    plan: Optional[PlanEntry]
    steps: tuple[Step, ...]
    units: tuple[UnitEntry, ...]
    indicators: dict[str, tuple[str, ...]] = field(default_factory=dict)  # level -> codes to score by
    features: dict[str, tuple[str, ...]] = field(default_factory=dict)  # level -> codes that only describe
    catalogue_fault: Optional[Message] = None  # why a catalogue of the county's own is not used
    districts: tuple[UnitEntry, ...] = ()  # the plan's township districts
    sector_plans: tuple[str, ...] = ()  # names, once they have been looked up beside


@dataclass(frozen=True)
class Checked:
    """What takes seconds to find out and is therefore found in the background.

    stale       id of a result -> whether its inputs changed since
    neighbours  level -> (fingerprint of the layer, who borders whom)
    sector_plans  names of the plans in the layer of that name
    """

    stale: Mapping[int, bool] = field(default_factory=dict)
    neighbours: Mapping[str, Found] = field(default_factory=dict)
    sector_plans: tuple[str, ...] = ()


class Desk(QObject):
    """The county and the plan in hand. `changed` follows every change of what `snapshot` says.

    One person holds a county; who opens it while another holds it reads (`held_by`), and may take it over when the
    other is gone, or did not renew its hold while this desk watched it (`free`). While it is open the desk looks after
    it every half minute: it goes on holding it, and reads again what other programs have changed.
    """

    changed = pyqtSignal()
    elsewhere = pyqtSignal(object)  # Message: what happened to the county without this desk
    _found = pyqtSignal(object, object)  # path, future of the background check; sent by its thread

    def __init__(self, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self.path: Optional[Path] = None
        self.read_only = False
        self.held_by: Optional[Holder] = None  # who else has it in hand; then it is read only
        self.free = False  # that one is gone
        self._watched_since = 0.0  # how long `held_by` has been what it is, by this computer's steady clock
        self._last_record = 0  # as it was read last, or written here
        self.snapshot: Optional[Snapshot] = None
        self._plan_id: Optional[int] = None
        self._checked = Checked()
        # A thread of our own, not a task of QGIS's: what merely looks should not be announced when it is done.
        self._thread = ThreadPoolExecutor(1, "village_planner")
        self._cancel = Event()
        self._busy = self._again = False
        self._found.connect(self._looked)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look_after)

    # ---- the database; opened for each piece of work, so that no lock stays behind
    @contextmanager
    def database(self, read_only: bool = False) -> Iterator[PlanningDatabase]:
        """The open database, for writing where not said otherwise. StorageError held where another person has it."""
        from ..database import open_database

        assert self.path is not None
        if not read_only and self.held_by is not None:
            raise self._held()
        writes = not (read_only or self.read_only)
        with open_database(self.path, read_only=not writes) as db:
            if not writes:
                yield db
                return
            other = db.holder()
            if other is not None:  # this computer slept, or was cut off, and another one took over
                self._lose(other)
                raise self._held()
            alone = db.last_record() == self._last_record
            try:
                yield db
            finally:
                if alone:
                    self._last_record = db.last_record()

    def open(self, path: Path) -> None:
        """Take a county in hand; raises `PlannerError` and keeps the old one where that fails."""
        from ..database import open_database

        read_only, other = False, None
        try:
            with open_database(path) as db:  # migrates an older file
                snapshot, last = _read(db, None, Checked()), db.last_record()
                other = db.take_hold()
        except StorageError as error:
            if error.code not in ("locked", "read_only", "no_permission"):
                raise
            read_only = True
            with open_database(path, read_only=True) as db:
                snapshot, last = _read(db, None, Checked()), db.last_record()
        if self.path != path:
            self._give_back()
        self.path, self._checked, self._last_record = path, Checked(), last
        self._hold(other)
        self.read_only = read_only or other is not None
        self._watch()
        self._show(snapshot)
        self._check()

    def close(self) -> None:
        self._give_back()
        self.checkpoint()
        self._timer.stop()
        self.path = self.snapshot = self._plan_id = self.held_by = None
        self.read_only = self.free = False
        self._checked = Checked()
        self.changed.emit()

    def checkpoint(self) -> None:
        """Let the file hold all that was written, as far as others let it: whoever copies it has everything then."""
        from ..database.copying import checkpoint

        if self.path is not None and not self.read_only:
            checkpoint(self.path)

    # ---- one holds it, the others read
    def try_again(self) -> None:
        """Take the county in hand if whoever held it is gone or silent; else it stays open for reading."""
        from ..database import open_database

        assert self.path is not None
        with open_database(self.path) as db:
            other = db.take_hold(self.held_by if self.free else None)
        if other != self.held_by:
            self._hold(other)
        self.read_only = other is not None
        self.refresh()

    def look_after(self) -> None:
        """Go on holding the file, or see whether it has become free; read again what was changed elsewhere."""
        from ..database import open_database

        if self.path is None:
            return
        with suppress(PlannerError):  # being written just now, or out of reach for a moment
            with open_database(self.path, read_only=self.read_only, wait=PATIENCE) as db:
                changed = db.last_record() != self._last_record
                if self.held_by is not None:
                    self._watch_holder(db.holder())
                elif not self.read_only:
                    other = db.take_hold()
                    if other is not None:
                        self._lose(other)
            if changed:
                self.refresh()
                self._tell_changed()

    def _watch(self) -> None:
        from ..database.holder import RENEW_EVERY

        self._timer.start(int(RENEW_EVERY * 1000))

    def _watch_holder(self, other: Optional[Holder]) -> None:
        """Whether the county may be taken over. Clocks of two computers are not compared: what counts is how long the
        holder was watched here without renewing."""
        from ..database.holder import SILENT_AFTER

        before = self.free
        if other is None:
            self.free = True
        elif other != self.held_by:
            self._hold(other)
        else:
            self.free = time.monotonic() - self._watched_since >= SILENT_AFTER
        if self.free != before:
            self.changed.emit()

    def _hold(self, other: Optional[Holder]) -> None:
        self.held_by, self.free, self._watched_since = other, False, time.monotonic()

    def _lose(self, other: Holder) -> None:
        self._hold(other)
        self.read_only = True
        self.changed.emit()
        self.elsewhere.emit(self.holder())

    def _give_back(self) -> None:
        from ..database import open_database

        if self.path is None or self.read_only:
            return
        # Where the file is out of reach nothing is lost: who is not there any more holds nothing.
        with suppress(PlannerError), open_database(self.path, wait=PATIENCE) as db:
            db.give_back()

    def _held(self) -> StorageError:
        said = self.holder()
        return StorageError("held", said.template, **said.params)

    def _tell_changed(self) -> None:
        self.elsewhere.emit(message("Another program or the toolbox has changed the county; it was read again."))

    def refresh(self) -> None:
        """Read again, after something was computed or moved; a file that is gone closes the desk."""
        self._reread()
        self._check()

    def reread(self) -> None:
        """Read again what a move by hand changes; whether results are out of date is not looked at anew."""
        if self._reread():
            self._tell_changed()

    def _reread(self) -> bool:
        """Whether others had changed the county since it was read last."""
        if self.path is None:
            return False
        try:
            with self.database(read_only=True) as db:
                last = db.last_record()
                snapshot = _read(db, self._plan_id, self._checked)
        except PlannerError:
            self.close()
            raise
        changed, self._last_record = last != self._last_record, last
        self._show(snapshot)
        return changed

    def _show(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self._plan_id = snapshot.plan.id if snapshot.plan else None
        self.changed.emit()

    # ---- what takes seconds
    def checking(self) -> bool:
        """Whether staleness and contiguity are being looked at just now; `changed` follows."""
        return self._busy

    def stop(self) -> None:
        """End the background check; no signal comes after this."""
        self.blockSignals(True)
        self._timer.stop()
        self._give_back()
        self._cancel.set()
        self._thread.shutdown(wait=True)

    def wait(self, task: Task) -> None:
        """For a thread of its own: until the background check is over, so that nothing is found twice."""
        while self._busy:
            task.check()
            time.sleep(POLL)

    def _check(self) -> None:
        if self._busy or self.path is None:
            self._again = self._busy
            return
        self._busy = True
        path = self.path
        task = Task(is_cancelled=self._cancel.is_set)
        future = self._thread.submit(_look, path, self._plan_id, self._checked, task)
        future.add_done_callback(lambda done: self._found.emit(path, done))

    def _looked(self, path: Path, future: Future[Checked]) -> None:
        """On the main thread again."""
        self._busy = False
        if self._again or path != self.path:
            self._again = False
            self._check()
        if path != self.path:
            return
        error = future.exception()
        if error is not None:
            if not isinstance(error, Cancelled):
                text = say(error.message) if isinstance(error, PlannerError) else repr(error)
                QgsMessageLog.logMessage(text, "Village Planner", Qgis.Warning)
            return
        self._checked = future.result()
        try:
            self.reread()
        except PlannerError as failure:  # the file went away; the desk has closed itself
            QgsMessageLog.logMessage(say(failure.message), "Village Planner", Qgis.Warning)

    def count(self, level: str) -> int:
        """Number of units of a level."""
        return 0 if self.snapshot is None else sum(unit.level == level for unit in self.snapshot.units)

    def refusal(self) -> str:
        """Why nothing may be written just now, "" where it may."""
        return say(self.holder()) if self.read_only else ""

    def neighbours(self, db: PlanningDatabase, level: str, units: Any = None) -> Neighbours:
        """Who borders whom; found once for as long as the layer stays the same."""
        found = self.find_neighbours(db, level, units)
        self.know_neighbours(level, found)
        return found[1]

    def find_neighbours(self, db: PlanningDatabase, level: str, units: Any, task: Task = SILENT) -> Found:
        """The same for a thread of its own, which changes nothing here: its answer is for `know_neighbours`."""
        return _neighbours(db, level, self._checked, task, units)

    def know_neighbours(self, level: str, found: Found) -> None:
        self._checked = Checked(self._checked.stale, {**self._checked.neighbours, level: found})

    # ---- plans
    @property
    def plan(self) -> str:
        """The plan in hand as algorithms take it: its number, "" for the current one."""
        return "" if self._plan_id is None else str(self._plan_id)

    @property
    def place(self) -> Place:
        """The county and the plan in hand; what was read for another place belongs there."""
        return Place(str(self.path or ""), self.plan)

    def choose_plan(self, plan_id: int) -> None:
        """Take another plan in hand and make it the database's current one."""
        if plan_id == self._plan_id:
            return
        if not self.read_only:
            with self.database() as db:
                db.set_current_plan(plan_id)
        self._plan_id = plan_id
        self.refresh()

    def new_plan(self, name: str) -> None:
        """Make a plan and take it in hand; a plan of that name is taken as it is."""
        with self.database() as db:
            plan = db.ensure_plan(name)
            db.set_current_plan(plan.id)
        self._plan_id = plan.id
        self.refresh()

    def note_print(self, output: str) -> None:
        """Put into the record that reports or atlas were printed now; they are out of date once the plan changes."""
        if self.read_only:  # printed all the same
            return
        with self.database() as db:
            db.record("", PRINTED, None, {"plan": self._plan_id, "output": output})

    # ---- words
    def holder(self) -> Message:
        """Who may write: this user, another, or nobody here."""
        if self.held_by is not None:
            since = time.strftime("%Y-%m-%d %H:%M", time.localtime(self.held_by.since))
            place = {"user": self.held_by.who or "?", "computer": self.held_by.computer, "since": since}
            if self.free:
                return message(
                    "Open for reading. {user} on {computer}, who had it since {since}, gives no sign any more. To go "
                    "on drawing, take it over, unless it is still open there.",
                    **place,
                )
            return message(
                "Open for reading: {user} on {computer} has it in hand since {since}. To draw, ask {user} to close the "
                "county, then try again.",
                **place,
            )
        if self.read_only:
            return message("Read only: another program holds the file, or it is write-protected.")
        return message("Held by {user}", user=getpass.getuser())


def _look(path: Path, plan_id: Optional[int], known: Checked, task: Task) -> Checked:
    """Runs in the background, with a connection of its own."""
    from ..database import open_database
    from ..database.results import changed

    with open_database(path, read_only=True) as db:
        neighbours = {level: _neighbours(db, level, known, task) for level in LEVELS}
        stale = {}
        for head in db.read_table("result", plan_id=plan_id).to_dict("records") if plan_id is not None else ():
            task.check()
            now_are = db.fingerprints(head["kind"], head["level"] or None, plan_id)
            stale[int(head["id"])] = bool(changed(json.loads(head["fingerprints"]), now_are))
        plans = sector_plans(db)
    return Checked(stale, neighbours, plans)


def sector_plans(db: PlanningDatabase) -> tuple[str, ...]:
    """Names of the county's sector plans, those first that are called as a plan of land use is."""
    from ..atlas.data import PLANNED_NAMES

    names = filter(None, db.count_values("sector_plan", ["plan"])["plan"])
    wanted = [word.casefold() for word in PLANNED_NAMES]
    return tuple(sorted(names, key=lambda name: (not any(word in name.casefold() for word in wanted), name)))


def _neighbours(db: PlanningDatabase, level: str, known: Checked, task: Task, units: Any = None) -> Found:
    from ..core.drawing.neighbours import neighbours_by_code

    mark = db.fingerprints("score", level)[level]
    if level in known.neighbours and known.neighbours[level][0] == mark:
        return known.neighbours[level]
    return mark, neighbours_by_code(db.read_layer(level, ["code"]) if units is None else units, task=task)


def _read(db: Any, plan_id: Optional[int], checked: Checked) -> Snapshot:
    table = db.plans()
    plans = tuple(PlanEntry(int(row.id), str(row.name), str(row.status)) for row in table.itertuples(index=False))
    plan = _plan_in_hand(db, plans, plan_id)
    townships = db.read_table("township")
    villages = db.read_table("village")
    called = dict(zip(townships["code"], townships["name"]))
    units = [UnitEntry("township", row.code, row.name or "", "") for row in townships.itertuples(index=False)]
    units += [
        UnitEntry("village", row.code, row.name or "", called.get(row.township_code) or "")
        for row in villages.itertuples(index=False)
    ]
    figures = {level: db.indicator_values(level) for level in LEVELS}
    values = {level: list(figures[level].columns) for level in LEVELS}
    known, fault = indicators_of(db)
    features = {
        level: tuple(item.code for item in known.of(level, "feature") if item.code in values[level]) for level in LEVELS
    }
    # A county's own indicators, of which the catalogue knows nothing, are all scored by.
    indicators = {
        level: tuple(known.scored(values[level])) or tuple(c for c in values[level] if c not in features[level])
        for level in LEVELS
    }
    neighbours = {level: found[1] for level, found in checked.neighbours.items()}
    missing = {
        level: int(figures[level].reindex(layer["code"])[list(indicators[level])].isna().sum().sum())
        for level, layer in (("township", townships), ("village", villages))
    }
    review, rounds_fault = _review_of(db, plan)
    today = date.today().isoformat()
    facts = read_facts(
        db, plan.id if plan else None, len(indicators["township"]), neighbours, checked.stale, missing, review, today
    )
    county = str(db.setting("county_name") or "")
    return Snapshot(
        county,
        plans,
        plan,
        steps(facts),
        tuple(units),
        indicators,
        features,
        fault or rounds_fault,
        _districts(db, plan),
        checked.sector_plans,
    )


def _districts(db: PlanningDatabase, plan: Optional[PlanEntry]) -> tuple[UnitEntry, ...]:
    if plan is None:
        return ()
    table = db.districts(plan.id, "township")
    names = table["name"].fillna("")
    return tuple(UnitEntry("district", str(code), str(name), "") for code, name in zip(table["code"], names))


def indicators_of(db: PlanningDatabase) -> tuple[IndicatorCatalogue, Optional[Message]]:
    """The county's catalogue; where its own is at fault the shipped one, and why: else nobody could mend it here."""
    from ..database.catalogues import read_indicators

    try:
        return read_indicators(db), None
    except InputError as error:
        return read_indicators(), error.message


def _review_of(db: PlanningDatabase, plan: Optional[PlanEntry]) -> tuple[Optional[Review], Optional[Message]]:
    """The rounds of a plan; by the shipped catalogue where the county's own is at fault, and why."""
    if plan is None:
        return None, None
    try:
        return db.review(plan.id), None
    except InputError as error:
        if error.code not in ("invalid_catalogue", "unreadable_catalogue"):
            raise
        return db.review(plan.id, load_round_rules(*catalogue_files("review_rounds"))), error.message


def _plan_in_hand(db: Any, plans: tuple[PlanEntry, ...], plan_id: Optional[int]) -> Optional[PlanEntry]:
    """The plan that was in hand, else the database's current one; an older plan brought along is only to compare."""
    known = {plan.id: plan for plan in plans}
    if plan_id in known:
        return known[plan_id]
    try:
        return known[db.plan().id]
    except InputError:  # no current plan is set
        return None
