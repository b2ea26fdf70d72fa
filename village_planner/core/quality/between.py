"""Checks of one layer against another."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from ..codes import owner_of
from ..messages import message
from .model import CheckedLayer, Finding
from .units import populations


def township_of(villages: CheckedLayer, townships: CheckedLayer) -> pd.Series:
    """For each village the row of its township, by township code, else by the first digits of its own; -1 for none."""
    known = townships.texts("code").tolist()
    own = owner_of(villages.texts("code"), known)
    given = villages.texts("township_code").map({code: i for i, code in enumerate(known) if code})
    return given.fillna(pd.Series(own)).astype(int)


def check_membership(villages: CheckedLayer, townships: CheckedLayer) -> Iterator[Finding]:
    """Every village has a township; township names agree; the people of a township are those of its villages."""
    township = township_of(villages, townships)
    codes, given = villages.texts("code"), villages.texts("township_code")
    for row in np.flatnonzero((township < 0).to_numpy()):
        yield Finding(
            "unit_without_township",
            villages.name,
            codes[row],
            message(
                "No township of layer {layer} has code {code}. Correct the village's township code, or add the "
                "township.",
                layer=townships.name,
                code=given[row] or codes[row],
            ),
            villages.repaired.geometry[row],
        )
    yield from _names(villages, townships, township)
    yield from _people(villages, townships, township)


def _names(villages: CheckedLayer, townships: CheckedLayer, township: pd.Series) -> Iterator[Finding]:
    if not (villages.has("township_name") and townships.has("name")):
        return
    said, names, codes = villages.texts("township_name"), townships.texts("name"), townships.texts("code").tolist()
    found = pd.DataFrame({"township": township, "said": said})
    found = found[(found["township"] >= 0) & found["said"].ne("")]
    found = found[found["said"] != found["township"].map(names)]
    for (row, other), rows in found.groupby(["township", "said"]):
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
        )


def _people(villages: CheckedLayer, townships: CheckedLayer, township: pd.Series) -> Iterator[Finding]:
    if not (villages.has("population") and townships.has("population")):
        return
    sums = populations(villages).groupby(township).sum()
    for row, people in enumerate(populations(townships)):
        total = sums.get(row)
        if total is not None and np.isfinite(people) and abs(total - people) >= 1:
            yield Finding(
                "population_sum",
                townships.name,
                str(townships.texts("code")[row]),
                message(
                    "Population is {township:,.0f}; its villages have {villages:,.0f}.",
                    township=people,
                    villages=total,
                ),
                townships.repaired.geometry[row],
            )


def check_location(parcels: CheckedLayer, villages: CheckedLayer) -> Iterator[Finding]:
    """Parcels name villages that exist, by the villages' names."""
    if not parcels.has("unit_code"):
        return
    said = parcels.texts("unit_code")
    owner = pd.Series(owner_of(said, villages.texts("code").tolist()))
    for code, rows in said[(owner < 0) & said.ne("")].groupby(said):
        yield Finding(
            "parcel_unit_unknown",
            parcels.name,
            str(code),
            message(
                "{count} parcels lie in unit {code}, which layer {layer} does not have.",
                count=len(rows),
                code=code,
                layer=villages.name,
            ),
        )
    if not (parcels.has("unit_name") and villages.has("name")):
        return
    table = pd.DataFrame({"owner": owner, "said": parcels.texts("unit_name")})
    table = table[(table["owner"] >= 0) & table["said"].ne("")]
    table = table[table["said"] != table["owner"].map(villages.texts("name"))]
    for (row, other), group in table.groupby(["owner", "said"]):
        yield Finding(
            "name_differs",
            parcels.name,
            villages.texts("code")[row],
            message(
                "{count} parcels call their unit {said}; layer {layer} calls it {name}.",
                count=len(group),
                said=other,
                layer=villages.name,
                name=villages.texts("name")[row],
            ),
            villages.repaired.geometry[row],
        )


def check_systems(layers: list[CheckedLayer]) -> Iterator[Finding]:
    """All layers share one coordinate reference system."""
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
            )
