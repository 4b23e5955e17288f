"""Every night: concerns whose time has run out are deleted, and small tables written anew."""

import logging
from datetime import timedelta

from django.db import connections
from django.db.models import Exists, OuterRef
from django.db.utils import OperationalError

from oase.companies.models import Customer
from oase.companies.roles.models import OPEN_FOR, Invitation
from oase.conversations.models import Conversation
from oase.jobs import clock
from oase.people.models import Mailbox, Person
from oase.privacy.erasures import Erasure
from oase.service_cloud.erasure import belongings, history, retention

log = logging.getLogger(__name__)
AT_ONCE = 1000
LARGEST = 256 * 2**20
"""Bytes of a table that is written anew at night; a larger one would keep people waiting: `oase compact` does it."""


def sweep() -> int:
    """Delete concerns whose retention has ended, also of people who never asked; how many."""
    count = 0
    for solved in retention.run_out(clock.now()):
        count += history.delete(list(solved.order_by("solved_at").values_list("pk", flat=True)[:AT_ONCE]))
    Customer.objects.filter(person__is_active=False, conversations=None).delete()
    _forget_visitors()
    # Who never answered is not kept waiting in a list for ever.
    Invitation.objects.filter(until__lt=clock.now() - OPEN_FOR).delete()
    return count


def _forget_visitors() -> None:
    """Who left no address goes with their last concern: nobody could ever ask for them."""
    # Somebody who is just about to ask has no concern yet.
    gone = Person.objects.filter(email="", is_active=True, joined_at__lt=clock.now() - timedelta(days=1))
    asked = Conversation.objects.filter(customer__person=OuterRef("pk"))
    visitors = list(gone.filter(~Exists(asked), customers__isnull=False).values_list("pk", flat=True)[:AT_ONCE])
    Mailbox.objects.filter(person__in=visitors).delete()
    Customer.objects.filter(person__in=visitors, conversations=None).delete()
    Person.objects.filter(pk__in=visitors).update(first_name="", last_name="", is_active=False)


def compact(*, everything: bool = False) -> list[str]:
    """Write tables anew in which somebody was forgotten in the last two days, so that no old byte stays; which.

    `everything`: whatever happened, however large they are.
    """
    lately = Erasure.objects.filter(done_at__gt=clock.now() - timedelta(days=2))
    if not everything and not lately.exists():
        return []
    done = []
    with connections["owner"].cursor() as cursor:
        if not everything:
            cursor.execute("SET lock_timeout = '2s'")
        for table in belongings.tables():
            cursor.execute("SELECT pg_total_relation_size(%s::regclass)", [table])
            if not everything and cursor.fetchone()[0] > LARGEST:
                continue
            try:
                cursor.execute(f"VACUUM (FULL) {connections['owner'].ops.quote_name(table)}")
                done.append(table)
            except OperationalError:  # somebody uses it right now; the next night will do
                log.info("table %s is in use and was not written anew", table)
        cursor.execute("RESET lock_timeout")
    return done
