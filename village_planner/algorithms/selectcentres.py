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
from ..core.catalogue import CountyCatalogue
from ..core.task import Task
from ..paths import catalogue_files
from ..translation import say_in_chinese, tr
from ._catalogues import define_catalogue, define_county, own_catalogues
from ._travel import define_travel, read_travel
from ._units import NAME_FIELDS, code_field, recognised, require_fields, truths, with_columns
from .base import PlannerAlgorithm, push_warnings
from .parameters import advanced, choice, field, number, table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from ..core.indicators.catalogue import IndicatorCatalogue
    from ..core.indicators.centre_rules import CentreRules, Criterion
    from ..core.indicators.centres import CentreOptions

LEVELS = ("township", "village")
MERITS = ("score", "criteria")
RADIATIONS = ("gravity", "floating_catchment")
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
            "Chooses central towns and sub-central towns, or central villages, from scored units, and says why: on "
            "what ground, with its figure in each criterion, who comes next, how far behind and in what, and what "
            "would turn the choice.\n\n"
            "Townships without district field: marks the high-potential townships, those of highest score "
            "(SHORTLIST). Partition then with this field as CONTAINS_FIELD, so that every district holds at least one "
            "of them.\n"
            "Townships with district field: in each district the best unit becomes the central town, of high potential "
            "where the district has one. The districts whose central town radiates least get a sub-central town: their "
            "next best unit. Radiation is gravity (score divided by travel to the power of RADIATION_EXPONENT, mean "
            "over the people of the other units) or a two-step floating catchment (score per 1,000 people within "
            "CATCHMENT_MINUTES), over ROADS, by TRAVEL, or along straight lines where neither is given, which is "
            "said.\n"
            "Villages: in each district the best unit becomes a central village; further ones are added where the next "
            "best unit times the people per central village is greatest, until COUNT is reached.\n\n"
            "Best is the highest merit: the weighted mean of criteria, each scaled from 0 to 1 over all units. "
            "MERIT=score: score, access and trend where their fields are given, and for villages with ROADS or TRAVEL "
            "the mean travel to the district’s other villages. MERIT=criteria: those of the catalogue of centre rules "
            "without the score, townships by location and trend, villages by people, roads, services, land, income "
            "and travel to the members; fields are found by their names. Weights are set in RULES.\n\n"
            "Gives all fields of the input and role (central_town, sub_central_town, central_village, or empty), "
            "reason, shortlist, high_potential (townships), merit, place in the district, runner_up, margin to it, and "
            "figures (the reason as JSON). Excluded units, and villages of a type that is to be relocated "
            "(TYPE_FIELD), are never chosen; nominated units always. Equal units go by code, which is said. Where "
            "COUNT cannot be met, an error says why."
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
        self.addParameter(
            field("NOMINATED_FIELD", tr("Units that are a centre in any case (yes/no field)"), "INPUT", optional=True)
        )
        self.addParameter(
            field("TYPE_FIELD", tr("Village type field (types to be relocated are not chosen)"), "INPUT", optional=True)
        )
        self.addParameter(choice("MERIT", tr("Merit by score or by the criteria of the rules"), MERITS, "score"))
        define_travel(self)
        self.addParameter(choice("RADIATION", tr("Radiation (empty: as the rules say)"), RADIATIONS, None))
        self.addParameter(
            advanced(
                number(
                    "RADIATION_EXPONENT", tr("Exponent of travel under gravity (empty: as the rules say)"), minimum=0.1
                )
            )
        )
        self.addParameter(
            advanced(number("CATCHMENT_MINUTES", tr("Minutes of a catchment (empty: as the rules say)"), minimum=1))
        )
        define_catalogue(self, "RULES", tr("Centre rules (empty: the county's, else the plugin's own)"))
        define_county(self)
        self.addParameter(QgsProcessingParameterFeatureSink("OUTPUT", tr("Units with roles"), VECTOR_ANY))
        self.addOutput(QgsProcessingOutputNumber("CENTRE_COUNT", tr("Number of centres")))
        self.addOutput(QgsProcessingOutputNumber("SUBCENTRE_COUNT", tr("Number of sub-central towns")))

    def work(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback, task: Task
    ) -> dict[str, Any]:
        from ..core.codes import unit_codes
        from ..core.indicators.catalogue import load_indicators
        from ..core.indicators.centres import select_centres

        source = self.source(parameters, "INPUT", context)
        layer, fields = self.label(parameters, "INPUT", source), [item.name() for item in source.fields()]

        def chosen(parameter: str) -> str:
            return self.parameterAsString(parameters, parameter, context)

        code = code_field(layer, fields, chosen("CODE_FIELD"))
        own = own_catalogues(self, parameters, context, {"centre_rules": "RULES", "indicators": ""})
        indicators = load_indicators(*catalogue_files("indicators"), own["indicators"])
        options, rules = self._options(parameters, context), self._rules(parameters, context, own["centre_rules"])
        figures = {column: chosen(parameter) for column, parameter in FIGURES.items()}
        figures["score"] = figures["score"] or "score"
        figures["population"] = figures["population"] or recognised(fields, ["population"]) or ""
        others = {name: chosen(name) for name in ("DISTRICT_FIELD", "EXCLUDE_FIELD", "NOMINATED_FIELD", "TYPE_FIELD")}
        require_fields(layer, fields, [name for name in (*figures.values(), *others.values()) if name])
        wanted = rules.criteria[options.level, options.merit]
        figures |= _criterion_fields(wanted, fields, options.merit, figures)
        figures = {column: name for column, name in figures.items() if name}

        has_geometry = source.wkbType() != NO_GEOMETRY
        frame = self.read(parameters, "INPUT", context, task.part(0, 0.2), geometry=has_geometry)
        assert frame is not None  # INPUT is not optional
        codes = unit_codes(frame[code], layer, code)
        units: Any = frame if has_geometry else None
        travel, said = read_travel(self, parameters, context, units, list(codes), options.level, task.part(0.2, 0.4))
        push_warnings(feedback, said)
        result = select_centres(
            _canonical(layer, frame, codes, figures, others, recognised(fields, NAME_FIELDS)),
            options,
            travel,
            {**figures, "layer": layer},
            _named(rules, options, figures, indicators),
            "zh",  # reasons are part of the plan, which is Chinese
            task.part(0.4, 0.8),
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
            merit=self.parameterAsEnumString(parameters, "MERIT", context),
        )

    def _rules(
        self, parameters: dict[str, Any], context: QgsProcessingContext, own: Optional[CountyCatalogue]
    ) -> CentreRules:
        """The catalogue, with what the parameters say instead."""
        from dataclasses import replace

        from ..core.indicators.centre_rules import load_centre_rules

        rules = load_centre_rules(*catalogue_files("centre_rules"), own)
        given = {
            "method": self.parameterAsEnumString(parameters, "RADIATION", context) or None,
            "exponent": self.number(parameters, "RADIATION_EXPONENT", context),
            "catchment_minutes": self.number(parameters, "CATCHMENT_MINUTES", context),
        }
        changed: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
        return replace(rules, radiation=replace(rules.radiation, **changed))


def _criterion_fields(
    criteria: Sequence[Criterion], fields: Sequence[str], merit: str, given: Mapping[str, str]
) -> dict[str, str]:
    """Criterion -> its field: as given, else the first that the rules name and the layer has.

    Under MERIT=score access and trend count only where they are given.
    """
    found = {}
    for criterion in criteria:
        name = given.get(criterion.id, "")
        if not name and not (merit == "score" and criterion.id in ("access", "trend")):
            name = recognised(fields, criterion.fields) or ""
        if name:
            found[criterion.id] = name
    return found


def _named(
    rules: CentreRules, options: CentreOptions, figures: Mapping[str, str], known: IndicatorCatalogue
) -> CentreRules:
    """The rules with criteria called as the indicators that stand for them; other fields in brackets."""
    from dataclasses import replace

    key = (options.level, options.merit)
    criteria = []
    for criterion in rules.criteria[key]:
        name = figures.get(criterion.id, "")
        item = known.get(name)
        if item is not None:
            names = {"zh": item.zh, "en": item.en}
            criterion = replace(criterion, name=names, unit=item.unit, decimals=item.decimals, cost=item.cost)
        elif name and name.lower() != criterion.id:
            names = {"zh": f"{criterion.name['zh']}（{name}）", "en": f"{criterion.name['en']} ({name})"}
            criterion = replace(criterion, name=names)
        criteria.append(criterion)
    return replace(rules, criteria={**rules.criteria, key: tuple(criteria)})


def _canonical(
    layer: str,
    frame: pd.DataFrame,
    codes: pd.Series,
    figures: dict[str, str],
    others: Mapping[str, str],
    name: Optional[str],
) -> pd.DataFrame:
    """The columns that core knows, by the unit's code."""
    import pandas as pd

    from ..core.codes import code_text

    columns = {column: frame[name_of_field] for column, name_of_field in figures.items()}
    if others["DISTRICT_FIELD"]:
        columns["district"] = code_text(frame[others["DISTRICT_FIELD"]])
    if name is not None:
        columns["name"] = frame[name]
    for column, parameter in (("excluded", "EXCLUDE_FIELD"), ("nominated", "NOMINATED_FIELD")):
        if others[parameter]:
            columns[column] = truths(layer, frame, others[parameter], codes)
    if others["TYPE_FIELD"]:
        columns["village_type"] = code_text(frame[others["TYPE_FIELD"]])
    return pd.DataFrame(columns).set_axis(codes.to_numpy(), axis=0)
