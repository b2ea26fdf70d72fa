"""Sums over the pieces of an overlay."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from .shares import DIGIT


def summarise(pieces: pd.DataFrame, by: list[str], areas: Sequence[str] = ("area_m2",)) -> pd.DataFrame:
    """Areas of the pieces per combination of the columns `by`, sorted; the sums of the sums are the pieces' sums."""
    # Added up as whole hundredths: sums of thousands of decimals would drift in the last digit.
    hundredths = np.rint(pieces[list(areas)] / DIGIT)
    sums = hundredths.groupby([pieces[column] for column in by], sort=True).sum()
    table = sums.reset_index() if len(sums) else pd.DataFrame(columns=[*by, *areas])
    for area in areas:
        table[area] = table[area].astype(float).mul(DIGIT).round(2)
    return table


def total(areas: pd.Series) -> float:
    """Sum of areas that are multiples of 0.01 m², exact to the last digit."""
    return round(float(np.rint(areas.to_numpy(dtype=float) / DIGIT).sum()) * DIGIT, 2)
