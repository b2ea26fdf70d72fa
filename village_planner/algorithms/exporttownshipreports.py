"""The report workbooks of a plan: one for the county, one per township."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFile,
    QgsProcessingParameterFolderDestination,
    QgsProcessingParameterString,
)

from ..core.errors import InputError
from ..core.messages import message
from ..core.tables.area_units import HA, MU
from ..core.tables.origins import stale_results
from ..core.task import Task
from ..paths import catalogue_files, resource, use_bundled_packages
from ..translation import say, say_in_chinese, tr
from . import _report_units
from ._imprint import define_imprint, imprint
from ._report_units import listed, scopes_of
from ._staleness import stale, tell_stale
from .base import PlannerAlgorithm, push_warnings
from .parameters import advanced, choice, database, plan, with_tip, yes_no

FORMATS = ("xlsx", "csv", "gpkg", "html")  # of publish/folder.py, which is only loaded to work
UNITS = (HA, MU)
if TYPE_CHECKING:
    from ..core.tables.build import Scope
    from ..core.tables.county import CountyData

WARNED = 12  # differences named one by one in the log; the workbooks list all of them


class ExportTownshipReports(PlannerAlgorithm):
    NAME = "exporttownshipreports"
    GROUP = "results"

    def title(self) -> str:
        return tr("Report tables per township")

    def help(self) -> str:
        return tr(
            "Writes the plan's report tables as Excel workbooks in the form that is handed in: one for the county, one "
            "per township district and one per township, with an index, live totals, charts, print settings and a "
            "sheet on which every figure that must agree with another is checked.\n\n"
            "Areas are rounded once (village by class by control line, 0.01 ha), balanced to the village's control "
            "area, and only added up from there. A table whose data the county has not brought yet is left out; the "
            "index says what to import or run.\n\n"
            "The same tables can be had as CSV, as tables of a GeoPackage, and as a page in HTML that needs nothing "
            "but a browser. Figures that are out of date are stamped on the table, or the run is refused.\n\n"
            "Existing files of the same names are replaced only when all new ones are whole."
        )

    def define(self) -> None:
        self.addParameter(database())
        self.addParameter(plan())
        self.addParameter(_report_units.townships())
        self.addParameter(
            with_tip(
                QgsProcessingParameterString("TABLES", tr("Tables (ids; empty: all)"), "", optional=True),
                tr(
                    "Ids separated by commas, e.g. district_scheme,land_structure,projects. The last column of "
                    "目录.csv (format csv) gives the id of every table; an unknown id is answered with all of them."
                ),
            )
        )
        self.addParameter(yes_no("COUNTY", tr("Also the county's workbook"), True))
        self.addParameter(
            _report_units.scopes(
                tr("Units to report on (empty: townships, and the county as ticked above)"),
                tr("Which kinds of unit there is a report of; TOWNSHIPS and DISTRICTS choose among them."),
            )
        )
        self.addParameter(_report_units.districts())
        self.addParameter(
            choice("UNITS", tr("Unit of areas"), UNITS, HA, tip=tr("ha: hectares (公顷); mu: 亩, 15 to the hectare."))
        )
        self.addParameter(
            choice(
                "FORMATS",
                tr("Formats"),
                FORMATS,
                "xlsx",
                many=True,
                tip=tr(
                    "xlsx: a workbook per unit. html: a page per unit to read on the screen. csv: a file per table in "
                    "a folder per unit. gpkg: one GeoPackage with a table per report table, all units in it."
                ),
            )
        )
        define_imprint(self)
        self.addParameter(advanced(stale()))
        self.addParameter(
            advanced(
                QgsProcessingParameterFile(
                    "CATALOGUE", tr("The county's own table catalogue"), extension="json", optional=True
                ),
                tr("A JSON file with the tables that differ from the shipped ones (titles, columns, notes, order)."),
            )
        )
        self.addParameter(
            advanced(
                QgsProcessingParameterFile(
                    "TEMPLATE", tr("The county's own workbook as template"), fileFilter="Excel (*.xlsx)", optional=True
                ),
                tr(
                    "A workbook that is filled instead of ours, once per unit; the file itself stays as it is. Marks "
                    "in its cells: {{table:land_vertical}} a whole table, {{rows:land_vertical}} its rows in the form "
                    "of the marked row, {{land_vertical.area}} one figure, {{name}}, {{date}} and the like; also "
                    "defined names such as 片区划分方案表.合计.面积."
                ),
            )
        )
        self.addParameter(QgsProcessingParameterFolderDestination("FOLDER", tr("Folder of the workbooks")))
        self.addOutput(QgsProcessingOutputNumber("WORKBOOKS", tr("Number of workbooks")))
        self.addOutput(QgsProcessingOutputNumber("FILES", tr("Number of files")))
        self.addOutput(QgsProcessingOutputNumber("DIFFERENCES", tr("Number of figures that do not agree")))

    def work(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback, task: Task
    ) -> dict[str, Any]:
        use_bundled_packages()
        from ..core.catalogue import load_catalogue
        from ..core.charts.colours import read_land_classes
        from ..core.folder import check_can_be_made, make_folder
        from ..core.tables.build import county_name
        from ..core.tables.report import Catalogues, build_reports, choose_tables, scope_names
        from ..database import open_database, read_county
        from ..database.county import record_lines
        from ..publish.folder import write_folder

        def catalogue(name: str, own: str = "") -> dict[str, Any]:
            return load_catalogue(*catalogue_files(name), Path(own) if own else None)

        tables = catalogue("tables", self.parameterAsString(parameters, "CATALOGUE", context))
        styles = read_land_classes(resource("styles", "land_use.csv"), "survey")
        catalogues = Catalogues.of(tables, catalogue("survey_classes"), styles)
        chosen = choose_tables(listed(parameters.get("TABLES")), tables)
        formats = self.parameterAsEnumStrings(parameters, "FORMATS", context)
        if not formats:
            raise InputError(
                "no_format", "No format is chosen. Name at least one of {known}.", known=", ".join(FORMATS)
            )
        folder = Path(self.parameterAsString(parameters, "FOLDER", context))
        check_can_be_made(folder)
        task.report(0.02, message("Reading the plan …"))
        with open_database(self.parameterAsString(parameters, "DATABASE", context), read_only=True) as db:
            county = read_county(db, self.parameterAsString(parameters, "PLAN", context), task.part(0.02, 0.1))
            record = record_lines(db, county.plan_id, say_in_chinese)
        compiler, day = imprint(self, parameters, context)
        county = replace(county, record=record, compiler=compiler or county.compiler, date=day or county.date)
        scopes = self._scopes(parameters, context, county)
        tell_stale(
            {key for name in chosen for key in stale_results(name, county.stale)},
            self.parameterAsEnumString(parameters, "STALE", context),
            feedback,
        )
        make_folder(folder)
        names = scope_names(county, scopes)
        unit = self.parameterAsEnumString(parameters, "UNITS", context)
        reports = build_reports(county, catalogues, scopes, chosen, task.part(0.1, 0.12), unit)
        named = (county.county_code, county_name(county))
        own = self.parameterAsString(parameters, "TEMPLATE", context)
        template = Path(own) if own else None
        if template is not None:
            _tell_lost(template, feedback)
        written = write_folder(reports, names, named, folder, formats, task.part(0.12, 1.0), template)

        differences = [
            message(
                "{unit}: {what}: {left} against {right} {measure}; see sheet “数据核对”.",
                unit=unit,
                what=check.what,
                left=f"{check.left.value:,.{check.decimals}f}",
                right=f"{check.right.value:,.{check.decimals}f}",
                measure=check.unit,
            )
            for unit, check in written.failed
        ]
        # The same pair of figures stands in several tables; once is enough here.
        push_warnings(feedback, list({str(one): one for one in differences}.values())[:WARNED])
        feedback.pushInfo(
            tr(
                "{files} files with {sheets} tables in {folder}; {count} figures do not agree.",
                files=len(written.files),
                sheets=written.tables,
                folder=folder,
                count=len(written.failed),
            )
        )
        return {
            "FOLDER": str(folder),
            "WORKBOOKS": sum(file.suffix == ".xlsx" for file in written.files),
            "FILES": len(written.files),
            "DIFFERENCES": len(written.failed),
        }

    def _scopes(self, parameters: dict[str, Any], context: QgsProcessingContext, county: CountyData) -> list[Scope]:
        """What there is a report of; where SCOPES does not say it, the county and its townships as before."""
        kinds = [kind for kind in self.parameterAsEnumStrings(parameters, "SCOPES", context) if kind]
        if not kinds:
            kinds = ["townships", *(["county"] if self.parameterAsBool(parameters, "COUNTY", context) else [])]
            kinds += ["districts"] if listed(parameters.get("DISTRICTS")) else []
        scopes = scopes_of(kinds, parameters, county)
        if not scopes:
            raise InputError("no_reports", "There is no township to report on. Tick the county's workbook as well.")
        return scopes


def _tell_lost(template: Path, feedback: QgsProcessingFeedback) -> None:
    from ..excel.own_template import not_kept

    if lost := not_kept(template):
        text = message(
            "{file} holds {parts} that are missing in the filled workbooks; the template itself stays as it is.",
            file=template.name,
            parts=", ".join(say(part) for part in lost),
        )
        push_warnings(feedback, [text])
