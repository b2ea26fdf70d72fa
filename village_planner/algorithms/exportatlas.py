"""exportatlas: the plan as a printed atlas, one PDF; on demand each page as PNG and SVG."""

from __future__ import annotations

from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputFolder,
    QgsProcessingOutputNumber,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterNumber,
)

from ..core.errors import InputError
from ..core.task import Task
from ..translation import tr
from . import parameters as p
from ._atlas import AtlasAlgorithm, project_in
from ._beside import Beside, clear_leftovers
from ._imprint import define_imprint, imprint
from ._project_reports import in_place
from ._staleness import stale, tell_stale
from .base import check_writable, push_warnings

PAPERS = ("A4", "A3", "A0")
FORMATS = ("pdf", "png", "svg")


class ExportAtlas(AtlasAlgorithm):
    NAME = "exportatlas"

    def title(self) -> str:
        return tr("Export atlas")

    def help(self) -> str:
        return tr(
            "Prints a plan as an atlas: cover, contents, maps of the county, of each township district and of each "
            "township, each with legend, scale bar, north arrow, title block and a small table. The PDF has contents "
            "that lead to the pages, bookmarks, searchable text, embedded fonts and the coordinates of its maps; the "
            "maps are drawn at round scales. On demand each page is a PNG (with its world file) or an SVG, too, in a "
            "folder beside the PDF.\n\n"
            "Needs a planning database with a plan. A sheet whose data the county has not brought yet is left out, and "
            "the log says so.\n\n"
            "SHEETS says what the atlas is made of, and numbers its pages (图号, page) from 1. TOWNSHIPS, DISTRICTS "
            "and SCOPES say which of its pages are printed: they keep the numbers that they have in the whole atlas, "
            "so that a page that is printed again takes the old one's place in the bound volume; the contents list "
            "the whole atlas. TOWNSHIPS=510722101 alone prints the pages of that township and nothing else.\n\n"
            "SHEETS=review prints for a review: the plan before and after a round (ROUND) or beside another plan "
            "(PLAN_B) with moved units hatched, units whose district is not firm, and open opinions as numbered "
            "points, each with its list.\n\n"
            "Layouts that “Atlas as print layouts” put into a project, and that were changed by hand there, are "
            "printed as they were changed, with the figures of today.\n\n"
            "Sheets, their order, titles and layers are those of resources/catalogues/sheets.json; layouts and styles "
            "lie beside it and can be changed in QGIS."
        )

    def define(self) -> None:
        self.add_plan_parameters()
        self.add_unit_parameters()
        self.addParameter(p.choice("PAPER", tr("Paper (landscape)"), PAPERS, "A3"))
        dpi = p.number("DPI", tr("Resolution (dpi)"), 300, minimum=30, maximum=1200, integer=True)
        assert isinstance(dpi, QgsProcessingParameterNumber)
        self.addParameter(dpi)
        formats = QgsProcessingParameterEnum(
            "FORMATS", tr("Formats"), FORMATS, allowMultiple=True, defaultValue="pdf", usesStaticStrings=True
        )
        self.addParameter(
            p.with_tip(formats, tr("PNG and SVG: a file for each page, in a folder that is called as the PDF."))
        )
        define_imprint(self)
        self.addParameter(
            p.advanced(
                QgsProcessingParameterFile(
                    "PROJECT", tr("Project with layouts"), fileFilter=tr("QGIS projects (*.qgz *.qgs)"), optional=True
                ),
                tr("Empty: the layouts of the open project, where it holds some of this county."),
            )
        )
        self.addParameter(p.advanced(stale()))
        self.add_review_parameters()
        self.addParameter(QgsProcessingParameterFileDestination("OUTPUT", tr("Atlas"), tr("PDF files (*.pdf)")))
        self.addOutput(QgsProcessingOutputFolder("PICTURES", tr("Folder of pictures")))
        self.addOutput(QgsProcessingOutputNumber("PAGES", tr("Pages")))

    def work(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback, task: Task
    ) -> dict[str, Any]:
        from ..atlas.export import export_atlas
        from ..core.tables.file_names import file_stems

        output = Path(self.parameterAsFileOutput(parameters, "OUTPUT", context))
        formats = self.parameterAsEnumStrings(parameters, "FORMATS", context)
        if not formats:
            raise InputError(
                "no_format", "FORMATS names no format. Choose from: {formats}.", formats=", ".join(FORMATS)
            )
        check_writable(output)
        given = self.parameterAsFile(parameters, "PROJECT", context)
        pictures = output.with_suffix("")
        clear_leftovers(output.parent)
        with ExitStack() as opened:
            beside = opened.enter_context(closing(Beside(output)))
            project = opened.enter_context(project_in(Path(given))) if given else context.project()
            made = export_atlas(
                self.parameterAsFile(parameters, "DATABASE", context),
                self.parameterAsString(parameters, "PLAN", context),
                self.sheets(parameters, context)[1],
                self.parameterAsEnumString(parameters, "PAPER", context),
                self.parameterAsInt(parameters, "DPI", context),
                beside.file.parent,
                formats,
                *imprint(self, parameters, context),
                project,
                self.against(parameters, context),
                task,
                lambda atlas: tell_stale(
                    atlas.stale, self.parameterAsEnumString(parameters, "STALE", context), feedback
                ),
                self.units(parameters, context),
            )
            moves = [] if made.pdf is None else [(made.pdf, output)]
            stems = file_stems([("", name) for name, _ in made.pictures])
            for stem, (_, files) in zip(stems, made.pictures):
                moves += [(file, pictures / f"{stem}{file.suffix}") for file in files]
            with in_place(moves):
                pass
        push_warnings(feedback, made.skipped)
        self.say_kept(feedback, made.kept)
        results: dict[str, Any] = {"PAGES": made.pages}
        if made.pdf is not None:
            feedback.pushInfo(tr("{pages} pages written to {path}", pages=made.pages, path=output))
            results["OUTPUT"] = str(output)
        if made.pictures:
            feedback.pushInfo(
                tr(
                    "{files} files written to {path}",
                    files=sum(len(files) for _, files in made.pictures),
                    path=pictures,
                )
            )
            results["PICTURES"] = str(pictures)
        return results
