"""Tags: the company's own words, put on concerns and taken off again."""

from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from oase.companies.audit.recording import record_change
from oase.companies.models import Membership
from oase.companies.roles.now import read_anew
from oase.conversations.append import NotAllowed
from oase.conversations.audience import tell
from oase.conversations.knowing import known_in
from oase.conversations.models import Conversation
from oase.conversations.words import Refused, clean_line
from oase.jobs import clock
from oase.privacy.shield import Known, shield
from oase.privacy.vault import VaultError
from oase.second_level.rules import leads
from oase.second_level.shaping.cared_for import cared_for, on_the_staff
from oase.second_level.shaping.models import Tag, Tagging

LONGEST = 40
MOST = 500
"""Tags of one company: beyond that nobody finds one again."""
MOST_ON_ONE = 20


@transaction.atomic
def put_tag(*, conversation_id: UUID, by: Membership, tag_id: int | None = None, name: str = "") -> bool:
    """Put a tag on a concern, by its id or by its name; a name that is new becomes a tag. Whether it is new here.

    Raises:
        NotAllowed: not staff of the company, their own concern, or a tag of another company.
        Refused: no name, one that is too long, or one that names somebody; or too many tags.
    """
    conversation = cared_for(conversation_id, by)
    tag = _found(by, tag_id) if tag_id is not None else _named(by, name, about=conversation)
    if conversation.taggings.count() >= MOST_ON_ONE:
        raise Refused(_("A concern holds at most %(most)d tags. Please take one off first.") % {"most": MOST_ON_ONE})
    _tagging, is_new = Tagging.objects.get_or_create(
        conversation=conversation, tag=tag, defaults={"by_id": by.person_id, "at": clock.now()}
    )
    if is_new:
        tell(conversation, for_staff_only=True)
    return is_new


@transaction.atomic
def take_tag(*, conversation_id: UUID, by: Membership, tag_id: int) -> bool:
    """Take a tag off a concern; whether it was there.

    Raises:
        NotAllowed: not staff of the company, or their own concern.
    """
    conversation = cared_for(conversation_id, by)
    gone, _each = Tagging.objects.filter(conversation=conversation, tag_id=tag_id).delete()
    if gone:
        tell(conversation, for_staff_only=True)
    return bool(gone)


@transaction.atomic
def make_tag(*, by: Membership, name: str) -> Tag:
    """A tag by this name; the one that has it already, in whatever case, and offered again if it was retired.

    Raises:
        NotAllowed: no longer on the staff.
        Refused: no name, one that is too long, or one that names somebody; or there are too many.
    """
    if not on_the_staff(by):
        raise NotAllowed("only staff make tags")
    return _named(by, name)


@transaction.atomic
def rename_tag(*, by: Membership, tag_id: int, name: str) -> Tag:
    """Give a tag another name, everywhere it was put.

    Raises:
        NotAllowed: they do not lead the team, or it is another company's.
        Refused: the name cannot be one, or another tag has it.
    """
    tag = _settled(by, tag_id)
    name = _checked(by, name)
    if name == tag.name:
        return tag
    if Tag.objects.filter(company_id=by.company_id, name__iexact=name).exclude(pk=tag.pk).exists():
        raise Refused(_("There is a tag “%(name)s” already.") % {"name": name})
    before, tag.name = tag.name, name
    tag.save(update_fields=["name"])
    record_change(
        company=by.company, by=by.person, area="tags", subject=name, before={"name": before}, after={"name": name}
    )
    return tag


@transaction.atomic
def retire_tag(*, by: Membership, tag_id: int) -> Tag:
    """Offer a tag no more; where it was put it stays. Doing it again changes nothing.

    Raises:
        NotAllowed: they do not lead the team, or it is another company's.
    """
    return _offer(by, tag_id, offered=False)


@transaction.atomic
def offer_tag(*, by: Membership, tag_id: int) -> Tag:
    """Offer a retired tag again.

    Raises:
        NotAllowed: they do not lead the team, or it is another company's.
    """
    return _offer(by, tag_id, offered=True)


def _offer(by: Membership, tag_id: int, *, offered: bool) -> Tag:
    tag = _settled(by, tag_id)
    if offered != (tag.retired_at is None):
        tag.retired_at = None if offered else clock.now()
        tag.save(update_fields=["retired_at"])
        before, after = {"offered": not offered}, {"offered": offered}
        record_change(company=by.company, by=by.person, area="tags", subject=tag.name, before=before, after=after)
    return tag


def _settled(by: Membership, tag_id: int) -> Tag:
    read_anew(by)
    if not on_the_staff(by) or not leads(by):
        raise NotAllowed("only who leads the team settles tags")
    return _found(by, tag_id, retired=True)


def _found(by: Membership, tag_id: int, *, retired: bool = False) -> Tag:
    tag = Tag.objects.filter(company_id=by.company_id, pk=tag_id).first()
    if tag is None:
        raise NotAllowed("no tag of this company")
    if tag.retired_at is not None and not retired:
        raise Refused(_("The tag “%(name)s” is no longer in use.") % {"name": tag.name})
    return tag


def _named(by: Membership, name: str, *, about: Conversation | None = None) -> Tag:
    name = _checked(by, name)
    tag = Tag.objects.filter(company_id=by.company_id, name__iexact=name).first()
    if tag is not None:
        return _found(by, tag.pk)
    if about is not None and _is_about(about, name):
        raise Refused(
            _("“%(name)s” would name this customer, and a tag stays when they are forgotten. Please take another word.")
            % {"name": name}
        )
    if Tag.objects.filter(company_id=by.company_id).count() >= MOST:
        raise Refused(_("There are %(most)d tags already. Please use one of them.") % {"most": MOST})
    try:
        with transaction.atomic():
            tag = Tag.objects.create(company_id=by.company_id, name=name)
    except IntegrityError:  # somebody had the same idea a moment ago
        return Tag.objects.get(company_id=by.company_id, name__iexact=name)
    record_change(company=by.company, by=by.person, area="tags", subject=name, before=None, after={"name": name})
    return tag


def _is_about(conversation: Conversation, name: str) -> bool:
    """Whether it holds what is known of the customer: that no word of the company's is, whoever leads."""
    words = frozenset(word.lower() for one in conversation.company.vocabulary for word in one.split())
    try:
        known = known_in(conversation.customer)
    except VaultError:
        known = Known(names=tuple(conversation.customer.person.names))
    return shield(name, known=known, vocabulary=words, recognisers={}).text != name


def written(name: str) -> str:
    """A tag's name as it is kept: one line, single spaced, without the signs that people put around tags."""
    return clean_line(name).strip("#,; ")


def _checked(by: Membership, name: str) -> str:
    name = written(name)
    if not name:
        raise Refused(_("Please write a word for the tag."))
    if len(name) > LONGEST:
        raise Refused(_("Please keep a tag under %(most)d characters.") % {"most": LONGEST})
    # A tag outlives the concerns it was put on: nobody who was forgotten may go on in one. Who leads the team decides
    # what is a word of the company's after all.
    words = frozenset(word.lower() for one in by.company.vocabulary for word in one.split())
    if not leads(by) and shield(name, vocabulary=words).text != name:
        raise Refused(
            _(
                "A tag is no place for names, addresses or numbers: it stays when somebody is forgotten. If “%(name)s” "
                "is none, whoever leads the team can make the tag."
            )
            % {"name": name}
        )
    return name
