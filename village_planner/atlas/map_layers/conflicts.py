"""The plan's ledger of conflicts between plans: kinds coloured, the largest with their numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Optional

from qgis.core import QgsCategorizedSymbolRenderer, QgsRendererCategory

from ...core.catalogue import load_catalogue
from ...paths import catalogue_files
from .. import themes
from ..symbols import area
from ..view import View
from .layer import MapLayer, PageLayer, memory_layer
from .projects import number_layers

if TYPE_CHECKING:
    import geopandas as gpd

    from ..data import AtlasData


def conflicts(data: AtlasData) -> Optional[gpd.GeoDataFrame]:
    """The plan's conflicts with the name of their kind (kind_name); None where it has none."""
    frame = data.layers.get("conflict")
    if frame is None:
        return None
    names = kind_names(data)
    return frame.assign(kind_name=[names.get(kind, kind) for kind in frame["kind"]])


def conflicts_on(view: View) -> Optional[gpd.GeoDataFrame]:
    """Those in the page's villages; None where there are none."""
    frame = conflicts(view.data)
    if frame is None or view.whole:
        return frame
    frame = frame[frame["unit_code"].isin(set(view.villages()["code"]))]
    return None if frame.empty else frame


def kind_names(data: AtlasData) -> dict[str, str]:
    def make() -> dict[str, str]:
        rules = load_catalogue(*catalogue_files("conflict_rules"), data.own.get("conflict_rules"))
        return {item["id"]: item["zh"] for item in rules["kinds"]}

    names: dict[str, str] = themes.once(data, "kinds of conflict", make)
    return names


def kinds_by_area(frame: gpd.GeoDataFrame) -> list[str]:
    """Names of the kinds, that of the greatest area first."""
    return list(frame.groupby("kind_name")["area_m2"].sum().sort_values(ascending=False, kind="stable").index)


def _conflicts(view: View) -> list[PageLayer]:
    frame = conflicts_on(view)
    if frame is None:
        return []
    wanted = themes.themes(view.data)["conflicts"]
    everywhere = kinds_by_area(conflicts(view.data))  # so that a kind has the same colour on every page
    colours = {kind: wanted["colours"][i % len(wanted["colours"])] for i, kind in enumerate(everywhere)}
    layer = memory_layer(frame[["kind_name", "geometry"]], "差异图斑", view=view)
    layer.setRenderer(
        QgsCategorizedSymbolRenderer(
            "kind_name",
            [
                QgsRendererCategory(kind, area(colours[kind], colours[kind], "solid", 0.25), kind)
                for kind in kinds_by_area(frame)
            ],
        )
    )
    result = [PageLayer(layer)]
    largest = frame.sort_values("area_m2", ascending=False, kind="stable").head(wanted["numbered"])
    if len(largest):
        name = f"差异图斑编号（最大的 {len(largest)} 处）"
        result = [*number_layers(view, largest, name, "#333333"), *result]
    return result


LAYERS = {"conflicts": MapLayer(_conflicts, ("conflict",))}
