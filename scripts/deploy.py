"""Copy the staged plugin into the user's QGIS profile (default, or PROFILE=name)."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def profile_folder(name: str) -> Path:
    """Where QGIS keeps a profile on this system."""
    if sys.platform == "win32":
        base = Path(os.environ["APPDATA"])
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Application Support"
    else:
        base = Path(os.environ.get("XDG_DATA_HOME", Path.home() / ".local" / "share"))
    return base / "QGIS" / "QGIS3" / "profiles" / name


def deploy(profile: Path) -> Path:
    target = profile / "python" / "plugins" / "village_planner"
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_name("village_planner.new")
    shutil.rmtree(fresh, ignore_errors=True)
    shutil.copytree(
        ROOT / "build" / "plugins" / "village_planner", fresh, ignore=shutil.ignore_patterns(".done", "__pycache__")
    )
    shutil.rmtree(target, ignore_errors=True)
    fresh.replace(target)
    return target


if __name__ == "__main__":
    print("installed in", deploy(profile_folder(os.environ.get("PROFILE", "default"))))
    print("Switch it on in QGIS: Plugins > Manage and Install Plugins > Installed > Village Planner.")
