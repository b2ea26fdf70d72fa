"""The review rounds of the plan in hand: what is known of them, and what a person does to them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Optional

from qgis.PyQt.QtCore import QObject, pyqtSignal

from ...core.drawing.edits import Edit
from ...core.errors import PlannerError
from ...core.messages import Message
from ...core.review.dossier import Dossier, read_dossier
from ...core.review.round_rules import RoundRules
from ...core.review.rounds import (
    CLOSED,
    Obstacle,
    Participant,
    Review,
    Round,
    SignOff,
    Standing,
    obstacles_to_close,
    obstacles_to_open,
)
from ...core.review.since import changed_since
from ...core.review.status import given_by
from ...translation import say_error, tr
from ..desk import LEVELS, Desk, Place
from ..plan_session import PlanSession

if TYPE_CHECKING:
    from ...database import PlanningDatabase
    from ...database.snapshots import SavedSnapshot


@dataclass(frozen=True)
class RoundRow:
    """A round as the list shows it; `key` is its number."""

    key: str
    item: Round
    title: Mapping[str, str]  # zh and en
    signed: int


@dataclass(frozen=True)
class ParticipantRow:
    """A participant of the round in hand; opinions: how many it gave, and how many of them are not decided."""

    key: str
    who: Participant
    signed: Optional[SignOff]
    opinions: int
    undecided: int


class RoundsSession(PlanSession):
    """`changed` follows whatever changes; `saved` carries what was done, `refused` why something was not."""

    changed = pyqtSignal()
    saved = pyqtSignal(str)
    refused = pyqtSignal(str)

    def __init__(self, desk: Desk, parent: Optional[QObject] = None) -> None:
        super().__init__(desk, parent)
        self._plan_id = -1
        self._opinions: Any = None
        self._standing: dict[int, Standing] = {}
        self._since: dict[int, Mapping[str, Edit]] = {}
        self.review: Optional[Review] = None
        self.rules = RoundRules(())
        self.dossier = Dossier((), {})

    # ---- reading
    def load(self) -> None:
        """Read anew; raises `PlannerError`."""
        with self._desk.database(read_only=True) as db:
            self._plan_id = db.plan(self._desk.plan).id
            self.rules = db.round_rules()
            self.review = db.review(self._plan_id, self.rules)
            self.dossier = self._read_dossier(db)
            self._opinions = db.read_table("opinion", plan_id=self._plan_id)
            self._standing = {
                item.number: db.standing(self._plan_id, item.number, self.dossier.broken) for item in self.review.rounds
            }
            now = {level: db.scheme(self._plan_id, level) for level in LEVELS}
            self._since = {
                item.number: changed_since(db.snapshot(item.snapshot_id).schemes, now)
                for item in self.review.rounds
                if item.snapshot_id is not None
            }
        self._loaded = self._desk.place
        self.changed.emit()

    def clear(self) -> None:
        self.review, self._loaded = None, Place()
        self.changed.emit()

    def _read_dossier(self, db: PlanningDatabase, with_objective: bool = False) -> Dossier:
        from ...database.drawing_counters import objective_counters

        neighbours = {level: self._desk.neighbours(db, level) for level in LEVELS}
        counters = objective_counters(db, self._plan_id, neighbours) if with_objective else None
        return read_dossier(db, self._plan_id, neighbours, counters)

    def snapshot(self, snapshot_id: int) -> SavedSnapshot:
        """What a round was opened with; raises `PlannerError`."""
        with self._desk.database(read_only=True) as db:
            return db.snapshot(snapshot_id)

    # ---- what is shown
    def rounds(self) -> list[RoundRow]:
        if self.review is None:
            return []
        rows = []
        for item in self.review.rounds:
            stage = self.rules.stage(item.stage)
            title = {"zh": item.name, "en": item.name if stage is None else stage.name["en"]}
            rows.append(RoundRow(str(item.number), item, title, len(self.review.signed(item.number))))
        return rows

    def participants(self, number: int) -> list[ParticipantRow]:
        review = self.review
        if review is None:
            return []
        signed = review.signed(number)
        counts = given_by(self._opinions, number)
        return [
            ParticipantRow(one.name, one, signed.get(one.name), *counts.get(one.name, (0, 0)))
            for one in review.round(number).participants
        ]

    def to_open(self, number: int) -> list[Obstacle]:
        """What stands in the way of opening a round."""
        return [] if self.review is None else obstacles_to_open(self.review, self.rules, number, self._standing[number])

    def to_close(self, number: int, outcome: str) -> list[Obstacle]:
        """What stands in the way of closing a round with an outcome."""
        if self.review is None:
            return []
        return obstacles_to_close(self.review, self.rules, number, outcome, self._standing[number])

    def since(self, number: int) -> Optional[Mapping[str, Edit]]:
        """Level -> what changed since the round was opened; None where it was not."""
        return self._since.get(number)

    # ---- doing
    def open(self, number: int) -> bool:
        """Open a round with the plan's tables of this moment."""

        def work(db: PlanningDatabase) -> str:
            dossier = self._read_dossier(db, with_objective=True)
            item = db.open_round(self._plan_id, number, dossier.broken, dossier.tables)
            return tr("Round {number} is open, the plan is frozen. Due: {due}.", number=number, due=item.due or "–")

        return self._do(work)

    def close(self, number: int, outcome: str, note: str) -> bool:
        def work(db: PlanningDatabase) -> str:
            dossier = self._read_dossier(db)
            after = db.close_round(self._plan_id, number, outcome, dossier.broken, note)
            following = next((item for item in after.rounds if item.status != CLOSED), None)
            if following is None:
                return tr("Round {number} is closed; the plan is approved.", number=number)
            return tr("Round {number} is closed. Next: round {next}.", number=number, next=following.number)

        return self._do(work)

    def sign(self, number: int, names: Sequence[str], verdict: str, signed_by: str, given: str, note: str) -> bool:
        """Put down the same signature for one or several participants."""

        def work(db: PlanningDatabase) -> str:
            for name in names:
                db.sign(self._plan_id, number, name, verdict, signed_by, given, note)
            return tr("{count} signatures are saved.", count=len(names))

        return self._do(work)

    def withdraw(self, number: int, names: Sequence[str]) -> bool:
        def work(db: PlanningDatabase) -> str:
            for name in names:
                db.withdraw_signature(self._plan_id, number, name)
            return tr("{count} signatures are withdrawn; the record keeps them.", count=len(names))

        return self._do(work)

    def change(self, number: int, **values: Any) -> bool:
        """Set what may be set by hand for a round that is not closed."""

        def work(db: PlanningDatabase) -> str:
            db.change_round(self._plan_id, number, **values)
            return tr("Round {number} is saved.", number=number)

        return self._do(work)

    def archive(self, away: bool) -> bool:
        def work(db: PlanningDatabase) -> str:
            db.archive_plan(self._plan_id, away)
            return tr("The plan lies in the archive.") if away else tr("The plan is out of the archive.")

        return self._do(work)

    def withdraw_approval(self) -> bool:
        def work(db: PlanningDatabase) -> str:
            after = db.withdraw_approval(self._plan_id)
            current = after.current
            number = 0 if current is None else current.number
            return tr("The approval is withdrawn; the plan is a draft. Next: round {next}.", next=number)

        return self._do(work)

    def _do(self, work: Callable[[PlanningDatabase], str]) -> bool:
        """All of it or nothing; what is shown is read anew, even where it was refused: the file may be ahead of it."""
        try:
            self.require_here()
            with self._desk.database() as db, db.transaction():
                told = work(db)
        except PlannerError as error:
            self.refused.emit(say_error(error))
            return False
        try:
            self.load()
        except PlannerError as error:
            self.refused.emit(say_error(error))
        self.saved.emit(told)
        return True


def blocking(obstacles: Sequence[Obstacle]) -> list[Message]:
    return [obstacle.text for obstacle in obstacles if obstacle.blocks]
