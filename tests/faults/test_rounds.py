"""Parts of a house die in the middle of everything: nothing acknowledged is lost, nothing is there twice."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.house import House
from tests.faults.killing import BAG, plan
from tests.faults.run import play

SEED, ROUNDS = 7, 10
"""One act, in which everybody dies at least once; `bench/faults.py` goes on for hundreds of rounds."""


@pytest.fixture
def alone() -> Iterator[House]:
    """A whole Oase of one's own."""
    folder = Path(tempfile.mkdtemp(prefix="oase-faults-"))
    house = House(folder)
    house.start()
    yield house
    house.stop()
    shutil.rmtree(folder, ignore_errors=True)


def test_a_seed_tells_the_same_story_again_and_forgets_nobody() -> None:
    assert list(plan(SEED, ROUNDS)) == list(plan(SEED, ROUNDS))
    assert list(plan(SEED, ROUNDS)) != list(plan(SEED + 1, ROUNDS))
    assert {kill.victim for kill in plan(SEED, ROUNDS)} == set(BAG)


def test_what_was_acknowledged_is_there_once_and_every_page_shows_it(alone: House) -> None:
    report = play(alone, seed=SEED, rounds=ROUNDS)
    assert report.wrong == []
    killed = {victim for victim, count in report.kills.items() if count}
    assert killed == set(BAG)
    assert report.acknowledged > ROUNDS
