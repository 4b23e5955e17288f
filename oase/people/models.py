from collections.abc import Iterable
from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class PersonManager(BaseUserManager["Person"]):
    def get_by_natural_key(self, username: str | None) -> "Person":
        # Whoever left no address cannot sign in: an empty one names nobody.
        return self.exclude(email="").get(email__iexact=username)


class Person(AbstractBaseUser):
    """One human with one sign-in, who may be customer, expert and agent at once.

    A person who only wrote a mail has no password; the first sign-in code sent to the address makes it an account.
    A visitor of a company's page may have no address either; what they leave there is in their `Mailbox`.
    """

    email = models.EmailField(_("e-mail address"), max_length=254, blank=True)
    """Their own, by which they sign in; empty for somebody who gave none, and then there is no way to sign in."""
    first_name = models.CharField(_("first name"), max_length=80, blank=True)
    last_name = models.CharField(_("last name"), max_length=80, blank=True)
    face = models.CharField(max_length=40, blank=True)
    """Key of a drawn portrait; empty shows initials."""
    language = models.CharField(max_length=2, default="de")
    contact = models.ForeignKey("oase.Sealed", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    """Phone and address, sealed in the vault as JSON."""
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    objects: ClassVar[PersonManager] = PersonManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="person_email_once", condition=~models.Q(email="")),
        ]
        # An index with a condition answers no question without it, and people are looked up by their address.
        indexes = [models.Index(Lower("email"), name="person_by_email")]

    def __str__(self) -> str:
        return f"person {self.pk}"

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def names(self) -> Iterable[str]:
        return [name for name in (self.first_name, self.last_name, self.full_name) if name]


class Mailbox(models.Model):
    """Where answers go to somebody who has no address of their own here (`mailboxes.py`)."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="mailbox")
    sealed = models.BinaryField()
    """The address, under the person's own key."""
    by_company = models.BooleanField(default=False)
    """A company named it as its customer's; otherwise they typed it themself."""
    left_at = models.DateTimeField(default=timezone.now)
    proven_at = models.DateTimeField(null=True, blank=True)
    """When the link that was mailed there was opened; until then it may be anybody's, and gets that link only."""
