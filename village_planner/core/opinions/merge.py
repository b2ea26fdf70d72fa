"""What an import of opinions changes: which are new, which are there already, which say more or something else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Optional

from ..errors import InputError
from ..messages import message
from .forms import Fault, value_text
from .opinions import Opinion, check
from .rows import FoundOpinions

REFUSE, FILL, REPLACE = "error", "keep", "replace"  # what becomes of a field that is there with other words
EXISTING = (REFUSE, FILL, REPLACE)
ANSWERED = ("reply", "decision", "reason", "change", "responsible", "due")  # filled in after an opinion was given
GIVEN = ("text", "source", "given", "level", "district_code", "unit_code")  # of a row that brought its mark along


@dataclass(frozen=True)
class OpinionChanges:
    """fresh: new opinions; updated: (as it is, as it becomes); skipped: how many say nothing new; faults: of the
    workbook, and of rows that say something else than what is there."""

    fresh: tuple[Opinion, ...]
    updated: tuple[tuple[Opinion, Opinion], ...]
    skipped: int
    faults: tuple[Fault, ...]


def compare_opinions(known: Sequence[Opinion], found: FoundOpinions, existing: str = REFUSE) -> OpinionChanges:
    """Lay a workbook beside what is there.

    An opinion is there already where its key is (the same words of the same source about the same place on the same
    day; of several that of the row's round comes first), or the mark that our own form brought along. What is empty
    there is filled in from the workbook; a blank in the workbook empties nothing.
    existing  where both say something else: "error" the row is at fault, "keep" what is there stays, "replace"
    The topic of what is there stays: it may have been corrected by hand.
    """
    by_key: dict[str, list[Opinion]] = defaultdict(list)
    for opinion in known:
        taken_back = opinion.withdrawn and not opinion.origin  # right after it was entered by hand
        if opinion.key and not taken_back:
            by_key[opinion.key].append(opinion)
    fresh: list[Opinion] = []
    updated: list[tuple[Opinion, Opinion]] = []
    skipped = 0
    faults = list(found.faults)
    used: set[int] = set()
    for place, opinion in enumerate(found.opinions):
        sheet, row = found.places[place]
        mark = found.given_keys.get(place, "")
        own = next((one for one in by_key.get(mark, ()) if one.number not in used), None) if mark else None
        there = own or _nearest_round((one for one in by_key.get(opinion.key, ()) if one.number not in used), opinion)
        if there is None:
            fresh.append(opinion)
            continue
        used.add(there.number)
        changes, other = _changes(there, opinion, GIVEN if own is not None else (), existing)
        if other:
            text = message(
                "opinion {number} is there already and says something else in {fields}. Mend the row, or choose that "
                "the workbook replaces what is there.",
                number=there.number,
                fields=", ".join(other),
            )
            faults.append(Fault(sheet, row, f"A{row}", "", str(there.number), "other_content", text))
            continue
        if not changes:
            skipped += 1
            continue
        after = replace(there, **changes)
        try:
            check(after)
        except InputError as error:
            faults.append(Fault(sheet, row, f"A{row}", "", str(there.number), error.code, error.message))
            continue
        updated.append((there, after))
    return OpinionChanges(tuple(fresh), tuple(updated), skipped, tuple(faults))


def _nearest_round(same: Iterable[Opinion], row: Opinion) -> Optional[Opinion]:
    """Which of equal opinions a row means: a returned round moves the numbers of those after it up, never down."""
    if row.round is None:
        return next(iter(same), None)
    said = row.round
    order = sorted(same, key=lambda one: (one.round != said, (one.round or 0) < said))
    return order[0] if order else None


def _same(old: Any, new: Any) -> bool:
    """Whether both say the same; a workbook is read without the blanks that do not show."""
    return value_text(old) == value_text(new) if isinstance(old, str) else bool(old == new)


def _changes(there: Opinion, row: Opinion, more: Sequence[str], existing: str) -> tuple[dict[str, Any], list[str]]:
    """What the row fills in or replaces, and the fields that contradict."""
    changes: dict[str, Any] = {}
    other: list[str] = []
    for name in (*more, *ANSWERED):
        old, new = getattr(there, name), getattr(row, name)
        if not new or _same(old, new):
            continue
        if not old or existing == REPLACE:
            changes[name] = new
        elif existing == REFUSE:
            other.append(name)
    if "unit_code" in changes or "district_code" in changes:
        changes["subject"] = there.subject if there.subject == "point" else row.subject
    return changes, other
