"""Which units would as well lie elsewhere: how often neighbours stay together over a set of good plans."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


def pair_shares(pairs: NDArray, plans: Sequence[NDArray]) -> NDArray:
    """(m,) share of the plans in which each neighbouring pair lies in one district.

    pairs (m, 2)  plans  each (n,) labels
    """
    together = np.zeros(len(pairs))
    for plan in plans:
        together += plan[pairs[:, 0]] == plan[pairs[:, 1]]
    return together / max(len(plans), 1)


def unit_shares(pairs: NDArray, plans: Sequence[NDArray]) -> NDArray:
    """(n,) mean share over a unit's neighbours in its district of the first plan; 1 where it has none there.

    A low share marks a borderline unit that a meeting should talk about.
    """
    first = plans[0]
    shares = pair_shares(pairs, plans)
    same = first[pairs[:, 0]] == first[pairs[:, 1]]
    total, count = np.zeros(len(first)), np.zeros(len(first))
    for side in (0, 1):
        np.add.at(total, pairs[same, side], shares[same])
        np.add.at(count, pairs[same, side], 1)
    return np.where(count > 0, total / np.maximum(count, 1), 1.0)
