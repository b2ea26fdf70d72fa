"""The hierarchy of the plan in hand, and the types that a user decides on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Optional

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QObject, pyqtSignal
from qgis.PyQt.QtWidgets import QUndoCommand, QUndoStack

from ..core.catalogue import load_catalogue
from ..core.errors import InputError, PlannerError
from ..core.messages import Message
from ..core.review.settlement import PlanHierarchy, county_seat_point, decided_type, read_hierarchy, with_types
from ..core.review.steps import DISTRICTS, INDICATORS, STALE
from ..core.task import Task
from ..paths import catalogue_files
from ..translation import is_chinese, say_error, tr
from .background import Background
from .desk import Desk, Place, indicators_of
from .plan_session import PlanSession

if TYPE_CHECKING:
    import pandas as pd

    from ..core.indicators.catalogue import IndicatorCatalogue
    from ..core.indicators.type_rules import TypeRules

Row = Optional[Mapping[str, Any]]  # of village_type, None: the village has no type


class HierarchySession(PlanSession):
    """`changed` follows reading and every decision; decisions are saved at once and can be undone."""

    changed = pyqtSignal()
    refused = pyqtSignal(str)
    saved = pyqtSignal(str)

    def __init__(self, desk: Desk, parent: Optional[QObject] = None) -> None:
        super().__init__(desk, parent)
        self.background = Background(self)
        self.background.failed.connect(self._failed)
        self.stack = QUndoStack(self)
        self.plan: Optional[PlanHierarchy] = None
        self.said: tuple[Message, ...] = ()  # of the roads
        self.catalogue: Optional[IndicatorCatalogue] = None
        self.rules: Optional[TypeRules] = None
        self.crs = ""  # WKT of the county's system
        self._broken = False

    @property
    def stale(self) -> bool:
        """Whether figures changed after the scores or districts were made that the tree rests on."""
        snapshot = self._desk.snapshot
        steps = snapshot.steps if snapshot is not None else ()
        return any(step.key in (INDICATORS, DISTRICTS) and step.state == STALE for step in steps)

    @property
    def language(self) -> str:
        return "zh" if is_chinese(QgsApplication.locale()) else "en"

    def load(self) -> None:
        """Read anew, beside the interface."""
        place, desk = self._desk.place, self._desk

        def work(task: Task) -> Any:
            from ..database.county import plan_travel, read_type_rules

            with desk.database(read_only=True) as db:
                plan = db.plan(place.plan).id
                catalogue, _ = indicators_of(db)
                rules = read_type_rules(db)
                places = load_catalogue(*catalogue_files("places"), db.read_catalogue("places"))
                kinds = next((item["kinds"] for item in places["places"] if item["id"] == "county_seat"), ())
                seat = county_seat_point(db.read_layer("facility", ["kind"]), kinds)
                crs = "" if db.crs is None else db.crs.to_wkt()
                townships, villages = (db.units(plan, level).set_index("code") for level in ("township", "village"))
                travel, said = plan_travel(db, townships, villages, task.part(0.0, 0.6))
                return read_hierarchy(db, plan, seat, travel, task.part(0.6, 1.0)), said, catalogue, rules, crs

        def then(result: Any) -> None:
            if self._loaded != place:
                self.stack.clear()
            self._loaded = place
            self.plan, self.said, self.catalogue, self.rules, self.crs = result
            self.changed.emit()

        self.background.start(work, then)

    def _failed(self, text: str) -> None:
        self.clear()
        self._loaded = self._desk.place
        self.refused.emit(text)

    def clear(self) -> None:
        self.plan = None
        self._loaded = Place()
        self.stack.clear()
        self.changed.emit()

    def remove(self) -> None:
        """No signal comes after this."""
        self.blockSignals(True)
        self.background.stop()

    # ---- types
    def type_row(self, code: str) -> Row:
        return None if self.plan is None else _row(self.plan.types, code)

    def decide(self, code: str, wanted: str, reason: str) -> bool:
        """Give a village another type for a reason, as one step of undo; False where it was refused."""
        plan, rules = self.plan, self.rules
        if plan is None or rules is None:
            return False
        from ..core.indicators.village_types import layout_of

        try:
            row = decided_type(code, wanted, reason, layout_of(wanted, plan.tree.nodes["role"].get(code, ""), rules))
        except InputError as error:
            self.refused.emit(say_error(error))
            return False
        name = plan.tree.nodes["name"].get(code, code)
        title = tr("{village}: {type}", village=name, type=rules.get(wanted).name[self.language])
        return self._push(title, code, row)

    def withdraw(self, code: str) -> bool:
        """Leave a village's type to the rules again; the next classification sets it."""
        row = self.type_row(code)
        if self.plan is None or row is None:
            return False
        name = self.plan.tree.nodes["name"].get(code, code)
        return self._push(
            tr("{village}: by the rules again", village=name),
            code,
            {**row, "decided_by_user": False, "rule": "", "reason": ""},
        )

    def _push(self, title: str, code: str, row: Row) -> bool:
        self.stack.push(_SetType(self, title, code, row))
        if not self._broken:
            self.saved.emit(tr("Saved: {what}", what=title))
        return not self._broken

    def keep(self, code: str, row: Row) -> tuple[bool, Row]:
        """Save a village's type and read the types back; whether that was done, and what was kept before."""
        self._broken, before = False, None
        try:
            self.require_here()
            with self._desk.database() as db:
                plan = db.plan(self._desk.plan).id
                before = _row(db.village_types(plan), code)
                db.set_village_type(plan, code, row)
                types = db.village_types(plan)
        except PlannerError as error:
            self._broken = True
            self.refused.emit(say_error(error))
            return False, before
        if self.plan is not None:  # the roads and the tree do not hang on types
            self.plan = with_types(self.plan, types)
            self.changed.emit()
        if self.background.busy():  # what is being read may be older than this
            self.load()
        return True, before

    def undo(self) -> None:
        title = self.stack.undoText()
        if self.stack.canUndo():
            self.stack.undo()
            if not self._broken:
                self.saved.emit(tr("Undone and saved: {what}", what=title))

    def redo(self) -> None:
        title = self.stack.redoText()
        if self.stack.canRedo():
            self.stack.redo()
            if not self._broken:
                self.saved.emit(tr("Redone and saved: {what}", what=title))


def _row(types: pd.DataFrame, code: str) -> Row:
    """A village's row of `database.village_types`, None where it has no type."""
    if code not in types.index:
        return None
    row = types.loc[code].to_dict()
    known: dict[str, Any] = {
        str(name): None if value is None or value != value else value for name, value in row.items()
    }  # NaN: empty
    return {**known, "decided_by_user": bool(row["decided_by_user"])}


class _SetType(QUndoCommand):
    """Done when it is pushed; what could not be saved leaves the stack."""

    def __init__(self, session: HierarchySession, title: str, code: str, after: Row) -> None:
        super().__init__(title)
        self._session, self._code, self._after = session, code, after
        self._before: Row = None

    def redo(self) -> None:
        done, self._before = self._session.keep(self._code, self._after)
        self.setObsolete(not done)

    def undo(self) -> None:
        self.setObsolete(not self._session.keep(self._code, self._before)[0])
