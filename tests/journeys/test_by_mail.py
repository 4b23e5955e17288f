"""Emil helps by mail: an offer calls him, a follow-up reaches him from a relay address, and his reply is an answer."""

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parseaddr
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.journeys.house import CHECKOUT, environment_of, free_port, start
from tests.journeys.mailhouse import MailHouse
from tests.journeys.visitors import Visitor

PHONE = "0171 39200 48"
SECRETS = ("Karla", "Blum", "39200", "karla@example.org", "Rechnung_Blum")
MARK = "F88"
ANSWER = "Bitte nehmen Sie die Tropfschale heraus und schalten Sie einmal aus und ein."


@dataclass(frozen=True)
class House:
    """An Oase that sends its mail to a mail server of ours."""

    address: str
    data: Path
    mails: MailHouse

    def take_in(self, mail: EmailMessage) -> str:
        """What the program says when this mail comes in."""
        path = self.data.parent / "reply.eml"
        path.write_bytes(mail.as_bytes(policy=SMTP))
        command = [sys.executable, "-m", "oase", "ingest", "--company", "kaffeewerk", str(path)]
        done = subprocess.run(
            command,
            cwd=CHECKOUT,
            env=environment_of(self.data),
            capture_output=True,
            text=True,
            timeout=300,
            check=True,
        )
        return done.stdout


@pytest.fixture
def house() -> Iterator[House]:
    folder = Path(tempfile.mkdtemp(prefix="oase-journeys-"))
    folder.chmod(0o755)
    port, mails = free_port(), MailHouse()
    settings = {"OASE_SMTP_HOST": "127.0.0.1", "OASE_SMTP_PORT": str(mails.port), "OASE_SMTP_TLS": "0"}
    process = start(folder / "data", port, environment=settings)
    try:
        yield House(f"http://localhost:{port}", folder / "data", mails)
    finally:
        process.terminate()
        process.wait(60)
        mails.close()
        shutil.rmtree(folder, ignore_errors=True)


def _text(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def _whole(mail: EmailMessage) -> str:
    page = mail.get_body(("html",))
    assert page is not None
    return "\n".join([*(f"{name}: {value}" for name, value in mail.items()), _text(mail), str(page.get_content())])


def test_called_asked_and_answering_by_mail(house: House, browser: Browser) -> None:
    karla, emil = (Visitor(browser, house.address) for _ in range(2))
    karla.sign_in("karla@example.org")
    emil.sign_in("emil@example.org")
    emil.page.goto("about:blank")

    karla.go("/ask/kaffeewerk/")
    karla.find("textarea[name=text]").fill(
        f"Guten Tag, mein Name ist Karla Blum. Meine Aroma 4 zeigt {MARK}, das Entkalken bricht ab. Tel. {PHONE}."
    )
    karla.press("form#ask button.primary")
    karla.page.wait_for_url(re.compile(r"/concerns/[0-9a-f-]{36}/"))

    # A mail calls him to his desk, and says nothing of what was asked.
    called = house.mails.wait_for("emil@example.org", lambda mail: "wart" in str(mail["Subject"]))
    assert [word for word in (*SECRETS, MARK, "Entkalken") if word in _whole(called)] == []
    (link,) = re.findall(r"http://localhost:\d+/desk/\s", _text(called))
    emil.page.goto(link.strip())
    emil.page.locator("article.offer", has_text=MARK).locator("form[action$='/claim/'] button").click()
    emil.page.wait_for_url(re.compile(r"/desk/[0-9a-f-]{36}/"))
    conversation = emil.page.url.split("/desk/")[1].split("/")[0]
    emil.page.goto("about:blank")

    # What she writes then reaches him from an address that is neither hers nor his.
    karla.see("Emil")
    karla.find("#compose textarea[name=text]").fill(f"Jetzt blinkt sie rot. Karla Blum, {PHONE}")
    karla.press("#compose button.primary")
    wrote = house.mails.wait_for("emil@example.org", lambda mail: "hat wieder geschrieben" in str(mail["Subject"]))
    assert "Jetzt blinkt sie rot." in _text(wrote)
    assert [word for word in SECRETS if word in _whole(wrote)] == []
    relay = parseaddr(str(wrote["Reply-To"]))[1]
    assert parseaddr(str(wrote["From"]))[1] == relay
    assert re.fullmatch(r"service\+x\d+-[a-z2-7]{24}@localhost", relay)

    # He replies as everybody does, with the quote below; only his new words arrive, under his first name.
    reply = EmailMessage(policy=SMTP)
    reply["From"], reply["To"] = "Emil Hartmann <emil@example.org>", str(wrote["Reply-To"])
    reply["Subject"], reply["Message-ID"] = f"Re: {wrote['Subject']}", "<reply@example.org>"
    reply["In-Reply-To"] = str(wrote["Message-ID"])
    quote = "\n".join(f"> {line}" for line in _text(wrote).splitlines())
    reply.set_content(f"{ANSWER}\n\nAm 3. Juni 2030 um 10:11 schrieb {wrote['From']}:\n{quote}\n")
    assert house.take_in(reply).endswith("1 mails: 0 new, 0 reply, 1 answer, 0 known, 0 set aside\n")
    karla.see(ANSWER)
    for word in ("emil@example.org", "Hartmann", relay):
        assert word not in karla.page.content()
    emil.go(f"/desk/{conversation}/")
    emil.see(ANSWER)

    # The same mail once more is the same answer.
    assert "1 known" in house.take_in(reply)
    karla.page.reload()
    assert karla.page.content().count(ANSWER) == 1
    # Nobody was called twice for the same.
    subjects = [str(mail["Subject"]) for mail in house.mails.all_to("emil@example.org")]
    assert len([one for one in subjects if "hat wieder geschrieben" in one]) == 1
    assert len([one for one in subjects if "wart" in one]) == 1
    for visitor in (karla, emil):
        visitor.leave()
