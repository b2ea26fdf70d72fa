"""Project check: outlines against control lines, land classes, sector plans, hazards; a report for each."""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Optional

from qgis.core import (
    QgsApplication,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterCrs,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterFolderDestination,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterString,
)

from ..compat import VECTOR_ANY, VECTOR_ANY_GEOMETRY, VECTOR_POLYGON
from ..core.errors import InputError
from ..core.messages import Message, message
from ..core.task import Task
from ..layers import crs_text, read_source
from ..paths import catalogue_files, use_bundled_packages
from ..translation import is_chinese, say, say_in_chinese, tr
from ._beside import Beside
from ._layers import check_place, columns_of, field_of, read_lines, read_list, snapshots
from .base import PlannerAlgorithm, check_writable, push_warnings
from .parameters import advanced, area_choice, control_lines, database, field, land_class_field, source, unit_layer

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from ..core.projects.boundary_points import PointFile
    from ..core.projects.check import NamedLayer, ProjectCheck, Surroundings
    from ..core.projects.outlines import Outlines
    from ..core.projects.report import ProjectReport
    from ..core.projects.rules import ProjectRules

LISTS = ("CONSTRAINTS", "SECTOR_PLANS")
PLAN_CLASS_FIELDS = ("class_code", "GHFLDM", "GHDLDM", "GHDLBM", "YDDM", "DLBM")
PLAN_NAME_FIELDS = ("class_name", "GHFLMC", "GHDLMC", "YDMC", "DLMC")
HAZARD_KIND_FIELDS = ("kind", "ZHLX", "灾害类型")
HAZARD_NAME_FIELDS = ("name", "ZHMC", "ZHBH", "名称", "灾害名称")
UNIT_NAME_FIELDS = ("name", "ZLDWMC", "XZQMC", "名称")
PARCEL_NAME_FIELDS = ("class_name", "DLMC")


class CheckProjects(PlannerAlgorithm):
    NAME = "checkprojects"
    GROUP = "control"

    def title(self) -> str:
        return tr("Check projects against control lines")

    def help(self) -> str:
        return tr(
            "Control-line check and spatial pre-review: lays project outlines over every control line, the land "
            "classes of the parcels, the sector plans, the hazards and the units, and gives each project a "
            "verdict.\n\nOutlines are a layer, or the boundary-point text that surveyors exchange ([属性描述] and "
            "[地块坐标]; UTF-8 or GBK; with or without zone number before the eastings). Zone and coordinates that "
            "contradict each other are refused.\n\nNeeds control lines as layers, or a planning database, which "
            "brings lines, parcels, villages, sector plans and hazards; a layer given by itself goes before the "
            "database's. Layers are recognised by the names of the Chinese standard (STBHHX, YJJBNTTB, CZKFBJ "
            "…).\n\nThe result has a row per project and line: area_m2 of common ground, verdict (pass, caution, "
            "refuse) and the reason; project_verdict is the worst of all rules. Details lists areas by class, plan "
            "and unit, which close to the project's area, and every rule that applies. Rules, thresholds and legal "
            "bases are a catalogue (project_rules.json) that a county may replace.\n\nThe report folder gets a "
            "workbook (one page, and the boundary-point table) and a PDF with a map for each project."
        )

    def flags(self) -> QgsProcessingAlgorithm.Flags:
        # The report's page is a layout: a scene of graphics items, which Qt keeps to the main thread.
        return super().flags() | QgsProcessingAlgorithm.FlagNoThreading

    def define(self) -> None:
        texts = tr("Boundary points (*.txt)")
        catalogues = tr("JSON files (*.json)")
        self.addParameter(source("INPUT", tr("Project outlines"), [VECTOR_POLYGON], optional=True))
        self.addParameter(
            QgsProcessingParameterFile("COORDINATES", tr("… or a boundary-point file"), optional=True, fileFilter=texts)
        )
        self.addParameter(database(optional=True))
        self.addParameter(control_lines())
        tip = tr("ellipsoid: on CGCS2000, the statutory area. plane: in the plane of the outlines' projection.")
        self.addParameter(area_choice(tip))
        self.addParameter(
            field(
                "PROJECT_FIELD",
                tr("Field with the project's code or name"),
                "INPUT",
                optional=True,
                tip=tr("Empty: code, XMDM, DKBH …, else the name."),
            )
        )
        self.addParameter(
            advanced(
                field("KIND_FIELD", tr("Field with the kind of project"), "INPUT", optional=True),
                tr("Some rules are for some kinds only. Empty: kind, XMLX, YDYT …"),
            )
        )
        self.addParameter(source("PARCELS", tr("Parcels"), [VECTOR_POLYGON], optional=True))
        self.addParameter(land_class_field("PARCELS"))
        self.addParameter(unit_layer())
        self.addParameter(
            QgsProcessingParameterMultipleLayers("SECTOR_PLANS", tr("Sector plans"), VECTOR_POLYGON, optional=True)
        )
        self.addParameter(source("HAZARDS", tr("Hazards"), [VECTOR_ANY_GEOMETRY], optional=True))
        self.addParameter(
            advanced(
                QgsProcessingParameterFile("RULES", tr("Rules"), optional=True, fileFilter=catalogues),
                tr("A county's own rules and thresholds; empty: those of the plugin."),
            )
        )
        self.addParameter(
            advanced(
                QgsProcessingParameterCrs("TARGET_CRS", tr("Coordinate reference system"), optional=True),
                tr(
                    "Of the result. It also says the zone of boundary points whose eastings have no zone number. "
                    "Empty: that of the outlines; where that is in degrees, their 3-degree zone. It is never "
                    "measured in."
                ),
            )
        )
        self.addParameter(advanced(QgsProcessingParameterString("ORGANISATION", tr("Compiled by"), "", optional=True)))
        self.addParameter(
            advanced(QgsProcessingParameterString("DATE", tr("Date to print"), "", optional=True), tr("Empty: today."))
        )
        self.addParameter(QgsProcessingParameterFeatureSink("OUTPUT", tr("Projects by line"), VECTOR_POLYGON))
        self.addParameter(QgsProcessingParameterFeatureSink("DETAILS", tr("Details"), VECTOR_ANY, None, True, False))
        self.addParameter(
            QgsProcessingParameterFolderDestination("REPORT", tr("Folder of the reports"), None, True, False)
        )
        self.addParameter(
            QgsProcessingParameterFileDestination(
                "POINTS_OUTPUT", tr("Boundary points of the outlines"), texts, None, True, False
            )
        )
        self.addOutput(QgsProcessingOutputNumber("PROJECT_COUNT", tr("Number of projects")))
        self.addOutput(QgsProcessingOutputNumber("REFUSED", tr("Projects that do not conform")))
        self.addOutput(QgsProcessingOutputNumber("CAUTIONED", tr("Projects that need argument")))

    def prepareAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        super().prepareAlgorithm(parameters, context, feedback)
        self._lists = snapshots(self, parameters, context, LISTS)
        return True

    def work(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback, task: Task
    ) -> dict[str, Any]:
        from ..core.control_lines import load_control_lines
        from ..core.projects.boundary_points import write_points
        from ..core.projects.check import check_projects
        from ..core.projects.outlines import measurable, points_of_outlines
        from ..core.projects.point_crs import crs_of_points
        from ..core.projects.rules import load_project_rules
        from ._project_reports import in_place, project_report_files

        use_bundled_packages()
        report, points_file = self._targets(parameters, context)
        target = self.parameterAsCrs(parameters, "TARGET_CRS", context)
        self._check_lists()
        own = self.parameterAsFile(parameters, "RULES", context)
        lines = load_control_lines(*catalogue_files("control_lines"))
        rules = load_project_rules(*catalogue_files("project_rules"), lines, Path(own) if own else None)
        outlines, read = self._outlines(parameters, context, rules, task.part(0.0, 0.05))
        push_warnings(feedback, outlines.warnings)
        frame = measurable(outlines.frame)
        warnings: list[Message] = []
        around = self._surroundings(parameters, context, frame, rules, warnings, task.part(0.05, 0.4))
        push_warnings(feedback, warnings)
        area = self.parameterAsEnumString(parameters, "AREA", context)
        check = check_projects(frame, around, rules, area, task.part(0.4, 0.6))
        push_warnings(feedback, check.warnings)
        date = self.parameterAsString(parameters, "DATE", context).strip() or _today()
        compiler = self.parameterAsString(parameters, "ORGANISATION", context).strip()
        points = read
        if points is None and (report is not None or points_file is not None):
            points = points_of_outlines(check.projects, compiler, date)
        language = "zh" if is_chinese(QgsApplication.locale()) else "en"
        rows = _line_rows(check, language)
        if target.isValid():
            rows = rows.to_crs(crs_text(target))  # only what is written: nothing is measured in it
        with contextlib.ExitStack() as made:
            moves: list[tuple[Path, Path]] = []  # whole files, and where they belong
            if report is not None and points is not None:
                crs = outlines.frame.crs if read is not None else crs_of_points(points, "")
                reports = self._reports(check, points, crs, date, compiler)
                part = task.part(0.6, 0.9)
                moves += made.enter_context(project_report_files(reports, check, around, report, part))
            if points_file is not None and points is not None:
                beside = made.enter_context(contextlib.closing(Beside(points_file)))
                beside.file.write_bytes(write_points(points))
                moves.append((beside.file, points_file))
            results: dict[str, Any] = self.write_all(
                parameters,
                context,
                {"OUTPUT": rows, "DETAILS": _details(check, language)},
                task.part(0.9, 1.0),
                lambda: in_place(moves),
            )
        verdicts = check.projects["verdict"].tolist()
        for project in check.projects.itertuples(index=False):
            feedback.pushInfo(f"{project.code} {project.name}: {say(_word(project.verdict))}")
        results.update(
            PROJECT_COUNT=len(verdicts), REFUSED=verdicts.count("refuse"), CAUTIONED=verdicts.count("caution")
        )
        if report is not None:
            results["REPORT"] = str(report)
        if points_file is not None:
            results["POINTS_OUTPUT"] = str(points_file)
        return results

    # ---- what is asked for
    def _targets(
        self, parameters: dict[str, Any], context: QgsProcessingContext
    ) -> tuple[Optional[Path], Optional[Path]]:
        """Report folder and points file where they are asked for; refuse what could not be finished."""
        given = [name for name in ("INPUT", "COORDINATES") if parameters.get(name) not in (None, "")]
        if len(given) != 1:
            raise InputError(
                "one_source",
                "Give either INPUT (a layer of outlines) or COORDINATES (a boundary-point file): {found}. Fill in "
                "exactly one of them.",
                found=" + ".join(given) or "-",
            )
        around = ("DATABASE", "PARCELS", "UNITS", "HAZARDS")
        if not any(parameters.get(name) not in (None, "") for name in around) and not any(
            self._lists[name].asked for name in LISTS
        ):
            raise InputError(
                "nothing_to_check_against",
                "There is nothing to check against. Choose a planning database, or at least one layer of control "
                "lines.",
            )
        from ._project_reports import check_report_folder

        report = points = None
        if parameters.get("REPORT") not in (None, ""):
            report = Path(self.parameterAsString(parameters, "REPORT", context))
            check_report_folder(report)
        if parameters.get("POINTS_OUTPUT") not in (None, ""):
            points = Path(self.parameterAsFileOutput(parameters, "POINTS_OUTPUT", context))
            if points.resolve() in self._input_files(parameters, context):
                raise InputError(
                    "output_is_input",
                    "{parameter}: {path} holds an input of this run and would be replaced with all its layers. Choose "
                    "another file.",
                    parameter="POINTS_OUTPUT",
                    path=str(points),
                )
            check_writable(points)
        return report, points

    def _check_lists(self) -> None:
        for name, given in self._lists.items():
            if given.missing > 0:
                raise InputError(
                    "missing_layer",
                    "{parameter}: {missing} of {asked} layers could not be opened as vector layers; opened: {opened}. "
                    "Check paths and layer names (on the command line repeat --{parameter}= for each layer).",
                    parameter=name,
                    missing=given.missing,
                    asked=given.asked,
                    opened=given.opened,
                )

    def _outlines(
        self, parameters: dict[str, Any], context: QgsProcessingContext, rules: ProjectRules, task: Task
    ) -> tuple[Outlines, Optional[PointFile]]:
        from ..core.projects.boundary_points import read_points
        from ..core.projects.outlines import outlines_of_layer, outlines_of_points

        target = self.parameterAsCrs(parameters, "TARGET_CRS", context)
        path = self.parameterAsFile(parameters, "COORDINATES", context)
        if path:
            points = read_points(Path(path).read_bytes(), Path(path).name)
            wanted = crs_text(target) if target.isValid() else None
            return outlines_of_points(points, Path(path).name, wanted, rules.stated_area), points
        frame = self.read(parameters, "INPUT", context, task)
        name = self.label(parameters, "INPUT", self.source(parameters, "INPUT", context))
        project = self.field_name(parameters, "PROJECT_FIELD", context)
        kind = self.field_name(parameters, "KIND_FIELD", context)
        return outlines_of_layer(frame, name, project, kind), None

    # ---- what the outlines are checked against
    def _surroundings(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        outlines: gpd.GeoDataFrame,
        rules: ProjectRules,
        warnings: list[Message],
        task: Task,
    ) -> Surroundings:
        """warnings  is added to"""
        from ..core.overlay.naming import CLASS_FIELDS, UNIT_CODE_FIELDS
        from ..core.projects.check import NamedLayer, Surroundings
        from ..database import open_database

        lines = self._lines(warnings, task.part(0.0, 0.3))
        parcels = self._named(parameters, "PARCELS", context, CLASS_FIELDS, PARCEL_NAME_FIELDS, task, "CLASS_FIELD")
        units = self._named(parameters, "UNITS", context, UNIT_CODE_FIELDS, UNIT_NAME_FIELDS, task)
        hazards = self._named(parameters, "HAZARDS", context, HAZARD_KIND_FIELDS, HAZARD_NAME_FIELDS, task)
        plans = [
            _layer_of(frame, name, PLAN_CLASS_FIELDS, PLAN_NAME_FIELDS)
            for name, frame in read_list(self._lists["SECTOR_PLANS"], "SECTOR_PLANS", task)
        ]
        for given in (parcels, units, hazards, *plans):
            if given is not None:
                warnings += _gaps(given.name, given.geometry)
        path = self.parameterAsFile(parameters, "DATABASE", context)
        if path:
            with open_database(path, read_only=True) as county:

                def near(layer: str) -> gpd.GeoDataFrame:
                    return _near(county, layer, outlines, rules.hazard_distance)

                known = {rules.kind_of(line.name) for line in lines}
                ours = near("control_line")
                for kind in sorted(filter(None, county.count_values("control_line", ["kind"])["kind"])):
                    if rules.kind_of(kind) not in known:
                        lines.append(NamedLayer(kind, ours.geometry[ours["kind"] == kind]))
                if parcels is None and county.count("parcel"):
                    rows = near("parcel")
                    parcels = NamedLayer("parcel", rows.geometry, rows["class_code"], rows["class_name"])
                if units is None and county.count("village"):
                    rows = near("village")
                    units = NamedLayer("village", rows.geometry, rows["code"], rows["name"])
                if hazards is None and county.count("hazard"):
                    rows = near("hazard")
                    hazards = NamedLayer("hazard", rows.geometry, rows["kind"], rows["name"])
                if not plans:
                    rows = near("sector_plan")
                    for plan in sorted(filter(None, county.count_values("sector_plan", ["plan"])["plan"])):
                        of_plan = rows[rows["plan"] == plan].reset_index(drop=True)
                        plans.append(NamedLayer(plan, of_plan.geometry, of_plan["class_code"], of_plan["class_name"]))
        return Surroundings(lines, parcels, plans, hazards, units)

    def _lines(self, warnings: list[Message], task: Task) -> list[NamedLayer]:
        """InputError empty_layer, no_polygons: what holds no ground must not read as ground that is kept free."""
        from ..core.projects.check import NamedLayer

        found: dict[str, gpd.GeoSeries] = {}
        for line in read_lines(self._lists["CONSTRAINTS"], task):
            shapes = line.geometry
            if shapes.empty:
                raise InputError(
                    "empty_layer",
                    "Layer {layer} has no features. Choose another layer or clear its filter.",
                    layer=line.name,
                )
            if not _has_ground(shapes):
                raise InputError(
                    "no_polygons",
                    "Layer {layer} has no polygons. Choose another layer or clear its filter.",
                    layer=line.name,
                )
            warnings += _gaps(line.name, shapes)
            found[line.name] = shapes if line.name not in found else _both(found[line.name], shapes)
        return [NamedLayer(name, shapes) for name, shapes in found.items()]

    def _named(
        self,
        parameters: dict[str, Any],
        name: str,
        context: QgsProcessingContext,
        codes: Sequence[str],
        labels: Sequence[str],
        task: Task,
        code_field: str = "",
    ) -> Optional[NamedLayer]:
        """An optional layer with its codes and their names."""
        if parameters.get(name) in (None, ""):
            return None
        layer = self.source(parameters, name, context)
        label = self.label(parameters, name, layer)
        asked = self.field_name(parameters, code_field, context) if code_field else ""
        return _layer_of(read_source(layer, label, task=task), label, [asked] if asked else codes, labels)

    # ---- what comes out
    def _reports(
        self, check: ProjectCheck, points: PointFile, crs: Any, date: str, compiler: str
    ) -> list[ProjectReport]:
        from ..core.catalogue import load_catalogue
        from ..core.projects.report import project_reports
        from ..core.tables.classes import read_classes

        classes = load_catalogue(*catalogue_files("survey_classes"))
        names = {item["code"]: item["name"]["zh"] for item in classes["classes"]}
        known = read_classes(classes)
        first = {code: known.leaves[leaf].first for code, leaf in known.leaf_of.items()}
        return project_reports(check, points, say_in_chinese, names, first, date, compiler, crs)


def _layer_of(frame: gpd.GeoDataFrame, layer: str, codes: Sequence[str], labels: Sequence[str]) -> NamedLayer:
    """InputError unknown_field where the layer has none of the code fields."""
    from ..core.codes import code_text
    from ..core.overlay.naming import field_like
    from ..core.projects.check import NamedLayer

    check_place(frame, layer)
    columns = columns_of(frame)
    needed = layer and len(frame)
    code = field_of(columns, "", codes, layer) if needed else field_like(columns, codes)
    label = field_like(columns, labels)
    return NamedLayer(
        layer,
        frame.geometry,
        None if code is None else code_text(frame[code]),
        None if label is None else code_text(frame[label]),
    )


def _has_ground(shapes: gpd.GeoSeries) -> bool:
    import shapely

    geometry = shapes.to_numpy()
    return bool(((shapely.get_dimensions(geometry) == 2) & ~shapely.is_empty(geometry)).any())


def _gaps(layer: str, shapes: gpd.GeoSeries) -> list[Message]:
    """A warning where a layer says nothing, or has features that lie nowhere."""
    if shapes.empty:
        return [message("Layer {layer} has no features; nothing could be found in it.", layer=layer)]
    count = int((shapes.isna() | shapes.is_empty).sum())
    if not count:
        return []
    return [
        message(
            "Layer {layer}: {count} of {total} features have no geometry and were left out. Check the layer's data.",
            layer=layer,
            count=count,
            total=len(shapes),
        )
    ]


def _both(first: gpd.GeoSeries, second: gpd.GeoSeries) -> gpd.GeoSeries:
    import pandas as pd

    return pd.concat([first, second.to_crs(first.crs)], ignore_index=True)


def _near(county: Any, layer: str, outlines: gpd.GeoDataFrame, distance: float) -> gpd.GeoDataFrame:
    """The part of a layer of the database round the outlines."""
    import pyogrio
    from pyproj import Transformer

    west, south, east, north = outlines.total_bounds
    bounds = (west - distance, south - distance, east + distance, north + distance)  # m, before they become degrees
    crs = pyogrio.read_info(str(county.path), layer=layer)["crs"]
    if crs:
        bounds = Transformer.from_crs(outlines.crs, crs, always_xy=True).transform_bounds(*bounds)
    return county.read_layer(layer, bounds=bounds).reset_index(drop=True)


def _line_rows(check: ProjectCheck, language: str) -> gpd.GeoDataFrame:
    """OUTPUT: a row per project and line."""
    import geopandas as gpd
    import pandas as pd

    from ..core.projects.reasons import reason

    rows = []
    for row in check.lines.itertuples(index=False):
        project = check.projects.iloc[row.project]
        mine = [j for j in check.of(row.project) if j.rule.subject == "line" and j.about == row.line]
        name = check.rules.line_name(row.line, language)
        told = [say(reason(one, check.rules, language)) for one in mine]
        if not told:
            text = (
                message("No ground in common with {line}.", line=name)
                if row.area_m2 == 0
                else message("{area} m² lie inside {line}; no rule forbids it.", line=name, area=f"{row.area_m2:,.2f}")
            )
            told = [say(text)]
        rows.append(
            {
                "project": project["code"],
                "name": project["name"],
                "kind": project["kind"],
                "line": row.line,
                "line_name": name,
                "area_m2": row.area_m2,
                "share": round(row.share, 6),
                "project_area_m2": project["area_m2"],
                "verdict": row.verdict,
                "reason": " ".join(told),
                "project_verdict": project["verdict"],
            }
        )
    columns = [
        "project", "name", "kind", "line", "line_name", "area_m2", "share", "project_area_m2", "verdict", "reason",
        "project_verdict",
    ]  # fmt: skip
    figures = dict.fromkeys(("area_m2", "share", "project_area_m2"), float)  # also where there is no row
    return gpd.GeoDataFrame(
        pd.DataFrame(rows, columns=columns).astype(figures),
        geometry=check.lines.geometry.to_numpy(),
        crs=check.lines.crs,
    )


def _details(check: ProjectCheck, language: str) -> pd.DataFrame:
    """DETAILS: areas by class, line and class, plan class, unit; hazards; every rule that applies."""
    import pandas as pd

    from ..core.projects.reasons import reason

    code = check.projects["code"]
    plans = [check.rules.plan_name(plan, language) for plan in check.plans["plan"]]
    tables = [
        check.classes.assign(subject="class", code=check.classes["class_code"]),
        check.line_classes.assign(subject="line_class", code=check.line_classes["class_code"]),
        check.plans.assign(subject="plan", code=check.plans["class_code"], about=plans),
        check.units.assign(subject="unit", code=check.units["unit_code"], about=check.units["unit_name"]),
        pd.DataFrame(check.hazards.drop(columns="geometry")).assign(subject="hazard", about=check.hazards["name"]),
        pd.DataFrame(
            [
                {
                    "project": j.project,
                    "subject": j.rule.subject,
                    "about": check.rules.plan_name(j.about, language),
                    "rule": j.rule.id,
                    "title": j.rule.title[language],
                    "area_m2": j.area,
                    "verdict": j.verdict,
                    "reason": say(reason(j, check.rules, language)),
                }
                for j in check.judgements
            ]
        ),
    ]
    columns = [
        "project",
        "subject",
        "about",
        "code",
        "line",
        "rule",
        "title",
        "area_m2",
        "distance_m",
        "verdict",
        "reason",
    ]
    made = pd.concat([table.reindex(columns=columns) for table in tables], ignore_index=True)
    made["project"] = made["project"].map(code)
    for column in ("area_m2", "distance_m"):
        made[column] = made[column].astype(float)
    text = [column for column in columns if column not in ("area_m2", "distance_m")]
    made[text] = made[text].astype(object).where(made[text].notna(), "")
    return made


def _word(verdict: str) -> Any:
    from ..core.projects.reasons import verdict_word

    return verdict_word(verdict)


def _today() -> str:
    today = datetime.date.today()
    return f"{today.year}年{today.month}月{today.day}日"
