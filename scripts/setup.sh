#!/bin/bash
# Install what is missing: QGIS and its Python from the distribution, the rest into build/venv.
# Everything is said on standard error, so that `eval "$(make -s env)"` stays clean. Safe to run again.
set -euo pipefail
cd "$(dirname "$0")/.."
exec 1>&2

say() { printf '%s\n' "village-planner: $*"; }
have_qgis() { [ -x "$1" ] && "$1" -c 'import qgis.core, processing' 2>/dev/null || "$1" -c 'import qgis.core' 2>/dev/null; }

# Debian's packages, by what they are for.
QGIS="qgis python3-qgis qgis-providers fonts-noto-cjk"
PYTHON="python3-venv python3-numpy python3-pandas python3-scipy python3-pyproj"
TOOLS="qttools5-dev-tools xvfb xauth"
SHIPPED="python3-geopandas python3-shapely python3-pyogrio"                 # Debian 13 and newer
BUILD="build-essential python3-dev libgeos-dev libgdal-dev libproj-dev"     # Debian 12: built against QGIS's own

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; elif command -v sudo >/dev/null; then sudo "$@"; else
        say "root rights are needed for: $*"; say "become root or install sudo, then run make again."; exit 1
    fi
}

missing_packages() {
    for package in "$@"; do
        dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || printf '%s ' "$package"
    done
}

explain_by_hand() {
    cat <<END
village-planner: this machine has no apt-get, so please install by your system's own means:
  - QGIS 3.22 or newer with its Python (python3 must be able to "import qgis.core"), and qgis_process
  - for that Python: venv, numpy, pandas, scipy, pyproj; shapely 2, geopandas and pyogrio, best from the same source
    as QGIS so that they share its GEOS, GDAL and PROJ (else a C compiler and their headers)
  - Qt's lrelease (Qt 5 linguist tools), a Chinese font, xvfb
Then run make again. Set PYTHON=/path/to/python3 if it is not the first python3 on PATH.
END
}

python=${PYTHON_WITH_QGIS:-}
if command -v apt-get >/dev/null; then
    wanted="$QGIS $PYTHON $TOOLS"
    need=$(missing_packages $wanted)
    if [ -n "$need" ] || ! ls build/venv/bin/python >/dev/null 2>&1; then
        say "looking for packages (apt-get update) …"
        as_root apt-get -qq update
        if [ -n "$(apt-cache madison python3-pyogrio 2>/dev/null)" ]; then wanted="$wanted $SHIPPED"; else wanted="$wanted $BUILD"; fi
        need=$(missing_packages $wanted)
        if [ -n "$need" ]; then
            say "installing: $need"
            as_root env DEBIAN_FRONTEND=noninteractive apt-get -y -qq -o Dpkg::Use-Pty=0 install --no-install-recommends $need >build.setup.log 2>&1 \
                || { tail -20 build.setup.log; say "apt-get failed; the whole log is in build.setup.log"; exit 1; }
            rm -f build.setup.log
        fi
    fi
    python=${python:-/usr/bin/python3}
fi
python=${python:-$(command -v python3 || true)}
if [ -z "$python" ] || ! "$python" -c 'import qgis.core' 2>/dev/null; then
    explain_by_hand; exit 1
fi
for tool in qgis_process.bin qgis_process; do command -v $tool >/dev/null && break; done || { explain_by_hand; exit 1; }

mkdir -p build
if [ ! -x build/venv/bin/python ]; then
    say "making the virtual environment build/venv …"
    "$python" -m venv --system-site-packages build/venv
fi
say "installing Python packages (the first time two are compiled, about a minute) …"
pip() { build/venv/bin/python -m pip "$@" --quiet --disable-pip-version-check \
    2> >(grep -v -e 'DEPRECATION: --no-binary' -e 'is neither a file nor a directory' >&2); }
if ! build/venv/bin/python -c 'import pyogrio' 2>/dev/null; then
    # Those that are compiled keep one core busy each: side by side. (Newer Debian ships them: nothing is built.)
    # Optimised a little only, which takes half the time: what they do is done in GEOS and GDAL.
    export CFLAGS="-O1 -g0" CXXFLAGS="-O1 -g0"
    compiled=()
    for package in shapely pyogrio; do
        grep -E "^(--no-binary +)?$package\b" requirements.txt >"build/$package.txt"
        pip wheel --no-deps -r "build/$package.txt" -w build/wheels &
        compiled+=($!)
    done
    for process in "${compiled[@]}"; do wait "$process"; done
    for wheel in build/wheels/*.whl; do if [ -e "$wheel" ]; then pip install --no-deps "$wheel"; fi; done
    rm -rf build/wheels build/shapely.txt build/pyogrio.txt
fi
pip install -r requirements.txt
[ -d /usr/share/proj ] && export PROJ_DATA=/usr/share/proj
build/venv/bin/python -c 'import geopandas, pyogrio, shapely; assert hasattr(shapely, "get_rings")' \
    || { say "shapely 2, geopandas and pyogrio are not usable; see above."; exit 1; }
say "ready."
