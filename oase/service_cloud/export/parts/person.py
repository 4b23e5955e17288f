"""Who somebody is and how to reach them."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from oase.people.known import contact_of
from oase.people.mailboxes import left_by
from oase.people.models import Person
from oase.service_cloud.export.parts.contract import Part, Section


def _sections(person: Person) -> Iterator[Section]:
    yield Section(
        "profile",
        _("Your profile"),
        _("How you are called and shown. Kept until you change it or ask to be forgotten."),
        {
            "first_name": _("First name"),
            "last_name": _("Last name"),
            "email": _("E-mail address"),
            "language": _("Language"),
            "face": _("Your picture"),
            "joined_at": _("Here since"),
            "last_login": _("Last sign-in"),
            "is_active": _("Account is open"),
            "has_password": _("Has a password"),
        },
        [
            {
                "first_name": person.first_name,
                "last_name": person.last_name,
                "email": person.email or left_by(person),
                "language": person.language,
                "face": person.face,
                "joined_at": person.joined_at,
                "last_login": person.last_login,
                "is_active": person.is_active,
                "has_password": person.has_usable_password(),
            }
        ],
    )
    contact = contact_of(person)
    yield Section(
        "contact",
        _("How to reach you"),
        _("Sealed in the vault. Kept until you change it or ask to be forgotten."),
        {"phone": _("Phone"), "street": _("Street and number"), "place": _("Postcode and place")}
        # What a later version keeps besides stands under its own key.
        | {
            key: pgettext("kind of contact data", "Other") for key in contact if key not in {"phone", "street", "place"}
        },
        [dict(contact)] if any(contact.values()) else [],
    )


PART = Part(frozenset({"Person.contact", "Mailbox.person"}), _sections)
