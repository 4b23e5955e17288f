import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

REASONS = [("customer", "customer"), ("staff", "staff"), ("left", "left")]


class Migration(migrations.Migration):
    dependencies = [("oase", "0032_listing")]

    operations = [
        migrations.AddField("membership", "hours", models.JSONField(blank=True, default=list)),
        migrations.AddField("membership", "planned", models.JSONField(blank=True, default=list)),
        migrations.AddField(
            "membership", "knows", models.ManyToManyField(blank=True, related_name="known_by", to="oase.topic")
        ),
        migrations.AddField(
            "assignment",
            "stands_in_for",
            models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddIndex(
            "assignment",
            models.Index(
                fields=["stands_in_for"],
                name="assignment_stood_in",
                condition=Q(ended_at=None) & ~Q(stands_in_for=None),
            ),
        ),
        migrations.CreateModel(
            "Absence",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("sealed", models.BinaryField(null=True)),
                ("planned_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("began_at", models.DateTimeField(blank=True, null=True)),
                ("over_at", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "membership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="absences", to="oase.membership"
                    ),
                ),
            ],
            options={
                "ordering": ["starts_at", "pk"],
                "indexes": [
                    models.Index(
                        fields=["starts_at"], name="absence_begins", condition=Q(began_at=None, over_at=None)
                    ),
                    models.Index(fields=["ends_at"], name="absence_ends", condition=Q(over_at=None)),
                ],
                "constraints": [
                    models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="absence_ends_later"),
                    models.UniqueConstraint(
                        fields=["membership"],
                        condition=~Q(began_at=None) & Q(over_at=None),
                        name="away_once_at_a_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            "AdvisorChange",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.CharField(choices=REASONS, max_length=10)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("note_asked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "after",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="oase.membership",
                    ),
                ),
                (
                    "before",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="oase.membership",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="advisor_changes",
                        to="oase.customer",
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-pk"],
                "indexes": [models.Index(fields=["customer", "-at"], name="advisor_changes_of_customer")],
            },
        ),
        migrations.CreateModel(
            "HandoverNote",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("body", models.TextField()),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("read_at", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "change",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="note", to="oase.advisorchange"
                    ),
                ),
            ],
        ),
    ]
