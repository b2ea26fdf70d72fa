"""Compare two plans of the same units."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFeatureSink,
)

from ..compat import VECTOR_ANY, VECTOR_POLYGON
from ..core.task import Task
from ..translation import tr
from ._units import code_field, recognised, require_fields
from .base import PlannerAlgorithm
from .parameters import advanced, field, source


class ComparePlans(PlannerAlgorithm):
    NAME = "compareplans"
    GROUP = "planning"

    def title(self) -> str:
        return tr("Compare two plans")

    def help(self) -> str:
        return tr(
            "Says what changes from plan A to plan B. District numbers of B are matched to those of A by the people "
            "they share, so that a mere renumbering is no change.\n\n"
            "Gives the units that move, with population and area, and a summary: for each pair of matched districts "
            "the units, people and areas in both plans, what is kept, what leaves and what joins."
        )

    def define(self) -> None:
        self.addParameter(source("INPUT", tr("Units (townships or villages)"), [VECTOR_POLYGON]))
        self.addParameter(field("CODE_FIELD", tr("Code field (empty: known by its name)"), "INPUT", optional=True))
        self.addParameter(field("FIELD_A", tr("Districts of plan A"), "INPUT"))
        self.addParameter(field("FIELD_B", tr("Districts of plan B"), "INPUT"))
        self.addParameter(
            advanced(
                field("POPULATION_FIELD", tr("Population field (empty: population)"), "INPUT", optional=True),
                tr("Without population each unit counts 1."),
            )
        )
        self.addParameter(QgsProcessingParameterFeatureSink("OUTPUT", tr("Units that move"), VECTOR_POLYGON))
        self.addParameter(QgsProcessingParameterFeatureSink("SUMMARY", tr("Summary"), VECTOR_ANY, None, True, True))
        self.addOutput(QgsProcessingOutputNumber("MOVED_UNITS", tr("Number of units that move")))
        self.addOutput(QgsProcessingOutputNumber("MOVED_POPULATION", tr("Population that moves")))

    def work(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback, task: Task
    ) -> dict[str, Any]:
        from ..core.codes import unit_codes
        from ..core.partition.compare import compare
        from ..core.partition.problem import Rules, read_population, text

        layer = self.source(parameters, "INPUT", context)
        label, names = self.label(parameters, "INPUT", layer), [item.name() for item in layer.fields()]
        code = code_field(label, names, self.parameterAsString(parameters, "CODE_FIELD", context))
        a, b, people = (
            self.parameterAsString(parameters, name, context) for name in ("FIELD_A", "FIELD_B", "POPULATION_FIELD")
        )
        people = people or recognised(names, ["population"]) or ""
        require_fields(label, names, [a, b, *filter(None, [people])])
        frame = self.read(parameters, "INPUT", context, task.part(0.0, 0.6))
        assert frame is not None  # INPUT is not optional
        codes = unit_codes(frame[code], label, code).to_numpy(dtype=object)
        population = read_population(frame, Rules(code=code, population=people), codes, label)
        result = compare(frame, codes, population, text(frame[a]), text(frame[b]))
        frames = {"OUTPUT": result.moves, "SUMMARY": result.summary}
        feedback.pushInfo(
            tr(
                "{units} units with {people:,.0f} people and {area:,.2f} ha move.",
                units=len(result.moves),
                people=float(result.moves["population"].sum()),
                area=float(result.moves["area_m2"].sum()) / 10_000,
            )
        )
        written = self.write_all(parameters, context, frames, task.part(0.6, 1.0))
        return {
            **{sink: target for sink, target in written.items() if target is not None},
            "MOVED_UNITS": len(result.moves),
            "MOVED_POPULATION": float(result.moves["population"].sum()),
        }
