"""Drawing a chart as SVG: lines and text, in millimetres, in the atlas's typeface."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape

from ...core.formulas import writable
from ...core.tables.text_width import ems
from ..fonts import chinese_family
from .chart import ChartData, Series

INK, GREY, RULE = "#26332f", "#5f6f68", "#d5dcd8"
POINT = 25.4 / 72  # mm
NARROW = 0.58  # width of a Latin letter or digit relative to the text's size
ROW = 1.55  # height of a lying bar's row, relative to the text's size
TITLE = 1.25  # the title's size, relative to the text's
PLOT = 26.0  # mm, height of standing bars
TICKS = 4  # gridlines at most


def height_of(chart: ChartData, width: float, size: float) -> float:
    """The height that a chart wants, mm. width of the drawing in mm, size of its text in points."""
    em = size * POINT
    top = 2.2 * em + _legend_height(chart, width, em)
    if chart.kind == "bar":
        return top + len(chart.categories) * ROW * em * _bars_of(chart) + 0.4 * em
    if chart.kind == "pie":
        return top + max(24.0, len(chart.categories) * ROW * em)
    return top + PLOT + _below(chart, width, em) + em


def draw(chart: ChartData, width: float, height: float, size: float) -> str:
    """The chart as an SVG document of width x height mm, its text of `size` points."""
    em = size * POINT
    parts = [
        _text(width / 2, 1.3 * em, chart.title + (f"（{chart.unit}）" if chart.unit else ""), em * TITLE, bold=True)
    ]
    top = 2.2 * em
    if len(chart.series) > 1:
        parts += _legend(chart, width, top, em)
        top += _legend_height(chart, width, em)
    body = {"bar": _bars, "pie": _pie}.get(chart.kind, _columns)
    parts += body(chart, width, top, height - top, em)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.2f}mm" height="{height:.2f}mm" '
        f'viewBox="0 0 {width:.2f} {height:.2f}" font-family="{escape(chinese_family())}">{"".join(parts)}</svg>'
    )


def _bars_of(chart: ChartData) -> float:
    return 1.0 if len(chart.series) == 1 else 0.8 * len(chart.series)


def _bars(chart: ChartData, width: float, top: float, height: float, em: float) -> list[str]:
    """Lying bars, each with its figure."""
    left = max(_ems(name) for name in chart.categories) * em + 0.6 * em
    figures = [[_figure(value, chart.decimals) for value in series.values] for series in chart.series]
    right = max(_ems(text) for texts in figures for text in texts) * em + 0.6 * em
    most = max(max(series.values) for series in chart.series) or 1.0
    room = max(width - left - right, 1.0)
    row = height / len(chart.categories)
    thick = row * 0.72 / len(chart.series)
    parts = []
    for i, name in enumerate(chart.categories):
        y = top + i * row
        parts.append(_text(left - 0.5 * em, y + row / 2 + 0.36 * em, name, em, "end"))
        for j, series in enumerate(chart.series):
            length = room * max(series.values[i], 0) / most
            place = y + row * 0.14 + j * thick
            parts.append(_box(left, place, length, thick, _colour(series, i)))
            parts.append(
                _text(left + length + 0.4 * em, place + thick / 2 + 0.36 * em, figures[j][i], em, "start", GREY)
            )
    parts.append(_line(left, top, left, top + height, INK))
    return parts


def _columns(chart: ChartData, width: float, top: float, height: float, em: float) -> list[str]:
    """Standing bars, side by side or stacked, or lines, over a few round gridlines."""
    stacked = chart.kind == "stacked"
    sums = [sum(s.values[i] for s in chart.series) for i in range(len(chart.categories))]
    most = max(sums if stacked else [max(s.values) for s in chart.series]) or 1.0
    step = _round_up(most / TICKS)
    ticks = [step * i for i in range(math.ceil(most / step - 1e-9) + 1)]
    decimals = 0 if step >= 1 else -math.floor(math.log10(step))
    left = max(_ems(_figure(tick, decimals)) for tick in ticks) * em + 0.8 * em
    below = _below(chart, width, em)
    low, room = top + height - below, height - below - 0.6 * em
    slot = (width - left) / len(chart.categories)
    parts = []
    for tick in ticks:
        y = low - room * tick / ticks[-1]
        parts.append(_line(left, y, width, y, INK if tick == 0 else RULE))
        parts.append(_text(left - 0.4 * em, y + 0.36 * em, _figure(tick, decimals), em, "end", GREY))
    for i, name in enumerate(chart.categories):
        x = left + slot * (i + 0.5)
        if chart.kind != "line":
            base = low
            wide = slot * 0.7 / (1 if stacked else len(chart.series))
            for j, series in enumerate(chart.series):
                tall = room * max(series.values[i], 0) / ticks[-1]
                start = x - wide / 2 if stacked else x - slot * 0.35 + j * wide
                parts.append(_box(start, base - tall, wide, tall, _colour(series, i)))
                base -= tall if stacked else 0
        if _turned(chart, width, em):
            y = low + 0.5 * em
            parts.append(
                f'<g transform="translate({x + 0.36 * em:.2f} {y:.2f}) rotate(-90)">{_text(0, 0, name, em, "end")}</g>'
            )
        else:
            parts.append(_text(x, low + 1.3 * em, name, em))
    if chart.kind == "line":
        for series in chart.series:
            points = " ".join(
                f"{left + slot * (i + 0.5):.2f},{low - room * value / ticks[-1]:.2f}"
                for i, value in enumerate(series.values)
            )
            parts.append(f'<polyline points="{points}" fill="none" stroke="{series.colours[0]}" stroke-width="0.5"/>')
    return parts


def _pie(chart: ChartData, width: float, top: float, height: float, em: float) -> list[str]:
    """A pie, and beside it what its slices are."""
    series = chart.series[0]
    total = sum(series.values) or 1.0
    radius = min(height / 2 - 0.5, width * 0.2)
    x, y, angle = radius + 1, top + height / 2, -math.pi / 2
    parts = []
    for i, value in enumerate(series.values):
        turn = 2 * math.pi * value / total
        if turn > 2 * math.pi - 1e-6:
            parts.append(f'<circle cx="{x:.2f}" cy="{y:.2f}" r="{radius:.2f}" fill="{_colour(series, i)}"/>')
            continue
        start = (x + radius * math.cos(angle), y + radius * math.sin(angle))
        angle += turn
        end = (x + radius * math.cos(angle), y + radius * math.sin(angle))
        parts.append(
            f'<path d="M{x:.2f} {y:.2f}L{start[0]:.2f} {start[1]:.2f}'
            f'A{radius:.2f} {radius:.2f} 0 {int(turn > math.pi)} 1 {end[0]:.2f} {end[1]:.2f}Z" '
            f'fill="{_colour(series, i)}" stroke="#ffffff" stroke-width="0.2"/>'
        )
    row = min(ROW * em, height / len(chart.categories))
    left = 2 * radius + 4
    start_y = y - row * len(chart.categories) / 2
    for i, (name, value) in enumerate(zip(chart.categories, series.values)):
        place = start_y + i * row
        parts.append(_box(left, place + row * 0.2, 0.9 * em, row * 0.6, _colour(series, i)))
        parts.append(_text(left + 1.4 * em, place + row / 2 + 0.36 * em, name, em, "start"))
        parts.append(_text(width - 0.5, place + row / 2 + 0.36 * em, f"{100 * value / total:.1f} %", em, "end", GREY))
    return parts


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


def _legend(chart: ChartData, width: float, top: float, em: float) -> list[str]:
    parts = []
    for number, row in enumerate(_legend_rows(chart, width, em)):
        wide = sum((_ems(chart.series[i].name) + 2.4) * em for i in row)
        x, y = (width - wide) / 2, top + 1.5 * number * em
        for i in row:
            series = chart.series[i]
            parts.append(_box(x, y + 0.2 * em, 0.9 * em, 0.9 * em, series.colours[0]))
            parts.append(_text(x + 1.3 * em, y + 1.0 * em, series.name, em, "start"))
            x += (_ems(series.name) + 2.4) * em
    return parts


def _turned(chart: ChartData, width: float, em: float) -> bool:
    """Whether the names stand upright, because they are wider than their columns."""
    return max(_ems(name) for name in chart.categories) * em > 0.8 * width / len(chart.categories)


def _below(chart: ChartData, width: float, em: float) -> float:
    longest = max(_ems(name) for name in chart.categories)
    return (longest + 0.8) * em if _turned(chart, width, em) else 1.8 * em


def _round_up(value: float) -> float:
    power = 10.0 ** math.floor(math.log10(value)) if value > 0 else 1.0
    return next((step * power for step in (1, 2, 2.5, 5, 10) if step * power >= value * (1 - 1e-9)), 10 * power)


def _figure(value: float, decimals: int) -> str:
    return f"{value:,.{decimals}f}"


def _colour(series: Series, index: int) -> str:
    return series.colours[index % len(series.colours)]


def _ems(text: str) -> float:
    """Width of a text in the atlas's typeface relative to its size."""
    return ems(text, NARROW, ambiguous=False)


def _text(
    x: float, y: float, text: str, size: float, anchor: str = "middle", colour: str = INK, bold: bool = False
) -> str:
    weight = ' font-weight="bold"' if bold else ""
    return (
        f'<text x="{x:.2f}" y="{y:.2f}" font-size="{size:.3f}" text-anchor="{anchor}" fill="{colour}"{weight}>'
        f"{escape(writable(text))}</text>"
    )


def _box(x: float, y: float, width: float, height: float, colour: str) -> str:
    return f'<rect x="{x:.2f}" y="{y:.2f}" width="{width:.2f}" height="{height:.2f}" fill="{colour}"/>'


def _line(x: float, y: float, to_x: float, to_y: float, colour: str) -> str:
    return f'<line x1="{x:.2f}" y1="{y:.2f}" x2="{to_x:.2f}" y2="{to_y:.2f}" stroke="{colour}" stroke-width="0.15"/>'


def names_shortened(names: Sequence[str], most: int = 12) -> tuple[str, ...]:
    """Long names cut, so that a chart keeps room for what it shows."""
    return tuple(name if len(name) <= most else name[: most - 1] + "…" for name in names)
