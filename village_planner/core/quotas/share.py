"""Sharing a figure over units in proportion to a basis, within limits, in whole last digits."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..overlay.balance import round_to_total

SLACK = 1e-6  # of a last digit; below it a share is at its limit


def share_within(total: int, basis: NDArray, lowest: NDArray, highest: NDArray) -> NDArray:
    """Whole numbers in proportion to `basis` that sum to `total`, each from `lowest` to `highest`.

    total    whole number, last digits of the figure     basis  (n,) not negative
    lowest, highest  (n,) whole numbers, lowest <= highest; highest may be inf

    A unit whose share in proportion lies beyond a limit takes the limit, and the rest is shared anew over the others;
    what is left by rounding goes by largest remainder. A unit without basis takes its lowest. Where the limits leave no
    room, the sum differs from `total`: it is that of the lowest figures, or of the highest that units with a basis may
    take. Returns (n,) whole numbers as floats.
    """
    basis, lowest, highest = (np.asarray(values, dtype=float) for values in (basis, lowest, highest))
    values = lowest.copy()
    free = basis > 0
    while free.any():
        rest = total - values[~free].sum()
        exact = rest * (basis[free] / basis[free].sum())
        low, high = lowest[free] - exact, exact - highest[free]
        below, above = low > SLACK, high > SLACK
        places = np.flatnonzero(free)
        if not below.any() and not above.any():
            rounded = np.clip(round_to_total(basis[free], rest, 1.0), lowest[free], highest[free])
            values[places] = _settle(rounded, rest, lowest[free], highest[free])
            break
        # The side that outweighs the other is sure to stay at its limit (Bitran and Hax 1981).
        if low[below].sum() >= high[above].sum():
            values[places[below]] = lowest[free][below]
            free[places[below]] = False
        else:
            values[places[above]] = highest[free][above]
            free[places[above]] = False
    return values


def _settle(values: NDArray, total: float, lowest: NDArray, highest: NDArray) -> NDArray:
    """Hand out what clipping of very large figures took away, one last digit at a time."""
    short = int(total - values.sum())
    step = 1 if short > 0 else -1
    while short:
        room = np.flatnonzero(values + step <= highest if step > 0 else values + step >= lowest)[: abs(short)]
        if not len(room):
            break
        values[room] += step
        short -= step * len(room)
    return values
