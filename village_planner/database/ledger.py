"""The ledger of conflicts of a plan, together with what was decided on its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Optional

import geopandas as gpd

from ..core.catalogue import load_catalogue
from ..paths import catalogue_files
from .decisions import Decision

if TYPE_CHECKING:
    from . import PlanningDatabase

DECIDED = {"decision": "decision", "own_treatment": "treatment", "reason": "reason", "who": "who", "decided": "made"}


def read_ledger(database: PlanningDatabase, plan_id: int) -> Optional[gpd.GeoDataFrame]:
    """The rows of table `conflict`, geometry, and decision, own_treatment, reason, who, decided ("" where open);
    None where the plan has no ledger."""
    found = database.result(plan_id, "conflict")
    if found is None:
        return None
    ledger: Any = found.table
    decisions = database.decisions("conflict")
    for column, kept in DECIDED.items():
        ledger[column] = ledger["key"].map(decisions[kept]).fillna("").astype(object)
    return ledger


def decisions_in(rows: Any) -> dict[str, Decision]:
    """What the rows of a ledger say was decided: key -> decision, for those that say something."""
    if "decision" not in rows.columns:
        return {}
    texts = {
        column: (rows[column] if column in rows.columns else rows["decision"].map(lambda _: "")).fillna("").astype(str)
        for column in ("key", "decision", "reason", "own_treatment")
    }
    return {
        key: Decision(decision, reason, treatment)
        for key, decision, reason, treatment in zip(*texts.values())
        if key and decision
    }


def match_shares() -> tuple[float, float]:
    """By the rule catalogue: the share of ground by which a conflict is found again, and what is no change of area."""
    data = load_catalogue(*catalogue_files("conflict_rules"))
    return data["match_share"], data["area_change"]
