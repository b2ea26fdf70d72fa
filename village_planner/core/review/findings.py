"""The findings of a check as a person works through them: open or accepted, by rule, severity and layer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Optional

from ..quality.keys import cases_of

OPEN, ACCEPTED = "open", "accepted"


@dataclass(frozen=True)
class Entry:
    """A finding and what was decided on it.

    key       the same when the finding is found again; "" in results of older versions
    geometry  polygons in the county's CRS, or None
    reason    why it was accepted; None: it never was
    who       who accepted it
    accepted  what it said then, "" where that is not known; with other figures than now it is open again
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
    accepted: str = ""

    @property
    def state(self) -> str:
        return OPEN if self.reason is None or self.reopened else ACCEPTED

    @property
    def reopened(self) -> bool:
        """Whether the fault that was accepted has become another one."""
        return self.reason is not None and not still_accepted(self.message, self.accepted)

    @property
    def cases(self) -> int:
        """How many findings it stands for."""
        return cases_of(self.key)


def entries_of(findings: Any, decisions: Any) -> tuple[Entry, ...]:
    """Entries in the order of the check.

    findings   GeoDataFrame of the database's layer `finding`      decisions  see `Decisions.decisions("finding")`
    """
    accepted = decisions[decisions["decision"] == ACCEPTED]
    reasons, who, said = (accepted[column].to_dict() for column in ("reason", "who", "treatment"))
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
            said.get(row.key) or "",
        )
        for row in findings.itertuples(index=False)
    )


def still_accepted(message: str, accepted: str) -> bool:
    """Whether a finding says the same figures as when it was accepted; `accepted` is "" where that is not known.

    Only figures are compared: the check may have been made in another language, and a row may have moved.
    """
    return accepted == "" or _figures(message) == _figures(accepted)


ROW_NUMBERS = re.compile(r"\b[Rr]ows? \d+(?:, \d+)*|第 ?\d+(?:[、, ]+\d+)* ?行")
FIGURE = re.compile(r"\d+(?:[.,]\d+)*")


def _figures(text: str) -> list[str]:
    return sorted(FIGURE.findall(ROW_NUMBERS.sub("", text)))


def open_count(entries: Iterable[Any], accepted: Mapping[str, str], severity: str) -> int:
    """How many findings of a severity are open; entries have severity, key and message.

    accepted  key -> what it said when it was accepted
    """
    return sum(
        cases_of(entry.key or "")
        for entry in entries
        if entry.severity == severity
        and not (entry.key in accepted and still_accepted(entry.message, accepted[entry.key]))
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
    """What a new check changed: numbers of findings that are gone, new, that stay accepted, and that are open again."""

    gone: int
    new: int
    accepted: int
    reopened: int = 0


def compare(before: Sequence[Entry], after: Sequence[Entry]) -> Change:
    old, now = {entry.key for entry in before}, {entry.key for entry in after}
    accepted = sum(entry.state == ACCEPTED for entry in after)
    return Change(len(old - now), len(now - old), accepted, sum(entry.reopened for entry in after))
