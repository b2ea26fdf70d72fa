"""Workbooks as data: which tables a county's and a township's report holds, and whether they agree with each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Callable, Optional

import pandas as pd

from ..charts.colours import LandClassStyle
from ..errors import InputError
from ..messages import message
from ..task import SILENT, Task
from . import (
    conflicts,
    consolidation,
    control,
    districts,
    facilities,
    hierarchy,
    land,
    land_change,
    land_structure,
    moves,
    opinions,
    planned,
    planning_indicators,
    projects,
    record,
    scores,
    sector_plans,
    space_control,
)
from .agreement import Parts, agreement_checks, figures_of
from .area_units import HA, report_in_mu
from .areas import CENT, LandAreas, control_areas, shown_areas
from .brought import BROUGHT, brought
from .build import DISTRICT, TOWNSHIP, Scope, Sources, count, county_name, district_of, name_of
from .change_areas import change_areas
from .change_checks import change_checks
from .classes import LandClasses, read_classes
from .control import area_under, control_kinds, kind_name
from .county import CountyData
from .key_figures import key_figures
from .origins import OUT_OF_DATE, result_name, stale_results, stamp
from .table import Check, Gap, Report, Side, Table, natural_key

Builder = Callable[[Sources, Mapping[str, Any]], Optional[Table]]
BUILDERS: dict[str, Builder] = {
    "district_scheme": districts.district_scheme,
    "village_districts": districts.village_districts,
    "settlement_hierarchy": hierarchy.settlement_hierarchy_table,
    "centre_reasons": planned.centre_reasons,
    "village_types": planned.village_types,
    "quotas": planned.quotas,
    "targets": planned.targets,
    "indicator_scores": scores.indicator_scores,
    "village_scores": scores.village_scores,
    "control_summary": control.control_summary,
    "control_areas": control.control_areas,
    "land_first_level": land.land_first_level,
    "land_second_level": land.land_second_level,
    "land_vertical": land.land_vertical,
    "land_super_classes": land.land_super_classes,
    "settlement_land": land_change.settlement_land,
    "land_structure": land_structure.land_structure,
    "space_control": space_control.space_control,
    "planning_indicators": planning_indicators.planning_indicators,
    "key_figures": planning_indicators.key_figures,
    "construction_change": land_change.construction_change,
    "farmland_change": land_change.farmland_change,
    "linkage": land_change.linkage,
    "projects": projects.projects,
    "facility_provision": facilities.facility_provision,
    "conflicts": conflicts.conflicts,
    "consolidation_potential": consolidation.consolidation_table,
    "sector_plan_list": sector_plans.sector_plan_list,
    "opinion_adoption": opinions.opinion_adoption,
    "opinion_summary": opinions.opinion_summary,
    "sign_offs": opinions.sign_offs,
    "questionnaire_topics": opinions.questionnaire_topics,
    "moved_units": moves.moved_units_table,
    "review_record": record.review_record,
}
NOT_SURVEY = {
    "zh": "图斑的地类编码不是国土调查地类，无法按大类汇总；各地类面积见“土地利用现状分类面积统计表”。",
    "en": "The parcels' classes are not those of the national land survey and have no super-classes; the areas of the "
    "classes are in “Present land use, vertical form”.",
}
NO_LINES = {
    "zh": "尚无管控线：请导入生态保护红线、永久基本农田、城镇开发边界后重新运行“图斑与单元、控制线叠加”。",
    "en": "No control lines yet: import ecological redline, permanent basic farmland and urban development boundary, "
    "then run “Overlay parcels with units and control lines” again.",
}
OVERLAID_FORMS = ("control_summary", "control_areas", "land_first_level", "land_second_level", "land_super_classes")
NOT_CONVERTED = {
    "zh": "图斑的地类编码无法转换为规划地类：请核对图斑地类编码，或在地类转换目录（plan_conversion）中补充。",
    "en": "The parcels' classes cannot be turned into classes of the plan: check the codes, or add them to the "
    "catalogue plan_conversion.",
}
OTHER_VILLAGES = {
    "zh": "已存成果的村代码与村图层无一相符：请核对村代码，或导入相符的图斑后重新运行“{zh}”并保存成果。",
    "en": "No village code of the saved result is in the layer of villages: check the codes, or import matching "
    "parcels, run “{en}” again and save the result.",
}
OVERLAY = {"zh": "图斑与单元、控制线叠加", "en": "Overlay parcels with units and control lines"}
COMPARISON = {"zh": "用地变化（现状与规划对比）", "en": "Compare land use, present and planned"}
CHANGE_FORMS = (
    "settlement_land",
    "land_structure",
    "space_control",
    "planning_indicators",
    "key_figures",
    "construction_change",
    "farmland_change",
    "linkage",
)
DISTRICT_FILE = "片区"  # before a district's code, which is no code of the administrative divisions
NOTHING_HERE = {
    DISTRICT: {
        "zh": "全县有此表，本片区没有可列的内容。",
        "en": "The county has this table; this district has nothing to list in it.",
    },
    TOWNSHIP: {
        "zh": "全县有此表，本乡镇没有可列的内容。",
        "en": "The county has this table; this township has nothing to list in it.",
    },
}
SHOWN_DIFFERENCES = 30  # villages listed one by one on the cross-check sheet
STATUS = {"draft": "草案", "in_review": "评审中", "in review": "评审中", "approved": "已批准", "archived": "已归档"}


@dataclass(frozen=True)
class Catalogues:
    """The validated catalogues `tables` and `survey_classes`."""

    tables: Mapping[str, Any]
    classes: LandClasses

    @classmethod
    def of(
        cls, tables: Mapping[str, Any], survey_classes: Mapping[str, Any], styles: Mapping[str, LandClassStyle] = {}
    ) -> Catalogues:
        """styles  what land classes wear in charts, see `read_classes`"""
        return cls(tables, read_classes(survey_classes, styles))


def choose_tables(wanted: Sequence[str], catalogue: Mapping[str, Any]) -> list[str]:
    """The ids in the order of the catalogue; all where none is asked for. InputError unknown_table.

    Forms of the county's own that the order does not name come last.
    """
    known = table_order(catalogue)
    unknown = [name for name in wanted if name not in known]
    if unknown:
        raise InputError(
            "unknown_table",
            "TABLES names tables that do not exist: {names}. Choose from: {known}.",
            names=", ".join(unknown),
            known=", ".join(known),
        )
    return [name for name in known if not wanted or name in wanted]


def table_order(catalogue: Mapping[str, Any]) -> list[str]:
    """The ids of the tables in the order of the sheets. InputError unknown_table where the order names others."""
    forms = [name for name, entry in catalogue.items() if isinstance(entry, Mapping) and entry.get("kind") == BROUGHT]
    order = list(dict.fromkeys((*catalogue["order"], *forms)))
    unknown = [name for name in order if name not in catalogue or (name not in BUILDERS and name not in forms)]
    if unknown:
        raise InputError(
            "unknown_table",
            "The catalogue of tables names tables in its order that it does not describe: {names}. Describe them, or "
            "take them out of the order.",
            names=", ".join(unknown),
        )
    return order


def choose_townships(wanted: Sequence[str], county: CountyData) -> list[str]:
    """The township codes, sorted; all where none is asked for. InputError unknown_township."""
    known = [str(code) for code in county.townships.index]
    unknown = [code for code in wanted if code not in known]
    if unknown:
        raise InputError(
            "unknown_township",
            "TOWNSHIPS names codes that the county does not have: {codes}. Its townships are {known}.",
            codes=", ".join(unknown),
            known=", ".join(known[:40]) + (" …" if len(known) > 40 else ""),
        )
    return sorted(known if not wanted else set(wanted))


def choose_districts(wanted: Sequence[str], county: CountyData) -> list[str]:
    """The codes of the township districts in order; all where none is asked for. InputError unknown_district."""
    known = {*map(str, county.township_districts.index), *district_of(county.townships)} - {""}
    unknown = [code for code in wanted if code not in known]
    if unknown:
        raise InputError(
            "unknown_district",
            "DISTRICTS names codes that the plan does not have: {codes}. Its township districts are {known}.",
            codes=", ".join(unknown),
            known=", ".join(sorted(known, key=natural_key)) or "-",
        )
    return sorted(known if not wanted else set(wanted), key=natural_key)


def choose_scopes(whole: bool, districts: Sequence[str], townships: Sequence[str]) -> list[Scope]:
    """Scopes in the order of the workbooks; codes as chosen by `choose_districts`, `choose_townships`."""
    return [
        *([Scope()] if whole else []),
        *(Scope(DISTRICT, code) for code in districts),
        *(Scope(TOWNSHIP, code) for code in townships),
    ]


def scope_names(county: CountyData, scopes: Sequence[Scope]) -> list[tuple[str, str]]:
    """(code, name) of each scope's report, by which its files are called."""
    names = []
    for scope in scopes:
        if scope.whole:
            names.append((county.county_code, county_name(county)))
        elif scope.kind == DISTRICT:
            names.append((f"{DISTRICT_FILE}{scope.code}", name_of(county.township_districts, scope.code)))
        else:
            names.append((scope.code, name_of(county.townships, scope.code)))
    return names


def build_reports(
    county: CountyData,
    catalogues: Catalogues,
    scopes: Sequence[Scope],
    tables: Sequence[str],
    task: Task = SILENT,
    unit: str = HA,
) -> Iterator[Report]:
    """A report per scope, in their order. A whole all of whose parts are asked for, too, is checked against their sum.

    tables  as chosen by `choose_tables`      unit  of areas: "ha" or "mu" (亩)
    """
    task.report(0, message("Adding up areas …"))
    county = replace(county, townships=_without_geometry(county.townships), villages=_without_geometry(county.villages))
    control = control_areas(county.villages)
    areas = shown_areas(county, catalogues.classes, control)
    change = change_areas(county, catalogues.classes, control, areas)
    sources = Sources(county, catalogues.classes, areas, control, change=change)
    made: dict[Scope, Report] = {}
    shown: dict[Scope, dict[str, dict[str, float]]] = {}
    # Parts before the whole that their figures are summed for; what is made early waits for its turn.
    order = sorted(scopes, key=lambda scope: (scope.kind != TOWNSHIP, scope.whole))
    for scope in scopes:
        while scope not in made:
            task.check()
            one = order.pop(0)
            own = replace(sources, scope=one)
            made[one] = _report(own, catalogues, tables, _parts(own, shown))
            shown[one] = figures_of(made[one].tables)
        report = made.pop(scope)
        yield report if unit == HA else report_in_mu(report)


def _parts(sources: Sources, shown: Mapping[Scope, Mapping[str, Mapping[str, float]]]) -> list[Parts]:
    """What the scope consists of, as far as reports of all of it were made."""
    townships = [Scope(TOWNSHIP, str(code)) for code in sources.townships.index]
    found = []
    if sources.scope.kind != TOWNSHIP and townships and all(scope in shown for scope in townships):
        found.append(Parts.of(f"{len(townships)} 个乡镇之和", (shown[scope] for scope in townships)))
    districts = [Scope(DISTRICT, code) for code in choose_districts([], sources.county)] if sources.scope.whole else []
    placed = district_of(sources.townships).ne("").all()
    if districts and placed and all(scope in shown for scope in districts):
        found.append(Parts.of(f"{len(districts)} 个片区之和", (shown[scope] for scope in districts)))
    return found


def _without_geometry(units: Any) -> Any:
    """Plain frames are several times faster to slice than those with a geometry."""
    return pd.DataFrame(units.drop(columns="geometry", errors="ignore"))


def _report(sources: Sources, catalogues: Catalogues, tables: Sequence[str], parts: Sequence[Parts]) -> Report:
    name, code = sources.subject, sources.county.county_code if sources.scope.whole else sources.scope.code
    made: list[Table] = []
    gaps: list[Gap] = []
    for identifier in tables:
        entry = catalogues.tables[identifier]
        table = _table(sources, entry, identifier)
        if table is not None:
            made.append(replace(table, stamp=stamp(stale_results(identifier, sources.county.stale))))
        else:
            missing = _needs(identifier, entry, sources)
            if not sources.scope.whole and _in_county(sources, entry, identifier):
                missing = NOTHING_HERE[sources.scope.kind]
            gaps.append(Gap(identifier, entry["title"]["zh"], missing))
    county = sources.county
    return Report(
        code,
        name,
        f"{name}村庄规划成果表",
        tuple(made),
        tuple(gaps),
        tuple(_checks(sources, {table.id: table for table in made}, catalogues.tables.get("agreements", ()), parts)),
        tuple(_facts(sources)),
        county.compiler,
        county.filler,
        county.reviewer,
        county.date,
        key_figures(sources),
    )


def _table(sources: Sources, entry: Mapping[str, Any], identifier: str) -> Optional[Table]:
    if entry.get("kind") == BROUGHT:
        return brought(sources, entry, identifier)
    return BUILDERS[identifier](sources, entry)


def _in_county(sources: Sources, entry: Mapping[str, Any], identifier: str) -> bool:
    """Whether the county has something to show in a table that the scope has nothing for."""
    whole = replace(sources, scope=Scope())
    return bool(sources.once(f"in_county:{identifier}", lambda: _table(whole, entry, identifier) is not None))


def _needs(identifier: str, entry: Mapping[str, Any], sources: Sources) -> Mapping[str, str]:
    """What to bring, by language."""
    if sources.areas is not None and identifier in OVERLAID_FORMS:
        return NO_LINES if identifier.startswith("control_") else NOT_SURVEY
    county = sources.county
    if county.land_change is not None and sources.change is None and identifier in CHANGE_FORMS:
        return _other_villages(COMPARISON) if _elsewhere(county.land_change, county) else NOT_CONVERTED
    if identifier in (*OVERLAID_FORMS, "land_vertical") and _elsewhere(county.land_area, county):
        return _other_villages(OVERLAY)
    needs: Mapping[str, str] = entry.get("needs", {"zh": "", "en": ""})
    return needs


def _other_villages(run: Mapping[str, str]) -> Mapping[str, str]:
    return {language: words.format(**run) for language, words in OTHER_VILLAGES.items()}


def _elsewhere(land: Optional[pd.DataFrame], county: CountyData) -> bool:
    """Whether a result has areas, but none in a village of the county."""
    return land is not None and not land.empty and not land["unit_code"].isin(county.villages.index).any()


def _facts(sources: Sources) -> Iterator[tuple[str, str]]:
    """What the index says about the plan and the data behind it."""
    county = sources.county
    yield "县（市、区）", " ".join(filter(None, (county_name(county), county.county_code)))
    if not sources.scope.whole:
        yield sources.scope.word, " ".join(dict.fromkeys((sources.subject, sources.scope.code)))
    yield "方案", f"{county.plan_name}（{STATUS.get(county.plan_status, county.plan_status)}）"
    if county.data_note:
        yield "数据来源", county.data_note
    for key, date in sorted(county.made.items()):
        yield result_name(key), date + (f"　{OUT_OF_DATE}" if key in county.stale else "")


def _checks(
    sources: Sources, tables: Mapping[str, Table], agreements: Sequence[Mapping[str, Any]], parts: Sequence[Parts]
) -> Iterator[Check]:
    """Every figure that must agree with another one, as far as both are in this workbook or counted anew."""
    yield from agreement_checks(agreements, tables, measured(sources, tables), parts)
    yield from change_checks(sources, tables)
    if sources.scope.whole:
        yield from _township_areas(sources)
    if sources.areas is not None:
        yield from _overlay_checks(sources.areas, sources.villages, sources.scope.whole)


def measured(sources: Sources, tables: Mapping[str, Table]) -> dict[str, Side]:
    """What is counted from the county's data, or from rows of a table that no cell counts (see `agreement`)."""
    county, villages = sources.county, sources.villages
    cents = int(sources.control.loc[list(villages.index)].sum())
    figures = {
        "hundred": Side("应为", 100.0 if cents else 0.0),
        "control_ha": Side("各村控制面积之和", cents / 100),
        "control_km2": Side("各村控制面积之和（换算）", (cents + 50) // 100 / 100),
        "villages": Side("村（社区）数", len(villages)),
    }
    for key, label, units in (
        ("village_population", "各村人口之和", villages),
        ("township_population", "乡镇人口", sources.townships),
    ):
        people = (
            [number for number in map(count, units["population"]) if number is not None]
            if "population" in units
            else []
        )
        if people:
            figures[key] = Side(label, sum(people))
    if sources.scope.whole:
        figures["townships"] = Side("乡镇图层", len(county.townships))
        own = set(district_of(county.villages)) | set(map(str, county.village_districts.index))
        figures["village_districts"] = Side("村级片区数（有村或已登记）", len(own - {""}))
        if county.conflicts is not None:
            ledger = round(float(county.conflicts["area_m2"].sum()) / CENT + 1e-6) / 100
            figures["conflicts_ha"] = Side("冲突图斑台账合计", ledger)
    if "projects" in tables:
        named = sum(1 for row in tables["projects"].rows if row.kind == "data" and row.values["sector_plan"])
        figures["sector_plan_projects"] = Side("重点项目表中注明专项规划的项目", named)
    for kind in control_kinds(sources):
        label = f"叠加成果中{kind_name(county, kind)}各片之和"
        figures[f"line:{kind}"] = Side(label, area_under(sources, kind) / 100)
    return figures


def _township_areas(sources: Sources) -> Iterator[Check]:
    """Townships and villages may both bring a control area."""
    townships = sources.county.townships
    if "area_m2" not in townships or townships.empty:
        return
    own = round(float(townships["area_m2"].fillna(0).sum()) / CENT) / 100
    total = int(sources.control.sum()) / 100
    # Where a county gives both, each was rounded by itself: half a last digit per unit is no contradiction.
    slack = 0.005 * (len(sources.control) + len(townships))
    if own == total or abs(own - total) > slack:
        yield Check(
            "乡镇控制面积与村控制面积", Side("各乡镇控制面积之和", own), Side("各村控制面积之和", total), 2, "公顷"
        )


def _overlay_checks(areas: LandAreas, villages: pd.DataFrame, whole: bool) -> Iterator[Check]:
    """Villages whose overlay does not fill their control area are shown, not smoothed over."""
    differing = areas.differing[areas.differing.index.isin(villages.index)]
    size = (differing["overlay"] - differing["control"]).abs()
    listed = size.sort_values(ascending=False, kind="stable").index[:SHOWN_DIFFERENCES]
    for code in listed:
        name = name_of(villages, code)
        yield Check(
            f"{name}（{code}）叠加面积与控制面积",
            Side("叠加成果合计", int(differing.at[code, "overlay"]) / 100),
            Side("控制面积", int(differing.at[code, "control"]) / 100),
            2,
            "公顷",
        )
    if areas.outside and whole:
        yield Check(
            "不在任何村界内的图斑面积（未计入各表）",
            Side("叠加成果", areas.outside / 100),
            Side("应为", 0.0),
            2,
            "公顷",
        )
