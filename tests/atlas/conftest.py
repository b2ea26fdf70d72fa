"""The small county, made once; an atlas of it, printed once."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(scope="session")
def county(tmp_path_factory: Any) -> Path:
    from small_county import make_county

    folder = tmp_path_factory.mktemp("atlas") / "云岭 县"
    folder.mkdir()
    return make_county(folder / "规划 库.gpkg")
