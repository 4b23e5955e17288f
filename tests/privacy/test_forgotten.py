"""The list of the forgotten survives crashes and is never shortened."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from oase.privacy.forgotten import BadList, Forgotten, add, read

MORNING, EVENING = datetime(2026, 5, 1, 8, tzinfo=UTC), datetime(2026, 5, 1, 20, tzinfo=UTC)


def test_what_is_added_is_read(tmp_path: Path) -> None:
    path = tmp_path / "list"
    assert read(path) == []
    add(path, [Forgotten(MORNING, 7)])
    add(path, [Forgotten(MORNING, 7), Forgotten(EVENING, 8)])
    assert read(path) == [Forgotten(MORNING, 7), Forgotten(EVENING, 8)]
    assert path.read_text() == "2026-05-01T08:00:00+00:00 7\n2026-05-01T20:00:00+00:00 8\n"
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_line_cut_off_by_a_crash_does_not_count_and_harms_no_other(tmp_path: Path) -> None:
    path = tmp_path / "list"
    add(path, [Forgotten(MORNING, 7)])
    path.write_text(path.read_text() + "2026-05-01T20:00:00+00:00 1")
    assert read(path) == [Forgotten(MORNING, 7)]
    add(path, [Forgotten(EVENING, 12)])
    assert read(path) == [Forgotten(MORNING, 7), Forgotten(EVENING, 12)]


@pytest.mark.parametrize("line", ["nonsense", "2026-05-01T08:00:00+00:00 x", "2026-05-01T08:00:00 7"])
def test_a_line_that_says_nothing_is_an_alarm(tmp_path: Path, line: str) -> None:
    path = tmp_path / "list"
    path.write_text(f"{line}\n2026-05-01T08:00:00+00:00 7\n")
    with pytest.raises(BadList, match="line 1"):
        read(path)
