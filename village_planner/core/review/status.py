"""How far the review of a plan is, as a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from .rounds import Review, carried

TEXTS = (
    "round_name",
    "stage",
    "status",
    "outcome",
    "opened",
    "due",
    "held",
    "closed",
    "participant",
    "kind",
    "verdict",
    "signed_by",
    "signed",
    "note",
)


@dataclass(frozen=True)
class Status:
    """rows       a row per round and participant: round, the texts, opinions, undecided (counts of the participant's)
    round      the open round, else the next one, else the last; 0 for none
    signed, missing  its participants with and without a signature
    undecided  opinions without a decision, of it and of the returned rounds that it takes up
    """

    rows: pd.DataFrame
    round: int
    signed: int
    missing: int
    undecided: int


def given_by(opinions: pd.DataFrame, number: int) -> dict[str, tuple[int, int]]:
    """Who gave opinions in a round -> how many stand, and how many of them have no decision yet."""
    given = opinions[(opinions["round"] == number) & (opinions["withdrawn"].fillna("") == "")]
    waiting = given["decision"].fillna("").eq("").groupby(given["source"].fillna("")).agg(["size", "sum"])
    return {str(who): (int(count), int(undecided)) for who, count, undecided in waiting.itertuples()}


def status_of(review: Review, opinions: pd.DataFrame) -> Status:
    """opinions: rows of the database's table of that plan, with round, source, decision and withdrawn."""
    rows: list[dict[str, Any]] = []
    for item in review.rounds:
        signed, counts = review.signed(item.number), given_by(opinions, item.number)
        for one in item.participants:
            given = signed.get(one.name)
            count, undecided = counts.get(one.name, (0, 0))
            rows.append(
                {
                    "round": item.number,
                    "round_name": item.name,
                    "stage": item.stage,
                    "status": item.status,
                    "outcome": item.outcome,
                    "opened": item.opened,
                    "due": item.due,
                    "held": item.held,
                    "closed": item.closed,
                    "participant": one.name,
                    "kind": one.kind,
                    "verdict": given.verdict if given else "",
                    "signed_by": given.signed_by if given else "",
                    "signed": given.given if given else "",
                    "note": given.note if given else "",
                    "opinions": count,
                    "undecided": undecided,
                }
            )
    frame = pd.DataFrame(rows, columns=["round", *TEXTS, "opinions", "undecided"])
    current = review.current
    if current is None:
        return Status(frame, 0, 0, 0, 0)
    missing = len(review.unsigned(current.number))
    return Status(
        frame,
        current.number,
        len(current.participants) - missing,
        missing,
        sum(
            undecided
            for number in carried(review, current.number)
            for _, undecided in given_by(opinions, number).values()
        ),
    )
