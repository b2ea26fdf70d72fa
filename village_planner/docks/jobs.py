"""The chain of the work as jobs: which algorithms each button of a step runs, with which parameters.

The same chain as in the demo, the model and on the command line. Lists of layers are Python lists, lists of fields are
"a;b" as algorithms and command lines both read them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Optional

from qgis.core import QgsApplication

from ..core.errors import InputError
from ..translation import is_chinese, tr
from .results.choice import Choice, names
from .runner import Job, Offer, Run

SHORTLIST = 8  # towns that selectcentres marks by default


@dataclass(frozen=True)
class Setting:
    """What jobs are made from.

    database    path of the planning database       plan    number of the plan as text, "" for the current
    scratch     folder for what runs hand on        options what the page's fields say (names in `pages`)
    indicators  level -> codes of the indicators to score by
    features    level -> codes of the figures in which the units of a district should be alike
    """

    database: str
    plan: str
    scratch: Path
    options: Mapping[str, Any] = field(default_factory=dict)
    indicators: Mapping[str, Sequence[str]] = field(default_factory=dict)
    features: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def file(self, name: str) -> str:
        return str(self.scratch / name)

    def of_plan(self, **more: Any) -> dict[str, Any]:
        return {"DATABASE": self.database, "PLAN": self.plan, **more}


def sample_county(folder: Path) -> Job:
    """Make the sample county and import it."""
    raw, database = folder / "sample_county_layers.gpkg", folder / "sample_county.gpkg"

    def layer(name: str) -> str:
        return f"{raw}|layername={name}"

    parameters = {
        "VILLAGES": layer("CJDCQ"),
        "TOWNSHIPS": layer("XZQ"),
        "PARCELS": layer("DLTB"),
        "ECOLOGICAL_REDLINE": layer("STBHHX"),
        "BASIC_FARMLAND": layer("YJJBNTTB"),
        "URBAN_BOUNDARY": layer("CZKFBJ"),
        "CONTROL_LINES": [layer("LSWHBHX"), layer("JSKZDD")],
        "HAZARDS": layer("DZZHD"),
        "FACILITIES": layer("GGFWSS"),
        "ROADS": layer("DL"),
        "NEIGHBOURS": layer("LJX"),
        "INDICATORS": layer("TJZB"),
        "FLOWS": layer("TQL"),
        "SECTOR_PLANS": [layer("TDLYGH"), layer("CXGH")],
        "PROJECTS": layer("XMHX"),
        "REFERENCE_PLAN": layer("YPQ"),
        "COUNTY_NAME": tr("Sample county"),
        "OUTPUT": str(database),
    }
    return Job(
        tr("Making the sample county …"),
        (Run("createsamplecounty", {"OUTPUT": str(raw)}), Run("importcounty", parameters)),
        opens=str(database),
    )


def check_data(setting: Setting) -> Job:
    """Check all layers and keep the findings with the plan."""
    return _check(setting, {})


def check_changed(setting: Setting) -> Job:
    """Check only what changed since the findings kept with the plan."""
    return _check(setting, {"PLAN": setting.plan, "ONLY_CHANGED": True})


def _check(setting: Setting, more: Mapping[str, Any]) -> Job:
    findings = setting.file("findings.gpkg")
    return Job(
        tr("Checking the data …"),
        (
            Run("checkdata", {"DATABASE": setting.database, **more, "OUTPUT": findings}),
            Run(
                "saveresult",
                setting.of_plan(
                    LEVEL="village", KIND="finding", INPUT=findings, CODE_FIELD="unit_code", VALUE_FIELD="message"
                ),
                twin=False,
            ),
        ),
        shows=((findings, tr("Findings")),),
    )


def compute_indicators(setting: Setting, level: str) -> Job:
    """Compute those indicators of a level that follow from the county's layers; figures that are there stay."""
    return Job(
        tr("Computing indicators from the layers …"),
        (
            Run(
                "computeindicators",
                setting.of_plan(LEVEL=level, SAVE=True, EXISTING="keep", OUTPUT=setting.file(f"{level}_computed.gpkg")),
            ),
        ),
    )


def score(setting: Setting, level: str, given: str = "") -> Job:
    """Score the units of a level and keep scores, weights and stability with the plan.

    given  the weights, as OWN_WEIGHTS of scoreindicators takes them; "": by the page's choice
    """
    units, scored, weights, stability = (
        setting.file(f"{level}_{part}.gpkg") for part in ("units", "scores", "weights", "stability")
    )
    title = tr("Scoring the townships …") if level == "township" else tr("Scoring the villages …")
    return Job(
        title,
        (
            Run("loadunits", setting.of_plan(LEVEL=level, OUTPUT=units)),
            Run(
                "scoreindicators",
                {
                    "INPUT": units,
                    "CODE_FIELD": "code",
                    "INDICATOR_FIELDS": ";".join(setting.indicators.get(level, ())),
                    "WEIGHTING": "own" if given else setting.options.get("weighting", "entropy"),
                    "OWN_WEIGHTS": given,
                    "DATABASE": setting.database,
                    "OUTPUT": scored,
                    "WEIGHTS": weights,
                    "STABILITY": stability,
                },
            ),
            _save(setting, level, "score", scored, "score"),
            Run(
                "saveresult",
                setting.of_plan(
                    LEVEL=level, KIND="weight", INPUT=weights, CODE_FIELD="indicator", VALUE_FIELD="weight"
                ),
                twin=False,
            ),
            _save(setting, level, "stability", stability, "top_share"),
        ),
    )


def township_districts(setting: Setting) -> Job:
    """Shortlist central towns, draw the township districts round them, keep districts and centres."""
    units, listed, drawn, centres = (
        setting.file(f"township_{part}.gpkg") for part in ("units", "shortlist", "districts", "centres")
    )
    count = setting.options.get("township_districts", 5)
    more, offer = _alternatives(setting, "township")
    return Job(
        tr("Drawing the township districts …"),
        (
            Run("loadunits", setting.of_plan(LEVEL="township", OUTPUT=units), twin=False),
            Run(
                "selectcentres",
                {
                    "INPUT": units,
                    "CODE_FIELD": "code",
                    "LEVEL": "township",
                    "SCORE_FIELD": "score",
                    "OUTPUT": listed,
                },
                twin=False,
            ),
            Run(
                "partitiondistricts",
                {
                    "INPUT": listed,
                    "CODE_FIELD": "code",
                    "DISTRICTS": count,
                    "POPULATION_FIELD": "population",
                    "TOLERANCE": setting.options.get("township_band") or None,
                    "SIMILARITY_FIELDS": ";".join(setting.features.get("township", ())),
                    # More districts than towns on the shortlist cannot each hold one of them.
                    "CONTAINS_FIELD": "shortlist" if count <= SHORTLIST else None,
                    "ON_CANCEL": "best",
                    "OUTPUT": drawn,
                    **more,
                },
            ),
            _save(setting, "township", "assignment", drawn, "district"),
            Run(
                "selectcentres",
                {
                    "INPUT": drawn,
                    "CODE_FIELD": "code",
                    "LEVEL": "township",
                    "SCORE_FIELD": "score",
                    "DISTRICT_FIELD": "district",
                    **_by_criteria(setting),
                    "OUTPUT": centres,
                },
            ),
            _save(setting, "township", "centre", centres, "role"),
        ),
        offers=offer,
    )


def village_districts(setting: Setting) -> Job:
    """Draw the village districts inside the township districts, keep districts and central villages."""
    units, drawn, typed, centres = (
        setting.file(f"village_{part}.gpkg") for part in ("units", "districts", "types", "centres")
    )
    more, offer = _alternatives(setting, "village")
    return Job(
        tr("Drawing the village districts …"),
        (
            Run("loadunits", setting.of_plan(LEVEL="village", OUTPUT=units), twin=False),
            Run(
                "partitiondistricts",
                {
                    "INPUT": units,
                    "CODE_FIELD": "code",
                    "DISTRICTS": setting.options.get("village_districts", 99),
                    "POPULATION_FIELD": "population",
                    "TOLERANCE": setting.options.get("village_band") or None,
                    "SIMILARITY_FIELDS": ";".join(setting.features.get("village", ())),
                    "PARENT_FIELD": "parent_district",
                    "TOWNSHIP_FIELD": "township_code",
                    "MAX_CROSSING": 4,
                    "ON_CANCEL": "best",
                    "OUTPUT": drawn,
                    **more,
                },
            ),
            _save(setting, "village", "assignment", drawn, "district"),
            # Villages to be relocated are no central villages.
            Run("classifyvillages", setting.of_plan(INPUT=drawn, CODE_FIELD="code", OUTPUT=typed), twin=False),
            Run(
                "selectcentres",
                {
                    "INPUT": typed,
                    "CODE_FIELD": "code",
                    "LEVEL": "village",
                    "SCORE_FIELD": "score",
                    "DISTRICT_FIELD": "district",
                    "COUNT": setting.options.get("central_villages", 113),
                    "MIN_PER_DISTRICT": 1,
                    "MAX_PER_DISTRICT": 2,
                    "TYPE_FIELD": "village_type",
                    **_by_criteria(setting),
                    "OUTPUT": centres,
                },
            ),
            _save(setting, "village", "centre", centres, "role"),
            *_typed(setting),
        ),
        offers=offer,
    )


def improve_unlocked(setting: Setting, level: str) -> Job:
    """Improve the plan as it is drawn, locked districts left alone; what is found is offered, not kept."""
    drawn = township_districts(setting) if level == "township" else village_districts(setting)
    partition = next(run for run in drawn.runs if run.algorithm == "partitiondistricts")
    before = drawn.runs[: drawn.runs.index(partition)]
    offer = Offer(level, *(setting.file(f"{level}_improved_{part}.gpkg") for part in ("plan", "comparison")))
    parameters = {
        **partition.parameters,
        "START_FIELD": "district",
        "LOCK_FIELD": "locked",
        "ALTERNATIVES": 0,
        "OUTPUT": setting.file(f"{level}_improved.gpkg"),
        "ALTERNATIVES_OUTPUT": offer.alternatives,
        "COMPARISON_OUTPUT": offer.comparison,
    }
    title = (
        tr("Improving the unlocked township districts …")
        if level == "township"
        else tr("Improving the unlocked village districts …")
    )
    return Job(title, (*before, Run("partitiondistricts", parameters)), offers=offer)


def export_assignment(setting: Setting, level: str, path: str) -> Job:
    """Write the districts of a level into a file of the format that its ending says."""
    headers = "chinese" if is_chinese(QgsApplication.locale()) else "english"
    return Job(
        tr("Writing the districts …"),
        (Run("exportassignment", setting.of_plan(LEVEL=level, HEADERS=headers, OUTPUT=path)),),
    )


def settlement_hierarchy(setting: Setting) -> Job:
    """Village types of the plan as it is, kept with it, and its settlement hierarchy on the map."""
    lines, nodes = setting.file("hierarchy.gpkg"), setting.file("hierarchy_nodes.gpkg")
    return Job(
        tr("Making the settlement hierarchy …"),
        (*_typed(setting), Run("settlementhierarchy", setting.of_plan(OUTPUT=lines, NODES=nodes))),
        shows=((lines, tr("Hierarchy (lines)")), (nodes, tr("Hierarchy (points)"))),
    )


def classify_villages(setting: Setting) -> Job:
    """Put the villages into types by the county's rules, and keep the types with the plan."""
    types = setting.file("village_types.gpkg")
    return Job(
        tr("Classifying the villages …"),
        (
            Run("classifyvillages", setting.of_plan(OUTPUT=types)),
            _save(setting, "village", "village_type", types, "village_type"),
        ),
    )


def pass_down_quotas(setting: Setting) -> Job:
    """Pass the binding indicators down again from what is kept with the plan, and keep the table."""
    table = setting.file("quotas.gpkg")
    return Job(
        tr("Passing the quotas down …"),
        (
            Run("passdownquotas", setting.of_plan(OUTPUT=table)),
            Run(
                "saveresult",
                setting.of_plan(
                    LEVEL="village", KIND="quota", INPUT=table, CODE_FIELD="unit_code", VALUE_FIELD="value"
                ),
                twin=False,
            ),
        ),
    )


def track_targets(setting: Setting) -> Job:
    """Track the targets by what the database holds of them."""
    table = setting.file("targets.gpkg")
    return Job(tr("Tracking the targets …"), (Run("tracktargets", setting.of_plan(OUTPUT=table)),))


def overlay(setting: Setting) -> Job:
    """Overlay the parcels with villages and control lines, and keep the areas."""
    pieces, summary = setting.file("pieces.gpkg"), setting.file("land_area.gpkg")
    layer = setting.database + "|layername="
    return Job(
        tr("Overlaying parcels and control lines …"),
        (
            Run(
                "overlayconstraints",
                {
                    "INPUT": layer + "parcel",
                    "CLASS_FIELD": "class_code",
                    "UNITS": layer + "village",
                    "UNIT_CODE_FIELD": "code",
                    "PARCEL_UNIT_FIELD": "unit_code",
                    "CONSTRAINTS": [layer + "control_line"],
                    "OUTPUT": pieces,
                    "SUMMARY": summary,
                },
            ),
            Run(
                "saveresult",
                setting.of_plan(
                    LEVEL="village",
                    KIND="land_area",
                    INPUT=summary,
                    CODE_FIELD="unit_code",
                    VALUE_FIELD="area_m2",
                ),
                twin=False,
            ),
        ),
        shows=((pieces, tr("Parcels cut by control lines")),),
    )


def conflicts(setting: Setting) -> Job:
    """Compare the county's sector plans with each other and with the control lines, and keep the ledger."""
    ledger = setting.file("conflicts.gpkg")
    layer = setting.database + "|layername="
    return Job(
        tr("Finding the conflicts of the plans …"),
        (
            Run(
                "detectconflicts",
                {
                    "INPUT_A": layer + "sector_plan",
                    "CLASS_A": "class_code",
                    "CODES_A": setting.options.get("plan_codes", "plan_2023"),
                    "CONSTRAINTS": [layer + "control_line"],
                    "UNITS": layer + "village",
                    "UNIT_CODE_FIELD": "code",
                    "DATABASE": setting.database,
                    "PLAN": setting.plan,
                    "OUTPUT": ledger,
                },
            ),
            Run(
                "saveresult",
                setting.of_plan(
                    LEVEL="village", KIND="conflict", INPUT=ledger, CODE_FIELD="unit_code", VALUE_FIELD="area_m2"
                ),
                twin=False,
            ),
        ),
        shows=((ledger, tr("Conflicts")),),
    )


def compare_land_use(setting: Setting) -> Job:
    """Land use from the survey to the planned layer that is chosen, kept with the plan."""
    table, codes = setting.file("land_change.gpkg"), setting.options.get("plan_codes", "plan_2023")
    if codes == "survey":
        raise InputError(
            "no_plan_classes",
            "A planned layer has plan classes, not those of the land survey. Choose the classes of 2023 or 2020 under "
            "“Class codes of the plans”.",
        )
    return Job(
        tr("Comparing present and planned land use …"),
        (
            Run(
                "comparelanduse",
                {
                    "DATABASE": setting.database,
                    "PLANNED_NAME": setting.options.get("planned") or "",
                    "PLANNED_VERSION": codes.replace("plan_", ""),
                    "OUTPUT": table,
                },
            ),
            Run(
                "saveresult",
                setting.of_plan(
                    LEVEL="village",
                    KIND="land_change",
                    INPUT=table,
                    CODE_FIELD="unit_code",
                    VALUE_FIELD="area_m2",
                ),
                twin=False,
            ),
        ),
    )


def export_form(setting: Setting, form: str, path: str) -> Job:
    """A form of the report to be filled in, with what was brought so far."""
    chosen: Choice = setting.options.get("results") or Choice()
    own = {"CATALOGUE": chosen.catalogue} if chosen.catalogue else {}
    parameters = {"DATABASE": setting.database, "FORM": form, **own, "OUTPUT": path}
    return Job(tr("Writing the form …"), (Run("exportform", parameters),), views=path)


def make_layouts(setting: Setting) -> Job:
    """The pages that are ticked as print layouts of the open project."""
    chosen: Choice = setting.options.get("results") or Choice()
    runs = (Run("makelayouts", setting.of_plan(**_pages(chosen))),) if chosen.pages else ()
    return Job(tr("Making the print layouts …"), runs, lays_out=True)


def results(setting: Setting) -> Job:
    """Report tables and atlas as they are chosen on the Results page."""
    chosen: Choice = setting.options.get("results") or Choice()
    runs, prints = [], []
    if chosen.books:
        runs.append(Run("exporttownshipreports", setting.of_plan(**_books(chosen), FOLDER=chosen.folder)))
        prints.append("reports")
    if chosen.atlas:
        part = setting.options.get("atlas_part", "")  # a part must not take the place of the whole
        name = tr("atlas_{part}.pdf", part=part) if part else tr("atlas.pdf")
        parameters = {
            **_pages(chosen),
            "PAPER": chosen.paper,
            "DPI": chosen.dpi,
            "FORMATS": ",".join(chosen.atlas_formats),
            "STALE": chosen.stale,
            "OUTPUT": str(Path(chosen.folder) / name) if chosen.folder else "",
        }
        runs.append(Run("exportatlas", setting.of_plan(**parameters)))
        if chosen.all_units and chosen.sheets is None:  # a part leaves the other pages as old as they were
            prints.append("atlas")
    return Job(tr("Writing the results …"), tuple(runs), prints=tuple(prints), choice=chosen)


def _pages(chosen: Choice) -> dict[str, Any]:
    """Pages of the atlas, and what their title blocks say."""
    units = {} if chosen.all_units else _units(chosen)
    return {"SHEETS": names(chosen.sheets), **units, **_imprint(chosen)}


def _units(chosen: Choice) -> dict[str, Any]:
    return {
        "SCOPES": ",".join(chosen.kinds),
        "DISTRICTS": names(chosen.districts),
        "TOWNSHIPS": names(chosen.townships),
    }


def _imprint(chosen: Choice) -> dict[str, Any]:
    said = {"ORGANISATION": chosen.organisation, "DATE": chosen.date}
    return {name: text for name, text in said.items() if text}


def _books(chosen: Choice) -> dict[str, Any]:
    return {
        **_units(chosen),
        "UNITS": chosen.units,
        "TABLES": names(chosen.tables),
        "FORMATS": ",".join(chosen.formats),
        "STALE": chosen.stale,
        "TEMPLATE": chosen.template,
        "CATALOGUE": chosen.catalogue,
        **_imprint(chosen),
    }


def export_opinions(setting: Setting) -> Job:
    """Forms for the departments and the register; folder and round are asked for in the algorithm's dialog."""
    return Job(tr("Writing the forms …"), (Run("exportopinions", setting.of_plan(FOLDER="")),))


def round_prints(setting: Setting, number: int) -> Job:
    """The prints of a review of the plan before and after a round."""
    return _review_prints(setting, tr("review_round_{number}.pdf", number=number), ROUND=number)


def comparison_prints(setting: Setting, other: str) -> Job:
    """The prints of a review of the plan beside another, or beside a frozen state (`snapshot:` and its number)."""
    return _review_prints(setting, tr("review_comparison.pdf"), PLAN_B=other)


def _review_prints(setting: Setting, name: str, **against: Any) -> Job:
    target = str(Path(setting.options.get("folder", "")) / name)
    run = Run("exportatlas", setting.of_plan(SHEETS="review", **against, OUTPUT=target))
    return Job(tr("Printing for the review …"), (run,), views=target)


def _by_criteria(setting: Setting) -> dict[str, Any]:
    """Centres by the criteria of the centre rules, and travel over the county's roads from seat to seat."""
    layer = setting.database + "|layername="
    return {
        "MERIT": "criteria",
        "ROADS": layer + "road",
        "SEATS": layer + "facility",
        "DATABASE": setting.database,
    }


def _typed(setting: Setting) -> tuple[Run, ...]:
    """The villages' types under the centres that the plan has now, kept with it."""
    types, layout = setting.file("village_types.gpkg"), setting.file("village_layout.gpkg")
    return (
        Run("classifyvillages", setting.of_plan(OUTPUT=types, LAYOUT=layout)),
        _save(setting, "village", "village_type", types, "village_type"),
    )


def _alternatives(setting: Setting, level: str) -> tuple[dict[str, Any], Optional[Offer]]:
    """Parameters that ask for further plans, and what is offered then; none where the page asks for none."""
    count = setting.options.get("alternatives", 0)
    if not count:
        return {}, None
    offer = Offer(level, *(setting.file(f"{level}_{part}.gpkg") for part in ("alternatives", "comparison")))
    more = {"ALTERNATIVES": count, "ALTERNATIVES_OUTPUT": offer.alternatives, "COMPARISON_OUTPUT": offer.comparison}
    return more, offer


def _save(setting: Setting, level: str, kind: str, path: str, value: str) -> Run:
    return Run(
        "saveresult",
        setting.of_plan(LEVEL=level, KIND=kind, INPUT=path, CODE_FIELD="code", VALUE_FIELD=value),
        twin=False,
    )
