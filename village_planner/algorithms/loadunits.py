"""loadunits: townships or villages of a planning database as a layer with all that is known of them."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsProcessingContext, QgsProcessingFeedback, QgsProcessingParameterFeatureSink

from ..compat import VECTOR_POLYGON
from ..core.messages import message
from ..core.task import Task
from ..translation import tr
from .base import PlannerAlgorithm, push_warnings
from .parameters import choice, database, plan

LEVELS = ("township", "village")


class LoadUnits(PlannerAlgorithm):
    NAME = "loadunits"
    GROUP = "data"

    def title(self) -> str:
        return tr("Load units")

    def help(self) -> str:
        return tr(
            "Gives the townships or villages of a planning database as a layer, with what is known of them under a "
            "plan, for scoring, partition or mapping.\n\n"
            "Fields: code, name, township_code and township_name (villages), kind, population, area_m2 (control area), "
            "one field per indicator (latest year), score, rank, district, parent_district (villages: the township "
            "district of their township), role, village_type and layout (villages: type, and place in the 1+X+Y "
            "layout), locked (the unit's district where that is locked).\n\n"
            "PLAN is a number or a name; empty means the current plan. Where the plan does not exist yet, the planned "
            "fields are empty."
        )

    def define(self) -> None:
        self.addParameter(database())
        self.addParameter(plan())
        self.addParameter(choice("LEVEL", tr("Level"), LEVELS, "township"))
        self.addParameter(QgsProcessingParameterFeatureSink("OUTPUT", tr("Units"), VECTOR_POLYGON))

    def work(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback, task: Task
    ) -> dict[str, Any]:
        from ..database import open_database

        text = self.parameterAsString(parameters, "PLAN", context).strip()
        with open_database(self.parameterAsFile(parameters, "DATABASE", context), read_only=True) as opened:
            chosen = opened.find_plan(text)
            if chosen is None and text:
                push_warnings(feedback, [message("There is no plan {plan} yet: planned fields stay empty.", plan=text)])
            units = opened.units(
                None if chosen is None else chosen.id, self.parameterAsEnumString(parameters, "LEVEL", context)
            )
        return {"OUTPUT": self.write(parameters, "OUTPUT", context, units, task)}
