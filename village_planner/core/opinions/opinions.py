"""Opinions on a plan, from whomever: their state, what is missing of them, choosing, sorting and counting them."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from types import MappingProxyType
from typing import Any, Optional

import pandas as pd

from ..errors import InputError
from ..messages import Message, message
from ..tables.table import natural_key
from .terms import (
    DECIDED,
    DECISIONS,
    DONE,
    OPEN,
    OVERDUE,
    REPLIED,
    SOURCE_KINDS,
    STATES,
    SUBJECT_NAMES,
    SUBJECTS,
    UNFINISHED,
    WITHDRAWN,
)


@dataclass(frozen=True)
class Opinion:
    """An opinion; "" or None is what is not known.

    number       running number in the plan, 0 of one that is not kept yet
    round        number of the review round
    source       who: department, township, person; source_kind: one of SOURCE_KINDS
    subject      one of SUBJECTS; level, district_code, unit_code: what it is about
    township     code of the township that it concerns, for choosing and counting; follows from unit or source
    topic        id of the catalogue opinion_topics
    decision     one of DECISIONS, "": none yet; reason: required for partly and not
    change       where the plan was changed, in words; edit_id: the edit in the record that answers it
    due, given   ISO dates; entered: time        origin  workbook › sheet › row
    withdrawn    why it was withdrawn, "": it stands
    key          the same when the same opinion is imported again
    undone       the edit that answers it was undone; follows from the plan's history
    point        (x, y) in the county's CRS
    """

    text: str
    source: str = ""
    source_kind: str = ""
    number: int = 0
    round: Optional[int] = None
    subject: str = "plan"
    level: str = ""
    district_code: str = ""
    unit_code: str = ""
    township: str = ""
    topic: str = ""
    decision: str = ""
    reason: str = ""
    reply: str = ""
    change: str = ""
    responsible: str = ""
    due: str = ""
    given: str = ""
    entered: str = ""
    who: str = ""
    edit_id: Optional[int] = None
    withdrawn: str = ""
    origin: str = ""
    key: str = ""
    undone: bool = False
    point: Optional[tuple[float, float]] = None

    @property
    def district(self) -> tuple[str, str]:
        """(level, code): the two levels may use the same codes. Where no level is said, it is told by the code."""
        return self.level or ("village" if "-" in self.district_code else "township"), self.district_code


FIELDS = tuple(field.name for field in fields(Opinion))


def state(opinion: Opinion, today: date) -> str:
    """open → replied → decided → done; overdue where its due date has passed before it is done.

    It is done when it is replied to and decided, and what was adopted is answered: by an edit that stands, or where
    the plan was changed is said in words. Not adopted, it needs no change.
    """
    if opinion.withdrawn:
        return WITHDRAWN
    edited = opinion.edit_id is not None and not opinion.undone
    answered = opinion.decision == "not" or edited or bool(opinion.change.strip())
    if opinion.decision and opinion.reply.strip() and answered:
        return DONE
    if opinion.due and opinion.due < today.isoformat():
        return OVERDUE
    if opinion.decision:
        return DECIDED
    return REPLIED if opinion.reply.strip() else OPEN


def check(opinion: Opinion) -> None:
    """Refuse what must not be kept. InputError no_text, unknown_value, no_reason, no_subject."""
    if not opinion.text.strip():
        raise InputError("no_text", "The opinion has no text. Write down what was said.")
    for name, value, known in (
        ("source_kind", opinion.source_kind, ("", *SOURCE_KINDS)),
        ("subject", opinion.subject, SUBJECTS),
        ("decision", opinion.decision, ("", *DECISIONS)),
    ):
        if value not in known:
            raise InputError(
                "unknown_value",
                "{field}: {value} is not known. Choose one of {choices}.",
                field=name,
                value=value,
                choices=", ".join(filter(None, known)),
            )
    if opinion.decision in ("partly", "not") and not opinion.reason.strip():
        raise InputError(
            "no_reason", "An opinion that is adopted in part or not needs a reason. Write down why, then decide."
        )
    missing = {
        "district": not opinion.district_code,
        "unit": not opinion.unit_code,
        "point": opinion.point is None,
    }.get(opinion.subject, False)
    if missing:
        raise InputError(
            "no_subject",
            "The opinion says it is about {subject}, but not which one. Choose it, or make it an opinion on the plan.",
            subject=SUBJECT_NAMES[opinion.subject],
        )


def warnings(opinion: Opinion, today: date) -> tuple[Message, ...]:
    """What is still missing of an opinion that may be kept."""
    said = []
    if opinion.withdrawn:
        return ()
    if opinion.decision and not opinion.reply.strip():
        said.append(message("Decided, but without a reply."))
    if opinion.decision in ("adopted", "partly") and opinion.edit_id is None and not opinion.change.strip():
        said.append(message("Adopted, but no change answers it yet: choose the edit, or say where the plan changed."))
    if opinion.undone:
        said.append(
            message("Edit {edit}, which answers it, was undone: do it again, or choose another.", edit=opinion.edit_id)
        )
    if state(opinion, today) == OVERDUE:
        said.append(message("Its due date {due} has passed.", due=opinion.due))
    if opinion.due and not opinion.responsible.strip():
        said.append(message("It has a due date, but nobody is responsible."))
    return tuple(said)


@dataclass(frozen=True)
class Choice:
    """What is shown; "" and None take any. `text` is looked for in everything that is written of an opinion."""

    round: Optional[int] = None
    source_kind: str = ""
    source: str = ""
    topic: str = ""
    decision: Optional[str] = None  # "": not decided
    state: str = ""  # "unfinished": any that waits for something
    township: str = ""
    text: str = ""


def choose(opinions: Sequence[Opinion], choice: Choice, today: date) -> list[int]:
    """Positions of the opinions that a choice leaves, in their order."""
    words = compared(choice.text).split()

    def fits(opinion: Opinion) -> bool:
        if (
            choice.round not in (None, opinion.round)
            or choice.source_kind not in ("", opinion.source_kind)
            or choice.source not in ("", opinion.source)
            or choice.topic not in ("", opinion.topic)
            or choice.decision not in (None, opinion.decision)
            or choice.township not in ("", opinion.township)
        ):
            return False
        if choice.state:
            now = state(opinion, today)
            if now != choice.state and not (choice.state == "unfinished" and now in UNFINISHED):
                return False
        if not words:
            return True
        said = compared(
            " ".join(
                (
                    str(opinion.number),
                    opinion.source,
                    opinion.text,
                    opinion.reply,
                    opinion.reason,
                    opinion.change,
                    opinion.responsible,
                    opinion.district_code,
                    opinion.unit_code,
                )
            )
        )
        return all(word in said for word in words)

    return [i for i, opinion in enumerate(opinions) if fits(opinion)]


SORTS = ("number", "round", "source", "topic", "decision", "state", "due", "given", "township", "text", "responsible")


def arrange(
    opinions: Sequence[Opinion],
    by: str,
    today: date,
    backwards: bool = False,
    names: Mapping[str, str] = MappingProxyType({}),
) -> list[int]:
    """Positions in order of a field of SORTS; equal ones by number, what is empty last whichever way.

    names  value -> what it is called, where the name orders
    """
    orders: dict[str, Sequence[str]] = {"state": STATES, "decision": DECISIONS}

    def value(opinion: Opinion) -> Any:
        if by == "state":
            return STATES.index(state(opinion, today))
        if by in orders:
            return orders[by].index(opinion.decision) if opinion.decision else None
        found = getattr(opinion, by)
        if found is None or found == "":
            return None
        return natural_key(names.get(found, found)) if isinstance(found, str) else found

    numbered = sorted(range(len(opinions)), key=lambda i: opinions[i].number)
    filled = [i for i in numbered if value(opinions[i]) is not None]
    empty = [i for i in numbered if value(opinions[i]) is None]
    return sorted(filled, key=lambda i: value(opinions[i]), reverse=backwards) + empty


COUNTED = ("total", "adopted", "partly", "not", "undecided", "overdue", "done")


def tally(opinions: Iterable[Opinion], by: str, today: date) -> pd.DataFrame:
    """How many opinions there are per value of a field (topic, source, source_kind, township, round).

    Withdrawn ones do not count. Index: the values, "" last; columns COUNTED.
    """
    rows: dict[Any, list[int]] = {}
    for opinion in opinions:
        now = state(opinion, today)
        if now == WITHDRAWN:
            continue
        value = getattr(opinion, by)
        counts = rows.setdefault("" if value is None else value, [0] * len(COUNTED))
        decided = [int(opinion.decision == decision) for decision in DECISIONS]
        for place, one in enumerate((1, *decided, int(not opinion.decision), int(now == OVERDUE), int(now == DONE))):
            counts[place] += one
    order = sorted(rows, key=lambda value: (value == "", natural_key(str(value))))
    index = pd.Index(order, name=by, dtype=object)
    return pd.DataFrame([rows[value] for value in order], index=index, columns=list(COUNTED), dtype=int)


def compared(text: str) -> str:
    """Text as it is searched: full-width forms and case aside."""
    return unicodedata.normalize("NFKC", text).casefold()


def key_of(opinion: Opinion, again: int = 0) -> str:
    """What tells an opinion when it is imported again: who said what about which place, and when.

    again  0 for the first of rows that say the same in one workbook, 1 for the second …
    """
    parts = [
        "".join(compared(opinion.source).split()),
        "".join(compared(opinion.text).split()),
        opinion.unit_code,
        opinion.district_code,
        opinion.given,
        [round(value, 2) for value in opinion.point] if opinion.point else None,
        again,
    ]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()[:32]
