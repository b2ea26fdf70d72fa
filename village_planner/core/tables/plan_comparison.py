"""Two plans beside each other as tables to hand in: figures of the whole, districts, units that lie elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Optional

from ..drawing.comparing import ComparedSchemes, MatchedDistricts
from ..drawing.figures import DistrictFigures
from .table import TOTAL, Column, Report, Row, Table, Value, sum_row

WHOLE, DISTRICTS, MOVED = "comparison_whole", "comparison_districts", "comparison_moved"
LEVELS = {"township": "镇级片区", "village": "村级片区"}
UNITS = {"township": "乡镇", "village": "村"}
# Figure of the whole -> what it is called, its unit of measure.
FIGURES: Mapping[str, tuple[str, str]] = {
    "districts": ("片区数", "个"),
    "unassigned": ("未划入片区的单元", "个"),
    "broken": ("不连片的片区", "个"),
    "deviation": ("人口最大偏差", "%"),
    "objective": ("目标函数值（越小越好）", ""),
    "similarity": ("相似性项（越小越相似）", ""),
    "compactness": ("紧凑性项（越小越紧凑）", "百万人·平方米"),
    "boundary": ("被分开的相邻单元对", "对"),
    "centres": ("中心镇（村）数", "个"),
}
HA, DIGITS = 10_000.0, 2


def comparison_report(
    found: ComparedSchemes, level: str, titles: tuple[str, str], county: str, summary: str, date: str
) -> Report:
    """titles: what the two plans are called; summary: the sentence that says what differs, in Chinese."""
    tables = (_whole(found, titles, summary), _districts(found, titles), _moved(found, level, titles))
    subject = f"甲：{titles[0]}  乙：{titles[1]}"
    return Report(
        code="",
        name=county,
        title=f"{county}{LEVELS[level]}方案对比",
        tables=tuple(Table(**{**table.__dict__, "subject": subject}) for table in tables),
        gaps=(),
        checks=(),
        date=date,
    )


def _number(key: str, *heads: str, decimals: int = 0, adds: bool = False) -> Column:
    return Column(key, heads, kind="number", decimals=decimals, adds=adds)


def _whole(found: ComparedSchemes, titles: tuple[str, str], summary: str) -> Table:
    """Figures of different kinds below each other: shown as text, each with its own digits."""
    rows = []
    for total in found.totals:
        name, measure = FIGURES[total.key]
        values: dict[str, Value] = {"figure": name, "unit": measure}
        values["first"], values["second"] = (written(value, total.decimals) for value in (total.first, total.second))
        values["change"] = signed(total.difference, total.decimals)
        rows.append(Row(values))
    columns = [
        Column("figure", ("指标",)),
        Column("unit", ("单位",), centred=True),
        Column("first", ("甲",), centred=True),
        Column("second", ("乙",), centred=True),
        Column("change", ("乙－甲",), centred=True),
    ]
    return Table(WHOLE, "总体指标对比表", "总体指标", tuple(columns), tuple(rows), notes=(summary,))


def _districts(found: ComparedSchemes, titles: tuple[str, str]) -> Table:
    columns = [
        Column("a", ("片区", "甲"), centred=True),
        Column("b", ("片区", "乙"), centred=True),
        *_pair("units", "单元（个）", 0),
        *_pair("people", "人口（人）", 0),
        *_pair("area", "面积（公顷）", DIGITS),
        _number("deviation_a", "人口偏差（%）", "甲", decimals=1),
        _number("deviation_b", "人口偏差（%）", "乙", decimals=1),
        _number("left", "调整（个）", "调出", adds=True),
        _number("joined", "调整（个）", "调入", adds=True),
    ]
    rows = [Row(_district_values(pair)) for pair in found.districts]
    rows.append(sum_row(columns, rows, range(len(rows)), {"a": TOTAL}))
    return Table(DISTRICTS, "片区指标对比表", "片区指标", tuple(columns), tuple(rows), paper="A3", frozen=2)


def _pair(key: str, head: str, decimals: int) -> list[Column]:
    return [
        _number(f"{key}_a", head, "甲", decimals=decimals, adds=True),
        _number(f"{key}_b", head, "乙", decimals=decimals, adds=True),
        _number(f"{key}_change", head, "乙－甲", decimals=decimals, adds=True),
    ]


def _district_values(pair: MatchedDistricts) -> dict[str, Value]:
    values: dict[str, Value] = {"left": pair.left, "joined": pair.joined}
    sides = {"a": pair.first, "b": pair.second}
    for side, district in sides.items():
        values[side] = district.code if district else "–"
        values[f"deviation_{side}"] = (
            None if district is None or district.deviation is None else round(district.deviation, 1)
        )
        for key, value in _sums(district).items():
            values[f"{key}_{side}"] = value
    for key, decimals in (("units", 0), ("people", 0), ("area", DIGITS)):
        difference = round(float(values[f"{key}_b"] or 0) - float(values[f"{key}_a"] or 0), decimals)  # type: ignore[arg-type]
        values[f"{key}_change"] = difference if decimals else int(difference)
    return values


def _sums(district: Optional[DistrictFigures]) -> dict[str, Value]:
    if district is None:
        return {"units": 0, "people": 0, "area": 0.0}
    return {
        "units": district.units,
        "people": district.population,
        "area": round(district.area_m2 / HA, DIGITS),
    }


def _moved(found: ComparedSchemes, level: str, titles: tuple[str, str]) -> Table:
    columns = [Column("code", ("代码",), centred=True), Column("name", (UNITS[level],))]
    if level == "village":
        columns.append(Column("township", ("所属乡镇",)))
    columns += [
        Column("before", ("甲：片区",), centred=True),
        Column("after", ("乙：片区",), centred=True),
        Column("into", ("乙的片区相当于甲的",), centred=True),
        _number("people", "人口（人）", adds=True),
        _number("area", "面积（公顷）", decimals=DIGITS, adds=True),
    ]
    rows = [
        Row(
            {
                "code": unit.code,
                "name": unit.name,
                "township": unit.township,
                "before": unit.before or "–",
                "after": unit.after or "–",
                "into": unit.into or "–",
                "people": unit.population,
                "area": round(unit.area_m2 / HA, DIGITS),
            }
        )
        for unit in found.moved
    ]
    rows.append(sum_row(columns, rows, range(len(rows)), {"code": TOTAL}))
    return Table(MOVED, f"调整{UNITS[level]}清单", f"调整{UNITS[level]}", tuple(columns), tuple(rows))


def written(value: Optional[float], decimals: int) -> str:
    """A figure as printed; a dash where it is not known."""
    return "–" if value is None else f"{value:,.{decimals}f}"


def signed(value: Optional[float], decimals: int) -> str:
    """A difference as printed, with its sign; 0 without."""
    if value is None:
        return "–"
    text = f"{value:+,.{decimals}f}".replace("-", "−")
    return text[1:] if not text.strip("+−0.,") else text
