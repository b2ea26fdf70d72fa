#!/bin/bash
# Pictures of the real desktop under Xvfb: screenshot.sh TARGET.png [scene …]
#   scenes   see drive.py; several are numbered TARGET-scene.png; default: the README's picture, scene "review"
#   VP_TIMEOUT  seconds it may take (240; the whole atlas, scene results_atlas, wants more)
#   VP_LANG  language of the interface (zh-Hans), VP_SIZE size of the screen (1366x768)
set -e
source "$(dirname "$0")/launch.sh"
target=$(realpath -m "$1")
shift
VP_COUNTY=$(county)
export VP_COUNTY VP_TARGET=$target VP_SCENES="${*:-review}" VP_SIZE=${VP_SIZE:-1366x768}
export HOME=$desktop/home LANG=C.UTF-8
mkdir -p "$HOME"
language=${VP_LANG:-zh-Hans}
rm -rf "$desktop/profiles/desktop"
timeout -k 5 "${VP_TIMEOUT:-240}" xvfb-run -a -s "-screen 0 ${VP_SIZE}x24 -nolisten tcp" \
  bash -c "source '$root/scripts/desktop/launch.sh' && run_qgis '$language'"
