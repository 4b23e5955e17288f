"""`oase shield`: a filter that answers each line, and a score that anybody can take on their own texts."""

import json
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from oase.config.data_folder import CHECKOUT
from oase.privacy.shield import shield
from oase.privacy.shield.marks import Unmarked, marked, read_marked
from oase.privacy.shield.score import Datum, Marked, score
from oase.privacy.trying import main

KNOWN_FIELDS = "names, emails, phones, addresses, numbers"


def oase(*words: str, given: str | bytes = "") -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "oase", "shield", *words]
    raw = given.encode() if isinstance(given, str) else given
    # Nothing of the house is there: no data folder, no settings.
    environment = {"PYTHONPATH": str(CHECKOUT), "OASE_DATA": "/nowhere", "PYTHONIOENCODING": "ascii", "LC_ALL": "C"}
    return subprocess.run(command, env=environment, cwd="/", input=raw, capture_output=True, check=False)


def test_offsets_are_code_points_of_the_original() -> None:
    text = "😀 Ich heiße Karla Blum, k\u0301 IBAN DE02 1203 0000 0000 2020 51 🌴"
    done = oase("--spans", given=json.dumps({"text": text}) + "\n")
    answer = json.loads(done.stdout)
    assert [(text[start:end], kind) for start, end, kind in answer["spans"]] == [
        ("Karla Blum", "person"),
        ("DE02 1203 0000 0000 2020 51", "iban"),
    ]
    assert answer["text"] == shield(text).text
    assert (done.returncode, done.stderr) == (0, b"")


def test_what_is_known_and_the_language_are_heard() -> None:
    asked = {"text": "so karla, bis dann", "language": "en", "known": {"names": ["Karla Blum"], "emails": None}}
    answer = json.loads(oase("--spans", given=json.dumps(asked)).stdout)
    assert answer == {"text": "so [Name 1], bis dann", "spans": [[3, 8, "person"]]}


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (b"", "This line is no JSON."),
        (b"{", "This line is no JSON."),
        (b"[" * 100_000, "This line is no JSON."),
        (b'{"text": "\xff"}', "This line is not UTF-8."),
        (b"[]", 'An object with a "text" is needed, such as {"text": "…", "language": null, "known": null}.'),
        (b'{"text": 3}', 'An object with a "text" is needed, such as {"text": "…", "language": null, "known": null}.'),
        (b'{"text": "x", "language": "fr"}', '"language" is null, "de" or "en".'),
        (b'{"text": "x", "language": []}', '"language" is null, "de" or "en".'),
        (
            b'{"text": "x", "known": {"name": ["Karla"]}}',
            f'"known" has no "name"; "known" is null or an object with lists of strings: {KNOWN_FIELDS}.',
        ),
        (b'{"text": "x", "known": []}', f'"known" is null or an object with lists of strings: {KNOWN_FIELDS}.'),
        (b'{"text": "x", "known": {"names": "Karla"}}', '"names" in "known" is a list of strings.'),
        (b'{"text": "x", "known": {"names": [3]}}', '"names" in "known" is a list of strings.'),
    ],
)
def test_a_line_that_asks_for_nothing_gets_its_answer_in_its_place(line: bytes, sentence: str) -> None:
    done = oase("--spans", given=b'{"text": "eins"}\n' + line + b'\n{"text": "drei"}')
    answers = [json.loads(answer) for answer in done.stdout.split(b"\n")[:-1]]
    assert answers == [{"text": "eins", "spans": []}, {"error": sentence}, {"text": "drei", "spans": []}]
    assert done.stderr.decode("ascii", "replace").startswith("oase shield: line 2: ")
    assert done.returncode == 1


def test_each_line_is_answered_before_the_next_is_asked() -> None:
    command = [sys.executable, "-m", "oase", "shield", "--spans"]
    with subprocess.Popen(
        command, env={"PYTHONPATH": str(CHECKOUT)}, cwd="/", stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        for text in ("eins", "zwei"):
            running.stdin.write(json.dumps({"text": text}).encode() + b"\n")
            running.stdin.flush()
            assert json.loads(running.stdout.readline()) == {"text": text, "spans": []}
        running.stdin.close()
    assert running.returncode == 0


@pytest.mark.parametrize("text", ["", "\ud800", "a\ud800 b", "\0", "\u2028\u2029\x85\x0b", "x" * 30_000, "\ufeff"])
def test_no_text_is_too_odd(text: str) -> None:
    done = oase("--spans", given=json.dumps({"text": text}) + "\n")
    assert json.loads(done.stdout) == {"text": text, "spans": []}
    assert (done.stdout.count(b"\n"), done.returncode) == (1, 0)


def test_a_plain_text_comes_back_shielded() -> None:
    assert oase("Ich", "heiße", "Karla Blum").stdout.decode() == "Ich heiße [Name 1]\n"
    assert oase("--language", "en", given="Ich heiße Karla Blum\n").stdout.decode() == "Ich heiße [Name 1]\n"
    why = oase("--why", given="Ich heiße Karla Blum").stdout.decode()
    assert why == "Ich heiße [Name 1]\n[Name 1]  'Karla Blum'  person, introduction\n"


def test_nothing_of_the_house_is_started_for_it() -> None:
    asked = (
        "import sys; sys.argv = ['oase', 'shield', 'x']\n"
        "import runpy\ntry: runpy.run_module('oase', run_name='__main__')\nexcept SystemExit: pass\n"
        "print(sorted(sys.modules.keys() & {'django', 'psycopg', 'oase.cli', 'oase.config'}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", asked], env={"PYTHONPATH": str(CHECKOUT)}, cwd="/", capture_output=True, check=True
    )
    assert done.stdout == b"x\n[]\n"


def test_whoever_reads_us_may_stop() -> None:
    command = f'yes \'{{"text": "x"}}\' | {sys.executable} -m oase shield --spans | head -1'
    done = subprocess.run(
        ["/bin/sh", "-c", command], env={"PYTHONPATH": str(CHECKOUT)}, cwd="/", capture_output=True, check=False
    )
    assert (done.stdout, done.stderr) == (b'{"text": "x", "spans": []}\n', b"")


def test_marks_come_out_of_the_text() -> None:
    assert marked("Ich bin [[NAME:Karla]] [x] [[IBAN:DE[0]2]][[name-2:]]!") == Marked(
        "Ich bin Karla [x] DE[0]2!", (Datum(8, 13, "NAME"), Datum(18, 24, "IBAN"))
    )


def test_three_ways_to_write_texts_down(tmp_path: Path) -> None:
    karla = Marked("Ich bin Karla", (Datum(8, 13, "NAME"),))
    (tmp_path / "a.txt").write_text("# about\nIch bin [[NAME:Karla]]\n---\n# two\nlines\n---\n", "utf-8")
    (tmp_path / "b.txt").write_text("# about\nIch bin [[NAME:Karla]]\n\nzwei\r\n", "utf-8")
    (tmp_path / "c.jsonl").write_text(
        '{"text": "Ich bin Karla", "spans": [[8, 13, "name"]]}\n\n'
        '{"text": "Ich bin Karla", "spans": [{"start": 8, "end": 13, "label": "NAME"}]}\n',
        "utf-8",
    )
    assert read_marked(tmp_path / "a.txt") == [karla, Marked("# two\nlines")]
    assert read_marked(tmp_path / "b.txt") == [karla, Marked("zwei")]
    assert read_marked(tmp_path / "c.jsonl") == [karla, karla]


@pytest.mark.parametrize(
    "line",
    [
        "x",
        "[]",
        '{"text": "x"}',
        '{"text": "x", "spans": [[0, 2, "NAME"]]}',
        '{"text": "x", "spans": [[1, 0, "NAME"]]}',
        '{"text": "x", "spans": [[0, true, "NAME"]]}',
        '{"text": "x", "spans": [[0, 1]]}',
        '{"text": "x", "spans": [3]}',
    ],
)
def test_json_that_marks_nothing_is_refused_with_its_place(tmp_path: Path, line: str) -> None:
    file = tmp_path / "c.jsonl"
    file.write_text(f'{{"text": "x", "spans": []}}\n{line}\n', "utf-8")
    with pytest.raises(Unmarked, match=r"c\.jsonl, line 2: "):
        read_marked(file)


def test_every_letter_counts_and_a_title_does_not() -> None:
    texts = [
        marked("Ich heiße [[NAME:Frau Karla Blum]]."),
        marked("Die [[CODE:Aroma 4]] ist schön."),
        marked("Ich heiße Karla Blum."),
    ]
    result = score(texts)
    assert (dict(result.wanted), dict(result.hidden)) == ({"NAME": 1, "CODE": 1}, {"NAME": 1})
    assert (result.recall, result.recall_of("NAME"), result.recall_of("CODE")) == (0.5, 1.0, 0.0)
    assert (result.masks, result.right, result.precision) == (2, 1, 0.5)
    assert (result.ordinary, len(result.masked), result.false_share) == (9, 2, 2 / 9)
    assert result.missed == ["CODE: Aroma 4 in 'Die Aroma 4 ist schön.'"]
    assert result.masked[0] == "Karla in 'Ich heiße Karla Blum.'"


def test_half_a_name_is_not_hidden() -> None:
    shielding = partial(shield, vocabulary=frozenset({"aroma"}))
    result = score([Marked("Ich heiße Karla Blum Aroma", (Datum(10, 26, "NAME"),))], shielding)
    assert (result.hidden.total(), result.right, result.masks) == (0, 1, 1)


def test_the_score_is_printed_by_type(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    file = tmp_path / "mine.txt"
    file.write_text("Ich heiße [[NAME:Karla Blum]].\n[[CODE:Aroma 4]] brüht nicht\nIch heiße Karla Blum\n", "utf-8")
    assert main(["--score", str(file), str(tmp_path / "none.txt"), "--misses", "--masked"]) == 1
    out, err = capfdbinary.readouterr()
    assert [" ".join(line.split()) for line in out.decode().splitlines()] == [
        f"{file}: 3 texts",
        "CODE 0 of 1 hidden 0.0%",
        "NAME 1 of 1 hidden 100.0%",
        "all 1 of 2 hidden 50.0%",
        "precision 1 of 2 masks 50.0%",
        "ordinary words 2 of 8 masked 25.0%",
        "missed CODE: Aroma 4 in 'Aroma 4 brüht nicht'",
        "masked Karla in 'Ich heiße Karla Blum'",
        "masked Blum in 'Ich heiße Karla Blum'",
    ]
    assert b"none.txt" in err
