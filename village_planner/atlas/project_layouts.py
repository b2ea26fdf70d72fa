"""The atlas's pages as print layouts of a project: put there, found again, made anew with what was changed by hand.

Each layout notes which page of which county it is, its layers, and how it was made (custom properties), so that what a
technician changed can be told from what only the plan changed (`handwork`). Layers note the digest of their style.
"""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Optional

from qgis.core import (
    QgsLayerTreeGroup,
    QgsLayoutItemLabel,
    QgsLayoutItemMap,
    QgsMapLayer,
    QgsPrintLayout,
    QgsProject,
    QgsReadWriteContext,
    QgsVectorLayer,
)
from qgis.PyQt.QtXml import QDomDocument

from ..translation import tr
from .handwork import Merged, merge_layouts, renamed
from .layer_store import LayerStore
from .scale import scale_text
from .template import Page, fit

COUNTY, PAGE, MADE, LAYERS, STYLE, GROUP = (
    f"village_planner/{name}" for name in ("county", "page", "made", "layers", "style", "atlas")
)
LOOKS = QgsMapLayer.StyleCategories(
    QgsMapLayer.Symbology | QgsMapLayer.Labeling | QgsMapLayer.Rendering | QgsMapLayer.Diagrams
)
Kept = tuple[str, str]  # id of an item, and what of its content is the technician's: "text", "table", "legend"


@dataclass(frozen=True)
class Held:
    """A page that a project holds.

    made    XML of the layout as it was made   layers  what `layers_of` called a layer -> its id in the project
    """

    project: QgsProject
    layout: QgsPrintLayout
    made: str
    layers: Mapping[str, str]

    def layer(self, name: str) -> Optional[QgsMapLayer]:
        return self.project.mapLayer(self.layers.get(name, ""))


def held_layouts(project: QgsProject, county: str) -> dict[str, Held]:
    """The pages of a county's atlas that a project holds, by their keys."""
    found = {}
    for layout in project.layoutManager().printLayouts():
        if layout.customProperty(COUNTY) != county:
            continue
        made, layers = layout.customProperty(MADE), layout.customProperty(LAYERS)
        if made and layers:
            found[layout.customProperty(PAGE)] = Held(project, layout, _unpacked(made), json.loads(layers))
    return found


def layers_of(layout: QgsPrintLayout) -> dict[str, QgsVectorLayer]:
    """The layers of a layout's maps, named by the map's id, their own name and their number among equals."""
    found: dict[str, QgsVectorLayer] = {}
    for item in sorted((i for i in layout.items() if isinstance(i, QgsLayoutItemMap)), key=lambda item: item.id()):
        for layer in item.layers():
            names = [f"{item.id()}/{layer.name()}" + (f"/{i}" if i else "") for i in range(len(found) + 1)]
            found[next(name for name in names if name not in found)] = layer
    return found


def carry_over(page: Page, held: Held, project: QgsProject, paper: float = 1.0) -> Sequence[Kept]:
    """Give a fresh page, not yet in any project's layouts, what was changed by hand in the held one.

    project  that the page's layers are in
    Returns what no longer follows the plan, because the technician wrote it.
    """
    fresh = layers_of(page.layout)
    styled = False
    for name, layer in fresh.items():
        held_layer = held.layer(name)
        if isinstance(held_layer, QgsVectorLayer) and restyled(held_layer):
            copy_style(held_layer, layer)
            styled = True
    ids = {held.layers[name]: layer.id() for name, layer in fresh.items() if name in held.layers}
    for added in layers_of(held.layout).values():
        if added.id() not in held.layers.values():
            copied = added.clone()
            project.addMapLayer(copied, False)
            ids[added.id()] = copied.id()
    merged = merge_layouts(
        renamed(held.made, ids), renamed(layout_xml(held.layout), ids), layout_xml(page.layout)
    )
    if not (merged.changed or styled):
        return ()
    written = {item.id(): item.text() for item in page.layout.items() if isinstance(item, QgsLayoutItemLabel)}
    page.layout = read_layout(project, merged.xml)
    _settle(page, written, merged, paper)
    return merged.kept


def _settle(page: Page, written: Mapping[str, str], merged: Merged, paper: float) -> None:
    """Texts keep to their labels, and the scale to its map."""
    by_hand = {name for name, what in merged.kept if what == "text"}
    item = page.item("map")
    if isinstance(item, QgsLayoutItemMap) and "scale_text" in written and "scale_text" not in by_hand:
        page.write(scale_text=scale_text(item.scale() / paper))
    for label in page.layout.items():
        if isinstance(label, QgsLayoutItemLabel) and label.id() in written and label.id() not in by_hand:
            fit(label)


@dataclass(frozen=True)
class Ready:
    """A page to put into a project: its key, XML as it is to be and as it was made, and its layers by name."""

    key: str
    title: str
    xml: str
    made: str
    layers: Mapping[str, QgsVectorLayer]


def put_layouts(
    project: QgsProject, county: str, pages: Iterable[Ready], held: Mapping[str, Held], store: LayerStore, file: Path
) -> None:
    """Put pages into a project, in place of those it holds; `file` is where the store was written.

    Layers that are there stay what they are, with new features, and keep a style that was changed by hand.
    """
    pages = list(pages)
    old = {key: held[key] for page in pages if (key := page.key) in held}
    group = _group(project, county)
    given: dict[tuple[str, str], str] = {}  # features and style -> id of the layer that shows them
    spare = {layer_id for one in old.values() for layer_id in one.layers.values()}
    used: set[str] = set()
    names: list[dict[str, str]] = []
    for page in pages:
        place: Optional[QgsLayerTreeGroup] = None
        ids: dict[str, str] = {}
        for name, layer in page.layers.items():
            key = store.add(layer)
            look = (key, style_digest(layer))
            if look not in given:
                known = old[page.key].layer(name) if page.key in old else None
                if isinstance(known, QgsVectorLayer) and known.id() not in used:
                    if not restyled(known):
                        copy_style(layer, known)
                        known.setCustomProperty(STYLE, style_digest(known))
                    shown = known
                else:
                    shown = layer.clone()
                    project.addMapLayer(shown, False)
                    if place is None:
                        place = group.findGroup(page.title) or group.addGroup(page.title)
                        place.setExpanded(False)
                    place.addLayer(shown).setExpanded(False)
                store.show(shown, key, file)
                if shown is not known:
                    shown.setReadOnly(True)  # its features are written anew with the page
                    shown.setCustomProperty(STYLE, style_digest(shown))
                given[look] = shown.id()
                used.add(shown.id())
            ids[name] = given[look]
        names.append(ids)
    for page, ids in zip(pages, names):
        new_ids = {page.layers[name].id(): layer_id for name, layer_id in ids.items()}
        made = layout_xml(read_layout(project, renamed(page.made, new_ids)))
        layout = read_layout(project, renamed(page.xml, new_ids))
        for name, value in ((COUNTY, county), (PAGE, page.key), (MADE, _packed(made)), (LAYERS, json.dumps(ids))):
            layout.setCustomProperty(name, value)
        manager = project.layoutManager()
        if page.key in old:
            manager.removeLayout(old[page.key].layout)
        if manager.layoutByName(layout.name()) is not None:
            layout.setName(f"{layout.name()} ({page.key})")
        manager.addLayout(layout)
    elsewhere = {i for one in held_layouts(project, county).values() for i in one.layers.values()}
    project.removeMapLayers([layer_id for layer_id in spare - elsewhere if project.mapLayer(layer_id) is not None])
    for child in list(group.children()):
        if isinstance(child, QgsLayerTreeGroup) and not child.children():
            group.removeChildNode(child)


def _group(project: QgsProject, county: str) -> QgsLayerTreeGroup:
    """Where the layers lie in the project's layer tree; not shown on the map, which they would only clutter."""
    root = project.layerTreeRoot()
    for child in root.children():
        if isinstance(child, QgsLayerTreeGroup) and child.customProperty(GROUP) == county:
            return child
    group = root.addGroup(tr("Atlas"))
    group.setCustomProperty(GROUP, county)
    group.setItemVisibilityChecked(False)
    group.setExpanded(False)
    return group


# ---- styles
def style_of(layer: QgsVectorLayer) -> QDomDocument:
    document = QDomDocument()
    layer.exportNamedStyle(document, QgsReadWriteContext(), LOOKS)
    return document


def style_digest(layer: QgsVectorLayer) -> str:
    return hashlib.blake2b(style_of(layer).toString(-1).encode(), digest_size=10).hexdigest()


def restyled(layer: QgsVectorLayer) -> bool:
    """Whether somebody changed the style that we gave the layer."""
    return str(layer.customProperty(STYLE, "")) not in ("", style_digest(layer))


def copy_style(source: QgsVectorLayer, target: QgsVectorLayer) -> None:
    target.importNamedStyle(style_of(source), LOOKS)


# ---- layouts as text
def layout_xml(layout: QgsPrintLayout) -> str:
    document = QDomDocument()
    document.appendChild(layout.writeLayoutXml(document, QgsReadWriteContext()))
    return document.toString(-1)


def read_layout(project: QgsProject, xml: str) -> QgsPrintLayout:
    document = QDomDocument()
    document.setContent(xml)
    layout = QgsPrintLayout(project)
    layout.readLayoutXml(document.documentElement(), document, QgsReadWriteContext())
    return layout


def _packed(text: str) -> str:
    return base64.b64encode(zlib.compress(text.encode(), 9)).decode("ascii")


def _unpacked(text: str) -> str:
    return zlib.decompress(base64.b64decode(text)).decode()
