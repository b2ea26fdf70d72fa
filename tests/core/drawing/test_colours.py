"""District colours as a colour-blind reader sees them."""

from __future__ import annotations

from itertools import combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from village_planner.core.drawing.colours import CLEAR, ENOUGH, PALETTE, choose_colour, choose_colours, distance

# An oracle of its own making: Viénot, Brettel and Mollon (1999), in LMS, where the code uses Machado's matrices in RGB.
RGB_TO_LMS = np.array([[17.8824, 43.5161, 4.11935], [3.45565, 27.1554, 3.86714], [0.0299566, 0.184309, 1.46709]])
PROTANOPE = np.array([[0, 2.02344, -2.52581], [0, 1, 0], [0, 0, 1]])
DEUTERANOPE = np.array([[1, 0, 0], [0.494207, 0, 1.24827], [0, 0, 1]])


def luminance_and_hue(colour: str, sight: NDArray[np.float64]) -> NDArray[np.float64]:
    """Gamma-coded RGB as a dichromat sees it, 0..255: simple, and not the space that the code works in."""
    linear = (np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255) ** 2.2
    seen = np.linalg.inv(RGB_TO_LMS) @ sight @ RGB_TO_LMS @ linear
    return 255 * np.clip(seen, 0, 1) ** (1 / 2.2)


def test_all_colours_of_the_palette_are_told_apart() -> None:
    assert len(set(PALETTE)) == len(PALETTE) >= 12
    for first, second in combinations(PALETTE, 2):
        assert distance(first, second) >= 12  # several times what is just noticed
        for sight in (PROTANOPE, DEUTERANOPE, np.eye(3)):
            assert np.linalg.norm(luminance_and_hue(first, sight) - luminance_and_hue(second, sight)) > 20


def test_distance_of_black_and_white_is_that_of_cielab() -> None:
    assert abs(distance("#000000", "#ffffff") - 100) < 0.1
    assert distance("#44bb99", "#44bb99") == 0


def test_all_neighbours_of_a_map_of_districts_stand_clear() -> None:
    """Cells round random points, as irregular as districts come; a few have a colour that they keep."""
    from scipy.spatial import Delaunay

    points = np.random.default_rng(4).random((120, 2))
    pairs = {(a, b) for triangle in Delaunay(points).simplices.tolist() for a in triangle for b in triangle if a != b}
    beside: dict[str, set[str]] = {}
    for a, b in pairs:
        beside.setdefault(str(a), set()).add(str(b))
    held = {"0": PALETTE[3], "60": PALETTE[7]}
    colours = {**held, **choose_colours([code for code in sorted(beside) if code not in held], held, beside)}
    assert len(colours) == 120
    apart = np.array([distance(colours[str(a)], colours[str(b)]) for a, b in pairs])
    assert (apart >= CLEAR).mean() > 0.95 and apart.min() > 20  # one in thirty at most, and that not by much
    few = [str(one) for one in range(len(PALETTE))]
    assert len(set(choose_colours(few, {}, {code: {str(int(code) - 1)} - {"-1"} for code in few}).values())) == len(few)


# Maps of districts as planar as districts are: each new one beside at most five that have a colour already.
@given(st.lists(st.sets(st.integers(0, 24), max_size=5), min_size=1, max_size=25))
@settings(max_examples=25, deadline=None)
def test_neighbours_stand_clear_of_each_other_where_the_palette_allows(beside: list[set[int]]) -> None:
    colours: list[str] = []
    for near in beside:
        neighbours = [colours[i] for i in near if i < len(colours)]
        chosen = choose_colour(colours, neighbours)
        best = max(min((distance(colour, other) for other in neighbours), default=CLEAR) for colour in PALETTE)
        room = min((distance(chosen, other) for other in neighbours), default=CLEAR)
        assert room >= min(CLEAR if chosen in colours else ENOUGH, best)
        assert chosen not in neighbours
        colours.append(chosen)


def test_a_district_without_colour_is_no_neighbour() -> None:
    touching = {"1": {"2"}, "2": {"1"}}
    for nothing in ("", None):
        assert choose_colours(["1"], {"2": nothing}, touching) == choose_colours(["1"], {}, {})
