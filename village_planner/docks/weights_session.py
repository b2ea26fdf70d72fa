"""Weights in hand: moved, taken back, kept under names, compared; what follows from them is asked of core."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event
from typing import TYPE_CHECKING, Any, Optional

from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal
from qgis.PyQt.QtWidgets import QUndoCommand, QUndoStack

from ..core.errors import Cancelled, PlannerError
from ..core.task import Task
from ..translation import say_error, tr
from .desk import Desk, Place
from .plan_session import PlanSession

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from ..core.indicators.catalogue import IndicatorCatalogue, JudgementPlan
    from ..core.indicators.experts import Judgements
    from ..core.indicators.ranking import Ranked
    from ..core.indicators.scoreboard import Scoreboard
    from ..core.indicators.sliders import Weighting

HAND, PLAN, JUDGED, KEPT = "hand", "plan", "ahp", "kept:"  # where a weighting comes from; also equal, entropy, critic
PAUSE = 250  # ms without a move after which the hand pauses


class WeightsSession(PlanSession):
    """The weights of one level of the plan in hand."""

    loaded = pyqtSignal()  # another level or plan, or other figures
    moved = pyqtSignal()  # other weights are in hand; the ranks follow at once
    rested = pyqtSignal()  # the hand pauses
    tried = pyqtSignal()  # how firm the ranks are is known
    judged = pyqtSignal()  # experts or their judgements have changed
    kept = pyqtSignal()  # the named weightings have changed
    refused = pyqtSignal(str)
    saved = pyqtSignal(str)  # what was done, in words
    _found = pyqtSignal(object, object)  # number of the trials, their future; sent by their thread

    def __init__(self, desk: Desk, parent: Optional[QObject] = None) -> None:
        super().__init__(desk, parent)
        self.stack = QUndoStack(self)
        self._clear()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self._rest)
        self._thread = ThreadPoolExecutor(1, "village_planner_trials")
        self._cancel = Event()
        self._number = 0
        self._found.connect(self._take_trials)

    def _clear(self) -> None:
        self.level = "township"
        self.board: Optional[Scoreboard] = None
        self.units: Optional[gpd.GeoDataFrame] = None
        self.catalogue: Optional[IndicatorCatalogue] = None
        self.weighting: Optional[Weighting] = None
        self.ranked: Optional[Ranked] = None
        self.plan_weighting: Optional[Weighting] = None  # as saved with the plan
        self.plan_ranked: Optional[Ranked] = None
        self.trials: Optional[pd.DataFrame] = None
        self.names: dict[str, Weighting] = {}
        self.judgements: Optional[Judgements] = None
        self.locked: set[str] = set()  # "group:<id>" and indicator codes
        self._by_judgements: Optional[tuple[Weighting, float]] = None  # the last weights by judgements, their ratio
        self._held: Optional[tuple[str, Weighting]] = None  # what is being moved, and the weights before

    # ---- reading
    @property
    def judging(self) -> JudgementPlan:
        """What the catalogue asks of judgements."""
        assert self.catalogue is not None
        return self.catalogue.judgements

    @property
    def read_only(self) -> bool:
        return self._desk.read_only

    def clear(self) -> None:
        self._stop_trials()
        self._pause.stop()
        self._clear()
        self._loaded = Place()
        self.stack.clear()
        self.loaded.emit()

    def load(self, level: str = "") -> None:
        """Read a level anew. The weights in hand stay where the indicators are the same; raises `PlannerError`."""
        from ..core.indicators.experts import Judgements
        from ..core.indicators.scoreboard import Scoreboard, no_indicators
        from ..core.indicators.sliders import Weighting
        from ..database.catalogues import read_indicators
        from ..database.weightings import read_weightings

        self.settle()
        level = level or self.level
        with self._desk.database(read_only=True) as db:
            plan = db.plan(self._desk.plan)
            catalogue = read_indicators(db)
            units = db.units(plan.id, level)
            values = db.indicator_values(level).reindex(units["code"].to_numpy())
            codes = scored_codes(catalogue, level, list(values.columns))
            if not codes or not len(units):
                self._failed_load(level)
                raise no_indicators(level)
            saved = db.result(plan.id, "weight", level)
            named = read_weightings(db, plan.id, level)
            judged = list(db.judgements(level).itertuples(index=False, name=None))
        try:
            board = Scoreboard(values[codes], catalogue, level, _level_word(level))
        except PlannerError:
            self._failed_load(level)
            raise
        same = (
            self.board is not None
            and not self.elsewhere
            and level == self.level
            and [item.code for item in board.indicators] == [item.code for item in self.board.indicators]
        )
        hand = self.weighting if same else None
        if not same:
            self.stack.clear()
            self.locked = set()
        self.level, self.board, self.units, self.catalogue = level, board, units, catalogue
        self.names = {name: Weighting.from_json(data, board.groups) for name, data in named.items()}
        self.judgements = Judgements(judged)
        self.plan_weighting = self.plan_ranked = None
        if saved is not None:
            weights = dict(zip(saved.table["indicator"], saved.table["weight"].astype(float)))
            if set(weights) <= set(board.groups) and sum(weights.values()) > 0:
                self.plan_weighting = Weighting.of(
                    {code: weights.get(code, 0.0) for code in board.groups}, board.groups
                )
                self.plan_ranked = board.rank(self.plan_weighting)
        self.weighting = hand or self.plan_weighting or board.weigh("equal")
        self.ranked, self.trials = board.rank(self.weighting), None
        self._loaded = self._desk.place
        self.loaded.emit()
        self._pause.start()

    def _failed_load(self, level: str) -> None:
        self.clear()
        self.level, self._loaded = level, self._desk.place

    # ---- moving
    def move(self, key: str, value: float) -> None:
        """Give a group ("group:<id>") or an indicator (its code; within its group) a weight, 0..1.

        While the same one is moved, the others give way from where they stood before: going back brings them back.
        """
        if self.weighting is None:
            return
        if self._held is None or self._held[0] != key:
            if self._held is not None:
                self.settle()
            self._held = (key, self.weighting)
        before = self._held[1]
        if key.startswith("group:"):
            locked = {name[6:] for name in self.locked if name.startswith("group:")}
            self._show(before.move_group(key[6:], value, locked))
        else:
            self._show(before.move_indicator(key, value, self.locked))

    def grip(self) -> None:
        """A hand holds a slider: until it lets go, all is one step, however long it pauses."""
        self.settle()
        self._gripped = True

    _gripped = False

    def settle(self) -> None:
        """What has been moved since is one step of undo."""
        self._gripped = False
        held, self._held = self._held, None
        if held is not None and self.weighting is not None and held[1] != self.weighting:
            self.stack.push(_Step(self, tr("move a weight"), held[1], self.weighting))

    def take(self, weighting: Weighting, title: str) -> None:
        """Other weights as one step of undo."""
        self.settle()
        if self.weighting is not None and weighting != self.weighting:
            self.stack.push(_Step(self, title, self.weighting, weighting))

    def lock(self, key: str, locked: bool) -> None:
        self.settle()
        (self.locked.add if locked else self.locked.discard)(key)

    def undo(self) -> None:
        self.settle()
        self.stack.undo()

    def redo(self) -> None:
        self.settle()
        self.stack.redo()

    def _show(self, weighting: Weighting) -> None:
        assert self.board is not None
        self._stop_trials()
        self.weighting, self.ranked, self.trials = weighting, self.board.rank(weighting), None
        self.moved.emit()
        self._pause.start()

    # ---- weightings by name
    def choices(self) -> dict[str, str]:
        """Where weights can come from, with their names for the user."""
        words = {PLAN: tr("Saved with the plan")} if self.plan_weighting is not None else {}
        words.update({"equal": tr("Equal"), "entropy": tr("Entropy"), "critic": tr("CRITIC"), JUDGED: tr("AHP")})
        words.update({KEPT + name: name for name in self.names})
        return words

    def weighting_of(self, key: str) -> Weighting:
        """The weighting of one of the choices, or the one in hand; raises `PlannerError`."""
        assert self.board is not None and self.weighting is not None
        if key == HAND:
            return self.weighting
        if key == PLAN and self.plan_weighting is not None:
            return self.plan_weighting
        if key == JUDGED:
            return self.judged_weighting()[0]
        if key.startswith(KEPT):
            return self.names[key[len(KEPT) :]]
        return self.board.weigh(key)

    def reset(self, key: str) -> None:
        """Take one of the choices in hand."""
        self._guarded(lambda: self.take(self.weighting_of(key), self.choices()[key]))

    def keep(self, name: str) -> bool:
        """Keep the weights in hand under a name, in the database."""
        self.settle()
        assert self.weighting is not None
        return self._keep(name.strip(), self.weighting)

    def forget(self, name: str) -> bool:
        return self._keep(name, None)

    def _keep(self, name: str, weighting: Optional[Weighting]) -> bool:
        from ..database.weightings import keep_weighting

        def write() -> None:
            with self._desk.database() as db:
                plan = db.plan(self._desk.plan).id
                keep_weighting(db, plan, self.level, name, weighting.as_json() if weighting else None)

        if not self._guarded(write):
            return False
        if weighting is None:
            self.names.pop(name, None)
            self.saved.emit(tr("Forgotten: {name}", name=name))
        else:
            self.names[name] = weighting
            self.saved.emit(tr("Kept in the county's database as {name}.", name=name))
        self.kept.emit()
        return True

    # ---- judgements
    def ratio_in_hand(self) -> Optional[float]:
        """The worst consistency ratio of the judgements that gave the weights in hand; None where none did."""
        known = self._by_judgements
        return known[1] if known is not None and known[0] == self.weighting else None

    def judged_weighting(self, expert: Optional[str] = None) -> tuple[Weighting, float]:
        """Weights by the judgements of an expert, or of all combined, and their worst ratio; raises `PlannerError`."""
        assert self.judgements is not None and self.weighting is not None
        self._by_judgements = self.judgements.weighting(self.weighting, expert, self.judging)
        return self._by_judgements

    def judge(self, change: Callable[[Judgements], None], title: str) -> bool:
        """Change the judgements as one step of undo, saved at once."""
        from ..core.indicators.experts import Judgements

        if self.judgements is None:
            return False
        self.settle()
        after = Judgements(self.judgements.rows())
        for expert in self.judgements.experts:  # one who has judged nothing yet has no row
            if expert not in after.experts:
                after.add(expert)
        if not self._guarded(lambda: change(after)):
            return False
        self._failed = False
        self.stack.push(_Judged(self, title, self.judgements, after))
        return not self._failed

    _failed = False

    def keep_judgements(self, judgements: Judgements) -> bool:
        """Save what each expert judged otherwise than until now."""
        import pandas as pd

        before = self.judgements
        assert before is not None

        def write() -> None:
            with self._desk.database() as db, db.transaction():
                for expert in dict.fromkeys((*before.experts, *judgements.experts)):
                    if before.of(expert) != judgements.of(expert):
                        rows = [(*pair, value) for pair, value in judgements.of(expert).items()]
                        db.save_judgements(self.level, expert, pd.DataFrame(rows, columns=["row", "column", "value"]))

        self._failed = not self._guarded(write)
        if not self._failed:
            self.judgements = judgements
            self.judged.emit()
        return not self._failed

    # ---- how firm the ranks are
    def _rest(self) -> None:
        if not self._gripped:
            self.settle()
        self.rested.emit()
        board, weighting = self.board, self.weighting
        if board is None or weighting is None or self.trials is not None:
            return
        self._stop_trials()
        self._number += 1
        self._cancel = Event()
        number, task = self._number, Task(is_cancelled=self._cancel.is_set)
        future = self._thread.submit(board.trials, weighting, task)
        future.add_done_callback(lambda done: self._found.emit(number, done))

    def _take_trials(self, number: int, future: Future[pd.DataFrame]) -> None:
        """On the main thread again."""
        if number != self._number or future.cancelled():
            return
        error = future.exception()
        if error is None:
            self.trials = future.result()
            self.tried.emit()
        elif not isinstance(error, Cancelled):
            raise error

    def _stop_trials(self) -> None:
        self._cancel.set()
        self._number += 1

    def stop(self) -> None:
        """End what runs in the background; no signal comes after this."""
        self.blockSignals(True)
        self._pause.stop()
        self._cancel.set()
        self._thread.shutdown(wait=True)

    # ---- words
    def group_names(self) -> Mapping[str, str]:
        """Group id -> its name in the interface's language."""
        assert self.catalogue is not None and self.weighting is not None
        found = {}
        for group in self.weighting.groups:
            item = self.catalogue.group(group)
            found[group] = in_language(item.zh, item.en) if item else tr("Other indicators")
        return found

    def given_weights(self) -> str:
        """The weights in hand as OWN_WEIGHTS of `scoreindicators`."""
        assert self.weighting is not None
        return ";".join(f"{code}={weight!r}" for code, weight in self.weighting.weights().items())

    def _guarded(self, work: Callable[[], Any]) -> bool:
        try:
            work()
        except PlannerError as error:
            self.refused.emit(say_error(error))
            return False
        return True


class _Step(QUndoCommand):
    def __init__(self, session: WeightsSession, title: str, before: Weighting, after: Weighting) -> None:
        super().__init__(title)
        self._session, self._before, self._after = session, before, after

    def redo(self) -> None:
        if self._session.weighting is not self._after:  # a move is shown before it becomes a step
            self._session._show(self._after)

    def undo(self) -> None:
        self._session._show(self._before)


class _Judged(QUndoCommand):
    """Done when it is pushed; what could not be saved leaves the stack."""

    def __init__(self, session: WeightsSession, title: str, before: Judgements, after: Judgements) -> None:
        super().__init__(title)
        self._session, self._before, self._after = session, before, after

    def redo(self) -> None:
        self.setObsolete(not self._session.keep_judgements(self._after))

    def undo(self) -> None:
        self.setObsolete(not self._session.keep_judgements(self._before))


def in_language(zh: str, en: str) -> str:
    from qgis.core import QgsApplication

    from ..translation import is_chinese

    return zh if is_chinese(QgsApplication.locale()) else en


def scored_codes(catalogue: IndicatorCatalogue, level: str, there: list[str]) -> list[str]:
    """The indicators of a level that have values; those of the county's own where the catalogue knows none."""
    features = {item.code for item in catalogue.of(level, "feature")}
    return catalogue.scored(there) or [code for code in there if code not in features]


def _level_word(level: str) -> str:
    return tr("Townships") if level == "township" else tr("Villages")
