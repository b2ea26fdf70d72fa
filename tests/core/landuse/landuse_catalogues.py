"""The shipped catalogues of land use, ready to look up."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

RESOURCES = Path(__file__).resolve().parents[3] / "resources" / "catalogues"
VERSIONS = ("2020", "2023")


@cache
def catalogue(name: str) -> dict[str, Any]:
    from village_planner.core.catalogue import load_catalogue

    return load_catalogue(RESOURCES / f"{name}.json", RESOURCES / f"{name}.schema.json")


def conversion(version: str, **changes: Any) -> Any:
    from village_planner.core.landuse.conversion import read_conversion

    return read_conversion({**catalogue("plan_conversion"), **changes}, version)


def plan_names(version: str) -> dict[str, str]:
    from village_planner.core.landuse.conversion import names_of_classes

    return dict(names_of_classes(catalogue("plan_classes"), version))


def form(version: str, variant: str = "national", **changes: Any) -> Any:
    from village_planner.core.landuse.structure import read_form

    held = {**catalogue("structure_rows"), "variant": variant, **changes}
    return read_form(held, version, plan_names(version))


def rules(version: str = "2023", variant: str = "national", **changes: Any) -> Any:
    from village_planner.core.tables.change_areas import LandUseRules

    return LandUseRules(conversion(version, **changes), form(version, variant))
