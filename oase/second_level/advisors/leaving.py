"""Somebody leaves the staff: everything they hold and everyone they care for finds new hands."""

from collections.abc import Iterable, Iterator

from django.db import transaction
from django.db.models import Q, QuerySet

from oase.companies.models import Customer, Membership
from oase.companies.points import with_points
from oase.companies.presence import about_to_go, is_there
from oase.companies.words import NotAllowed
from oase.jobs import clock
from oase.second_level.advisors.models import Absence, AdvisorChange
from oase.second_level.advisors.standing_in import held_by, pass_all
from oase.second_level.rules import leads

LEFT = "left"
AT_ONCE = 500


def leave(*, membership: Membership, by: Membership) -> int:
    """Let them go: from now on they are not on the staff. Their customers get others, the deputy first; what they hold
    moves once the caller's transaction is committed. How many concerns that are.

    Raises:
        NotAllowed: `by` is neither themself nor leads that company's team.
    """
    own = by.pk == membership.pk
    if not own and not (by.company_id == membership.company_id and by.left_at is None and leads(by)):
        raise NotAllowed("only oneself, or who leads the team")
    with transaction.atomic():
        about_to_go(membership.company_id)
        membership.refresh_from_db()
        if membership.left_at is not None:
            return 0
        now = clock.now()
        membership.left_at, membership.away_until, membership.planned = now, None, []
        membership.save(update_fields=["left_at", "away_until", "planned"])
        Absence.objects.filter(membership=membership, began_at=None).delete()
        Absence.objects.filter(membership=membership, over_at=None).update(over_at=now)
        membership.teams.clear()
        _place_customers(membership, by)
        held = len(held_by(membership))
        # A concern's lock is never taken under the company's: after the commit, and the job finishes what is left.
        transaction.on_commit(lambda: finish(membership))
    return held


def finish(membership: Membership) -> int:
    """Move what somebody who left still holds; how many. Doing it twice is doing it once."""
    return pass_all(membership, reason=LEFT)


def _place_customers(gone: Membership, by: Membership) -> None:
    """New carers for everyone they cared for, dealt out by room: whoever has most of it gets the next."""
    dealing = Dealing(gone)
    batch: list[Customer] = []
    for customer in customers_of(gone).iterator(chunk_size=AT_ONCE):
        batch.append(customer)
        if len(batch) == AT_ONCE:
            _place(batch, gone, by, dealing)
            batch = []
    _place(batch, gone, by, dealing)


def customers_of(membership: Membership) -> QuerySet[Customer]:
    """Everyone they advise or stand in for, in one order."""
    theirs = Customer.objects.filter(Q(advisor=membership) | Q(deputy=membership))
    return theirs.select_related("person", "advisor__person", "deputy__person").order_by("pk")


def carers_after(
    customers: Iterable[Customer], gone: Membership, dealing: "Dealing"
) -> Iterator[tuple[Customer, Membership | None, Membership | None]]:
    """Each customer with who advises them and who stands in once `gone` has left: the deputy, who knows them, first."""
    for customer in customers:
        kept = customer.deputy if customer.advisor_id == gone.pk else customer.advisor
        if kept is None or kept.left_at is not None or not kept.person.is_active:
            kept = None
        if kept is not None and kept.pk == customer.deputy_id:
            dealing.gives(kept.pk, 0.5)
        advisor = kept or dealing.next(customer, besides=(), takes=1)
        yield customer, advisor, dealing.next(customer, besides=(advisor,), takes=0.5)


def _place(customers: Iterable[Customer], gone: Membership, by: Membership, dealing: "Dealing") -> None:
    changes, changed = [], []
    for customer, advisor, deputy in carers_after(customers, gone, dealing):
        if customer.advisor_id == gone.pk:
            changes.append(
                AdvisorChange(customer=customer, before=gone, after=advisor, by=by.person, reason=AdvisorChange.LEFT,
                              at=clock.now())
            )  # fmt: skip
        customer.advisor, customer.deputy = advisor, deputy
        changed.append(customer)
    Customer.objects.bulk_update(changed, ["advisor", "deputy"])
    AdvisorChange.objects.bulk_create(changes)


class Dealing:
    """Those who stay, by how much of their capacity is taken; each customer takes a point of it, half for a deputy."""

    def __init__(self, gone: Membership) -> None:
        stay = Membership.objects.filter(company_id=gone.company_id, left_at=None, person__is_active=True)
        stay = stay.exclude(role=Membership.SUPERVISOR).exclude(pk=gone.pk)
        stay = with_points(stay.select_related("person", "company"))
        self._room = [(not is_there(one), self._taken(one, 0), one.pk) for one in stay]
        self._all = {one.pk: one for one in stay}
        self._given = dict.fromkeys(self._all, 0.0)

    def next(self, customer: Customer, *, besides: Iterable[Membership | None], takes: float) -> Membership | None:
        """Who cares for this customer next: someone who speaks their language, if there is one."""
        closed = {one.pk for one in besides if one is not None}
        free = [one for one in sorted(self._room) if self._fits(one[2], customer, closed)]
        speaks = [one for one in free if customer.person.language in self._all[one[2]].languages]
        if not free:
            return None
        chosen = (speaks or free)[0]
        self.gives(chosen[2], takes)
        return self._all[chosen[2]]

    def gives(self, pk: int, takes: float) -> None:
        """They have so much less room from now on."""
        if pk in self._all:
            self._given[pk] += takes
            away = next(one for one in self._room if one[2] == pk)
            self._room.remove(away)
            self._room.append((away[0], self._taken(self._all[pk], self._given[pk]), pk))

    def _fits(self, pk: int, customer: Customer, closed: set[int]) -> bool:
        return pk not in closed and self._all[pk].person_id != customer.person_id

    @staticmethod
    def _taken(one: Membership, given: float) -> float:
        points: int = one.points  # type: ignore[attr-defined]  # annotated above
        return (points + given) / one.capacity if one.capacity else float("inf")
