"""The inbox's flat row of each conversation; listing.sql fills it and keeps it, as soon as the laws are applied."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q

LEVELS = [(level, level) for level in ("network", "expert", "advisor", "deputy", "team", "supervisors")]


def index(name, condition, *columns):
    return migrations.AddIndex(
        model_name="listing", index=models.Index(*(F(one) for one in columns), name=name, condition=condition)
    )


class Migration(migrations.Migration):
    dependencies = [("oase", "0031_goodwill")]

    operations = [
        migrations.CreateModel(
            name="Listing",
            fields=[
                (
                    "conversation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.DB_CASCADE,
                        primary_key=True,
                        related_name="listing",
                        serialize=False,
                        to="oase.conversation",
                    ),
                ),
                ("company_id", models.BigIntegerField()),
                ("customer_id", models.BigIntegerField()),
                ("person_id", models.BigIntegerField()),
                ("topic_id", models.BigIntegerField(null=True)),
                ("team_id", models.BigIntegerField(null=True)),
                ("language", models.CharField(max_length=2)),
                ("channel", models.CharField(max_length=12)),
                ("opened_at", models.DateTimeField()),
                ("is_open", models.BooleanField()),
                ("solved_at", models.DateTimeField(null=True)),
                ("level", models.CharField(choices=LEVELS, max_length=12)),
                ("with_experts", models.BooleanField()),
                ("holder_id", models.BigIntegerField(null=True)),
                ("customers_turn", models.BooleanField()),
                ("due_at", models.DateTimeField(null=True)),
                ("late_since", models.DateTimeField(null=True)),
                ("snoozed_until", models.DateTimeField(null=True)),
                ("stars", models.PositiveSmallIntegerField(null=True)),
                (
                    "tags",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
            ],
        ),
        # Turns come and go: what they leave behind is cleared away long before a fifth of the table has changed.
        migrations.RunSQL(
            "ALTER TABLE oase_listing SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02)",
            migrations.RunSQL.noop,
        ),
        index("listing_open", Q(is_open=True), "company_id", "with_experts", "customers_turn", "due_at", "conversation"),
        index(
            "listing_of_holder",
            Q(is_open=True, with_experts=False),
            "company_id",
            "holder_id",
            "customers_turn",
            "due_at",
            "conversation",
        ),
        index(
            "listing_of_team",
            Q(is_open=True, with_experts=False) & ~Q(team_id=None),
            "company_id",
            "team_id",
            "customers_turn",
            "due_at",
            "conversation",
        ),
        index(
            "listing_late",
            Q(is_open=True, customers_turn=False) & ~Q(late_since=None),
            "company_id",
            "due_at",
            "conversation",
        ),
        index(
            "listing_snoozed",
            Q(is_open=True) & ~Q(snoozed_until=None),
            "company_id",
            "holder_id",
            "snoozed_until",
            "conversation",
        ),
        index("listing_solved", ~Q(solved_at=None), "company_id", "solved_at", "conversation"),
        index("listing_solved_topic", ~Q(solved_at=None), "company_id", "topic_id", "solved_at", "conversation"),
        index(
            "listing_solved_stars",
            ~Q(solved_at=None) & ~Q(stars=None),
            "company_id",
            "stars",
            "solved_at",
            "conversation",
        ),
    ]
