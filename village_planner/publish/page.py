"""A report as one page to read on the screen: everything inside it, no script, no internet; prints on A4 as well.

Long tables open with their subtotals, or where they have none with their first rows; a click shows every row.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path
from urllib.parse import quote

from ..core.charts.data import BAR, COLUMN, STACKED
from ..core.charts.draw import draw, height_of
from ..core.formulas import writable
from ..core.tables.chart import Chart, chart_data
from ..core.tables.columns import ColumnText, column_widths, page_columns
from ..core.tables.header import header_cells
from ..core.tables.origins import joined
from ..core.tables.table import Check, Column, KeyFigure, Report, Row, Table, Value, digits
from ..core.task import SILENT, Task

LONG = 60  # rows beyond which a table opens with a part of them
FIRST = 20  # rows that a long table without subtotals opens with
CHART_WIDTH, CHART_TEXT = 720.0, 14.0
UPRIGHT = 9  # categories up to which columns stand
ROWS = 500  # between two looks at the cancel button
PAPER_ROOM = 190.0  # half characters that a printed A4 page, landscape, has room for
STYLE = """
:root{--ink:#1d2430;--soft:#5b6572;--line:#b9c1c9;--head:#e8f1e4;--total:#f6f4ea;--warn:#8a1f17;--warnbg:#fbe6bd}
*{box-sizing:border-box}
body{margin:0 auto;max-width:1500px;padding:24px 28px 60px;color:var(--ink);background:#fff;line-height:1.6;
font:15px/1.6 "Source Han Sans SC","Noto Sans CJK SC","Microsoft YaHei","PingFang SC",sans-serif}
h1{font-size:26px;margin:0 0 4px}
h2{font-size:19px;margin:40px 0 4px;scroll-margin-top:12px}
h3{font-size:15px;margin:18px 0 4px}
a{color:#1f5f99;text-decoration:none}a:hover,a:focus{text-decoration:underline}
.facts{color:var(--soft);margin:0}.facts span{display:inline-block;margin-right:1.6em}
.stamp{background:var(--warnbg);color:var(--warn);padding:6px 12px;border-left:4px solid var(--warn);margin:10px 0}
.figures{display:flex;flex-wrap:wrap;margin:18px -10px 18px 0;padding:0;list-style:none}
.figures li{margin:0 10px 10px 0;border:1px solid var(--line);border-radius:4px;padding:8px 16px;min-width:150px}
.figures b{display:block;font-size:23px;line-height:1.3;font-variant-numeric:tabular-nums;font-weight:600}
.figures small{font-size:13px;font-weight:400;color:var(--soft);margin-left:4px}
.figures em{display:block;font-style:normal;font-size:13px;color:var(--warn)}
.contents{columns:3 280px;margin:0;padding-left:1.6em}
.above{display:flex;justify-content:space-between;gap:20px;color:var(--soft);font-size:13px}
.scroll{overflow:auto;max-height:80vh;border:1px solid var(--line)}
table{border-collapse:separate;border-spacing:0;width:100%;font-size:13px;font-variant-numeric:tabular-nums}
th,td{border-right:1px solid var(--line);border-bottom:1px solid var(--line);padding:3px 7px;vertical-align:middle}
thead{position:sticky;top:0;z-index:2}
th{background:var(--head);font-weight:600;text-align:center;min-width:3.2em}
td{text-align:right;white-space:nowrap;background:#fff;min-width:4em}
td.x{text-align:left;white-space:normal;min-width:5.5em}
td.c{text-align:center;white-space:normal}
tr.s td{background:#fbfaf4;font-weight:600}tr.t td{background:var(--total);font-weight:600}
tr.r td{background:#f4f6f8}
td:first-child{position:sticky;left:0;z-index:1;min-width:7em}
.all{position:absolute;opacity:0}
.all+label{display:inline-block;cursor:pointer;color:#1f5f99;font-size:13px;margin:2px 0 6px}
.all:focus+label{outline:2px solid #1f5f99}
.all+label::before{content:"▸ "}.all:checked+label::before{content:"▾ "}
.all:not(:checked)~.scroll tr.d,.all:not(:checked)~.paper tr.d{display:none}
.notes{color:var(--soft);font-size:13px;margin:6px 0}
.paper{display:none}
.charts{display:flex;flex-wrap:wrap}
figure{margin:14px 24px 4px 0;width:610px;max-width:100%}
svg{width:100%;height:auto}
.bad{color:var(--warn);font-weight:600}
footer{margin-top:44px;color:var(--soft);font-size:13px;border-top:1px solid var(--line);padding-top:8px}
@page{size:A4 landscape;margin:12mm 10mm}
@media print{
body{max-width:none;padding:0;font-size:10pt}
nav,.up,.all+label{display:none}
h1{font-size:17pt}h2{font-size:13pt;margin-top:16pt;break-after:avoid}
.above,.stamp,figure,.figures li{break-inside:avoid}
.scroll{max-height:none;overflow:visible;border:0;border-top:1px solid #555;border-left:1px solid #555}
.scroll.wide{display:none}.paper{display:block}.paper .scroll{margin-bottom:8pt}
table{font-size:8pt}
thead{display:table-header-group;position:static}
td:first-child{position:static}
tr{break-inside:avoid}
th,td{padding:1.5pt 3pt;border-color:#555;min-width:0}
th{min-width:2.6em}td.x{min-width:5em}td:first-child{min-width:6.5em}td.c{min-width:3em}
.charts{display:block}figure{display:inline-block;width:130mm;margin-right:4mm}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}
}
"""


@dataclass(frozen=True)
class Link:
    """A file of the same run: what it is called, and its path from the page on."""

    text: str
    path: str


def write_page(
    report: Report, path: Path, own: Sequence[Link] = (), others: Sequence[Link] = (), task: Task = SILENT
) -> None:
    """Write the page of a report.

    own, others  what the run writes besides: files of this report, pages of the others
    """
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for part in page(report, own, others, task):
            file.write(part)


def page(report: Report, own: Sequence[Link] = (), others: Sequence[Link] = (), task: Task = SILENT) -> Iterator[str]:
    """The page in pieces."""
    yield '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    yield f"<title>{_text(report.title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
    yield f'<header id="top">\n<h1>{_text(report.title)}</h1>\n<p class="facts">'
    yield " ".join(f"<span>{_text(label)}：{_text(value)}</span>" for label, value in report.facts) + "</p>\n"
    stamp = joined(table.stamp for table in report.tables)
    yield f'<p class="stamp">{_text(stamp)}</p>\n' if stamp else ""
    yield _figures(report.figures)
    yield "</header>\n" + _contents(report, own, others)
    for table in report.tables:
        yield from table_section(table, task)
    yield _gaps(report) + _checks(report.checks)
    told = "　".join(
        f"{label}：{_text(value)}"
        for label, value in (
            ("编制单位", report.compiler),
            ("填表人", report.filler),
            ("审核", report.reviewer),
            ("日期", report.date),
        )
        if value
    )
    yield f"<footer>{told or '本页由村庄规划插件生成，数字与同批工作簿一致。'}</footer>\n</body>\n</html>\n"


def _figures(figures: Sequence[KeyFigure]) -> str:
    if not figures:
        return ""
    cells = []
    for figure in figures:
        shown = _text(figure.value) if isinstance(figure.value, str) else f"{figure.value or 0:,.{figure.decimals}f}"
        stale = f"<em>{_text(figure.stamp)}</em>" if figure.stamp else ""
        cells.append(f"<li>{_text(figure.label)}<b>{shown}<small>{_text(figure.unit)}</small></b>{stale}</li>")
    return f'<ul class="figures">{"".join(cells)}</ul>\n'


def _contents(report: Report, own: Sequence[Link], others: Sequence[Link]) -> str:
    failed = len(report.failed)
    lines = [f'<li><a href="#{_anchor(table)}">{_text(table.title)}</a></li>' for table in report.tables]
    if report.checks:
        verdict = f"{failed} 项不一致" if failed else "全部一致"
        lines.append(f'<li><a href="#checks">数据核对</a>（{len(report.checks)} 项，{verdict}）</li>')
    parts = [f'<nav>\n<h2>目录</h2>\n<ol class="contents">{"".join(lines)}</ol>\n']
    for title, links in (("本册文件", own), ("其他各册", others)):
        if links:
            listed = "　".join(f'<a href="{_href(link.path)}">{_text(link.text)}</a>' for link in links)
            parts.append(f"<h3>{title}</h3>\n<p>{listed}</p>\n")
    return "".join(parts) + "</nav>\n"


def table_section(table: Table, task: Task = SILENT) -> Iterator[str]:
    """One table under its title, with its charts, notes and source."""
    anchor = _anchor(table)
    yield f'<section id="{anchor}">\n<h2>{_text(table.title)}</h2>\n'
    if table.stamp:
        yield f'<p class="stamp">{_text(table.stamp)}</p>\n'
    if table.charts:
        yield '<div class="charts">'
    for chart in table.charts:
        yield f"<figure>{chart_svg(table, chart)}</figure>\n"
    if table.charts:
        yield "</div>\n"
    unit = f"单位：{table.unit}" if table.unit and "：" not in table.unit else table.unit
    yield f'<div class="above"><span>行政区：{_text(table.subject)}</span><span>{_text(unit)}</span></div>\n'
    if len(table.rows) > LONG:
        subtotals = any(row.kind == "subtotal" for row in table.rows)
        yield f'<input type="checkbox" class="all" id="all-{anchor}"><label for="all-{anchor}">显示全部 '
        yield f"{len(table.rows):,} 行（现只列{'小计、合计' if subtotals else f'前 {FIRST} 行'}）</label>\n"
    everything = list(range(len(table.columns)))
    pages = paper_pages(table)
    yield (
        f'<div class="scroll{" wide" if len(pages) > 1 else ""}">' + "".join(grid(table, everything, task)) + "</div>\n"
    )
    if len(pages) > 1:  # what is too wide for a sheet of paper is printed in parts
        yield '<div class="paper">'
        for columns in pages:
            yield '<div class="scroll">' + "".join(grid(table, columns, task)) + "</div>"
        yield "</div>\n"
    if table.notes:
        yield f'<p class="notes">注：{"<br>".join(map(_text, table.remarks))}</p>\n'
    if table.source:
        yield f'<p class="notes">资料来源：{_text(table.source)}</p>\n'
    yield '<p class="notes up"><a href="#top">回到页首</a></p>\n</section>\n'


def chart_svg(table: Table, chart: Chart) -> str:
    """A table's chart as SVG to stand in a page: no script, no file beside it, every figure also in words."""
    data = chart_data(table, chart)
    if len(chart.rows) > UPRIGHT and chart.kind in (COLUMN, STACKED):  # so many are read better as bars
        data = replace(data, kind=BAR if chart.kind == COLUMN else STACKED, lying=True)
    height = height_of(data, CHART_WIDTH, CHART_TEXT)
    drawing = draw(data, CHART_WIDTH, height, CHART_TEXT)
    return drawing.svg(f'role="img" aria-label="{_text(data.heading)}"')


def paper_pages(table: Table) -> list[list[int]]:
    """Places of the columns of each printed part, the frozen ones on every part."""
    texts = [
        ColumnText(
            [shown(column, row.values.get(column.key), row) for row in table.rows],
            column.heads[-1],
            column.kind == "number",
        )
        for column in table.columns
    ]
    widths = column_widths(texts, PAPER_ROOM, 0.0)
    if sum(widths) <= PAPER_ROOM * 1.15 or len(widths) <= table.frozen:
        return [list(range(len(widths)))]
    starts = page_columns(widths, [column.heads for column in table.columns], table.frozen, PAPER_ROOM)
    ends = [*starts[1:], len(widths)]
    return [[*range(table.frozen), *range(start, end)] for start, end in zip(starts, ends)]


def grid(table: Table, places: Sequence[int], task: Task = SILENT) -> Iterator[str]:
    """A table element of the columns in these places."""
    columns = [table.columns[place] for place in places]
    levels = max((len(column.heads) for column in columns), default=1)
    cells: list[list[str]] = [[] for _ in range(levels)]
    for level, first, last, depth, text in header_cells([column.heads for column in columns], levels):
        spans = (f" colspan={last - first + 1}" if last > first else "") + (f" rowspan={depth}" if depth > 1 else "")
        cells[level].append(f"<th{spans}>{_text(text)}</th>")
    yield "<table><thead>" + "".join(f"<tr>{''.join(line)}</tr>" for line in cells) + "</thead><tbody>\n"
    first = 0 if any(row.kind == "subtotal" for row in table.rows) else FIRST
    for number, row in enumerate(table.rows):
        if number % ROWS == 0:
            task.check()
        yield _row(columns, row, number < first)
    yield "</tbody></table>"


_CLASS = {"data": "d", "subtotal": "s", "total": "t", "note": "r"}


def _row(columns: Sequence[Column], row: Row, kept: bool) -> str:
    """A row of data stays where it is `kept` when the table is folded."""
    cells = []
    for place, column in enumerate(columns):
        value = row.values.get(column.key)
        figure = column.kind == "number" and not isinstance(value, str)
        dress = " class=c" if column.centred else "" if figure else " class=x"
        if place == 0 and row.indent and not figure:
            dress += f' style="padding-left:{7 + 14 * row.indent}px"'
        cells.append(f"<td{dress}>{_text(shown(column, value, row))}</td>")
    kind = _CLASS.get(row.kind, "d")
    return f"<tr class={'k' if kept and kind == 'd' else kind}>{''.join(cells)}</tr>\n"


def shown(column: Column, value: Value, row: Row) -> str:
    """A cell as it is read: thousands separated, the digits of its column."""
    if value is None:
        return ""
    if column.kind == "number" and not isinstance(value, str):
        return f"{value:,.{digits(column, row.kind)}f}"
    return str(value)


def _gaps(report: Report) -> str:
    if not report.gaps:
        return ""
    rows = "".join(
        f"<tr><td class=x>{_text(gap.title)}</td><td class=x>{_text(gap.needs['zh'])}</td></tr>" for gap in report.gaps
    )
    return (
        '<section id="gaps">\n<h2>未列的表</h2>\n<div class="scroll"><table><thead><tr><th>表名</th><th>需要的数据</th>'
        f"</tr></thead><tbody>{rows}</tbody></table></div>\n</section>\n"
    )


def _checks(checks: Sequence[Check]) -> str:
    if not checks:
        return ""
    rows = []
    for check in checks:
        sides = "".join(
            f"<td class=x>{_text(side.label)}</td><td>{side.value:,.{check.decimals}f}</td>"
            for side in (check.left, check.right)
        )
        verdict = "一致" if check.agrees else '<span class="bad">不一致</span>'
        rows.append(
            f"<tr><td class=x>{_text(check.what)}</td>{sides}<td>{check.difference:,.{check.decimals}f}</td>"
            f"<td class=c>{_text(check.unit)}</td><td class=c>{verdict}</td></tr>"
        )
    heads = "".join(f"<th>{text}</th>" for text in ("核对内容", "甲方", "数值", "乙方", "数值", "差值", "单位", "结果"))
    return (
        f'<section id="checks">\n<h2>数据核对</h2>\n<div class="scroll"><table><thead><tr>{heads}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table></div>\n</section>\n"
    )


def _anchor(table: Table) -> str:
    return f"t-{escape(table.id)}"


def _href(path: str) -> str:
    return escape(quote(path))


def _text(text: Value) -> str:
    return escape(writable("" if text is None else str(text)))
