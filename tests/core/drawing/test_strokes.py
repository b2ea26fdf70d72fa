"""Strokes of a hand: what they take, what they refuse, and the guard of contiguity against a plain count."""

from __future__ import annotations

import pytest
from drawing_sheets import columns_drawn, connected, districts, grid, recount, scheme, worse
from hypothesis import given, settings
from hypothesis import strategies as st

from village_planner.core.drawing.contiguity import FORBID, worse_broken
from village_planner.core.drawing.edits import Edit, Scheme, apply, inverse
from village_planner.core.drawing.strokes import Stroke, assign, drag, flood, refused_once, swap, township_units
from village_planner.core.errors import InputError

FIELD = grid(5, 4, without=[(1, 1), (3, 2)])


def test_a_stroke_is_one_edit_and_takes_each_unit_once() -> None:
    sheet = grid(4, 1)
    before = scheme(columns_drawn(sheet, 2))
    stroke = Stroke(sheet, before, "1")
    assert stroke.add(["0-0", "2-0"]) == ("2-0",)
    assert stroke.add(["2-0", "3-0"]) == ("3-0",)
    assert stroke.edit() == Edit("paint", {"2-0": ("2", "1"), "3-0": ("2", "1")})
    assert apply(before, stroke.edit()) == stroke.scheme()
    assert before.assignment["2-0"] == "2"


def test_a_stroke_goes_on_over_what_it_may_not_take() -> None:
    sheet = grid(6, 1, parents=True)
    drawn = {"0-0": "1-01", "1-0": "1-02", "2-0": "1-03", "3-0": "2-01"}
    before = scheme(drawn, "1-01", "1-02", "1-03", "2-01", parent=True, locked=["1-02"])
    stroke = Stroke(sheet, before, "1-01")
    assert stroke.add(["1-0", "2-0", "3-0", "9-9"]) == ("2-0",)
    assert set(stroke.refused) == {"1-0", "3-0", "9-9"}
    assert "locked" in str(stroke.refused["1-0"]) and "30村" in str(stroke.refused["3-0"])
    assert [count for _, count in refused_once(stroke.refused)] == [1, 1, 1]


def test_filters_pass_over_without_a_word() -> None:
    sheet = grid(4, 2, parents=True)
    before = scheme({"0-0": "1-01", "1-0": "1-02", "2-0": "2-01"}, parent=True)
    stroke = Stroke(sheet, before, "1-01", only_unassigned=True)
    assert stroke.add(["1-0", "1-1"]) == ("1-1",)
    stroke = Stroke(sheet, before, "", inside="t0-0")
    assert stroke.add(["1-0", "2-0"]) == ("1-0",)
    stroke = Stroke(sheet, before, "1-01", inside="2")
    assert stroke.add(["1-0", "1-1"]) == () and not stroke.refused


@pytest.mark.parametrize(("target", "code"), [("7", "unknown_district"), ("2", "locked_district")])
def test_a_stroke_into_nowhere_does_not_begin(target: str, code: str) -> None:
    with pytest.raises(InputError) as caught:
        Stroke(grid(2, 1), scheme({"0-0": "1", "1-0": "2"}, locked=["2"]), target)
    assert caught.value.code == code


def test_the_guard_takes_what_waited_once_it_is_joined() -> None:
    sheet = grid(4, 1)
    before = scheme({"0-0": "1", "1-0": "2", "2-0": "2", "3-0": "2"})
    stroke = Stroke(sheet, before, "1", guard=FORBID)
    assert stroke.add(["2-0"]) == () and set(stroke.refused) == {"2-0"}
    assert set(stroke.add(["1-0"])) == {"1-0", "2-0"} and not stroke.refused


def test_one_mended_piece_does_not_pay_for_a_new_one() -> None:
    """Summed over the districts there are as many pieces as before: 1 is mended, 2 is cut."""
    sheet = grid(5, 2)
    rows = ("12122", "32222")
    before = scheme({f"{x}-{y}": rows[y][x] for x in range(5) for y in range(2)})
    stroke = Stroke(sheet, before, "1")
    stroke.add(["1-0", "2-1"])
    after = stroke.scheme().assignment
    found = [recount(sheet, drawn, "123").values() for drawn in (before.assignment, after)]
    assert [sum(count["pieces"] for count in counts) for counts in found] == [4, 4]
    assert worse_broken(sheet, before.assignment, after) == ("2",)
    guarded = Stroke(sheet, before, "1", guard=FORBID)
    assert guarded.add(["1-0", "2-1"]) == ("1-0",) and list(guarded.refused) == ["2-1"]


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_the_guard_lets_no_district_break_worse_and_refuses_nothing_else(data: st.DataObject) -> None:
    codes = sorted(FIELD.units)
    drawn = {unit: data.draw(st.sampled_from(["1", "2", "3", ""])) for unit in codes}
    before = scheme({u: d for u, d in drawn.items() if d}, "1", "2", "3")
    target = data.draw(st.sampled_from(["1", ""]))
    stroke = Stroke(FIELD, before, target, guard=FORBID)
    for batch in data.draw(st.lists(st.lists(st.sampled_from(codes), min_size=1, max_size=6), max_size=4)):
        earlier, waiting = stroke.scheme().assignment, set(stroke.refused)
        added = stroke.add(batch)
        after = stroke.scheme().assignment
        for code in ("1", "2", "3"):
            assert not worse(FIELD, before.assignment, after, code)
        # Had all of it been harmless, all of it was taken; and nothing refused is harmless by itself now.
        asked = {u for u in {*batch, *waiting} if earlier.get(u, "") != target}
        whole = {u: d for u, d in {**earlier, **dict.fromkeys(asked, target)}.items() if d}
        if not any(worse(FIELD, before.assignment, whole, code) for code in "123"):
            assert set(added) == asked
        for unit in stroke.refused:
            alone = {u: d for u, d in {**after, unit: target}.items() if d}
            assert any(worse(FIELD, before.assignment, alone, code) for code in "123")
    assert apply(apply(before, stroke.edit()), inverse(stroke.edit())) == before


def test_dragging_grows_the_district_where_the_hand_began() -> None:
    sheet = grid(4, 1)
    stroke = drag(sheet, scheme(columns_drawn(sheet, 2)), "1-0")
    assert stroke.target == "1" and stroke.add(["1-0", "2-0"]) == ("2-0",)
    with pytest.raises(InputError) as caught:
        drag(sheet, scheme({"0-0": "1"}), "3-0")
    assert caught.value.code == "no_district"


@settings(max_examples=40)
@given(st.data())
def test_a_flood_reaches_the_connected_part(data: st.DataObject) -> None:
    drawn = {unit: data.draw(st.sampled_from(["1", "2", ""])) for unit in FIELD.units}
    start = data.draw(st.sampled_from(sorted(FIELD.units)))
    alike = [unit for unit in FIELD.units if drawn[unit] == drawn[start]]
    (part,) = (part for part in connected(alike, FIELD.neighbours) if start in part)
    before = scheme({u: d for u, d in drawn.items() if d}, "1", "2")
    assert set(flood(FIELD, before, start)) == part


def test_a_flood_of_free_villages_stays_in_its_township_district() -> None:
    sheet = grid(4, 1, parents=True)
    assert flood(sheet, Scheme(), "0-0") == ("0-0", "1-0")


def test_the_whole_township() -> None:
    sheet = grid(4, 2, parents=True)
    assert township_units(sheet, "1-1") == ("0-0", "0-1", "1-0", "1-1")


def test_all_of_a_selection_or_nothing() -> None:
    sheet = grid(4, 1)
    before = scheme(dict.fromkeys(sheet.units, "1"), "1", "2", "3", locked=["3"])
    assert assign(sheet, before, ["1-0", "2-0"], "2").units == {"1-0": ("1", "2"), "2-0": ("1", "2")}
    for units, goal, code in ((["1-0"], "2", "breaks_district"), (["1-0"], "3", "locked_district")):
        with pytest.raises(InputError) as caught:
            assign(sheet, before, units, goal, guard=FORBID)
        assert caught.value.code == code


def test_a_swap_exchanges_two_units() -> None:
    sheet = grid(4, 1, parents=True)
    drawn = {"0-0": "1-01", "1-0": "1-02", "2-0": "2-01"}
    before = Scheme(drawn, districts("1-01", "1-02", "2-01", parent=True))
    edit = swap(sheet, before, "0-0", "1-0")
    assert apply(before, edit).assignment == {**drawn, "0-0": "1-02", "1-0": "1-01"}
    assert apply(before, swap(sheet, before, "2-0", "3-0")).assignment == {"0-0": "1-01", "1-0": "1-02", "3-0": "2-01"}
    for first, second, code in (("1-0", "2-0", "crosses_parent"), ("0-0", "0-0", "nothing_to_swap")):
        with pytest.raises(InputError) as caught:
            swap(sheet, before, first, second)
        assert caught.value.code == code
