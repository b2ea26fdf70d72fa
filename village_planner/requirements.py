"""Which Python packages are there, found without importing them (imports are what makes QGIS start slowly)."""

from __future__ import annotations

from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec

from .paths import use_bundled_packages

NEEDED = ("numpy", "pandas", "scipy", "pyproj", "shapely", "geopandas", "pyogrio", "openpyxl", "pypdf")


@lru_cache(maxsize=1)
def missing_packages() -> tuple[str, ...]:
    """Names of packages that are not installed; "shapely 2" where an older shapely is."""
    use_bundled_packages()
    missing = [name for name in NEEDED if find_spec(name) is None]
    if "shapely" not in missing and not _has_shapely_2():
        missing.append("shapely 2")
    return tuple(missing)


def _has_shapely_2() -> bool:
    # Shapely 2 is told from 1.8 by a feature: some builds report the version "0+unknown".
    spec = find_spec("shapely")
    if spec is None or not spec.submodule_search_locations:
        return False
    from pathlib import Path

    folder = Path(next(iter(spec.submodule_search_locations)))
    if (folder / "_ragged_array.py").exists():
        return True
    try:
        return not version("shapely").startswith("1")
    except PackageNotFoundError:
        return False
