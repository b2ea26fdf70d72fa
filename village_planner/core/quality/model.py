"""What is checked, by which rules, and what a check reports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Optional

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..codes import code_text
from ..messages import Message
from ..overlay.repair import Repaired
from ..task import SILENT, Task
from .identity import row_identities
from .measure import Measures, Memory, measure
from .rules import Rules

LEVELS = ("township", "village")


@dataclass(frozen=True)
class CheckedLayer:
    """A layer of the county as it came.

    role      "township", "village", "parcel" or "control_line"      name  what the user calls it
    frame     its rows, geometry as it came, with a CRS
    fields    what it is to us -> its own name: code, name, township_code, township_name, population, area, class_code,
              unit_code, unit_name, ridge_factor, parcel_id, … (targets of quality_rules.json); what it lacks is left
              out
    kind      control lines: ecological_redline, permanent_basic_farmland, urban_development_boundary or the
              county's own
    declared  own name of a field -> (text, integer or number, its length or 0), where the source says so
    standard  key of the fields that the standard asks of it (`Rules.fields`), "" for none
    """

    role: str
    name: str
    frame: gpd.GeoDataFrame
    fields: Mapping[str, str]
    kind: str = ""
    declared: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    standard: str = ""

    def has(self, target: str) -> bool:
        return target in self.fields

    def values(self, target: str) -> pd.Series:
        return self.frame[self.fields[target]].reset_index(drop=True)

    def texts(self, target: str) -> pd.Series:
        """The field as text, "" where missing; all "" where the layer has no such field."""
        if target not in self._texts:
            number, distinct = self.distinct(target)
            self._texts[target] = pd.Series(distinct[number], dtype=object)
        return self._texts[target]

    def distinct(self, target: str) -> tuple[NDArray, NDArray]:
        """The field as text: (n,) which of the values, and the values, "" where missing.

        What has to be asked of every value is asked of these: codes repeat.
        """
        if target not in self._distinct:
            self._distinct[target] = _distinct(self.values(target) if self.has(target) else None, len(self.frame))
        return self._distinct[target]

    def numbers(self, target: str) -> NDArray:
        """(n,) The field as numbers, NaN where it is none."""
        values = self.values(target)
        if values.dtype == object:
            number, distinct = self.distinct(target)
            return pd.to_numeric(pd.Series(distinct), errors="coerce").to_numpy(dtype=float)[number]
        return pd.to_numeric(values, errors="coerce").to_numpy(dtype=float)

    def no_number(self, target: str) -> NDArray:
        """(n,) True where the field says something that is no number, such as 12,5."""
        return self.given(target) & ~np.isfinite(self.numbers(target))

    def given(self, target: str) -> NDArray:
        """(n,) True where the field says something."""
        values = self.values(target)
        if values.dtype == object:
            number, distinct = self.distinct(target)
            return (distinct != "")[number]
        return values.notna().to_numpy()

    def measure(self, task: Task = SILENT, memory: Optional[Memory] = None) -> None:
        """Repair and measure all rows; what `memory` knows from an earlier check is not measured again."""
        self.__dict__["_measures"] = measure(self.shapes, self.frame.crs, task, memory)

    @cached_property
    def _texts(self) -> dict[str, pd.Series]:
        return {}

    @cached_property
    def _distinct(self) -> dict[str, tuple[NDArray, NDArray]]:
        return {}

    @cached_property
    def _measures(self) -> Measures:
        return measure(self.shapes, self.frame.crs)

    @property
    def repaired(self) -> Repaired:
        return self._measures.repaired

    @property
    def areas(self) -> NDArray:
        """(n,) m² on the ellipsoid of the repaired outlines, 0 where there is none."""
        return self._measures.areas

    @property
    def shapes(self) -> NDArray:
        return np.asarray(self.frame.geometry.values)

    def codes(self) -> pd.Series:
        """The unit that findings about a row name: the unit's code, the parcel's unit."""
        return self.texts("code" if self.role in LEVELS else "unit_code")

    def labels(self) -> pd.Series:
        """What a row is called in messages: its code, the parcel's identifier, the line's name."""
        return self.texts({"parcel": "parcel_id", "control_line": "name"}.get(self.role, "code"))

    @cached_property
    def identities(self) -> NDArray:
        """(n,) What a row is recognised by when the layer is checked again: its label where only it has that."""
        return row_identities(self.labels(), self.shapes)


def _distinct(values: Optional[pd.Series], count: int) -> tuple[NDArray, NDArray]:
    if values is None:
        return np.zeros(count, dtype=int), np.array([""], dtype=object)
    if pd.api.types.infer_dtype(values, skipna=True) != "string":  # 1 and 1.0 are two texts
        values = code_text(values)
    number, raw = pd.factorize(values)
    text = np.array([str(value).strip() for value in raw] + [""], dtype=object)  # the last for what is missing
    again, distinct = pd.factorize(text)
    return again[number], np.asarray(distinct, dtype=object)


@dataclass(frozen=True)
class Finding:
    """One row of what a check reports.

    identity  what it is about, the same when it is found again: of a row, a pair of rows, a value
    geometry  polygons in the layer's CRS, or None
    cases     how many findings it stands for: 1, or those that are not listed one by one
    """

    rule: str
    layer: str
    unit_code: str
    message: Message
    geometry: Any = None
    identity: str = ""
    cases: int = 1

    @property
    def key(self) -> str:
        return "|".join((self.rule, self.layer, self.identity))


def findings_frame(findings: Sequence[Finding], rules: Rules, crs: Any) -> gpd.GeoDataFrame:
    """Rule, severity, layer, unit_code, message, key, cases, geometry, in the order of `sort_findings`.

    Rules that are off are absent. Keys are unique: where two findings are about the same, the later ones are numbered.
    """
    shown = [f for f in findings if rules.on(f.rule)]
    shown.sort(key=lambda f: f.key)
    keys = pd.Series([f.key for f in shown], dtype=object)
    number = keys.groupby(keys).cumcount() if len(keys) else keys
    keys = keys.where(number == 0, keys + "#" + (number + 1).astype(str)) if len(keys) else keys
    frame = gpd.GeoDataFrame(
        {
            "rule": pd.Series([f.rule for f in shown], dtype=object),
            "severity": pd.Series([rules.rules[f.rule].severity for f in shown], dtype=object),
            "layer": pd.Series([f.layer for f in shown], dtype=object),
            "unit_code": pd.Series([f.unit_code for f in shown], dtype=object),
            "message": pd.Series([f.message for f in shown], dtype=object),
            "key": keys,
            "cases": pd.Series([f.cases for f in shown], dtype="int64"),
        },
        geometry=gpd.GeoSeries([f.geometry for f in shown], crs=crs),
    )
    return sort_findings(frame, rules)


def sort_findings(frame: gpd.GeoDataFrame, rules: Rules) -> gpd.GeoDataFrame:
    """By rule, layer, unit and key; what is not listed one by one comes last of its rule and layer."""
    order = {rule: number for number, rule in enumerate(rules.rules)}
    columns = zip(frame["rule"], frame["layer"], frame["cases"], frame["unit_code"], frame["key"])
    places = [(order[rule], layer, cases > 1, unit or "", key) for rule, layer, cases, unit, key in columns]
    rows = sorted(range(len(frame)), key=places.__getitem__)
    return frame.iloc[rows].reset_index(drop=True)
