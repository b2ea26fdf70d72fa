"""The six steps follow from the facts, and the facts from the database."""

from __future__ import annotations

from dataclasses import replace

import pytest

from village_planner.core.review.facts import Facts, Made
from village_planner.core.review.steps import DONE, KEYS, NOT_STARTED, PROBLEM, STALE, steps

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
        "review": "4 moves by hand",
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
        ({"moves": 0}, "review", NOT_STARTED),
        ({"printed": {**READY.printed, "reports": Made("2026-11-13", True)}}, "results", STALE),
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
