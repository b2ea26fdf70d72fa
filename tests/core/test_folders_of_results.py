"""Whether a folder of results can be made, before anything is worked out."""

from __future__ import annotations

from pathlib import Path

import pytest

from village_planner.core.errors import StorageError
from village_planner.core.folder import check_can_be_made


def test_a_folder_on_a_drive_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "exists", lambda self: False)  # as on Windows, where the drive itself may be missing
    with pytest.raises(StorageError) as caught:
        check_can_be_made(Path("/成果 1/a"))
    assert caught.value.code == "no_folder_made" and "成果 1" in str(caught.value)


def test_a_folder_that_can_be_made(tmp_path: Path) -> None:
    check_can_be_made(tmp_path / "a" / "b")
    assert not list(tmp_path.iterdir())
