"""Judge a plan: its figures and every rule it breaks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFeatureSink,
)

from ..compat import VECTOR_ANY, VECTOR_POLYGON
from ..core.task import Task
from ..translation import say, tr
from ._partition import define_results, define_rules, read_problem, results
from ._units import require_fields
from .base import PlannerAlgorithm, push_warnings
from .parameters import advanced, choice, seed

if TYPE_CHECKING:
    import pandas as pd

    from ..core.partition.evaluate import Evaluation

EFFORTS = ("none", "quick", "standard", "thorough")


class EvaluatePlan(PlannerAlgorithm):
    NAME = "evaluateplan"
    GROUP = "planning"

    def title(self) -> str:
        return tr("Evaluate a plan")

    def help(self) -> str:
        return tr(
            "Judges a plan, drawn by hand or computed, by the same rules and the same objective as “Partition into "
            "districts”.\n\n"
            "Gives a row per district with its figures, and the findings: every broken rule with the district and the "
            "unit. Rules are unassigned, number, contiguity, nesting, population, units, contains, crossing, together, "
            "apart, centre and lock. Broken plans and units without a district are judged as well.\n\n"
            "VALID says that no rule is broken. BOUND is a proven lower bound of the objective.\n\n"
            "EFFORT other than none also looks for the best plan under the same rules, as “Partition into districts” "
            "does with that effort: BEST is the least objective known (the plan's own, if it is valid and nothing "
            "better is found), GAP_TO_BEST what share of the plan's objective could be gained. A broken plan may lie "
            "below BEST: rules have their price."
        )

    def define(self) -> None:
        define_rules(self, number_required=False)
        self.addParameter(
            advanced(
                choice("EFFORT", tr("Look for the best plan"), EFFORTS, "none"),
                tr("none: judge only. Else the effort of the search that the plan is compared with."),
            )
        )
        self.addParameter(seed())
        self.addParameter(QgsProcessingParameterFeatureSink("OUTPUT", tr("Districts"), VECTOR_POLYGON))
        self.addParameter(QgsProcessingParameterFeatureSink("FINDINGS", tr("Findings"), VECTOR_ANY, None, True, True))
        define_results(self)
        self.addOutput(QgsProcessingOutputNumber("BEST", tr("Objective of the best plan known")))
        self.addOutput(QgsProcessingOutputNumber("GAP_TO_BEST", tr("Gap between objective and best plan known")))

    def work(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback, task: Task
    ) -> dict[str, Any]:
        from ..core.partition.evaluate import district_table, judge
        from ..core.partition.measure import Best, best_known
        from ..core.partition.objective import Objective
        from ..core.partition.problem import text
        from ..core.partition.solve import lower_bound

        name = self.parameterAsString(parameters, "DISTRICT_FIELD", context)
        layer = self.source(parameters, "INPUT", context)
        require_fields(self.label(parameters, "INPUT", layer), [field.name() for field in layer.fields()], [name])
        frame, rules, units = read_problem(self, parameters, context, task.part(0.0, 0.4))
        objective = Objective(units, rules)
        evaluation = judge(units, rules, text(frame[name]), objective)
        push_warnings(feedback, [*units.warnings, *objective.warnings])
        effort = self.parameterAsEnumString(parameters, "EFFORT", context)
        part = task.part(0.4, 0.9)
        if effort == "none":
            best = Best(None, lower_bound(units, rules, objective, evaluation, part))
        else:
            chance = self.parameterAsInt(parameters, "SEED", context)
            best = best_known(units, rules, evaluation, effort, chance, part)
        frames = {
            "OUTPUT": district_table(frame, units, rules, evaluation, objective),
            "FINDINGS": _findings(evaluation),
        }
        feedback.pushInfo(tr("{count} findings.", count=len(evaluation.findings)))
        if not evaluation.valid:
            feedback.pushInfo(
                tr("The plan breaks rules, so that its figures do not compare with those of plans that keep them.")
            )
        if best.why is not None:
            feedback.pushWarning(say(best.why))
        own, gap = evaluation.terms.objective, None
        if best.objective is not None:
            gap = (own - best.objective) / own if own > 0 else 0.0
            feedback.pushInfo(
                tr(
                    "Objective {own:.6f}, of the best plan known {best:.6f}: gap {gap:.2f} %.",
                    own=own,
                    best=best.objective,
                    gap=100 * gap,
                )
            )
        written = self.write_all(parameters, context, frames, task.part(0.9, 1.0))
        return {
            **{sink: target for sink, target in written.items() if target is not None},
            **results(evaluation.terms, best.bound, evaluation.valid),
            "BEST": best.objective,
            "GAP_TO_BEST": gap,
        }


def _findings(evaluation: Evaluation) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame(
        {
            "rule": [finding.rule for finding in evaluation.findings],
            "district": [finding.district for finding in evaluation.findings],
            "unit_code": [finding.unit_code for finding in evaluation.findings],
            "message": [say(finding.message) for finding in evaluation.findings],
        },
        dtype=object,
    )
