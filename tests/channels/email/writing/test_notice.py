"""What leaves the house by mail, read back with our own reader and the standard library's."""

from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oase.channels.email.reading import Address, read_mail
from oase.channels.email.writing import Envelope, Kind, notice

ENVELOPE = Envelope(
    sender="hilfe@kaffeewerk.example",
    to="karla@example.org",
    message_id="<n1@kaffeewerk.example>",
    date=datetime(2025, 2, 3, 9, 15, tzinfo=UTC),
    reply_to="a7f3@relay.kaffeewerk.example",
    references=("<eins@example.org>", "<n0@kaffeewerk.example>"),
)
VALUES: dict[str, Any] = {
    "envelope": ENVELOPE,
    "kind": "answered",
    "language": "de",
    "company_name": "Kaffeewerk",
    "subject": "Die Mühle klemmt",
    "first_name": "Karla",
    "link": "https://kaffeewerk.example/k/abc?t=1&u=2",
    "holder_name": "Emil",
    "due_at_text": "heute, 17 Uhr",
    "body": "Bitte <zuerst> entkalken.\n\nDann [Name 1] anrufen.",
}


def write(**changes: Any) -> EmailMessage:
    return notice(**{**VALUES, **changes})


def html_of(message: EmailMessage) -> str:
    part = message.get_body(("html",))
    assert part is not None
    content = part.get_content()
    assert isinstance(content, str)
    return content


def test_an_answer_in_german() -> None:
    mail = read_mail(write().as_bytes())
    assert mail.subject == "Neue Antwort: Die Mühle klemmt"
    assert mail.sender == Address("Kaffeewerk", "hilfe@kaffeewerk.example")
    assert mail.reply_to == Address("Kaffeewerk", "a7f3@relay.kaffeewerk.example")
    assert mail.to == (Address("", "karla@example.org"),)
    assert mail.message_id == "<n1@kaffeewerk.example>"
    assert mail.in_reply_to == "<n0@kaffeewerk.example>"
    assert mail.references == ("<eins@example.org>", "<n0@kaffeewerk.example>")
    assert mail.date == ENVELOPE.date
    assert mail.automatic is True
    assert mail.language == "de"
    assert mail.attachments == ()
    assert mail.text == (
        "Guten Tag Karla,\n\n"
        "Sie haben eine neue Antwort.\n\n"
        "Emil schreibt Ihnen:\n\n"
        "Bitte <zuerst> entkalken.\n\nDann [Name 1] anrufen.\n\n"
        "Antwort ansehen:\nhttps://kaffeewerk.example/k/abc?t=1&u=2\n\n"
        "Sie können auch einfach auf diese Mail antworten; ein Mensch liest sie.\n\n"
        "Kaffeewerk\n\n"
        "Der Link gehört zu Ihrem Anliegen. Bitte geben Sie ihn nicht weiter: Wer ihn hat, kann mitlesen."
    )


def test_the_question_arrived_in_english_with_little_known() -> None:
    message = write(
        kind="asked",
        language="en",
        first_name="",
        holder_name="",
        body="",
        envelope=replace(ENVELOPE, reply_to="", references=()),
    )
    mail = read_mail(message.as_bytes())
    assert mail.subject == "We have your question: Die Mühle klemmt"
    assert (mail.reply_to, mail.in_reply_to, mail.references) == (None, None, ())
    assert mail.text == (
        "Hello,\n\n"
        "Your question to Kaffeewerk has arrived.\n\n"
        "The next step comes by heute, 17 Uhr.\n\n"
        "This link brings you back at any time:\n\n"
        "Go to your concern:\nhttps://kaffeewerk.example/k/abc?t=1&u=2\n\n"
        "Kaffeewerk\n\n"
        "The link belongs to your concern. Please keep it to yourself: whoever has it can read along."
    )


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("kind", get_args(Kind))
def test_every_notice_names_holder_promise_and_way_back(kind: str, language: str) -> None:
    mail = read_mail(write(kind=kind, language=language).as_bytes())
    for part in ("https://kaffeewerk.example/k/abc?t=1&u=2", "Kaffeewerk"):
        assert part in mail.text
    # Once it is solved nobody holds it any more; a reminder is about the customer's step; a gesture promises nothing.
    assert ("Emil" in mail.text) is (kind not in {"reminder", "solved", "link"})
    assert ("heute, 17 Uhr" in mail.text) is (
        kind not in {"answered", "solved", "link", "goodwill", "goodwill_withdrawn"}
    )
    assert "Die Mühle klemmt" in mail.subject
    assert "{" not in mail.text + mail.subject


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("kind", get_args(Kind))
def test_nothing_unknown_leaves_a_gap(kind: str, language: str) -> None:
    mail = read_mail(
        write(
            kind=kind, language=language, subject="", first_name="", holder_name="", due_at_text="", body=""
        ).as_bytes()
    )
    assert not mail.subject.endswith((":", "·"))
    for gap in ("  ", " ,", " .", "None", "{"):
        assert gap not in mail.text + mail.subject


def test_the_html_says_the_same_and_runs_nothing() -> None:
    html = html_of(write(first_name='<script>"Karla"'))
    assert "&lt;script&gt;&quot;Karla&quot;" in html
    assert "<blockquote>Bitte &lt;zuerst&gt; entkalken.<br><br>Dann [Name 1] anrufen.</blockquote>" in html
    assert 'href="https://kaffeewerk.example/k/abc?t=1&amp;u=2"' in html
    for unwanted in ("<script", "<img", "style=", "#fff", "background"):
        assert unwanted not in html
    assert '<meta name="color-scheme" content="light dark">' in html
    assert '<html lang="de">' in html


def test_braces_in_what_people_write_stay_braces() -> None:
    mail = read_mail(write(first_name="{link}", holder_name="{0.__class__}", body="{company_name} %s").as_bytes())
    assert "Guten Tag {link}," in mail.text
    assert "{0.__class__} schreibt Ihnen:" in mail.text
    assert "{company_name} %s" in mail.text


def test_unsubscribing_is_one_click() -> None:
    message = write(envelope=replace(ENVELOPE, unsubscribe="https://kaffeewerk.example/aus?t=1"))
    assert message["List-Unsubscribe"] == "<https://kaffeewerk.example/aus?t=1>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert write()["List-Unsubscribe"] is None


def test_long_threads_keep_their_first_and_newest_ids() -> None:
    ids = tuple(f"<{number}@example.org>" for number in range(100))
    message = write(envelope=replace(ENVELOPE, references=(*ids, "broken\r\nBcc: x")))
    assert message["References"].split() == ["<0@example.org>", *ids[-19:]]
    assert message["In-Reply-To"] == "<99@example.org>"


def test_international_addresses() -> None:
    assert "karla@xn--bcher-kva.example" in str(write(envelope=replace(ENVELOPE, to="karla@bücher.example"))["To"])
    raw = write(envelope=replace(ENVELOPE, to="jörg@example.org")).as_bytes()
    assert read_mail(raw).to == (Address("", "jörg@example.org"),)
    with pytest.raises(ValueError, match="xn--"):
        write(envelope=replace(ENVELOPE, to="karla@straße.example"))


@pytest.mark.parametrize(
    "changes",
    [
        {"link": "javascript:alert(1)"},
        {"link": "https://kaffeewerk.example/ x"},
        {"link": "https://kaffeewerk.example/\r\nBcc: mallory@example.net"},
        {"link": 'https://kaffeewerk.example/"><script>'},
        {"envelope": replace(ENVELOPE, to="karla@example.org\r\nBcc: mallory@example.net")},
        {"envelope": replace(ENVELOPE, to="karla@example.org, mallory@example.net")},
        {"envelope": replace(ENVELOPE, to="Karla <karla@example.org>")},
        {"envelope": replace(ENVELOPE, to="karla")},
        {"envelope": replace(ENVELOPE, sender="a@b\nc")},
        {"envelope": replace(ENVELOPE, reply_to="a b@c")},
        {"envelope": replace(ENVELOPE, message_id="<a@b>\nBcc: x")},
        {"envelope": replace(ENVELOPE, message_id="a@b")},
        {"envelope": replace(ENVELOPE, unsubscribe="https://a.example/>\r\nBcc: x")},
        {"envelope": replace(ENVELOPE, unsubscribe="http://a.example/")},
        {"envelope": replace(ENVELOPE, date=datetime(2025, 2, 3))},  # noqa: DTZ001 - the missing zone is the point
    ],
)
def test_what_is_not_valid_is_refused_without_repeating_it(changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"\.$") as caught:
        write(**changes)
    assert "mallory" not in str(caught.value)
    assert "karla" not in str(caught.value)


HEADERS = sorted(write().keys())
MEAN = st.text(st.sampled_from('ab\r\n\0\u2028\x85\ud800:<>@"\\=?, äß{}🎉') | st.characters(), max_size=80)


@given(company=MEAN, subject=MEAN, first=MEAN, holder=MEAN, due=MEAN, body=MEAN)
def test_no_words_become_headers(company: str, subject: str, first: str, holder: str, due: str, body: str) -> None:
    raw = write(
        company_name=company, subject=subject, first_name=first, holder_name=holder, due_at_text=due, body=body
    ).as_bytes()
    message = message_from_bytes(raw, policy=default)
    assert sorted(message.keys()) == HEADERS
    assert [part.get_content_type() for part in message.walk()] == ["multipart/alternative", "text/plain", "text/html"]
    mail = read_mail(raw)
    assert mail.to == (Address("", "karla@example.org"),)
    assert mail.sender.email == "hilfe@kaffeewerk.example"
    assert mail.answer_to.email == "a7f3@relay.kaffeewerk.example"
    assert all(len(line) <= 998 for line in raw.splitlines())
