"""tracktargets: how far the targets of the plan period are reached."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFeatureSink,
)

from ..compat import VECTOR_ANY
from ..core.task import Task
from ..translation import say_in_chinese, tr
from ._catalogues import define_catalogue
from .base import PlannerAlgorithm, push_warnings
from .parameters import database, number, table


class TrackTargets(PlannerAlgorithm):
    NAME = "tracktargets"
    GROUP = "results"

    def title(self) -> str:
        return tr("Track targets")

    def help(self) -> str:
        return tr(
            "Says how far the targets of the plan period are reached: rate of completion, the rate that a steady pace "
            "would have, and a light, each with words.\n\n"
            "The targets are those of the catalogue (the county may edit it). What was reached comes from the "
            "database (saved by saveresult, KIND=target_actual) and from ACTUALS, which wins: code or name of the"
            " target, year, value (是 or 否 where there is no number), and the township's code or name where it is "
            "a township's figure. Units of measure in headers, names or a column of their own are converted.\n\n"
            "A target for the end of the period: (actual − base) / (target − base), with the base year's figure "
            "as base. A yearly target: that year's figure / target. Green: reached, or at a steady pace; yellow: "
            "from 80 % of it; red: below (limits in the catalogue). Once it is due, only what is reached is "
            "green. Where the base is not known and the year not over, no light is given.\n\n"
            "RANKING has the townships that have figures, by the mean of their rates. Keep OUTPUT with saveresult, "
            "KIND=target."
        )

    def define(self) -> None:
        self.addParameter(database())
        self.addParameter(table("ACTUALS", tr("What was reached (table or sheet of a workbook)"), optional=True))
        self.addParameter(
            number("YEAR", tr("Year (empty: the latest with a figure)"), minimum=1949, maximum=2200, integer=True)
        )
        define_catalogue(self, "TARGETS", tr("Catalogue of targets (empty: the county's, else the plugin's own)"))
        self.addParameter(QgsProcessingParameterFeatureSink("OUTPUT", tr("Targets with lights"), VECTOR_ANY))
        self.addParameter(
            QgsProcessingParameterFeatureSink("RANKING", tr("Townships in order"), VECTOR_ANY, None, True)
        )
        for light, title in (
            ("GREEN", tr("Green lights of the county")),
            ("YELLOW", tr("Yellow lights of the county")),
            ("RED", tr("Red lights of the county")),
            ("NO_LIGHT", tr("Targets of the county without a light")),
        ):
            self.addOutput(QgsProcessingOutputNumber(light, title))

    def work(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback, task: Task
    ) -> dict[str, Any]:
        import pandas as pd

        from ..core.targets.actuals import read_actuals
        from ..core.targets.progress import track
        from ..database import open_database
        from ..database.passing_down import target_catalogue
        from ..database.statistics import read_rules

        own = self.parameterAsString(parameters, "TARGETS", context)
        with open_database(self.parameterAsFile(parameters, "DATABASE", context), read_only=True) as opened:
            catalogue = target_catalogue(opened, Path(own) if own else None)
            actuals = opened.target_actuals()
            measures = read_rules(opened).measures
            known = opened.read_table("township").sort_values("code")
        townships = dict(zip(known["code"], known["name"].fillna("").astype(str)))
        if parameters.get("ACTUALS"):
            source = self.source(parameters, "ACTUALS", context)
            frame = self.read(parameters, "ACTUALS", context, task.part(0, 0.2), geometry=False)
            assert frame is not None  # it was given
            more = read_actuals(frame, self.label(parameters, "ACTUALS", source), catalogue, townships, measures)
            tables = [table for table in (more, actuals) if len(table)]
            if tables:
                actuals = pd.concat(tables, ignore_index=True).drop_duplicates(["code", "unit_code", "year"])
        year = self.whole_number(parameters, "YEAR", context)
        if year is None and actuals.empty:
            raise QgsProcessingException(tr("There are no figures of what was reached. Give ACTUALS, or a YEAR."))
        result = track(catalogue, actuals, int(actuals["year"].max()) if year is None else year, townships)
        push_warnings(feedback, result.warnings)
        rows = result.rows.assign(
            note=[say_in_chinese(note) for note in result.rows["note"]],
            year_assumed=result.rows["year_assumed"].astype(bool),
            actual_year=result.rows["actual_year"].astype("Int64"),
        )
        lights = rows.loc[rows["unit_code"] == "", "light"].value_counts()
        written = self.write_all(parameters, context, {"OUTPUT": rows, "RANKING": result.ranking}, task.part(0.2, 1))
        counts = {"GREEN": "green", "YELLOW": "yellow", "RED": "red", "NO_LIGHT": "none"}
        return {**written, **{name: int(lights.get(light, 0)) for name, light in counts.items()}}
