"""By what centres are chosen, from the catalogue centre_rules: criteria, their weights, radiation, excluded types."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Optional

from ..catalogue import CountyCatalogue, load_catalogue, shown_name
from ..errors import InputError

MERITS = ("score", "criteria")
RADIATIONS = ("gravity", "floating_catchment")
SCORE, ACCESS, TREND, MEMBERS = "score", "access", "trend", "members"
Text = Mapping[str, str]  # zh, en


@dataclass(frozen=True)
class Criterion:
    """One thing by which candidates are compared.

    id       score, access, trend, members or the county's own    name, unit  zh and en, as printed
    cost     True where less is better                            weight      under the chosen kind of merit, above 0
    fields   fields of a layer that hold it, the first one present counts
    decimals digits shown; None: as the figure comes
    """

    id: str
    name: Text
    cost: bool
    weight: float
    fields: tuple[str, ...] = ()
    unit: Text = field(default_factory=lambda: {"zh": "", "en": ""})
    decimals: Optional[int] = None


@dataclass(frozen=True)
class RadiationRules:
    """method  gravity or floating_catchment     exponent  of travel under gravity
    catchment_minutes  longest travel under floating_catchment
    straight_kmh       speed that turns straight distances into minutes where no road is known
    """

    method: str = "gravity"
    exponent: float = 2.0
    catchment_minutes: float = 30.0
    straight_kmh: float = 30.0


@dataclass(frozen=True)
class CentreRules:
    """criteria        (level, merit) -> criteria with a weight above 0, in the catalogue's order
    excluded_types  village types that may not become a central village
    """

    criteria: Mapping[tuple[str, str], tuple[Criterion, ...]]
    excluded_types: frozenset[str]
    radiation: RadiationRules


def load_centre_rules(path: Path, schema: Path, county: Optional[CountyCatalogue] = None) -> CentreRules:
    """Read the catalogue (`load_catalogue` tells of paths and errors); beyond the schema ids are unique on a level."""
    data = load_catalogue(path, schema, county)
    criteria = {}
    for level in ("township", "village"):
        _unique(shown_name(path, county), level, [item["id"] for item in data[level]])
        for merit in MERITS:
            criteria[level, merit] = tuple(_criterion(item, merit) for item in data[level] if item["weights"][merit])
    return CentreRules(criteria, frozenset(data["excluded_types"]), RadiationRules(**data["radiation"]))


def _criterion(item: dict[str, Any], merit: str) -> Criterion:
    return Criterion(
        id=item["id"],
        name={"zh": item["zh"], "en": item["en"]},
        cost=item["direction"] == "cost",
        weight=float(item["weights"][merit]),
        fields=tuple(item["fields"]),
        unit=item.get("unit", {"zh": "", "en": ""}),
        decimals=item.get("decimals"),
    )


def _unique(file: str, level: str, ids: Sequence[str]) -> None:
    twice = sorted({id for id in ids if ids.count(id) > 1})
    if twice:
        raise InputError(
            "invalid_catalogue",
            "Catalogue {file}, at {place}: {values} listed more than once. Keep one of each.",
            file=file,
            place="/" + level,
            values=", ".join(twice),
        )
