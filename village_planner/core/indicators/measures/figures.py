"""Measures made of imported figures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from ...messages import message
from .survey import Measured, Survey


def collective_income_per_person(survey: Survey, level: str, arguments: Mapping[str, Any]) -> Measured:
    """Yuan per person: the indicator `income` (10,000 yuan) by people."""
    income = survey.figures(level, arguments["income"])
    people, by = survey.population(level, arguments.get("population", ""))
    values, said = survey.per(level, 1e4 * income, people, message("population"))
    basis = message("indicator {indicator}; {people}", indicator=arguments["income"], people=by)
    unknown = np.isnan(income)
    if unknown.any():
        said.append(
            message(
                "{count} units have no value of {indicator} and so none per person ({names}).",
                count=int(unknown.sum()),
                indicator=arguments["income"],
                names=survey.names(level, unknown),
            )
        )
    return Measured(values, basis, tuple(said))
