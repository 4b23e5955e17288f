"""Files, folders and mbox files."""

from pathlib import Path

import pytest

from oase.channels.email.reading import read_files, read_mail

ONE = b"From karla@example.org Mon Feb  3 10:15:00 2025\nFrom: karla@example.org\nSubject: eins\n\nHallo\n"
ESCAPED = b">From hier an\n>>From doppelt\nFrom mitten im Absatz 10:00 2025\n"
TWO = b"From emil@example.org Tue Feb  4 10:15:00 2025\nFrom: emil@example.org\nSubject: zwei\n\nBody\n\nFrom now on\n"


def test_an_mbox_is_split_and_its_escapes_undone(tmp_path: Path) -> None:
    box = tmp_path / "post.mbox"
    box.write_bytes(ONE + ESCAPED + b"\n" + TWO)
    found = list(read_files([box]))
    assert [where for where, _ in found] == [f"{box}#1", f"{box}#2"]
    first, second = (read_mail(raw) for _, raw in found)
    assert (first.subject, second.subject) == ("eins", "zwei")
    assert first.text == "Hallo\nFrom hier an\n>From doppelt\nFrom mitten im Absatz 10:00 2025"
    assert second.text == "Body\n\nFrom now on"


def test_an_eml_is_one_mail_even_with_an_envelope_line(tmp_path: Path) -> None:
    file = tmp_path / "eins.EML"
    file.write_bytes(ONE + b"\n" + TWO)
    assert list(read_files([file])) == [(str(file), ONE + b"\n" + TWO)]


def test_folders_are_read_with_all_they_hold_in_order(tmp_path: Path) -> None:
    (tmp_path / "b" / "c").mkdir(parents=True)
    (tmp_path / "b" / "c" / "1.eml").write_bytes(b"3")
    (tmp_path / "b" / "0").write_bytes(b"2")
    (tmp_path / "a.eml").write_bytes(b"1")
    (tmp_path / "z.mbox").write_bytes(ONE)
    assert [raw for _, raw in read_files([tmp_path, tmp_path / "a.eml"])] == [b"1", b"2", b"3", ONE, b"1"]


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        list(read_files([tmp_path / "nichts.eml"]))
