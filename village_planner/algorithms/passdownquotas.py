"""passdownquotas: binding and expected indicators from the county down to its villages."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFeatureSink,
)

from ..compat import VECTOR_ANY
from ..core.messages import Message, message
from ..core.task import Task
from ..translation import say_in_chinese, tr
from ._catalogues import define_catalogue
from .base import PlannerAlgorithm, push_warnings
from .parameters import choice, database, plan, table

if TYPE_CHECKING:
    import pandas as pd

BASES = ("catalogue", "present", "population", "area", "buildable")


class PassDownQuotas(PlannerAlgorithm):
    NAME = "passdownquotas"
    GROUP = "control"

    def title(self) -> str:
        return tr("Pass down quotas")

    def help(self) -> str:
        return tr(
            "Passes the binding and expected indicators of the county (farmland holding, permanent basic farmland, "
            "ecological redline, construction land …) down to township districts, townships and villages.\n\n"
            "QUOTAS holds the figures that are given, of any level: unit, indicator, value, and perhaps level and"
            " locked; or a row per unit and a column per indicator. Units and indicators go by code or name, in "
            "Chinese or English. Units of measure in headers, names or a column of their own (亩, 万亩) are "
            "converted. Figures that were given or locked in the plan's saved table stay, too, unless QUOTAS has "
            "another one. Where there is no figure, one is proposed: a share of the figure above, in proportion "
            "to BASIS, rounded so that the units below sum to it in every shown digit; a floor not below what is "
            "there now, a cap not beyond the room there is. Rates (per person) are handed on as they are.\n\n"
            "CHECKS has a row per sum, limit and rate: the sum of the units below must reach a floor and keep a cap; "
            "what is over- or under-allocated is given as a figure and in words; units without a figure are named; at "
            "least 10 % (see the catalogue) of the construction quota must be kept for rural use. SHORTFALL_COUNT "
            "counts what a binding indicator does not pass.\n\n"
            "Present figures come from the parcels; those of control lines, and buildable land, from the plan's saved "
            "overlay (overlayconstraints, saved as land_area). Keep OUTPUT with saveresult, KIND=quota."
        )

    def define(self) -> None:
        self.addParameter(database())
        self.addParameter(plan())
        self.addParameter(table("QUOTAS", tr("Given figures (table or sheet of a workbook)"), optional=True))
        self.addParameter(choice("BASIS", tr("Proposals in proportion to"), BASES, "catalogue"))
        define_catalogue(
            self, "CATALOGUE", tr("Catalogue of binding indicators (empty: the county's, else the plugin's own)")
        )
        self.addParameter(QgsProcessingParameterFeatureSink("OUTPUT", tr("Pass-down table"), VECTOR_ANY))
        self.addParameter(QgsProcessingParameterFeatureSink("CHECKS", tr("Checks"), VECTOR_ANY, None, True))
        self.addOutput(QgsProcessingOutputNumber("SHORTFALL_COUNT", tr("Checks that are not passed")))
        self.addOutput(QgsProcessingOutputNumber("PROPOSED_COUNT", tr("Figures proposed")))
        self.addOutput(QgsProcessingOutputNumber("MISSING_COUNT", tr("Figures missing")))

    def work(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback, task: Task
    ) -> dict[str, Any]:
        import pandas as pd

        from ..core.quotas.given import no_figures, read_given
        from ..core.quotas.passdown import pass_down
        from ..database import open_database
        from ..database.passing_down import binding_catalogue, pass_down_inputs
        from ..database.statistics import read_rules

        own = self.parameterAsString(parameters, "CATALOGUE", context)
        text = self.parameterAsString(parameters, "PLAN", context).strip()
        with open_database(self.parameterAsFile(parameters, "DATABASE", context), read_only=True) as opened:
            catalogue = binding_catalogue(opened, Path(own) if own else None)
            chosen = opened.plan(text) if text else opened.find_plan("")
            inputs = pass_down_inputs(opened, chosen, catalogue)
            measures = read_rules(opened).measures
        warnings: list[Message] = list(inputs.warnings)
        if chosen is None:
            warnings.append(message("There is no plan yet: figures go from the county straight to the townships."))
        given = no_figures()
        if parameters.get("QUOTAS"):
            source = self.source(parameters, "QUOTAS", context)
            frame = self.read(parameters, "QUOTAS", context, task.part(0, 0.2), geometry=False)
            assert frame is not None  # it was given
            given, notes = read_given(frame, self.label(parameters, "QUOTAS", source), inputs.tree, catalogue, measures)
            warnings += notes
        tables = [table for table in (given, inputs.saved) if len(table)]
        if tables:
            given = pd.concat(tables, ignore_index=True).drop_duplicates(["unit", "indicator"])
        if given.empty:
            warnings.append(message("No figures are given, so nothing can be passed down. Give QUOTAS."))
        basis = self.parameterAsEnumString(parameters, "BASIS", context)
        result = pass_down(
            inputs.tree, catalogue, given, inputs.figures, "" if basis == "catalogue" else basis, task.part(0.2, 0.8)
        )
        push_warnings(feedback, [*warnings, *result.warnings])
        broken = result.broken
        for check in broken.itertuples(index=False):
            push_warnings(
                feedback,
                [
                    message(
                        "{indicator}, {unit}: {words}",
                        indicator=check.indicator_name,
                        unit=check.unit_name,
                        words=check.words,
                    )
                ],
            )
        feedback.pushInfo(
            tr("{count} checks, {broken} of them not passed.", count=len(result.checks), broken=len(broken))
        )
        written = self.write_all(
            parameters,
            context,
            {"OUTPUT": _in_words(result.rows, "note"), "CHECKS": _in_words(result.checks, "words")},
            task.part(0.8, 1),
        )
        return {
            **written,
            "SHORTFALL_COUNT": len(broken),
            "PROPOSED_COUNT": int((result.rows["origin"] == "proposed").sum()),
            "MISSING_COUNT": int((result.rows["origin"] == "missing").sum()),
        }


def _in_words(frame: pd.DataFrame, column: str) -> pd.DataFrame:
    words = [say_in_chinese(cell) if isinstance(cell, Message) else "" for cell in frame[column]]
    return frame.assign(**{column: words, "holds": frame["holds"].astype(bool)})
