"""`POST /live/conversations` and `POST /live/conversations/{id}/messages`: words on their way to the coalescer.

Everything is checked before the words get a turn; an answer is given only after the commit.
"""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.utils.translation import gettext as _

from oase.channels.live.authors import (
    ROLES,
    Author,
    another_writer,
    author_of,
    is_customer,
    not_allowed,
    not_there,
    refusal_of,
)
from oase.channels.live.checked import Kept, checked_first
from oase.channels.live.coalescing import Coalescer
from oase.channels.live.fair import Turns
from oase.channels.live.fields import Fields, invalid
from oase.channels.live.identity import Identities, Identity
from oase.channels.live.keys import client_id_of
from oase.channels.live.limits import Buckets
from oase.channels.live.lookups import Lookups, Owner
from oase.channels.live.noting import is_special, write_special
from oase.channels.live.problems import Problem, later
from oase.channels.live.rates import Rates, name_of, too_often
from oase.channels.live.requests import read_json
from oase.channels.live.untold import untold
from oase.conversations.append import NotAllowed
from oase.conversations.models import Message
from oase.conversations.saying import Words
from oase.conversations.words import clean_text
from oase.experts.opening import Question
from oase.live.scope import Receive, Scope
from oase.people.naming import is_somebody_else

MESSAGE = frozenset({"text", "client_id", "role", "audience", "told", "known", "writer"})
QUESTION = frozenset({"company", "text", "client_id", "topic", "wants_company", "language"})
AUDIENCES = frozenset({Message.CONVERSATION, Message.STAFF})
LANGUAGES = frozenset({"de", "en"})
PATIENCE_SECONDS = 30.0
MOST_TOLD = 200


@dataclass(frozen=True)
class Done:
    """What is answered: 201 when something new is stored, 200 when it was stored before under the same key, 202 when a
    newcomer's answer waits until a senior expert looked at it.
    """

    status: int
    members: dict[str, Any]


class Writing:
    """The two ways to write, for one event loop."""

    def __init__(
        self, coalescer: Coalescer, identities: Identities, buckets: Buckets, rates: Rates, turns: Turns | None = None
    ) -> None:
        self.coalescer, self.identities = coalescer, identities
        self.buckets, self.rates = buckets, rates
        self.turns, self.lookups = turns or Turns(), Lookups()

    async def message(self, identity: Identity, scope: Scope, receive: Receive, conversation_id: UUID) -> Done:
        """Add a message to a conversation.

        Raises:
            Problem, Refused, Overloaded, Crowded: nothing was stored.
        """
        self.charge("person", identity)
        fields = Fields(await read_json(scope, receive), known=MESSAGE)
        text, role = clean_text(fields.text("text")), fields.one_of("role", ROLES)
        audience = fields.one_of("audience", AUDIENCES) or Message.CONVERSATION
        told = fields.texts("told", most=MOST_TOLD)
        known, writer = fields.place("known"), fields.maybe_text("writer") or ""
        fields.uuid("client_id")
        if is_somebody_else(writer, identity.person_id):
            raise another_writer()
        owner = await self.lookups.owners.of(conversation_id)
        if owner is None:
            raise not_there()
        author = await self._author(identity, scope, role, conversation_id, owner)
        if audience == Message.STAFF and author.role != Message.AGENT:
            raise not_allowed()
        client_id = client_id_of(scope, fields, author=f"person:{author.person_id}")
        if author.role == Message.EXPERT:
            await untold(conversation_id, author.person_id, client_id, text, told)
        self._charge_company(owner.company_id)
        words = Words(conversation_id, client_id, author.person_id, author.role, text, audience)
        if author.role == Message.AGENT:
            words = replace(words, known=known)
        try:
            if author.role == Message.AGENT and is_special(words):
                said = await write_special(words)
                return _done(said.id, said.seq, said.at, new=said.new)
            if author.role == Message.EXPERT and (kept := await checked_first(words)) is not None:
                return _kept(kept)
            said = await self._in_turn(owner.company_id, lambda: self.coalescer.say(words))
        except NotAllowed as error:
            raise await refusal_of(author, conversation_id, owner) from error
        return _done(said.id, said.seq, said.at, new=said.new)

    async def question(self, identity: Identity, scope: Scope, receive: Receive) -> Done:
        """Ask a company something: a new conversation.

        Raises:
            Problem, Refused, Overloaded, Crowded: nothing was stored.
        """
        self.charge("questions", identity)
        fields = Fields(await read_json(scope, receive), known=QUESTION)
        text, slug, topic = clean_text(fields.text("text")), fields.text("company"), fields.maybe_text("topic")
        language = fields.one_of("language", LANGUAGES) or identity.language
        wants_company = fields.flag("wants_company")
        fields.uuid("client_id")
        if identity.person_id is None:
            sentence = _("Please sign in to ask here, or ask on the company's page. Nothing was sent.")
            raise Problem(403, "sign-in-needed", sentence)
        client_id = client_id_of(scope, fields, author=f"person:{identity.person_id}")
        company_id = await self.lookups.companies.of(slug)
        if company_id is None or identity.widget not in (None, str(company_id)):
            raise invalid("company")
        topic_id = await self.lookups.topics.of((company_id, topic)) if topic else None
        if topic and topic_id is None:
            raise invalid("topic")
        self._charge_company(company_id)
        question = Question(
            company_id=company_id,
            person_id=identity.person_id,
            text=text,
            client_id=client_id,
            topic_id=topic_id,
            language=language,
            channel="web" if identity.widget is None else "widget",
            wants_company=wants_company,
        )
        opened = await self._in_turn(company_id, lambda: self.coalescer.open(question))
        return _done(str(opened.conversation_id), opened.seq, opened.at, new=opened.new)

    async def _in_turn[R](self, company_id: int, work: Callable[[], Coroutine[Any, Any, R]]) -> R:
        """Wait for a turn and the commit, not for ever: it may still happen later, and the same key then finds it."""
        try:
            async with asyncio.timeout(PATIENCE_SECONDS), self.turns.turn(company_id):
                # The batch goes on without us: what others said is in it as well.
                return await asyncio.shield(asyncio.ensure_future(work()))
        except TimeoutError as error:
            sentence = _("This takes unusually long. Please send it again; it is stored once.")
            raise later(503, "slow", sentence, 5) from error

    def charge(self, kind: Literal["person", "questions", "signs"], identity: Identity) -> None:
        """Count one more of this kind, before anything of it is read.

        Raises:
            Problem: 429, it is too often.
        """
        if wait := self.buckets.take(f"{kind} {name_of(identity)}", getattr(self.rates, kind)):
            raise too_often(wait)

    def _charge_company(self, company_id: int) -> None:
        if wait := self.buckets.take(f"company {company_id}", self.rates.company):
            raise too_often(wait)

    async def _author(
        self, identity: Identity, scope: Scope, role: str | None, conversation_id: UUID, owner: Owner
    ) -> Author:
        try:
            return await author_of(identity, role, conversation_id, owner)
        except Problem:
            # A link that this browser was given a moment ago is not remembered yet.
            again = await self.identities.of(scope, fresh=True)
            if again is None or not is_customer(again, conversation_id, owner):
                raise
            return await author_of(again, role, conversation_id, owner)


def _kept(kept: Kept) -> Done:
    if kept.message is not None:
        return _done(kept.message.pk, kept.message.seq, kept.message.at, new=True)
    return Done(202, {"waits_until": kept.waits_until.isoformat() if kept.waits_until else None})


def _done(id_: object, seq: int, at: datetime, *, new: bool) -> Done:
    return Done(201 if new else 200, {"id": id_, "seq": seq, "at": at.isoformat(), "new": new})
