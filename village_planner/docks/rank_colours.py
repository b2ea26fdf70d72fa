"""Colours of groups of indicators and of scores; told apart by the colour-blind and in grey print."""

from __future__ import annotations

from collections.abc import Iterable

from qgis.PyQt.QtGui import QColor

# Okabe and Ito's set, without black and yellow.
GROUPS = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#8c8c8c")
# From low to high, even in lightness (a cut of viridis turned round: high is dark, as on printed maps).
RAMP = ("#f3f0c9", "#c5e2a8", "#86c99a", "#4aa88f", "#2c8490", "#2f5f8a", "#33386f")
RISES, FALLS, STAYS = "#0072b2", "#d55e00", "#8c9299"


def group_colours(groups: Iterable[str]) -> dict[str, QColor]:
    return {group: QColor(GROUPS[place % len(GROUPS)]) for place, group in enumerate(groups)}


def step_of(value: float, low: float, high: float) -> int:
    """Index into RAMP of a score between the lowest and the highest."""
    if high <= low:
        return len(RAMP) // 2
    return min(int((value - low) / (high - low) * len(RAMP)), len(RAMP) - 1)
