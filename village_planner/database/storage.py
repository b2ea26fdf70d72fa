"""What docks and core ask of the place where the review of a plan is kept.

The planning database (a GeoPackage) is the one store there is today. Another one, such as a shared PostGIS store,
stands beside it by answering these calls; `tests/database/test_storage_contract.py` holds any store to them. Errors are
those that `PlanningDatabase` names.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, Optional, Protocol

import pandas as pd

from ..core.drawing.edits import Edit, Scheme
from ..core.messages import Message
from ..core.opinions.merge import OpinionChanges
from ..core.opinions.opinions import Opinion
from ..core.opinions.questionnaires import NewQuestionnaires
from ..core.review.round_rules import RoundRules
from ..core.review.rounds import Review, Round, SignOff, Standing
from .edits import HistoryEntry
from .holder import Holder
from .plans import Plan
from .snapshots import SavedSnapshot


class PlanStore(Protocol):
    """The plans of a county."""

    def plans(self) -> pd.DataFrame: ...

    def plan(self, text: str = "") -> Plan: ...

    def add_plan(self, name: str, note: str = "", based_on: Optional[int] = None) -> Plan: ...

    def set_current_plan(self, plan_id: int) -> None: ...


class DrawingStore(Protocol):
    """A level of a plan as it is drawn, and the history of what was done to it; kept when the call ends."""

    def scheme(self, plan_id: int, level: str) -> Scheme: ...

    def apply_edit(self, plan_id: int, level: str, edit: Edit, who: str = "") -> int: ...

    def undo(self, plan_id: int, level: str) -> Optional[Edit]: ...

    def redo(self, plan_id: int, level: str) -> Optional[Edit]: ...

    def undo_entry(self, plan_id: int, level: str) -> Optional[HistoryEntry]: ...

    def redo_entry(self, plan_id: int, level: str) -> Optional[HistoryEntry]: ...

    def edit_history(self, plan_id: int, level: str) -> list[HistoryEntry]: ...

    def edit(self, edit_id: int) -> Edit: ...


class SnapshotStore(Protocol):
    """Copies of a plan to go on drawing in, and frozen ones."""

    def branch_plan(self, plan_id: int, name: str, note: str = "") -> Plan: ...

    def save_snapshot(
        self,
        plan_id: int,
        name: str,
        note: str = "",
        round: Optional[int] = None,
        tables: Optional[Mapping[str, Any]] = None,
    ) -> int: ...

    def snapshots(self, plan_id: int) -> pd.DataFrame: ...

    def snapshot(self, snapshot_id: int) -> SavedSnapshot: ...

    def restore_snapshot(self, plan_id: int, snapshot_id: int) -> dict[str, Edit]: ...


class OpinionStore(Protocol):
    """What was said of a plan, and the questionnaires of the county; nothing of it is ever deleted."""

    def opinions(self, plan_id: int) -> tuple[Opinion, ...]: ...

    def add_opinion(self, plan_id: int, opinion: Opinion, who: str = "") -> Opinion: ...

    def change_opinion(
        self, plan_id: int, number: int, values: Mapping[str, Any], who: str = "", found: Optional[Opinion] = None
    ) -> Opinion: ...

    def import_opinions(
        self, plan_id: int, changes: OpinionChanges, who: str = "", told: Optional[Mapping[str, Any]] = None
    ) -> tuple[int, int]: ...

    def questionnaire_contents(self, numbers: Optional[Sequence[str]] = None) -> dict[str, str]: ...

    def import_questionnaires(
        self, new: NewQuestionnaires, who: str = "", told: Optional[Mapping[str, Any]] = None
    ) -> int: ...

    def topic_counts(self) -> pd.DataFrame: ...


class RoundStore(Protocol):
    """The review rounds of a plan; a closed round, its snapshot and its signatures never change again."""

    def round_rules(self) -> RoundRules: ...

    def review(self, plan_id: int, rules: Optional[RoundRules] = None) -> Review: ...

    def standing(self, plan_id: int, number: int, broken: Sequence[Message] = ()) -> Standing: ...

    def open_round(
        self,
        plan_id: int,
        number: int,
        broken: Sequence[Message] = (),
        tables: Optional[Mapping[str, Any]] = None,
        who: str = "",
    ) -> Round: ...

    def close_round(
        self,
        plan_id: int,
        number: int,
        outcome: str,
        broken: Sequence[Message] = (),
        note: str = "",
        who: str = "",
    ) -> Review: ...

    def change_round(self, plan_id: int, number: int, who: str = "", **values: Any) -> Round: ...

    def sign(
        self,
        plan_id: int,
        number: int,
        participant: str,
        verdict: str,
        signed_by: str = "",
        given: str = "",
        note: str = "",
        who: str = "",
    ) -> SignOff: ...

    def withdraw_signature(self, plan_id: int, number: int, participant: str, who: str = "") -> None: ...

    def withdraw_approval(self, plan_id: int, who: str = "") -> Review: ...

    def archive_plan(self, plan_id: int, away: bool = True, who: str = "") -> None: ...


class RecordStore(Protocol):
    """What happened: written with every change, never rewritten. Several changes are one in `transaction()`."""

    def transaction(self) -> AbstractContextManager[None]: ...

    def record(self, who: str, what: str, before: Any = None, after: Any = None) -> None: ...

    def last_record(self) -> int: ...


class HolderStore(Protocol):
    """Who has the county in hand."""

    def holder(self) -> Optional[Holder]: ...

    def take_hold(self, instead_of: Optional[Holder] = None) -> Optional[Holder]: ...

    def give_back(self) -> None: ...


class ReviewStore(PlanStore, DrawingStore, SnapshotStore, OpinionStore, RoundStore, RecordStore, HolderStore, Protocol):
    """All that the review asks of its store."""
