"""All computed indicators of a level, from the county's layers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Optional

import numpy as np
import pandas as pd

from ...errors import InputError
from ...messages import Message, message
from ...task import SILENT, Task
from ..catalogue import Indicator, IndicatorCatalogue
from ..numbers import listed
from . import figures, land, points, roads
from .county import LEVELS, CountyLayers, Settings
from .survey import LackingError, Measured, Survey

DIGITS = 6  # decimals that are kept; far more than any indicator shows


@dataclass(frozen=True)
class Measure:
    """A way to compute an indicator.

    take   (survey, level, arguments) -> values     levels     that it is measured for
    needs  arguments that it cannot do without      effort     share of the progress bar, roughly seconds
    """

    take: Callable[[Survey, str, Mapping[str, Any]], Measured]
    levels: tuple[str, ...] = LEVELS
    needs: tuple[str, ...] = ()
    effort: float = 1.0


MEASURES: Mapping[str, Measure] = {
    "road_density": Measure(roads.road_density, effort=4),
    "travel_time": Measure(roads.travel_time, needs=("destination",), effort=2),
    "mean_travel_time": Measure(roads.mean_travel_time, ("township",), ("destination",)),
    "served_share": Measure(roads.served_share, ("township",), ("facilities", "minutes")),
    "services_within": Measure(roads.services_within, needs=("facilities", "minutes")),
    "distance": Measure(roads.distance, needs=("destination",)),
    "hazard_density": Measure(points.hazard_density),
    "facility_count": Measure(points.facility_count),
    "facilities_per_thousand": Measure(points.facilities_per_thousand),
    "villages_with_facility_share": Measure(points.villages_with_facility_share, ("township",), ("facilities",)),
    "class_share": Measure(land.class_share, needs=("classes",), effort=8),
    "high_standard_farmland_share": Measure(land.high_standard_farmland_share, needs=("line", "classes"), effort=8),
    "buildable_land": Measure(land.buildable_land, needs=("classes", "outside"), effort=8),
    "buildable_per_person": Measure(land.buildable_per_person, needs=("classes", "outside"), effort=8),
    "collective_income_per_person": Measure(figures.collective_income_per_person, needs=("income",)),
}


@dataclass(frozen=True)
class Computed:
    """values    unit_code, unit_name, indicator, value (NaN where a unit has none), source (a Message); by indicator
              in the catalogue's order, then unit
    left_out  indicator code -> why it was not computed
    warnings  what is to be known of the values
    """

    values: pd.DataFrame
    left_out: Mapping[str, Message]
    warnings: tuple[Message, ...]


def compute_indicators(
    county: CountyLayers,
    catalogue: IndicatorCatalogue,
    level: str,
    settings: Settings,
    indicators: Optional[Sequence[str]] = None,
    task: Task = SILENT,
) -> Computed:
    """Compute the indicators of a level, township or village, that the catalogue says how to compute.

    indicators  codes; None: all computed ones of the level

    What the county lacks the layers for is left out and told, never zero. Each indicator is computed by itself from
    the layers, so that the order plays no part.
    Raises InputError no_villages, missing_geometry (villages, or units of the level, without an outline), not_computed
    (an indicator asked for that is imported), unknown_indicator, unknown_measure, missing_argument.
    """
    _check_units(county, level)
    chosen = _chosen(catalogue, level, indicators)
    needs = [land.land_needs(_source(item).arguments) for item in chosen]
    survey = Survey(
        county,
        settings,
        land_classes=frozenset().union(*(classes for classes, _ in needs)),
        lined_classes=frozenset().union(*(classes for classes, lines in needs if lines)),
        land_lines=frozenset().union(*(lines for _, lines in needs)),
    )
    units = county.units(level)
    astray = county.township_of_village < 0
    if astray.any():
        survey.warnings.append(
            message(
                "{count} villages are in no township that is there ({names}).",
                count=int(astray.sum()),
                names=survey.names("village", astray),
            )
        )
    parts: list[pd.DataFrame] = []
    left_out: dict[str, Message] = {}
    warnings: list[Message] = []
    efforts = np.array([MEASURES[_source(item).measure].effort for item in chosen])
    done = np.concatenate([[0.0], np.cumsum(efforts)]) / max(efforts.sum(), 1.0)
    for i, item in enumerate(chosen):
        survey.task = task.part(done[i], done[i + 1])
        name = item.zh if settings.language == "zh" else item.en
        survey.task.report(0.0, message("Computing {indicator} {name} …", indicator=item.code, name=name))
        source = _source(item)
        try:
            measured = MEASURES[source.measure].take(survey, level, source.arguments)
        except LackingError as lacking:
            left_out[item.code] = lacking.said
            continue
        warnings += [message("{indicator}: {text}", indicator=item.code, text=warning) for warning in measured.warnings]
        parts.append(
            pd.DataFrame(
                {
                    "unit_code": units["code"].to_numpy(dtype=object),
                    "unit_name": units["name"].to_numpy(dtype=object),
                    "indicator": item.code,
                    "value": np.round(measured.values, DIGITS),
                    "source": pd.Series([measured.basis] * len(units), dtype=object),
                }
            )
        )
    task.report(1.0)
    columns = ["unit_code", "unit_name", "indicator", "value", "source"]
    values = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=columns)
    return Computed(values, left_out, (*survey.warnings, *warnings))


def _check_units(county: CountyLayers, level: str) -> None:
    """What lies in a unit without an outline would be missing from its figures, and from those of its township."""
    if county.villages.empty:
        raise InputError("no_villages", "Nothing to compute for. Choose a planning database, or the layer of villages.")
    for name in dict.fromkeys(("village", level)):
        units = county.units(name)
        bare = units["code"][(units.geometry.isna() | units.geometry.is_empty).to_numpy()]
        if len(bare):
            raise InputError(
                "missing_geometry",
                "Layer {layer}: units {codes} have no outline. Draw them, or delete the rows.",
                layer=name,
                codes=listed([str(code) for code in bare]),
            )


def computed_codes(catalogue: IndicatorCatalogue, level: str) -> list[str]:
    """Codes of the indicators and features of a level that are computed."""
    return [
        item.code
        for item in catalogue.indicators
        if level in item.levels and item.source is not None and item.source.kind == "computed"
    ]


def _source(item: Indicator) -> Any:
    return item.source


def _chosen(catalogue: IndicatorCatalogue, level: str, indicators: Optional[Sequence[str]]) -> list[Indicator]:
    computed = computed_codes(catalogue, level)
    for code in indicators or ():
        item = catalogue.get(code)
        if item is None:
            raise InputError(
                "unknown_indicator",
                "INDICATORS names {indicator}, which the catalogue does not list. Choose from: {known}.",
                indicator=code,
                known=", ".join(computed),
            )
        if code not in computed:
            raise InputError(
                "not_computed",
                "INDICATORS names {indicator}, which is not computed for level {level} but imported, or of the other "
                "level. Choose from: {known}.",
                indicator=code,
                level=level,
                known=", ".join(computed),
            )
    wanted = computed if indicators is None else [code for code in computed if code in set(indicators)]
    chosen = [item for item in catalogue.indicators if item.code in wanted]
    for item in chosen:
        _check(item, level)
    return chosen


def _check(item: Indicator, level: str) -> None:
    source = _source(item)
    measure = MEASURES.get(source.measure)
    if measure is None or level not in measure.levels:
        raise InputError(
            "unknown_measure",
            "The catalogue computes {indicator} by the measure {measure}, which is not known for level {level}. Choose "
            "one of: {known}.",
            indicator=item.code,
            measure=source.measure,
            level=level,
            known=", ".join(name for name, one in MEASURES.items() if level in one.levels),
        )
    lost = [name for name in measure.needs if name not in source.arguments]
    if lost:
        raise InputError(
            "missing_argument",
            "The catalogue computes {indicator} by the measure {measure} without saying {arguments}. Add it to the "
            "indicator's source, under arguments.",
            indicator=item.code,
            measure=source.measure,
            arguments=", ".join(lost),
        )
