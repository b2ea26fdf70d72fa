"""Drawing a chart: shapes as SVG, and every text with its place, for who sets the text otherwise.

All sizes follow that of the text (an em); lengths are in the caller's unit: millimetres on paper, pixels on the screen.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Optional

from ..formulas import writable
from ..tables.areas import shares
from ..tables.text_width import ems
from .data import BAR, LINE, PIE, STACKED, ChartData, Series

INK, GREY, RULE = "#26332f", "#5f6f68", "#d5dcd8"
NARROW = 0.58  # width of a Latin letter or digit relative to the text's size
ROW = 1.55  # height of a lying bar's row, relative to the text's size
TITLE = 1.25  # the title's size, relative to the text's
TOP = 2.2  # em, height of the title
PLOT = 0.28  # height of standing bars, relative to the chart's width
TICKS = 4  # gridlines, about
LONGEST = 0.38  # of the width that names beside lying bars may take
TALLEST = 12.5  # em, upright names below columns
LINES = 2  # of a name below a column that is wide enough
LEAST_LINE = 3.2  # em, room for such a line
NOTHING = "—"  # where a figure is not known
MIDDLE = 0.36  # em, from the middle of a text to its base line


@dataclass(frozen=True)
class Words:
    """A text: its anchor ("start", "middle", "end") is at x on the base line y, in the chart's unit.

    upright  it reads from below to above, and its end is at y
    whole    the text in full where it had to be cut
    column   texts of one column stand at equal distances below each other, upright or across ones beside each other
    """

    x: float
    y: float
    text: str
    size: float
    anchor: str = "middle"
    colour: str = INK
    bold: bool = False
    upright: bool = False
    whole: str = ""
    column: str = ""


@dataclass
class Drawing:
    """width, height in the chart's unit    shapes: SVG elements, each with what it tells    words: all texts"""

    width: float
    height: float
    em: float
    shapes: list[tuple[str, str]] = field(default_factory=list)
    words: list[Words] = field(default_factory=list)

    def write(
        self,
        x: float,
        y: float,
        text: str,
        anchor: str = "middle",
        colour: str = INK,
        whole: str = "",
        column: str = "",
        upright: bool = False,
    ) -> None:
        whole = "" if whole == text else whole
        self.words.append(Words(x, y, writable(text), self.em, anchor, colour, False, upright, whole, column))

    def box(self, x: float, y: float, width: float, height: float, colour: str, told: str = "") -> None:
        size = f'width="{max(width, 0):.2f}" height="{max(height, 0):.2f}"'
        self.shapes.append((f'<rect x="{x:.2f}" y="{y:.2f}" {size} fill="{colour}"', told))

    def line(self, x: float, y: float, to_x: float, to_y: float, colour: str) -> None:
        ends = f'x1="{x:.2f}" y1="{y:.2f}" x2="{to_x:.2f}" y2="{to_y:.2f}"'
        self.shapes.append((f'<line {ends} stroke="{colour}" stroke-width="{0.06 * self.em:.3f}"', ""))

    def svg(self, attributes: str, words: bool = True) -> str:
        """The SVG element. attributes  of it, beside its view box    words  whether it holds the texts, too"""
        shapes = "".join(_element(markup, told) for markup, told in self.shapes)
        texts = "".join(map(_text, self.words)) if words else ""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width:.2f} {self.height:.2f}" {attributes}>'
            f"{shapes}{texts}</svg>"
        )


def height_of(chart: ChartData, width: float, em: float, titled: bool = True) -> float:
    """The height that a chart wants. width  of the drawing    em  size of its text    titled  the title is in it"""
    top = (TOP if titled else 0.3) * em + _legend_height(chart, width, em)
    if _lies(chart):
        return top + len(chart.categories) * ROW * em * _bars_of(chart) + 0.4 * em
    if chart.kind == PIE:
        return top + max(9.5, len(chart.categories) * ROW) * em
    return top + PLOT * width + _below(chart, width, em) + em


def draw(chart: ChartData, width: float, height: float, em: float, titled: bool = True) -> Drawing:
    """The chart in a frame of that size; see `height_of`."""
    drawing = Drawing(width, height, em)
    top = 0.3 * em
    if titled:
        heading, top = writable(chart.heading), TOP * em
        size = min(em * TITLE, width / max(_ems(heading), 1.0))
        drawing.words.append(Words(width / 2, 1.3 * em, heading, size, bold=True))
    if len(chart.series) > 1:
        _legend(drawing, chart, top)
        top += _legend_height(chart, width, em)
    body = _bars if _lies(chart) else _pie if chart.kind == PIE else _columns
    body(drawing, chart, top, height - top)
    return drawing


def ticks(low: float, high: float, count: int = TICKS) -> list[float]:
    """Round numbers from at most `low` to at least `high`, about `count` of them, 0 among them."""
    low, high = min(low, 0.0), max(high, 0.0)
    if high == low:
        high = low + 1.0
    rough = (high - low) / count
    unit = 10.0 ** math.floor(math.log10(rough))
    step = next(unit * factor for factor in (1, 2, 5, 10) if unit * factor >= rough * (1 - 1e-9))
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [step * i for i in range(first, last + 1)]


def _lies(chart: ChartData) -> bool:
    return chart.kind == BAR or (chart.kind == STACKED and chart.lying)


def _bars_of(chart: ChartData) -> float:
    """Rows of text that a lying group takes."""
    return 1.0 if len(chart.series) == 1 or chart.kind == STACKED else 0.95 * len(chart.series)


def _bars(drawing: Drawing, chart: ChartData, top: float, height: float) -> None:
    """Lying bars, each with its figure; stacked ones with their sum."""
    em, width, stacked = drawing.em, drawing.width, chart.kind == STACKED
    names = [_short(name, LONGEST * width / em) for name in chart.categories]
    left = (max(map(_ems, names)) + 0.6) * em
    sums = _sums(chart)
    told = [_figure(value, chart.decimals) for value in (sums if stacked else chart.values)] or [""]
    right = (max(map(_ems, told)) + 0.8) * em
    low, high = _range(chart)
    place = _places(low, high if high > low else low + 1.0, left, max(width - right, left + 1.0))
    row = height / len(names)
    thick = row * 0.72 / (1 if stacked else len(chart.series))
    for i, (name, whole) in enumerate(zip(names, chart.categories)):
        y = top + i * row
        drawing.write(left - 0.4 * em, y + row / 2 + MIDDLE * em, name, "end", whole=whole, column="names")
        at = place(0.0)
        for j, series in enumerate(chart.series):
            value = series.values[i]
            over = y + row * 0.14 + (0 if stacked else j * thick)
            if value is not None:
                start, end = sorted((place(0.0), place(value)))
                words = _told(chart, series, i)
                drawing.box(at if stacked else start, over, end - start, thick, series.colour(i), words)
                at = at + end - start if stacked else end
            if not stacked:
                text = NOTHING if value is None else _figure(value, chart.decimals)
                drawing.write(width, over + thick / 2 + MIDDLE * em, text, "end", GREY, column=f"figures{j}")
        if stacked:
            figure = _figure(sums[i], chart.decimals)
            drawing.write(width, y + row / 2 + MIDDLE * em, figure, "end", GREY, column="figures")
    drawing.line(place(0.0), top, place(0.0), top + height, INK)


def _columns(drawing: Drawing, chart: ChartData, top: float, height: float) -> None:
    """Standing bars, side by side or stacked, or lines, over a few round gridlines; figures where there is room."""
    em, width = drawing.em, drawing.width
    scale = ticks(*_range(chart))
    left = _left(chart, em)
    below = _below(chart, width, em)
    low, room = top + height - below, height - below - 1.2 * em
    place = _places(scale[0], scale[-1], low, low - room)
    slot = (width - left) / len(chart.categories)
    figures = chart.kind != LINE and _has_room(chart, slot, em)
    for tick in scale:
        if tick == 0 or not figures:  # a line behind a figure would strike it out
            drawing.line(left, place(tick), width, place(tick), INK if tick == 0 else RULE)
        drawing.write(left - 0.4 * em, place(tick) + MIDDLE * em, _tick(tick, scale), "end", GREY, column="ticks")
    if chart.kind == LINE:
        _lines(drawing, chart, left, slot, place)
    else:
        _standing(drawing, chart, left, slot, place, figures)
    wrapped = _wrapped(chart, slot / em)
    every_line = wrapped is not None and len(set(map(len, wrapped))) == 1
    every = max(1, math.ceil(1.15 * em / slot))  # names that stand as close as their height
    for i, whole in enumerate(chart.categories):
        x = left + slot * (i + 0.5)
        if wrapped is None and i % every == 0:
            name = _short(whole, TALLEST)
            drawing.write(x, low + 0.5 * em, name, "end", whole=whole, column="names", upright=True)
        for number, piece in enumerate(wrapped[i] if wrapped else ()):
            drawing.write(x, low + (1.3 + 1.2 * number) * em, piece, column=f"line{number}" if every_line else "")


def _wide(chart: ChartData, slot: float, em: float) -> float:
    """Width of a standing bar."""
    return min(slot * 0.7 / (1 if chart.kind == STACKED else len(chart.series)), 5.0 * em)


def _has_room(chart: ChartData, slot: float, em: float) -> bool:
    """Whether every bar has room for its figure above it."""
    alone = chart.kind == STACKED or len(chart.series) == 1
    written = [_figure(value, chart.decimals) for value in (_sums(chart) if chart.kind == STACKED else chart.values)]
    return bool(written) and (max(map(_ems, written)) + 0.3) * em <= (slot if alone else _wide(chart, slot, em))


def _standing(
    drawing: Drawing, chart: ChartData, left: float, slot: float, place: Callable[[float], float], figures: bool
) -> None:
    """figures  whether they are written above the bars"""
    em, stacked, wide = drawing.em, chart.kind == STACKED, _wide(chart, slot, drawing.em)
    sums = _sums(chart)
    for i in range(len(chart.categories)):
        start = left + slot * (i + 0.5) - wide * (1 if stacked else len(chart.series)) / 2
        base = place(0.0)
        for j, series in enumerate(chart.series):
            value = series.values[i]
            if value is None:
                continue
            above, under = sorted((place(0.0), place(value)))
            x = start if stacked else start + j * wide
            y = base - (under - above) if stacked else above
            drawing.box(x, y, wide, under - above, series.colour(i), _told(chart, series, i))
            base = y
            if figures and not stacked:
                drawing.write(x + wide / 2, above - 0.3 * em, _figure(value, chart.decimals), colour=GREY)
        if figures and stacked:
            drawing.write(start + wide / 2, base - 0.3 * em, _figure(sums[i], chart.decimals), colour=GREY)


def _lines(drawing: Drawing, chart: ChartData, left: float, slot: float, place: Callable[[float], float]) -> None:
    """A line per series, broken where a figure is not known; every point tells its figure."""
    thick = 0.16 * drawing.em
    for series in chart.series:
        run: list[str] = []
        for i, value in enumerate((*series.values, None)):
            if value is not None:
                run.append(f"{left + slot * (i + 0.5):.2f},{place(value):.2f}")
                continue
            if len(run) > 1:
                line = f'fill="none" stroke="{series.colours[0]}" stroke-width="{thick:.2f}"'
                drawing.shapes.append((f'<polyline points="{" ".join(run)}" {line}', ""))
            run = []
        for i, value in enumerate(series.values):
            if value is not None:
                at = f'cx="{left + slot * (i + 0.5):.2f}" cy="{place(value):.2f}" r="{1.4 * thick:.2f}"'
                drawing.shapes.append((f'<circle {at} fill="{series.colours[0]}"', _told(chart, series, i)))


def _pie(drawing: Drawing, chart: ChartData, top: float, height: float) -> None:
    """A pie, and beside it what its slices are: name, figure where there is room, share."""
    em, width, series = drawing.em, drawing.width, chart.series[0]
    values = [max(value or 0.0, 0.0) for value in series.values]
    total = math.fsum(values) or 1.0
    radius = min(height / 2 - 0.2 * em, width * 0.2)
    x, y, angle = radius + 0.4 * em, top + height / 2, -math.pi / 2
    percent = [f"{share:.2f} %" for share in shares([round(100 * value) for value in values])]
    for i, value in enumerate(values):
        turn = 2 * math.pi * value / total
        told = f"{_told(chart, series, i)}（{percent[i]}）"
        edge = f'fill="{series.colour(i)}" stroke="#ffffff" stroke-width="{0.08 * em:.3f}"'
        if turn > 2 * math.pi - 1e-6:
            drawing.shapes.append((f'<circle cx="{x:.2f}" cy="{y:.2f}" r="{radius:.2f}" {edge}', told))
        elif turn > 0:
            start = (x + radius * math.cos(angle), y + radius * math.sin(angle))
            end = (x + radius * math.cos(angle + turn), y + radius * math.sin(angle + turn))
            arc = f"A{radius:.2f} {radius:.2f} 0 {int(turn > math.pi)} 1 {end[0]:.2f} {end[1]:.2f}Z"
            path = f"M{x:.2f} {y:.2f}L{start[0]:.2f} {start[1]:.2f}{arc}"
            drawing.shapes.append((f'<path d="{path}" {edge}', told))
        angle += turn
    row = min(ROW * em, height / len(values))
    figures = [_figure(value, chart.decimals) for value in values]
    shared, wide = (1.0 + max(map(_ems, column)) for column in (percent, figures))
    left = 2 * radius + 1.6 * em
    free = width / em - left / em - 1.4 - shared
    names = max(map(_ems, chart.categories))
    if free - wide < min(names, 5.0):
        wide = 0.0
    for i, whole in enumerate(chart.categories):
        at = y - row * len(values) / 2 + i * row
        base = at + row / 2 + MIDDLE * em
        drawing.box(left, at + row * 0.2, 0.9 * em, row * 0.6, series.colour(i))
        drawing.write(left + 1.4 * em, base, _short(whole, free - wide), "start", whole=whole, column="names")
        right = min(width - 0.2 * em, left + (1.4 + max(names, 5.0) + 2.5 + wide + shared) * em)
        drawing.write(right, base, percent[i], "end", GREY, column="shares")
        if wide:
            drawing.write(right - shared * em, base, figures[i], "end", GREY, column="figures")


def _legend_rows(chart: ChartData, width: float, em: float) -> list[list[int]]:
    rows: list[list[int]] = [[]]
    used = 0.0
    for i, series in enumerate(chart.series):
        wide = (_ems(series.name) + 2.4) * em
        if used + wide > width and rows[-1]:
            rows.append([])
            used = 0.0
        rows[-1].append(i)
        used += wide
    return rows


def _legend_height(chart: ChartData, width: float, em: float) -> float:
    return 0.0 if len(chart.series) < 2 else (1.5 * len(_legend_rows(chart, width, em)) + 0.4) * em


def _legend(drawing: Drawing, chart: ChartData, top: float) -> None:
    em, width = drawing.em, drawing.width
    for number, row in enumerate(_legend_rows(chart, width, em)):
        x = max(0.0, (width - sum((_ems(chart.series[i].name) + 2.4) * em for i in row)) / 2)
        y = top + 1.5 * number * em
        for i in row:
            series = chart.series[i]
            drawing.box(x, y + 0.2 * em, 0.9 * em, 0.9 * em, series.sign or series.colours[0])
            name = _short(series.name, width / em - 1.4)
            drawing.write(x + 1.3 * em, y + em, name, "start", whole=series.name)
            x += (_ems(series.name) + 2.4) * em


def _range(chart: ChartData) -> tuple[float, float]:
    """Least and greatest length, 0 among them."""
    values = _sums(chart) if chart.kind == STACKED else chart.values
    return min([0.0, *values]), max([0.0, *values])


def _sums(chart: ChartData) -> list[float]:
    """Of each category over the series."""
    return [
        math.fsum(value for series in chart.series if (value := series.values[i]) is not None)
        for i in range(len(chart.categories))
    ]


def _places(low: float, high: float, start: float, end: float) -> Callable[[float], float]:
    return lambda value: start + (end - start) * (value - low) / (high - low)


def _left(chart: ChartData, em: float) -> float:
    """Room for the figures beside the gridlines."""
    scale = ticks(*_range(chart))
    return (max(_ems(_tick(tick, scale)) for tick in scale) + 0.8) * em


def _below(chart: ChartData, width: float, em: float) -> float:
    """Room for the names below columns."""
    wrapped = _wrapped(chart, (width - _left(chart, em)) / len(chart.categories) / em)
    if wrapped is None:
        return (max(_ems(_short(name, TALLEST)) for name in chart.categories) + 0.8) * em
    return (0.6 + 1.2 * max(map(len, wrapped))) * em


def _wrapped(chart: ChartData, room: float) -> Optional[list[list[str]]]:
    """The names in lines of `room` em less a little; None where they have to stand upright."""
    lines = [_pieces(name, room - 0.4) for name in map(writable, chart.categories)]
    found = [pieces for pieces in lines if pieces is not None]
    return found if len(found) == len(lines) else None


def _pieces(name: str, room: float) -> Optional[list[str]]:
    """A name in a few lines; words of Latin letters stay whole."""
    if _ems(name) <= room:
        return [name]
    if room < LEAST_LINE:
        return None
    lines: list[str] = [""]
    room = min(room, max(_ems(name) / math.ceil(_ems(name) / room) + 0.5, LEAST_LINE - 0.4))  # lines of like length
    for part in re.findall(r"[!-~]+ ?|.", name, re.DOTALL):
        if lines[-1] and _ems((lines[-1] + part).rstrip()) > room:
            lines.append("")
        lines[-1] += part
    fits = len(lines) <= LINES and all(_ems(line.rstrip()) <= room for line in lines)
    return [line.strip() for line in lines] if fits else None


def _short(name: str, room: float) -> str:
    """The name, cut to `room` em."""
    name = writable(name)
    if _ems(name) <= room:
        return name
    while name and _ems(name) > room - 1.0:
        name = name[:-1]
    return name + "…"


def _told(chart: ChartData, series: Series, place: int) -> str:
    """A figure in words."""
    name = chart.categories[place]
    whose = f"{name}　{series.name}" if len(chart.series) > 1 else name
    return f"{whose}：{_figure(series.values[place] or 0.0, chart.decimals)} {chart.unit}".strip()


def _figure(value: float, decimals: int) -> str:
    return f"{value:,.{decimals}f}"


def _tick(value: float, scale: Sequence[float]) -> str:
    step = scale[1] - scale[0]
    return f"{value:,.{max(0, -math.floor(math.log10(step) + 1e-9))}f}"


def _ems(text: str) -> float:
    return ems(text, NARROW, ambiguous=False)


def _element(markup: str, told: str) -> str:
    if not told:
        return markup + "/>"
    return f"{markup}><title>{escape(writable(told))}</title></{markup[1:].split(' ', 1)[0]}>"


def _text(words: Words) -> str:
    weight = ' font-weight="bold"' if words.bold else ""
    turned = f' transform="rotate(-90 {words.x:.2f} {words.y:.2f})"' if words.upright else ""
    shift = MIDDLE * words.size if words.upright else 0.0
    whole = f"<title>{escape(writable(words.whole))}</title>" if words.whole else ""
    return (
        f'<text x="{words.x:.2f}" y="{words.y + shift:.2f}" font-size="{words.size:.3f}" '
        f'text-anchor="{words.anchor}" fill="{words.colour}"{weight}{turned}>{whole}{escape(words.text)}</text>'
    )
