"""What docks and core ask of the place where the review of a plan is kept.

The planning database (a GeoPackage) is the one store there is today. Another one, such as a shared PostGIS store,
stands beside it by answering these calls; `tests/database/test_storage_contract.py` holds any store to them. Errors are
those that `PlanningDatabase` names.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Any, Optional, Protocol

import pandas as pd

from ..core.review.edits import Edit, Scheme
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


class RecordStore(Protocol):
    """What happened: written with every change, never rewritten. Several changes are one in `transaction()`."""

    def transaction(self) -> AbstractContextManager[None]: ...

    def record(self, who: str, what: str, before: Any = None, after: Any = None) -> None: ...

    def last_record(self) -> int: ...


class HolderStore(Protocol):
    """Who has the county in hand."""

    def holder(self) -> Optional[Holder]: ...

    def take_hold(self) -> Optional[Holder]: ...

    def give_back(self) -> None: ...


class ReviewStore(PlanStore, DrawingStore, SnapshotStore, RecordStore, HolderStore, Protocol):
    """All that the review asks of its store."""
