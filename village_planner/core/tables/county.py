"""Everything a report table or an atlas page needs to know of one plan of one county, in plain tables.

`village_planner.database.read_county` fills it from a planning database; tests fill it by hand. Core tables and the
atlas read nothing else, so that the same plan always gives the same figures on paper.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd

if TYPE_CHECKING:
    from ..consolidation import ConsolidationRules
    from ..facilities.provision import FacilityStandards
    from ..opinions.opinions import Opinion
    from .change_areas import LandUseRules
    from .moves import Moves

LEVELS = ("township", "village")
ROLES = ("central_town", "sub_central_town", "central_village")
NO_OUTLINE = "no_outline"  # verdict on a project that was drawn nowhere, or as no polygon


@dataclass(frozen=True)
class IndicatorInfo:
    """One indicator as the county's catalogue names it; `unit` and names as they are printed.

    group  id of its group, the `part` under which its group score is kept (e.g. "productivity")
    cost   True where less is better
    """

    code: str
    name_zh: str
    name_en: str = ""
    unit: str = ""
    group: str = ""
    group_zh: str = ""
    group_en: str = ""
    cost: bool = False


@dataclass(frozen=True)
class RecordLine:
    """An entry of the record in words.

    made   time as it is printed      codes  the units it is about, empty for none
    group  what it belongs to (`core.review.record.GROUPS`), "" where that is not known
    """

    made: str
    who: str
    what: str
    before: str = ""
    after: str = ""
    codes: frozenset[str] = frozenset()
    group: str = ""


def _units() -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame({"name": []}, geometry=[], index=pd.Index([], name="code", dtype=object))


def _districts() -> pd.DataFrame:
    columns = ["name", "function", "parent", "colour", "locked"]
    return pd.DataFrame(columns=columns, index=pd.Index([], name="code", dtype=object))


def _scores() -> pd.DataFrame:
    return pd.DataFrame({"unit_code": [], "part": [], "value": []})


@dataclass(frozen=True)
class CountyData:
    """One plan of one county.

    county_code, county_name
                    six digits and full name (e.g. "510722", "云岭县"); either may be empty
    plan_id, plan_name, plan_status
                    the plan the figures belong to; status draft, in_review, approved, archived
    townships       GeoDataFrame, index `code` (text, sorted), the columns of `database.units(plan, "township")`:
                    name, kind, population (persons), area_m2 (control area, m², 2 decimals), score, rank, district
                    (code of the township district, "" or NaN where none), role, one column per indicator code
                    (NaN = no value), geometry
    villages        the same for villages, with township_code, township_name, parent_district besides
    township_districts, village_districts
                    DataFrame, index `code` (text), columns name, function, parent (village districts: the township
                    district), colour (#rrggbb), locked
    indicators      level -> the indicators that have values, in the catalogue's order
    scores          level -> long DataFrame unit_code, part, value; part is "total", "rank" or a group's id
    weights         level -> Series indicator code -> weight (sums to 1)
    stability       level -> Series unit code -> share (0..1) of the trial runs in which the unit stays on the shortlist
    reasons         level -> Series unit code -> why it was chosen as a centre
    high_potential  townships of high potential: code -> why each is a central town, or why not
    hierarchy       nodes of the settlement hierarchy in the tree's order: index code; name, role, parent, district,
                    village_district, people, travel, travel_unit, villages_below, people_below, village_type, layout;
                    None where centres are not chosen yet
    quotas          the pass-down table: level, unit_code, indicator, value, kind (floor, cap, expected), and of the
                    indicator name, unit, decimals and rate (bool); None where none was saved
    targets         targets with lights as `tracktargets` gives them; None where none were saved
    village_types   index village code: type (name), reason, layout, decided_by_user; None where none were saved
    land_area       result of `overlayconstraints` on villages: DataFrame unit_code, class_code, constraints (sorted
                    names joined by "+", "" where none), area_m2; unit_code "" is ground of no village.
                    None where no overlay was saved
    land_change     use from the base to the target year: unit_code (village), class_code (survey), settlement_code
                    ("" outside settlements), planned_class, constraints, area_m2; None where none was computed
    planned_version codes of planned_class: "2020" or "2023"
    land_use        what land use is compared by, in the codes of that version; None where nothing was computed
    projects        project footprints in the layer's order: its columns (see database/schema.py), unit_code (the
                    village that most of it lies in, "" outside all), area_m2, lines (kind -> m² of it under that
                    line), units (codes of the villages it lies in, largest part first), verdict (pass, caution, refuse
                    by the lines alone); without a usable outline area_m2 NaN, lines and units empty, verdict
                    `NO_OUTLINE`; None where the county has none
    facilities      kind, name, unit_code (village, "" unknown), capacity (NaN unknown), level; None where it has none
    facility_standards
                    what facilities people need
    conflicts       the ledger of conflicts (table `conflict`, without geometry) with what was decided: decision,
                    own_treatment, decision_reason ("" where open), and kind_name, principle_name in Chinese; None where
                    none was saved
    parcel_counts   parcels by village, land class and settlement_code: unit_code ("" outside all), class_code,
                    settlement_code, count, area_m2; None without parcels
    consolidation   how the potential of land consolidation is estimated
    sector_plans    layers of sector plans: plan, name (Chinese), features, area_m2; None where the county has none
    forms           id of a table -> the rows that the county brought filled in: a column per key, and unit_code
                    (township, "" for the county), in the form's order
    class_names     Series class_code -> name, as the county's own parcels name their classes
    control_kinds   control lines the county has, e.g. ("ecological_redline", "permanent_basic_farmland")
    control_names   Series kind -> name to print where the catalogue knows none
    has_parcels     whether the county has a parcel layer
    made            what was computed when: "score/township" … -> ISO date (yyyy-mm-dd) of the result
    stale           those keys of `made` whose inputs changed since
    opinions        opinions and public comments on the plan, by number
    topics          id of a topic -> its name, in the catalogue's order
    edits           id of an edit that answers an opinion -> what it was, in words
    rounds          review rounds that were opened: number, name, participants (names, tuple); None where none was
    sign_offs       round, participant, verdict, signed_by, given, note
    questionnaires  see `questionnaires.count_topics`; None where none came
    moves           what the last round moved, else what lies elsewhere than in the plan that this one is based on; None
                    where there is neither
    record          the record of the review, the youngest entry first; None where nobody read it
    told            ISO date on which due dates are looked at; "" : on none
    compiler, filler, reviewer, date
                    编制单位, 填表人, 审核人 and the date to print; empty ones print as a blank to fill by hand
    data_note       where the figures come from, e.g. "第三次全国国土调查及年度变更调查"
    """

    county_code: str = ""
    county_name: str = ""
    plan_id: int = 0
    plan_name: str = ""
    plan_status: str = "draft"
    townships: gpd.GeoDataFrame = field(default_factory=_units)
    villages: gpd.GeoDataFrame = field(default_factory=_units)
    township_districts: pd.DataFrame = field(default_factory=_districts)
    village_districts: pd.DataFrame = field(default_factory=_districts)
    indicators: Mapping[str, tuple[IndicatorInfo, ...]] = field(default_factory=dict)
    scores: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    weights: Mapping[str, pd.Series] = field(default_factory=dict)
    stability: Mapping[str, pd.Series] = field(default_factory=dict)
    reasons: Mapping[str, pd.Series] = field(default_factory=dict)
    high_potential: pd.Series = field(default_factory=lambda: pd.Series(dtype=object))
    hierarchy: pd.DataFrame | None = None
    quotas: pd.DataFrame | None = None
    targets: pd.DataFrame | None = None
    village_types: pd.DataFrame | None = None
    land_area: pd.DataFrame | None = None
    land_change: pd.DataFrame | None = None
    planned_version: str = ""
    land_use: LandUseRules | None = None
    projects: pd.DataFrame | None = None
    facilities: pd.DataFrame | None = None
    facility_standards: FacilityStandards | None = None
    conflicts: pd.DataFrame | None = None
    parcel_counts: pd.DataFrame | None = None
    consolidation: ConsolidationRules | None = None
    sector_plans: pd.DataFrame | None = None
    forms: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    class_names: pd.Series = field(default_factory=lambda: pd.Series(dtype=object))
    control_kinds: tuple[str, ...] = ()
    control_names: pd.Series = field(default_factory=lambda: pd.Series(dtype=object))
    has_parcels: bool = False
    made: Mapping[str, str] = field(default_factory=dict)
    stale: frozenset[str] = frozenset()
    opinions: tuple[Opinion, ...] = ()
    topics: Mapping[str, str] = field(default_factory=dict)
    edits: Mapping[int, str] = field(default_factory=dict)
    rounds: pd.DataFrame | None = None
    sign_offs: pd.DataFrame | None = None
    questionnaires: pd.DataFrame | None = None
    moves: Moves | None = None
    record: tuple[RecordLine, ...] | None = None
    told: str = ""
    compiler: str = ""
    filler: str = ""
    reviewer: str = ""
    date: str = ""
    data_note: str = ""

    def units(self, level: str) -> gpd.GeoDataFrame:
        """Townships or villages."""
        return self.townships if level == "township" else self.villages

    def districts(self, level: str) -> pd.DataFrame:
        """Township districts or village districts."""
        return self.township_districts if level == "township" else self.village_districts

    def score_parts(self, level: str) -> pd.DataFrame:
        """Scores as a wide table: index unit code, a column per part; empty where there are none."""
        long = self.scores.get(level, _scores())
        if long.empty:
            return pd.DataFrame(index=pd.Index([], name="unit_code", dtype=object))
        return long.pivot(index="unit_code", columns="part", values="value")
