"""The words of the demo: complete, possible, on time, and without an address, number or account of anybody real."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest

from oase.demo.reading import CONTENT, read
from oase.demo.shapes import Company, Conversation, Demo
from oase.demo.story import KINDS, STATES

MINUTE = timedelta(minutes=1)
MAIL = re.compile(r"[\w.+-]+@[\w.-]*\w")
EXAMPLE = re.compile(r"[\w.+-]+@example\.(org|com|net)")  # RFC 2606
IBAN = re.compile(r"\b(?:DE\d{2}(?: ?\d{4}){4} ?\d{2}|GB\d{2}[A-Z]{4}\d{14})\b")
PHONE = re.compile(r"(?<![\w-])(?:\(\d{3}\) |0)\d{2,4}[ -]?\d{3,6}(?:[ -]\d{2,4})*(?![\w-])")
# Kept free for fiction by Bundesnetzagentur (Germany), Ofcom (United Kingdom) and NANPA (North America).
FICTION = re.compile(
    r"030 23125 \d{3}|040 66969 \d{3}|069 90009 \d{3}|0221 4710 \d{3}|089 99998 \d{3}|0171 39200 \d{2}"
    r"|020 7946 0\d{3}|0161 496 0\d{3}|07700 900\d{3}|\(\d{3}\) 555-01\d{2}"
)


@pytest.fixture(scope="module")
def demo() -> Demo:
    return read()


def conversations(demo: Demo) -> Iterator[tuple[Company, Conversation]]:
    for company in demo.companies:
        for conversation in company.conversations:
            yield company, conversation


def everything_written() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(CONTENT.rglob("*.toml")))


def test_two_companies_are_staffed_as_promised(demo: Demo) -> None:
    staff = {
        company.slug: (
            [expert.person for expert in company.experts],
            [agent.person for agent in company.agents if agent.role == "agent"],
            [agent.person for agent in company.agents if agent.role == "supervisor"],
            [agent.person for agent in company.agents if agent.role == "admin"],
        )
        for company in demo.companies
    }
    assert staff == {
        "kaffeewerk": (["emil", "helga", "jonas", "lena", "samira"], ["ada", "dora"], ["sven"], ["tarek"]),
        "velotal": (["bruno", "marta", "yusuf", "anneke", "oskar"], ["mallory", "pia"], ["ruth"], ["henrik"]),
    }


def test_the_cast_plays_the_roles_everybody_knows(demo: Demo) -> None:
    kaffeewerk, velotal = demo.companies
    advisors = {item.person: item.advisor for item in kaffeewerk.customers}
    deputies = {agent.person: agent.deputy for agent in kaffeewerk.agents}
    assert (advisors["karla"], deputies["ada"]) == ("ada", "dora")
    assert {"karla", "emil", "mallory"} <= {item.person for item in velotal.customers}
    assert "mallory" not in {item.person for item in kaffeewerk.customers}
    assert "mallory" not in {agent.person for agent in kaffeewerk.agents}


def test_every_company_has_conversations_in_every_state_and_with_every_step(demo: Demo) -> None:
    for company in demo.companies:
        assert len(company.conversations) >= 55, company.slug
        assert {story.state for story in company.conversations} == set(STATES), company.slug
        assert {step.kind for story in company.conversations for step in story.steps} == set(KINDS), company.slug
        assert sum(story.state == "rated" for story in company.conversations) >= 35, company.slug
        assert any(story.guest for story in company.conversations), company.slug
        assert any(step.attachments for story in company.conversations for step in story.steps), company.slug


def test_both_languages_are_spoken_everywhere(demo: Demo) -> None:
    for company in demo.companies:
        english = sum(story.language == "en" for story in company.conversations) / len(company.conversations)
        assert 0.35 <= english <= 0.45, company.slug
        for topic in (topic for topic in company.topics if topic.open_to_experts):
            spoken = {word for expert in company.experts if topic.slug in expert.topics for word in expert.languages}
            assert spoken == {"de", "en"}, f"{company.slug}: {topic.slug}"


def test_every_topic_can_be_recognised_and_is_asked_about(demo: Demo) -> None:
    for company in demo.companies:
        assert 7 <= len(company.topics) <= 9
        asked = {story.topic for story in company.conversations}
        assert asked == {topic.slug for topic in company.topics}
        for topic in company.topics:
            assert min(len(topic.examples.de), len(topic.examples.en)) >= 4, topic.slug
            assert min(len(topic.keywords.de), len(topic.keywords.en)) >= 5, topic.slug


def test_promises_are_kept_unless_the_story_says_that_they_lapse(demo: Demo) -> None:
    for company, story in conversations(demo):
        topic = next(topic for topic in company.topics if topic.slug == story.topic)
        due: timedelta | None = topic.first_answer
        for step in story.steps[1:]:
            if step.kind == "lapse":
                assert step.at >= (due or step.at + MINUTE), f"{story.key}: lapses before its time"
            elif step.by not in (story.customer, "guest") and story.holder != "supervisors":
                in_time = due is None or step.at <= due or _belongs_to_supervisors(story, step.at)
                assert in_time, f"{story.key}: '{step.kind}' at {step.at} is late"
            if step.kind in ("answer", "ask_back", "propose_solved", "confirm"):
                due = None
            elif step.kind in ("claim", "give_on", "ask_for_company", "hand_over", "lapse"):
                due = step.at + (topic.first_answer if step.kind == "lapse" else topic.next_answer)
            elif step.kind in ("reply", "reopen") and due is None:
                due = step.at + topic.next_answer
        if story.holder not in ("", "supervisors"):
            assert due is None or story.age <= due, f"{story.key}: is late now"


def _belongs_to_supervisors(story: Conversation, at: timedelta) -> bool:
    return sum(step.kind == "lapse" and step.at <= at for step in story.steps) >= (1 if story.guest else 3)


def test_every_address_is_an_example() -> None:
    found = MAIL.findall(everything_written())
    assert len(found) > 47
    assert [address for address in found if not EXAMPLE.fullmatch(address)] == []


def test_every_phone_number_is_kept_free_for_fiction(demo: Demo) -> None:
    assert [person.phone for person in demo.people if not FICTION.fullmatch(person.phone)] == []
    found = PHONE.findall(IBAN.sub("", everything_written()))
    assert len(found) > 60
    assert [number for number in found if not FICTION.fullmatch(number)] == []


def test_every_iban_has_the_right_checksum() -> None:
    found = {iban.replace(" ", "") for iban in IBAN.findall(everything_written())}
    assert len(found) >= 5
    # ISO 13616: country and check digits go to the end, letters become numbers, the remainder by 97 is 1.
    numbers = {iban: int("".join(str(int(sign, 36)) for sign in iban[4:] + iban[:4])) for iban in found}
    assert [iban for iban, number in numbers.items() if number % 97 != 1] == []


def test_experts_name_no_customer_and_leave_no_way_to_be_reached(demo: Demo) -> None:
    for company, story in conversations(demo):
        experts = {expert.person for expert in company.experts}
        said = "\n".join(step.text for step in story.steps if step.by in experts)
        served = {item.person for item in company.customers}
        names = {
            name for person in demo.people if person.key in served for name in (person.first_name, person.last_name)
        }
        named = set(re.findall(r"\w+", said)) & (names - set(company.vocabulary))
        assert named == set(), story.key
        assert MAIL.findall(said) + PHONE.findall(said) == [], story.key


def test_nobody_says_the_same_twice(demo: Demo) -> None:
    said = [step.text for _, story in conversations(demo) for step in story.steps if step.text]
    assert sorted({text for text in said if said.count(text) > 1}) == []


def test_faces_are_sprite_keys_of_the_person(demo: Demo) -> None:
    faces = [person.face for person in demo.people if person.face]
    assert len(faces) == len(set(faces))
    assert [person.key for person in demo.people if person.face not in ("", person.key)] == []
