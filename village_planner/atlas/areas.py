"""Areas of the plan's overlay as the report tables show them, counted once for all pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Optional

from ..core.catalogue import load_catalogue
from ..core.tables.areas import control_areas, shown_areas
from ..core.tables.classes import read_classes
from ..paths import catalogue_files

if TYPE_CHECKING:
    from ..core.tables.areas import LandAreas
    from ..core.tables.classes import LandClasses
    from .data import AtlasData


def land_areas(data: AtlasData) -> Optional[LandAreas]:
    """Balanced areas; None where no overlay was saved."""
    found: Optional[LandAreas] = data.once(
        ("areas",), lambda: shown_areas(data.county, survey_classes(), control_areas(data.county.villages))
    )
    return found


def survey_classes() -> LandClasses:
    return read_classes(load_catalogue(*catalogue_files("survey_classes")))
