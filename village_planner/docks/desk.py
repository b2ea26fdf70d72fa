"""What the docks show of the county in hand: read from the planning database, never computed here, never kept twice."""

from __future__ import annotations

import getpass
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Optional

from qgis.PyQt.QtCore import QObject, pyqtSignal

from ..core.errors import PlannerError, StorageError
from ..core.messages import Message, message
from ..core.review.facts import PRINTED, read_facts
from ..core.review.steps import Step, steps

if TYPE_CHECKING:
    from ..database import PlanningDatabase

Neighbours = dict[str, frozenset[str]]
LEVELS = ("township", "village")


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
    indicators: dict[str, tuple[str, ...]] = field(default_factory=dict)


class Desk(QObject):
    """The county and the plan in hand. `changed` follows every change of what `snapshot` says."""

    changed = pyqtSignal()

    def __init__(self, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self.path: Optional[Path] = None
        self.read_only = False
        self.snapshot: Optional[Snapshot] = None
        self._plan_id: Optional[int] = None
        self._neighbours: dict[str, tuple[str, Neighbours]] = {}

    # ---- the database; opened for each piece of work, so that no lock stays behind
    def database(self, read_only: bool = False) -> PlanningDatabase:
        from ..database import open_database

        assert self.path is not None
        return open_database(self.path, read_only=read_only or self.read_only)

    def open(self, path: Path) -> None:
        """Take a county in hand; raises `PlannerError` and keeps the old one where that fails."""
        from ..database import open_database

        read_only = False
        try:
            with open_database(path) as db:  # migrates an older file
                snapshot = _read(db, None)
        except StorageError as error:
            if error.code not in ("locked", "read_only", "no_permission"):
                raise
            read_only = True
            with open_database(path, read_only=True) as db:
                snapshot = _read(db, None)
        self.path, self.read_only, self.snapshot = path, read_only, snapshot
        self._plan_id = snapshot.plan.id if snapshot.plan else None
        self.changed.emit()

    def close(self) -> None:
        self.path = self.snapshot = self._plan_id = None
        self.changed.emit()

    def refresh(self) -> None:
        """Read again, after something was computed or moved; a file that is gone closes the desk."""
        if self.path is None:
            return
        try:
            with self.database(read_only=True) as db:
                self.snapshot = _read(db, self._plan_id)
        except PlannerError:
            self.close()
            raise
        self._plan_id = self.snapshot.plan.id if self.snapshot.plan else None
        self.changed.emit()

    # ---- plans
    @property
    def plan(self) -> str:
        """The plan in hand as algorithms take it: its number, "" for the current one."""
        return "" if self._plan_id is None else str(self._plan_id)

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

    def neighbours(self, db: PlanningDatabase, level: str, units: Any = None) -> Neighbours:
        """Who borders whom; found once for as long as the layer stays the same."""
        from ..core.review.neighbours import neighbours_by_code

        mark = db.fingerprints("score", level)[level]
        if level not in self._neighbours or self._neighbours[level][0] != mark:
            frame = db.read_layer(level, ["code"]) if units is None else units
            self._neighbours[level] = (mark, neighbours_by_code(frame))
        return self._neighbours[level][1]

    def note_print(self, output: str) -> None:
        """Put into the record that reports or atlas were printed now; they are out of date once the plan changes."""
        with self.database() as db:
            db.record("", PRINTED, None, {"plan": self._plan_id, "output": output})

    # ---- words
    def holder(self) -> Message:
        """Who may write: this user, or nobody here."""
        if self.read_only:
            return message("Read only: another program holds the file, or it is write-protected.")
        return message("Held by {user}", user=getpass.getuser())


def _read(db: Any, plan_id: Optional[int]) -> Snapshot:
    from ..core.errors import InputError

    table = db.plans()
    plans = tuple(PlanEntry(int(row.id), str(row.name), str(row.status)) for row in table.itertuples(index=False))
    known = {plan.id: plan for plan in plans}
    plan = known.get(plan_id) if plan_id is not None else None
    if plan is None and plans:
        try:
            plan = known.get(db.plan().id)
        except InputError:  # no current plan is set
            plan = plans[0]
    townships = db.read_table("township")
    villages = db.read_table("village")
    called = dict(zip(townships["code"], townships["name"]))
    units = [UnitEntry("township", row.code, row.name or "", "") for row in townships.itertuples(index=False)]
    units += [
        UnitEntry("village", row.code, row.name or "", called.get(row.township_code) or "")
        for row in villages.itertuples(index=False)
    ]
    indicators = {level: tuple(str(code) for code in db.indicator_values(level).columns) for level in LEVELS}
    facts = read_facts(db, plan.id if plan else None, {})
    return Snapshot(str(db.setting("county_name") or ""), plans, plan, steps(facts), tuple(units), indicators)
