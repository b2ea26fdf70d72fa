"""Sums over the pieces of an overlay."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .shares import DIGIT


def summarise(pieces: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """`area_m2` of the pieces per combination of the columns `by`, sorted; the sum of the sums is the pieces' sum."""
    # Added up as whole hundredths: sums of thousands of decimals would drift in the last digit.
    hundredths = pd.Series(np.rint(pieces["area_m2"].to_numpy(dtype=float) / DIGIT), index=pieces.index)
    sums = hundredths.groupby([pieces[column] for column in by], sort=True).sum()
    table = sums.rename("area_m2").reset_index() if len(sums) else pd.DataFrame(columns=[*by, "area_m2"])
    table["area_m2"] = table["area_m2"].astype(float).mul(DIGIT).round(2)
    return table


def total(areas: pd.Series) -> float:
    """Sum of areas that are multiples of 0.01 m², exact to the last digit."""
    return round(float(np.rint(areas.to_numpy(dtype=float) / DIGIT).sum()) * DIGIT, 2)
