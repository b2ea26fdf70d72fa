"""createsamplecounty: a fictional county's raw layers, to learn and to try the work on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputFile,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFileDestination,
)

from ..core.task import Task
from ..paths import resource
from ..translation import tr
from .base import PlannerAlgorithm
from .parameters import number, seed

if TYPE_CHECKING:
    from ..core.sample.county import SampleCounty

WRITTEN_AT = "2024-01-15T09:00:00.000Z"  # stamped into the file, so that the same county gives the same bytes


class CreateSampleCounty(PlannerAlgorithm):
    NAME = "createsamplecounty"
    GROUP = "data"

    def title(self) -> str:
        return tr("Create sample county")

    def help(self) -> str:
        return tr(
            "Makes a fictional county to learn and to try the work on: one GeoPackage with the raw layers that a "
            "county would bring, in the fields of the national land survey (EPSG:4523), and beside it a statistics "
            "workbook of the kind that counties send.\n\n"
            "33 townships, 383 villages and 79 communities on 2,659.70 km²: township and village borders (XZQ, CJDCQ), "
            "parcels (DLTB), permanent basic farmland, high-standard farmland, ecological redline, urban development "
            "boundaries, lines of heritage, hazard points, facilities, roads, neighbouring counties, two rival sector "
            "plans, project footprints, indicators, commuting flows, and an older plan to compare with.\n\n"
            "All names and figures are made up. The same seed gives the same county. Import it next."
        )

    def define(self) -> None:
        self.addParameter(
            number(
                "PARCELS",
                tr("Number of parcels"),
                40_000,
                3_000,
                400_000,
                integer=True,
                tip=tr("40,000 take some seconds; a real county has 250,000 and more, which take about two minutes."),
            )
        )
        self.addParameter(seed())
        self.addParameter(
            QgsProcessingParameterFileDestination(
                "OUTPUT", tr("Raw layers of the county"), fileFilter=tr("GeoPackage (*.gpkg)")
            )
        )
        self.addOutput(QgsProcessingOutputFile("STATISTICS", tr("Statistics workbook")))
        self.addOutput(QgsProcessingOutputNumber("PARCEL_COUNT", tr("Number of parcels")))

    def work(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback, task: Task
    ) -> dict[str, Any]:
        from ..core.sample.county import make_sample_county
        from ..core.sample.names import read_sample_data
        from ..core.sample.workbook import statistics_workbook
        from ..database.replace import beside, check_target, remove, replace

        output = Path(self.parameterAsFileOutput(parameters, "OUTPUT", context))
        workbook = output.with_name(f"{output.stem}_statistics.xlsx")
        for target in (output, workbook):
            check_target(target)
        data = read_sample_data(resource("sample"))
        county = make_sample_county(
            self.parameterAsInt(parameters, "PARCELS", context),
            self.parameterAsInt(parameters, "SEED", context),
            data,
            task.part(0.0, 0.8),
        )
        fresh, fresh_workbook = beside(output), beside(workbook)
        remove(fresh)
        try:
            _write_layers(county, fresh, output, task.part(0.8, 1.0))
            fresh_workbook.write_bytes(statistics_workbook(county.statistics, data))
            replace(fresh, output)
            replace(fresh_workbook, workbook)
        finally:
            remove(fresh)
            remove(fresh_workbook)
        return {"OUTPUT": str(output), "STATISTICS": str(workbook), "PARCEL_COUNT": len(county.DLTB)}


def _write_layers(county: SampleCounty, path: Path, shown: Path, task: Task) -> None:
    """Write to `path`; messages say `shown`."""
    import pyogrio

    from ..core.storage import cannot_write

    layers = county.layers()
    rows = sum(len(frame) for frame in layers.values())
    done = 0
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": WRITTEN_AT})
    try:
        for name, frame in layers.items():
            task.report(done / rows)
            pyogrio.write_dataframe(frame, str(path), layer=name, driver="GPKG")
            done += len(frame)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, pyogrio.errors.FeatureError) as error:
        raise cannot_write(shown, str(error), shown) from None
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})
