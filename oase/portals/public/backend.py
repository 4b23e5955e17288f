from allauth.account.auth_backends import AuthenticationBackend

from oase.people.models import Person
from oase.portals.public.places import with_places


class SignInBackend(AuthenticationBackend):  # type: ignore[misc]  # allauth ships no types
    """allauth's checks; whoever is signed in is read together with their places."""

    def get_user(self, user_id: int) -> Person | None:
        """The active person with this id."""
        return with_places(Person.objects.filter(pk=user_id, is_active=True)).first()
