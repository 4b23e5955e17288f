"""What an expert's words would lose is shown before they are sent; what was not shown is not sent (decision 0007)."""

from collections.abc import Collection
from uuid import UUID

from django.utils.translation import gettext as _

from oase.channels.live.lookups import in_thread
from oase.channels.live.problems import Problem
from oase.conversations.append import NotAllowed
from oase.conversations.models import Message
from oase.experts.actions import look_at
from oase.people.models import Person
from oase.privacy.shield import Mask


async def untold(conversation_id: UUID, author_id: int, client_id: UUID, text: str, told: Collection[str]) -> None:
    """See that everything of an expert's `text` that would be hidden is among what they were `told`.

    Raises:
        Problem: 422 with `pieces`, the words that would be hidden.
        Refused: it cannot be checked just now.
    """
    hidden = await in_thread(_hidden, conversation_id, author_id, client_id, text)
    seen = {" ".join(one.split()) for one in told}
    missing = [one for one in hidden if " ".join(one.split()) not in seen]
    if missing:
        sentence = _("Not sent yet: some of it stays out. Please look once more, then send.")
        raise Problem(422, "untold", sentence, more={"pieces": missing})


def _hidden(conversation_id: UUID, author_id: int, client_id: UUID, text: str) -> list[str]:
    person = Person.objects.filter(pk=author_id, is_active=True).first()
    sent = Message.objects.filter(conversation=conversation_id, client_id=client_id, author=author_id)
    if person is None or sent.exists():
        return []
    try:
        pieces = look_at(conversation_id=conversation_id, by=person, text=text)
    except NotAllowed:
        # Said in one place for everybody: when it is stored.
        return []
    return [one.original for one in pieces if isinstance(one, Mask)]
