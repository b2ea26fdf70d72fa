"""Figures passed down and targets of the county in hand: edited here, computed by core."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Optional

from qgis.PyQt.QtCore import QObject, pyqtSignal

from ..core.errors import PlannerError
from ..core.messages import Message
from ..core.task import Task
from ..translation import say_error, say_in_chinese, tr
from .background import Background
from .desk import Desk, Place
from .plan_session import PlanSession

if TYPE_CHECKING:
    import pandas as pd

    from ..core.quotas.catalogue import BindingCatalogue
    from ..core.quotas.passdown import PassDown
    from ..core.quotas.tree import UnitTree
    from ..core.targets.catalogue import TargetCatalogue
    from ..core.targets.progress import Progress

UNDONE = 50  # steps that can be taken back


@dataclass(frozen=True)
class Loaded:
    """What was read of the county: everything that figures are computed from."""

    binding: BindingCatalogue
    tree: UnitTree
    figures: pd.DataFrame
    given: pd.DataFrame
    targets: TargetCatalogue
    actuals: pd.DataFrame
    townships: dict[str, str]
    year: int
    warnings: tuple[Message, ...] = ()


class QuotasSession(PlanSession):
    """`changed` follows every computation. Figures passed down are kept by `save`, actuals of targets at once."""

    changed = pyqtSignal()
    refused = pyqtSignal(str)

    def __init__(self, desk: Desk, parent: Optional[QObject] = None) -> None:
        super().__init__(desk, parent)
        self.background = Background(self)
        self.background.failed.connect(self._failed)
        self.loaded: Optional[Loaded] = None
        self.given: Any = None  # DataFrame unit (position in the tree of `loaded`), indicator, value, locked
        self.table: Optional[PassDown] = None
        self.progress: Optional[Progress] = None
        self.year = 0
        self.dirty = False
        self._before: list[Any] = []
        self._after: list[Any] = []
        self._reached: list[tuple[str, str, int, Optional[float], str]] = []  # what actuals were before

    def load(self) -> None:
        """Read anew, beside the interface; figures that were not saved are kept where it is the same plan."""
        place, desk, year = self._desk.place, self._desk, self.year
        before = self.loaded if not self.elsewhere else None
        kept = self.given if self.dirty and before is not None else None

        def work(task: Task) -> Any:
            loaded = _read(desk, place.plan, task)
            given = loaded.given
            if kept is not None and before is not None:
                given = _moved(kept, before.tree, loaded.tree)
            return loaded, given, *_compute(loaded, given, year or loaded.year, task)

        def then(result: Any) -> None:
            tree = result[0].tree
            if before is None:
                self._before, self._after, self._reached, self.dirty = [], [], [], False
            else:  # steps that can be taken back are of the units, too, not of their places in a tree
                self._before = [_moved(given, before.tree, tree) for given in self._before]
                self._after = [_moved(given, before.tree, tree) for given in self._after]
            self._loaded = place
            self.loaded, self.given, self.table, self.progress = result
            self.year = year or self.loaded.year
            self.changed.emit()
            gone = [] if kept is None or before is None else _gone(kept, before.tree, tree)
            if gone:
                self.refused.emit(
                    tr(
                        "Figures that were not saved were left out, because the plan no longer has {units}.",
                        units=", ".join(gone),
                    )
                )

        self.background.start(work, then)

    def clear(self) -> None:
        self.loaded = self.given = self.table = self.progress = None
        self._before, self._after, self._reached, self.dirty = [], [], [], False
        self._loaded = Place()
        self.changed.emit()

    def _failed(self, text: str) -> None:
        self.refused.emit(text)

    def remove(self) -> None:
        """No signal comes after this."""
        self.blockSignals(True)
        self.background.stop()

    def _again(self) -> None:
        loaded, given, year = self.loaded, self.given, self.year
        if loaded is None:
            return

        def then(result: Any) -> None:
            self.table, self.progress = result
            self.changed.emit()

        self.background.start(lambda task: _compute(loaded, given, year, task), then)

    # ---- figures passed down
    def give(self, unit: int, indicator: str, value: Optional[float], locked: Optional[bool] = None) -> None:
        """Fix a unit's figure; None leaves it to the proposal. locked None: as it was.

        unit  position in the tree
        """
        import pandas as pd

        here = (self.given["unit"] == unit) & (self.given["indicator"] == indicator)
        was = bool(self.given.loc[here, "locked"].any())
        rows = self.given[~here]
        if value is not None:
            row = {
                "unit": unit,
                "indicator": indicator,
                "value": float(value),
                "locked": was if locked is None else locked,
            }
            rows = pd.concat([rows, pd.DataFrame([row])], ignore_index=True) if len(rows) else pd.DataFrame([row])
        self._change(rows.reset_index(drop=True))

    def locked(self, unit: int, indicator: str) -> bool:
        rows = self.given[(self.given["unit"] == unit) & (self.given["indicator"] == indicator)]
        return bool(rows["locked"].any())

    def propose_rest(self, indicator: str) -> None:
        """Leave every figure of an indicator that is not locked to the proposal; the county's own stays."""
        drop = (self.given["indicator"] == indicator) & ~self.given["locked"].astype(bool) & (self.given["unit"] != 0)
        self._change(self.given[~drop].reset_index(drop=True))

    def undo(self) -> None:
        if self._before:
            self._after.append(self.given)
            self.given, self.dirty = self._before.pop(), True
            self._again()

    def redo(self) -> None:
        if self._after:
            self._before.append(self.given)
            self.given, self.dirty = self._after.pop(), True
            self._again()

    def _change(self, given: Any) -> None:
        self._before = [*self._before[-UNDONE:], self.given]
        self._after = []
        self.given, self.dirty = given, True
        self._again()

    def save(self) -> bool:
        """Keep the table with the plan; False where that was refused."""
        table = self.table
        if table is None or self.background.busy():
            return False
        try:
            self.require_here()
            rows = table.rows.assign(
                note=[say_in_chinese(note) if isinstance(note, Message) else "" for note in table.rows["note"]]
            )
            with self._desk.database() as db:
                db.save_result(db.plan(self._desk.plan).id, "quota", rows, {"made_in": "desktop"})
        except PlannerError as error:
            self.refused.emit(say_error(error))
            return False
        self.dirty = False
        self.changed.emit()
        return True

    # ---- targets
    def show_year(self, year: int) -> None:
        self.year = year
        self._again()

    def reach(self, code: str, unit: str, year: int, value: Optional[float]) -> bool:
        """Keep what was reached of a target in a year, at once; unit "" is the whole county. None: take it away."""
        known = self.loaded.actuals if self.loaded is not None else None
        was: tuple[Optional[float], str] = (None, "")
        if known is not None:
            rows = known[(known["code"] == code) & (known["unit_code"] == unit) & (known["year"] == year)]
            was = next(((float(row["value"]), str(row["source"] or "")) for row in rows.to_dict("records")), was)
        if not self._reach(code, unit, year, value, "desktop"):
            return False
        self._reached = [*self._reached[-UNDONE:], (code, unit, year, *was)]
        return True

    def undo_reach(self) -> None:
        """Put the figure back that the last `reach` replaced or took away."""
        if self._reached and not self.background.busy() and self._reach(*self._reached[-1]):
            self._reached.pop()

    def _reach(self, code: str, unit: str, year: int, value: Optional[float], source: str) -> bool:
        import pandas as pd

        rows = pd.DataFrame({"code": [code], "unit_code": [unit], "year": [year], "value": [value]})
        try:
            self.require_here()
            with self._desk.database() as db:
                if value is None:
                    db.remove_target_actuals(rows)
                else:
                    db.save_target_actuals(rows, source)
        except PlannerError as error:
            self.refused.emit(say_error(error))
            return False
        self.load()
        return True


def _moved(given: Any, old: UnitTree, new: UnitTree) -> Any:
    """Given figures at their units' places in another tree; those of units that it has not are left out."""
    place = {key: i for i, key in enumerate(zip(new.level, new.code))}
    units = [place.get((old.level[unit], old.code[unit]), -1) for unit in given["unit"].astype(int)]
    moved = given.assign(unit=units)
    return moved[moved["unit"] >= 0].reset_index(drop=True)


def _gone(given: Any, old: UnitTree, new: UnitTree) -> list[str]:
    there = set(zip(new.level, new.code))
    units = dict.fromkeys(given["unit"].astype(int))
    return [old.name[unit] or old.code[unit] for unit in units if (old.level[unit], old.code[unit]) not in there]


def _read(desk: Desk, plan: str, task: Task) -> Loaded:
    from datetime import date

    from ..database.passing_down import binding_catalogue, pass_down_inputs, target_catalogue

    with desk.database(read_only=True) as db:
        chosen = db.plan(plan) if plan else None
        binding = binding_catalogue(db)
        task.report(0.1)
        inputs = pass_down_inputs(db, chosen, binding)
        task.report(0.5)
        targets = target_catalogue(db)
        actuals = db.target_actuals()
        table = db.read_table("township")
    townships = dict(zip(table["code"], table["name"].fillna("")))
    year = int(actuals["year"].max()) if len(actuals) else date.today().year
    return Loaded(
        binding, inputs.tree, inputs.figures, inputs.saved, targets, actuals, townships, year, inputs.warnings
    )


def _compute(loaded: Loaded, given: Any, year: int, task: Task) -> tuple[PassDown, Progress]:
    from ..core.quotas.passdown import pass_down
    from ..core.targets.progress import track

    table = pass_down(loaded.tree, loaded.binding, given, loaded.figures, task=task.part(0.5, 0.9))
    return table, track(loaded.targets, loaded.actuals, year, loaded.townships)
