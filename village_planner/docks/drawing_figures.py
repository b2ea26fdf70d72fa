"""What the figures of the drawing table are counted from, read from the planning database."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Optional

from ..paths import catalogue_files
from ..translation import in_own_language

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from ..core.control_lines import ControlLines
    from ..core.partition.problem import Rules
    from ..core.review.figures import DrawingFigures


def read_figures(
    db: Any,
    plan_id: int,
    level: str,
    units: gpd.GeoDataFrame,
    neighbours: Mapping[str, frozenset[str]],
    rules: Rules,
) -> DrawingFigures:
    """The counter of a level's figures, measured against the best of the plans that the county has kept."""
    from ..core.review.figures import DrawingFigures

    counter = DrawingFigures(units, neighbours, rules, _land(db, plan_id, level))
    others = [int(number) for number in db.plans()["id"] if int(number) != plan_id]
    counter.against(counter.best_of(dict(db.assignment(number, level)) for number in [plan_id, *others]))
    return counter


def line_titles() -> dict[str, str]:
    """Kind of control line -> its title in the interface's language."""
    return {line.kind: in_own_language(line.title) for line in _lines().lines}


def _land(db: Any, plan_id: int, level: str) -> Optional[pd.DataFrame]:
    from ..core.review.figures import land_by_line

    found = db.result(plan_id, "land_area")
    if found is None or found.table.empty:
        return None
    unit_of = None
    if level == "township":
        villages = db.read_table("village")
        unit_of = dict(zip(villages["code"], villages["township_code"]))
    return land_by_line(found.table, _lines(), unit_of)


def _lines() -> ControlLines:
    from ..core.control_lines import load_control_lines

    return load_control_lines(*catalogue_files("control_lines"))
