"""What a scoring did with each figure and each expert, in words: for a review that asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from ..messages import Message, message
from .figures import SKEWED
from .judgement_tables import on_scale
from .judgements import Comparison
from .score import ScoreOptions, ScoreResult

NORMALISATION_NAMES = {
    "minmax": message("min–max"),
    "zscore": message("z-score"),
    "percentile": message("percentile"),
    "vector": message("vector"),
}
WEIGHTING_NAMES = {
    "equal": message("equal weights"),
    "ahp": message("AHP"),
    "entropy": message("entropy"),
    "critic": message("CRITIC"),
    "combined": message("AHP and data combined"),
    "own": message("own weights"),
}
AGGREGATION_NAMES = {"weighted_sum": message("weighted sum"), "topsis": message("TOPSIS")}

GROUP = "*"  # the experts together, in tables
COLUMNS: dict[str, Any] = {
    "expert": object,
    "comparison": object,
    "names": object,
    "count": "int64",
    "ratio": float,
    "limit": float,
    "used": "int64",
    "row": object,
    "column": object,
    "value": object,
    "suggested": object,
}


@dataclass(frozen=True)
class Line:
    """kind     run, warning, indicator, hint or judgement
    subject  code of the indicator, name of the expert; "" for the run and for warnings
    """

    kind: str
    subject: str
    message: Message


def report(result: ScoreResult, options: ScoreOptions) -> list[Line]:
    """The lines of a scoring: the run, its warnings, each indicator with hints, each comparison of judgements."""
    lines = [Line("run", "", _run(result, options))]
    lines += [Line("warning", "", warning) for warning in result.warnings]
    values = result.figures.values
    for place, (code, weight) in enumerate(result.weights.items()):
        column = values[code]
        lines.append(
            Line(
                "indicator",
                str(code),
                message(
                    "{low} to {high}, {direction}; {transform}{normalisation}; weight {weight}.",
                    low=f"{column.min():.6g}",
                    high=f"{column.max():.6g}",
                    direction=message("less is better") if result.figures.cost[place] else message("more is better"),
                    transform=message("logarithm, then ") if result.figures.logs[place] else "",
                    normalisation=NORMALISATION_NAMES[options.normalisations.get(str(code), options.normalisation)],
                    weight=f"{weight:.4f}",
                ),
            )
        )
        skewness = float(result.figures.skewness[place])
        if skewness > SKEWED and not result.figures.logs[place] and column.min() >= 0:
            lines.append(
                Line(
                    "hint",
                    str(code),
                    message(
                        "A few units stand far above the others (skewness {skewness}); with LOG_FIELDS the logarithm "
                        "would let the others differ, too.",
                        skewness=f"{skewness:.1f}",
                    ),
                )
            )
    lines += [Line("judgement", each.expert or "", _judged(each, options)) for each in result.comparisons]
    return lines


def consistency_table(comparisons: tuple[Comparison, ...], limit: float) -> pd.DataFrame:
    """A row per comparison: expert ("" for the only one, GROUP for all together), comparison (group id, "" for the
    groups or for all indicators at once), names, count, ratio, limit, used (1 or 0), and the judgement to revisit.
    """
    rows = []
    for each in comparisons:
        again = each.revisit
        rows.append(
            {
                "expert": GROUP if each.expert is None else each.expert,
                "comparison": each.of,
                "names": ", ".join(each.names),
                "count": len(each.names),
                "ratio": each.ratio,
                "limit": limit,
                "used": int(each.used),
                "row": again.row if again else "",
                "column": again.column if again else "",
                "value": on_scale(again.value) if again else "",
                "suggested": on_scale(again.suggested) if again else "",
            }
        )
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)


def _run(result: ScoreResult, options: ScoreOptions) -> Message:
    parts: Mapping[str, object] = {
        "units": len(result.scores),
        "indicators": len(result.weights),
        "weighting": WEIGHTING_NAMES[options.weighting],
        "aggregation": AGGREGATION_NAMES[options.aggregation],
        "tau": "–" if result.agreement is None else f"{result.agreement:.3f}",
    }
    return message(
        "{units} units, {indicators} indicators; weighting {weighting}, aggregation {aggregation}; weighted sum and "
        "TOPSIS agree with Kendall’s τ = {tau}.",
        **parts,
    )


def _judged(each: Comparison, options: ScoreOptions) -> Message:
    return message(
        "{names}: consistency ratio {ratio} (to be below {limit}), {used}.",
        names=options.judging.called(each.names),
        ratio=f"{each.ratio:.3f}",
        limit=f"{options.judging.limit:.2f}",
        used=message("used") if each.used else message("left out"),
    )
