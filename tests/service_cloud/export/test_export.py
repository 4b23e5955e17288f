"""Karla asks for all that is held about her."""

import json
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings

from oase.channels.email.models import LocalMail
from oase.conversations import actions as conversation_actions
from oase.conversations.models import Event, Message
from oase.conversations.words import Refused
from oase.jobs import clock
from oase.privacy import vault
from oase.privacy.files import path_of, seal_file
from oase.privacy.models import AccessLog, SealedFile
from oase.ratings.actions import rate
from oase.service_cloud.export import actions
from oase.service_cloud.export.models import Export
from oase.service_cloud.export.parts import parts
from tests.cast import IBAN, PHONE, QUESTION, Cast
from tests.portals.world import FILE, GIVEN, HELD, MALLORYS, NOTE, OFFERED, SOLVED, World, build
from tests.service_cloud.export.reading import data_of, everything_in, made, opened


def files_on_disk() -> set[Path]:
    """Everything in the vault folder, half written or whole."""
    return {path for path in Path(settings.VAULT_FILES).rglob("*") if path.is_file()}


@pytest.fixture
def world(cast: Cast) -> World:
    return build(cast)


def test_karla_finds_her_own_words_as_she_wrote_them(cast: Cast) -> None:
    cast.given_on()
    data = data_of(cast.karla)
    (concern,) = data["concerns"]
    first = next(entry for entry in concern["entries"] if entry["type"] == "message")
    assert (first["text"], first["by"]["name"]) == (QUESTION, "Sie")
    assert IBAN not in first["as_experts_read_it"]
    assert data["sections"]["contact"]["rows"][0]["phone"] == PHONE
    assert data["sections"]["profile"]["rows"][0]["email"] == "karla@example.org"
    assert (data["format"], data["language"]) == ("oase-export/1", "de")


def test_files_are_whole_and_stand_with_their_concern(world: World) -> None:
    archive = opened(made(world.cast.karla))
    (name,) = [name for name in archive.namelist() if name.startswith("files/")]
    assert (name, archive.read(name)) == ("files/00001-Rechnung-Blum.pdf", FILE)
    data = json.loads(archive.read("data.json"))
    listed = [(file["path"], file["concern"], file["complete"]) for file in data["files"]]
    assert listed == [(name, str(world.given.pk), True)]
    with_it = [entry for one in data["concerns"] for entry in one["entries"] if name in entry.get("files", ())]
    assert len(with_it) == 1


def test_nothing_of_anybody_else_is_in_it(world: World) -> None:
    mine = everything_in(opened(made(world.cast.karla)))
    assert [word for word in (OFFERED, HELD, GIVEN, SOLVED, IBAN, PHONE, NOTE) if word not in mine] == []
    foreign = (MALLORYS, "mallory@example.org", "Werftgasse", "0151 5550123", "Petersen", "guest@example.org")
    others = ("emil@example.org", "ada@example.org", "Hartmann", "Lind<", '"Lind"', "dora@example.org")
    assert [word for word in (*foreign, *others) if word in mine] == []


def test_mallorys_archive_holds_nothing_of_karla(world: World) -> None:
    theirs = everything_in(opened(made(world.cast.mallory)))
    assert MALLORYS in theirs
    about = (OFFERED, HELD, GIVEN, SOLVED, NOTE, IBAN, PHONE, "Karoline", "Blum", "karla@example.org")
    assert [word for word in about if word in theirs] == []


def test_who_helps_finds_their_words_and_no_customer(world: World) -> None:
    conversation_actions.reply(
        conversation_id=world.held.pk,
        author=world.cast.emil,
        role=Message.EXPERT,
        text="Bitte entkalken Sie die Maschine.",
        client_id=world.held.pk,
    )
    for helper in (world.cast.emil, world.cast.ada):
        theirs = everything_in(opened(made(helper)))
        assert [word for word in ("Karoline", "Blum", "karla@", IBAN, PHONE, HELD, GIVEN) if word in theirs] == []
    emils = data_of(world.cast.emil)["sections"]
    assert [row["text"] for row in emils["answers"]["rows"]] == ["Bitte entkalken Sie die Maschine."]
    assert [len(emils[key]["rows"]) > 0 for key in ("expert", "qualifications", "offers", "held", "deeds")] == [
        True
    ] * 5


def test_a_note_is_told_without_who_wrote_it_and_when_exactly(world: World) -> None:
    notes = data_of(world.cast.karla)["sections"]["notes"]["rows"]
    noted = [note for note in notes if NOTE in note["text"]]
    assert [sorted(note) for note in noted] == [["company", "on", "text"]]
    assert len(noted[0]["on"]) == len("2026-11-03")


def test_the_page_and_the_data_hold_the_same_kinds(cast: Cast) -> None:
    conversation = cast.given_on()
    conversation_actions.save_draft(conversation_id=conversation.pk, person=cast.karla, body="Ein halber Satz")
    conversation_actions.solve(conversation_id=conversation.pk, by=cast.ada)
    rate(conversation_id=conversation.pk, by=cast.karla, stars=5, thanks="Herzlichen Dank")
    archive = opened(made(cast.karla))
    page, data = archive.read("index.html").decode(), archive.read("data.json").decode()
    for word in ("Ein halber Satz", "Herzlichen Dank", "Aroma 4"):
        assert (word in page, word in data) == (True, True)
    assert "<script" not in page
    assert "http://" not in page.replace("http://www.w3.org", "")


def test_markup_in_words_stays_words(cast: Cast) -> None:
    cast.asks('Meine Aroma 4 zeigt <script>alert(1)</script> und <img src=x onerror="alert(2)">.')
    page = opened(made(cast.karla)).read("index.html").decode()
    assert ("<script" in page, "<img" in page, "&lt;script&gt;" in page) == (False, False, True)


def test_it_speaks_the_persons_language(cast: Cast) -> None:
    cast.asks()
    cast.karla.language = "en"
    cast.karla.save()
    page = opened(made(cast.karla)).read("index.html").decode()
    assert ('<html lang="en">' in page, "Everything Oase keeps about you" in page) == (True, True)


def test_no_secret_leaves_the_house(cast: Cast) -> None:
    cast.karla.set_password("sehr-geheim-7781")
    cast.karla.save()
    text = everything_in(opened(made(cast.karla)))
    assert cast.karla.password not in text
    assert "pbkdf2" not in text
    assert data_of(cast.karla)["sections"]["profile"]["rows"][0]["has_password"] is True


def test_progress_is_counted_work_and_ends_at_all_of_it(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []
    monkeypatch.setattr(actions, "tell", lambda person_id: seen.append(Export.objects.get(person_id=person_id).percent))
    export = made(world.cast.karla)
    assert (export.done, seen[-1], seen == sorted(seen), len(set(seen)) > 5) == (export.total, 100, True, True)


def test_one_at_a_time_and_a_few_a_day(cast: Cast) -> None:
    first = actions.ask_for_export(person=cast.karla)
    assert actions.ask_for_export(person=cast.karla) == first
    actions.make(first.pk)
    for _ in range(2):
        made(cast.karla)
    with pytest.raises(Refused):
        actions.ask_for_export(person=cast.karla)
    with clock.standing_at(clock.now() + timedelta(days=1, minutes=1)):
        assert actions.ask_for_export(person=cast.karla).ready_at is None


def test_one_that_failed_says_so_and_can_be_asked_for_again(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: object, **_named: object) -> None:
        raise OSError("disk full")

    export = actions.ask_for_export(person=cast.karla)
    with monkeypatch.context() as patched:
        patched.setattr(actions, "seal_file", broken)
        with pytest.raises(OSError, match="disk full"):
            actions.make(export.pk)
    export.refresh_from_db()
    assert (export.failed_at is not None, export.file) == (True, None)
    assert made(cast.karla).ready_at is not None


def test_a_second_worker_makes_no_second_archive(cast: Cast) -> None:
    export = made(cast.karla)
    actions.make(export.pk)
    assert SealedFile.objects.filter(person=cast.karla).count() == 1
    # Both had begun before either came to its end.
    late = Export.objects.create(person=cast.karla)
    Export.objects.filter(pk=late.pk).update(failed_at=clock.now())
    copy = seal_file(BytesIO(b"x"), person_id=cast.karla.pk, name="x.zip", content_type="application/zip")
    copied, kept = path_of(copy.pk), path_of(SealedFile.objects.get(export=export).pk)
    actions._finish(late, copy)
    assert (copied.exists(), kept.exists()) == (False, True)


def test_a_damaged_file_costs_only_itself(world: World) -> None:
    path = path_of(world.file_id)
    path.write_bytes(path.read_bytes()[:-1] + b"\0")
    archive = opened(made(world.cast.karla))
    data = json.loads(archive.read("data.json"))
    assert [file["complete"] for file in data["files"]] == [False]
    assert "damaged" in archive.read("index.html").decode() or "beschädigt" in archive.read("index.html").decode()


def test_the_archive_is_sealed_on_disk(cast: Cast) -> None:
    cast.asks()
    export = made(cast.karla)
    assert export.file_id is not None
    raw = path_of(export.file_id).read_bytes()
    assert [word for word in (b"PK\x03\x04", b"index.html", b"data.json") if word in raw] == []


def test_an_archive_is_in_no_later_archive(cast: Cast) -> None:
    made(cast.karla)
    assert data_of(cast.karla)["files"] == []


def test_only_the_person_fetches_it_and_it_is_logged(cast: Cast) -> None:
    export = made(cast.karla)
    for stranger in (cast.mallory, cast.ada, cast.sven):
        with pytest.raises(actions.Gone):
            actions.fetch(export=export, by=stranger)
    assert AccessLog.objects.count() == 0
    assert actions.fetch(export=export, by=cast.karla).pk == export.file_id
    assert list(AccessLog.objects.values_list("person", "viewer", "kind", "about")) == [
        (cast.karla.pk, cast.karla.pk, AccessLog.EXPORT, export.pk)
    ]


def test_after_a_week_it_is_gone_from_disk_too(cast: Cast) -> None:
    export = made(cast.karla)
    assert (export.file_id is not None, export.expires_at == (export.ready_at or clock.now()) + timedelta(days=7)) == (
        True,
        True,
    )
    path = path_of(export.file_id)  # type: ignore[arg-type]  # checked above
    with clock.standing_at(clock.now() + timedelta(days=6)):
        assert actions.sweep() == 0
    with clock.standing_at(clock.now() + timedelta(days=7, minutes=1)):
        with pytest.raises(actions.Gone):
            actions.fetch(export=export, by=cast.karla)
        assert actions.sweep() == 1
    assert (path.exists(), SealedFile.objects.exists()) == (False, False)
    export.refresh_from_db()
    assert export.file is None
    with clock.standing_at(clock.now() + timedelta(days=100)):
        actions.sweep()
    assert not Export.objects.exists()


def test_who_is_not_active_is_refused(cast: Cast) -> None:
    cast.karla.is_active = False
    cast.karla.save()
    with pytest.raises(Refused):
        actions.ask_for_export(person=cast.karla)


def test_what_is_sealed_by_a_room_nobody_thought_of_is_found(cast: Cast) -> None:
    vault.seal("Gläserner Kanarienvogel", person_id=cast.karla.pk, kind="later-room")
    vault.seal("Mallorys Vogel", person_id=cast.mallory.pk, kind="later-room")
    rows = data_of(cast.karla)["sections"]["sealed"]["rows"]
    assert [(row["kind"], row["text"]) for row in rows] == [("later-room", "Gläserner Kanarienvogel")]


def test_each_kind_has_its_own_key_and_its_rows_only_named_fields(world: World) -> None:
    for person in (world.cast.karla, world.cast.emil, world.cast.ada):
        every = [section for part in parts() for section in part.sections(person)]
        keys = [section.key for section in every]
        assert len(keys) == len(set(keys))
        assert [s.key for s in every if any(set(row) - set(s.fields) for row in s.rows)] == []


def test_mails_that_were_kept_here_are_part_of_it(cast: Cast) -> None:
    LocalMail.objects.create(recipient="Karla@example.org", subject="Ihre Antwort", body="Liebe Karla")
    LocalMail.objects.create(recipient="mallory@example.org", subject="Anderes", body="Liebe Mallory")
    rows = data_of(cast.karla)["sections"]["local_mails"]["rows"]
    assert [row["subject"] for row in rows] == ["Ihre Antwort"]


def test_who_is_forgotten_while_it_is_made_gets_none_and_nothing_is_left(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    export = actions.ask_for_export(person=world.cast.karla)

    def forgotten(person_id: int) -> None:
        if Export.objects.get(pk=export.pk).done:
            monkeypatch.setattr(actions, "tell", lambda _person_id: None)
            Export.objects.filter(person_id=person_id).delete()

    monkeypatch.setattr(actions, "tell", forgotten)
    before = files_on_disk()
    actions.make(export.pk)
    assert (files_on_disk() - before, Export.objects.count()) == (set(), 0)


def test_a_disk_that_is_full_is_not_filled_further(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    cast.asks()

    def full(*_args: object, **_named: object) -> None:
        raise OSError("No space left on device")

    export = actions.ask_for_export(person=cast.karla)
    before = files_on_disk()
    with monkeypatch.context() as patched:
        patched.setattr("oase.privacy.files.os.fsync", full)
        with pytest.raises(OSError, match="No space"):
            actions.make(export.pk)
    assert files_on_disk() == before
    export.refresh_from_db()
    assert export.failed_at is not None


def test_a_purpose_in_the_history_names_no_third_person(cast: Cast) -> None:
    conversation = cast.given_on()
    Event.objects.create(
        conversation=conversation,
        seq=99,
        kind="revealed",
        actor=cast.ada,
        detail={"purpose": "Rückfrage von Frau Petersen, Tel. 0160 5550199"},
    )
    text = everything_in(opened(made(cast.karla)))
    assert ("Petersen" in text, "5550199" in text, "von Frau [Name 1]" in text) == (False, False, True)
