"""A team may deal out what comes to it; whose turn it is is read off what it was given last."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("oase", "0038_open_by_topic")]

    operations = [
        migrations.AddField(model_name="team", name="deals", field=models.BooleanField(db_default=False, default=False)),
        migrations.AlterField(
            model_name="assignment",
            name="team",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="oase.team",
            ),
        ),
        migrations.AddIndex(
            model_name="assignment",
            index=models.Index(fields=["team", "-started_at"], name="assignment_of_team", condition=~Q(team=None)),
        ),
    ]
