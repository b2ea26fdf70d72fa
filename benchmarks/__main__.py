"""make bench: every measurement, on the sample county of 40,000 parcels."""

from __future__ import annotations

import os
import platform
import sys


def main() -> int:
    sys.path[:0] = [os.environ["QGIS_PLUGINPATH"], "/usr/share/qgis/python/plugins"]
    from qgis.core import Qgis, QgsApplication

    application = QgsApplication([], False)
    application.initQgis()
    from processing.core.Processing import Processing

    Processing.initialize()
    import geopandas
    import numpy
    import shapely

    from . import checkdata, network, overlay, partition_process, questionnaires, scoring, startup, workbooks
    from .county import sample_county

    print(f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.2f}; QGIS {Qgis.version()}")
    print(
        f"Python {platform.python_version()}, numpy {numpy.__version__}, shapely {shapely.__version__} "
        f"(GEOS {shapely.geos_version_string}), geopandas {geopandas.__version__}"
    )
    startup.run()
    scoring.run()
    network.run()
    database = sample_county()
    overlay.side_by_side(25_000, slow=True)
    partition_process.run(database)
    checkdata.run()
    questionnaires.run()
    workbooks.run(recalculate=True)
    application.exitQgis()
    return 0


if __name__ == "__main__":
    sys.exit(main())
