"""Checks of the attributes of one layer against another's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..codes import owner_of
from ..messages import message
from .listing import ground_of, row_findings, value_findings
from .model import CheckedLayer, Finding
from .rules import Rules
from .units import populations


def township_of(villages: CheckedLayer, townships: CheckedLayer) -> pd.Series:
    """For each village the row of its township, by township code, else by the first digits of its own; -1 for none."""
    known = townships.texts("code").tolist()
    own = owner_of(villages.texts("code"), known)
    given = villages.texts("township_code").map({code: i for i, code in enumerate(known) if code})
    return given.fillna(pd.Series(own)).astype(int)


def check_membership(
    villages: CheckedLayer, townships: CheckedLayer, township: pd.Series, rules: Rules
) -> Iterator[Finding]:
    """Every village has a township; township names agree; the people of a township are those of its villages.

    township  see `township_of`
    """
    codes, given = villages.texts("code"), villages.texts("township_code")
    if rules.on("unit_without_township"):
        yield from row_findings(
            villages,
            "unit_without_township",
            np.flatnonzero((township < 0).to_numpy()),
            rules,
            lambda row: message(
                "No township of layer {layer} has code {code}. Correct the village's township code, or add the "
                "township.",
                layer=townships.name,
                code=given[row] or codes[row],
            ),
        )
    if rules.on("name_differs"):
        yield from _names(villages, townships, township)
    if rules.on("population_sum"):
        yield from _people(villages, townships, township, rules)


def _names(villages: CheckedLayer, townships: CheckedLayer, township: pd.Series) -> Iterator[Finding]:
    if not (villages.has("township_name") and townships.has("name")):
        return
    names, codes = townships.texts("name"), townships.texts("code")
    for row, other, rows in _differing(villages.texts("township_name"), township.to_numpy(), names):
        yield Finding(
            "name_differs",
            villages.name,
            str(codes[row]),
            message(
                "{count} villages call their township {said}; layer {layer} calls it {name}.",
                count=len(rows),
                said=other,
                layer=townships.name,
                name=names[row],
            ),
            townships.repaired.geometry[row],
            f"{codes[row]}={other}",
        )


def _differing(said: pd.Series, owner: NDArray, names: pd.Series) -> Iterator[tuple[int, str, NDArray]]:
    """Owner, the other name that is said of it, and the rows that say so; missing names say nothing."""
    table = pd.DataFrame({"owner": owner, "said": said})
    table = table[(table["owner"] >= 0) & table["said"].ne("")]
    table = table[table["said"] != table["owner"].map(names)]
    for (row, other), rows in table.groupby(["owner", "said"]):
        yield int(row), str(other), rows.index.to_numpy()


def _people(villages: CheckedLayer, townships: CheckedLayer, township: pd.Series, rules: Rules) -> Iterator[Finding]:
    if not (villages.has("population") and townships.has("population")):
        return
    sums = populations(villages).groupby(township).sum()
    people = populations(townships).to_numpy(dtype=float)
    total = sums.reindex(range(len(people))).to_numpy(dtype=float)
    yield from row_findings(
        townships,
        "population_sum",
        np.flatnonzero(np.abs(total - people) >= 1),
        rules,
        lambda row: message(
            "Population is {township:,.0f}; its villages have {villages:,.0f}.",
            township=float(people[row]),
            villages=float(total[row]),
        ),
    )


def check_location(parcels: CheckedLayer, villages: CheckedLayer, owner: NDArray, rules: Rules) -> Iterator[Finding]:
    """Parcels name villages that exist, by the villages' names.

    owner  (n,) the village of each parcel, see `sums.parcel_owners`
    """
    if not parcels.has("unit_code"):
        return
    said = parcels.texts("unit_code")
    if rules.on("parcel_unit_unknown"):
        yield from value_findings(
            parcels,
            "parcel_unit_unknown",
            "",
            said[(owner < 0) & said.ne("").to_numpy()],
            rules,
            lambda code, count: message(
                "{count} parcels lie in unit {code}, which layer {layer} does not have.",
                count=count,
                code=code,
                layer=villages.name,
            ),
        )
    if not (parcels.has("unit_name") and villages.has("name") and rules.on("name_differs")):
        return
    names, codes = villages.texts("name"), villages.texts("code")
    for row, other, rows in _differing(parcels.texts("unit_name"), owner, names):
        yield Finding(
            "name_differs",
            parcels.name,
            str(codes[row]),
            message(
                "{count} parcels call their unit {said}; layer {layer} calls it {name}.",
                count=len(rows),
                said=other,
                layer=villages.name,
                name=names[row],
            ),
            ground_of(parcels, rows, rules),
            f"{codes[row]}={other}",
        )


def check_systems(layers: Sequence[CheckedLayer], rules: Rules) -> Iterator[Finding]:
    """All layers share one coordinate reference system."""
    if not layers or not rules.on("crs_differs"):
        return
    first = layers[0]
    for layer in layers[1:]:
        if not layer.frame.crs.equals(first.frame.crs, ignore_axis_order=True):
            yield Finding(
                "crs_differs",
                layer.name,
                "",
                message(
                    "The layer is in {crs}, layer {other} in {wanted}. It will be reprojected.",
                    crs=layer.frame.crs.to_string(),
                    other=first.name,
                    wanted=first.frame.crs.to_string(),
                ),
                None,
                layer.frame.crs.to_string(),
            )
