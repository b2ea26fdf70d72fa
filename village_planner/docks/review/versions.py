"""The states of a county's plans that can be opened, restored or compared: each plan as it is, and its snapshots."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Optional

from ...core.opinions.dates import local_time
from ...translation import tr

if TYPE_CHECKING:
    from ...core.drawing.edits import Scheme

PLAN, SNAPSHOT = "plan", "snapshot"


@dataclass(frozen=True)
class Version:
    """A plan as it is now (kind PLAN, id of the plan) or a frozen state of one (SNAPSHOT, id of the snapshot)."""

    kind: str
    id: int
    plan_id: int
    name: str
    made: str = ""
    who: str = ""
    note: str = ""
    based_on: Optional[int] = None
    plan_name: str = ""

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.id}"

    @property
    def title(self) -> str:
        """What it is called beside others."""
        if self.kind == PLAN:
            return self.name
        return tr("{plan} › {snapshot} ({when})", plan=self.plan_name, snapshot=self.name, when=when(self.made))


def when(made: str) -> str:
    """Date and minute, by this computer's clock."""
    return local_time(made)


def when_short(made: str) -> str:
    """Month, day and minute of this year, the day of an earlier one, by this computer's clock."""
    text = local_time(made)
    return text[5:] if text[:4] == str(date.today().year) and len(text) == 16 else text[:10]


def read_versions(db: Any) -> list[Version]:
    """All plans in their order, each followed by its snapshots, the newest first."""
    found = []
    for plan in db.plans().to_dict("records"):
        number, based_on = int(plan["id"]), plan["based_on"]
        name = str(plan["name"])
        found.append(
            Version(
                PLAN,
                number,
                number,
                name,
                str(plan["created"] or ""),
                note=str(plan["note"] or ""),
                based_on=None if based_on != based_on or based_on is None else int(based_on),
            )
        )
        found += [
            Version(
                SNAPSHOT,
                int(row["id"]),
                number,
                str(row["name"]),
                str(row["made"] or ""),
                str(row["who"] or ""),
                str(row["note"] or ""),
                plan_name=name,
            )
            for row in reversed(db.snapshots(number).to_dict("records"))
        ]
    return found


def schemes_of(db: Any, version: Version) -> dict[str, Scheme]:
    """Level -> what was drawn."""
    if version.kind == SNAPSHOT:
        return dict(db.snapshot(version.id).schemes)
    return {level: db.scheme(version.id, level) for level in ("township", "village")}
