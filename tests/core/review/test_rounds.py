"""The review rounds: what is allowed when, why not, and that the machine equals a simple model of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Optional

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from village_planner.core.catalogue import CatalogueText
from village_planner.core.errors import InputError
from village_planner.core.messages import message
from village_planner.core.review import rounds
from village_planner.core.review.round_rules import OUTCOMES, RoundRules, Stage, load_round_rules
from village_planner.core.review.rounds import Participant, Review, SignOff, Standing
from village_planner.paths import catalogue_files

WHEN = "2026-11-29T08:00:00Z"
RULES = RoundRules(
    (
        Stage("a", {"zh": "甲", "en": "A"}, "department", ("民政", "农业"), ("问",), 15, OUTCOMES),
        Stage("b", {"zh": "乙", "en": "B"}, "meeting", ("常委会",), (), 0, OUTCOMES),
    )
)
GOOD = Standing()


def begin() -> Review:
    return rounds.scheduled(Review("draft"), RULES.stages)


def opened(number: int = 1, review: Optional[Review] = None) -> Review:
    return rounds.open_round(review or begin(), RULES, number, GOOD, WHEN)


def agreed(review: Review, number: int, verdict: str = "agree") -> Review:
    for one in review.round(number).participants:
        review = rounds.sign(review, SignOff(number, one.name, verdict, "张三", "2026-12-01"))
    return review


def closed(review: Review, number: int, outcome: str = "passed") -> Review:
    return rounds.close_round(review, RULES, number, outcome, GOOD, WHEN)


def refusal(code: str, work: Any) -> str:
    with pytest.raises(InputError) as caught:
        work()
    assert caught.value.code == code
    return str(caught.value)


def test_the_shipped_catalogue_has_the_three_rounds_of_the_seeds() -> None:
    rules = load_round_rules(*catalogue_files("review_rounds"))
    assert [len(stage.participants) for stage in rules.stages] == [13, 5, 2]
    assert rules.closing_signatures == "refuse" and rules.opening_broken_rules == "warn"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('{"stages": []}', "/stages"),
        ('{"stages": [{"id":"a","zh":"a","en":"a","kind":"leader","participants":["x","x"],"agenda":[],"days":1,'
         '"outcomes":["passed"]}]}', "participants"),
        ('{"stages": [{"id":"a","zh":"a","en":"a","kind":"leader","participants":["x"],"agenda":[],"days":1,'
         '"outcomes":["returned"]}]}', "outcomes"),
    ],
    ids=["no stages", "twice", "never ends"],
)  # fmt: skip
def test_a_bad_catalogue_names_the_place(text: str, place: str) -> None:
    told = refusal(
        "invalid_catalogue",
        lambda: load_round_rules(*catalogue_files("review_rounds"), CatalogueText(text, "county")),
    )
    assert place in told and "county" in told


def test_three_ways_through_a_round() -> None:
    review = opened()
    assert review.status == "in_review" and review.round(1).due == "2026-12-14"
    assert refusal("sign_offs_missing", lambda: closed(review, 1)).startswith("0 of 2 have signed; missing: 民政、农业")
    review = closed(agreed(review, 1), 1)
    assert (review.status, review.round(1).outcome) == ("in_review", "passed")
    review = closed(agreed(opened(2, review), 2), 2)
    assert review.status == "approved" and len(review.rounds) == 2


def test_a_returned_round_is_held_again_before_the_next_stage() -> None:
    review = closed(opened(), 1, "returned")
    assert review.status == "draft"
    assert [(item.number, item.stage, item.status, item.name) for item in review.rounds] == [
        (1, "a", "closed", "甲"),
        (2, "a", "planned", "甲（第2次）"),
        (3, "b", "planned", "乙"),
    ]
    assert "comes after it" in refusal("earlier_round", lambda: opened(3, review))
    assert opened(2, review).status == "in_review"


def test_a_closed_round_stays_as_it_is() -> None:
    review = closed(agreed(opened(), 1), 1)
    refusal("not_planned", lambda: opened(1, review))
    refusal("not_open", lambda: closed(review, 1, "returned"))
    refusal("not_open", lambda: agreed(review, 1))
    refusal("not_open", lambda: rounds.withdraw(review, 1, "民政"))
    refusal("round_closed", lambda: rounds.change_round(review, 1, note="x"))
    refusal("unknown_round", lambda: review.round(9))


def test_opinions_and_broken_rules_are_counted_and_numbered() -> None:
    review = agreed(opened(), 1)

    def close(standing: Standing, rules: RoundRules = RULES) -> Review:
        return rounds.close_round(review, rules, 1, "passed", standing, WHEN)

    assert "3、7" in refusal("opinions_undecided", lambda: close(Standing(undecided=(3, 7))))
    assert "9" in refusal("opinions_unanswered", lambda: close(Standing(unanswered=(9,))))
    loose = Standing(loose=(4,))
    assert "no round" in refusal("opinions_without_round", lambda: close(loose))
    assert close(loose, replace(RULES, closing_opinions="warn")).round(1).outcome == "passed"
    broken = Standing(broken=(message("District {district} has no unit.", district="2"),))
    assert "District 2 has no unit" in refusal("broken_rules", lambda: close(broken))
    assert close(broken, replace(RULES, closing_broken_rules="warn")).round(1).outcome == "passed"
    told = rounds.obstacles_to_open(begin(), RULES, 1, broken)
    assert [(one.code, one.blocks) for one in told] == [("broken_rules", False)]
    many = refusal("opinions_undecided", lambda: close(Standing(undecided=range(1, 31))))
    assert "26 more" in many
    refusal("nothing_drawn", lambda: rounds.open_round(begin(), RULES, 1, Standing(drawn=False), WHEN))


def test_disagreement_is_not_passed_over() -> None:
    asking = agreed(opened(), 1, "agree_with_changes")
    refusal("changes_asked", lambda: closed(asking, 1))
    assert closed(asking, 1, "passed_with_changes").round(1).outcome == "passed_with_changes"
    against = agreed(opened(), 1, "disagree")
    for outcome in ("passed", "passed_with_changes"):
        refusal("disagreement", lambda outcome=outcome: closed(against, 1, outcome))
    assert closed(against, 1, "returned").status == "draft"


def test_what_is_set_by_hand_for_a_planned_round_stays() -> None:
    review = rounds.change_round(
        begin(), 2, agenda="另议", participants=(Participant("县长", "leader"),), due="2027-01-05"
    )
    review = closed(opened(1, review), 1, "returned")
    later = review.round(3)
    assert (later.agenda, later.due, later.participants[0].name) == ("另议", "2027-01-05", "县长")
    refusal("bad_date", lambda: rounds.change_round(review, 2, due="5.1.2027"))
    refusal("participant_twice", lambda: rounds.change_round(review, 2, participants=later.participants * 2))


def test_a_participant_who_signed_cannot_be_struck_out() -> None:
    review = agreed(opened(), 1)
    refusal("participant_signed", lambda: rounds.change_round(review, 1, participants=(Participant("民政", ""),)))
    review = rounds.withdraw(review, 1, "农业")
    assert rounds.change_round(review, 1, participants=(Participant("民政", ""),)).unsigned(1) == []


def test_signatures_say_what_is_wrong() -> None:
    review = opened()
    good = SignOff(1, "民政", "agree", "张三", "2026-12-01")
    for code, given in (
        ("unknown_participant", replace(good, participant="财政")),
        ("bad_verdict", replace(good, verdict="maybe")),
        ("no_signer", replace(good, signed_by=" ")),
        ("bad_date", replace(good, given="1.12.2026")),
        ("not_open", replace(good, round=2)),
    ):
        refusal(code, lambda given=given: rounds.sign(review, given, signer_required=True))
    assert rounds.sign(review, replace(good, signed_by="")).signed(1)["民政"].signed_by == ""
    refusal("not_signed", lambda: rounds.withdraw(review, 1, "民政"))
    again = rounds.sign(rounds.sign(review, good), replace(good, verdict="disagree"))
    assert again.signed(1)["民政"].verdict == "disagree" and again.unsigned(1) == ["农业"]


def test_an_archived_plan_rests() -> None:
    refusal("round_open", lambda: rounds.archive(opened()))
    passed = closed(agreed(opened(), 1), 1)
    away = rounds.archive(passed)
    refusal("archived_plan", lambda: opened(2, away))
    assert rounds.take_out(away) == passed


def test_an_approved_plan_is_drawn_on_only_after_its_approval_is_withdrawn() -> None:
    review = closed(agreed(opened(2, closed(agreed(opened(), 1), 1)), 2), 2)
    assert "甲案" in refusal("approved_plan", lambda: rounds.check_changeable(review.status, "甲案"))
    assert "甲案" in refusal("archived_plan", lambda: rounds.check_changeable("archived", "甲案"))
    for status in ("draft", "in_review"):
        rounds.check_changeable(status, "甲案")
    refusal("archived_plan", lambda: rounds.withdraw_approval(rounds.archive(review), RULES.stages))
    again = rounds.withdraw_approval(review, RULES.stages)
    assert again.status == "draft" and again.rounds[:2] == review.rounds
    (planned,) = again.rounds[2:]
    assert (planned.number, planned.stage, planned.status, planned.name) == (3, "b", "planned", "乙（第2次）")
    assert [one.name for one in planned.participants] == ["常委会"]
    refusal("not_approved", lambda: rounds.withdraw_approval(again, RULES.stages))
    away = rounds.take_out(rounds.archive(again))
    assert away.status == "in_review" and away.rounds == again.rounds
    assert closed(agreed(opened(3, again), 3), 3).status == "approved"


class RoundsMachine(RuleBasedStateMachine):
    """The machine against a list of what was held: each entry is [stage, outcome or None while it is open]."""

    def __init__(self) -> None:
        super().__init__()
        self.review = begin()
        self.held: list[list[Any]] = []
        self.signed: set[str] = set()

    def next_stage(self) -> Optional[str]:
        passed = {stage for stage, outcome in self.held if outcome in ("passed", "passed_with_changes")}
        return next((stage for stage in "ab" if stage not in passed), None)

    def open_now(self) -> bool:
        return bool(self.held) and self.held[-1][1] is None

    def attempt(self, allowed: bool, work: Any) -> bool:
        try:
            self.review = work()
        except InputError:
            assert not allowed
            return False
        assert allowed
        return True

    @rule(number=st.integers(1, 6))
    def open(self, number: int) -> None:
        allowed = not self.open_now() and self.next_stage() is not None and number == len(self.held) + 1
        if self.attempt(allowed, lambda: opened(number, self.review)):
            self.held.append([self.next_stage(), None])
            self.signed = set()

    @rule(number=st.integers(1, 6), outcome=st.sampled_from(OUTCOMES))
    def close(self, number: int, outcome: str) -> None:
        who = {"a": {"民政", "农业"}, "b": {"常委会"}}
        allowed = self.open_now() and number == len(self.held)
        allowed = allowed and (outcome == "returned" or self.signed == who[self.held[-1][0]])
        if self.attempt(allowed, lambda: closed(self.review, number, outcome)):
            self.held[-1][1] = outcome

    @precondition(lambda self: self.open_now())
    @rule(who=st.sampled_from(["民政", "农业", "常委会"]))
    def sign(self, who: str) -> None:
        allowed = (self.held[-1][0] == "a") == (who != "常委会")
        given = SignOff(len(self.held), who, "agree", "张三", "2026-12-01")
        if self.attempt(allowed, lambda: rounds.sign(self.review, given)):
            self.signed.add(who)

    @precondition(lambda self: self.held)
    @rule(who=st.sampled_from(["民政", "农业", "常委会"]))
    def withdraw(self, who: str) -> None:
        allowed = self.open_now() and who in self.signed
        if self.attempt(allowed, lambda: rounds.withdraw(self.review, len(self.held), who)):
            self.signed.discard(who)

    @invariant()
    def equals_the_model(self) -> None:
        done = [[item.stage, item.outcome or None] for item in self.review.rounds if item.status != "planned"]
        assert done == self.held
        assert [item.number for item in self.review.rounds] == list(range(1, len(self.review.rounds) + 1))
        to_come = [item.stage for item in self.review.rounds if item.status == "planned"]
        rest = "ab"["ab".index(self.next_stage() or "b") :] if self.next_stage() else ""
        assert "".join(to_come) == (rest[1:] if self.open_now() else rest)
        last = self.held[-1][1] if self.held else "returned"
        expected = "in_review" if last is None else "draft" if last == "returned" else "in_review"
        assert self.review.status == ("approved" if self.next_stage() is None else expected)


def test_the_machine_equals_its_model() -> None:
    run_state_machine_as_test(RoundsMachine, settings=settings(max_examples=30, stateful_step_count=30, deadline=None))


@pytest.mark.fuzz
def test_the_machine_equals_its_model_for_long() -> None:
    run_state_machine_as_test(
        RoundsMachine, settings=settings(max_examples=3000, stateful_step_count=60, deadline=None)
    )
