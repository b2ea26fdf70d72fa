"""exportassignment: which unit belongs to which district, as a table or layer that others can fill in and give back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFileDestination,
)

from ..core.errors import InputError
from ..core.task import Task
from ..translation import tr
from ._beside import Beside, clear_leftovers
from .base import PlannerAlgorithm, check_writable, put_in_place
from .loadunits import LEVELS
from .parameters import choice, database, plan

if TYPE_CHECKING:
    import geopandas as gpd

FORMATS = (".xlsx", ".csv", ".gpkg", ".shp")
HEADERS = ("english", "chinese")


class ExportAssignment(PlannerAlgorithm):
    NAME = "exportassignment"
    GROUP = "review"

    def title(self) -> str:
        return tr("Export an assignment")

    def help(self) -> str:
        return tr(
            "Writes which unit belongs to which district, a row per unit: code, name, township (villages), district, "
            "district name, population, role. The file's ending says the format: .xlsx (codes as text), .csv (UTF-8 "
            "that Excel knows), .gpkg or .shp (with the units' outlines; texts in UTF-8). Others can change the column "
            "of districts and give the file back to importassignment.\n\n"
            "Use .xlsx where Excel will be used: opening a .csv it cuts long codes and makes dates of districts such "
            "as 1-02. In a shapefile the name of the district is called dist_name."
        )

    def define(self) -> None:
        self.addParameter(database())
        self.addParameter(plan())
        self.addParameter(choice("LEVEL", tr("Level"), LEVELS, "township"))
        self.addParameter(choice("HEADERS", tr("Names of the columns"), HEADERS, "english"))
        self.addParameter(
            QgsProcessingParameterFileDestination(
                "OUTPUT",
                tr("Assignment"),
                tr(
                    "Excel workbook (*.xlsx);;Text table (*.csv);;GeoPackage (*.gpkg);;Shapefile (*.shp)",
                ),
            )
        )
        self.addOutput(QgsProcessingOutputNumber("ROW_COUNT", tr("Number of units")))

    def work(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback, task: Task
    ) -> dict[str, Any]:
        from ..database import exchange, open_database

        output = Path(self.parameterAsFileOutput(parameters, "OUTPUT", context))
        suffix = output.suffix.lower()
        if suffix not in FORMATS:
            raise InputError(
                "unknown_format",
                "{path}: the ending must be one of {formats}.",
                path=output.name,
                formats=", ".join(FORMATS),
            )
        check_writable(output)
        database_file = Path(self.parameterAsFile(parameters, "DATABASE", context))
        if output.resolve() == database_file.resolve():
            raise InputError(
                "output_is_input", "{path} is the planning database itself. Choose another file.", path=str(output)
            )
        level = self.parameterAsEnumString(parameters, "LEVEL", context)
        chinese = self.parameterAsEnumString(parameters, "HEADERS", context) == "chinese"
        with open_database(database_file, read_only=True) as opened:
            chosen = opened.plan(self.parameterAsString(parameters, "PLAN", context))
            table = exchange.table_of(opened, chosen, level, chinese)
        task.report(0.5)
        headers = exchange.headers(table.columns.drop("geometry"), chinese, suffix == ".shp")
        _write(table, headers, f"{chosen.name}", output, suffix)
        without = int((table["district"] == "").sum())
        if without:
            feedback.pushWarning(tr("{count} units are in no district; their cell is empty.", count=without))
        feedback.pushInfo(tr("{count} units of plan “{name}” written.", count=len(table), name=chosen.name))
        return {"OUTPUT": str(output), "ROW_COUNT": len(table)}


def _write(table: gpd.GeoDataFrame, headers: dict[str, str], title: str, output: Path, suffix: str) -> None:
    import pandas as pd

    from ..excel.assignment_book import write_csv, write_xlsx

    if suffix in (".csv", ".xlsx"):
        plain = pd.DataFrame(table.drop(columns="geometry"))
        if suffix == ".csv":
            write_csv(plain, headers, output)
        else:
            write_xlsx(plain, headers, title, output)
        return
    import pyogrio

    clear_leftovers(output.parent)
    beside = Beside(output)
    try:
        pyogrio.write_dataframe(
            table.rename(columns=headers),
            beside.file,
            driver="GPKG" if suffix == ".gpkg" else "ESRI Shapefile",
            encoding=None if suffix == ".gpkg" else "UTF-8",
            geometry_type="MultiPolygon" if suffix == ".gpkg" else None,
            promote_to_multi=suffix == ".gpkg",
        )
        put_in_place(beside.file, output)
    finally:
        beside.close()
