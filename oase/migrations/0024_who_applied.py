"""Whoever is qualified already has applied; a notice that no mail server took is tried again, later and later."""

import django.utils.timezone
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def apply_who_are_qualified(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    Qualification, Application = apps.get_model("oase", "Qualification"), apps.get_model("oase", "Application")
    rows = Qualification.objects.using(editor.connection.alias)
    pairs = rows.values_list("expert_id", "topic__company_id").annotate(first=models.Min("passed_at"))
    Application.objects.using(editor.connection.alias).bulk_create(
        (Application(expert_id=expert, company_id=company, applied_at=first) for expert, company, first in pairs),
        ignore_conflicts=True,
        batch_size=1000,
    )


class Migration(migrations.Migration):
    dependencies = [("oase", "0023_recognition")]

    operations = [
        migrations.RemoveIndex("ProgrammeNotice", "programme_notice_waiting"),
        migrations.AddField("ProgrammeNotice", "not_before", models.DateTimeField(default=django.utils.timezone.now)),
        migrations.AddIndex(
            "ProgrammeNotice",
            models.Index(fields=["not_before"], name="programme_notice_due", condition=models.Q(sent_at=None)),
        ),
        migrations.RunPython(apply_who_are_qualified, migrations.RunPython.noop),
    ]
