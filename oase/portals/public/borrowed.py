"""Words of the sign-in library that we say in our own way; listed here so that their translations are kept."""

from django.utils.translation import gettext_noop

BORROWED = (
    gettext_noop("Security Keys"),
    gettext_noop("Add Security Key"),
    gettext_noop("Edit Security Key"),
    gettext_noop("Remove Security Key"),
    gettext_noop("Use a security key"),
    gettext_noop("Two-Factor Authentication"),
)
