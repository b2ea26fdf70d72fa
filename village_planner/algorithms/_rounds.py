"""What openround, signoff and closeround share: which plan and round are meant, and dates as people write them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Optional

from qgis.core import QgsProcessingContext, QgsProcessingParameterString

from ..core.errors import InputError
from ..core.opinions.dates import date_of
from ..translation import tr
from .base import PlannerAlgorithm
from .parameters import database, number, plan, with_tip

if TYPE_CHECKING:
    from ..core.review.rounds import Review
    from ..core.task import Task
    from ..database import Plan, PlanningDatabase


def define_round(algorithm: PlannerAlgorithm) -> None:
    """DATABASE, PLAN and ROUND."""
    algorithm.addParameter(database())
    algorithm.addParameter(plan())
    algorithm.addParameter(
        number(
            "ROUND",
            tr("Review round (empty: the current one)"),
            minimum=1,
            maximum=99,
            integer=True,
            tip=tr("The open round, else the next one to be opened."),
        )
    )


def day(name: str, title: str, tip: str = "") -> QgsProcessingParameterString:
    return with_tip(QgsProcessingParameterString(name, title, "", optional=True), tip)


def note() -> QgsProcessingParameterString:
    return QgsProcessingParameterString("NOTE", tr("Note"), "", optional=True)


def round_asked(
    algorithm: PlannerAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext, opened: PlanningDatabase
) -> tuple[Plan, Review, int]:
    """The plan, its review, and the number of the round. InputError unknown_plan, unknown_round, no_rounds."""
    chosen = opened.plan(algorithm.parameterAsString(parameters, "PLAN", context).strip())
    review = opened.review(chosen.id)
    asked = algorithm.whole_number(parameters, "ROUND", context)
    if asked is not None:
        return chosen, review, review.round(asked).number
    if review.current is None:
        raise InputError("no_rounds", "The catalogue of rounds plans none for plan “{plan}”.", plan=chosen.name)
    return chosen, review, review.current.number


def day_given(algorithm: PlannerAlgorithm, parameters: dict[str, Any], name: str, context: QgsProcessingContext) -> str:
    """ISO date, "" where none is given. InputError bad_date."""
    text = algorithm.parameterAsString(parameters, name, context).strip()
    found: Optional[str] = date_of(text) if text else ""
    if found is None:
        raise InputError("bad_date", "“{date}” is no date. Write it as year-month-day, e.g. 2026-03-05.", date=text)
    return found


def broken_rules(opened: PlanningDatabase, plan_id: int, with_objective: bool, task: Task) -> Any:
    """The dossier of the plan as it stands; `with_objective` also counts objective and terms."""
    from ..core.review.dossier import read_dossier
    from ..database.drawing_counters import objective_counters, read_neighbours

    near = read_neighbours(opened, task)
    return read_dossier(opened, plan_id, near, objective_counters(opened, plan_id, near) if with_objective else None)
