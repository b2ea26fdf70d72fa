"""District colours: told apart by colour-blind readers, kept by their district, different from the neighbours'."""

from __future__ import annotations

from collections.abc import Iterable

# Paul Tol's "light" and "muted" qualitative schemes without grey, ordered so that the first ones differ most.
PALETTE = (
    "#77aadd",
    "#ee8866",
    "#bbcc33",
    "#ffaabb",
    "#44bb99",
    "#eedd88",
    "#aa4499",
    "#99ddff",
    "#ddcc77",
    "#88ccee",
    "#cc6677",
    "#999933",
    "#117733",
    "#332288",
)


def choose_colour(used: Iterable[str], neighbours: Iterable[str] = ()) -> str:
    """The colour of the palette that no neighbour has and that is used least so far; earlier ones first.

    used        colours of all districts there are, repeated as often as they occur
    neighbours  colours of the districts next to the new one
    """
    counts = dict.fromkeys(PALETTE, 0)
    for colour in used:
        if colour in counts:
            counts[colour] += 1
    taken = set(neighbours)
    free = [colour for colour in PALETTE if colour not in taken] or list(PALETTE)
    return min(free, key=lambda colour: (counts[colour], PALETTE.index(colour)))
