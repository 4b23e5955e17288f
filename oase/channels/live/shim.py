"""The coalescer's interface over the verbs that append one by one."""

from asyncio import get_running_loop
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import close_old_connections

from oase.companies.care import customer_of
from oase.companies.models import Company, Topic
from oase.conversations import actions
from oase.conversations.append import NotAllowed
from oase.conversations.models import Conversation, Message
from oase.experts.routing import receive
from oase.people.models import Person


class Overloaded(Exception):
    """Too much is waiting."""


@dataclass(frozen=True)
class Words:
    conversation_id: UUID
    client_id: UUID
    author_id: int
    role: str
    text: str
    audience: str = "conversation"


@dataclass(frozen=True)
class Question:
    company_id: int
    person_id: int
    text: str
    client_id: UUID
    topic_id: int | None = None
    language: str = "de"
    channel: str = "web"
    wants_company: bool = False
    confirmed: bool = True


@dataclass(frozen=True)
class Appended:
    id: int
    seq: int
    new: bool
    at: datetime


@dataclass(frozen=True)
class Opened:
    conversation_id: UUID
    seq: int
    new: bool
    at: datetime


class Coalescer:
    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(8, "appends")

    async def start(self) -> None:
        """Nothing to start."""

    async def stop(self) -> None:
        self._threads.shutdown()

    async def say(self, words: Words) -> Appended:
        return await self._run(lambda: _say(words))

    async def open(self, question: Question) -> Opened:
        return await self._run(lambda: _open(question))

    async def _run[T](self, work: Callable[[], T]) -> T:
        def worked() -> T:
            close_old_connections()
            try:
                return work()
            finally:
                close_old_connections()

        context = copy_context()
        return await get_running_loop().run_in_executor(self._threads, lambda: context.run(worked))


def _say(words: Words) -> Appended:
    try:
        written = actions.reply(
            conversation_id=words.conversation_id,
            author=Person.objects.get(pk=words.author_id),
            role=words.role,
            text=words.text,
            client_id=words.client_id,
            audience=words.audience,
        )
    except Conversation.DoesNotExist as error:
        raise NotAllowed("not there") from error
    at = Message.objects.values_list("at", flat=True).get(pk=written.id)
    return Appended(written.id, written.seq, written.new, at)


def _open(question: Question) -> Opened:
    company = Company.objects.get(pk=question.company_id)
    person = Person.objects.get(pk=question.person_id)
    before = Conversation.objects.filter(customer__person=person, company=company, client_id=question.client_id)
    new = not before.exists()
    conversation = receive(
        customer=customer_of(person=person, company=company),
        text=question.text,
        client_id=question.client_id,
        topic=Topic.objects.get(pk=question.topic_id) if question.topic_id else None,
        wants_company=question.wants_company,
        language=question.language,
        channel=question.channel,
        confirmed=question.confirmed,
    )
    first = Message.objects.filter(conversation=conversation).order_by("seq")[0]
    return Opened(conversation.pk, first.seq, new, first.at)
