"""The review rounds of a plan as a state machine: planned, open, closed with an outcome; who signed, what is missing.

A `Review` is what is known of a plan's rounds. Transitions are pure functions from one review to the next; one that is
not allowed raises an `InputError` that says what is missing. `obstacles_to_open` and `obstacles_to_close` say the same
beforehand, so that a dock can show it. A closed round never changes again: one that is returned is held anew, as a
further round of the same stage, before the stages after it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Optional

from ..errors import InputError
from ..messages import Message, message
from .round_rules import IGNORE, OUTCOMES, PASSED, PASSED_WITH_CHANGES, REFUSE, RETURNED, RoundRules, Stage

PLANNED, OPEN, CLOSED = ("planned", "open", "closed")
AGREE, AGREE_WITH_CHANGES, DISAGREE = VERDICTS = ("agree", "agree_with_changes", "disagree")
DRAFT, IN_REVIEW, APPROVED, ARCHIVED = ("draft", "in_review", "approved", "archived")
SHOWN = 4  # names or numbers in a sentence before "and n more"


@dataclass(frozen=True)
class Participant:
    """Who takes part in a round, by the name it signs with; kind department, township, meeting or leader."""

    name: str
    kind: str


@dataclass(frozen=True)
class Round:
    """A round of a plan's review. Dates are ISO dates, opened and closed times; "" where not known yet.

    number        1 … n in the order of work      stage    id in the catalogue
    agenda        what is asked, a line each      held     date of the meeting     due  until when to sign
    snapshot_id   the plan as it was when the round was opened
    """

    number: int
    stage: str
    name: str
    status: str = PLANNED
    outcome: str = ""
    participants: tuple[Participant, ...] = ()
    agenda: str = ""
    held: str = ""
    due: str = ""
    opened: str = ""
    closed: str = ""
    snapshot_id: Optional[int] = None
    note: str = ""


EDITABLE = ("participants", "agenda", "held", "due", "note")


@dataclass(frozen=True)
class SignOff:
    """What a participant of a round signed: verdict agree, agree_with_changes or disagree; given is an ISO date."""

    round: int
    participant: str
    verdict: str
    signed_by: str
    given: str
    note: str = ""


@dataclass(frozen=True)
class Review:
    """The rounds of a plan by number, and what was signed. `status` is the plan's: draft, in_review, …"""

    status: str
    rounds: tuple[Round, ...] = ()
    sign_offs: tuple[SignOff, ...] = ()

    def round(self, number: int) -> Round:
        """InputError unknown_round."""
        for item in self.rounds:
            if item.number == number:
                return item
        raise InputError(
            "unknown_round",
            "The plan has no round {number}. Rounds there: {rounds}.",
            number=number,
            rounds=", ".join(str(item.number) for item in self.rounds) or "–",
        )

    def signed(self, number: int) -> dict[str, SignOff]:
        """Participant -> what it signed in a round."""
        return {item.participant: item for item in self.sign_offs if item.round == number}

    def unsigned(self, number: int) -> list[str]:
        """Participants of a round that have not signed, in their order."""
        signed = self.signed(number)
        return [one.name for one in self.round(number).participants if one.name not in signed]

    @property
    def current(self) -> Optional[Round]:
        """The open round, else the next one planned, else the last one held; None where there is none."""
        for status in (OPEN, PLANNED):
            for item in self.rounds:
                if item.status == status:
                    return item
        return self.rounds[-1] if self.rounds else None


@dataclass(frozen=True)
class Standing:
    """How the plan stands when a round is opened or closed.

    drawn        whether any unit is in a district         broken  broken rules, in words
    undecided, unanswered  numbers of the opinions of the round, and of the returned ones that it takes up again, that
                           have no decision, or no reply
    loose        numbers of the undecided opinions on the plan that no round was named for
    """

    drawn: bool = True
    broken: Sequence[Message] = ()
    undecided: Sequence[int] = ()
    unanswered: Sequence[int] = ()
    loose: Sequence[int] = ()


@dataclass(frozen=True)
class Obstacle:
    """What stands in the way of a transition; one that does not block is only a warning."""

    code: str
    text: Message
    blocks: bool = True


# ---- the rounds that are to come
def scheduled(review: Review, stages: Sequence[Stage]) -> Review:
    """The review with the rounds that are still to be held, by the catalogue, after those that were held.

    What was set by hand for a planned round stays; what is empty there is as the catalogue says. A stage that was
    passed is held again where the review plans it (`withdraw_approval`). Planned rounds of stages that the catalogue
    no longer has go; a plan that is approved has none to come.
    """
    held = sorted((item for item in review.rounds if item.status != PLANNED), key=lambda item: item.number)
    rounds = list(held)
    if review.status != APPROVED:
        by_hand = {item.stage: item for item in review.rounds if item.status == PLANNED}
        for stage in stages:
            before = [item for item in held if item.stage == stage.id]
            again = bool(before) and before[-1].status == CLOSED
            if not before or (again and (before[-1].outcome == RETURNED or stage.id in by_hand)):
                rounds.append(_planned(stage, len(before) + 1, by_hand.get(stage.id)))
    return replace(review, rounds=tuple(replace(item, number=at) for at, item in enumerate(rounds, 1)))


def _planned(stage: Stage, time: int, by_hand: Optional[Round]) -> Round:
    name = stage.name["zh"] + (f"（第{time}次）" if time > 1 else "")
    empty = Round(0, stage.id, name)
    given = by_hand or empty
    participants = given.participants or tuple(Participant(one, stage.kind) for one in stage.participants)
    return replace(
        empty,
        participants=participants,
        agenda=given.agenda or "\n".join(stage.agenda),
        held=given.held,
        due=given.due,
        note=given.note,
    )


def carried(review: Review, number: int) -> tuple[int, ...]:
    """Numbers of the rounds whose opinions a round answers for: its own, and of those before that were returned."""
    before = (item.number for item in review.rounds if item.number < number and item.outcome == RETURNED)
    return (*before, number)


# ---- opening
def obstacles_to_open(review: Review, rules: RoundRules, number: int, standing: Standing) -> list[Obstacle]:
    """Why a round cannot be opened yet, and warnings."""
    item = review.round(number)
    if review.status == ARCHIVED:
        return [_archived()]
    if item.status != PLANNED:
        text = (
            message("Round {number} is open already.", number=number)
            if item.status == OPEN
            else message(
                "Round {number} is closed and stays as it is. A round that was returned is held again as a further "
                "round.",
                number=number,
            )
        )
        return [Obstacle("not_planned", text)]
    found = []
    earlier = [other for other in review.rounds if other.number < number and other.status != CLOSED]
    if earlier:
        text = message(
            "Round {earlier} has not been passed yet: round {number} comes after it.",
            earlier=earlier[0].number,
            number=number,
        )
        found.append(Obstacle("earlier_round", text))
    if not item.participants:
        text = message("Round {number} has no participants. Name who takes part first.", number=number)
        found.append(Obstacle("no_participants", text))
    if not standing.drawn:
        found.append(Obstacle("nothing_drawn", message("The plan has no districts yet. Draw them first.")))
    return found + _broken(rules.opening_broken_rules, standing)


def open_round(review: Review, rules: RoundRules, number: int, standing: Standing, when: str) -> Review:
    """Open a planned round; signatures are due so many days later as the catalogue says, where no date is set.

    when  time in UTC, ISO 8601
    InputError unknown_round, archived_plan, not_planned, earlier_round, no_participants, nothing_drawn, broken_rules.
    """
    _raise_first(obstacles_to_open(review, rules, number, standing))
    item = review.round(number)
    stage = rules.stage(item.stage)
    due = item.due or ((date.fromisoformat(when[:10]) + timedelta(stage.days)).isoformat() if stage else "")
    return _with(review, replace(item, status=OPEN, opened=when, due=due), IN_REVIEW)


# ---- closing
def outcomes_of(rules: RoundRules, item: Round) -> tuple[str, ...]:
    """How a round may end."""
    stage = rules.stage(item.stage)
    return stage.outcomes if stage is not None else OUTCOMES


def obstacles_to_close(
    review: Review, rules: RoundRules, number: int, outcome: str, standing: Standing
) -> list[Obstacle]:
    """Why a round cannot be closed with an outcome yet, and warnings. Returning needs neither signature nor reply."""
    item = review.round(number)
    if review.status == ARCHIVED:
        return [_archived()]
    if item.status != OPEN:
        return [Obstacle("not_open", _not_open(item))]
    if outcome not in outcomes_of(rules, item):
        text = message(
            "Round {number} cannot end with “{outcome}”; the catalogue of rounds allows: {allowed}.",
            number=number,
            outcome=outcome_words(outcome),
            allowed=joined([outcome_words(other) for other in outcomes_of(rules, item)]),
        )
        return [Obstacle("bad_outcome", text)]
    if outcome == RETURNED:
        return []
    found: list[Obstacle] = []
    unsigned = review.unsigned(number)
    if unsigned:
        text = message(
            "{signed} of {all} have signed; missing: {names}.",
            signed=len(item.participants) - len(unsigned),
            all=len(item.participants),
            names=shortened(unsigned),
        )
        found += _by(rules.closing_signatures, "sign_offs_missing", text)
    found += _verdicts(review, rules, item, outcome)
    if standing.undecided:
        text = message("Opinions without a decision: {numbers}.", numbers=shortened(map(str, standing.undecided)))
        found += _by(rules.closing_opinions, "opinions_undecided", text)
    if standing.unanswered:
        text = message("Opinions without a reply: {numbers}.", numbers=shortened(map(str, standing.unanswered)))
        found += _by(rules.closing_opinions, "opinions_unanswered", text)
    if standing.loose:
        text = message(
            "Opinions of no round without a decision: {numbers}. Give them their round, or decide them.",
            numbers=shortened(map(str, standing.loose)),
        )
        found += _by(rules.closing_opinions, "opinions_without_round", text)
    return found + _broken(rules.closing_broken_rules, standing)


def _verdicts(review: Review, rules: RoundRules, item: Round, outcome: str) -> list[Obstacle]:
    signed = review.signed(item.number)
    found: list[Obstacle] = []
    against = [one.name for one in item.participants if one.name in signed and signed[one.name].verdict == DISAGREE]
    if against:
        text = message(
            "{names} disagree: return the round, or let them sign again after the change.", names=shortened(against)
        )
        found += _by(rules.closing_disagreement, "disagreement", text)
    asking = [
        one.name
        for one in item.participants
        if one.name in signed and signed[one.name].verdict == AGREE_WITH_CHANGES and outcome == PASSED
    ]
    if asking:
        text = message(
            "{names} agree only with changes: close it as passed with changes, or let them sign again.",
            names=shortened(asking),
        )
        found += _by(rules.closing_disagreement, "changes_asked", text)
    return found


def close_round(
    review: Review, rules: RoundRules, number: int, outcome: str, standing: Standing, when: str, note: str = ""
) -> Review:
    """Close an open round; one that is returned is planned again as the next round.

    The plan goes back to draft where it is returned, and is approved once the last stage is passed.
    InputError unknown_round, archived_plan, not_open, bad_outcome, sign_offs_missing, disagreement, changes_asked,
    opinions_undecided, opinions_unanswered, opinions_without_round, broken_rules.
    """
    _raise_first(obstacles_to_close(review, rules, number, outcome, standing))
    closed = replace(
        review.round(number),
        status=CLOSED,
        outcome=outcome,
        closed=when,
        note=note.strip() or review.round(number).note,
    )
    after = scheduled(_with(review, closed, DRAFT if outcome == RETURNED else IN_REVIEW), rules.stages)
    finished = all(item.status == CLOSED for item in after.rounds)
    return replace(after, status=APPROVED) if finished else after


# ---- what may be changed by hand
def change_round(review: Review, number: int, **values: Any) -> Review:
    """Set participants, agenda, held, due or note of a round that is not closed.

    InputError unknown_round, archived_plan, round_closed, bad_date, participant_twice, participant_signed,
    no_participants.
    """
    unknown = set(values) - set(EDITABLE)
    if unknown:
        raise KeyError(", ".join(sorted(unknown)))
    item = review.round(number)
    if review.status == ARCHIVED:
        raise _error(_archived())
    if item.status == CLOSED:
        raise InputError(
            "round_closed", "Round {number} is closed; what it was stays on record as it was.", number=number
        )
    for name in ("held", "due"):
        if values.get(name):
            _check_date(values[name])
    if "participants" in values:
        values["participants"] = tuple(values["participants"])
        _check_participants(review, item, values["participants"])
    return _with(review, replace(item, **values), review.status)


def _check_participants(review: Review, item: Round, participants: Sequence[Participant]) -> None:
    names = [one.name for one in participants]
    if not all(name.strip() for name in names) or (item.status == OPEN and not names):
        raise InputError(
            "no_participants", "Round {number} has no participants. Name who takes part first.", number=item.number
        )
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise InputError("participant_twice", "{name} takes part twice. Name it once.", name=twice[0])
    gone = sorted(set(review.signed(item.number)) - set(names))
    if gone:
        raise InputError(
            "participant_signed", "{name} has signed. Withdraw the signature first, then take it out.", name=gone[0]
        )


# ---- signatures
def sign(review: Review, given: SignOff, signer_required: bool = False) -> Review:
    """Put down what a participant of an open round signed, in place of an earlier signature.

    signer_required  the person who signed must be named, as the catalogue may say

    InputError unknown_round, archived_plan, not_open, unknown_participant, bad_verdict, no_signer, bad_date.
    """
    item = _open(review, given.round)
    if given.participant not in {one.name for one in item.participants}:
        raise InputError(
            "unknown_participant",
            "{name} takes no part in round {number}. Participants: {names}.",
            name=given.participant,
            number=item.number,
            names=shortened(one.name for one in item.participants),
        )
    if given.verdict not in VERDICTS:
        raise InputError(
            "bad_verdict",
            "“{verdict}” is no verdict. Choose agree, agree_with_changes or disagree.",
            verdict=given.verdict,
        )
    if signer_required and not given.signed_by.strip():
        raise InputError("no_signer", "Say who signed for {name}.", name=given.participant)
    _check_date(given.given)
    rest = [one for one in review.sign_offs if (one.round, one.participant) != (given.round, given.participant)]
    return replace(review, sign_offs=(*rest, given))


def withdraw(review: Review, number: int, participant: str) -> Review:
    """Take a signature back while the round is open. InputError unknown_round, archived_plan, not_open, not_signed."""
    _open(review, number)
    if participant not in review.signed(number):
        raise InputError("not_signed", "{name} has not signed round {number}.", name=participant, number=number)
    return replace(
        review,
        sign_offs=tuple(one for one in review.sign_offs if (one.round, one.participant) != (number, participant)),
    )


# ---- a plan that rests
def check_changeable(status: str, plan: str) -> None:
    """A plan that is approved or lies in the archive is not drawn on. InputError approved_plan, archived_plan."""
    if status == APPROVED:
        raise InputError(
            "approved_plan",
            "Plan “{plan}” is approved and stays as it is. Draw on a branch of it, or withdraw the approval in the "
            "review rounds first.",
            plan=plan,
        )
    if status == ARCHIVED:
        raise InputError(
            "archived_plan",
            "Plan “{plan}” lies in the archive and stays as it is. Take it out in the review rounds first, or draw on "
            "a branch of it.",
            plan=plan,
        )


def withdraw_approval(review: Review, stages: Sequence[Stage]) -> Review:
    """Let an approved plan be drawn on again: a draft, whose last stage has to be held once more.

    InputError archived_plan, not_approved.
    """
    if review.status == ARCHIVED:
        raise _error(_archived())
    if review.status != APPROVED:
        raise InputError("not_approved", "The plan is not approved: there is no approval to withdraw.")
    again = review.rounds[-1:]
    planned = tuple(Round(item.number + 1, item.stage, item.name) for item in again)
    return scheduled(replace(review, status=DRAFT, rounds=(*review.rounds, *planned)), stages)


def archive(review: Review) -> Review:
    """Put a plan away; its rounds stay as they are. InputError archived_plan, round_open."""
    if review.status == ARCHIVED:
        raise _error(_archived())
    still = [item.number for item in review.rounds if item.status == OPEN]
    if still:
        raise InputError("round_open", "Round {number} is still open. Close it first.", number=still[0])
    return replace(review, status=ARCHIVED)


def take_out(review: Review) -> Review:
    """Take a plan out of the archive; it stands where its rounds left it."""
    if review.status != ARCHIVED:
        return review
    held = [item for item in review.rounds if item.status == CLOSED]
    if not held or held[-1].outcome == RETURNED:
        return replace(review, status=DRAFT)
    to_come = any(item.status != CLOSED for item in review.rounds)
    return replace(review, status=IN_REVIEW if to_come else APPROVED)


# ---- words
def outcome_words(outcome: str) -> Message:
    return {
        PASSED: message("passed"),
        PASSED_WITH_CHANGES: message("passed with changes"),
        RETURNED: message("returned"),
    }.get(outcome, Message(outcome.replace("{", "{{").replace("}", "}}")))


def joined(parts: Sequence[Message]) -> Message:
    """Messages in one line."""
    whole = parts[0]
    for part in parts[1:]:
        whole = message("{one}, {two}", one=whole, two=part)
    return whole


def shortened(names: Iterable[str]) -> Message:
    """Names or numbers in a sentence, the first few and how many more."""
    names = list(names)
    told = "、".join(names[:SHOWN])
    if len(names) <= SHOWN:
        return message("{names}", names=told)
    return message("{names} and {count} more", names=told, count=len(names) - SHOWN)


# ---- inside
def _with(review: Review, changed: Round, status: str) -> Review:
    rounds = tuple(changed if item.number == changed.number else item for item in review.rounds)
    return replace(review, rounds=rounds, status=status)


def _open(review: Review, number: int) -> Round:
    item = review.round(number)
    if review.status == ARCHIVED:
        raise _error(_archived())
    if item.status != OPEN:
        raise InputError("not_open", _not_open(item).template, **_not_open(item).params)
    return item


def _not_open(item: Round) -> Message:
    if item.status == PLANNED:
        return message("Round {number} is not open yet. Open it first.", number=item.number)
    return message(
        "Round {number} is closed and stays as it is. A round that was returned is held again as a further round.",
        number=item.number,
    )


def _archived() -> Obstacle:
    return Obstacle("archived_plan", message("The plan lies in the archive. Take it out first."))


def _broken(duty: str, standing: Standing) -> list[Obstacle]:
    if not standing.broken:
        return []
    text = message("The plan has {count} broken rules: {first}", count=len(standing.broken), first=standing.broken[0])
    return _by(duty, "broken_rules", text)


def _by(duty: str, code: str, text: Message) -> list[Obstacle]:
    return [] if duty == IGNORE else [Obstacle(code, text, duty == REFUSE)]


def _raise_first(obstacles: Sequence[Obstacle]) -> None:
    for obstacle in obstacles:
        if obstacle.blocks:
            raise _error(obstacle)


def _error(obstacle: Obstacle) -> InputError:
    return InputError(obstacle.code, obstacle.text.template, **obstacle.text.params)


def _check_date(text: str) -> None:
    try:
        if date.fromisoformat(text).isoformat() == text:
            return
    except ValueError:
        pass
    raise InputError("bad_date", "“{date}” is no date. Write it as year-month-day, e.g. 2026-03-05.", date=text)
