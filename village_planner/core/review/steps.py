"""The way of the work: six steps, each with a state and one figure, as the Planner dock shows them.

`steps` is a pure function of `Facts`, which `facts.read_facts` gathers from a planning database. Nothing is stored: a
step's state always follows from what lies in the database.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

from ..messages import Message, message
from ..tables.origins import ORIGINS
from .facts import Facts
from .rounds import CLOSED, OPEN, PLANNED, Review, Round, outcome_words, shortened

DATA, INDICATORS, DISTRICTS, CONTROL, REVIEW, RESULTS = KEYS = (
    "data",
    "indicators",
    "districts",
    "control",
    "review",
    "results",
)
# States; a step needs an update when an input changed after its result was made.
NOT_STARTED, UNDER_WAY, DONE, STALE, PROBLEM = "not_started", "under_way", "done", "stale", "problem"


@dataclass(frozen=True)
class Step:
    """A step of the work: its key, its state, its one figure, and what stands in the way (None: nothing)."""

    key: str
    state: str
    figure: Message
    hint: Optional[Message] = None


def steps(facts: Facts) -> tuple[Step, ...]:
    """The six steps in the order of the work."""
    return (_data(facts), _indicators(facts), _districts(facts), _control(facts), _review(facts), _results(facts))


def _data(facts: Facts) -> Step:
    if not facts.villages:
        return Step(DATA, NOT_STARTED, message("no layers yet"), message("Bring in your layers first."))
    if facts.errors is None:
        figure = message("{villages} villages, not checked", villages=_count(facts.villages))
        return Step(DATA, NOT_STARTED, figure, message("Check the data before you plan on it."))
    findings = facts.errors + (facts.warnings or 0)
    figure = message(
        "{villages} villages, {findings} findings", villages=_count(facts.villages), findings=_count(findings)
    )
    if facts.errors:
        hint = message("{count} findings are errors: mend them in your layers and import again.", count=facts.errors)
        return Step(DATA, PROBLEM, figure, hint)
    return Step(DATA, STALE if _stale(facts, "finding") else DONE, figure, _again(facts, "finding"))


def _indicators(facts: Facts) -> Step:
    made = facts.made.get("score:township")
    if not facts.indicators:
        nothing = message("The county has no indicator values yet: import the statistics.")
        return Step(INDICATORS, NOT_STARTED, message("no values yet"), nothing)
    if made is None:
        figure = message("{indicators} indicators, not scored", indicators=_count(facts.indicators))
        return Step(INDICATORS, NOT_STARTED, figure, _missing(facts) or message("Score the townships to rank them."))
    figure = message(
        "{indicators} indicators, weights of {date}", indicators=_count(facts.indicators), date=_day(made.when)
    )
    stale = _stale(facts, "score:township", "score:village")
    hint = _again(facts, "score:township", "score:village") or _missing(facts)
    return Step(INDICATORS, STALE if stale else DONE, figure, hint)


def _missing(facts: Facts) -> Optional[Message]:
    townships, villages = (facts.missing.get(level, 0) for level in ("township", "village"))
    if not townships and not villages:
        return None
    return message(
        "Values are missing: {townships} of townships, {villages} of villages. Import or compute them; what a missing "
        "value means is set in the catalogue.",
        townships=_count(townships),
        villages=_count(villages),
    )


def _districts(facts: Facts) -> Step:
    townships, villages = facts.districts.get("township", 0), facts.districts.get("village", 0)
    if not townships and not villages:
        return Step(DISTRICTS, NOT_STARTED, message("no districts yet"), message("Draw the township districts first."))
    deviation = facts.deviation.get("township")
    if deviation is None:
        figure = message("{townships} + {villages}", townships=townships, villages=villages)
    else:
        figure = message(
            "{townships} + {villages}, population within {deviation} %",
            townships=townships,
            villages=villages,
            deviation=f"{deviation:.1f}",
        )
    missing = sum(facts.unassigned.get(level, 0) for level in ("township", "village") if facts.districts.get(level))
    if facts.broken:
        hint = message("{count} rules are broken: see the drawing table.", count=facts.broken)
        return Step(DISTRICTS, PROBLEM, figure, hint)
    if missing:
        hint = message("{count} units have no district: see the drawing table.", count=missing)
        return Step(DISTRICTS, PROBLEM, figure, hint)
    if not villages:
        return Step(DISTRICTS, NOT_STARTED, figure, message("Now draw the village districts."))
    kinds = ("assignment:township", "assignment:village", "centre:township", "centre:village")
    if not _stale(facts, *kinds) and not facts.centres.get("village"):
        return Step(DISTRICTS, NOT_STARTED, figure, message("Now choose the central towns and central villages."))
    return Step(DISTRICTS, STALE if _stale(facts, *kinds) else DONE, figure, _again(facts, *kinds))


def _control(facts: Facts) -> Step:
    compared = facts.conflicts is not None
    if not facts.lines and not compared:
        hint = message("The county has no control lines yet: import them with the data.")
        return Step(CONTROL, NOT_STARTED, message("no control lines yet"), hint)
    overlaid = "land_area" in facts.made
    if facts.conflicts:
        figure = message("{conflicts} conflicts open", conflicts=_count(facts.conflicts))
    elif facts.decided:
        figure = message("{conflicts} conflicts, none open", conflicts=_count(facts.decided))
    elif overlaid:
        figure = message("{lines} lines, {area} km²", lines=facts.lines, area=f"{(facts.line_area_m2 or 0) / 1e6:,.2f}")
    else:
        figure = message("{lines} lines, not overlaid", lines=facts.lines)
    if facts.lines and not overlaid:
        return Step(CONTROL, NOT_STARTED, figure, message("Overlay the parcels with the control lines."))
    kinds = ("land_area", "conflict")
    return Step(CONTROL, STALE if _stale(facts, *kinds) else DONE, figure, _again(facts, *kinds))


def _review(facts: Facts) -> Step:
    if not facts.districts.get("township"):
        return Step(REVIEW, NOT_STARTED, message("nothing to review yet"), message("Draw the districts first."))
    review = facts.review
    current = None if review is None else review.current
    if review is not None and current is not None and current.status == OPEN:
        return _open_round(facts, review, current)
    if facts.broken:
        figure = message("{count} broken rules", count=_count(facts.broken))
        return Step(REVIEW, PROBLEM, figure, message("The drawing table names each and goes there."))
    held = [] if review is None else [item for item in review.rounds if item.status == CLOSED]
    if not held or current is None:
        hint = message("Open the first round once the plan is ready for it.")
        moved = message("{moves} moves by hand", moves=_count(facts.moves))
        return Step(REVIEW, NOT_STARTED, moved if facts.moves else message("no round opened yet"), hint)
    if current.status == PLANNED:
        figure = message("round {number} {outcome}", number=held[-1].number, outcome=outcome_words(held[-1].outcome))
        return Step(REVIEW, UNDER_WAY, figure, message("Next: open round {number}.", number=current.number))
    figure = message("approved after {count} rounds", count=len(held))
    if facts.moved_since:
        hint = message(
            "{count} units moved since the last round: the plan is not what was approved.",
            count=_count(facts.moved_since),
        )
        return Step(REVIEW, STALE, figure, hint)
    return Step(REVIEW, DONE, figure)


def _open_round(facts: Facts, review: Review, item: Round) -> Step:
    """“round 1, 7 of 13 signed”, and what is missing."""
    unsigned = review.unsigned(item.number)
    everyone = len(item.participants)
    figure = message(
        "round {number}, {signed} of {all} signed", number=item.number, signed=everyone - len(unsigned), all=everyone
    )
    late = bool(unsigned and item.due and facts.today > item.due)
    missing = []
    if facts.broken:
        missing.append(message("{count} rules are broken: see the drawing table.", count=facts.broken))
    if late:
        missing.append(message("Overdue since {date}.", date=item.due))
    if unsigned:
        missing.append(message("Signatures are missing: {names}.", names=shortened(unsigned)))
    if facts.undecided:
        missing.append(message("{count} opinions have no decision.", count=_count(len(facts.undecided))))
    if facts.unanswered:
        missing.append(message("{count} opinions have no reply.", count=_count(len(facts.unanswered))))
    if facts.moved_since:
        missing.append(message("{count} units moved since it was opened.", count=_count(facts.moved_since)))
    hint = missing[0] if missing else message("Everybody has signed: close the round.")
    for sentence in missing[1:]:
        hint = message("{one} {two}", one=hint, two=sentence)
    return Step(REVIEW, PROBLEM if late or facts.broken else UNDER_WAY, figure, hint)


def _results(facts: Facts) -> Step:
    if not facts.printed:
        return Step(RESULTS, NOT_STARTED, message("not printed yet"))
    latest = max(facts.printed.values(), key=lambda made: made.when)
    if any(made.stale for made in facts.printed.values()):
        figure = message("printed {date}, out of date", date=_day(latest.when))
        return Step(RESULTS, STALE, figure, message("The plan changed after it was printed: print again."))
    shown = {key for origin in ORIGINS.values() for key in origin.results}
    if any(made.stale for key, made in facts.made.items() if key.replace(":", "/") in shown):
        figure = message("printed {date}, out of date", date=_day(latest.when))
        hint = message("Results were computed from what has changed since: compute them again, then print again.")
        return Step(RESULTS, STALE, figure, hint)
    return Step(RESULTS, DONE, message("printed {date}", date=_day(latest.when)))


def _stale(facts: Facts, *kinds: str) -> bool:
    return any(facts.made[kind].stale for kind in kinds if kind in facts.made)


def _again(facts: Facts, *kinds: str) -> Optional[Message]:
    if not _stale(facts, *kinds):
        return None
    return message("An input changed after this was computed: run it again.")


def _count(number: int) -> str:
    return f"{number:,}"


def _day(when: str) -> str:
    return when[:10]
