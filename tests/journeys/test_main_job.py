"""Three people at once: Karla asks, Emil answers without learning who she is, Ada takes over, Karla thanks."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Invite
from tests.journeys.visitors import Visitor

IBAN, PHONE = "DE89 3704 0044 0532 0130 00", "0171 39200 48"
SECRETS = ("Karla", "Blum", IBAN, "0532 0130", PHONE, "39200", "karla@example.org")


def _ask(karla: Visitor, mark: str) -> None:
    karla.go("/ask/kaffeewerk/")
    words = (
        f"Guten Tag, mein Name ist Karla Blum. Meine Aroma 4 zeigt {mark}, das Entkalken bricht ab. "
        f"Sie erreichen mich unter {PHONE}. Mein Konto: {IBAN}."
    )
    karla.find("textarea[name=text]").fill(words)
    if karla.script:
        preview = karla.find("#seen")
        expect(preview).to_contain_text("[IBAN 1]")
        expect(preview).to_contain_text("[Telefon 1]")
        # What is hidden is drawn as a checked mask; the original stands beside it for her alone.
        expect(preview.locator(".mask input:checked")).not_to_have_count(0)
    karla.press("form#ask button.primary")
    karla.page.wait_for_url(re.compile(r"/concerns/[0-9a-f-]{36}/"))


@pytest.mark.parametrize(
    ("phone", "script"), [(False, True), (True, True), (False, False)], ids=["desktop", "phone", "without script"]
)
def test_from_question_to_thanks(invite: Invite, phone: bool, script: bool) -> None:
    mark = {(False, True): "F71", (True, True): "F72", (False, False): "F73"}[phone, script]
    karla = invite("karla", phone=phone, script=script)
    emil = invite("emil", phone=phone, script=script)
    ada = invite("ada", phone=phone, script=script)

    emil.go("/desk/")
    _ask(karla, mark)
    karla.see(re.compile("Aroma 4 zeigt " + mark))
    karla.see(PHONE)

    # Emil sees the offer appear, with placeholders only.
    emil.see(re.compile("Aroma 4 zeigt " + mark))
    offer = emil.page.locator("article.offer", has_text=mark)
    for secret in SECRETS:
        assert secret not in emil.page.content()
    offer.locator("form[action$='/claim/'] button").click()
    emil.page.wait_for_url(re.compile(r"/desk/[0-9a-f-]{36}/"))
    emil.see("[IBAN 1]")
    karla.see("Emil")

    # He answers, she reads it live and asks for something only the company can do.
    emil.find("#answer textarea[name=text]").fill("Bitte spülen Sie das Sieb unter dem Tank. Was zeigt sie danach?")
    emil.press("#answer button[data-send]")
    karla.see("Bitte spülen Sie das Sieb unter dem Tank. Was zeigt sie danach?")
    karla.find("#compose textarea[name=text]").fill("Leider dasselbe. Ist das ein Garantiefall? Karla Blum")
    karla.press("#compose button.primary")
    emil.see(re.compile("Ist das ein Garantiefall"))
    for secret in SECRETS:
        assert secret not in emil.page.content()

    # He gives it on; Ada finds it with the whole history.
    emil.press("#give-on > summary")
    emil.press("#give-on label:has(input[value=documents])")
    emil.find("#give-on input[name=hint]").fill("Sieb geprüft, Garantie klären")
    emil.press("#give-on form button")
    emil.page.wait_for_url(re.compile(r"/desk/"))
    karla.see("Ada")
    ada.go(f"/office/kaffeewerk/{karla.conversation}/")
    ada.see(re.compile("Ist das ein Garantiefall"))
    ada.see(re.compile("Garantie klären"))
    assert IBAN not in ada.page.content()

    # She opens the originals for a purpose, answers and solves.
    if phone:
        ada.page.locator("#reveal select[name=purpose]").scroll_into_view_if_needed()
    ada.find("#reveal select[name=purpose]").select_option(index=1)
    ada.press("#reveal button")
    ada.see(re.compile(re.escape(IBAN)))
    ada.find("#composer textarea[name=text]").fill(
        "Guten Tag Frau Blum, Ihre Garantie gilt. Wir tauschen die Maschine aus."
    )
    ada.press("#composer button.primary")
    karla.see(re.compile("Guten Tag Frau Blum, Ihre Garantie gilt"))
    karla.see(re.compile("eingesehen|gelesen|geöffnet|opened|read"))
    if script:
        ada.press("[data-open-dialog='solve']")
    else:
        ada.go(f"/office/kaffeewerk/{karla.conversation}/?open=solve")
    ada.press("#solve button.primary")

    # Karla rates and thanks, Ada's profile shows it, and the access log names Ada.
    karla.meet(karla.find(".rate .stars"))
    karla.press(".rate .stars label:nth-of-type(5)")
    karla.find(".rate textarea[name=thanks]").fill(f"Danke, das war {mark} wunderbar!")
    karla.press(".rate button.primary")
    karla.see(re.compile(f"{mark} wunderbar"))
    ada.go("/office/kaffeewerk/me/")
    ada.see(re.compile(f"{mark} wunderbar"))
    karla.go("/access/")
    expect(karla.page.locator(".accesses").first).to_contain_text("Ada")
    emil.go("/desk/profile/")
    emil.see(re.compile(f"{mark} wunderbar"))
