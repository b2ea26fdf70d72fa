"""The live figures, against “Evaluate a plan” and against plain loops."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from drawing_sheets import columns_drawn, districts, frame_of, grid, recount, scheme
from hypothesis import given, settings
from hypothesis import strategies as st

from village_planner.core.control_lines import ControlLines, load_control_lines
from village_planner.core.drawing.edits import Scheme
from village_planner.core.drawing.figures import DrawingFigures, land_by_line
from village_planner.core.drawing.hover import hover
from village_planner.core.drawing.neighbours import neighbours_by_code
from village_planner.core.drawing.sheet import problems, tallies
from village_planner.core.partition.evaluate import deviations, district_table, judge
from village_planner.core.partition.objective import Objective
from village_planner.core.partition.problem import Rules, read_units
from village_planner.paths import catalogue_files

FIELD = grid(6, 4, parents=True, without=[(1, 1), (4, 2)])
CODES = ("1-01", "1-02", "1-03", "2-01", "2-02")
RULES = Rules(
    code="code",
    population="population",
    similarity=["A1"],
    parent="parent_district",
    weights={"similarity": 1.0, "compactness": 0.5, "boundary": 0.25},
)


@pytest.fixture(scope="module")
def figures() -> DrawingFigures:
    frame = frame_of(FIELD)
    neighbours = neighbours_by_code(frame)
    assert neighbours == FIELD.neighbours
    return DrawingFigures(frame, neighbours, RULES)


@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_figures_are_those_of_evaluating_the_plan(data: st.DataObject, figures: DrawingFigures) -> None:
    """Also of plans that are not finished, broken or cross a township district."""
    drawn = {unit: data.draw(st.sampled_from([*CODES, ""])) for unit in FIELD.units}
    plan = Scheme({u: d for u, d in drawn.items() if d}, districts(*CODES, parent=True))
    found = figures.count(plan)
    frame = frame_of(FIELD)
    units = read_units(frame, RULES)
    objective = Objective(units, RULES)
    evaluation = judge(units, RULES, np.array([drawn[code] for code in frame["code"]], dtype=object), objective)
    assert asdict(found.terms) == pytest.approx(asdict(evaluation.terms), rel=1e-9, abs=1e-9)
    counted = {tally.district.code: tally for tally in tallies(FIELD, plan.assignment, plan.districts)}
    for district in found.districts:  # what the steps and the materials of a round say
        assert counted[district.code].deviation == pytest.approx(district.deviation)
        assert (counted[district.code].population, counted[district.code].pieces) == (
            district.population,
            district.pieces,
        )
    held = [district for district in found.districts if district.units]
    table = district_table(frame, units, RULES, evaluation, objective)
    assert [d.code for d in held] == table["district"].tolist()
    for name in ("parent", "units", "population", "pieces"):
        assert [getattr(d, name) for d in held] == table[name].tolist()
    for name in ("similarity", "compactness"):
        assert [getattr(d, name) for d in held] == pytest.approx(table[name].tolist(), rel=1e-9, abs=1e-9)
    assert [round(d.deviation or 0, 9) for d in held] == deviations(units, RULES, evaluation).round(9).tolist()
    assert found.unassigned == sum(1 for d in drawn.values() if not d)
    plain = recount(FIELD, plan.assignment, CODES)
    for district in found.districts:
        count = plain[district.code]
        assert (district.units, district.population, district.pieces) == tuple(
            count[name] for name in ("units", "population", "pieces")
        )
        assert district.area_m2 == count["area"]
        assert (district.code in found.broken) == (count["pieces"] > 1)
        assert district.units or (district.deviation, district.pieces, district.compactness) == (-100.0, 0, 0.0)
    for tally, counted in zip(tallies(FIELD, plan.assignment, plan.districts), found.districts):
        assert tally.district.code == counted.code and tally.deviation == pytest.approx(counted.deviation)
    seen = (problems(FIELD, plan.assignment, plan.districts, known) for known in (None, found.broken))
    assert next(seen) == next(seen)
    largest = max((abs(d.deviation) for d in found.districts if d.deviation is not None), default=None)
    assert found.deviation is not None and abs(found.deviation) == largest
    assert found.of(found.extreme).deviation == found.deviation


def test_areas_of_outlines_stand_in_for_control_areas_that_are_missing() -> None:
    frame = frame_of(FIELD)
    plan = Scheme(columns_drawn(FIELD, 3, parent=True), districts("1-01", "2-01", parent=True))
    found = DrawingFigures(frame.drop(columns="area_m2"), FIELD.neighbours, RULES).count(plan)
    units = read_units(frame, RULES)
    objective = Objective(units, RULES)
    evaluation = judge(units, RULES, np.array([plan.assignment[c] for c in frame["code"]], dtype=object), objective)
    table = district_table(frame, units, RULES, evaluation, objective)
    assert [d.area_m2 for d in found.districts] == table["area_m2"].tolist()


def test_the_gap_is_to_the_best_plan_known(figures: DrawingFigures) -> None:
    wide, narrow = (columns_drawn(FIELD, width, parent=True) for width in (3, 1))
    plan = Scheme(wide, districts("1-01", "2-01", parent=True))
    assert figures.count(plan).gap is None
    own = figures.count(plan).objective
    crossing = {**wide, "3-0": "1-01"}
    assert figures.best_of([wide, narrow, crossing]) == pytest.approx(own)  # the others do not count
    assert figures.best_of([crossing]) is None
    counting = DrawingFigures(frame_of(FIELD), FIELD.neighbours, RULES, best=own / 2)
    found = counting.count(plan)
    assert found.gap == pytest.approx(0.5)


def test_what_units_lack_is_left_out_and_said() -> None:
    frame = frame_of(FIELD)
    frame.loc[0, "population"] = np.nan
    frame.loc[1, "A1"] = np.nan
    frame.loc[2, "parent_district"] = None
    counting = DrawingFigures(frame, FIELD.neighbours, RULES)
    said = " ".join(map(str, counting.warnings))
    for words in ("1 units have no population", "without A1", "1 villages lie in townships without a district"):
        assert words in said
    drawn = columns_drawn(FIELD, 6)
    found = counting.count(Scheme(drawn, districts("1")))
    assert found.districts[0].population == sum(u.population for u in FIELD.units.values()) - 100
    assert found.terms.similarity == 0


@pytest.fixture(scope="module")
def lines() -> Iterator[ControlLines]:
    paths = catalogue_files("control_lines")
    assert all(isinstance(path, Path) for path in paths)
    yield load_control_lines(*paths)


def test_land_per_control_line(figures: DrawingFigures, lines: ControlLines) -> None:
    """A piece under two lines counts for both; two layers of one kind count once."""
    redline, farmland = (line for line in lines.lines[:2])
    first, second = sorted(redline.layers)[:2]
    names = ["", first, f"{first}+{second}", f"{sorted(farmland.layers)[0]}+{first}", "own line"]
    rng = np.random.default_rng(1)
    units = [code for code in FIELD.units if code != "5-3"]
    rows = [(unit, "011", name, float(rng.integers(1, 1000))) for unit in units for name in names]
    overlay = pd.DataFrame(
        [*rows, ("", "011", first, 5.0)], columns=["unit_code", "class_code", "constraints", "area_m2"]
    )
    land = land_by_line(overlay, lines)
    assert list(land.columns) == [redline.kind, farmland.kind, "own line"] and "5-3" not in land.index
    plan = Scheme(columns_drawn(FIELD, 3, parent=True), districts("1-01", "2-01", "2-02", parent=True))
    found = DrawingFigures(frame_of(FIELD), FIELD.neighbours, RULES, land).count(plan)
    wanted = sum(row[3] for row in rows if plan.assignment[row[0]] == "1-01" and first in row[2])
    assert found.of("1-01").land[redline.kind] == wanted
    assert found.of("2-01").land[redline.kind] is None  # 5-3 was not overlaid
    assert found.of("2-02").land == {redline.kind: 0.0, farmland.kind: 0.0, "own line": 0.0}
    towns = land_by_line(overlay, lines, {code: unit.township_code for code, unit in FIELD.units.items()})
    assert "t2-1" not in towns.index
    inside = [row[3] for row in rows if FIELD.units[row[0]].township_code == "t0-0" and row[2] == "own line"]
    assert towns.loc["t0-0", "own line"] == sum(inside)


def test_the_hover_says_what_a_move_would_do(figures: DrawingFigures) -> None:
    drawn = columns_drawn(FIELD, 2, parent=True)
    plan = scheme(drawn, parent=True, locked=["2-02"])
    seen = hover(figures, FIELD, plan, ["2-0"], "1-01")
    assert seen.units == ("2-0",) and seen.people == 102 and not seen.breaks
    assert seen.after == figures.count(Scheme({**drawn, "2-0": "1-01"}, plan.districts))
    assert str(seen.text).startswith("20村, 102 people → district 1-01: ") and "contiguous, objective" in str(seen.text)
    seen = hover(figures, FIELD, plan, ["2-1"], "")
    assert seen.breaks == ("1-02",) and "no district, breaks district 1-02" in str(seen.text)
    seen = hover(figures, FIELD, plan, ["4-0"], "1-01")
    assert not seen.units and "locked" in str(seen.text) and seen.after == seen.before
    measured = DrawingFigures(frame_of(FIELD), FIELD.neighbours, RULES, best=0.1)
    assert "gap" in str(hover(measured, FIELD, plan, ["2-0"], "1-01").text)
