"""overlayconstraints' core against QGIS's own intersection and geopandas.overlay, on the sample county's parcels."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from .measure import measure, show

PARCELS = 10_000  # the first of the layer; QGIS's own intersection of all 40,000 takes minutes


def run(database: Path) -> None:
    import processing
    from qgis.core import QgsProcessingFeedback, QgsVectorLayer

    from village_planner.core.overlay.overlay import ConstraintLayer, ParcelLayer, UnitLayer, overlay_constraints
    from village_planner.layers import read_source

    layers = {
        name: QgsVectorLayer(f"{database}|layername={name}", name, "ogr")
        for name in ("parcel", "village", "control_line")
    }
    layers["parcel"].setSubsetString(f"fid <= {PARCELS}")
    read = measure(lambda: {name: read_source(layer, name) for name, layer in layers.items()})
    parcel, village, line = read.value.values()
    kinds = [ConstraintLayer(kind, group.geometry) for kind, group in line.groupby("kind")]
    vertices = shapely.get_num_coordinates(parcel.geometry.to_numpy()).mean()
    print(f"Overlay: {len(parcel)} parcels of {vertices:.0f} vertices, {len(village)} villages, {len(line)} lines")
    show("reading the layers", read)

    inputs = (
        ParcelLayer("parcel", parcel.geometry, parcel["parcel_id"], parcel["class_code"], parcel["unit_code"]),
        UnitLayer("village", village.geometry, village["code"]),
    )
    ours = measure(lambda: overlay_constraints(*inputs, kinds))
    show("overlayconstraints: units and lines, areas, repair", ours)
    covered = ours.value.pieces.loc[ours.value.pieces["constraints"].ne("")].geometry.area.sum()

    native = measure(
        lambda: processing.run(
            "native:intersection",
            {"INPUT": layers["parcel"], "OVERLAY": layers["control_line"], "OUTPUT": "memory:"},
            feedback=QgsProcessingFeedback(),
        )["OUTPUT"]
    )
    area = sum(feature.geometry().area() for feature in native.value.getFeatures())
    show("native:intersection: parcels with lines only", native, ours.wall, _areas(area, covered))
    plain: Any = line[["kind", "geometry"]]
    peer = measure(lambda: gpd.overlay(parcel[["parcel_id", "geometry"]], plain, how="intersection"))
    show(
        "geopandas.overlay intersection: parcels with lines only",
        peer,
        ours.wall,
        _areas(peer.value.area.sum(), covered),
    )
    both = measure(
        lambda: gpd.overlay(
            gpd.overlay(parcel[["parcel_id", "geometry"]], village[["code", "geometry"]], how="intersection"),
            plain,
            how="identity",
        )
    )
    show("geopandas.overlay: villages, then identity with the lines", both, ours.wall, f"{len(both.value)} pieces")
    sums = pd.Series(ours.value.pieces["area_m2"]).sum()
    print(f"  pieces {len(ours.value.pieces)}, {sums:.2f} m2 of {ours.value.input_area:.2f} m2; ratios are to ours")


def _areas(theirs: float, ours: float) -> str:
    return f"area {theirs / 1e6:.3f} km2, ours {ours / 1e6:.3f}"
