"""What a user decided on findings and conflicts. Bound to their keys, not to a result: a new analysis keeps it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Optional

import pandas as pd

from ..core.errors import InputError
from .clock import now
from .store import Store, user

SUBJECTS = ("finding", "conflict")


@dataclass(frozen=True)
class Decision:
    """decision  finding: accepted; conflict: who wins (a, b, constraint, other)
    treatment    conflict: how it is coordinated, empty where as its rule says; finding: what it said when accepted
    reason       why
    """

    decision: str
    reason: str = ""
    treatment: str = ""


class Decisions(Store):
    def decisions(self, subject: str) -> pd.DataFrame:
        """Index key (in the order in which they were first made); columns decision, treatment, reason, who, made."""
        return self.read_table("decision", subject=_known(subject)).drop(columns=["fid", "subject"]).set_index("key")

    def decide(self, subject: str, decisions: Mapping[str, Optional[Decision]], who: str = "") -> None:
        """Keep decisions, in place of earlier ones on the same keys; None takes one back. Each goes into the record.

        decisions  key of the finding or conflict -> what was decided
        who        empty: the user of this computer
        Raises InputError no_key, no_decision; KeyError for an unknown subject.
        """
        who = who or user()
        with self.transaction():
            before = self.decisions(subject)
            for key, decision in decisions.items():
                _require(key, decision)
                old = _as_decision(before.loc[key]) if key in before.index else None
                if old == decision:
                    continue
                if decision is None:
                    self._run("DELETE FROM decision WHERE subject = ? AND key = ?", [subject, key])
                else:
                    self._run(
                        "INSERT INTO decision (subject, key, decision, treatment, reason, who, made) "
                        "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (subject, key) DO UPDATE SET "
                        "decision = excluded.decision, treatment = excluded.treatment, reason = excluded.reason, "
                        "who = excluded.who, made = excluded.made",
                        [subject, key, decision.decision, decision.treatment, decision.reason, who, now()],
                    )
                self.record(
                    who,
                    f"decide {subject}",
                    None if old is None else {"key": key, **asdict(old)},
                    {"key": key, **(asdict(decision) if decision else {"decision": None})},
                )


def _as_decision(row: Any) -> Decision:
    return Decision(row["decision"], row["reason"] or "", row["treatment"] or "")


def _known(subject: str) -> str:
    if subject not in SUBJECTS:
        raise KeyError(subject)
    return subject


def _require(key: str, decision: Optional[Decision]) -> None:
    if not key:
        raise InputError(
            "no_key",
            "This row has no key, so that a decision on it would be lost. Run the analysis or the check again, then "
            "decide.",
        )
    if decision is not None and not decision.decision:
        raise InputError("no_decision", "It is not said what is decided. Choose a decision, then save it.")
