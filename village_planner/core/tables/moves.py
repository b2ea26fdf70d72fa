"""Units that a review round, or a step from one plan to another, put elsewhere: rows as every table shows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Optional

from ..opinions.dates import in_chinese, local_time
from .build import Sources, count, expand, finish, simple
from .table import SUBTOTAL, Row, Table, sum_row

if TYPE_CHECKING:
    from ..drawing.comparing import MovedUnit
    from ..drawing.edits import Scheme
    from ..drawing.sheet import Sheet
    from ..review.moves import MoveReason

LEVEL_WORDS = {"township": "镇级片区（乡镇）", "village": "村级片区（村）"}
NONE = "–"
HA = 10_000.0


@dataclass(frozen=True)
class MovedRow:
    """A unit that lies elsewhere, in words.

    before, after  names of its districts, "–" for none; after also says what it was called before, where that differs
    township_code  the unit's own code at township level
    reason, opinions, opinion_numbers  "" where none are known
    """

    level: str
    code: str
    name: str
    township: str
    township_code: str
    before: str
    after: str
    population: int
    area_m2: float
    reason: str = ""
    opinions: str = ""
    opinion_numbers: str = ""


@dataclass(frozen=True)
class Moves:
    """heading: what lies between the two states; titles: of both; rows: townships, then villages"""

    heading: str
    titles: tuple[str, str]
    rows: tuple[MovedRow, ...]


def moved_rows(
    level: str,
    moved: Sequence[MovedUnit],
    sheet: Sheet,
    schemes: tuple[Scheme, Scheme],
    reasons: Mapping[str, MoveReason],
) -> list[MovedRow]:
    """The moved units of a level in words. schemes: the first and the second state"""
    first, second = schemes
    rows = []
    for unit in moved:
        after = district_name(second, unit.after)
        if unit.into and unit.into != unit.after:
            after += f"（原{district_name(first, unit.into)}）"
        reason = reasons.get(unit.code)
        rows.append(
            MovedRow(
                level,
                unit.code,
                unit.name,
                unit.township,
                sheet.units[unit.code].township_code or unit.code,
                district_name(first, unit.before),
                after,
                unit.population,
                unit.area_m2,
                "" if reason is None else reason_words(reason),
                "" if reason is None else opinion_words(reason),
                "" if reason is None else "、".join(str(one.number) for one in reason.opinions),
            )
        )
    return rows


def district_name(scheme: Scheme, code: str) -> str:
    """The district's name, its code where it has none; "–" for no district."""
    row = scheme.districts.get(code)
    return (row.name.strip() if row is not None else "") or code or NONE


def reason_words(reason: MoveReason) -> str:
    """The steps that moved a unit; of many the last, and how many there were."""
    if not reason.steps:
        return ""
    last = reason.steps[-1]
    who = f"，{last.who}" if last.who else ""
    words = f"修改记录第 {last.id} 号（{in_chinese(local_time(last.made))}{who}）"
    return words if len(reason.steps) == 1 else f"{words}等 {len(reason.steps)} 次修改"


def opinion_words(reason: MoveReason) -> str:
    """The opinions that a unit follows, by number and source."""
    return "、".join(f"第 {one.number} 条" + (f"（{one.source}）" if one.source else "") for one in reason.opinions)


def moved_units_table(sources: Sources, entry: Mapping[str, Any]) -> Optional[Table]:
    """What the last round moved, else what lies elsewhere than in the plan that this one is based on."""
    moves = sources.county.moves
    if moves is None:
        return None
    inside = set(sources.townships.index.map(str))
    chosen = [row for row in moves.rows if sources.scope.whole or row.township_code in inside]
    columns = expand(
        entry,
        {
            "level": simple("level"),
            "code": simple("code", centred=True),
            "name": simple("name"),
            "township": simple("township"),
            "before": simple("before", centred=True),
            "after": simple("after", centred=True),
            "count": simple("count", kind="number", adds=True),
            "population": simple("population", kind="number", adds=True),
            "area": simple("area", kind="number", decimals=2, adds=True, area=True),
            "reason": simple("reason"),
            "opinions": simple("opinions"),
        },
    )
    areas = _control_areas(sources)
    rows: list[Row] = []
    sums: dict[str, int] = {}
    for level, word in LEVEL_WORDS.items():
        start = len(rows)
        rows += [
            Row(
                {
                    "level": word,
                    "code": row.code,
                    "name": row.name,
                    "township": row.township,
                    "before": row.before,
                    "after": row.after,
                    "count": 1,
                    "population": count(row.population),
                    "area": areas.get(row.code, round(row.area_m2 / HA * 100)) / 100,
                    "reason": row.reason or NONE,
                    "opinions": row.opinions or NONE,
                }
            )
            for row in chosen
            if row.level == level
        ]
        if len(rows) > start:
            sums[level] = len(rows)
            parts = range(start, len(rows))
            rows.append(sum_row(columns, rows, parts, {"level": word, "name": SUBTOTAL}, kind="subtotal"))
    anchors = {
        f"{key}:{level}": (place, key) for level, place in sums.items() for key in ("count", "population", "area")
    }
    notes = [f"{moves.heading}。对比：{moves.titles[0]}；{moves.titles[1]}。"]
    if not chosen:
        notes.append("两者之间没有调整的单元。")
    return finish("moved_units", entry, sources, columns, rows, anchors, notes, frozen=3)


def _control_areas(sources: Sources) -> dict[str, int]:
    """Unit -> 0.01 ha as other tables show it: a township is the sum of its villages."""
    villages = sources.control
    owner = sources.county.villages["township_code"].reindex(villages.index).fillna("").astype(str)
    townships = villages[owner != ""].groupby(owner[owner != ""]).sum()
    return {str(code): int(cents) for part in (townships, villages) for code, cents in part.items()}
