"""What the legend calls a colour that several states of a plan share."""

from __future__ import annotations

from village_planner.atlas.charts_left_out import charts_left_out
from village_planner.atlas.review.district_legend import OtherState, legend_rows
from village_planner.core.drawing.colours import PALETTE
from village_planner.core.drawing.comparing import matched_colours
from village_planner.core.drawing.edits import DistrictRow, Scheme


def scheme(names: dict[str, str], colours: dict[str, str]) -> Scheme:
    rows = {code: DistrictRow(code, name, colour=colours[code]) for code, name in names.items()}
    return Scheme({f"u{code}": code for code in names}, rows)


FIRST = scheme({"1": "北", "2": "南"}, {"1": PALETTE[0], "2": PALETTE[1]})
SECOND = scheme({"1": "南", "2": "北", "3": "新"}, {"1": PALETTE[5], "2": PALETTE[1], "3": PALETTE[0]})
TWIN = {"1": "2", "2": "1"}  # the second state's numbers are the other way round


def test_districts_that_correspond_share_a_colour_and_a_new_one_has_its_own() -> None:
    colours = matched_colours(FIRST, SECOND, TWIN)
    assert colours["1"] == PALETTE[1] and colours["2"] == PALETTE[0]
    assert colours["3"] in PALETTE[2:]
    assert matched_colours(FIRST, SECOND, TWIN, PALETTE[2:])["3"] == PALETTE[0]  # none is free: it keeps its own


def test_the_legend_says_what_each_state_calls_a_district() -> None:
    colours = {"1": PALETTE[0], "2": PALETTE[1]}
    other = OtherState("乙", SECOND, matched_colours(FIRST, SECOND, TWIN), TWIN)
    *shared, new = legend_rows(FIRST, colours, [other])
    assert shared == [("1", "北", PALETTE[0]), ("2", "南", PALETTE[1])]  # one name, whatever the number
    assert new[0] not in colours and new[1] == "新（仅乙）"
    renamed = OtherState("丙", scheme({"1": "城关"}, {"1": PALETTE[0]}), {"1": PALETTE[0]}, {"1": "1"})
    labels = [label for _, label, _ in legend_rows(FIRST, colours, [other, renamed])]
    assert labels == ["北（丙 城关）", "南（丙 无）", "新（仅乙）"]


def test_charts_without_room_are_told_with_their_pages() -> None:
    (said,) = charts_left_out({"各村人口": [3, 5, 6, 7, 9]})
    assert str(said).startswith("Chart 各村人口 is left out on page 3, 5–7, 9:")
