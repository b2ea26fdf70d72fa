#!/bin/bash
# make desktop: QGIS opens with the plugin and the county of `make demo` (else a fresh sample county).
set -e
source "$(dirname "$0")/launch.sh"
VP_COUNTY=$(county)
export VP_COUNTY
run_qgis "$VP_LANG"
