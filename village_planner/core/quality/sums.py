"""Checks of sums: parcels against the village's outline and control area, villages against the township's."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..codes import owner_of
from ..messages import message
from .listing import row_findings
from .model import CheckedLayer, Finding
from .rules import Rules


def check_sums(parts: CheckedLayer, wholes: CheckedLayer, owner: NDArray, rules: Rules) -> Iterator[Finding]:
    """Outlines and stated areas of the parts of each unit add up to the unit's.

    parts, wholes  parcels and villages, or villages and townships
    owner          (n,) the unit of each part by its code, as a row of `wholes`; -1 for none
    """
    if (owner < 0).all():
        return
    inside = owner >= 0
    has_parts = np.bincount(owner[inside], minlength=len(wholes.frame)) > 0
    codes = wholes.codes()
    ground = np.bincount(owner[inside], parts.areas[inside], len(wholes.frame))
    if rules.on("outline_sum"):
        off = np.abs(ground - wholes.areas)
        wrong = has_parts & (wholes.areas > 0)
        wrong &= (off > rules.thresholds["sum_relative"] * wholes.areas) & (off > rules.thresholds["sum_absolute_m2"])
        yield from row_findings(
            wholes,
            "outline_sum",
            np.flatnonzero(wrong),
            rules,
            lambda row: message(
                "The outlines of layer {layer} in {unit} add up to {sum:,.2f} m²; the unit's outline has "
                "{whole:,.2f} m².",
                layer=parts.name,
                unit=codes[row],
                sum=float(ground[row]),
                whole=float(wholes.areas[row]),
            ),
        )
    if not (rules.on("control_area_sum") and parts.has("area") and wholes.has("area")):
        return
    stated = np.nan_to_num(parts.numbers("area"))
    # A sum with a text in it is not known; the text is told by a rule of its own.
    unknown = np.bincount(owner[inside], parts.no_number("area")[inside], len(wholes.frame)) > 0
    total = np.bincount(owner[inside], stated[inside], len(wholes.frame))
    control = wholes.numbers("area")
    wrong = has_parts & ~unknown & (np.abs(total - control) > rules.thresholds["control_sum_m2"])
    yield from row_findings(
        wholes,
        "control_area_sum",
        np.flatnonzero(wrong),
        rules,
        lambda row: message(
            "Field {field} of layer {layer} adds up to {sum:,.2f} m² in {unit}; its control area is {whole:,.2f} m². "
            "Balance the areas.",
            field=parts.fields["area"],
            layer=parts.name,
            sum=float(total[row]),
            unit=codes[row],
            whole=float(control[row]),
        ),
    )


def parcel_owners(parcels: CheckedLayer, villages: CheckedLayer) -> NDArray:
    """(n,) The village of each parcel by its code, -1 for none."""
    said: pd.Series = parcels.texts("unit_code")
    return owner_of(said, villages.texts("code").tolist())
