#!/bin/bash
# Print the settings under which qgis_process.bin finds the staged plugin and its packages: eval "$(make -s env)"
root=$(cd "$(dirname "$0")/.." && pwd)
purelib=$("$root"/build/venv/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
run=${XDG_RUNTIME_DIR:-$root/build/run}
mkdir -p "$root/build/run" "$root/build/profile" && chmod 700 "$root/build/run"
cat <<END
export QT_QPA_PLATFORM=offscreen
export XDG_RUNTIME_DIR='$run'
export QGIS_PLUGINPATH='$root/build/plugins'
export QGIS_CUSTOM_CONFIG_PATH='$root/build/profile'
export PYTHONPATH='$purelib'
export PROJ_DATA=/usr/share/proj
END
