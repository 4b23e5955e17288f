"""What the demo is made of, as frozen values: people, companies, topics, conversations. No Django, no database."""

from dataclasses import dataclass
from datetime import date, timedelta

from oase.demo.programme import Programme
from oase.demo.second_level_shapes import SecondLevel
from oase.demo.words import Opening, WordLists, Words

__all__ = ["Opening", "WordLists", "Words"]


@dataclass(frozen=True, slots=True)
class Person:
    """One human with one sign-in. `face` is a sprite key, empty for somebody without a picture."""

    key: str
    first_name: str
    last_name: str
    email: str
    phone: str
    address: str
    face: str
    language: str


@dataclass(frozen=True, slots=True)
class Topic:
    """What a question can be about. `reward_cents` is an expert's for a solved one; 0 where it is company only."""

    slug: str
    name: Words
    description: Words
    open_to_experts: bool
    first_answer: timedelta
    next_answer: timedelta
    solution: timedelta
    reward_cents: int
    keywords: WordLists
    examples: WordLists


@dataclass(frozen=True, slots=True)
class Choice:
    """Something picked from a list: a purpose of a reveal, or a reason for giving on."""

    key: str
    text: Words


@dataclass(frozen=True, slots=True)
class Expert:
    """An independent person, qualified for topics of the company."""

    person: str
    introduction: Words
    languages: tuple[str, ...]
    topics: tuple[str, ...]
    since: date


@dataclass(frozen=True, slots=True)
class Agent:
    """Staff of the company. `role` is agent, supervisor or admin; `skills` are topic slugs; `deputy` is another one's
    key.
    """

    person: str
    role: str
    introduction: Words
    skills: tuple[str, ...]
    deputy: str
    since: date


@dataclass(frozen=True, slots=True)
class Customer:
    """A person in relation to one company, with the company's number for them and the agent who cares for them."""

    person: str
    number: str
    advisor: str
    since: date


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of a message: either `text` is its content, or `picture` describes what is to be drawn."""

    name: str
    text: str
    picture: str


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happens in a conversation.

    `at` counts from the opening. `by` is a person's key, `guest` for a customer without an account, and empty for a
    lapse, which nobody does. `to` is the agent of a hand-over; `choice` the reason of a give-on or the purpose of a
    reveal; `text` is what is said: the message, the note, the hint to the next holder, or the thanks of a rating.
    """

    at: timedelta
    kind: str
    by: str
    text: str = ""
    to: str = ""
    choice: str = ""
    stars: int = 0
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class Conversation:
    """One concern with its whole history. Exactly one of `customer` (a key) and `guest` (an e-mail address) is set.

    `age` is how long before now it was opened. `state` (one of `story.STATES`) and `holder` are where the steps leave
    it; `holder` is `network`, a person's key, `team`, `supervisors`, or empty once solved.
    """

    key: str
    company: str
    customer: str
    guest: str
    language: str
    topic: str
    subject: str
    age: timedelta
    steps: tuple[Step, ...]
    state: str
    holder: str


@dataclass(frozen=True, slots=True)
class Company:
    """A tenant with everybody and everything around it, and its conversations from the oldest to the newest."""

    slug: str
    name: str
    tagline: Words
    description: Words
    time_zone: str
    email: str
    hours: tuple[Opening, ...]
    vocabulary: tuple[str, ...]
    topics: tuple[Topic, ...]
    purposes: tuple[Choice, ...]
    reasons: tuple[Choice, ...]
    experts: tuple[Expert, ...]
    agents: tuple[Agent, ...]
    customers: tuple[Customer, ...]
    programme: Programme
    second_level: SecondLevel
    conversations: tuple[Conversation, ...]


@dataclass(frozen=True, slots=True)
class Demo:
    """The whole demo."""

    people: tuple[Person, ...]
    companies: tuple[Company, ...]
