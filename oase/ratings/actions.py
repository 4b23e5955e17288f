from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from oase.conversations.append import NotAllowed
from oase.conversations.assignments import is_forgotten, lock
from oase.conversations.audience import tell
from oase.conversations.events import record
from oase.conversations.shielding import hide_in
from oase.conversations.words import Refused, clean_text
from oase.jobs import clock
from oase.live.notify import Poke, person, poke
from oase.people.models import Person
from oase.ratings.helping import authors_of, nameable_in
from oase.ratings.models import Rating

LONGEST_THANKS = 1000


@transaction.atomic
def rate(*, conversation_id: UUID, by: Person, stars: int, thanks: str = "", named: Collection[int] = ()) -> Rating:
    """Rate a solved conversation and thank everyone who helped; doing it again changes the rating.

    named: ids of those the customer says it was; whoever had nothing to do with the conversation is left out.

    Raises:
        NotAllowed: `by` is not the customer.
        Refused: it is not solved, the stars are not 1 to 5, or the words are too long or could not
            be shielded.
    """
    conversation = lock(conversation_id)
    if conversation.customer.person_id != by.pk:
        raise NotAllowed("only the customer rates")
    if is_forgotten(conversation):
        raise Refused(_("This customer was forgotten: nobody would read it."))
    if conversation.merged_into_id is not None:
        raise Refused(_("This goes on in another concern of yours. You can rate that one as soon as it is solved."))
    if conversation.is_open:
        raise Refused(_("You can rate this as soon as it is solved."))
    if stars not in range(1, 6):
        raise Refused(_("Please choose one to five stars."))
    thanks = clean_text(thanks) if thanks.strip() else ""
    if len(thanks) > LONGEST_THANKS:
        raise Refused(_("Please keep your thanks under %(most)d characters.") % {"most": LONGEST_THANKS})
    helpers = authors_of(conversation)
    chosen = {one.pk: one.first_name for one in nameable_in(conversation) if one.pk in named}
    helpers |= chosen
    # Whoever is thanked by name may read that name.
    hidden = hide_in(conversation, thanks, consents=False, opened=[name for name in helpers.values() if name])
    if hidden.shielded_at is None:
        raise Refused(_("Your thanks could not be checked for personal data just now. Please try again in a moment."))
    conversation.save(update_fields=["placeholders"])
    rating, is_new = Rating.objects.update_or_create(
        conversation=conversation, defaults={"stars": stars, "thanks": hidden.body, "at": clock.now()}
    )
    rating.helpers.set(helpers)
    rating.named.set(chosen)
    if is_new:
        record(conversation, "rated", actor=by)
    tell(conversation, also=tuple(helpers))
    poke([Poke("thanks", 0, tuple(person(one) for one in sorted(helpers)))])
    return rating
