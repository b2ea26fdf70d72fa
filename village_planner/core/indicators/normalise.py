"""Indicators of different units made comparable; afterwards more is better in every column."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Union

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

NORMALISATIONS = ("minmax", "zscore", "percentile", "vector")


def normalise(values: NDArray, cost: NDArray, method: Union[str, Sequence[str]] = "minmax") -> NDArray:
    """Normalise each column and turn the costs round.

    values  (units, indicators) finite numbers    cost  (indicators,) True where less is better
    method  minmax      (x - min) / (max - min); cost (max - x) / (max - min); 0..1
            zscore      (x - mean) / population standard deviation; cost with the sign turned
            percentile  share of the other units that are worse, equal ones counting half; 0..1
            vector      x / √Σx²; cost 1 - x / √Σx²
            or a method per column

    A column in which all units are equal says nothing about them: it becomes 0 under every method.
    Returns (units, indicators).
    """
    values = np.asarray(values, dtype=float)
    cost = np.asarray(cost, dtype=bool)
    if isinstance(method, str):
        result = _METHODS[method](values, cost)
    else:
        result = np.empty_like(values)
        for each in dict.fromkeys(method):
            own = np.array([other == each for other in method])
            result[:, own] = _METHODS[each](values[:, own], cost[own])
    result[:, constant_columns(values)] = 0.0
    return result


def logarithm(values: NDArray, chosen: NDArray) -> NDArray:
    """The natural logarithm of the chosen columns: ln x; ln(1 + x) in a column where some unit has 0.

    values  (units, indicators)    chosen  (indicators,) bool; their values must not be negative    returns a copy
    """
    result = np.array(values, dtype=float)
    for column in np.flatnonzero(chosen):
        x = result[:, column]
        result[:, column] = np.log(x) if x.min() > 0 else np.log1p(x)
    return result


def constant_columns(values: NDArray) -> NDArray:
    """(indicators,) True where all units have the same value."""
    return values.max(axis=0) == values.min(axis=0)


def _minmax(values: NDArray, cost: NDArray) -> NDArray:
    low, high = values.min(axis=0), values.max(axis=0)
    return np.where(cost, high - values, values - low) / _divisor(high - low)


def _zscore(values: NDArray, cost: NDArray) -> NDArray:
    scaled = (values - values.mean(axis=0)) / _divisor(values.std(axis=0))
    return np.where(cost, -scaled, scaled)


def _percentile(values: NDArray, cost: NDArray) -> NDArray:
    return (rankdata(np.where(cost, -values, values), axis=0) - 1) / max(len(values) - 1, 1)


def _vector(values: NDArray, cost: NDArray) -> NDArray:
    scaled = values / _divisor(np.sqrt((values**2).sum(axis=0)))
    return np.where(cost, 1 - scaled, scaled)


def _divisor(spread: NDArray) -> NDArray:
    """1 where the spread is 0: such columns are set to 0 afterwards."""
    return np.where(spread == 0, 1.0, spread)


_METHODS = {"minmax": _minmax, "zscore": _zscore, "percentile": _percentile, "vector": _vector}
