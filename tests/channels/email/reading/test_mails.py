"""Each small mail is broken in its own way; what is read from it is compared exactly."""

from datetime import datetime, timedelta, timezone

import pytest

from oase.channels.email.reading import Address, Unreadable, read_mail

from . import raw

PDF = b"%PDF-1.4\nRechnung\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\nkein echtes Bild"


def test_an_ordinary_mail() -> None:
    mail = read_mail(raw("plain"))
    assert mail.sender == Address("Karla Sommer", "karla@example.org")
    assert mail.answer_to == mail.sender
    assert mail.to == (Address("", "hilfe@kaffeewerk.example"),)
    assert mail.cc == (Address("Ada", "ada@kaffeewerk.example"),)
    assert mail.subject == "Die Maschine tropft"
    assert mail.date == datetime(2025, 2, 3, 10, 15, tzinfo=timezone(timedelta(hours=1)))
    assert mail.message_id == "<eins@example.org>"
    assert mail.in_reply_to == "<null@kaffeewerk.example>"
    assert mail.references == ("<minus-eins@kaffeewerk.example>", "<null@kaffeewerk.example>")
    assert mail.text == "Guten Tag,\n\nmeine Maschine tropft seit gestern.\n\nKarla Sommer"
    assert (mail.reply, mail.quoted, mail.signature) == (mail.text, "", "")
    assert mail.attachments == ()
    assert mail.automatic is False
    assert mail.language == "de"


def test_logs_see_the_id_and_nothing_of_the_person() -> None:
    shown = repr(read_mail(raw("plain")))
    assert "<eins@example.org>" in shown
    assert "karla" not in shown.lower()
    assert "tropft" not in shown


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("utf8_without_charset", "Das Gerät läuft über."),
        ("latin_without_charset", "Passen die Füße? 5 €"),
        ("wrong_charset", "Schöne Grüße aus Köln"),
        ("unknown_charset", "viele Grüße"),
        ("utf7", "Grüße \ufffd"),
        (
            "broken_base64",
            "Die Pumpe ist sehr laut geworden, schon beim ersten Bezug.\n\n"
            "_______________\nDiese Zeile hat eine Liste angehangen.",
        ),
        ("broken_quoted_printable", "Mühle =ZZ und = Ende hier"),
        ("mac_line_ends", "Erste Zeile\nZweite Zeile"),
        ("nul_bytes", "vorher nachher"),
        ("missing_blank_line", "Hallo, hier fehlt etwas.\n\nZweiter Absatz"),
        ("stray_line_in_headers", "Text"),
        ("boundary_never_used", "Einfach nur Text."),
        ("japanese", "コーヒーメーカーが動きません。"),
        ("flowed", "Ein langer Absatz.\n> ein Zitat\n-- \nKarla"),
        ("alternative_same", "Bitte rufen Sie *heute* an."),
        ("html_says_more", "Siehe HTML, dort steht die Seriennummer 4711."),
    ],
)
def test_the_words_come_out_whole(name: str, text: str) -> None:
    mail = read_mail(raw(name))
    assert mail.text == text
    assert mail.attachments == ()


@pytest.mark.parametrize(
    ("name", "subject"),
    [
        ("utf8_without_charset", "Für Söhne"),
        ("latin_without_charset", "Größe"),
        ("unknown_charset", "Grüße"),
        ("nul_bytes", "Nullen"),
        ("injection", "Hallo Bcc: mallory@example.net"),
        ("japanese", "コーヒー"),
        ("stray_line_in_headers", "Irrlaeufer"),
    ],
)
def test_subjects_are_one_decoded_line(name: str, subject: str) -> None:
    assert read_mail(raw(name)).subject == subject


def test_html_keeps_its_shape() -> None:
    assert read_mail(raw("html_only")).text == (
        "Frage\n\n"
        "Wo finde ich Entkalker?\n"
        "Hier: der Laden (https://kaffeewerk.example/entkalker?sorte=2&gr=1)\n\n"
        "- flüssig\n- Tabs\n\n"
        "Modell | KW 7\nJahr | 2023\n\n"
        "> Ihre Antwort\n\n"
        "[Foto der Düse]\n\n"
        "Danke"
    )


def test_a_version_that_says_something_else_is_kept() -> None:
    mail = read_mail(raw("alternative_differs"))
    assert mail.text == "Der Termin ist am Montag."
    assert [(each.name, each.content) for each in mail.attachments] == [
        ("attachment-1.ics", b"BEGIN:VCALENDAR\nEND:VCALENDAR"),
        ("mail.html", b"<p>Der Termin ist am <b>Dienstag</b>.</p>"),
    ]


def test_attachments_keep_their_bytes_and_get_harmless_names() -> None:
    mail = read_mail(raw("attachments"))
    assert mail.text == "Bild: [tropft]\n\nNoch ein Wort darunter."
    shown = [(each.name, each.content_type, each.content, each.inline, each.content_id) for each in mail.attachments]
    assert shown == [
        ("attachment-1.png", "image/png", PNG, True, "foto@example.org"),
        ("x.html", "application/pdf", PDF, False, None),
        ("Rechnung für die Mühle €.pdf", "application/pdf", PDF, False, None),
    ]


@pytest.mark.parametrize(
    ("name", "text", "attachments"),
    [
        ("only_attachment", "", [("Düse.png", PNG)]),
        ("winmail", "Siehe Anlage", [("winmail.dat", b'x\x9f>"TNEF')]),
        ("missing_boundary", "Gefunden.", [("a.pdf", PDF)]),
        (
            "attached_mail",
            "Siehe Anhang.",
            [
                (
                    "Angebot - Mühle.eml",
                    b"From: emil@example.org\nSubject: =?utf-8?Q?Angebot_=2F_M=C3=BChle?=\n\nInnen.",
                )
            ],
        ),
        (
            "encrypted",
            "",
            [
                ("attachment-1.asc", b"Version: 1"),
                ("encrypted.asc", b"-----BEGIN PGP MESSAGE-----\nabc\n-----END PGP MESSAGE-----"),
            ],
        ),
    ],
)
def test_what_is_not_words_is_an_attachment(name: str, text: str, attachments: list[tuple[str, bytes]]) -> None:
    mail = read_mail(raw(name))
    assert mail.text == text
    assert [(each.name, each.content) for each in mail.attachments] == attachments


def test_groups_comments_and_international_domains() -> None:
    mail = read_mail(raw("group_and_idn"))
    assert mail.sender == Address("Karla Sömmer", "karla@bücher.example")
    assert mail.reply_to == Address("Sommer, Karla", "Karla.Sommer@example.org")
    assert mail.answer_to == mail.reply_to
    assert mail.to == (Address("", "ada@kaffeewerk.example"), Address('Dora "D." Stern', "dora@kaffeewerk.example"))
    assert mail.cc == (Address("Emil (der Fachmann)", "emil@example.org"),)


def test_the_return_path_helps_where_from_says_nothing() -> None:
    assert read_mail(raw("sender_from_return_path")).sender == Address("", "karla@example.org")


def test_a_subject_alone_is_a_mail() -> None:
    mail = read_mail(raw("empty_body"))
    assert (mail.subject, mail.text, mail.reply) == ("Bitte um Rueckruf", "", "")


def test_the_same_bytes_without_an_id_get_the_same_id() -> None:
    first, second = read_mail(raw("empty_body")), read_mail(raw("empty_body"))
    assert first.message_id == second.message_id
    assert first.message_id.endswith("@no-id.invalid>")
    assert first.message_id != read_mail(raw("injection")).message_id


@pytest.mark.parametrize(
    ("bytes_", "reason"),
    [
        (b"", "The file is empty."),
        (b"\r\n \0\n", "The file is empty."),
        (b"\x89PNG\r\n\x1a\n\0\0", "This is not an e-mail: it has no header"),
        (b"*.eml -text\n", "This is not an e-mail: it has no header"),
        (b"%PDF-1.4\n", "This is not an e-mail but a PDF;"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "This is not an e-mail but an Outlook file (.msg); save it as .eml."),
        (raw("no_sender"), "Nobody could be answered: the mail names no sender"),
        (raw("empty"), "The mail is empty: no subject, no words, no attachment."),
    ],
)
def test_what_cannot_be_read_says_why(bytes_: bytes, reason: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read_mail(bytes_)
    assert caught.value.reason.startswith(reason)
    assert str(caught.value) == caught.value.reason
