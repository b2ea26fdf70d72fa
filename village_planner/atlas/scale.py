"""Round map scales and scale bars."""

from __future__ import annotations

import math

SCALE_STEPS = (1.0, 1.2, 1.5, 1.8, 2.0, 2.2, 2.5, 2.8, 3.0, 3.5, 4.0, 4.5, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0)
BAR_STEPS = (1.0, 2.0, 5.0, 10.0)


def round_scale(denominator: float) -> float:
    """The next round denominator that is not smaller, so that what fits still fits."""
    power = 10.0 ** math.floor(math.log10(denominator))
    return next(step * power for step in SCALE_STEPS if step * power >= denominator * (1 - 1e-9))


def bar_segment(denominator: float, width_mm: float, segments: int) -> float:
    """Metres of one segment: the largest round length with which the bar stays within `width_mm`."""
    longest = width_mm / 1000 * denominator / segments
    power = 10.0 ** math.floor(math.log10(longest))
    return max(step * power for step in BAR_STEPS if step * power <= longest * (1 + 1e-9))


def scale_text(denominator: float) -> str:
    """1:250 000 as printed."""
    return f"1:{round(denominator):,}".replace(",", " ")
