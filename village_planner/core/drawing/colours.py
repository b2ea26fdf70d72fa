"""District colours: told apart by colour-blind readers, kept by their district, different from the neighbours'."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Optional

import numpy as np
from numpy.typing import NDArray

# Of Paul Tol's "light" and "muted" qualitative schemes the colours that a colour-blind reader tells apart best, ordered
# so that the first ones differ most.
PALETTE = (
    "#77aadd",
    "#ee8866",
    "#bbcc33",
    "#ffaabb",
    "#44bb99",
    "#eedd88",
    "#aa4499",
    "#99ddff",
    "#cc6677",
    "#999933",
    "#117733",
    "#332288",
)
CLEAR = 30.0  # two colours at this distance are told apart at a glance, side by side and paled below lines and hatches
ENOUGH = 20.0  # two colours at this distance are told apart
# How a full deuteranope and protanope see linear RGB: Machado, Oliveira and Fernandes (2009), severity 1.
_SIGHTS = (
    ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
)
_XYZ = ((0.4124564, 0.3575761, 0.1804375), (0.2126729, 0.7151522, 0.0721750), (0.0193339, 0.1191920, 0.9503041))
_WHITE = (0.95047, 1.0, 1.08883)


def choose_colour(used: Iterable[str], neighbours: Iterable[str] = ()) -> str:
    """The colour of the palette that stands clear of all neighbours' and is used least so far; earlier ones first.

    One that nobody has yet need not stand that clear, so that few districts all differ. Where none stands clear, the
    one that is farthest from the neighbour it is most alike.

    used        colours of all districts there are, repeated as often as they occur
    neighbours  colours of the districts next to the new one
    """
    counts = dict.fromkeys(PALETTE, 0)
    for colour in used:
        if colour in counts:
            counts[colour] += 1
    beside = sorted({colour for colour in neighbours if colour})
    room = {colour: min((distance(colour, other) for other in beside), default=CLEAR) for colour in PALETTE}
    clear = [colour for colour in PALETTE if room[colour] >= CLEAR]
    if all(counts[colour] for colour in clear):
        clear += [colour for colour in PALETTE if room[colour] >= ENOUGH and not counts[colour]]
    clear = clear or [max(PALETTE, key=lambda colour: room[colour])]
    return min(clear, key=lambda colour: (counts[colour], PALETTE.index(colour)))


def choose_colours(
    new: Sequence[str], colours: Mapping[str, Optional[str]], beside: Mapping[str, Collection[str]]
) -> dict[str, str]:
    """A colour for each new district, as `choose_colour` chooses; first whoever has the fewest left (DSATUR).

    colours  district -> its colour, "" or None: it has none and gets none     beside  district -> those it touches
    """
    made = {code: colour for code, colour in colours.items() if colour}
    taken: dict[str, set[str]] = {code: set() for code in new}

    def reach(code: str) -> None:
        near = {colour for colour in PALETTE if distance(colour, made[code]) < CLEAR}
        for other in beside.get(code, ()):
            if other in taken:
                taken[other] |= near

    for code in list(made):
        reach(code)
    place = {code: number for number, code in enumerate(new)}
    while taken:
        code = min(taken, key=lambda one: (-len(taken[one]), -len(beside.get(one, ())), place[one]))
        del taken[code]
        made[code] = choose_colour(made.values(), [made[other] for other in beside.get(code, ()) if other in made])
        reach(code)
    return {code: made[code] for code in new}


@lru_cache(maxsize=4096)
def distance(first: str, second: str) -> float:
    """How far apart two colours "#rrggbb" look (CIE76) to whoever tells them apart least: a reader with normal sight,
    a deuteranope or a protanope."""
    return float(np.linalg.norm(_seen(first) - _seen(second), axis=1).min())


@lru_cache(maxsize=256)
def _seen(colour: str) -> NDArray[np.float64]:
    """(3, 3) CIELAB of a colour as each of the sights sees it."""
    values = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    linear = np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)
    seen = np.clip(np.array(_SIGHTS) @ linear, 0, 1)
    white = seen @ np.array(_XYZ).T / np.array(_WHITE)
    f = np.where(white > 216 / 24389, np.cbrt(white), (24389 / 27 * white + 16) / 116)
    return np.column_stack([116 * f[:, 1] - 16, 500 * (f[:, 0] - f[:, 1]), 200 * (f[:, 1] - f[:, 2])])
