"""The built ZIP, unpacked into a profile of its own, and the real qgis_process on it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
QGIS_PROCESS = shutil.which("qgis_process.bin") or shutil.which("qgis_process")


@pytest.fixture(scope="package")
def archive() -> Path:
    """dist/village_planner-VERSION.zip, made by the same script that `make package` calls."""
    done = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "package.py")], check=False, capture_output=True, text=True, cwd=ROOT
    )
    assert done.returncode == 0, done.stderr
    return ROOT / done.stdout.split()[0]


@pytest.fixture(scope="package")
def installed(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a clean profile in which nothing but the ZIP was installed."""
    home = tmp_path_factory.mktemp("clean profile 配置")
    plugins = home / "profiles" / "default" / "python" / "plugins"
    plugins.mkdir(parents=True)
    with zipfile.ZipFile(archive) as content:
        content.extractall(plugins)
    settings = home / "profiles" / "default" / "QGIS" / "QGIS3.ini"
    settings.parent.mkdir()
    settings.write_text("[PythonPlugins]\nvillage_planner=true\n", encoding="utf-8")
    environment = {k: v for k, v in os.environ.items() if k not in ("QGIS_PLUGINPATH", "QGIS_CUSTOM_CONFIG_PATH")}
    return {**environment, "QGIS_CUSTOM_CONFIG_PATH": str(home)}


@pytest.fixture(scope="package")
def qgis_process(installed: dict[str, str]) -> Any:
    """Call the real process: qgis_process("run", "village_planner:…", "--INPUT=…")."""
    assert QGIS_PROCESS, "qgis_process is missing"

    def call(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(QGIS_PROCESS), "--json", *arguments],
            env=installed,
            capture_output=True,
            text=True,
            check=False,
            timeout=3600,  # against hanging for ever, not a measure of speed
        )

    return call
