"""The atlas's pages as print layouts of a project: put there, found again, made anew with what was changed by hand.

Each layout notes which page of which county it is, its layers, and how it was made (custom properties), so that what a
technician changed can be told from what only the plan changed (`handwork`). Layers note the digest of their style.
"""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from collections.abc import Mapping, Sequence
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

from ..file_writing import replace_content
from ..translation import tr
from .handwork import Merged, merge_layouts, renamed
from .layer_store import LayerStore, fingerprint
from .scale import scale_text
from .template import Page, fit

# Custom properties: of layouts, of layers, of the group of layers.
COUNTY, PAGE, MADE, LAYERS = (f"village_planner/{name}" for name in ("county", "page", "made", "layers"))
STYLE, STORED = "village_planner/style", "village_planner/stored"
GROUP = "village_planner/atlas"
LOOKS = QgsMapLayer.StyleCategories(
    QgsMapLayer.Symbology | QgsMapLayer.Labeling | QgsMapLayer.Rendering | QgsMapLayer.Diagrams
)


@dataclass(frozen=True)
class Held:
    """A page that a project holds.

    made    XML of the layout as it was made   layers  what `layers_of` called a layer -> its id in the project
    """

    project: QgsProject
    layout: QgsPrintLayout
    made: str
    layers: Mapping[str, str]

    def there(self) -> bool:
        """Whether the project still holds it: somebody may work in it while pages are made."""
        return self.layout in self.project.layoutManager().printLayouts()

    def layer(self, name: str) -> Optional[QgsVectorLayer]:
        layer = self.project.mapLayer(self.layers.get(name, ""))
        return layer if isinstance(layer, QgsVectorLayer) else None


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


def carry_over(page: Page, held: Held, added: Mapping[str, str], paper: float = 1.0) -> Merged:
    """Give a fresh page what was changed by hand in the held one.

    added  ids of the layers that were added to the held one by hand -> their ids in the fresh page's project
    """
    fresh = layers_of(page.layout)
    styled = False
    for name, layer in fresh.items():
        there = held.layer(name)
        if there is not None and restyled(there):
            copy_style(there, layer)
            styled = True
    ids = {held.layers[name]: layer.id() for name, layer in fresh.items() if name in held.layers}
    before, hand = (renamed(xml, {**ids, **added}) for xml in (held.made, layout_xml(held.layout)))
    merged = merge_layouts(before, hand, layout_xml(page.layout))
    if merged.changed or styled:
        written = {item.id() for item in page.layout.items() if isinstance(item, QgsLayoutItemLabel)}
        page.layout = read_layout(page.layout.project(), merged.xml)
        _settle(page, written - {name for name, what in merged.kept if what == "text"}, paper)
    return merged


def added_layers(held: Held) -> list[QgsMapLayer]:
    """Layers that were added to a held page's maps by hand."""
    return [layer for layer in layers_of(held.layout).values() if layer.id() not in held.layers.values()]


def _settle(page: Page, written: set[str], paper: float) -> None:
    """The texts that the program wrote keep to their labels, and the scale to its map."""
    item = page.item("map")
    if isinstance(item, QgsLayoutItemMap) and "scale_text" in written:
        page.write(scale_text=scale_text(item.scale() / paper))
    for label in page.layout.items():
        if isinstance(label, QgsLayoutItemLabel) and label.id() in written:
            fit(label)


@dataclass(frozen=True)
class Ready:
    """A page to put into a project: its key and title, XML as it is to be and as it was made, its layers by name."""

    key: str
    title: str
    xml: str
    made: str
    layers: Mapping[str, QgsVectorLayer]


@dataclass
class _Shown:
    """Layers of pages that look alike, and the layer of the project that is to show them."""

    layer: QgsVectorLayer
    key: str
    title: str
    known: Optional[QgsVectorLayer] = None
    id: str = ""


def put_layouts(project: QgsProject, county: str, pages: Sequence[Ready], file: Path, reset: bool = False) -> None:
    """Put pages into a project, in place of those it holds, and their features into a GeoPackage.

    reset  styles that were changed by hand are made anew, too
    Layers that are there stay what they are, with new features, and keep a style that was changed by hand. A project
    that was saved before and not after still shows all its layers. StorageError leaves project and file as they were
    """
    held = held_layouts(project, county)
    new = {page.key for page in pages}
    shown, places = _choose_layers(county, pages, held)
    known = {one.known.id() for one in shown if one.known is not None}
    others = {i for key, one in held.items() if key not in new for i in one.layers.values()}
    gone = {i for key, one in held.items() if key in new for i in one.layers.values()} - known - others
    store = LayerStore()
    for one in shown:
        store.add(one.layer, one.key)
    rest = [layer for layer in _stored(project) if layer.id() not in known | gone]
    for layer in rest:
        store.add(layer, layer.customProperty(STORED))
    beside = file.with_name(f".{file.stem}.partial{file.suffix}")
    try:
        store.write(beside)
        replace_content(beside, file)
    finally:
        beside.unlink(missing_ok=True)
    group = _group(project, county)
    for one in shown:
        _show(project, group, store, one, file, reset)
    for layer in rest:
        store.show(layer, layer.customProperty(STORED), file)
    for page, place in zip(pages, places):
        _put_layout(project, county, page, {name: one.id for name, one in place.items()}, held.get(page.key))
    project.removeMapLayers([layer_id for layer_id in gone if project.mapLayer(layer_id) is not None])
    for child in list(group.children()):
        if isinstance(child, QgsLayerTreeGroup) and not child.children():
            group.removeChildNode(child)


def _choose_layers(
    county: str, pages: Sequence[Ready], held: Mapping[str, Held]
) -> tuple[list[_Shown], list[dict[str, _Shown]]]:
    """One layer for all that look alike, and for each page its layers by name."""
    alike: dict[tuple[str, str], _Shown] = {}
    keys: set[str] = set()
    places = []
    for page in pages:
        place: dict[str, _Shown] = {}
        for name, layer in page.layers.items():
            look = (fingerprint(layer), style_digest(layer))
            one = alike.get(look)
            there = held[page.key].layer(name) if page.key in held else None
            if one is None:
                key = "" if there is None else str(there.customProperty(STORED, ""))
                if not key or key in keys:
                    there, key = None, _new_key(county, page.key, name)
                while key in keys:
                    key = _new_key(key)
                one = alike[look] = _Shown(layer, key, page.title, there)
                keys.add(key)
            place[name] = one
        places.append(place)
    return list(alike.values()), places


def _new_key(*names: str) -> str:
    """Plain letters: QGIS takes what it saves of a source for a path, and tidies it."""
    return hashlib.blake2b("/".join(names).encode(), digest_size=8).hexdigest()


def _show(
    project: QgsProject, group: QgsLayerTreeGroup, store: LayerStore, one: _Shown, file: Path, reset: bool
) -> None:
    layer = one.known
    keep = layer is not None and restyled(layer) and not reset
    if layer is None:
        layer = one.layer.clone()
        project.addMapLayer(layer, False)
        place = group.findGroup(one.title) or group.addGroup(one.title)
        place.setExpanded(False)
        place.addLayer(layer).setExpanded(False)
    store.show(layer, one.key, file)
    layer.setReadOnly(True)  # its features are made anew with the page
    layer.setCustomProperty(STORED, one.key)
    if not keep:
        copy_style(one.layer, layer)
        layer.setCustomProperty(STYLE, style_digest(layer))
    one.id = layer.id()


def _put_layout(project: QgsProject, county: str, page: Ready, ids: Mapping[str, str], held: Optional[Held]) -> None:
    renames = {page.layers[name].id(): layer_id for name, layer_id in ids.items()}
    layout = read_layout(project, renamed(page.xml, renames))
    # as QGIS writes it, so that its way of writing is no change
    made = layout if page.made == page.xml else read_layout(project, renamed(page.made, renames))
    for name, value in (
        (COUNTY, county),
        (PAGE, page.key),
        (MADE, _packed(layout_xml(made))),
        (LAYERS, json.dumps(ids)),
    ):
        layout.setCustomProperty(name, value)
    manager = project.layoutManager()
    if held is not None:
        manager.removeLayout(held.layout)
    if manager.layoutByName(layout.name()) is not None:
        layout.setName(f"{layout.name()} ({page.key})")
    manager.addLayout(layout)


def _stored(project: QgsProject) -> list[QgsVectorLayer]:
    """The project's layers that read a store."""
    return [
        layer
        for layer in project.mapLayers().values()
        if isinstance(layer, QgsVectorLayer) and layer.customProperty(STORED) and layer.isValid()
    ]


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
