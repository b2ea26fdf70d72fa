"""A table's chart as SVG to stand in a page: no script, no file beside it, every figure also in words."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from html import escape

from ..core.formulas import writable
from ..core.tables.chart import BAR, COLUMN, LINE, PIE, STACKED, Chart
from ..core.tables.table import Column, Table
from ..core.tables.text_width import display_width

# Told apart by the colour-blind (Okabe and Ito), the first one quieter.
COLOURS = ("#4477aa", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#8c8c2e", "#7a6cb0", "#999999")
WIDTH = 720.0
EM = 6.5  # width of half a Chinese character at 13 px
LINE_OF_TEXT = 20.0
UPRIGHT = 9  # categories up to which columns stand; more of them are read better as bars
LONGEST = 20  # half characters of a category's name


def chart_svg(table: Table, chart: Chart) -> str:
    """The chart; the same figures as the table shows."""
    drawing = _Drawing(table, chart)
    if chart.kind == PIE:
        body = list(drawing.pie())
    elif chart.kind == LINE:
        body = list(drawing.line())
    elif chart.kind in (COLUMN, STACKED) and len(chart.rows) <= UPRIGHT and chart.kind != BAR:
        body = list(drawing.columns(chart.kind == STACKED))
    else:
        body = list(drawing.bars(chart.kind == STACKED))
    size = f"0 0 {WIDTH:.0f} {drawing.height:.0f}"
    return (
        f'<svg viewBox="{size}" role="img" aria-label="{escape(chart.title)}" xmlns="http://www.w3.org/2000/svg">'
        + "".join(body)
        + "</svg>"
    )


def ticks(low: float, high: float, count: int = 5) -> list[float]:
    """Round numbers from at most `low` to at least `high`, about `count` of them, 0 among them."""
    low, high = min(low, 0.0), max(high, 0.0)
    if high == low:
        high = low + 1.0
    rough = (high - low) / count
    unit = 10.0 ** math.floor(math.log10(rough))
    step = next(unit * factor for factor in (1, 2, 5, 10) if unit * factor >= rough * (1 - 1e-9))
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [step * i for i in range(first, last + 1)]


class _Drawing:
    def __init__(self, table: Table, chart: Chart) -> None:
        self.chart = chart
        self.series = [table.column(key) for key in chart.series]
        self.names = [writable(str(table.rows[row].values.get(chart.categories) or "")) for row in chart.rows]
        self.figures = [
            [_number(table.rows[row].values.get(column.key)) for column in self.series] for row in chart.rows
        ]
        self.height = 0.0

    # ---- lying bars
    def bars(self, stacked: bool) -> Iterator[str]:
        left = 12 + EM * max(min(display_width(name), LONGEST) for name in self.names)
        right, thick = 92.0, 15.0
        top = 8.0
        group = LINE_OF_TEXT + 4 if stacked else max(len(self.series) * (thick + 2) + 8, LINE_OF_TEXT + 4)
        scale = ticks(*self._range(stacked))
        bottom = top + group * len(self.names)
        place = self._places(scale, left, WIDTH - right)
        for tick in scale:
            yield _rule(place(tick), top, place(tick), bottom, tick == 0)
            yield _text(place(tick), bottom + 16, _tick(tick, scale), "middle", "axis")
        for number, (name, figures) in enumerate(zip(self.names, self.figures)):
            y = top + group * number
            yield _text(left - 8, y + group / 2 + 4.5, _short(name), "end", title=name)
            at = place(0)
            for index, (column, figure) in enumerate(zip(self.series, figures)):
                if figure is None:
                    continue
                words = self._words(name, column, figure)
                if stacked:
                    width = abs(place(figure) - place(0))
                    yield _bar(at, y + 4, width, group - 8, index, words)
                    at += width
                    continue
                start, end = sorted((place(0), place(figure)))
                y_bar = y + 4 + index * (thick + 2) + (group - 8 - len(self.series) * (thick + 2) + 2) / 2
                yield _bar(start, y_bar, end - start, thick, index, words)
                yield _text(end + 5, y_bar + thick - 3.5, _figure(column, figure), "start", "value")
            if stacked:
                total = math.fsum(figure for figure in figures if figure is not None)
                yield _text(at + 5, y + group / 2 + 4.5, _figure(self.series[0], total), "start", "value")
        yield from self._below(bottom + 24, left)

    # ---- standing columns
    def columns(self, stacked: bool) -> Iterator[str]:
        scale = ticks(*self._range(stacked))
        left = 14 + EM * max(len(_tick(tick, scale)) for tick in scale)
        top, bottom = 22.0, 250.0
        place = self._places(scale, bottom, top)
        yield from self._grid(scale, place, left)
        group = (WIDTH - left - 10) / len(self.names)
        wide = min(group * 0.7, 64.0 * (1 if stacked else len(self.series)))
        each = wide if stacked else wide / len(self.series)
        lines = 1
        for number, (name, figures) in enumerate(zip(self.names, self.figures)):
            middle = left + group * (number + 0.5)
            at = place(0)
            for index, (column, figure) in enumerate(zip(self.series, figures)):
                if figure is None:
                    continue
                words = self._words(name, column, figure)
                if stacked:
                    height = abs(place(figure) - place(0))
                    at -= height
                    yield _bar(middle - wide / 2, at, wide, height, index, words)
                    continue
                above, below = sorted((place(0), place(figure)))
                yield _bar(middle - wide / 2 + index * each, above, each - 2, below - above, index, words)
                shown = _figure(column, figure)
                if EM * len(shown) < max(each, group / len(self.series)):
                    x = middle - wide / 2 + (index + 0.5) * each - 1
                    yield _text(x, above - 5, shown, "middle", "value")
            if stacked:
                total = math.fsum(figure for figure in figures if figure is not None)
                yield _text(middle, at - 5, _figure(self.series[0], total), "middle", "value")
            pieces = _pieces(name, group / EM - 2)
            lines = max(lines, len(pieces))
            for line, piece in enumerate(pieces):
                yield _text(middle, bottom + 17 + 16 * line, piece, "middle")
        yield from self._below(bottom + 10 + 16 * lines + 8, left)

    # ---- lines
    def line(self) -> Iterator[str]:
        scale = ticks(*self._range(False))
        left = 14 + EM * max(len(_tick(tick, scale)) for tick in scale)
        top, bottom = 14.0, 240.0
        place = self._places(scale, bottom, top)
        yield from self._grid(scale, place, left)
        step = (WIDTH - left - 20) / max(len(self.names), 1)
        every = math.ceil(EM * max(min(display_width(name), LONGEST) for name in self.names) / step)
        for number, name in enumerate(self.names):
            if number % every == 0:
                yield _text(left + step * (number + 0.5), bottom + 17, _short(name), "middle", title=name)
        for index, column in enumerate(self.series):
            points = [
                (left + step * (number + 0.5), place(figure), name, figure)
                for number, (name, figures) in enumerate(zip(self.names, self.figures))
                if (figure := figures[index]) is not None
            ]
            colour = COLOURS[index % len(COLOURS)]
            path = " ".join(f"{x:.1f},{y:.1f}" for x, y, _, _ in points)
            yield f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>'
            for x, y, name, figure in points:
                told = escape(self._words(name, column, figure))
                yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"><title>{told}</title></circle>'
        yield from self._below(bottom + 26, left)

    # ---- shares
    def pie(self) -> Iterator[str]:
        column = self.series[0]
        parts = [(name, row[0]) for name, row in zip(self.names, self.figures) if row[0] is not None and row[0] > 0]
        whole = math.fsum(figure for _, figure in parts) or 1.0
        listed = LINE_OF_TEXT * len(parts) + 12
        radius = 105.0
        self.height = max(listed, 2 * radius + 16)
        x, y = 130.0, self.height / 2
        angle = -math.pi / 2
        for index, (name, figure) in enumerate(parts):
            turn = 2 * math.pi * figure / whole
            words = f"{name}：{_figure(column, figure)} {self.chart.unit}（{100 * figure / whole:.1f}%）"
            colour, opacity = COLOURS[index % len(COLOURS)], 1.0 - 0.4 * (index // len(COLOURS) % 2)
            if turn > 2 * math.pi - 1e-6:
                shape = f'<circle cx="{x}" cy="{y:.1f}" r="{radius}"'
            else:
                a, b = (x + radius * math.cos(angle), y + radius * math.sin(angle)), angle + turn
                end = (x + radius * math.cos(b), y + radius * math.sin(b))
                large = int(turn > math.pi)
                shape = (
                    f'<path d="M{x:.1f},{y:.1f} L{a[0]:.1f},{a[1]:.1f} A{radius},{radius} 0 {large} 1 '
                    f'{end[0]:.1f},{end[1]:.1f} Z"'
                )
            tag = "circle" if shape.startswith("<circle") else "path"
            told = f"<title>{escape(words)}</title></{tag}>"
            yield f'{shape} fill="{colour}" opacity="{opacity:.1f}" stroke="#fff">{told}'
            at = (self.height - listed) / 2 + LINE_OF_TEXT * index + 6
            yield f'<rect x="290" y="{at:.1f}" width="12" height="12" fill="{colour}" opacity="{opacity:.1f}"/>'
            yield _text(310, at + 11, _short(name, 30), "start", title=name)
            yield _text(600, at + 11, _figure(column, figure), "end", "value")
            yield _text(680, at + 11, f"{100 * figure / whole:.1f}%", "end", "value")
            angle += turn

    # ---- shared
    def _range(self, stacked: bool) -> tuple[float, float]:
        rows = [[figure for figure in row if figure is not None] for row in self.figures]
        if stacked:
            return 0.0, max((math.fsum(abs(figure) for figure in row) for row in rows), default=0.0)
        known = [figure for row in rows for figure in row]
        return min(known, default=0.0), max(known, default=0.0)

    @staticmethod
    def _places(scale: Sequence[float], start: float, end: float):  # type: ignore[no-untyped-def]
        low, high = scale[0], scale[-1]
        return lambda value: start + (end - start) * (value - low) / (high - low)

    def _grid(self, scale: Sequence[float], place, left: float) -> Iterator[str]:  # type: ignore[no-untyped-def]
        for tick in scale:
            yield _rule(left, place(tick), WIDTH - 10, place(tick), tick == 0)
            yield _text(left - 6, place(tick) + 4.5, _tick(tick, scale), "end", "axis")

    def _below(self, y: float, left: float) -> Iterator[str]:
        """Legend and unit under the drawing; sets its height."""
        x = left
        if self.chart.unit:
            yield _text(WIDTH - 10, y + 12, f"单位：{self.chart.unit}", "end", "axis")
        if len(self.series) > 1:
            for index, column in enumerate(self.series):
                name = _series_name(column, self.series)
                width = 24 + EM * display_width(name) + 10
                if x + width > WIDTH - 100:
                    x, y = left, y + LINE_OF_TEXT
                colour = COLOURS[index % len(COLOURS)]
                yield f'<rect x="{x:.1f}" y="{y + 1:.1f}" width="12" height="12" fill="{colour}"/>'
                yield _text(x + 18, y + 12, name, "start")
                x += width
        self.height = y + LINE_OF_TEXT

    def _words(self, name: str, column: Column, figure: float) -> str:
        told = f"{name}　{_series_name(column, self.series)}" if len(self.series) > 1 else name
        return f"{told}：{_figure(column, figure)} {self.chart.unit}".strip()


def _series_name(column: Column, series: Sequence[Column]) -> str:
    """The part of a header that tells the series apart."""
    lowest = [one.heads[-1] for one in series]
    return column.heads[-1] if len(set(lowest)) == len(lowest) else "".join(column.heads)


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, (int, float)) else None


def _figure(column: Column, value: float) -> str:
    return f"{value:,.{column.decimals}f}"


def _tick(value: float, scale: Sequence[float]) -> str:
    step = scale[1] - scale[0]
    return f"{value:,.{max(0, -math.floor(math.log10(step) + 1e-9))}f}"


def _short(name: str, longest: int = LONGEST) -> str:
    if display_width(name) <= longest:
        return name
    kept = name
    while display_width(kept) > longest - 2:
        kept = kept[:-1]
    return kept + "…"


def _pieces(name: str, room: float) -> list[str]:
    """A name in up to three lines of `room` half characters."""
    lines, line = [], ""
    for sign in name:
        if line and display_width(line + sign) > room:
            lines.append(line)
            line = ""
        line += sign
    lines.append(line)
    return lines if len(lines) <= 3 else [*lines[:2], lines[2][:-1] + "…"]


def _bar(x: float, y: float, width: float, height: float, index: int, words: str) -> str:
    colour = COLOURS[index % len(COLOURS)]
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(width, 0):.1f}" height="{max(height, 0):.1f}" fill="{colour}">'
        f"<title>{escape(words)}</title></rect>"
    )


def _rule(x1: float, y1: float, x2: float, y2: float, strong: bool) -> str:
    colour = "#777" if strong else "#ddd"
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}"/>'


def _text(x: float, y: float, text: str, anchor: str, kind: str = "", title: str = "") -> str:
    whole = f"<title>{escape(title)}</title>" if title and title != text else ""
    dressed = f' class="{kind}"' if kind else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{dressed}>{whole}{escape(text)}</text>'
