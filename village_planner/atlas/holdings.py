"""What a sheet can require of a county, and what to say where it is missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Callable

from ..core.messages import Message, message
from . import themed_holdings as themed
from .data import HIERARCHY, REVIEW, AtlasData
from .map_layers.hazards import suitability
from .map_layers.population import township_flows

if TYPE_CHECKING:
    import pandas as pd

    from .review.material import ReviewMaterial


@dataclass(frozen=True)
class Holding:
    """name   what messages call it   held   whether the plan has it   reads   the layers that this looks into"""

    name: Message
    held: Callable[[AtlasData], bool]
    reads: tuple[str, ...] = ()


def _layer(name: str, words: Message) -> Holding:
    return Holding(words, lambda data: name in data.layers, (name,))


def _review(part: str, words: Message, held: Callable[[ReviewMaterial], bool]) -> Holding:
    return Holding(words, lambda data: data.review is not None and held(data.review), (REVIEW + part,))


def _any(column: pd.Series) -> bool:
    return bool((column.fillna("") != "").any())


def _has_flows(data: AtlasData) -> bool:
    return bool((township_flows(data)["value"] > 0).any())


HOLDINGS: dict[str, Holding] = {
    "township_districts": Holding(message("township districts"), lambda data: _any(data.townships["district"])),
    "village_districts": Holding(message("village districts"), lambda data: _any(data.villages["district"])),
    "scores": Holding(message("scores of townships"), lambda data: bool(data.townships["score"].notna().any())),
    "centres": Holding(message("centres"), lambda data: _any(data.townships["role"]) or _any(data.villages["role"])),
    "hierarchy": Holding(message("settlement hierarchy"), lambda data: data.county.hierarchy is not None, (HIERARCHY,)),
    "population": Holding(message("population"), lambda data: bool((data.villages["population"].fillna(0) > 0).any())),
    "flows": Holding(message("flows between townships"), _has_flows, ("flow",)),
    "parcels": _layer("parcel", message("parcels")),
    "land_area": Holding(message("areas of the overlay"), lambda data: data.county.land_area is not None),
    "control_lines": _layer("control_line", message("control lines")),
    "roads": _layer("road", message("roads")),
    "hazards": _layer("hazard", message("hazard points")),
    "facilities": _layer("facility", message("facilities")),
    "projects": _layer("project", message("projects")),
    "sector_plans": _layer("sector_plan", message("sector plans")),
    "evaluation": Holding(
        message("hazard points or suitability evaluation"), themed.has_evaluation, ("hazard", "sector_plan")
    ),
    "suitability": Holding(
        message("suitability evaluation"), lambda data: suitability(data) is not None, ("sector_plan",)
    ),
    "industry": Holding(
        message("output of leading industries or projects of industry"), themed.has_industry, ("project",)
    ),
    "services": Holding(message("public facilities"), themed.has_services, ("facility",)),
    "infrastructure": Holding(
        message("facilities or indicators of infrastructure"), themed.has_infrastructure, ("facility",)
    ),
    "restoration": Holding(
        message("ecological lines, potential of consolidation or projects of restoration"),
        themed.has_restoration,
        ("control_line", "project"),
    ),
    "ecology": Holding(
        message("ecological lines or projects of restoration"), themed.has_ecology, ("control_line", "project")
    ),
    "restoration_work": Holding(
        message("potential of consolidation or projects of restoration"), themed.has_restoration_work, ("project",)
    ),
    "conflicts": _layer("conflict", message("ledger of conflicts between plans")),
    "heritage": Holding(message("heritage lines or monuments"), themed.has_heritage, ("control_line", "facility")),
    "safety": Holding(
        message("hazard points, flood lines, shelters or fire stations"),
        themed.has_safety,
        ("hazard", "control_line", "facility"),
    ),
    "before_and_after": _review(
        "changes", message("earlier state of the plan"), lambda review: review.changes is not None
    ),
    "borderline_townships": _review(
        "borderline", message("stability of the township districts"), lambda review: "township" in review.borderline
    ),
    "borderline_villages": _review(
        "borderline", message("stability of the village districts"), lambda review: "village" in review.borderline
    ),
    "open_opinions": _review("opinions", message("open opinions"), lambda review: bool(review.opinions)),
    "other_plans": _review("plans", message("second plan"), lambda review: len(review.plans) > 1),
}
