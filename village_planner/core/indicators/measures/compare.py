"""Computed figures beside those that a county brought."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ..catalogue import IndicatorCatalogue


def differences(computed: pd.DataFrame, known: pd.DataFrame, catalogue: IndicatorCatalogue) -> pd.DataFrame:
    """Where both figures are there and differ in a digit that is shown.

    computed  unit_code, unit_name, indicator, value        known  unit_code, indicator, value, year, source

    Gives unit_code, unit_name, indicator, known, computed, difference (computed less known), percent (of the known
    value, NaN where that is 0), year and source of the known value; in the order of `computed`.
    """
    both = computed.merge(known, on=["unit_code", "indicator"], suffixes=("", "_known"))
    both = both[both["value"].notna() & both["value_known"].notna()]
    decimals = both["indicator"].map({item.code: item.decimals for item in catalogue.indicators}).fillna(6)
    difference = both["value"] - both["value_known"]
    shown = np.abs(difference) >= 0.5 * 10.0 ** (-decimals.to_numpy(dtype=float))
    both, difference = both[shown], difference[shown]
    base = both["value_known"].abs()
    return pd.DataFrame(
        {
            "unit_code": both["unit_code"],
            "unit_name": both["unit_name"],
            "indicator": both["indicator"],
            "known": both["value_known"],
            "computed": both["value"],
            "difference": difference.round(6),
            "percent": (100 * difference / base.where(base > 0)).round(2),
            "year": both["year"].astype("Int64"),
            "source": both["source_known"] if "source_known" in both else both.get("source"),
        }
    ).reset_index(drop=True)
