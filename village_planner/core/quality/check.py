"""All checks of a county's layers."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import replace

import geopandas as gpd
import numpy as np

from ..task import SILENT, Task
from .between import check_location, check_membership, check_systems
from .model import CheckedLayer, Finding, Rules, findings_frame
from .parcels import check_classes, check_parcel_ids, check_ridges
from .shapes import check_areas, check_shapes, check_topology
from .units import check_codes, check_names, check_population, check_township_codes


@np.errstate(invalid="ignore", divide="ignore")  # GEOS leaves floating-point flags that numpy would report
def check_county(
    layers: Sequence[CheckedLayer],
    rules: Rules,
    classes: Set[str],
    task: Task = SILENT,
    already: Sequence[Finding] = (),
) -> gpd.GeoDataFrame:
    """Check townships, villages and parcels, alone and against each other.

    layers   at most one of each role, in any order
    classes  codes of the land classes that are known
    already  findings made while reading, listed along
    returns  rule, severity, layer, unit_code, message (a `Message`), geometry (polygons in the first layer's CRS)
    """
    found: list[Finding] = list(already)
    crs = layers[0].frame.crs
    found += check_systems(list(layers))
    layers = [layer if layer.frame.crs == crs else replace(layer, frame=layer.frame.to_crs(crs)) for layer in layers]
    by_role = {layer.role: layer for layer in layers}
    for i, layer in enumerate(layers):
        task.report(0.9 * i / len(layers))
        found += [*check_shapes(layer), *check_areas(layer, rules)]
        if layer.role == "parcel":
            found += [*check_classes(layer, classes), *check_ridges(layer), *check_parcel_ids(layer)]
        else:
            found += [*check_codes(layer, rules), *check_names(layer), *check_population(layer)]
            found += check_topology(layer, rules, task)
    task.report(0.9)
    villages, townships, parcels = (by_role.get(role) for role in ("village", "township", "parcel"))
    if villages is not None and townships is not None:
        found += check_membership(villages, townships)
    elif villages is not None:
        found += check_township_codes(villages)
    if villages is not None and parcels is not None:
        found += check_location(parcels, villages)
    task.report(1.0)
    return findings_frame(found, rules, crs)
