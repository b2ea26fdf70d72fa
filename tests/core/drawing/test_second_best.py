"""The second-best district, against trying every neighbouring district and counting the whole plan anew."""

from __future__ import annotations

from dataclasses import replace

import pytest
from drawing_sheets import districts, frame_of, grid
from hypothesis import given, settings
from hypothesis import strategies as st

from village_planner.core.drawing.edits import Scheme
from village_planner.core.drawing.figures import DrawingFigures
from village_planner.core.drawing.second_best import second_best
from village_planner.core.drawing.sheet import pieces
from village_planner.core.partition.problem import Rules

FIELD = grid(6, 4, parents=True, without=[(1, 1)])
RULES = Rules(code="code", population="population", similarity=["A1"], parent="parent_district")


@pytest.fixture(scope="module")
def figures() -> DrawingFigures:
    return DrawingFigures(frame_of(FIELD), FIELD.neighbours, RULES)


@settings(max_examples=8, deadline=None)
@given(data=st.data())
def test_it_is_the_cheapest_of_the_neighbours(data: st.DataObject, figures: DrawingFigures) -> None:
    drawn = {
        code: data.draw(st.sampled_from([f"{unit.parent}-0{i}" for i in (1, 2, 3)]))
        for code, unit in FIELD.units.items()
    }
    plan = Scheme(drawn, districts(*sorted(set(drawn.values())), parent=True))
    found = second_best(figures.costs, FIELD, drawn, FIELD.units)
    now = figures.count(plan).objective
    for code, unit in FIELD.units.items():
        beside = {drawn[other] for other in FIELD.neighbours[code] if FIELD.units[other].parent == unit.parent}
        own = [other for other in drawn if drawn[other] == drawn[code]]
        goals = beside - {drawn[code]} if len(own) > 1 else set()
        more = {goal: figures.count(replace(plan, assignment={**drawn, code: goal})).objective - now for goal in goals}
        assert (code in found) == bool(goals)
        if goals:
            assert found[code].more == pytest.approx(min(more.values()), abs=1e-9)
            assert more[found[code].district] == pytest.approx(min(more.values()), abs=1e-9)
            rest = [other for other in own if other != code]
            more_pieces = len(pieces(rest, FIELD.neighbours)) > len(pieces(own, FIELD.neighbours))
            assert found[code].breaks == more_pieces
