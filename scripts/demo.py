"""The main job end to end, through the real qgis_process: raw layers -> database -> plan -> workbooks -> atlas.

    make demo                                   the fictional sample county
    make demo COUNTY=my.gpkg                    your own GeoPackage, its layers recognised by name
    make demo ARGS="--districts 6 --again"      other numbers of districts; run even if nothing changed

Every step is one command that you could type yourself; they are written to commands.sh beside the results.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Optional

ROOT = Path(__file__).resolve().parent.parent
STAGE = Path(os.environ.get("QGIS_PLUGINPATH", ROOT / "build" / "plugins"))
PLAN = "方案一"
LAND_USE_PLAN = "TDLYGH"  # the sector plan of the sample county that says what the ground is to be
CONTROL_KINDS = {
    "ecological_redline": "生态保护红线",
    "permanent_basic_farmland": "永久基本农田",
    "urban_development_boundary": "城镇开发边界",
}


class StepError(Exception):
    """qgis_process refused or failed; the text is what it said."""


@dataclass
class Chain:
    """Runs the steps, shows where they are, keeps the commands."""

    folder: Path
    total: int
    number: int = 0
    started: float = field(default_factory=time.monotonic)
    commands: list[str] = field(default_factory=list)

    def run(self, title: str, algorithm: str, **parameters: Any) -> dict[str, str]:
        """Run one algorithm with progress on one line; returns the outputs it printed."""
        self.number += 1
        number = self.number
        command = ["qgis_process.bin", "run", f"village_planner:{algorithm}"]
        if shutil.which(command[0]) is None:
            command[0] = "qgis_process"
        for name, value in parameters.items():
            command += [f"--{name}={v}" for v in (value if isinstance(value, list) else [value])]
        self.commands.append(shlex.join(command))
        (self.folder / "commands.sh").write_text("\n".join(self.commands) + "\n", encoding="utf-8")
        begin = time.monotonic()
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        assert process.stdout is not None and process.stderr is not None
        printed = b""
        while chunk := os.read(process.stdout.fileno(), 4096):
            printed += chunk
            percent = re.findall(rb"(?<![\d.])(\d{1,3})\.\.\.", printed)
            self.show(number, title, f"{int(percent[-1])} %" if percent else "")
        complaint = process.stderr.read().decode("utf-8", "replace")
        text = printed.decode("utf-8", "replace")
        with (self.folder / "log.txt").open("a", encoding="utf-8") as log:
            log.write(f"$ {self.commands[-1]}\n{text}\n{complaint}\n")
        if process.wait() != 0 or "Results\n" not in text:
            print()
            raise StepError(_readable(complaint) or _readable(text))
        self.show(number, title, f"{time.monotonic() - begin:.1f} s", end="\n")
        results = text.split("Results\n", 1)[1]
        return dict(re.findall(r"^(\w+):\t(.*)$", results, re.MULTILINE))

    def run_together(self, *steps: tuple[str, str, dict[str, Any]]) -> None:
        """Steps that only read the database, side by side: (title, algorithm, parameters) each."""
        with ThreadPoolExecutor(len(steps)) as pool:
            for done in [pool.submit(self.run, title, name, **parameters) for title, name, parameters in steps]:
                done.result()

    def show(self, number: int, title: str, state: str, end: str = "") -> None:
        if not end and not sys.stdout.isatty():
            return
        print(f"\r[{number:2d}/{self.total}] {title:<58} {state:>8}", end=end, flush=True)


def _readable(text: str) -> str:
    """What a person needs of a failed run: no warnings of libraries, no blank lines."""
    noise = ("DeprecationWarning", "setapi", "warnings.warn", "Valid PROJ", "UserWarning", "sip", "QStandardPaths")
    lines = [line for line in text.splitlines() if line.strip() and not any(word in line for word in noise)]
    return "\n".join(lines[-12:])


def layer(path: Path, name: str) -> str:
    return f"{path}|layername={name}"


def make_raw_county(chain: Chain, folder: Path, parcels: int, seed: int) -> Path:
    raw = folder / "raw_county.gpkg"
    chain.run("Make the sample county", "createsamplecounty", PARCELS=parcels, SEED=seed, OUTPUT=raw)
    return raw


def import_county(chain: Chain, raw: Path, database: Path) -> dict[str, str]:
    from village_planner.database.importing.recognise import recognise_layers

    layers = {
        name: [layer(raw, one) for one in found] if isinstance(found, list) else layer(raw, found)
        for name, found in recognise_layers(raw).items()
    }
    if "VILLAGES" not in layers:
        raise StepError(
            f"No layer of villages was recognised in {raw}. Name it village or CJDCQ, or run "
            "village_planner:importcounty yourself with VILLAGES=file|layername=…"
        )
    return chain.run("Import into the planning database", "importcounty", **layers, OUTPUT=database)


def plan_level(chain: Chain, folder: Path, database: Path, level: str, wanted: int, tolerance: float) -> list[str]:
    """Score, shortlist, partition, save and choose centres on one level; returns what had to be relaxed."""
    words = {"township": "townships", "village": "villages"}[level]
    notes = []
    if level == "village":  # travel, services, hazards …; what the statistics say stays
        chain.run(
            "Compute indicators of the villages from the layers",
            "computeindicators",
            DATABASE=database,
            PLAN=PLAN,
            LEVEL=level,
            SAVE=True,
            EXISTING="keep",
            OUTPUT=folder / "steps" / "village_computed.gpkg",
        )
    units, scored, listed = (folder / "steps" / f"{level}_{name}.gpkg" for name in ("units", "scored", "listed"))
    chain.run(f"Load the {words}", "loadunits", DATABASE=database, PLAN=PLAN, LEVEL=level, OUTPUT=units)
    columns = columns_of(units)
    indicators = [c for c in columns if re.fullmatch(r"[ABC]\d" if level == "township" else r"V\d+", c)]
    weights, stability = (folder / "steps" / f"{level}_{name}.gpkg" for name in ("weights", "stability"))
    chain.run(
        f"Score the {words}",
        "scoreindicators",
        INPUT=units,
        CODE_FIELD="code",
        INDICATOR_FIELDS=";".join(indicators or ["population"]),
        WEIGHTING="entropy" if indicators else "equal",
        DATABASE=database,
        OUTPUT=scored,
        WEIGHTS=weights,
        STABILITY=stability,
    )
    save(chain, database, level, "score", scored, "score", f"Save the scores of the {words}")
    save(chain, database, level, "weight", weights, "weight", f"Save the weights of the {words}")
    save(chain, database, level, "stability", stability, "top_share", f"Save how firm the ranks of the {words} are")
    extra: dict[str, Any] = {}
    source = scored
    if level == "township":
        chain.run(
            "Shortlist the central towns",
            "selectcentres",
            INPUT=scored,
            CODE_FIELD="code",
            LEVEL=level,
            SCORE_FIELD="score",
            DATABASE=database,
            OUTPUT=listed,
        )
        source = listed
        if wanted <= 8:
            extra["CONTAINS_FIELD"] = "shortlist"
    else:
        extra |= {"PARENT_FIELD": "parent_district", "TOWNSHIP_FIELD": "township_code", "MAX_CROSSING": 4}
    similar = [c for c in columns if re.fullmatch(r"T\d", c)]
    if similar:
        extra["SIMILARITY_FIELDS"] = ";".join(similar)
    parted = folder / "steps" / f"{level}_districts.gpkg"
    # What gives way when a county cannot be grouped as asked: the band first, the count of crossings last.
    loose = {name: rule for name, rule in extra.items() if name not in ("MAX_CROSSING", "CONTAINS_FIELD")}
    ladder: list[dict[str, Any]] = [
        extra | {"TOLERANCE": tolerance},
        extra | {"TOLERANCE": 2 * tolerance},
        extra,
        loose,
    ]
    for step, rules in enumerate(ladder):
        try:
            chain.run(
                f"Partition the {words} into {wanted} districts",
                "partitiondistricts",
                INPUT=source,
                CODE_FIELD="code",
                DISTRICTS=wanted,
                POPULATION_FIELD="population",
                EFFORT="quick",  # townships are proven optimal with it as well; the villages have three minutes in all
                **rules,
                OUTPUT=parted,
            )
            break
        except StepError as failure:
            if step == len(ladder) - 1:
                raise
            chain.number -= 1
            relaxed = ", ".join(f"{k}={v}" for k, v in rules.items() if ladder[step + 1].get(k) != v)
            notes.append(f"{words}: not possible with {relaxed}. {str(failure).splitlines()[-1]}")
            print("      not possible as asked, relaxing:", relaxed)
    save(chain, database, level, "assignment", parted, "district", f"Save the districts of the {words}")
    centres = folder / "steps" / f"{level}_centres.gpkg"
    # By the criteria of the centre rules: towns by location and trend; villages by people, roads, services, land …
    options: dict[str, Any] = {"MERIT": "criteria", "DATABASE": database}
    options |= {name: layer(database, of) for name, of in (("ROADS", "road"), ("SEATS", "facility"))}
    if level == "village":
        types = folder / "steps" / "village_types_first.gpkg"
        chain.run(
            "Find the villages to be relocated",
            "classifyvillages",
            DATABASE=database,
            PLAN=PLAN,
            INPUT=parted,
            CODE_FIELD="code",
            OUTPUT=types,
        )
        parted = types
        # Sizes of the seeds' county again: 113 central villages in 99 districts.
        options |= {"COUNT": round(wanted * 113 / 99), "TYPE_FIELD": "village_type"}
    chain.run(
        "Choose central towns" if level == "township" else "Choose central villages",
        "selectcentres",
        INPUT=parted,
        CODE_FIELD="code",
        LEVEL=level,
        SCORE_FIELD="score",
        DISTRICT_FIELD="district",
        **options,
        OUTPUT=centres,
    )
    save(chain, database, level, "centre", centres, "role", "Save the centres")
    if level == "village":
        settle(chain, folder, database)
    return notes


def settle(chain: Chain, folder: Path, database: Path) -> None:
    """Village types, the 1+X+Y layout and the settlement hierarchy of the plan."""
    plan = {"DATABASE": database, "PLAN": PLAN}
    types = folder / "steps" / "village_types.gpkg"
    chain.run("Classify the villages", "classifyvillages", **plan, OUTPUT=types, LAYOUT=folder / "layout.gpkg")
    save(chain, database, "village", "village_type", types, "village_type", "Save the village types")
    chain.run(
        "Make the settlement hierarchy",
        "settlementhierarchy",
        **plan,
        OUTPUT=folder / "hierarchy.gpkg",
        NODES=folder / "steps" / "hierarchy_nodes.gpkg",
    )


def save(chain: Chain, database: Path, level: str, kind: str, source: Path, value: str, title: str) -> None:
    code = {"land_area": "unit_code", "land_change": "unit_code", "finding": "unit_code", "weight": "indicator"}.get(
        kind, "code"
    )
    chain.run(
        title,
        "saveresult",
        DATABASE=database,
        PLAN=PLAN,
        LEVEL=level,
        KIND=kind,
        INPUT=source,
        CODE_FIELD=code,
        VALUE_FIELD=value,
    )


def columns_of(path: Path) -> list[str]:
    import pyogrio

    return list(pyogrio.read_info(path)["fields"])


def overlay(chain: Chain, folder: Path, database: Path) -> bool:
    """Lay parcels over units and control lines; False where the county has no parcels."""
    import pyogrio

    names = set(pyogrio.list_layers(database)[:, 0])
    if "parcel" not in names or pyogrio.read_info(database, layer="parcel")["features"] == 0:
        chain.number += 2
        return False
    lines = "control_line" in names and pyogrio.read_info(database, layer="control_line")["features"] > 0
    summary = folder / "steps" / "land_area.gpkg"
    chain.run(
        "Lay parcels over villages and control lines",
        "overlayconstraints",
        INPUT=layer(database, "parcel"),
        CLASS_FIELD="class_code",
        UNITS=layer(database, "village"),
        UNIT_CODE_FIELD="code",
        PARCEL_UNIT_FIELD="unit_code",
        **({"CONSTRAINTS": layer(database, "control_line")} if lines else {}),
        OUTPUT=folder / "steps" / "pieces.gpkg",
        SUMMARY=summary,
    )
    save(chain, database, "village", "land_area", summary, "area_m2", "Save the areas")
    return True


def compare(chain: Chain, folder: Path, database: Path) -> bool:
    """Lay parcels over the plan of land use; False where the county has no sector plan."""
    from village_planner.database import open_database

    with open_database(database, read_only=True) as db:
        counts = db.count_values("sector_plan", ["plan"])
    plans = sorted(counts["plan"].dropna())
    if not plans:
        chain.number += 2
        return False
    change = folder / "steps" / "land_change.gpkg"
    name = next((plan for plan in (LAND_USE_PLAN, "土地利用规划") if plan in plans), plans[0])
    chain.run(
        f"Compare land use with the plan {name}", "comparelanduse", DATABASE=database, PLANNED_NAME=name, OUTPUT=change
    )
    save(chain, database, "village", "land_change", change, "area_m2", "Save the change of land use")
    return True


def fingerprint(options: argparse.Namespace) -> str:
    """What the results were made from: the plugin, the county and the options."""
    digest = hashlib.sha256(json.dumps(vars(options), default=str, sort_keys=True).encode())
    for file in sorted((STAGE / "village_planner").rglob("*")):
        if file.is_file() and file.name != ".done" and "__pycache__" not in file.parts:
            digest.update(file.read_bytes())
    if options.county:
        digest.update(options.county.read_bytes())
    return digest.hexdigest()


def summary(folder: Path, database: Path, notes: list[str], seconds: float) -> str:
    """One screen: what was computed, and where it lies."""
    from village_planner.database import open_database

    with open_database(database, read_only=True) as db:
        plan = db.plan(PLAN)
        townships, villages = db.units(plan.id, "township"), db.units(plan.id, "village")
        land = db.result(plan.id, "land_area")
        names = townships.set_index("code")["name"]
        roles = db.centres(plan.id, "township").set_index("unit_code")["role"]
        central_villages = (db.centres(plan.id, "village")["role"] == "central_village").sum()
        county = db.setting("county_name", "")
    lines = [
        "",
        f"{county or database.stem}: {townships['area_m2'].sum() / 1e6:,.2f} km², {len(townships)} townships, "
        f"{len(villages)} villages, {villages['population'].sum():,.0f} people",
        f"Districts: {townships['district'].nunique()} of townships, {villages['district'].nunique()} of villages",
    ]
    for role, title in (("central_town", "Central towns"), ("sub_central_town", "Sub-central towns")):
        chosen = roles[roles == role].index
        lines.append(f"{title}: {len(chosen)}  {' '.join(names[chosen])}")
    lines.append(f"Central villages: {central_villages}")
    if land is not None:
        areas = land.table
        lines.append(f"Land surveyed: {areas['area_m2'].sum() / 1e4:,.2f} ha in parcels")
        for kind, title in CONTROL_KINDS.items():
            inside = ("+" + areas["constraints"].fillna("") + "+").str.contains(f"+{kind}+", regex=False)
            if inside.any():
                lines.append(f"  {title}: {areas.loc[inside, 'area_m2'].sum() / 1e4:,.2f} ha")
    lines += [f"Note: {note}" for note in notes]
    show = _relative
    lines += [
        "",
        f"Workbooks  {show(folder / 'reports')}  ({len(list((folder / 'reports').glob('*.xlsx')))} files)",
        f"Atlas      {show(folder / 'atlas.pdf')}",
        f"Database   {show(database)}",
        f"Commands   {show(folder / 'commands.sh')}  (each step as you would type it)",
        f"Made in {seconds:.0f} s.",
    ]
    return "\n".join(lines)


def _relative(path: Path) -> str:
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)


def main() -> Optional[str]:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--county", type=Path, help="a GeoPackage with your own layers")
    parser.add_argument("--parcels", type=int, default=40000, help="parcels of the sample county")
    parser.add_argument("--seed", type=int, default=1, help="seed of the sample county")
    parser.add_argument("--districts", type=int, help="township districts (default: one per 6.6 townships)")
    parser.add_argument("--village-districts", type=int, help="village districts (default: one per 4.67 villages)")
    parser.add_argument("--tolerance", type=float, default=15, help="population band of township districts, %%")
    parser.add_argument("--village-tolerance", type=float, default=35, help="the same for village districts, %%")
    parser.add_argument("--dpi", type=int, default=150, help="resolution of the atlas")
    parser.add_argument("--again", action="store_true", help="run even if nothing changed")
    options = parser.parse_args()
    if options.county is not None:
        options.county = options.county.resolve()
        if not options.county.exists():
            return f"{options.county} does not exist"
    sys.path.insert(0, str(STAGE))
    again, options.again = options.again, False
    folder = ROOT / "build" / ("demo" if options.county is None else f"demo-{options.county.stem}")
    made_from, result = fingerprint(options), folder / "summary.txt"
    marker = folder / ".made_from"
    if not again and result.exists() and marker.exists() and marker.read_text() == made_from:
        print(result.read_text(encoding="utf-8"), "\nNothing changed since; `make demo ARGS=--again` runs it anew.")
        return None

    begin = time.monotonic()
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "steps").mkdir(parents=True)
    database = folder / "county.gpkg"
    chain = Chain(folder, total=34 if options.county is None else 33)
    try:
        raw = options.county or make_raw_county(chain, folder, options.parcels, options.seed)
        counts = import_county(chain, raw, database)
        findings = folder / "findings.gpkg"
        chain.run("Check the data", "checkdata", DATABASE=database, OUTPUT=findings)
        save(chain, database, "village", "finding", findings, "message", "Save the findings")
        townships, villages = int(counts["TOWNSHIP_COUNT"]), int(counts["VILLAGE_COUNT"])
        # Sizes of the seeds' county: 33 townships in 5 districts, 462 villages in 99.
        districts = options.districts or max(1, round(townships * 5 / 33))
        village_districts = options.village_districts or max(districts, round(villages * 99 / 462))
        notes = plan_level(chain, folder, database, "township", districts, options.tolerance)
        notes += plan_level(chain, folder, database, "village", village_districts, options.village_tolerance)
        if not overlay(chain, folder, database):
            notes.append("no parcels: areas of control lines and land use are left out")
            chain.number += 2
        elif not compare(chain, folder, database):
            notes.append("no sector plan: land use of the target year is left out")
        reports = folder / "reports"
        plan = {"DATABASE": database, "PLAN": PLAN}
        chain.run_together(
            ("Write the workbooks", "exporttownshipreports", plan | {"FOLDER": reports}),
            ("Print the atlas", "exportatlas", plan | {"DPI": options.dpi, "OUTPUT": folder / "atlas.pdf"}),
        )
    except StepError as failure:
        return f"{failure}\n\nThe step that failed:\n{chain.commands[-1] if chain.commands else ''}"
    text = summary(folder, database, notes, time.monotonic() - begin)
    result.write_text(text + "\n", encoding="utf-8")
    marker.write_text(made_from)
    print(text)
    return None


if __name__ == "__main__":
    sys.exit(main())
