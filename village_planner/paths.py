"""Where the plugin's own files lie: in the installed plugin's folder, or beside the package in a checkout."""

from __future__ import annotations

import sys
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def root() -> Path:
    """The folder that holds metadata.txt, resources/ and i18n/."""
    return PACKAGE if (PACKAGE / "metadata.txt").exists() else PACKAGE.parent


def resource(*parts: str) -> Path:
    """A file or folder below resources/, e.g. ``resource("styles", "village.qml")``."""
    return root().joinpath("resources", *parts)


def catalogue_files(name: str) -> tuple[Path, Path]:
    """The shipped catalogue of that name and its schema, as `core.catalogue.load_catalogue` takes them.

    The package that checks them becomes importable.
    """
    use_bundled_packages()
    return resource("catalogues", f"{name}.json"), resource("catalogues", f"{name}.schema.json")


def use_bundled_packages() -> None:
    """Let imports fall back on the pure Python packages that travel in the ZIP (vendor/).

    Appended to the path, so that a package the machine already has goes first.
    """
    vendor = str(PACKAGE / "vendor")
    if vendor not in sys.path:
        sys.path.append(vendor)
