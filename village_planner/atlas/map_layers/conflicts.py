"""The plan's ledger of conflicts between plans: kinds coloured, the largest with their numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Optional

from qgis.core import QgsCategorizedSymbolRenderer, QgsRendererCategory, QgsVectorLayer

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


def _conflicts(view: View) -> Optional[QgsVectorLayer]:
    frame, everything = conflicts_on(view), conflicts(view.data)
    if frame is None or everything is None:
        return None
    colours = themes.themes(view.data)["conflicts"]["colours"]
    # by the whole county, so that a kind has the same colour on every page
    colour = {kind: colours[i % len(colours)] for i, kind in enumerate(kinds_by_area(everything))}
    layer = memory_layer(frame[["kind_name", "geometry"]], _title(view.data, everything), view=view)
    layer.setRenderer(
        QgsCategorizedSymbolRenderer(
            "kind_name",
            [
                QgsRendererCategory(kind, area(colour[kind], colour[kind], "solid", 0.25), kind)
                for kind in kinds_by_area(frame)
            ],
        )
    )
    return layer


def _title(data: AtlasData, everything: gpd.GeoDataFrame) -> str:
    """Which plans are the first and the second, where they are the same for all conflicts."""
    sides = [set(everything[side].fillna("")) - {""} for side in ("plan_a", "plan_b")]
    if any(len(side) != 1 for side in sides):
        return "冲突图斑"
    first, second = (themes.plan_name(data, plan) for side in sides for plan in side)
    return f"冲突图斑（甲规：{first}；乙规：{second}）"


def _numbers(view: View) -> list[PageLayer]:
    """The largest with their number in the ledger."""
    frame, wanted = conflicts_on(view), themes.themes(view.data)["conflicts"]["numbered"]
    if frame is None or not wanted:
        return []
    largest = frame.sort_values("area_m2", ascending=False, kind="stable").head(wanted)
    return number_layers(view, largest, f"图斑编号（最大的 {len(largest)} 处）", "#333333")


LAYERS = {
    "conflict_numbers": MapLayer(_numbers, ("conflict",)),
    "conflicts": MapLayer(_conflicts, ("conflict",)),
}
