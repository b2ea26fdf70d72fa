"""What parcels and constraints are called."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Optional

import geopandas as gpd
import numpy as np
import pandas as pd

from ..codes import code_text
from ..errors import InputError
from ..messages import Message, message

PARCEL_ID_FIELDS = ("parcel_id", "BSM", "TBBH")  # tried in this order
CLASS_FIELDS = ("class_code", "DLBM")
UNIT_CODE_FIELDS = ("code", "ZLDWDM", "XZQDM")
KIND_LAYER, KIND_FIELD = "control_line", "kind"


def field_like(columns: Sequence[str], names: Sequence[str]) -> Optional[str]:
    """The first of `names` that the layer has, whatever the case."""
    known = {str(column).lower(): str(column) for column in reversed(list(columns))}
    return next((known[name.lower()] for name in names if name.lower() in known), None)


def parcel_ids(
    frame: pd.DataFrame, feature_ids: Sequence[object], field: Optional[str], layer: str
) -> tuple[pd.Series, tuple[Message, ...]]:
    """One text per parcel, no two alike.

    The given field, which must then be filled and unique; else the first of `PARCEL_ID_FIELDS` that is; else the
    number of the feature in its layer.
    """
    if field:
        ids = code_text(frame[field])
        _check_ids(ids, field, layer)
        return ids, ()
    passed_over = []
    for name in PARCEL_ID_FIELDS:
        found = field_like(list(frame.columns), [name])
        if found is None:
            continue
        ids = code_text(frame[found])
        if ids.ne("").all() and ids.is_unique:
            return ids, ()
        passed_over.append(found)
    ids = pd.Series([str(i) for i in feature_ids], index=frame.index, dtype=object)
    if not passed_over:
        return ids, ()
    note = message(
        "Layer {layer}: {fields} is empty or not unique, so parcel_id is the feature's number.",
        layer=layer,
        fields=", ".join(passed_over),
    )
    return ids, (note,)


def _check_ids(ids: pd.Series, field: str, layer: str) -> None:
    empty = np.flatnonzero(ids.eq("").to_numpy())
    if len(empty):
        raise InputError(
            "missing_parcel_id",
            "Layer {layer}: field {field} is empty in {count} parcels (the first is feature {number}). Fill it in, or "
            "leave the parcel id field empty: then the feature's number is used.",
            layer=layer,
            field=field,
            count=len(empty),
            number=int(empty[0]) + 1,
        )
    repeated = ids[ids.duplicated()].unique()
    if len(repeated):
        raise InputError(
            "duplicate_parcel_id",
            "Layer {layer}: field {field} has {count} repeated values (e.g. {examples}). Make them unique, or leave "
            "the parcel id field empty: then the feature's number is used.",
            layer=layer,
            field=field,
            count=len(repeated),
            examples=", ".join(repeated[:5]),
        )


def split_by_kind(name: str, frame: gpd.GeoDataFrame) -> list[tuple[str, gpd.GeoSeries]]:
    """The planning database's layer `control_line` is one constraint per kind; any other layer is one constraint."""
    field = field_like(list(frame.columns), [KIND_FIELD])
    if name.lower() != KIND_LAYER or field is None or frame.empty:
        return [(name, frame.geometry)]
    kinds = code_text(frame[field]).replace("", KIND_LAYER)
    return [(kind, frame.geometry[kinds == kind]) for kind in sorted(kinds.unique())]


def constraint_names(layers: Sequence[str], files: Sequence[str]) -> list[str]:
    """A name for each constraint source; sources of one name are told apart by their file's name.

    The joining "+" may not occur in a name and becomes "_". Several filters on the layer of control lines are one
    source: their kinds tell them apart.
    """
    names = [name.replace("+", "_") for name in layers]
    twice = {name for name in names if names.count(name) > 1 and name.lower() != KIND_LAYER}
    full = [f"{file} {name}".strip().replace("+", "_") if name in twice else name for name, file in zip(names, files)]
    for name in full:
        if full.count(name) > 1 and name.lower() != KIND_LAYER:
            raise InputError(
                "duplicate_constraint",
                "Two constraint layers are called {layer}. Rename one of them, or leave it out.",
                layer=name,
            )
    return full
