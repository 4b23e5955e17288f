"""Words, options, and what other programs report."""

from itertools import islice
from statistics import median

import pytest

from bench.limits.database import run_of
from bench.options import EVERYTHING, parse
from bench.profiling import hottest
from bench.words import marker, said_by, writer

PGBENCH = """\
transaction type: message.sql
number of transactions actually processed: 1200
number of failed transactions: {failed} (0.000%)
latency average = 4.1 ms
tps = 600.0 (without initial connection time)
"""


def test_messages_are_as_people_write_them() -> None:
    texts = [text for number in range(40) for text in islice(said_by(writer(number), "test"), 100)]
    assert min(map(len, texts)) >= 15
    assert max(map(len, texts)) <= 300
    assert 70 <= median(map(len, texts)) <= 110
    assert all(text == text.strip() and "{" not in text for text in texts)


def test_a_third_of_the_messages_is_personal() -> None:
    who = writer(7)
    personal = (who.phone, who.mail, who.name, who.order, who.other, who.street)
    texts = list(islice(said_by(who, "test"), 3000))
    assert 900 <= sum(any(datum in text for datum in personal) for text in texts) <= 1100


def test_the_same_seed_says_the_same_and_another_does_not() -> None:
    first, again, other = (list(islice(said_by(writer(1), seed), 20)) for seed in ("a", "a", "b"))
    assert first == again
    assert first != other


def test_every_marker_is_another() -> None:
    assert len({marker(number) for number in range(5000)}) == 5000


def test_pgbench_is_understood() -> None:
    run = run_of(PGBENCH.format(failed=0))
    assert (run.done, run.rate, run.failed) == (1200, 600.0, 0)
    assert run_of(PGBENCH.format(failed=3)).errors == {"failed transaction": 3}


def test_pgbench_that_failed_says_so() -> None:
    with pytest.raises(RuntimeError, match="no such table"):
        run_of("tps = 0.000000 (without …)", "ERROR: no such table")


def test_quick_is_short_and_what_is_said_counts() -> None:
    options = parse(["--quick", "--streams", "50", "--only", "append,create"])
    assert (options.seconds, options.streams, options.only) == (1.0, 50, frozenset({"append", "create"}))
    assert parse([]).only == frozenset(EVERYTHING)


@pytest.mark.parametrize(
    "words", [["--only", "apend"], ["--seconds", "0"], ["--rounds", "0"], ["--at-once", "0"], ["--data", "/nowhere"]]
)
def test_wrong_words_are_refused(words: list[str]) -> None:
    with pytest.raises(SystemExit):
        parse(words)


def test_hot_frames_are_counted_once_a_look() -> None:
    folded = "main (a.py:1);loop (a.py:2);loop (a.py:9) 3\nmain (a.py:1);rest (b.py:4) 1\n"
    assert hottest(folded) == [(1.0, "main (a.py"), (0.75, "loop (a.py"), (0.25, "rest (b.py")]
