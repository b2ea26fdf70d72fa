"""What a technician changed in a layout by hand, carried over to the layout made anew.

Three states of one layout as QGIS writes it (XML): as the program `made` it, as the `hand` left it, and `fresh` from
the plan of today. Item by item and property by property, what differs between the first two is the technician's and
stays; all else is fresh.
"""

from __future__ import annotations

import copy
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Optional

Element = ElementTree.Element
Key = tuple[str, str]
ITEM, FRAMES = "LayoutItem", "LayoutMultiFrame"
OWN = "customproperties"  # of the layout: what the program notes there
# What QGIS writes as it likes: where a layer's rows lie, and names it looks up while painting.
VOLATILE = ("provider", "providerKey", "source")
LOOKED_UP = "cached_name"
CHART, CHART_TEXTS = "chart", "chart_"  # ids of a chart's picture, and before those of its texts and group
PLACES = ("position", "positionOnPage")
CONTENT = {"labelText": "text", "contents": "table", "layer-tree-group": "legend"}


@dataclass(frozen=True)
class Merged:
    """The fresh layout with what was changed by hand.

    made     the fresh layout as it is, its items called as in `xml`: what the next hand's work is to be compared with
    changed  whether the hand changed anything
    kept     (id of an item, "text" | "table" | "legend") whose content is the technician's, whatever the plan says
    """

    xml: str
    made: str
    changed: bool
    kept: tuple[tuple[str, str], ...] = ()


def renamed(xml: str, names: Mapping[str, str]) -> str:
    """Every occurrence of some ids replaced, all at once."""
    if not names:
        return xml
    pattern = re.compile("|".join(re.escape(name) for name in sorted(names, key=len, reverse=True)))
    return pattern.sub(lambda found: names[found[0]], xml)


def merge_layouts(made: str, hand: str, fresh: str) -> Merged:
    """The fresh layout with the technician's changes. Ids of layers must be the same in all three."""
    before, now = ElementTree.fromstring(made), ElementTree.fromstring(hand)
    fresh = renamed(fresh, _same_ids(now, ElementTree.fromstring(fresh)))
    new = ElementTree.fromstring(fresh)
    _follow_chart(before, now, new)
    olds, hands, news = _items(before), _items(now), _items(new)
    result = _merged(_bare(before), _bare(now), _bare(new))
    changed = not _same(_bare(before), _bare(now)) or not set(olds) <= set(hands)
    kept = []
    for key in [*(key for key in hands if key not in news), *news]:
        old, held, made_new = olds.get(key), hands.get(key), news.get(key)
        if held is None:
            if old is None and made_new is not None:
                result.append(made_new)
        elif old is None:
            result.append(held)
            changed = True
        elif made_new is None:
            if not _same(old, held):
                result.append(held)
                changed = True
        else:
            result.append(_merged(old, held, made_new))
            changed |= not _same(old, held)
            kept += [(key[1], word) for name, word in CONTENT.items() if _touched(old, held, name)]
    _drop_empty_frames(result)
    return Merged(ElementTree.tostring(result, encoding="unicode"), fresh, changed, tuple(kept))


def _follow_chart(made: Element, hand: Element, fresh: Element) -> None:
    """A chart is a picture and its texts, of which there may be other ones today: they go where the picture was moved
    to, and with it where it was deleted."""
    old, held = _items(made).get((ITEM, CHART)), _items(hand).get((ITEM, CHART))
    if old is None:
        return
    if held is None:
        for (tag, name), item in _items(fresh).items():
            if tag in (ITEM, FRAMES) and name.startswith(CHART):
                fresh.remove(item)
        return
    for place in PLACES:
        shift = [there - here for there, here in zip(_xy(held.get(place)), _xy(old.get(place)))]
        for layout in (made, fresh) if any(shift) else ():
            for (tag, name), item in _items(layout).items():
                if tag == ITEM and name.startswith(CHART_TEXTS) and item.get(place):
                    x, y = (value + by for value, by in zip(_xy(item.get(place)), shift))
                    item.set(place, f"{x:.10g},{y:.10g},mm")


def _xy(place: Optional[str]) -> tuple[float, float]:
    """Of "x,y,mm", as QGIS writes it; 0, 0 of anything else."""
    parts = (place or "").split(",")
    return (float(parts[0]), float(parts[1])) if len(parts) == 3 and parts[2] == "mm" else (0.0, 0.0)


def _same_ids(hand: Element, fresh: Element) -> dict[str, str]:
    """uuid of a fresh item -> that of the same item in the hand's layout, for what refers to it."""
    held = _items(hand)
    pairs = [(item, held[key]) for key, item in _items(fresh).items() if key in held]
    return {new.get("uuid", ""): old.get("uuid", "") for new, old in pairs if new.get("uuid") and old.get("uuid")}


def _items(layout: Element) -> dict[Key, Element]:
    """Items by tag and id; tables by the id of their first frame. Without an id, or with another's, by uuid."""
    found: dict[Key, Element] = {}
    names: dict[str, str] = {}
    for item in layout.findall(ITEM):
        uuid = item.get("uuid", "")
        name: str = item.get("id") or uuid
        if (ITEM, name) in found:
            name = uuid
        names[uuid] = name
        found[ITEM, name] = item
    for frames in layout.findall(FRAMES):
        first = frames.find("childFrame")
        uuid = "" if first is None else first.get("uuid", "")
        found[FRAMES, names.get(uuid, "") or frames.get("uuid", "")] = frames
    return found


def _bare(layout: Element) -> Element:
    """The layout without its items."""
    bare = Element(layout.tag, layout.attrib)
    bare.extend(child for child in layout if child.tag not in (ITEM, FRAMES, OWN))
    return bare


def _merged(made: Element, hand: Element, fresh: Element) -> Element:
    """Property by property: the hand's where the hand changed it."""
    result = Element(fresh.tag)
    for name in [*fresh.attrib, *(name for name in hand.attrib if name not in fresh.attrib)]:
        changed = _value(hand, name) != _value(made, name)
        value = hand.get(name) if changed else fresh.get(name)
        if value is not None:
            result.set(name, value)
    olds, hands, news = _children(made), _children(hand), _children(fresh)
    for key in [*news, *(key for key in hands if key not in news)]:
        chosen = hands.get(key) if _form(hands.get(key)) != _form(olds.get(key)) else news.get(key)
        if chosen is not None:
            result.append(chosen)
    return result


def _children(item: Element) -> dict[tuple[str, int], Element]:
    found: dict[tuple[str, int], Element] = {}
    count: dict[str, int] = {}
    for child in item:
        number = count[child.tag] = count.get(child.tag, -1) + 1
        found[child.tag, number] = child
    return found


def _same(one: Element, other: Element) -> bool:
    first, second = _children(one), _children(other)
    names = {*one.attrib, *other.attrib}
    return all(_value(one, name) == _value(other, name) for name in names) and {
        k: _form(v) for k, v in first.items()
    } == {k: _form(v) for k, v in second.items()}


def _value(element: Element, name: str) -> Optional[str]:
    """An attribute for comparison; of a picture's file only its name, for the plugin lies elsewhere on each machine."""
    value = element.get(name)
    return re.split(r"[\\/]", value)[-1] if name == "file" and value else value


def _touched(made: Element, hand: Element, name: str) -> bool:
    """Whether the hand changed an attribute or the first child of that name."""
    return made.get(name) != hand.get(name) or _form(made.find(name)) != _form(hand.find(name))


def _form(element: Optional[Element]) -> Optional[str]:
    """A property for comparison."""
    if element is None:
        return None
    bare = copy.deepcopy(element)
    for node in bare.iter():
        for name in VOLATILE:
            node.attrib.pop(name, None)
        for option in [child for child in node if child.get("name") == LOOKED_UP]:
            node.remove(option)
        if node.tag == "Option" and not len(node):
            node.attrib.pop("type", None)  # a map that is empty has none
        for name, value in node.attrib.items():
            if value.startswith("<"):
                node.set(name, _written(value))
    return ElementTree.canonicalize(ElementTree.tostring(bare, encoding="unicode"), strip_text=True)


def _written(value: str) -> str:
    """XML within an attribute (the text format of a table's cell), whose attributes QGIS writes in any order."""
    try:
        return _form(ElementTree.fromstring(value)) or value
    except ElementTree.ParseError:
        return value


def _drop_empty_frames(layout: Element) -> None:
    """A table whose frame was deleted goes, too."""
    there = {item.get("uuid") for item in layout.findall(ITEM)}
    for frames in layout.findall(FRAMES):
        if not any(child.get("uuid") in there for child in frames.findall("childFrame")):
            layout.remove(frames)
