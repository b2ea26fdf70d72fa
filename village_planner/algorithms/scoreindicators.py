"""Score and rank units by indicators."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import TYPE_CHECKING, Any, Optional

from qgis.core import (
    QgsApplication,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterString,
)

from ..compat import NO_GEOMETRY, VECTOR_ANY
from ..core.errors import InputError
from ..core.task import Task
from ..paths import catalogue_files
from ..translation import is_chinese, say, tr
from ._catalogues import define_catalogue, define_county, own_catalogues
from ._layers import LayerList, check_opened, snapshots
from ._units import code_field, require_fields, with_columns
from .base import PlannerAlgorithm, push_warnings
from .parameters import advanced, choice, field, number, seed, table, with_tip

if TYPE_CHECKING:
    import pandas as pd

    from ..core.indicators.catalogue import IndicatorCatalogue
    from ..core.indicators.score import ScoreOptions, ScoreResult

# As in core.indicators, which is imported only when it is used (it brings numpy and pandas along).
WEIGHTINGS = ("equal", "ahp", "entropy", "critic", "combined", "own")
NORMALISATIONS = ("minmax", "zscore", "percentile", "vector")
AGGREGATIONS = ("weighted_sum", "topsis")
OBJECTIVES = ("entropy", "critic")
COMBINATIONS = ("geometric", "linear")
COMBINE = ("judgements", "priorities")
INCONSISTENT = ("refuse", "leave_out", "keep")


class ScoreIndicators(PlannerAlgorithm):
    NAME = "scoreindicators"
    GROUP = "indicators"
    _experts: LayerList = LayerList([], 0)

    def title(self) -> str:
        return tr("Score indicators")

    def help(self) -> str:
        return tr(
            "Scores and ranks townships or villages by their indicators.\n\n"
            "Needs a layer or table with a code and a numeric field per indicator. Fields named after the catalogue's "
            "indicators (A1 … C8 for townships, V1 … V16 for villages) are found by themselves, with group and "
            "direction.\n\n"
            "Normalisation makes indicators comparable and turns costs round: minmax (0 to 1), zscore, percentile, "
            "vector. For skewed figures such as money the logarithm can be taken first.\n"
            "Weighting: equal; own (a table of weights); entropy and critic (from the data, on min–max values); ahp "
            "(pairwise judgements of one or several experts, consistency ratio below 0.1); combined (ahp with entropy "
            "or critic: square root of their product, or ALPHA·ahp + (1 − ALPHA)·data).\n"
            "Aggregation: weighted_sum or topsis; score and rank of the other are given beside it.\n\n"
            "Gives all fields of the input and score, rank (1 is best; equal scores share the lower number) and a "
            "score per group (with weighted_sum these add up to the score); a table of weights; a table that says how "
            "firm each rank is when single weights change by 10 % and 20 %, when an indicator is left out, and under "
            "random weights, and which indicator decides it; what each indicator adds to each score; each expert's "
            "consistency ratio and the judgement to revisit; and a report of what was done with each figure.\n\n"
            "A missing value is an error, unless the catalogue allows the median or the worst value for that "
            "indicator. An indicator in which all units are equal has no influence."
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
                tip=tr(
                    "Columns row, column, value; or a square table whose first column repeats the other names. With a "
                    "column expert it holds the judgements of several."
                ),
            )
        )
        self.addParameter(
            with_tip(
                QgsProcessingParameterMultipleLayers(
                    "EXPERTS", tr("Judgements of further experts, a table each"), VECTOR_ANY, optional=True
                ),
                tr("An expert goes by the name of the table."),
            )
        )
        self.addParameter(
            table(
                "WEIGHTS_TABLE",
                tr("Own weights (for own)"),
                optional=True,
                tip=tr("Columns indicator and weight, in any scale; 0 leaves an indicator out."),
            )
        )
        self.addParameter(
            advanced(
                QgsProcessingParameterString(
                    "OWN_WEIGHTS", tr("Own weights as text, instead of a table"), optional=True
                ),
                tr("indicator=weight, with semicolons between: A1=0.6;A2=0.4"),
            )
        )
        self.addParameter(
            field(
                "LOG_FIELDS",
                tr("Fields of which the logarithm is taken first (empty: as the catalogue says)"),
                "INPUT",
                optional=True,
                many=True,
            )
        )
        for parameter in (
            choice("COMBINE", tr("Several experts: mean of their"), COMBINE, "judgements"),
            choice("INCONSISTENT", tr("Judgements that contradict themselves"), INCONSISTENT, "refuse"),
            choice("OBJECTIVE", tr("Combined: data weights"), OBJECTIVES, "entropy"),
            choice("COMBINATION", tr("Combined: how"), COMBINATIONS, "geometric"),
            number("ALPHA", tr("Combined, linear: share of the judgements (0 to 1)"), 0.5, minimum=0, maximum=1),
        ):
            self.addParameter(advanced(parameter))
        define_catalogue(self, "CATALOGUE", tr("Catalogue of indicators (empty: the county's, else the plugin's own)"))
        define_county(self)
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
        for name, title in (
            ("CONTRIBUTIONS", tr("What each indicator adds to each score")),
            ("CONSISTENCY", tr("Consistency of judgements")),
            ("REPORT", tr("What was done with each figure")),
        ):
            self.addParameter(QgsProcessingParameterFeatureSink(name, title, VECTOR_ANY, None, True))
        self.addOutput(QgsProcessingOutputNumber("CONSISTENCY_RATIO", tr("Consistency ratio of the judgements")))
        self.addOutput(
            QgsProcessingOutputNumber("KENDALL_TAU", tr("Agreement of weighted sum and TOPSIS (Kendall’s τ)"))
        )

    def prepareAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        if not super().prepareAlgorithm(parameters, context, feedback):
            return False
        self._experts = snapshots(self, parameters, context, ["EXPERTS"])["EXPERTS"]
        return True

    def work(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback, task: Task
    ) -> dict[str, Any]:
        from ..core.codes import unit_codes

        source = self.source(parameters, "INPUT", context)
        layer, fields = self.label(parameters, "INPUT", source), [item.name() for item in source.fields()]
        code = code_field(layer, fields, self.parameterAsString(parameters, "CODE_FIELD", context))
        chosen = self._fields(parameters, "INDICATOR_FIELDS", context)
        costs = self._fields(parameters, "COST_FIELDS", context)
        logs = self._fields(parameters, "LOG_FIELDS", context)
        require_fields(layer, fields, [*chosen, *costs, *logs])
        catalogue = self._catalogue(parameters, context)
        chosen = list(dict.fromkeys(chosen)) or catalogue.scored(fields)
        _check_chosen("COST_FIELDS", costs, chosen)
        _check_chosen("LOG_FIELDS", logs, chosen)
        has_geometry = source.wkbType() != NO_GEOMETRY
        units = self.read(parameters, "INPUT", context, task.part(0, 0.3), geometry=has_geometry)
        assert units is not None  # INPUT is not optional
        judgements = self._judgements(parameters, context, task)
        own = self._own_weights(parameters, context, task)
        codes = unit_codes(units[code], layer, code)
        options = self._options(parameters, context, layer, catalogue, chosen, costs, logs)
        result = self._score(
            units[chosen].set_axis(codes.to_numpy(), axis=0), options, judgements, task.part(0.3, 0.9), own
        )
        push_warnings(feedback, result.warnings)
        frames = {
            "OUTPUT": with_columns(_without_second_scores(units), result.scores),
            "WEIGHTS": _weights_table(result, catalogue, _costs(catalogue, chosen, costs)),
            "STABILITY": _stability_table(result, catalogue, code),
            "CONTRIBUTIONS": result.contributions().rename(columns={"code": code}),
            "CONSISTENCY": _consistency_table(result, options),
            "REPORT": _report_table(result, options),
        }
        results = {
            **self.write_all(parameters, context, frames, task.part(0.9, 1.0)),
            "CONSISTENCY_RATIO": result.consistency_ratio,
            "KENDALL_TAU": result.agreement,
        }
        return {name: value for name, value in results.items() if value is not None}

    def _own_weights(
        self, parameters: dict[str, Any], context: QgsProcessingContext, task: Task
    ) -> Optional[pd.DataFrame]:
        """The table of own weights, given as such or as text; None where neither is."""
        from ..core.indicators.own_weights import weights_in_text

        own = self.read(parameters, "WEIGHTS_TABLE", context, task, geometry=False, required=False)
        text = self.parameterAsString(parameters, "OWN_WEIGHTS", context).strip()
        if not text:
            return own
        if own is not None:
            raise InputError(
                "two_weights",
                "Own weights are given twice, by WEIGHTS_TABLE and by OWN_WEIGHTS. Leave one of them out.",
            )
        return weights_in_text(text)

    def _judgements(
        self, parameters: dict[str, Any], context: QgsProcessingContext, task: Task
    ) -> Optional[dict[str, pd.DataFrame]]:
        """The tables of judgements by name, JUDGEMENTS and EXPERTS; None where none is given."""
        from ..layers import read_source

        tables: dict[str, pd.DataFrame] = {}
        first = self.read(parameters, "JUDGEMENTS", context, task, geometry=False, required=False)
        if first is not None:
            tables[self.label(parameters, "JUDGEMENTS", self.source(parameters, "JUDGEMENTS", context))] = first
        check_opened(self._experts, "EXPERTS")
        for name, file, layer in self._experts.layers:
            called = next(text for text in _names(name, file) if text not in tables)
            tables[called] = read_source(layer, called, geometry=False, task=task)
        return tables or None

    def _fields(self, parameters: dict[str, Any], name: str, context: QgsProcessingContext) -> list[str]:
        return [item for item in self.parameterAsFields(parameters, name, context) if item]

    def _catalogue(self, parameters: dict[str, Any], context: QgsProcessingContext) -> IndicatorCatalogue:
        from ..core.indicators.catalogue import load_indicators

        own = own_catalogues(self, parameters, context, {"indicators": "CATALOGUE"})
        return load_indicators(*catalogue_files("indicators"), own["indicators"])

    def _options(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        layer: str,
        catalogue: IndicatorCatalogue,
        chosen: list[str],
        costs: list[str],
        logs: list[str],
    ) -> ScoreOptions:
        from ..core.indicators.judgements import JudgementOptions
        from ..core.indicators.score import ScoreOptions

        known = {name: item for name in chosen if (item := catalogue.get(name)) is not None}
        names = {text: group.id for group in catalogue.groups for text in (group.zh, group.en)}
        names |= {text: item.code for item in known.values() for text in (item.zh, item.en)}
        of_villages = known and all("township" not in item.levels for item in known.values())
        chinese = is_chinese(QgsApplication.locale())
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
            worst=frozenset(name for name, item in known.items() if item.missing == "worst"),
            logs=frozenset(logs or (name for name, item in known.items() if item.log)),
            normalisations={name: item.normalisation for name, item in known.items() if item.normalisation},
            objective=self.parameterAsEnumString(parameters, "OBJECTIVE", context),
            combination=self.parameterAsEnumString(parameters, "COMBINATION", context),
            alpha=self.parameterAsDouble(parameters, "ALPHA", context),
            judging=JudgementOptions(
                self.parameterAsEnumString(parameters, "COMBINE", context),
                self.parameterAsEnumString(parameters, "INCONSISTENT", context),
                catalogue.judgements.limit,
                catalogue.judgements.random_index,
                {group.id: group.zh if chinese else group.en for group in catalogue.groups},
            ),
        )

    def _score(
        self,
        values: pd.DataFrame,
        options: ScoreOptions,
        judgements: Optional[dict[str, pd.DataFrame]],
        task: Task,
        own: Optional[pd.DataFrame],
    ) -> ScoreResult:
        from ..core.indicators.score import score_units

        return score_units(values, options, judgements, task, own)


def _without_second_scores(units: pd.DataFrame) -> pd.DataFrame:
    """Without what an earlier run gave beside its score: one of the other aggregation would stay, of other weights."""
    return units.drop(
        columns=[f"{method}_{part}" for method in AGGREGATIONS for part in ("score", "rank")], errors="ignore"
    )


def _check_chosen(parameter: str, fields: list[str], chosen: list[str]) -> None:
    strangers = [name for name in fields if name not in chosen]
    if strangers:
        raise InputError(
            "not_chosen",
            "{parameter} names {fields}, not among the indicator fields. Add them there, or take them out here.",
            parameter=parameter,
            fields=", ".join(strangers),
        )


def _names(layer: str, file: str) -> Iterator[str]:
    """What a table of an expert may be called: its layer's name, with the file's, numbered."""
    yield layer
    yield f"{layer} ({file})"
    for again in count(2):
        yield f"{layer} ({again})"


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


def _stability_table(result: ScoreResult, catalogue: IndicatorCatalogue, code: str) -> pd.DataFrame:
    """The trials with indicators by their codes, and in words (column why) by their names."""
    from ..core.indicators.sensitivity import in_words

    codes = [str(each) for each in result.weights.index]
    words = in_words(result.stability, [_called(catalogue, each) for each in codes])
    table = result.stability.rename_axis(code).reset_index()
    table["decides"] = ["" if place < 0 else codes[place] for place in table["decides"]]
    table["top_hangs_on"] = [", ".join(codes[place] for place in places) for places in table["top_hangs_on"]]
    return table.assign(why=[say(sentence) for sentence in words])


def _called(catalogue: IndicatorCatalogue, code: str) -> str:
    """Code and name in the interface's language."""
    item = catalogue.get(code)
    return code if item is None else f"{code} {item.zh if is_chinese(QgsApplication.locale()) else item.en}"


def _consistency_table(result: ScoreResult, options: ScoreOptions) -> pd.DataFrame:
    from ..core.indicators.report import consistency_table

    return consistency_table(result.comparisons, options.judging.limit)


def _report_table(result: ScoreResult, options: ScoreOptions) -> pd.DataFrame:
    import pandas as pd

    from ..core.indicators.report import report

    lines = [(line.kind, line.subject, say(line.message)) for line in report(result, options)]
    return pd.DataFrame(lines, columns=["kind", "subject", "text"])
