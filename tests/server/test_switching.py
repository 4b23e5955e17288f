"""A restore is put in place by renames; whatever interrupts them, the next start finishes them."""

from pathlib import Path

import pytest

from oase.server import switching
from oase.server.switching import BESIDE, OLD, PARTS, READY, is_due, switch, tidy


def _laid_out(data: Path) -> None:
    for place, word in ((data, "old"), (data / BESIDE, "new")):
        for part in PARTS:
            if "." in part or part == "secrets":
                place.mkdir(parents=True, exist_ok=True)
                (place / part).write_text(word)
            else:
                (place / part).mkdir(parents=True)
                (place / part / "file").write_text(word)
    (data / "key").write_text("the key stays")
    (data / BESIDE / READY).touch()


def _words(data: Path) -> set[str]:
    return {((data / part / "file") if (data / part).is_dir() else data / part).read_text() for part in PARTS}


def test_the_restored_takes_the_place_of_the_old(tmp_path: Path) -> None:
    _laid_out(tmp_path)
    switch(tmp_path)
    assert _words(tmp_path) == {"new"}
    assert (tmp_path / "key").read_text() == "the key stays"
    assert not (tmp_path / BESIDE).exists()
    assert not (tmp_path / OLD).exists()
    assert not is_due(tmp_path)


@pytest.mark.parametrize("renames", range(1, 2 * len(PARTS) + 1))
def test_after_any_interruption_the_next_start_finishes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, renames: int
) -> None:
    _laid_out(tmp_path)
    rename, left = Path.rename, iter(range(renames))

    def interrupted(self: Path, target: Path) -> Path:
        if next(left, None) is None:
            raise KeyboardInterrupt
        return rename(self, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", interrupted)
        try:
            switch(tmp_path)
        except KeyboardInterrupt:
            assert is_due(tmp_path)
    switch(tmp_path)
    assert _words(tmp_path) == {"new"}


def test_an_interruption_while_tidying_up_ends_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _laid_out(tmp_path)

    def interrupted(folder: Path) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(switching, "remove", interrupted)
        with pytest.raises(KeyboardInterrupt):
            switch(tmp_path)
    switch(tmp_path)
    assert _words(tmp_path) == {"new"}
    assert not (tmp_path / OLD).exists()


def test_what_is_not_ready_is_never_put_in_place(tmp_path: Path) -> None:
    _laid_out(tmp_path)
    (tmp_path / BESIDE / READY).unlink()
    switch(tmp_path)
    assert _words(tmp_path) == {"old"}


def test_what_was_never_ready_does_not_stay_on_the_disk(tmp_path: Path) -> None:
    """Killed in the middle it would be a whole old database, with everybody who was forgotten since."""
    _laid_out(tmp_path)
    (tmp_path / BESIDE / READY).unlink()
    tidy(tmp_path)
    assert not (tmp_path / BESIDE).exists()
    assert _words(tmp_path) == {"old"}


def test_tidying_up_leaves_what_is_ready(tmp_path: Path) -> None:
    _laid_out(tmp_path)
    tidy(tmp_path)
    assert is_due(tmp_path)
    switch(tmp_path)
    assert _words(tmp_path) == {"new"}
