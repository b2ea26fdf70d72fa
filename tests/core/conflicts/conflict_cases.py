"""Small plans drawn by hand, and the shipped catalogues."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any, Optional

import geopandas as gpd
import pandas as pd
from shapely.geometry import box

from village_planner.core.conflicts.classes import ClassCodes, load_class_codes
from village_planner.core.conflicts.detect import ConflictResult, PlanLayer, detect_conflicts
from village_planner.core.conflicts.rules import ConflictRules, load_conflict_rules
from village_planner.core.control_lines import load_control_lines
from village_planner.core.overlay.inputs import ConstraintLayer, UnitLayer
from village_planner.paths import resource, use_bundled_packages

CRS = "EPSG:4523"
X, Y = 35_500_000.0, 3_400_000.0


def catalogue(name: str) -> tuple[Path, Path]:
    return resource("catalogues", f"{name}.json"), resource("catalogues", f"{name}.schema.json")


@lru_cache(maxsize=1)
def class_codes() -> ClassCodes:
    use_bundled_packages()
    return load_class_codes(*catalogue("plan_classes"), *catalogue("survey_classes"))


def rules(county: Optional[Path] = None) -> ConflictRules:
    return load_conflict_rules(
        *catalogue("conflict_rules"), class_codes(), load_control_lines(*catalogue("control_lines")), county
    )


def cell(x0: float, y0: float, x1: float, y1: float) -> Any:
    return box(X + x0, Y + y0, X + x1, Y + y1)


def plan(name: str, shapes: list[Any], classes: list[str], codes: str = "plan_2023") -> PlanLayer:
    return PlanLayer(name, gpd.GeoSeries(shapes, crs=CRS), pd.Series(classes, dtype=object), codes)


def line(name: str, *shapes: Any) -> ConstraintLayer:
    return ConstraintLayer(name, gpd.GeoSeries(list(shapes), crs=CRS))


def units(shapes: list[Any], codes: list[str]) -> UnitLayer:
    return UnitLayer("village", gpd.GeoSeries(shapes, crs=CRS), pd.Series(codes, dtype=object))


def detect(plans: list[PlanLayer], lines: Any = (), **more: Any) -> ConflictResult:
    given = {"rules": rules(), "codes": class_codes(), "area": "plane", "min_area": 0.0, **more}
    return detect_conflicts(plans, list(lines), given.pop("rules"), given.pop("codes"), **given)


def kinds(result: ConflictResult) -> dict[str, float]:
    return result.summary.groupby("kind")["area_m2"].sum().round(2).to_dict()
