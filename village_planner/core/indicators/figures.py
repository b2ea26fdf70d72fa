"""The figures of a scoring before they are normalised: checked, missing ones filled, skewed ones in logarithms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import skew

from ..errors import InputError
from ..messages import Message, message
from .normalise import constant_columns, logarithm, normalise
from .numbers import listed, numbers

SKEWED = 2.0  # skewness from which few units decide a min-max column; a hint only, nothing is changed by it


@dataclass(frozen=True)
class Figures:
    """Frames have the units as index and a column per indicator.

    values    as used: finite, missing ones filled, before logarithms
    filled    "median" or "worst" where a missing value was filled, else ""
    cost      (indicators,) True where less is better      logs  (indicators,) True where the logarithm is taken
    methods   indicator -> its own normalisation, where it has one
    skewness  (indicators,) of the values as they are normalised (after logarithms); 0 for constant columns
    warnings  what a person should know
    """

    values: pd.DataFrame
    filled: pd.DataFrame
    cost: NDArray
    logs: NDArray
    methods: Mapping[str, str]
    skewness: NDArray
    warnings: tuple[Message, ...]

    def transformed(self) -> NDArray:
        """(units, indicators) with the logarithms taken."""
        return logarithm(self.values.to_numpy(), self.logs)

    def normalised(self, method: str, own: bool = True) -> NDArray:
        """(units, indicators), more is better; by `method`, or (with `own`) the indicator's own where it has one."""
        methods = [self.methods.get(name, method) if own else method for name in self.values.columns]
        return normalise(self.transformed(), self.cost, methods)


def prepare_figures(
    values: pd.DataFrame,
    costs: Iterable[str],
    fill: Mapping[str, str],
    logs: Iterable[str],
    methods: Mapping[str, str],
    layer: str,
) -> Figures:
    """values  index unit codes, a column per indicator; numbers, or texts that are numbers
    fill    indicator -> "median" or "worst": what its missing values become; elsewhere they are an error
    Other parameters as in `score.ScoreOptions`. Raises `InputError` missing_value, not_a_number, not_loggable.
    """
    cost = np.array([name in set(costs) for name in values.columns])
    table, filled, warnings = _filled(values, cost, fill, layer)
    chosen = np.array([name in set(logs) for name in values.columns])
    _check_logarithms(table, chosen, layer)
    data = table.to_numpy()
    constant = constant_columns(data)
    if constant.any():
        warnings.append(
            message(
                "All units are equal in {fields}; such an indicator does not change the ranks.",
                fields=", ".join(table.columns[constant]),
            )
        )
    skewness = np.zeros(len(constant))
    skewness[~constant] = skew(logarithm(data, chosen)[:, ~constant], axis=0)
    return Figures(table, filled, cost, chosen, methods, skewness, tuple(warnings))


def _filled(
    values: pd.DataFrame, cost: NDArray, fill: Mapping[str, str], layer: str
) -> tuple[pd.DataFrame, pd.DataFrame, list[Message]]:
    result = {}
    marks = np.full(values.shape, "", dtype=object)
    missing: list[str] = []
    warnings = []
    for place, (name, less) in enumerate(zip(values.columns, cost)):
        number = numbers(values[name], name, layer)
        empty = number.isna()
        how = fill.get(name)
        if empty.any() and how is not None and not empty.all():
            units = listed([str(unit) for unit in number.index[empty]])
            if how == "median":
                by = number.median()
                warnings.append(
                    message(
                        "Field {field}: missing values of {units} were replaced by the median of the other units.",
                        field=name,
                        units=units,
                    )
                )
            else:
                by = number.max() if less else number.min()
                warnings.append(
                    message(
                        "Field {field}: missing values of {units} count as the worst of the other units ({value}).",
                        field=name,
                        units=units,
                        value=f"{by:.6g}",
                    )
                )
            number = number.fillna(by)
            marks[empty.to_numpy(), place] = how
        elif empty.any():
            missing += [f"{unit}: {name}" for unit in number.index[empty]]
        result[name] = number
    if missing:
        raise InputError(
            "missing_value",
            "Layer {layer}: values are missing (unit: field): {cells}. Fill them in, leave the indicator out, or let "
            "the catalogue allow the median or the worst value for it.",
            layer=layer,
            cells=listed(missing),
        )
    return pd.DataFrame(result, index=values.index), pd.DataFrame(marks, values.index, values.columns), warnings


def _check_logarithms(table: pd.DataFrame, chosen: NDArray, layer: str) -> None:
    for name in table.columns[chosen]:
        negative = table[name] < 0
        if negative.any():
            raise InputError(
                "not_loggable",
                "Layer {layer}, field {field}: there is no logarithm of values below 0 ({cells}). Take {field} out of "
                "LOG_FIELDS, or set log to false in the catalogue.",
                layer=layer,
                field=name,
                cells=listed([f"{unit} = {value:g}" for unit, value in table.loc[negative, name].items()]),
            )
