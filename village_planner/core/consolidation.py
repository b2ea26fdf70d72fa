"""The potential of land consolidation: new farmland, rural building land, ecological restoration, and what comes first.

Building land: theoretical = present - standard per person x people; real = theoretical x corrections of nature, society
and economy. Everything is estimated village by village in whole 0.01 ha, so that townships and the county are sums.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from pathlib import Path
from typing import Any, Optional

import numpy as np
import pandas as pd

from .catalogue import CountyCatalogue, load_catalogue

CENT = 100.0  # m² in 0.01 ha
JOIN = "+"  # of the names of lines
HIGH, MIDDLE, LOW = "high", "middle", "low"
POTENTIALS = ("farmland", "theoretical", "construction", "ecology")


@dataclass(frozen=True)
class Ground:
    """Classes of which a share can be had, only inside or only outside lines (kinds; empty: anywhere)."""

    name: Mapping[str, str]
    classes: tuple[str, ...]
    share: float
    inside: frozenset[str] = frozenset()
    outside: frozenset[str] = frozenset()


@dataclass(frozen=True)
class ConsolidationRules:
    """The catalogue consolidation. standard: m² of building land per person; factor: product of the corrections."""

    cultivated: tuple[str, ...]
    farmland: tuple[Ground, ...]
    ecology: tuple[Ground, ...]
    settlement_codes: tuple[str, ...]
    building_classes: tuple[str, ...]
    standard: float
    corrections: tuple[tuple[Mapping[str, str], float], ...]
    weights: Mapping[str, float]
    high: float
    middle: float

    @property
    def factor(self) -> float:
        return reduce(lambda product, one: product * one[1], self.corrections, 1.0)


def load_consolidation(path: Path, schema: Path, county: Optional[CountyCatalogue] = None) -> ConsolidationRules:
    """From the catalogue `consolidation`. Raises what `load_catalogue` raises."""
    data = load_catalogue(path, schema, county)
    building, ranking = data["construction"], data["ranking"]
    return ConsolidationRules(
        tuple(data["cultivated"]),
        tuple(_ground(item) for item in data["new_farmland"]),
        tuple(_ground(item) for item in data["ecology"]),
        tuple(building["settlement_codes"]),
        tuple(building["classes"]),
        float(building["standard_m2_per_person"]),
        tuple((item["name"], float(item["factor"])) for item in building["corrections"]),
        {name: float(weight) for name, weight in ranking["weights"].items()},
        float(ranking["high"]),
        float(ranking["middle"]),
    )


def _ground(item: Mapping[str, Any]) -> Ground:
    return Ground(
        item["name"],
        tuple(item["classes"]),
        float(item["share"]),
        frozenset(item.get("inside", ())),
        frozenset(item.get("outside", ())),
    )


def means(classes: Sequence[str], code: str) -> bool:
    """Whether a class is one of `classes`, or below one of them that has two digits: 01 means 0101, too."""
    return code in classes or code[:2] in classes


def consolidation_potential(
    rules: ConsolidationRules,
    villages: pd.DataFrame,
    land_area: pd.DataFrame,
    parcels: pd.DataFrame,
) -> pd.DataFrame:
    """By village (index of `villages`): parcels (number of fields), and in 0.01 ha farmland, theoretical, construction
    (real), ecology; of building land NaN where the village's population is not known.

    villages   index code; population
    land_area  unit_code, class_code, constraints (kinds of lines joined by +), area_m2
    parcels    unit_code, class_code, settlement_code, count, area_m2
    """
    made = pd.DataFrame(index=villages.index)
    fields = parcels[_meant(parcels["class_code"], rules.cultivated)]
    made["parcels"] = _per_village(fields, "count", villages.index).astype("int64")
    for column, grounds in (("farmland", rules.farmland), ("ecology", rules.ecology)):
        made[column] = _cents(_per_village(_had(grounds, land_area), "area_m2", villages.index))
    people = pd.to_numeric(villages.get("population", pd.Series(np.nan, villages.index)), errors="coerce")
    surplus = _per_village(_building_land(rules, parcels), "area_m2", villages.index) - people * rules.standard
    theoretical = np.floor(surplus.clip(lower=0) / CENT + 0.5 + 1e-9)
    made["theoretical"] = theoretical
    made["construction"] = np.floor(theoretical * rules.factor + 0.5 + 1e-9)
    return made[["parcels", *POTENTIALS]]


def _meant(codes: pd.Series, classes: Sequence[str]) -> pd.Series:
    known = {code: means(classes, str(code)) for code in codes.dropna().unique()}
    return codes.map(known).fillna(False).astype(bool)


def _per_village(rows: pd.DataFrame, column: str, index: pd.Index) -> pd.Series:
    return rows.groupby("unit_code")[column].sum().reindex(index, fill_value=0).astype(float)


def _cents(area_m2: pd.Series) -> pd.Series:
    return np.floor(area_m2 / CENT + 0.5 + 1e-9).astype("int64")


def _had(grounds: Sequence[Ground], land_area: pd.DataFrame) -> pd.DataFrame:
    """The rows of land_area that are meant, with the area that can be had of them; each row once."""
    share = pd.Series(np.nan, land_area.index)
    joined = land_area["constraints"].fillna("").astype(str)
    lines = {text: frozenset(text.split(JOIN)) for text in joined.unique()}
    for ground in grounds:
        fits = _meant(land_area["class_code"], ground.classes) & share.isna()
        allowed = {
            text
            for text, have in lines.items()
            if (not ground.inside or have & ground.inside) and not have & ground.outside
        }
        share[fits & joined.isin(allowed)] = ground.share
    meant = land_area[share.notna()]
    return meant.assign(area_m2=meant["area_m2"] * share[share.notna()])


def _building_land(rules: ConsolidationRules, parcels: pd.DataFrame) -> pd.DataFrame:
    """Parcels in villages by the survey's attribute, where the county has it, else of the classes of homesteads."""
    codes = parcels["settlement_code"].fillna("").astype(str)
    if (codes != "").any():
        return parcels[codes.str.startswith(rules.settlement_codes)]
    return parcels[_meant(parcels["class_code"], rules.building_classes)]


def priorities(rules: ConsolidationRules, units: pd.DataFrame) -> pd.Series:
    """high, middle or low for each unit, "" where there is nothing to tell by.

    units  parcels, cultivated (0.01 ha) and the potentials of one level, summed
    Each part is measured against the greatest of the units; fields count the more the smaller they are on average.
    """
    score = pd.Series(0.0, units.index)
    mean = units["cultivated"] / units["parcels"].replace(0, np.nan)
    small = (mean.max() - mean) / (mean.max() - mean.min()) if mean.max() > mean.min() else mean * 0
    parts = {name: units[name] for name in ("farmland", "construction", "ecology")}
    for name, values in {**parts, "fragmentation": small}.items():
        most = values.max()
        if pd.notna(most) and most > 0:
            score += rules.weights[name] * (values.fillna(0) / most)
    if not len(units) or not score.max() > 0:
        return pd.Series("", units.index, dtype=object)
    order = sorted(units.index, key=lambda code: (-score[code], str(code)))
    first = round(rules.high * len(order))
    second = first + round(rules.middle * len(order))
    words = {code: HIGH if i < first else MIDDLE if i < second else LOW for i, code in enumerate(order)}
    return pd.Series([words[code] for code in units.index], units.index, dtype=object)
