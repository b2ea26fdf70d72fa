"""The parameters that `partitiondistricts` and `evaluateplan` share, and what both give back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Optional

from qgis.core import QgsProcessingContext, QgsProcessingOutputBoolean, QgsProcessingOutputNumber

from ..compat import VECTOR_POLYGON
from ..core.task import Task
from ..translation import tr
from ._units import code_field, require_fields
from .base import PlannerAlgorithm
from .parameters import advanced, field, number, source, table

if TYPE_CHECKING:
    import geopandas as gpd

    from ..core.partition.evaluate import Terms
    from ..core.partition.problem import Rules, Units

FIELDS = {
    "population": "POPULATION_FIELD",
    "parent": "PARENT_FIELD",
    "township": "TOWNSHIP_FIELD",
    "centre": "CENTRE_FIELD",
    "contains": "CONTAINS_FIELD",
    "together": "TOGETHER_FIELD",
    "apart": "APART_FIELD",
    "lock": "LOCK_FIELD",
    "reference": "REFERENCE_FIELD",
}
WEIGHTS = {
    "similarity": "WEIGHT_SIMILARITY",
    "compactness": "WEIGHT_COMPACTNESS",
    "boundary": "WEIGHT_BOUNDARY",
    "flow": "WEIGHT_FLOW",
    "stability": "WEIGHT_STABILITY",
}


def define_rules(algorithm: PlannerAlgorithm, number_required: bool) -> None:
    """Declare INPUT, CODE_FIELD and every rule and weight of interface.md."""
    add = algorithm.addParameter
    add(source("INPUT", tr("Units (townships or villages)"), [VECTOR_POLYGON]))
    add(field("CODE_FIELD", tr("Code field (empty: known by its name)"), "INPUT", optional=True))
    if number_required:
        add(number("DISTRICTS", tr("Number of districts"), 5, minimum=1, integer=True))
    else:
        add(field("DISTRICT_FIELD", tr("District field"), "INPUT", "district"))
        add(number("DISTRICTS", tr("Number of districts (empty: as many as the plan has)"), minimum=1, integer=True))
    add(field("POPULATION_FIELD", tr("Population field"), "INPUT", optional=True, tip=tr("Empty: each unit counts 1.")))
    add(
        number(
            "TOLERANCE",
            tr("Population tolerance (%)"),
            minimum=0,
            tip=tr("Round the mean of each parent, limits included. Empty: no limits. Kept in any case."),
        )
    )
    add(
        field(
            "PARENT_FIELD",
            tr("Parent district field"),
            "INPUT",
            optional=True,
            tip=tr(
                "A district never crosses it. The number of districts is shared over the parents by largest remainder "
                "of population, at least one each."
            ),
        )
    )
    add(field("SIMILARITY_FIELDS", tr("Similarity fields"), "INPUT", optional=True, many=True, numeric=True))
    add(
        field(
            "CONTAINS_FIELD",
            tr("Every district holds one of these units (yes/no field)"),
            "INPUT",
            optional=True,
        )
    )
    _define_limits(algorithm)
    _define_bindings(algorithm)
    _define_weights(algorithm)


def _define_limits(algorithm: PlannerAlgorithm) -> None:
    def add(parameter: Any, tip: str = "") -> None:
        algorithm.addParameter(advanced(parameter, tip))

    add(number("POPULATION_MIN", tr("Least population of a district"), minimum=0))
    add(number("POPULATION_MAX", tr("Most population of a district"), minimum=0))
    add(number("MIN_UNITS", tr("Least units of a district"), minimum=1, integer=True))
    add(number("MAX_UNITS", tr("Most units of a district"), minimum=1, integer=True))
    add(field("TOWNSHIP_FIELD", tr("Township field"), "INPUT", optional=True))
    add(
        number("MAX_CROSSING", tr("Most districts that cross a township"), minimum=0, integer=True),
        tr("Empty: no limit."),
    )
    add(
        number("SNAP", tr("Close gaps and overlaps up to (m)"), 1.0, minimum=0),
        tr("Neighbours share more than 1 m of border once gaps and overlaps up to this are closed."),
    )
    add(
        table("LINKS", tr("Links: pairs of units counted as neighbours"), optional=True),
        tr("For islands and exclaves: a table with two columns of unit codes."),
    )


def _define_bindings(algorithm: PlannerAlgorithm) -> None:
    def add(name: str, title: str, tip: str) -> None:
        algorithm.addParameter(advanced(field(name, title, "INPUT", optional=True), tip))

    add(
        "CENTRE_FIELD",
        tr("Nominated centres"),
        tr(
            "Yes/no values or roles: each centre lies in a district of its own. Units with another value in "
            "common are centres of one district. Compactness is measured to the nominated centre."
        ),
    )
    add("TOGETHER_FIELD", tr("Stay together"), tr("Units with the same value lie in one district."))
    add("APART_FIELD", tr("Stay apart"), tr("Units with the same value lie in different districts."))
    add("LOCK_FIELD", tr("Locked assignment"), tr("Units with a district code here keep it."))
    add("REFERENCE_FIELD", tr("Older plan"), tr("Stability counts the units that leave the company they had in it."))


def _define_weights(algorithm: PlannerAlgorithm) -> None:
    def add(name: str, title: str, default: float) -> None:
        algorithm.addParameter(advanced(number(name, title, default, minimum=0)))

    add("WEIGHT_SIMILARITY", tr("Weight of similarity"), 1.0)
    add("WEIGHT_COMPACTNESS", tr("Weight of compactness"), 1.0)
    add("WEIGHT_BOUNDARY", tr("Weight of the boundary"), 0.0)
    add("WEIGHT_FLOW", tr("Weight of flow"), 0.0)
    add("WEIGHT_STABILITY", tr("Weight of stability"), 0.0)
    algorithm.addParameter(
        advanced(
            table("FLOWS", tr("Flows between units"), optional=True),
            tr("A table from_code, to_code, value (or its first three columns)."),
        )
    )


def define_results(algorithm: PlannerAlgorithm) -> None:
    """The numbers that both algorithms give."""
    for name, title in (
        ("OBJECTIVE", tr("Objective")),
        ("SIMILARITY", tr("Similarity term")),
        ("COMPACTNESS", tr("Compactness term")),
        ("BOUNDARY", tr("Boundary term")),
        ("FLOW", tr("Flow term")),
        ("STABILITY", tr("Stability term")),
        ("BOUND", tr("Proven lower bound of the objective")),
        ("GAP", tr("Gap between objective and bound")),
    ):
        algorithm.addOutput(QgsProcessingOutputNumber(name, title))
    algorithm.addOutput(QgsProcessingOutputBoolean("PROVEN", tr("Proven optimal")))
    algorithm.addOutput(QgsProcessingOutputBoolean("VALID", tr("Keeps every rule")))


def results(terms: Terms, bound: float, valid: bool) -> dict[str, Any]:
    """The values of `define_results`."""
    from ..core.partition.solve import relative_gap

    # A broken plan may lie below the bound of those that keep the rules: its gap is negative then.
    own = terms.objective
    gap = relative_gap(own, bound) if valid or own <= 0 else (own - bound) / own
    return {
        "OBJECTIVE": terms.objective,
        "SIMILARITY": terms.similarity,
        "COMPACTNESS": terms.compactness,
        "BOUNDARY": terms.boundary,
        "FLOW": terms.flow,
        "STABILITY": terms.stability,
        "BOUND": bound,
        "GAP": gap,
        "PROVEN": bool(valid and gap <= 1e-6),
        "VALID": valid,
    }


def read_rules(algorithm: PlannerAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext) -> Rules:
    """The rules as core wants them; unknown fields are refused by name."""
    from ..core.partition.problem import Rules

    layer = algorithm.source(parameters, "INPUT", context)
    label = algorithm.label(parameters, "INPUT", layer)
    names = [item.name() for item in layer.fields()]
    chosen = {key: algorithm.parameterAsString(parameters, name, context) for key, name in FIELDS.items()}
    similarity = list(algorithm.parameterAsFields(parameters, "SIMILARITY_FIELDS", context))
    require_fields(label, names, [*filter(None, chosen.values()), *similarity])

    def whole(name: str) -> Optional[int]:
        return algorithm.whole_number(parameters, name, context)

    def number_of(name: str) -> Optional[float]:
        return algorithm.number(parameters, name, context)

    return Rules(
        code=code_field(label, names, algorithm.parameterAsString(parameters, "CODE_FIELD", context)),
        # Without a default (evaluateplan) empty means: as many as the plan has.
        districts=whole("DISTRICTS") or algorithm.parameterDefinition("DISTRICTS").defaultValue() or 0,
        similarity=tuple(similarity),
        tolerance=number_of("TOLERANCE"),
        population_min=number_of("POPULATION_MIN"),
        population_max=number_of("POPULATION_MAX"),
        max_crossing=whole("MAX_CROSSING"),
        min_units=whole("MIN_UNITS"),
        max_units=whole("MAX_UNITS"),
        snap=algorithm.parameterAsDouble(parameters, "SNAP", context),
        weights={term: algorithm.parameterAsDouble(parameters, name, context) for term, name in WEIGHTS.items()},
        **chosen,
    )


def read_problem(
    algorithm: PlannerAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext, task: Task
) -> tuple[gpd.GeoDataFrame, Rules, Units]:
    """The layer with all its fields, the rules, and the checked units."""
    from ..core.partition.problem import read_units

    rules = read_rules(algorithm, parameters, context)
    frame = algorithm.read(parameters, "INPUT", context, task.part(0.0, 0.3))
    flows = algorithm.read(parameters, "FLOWS", context, task.part(0.3, 0.4), geometry=False, required=False)
    links = algorithm.read(parameters, "LINKS", context, task.part(0.4, 0.5), geometry=False, required=False)
    label = algorithm.label(parameters, "INPUT", algorithm.source(parameters, "INPUT", context))
    assert frame is not None  # INPUT is not optional
    return frame, rules, read_units(frame, rules, flows, links, label, task.part(0.5, 1.0))
