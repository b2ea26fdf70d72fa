#!/bin/bash
# Print the settings under which qgis_process.bin finds the staged plugin and its packages: eval "$(make -s env)"
# The profile is a throw-away one below build/, so nobody's own QGIS settings are touched.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
packages=$("$root"/build/venv/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
profile="$root/build/profile"
settings="$profile/profiles/default/QGIS/QGIS3.ini"
if [ ! -e "$settings" ]; then
    mkdir -p "$(dirname "$settings")"
    printf '[PythonPlugins]\nvillage_planner=true\n\n[app]\naskToSaveMemoryLayers=false\n' > "$settings"
fi
mkdir -p "$root/build/run" && chmod 700 "$root/build/run"
# QGIS takes the first python3 on PATH for its own: it must be one that shares QGIS's packages.
cat <<END
export QT_QPA_PLATFORM='offscreen'
export XDG_RUNTIME_DIR='${XDG_RUNTIME_DIR:-$root/build/run}'
export QGIS_PLUGINPATH='$root/build/plugins'
export QGIS_CUSTOM_CONFIG_PATH='$profile'
export PYTHONPATH='$packages'
export PATH='$root/build/venv/bin':"\$PATH"
END
[ -d /usr/share/proj ] && echo "export PROJ_DATA='/usr/share/proj'"
true
