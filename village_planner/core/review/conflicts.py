"""The ledger of conflicts as a person works through it: open, decided, and slivers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

OPEN, DECIDED, SLIVER = "open", "decided", "sliver"
WINNERS = ("a", "b", "constraint", "other")  # what may be decided


@dataclass(frozen=True)
class Conflict:
    """A row of the ledger and what was decided on it.

    key        the same when the conflict is found again
    kind       class of difference      cause  the rule's title
    first, second  what each plan says there: plan, class and its name; "" where it says nothing
    winner, treatment, exceptions  by the rule
    area_m2    m²      geometry  polygons in the county's CRS, or None
    decision, own_treatment, reason, who  what was decided, "" where it is open
    """

    number: int
    key: str
    kind: str
    rule: str
    cause: str
    unit_code: str
    first: str
    second: str
    constraints: str
    winner: str
    treatment: str
    exceptions: str
    area_m2: float
    sliver: bool
    geometry: Any = None
    decision: str = ""
    own_treatment: str = ""
    reason: str = ""
    who: str = ""

    @property
    def state(self) -> str:
        if self.decision:
            return DECIDED
        return SLIVER if self.sliver else OPEN


def conflicts_of(ledger: Any) -> tuple[Conflict, ...]:
    """Rows in the ledger's order; `ledger` as `database.ledger.read_ledger` gives it."""
    return tuple(
        Conflict(
            number=int(row.number) if row.number == row.number and row.number is not None else at,
            key=row.key or "",
            kind=row.kind or "",
            rule=row.rule or "",
            cause=row.cause or row.rule or "",
            unit_code=row.unit_code or "",
            first=_said(row.plan_a, row.class_a, row.class_name_a),
            second=_said(row.plan_b, row.class_b, row.class_name_b),
            constraints=row.constraints or "",
            winner=row.winner or "",
            treatment=row.treatment or "",
            exceptions=row.exceptions or "",
            area_m2=float(row.area_m2),
            sliver=row.sliver == 1,
            geometry=row.geometry,
            decision=row.decision,
            own_treatment=row.own_treatment,
            reason=row.reason,
            who=row.who,
        )
        for at, row in enumerate(ledger.itertuples(index=False), 1)
    )


def choose(conflicts: Sequence[Conflict], state: str = "", rule: str = "", unit: str = "") -> list[int]:
    """Positions of the conflicts of that state, rule and unit; "" takes any. A sliver stays one when it is decided."""
    return [
        i
        for i, conflict in enumerate(conflicts)
        if (state in ("", conflict.state) or (state == SLIVER and conflict.sliver))
        and rule in ("", conflict.rule)
        and unit in ("", conflict.unit_code)
    ]


def count_open(keys: Sequence[str], slivers: Sequence[Any], decided: Any) -> int:
    """How many conflicts are neither decided nor slivers."""
    return sum(1 for key, sliver in zip(keys, slivers) if sliver != 1 and key not in decided)


def _said(plan: Any, code: Any, name: Any) -> str:
    return " ".join(part for part in (plan, code, name) if isinstance(part, str) and part)
