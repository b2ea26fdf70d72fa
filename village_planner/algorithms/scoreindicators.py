"""Score and rank units by indicators."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Optional

from qgis.core import (
    QgsApplication,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFile,
)

from ..compat import NO_GEOMETRY, VECTOR_ANY
from ..core.errors import InputError
from ..core.task import Task
from ..paths import resource, use_bundled_packages
from ..translation import is_chinese, tr
from ._units import code_field, require_fields, with_columns
from .base import PlannerAlgorithm, push_warnings
from .parameters import advanced, choice, field, number, seed, table

if TYPE_CHECKING:
    import pandas as pd

    from ..core.indicators.catalogue import IndicatorCatalogue
    from ..core.indicators.score import ScoreOptions, ScoreResult

# As in core.indicators, which is imported only when it is used (it brings numpy and pandas along).
WEIGHTINGS = ("equal", "ahp", "entropy", "critic", "combined")
NORMALISATIONS = ("minmax", "zscore", "percentile", "vector")
AGGREGATIONS = ("weighted_sum", "topsis")


class ScoreIndicators(PlannerAlgorithm):
    NAME = "scoreindicators"
    GROUP = "indicators"

    def title(self) -> str:
        return tr("Score indicators")

    def help(self) -> str:
        return tr(
            "Scores and ranks townships or villages by their indicators.\n\n"
            "Needs a layer or table with a code and a numeric field per indicator. Fields named after the catalogue's "
            "indicators (A1 … C8 for townships, V1 … V6 for villages) are found by themselves, with group and "
            "direction.\n\n"
            "Normalisation makes indicators comparable and turns costs round: minmax (0 to 1), zscore, percentile, "
            "vector.\n"
            "Weighting: equal; entropy and critic (from the data, on min–max values); ahp (pairwise judgements, "
            "consistency ratio below 0.1); combined (square root of ahp times entropy).\n"
            "Aggregation: weighted_sum or topsis.\n\n"
            "Gives all fields of the input and score, rank (1 is best; equal scores share the lower number) and a "
            "score per group (with weighted_sum these add up to the score); a table of weights; and a table that says "
            "how firm each rank is when single weights change by 10 % and 20 %, when an indicator is left out, and "
            "under random weights.\n\n"
            "A missing value is an error, unless the catalogue allows the median for that indicator. An indicator in "
            "which all units are equal has no influence."
        )

    def define(self) -> None:
        self.addParameter(table("INPUT", tr("Units with indicators")))
        self.addParameter(
            field("CODE_FIELD", tr("Code field (empty: known by its name)"), "INPUT", optional=True, many=False)
        )
        self.addParameter(
            field(
                "INDICATOR_FIELDS",
                tr("Indicator fields (empty: all that the catalogue knows)"),
                "INPUT",
                optional=True,
                many=True,
            )
        )
        self.addParameter(
            field(
                "COST_FIELDS",
                tr("Fields where less is better (empty: as the catalogue says)"),
                "INPUT",
                optional=True,
                many=True,
            )
        )
        self.addParameter(choice("WEIGHTING", tr("Weighting"), WEIGHTINGS, "equal"))
        self.addParameter(choice("NORMALISATION", tr("Normalisation"), NORMALISATIONS, "minmax"))
        self.addParameter(choice("AGGREGATION", tr("Aggregation"), AGGREGATIONS, "weighted_sum"))
        self.addParameter(
            table(
                "JUDGEMENTS",
                tr("Pairwise judgements (for ahp and combined)"),
                optional=True,
                tip=tr("Columns row, column, value; or a square table whose first column repeats the other names."),
            )
        )
        self.addParameter(
            advanced(
                QgsProcessingParameterFile(
                    "CATALOGUE",
                    tr("Catalogue of indicators (empty: the plugin's own)"),
                    optional=True,
                    fileFilter="JSON (*.json)",
                )
            )
        )
        self.addParameter(
            advanced(
                number("TOP", tr("Units that count as the top in the stability table"), minimum=1, integer=True),
                tr("Empty: as the catalogue says (8 townships, 113 villages)."),
            )
        )
        self.addParameter(seed())
        self.addParameter(QgsProcessingParameterFeatureSink("OUTPUT", tr("Scores"), VECTOR_ANY))
        self.addParameter(QgsProcessingParameterFeatureSink("WEIGHTS", tr("Weights"), VECTOR_ANY, None, True))
        self.addParameter(
            QgsProcessingParameterFeatureSink("STABILITY", tr("Stability of ranks"), VECTOR_ANY, None, True)
        )
        self.addOutput(QgsProcessingOutputNumber("CONSISTENCY_RATIO", tr("Consistency ratio of the judgements")))
        self.addOutput(
            QgsProcessingOutputNumber("KENDALL_TAU", tr("Agreement of weighted sum and TOPSIS (Kendall’s τ)"))
        )

    def work(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback, task: Task
    ) -> dict[str, Any]:
        from ..core.codes import unit_codes

        source = self.source(parameters, "INPUT", context)
        layer, fields = self.label(parameters, "INPUT", source), [item.name() for item in source.fields()]
        code = code_field(layer, fields, self.parameterAsString(parameters, "CODE_FIELD", context))
        chosen = self._fields(parameters, "INDICATOR_FIELDS", context)
        costs = self._fields(parameters, "COST_FIELDS", context)
        require_fields(layer, fields, [*chosen, *costs])
        catalogue = self._catalogue(parameters, context)
        chosen = list(dict.fromkeys(chosen)) or catalogue.scored(fields)
        strangers = [name for name in costs if name not in chosen]
        if strangers:
            raise InputError(
                "cost_not_chosen",
                "COST_FIELDS names {fields}, not among the indicator fields. Add them there, or take them out here.",
                fields=", ".join(strangers),
            )
        has_geometry = source.wkbType() != NO_GEOMETRY
        units = self.read(parameters, "INPUT", context, task.part(0, 0.3), geometry=has_geometry)
        assert units is not None  # INPUT is not optional
        judgements = self.read(parameters, "JUDGEMENTS", context, task, geometry=False, required=False)
        codes = unit_codes(units[code], layer, code)
        result = self._score(
            units[chosen].set_axis(codes.to_numpy(), axis=0),
            self._options(parameters, context, layer, catalogue, chosen, costs),
            judgements,
            task.part(0.3, 0.9),
        )
        push_warnings(feedback, result.warnings)
        units = with_columns(units, result.scores)
        weights = _weights_table(result, catalogue, _costs(catalogue, chosen, costs))
        stability = result.stability.rename_axis(code).reset_index()
        frames = {"OUTPUT": units, "WEIGHTS": weights, "STABILITY": stability}
        results = {
            **self.write_all(parameters, context, frames, task.part(0.9, 1.0)),
            "CONSISTENCY_RATIO": result.consistency_ratio,
            "KENDALL_TAU": result.agreement,
        }
        return {name: value for name, value in results.items() if value is not None}

    def _fields(self, parameters: dict[str, Any], name: str, context: QgsProcessingContext) -> list[str]:
        return [item for item in self.parameterAsFields(parameters, name, context) if item]

    def _catalogue(self, parameters: dict[str, Any], context: QgsProcessingContext) -> IndicatorCatalogue:
        from pathlib import Path

        from ..core.indicators.catalogue import load_indicators

        use_bundled_packages()
        own = self.parameterAsString(parameters, "CATALOGUE", context)
        return load_indicators(
            resource("catalogues", "indicators.json"),
            resource("catalogues", "indicators.schema.json"),
            Path(own) if own else None,
        )

    def _options(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        layer: str,
        catalogue: IndicatorCatalogue,
        chosen: list[str],
        costs: list[str],
    ) -> ScoreOptions:
        from ..core.indicators.score import ScoreOptions

        known = {name: item for name in chosen if (item := catalogue.get(name)) is not None}
        names = {text: group.id for group in catalogue.groups for text in (group.zh, group.en)}
        names |= {text: item.code for item in known.values() for text in (item.zh, item.en)}
        of_villages = known and all("township" not in item.levels for item in known.values())
        usual_top = catalogue.stability.top["village" if of_villages else "township"]
        return ScoreOptions(
            weighting=self.parameterAsEnumString(parameters, "WEIGHTING", context),
            normalisation=self.parameterAsEnumString(parameters, "NORMALISATION", context),
            aggregation=self.parameterAsEnumString(parameters, "AGGREGATION", context),
            costs=frozenset(_costs(catalogue, chosen, costs)),
            groups={name: item.group for name, item in known.items()},
            median=frozenset(name for name, item in known.items() if item.missing == "median"),
            names=names,
            layer=layer,
            top=self.whole_number(parameters, "TOP", context) or usual_top,
            changes=catalogue.stability.changes,
            random_sets=catalogue.stability.random_sets,
            seed=self.parameterAsInt(parameters, "SEED", context),
        )

    def _score(
        self, values: pd.DataFrame, options: ScoreOptions, judgements: Optional[pd.DataFrame], task: Task
    ) -> ScoreResult:
        from ..core.indicators.score import score_units

        return score_units(values, options, judgements, task)


def _costs(catalogue: IndicatorCatalogue, chosen: list[str], costs: list[str]) -> list[str]:
    """The fields where less is better: those named, else those the catalogue knows as such."""
    if costs:
        return costs
    return [name for name in chosen if (item := catalogue.get(name)) is not None and item.cost]


def _weights_table(result: ScoreResult, catalogue: IndicatorCatalogue, costs: list[str]) -> pd.DataFrame:
    """A row per indicator: indicator, weight, group, name, direction; names in the interface's language."""
    import pandas as pd

    chinese = is_chinese(QgsApplication.locale())
    rows = []
    for code, weight in result.weights.items():
        item = catalogue.get(str(code))
        name = "" if item is None else item.zh if chinese else item.en
        direction = "cost" if code in costs else "benefit"
        rows.append((code, float(weight), "" if item is None else item.group, name, direction))
    return pd.DataFrame(rows, columns=["indicator", "weight", "group", "name", "direction"])
