"""The findings of a check as a person works through them: open or accepted, by rule, severity and layer."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Optional

from ..quality.keys import cases_of

OPEN, ACCEPTED = "open", "accepted"


@dataclass(frozen=True)
class Entry:
    """A finding and what was decided on it.

    key       the same when the finding is found again; "" in results of older versions
    geometry  polygons in the county's CRS, or None
    reason    why it was accepted; None: it is open
    who       who accepted it
    """

    key: str
    rule: str
    severity: str
    layer: str
    unit_code: str
    message: str
    geometry: Any = None
    reason: Optional[str] = None
    who: str = ""

    @property
    def state(self) -> str:
        return OPEN if self.reason is None else ACCEPTED

    @property
    def cases(self) -> int:
        """How many findings it stands for."""
        return cases_of(self.key)


def entries_of(findings: Any, decisions: Any) -> tuple[Entry, ...]:
    """Entries in the order of the check.

    findings   GeoDataFrame of the database's layer `finding`      decisions  see `Decisions.decisions("finding")`
    """
    accepted = decisions[decisions["decision"] == ACCEPTED]
    reasons, who = accepted["reason"].to_dict(), accepted["who"].to_dict()
    return tuple(
        Entry(
            row.key or "",
            row.rule,
            row.severity,
            row.layer or "",
            row.unit_code or "",
            row.message,
            row.geometry,
            (reasons[row.key] or "") if row.key in reasons else None,
            who.get(row.key, ""),
        )
        for row in findings.itertuples(index=False)
    )


def open_count(entries: Iterable[Any], accepted: Collection[str], severity: str) -> int:
    """How many findings of a severity are open; entries have severity and key."""
    return sum(
        cases_of(entry.key or "") for entry in entries if entry.severity == severity and entry.key not in accepted
    )


def choose(entries: Sequence[Entry], severity: str = "", rule: str = "", layer: str = "", state: str = "") -> list[int]:
    """Positions of the entries of that severity, rule, layer and state; "" takes any."""
    return [
        i
        for i, entry in enumerate(entries)
        if severity in ("", entry.severity)
        and rule in ("", entry.rule)
        and layer in ("", entry.layer)
        and state in ("", entry.state)
    ]


@dataclass(frozen=True)
class Change:
    """What a new check changed: numbers of findings that are gone, new, and that stay accepted."""

    gone: int
    new: int
    accepted: int


def compare(before: Sequence[Entry], after: Sequence[Entry]) -> Change:
    old, now = {entry.key for entry in before}, {entry.key for entry in after}
    return Change(len(old - now), len(now - old), sum(entry.state == ACCEPTED for entry in after))
