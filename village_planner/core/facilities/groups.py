"""Kinds of facility by group and tier: the catalogue facility_groups."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

import pandas as pd

from ..catalogue import CountyCatalogue, load_catalogue, shown_name
from ..errors import InputError
from ..network.speeds import plain

TIERS = ("county", "township", "village")
OTHER = "other"  # group of a kind that the catalogue does not know; shown where the catalogue gives its mark


@dataclass(frozen=True)
class FacilityGroup:
    """mark  the sign inside the mark on a map     shape, colour  of the mark     theme  the sheet that shows it"""

    id: str
    zh: str
    en: str
    mark: str
    shape: str
    colour: str
    theme: str


@dataclass(frozen=True)
class FacilityKind:
    """aliases  what data call it, as kinds are compared (see `_plain`), its names among them"""

    zh: str
    en: str
    group: str
    tier: str
    aliases: tuple[str, ...]


@dataclass(frozen=True)
class LivingCircle:
    """around  central_village, central_town or the id of a place of the catalogue places
    minutes  of travel over the roads     radius  m, straight, where there are no roads
    beside   m, how far beside a road it reaches at most
    """

    id: str
    zh: str
    en: str
    around: str
    minutes: float
    radius: float
    beside: float
    colour: str


@dataclass(frozen=True)
class FacilityGroups:
    """The catalogue, in its order."""

    groups: tuple[FacilityGroup, ...]
    kinds: tuple[FacilityKind, ...]
    circles: tuple[LivingCircle, ...]

    def of_theme(self, *themes: str) -> tuple[FacilityGroup, ...]:
        return tuple(group for group in self.groups if group.theme in themes)

    def sort(self, kinds: pd.Series) -> pd.DataFrame:
        """Facilities by what their field kind says: kind (the catalogue's Chinese name, else what the field says),
        group (`OTHER` where it is not known) and tier (village where it is not known); index as given."""
        known = {alias: kind for kind in self.kinds for alias in kind.aliases}
        found = [known.get(_plain(text)) for text in kinds]
        own = ["" if pd.isna(text) else str(text).strip() for text in kinds]
        return pd.DataFrame(
            {
                "kind": [text if kind is None else kind.zh for text, kind in zip(own, found)],
                "group": [OTHER if kind is None else kind.group for kind in found],
                "tier": [TIERS[-1] if kind is None else kind.tier for kind in found],
            },
            index=kinds.index,
        )


def load_facility_groups(path: Path, schema: Path, county: Optional[CountyCatalogue] = None) -> FacilityGroups:
    """The catalogue facility_groups (`load_catalogue` tells of paths and errors).

    Beyond the schema: a group is given once, a kind's group is there, and a name stands for one kind only.
    """
    data = load_catalogue(path, schema, county)
    groups = tuple(FacilityGroup(**entry) for entry in data["groups"])
    kinds = tuple(
        FacilityKind(
            entry["zh"],
            entry["en"],
            entry["group"],
            entry["tier"],
            tuple(dict.fromkeys(map(_plain, (entry["zh"], entry["en"], *entry["aliases"])))),
        )
        for entry in data["kinds"]
    )
    _check(groups, kinds, shown_name(path, county))
    circles = tuple(LivingCircle(**entry) for entry in data["circles"])
    return FacilityGroups(groups, kinds, circles)


def _plain(kind: Any) -> str:
    """As kinds are compared: full-width letters, case, spaces and underscores aside."""
    return plain(plain(kind).replace("_", " "))


def _check(groups: tuple[FacilityGroup, ...], kinds: tuple[FacilityKind, ...], file: str) -> None:
    ids = [group.id for group in groups]
    for name in ids:
        if ids.count(name) > 1:
            raise InputError(
                "invalid_catalogue",
                "Catalogue {file}: the group of facilities {name} is given twice. Keep one of them.",
                file=file,
                name=name,
            )
    owner: dict[str, str] = {}
    for kind in kinds:
        if kind.group not in ids:
            raise InputError(
                "invalid_catalogue",
                "Catalogue {file}: the kind of facility {kind} is of the group {group}, which is not there. Choose "
                "from: {choices}.",
                file=file,
                kind=kind.zh,
                group=kind.group,
                choices=", ".join(ids),
            )
        for name in kind.aliases:
            if owner.get(name, kind.zh) != kind.zh:
                raise InputError(
                    "invalid_catalogue",
                    "Catalogue {file}: the kind of facility {name} is {first} and {second}. Keep one of them.",
                    file=file,
                    name=name,
                    first=owner[name],
                    second=kind.zh,
                )
        owner.update(dict.fromkeys(kind.aliases, kind.zh))
