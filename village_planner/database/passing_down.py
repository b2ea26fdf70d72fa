"""What a pass-down table needs of a planning database, and catalogues as the county has them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Optional

import numpy as np
import pandas as pd

from ..core.catalogue import load_catalogue
from ..core.control_lines import load_control_lines
from ..core.messages import Message, message
from ..core.quotas.catalogue import BindingCatalogue, load_binding_indicators
from ..core.quotas.figures import lines_by_kind, village_figures
from ..core.quotas.given import GIVEN_COLUMNS, no_figures
from ..core.quotas.passdown import GIVEN, LOCKED
from ..core.quotas.tree import UnitTree, build_tree
from ..core.targets.catalogue import TargetCatalogue, load_targets
from ..paths import catalogue_files
from .catalogues import own_catalogue
from .plans import Plan

if TYPE_CHECKING:
    from . import PlanningDatabase


@dataclass(frozen=True)
class PassDownInputs:
    """tree, figures: see `core.quotas`; saved: figures of the plan's saved table that were given or locked, as
    `core.quotas.given.read_given` gives them, without those of units that are no longer there; warnings: what
    a person should know of them."""

    tree: UnitTree
    figures: pd.DataFrame
    saved: pd.DataFrame
    warnings: tuple[Message, ...] = ()


def binding_catalogue(database: PlanningDatabase, own: Optional[Path] = None) -> BindingCatalogue:
    """The file given, else the county's own, else the shipped one."""
    return load_binding_indicators(
        *catalogue_files("binding_indicators"), own_catalogue("binding_indicators", database, own)
    )


def target_catalogue(database: PlanningDatabase, own: Optional[Path] = None) -> TargetCatalogue:
    """The file given, else the county's own, else the shipped one."""
    return load_targets(*catalogue_files("targets"), own_catalogue("targets", database, own))


def pass_down_inputs(database: PlanningDatabase, plan: Optional[Plan], catalogue: BindingCatalogue) -> PassDownInputs:
    """Units, figures and earlier decisions; without a plan there are no districts and no overlay."""
    townships = database.read_table("township").set_index("code").sort_index()
    villages = database.read_table("village").set_index("code").sort_index()
    names, land_area = None, None
    unknown: frozenset[str] = frozenset()
    warnings: list[Message] = []
    townships["district"] = None
    if plan is not None:
        townships["district"] = pd.Series(townships.index, townships.index).map(
            database.assignment(plan.id, "township")
        )
        names = database.districts(plan.id, "township").set_index("code")["name"]
        overlay = database.result(plan.id, "land_area")
        if overlay is not None:
            lines = load_control_lines(*catalogue_files("control_lines"))
            own = set(database.read_table("control_line")["kind"].dropna())
            land_area, unknown, warnings = lines_by_kind(overlay.table, lines, own - {""}, catalogue)
            if overlay.stale:
                warnings.append(
                    message(
                        "Parcels, villages or control lines were changed since the saved overlay (land_area) was made; "
                        "present figures and buildable land are those of then. Run overlayconstraints again and save "
                        "the summary."
                    )
                )
    county = (database.setting("county_code", "") or "0", database.setting("county_name", "") or "")
    tree = build_tree(county, townships, villages, names)
    parcels = database.read_table("parcel") if database.count("parcel") else None
    classes = load_catalogue(*catalogue_files("survey_classes"))["classes"]
    supers = {entry["code"]: entry["super"] for entry in classes if "super" in entry}
    figures = village_figures(villages, catalogue, parcels, land_area, supers, unknown)
    alone = townships[~townships.index.isin(set(villages["township_code"]))]
    if len(alone):  # townships without villages are leaves of their own; an overlay with villages does not cover them
        more = village_figures(alone, catalogue, parcels, None, supers)
        recorded = set() if parcels is None else set(parcels["unit_code"].fillna("").astype(str))
        empty = [code for code in more.index if not any(unit.startswith(code) for unit in recorded)]
        more.loc[empty, [name for name in more.columns if name.startswith("present:")]] = np.nan
        figures = pd.concat([figures, more])
    return PassDownInputs(tree, figures, _saved(database, plan, tree, catalogue), tuple(warnings))


def _saved(
    database: PlanningDatabase, plan: Optional[Plan], tree: UnitTree, catalogue: BindingCatalogue
) -> pd.DataFrame:
    result = None if plan is None else database.result(plan.id, "quota")
    if result is None:
        return no_figures()
    place = {(level, code): i for i, (level, code) in enumerate(zip(tree.level, tree.code))}
    rows = result.table[result.table["origin"].isin([GIVEN, LOCKED]) & result.table["value"].notna()]
    rows = rows[rows["indicator"].isin([item.code for item in catalogue.indicators])]
    units = [place.get(key, -1) for key in zip(rows["level"], rows["unit_code"])]
    rows = rows.assign(unit=units, locked=rows["origin"] == LOCKED)
    return rows[rows["unit"] >= 0][list(GIVEN_COLUMNS)].reset_index(drop=True)
