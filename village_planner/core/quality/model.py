"""What is checked, by which rules, and what a check reports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Optional

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..catalogue import load_catalogue
from ..codes import code_text
from ..messages import Message
from ..overlay.repair import Repaired, repair_polygons

LEVELS = ("township", "village")


@dataclass(frozen=True)
class CheckedLayer:
    """A layer of the county as it came.

    role    "township", "village" or "parcel"      name  what the user calls it
    frame   its rows, geometry as it came, with a CRS
    fields  what it is to us -> its own name: code, name, township_code, township_name, population, area, class_code,
            unit_code, unit_name, ridge_factor, parcel_id; what it lacks is left out
    """

    role: str
    name: str
    frame: gpd.GeoDataFrame
    fields: Mapping[str, str]
    repaired: Repaired = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "repaired", repair_polygons(self.shapes))

    def has(self, target: str) -> bool:
        return target in self.fields

    def values(self, target: str) -> pd.Series:
        return self.frame[self.fields[target]].reset_index(drop=True)

    def texts(self, target: str) -> pd.Series:
        """The field as text, "" where missing; all "" where the layer has no such field."""
        if not self.has(target):
            return pd.Series([""] * len(self.frame), dtype=object)
        return code_text(self.values(target))

    @property
    def shapes(self) -> NDArray:
        return np.asarray(self.frame.geometry.values)

    def codes(self) -> pd.Series:
        """What a row is called in findings: the unit's code, the parcel's unit."""
        return self.texts("unit_code" if self.role == "parcel" else "code")


@dataclass(frozen=True)
class Rule:
    id: str
    severity: str  # error, warning, off
    title: Mapping[str, str]  # zh, en


@dataclass(frozen=True)
class Rules:
    """rules in the order in which findings are listed; thresholds by name"""

    rules: Mapping[str, Rule]
    thresholds: Mapping[str, float]

    def order(self, rule: str) -> int:
        return list(self.rules).index(rule)


def load_rules(path: Path, schema: Path, county: Optional[Path] = None) -> Rules:
    """The catalogue of rules; `county` is a county's own file (see `load_catalogue`)."""
    data = load_catalogue(path, schema, county)
    rules = {
        item["id"]: Rule(item["id"], item["severity"], {"zh": item["zh"], "en": item["en"]}) for item in data["rules"]
    }
    return Rules(rules, data["thresholds"])


@dataclass(frozen=True)
class Finding:
    """geometry is a polygon in the layer's CRS, or None"""

    rule: str
    layer: str
    unit_code: str
    message: Message
    geometry: Any = None


def findings_frame(findings: Sequence[Finding], rules: Rules, crs: Any) -> gpd.GeoDataFrame:
    """Rule, severity, layer, unit_code, message, geometry, by rule, layer and unit; rules that are off are absent."""
    shown = [f for f in findings if f.rule in rules.rules and rules.rules[f.rule].severity != "off"]
    shown.sort(key=lambda f: (rules.order(f.rule), f.layer, f.unit_code))
    return gpd.GeoDataFrame(
        {
            "rule": pd.Series([f.rule for f in shown], dtype=object),
            "severity": pd.Series([rules.rules[f.rule].severity for f in shown], dtype=object),
            "layer": pd.Series([f.layer for f in shown], dtype=object),
            "unit_code": pd.Series([f.unit_code for f in shown], dtype=object),
            "message": pd.Series([f.message for f in shown], dtype=object),
        },
        geometry=gpd.GeoSeries([f.geometry for f in shown], crs=crs),
    )
