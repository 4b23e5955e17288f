import datetime

import django.db.models.deletion
from django.db import migrations, models

KINDS = (
    "asked offered claimed given_on given_back company_asked lapsed assigned handed_over taken revealed "
    "solution_proposed solution_declined solved reminded reopened rated forgotten rested stepped_in came_back "
    "advisor_changed progress told_early goodwill goodwill_withdrawn merged unmerged split snoozed promise_moved "
    "solution_late"
).split()
MINUTES = {"null": True, "blank": True}
MOMENT = {"null": True, "blank": True}


class Migration(migrations.Migration):
    dependencies = [("oase", "0029_invitations")]

    operations = [
        migrations.AddField("company", "first_answer_minutes", models.PositiveIntegerField(default=60, db_default=60)),
        migrations.AddField("company", "next_answer_minutes", models.PositiveIntegerField(default=60, db_default=60)),
        migrations.AddField("company", "progress_minutes", models.PositiveIntegerField(**MINUTES)),
        migrations.AddField("company", "solution_minutes", models.PositiveIntegerField(**MINUTES)),
        migrations.AddField(
            "company",
            "holiday_region",
            models.CharField(max_length=40, blank=True, default=""),
            preserve_default=False,
        ),
        migrations.AddField("topic", "progress_minutes", models.PositiveIntegerField(**MINUTES)),
        migrations.AddField("topic", "solution_minutes", models.PositiveIntegerField(**MINUTES)),
        migrations.RemoveConstraint("openinghours", "opens_before_it_closes"),
        migrations.AddConstraint(
            "openinghours",
            models.CheckConstraint(
                condition=models.Q(("opens__lt", models.F("closes")), ("closes", datetime.time(0, 0)), _connector="OR"),
                name="opens_before_it_closes",
            ),
        ),
        migrations.CreateModel(
            name="OwnDay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("name", models.CharField(blank=True, max_length=80)),
                ("yearly", models.BooleanField(default=False)),
                ("openings", models.JSONField(blank=True, default=list)),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="own_days", to="oase.company"
                    ),
                ),
            ],
            options={
                "ordering": ["day"],
                "constraints": [models.UniqueConstraint(fields=("company", "day"), name="own_day_once")],
            },
        ),
        migrations.AddField("conversation", "solution_due_at", models.DateTimeField(**MOMENT)),
        migrations.AddField("conversation", "solution_paused_at", models.DateTimeField(**MOMENT)),
        migrations.AddField("conversation", "solution_missed_at", models.DateTimeField(**MOMENT)),
        migrations.AddIndex(
            "conversation",
            models.Index(
                condition=models.Q(("solution_missed_at", None), ("solution_paused_at", None), ("solved_at", None))
                & ~models.Q(("solution_due_at", None)),
                fields=["solution_due_at"],
                name="conversation_solution_due",
            ),
        ),
        migrations.AddField(
            "assignment",
            "promise",
            models.CharField(
                choices=[("first", "first"), ("next", "next"), ("progress", "progress")],
                db_default="next",
                default="next",
                max_length=10,
            ),
        ),
        migrations.AlterField(
            "event", "kind", models.CharField(choices=[(kind, kind) for kind in KINDS], max_length=20)
        ),
        migrations.AddField("assignment", "warned_at", models.DateTimeField(**MOMENT)),
        migrations.AddField("assignment", "told_early_at", models.DateTimeField(**MOMENT)),
    ]
