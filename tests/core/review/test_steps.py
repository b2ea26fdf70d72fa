"""The six steps follow from the facts, and the facts from the database."""

from __future__ import annotations

from dataclasses import replace

import pytest

from village_planner.core.review.facts import Facts, Made
from village_planner.core.review.rounds import Participant, Review, Round, SignOff
from village_planner.core.review.steps import DONE, KEYS, NOT_STARTED, PROBLEM, STALE, UNDER_WAY, steps

READY = Facts(
    villages=462,
    townships=33,
    parcels=40000,
    errors=0,
    warnings=3,
    indicators=25,
    districts={"township": 5, "village": 99},
    unassigned={"township": 0, "village": 0},
    deviation={"township": 1.44, "village": 9.0},
    centres={"township": 7, "village": 113},
    lines=3,
    line_area_m2=1204310000.0,
    moves=4,
    review=Review("approved", (Round(1, "a", "会审", "closed", "passed"),)),
    moved_since=0,
    made={
        "finding": Made("2026-11-12T08:00:00Z"),
        "score:township": Made("2026-11-12T08:00:00Z"),
        "score:village": Made("2026-11-12T08:00:00Z"),
        "land_area": Made("2026-11-13T08:00:00Z"),
    },
    printed={"reports": Made("2026-11-13T08:00:00Z"), "atlas": Made("2026-11-14T08:00:00Z")},
)


def states(facts: Facts) -> dict[str, str]:
    return {step.key: step.state for step in steps(facts)}


def figures(facts: Facts) -> dict[str, str]:
    return {step.key: str(step.figure) for step in steps(facts)}


def test_nothing_yet() -> None:
    assert tuple(states(Facts())) == KEYS
    assert set(states(Facts()).values()) == {NOT_STARTED}


def test_missing_values_are_counted() -> None:
    facts = replace(READY, missing={"township": 3, "village": 1200})
    step = next(step for step in steps(facts) if step.key == "indicators")
    assert step.state == DONE and str(step.hint).startswith("Values are missing: 3 of townships, 1,200 of villages.")


def test_a_finished_plan() -> None:
    assert set(states(READY).values()) == {DONE}
    assert all(step.hint is None for step in steps(READY))
    assert figures(READY) == {
        "data": "462 villages, 3 findings",
        "indicators": "25 indicators, weights of 2026-11-12",
        "districts": "5 + 99, population within 1.4 %",
        "control": "3 lines, 1,204.31 km²",
        "review": "approved after 1 rounds",
        "results": "printed 2026-11-14",
    }


@pytest.mark.parametrize(
    ("change", "step", "state"),
    [
        ({"errors": 2}, "data", PROBLEM),
        ({"errors": None}, "data", NOT_STARTED),
        ({"made": {**READY.made, "finding": Made("2026", True)}}, "data", STALE),
        ({"made": {**READY.made, "score:village": Made("2026", True)}}, "indicators", STALE),
        ({"made": {**READY.made, "land_area": Made("2026", True)}}, "control", STALE),
        ({"made": {key: made for key, made in READY.made.items() if key != "land_area"}}, "control", NOT_STARTED),
        ({"made": {**READY.made, "conflict": Made("2026", True)}, "conflicts": 0}, "control", STALE),
        ({"lines": 0}, "control", NOT_STARTED),
        ({"broken": 1}, "districts", PROBLEM),
        ({"broken": 1}, "review", PROBLEM),
        ({"unassigned": {"township": 0, "village": 2}}, "districts", PROBLEM),
        ({"districts": {"township": 5, "village": 0}}, "districts", NOT_STARTED),
        ({"centres": {"township": 7, "village": 0}}, "districts", NOT_STARTED),
        ({"review": None}, "review", NOT_STARTED),
        ({"review": Review("draft", (Round(1, "a", "会审"),)), "moves": 0}, "review", NOT_STARTED),
        ({"moved_since": 3}, "review", STALE),
        ({"printed": {**READY.printed, "reports": Made("2026-11-13", True)}}, "results", STALE),
        ({"made": {**READY.made, "land_area": Made("2026", True)}}, "results", STALE),
        ({"made": {**READY.made, "score:village": Made("2026", True)}}, "results", STALE),
        ({"made": {**READY.made, "finding": Made("2026", True)}}, "results", DONE),  # nothing printed shows it
        ({"printed": {}}, "results", NOT_STARTED),
    ],
)
def test_one_change_one_state(change: dict, step: str, state: str) -> None:
    assert states(replace(READY, **change))[step] == state


def test_what_is_not_done_says_what_to_do() -> None:
    for facts in (Facts(), Facts(villages=3), replace(READY, errors=2, broken=1)):
        for step in steps(facts):
            assert step.state == DONE or step.hint is not None or step.key in ("review", "results")


@pytest.mark.parametrize(
    ("conflicts", "decided", "figure"),
    [(18, 4, "18 conflicts open"), (0, 4, "4 conflicts, none open"), (0, 0, "3 lines, 1,204.31 km²")],
)
def test_open_conflicts_are_the_figure_of_control(conflicts: int, decided: int, figure: str) -> None:
    assert figures(replace(READY, conflicts=conflicts, decided=decided))["control"] == figure
    assert states(replace(READY, lines=0, conflicts=conflicts, decided=decided))["control"] == DONE


def test_an_open_round_says_who_has_signed_and_what_is_missing() -> None:
    names = [f"局{i}" for i in range(1, 14)]
    item = Round(1, "a", "会审", "open", participants=tuple(Participant(name, "") for name in names), due="2026-12-01")
    signed = tuple(SignOff(1, name, "agree", "张", "2026-11-20") for name in names[:7])
    later = Round(2, "b", "审定")
    facts = replace(READY, review=Review("in_review", (item, later), signed), undecided=(3, 9), today="2026-12-01")
    step = next(step for step in steps(facts) if step.key == "review")
    assert (step.state, str(step.figure)) == (UNDER_WAY, "round 1, 7 of 13 signed")
    assert str(step.hint) == "Signatures are missing: 局8、局9、局10、局11 and 2 more. 2 opinions have no decision."
    late = next(step for step in steps(replace(facts, today="2026-12-02", broken=2)) if step.key == "review")
    assert late.state == PROBLEM and str(late.hint).startswith(
        "2 rules are broken: see the drawing table. Overdue since"
    )
    closed = Round(1, "a", "会审", "closed", "returned")
    returned = replace(facts, review=Review("draft", (closed, Round(2, "a", "会审"))))
    assert figures(returned)["review"] == "round 1 returned" and states(returned)["review"] == UNDER_WAY
