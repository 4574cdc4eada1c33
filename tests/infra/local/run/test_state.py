"""Local data of another layout is refused with the one command that drops it."""

from pathlib import Path

import pytest

from infra.local.run.state import OldStateError, require_current, stamp


def test_data_without_a_layout_is_refused(tmp_path: Path) -> None:
    """As versions before this one left it."""
    (tmp_path / "emulator").mkdir()

    with pytest.raises(OldStateError, match="make clean"):
        require_current(tmp_path)


def test_data_of_another_layout_is_refused_and_left_alone(tmp_path: Path) -> None:
    """Neither migrated nor marked as current."""
    (tmp_path / "layout").write_text("1")

    with pytest.raises(OldStateError, match="make clean"):
        stamp(tmp_path)

    assert (tmp_path / "layout").read_text() == "1"


def test_new_data_is_current_from_its_start(tmp_path: Path) -> None:
    """Whether its folder exists or not."""
    stamp(tmp_path / "state")
    (tmp_path / "state/ministack").mkdir()

    require_current(tmp_path / "state")
    require_current(tmp_path / "nothing")
