"""Views of the inbox made by those who use it, and an index of what nobody holds yet."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

SHARED = [(how, how) for how in ("private", "team", "company")]


class Migration(migrations.Migration):
    dependencies = [("oase", "0035_search")]

    operations = [
        migrations.CreateModel(
            name="OwnView",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=40)),
                ("shared", models.CharField(choices=SHARED, default="private", max_length=8)),
                ("filters", models.JSONField(default=dict)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="own_views", to="oase.company"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="own_views",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="own_views",
                        to="oase.team",
                    ),
                ),
            ],
            options={
                "ordering": ["name", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("company", "owner", "name"), name="own_view_once"),
                    models.CheckConstraint(
                        condition=models.Q(("team", None), ("shared", "team"), _connector="OR"),
                        name="own_view_team_is_shared",
                    ),
                ],
            },
        ),
        migrations.RemoveIndex(model_name="listing", name="listing_of_holder"),
        migrations.AddIndex(
            model_name="listing",
            index=models.Index(
                F("company_id"),
                F("holder_id"),
                F("customers_turn"),
                F("due_at"),
                F("conversation"),
                name="listing_of_holder",
                condition=Q(is_open=True, with_experts=False) & ~Q(holder_id=None),
            ),
        ),
        migrations.AddIndex(
            model_name="listing",
            index=models.Index(
                F("company_id"),
                F("customers_turn"),
                F("due_at"),
                F("conversation"),
                name="listing_unheld",
                condition=Q(is_open=True, with_experts=False, holder_id=None),
            ),
        ),
    ]
