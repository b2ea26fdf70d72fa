"""What the algorithms of the atlas share: the plan and its sheets, the imprint, layouts changed by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Optional

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingParameterString,
    QgsProject,
)

from ..core.errors import StorageError
from ..core.messages import message
from ..translation import say, tr
from . import _report_units
from . import parameters as p
from ._report_units import listed, scopes_of
from .base import PlannerAlgorithm

if TYPE_CHECKING:
    from ..atlas.catalogue import Sheet
    from ..atlas.review.material import Against
    from ..core.tables.build import Scope
    from ..core.tables.county import CountyData


class AtlasAlgorithm(PlannerAlgorithm):
    GROUP = "results"

    def flags(self) -> QgsProcessingAlgorithm.Flags:
        # Layouts are scenes of graphics items, which Qt keeps to the main thread; QGIS's own layout exports do so, too.
        return super().flags() | QgsProcessingAlgorithm.FlagNoThreading

    def add_plan_parameters(self) -> None:
        self.addParameter(p.database())
        self.addParameter(p.plan())
        self.addParameter(
            p.with_tip(
                QgsProcessingParameterString("SHEETS", tr("Sheets (comma between; empty: atlas)"), "", optional=True),
                tr(
                    "Names of sheets, for example cover,contents,township_districts,township; review: all prints of a "
                    "review."
                ),
            )
        )

    def add_unit_parameters(self) -> None:
        """SCOPES, DISTRICTS and TOWNSHIPS: whose pages there are to be."""
        self.addParameter(_report_units.townships())
        self.addParameter(_report_units.districts())
        self.addParameter(
            _report_units.scopes(
                tr("Pages of (empty: all, or the units named above)"),
                tr(
                    "county: cover, contents and maps of the county; districts, townships: a page of each, or of those "
                    "that DISTRICTS and TOWNSHIPS name. Pages keep the numbers that they have in the whole atlas."
                ),
            )
        )

    def units(
        self, parameters: dict[str, Any], context: QgsProcessingContext
    ) -> Optional[Callable[[CountyData], Sequence[Scope]]]:
        """Whose pages are asked for, once the county is known; None: all. Units that are named alone are all there
        is."""
        kinds = [kind for kind in self.parameterAsEnumStrings(parameters, "SCOPES", context) if kind]
        kinds = kinds or [name.lower() for name in ("DISTRICTS", "TOWNSHIPS") if listed(parameters.get(name))]
        return (lambda county: scopes_of(kinds, parameters, county)) if kinds else None

    def add_review_parameters(self) -> None:
        """ROUND and PLAN_B: what the prints of a review set the plan beside."""
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
                tr(
                    "Number or name of a plan to set this one beside, instead of a round; snapshot:12 is the frozen "
                    "state number 12."
                ),
            )
        )

    def against(self, parameters: dict[str, Any], context: QgsProcessingContext) -> Against:
        from ..atlas.review.material import Against

        return Against(
            self.whole_number(parameters, "ROUND", context),
            self.parameterAsString(parameters, "PLAN_B", context).strip(),
        )

    def sheets(
        self, parameters: dict[str, Any], context: QgsProcessingContext
    ) -> tuple[tuple[Sheet, ...], tuple[Sheet, ...]]:
        """All sheets of the atlas, and those asked for."""
        from ..atlas.catalogue import load_sheets, select_sheets

        named = self.parameterAsString(parameters, "SHEETS", context).replace(";", ",").split(",")
        sheets = load_sheets()
        return sheets, select_sheets(sheets, named)

    @staticmethod
    def say_kept(feedback: QgsProcessingFeedback, kept: Mapping[str, Sequence[tuple[str, str]]]) -> None:
        """Tell what was written by hand, and so does not follow the plan."""
        words = {"text": message("text"), "table": message("table"), "legend": message("legend")}
        for title, items in kept.items():
            named = ", ".join(f"{name} ({say(words[what])})" for name, what in items)
            feedback.pushWarning(
                tr(
                    "{page}: written by hand and left as it is, whatever the plan says: {items}",
                    page=title,
                    items=named,
                )
            )


@contextmanager
def project_in(file: Path, new: bool = False) -> Iterator[QgsProject]:
    """The project of a file, closed again at the end. `new`: an empty one where the file does not exist.

    StorageError no_file, broken_project
    """
    if not new and not file.is_file():
        raise StorageError("no_file", "File {path} does not exist. Check its name and folder.", path=str(file))
    project = QgsProject()
    try:
        if file.is_file() and not project.read(str(file)):
            raise StorageError(
                "broken_project",
                "Project {path} cannot be read ({reason}). Open and save it in QGIS, or choose another.",
                path=str(file),
                reason=project.error(),
            )
        yield project
    finally:
        project.clear()
