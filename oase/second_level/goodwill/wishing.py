"""Beyond the budgets: a member asks, whoever leads decides."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from oase.companies.models import Membership
from oase.companies.roles.now import read_anew
from oase.conversations.append import NotAllowed
from oase.conversations.audience import tell
from oase.conversations.models import Conversation
from oase.conversations.words import Refused
from oase.jobs import clock
from oase.live.notify import Poke, person, poke
from oase.second_level.goodwill.giving import book, checked_value, lock_for_goodwill
from oase.second_level.goodwill.models import Goodwill, GoodwillKind, GoodwillWish
from oase.second_level.goodwill.rules import may_decide
from oase.second_level.goodwill.wording import shielded
from oase.second_level.rules import leads


@transaction.atomic
def ask_for(
    *,
    conversation_id: UUID,
    membership: Membership,
    kind: GoodwillKind | None,
    client_id: UUID,
    reason: str,
    cents: int | None = None,
    words: str = "",
) -> GoodwillWish:
    """Ask whoever leads to agree to a gesture; the customer hears of it only once they did. Sent twice, asked once.

    Raises:
        NotAllowed: not staff of the company, or their own concern.
        Refused: no reason was given, or what was chosen cannot be given here.
    """
    conversation = lock_for_goodwill(conversation_id, membership)
    before = GoodwillWish.objects.filter(client_id=client_id).first()
    if before is not None and (before.conversation_id, before.giver_id) == (conversation.pk, membership.pk):
        return before
    if before is not None or Goodwill.objects.filter(client_id=client_id).exists():
        raise Refused(_("This was sent already."))
    kind, cents = checked_value(kind, membership.company_id, cents)
    wish = GoodwillWish.objects.create(
        client_id=client_id,
        company_id=membership.company_id,
        conversation=conversation,
        kind=kind,
        cents=cents,
        words=shielded(conversation, words),
        reason=shielded(conversation, reason, needed=_("Please say in a few words why: whoever decides reads it.")),
        giver=membership,
        at=clock.now(),
    )
    _tell_staff(conversation)
    return wish


@transaction.atomic
def decide(*, wish_id: int, by: Membership, grant: bool, answer: str = "") -> GoodwillWish:
    """Agree, and it is given at once under the name of whoever asked; or decline, with a reason.

    Raises:
        NotAllowed: they do not lead at that company, it is their own concern, or their own wish while others lead.
        Refused: it was decided already, whoever asked has left, or a reason is missing.
    """
    wish = _locked(wish_id)
    read_anew(by)
    if not may_decide(by, wish, others_lead=others_lead(by)):
        raise NotAllowed("only whoever leads decides, and another one if there is one")
    _open(wish)
    conversation = wish.conversation
    if grant:
        if wish.giver.left_at is not None:
            raise Refused(
                _("%(name)s is no longer here. Give it yourself, or decline.") % {"name": wish.giver.person.first_name}
            )
        conversation = lock_for_goodwill(wish.conversation_id, wish.giver)
        book(
            conversation, wish.giver, wish.kind, wish.cents, wish.words, client_id=wish.client_id,
            approved_by=by.person,
        )  # fmt: skip
    else:
        wish.answer = shielded(conversation, answer, needed=_("Please say why not: whoever asked reads it."))
    return _close(wish, GoodwillWish.GRANTED if grant else GoodwillWish.DECLINED, by)


@transaction.atomic
def drop(*, wish_id: int, by: Membership) -> GoodwillWish:
    """Whoever asked needs it no more.

    Raises:
        NotAllowed: somebody else asked.
        Refused: it was decided already.
    """
    wish = _locked(wish_id)
    read_anew(by)
    if wish.giver_id != by.pk:
        raise NotAllowed("only whoever asked, as long as they are here")
    _open(wish)
    return _close(wish, GoodwillWish.DROPPED, by)


def others_lead(membership: Membership) -> bool:
    """Whether somebody besides them leads at the company."""
    staff = Membership.objects.filter(company_id=membership.company_id, left_at=None, person__is_active=True)
    return any(leads(one) for one in staff.exclude(pk=membership.pk))


def _locked(wish_id: int) -> GoodwillWish:
    """The wish, its concern locked before it, so that all who come by the concern wait in one row."""
    wish = GoodwillWish.objects.only("conversation_id").filter(pk=wish_id).first()
    if wish is None:
        raise NotAllowed("there is no such wish")
    list(Conversation.objects.select_for_update(no_key=True).filter(pk=wish.conversation_id).values_list("pk"))
    return (
        GoodwillWish.objects.select_for_update(of=("self",))
        .select_related("kind", "giver__person", "giver__company")
        .select_related("conversation__customer__person", "conversation__company")
        .get(pk=wish_id)
    )


def _open(wish: GoodwillWish) -> None:
    if wish.verdict:
        raise Refused(_("This was decided already."))


def _close(wish: GoodwillWish, verdict: str, by: Membership) -> GoodwillWish:
    wish.verdict, wish.decided_by, wish.decided_at = verdict, by.person, clock.now()
    wish.save(update_fields=["verdict", "answer", "decided_by", "decided_at"])
    _tell_staff(wish.conversation)
    poke([Poke("goodwill", 0, (person(wish.giver.person_id),))])
    return wish


def _tell_staff(conversation: Conversation) -> None:
    tell(conversation, for_staff_only=True)
