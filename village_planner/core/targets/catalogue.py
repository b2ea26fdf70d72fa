"""The targets of a county, read from the catalogue targets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

from ..catalogue import CatalogueText, CountyCatalogue, load_catalogue
from ..errors import InputError

END, YEARLY, BASE = "end", "yearly", "base"
NUMBER, YES_NO, OPEN = "number", "yes_no", "open"
UP, DOWN = "up", "down"


@dataclass(frozen=True)
class Target:
    """One target. kind end, yearly or base; direction up or down; form number, yes_no or open; value None where it is
    no number; base: value in the base year where the catalogue knows it; by_township: code -> its own figure."""

    code: str
    zh: str
    en: str
    unit: Mapping[str, str]
    kind: str
    direction: str
    comparison: str
    form: str
    value: Optional[float]
    base: Optional[float]
    base_year: int
    year: int
    year_assumed: bool
    additive: bool
    by_township: Mapping[str, float]
    aliases: tuple[str, ...]


@dataclass(frozen=True)
class TargetCatalogue:
    """green, yellow: a light is green, or yellow, from this rate divided by that of a steady pace; about: how far, as
    a share, a target with the comparison ~ may be missed."""

    targets: tuple[Target, ...]
    green: float
    yellow: float
    about: float

    def names(self) -> dict[str, str]:
        """Code, Chinese and English name and every alias -> code."""
        return {text: item.code for item in self.targets for text in (*item.aliases, item.en, item.zh, item.code)}


def load_targets(path: Path, schema: Path, county: Optional[CountyCatalogue] = None) -> TargetCatalogue:
    """Read the catalogue (`load_catalogue` tells of paths and errors).

    Beyond the schema: codes and names are unique, a number has a value, a target's year is after its base year, and
    yellow lies below green. Raises InputError invalid_catalogue.
    """
    data = load_catalogue(path, schema, county)
    file = county.shown if isinstance(county, CatalogueText) else county or path
    targets = tuple(_target(item, data["base_year"]) for item in data["targets"])
    seen: set[str] = set()
    for item in targets:
        names = {item.code, item.zh, item.en, *item.aliases}
        if seen & names:
            raise InputError(
                "invalid_catalogue",
                "Catalogue {file}: target {target} goes by “{name}”, as another one does. Give each its own name.",
                file=file,
                target=item.code,
                name=sorted(seen & names)[0],
            )
        seen |= names
        if item.form == NUMBER and item.value is None:
            raise InputError(
                "invalid_catalogue",
                "Catalogue {file}: target {target} has no value. Give one, or say form yes_no or open.",
                file=file,
                target=item.code,
            )
        if item.kind == END and item.year <= item.base_year:
            raise InputError(
                "invalid_catalogue",
                "Catalogue {file}: target {target} is to be reached in {year}, not after its base year {base}. Correct "
                "one of them.",
                file=file,
                target=item.code,
                year=item.year,
                base=item.base_year,
            )
    lights = data["lights"]
    if lights["yellow"] > lights["green"]:
        raise InputError(
            "invalid_catalogue",
            "Catalogue {file}: the yellow light begins above the green one. Give yellow the lower figure.",
            file=file,
        )
    return TargetCatalogue(targets, lights["green"], lights["yellow"], data["about_percent"] / 100)


def _target(item: Mapping[str, Any], base_year: int) -> Target:
    return Target(
        code=item["code"],
        zh=item["zh"],
        en=item["en"],
        unit=item["unit"],
        kind=item["kind"],
        direction=item["direction"],
        comparison=item["comparison"],
        form=item["form"],
        value=item.get("value"),
        base=item.get("base"),
        base_year=item.get("base_year", base_year),
        year=item["year"],
        year_assumed=item["year_assumed"],
        additive=item["additive"],
        by_township=item["by_township"],
        aliases=tuple(item["aliases"]),
    )
