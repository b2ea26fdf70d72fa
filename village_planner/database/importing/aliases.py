"""The catalogues of layer and field names, and a county's own field map."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Optional

from ...core.catalogue import load_catalogue
from ...core.control_lines import load_control_lines
from ...core.errors import InputError
from ...core.indicators.catalogue import load_indicators
from ...paths import catalogue_files, resource, use_bundled_packages

ASSIGNMENT = "assignment"  # in the catalogue of field names
FieldMap = Mapping[str, Mapping[str, Optional[str]]]  # role -> target -> field, None: take no field


@dataclass(frozen=True)
class Role:
    """What a layer is to the import; `parameter` is importcounty's, `layers` the names it goes by, best first."""

    name: str
    parameter: str
    geometry: str  # polygon, line, point, any, table
    many: bool
    layers: tuple[str, ...]


@dataclass(frozen=True)
class Target:
    """A field the import looks for. `aliases` in steps, best first; `values` maps a kept value to what means it."""

    name: str
    required: bool
    aliases: tuple[tuple[str, ...], ...]
    values: Mapping[str, tuple[str, ...]]


@lru_cache(maxsize=1)
def roles() -> dict[str, Role]:
    """The roles of layers, by name, in the catalogue's order."""
    data = _load("layers")
    taken = {plain(layer) for item in data.values() for layer in item.get("layers", ())}
    lines = load_control_lines(*catalogue_files("control_lines"))

    def layers(item: Mapping[str, Any]) -> tuple[str, ...]:
        kinds = [line for kind in item.get("lines", ()) for line in [lines.get(kind)] if line is not None]
        of_lines = (layer for line in kinds for layer in sorted(line.layers) if plain(layer) not in taken)
        return (*item.get("layers", ()), *of_lines)

    return {
        name: Role(name, item["parameter"], item["geometry"], item["many"], layers(item)) for name, item in data.items()
    }


@lru_cache(maxsize=1)
def targets() -> dict[str, dict[str, Target]]:
    """Role of a layer -> target -> what it goes by."""
    return {role: _targets(entries) for role, entries in _load("field_aliases").items() if role != ASSIGNMENT}


@lru_cache(maxsize=1)
def assignment_targets() -> dict[str, Target]:
    """Targets of a table of districts, which is no layer of the county."""
    return _targets(_load("field_aliases")[ASSIGNMENT])


def _targets(entries: Mapping[str, Any]) -> dict[str, Target]:
    return {
        name: Target(
            name,
            item.get("required", False),
            tuple(tuple(step) for step in item["aliases"]),
            {kept: tuple(values) for kept, values in item.get("values", {}).items()},
        )
        for name, item in entries.items()
    }


@lru_cache(maxsize=1)
def indicator_names() -> dict[str, str]:
    """Code, Chinese and English name of each indicator of the catalogue, as compared -> its code."""
    known: dict[str, str] = {}
    for item in reversed(load_indicators(*catalogue_files("indicators")).indicators):
        known.update({plain(item.zh): item.code, plain(item.en): item.code, plain(item.code): item.code})
    return known


def load_field_map(path: Optional[Path]) -> FieldMap:
    """A county's own field map; empty without a file. InputError where a role or target is unknown."""
    if path is None:
        return {}
    use_bundled_packages()
    data = load_catalogue(path, resource("catalogues", "field_map.schema.json"))
    for role, entries in data.items():
        if role not in targets():
            raise InputError(
                "unknown_role",
                "Field map {file}: {role} is no role of a layer. Roles are: {roles}.",
                file=path,
                role=role,
                roles=", ".join(targets()),
            )
        if role == "indicator":  # its further targets are indicator codes, the county's own among them
            continue
        for target in entries:
            if target not in targets()[role]:
                raise InputError(
                    "unknown_target",
                    "Field map {file}, {role}: there is nothing called {target} to map. It may be: {targets}.",
                    file=path,
                    role=role,
                    target=target,
                    targets=", ".join(targets()[role]),
                )
    return data


def plain(name: str) -> str:
    """A name as it is compared: full-width letters, case, spaces, hyphens, underscores and a unit in brackets aside."""
    text = unicodedata.normalize("NFKC", str(name)).casefold()
    without_unit = re.sub(r"\([^()]*\)\s*$", "", text)
    return re.sub(r"[\s_\-]", "", without_unit or text)


def _load(name: str) -> dict:
    return load_catalogue(*catalogue_files(name))
