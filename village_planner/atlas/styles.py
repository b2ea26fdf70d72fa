"""How things look: QML files of resources/styles, and the renderers that depend on the county's own data.

Land classes wear the colours of resources/styles/land_use.csv (survey maps and the plan's drawing standard), districts
the colour the planning database gives them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Callable, Optional

from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsFillSymbol,
    QgsGraduatedSymbolRenderer,
    QgsPalLayerSettings,
    QgsRendererCategory,
    QgsRendererRange,
    QgsRuleBasedLabeling,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
)
from qgis.PyQt.QtXml import QDomDocument

from ..core.charts import colours as chart_colours
from ..core.charts.colours import LandClassStyle
from ..core.errors import StorageError
from ..paths import resource
from .fonts import with_installed_font

DENSITY_COLOURS = ("#fff3e0", "#fdd9a6", "#f9b06a", "#e67e40", "#b9461f")  # least to most
SCORE_COLOURS = ("#edf6e6", "#c5e3b5", "#8fca8c", "#4c9f6b", "#1f6b4f")  # least to most
DISTRICT_OPACITY = 0.6
WALL_MAP = 0.25  # how much slower names grow than the paper
PALE_OPACITY = 0.5  # of districts below hatches
TINT_OPACITY = 0.3  # of townships
FAINT_OPACITY = 0.22  # of districts below symbols


def load_style(layer: QgsVectorLayer, name: str) -> None:
    """Dress a layer in resources/styles/<name>.qml."""
    path = resource("styles", f"{name}.qml")
    document = QDomDocument()
    if not document.setContent(with_installed_font(path.read_text(encoding="utf-8")))[0]:
        raise StorageError("broken_style", "Style {path} is not valid XML. Restore or replace it.", path=path)
    done, reason = layer.importNamedStyle(document)
    if not done:
        raise StorageError("broken_style_content", "Style {path} cannot be used: {reason}", path=path, reason=reason)


@lru_cache(maxsize=2)
def land_classes(scheme: str = "survey") -> dict[str, LandClassStyle]:
    """Class code -> name and colour; scheme `survey` (present land use) or `plan`."""
    return chart_colours.read_land_classes(resource("styles", "land_use.csv"), scheme)


def class_style(code: str, scheme: str = "survey") -> LandClassStyle:
    """See `core.charts.colours.class_style`."""
    return chart_colours.class_style(code, land_classes(scheme))


def land_use_renderer(
    field: str, codes: Iterable[str], scheme: str = "survey", names: Optional[Mapping[str, str]] = None
) -> QgsCategorizedSymbolRenderer:
    """A category per class that occurs; codes of one class share it. Borders as thin as the fill's own colour.

    names  of codes that the standard's list does not have itself, as the county's layer calls them
    """
    members: dict[LandClassStyle, list[str]] = {}
    for code in sorted(set(codes)):
        style = class_style(code, scheme)
        if style.code != code and names and names.get(code):
            style = LandClassStyle(code, names[code], style.colour)
        members.setdefault(style, []).append(code)
    categories = []
    for style in sorted(members, key=lambda style: (style.code == "", style.code)):  # unknown classes come last
        values = members[style]
        symbol = fill(style.colour, style.colour, 0.05)
        categories.append(QgsRendererCategory(values if len(values) > 1 else values[0], symbol, style.name))
    return QgsCategorizedSymbolRenderer(field, categories)


def district_renderer(
    field: str, districts: Sequence[tuple[str, str, str]], opacity: float = DISTRICT_OPACITY
) -> QgsCategorizedSymbolRenderer:
    """districts: (code, name, colour) in the order of the legend."""
    categories = []
    for code, name, colour in districts:
        symbol = fill(colour, colour, 0.05)
        symbol.setOpacity(opacity)
        categories.append(QgsRendererCategory(code, symbol, name))
    return QgsCategorizedSymbolRenderer(field, categories)


def score_renderer(field: str, scores: Sequence[float]) -> QgsGraduatedSymbolRenderer:
    """Up to five classes of about as many townships each, best first; limits are scores that occur."""
    digits = score_digits(scores)
    return class_renderer(field, scores, SCORE_COLOURS, lambda value: f"{value:.{digits}f}")


def class_renderer(
    field: str, values: Sequence[float], colours: Sequence[str], written: Callable[[float], str]
) -> QgsGraduatedSymbolRenderer:
    """Classes of about as many values each, largest first, one per colour at most; limits are values that occur."""
    ordered = sorted(values)
    count = min(len(colours), len(set(ordered)))
    starts = sorted({ordered[len(ordered) * i // count] for i in range(count)})
    ranges = []
    for i, low in enumerate(starts):
        inside = [value for value in ordered if value >= low and (i + 1 == len(starts) or value < starts[i + 1])]
        high = inside[-1]
        label = written(low) if written(low) == written(high) else f"{written(low)} – {written(high)}"
        colour = colours[round(i * (len(colours) - 1) / max(len(starts) - 1, 1))]
        ranges.append(QgsRendererRange(low, high, fill(colour, "#ffffff", 0.1), label))
    return QgsGraduatedSymbolRenderer(field, ranges[::-1])


def score_digits(scores: Sequence[float]) -> int:
    """Digits behind the point: scores of 0..1 show four, scores of 0..100 two."""
    return 4 if max(abs(score) for score in scores) <= 1.5 else 2


def size_labels(layer: QgsVectorLayer, paper: float, least: float) -> None:
    """Labels for paper of another size: small paper stays readable, a wall map does not grow its names as it grows.

    paper  printed size relative to the template's   least  size in points on the template that no label is set below
    """
    labeling = layer.labeling()
    if labeling is None:
        return
    if isinstance(labeling, QgsRuleBasedLabeling):
        root = labeling.rootRule().clone()
        for rule in root.descendants():
            settings = rule.settings()
            if settings is not None:
                rule.setSettings(_sized(settings, paper, least))
        layer.setLabeling(QgsRuleBasedLabeling(root))
    else:
        layer.setLabeling(QgsVectorLayerSimpleLabeling(_sized(labeling.settings(), paper, least)))


def _sized(settings: QgsPalLayerSettings, paper: float, least: float) -> QgsPalLayerSettings:
    settings = QgsPalLayerSettings(settings)
    form = settings.format()
    form.setSize(max(least, form.size() / max(1.0, paper) ** WALL_MAP))
    settings.setFormat(form)
    return settings


def fill(colour: str, border: str, width: float) -> QgsFillSymbol:
    """A plain fill; `width` of the border in mm."""
    return QgsFillSymbol.createSimple(
        {
            "color": colour,
            "outline_color": border,
            "outline_width": str(width),
            "outline_width_unit": "MM",
            "joinstyle": "round",
        }
    )
