"""The report on each project as plain data: facts, findings, areas by line and class, boundary points.

Reports are handed in, so their words are Chinese whatever the interface speaks.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pyproj import CRS

from ..crs import crs_name
from ..messages import Message
from ..tables.table import TOTAL, Column, Row, Table, sum_row
from .boundary_points import Plot, PointFile
from .check import NOT_COVERED, Judgement, ProjectCheck, rows_of
from .point_crs import zone_of
from .reasons import reason, verdict_word
from .rules import CLASS, HAZARD, LINE, PLAN

TITLE = "建设项目控制线检测与空间预审表"
MU = 10_000 / 15  # m² of a 亩
SUBJECTS = {LINE: "控制线", CLASS: "土地利用现状", PLAN: "相关规划", HAZARD: "地质灾害"}
AREA_NAMES = {"ellipsoid": "椭球面积", "plane": "平面面积"}
NO_PARCEL = "无图斑"
UNITS_NAMED = 6


@dataclass(frozen=True)
class PointRow:
    """serial  序号   name, x, y  as in the boundary-point file   side  m to the next point, None after the last"""

    serial: int
    name: str
    x: str
    y: str
    side: float | None


@dataclass(frozen=True)
class ProjectReport:
    """One project's report.

    project   row of the check's `projects`
    facts     (label, text) in order      verdict, word  the overall one as key and in Chinese
    findings  what was checked, how much, verdict, grounds and what to do
    areas     land classes down, control lines across (m²), or None without parcels
    summary   the same by first-level class, for a page that has no room for all
    rings     boundary points ring by ring, the first repeated at the end     crs  of their coordinates
    """

    project: int
    code: str
    name: str
    title: str
    facts: tuple[tuple[str, str], ...]
    verdict: str
    word: str
    findings: Table
    areas: Table | None
    summary: Table | None
    rings: tuple[tuple[PointRow, ...], ...]
    crs: CRS
    holder: str
    hectares: str
    compiler: str
    date: str


def project_reports(
    check: ProjectCheck,
    points: PointFile,
    say: Callable[[Message], str],
    class_names: Mapping[str, str],
    first_level: Mapping[str, str],
    date: str,
    compiler: str = "",
    crs: Any = None,
) -> list[ProjectReport]:
    """A report for each project.

    points       its plots are the projects, in their order     say  a message in Chinese
    class_names  class code -> Chinese name                     crs  of the points; the check's where None
    first_level  class code -> code of its first-level class
    """
    crs = CRS.from_user_input(check.projects.crs if crs is None else crs)
    where = crs_text(crs)
    reports = []
    for i, row in enumerate(rows_of(check.projects)):
        word = say(verdict_word(row.verdict))
        hectares = f"{row.area_m2 / 1e4:.4f}"
        facts = (
            ("项目名称", row.name or row.code),
            ("项目代码", row.code),
            ("项目类型", row.kind or "—"),
            ("用地面积", f"{hectares} 公顷（{row.area_m2 / MU:.2f} 亩，{AREA_NAMES[check.area]}）"),
            ("坐标系", where),
            ("所在行政区", _units(check, i) or "—"),
            ("检测日期", date),
            ("综合结论", word),
        )
        reports.append(
            ProjectReport(
                i, row.code, row.name or row.code, TITLE, facts, row.verdict, word, _findings(check, i, say),
                _areas(check, i, class_names), _areas(check, i, class_names, first_level), _rings(points.plots[i]),
                crs, row.name or row.code, hectares, compiler, date,
            )
        )  # fmt: skip
    return reports


def crs_text(crs: CRS) -> str:
    """A CRS as a form names it."""
    zone = zone_of(crs)
    if zone is None:
        return crs_name(crs)
    return f"2000国家大地坐标系，3度带第{zone[0]}带" + ("" if zone[1] else "（坐标不加带号）")


def class_name(code: str, names: Mapping[str, str]) -> str:
    """ "水田（0101）"; by the longest known beginning of the code."""
    if code == NOT_COVERED:
        return NO_PARCEL
    known = next((names[code[:n]] for n in range(len(code), 1, -1) if code[:n] in names), "")
    return f"{known}（{code}）" if known else code


def _units(check: ProjectCheck, project: int) -> str:
    rows = check.units[(check.units["project"] == project) & (check.units["unit_code"] != NOT_COVERED)]
    names = [name or code for code, name in zip(rows["unit_code"], rows["unit_name"])]
    return "、".join(names[:UNITS_NAMED]) + ("等" if len(names) > UNITS_NAMED else "")


def _findings(check: ProjectCheck, project: int, say: Callable[[Message], str]) -> Table:
    """A row for every line, and for every other rule that applies; what does not conform comes first."""
    rules, judged = check.rules, check.of(project)
    rows: list[tuple[str, str, float | None, float | None, str, str]] = []
    for line in rows_of(check.lines[check.lines["project"] == project]):
        mine = [j for j in judged if j.rule.subject == LINE and j.about == line.line]
        said = "；".join(_advice(j) for j in mine) or ("未占用" if line.area_m2 == 0 else "无限制性规则")
        rows.append((SUBJECTS[LINE], rules.line_name(line.line, "zh"), line.area_m2, line.share, line.verdict, said))
    for j in judged:
        if j.rule.subject == LINE:
            continue
        about = j.rule.title["zh"]
        if j.rule.subject == PLAN:
            about = f"{rules.plan_name(j.about, 'zh')}：{about}"
        area, share = (None, None) if j.rule.subject == HAZARD else (j.area, j.share)
        told = say(reason(j, rules, "zh")) if j.rule.subject == HAZARD else _advice(j)
        rows.append((SUBJECTS[j.rule.subject], about, area, share, j.verdict, told))
    order = list(SUBJECTS.values())
    rows.sort(key=lambda row: order.index(row[0]))
    columns = (
        Column("subject", ("检测项",), centred=True),
        Column("name", ("检测对象",)),
        Column("area_m2", ("占用面积（平方米）",), "number", 2),
        Column("share", ("占比（%）",), "number", 2),
        Column("verdict", ("结论",), centred=True),
        Column("advice", ("处理意见与依据",)),
    )
    data = tuple(
        Row(
            {
                "subject": subject,
                "name": name,
                "area_m2": area,
                "share": None if share is None else round(100 * share, 2),
                "verdict": say(verdict_word(verdict)),
                "advice": advice,
            },
            verdict,
        )
        for subject, name, area, share, verdict, advice in rows
    )
    return Table("findings", "检测结果", "检测结果", columns, data)


def _advice(judgement: Judgement) -> str:
    """What to do and on what ground; lines that are only met from outside say how much lies there."""
    rule = judgement.rule
    outside = f"{rule.title['zh']} {judgement.area:,.2f} 平方米。" if rule.where == "outside" else ""
    return f"{outside}{judgement.action['zh']}（{rule.basis['zh']}）"


def _areas(
    check: ProjectCheck, project: int, names: Mapping[str, str], group: Mapping[str, str] | None = None
) -> Table | None:
    """group  class code -> the class it is summed under"""
    classes = check.classes[check.classes["project"] == project]
    if classes.empty:
        return None
    lines = list(dict.fromkeys(check.lines["line"]))
    under = check.line_classes[check.line_classes["project"] == project]
    if group is not None:
        classes, under = (
            table.assign(class_code=[group.get(code, code[:2]) for code in table["class_code"]])
            .groupby([key for key in ("line", "class_code") if key in table], sort=True)["area_m2"]
            .sum()
            .round(2)
            .reset_index()
            for table in (classes, under)
        )
    figures = {(row.class_code, row.line): row.area_m2 for row in rows_of(under)}
    number: dict[str, Any] = {"kind": "number", "decimals": 2, "adds": True}
    columns = [Column("name", ("地类",)), Column("area", ("面积",), **number)]
    columns += [Column(f"line:{line}", ("其中", f"{check.rules.line_name(line, 'zh')}内"), **number) for line in lines]
    rows = [
        Row(
            {
                "name": class_name(row.class_code, names),
                "area": row.area_m2,
                **{f"line:{line}": figures.get((row.class_code, line), 0.0) for line in lines},
            }
        )
        for row in rows_of(classes)
    ]
    rows.append(sum_row(columns, rows, list(range(len(rows))), {"name": TOTAL}))
    return Table("areas", "各地类占用控制线面积", "地类面积", tuple(columns), tuple(rows), unit="单位：平方米")


def _rings(plot: Plot) -> tuple[tuple[PointRow, ...], ...]:
    rings: list[tuple[PointRow, ...]] = []
    serial = 0
    for ring in plot.rings():
        rows: list[PointRow] = []
        for i, point in enumerate(ring):
            last = i == len(ring) - 1
            side = None if last else math.dist(point.place, ring[i + 1].place)
            serial += 0 if last else 1
            number = rows[0].serial if last else serial
            rows.append(PointRow(number, point.name, point.x, point.y, side))
        rings.append(tuple(rows))
    return tuple(rings)
