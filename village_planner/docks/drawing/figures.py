"""What the figures of the drawing table are counted from, read from the planning database."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Optional

from ...core.drawing.edit_kinds import COMPUTED
from ...core.drawing.edits import apply, inverse
from ...core.task import SILENT, Task
from ...paths import catalogue_files
from ...translation import in_own_language

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from ...core.control_lines import ControlLines
    from ...core.drawing.figures import DrawingFigures
    from ...core.partition.problem import Rules

LOOK_BACK = 200  # steps


def read_figures(
    db: Any,
    plan_id: int,
    level: str,
    units: gpd.GeoDataFrame,
    neighbours: Mapping[str, frozenset[str]],
    rules: Rules,
    task: Task = SILENT,
) -> DrawingFigures:
    """The counter of a level's figures."""
    from ...core.drawing.figures import DrawingFigures

    return DrawingFigures(units, neighbours, rules, _land(db, plan_id, level), task=task)


def best_known(db: Any, plan_id: int, level: str, counter: DrawingFigures, task: Task = SILENT) -> Optional[float]:
    """Least objective of the valid plans that the county has kept, and of the districts that were computed for this
    one before it was drawn on; None where none is valid. Takes seconds in a large county."""
    others = [int(number) for number in db.plans()["id"] if int(number) != plan_id]
    kept = [dict(db.assignment(number, level)) for number in [plan_id, *others]]

    def cancellable() -> Iterator[Mapping[str, str]]:
        for assignment in [*kept, *_computed(db, plan_id, level)]:
            task.check()
            yield assignment

    return counter.best_of(cancellable())


def _computed(db: Any, plan_id: int, level: str) -> list[Mapping[str, str]]:
    """The assignments that were computed for the plan before it was drawn on, as far as its history goes back."""
    scheme = db.scheme(plan_id, level)
    found = []
    entry = db.undo_entry(plan_id, level)
    done = [step for step in db.edit_history(plan_id, level) if entry is not None and step.id <= entry.id]
    for step in reversed(done[-LOOK_BACK:]):
        if step.what in COMPUTED:
            found.append(scheme.assignment)
        scheme = apply(scheme, inverse(db.edit(step.id)))
    return found


def line_titles() -> dict[str, str]:
    """Kind of control line -> its title in the interface's language."""
    return {line.kind: in_own_language(line.title) for line in _lines().lines}


def _land(db: Any, plan_id: int, level: str) -> Optional[pd.DataFrame]:
    from ...core.drawing.figures import land_by_line

    found = db.result(plan_id, "land_area")
    if found is None or found.table.empty:
        return None
    unit_of = None
    if level == "township":
        villages = db.read_table("village")
        unit_of = dict(zip(villages["code"], villages["township_code"]))
    return land_by_line(found.table, _lines(), unit_of)


def _lines() -> ControlLines:
    from ...core.control_lines import load_control_lines

    return load_control_lines(*catalogue_files("control_lines"))
