"""Partition units into contiguous, balanced districts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.core import QgsProcessingContext, QgsProcessingFeedback, QgsProcessingParameterFeatureSink

from ..compat import VECTOR_ANY, VECTOR_POLYGON
from ..core.task import Task
from ..translation import tr
from ._partition import define_results, define_rules, read_problem, results
from .base import PlannerAlgorithm, push_warnings
from .parameters import advanced, choice, number, seed

if TYPE_CHECKING:
    import pandas as pd

    from ..core.partition.problem import Units
    from ..core.partition.solve import Solution

EFFORTS = ("quick", "standard", "thorough")


class PartitionDistricts(PlannerAlgorithm):
    NAME = "partitiondistricts"
    GROUP = "planning"

    def title(self) -> str:
        return tr("Partition into districts")

    def help(self) -> str:
        return tr(
            "Joins whole units into exactly the number of districts asked for. Every district is connected over shared "
            "borders, and every limit and rule that is given is kept; where that cannot be done, a message says why "
            "and nothing is written.\n\n"
            "Among the plans that keep the rules it looks for the least objective: similarity (spread of the chosen "
            "fields inside districts), compactness (people's squared distance to the district's centre unit), boundary "
            "(neighbouring pairs that are parted), flow (share that leaves its district) and stability (units that "
            "leave the company of an older plan), each divided by its value for undivided parents and weighted.\n\n"
            "BOUND is a proven lower bound of the objective, GAP what may be left to gain; PROVEN says that nothing "
            "better exists. Counties of some 40 units per parent are solved to the proof as a rule, larger ones by "
            "search; EFFORT sets how much work is done, never how long.\n\n"
            "Gives the units with a field district (“1”, “2” … from north-west to south-east; below a parent "
            "“<parent>-01” …; locked districts keep their codes), the districts with their figures, and further plans "
            "to choose from. With alternatives the field stability tells how often a unit stays with its neighbours."
        )

    def define(self) -> None:
        define_rules(self, number_required=True)
        self.addParameter(choice("EFFORT", tr("Effort"), EFFORTS, "standard"))
        self.addParameter(advanced(number("ALTERNATIVES", tr("Alternatives"), 0, minimum=0, maximum=50, integer=True)))
        self.addParameter(seed())
        self.addParameter(QgsProcessingParameterFeatureSink("OUTPUT", tr("Units with districts"), VECTOR_POLYGON))
        self.addParameter(
            QgsProcessingParameterFeatureSink("DISTRICTS_OUTPUT", tr("Districts"), VECTOR_POLYGON, None, True, False)
        )
        self.addParameter(
            QgsProcessingParameterFeatureSink(
                "ALTERNATIVES_OUTPUT", tr("Alternative plans"), VECTOR_ANY, None, True, False
            )
        )
        define_results(self)

    def work(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback, task: Task
    ) -> dict[str, Any]:
        from ..core.partition.evaluate import district_table
        from ..core.partition.objective import Objective
        from ..core.partition.solve import solve

        frame, rules, units = read_problem(self, parameters, context, task.part(0.0, 0.1))
        solution = solve(
            units,
            rules,
            self.parameterAsEnumString(parameters, "EFFORT", context),
            self.parameterAsInt(parameters, "ALTERNATIVES", context),
            self.parameterAsInt(parameters, "SEED", context),
            task.part(0.1, 0.9),
        )
        push_warnings(feedback, solution.warnings)
        frame["district"] = solution.assigned
        if solution.alternatives:
            frame["stability"] = solution.stability.round(4)
        frames = {
            "OUTPUT": frame,
            "DISTRICTS_OUTPUT": district_table(frame, units, rules, solution.evaluation, Objective(units, rules)),
            "ALTERNATIVES_OUTPUT": _alternatives(units, solution),
        }
        figures = results(solution.evaluation.terms, solution.bound, solution.evaluation.valid)
        feedback.pushInfo(_summary(figures))
        written = self.write_all(parameters, context, frames, task.part(0.9, 1.0))
        return {**{name: layer for name, layer in written.items() if layer is not None}, **figures}


def _alternatives(units: Units, solution: Solution) -> pd.DataFrame:
    """plan (1.. in the order of their objective), code, district."""
    import pandas as pd

    tables = [
        pd.DataFrame({"plan": number, "code": units.codes, "district": assigned})
        for number, assigned in enumerate(solution.alternatives, 1)
    ]
    empty = pd.DataFrame({"plan": pd.Series(dtype=int), "code": pd.Series(dtype=str), "district": pd.Series(dtype=str)})
    return pd.concat(tables, ignore_index=True) if tables else empty


def _summary(figures: dict[str, Any]) -> str:
    if figures["PROVEN"]:
        return tr("Objective {objective:.6f}: proven optimal.", objective=figures["OBJECTIVE"])
    if figures["BOUND"] <= 0:
        return tr("Objective {objective:.6f}; no lower bound above 0 was proven.", objective=figures["OBJECTIVE"])
    return tr(
        "Objective {objective:.6f}, proven lower bound {bound:.6f}: at most {gap:.2f} % could be gained.",
        objective=figures["OBJECTIVE"],
        bound=figures["BOUND"],
        gap=100 * figures["GAP"],
    )
