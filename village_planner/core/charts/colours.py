"""Colours of charts: what has a colour on the map wears it; all else is told apart by one list.

The list is that of Okabe and Ito, told apart by the colour-blind, with darker and paler shades for more than eight
parts; the yellow of their list is last of the eight, as it is weak on white.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

PALETTE = (
    "#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#8c8c8c", "#f0e442",
    "#004f7c", "#9e6d00", "#006b4f", "#8c537a", "#a9d8f5", "#f2a97e", "#bfbfbf", "#4d4d4d",
)  # fmt: skip
RISES, FALLS, STAYS = PALETTE[0], PALETTE[5], "#8c9299"
OTHER = "#c8c8c8"  # a part that has no colour where the others have, such as an unknown land class
CONTROL_LINES: Mapping[str, str] = {
    "ecological_redline": "#1a9641",
    "permanent_basic_farmland": "#e0a800",
    "urban_development_boundary": "#e3000f",
}


@dataclass(frozen=True)
class LandClassStyle:
    code: str
    name: str
    colour: str


NO_CLASS = LandClassStyle("", "其他", OTHER)


def palette(place: int) -> str:
    return PALETTE[place % len(PALETTE)]


def line_colour(kinds: Sequence[str]) -> str:
    """Of a control line, or of ground under several: their colours mixed; "" where none of them has one."""
    known = [CONTROL_LINES[kind] for kind in kinds if kind in CONTROL_LINES]
    if not known:
        return ""
    parts = (sum(int(colour[i : i + 2], 16) for colour in known) / len(known) for i in (1, 3, 5))
    return "#" + "".join(f"{round(part):02x}" for part in parts)


def pale(colour: str, strength: float = 0.5) -> str:
    """The colour mixed with white. strength  share of the colour itself"""
    parts = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return "#" + "".join(f"{round(255 - strength * (255 - part)):02x}" for part in parts)


def read_land_classes(path: Path, scheme: str) -> dict[str, LandClassStyle]:
    """Class code -> name and colour from resources/styles/land_use.csv; scheme `survey` (present) or `plan`."""
    with path.open(encoding="utf-8", newline="") as file:
        return {
            row["code"]: LandClassStyle(
                row["code"], row["name"], "#{:02x}{:02x}{:02x}".format(*(int(row[part]) for part in "rgb"))
            )
            for row in csv.DictReader(file)
            if row["scheme"] == scheme
        }


def class_style(code: str, known: Mapping[str, LandClassStyle]) -> LandClassStyle:
    """The class itself, else the longest known beginning of its code (0303A -> 0303 -> 03), else the first class below
    it (07 -> 0701), else grey."""
    for length in range(len(code), 1, -1):
        if code[:length] in known:
            return known[code[:length]]
    below = next((style for style in known.values() if len(code) > 1 and style.code.startswith(code)), None)
    return below or NO_CLASS
