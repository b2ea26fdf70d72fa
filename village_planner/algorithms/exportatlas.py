"""exportatlas: the plan as a printed atlas, one PDF."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterString,
)

from ..core.task import Task
from ..translation import tr
from . import parameters as p
from .base import PlannerAlgorithm, check_writable, push_warnings

PAPERS = ("A4", "A3", "A0")


class ExportAtlas(PlannerAlgorithm):
    NAME = "exportatlas"
    GROUP = "results"

    def title(self) -> str:
        return tr("Export atlas")

    def help(self) -> str:
        return tr(
            "Prints a plan as an atlas: cover, contents, maps of the county and a page for each township, each with "
            "legend, scale bar, north arrow, title block and a small table. The PDF has bookmarks, searchable text and "
            "embedded fonts; the maps are drawn at round scales.\n\n"
            "Needs a planning database with a plan. A sheet whose data the county has not brought yet is left out, and "
            "the log says so.\n\n"
            "SHEETS=review prints for a review: the plan before and after a round (ROUND) or beside another plan "
            "(PLAN_B) with moved units hatched, units whose district is not firm, and open opinions as numbered "
            "points, each with its list.\n\n"
            "Sheets, their order, titles and layers are those of resources/catalogues/sheets.json; layouts and styles "
            "lie beside it and can be changed in QGIS."
        )

    def flags(self) -> QgsProcessingAlgorithm.Flags:
        # Layouts are scenes of graphics items, which Qt keeps to the main thread; QGIS's own layout exports do so, too.
        return super().flags() | QgsProcessingAlgorithm.FlagNoThreading

    def define(self) -> None:
        self.addParameter(p.database())
        self.addParameter(p.plan())
        self.addParameter(
            p.with_tip(
                QgsProcessingParameterString(
                    "SHEETS", tr("Sheets (comma between; empty: the atlas)"), "", optional=True
                ),
                tr(
                    "Names of sheets, for example cover,contents,township_districts,township; review: all prints of a "
                    "review."
                ),
            )
        )
        self.addParameter(p.choice("PAPER", tr("Paper (landscape)"), PAPERS, "A3"))
        self.addParameter(p.number("DPI", tr("Resolution (dpi)"), 300, minimum=30, maximum=1200, integer=True))
        self.addParameter(
            p.advanced(QgsProcessingParameterString("ORGANISATION", tr("Compiled by"), "", optional=True))
        )
        self.addParameter(
            p.advanced(
                QgsProcessingParameterString("DATE", tr("Date to print"), "", optional=True),
                tr("Empty: the date kept in the database, else the present month."),
            )
        )
        self.addParameter(
            p.advanced(
                p.number(
                    "ROUND",
                    tr("Prints of a review: round (empty: the last one opened)"),
                    minimum=1,
                    maximum=99,
                    integer=True,
                ),
                tr("The plan is shown as that round began with it, and as it left it."),
            )
        )
        self.addParameter(
            p.advanced(
                QgsProcessingParameterString("PLAN_B", tr("Prints of a review: another plan"), "", optional=True),
                tr("Number or name of a plan to set this one beside, instead of a round."),
            )
        )
        self.addParameter(QgsProcessingParameterFileDestination("OUTPUT", tr("Atlas"), tr("PDF files (*.pdf)")))
        self.addOutput(QgsProcessingOutputNumber("PAGES", tr("Pages")))

    def work(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback, task: Task
    ) -> dict[str, Any]:
        from ..atlas.catalogue import load_sheets, select_sheets
        from ..atlas.export import export_atlas
        from ..atlas.review.material import Against

        output = Path(self.parameterAsFileOutput(parameters, "OUTPUT", context))
        check_writable(output)
        named = self.parameterAsString(parameters, "SHEETS", context).replace(";", ",").split(",")
        result = export_atlas(
            self.parameterAsFile(parameters, "DATABASE", context),
            self.parameterAsString(parameters, "PLAN", context),
            select_sheets(load_sheets(), named),
            self.parameterAsEnumString(parameters, "PAPER", context),
            self.parameterAsInt(parameters, "DPI", context),
            output,
            self.parameterAsString(parameters, "ORGANISATION", context).strip(),
            self.parameterAsString(parameters, "DATE", context).strip(),
            Against(
                self.whole_number(parameters, "ROUND", context),
                self.parameterAsString(parameters, "PLAN_B", context).strip(),
            ),
            task,
        )
        push_warnings(feedback, result.skipped)
        feedback.pushInfo(tr("{pages} pages written to {path}", pages=result.pages, path=result.path))
        return {"OUTPUT": str(result.path), "PAGES": result.pages}
