"""A layer handed to the import, and the same layer once its fields are recognised."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Optional

import geopandas as gpd
import numpy as np
import pandas as pd
from pyproj import CRS

from ...core.crs import check_coordinates
from ...core.messages import message
from . import crs as systems
from .aliases import FieldMap
from .headers import with_real_headers
from .notes import Notes
from .recognise import recognise_fields


@dataclass(frozen=True)
class Source:
    """One layer of the county.

    role   what it is (a role of resources/catalogues/layers.json)
    name   what the user calls it
    frame  its rows, index 0…n-1; a GeoDataFrame but for tables
    names  all its fields, where the frame holds only some
    """

    role: str
    name: str
    frame: pd.DataFrame
    names: Sequence[str] = ()


@dataclass(frozen=True)
class Recognised:
    """A source whose fields are known: target -> field."""

    role: str
    name: str
    frame: pd.DataFrame
    fields: dict[str, str]

    def column(self, target: str) -> Optional[pd.Series]:
        """The values of a target, or None where the layer has no such field."""
        return self.frame[self.fields[target]] if target in self.fields else None

    def field(self, target: str) -> str:
        """The layer's own name of a target's field; the target's where there is none."""
        return self.fields.get(target, target)

    def replaced(self, frame: pd.DataFrame) -> Recognised:
        return Recognised(self.role, self.name, frame, self.fields)


def recognise(source: Source, field_map: FieldMap, notes: Notes) -> Recognised:
    if source.role == "indicator" and not field_map.get("indicator"):
        table = with_real_headers(source.frame)
        if table is not None:
            source = Source(source.role, source.name, table)
    names = list(source.names) or [str(column) for column in source.frame.columns if column != "geometry"]
    frame = source.frame.reset_index(drop=True)
    return Recognised(
        source.role,
        source.name,
        frame,
        recognise_fields(source.role, source.name, frame, names, field_map, notes),
    )


def placed(source: Recognised, crs: CRS, county: Optional[np.ndarray], notes: Notes) -> Recognised:
    """The layer in the database's CRS; refused where its coordinates cannot be meant so or lie elsewhere."""
    frame = gpd.GeoDataFrame(source.frame)
    check_coordinates(frame, source.name)
    frame = systems.reproject(frame, crs, source.name, notes)
    if county is not None:
        systems.check_place(frame, source.name, county)
    return source.replaced(frame)


def say_if_empty(source: Source, notes: Notes) -> bool:
    if source.frame.empty:
        notes.warn(message("Layer {layer} has no features; it is left out.", layer=source.name))
    return source.frame.empty
