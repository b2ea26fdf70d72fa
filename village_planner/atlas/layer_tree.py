"""The county's layers in the project: one group per theme, in the profession's colours.

The layers read the planning database itself, joined with one plan inside the file (SQL), so that what is saved in the
plan shows as soon as the map is redrawn, and the project can be saved and opened again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Optional

from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsCentroidFillSymbolLayer,
    QgsFillSymbol,
    QgsLayerTreeGroup,
    QgsLineSymbol,
    QgsMarkerSymbol,
    QgsProject,
    QgsRendererCategory,
    QgsSingleSymbolRenderer,
    QgsVectorLayer,
)

from ..core.errors import InputError
from ..database import open_database
from ..translation import tr
from . import styles
from .data import code_order

if TYPE_CHECKING:
    import pandas as pd

    from ..database import PlanningDatabase

GROUP = "village_planner/database"  # custom property of the group: the file it shows
LAND_USE_SCALE = 150_000  # land use is drawn from this scale on; a whole county of parcels would only be slow

# A unit with what the plan says of it. The geometry column keeps its name, so that the file's spatial index serves.
PLANNED = """
SELECT u.fid, u.geom, u.code, u.name, u.population, u.area_m2{more},
       a.district_code AS district, coalesce(c.role, '') AS role
FROM {level} u
LEFT JOIN assignment a ON a.unit_code = u.code AND a.level = '{level}' AND a.plan_id = {plan}
LEFT JOIN centre c ON c.unit_code = u.code AND c.level = '{level}' AND c.plan_id = {plan}
"""


def add_layer_tree(project: QgsProject, database_path: str, plan: str = "") -> QgsLayerTreeGroup:
    """Add the county's themed layers to a project, in place of those an earlier call added for the same file.

    plan  number or name; empty is the current plan; without any plan the districts are left out
    """
    with open_database(database_path, read_only=True) as database:
        chosen = _plan(database, plan)
        counts = {name: database.count(name) for name in COUNTED}
        districts = {
            level: database.districts(chosen, level) for level in ("township", "village") if chosen is not None
        }
        classes = _used(database, "parcel", "class_code") if counts["parcel"] else []
        plans = database.read_table("sector_plan")[["plan", "class_code"]] if counts["sector_plan"] else None
        title = database.setting("county_name", "") or tr("County")
    root = project.layerTreeRoot()
    for old in [child for child in root.children() if child.customProperty(GROUP) == database_path]:
        project.removeMapLayers([node.layerId() for node in old.findLayers()])
        root.removeChildNode(old)
    group = QgsLayerTreeGroup(title)
    group.setCustomProperty(GROUP, database_path)
    tree = _Tree(project, group, database_path)

    # top to bottom is how the map is drawn: marks, lines, hatches, and the fills below them
    if chosen is not None:
        theme = tree.theme(tr("Centres"))
        tree.add(theme, _centres(tree, "township", chosen, tr("Central towns")))
        tree.add(theme, _centres(tree, "village", chosen, tr("Central villages")))
    theme = tree.theme(tr("Administrative areas"))
    tree.add(theme, _borders(tree, "township", tr("Townships"), labels=True))
    tree.add(theme, _borders(tree, "village", tr("Villages and communities"), labels=False))
    theme = tree.theme(tr("Control lines"))
    if counts["control_line"]:
        tree.add(theme, _styled(tree, "control_line", tr("Control lines")))
    theme = tree.theme(tr("Facilities, roads and projects"))
    for name, text in (
        ("hazard", tr("Hazard points")),
        ("facility", tr("Public facilities")),
        ("project", tr("Project footprints")),
        ("road", tr("Roads")),
    ):
        if counts[name]:
            tree.add(theme, _styled(tree, name, text), name != "hazard")
    if chosen is not None:
        theme = tree.theme(tr("Districts"))
        tree.add(theme, _districts(tree, "village", chosen, districts["village"], tr("Village districts")), False)
        tree.add(theme, _districts(tree, "township", chosen, districts["township"], tr("Township districts")))
    theme = tree.theme(tr("Other plans"))
    if plans is not None:
        for name in sorted(set(plans["plan"].dropna())):
            codes = plans.loc[plans["plan"] == name, "class_code"].dropna()
            tree.add(theme, _sector_plan(tree, name, sorted(set(codes))), False)
    theme = tree.theme(tr("Present land use"))
    if counts["parcel"]:
        tree.add(theme, _land_use(tree, classes), False)
    for child in list(group.children()):
        if not child.children():
            group.removeChildNode(child)
    root.insertChildNode(0, group)
    return group


COUNTED = ("control_line", "hazard", "facility", "project", "road", "sector_plan", "parcel")


class _Tree:
    """The group in the making."""

    def __init__(self, project: QgsProject, group: QgsLayerTreeGroup, path: str) -> None:
        self.project, self.group, self.path = project, group, path

    def theme(self, title: str) -> QgsLayerTreeGroup:
        return self.group.addGroup(title)

    def layer(self, table: str, title: str, query: str = "") -> QgsVectorLayer:
        layer = QgsVectorLayer(f"{self.path}|layername={table}", title, "ogr")
        if query:
            layer.setSubsetString(" ".join(query.split()))
        return layer

    def add(self, theme: QgsLayerTreeGroup, layer: QgsVectorLayer, visible: bool = True) -> None:
        self.project.addMapLayer(layer, False)
        node = theme.addLayer(layer)
        node.setItemVisibilityChecked(visible)
        node.setExpanded(False)


def _plan(database: PlanningDatabase, text: str) -> Optional[int]:
    try:
        return database.plan(text).id
    except InputError as error:
        if error.code == "no_plan":
            return None
        raise


def _used(database: PlanningDatabase, table: str, column: str) -> list[str]:
    return sorted(set(database.read_table(table)[column].dropna()))


def _planned(tree: _Tree, level: str, plan: int, title: str) -> QgsVectorLayer:
    more = ", u.township_code" if level == "village" else ""
    return tree.layer(level, title, PLANNED.format(level=level, plan=plan, more=more))


def _districts(tree: _Tree, level: str, plan: int, districts: pd.DataFrame, title: str) -> QgsVectorLayer:
    layer = _planned(tree, level, plan, title)
    rows = sorted(zip(districts["code"], districts["name"], districts["colour"]), key=lambda row: code_order(row[0]))
    renderer = styles.district_renderer("district", [(code, name or code, colour) for code, name, colour in rows])
    # units of no district are loud: a red dashed border
    loose = QgsFillSymbol.createSimple(
        {"style": "no", "outline_color": "#c8382f", "outline_style": "dash", "outline_width": "0.6"}
    )
    renderer.addCategory(QgsRendererCategory("", loose, tr("Not assigned")))
    layer.setRenderer(renderer)
    return layer


def _centres(tree: _Tree, level: str, plan: int, title: str) -> QgsVectorLayer:
    """The marks of the atlas, set into the units' areas."""
    layer = _planned(tree, level, plan, title)
    layer.setSubsetString(layer.subsetString() + " WHERE c.role IS NOT NULL")
    marks = QgsVectorLayer("Point?field=role:string&field=name:string", "marks", "memory")
    styles.load_style(marks, f"{level}_point")
    names = {
        "central_town": tr("Central town"),
        "sub_central_town": tr("Sub-central town"),
        "central_village": tr("Central village"),
    }
    categories = []
    for category in marks.renderer().categories():
        if category.value() in names:
            symbol = _in_area(category.symbol().clone())
            categories.append(QgsRendererCategory(category.value(), symbol, names[category.value()]))
    layer.setRenderer(QgsCategorizedSymbolRenderer("role", categories))
    return layer


def _in_area(mark: QgsMarkerSymbol) -> QgsFillSymbol:
    inside = QgsCentroidFillSymbolLayer()
    inside.setSubSymbol(mark)
    inside.setPointOnSurface(True)
    symbol = QgsFillSymbol()
    symbol.changeSymbolLayer(0, inside)
    return symbol


def _borders(tree: _Tree, level: str, title: str, labels: bool) -> QgsVectorLayer:
    layer = tree.layer(level, title)
    lines = QgsVectorLayer("MultiLineString", "lines", "memory")
    styles.load_style(lines, level)
    line: QgsLineSymbol = lines.renderer().symbol()
    symbol = QgsFillSymbol()
    symbol.changeSymbolLayer(0, line.symbolLayer(0).clone())
    layer.setRenderer(QgsSingleSymbolRenderer(symbol))
    if labels:
        names = QgsVectorLayer("MultiPolygon?field=name:string", "names", "memory")
        styles.load_style(names, "township_name")
        layer.setLabeling(names.labeling().clone())
        layer.setLabelsEnabled(True)
    return layer


def _styled(tree: _Tree, name: str, title: str) -> QgsVectorLayer:
    layer = tree.layer(name, title)
    styles.load_style(layer, name)
    if name == "control_line":
        renderer = layer.renderer().clone()
        names = {
            "ecological_redline": tr("Ecological redline"),
            "permanent_basic_farmland": tr("Permanent basic farmland"),
            "urban_development_boundary": tr("Urban development boundary"),
        }
        for index, category in enumerate(renderer.categories()):
            renderer.updateCategoryLabel(index, names.get(category.value(), category.label()))
        layer.setRenderer(renderer)
    return layer


def _land_use(tree: _Tree, codes: list[str]) -> QgsVectorLayer:
    layer = tree.layer("parcel", tr("Present land use"))
    layer.setRenderer(styles.land_use_renderer("class_code", codes))
    layer.setScaleBasedVisibility(True)
    layer.setMinimumScale(LAND_USE_SCALE)
    return layer


def _sector_plan(tree: _Tree, name: str, codes: list[str]) -> QgsVectorLayer:
    quoted = name.replace("'", "''")
    layer = tree.layer("sector_plan", name, f"\"plan\" = '{quoted}'")
    layer.setRenderer(styles.land_use_renderer("class_code", codes, "plan"))
    return layer
