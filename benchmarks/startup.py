"""What the plugin adds to the start of QGIS: a fresh process loads it, with QGIS itself already up."""

from __future__ import annotations

import subprocess
import sys
from statistics import median

PROGRAM = """
import os, sys, time
sys.path.insert(0, os.environ["QGIS_PLUGINPATH"])
from qgis.core import QgsApplication
application = QgsApplication([], False)
application.initQgis()
begin = time.perf_counter()
from village_planner import classFactory
plugin = classFactory(None)
plugin.initProcessing()
print(time.perf_counter() - begin)
plugin.unload()
application.exitQgis()
"""


def run() -> None:
    runs = [
        float(subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True).stdout)
        for _ in range(7)
    ]
    print(f"Start of the plugin: {1000 * median(runs):.0f} ms wall (median of 7, worst {1000 * max(runs):.0f} ms)")
