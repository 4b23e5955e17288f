from allauth.account.auth_backends import AuthenticationBackend

from oase.jobs.planned import Planned
from oase.people.models import Person
from oase.portals.public.places import with_places

_signed_in = Planned(lambda person_id: with_places(Person.objects.filter(pk=person_id, is_active=True)), int)
"""Asked by every page."""


class SignInBackend(AuthenticationBackend):  # type: ignore[misc]  # allauth ships no types
    """allauth's checks; whoever is signed in is read together with their places."""

    def get_user(self, user_id: int) -> Person | None:
        """The active person with this id."""
        return _signed_in.first(int(user_id))
