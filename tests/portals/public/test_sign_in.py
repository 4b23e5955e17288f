"""Coming in: by code, by password, with a new account; guests become account holders; nobody learns who has one."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import psycopg
import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse

from oase.channels.email.models import LocalMail
from oase.companies.care import customer_of
from oase.config.data_folder import connection_parameters
from oase.experts.routing import receive
from oase.live.sealing import unseal
from oase.people.actions import person_for_email
from oase.people.models import Person
from oase.portals.public.sign_in import display
from tests.cast import Cast

PASSWORD = "palme-wasser-sand"
CODE = re.compile(r"^[B-Z]{4}-[B-Z]{4}$", re.MULTILINE)


def last_mail(address: str) -> LocalMail:
    return LocalMail.objects.filter(recipient=address).latest("pk")


def code_for(address: str) -> str:
    found = CODE.search(last_mail(address).body)
    assert found is not None
    return found[0]


def ask_for_code(client: Client, address: str) -> HttpResponseBase:
    return client.post(reverse("account_request_login_code"), {"email": address})


def with_code(client: Client, address: str) -> HttpResponseBase:
    ask_for_code(client, address)
    return client.post(reverse("account_confirm_login_code"), {"code": code_for(address)})


def person_id(client: Client) -> int | None:
    held = client.session.get(SESSION_KEY)
    return int(held) if held else None


def give_password(person: Person) -> None:
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    person.set_password(PASSWORD)
    person.save()


def sign_up(client: Client, address: str, **fields: str) -> HttpResponseBase:
    given = {"email": address, "password1": PASSWORD, "first_name": "Nele", "last_name": "Sommer"} | fields
    return client.post(reverse("account_signup"), given)


@contextmanager
def listening() -> Iterator[list[dict[str, list[str]]]]:
    """What the bus says meanwhile."""
    heard: list[dict[str, list[str]]] = []
    with psycopg.connect(**connection_parameters("oase_app"), autocommit=True) as bus:  # type: ignore[arg-type]
        bus.execute("LISTEN oase_live")
        yield heard
        heard += [json.loads(unseal(one.payload)) for one in bus.notifies(timeout=5, stop_after=1)]


def test_a_guest_comes_back_by_code_and_finds_what_they_asked(cast: Cast, client: Client) -> None:
    guest = person_for_email(email="Nele@Example.org", first_name="Nele")
    asked = receive(
        customer=customer_of(person=guest, company=cast.kaffeewerk), text="Meine Aroma tropft.", client_id=uuid4()
    )
    answer = with_code(client, "nele@example.org")
    assert (answer.status_code, answer["Location"]) == (302, reverse("home"))
    assert person_id(client) == guest.pk
    assert client.get(reverse("home"))["Location"] == reverse("concerns")
    assert str(asked.pk) in client.get(reverse("concerns")).content.decode()
    assert EmailAddress.objects.get(user=guest).verified
    # One code was enough.
    assert LocalMail.objects.filter(recipient__iexact="nele@example.org", subject__contains="-").count() == 1


def test_the_code_is_in_the_mail_alone(cast: Cast, client: Client) -> None:
    page = ask_for_code(client, cast.karla.email)
    assert page["Location"] == reverse("account_confirm_login_code")
    assert code_for(cast.karla.email) not in client.get(page["Location"]).content.decode()


def test_nobody_is_called_by_a_number(cast: Cast, client: Client) -> None:
    with_code(client, cast.karla.email)
    assert f"person {cast.karla.pk}" not in client.get(reverse("concerns")).content.decode()
    assert display(cast.karla) == "Karla Blum"
    assert display(Person(email="nele@example.org")) == "nele@example.org"


def test_signing_in_gives_the_session_a_new_key(cast: Cast, client: Client) -> None:
    ask_for_code(client, cast.karla.email)
    before = client.session.session_key
    client.post(reverse("account_confirm_login_code"), {"code": code_for(cast.karla.email)})
    assert client.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()


def test_a_wrong_code_three_times_and_the_right_one_is_worth_nothing(cast: Cast, client: Client) -> None:
    ask_for_code(client, cast.karla.email)
    code = code_for(cast.karla.email)
    for _ in range(3):
        client.post(reverse("account_confirm_login_code"), {"code": "BBBB-BBBB"})
    client.post(reverse("account_confirm_login_code"), {"code": code})
    assert person_id(client) is None


def test_a_code_opens_only_the_session_that_asked_for_it(cast: Cast, client: Client) -> None:
    ask_for_code(client, cast.karla.email)
    elsewhere = Client()
    elsewhere.post(reverse("account_confirm_login_code"), {"code": code_for(cast.karla.email)})
    assert person_id(elsewhere) is None


def test_password(cast: Cast, client: Client) -> None:
    give_password(cast.karla)
    page = client.post(reverse("account_login"), {"login": "KARLA@example.org", "password": PASSWORD})
    assert (page.status_code, page["Location"]) == (302, reverse("home"))
    assert person_id(client) == cast.karla.pk


def test_whoever_was_on_the_way_somewhere_gets_there_and_nowhere_else(cast: Cast, client: Client) -> None:
    give_password(cast.karla)
    given = {"login": cast.karla.email, "password": PASSWORD}
    assert client.post(reverse("account_login"), given | {"next": "/access/"})["Location"] == "/access/"
    client.logout()
    away = client.post(reverse("account_login"), given | {"next": "https://example.com/"})
    assert away["Location"] == reverse("home")


def test_a_new_account_with_name_and_code(house: None, client: Client) -> None:
    page = sign_up(client, "nele@example.org")
    assert page["Location"] == reverse("account_email_verification_sent")
    assert person_id(client) is None
    client.post(page["Location"], {"code": code_for("nele@example.org")})
    person = Person.objects.get(email="nele@example.org")
    assert person_id(client) == person.pk
    assert (person.full_name, person.check_password(PASSWORD)) == ("Nele Sommer", True)


def test_a_password_chosen_for_somebody_elses_address_never_opens_it(house: None, client: Client) -> None:
    sign_up(client, "nele@example.org", first_name="Rude")
    nele = Client()
    with_code(nele, "nele@example.org")
    person = Person.objects.get(email="nele@example.org")
    assert person_id(nele) == person.pk
    assert (person.first_name, person.has_usable_password()) == ("", False)
    client.post(reverse("account_login"), {"login": "nele@example.org", "password": PASSWORD})
    assert person_id(client) is None


def test_no_answer_tells_whether_an_address_is_known(cast: Cast) -> None:
    give_password(cast.karla)
    person_for_email(email="guest@example.org")

    def told(address: str) -> list[tuple[int, str, str]]:
        client, answers = Client(), []
        for name, given in (
            ("account_request_login_code", {"email": address}),
            ("account_signup", {"email": address, "password1": PASSWORD, "first_name": "Nele"}),
            ("account_reset_password", {"email": address}),
            ("account_login", {"login": address, "password": "not-the-password"}),
        ):
            page = client.post(reverse(name), given)
            shown = client.get(page["Location"]) if page.status_code == 302 else page
            body = re.sub(r'value="[\w-]{64}"', "", shown.content.decode().replace(address, "…"))
            answers.append((page.status_code, page.get("Location", ""), body))
        return answers

    assert told("karla@example.org") == told("guest@example.org") == told("nobody@example.org")
    # But whoever reads the mail is told how to get in, or that there is no account.
    assert reverse("account_request_login_code") in LocalMail.objects.filter(recipient="guest@example.org")[1].body
    assert reverse("account_signup") in LocalMail.objects.filter(recipient="nobody@example.org")[0].body


def test_trying_passwords_ends(cast: Cast, client: Client) -> None:
    give_password(cast.karla)
    for _ in range(5):
        client.post(reverse("account_login"), {"login": cast.karla.email, "password": "wrong"})
    client.post(reverse("account_login"), {"login": cast.karla.email, "password": PASSWORD})
    assert person_id(client) is None


def test_asking_for_codes_ends(cast: Cast) -> None:
    for _ in range(5):
        ask_for_code(Client(), cast.karla.email)
    assert LocalMail.objects.filter(recipient=cast.karla.email).count() == 3
    for _ in range(20):
        ask_for_code(Client(), f"{uuid4()}@example.org")
    ask_for_code(Client(), cast.ada.email)
    assert not LocalMail.objects.filter(recipient=cast.ada.email).exists()


def test_too_much_of_anything_ends_with_a_page(house: None, client: Client) -> None:
    statuses = [client.post(reverse("account_signup"), {}).status_code for _ in range(21)]
    assert statuses == [200] * 20 + [429]
    assert 'class="btn primary" href="/"' in client.post(reverse("account_signup"), {}).content.decode()


def test_a_forgotten_password(cast: Cast, client: Client) -> None:
    give_password(cast.karla)
    client.post(reverse("account_reset_password"), {"email": cast.karla.email}, headers={"host": "elsewhere.example"})
    link = re.search(r"^http\S+/password/\S+$", last_mail(cast.karla.email).body, re.MULTILINE)
    assert link is not None
    assert link[0].startswith(f"{settings.BASE_URL}/account/")
    form = client.get(link[0].removeprefix(settings.BASE_URL))["Location"]
    assert client.get(form).status_code == 200
    client.post(form, {"password1": "neue-palme-am-see", "password2": "neue-palme-am-see"})
    cast.karla.refresh_from_db()
    assert cast.karla.check_password("neue-palme-am-see")
    again = client.get(link[0].removeprefix(settings.BASE_URL))
    assert again.status_code == 200  # a page that says the link is used up


def test_signing_out_ends_the_session_and_closes_the_streams(cast: Cast, client: Client) -> None:
    with_code(client, cast.karla.email)
    key = client.session.session_key
    with listening() as heard:
        assert client.post(reverse("account_logout")).status_code == 302
    assert heard == [{"close": [f"person:{cast.karla.pk}"]}]
    assert not Session.objects.filter(session_key=key).exists()
    assert person_id(client) is None


def test_a_new_password_ends_the_other_sessions_and_their_streams(cast: Cast, client: Client) -> None:
    give_password(cast.karla)
    elsewhere = Client()
    for one in (client, elsewhere):
        one.post(reverse("account_login"), {"login": cast.karla.email, "password": PASSWORD})
    new = {"oldpassword": PASSWORD, "password1": "neue-palme-am-see", "password2": "neue-palme-am-see"}
    with listening() as heard:
        client.post(reverse("account_change_password"), new)
    assert heard == [{"close": [f"person:{cast.karla.pk}"]}]
    assert client.get(reverse("account_change_password")).status_code == 200
    assert elsewhere.get(reverse("account_change_password"))["Location"].startswith(reverse("account_login"))
    assert "neue-palme" not in last_mail(cast.karla.email).body


def test_who_is_put_to_rest_does_not_get_in(cast: Cast, client: Client) -> None:
    Person.objects.filter(pk=cast.karla.pk).update(is_active=False)
    ask_for_code(client, cast.karla.email)
    assert CODE.search(last_mail(cast.karla.email).body) is None
    assert person_id(client) is None


@pytest.mark.parametrize(("language", "greeting"), [("de", "Guten Tag, Karla,"), ("en", "Hello Karla,")])
def test_mail_is_in_the_persons_language(cast: Cast, client: Client, language: str, greeting: str) -> None:
    Person.objects.filter(pk=cast.karla.pk).update(language=language)
    other = {"en": "de", "de": "en"}[language]
    client.post(reverse("account_request_login_code"), {"email": cast.karla.email}, headers={"accept-language": other})
    assert last_mail(cast.karla.email).body.splitlines()[0] == greeting


def test_a_browser_without_a_choice_gets_the_persons_language(cast: Cast, client: Client) -> None:
    Person.objects.filter(pk=cast.karla.pk).update(language="en")
    with_code(client, cast.karla.email)
    assert client.cookies[settings.LANGUAGE_COOKIE_NAME].value == "en"
    chosen = Client()
    chosen.cookies[settings.LANGUAGE_COOKIE_NAME] = "de"
    with_code(chosen, cast.karla.email)
    assert chosen.cookies[settings.LANGUAGE_COOKIE_NAME].value == "de"
    assert person_id(chosen) == cast.karla.pk


def test_a_new_address_is_tried_before_it_counts_and_may_be_nobody_elses(cast: Cast, client: Client) -> None:
    give_password(cast.karla)
    person_for_email(email="guest@example.org")
    client.post(reverse("account_login"), {"login": cast.karla.email, "password": PASSWORD})
    for address in ("guest@example.org", cast.ada.email):
        page = client.post(reverse("account_email"), {"action_add": "", "email": address})
        assert page.status_code in (200, 302)
        client.get(reverse("account_email"))
    cast.karla.refresh_from_db()
    assert cast.karla.email == "karla@example.org"
    client.post(reverse("account_email"), {"action_add": "", "email": "karla.blum@example.org"})
    client.post(reverse("account_email_verification_sent"), {"code": code_for("karla.blum@example.org")})
    cast.karla.refresh_from_db()
    assert cast.karla.email == "karla.blum@example.org"
