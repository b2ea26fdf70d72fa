"""Partition units into contiguous, balanced districts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.core import QgsProcessingContext, QgsProcessingFeedback, QgsProcessingParameterFeatureSink

from ..compat import VECTOR_ANY, VECTOR_LINE, VECTOR_POLYGON
from ..core.task import Task
from ..translation import say, tr
from ._loading import deliver, dress
from ._partition import define_results, define_rules, read_problem, results
from ._units import require_fields, with_columns
from .base import PlannerAlgorithm, push_warnings
from .parameters import advanced, choice, field, number, seed

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from ..core.partition.problem import Units
    from ..core.partition.solve import Solution

EFFORTS = ("quick", "standard", "thorough")
ON_CANCEL = ("nothing", "best")


class PartitionDistricts(PlannerAlgorithm):
    NAME = "partitiondistricts"
    GROUP = "planning"

    def title(self) -> str:
        return tr("Partition into districts")

    def help(self) -> str:
        what = tr(
            "Joins whole units into exactly the number of districts asked for. Every district is connected over shared "
            "borders, and every limit and rule that is given is kept; where that cannot be done, a message says why "
            "and nothing is written.\n\n"
            "Among the plans that keep the rules it looks for the least objective: similarity (spread of the chosen "
            "fields inside districts), compactness (people's squared distance to the district's centre unit), boundary "
            "(neighbouring pairs that are parted), flow (share that leaves its district) and stability (units that "
            "leave the company of an older plan), each divided by its value for undivided parents and weighted.\n\n"
            "BOUND is a proven lower bound of the objective, GAP what may be left to gain; PROVEN says that nothing "
            "better exists. EFFORT sets how much work is done, never how long.\n\n"
            "Gives the units with a field district (“1”, “2” … from north-west to south-east; below a parent "
            "“<parent>-01” …; locked districts keep their codes) and the districts with their figures."
        )
        more = tr(
            "ALTERNATIVES are further plans to choose from. Each keeps every rule, differs from the answer and from "
            "the others in at least 5 % of the units, and has an objective at most 10 % above the best (30 % where "
            "that gives too few). Some gain in one weighted term what they lose in another, some put other units "
            "together. Their districts have the codes of the answer's districts they share most people with; "
            "COMPARISON_OUTPUT sets the plans side by side, plan 0 being the answer.\n\n"
            "The field stability (with ALTERNATIVES or STABILITY_OUTPUT) rests on many more plans: those found at most "
            "5 % above the best. For each pair of neighbours STABILITY_OUTPUT gives the share of these plans in which "
            "they lie in one district; a unit's stability is the mean over its neighbours in its district. 1: always "
            "with them; low: a borderline unit that a meeting should talk about. The log says on how many plans it "
            "rests, and whether these are all there are.\n\n"
            "ON_CANCEL “best”: a run that is cancelled gives the best plan found until then, as soon as there is one."
        )
        improving = tr(
            "START_FIELD names the district that each unit has now: that plan is improved, and nothing worse comes "
            "out. Districts with a unit that has a value in LOCK_FIELD keep all their units and take in no other; each "
            "parent keeps its number of districts (DISTRICTS does not count then), and districts keep their codes. "
            "COMPARISON_OUTPUT sets the plan as it was (0) and the improved one (1) side by side. Where nothing better "
            "is found the log says why, and OUTPUT holds the plan as it was."
        )
        return f"{what}\n\n{more}\n\n{improving}"

    def define(self) -> None:
        define_rules(self, number_required=True)
        self.addParameter(choice("EFFORT", tr("Effort"), EFFORTS, "standard"))
        self.addParameter(advanced(number("ALTERNATIVES", tr("Alternatives"), 0, minimum=0, maximum=50, integer=True)))
        self.addParameter(seed())
        self.addParameter(
            advanced(
                field("START_FIELD", tr("Plan to improve"), "INPUT", optional=True),
                tr("The district that each unit has now. Empty: the districts are drawn anew."),
            )
        )
        self.addParameter(
            advanced(
                choice("ON_CANCEL", tr("When cancelled"), ON_CANCEL, "nothing"),
                tr(
                    "nothing: no output. best: the best plan so far is written to the files and loaded; QGIS says "
                    "“failed” all the same, because the run was cancelled."
                ),
            )
        )
        self.addParameter(
            advanced(
                number("TIME_LIMIT", tr("Limit of time of the search (minutes)"), minimum=0),
                tr(
                    "Empty: EFFORT alone ends the search, and the same input gives the same plan. Else it ends then at "
                    "the latest, with the best plan found until then; the log says so."
                ),
            )
        )
        self.addParameter(QgsProcessingParameterFeatureSink("OUTPUT", tr("Units with districts"), VECTOR_POLYGON))
        for name, title, kind in (
            ("DISTRICTS_OUTPUT", tr("Districts"), VECTOR_POLYGON),
            ("ALTERNATIVES_OUTPUT", tr("Alternative plans"), VECTOR_ANY),
            ("COMPARISON_OUTPUT", tr("Comparison of the plans"), VECTOR_ANY),
            ("STABILITY_OUTPUT", tr("Stability of neighbouring pairs"), VECTOR_LINE),
        ):
            self.addParameter(QgsProcessingParameterFeatureSink(name, title, kind, None, True, False))
        define_results(self)

    def work(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback, task: Task
    ) -> dict[str, Any]:
        import pandas as pd

        from ..core.partition.compare import comparison
        from ..core.partition.evaluate import district_table
        from ..core.partition.objective import Objective
        from ..core.partition.solve import solve
        from ..core.partition.stability import pair_table

        start = self.parameterAsString(parameters, "START_FIELD", context)
        if start:
            return self._improve(parameters, context, feedback, task, start)
        frame, rules, units = read_problem(self, parameters, context, task.part(0.0, 0.1))
        keep_best = self.parameterAsEnumString(parameters, "ON_CANCEL", context) == "best"
        minutes = self.number(parameters, "TIME_LIMIT", context)
        solution = solve(
            units,
            rules,
            self.parameterAsEnumString(parameters, "EFFORT", context),
            self.parameterAsInt(parameters, "ALTERNATIVES", context),
            self.parameterAsInt(parameters, "SEED", context),
            task.part(0.1, 0.9),
            keep_best=keep_best,
            stability=bool(parameters.get("STABILITY_OUTPUT")),
            seconds=None if minutes is None else 60 * minutes,
        )
        if keep_best:
            task = Task(task.progress)  # from here on there is a plan, and it is written whole
        push_warnings(feedback, solution.warnings)
        objective = Objective(units, rules)
        columns = {"district": solution.assigned}
        if solution.stability is not None:
            columns["stability"] = solution.stability.units.round(4)
        frame = _with_room(frame, list(columns), feedback)
        frame = with_columns(frame, pd.DataFrame(columns))
        table = comparison(
            units, rules, objective, [solution.assigned, *solution.alternatives], ["answer", *solution.kinds]
        )
        table["kind"] = [kind_text(kind) for kind in table["kind"]]
        frames = {
            "OUTPUT": frame,
            "DISTRICTS_OUTPUT": district_table(frame, units, rules, solution.evaluation, objective),
            "ALTERNATIVES_OUTPUT": _alternatives(units, solution),
            "COMPARISON_OUTPUT": table,
            "STABILITY_OUTPUT": pair_table(frame, units, solution.stability, solution.assigned),
        }
        figures = results(solution.evaluation.terms, solution.bound, solution.evaluation.valid)
        feedback.pushInfo(_summary(figures))
        for line in _more(table, solution):
            feedback.pushInfo(line)
        written = self.write_all(parameters, context, frames, task.part(0.9, 1.0))
        styles = {written["OUTPUT"]: "partition_units", written["STABILITY_OUTPUT"]: "partition_pairs"}
        dress(context, styles)
        if feedback.isCanceled():
            feedback.pushWarning(tr("Stopped: this is the best plan so far; it keeps every rule."))
            loaded = deliver(context, styles)
            if loaded:
                feedback.pushInfo(tr("Loaded: {layers}.", layers=", ".join(loaded)))
        return {**{name: layer for name, layer in written.items() if layer is not None}, **figures}

    def _improve(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
        task: Task,
        start: str,
    ) -> dict[str, Any]:
        """Start from the plan that a field holds, and leave its locked districts alone."""
        from dataclasses import replace

        import pandas as pd

        from ..core.partition.compare import comparison
        from ..core.partition.evaluate import district_table
        from ..core.partition.objective import Objective
        from ..core.partition.problem import text
        from ..core.partition.unlocked import improve_unlocked

        layer = self.source(parameters, "INPUT", context)
        require_fields(self.label(parameters, "INPUT", layer), [item.name() for item in layer.fields()], [start])
        frame, rules, units = read_problem(self, parameters, context, task.part(0.0, 0.1))
        assigned = text(frame[start])
        locked = set() if units.lock is None else set(assigned[units.lock >= 0].tolist()) - {""}
        keep_best = self.parameterAsEnumString(parameters, "ON_CANCEL", context) == "best"
        minutes = self.number(parameters, "TIME_LIMIT", context)
        result = improve_unlocked(
            units,
            rules,
            assigned,
            locked,
            self.parameterAsEnumString(parameters, "EFFORT", context),
            self.parameterAsInt(parameters, "SEED", context),
            task.part(0.1, 0.9),
            keep_best,
            None if minutes is None else 60 * minutes,
        )
        if keep_best:
            task = Task(task.progress)
        else:
            task.check()  # the limit of time leaves the best plan, the user's own word nothing
        push_warnings(feedback, result.warnings)
        units, rules = replace(units, lock=None, locks=()), replace(rules, districts=0, lock="")
        objective = Objective(units, rules)
        plans, kinds = [assigned], [kind_text("present")]
        if result.better:
            plans, kinds = [*plans, result.assigned], [*kinds, kind_text("improved")]
            feedback.pushInfo(say(result.sentence()))
        else:  # a warning is seen after the run as well
            push_warnings(feedback, [result.sentence()])
        table = comparison(units, rules, objective, plans, kinds)
        further = [pd.DataFrame({"plan": 1, "code": units.codes, "district": plan}) for plan in plans[1:]]
        none = pd.DataFrame(
            {"plan": pd.Series(dtype=int), "code": pd.Series(dtype=str), "district": pd.Series(dtype=str)}
        )
        frame = _with_room(frame, ["district"], feedback) if start != "district" else frame
        frames = {
            "OUTPUT": with_columns(frame, pd.DataFrame({"district": result.assigned})),
            "DISTRICTS_OUTPUT": district_table(frame, units, rules, result.after, objective),
            "ALTERNATIVES_OUTPUT": pd.concat(further) if further else none,
            "COMPARISON_OUTPUT": table,
        }
        written = self.write_all(parameters, context, frames, task.part(0.9, 1.0))
        figures = results(result.after.terms, result.bound, result.after.valid)
        return {**{name: target for name, target in written.items() if target is not None}, **figures}


def _with_room(frame: gpd.GeoDataFrame, names: list[str], feedback: QgsProcessingFeedback) -> gpd.GeoDataFrame:
    """Fields of the user's that the results would replace stay under another name."""
    taken = {name: f"{name}_before" for name in names if name in frame.columns}
    taken = {name: before for name, before in taken.items() if before not in frame.columns}
    for name, before in taken.items():
        feedback.pushWarning(tr("Your field {field} is kept as {before}.", field=name, before=before))
    return frame.rename(columns=taken)


def _alternatives(units: Units, solution: Solution) -> pd.DataFrame:
    """plan (1.. in the order of their objective), code, district."""
    import pandas as pd

    tables = [
        pd.DataFrame({"plan": number, "code": units.codes, "district": assigned})
        for number, assigned in enumerate(solution.alternatives, 1)
    ]
    empty = pd.DataFrame({"plan": pd.Series(dtype=int), "code": pd.Series(dtype=str), "district": pd.Series(dtype=str)})
    return pd.concat(tables, ignore_index=True) if tables else empty


def kind_text(kind: str) -> str:
    """What a plan of the comparison is, in a word or two."""
    return {
        "answer": tr("answer"),
        "present": tr("as it is now"),
        "improved": tr("improved"),
        "similarity": tr("more similar"),
        "compactness": tr("more compact"),
        "boundary": tr("shorter boundary"),
        "flow": tr("more flow kept"),
        "stability": tr("nearer to the older plan"),
        "other": tr("other units"),
    }[kind]


def _more(table: pd.DataFrame, solution: Solution) -> list[str]:
    """The comparison and the borderline units, a line each."""
    lines = [
        tr(
            "Plan {plan} ({kind}): objective {objective:.4f}, {gap:+.1f} %; {units} units and {people:,.0f} people lie "
            "elsewhere.",
            plan=row["plan"],
            kind=row["kind"],
            objective=row["objective"],
            gap=row["gap"],
            units=row["units_moved"],
            people=row["population_moved"],
        )
        for row in table.iloc[1:].to_dict("records")
    ]
    stability = solution.stability
    if stability is not None:
        from ..core.partition.stability import BORDERLINE

        count = int((stability.units < BORDERLINE).sum())
        number = str(stability.plans) if stability.parents == 1 else f"{stability.plans}+"
        if stability.complete:
            text = tr("Stability rests on all plans up to 5 % above the best; their number: {plans}.", plans=number)
        else:
            text = tr("Stability rests on a sample of the plans up to 5 % above the best; their number: {plans}.",
                      plans=number)  # fmt: skip
        lines.append(text)
        lines.append(tr("{count} borderline units (stability below {limit}).", count=count, limit=BORDERLINE))
    return lines


def _summary(figures: dict[str, Any]) -> str:
    """How good the plan is, in a sentence."""
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
