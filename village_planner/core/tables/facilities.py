"""What public facilities a district needs, has and lacks, and where new ones go."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Optional

from ..facilities.provision import FacilityStandards, Need, Provision, Standard, need_of, planned_population, provide
from .build import TOWNSHIP, Sources, district_of, expand, finish, name_of, simple, text
from .table import TOTAL, Row, Table, Value, natural_key

NUMBER: dict[str, Any] = {"kind": "number", "adds": True}
LEVELS = {"district": "片区级", "township": "乡镇级", "village": "村级"}
EACH = {
    "village": "每村",
    "central_village": "每个中心村",
    "township": "每个乡镇",
    "central_town": "每个中心镇",
    "district": "每个片区",
}
ENLARGE = "扩建现有设施或就近增设"
NO_DISTRICT = "（未划入片区）"
PLANNED, PRESENT = "人口按规划人口。", "尚无规划人口，按现状常住人口计算。"


def facility_provision(sources: Sources, entry: Mapping[str, Any]) -> Optional[Table]:
    """By district (of the county's workbook in the end all together): a row per facility."""
    county = sources.county
    standards, facilities = county.facility_standards, county.facilities
    if standards is None or not standards.standards or facilities is None or county.townships.empty:
        return None
    people, planned = planned_population(county.townships, standards)
    provision: Provision = sources.once(
        "facilities", lambda: provide(standards, county.townships, county.villages, facilities, people)
    )
    rows: list[Row] = []
    uncounted: dict[str, int] = {}
    blocks = list(_blocks(sources))
    for district, label, units in blocks:
        for standard in standards.standards:
            wanted = [district] if standard.each == "district" else units
            need = need_of(provision, standard, wanted)
            if need is None or (sources.scope.kind == TOWNSHIP and standard.each == "district"):
                continue
            if need.need == 0 and need.existing == 0:  # such as a fire station where no central town is
                continue
            rows.append(Row(_values(sources, standards, standard, label, need)))
            if need.uncounted:
                uncounted[standard.name["zh"]] = uncounted.get(standard.name["zh"], 0) + need.uncounted
    if sources.scope.whole and len(blocks) > 1:
        rows += _totals(sources, standards, rows)
    makers = {
        **{key: simple(key, centred=True) for key in ("district", "level")},
        **{key: simple(key) for key in ("facility", "standard", "place")},
        **{key: simple(key, **NUMBER) for key in ("existing", "need", "gap", "sites")},
    }
    notes = [PLANNED if planned else PRESENT, *_notes(sources, provision, uncounted)]
    columns = expand(entry, makers)
    return finish("facility_provision", entry, sources, columns, rows, {}, notes, frozen=2)


def _blocks(sources: Sources) -> Iterator[tuple[str, str, list[str]]]:
    """(district, its label, townships of the scope that lie in it)"""
    townships = sources.townships
    district = district_of(townships)
    for code in sorted(set(district), key=natural_key):
        units = [str(town) for town in townships.index[district == code]]
        name = name_of(sources.county.township_districts, code) if code else NO_DISTRICT
        yield code, name, units


def _values(
    sources: Sources, standards: FacilityStandards, standard: Standard, label: str, need: Need
) -> dict[str, Value]:
    return {
        "district": label,
        "id": standard.id,  # no column of the form; rows of one facility are summed by it
        "facility": standard.name["zh"],
        "level": LEVELS[standard.level],
        "standard": standard_text(standards, standard),
        "existing": _whole(need.existing),
        "need": _whole(need.need),
        "gap": _whole(need.gap),
        "sites": need.sites,
        "place": _place(sources, standards, standard, need),
    }


def standard_text(standards: FacilityStandards, standard: Standard) -> str:
    """The standard as it is printed, e.g. 1.3床/千人, 每村1处（≥60平方米）."""
    if standard.each:
        told = f"{EACH[standard.each]}{standard.number}{standard.unit}"
    else:
        group = standards.groups[standard.group][0]["zh"]
        told = f"{standard.per_thousand:g}{standard.unit}/千{group}"
    more = [f"{standard.from_population:,.0f}人以上的镇"] if standard.from_population else []
    more += [standard.detail] if standard.detail else []
    return told + (f"（{'，'.join(more)}）" if more else "")


def _place(sources: Sources, standards: FacilityStandards, standard: Standard, need: Need) -> str:
    if not need.gap:
        return ""
    if not need.places:
        return "" if standard.each else ENLARGE
    names = [_unit_name(sources, code) for code in need.places[: standards.named]]
    more = len(need.places) - len(names)
    return "、".join(names) + (f"等{len(need.places)}处" if more > 0 else "")


def _unit_name(sources: Sources, code: str) -> str:
    county = sources.county
    if code in county.villages.index:
        own = name_of(county.villages, code)
        if sources.scope.kind == TOWNSHIP:
            return own
        return name_of(county.townships, text(county.villages.at[code, "township_code"])) + own
    if code in county.townships.index:
        return name_of(county.townships, code)
    return name_of(county.township_districts, code)


def _totals(sources: Sources, standards: FacilityStandards, rows: Sequence[Row]) -> list[Row]:
    """A row per facility that sums those of the districts."""
    made = []
    for standard in standards.standards:
        parts = [i for i, row in enumerate(rows) if row.values["id"] == standard.id]
        if not parts:
            continue
        first = rows[parts[0]].values
        kept: dict[str, Value] = {key: first[key] for key in ("id", "facility", "level", "standard")}
        kept["district"] = TOTAL
        for key in ("existing", "need", "gap", "sites"):
            figures = [rows[part].values[key] for part in parts]
            known = [figure for figure in figures if isinstance(figure, (int, float))]
            kept[key] = sum(known) if len(known) == len(figures) else None
        made.append(Row(kept, "total", tuple(parts)))
    return made


def _notes(sources: Sources, provision: Provision, uncounted: Mapping[str, int]) -> Iterator[str]:
    if uncounted:
        listed = "、".join(f"{name}{number}处" for name, number in uncounted.items())
        yield f"下列设施未填规模，未计入现状：{listed}。"
    if provision.strays and sources.scope.whole:
        listed = "、".join(f"{kind}{number}处" for kind, number in sorted(provision.strays.items()))
        yield f"下列设施不在任何村界内，未计入：{listed}。"


def _whole(value: Optional[float]) -> Optional[int]:
    return None if value is None else round(value)
