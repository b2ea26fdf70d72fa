"""Whether a plan has what a themed sheet shows."""

from __future__ import annotations

from . import themes
from .data import AtlasData
from .map_layers import themed_lines
from .map_layers.hazards import suitability
from .map_layers.levels import infrastructure_figures
from .map_layers.projects import has_kinds, industry_names, restoration_names
from .map_layers.restoration import potential


def has_evaluation(data: AtlasData) -> bool:
    return "hazard" in data.layers or suitability(data) is not None


def has_industry(data: AtlasData) -> bool:
    value = themes.themes(data)["industry"]["value"]
    given = value in data.townships and bool(data.townships[value].notna().any())
    return given or has_kinds(data, industry_names(data))


def has_services(data: AtlasData) -> bool:
    return themes.has_facilities(data, "services")


def has_infrastructure(data: AtlasData) -> bool:
    return themes.has_facilities(data, "infrastructure") or infrastructure_figures(data) is not None


def has_ecology(data: AtlasData) -> bool:
    return themed_lines.has_lines(data, themed_lines.ecology) or has_kinds(data, restoration_names(data))


def has_restoration_work(data: AtlasData) -> bool:
    return has_kinds(data, restoration_names(data)) or potential(data) is not None


def has_restoration(data: AtlasData) -> bool:
    return has_ecology(data) or potential(data) is not None


def has_heritage(data: AtlasData) -> bool:
    return themed_lines.has_lines(data, themed_lines.heritage) or themes.has_facilities(data, "heritage")


def has_safety(data: AtlasData) -> bool:
    return (
        "hazard" in data.layers
        or themed_lines.has_lines(data, themed_lines.disaster)
        or themes.has_facilities(data, "safety")
    )
