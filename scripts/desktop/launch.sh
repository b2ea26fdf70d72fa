# Shared by open.sh and screenshot.sh; `source` it. The real QGIS with the staged plugin, in a profile of its own.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
desktop=${VP_DESKTOP:-$root/build/desktop}
qgis=$(command -v qgis.bin || command -v qgis)
[ -n "$qgis" ] || { echo "QGIS is missing: make setup" >&2; exit 1; }
unset QT_QPA_PLATFORM # the windows are to be seen

write_profile() { # language, e.g. zh-Hans; empty: the system's
  mkdir -p "$desktop/profiles/desktop/QGIS"
  ini=$desktop/profiles/desktop/QGIS/QGIS3.ini
  [ -e "$ini" ] && [ -z "$1" ] && return # the user's own changes stay
  cat > "$ini" <<INI
[PythonPlugins]
village_planner=true
[locale]
userLocale=$1
overrideFlag=$([ -n "$1" ] && echo true || echo false)
[app]
askToSaveMemoryLayers=false
[qgis]
checkVersion=false
askToSaveProjectChanges=false
showTips341=false
INI
}

# County and drawing script reach QGIS by these; see drive.py.
run_qgis() { # language, further arguments
  local language=$1
  shift
  write_profile "$language"
  "$qgis" --noversioncheck --nologo --profiles-path "$desktop" --profile desktop ${language:+--lang "$language"} \
    --code "$root/scripts/desktop/drive.py" "$@"
}

# The county that make demo planned; else the sample county, made and imported once.
county() {
  if [ -n "$VP_COUNTY" ]; then echo "$VP_COUNTY"; return; fi
  if [ -e "$root/build/demo/county.gpkg" ]; then echo "$root/build/demo/county.gpkg"; return; fi
  if [ ! -e "$desktop/county.gpkg" ]; then
    mkdir -p "$desktop"
    QT_QPA_PLATFORM=offscreen "$root/build/venv/bin/python" "$root/scripts/desktop/sample.py" "$desktop" >&2 || return 1
  fi
  echo "$desktop/county.gpkg"
}
