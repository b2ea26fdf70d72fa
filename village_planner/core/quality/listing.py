"""From rows at fault to findings: the first ones one by one, the rest counted, never silently cut."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from ..messages import Message, message
from .identity import digest_of
from .keys import REST
from .model import CheckedLayer, Finding
from .rules import Rules


def row_findings(
    layer: CheckedLayer, rule: str, rows: NDArray, rules: Rules, text: Callable[[int], Message]
) -> Iterator[Finding]:
    """A finding for each row (k,) of a layer, in that order; `text` makes its message."""
    shown = rows[: rules.rules[rule].listed]
    codes, identities, shapes = layer.codes(), layer.identities, layer.repaired.geometry
    for row in shown:
        yield Finding(rule, layer.name, codes[row], text(int(row)), shapes[row], identities[row])
    yield from the_rest(layer, rule, [identities[row] for row in rows[len(shown) :]], rules)


def value_findings(
    layer: CheckedLayer,
    rule: str,
    field: str,
    at_fault: pd.Series,
    rules: Rules,
    text: Callable[[Any, int], Message],
) -> Iterator[Finding]:
    """A finding for each value that is wrong, with the ground of its first rows.

    at_fault  the wrong values, by row      text  from a value and the number of its rows to a message
    """
    groups = sorted(at_fault.groupby(at_fault).indices.items(), key=lambda item: str(item[0]))
    positions = at_fault.index.to_numpy()
    shown = groups[: rules.rules[rule].listed]
    for value, places in shown:
        rows = positions[places]
        unit = _common(layer.codes(), rows)
        yield Finding(
            rule,
            layer.name,
            unit,
            text(value, len(rows)),
            ground_of(layer, rows, rules),
            f"{field}={value}" if field else str(value),
        )
    yield from the_rest(layer, rule, [f"{field}={value}" for value, _ in groups[len(shown) :]], rules)


def the_rest(layer: CheckedLayer, rule: str, identities: Sequence[str], rules: Rules) -> Iterator[Finding]:
    """What is not listed one by one, as one finding; its key changes with what it stands for."""
    if not identities:
        return
    yield Finding(
        rule,
        layer.name,
        "",
        message(
            "{count} further findings of this rule are not listed one by one (the catalogue of rules lists the first "
            "{listed}). Mend those listed and check again.",
            count=len(identities),
            listed=rules.rules[rule].listed,
        ),
        None,
        f"{REST}{len(identities)}:" + digest_of("\n".join(sorted(identities))),
        len(identities),
    )


def ground_of(layer: CheckedLayer, rows: NDArray, rules: Rules) -> Any:
    """The outlines of the first rows as one geometry, None where there is no ground."""
    shapes = layer.repaired.geometry[rows[: int(rules.thresholds["parts_shown"])]]
    shapes = shapes[~shapely.is_missing(shapes)]
    if len(shapes) == 0:
        return None
    if len(shapes) == 1:
        return shapes[0]
    with np.errstate(invalid="ignore", divide="ignore"):
        return shapely.union_all(shapes)


def _common(codes: pd.Series, rows: NDArray) -> str:
    """The unit that all rows name, "" where they name several."""
    found = codes.iloc[rows].unique()
    return str(found[0]) if len(found) == 1 else ""
