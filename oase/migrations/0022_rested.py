"""What a suspended expert held went on: an event of its own kind. The owner of an account disowns an alarm."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

KINDS = [
    (kind, kind)
    for kind in (
        "asked",
        "offered",
        "claimed",
        "given_on",
        "given_back",
        "company_asked",
        "lapsed",
        "assigned",
        "handed_over",
        "taken",
        "revealed",
        "solution_proposed",
        "solution_declined",
        "solved",
        "reminded",
        "reopened",
        "rated",
        "forgotten",
        "rested",
    )
]


class Migration(migrations.Migration):

    dependencies = [
        ("oase", "0021_the_ledger"),
    ]

    operations = [
        migrations.CreateModel(
            name="Disowned",
            fields=[
                (
                    "alarm",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="disowned",
                        serialize=False,
                        to="oase.alarm",
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.AlterField(
            model_name="event",
            name="kind",
            field=models.CharField(choices=KINDS, max_length=20),
        ),
    ]
