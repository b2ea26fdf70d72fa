"""Checks of the attributes of parcels."""

from __future__ import annotations

from collections.abc import Iterator, Set

import numpy as np
import pandas as pd

from ..messages import message
from .model import CheckedLayer, Finding


def check_classes(layer: CheckedLayer, known: Set[str]) -> Iterator[Finding]:
    """Every parcel has a land class of the survey's list; one finding for each unknown code."""
    if not layer.has("class_code"):
        return
    codes = layer.texts("class_code")
    empty = int(codes.eq("").sum())
    if empty:
        yield Finding(
            "class_missing",
            layer.name,
            "",
            message(
                "{count} parcels have no land class. Fill in field {field}.",
                count=empty,
                field=layer.fields["class_code"],
            ),
        )
    unknown = codes[codes.ne("") & ~codes.isin(known)]
    if len(unknown) > len(codes) / 2:  # another classification: said once
        yield Finding(
            "class_unknown",
            layer.name,
            "",
            message(
                "{count} of {all} parcels have a land class that is not in the list (e.g. {example}).",
                count=len(unknown),
                all=len(codes),
                example=unknown.iloc[0],
            ),
        )
        return
    for code, rows in unknown.groupby(unknown):
        yield Finding(
            "class_unknown",
            layer.name,
            "",
            message("{count} parcels have land class {code}, which is not in the list.", count=len(rows), code=code),
        )


def check_ridges(layer: CheckedLayer) -> Iterator[Finding]:
    """The share of ridges to deduct is at least 0 and below 1."""
    if not layer.has("ridge_factor"):
        return
    values = layer.values("ridge_factor")
    factor = pd.to_numeric(values, errors="coerce").to_numpy(dtype=float)
    given = values.notna().to_numpy() & layer.texts("ridge_factor").ne("").to_numpy()
    labels, codes = layer.texts("parcel_id"), layer.codes()
    for row in np.flatnonzero(given & ~((factor >= 0) & (factor < 1))):
        yield Finding(
            "ridge_factor_range",
            layer.name,
            codes[row],
            message(
                "Row {row} ({label}): field {field} is {value}; it must be at least 0 and below 1.",
                row=row + 1,
                label=labels[row],
                field=layer.fields["ridge_factor"],
                value=str(values[row]),
            ),
            layer.repaired.geometry[row],
        )


def check_parcel_ids(layer: CheckedLayer) -> Iterator[Finding]:
    """Identifiers occur once; one finding for the layer."""
    if not layer.has("parcel_id"):
        return
    ids = layer.texts("parcel_id")
    repeated = ids[ids.ne("") & ids.duplicated()].unique()
    if len(repeated):
        yield Finding(
            "duplicate_parcel_id",
            layer.name,
            "",
            message(
                "Field {field} has {count} repeated values (e.g. {examples}).",
                field=layer.fields["parcel_id"],
                count=len(repeated),
                examples=", ".join(repeated[:5]),
            ),
        )
