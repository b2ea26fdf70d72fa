"""A store without a file: what a second one beside the GeoPackage has to do, and no more."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any, Optional

import pandas as pd

from village_planner.core.drawing.colours import PALETTE
from village_planner.core.drawing.edits import Edit, Scheme, apply, difference, inverse
from village_planner.core.errors import InputError
from village_planner.core.opinions.merge import OpinionChanges
from village_planner.core.opinions.opinions import FIELDS, Opinion, check
from village_planner.core.opinions.questionnaires import NewQuestionnaires, count_topics
from village_planner.core.order import natural
from village_planner.core.review.rounds import Review, check_changeable
from village_planner.database import Holder, Plan
from village_planner.database.edits import HistoryEntry
from village_planner.database.schema import ROLES
from village_planner.database.snapshots import SavedSnapshot

from .memory_rounds import MemoryRounds

Place = tuple[int, str]


@dataclass
class _Kept:
    plans: dict[int, Plan] = field(default_factory=dict)
    current: Optional[int] = None
    schemes: dict[Place, Scheme] = field(default_factory=dict)
    edits: dict[int, tuple[Place, HistoryEntry, Edit]] = field(default_factory=dict)
    heads: dict[Place, Optional[int]] = field(default_factory=dict)
    snapshots: dict[int, SavedSnapshot] = field(default_factory=dict)
    record: list[tuple[str, str, Any, Any]] = field(default_factory=list)
    opinions: dict[int, list[Opinion]] = field(default_factory=dict)
    sheets: dict[str, tuple[str, str]] = field(default_factory=dict)  # number -> township, content
    answers: list[tuple[str, str, int]] = field(default_factory=list)  # number, topic, count
    reviews: dict[int, Review] = field(default_factory=dict)


class MemoryStore(MemoryRounds):
    """units  level -> codes of the county"""

    def __init__(self, units: Mapping[str, Sequence[str]]) -> None:
        self._units = units
        self._kept = _Kept()
        self._depth = 0

    @contextmanager
    def transaction(self) -> Iterator[None]:
        before = copy.deepcopy(self._kept) if not self._depth else None
        self._depth += 1
        try:
            yield
        except BaseException:
            if before is not None:
                self._kept = before
            raise
        finally:
            self._depth -= 1

    def record(self, who: str, what: str, before: Any = None, after: Any = None) -> None:
        self._kept.record.append((who or "me", what, before, after))

    def last_record(self) -> int:
        return len(self._kept.record)

    # ---- opinions and questionnaires
    def opinions(self, plan_id: int) -> tuple[Opinion, ...]:
        return tuple(self._kept.opinions.get(plan_id, ()))

    def add_opinion(self, plan_id: int, opinion: Opinion, who: str = "") -> Opinion:
        check(opinion)
        said = self._kept.opinions.setdefault(plan_id, [])
        said.append(replace(opinion, number=len(said) + 1, who=who or "me", entered="now"))
        self.record(who, "add opinion")
        return said[-1]

    def change_opinion(
        self, plan_id: int, number: int, values: Mapping[str, Any], who: str = "", found: Optional[Opinion] = None
    ) -> Opinion:
        if not 0 < number <= len(self.opinions(plan_id)):
            raise InputError("unknown_opinion", "none")
        old = self._kept.opinions[plan_id][number - 1]
        if found is not None and any(getattr(old, name) != getattr(found, name) for name in values):
            raise InputError("changed_meanwhile", "other")
        new = replace(old, **values)
        if new != old:
            check(new)
            self._kept.opinions[plan_id][number - 1] = new
            self.record(who, "change opinion")
        return new

    def import_opinions(
        self, plan_id: int, changes: OpinionChanges, who: str = "", told: Optional[Mapping[str, Any]] = None
    ) -> tuple[int, int]:
        with self.transaction():
            for opinion in changes.fresh:
                self.add_opinion(plan_id, opinion, who)
            for before, after in changes.updated:
                self.change_opinion(plan_id, before.number, {name: getattr(after, name) for name in FIELDS}, who)
        return len(changes.fresh), len(changes.updated)

    def questionnaire_contents(self, numbers: Optional[Sequence[str]] = None) -> dict[str, str]:
        return {
            number: content
            for number, (_, content) in self._kept.sheets.items()
            if numbers is None or number in set(numbers)
        }

    def import_questionnaires(
        self, new: NewQuestionnaires, who: str = "", told: Optional[Mapping[str, Any]] = None
    ) -> int:
        for row in new.questionnaires.to_dict("records"):
            self._kept.sheets[row["number"]] = (row["township_code"], row["content"])
        self._kept.answers += list(new.answers[["number", "topic", "count"]].itertuples(index=False, name=None))
        return len(new.questionnaires)

    def topic_counts(self) -> pd.DataFrame:
        heads = pd.DataFrame(
            [(number, township) for number, (township, _) in self._kept.sheets.items()],
            columns=["number", "township_code"],
            dtype=object,
        )
        answers = pd.DataFrame(self._kept.answers, columns=["number", "topic", "count"])
        return count_topics(heads, answers, sorted(self._units["township"]))

    # ---- plans
    def plans(self) -> pd.DataFrame:
        return pd.DataFrame([vars(plan) for plan in self._kept.plans.values()])

    def plan(self, text: str = "") -> Plan:
        wanted = text or str(self._kept.current or "")
        if not wanted:
            raise InputError("no_plan", "none")
        for plan in self._kept.plans.values():
            if wanted in (str(plan.id), plan.name):
                return plan
        raise InputError("unknown_plan", "{plan}", plan=wanted)

    def add_plan(self, name: str, note: str = "", based_on: Optional[int] = None) -> Plan:
        if not name or name.isdigit() or name in {plan.name for plan in self._kept.plans.values()}:
            raise InputError("bad_plan_name", "{name}", name=name)
        plan = Plan(len(self._kept.plans) + 1, name, based_on, "draft", note, "")
        self._kept.plans[plan.id] = plan
        self.record("", "create plan")
        return plan

    def set_current_plan(self, plan_id: int) -> None:
        self._kept.current = self.plan(str(plan_id)).id

    # ---- drawing
    def scheme(self, plan_id: int, level: str) -> Scheme:
        return self._kept.schemes.get((plan_id, level), Scheme())

    def apply_edit(self, plan_id: int, level: str, edit: Edit, who: str = "") -> int:
        place = (plan_id, level)
        if not edit:
            return self._kept.heads.get(place) or 0
        used = [row.colour for row in self.scheme(*place).districts.values()]
        districts = dict(edit.districts)
        for code, (before, after) in districts.items():
            if after is not None and not after.colour:
                colour = next(colour for colour in PALETTE if colour not in used)
                used.append(colour)
                districts[code] = (before, replace(after, colour=colour))
        edit = replace(edit, districts=districts)
        self._write(place, edit)
        number = len(self._kept.edits) + 1
        entry = HistoryEntry(number, self._kept.heads.get(place), edit.what, "", who or "me", len(edit.units))
        self._kept.edits[number] = (place, entry, edit)
        self._kept.heads[place] = number
        self.record(who, edit.what)
        return number

    def _write(self, place: Place, edit: Edit) -> None:
        check_changeable(self.review(place[0]).status, self._kept.plans[place[0]].name)
        after = apply(self.scheme(*place), edit)
        for unit in (*edit.units, *edit.centres):
            if unit not in self._units[place[1]]:
                raise InputError("unknown_unit", "{unit}", unit=unit)
        for row in after.centres.values():
            if row.role not in ROLES:
                raise InputError("unknown_role", "{role}", role=row.role)
        for unit, district in after.assignment.items():
            if district not in after.districts:
                code = "unknown_district" if unit in edit.units else "district_not_empty"
                raise InputError(code, "{district}", district=district)
        districts = dict(sorted(after.districts.items(), key=lambda item: natural(item[0])))
        self._kept.schemes[place] = replace(after, districts=districts)

    def undo(self, plan_id: int, level: str) -> Optional[Edit]:
        entry = self.undo_entry(plan_id, level)
        return self._step(entry, True, entry.parent) if entry else None

    def redo(self, plan_id: int, level: str) -> Optional[Edit]:
        entry = self.redo_entry(plan_id, level)
        return self._step(entry, False, entry.id) if entry else None

    def _step(self, entry: HistoryEntry, back: bool, head: Optional[int]) -> Edit:
        place, _, edit = self._kept.edits[entry.id]
        edit = inverse(edit) if back else edit
        self._write(place, edit)
        self._kept.heads[place] = head
        self.record("", ("undo " if back else "redo ") + entry.what)
        return edit

    def undo_entry(self, plan_id: int, level: str) -> Optional[HistoryEntry]:
        head = self._kept.heads.get((plan_id, level))
        return self._kept.edits[head][1] if head else None

    def redo_entry(self, plan_id: int, level: str) -> Optional[HistoryEntry]:
        return self._child((plan_id, level), self._kept.heads.get((plan_id, level)))

    def _child(self, place: Place, parent: Optional[int]) -> Optional[HistoryEntry]:
        children = [entry for at, entry, _ in self._kept.edits.values() if at == place and entry.parent == parent]
        return children[-1] if children else None

    def edit_history(self, plan_id: int, level: str) -> list[HistoryEntry]:
        line, entry = [], self.undo_entry(plan_id, level)
        while entry:
            line.insert(0, entry)
            entry = self._kept.edits[entry.parent][1] if entry.parent else None
        entry = self.redo_entry(plan_id, level)
        while entry:
            line.append(entry)
            entry = self._child((plan_id, level), entry.id)
        return line

    def edit(self, edit_id: int) -> Edit:
        if edit_id not in self._kept.edits:
            raise InputError("unknown_edit", "{edit}", edit=edit_id)
        return self._kept.edits[edit_id][2]

    # ---- snapshots
    def branch_plan(self, plan_id: int, name: str, note: str = "") -> Plan:
        plan = self.add_plan(name, note, self.plan(str(plan_id)).id)
        for level in self._units:
            self._kept.schemes[plan.id, level] = self.scheme(plan_id, level)
        return plan

    def save_snapshot(
        self,
        plan_id: int,
        name: str,
        note: str = "",
        round: Optional[int] = None,
        tables: Optional[Mapping[str, Any]] = None,
    ) -> int:
        if not name.strip():
            raise InputError("bad_snapshot_name", "none")
        number = len(self._kept.snapshots) + 1
        schemes = {level: self.scheme(plan_id, level) for level in self._units}
        digest = repr((schemes, tables))
        self._kept.snapshots[number] = SavedSnapshot(
            number, plan_id, name.strip(), "", "me", note, round, schemes, copy.deepcopy(dict(tables or {})), digest
        )
        self.record("", "save snapshot")
        return number

    def snapshots(self, plan_id: int) -> pd.DataFrame:
        columns = ["id", "name", "made", "who", "note", "round", "digest"]
        rows = [vars(kept) for kept in self._kept.snapshots.values() if kept.plan_id == plan_id]
        return pd.DataFrame(rows, columns=columns if not rows else None)[columns]

    def snapshot(self, snapshot_id: int) -> SavedSnapshot:
        if snapshot_id not in self._kept.snapshots:
            raise InputError("unknown_snapshot", "{snapshot}", snapshot=snapshot_id)
        return self._kept.snapshots[snapshot_id]

    def restore_snapshot(self, plan_id: int, snapshot_id: int) -> dict[str, Edit]:
        edits = {}
        for level, scheme in self.snapshot(snapshot_id).schemes.items():
            edits[level] = difference(self.scheme(plan_id, level), scheme, "restore snapshot")
            self.apply_edit(plan_id, level, edits[level])
        return edits

    # ---- the holder: nobody else can know of a store in memory
    def holder(self) -> Optional[Holder]:
        return None

    def take_hold(self, instead_of: Optional[Holder] = None) -> Optional[Holder]:
        return None

    def give_back(self) -> None:
        return None
