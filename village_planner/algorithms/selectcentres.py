"""Choose central towns, sub-central towns and central villages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Optional

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFeatureSink,
)

from ..compat import NO_GEOMETRY, VECTOR_ANY
from ..core.task import Task
from ..translation import say_in_chinese, tr
from ._units import NAME_FIELDS, code_field, recognised, require_fields, truths, with_columns
from .base import PlannerAlgorithm, push_warnings
from .parameters import advanced, choice, field, number, table

if TYPE_CHECKING:
    import pandas as pd

    from ..core.indicators.centres import CentreOptions, CentreResult

LEVELS = ("township", "village")
# Column that core knows -> parameter that names its field.
FIGURES = {
    "score": "SCORE_FIELD",
    "access": "ACCESS_FIELD",
    "trend": "TREND_FIELD",
    "population": "POPULATION_FIELD",
}


class SelectCentres(PlannerAlgorithm):
    NAME = "selectcentres"
    GROUP = "planning"

    def title(self) -> str:
        return tr("Select centres")

    def help(self) -> str:
        return tr(
            "Chooses central towns and sub-central towns, or central villages, from scored units, and says why.\n\n"
            "Townships without district field: marks the shortlist, the units of highest score. Partition then with "
            "this field as CONTAINS_FIELD, so that every district holds at least one of them.\n"
            "Townships with district field: in each district the best unit becomes the central town, from the "
            "shortlist where the district has one there. Best means: the mean of score, access (less is better) and "
            "trend (more is better), each scaled from 0 to 1 over all units. The districts whose central town reaches "
            "its people least (score divided by the squared distance, mean over the people of the other units) get a "
            "sub-central town: their next best unit.\n"
            "Villages: in each district the best unit becomes a central village; further ones are added where the next "
            "best unit times the people per central village is greatest, until COUNT is reached.\n\n"
            "Gives all fields of the input and role (central_town, sub_central_town, central_village, or empty), "
            "reason and shortlist. Excluded units are never chosen. Where COUNT cannot be met, an error says why."
        )

    def define(self) -> None:
        self.addParameter(table("INPUT", tr("Scored units")))
        self.addParameter(field("CODE_FIELD", tr("Code field (empty: known by its name)"), "INPUT", optional=True))
        self.addParameter(choice("LEVEL", tr("Level"), LEVELS, "township"))
        self.addParameter(field("SCORE_FIELD", tr("Score field (empty: score)"), "INPUT", "score", optional=True))
        self.addParameter(
            field("DISTRICT_FIELD", tr("District field (empty: only the shortlist)"), "INPUT", optional=True)
        )
        self.addParameter(number("SHORTLIST", tr("Units on the shortlist"), 8, minimum=1, integer=True))
        self.addParameter(
            number("COUNT", tr("Centres in all (empty: the least number per district)"), minimum=0, integer=True)
        )
        self.addParameter(number("MIN_PER_DISTRICT", tr("Least centres per district"), 1, minimum=0, integer=True))
        self.addParameter(
            number(
                "MAX_PER_DISTRICT",
                tr("Most centres per district (empty: 1 for townships, 2 for villages)"),
                minimum=1,
                integer=True,
            )
        )
        self.addParameter(number("SUBCENTRES", tr("Sub-central towns (townships only)"), 2, minimum=0, integer=True))
        self.addParameter(
            field("ACCESS_FIELD", tr("Access field, less is better (time or distance)"), "INPUT", optional=True)
        )
        self.addParameter(field("TREND_FIELD", tr("Trend field, more is better"), "INPUT", optional=True))
        self.addParameter(
            field("EXCLUDE_FIELD", tr("Units that may not be a centre (yes/no field)"), "INPUT", optional=True)
        )
        self.addParameter(
            advanced(
                field("POPULATION_FIELD", tr("Population field (empty: population)"), "INPUT", optional=True),
                tr("Without population each unit counts 1."),
            )
        )
        self.addParameter(QgsProcessingParameterFeatureSink("OUTPUT", tr("Units with roles"), VECTOR_ANY))
        self.addOutput(QgsProcessingOutputNumber("CENTRE_COUNT", tr("Number of centres")))
        self.addOutput(QgsProcessingOutputNumber("SUBCENTRE_COUNT", tr("Number of sub-central towns")))

    def work(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback, task: Task
    ) -> dict[str, Any]:
        from ..core.codes import unit_codes

        source = self.source(parameters, "INPUT", context)
        layer, fields = self.label(parameters, "INPUT", source), [item.name() for item in source.fields()]

        def chosen(parameter: str) -> str:
            return self.parameterAsString(parameters, parameter, context)

        code = code_field(layer, fields, chosen("CODE_FIELD"))
        figures = {column: chosen(parameter) for column, parameter in FIGURES.items()}
        figures["score"] = figures["score"] or "score"
        figures["population"] = figures["population"] or recognised(fields, ["population"]) or ""
        figures = {column: name for column, name in figures.items() if name}
        district, exclude = chosen("DISTRICT_FIELD"), chosen("EXCLUDE_FIELD")
        require_fields(layer, fields, [*figures.values(), *filter(None, [district, exclude])])

        has_geometry = source.wkbType() != NO_GEOMETRY
        frame = self.read(parameters, "INPUT", context, task.part(0, 0.8), geometry=has_geometry)
        assert frame is not None  # INPUT is not optional
        codes = unit_codes(frame[code], layer, code)
        excluded = truths(layer, frame, exclude, codes) if exclude else None
        result = self._select(
            _canonical(frame, codes, figures, district, recognised(fields, NAME_FIELDS), excluded),
            self._options(parameters, context),
            getattr(frame, "geometry", None) if has_geometry else None,
            {**figures, "layer": layer},
        )
        push_warnings(feedback, result.warnings)
        reasons = ["" if reason is None else say_in_chinese(reason) for reason in result.units["reason"]]
        frame = with_columns(frame, result.units.assign(reason=reasons))
        sub_central = int((frame["role"] == "sub_central_town").sum())
        return {
            "OUTPUT": self.write(parameters, "OUTPUT", context, frame, task),
            "CENTRE_COUNT": int((frame["role"] != "").sum()) - sub_central,
            "SUBCENTRE_COUNT": sub_central,
        }

    def _options(self, parameters: dict[str, Any], context: QgsProcessingContext) -> CentreOptions:
        from ..core.indicators.centres import CentreOptions

        return CentreOptions(
            level=self.parameterAsEnumString(parameters, "LEVEL", context),
            shortlist=self.parameterAsInt(parameters, "SHORTLIST", context),
            count=self.whole_number(parameters, "COUNT", context),
            minimum=self.parameterAsInt(parameters, "MIN_PER_DISTRICT", context),
            maximum=self.whole_number(parameters, "MAX_PER_DISTRICT", context),
            subcentres=self.parameterAsInt(parameters, "SUBCENTRES", context),
        )

    def _select(
        self, units: pd.DataFrame, options: CentreOptions, geometry: Any, labels: dict[str, str]
    ) -> CentreResult:
        from ..core.indicators.centres import select_centres

        return select_centres(units, options, geometry, labels)


def _canonical(
    frame: pd.DataFrame,
    codes: pd.Series,
    figures: dict[str, str],
    district: str,
    name: Optional[str],
    excluded: Optional[pd.Series],
) -> pd.DataFrame:
    """The columns that core knows, by the unit's code."""
    import pandas as pd

    from ..core.codes import code_text

    columns = {column: frame[name_of_field] for column, name_of_field in figures.items()}
    if district:
        columns["district"] = code_text(frame[district])
    if name is not None:
        columns["name"] = frame[name]
    if excluded is not None:
        columns["excluded"] = excluded
    return pd.DataFrame(columns).set_axis(codes.to_numpy(), axis=0)
