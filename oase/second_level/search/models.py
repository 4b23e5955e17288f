from typing import ClassVar

from django.contrib.postgres.search import SearchVectorField
from django.db import models

from oase.companies.models import Company, Customer, Person
from oase.conversations.models import Conversation


class Searchable(models.Model):
    """The words of one concern as staff may find them: shielded, notes too, with what was merged into it.

    Each word stands as it was written, in lower case, once; what belongs together is known by the `Vocabulary`. Kept by
    `search.sql`; of a concern that is told on in another there is no row.
    """

    conversation = models.OneToOneField(
        Conversation, primary_key=True, on_delete=models.DB_CASCADE, related_name="searchable"
    )
    # The conversation's own, which never change and go with it: an index only for PostgreSQL to check that is none.
    company = models.ForeignKey(
        Company, on_delete=models.DO_NOTHING, related_name="+", db_index=False, db_constraint=False
    )
    customer = models.ForeignKey(
        Customer, on_delete=models.DO_NOTHING, related_name="+", db_index=False, db_constraint=False
    )
    at = models.DateTimeField()
    """When something was last said."""
    month = models.PositiveIntegerField()
    """The month of `at` in UTC, counted since the year nought: old words are looked for a month at a time."""
    words = SearchVectorField()

    class Meta:
        # And by the words, each with its company (`oase_words_within`): the migration makes that one.
        indexes = [models.Index(fields=["company", "-at", "-conversation"], name="searchable_newest")]


class Vocabulary(models.Model):
    """A word that stands in a company's concerns, and in how many. Gone with the last one in which it stood."""

    company = models.ForeignKey(Company, on_delete=models.DB_CASCADE, related_name="+", db_index=False)
    word = models.CharField(max_length=40)
    uses = models.IntegerField()
    german = models.CharField(max_length=40)
    """Its stem in German (Snowball)."""
    english = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "word"], name="word_once")]
        # And by trigrams, for words inside of words and for typing errors: the migration makes that one.
        indexes = [
            models.Index(fields=["company", "german"], name="word_by_german_stem"),
            models.Index(fields=["company", "english"], name="word_by_english_stem"),
        ]


class WordsWaiting(models.Model):
    """A concern whose words changed. Triggers of `search.sql` write it, a job works it off.

    Twice the same is no harm, so nobody who writes a message ever waits for a row of somebody else's.
    """

    conversation_id = models.UUIDField()


class MarksWaiting(models.Model):
    """A person whose name, address or number changed, for the blind index."""

    person_id = models.BigIntegerField()


class BlindMark(models.Model):
    """What a customer can be found by, and by nobody who has only this table: an HMAC of it (`privacy/blind.py`)."""

    MAIL, NUMBER, NAME, PHONE = "mail", "number", "name", "phone"
    KINDS: ClassVar = [(kind, kind) for kind in (MAIL, NUMBER, NAME, PHONE)]

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="+")
    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=8, choices=KINDS)
    mark = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "mark", "customer"], name="blind_mark_once")]
