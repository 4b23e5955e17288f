"""Devices that may be rung, what their owners want to be told, and the notices on their way."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

KINDS = [(kind, kind) for kind in ("answers", "hands", "offers", "held", "test")]


class Migration(migrations.Migration):
    dependencies = [("oase", "0010_widget")]

    operations = [
        migrations.CreateModel(
            "PushDevice",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("session_key", models.CharField(max_length=40, db_index=True)),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("sealed", models.BinaryField()),
                ("label", models.CharField(max_length=40)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("last_sent_at", models.DateTimeField(blank=True, null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="push_devices",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            "NoticeWishes",
            [
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="notice_wishes",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("off", models.JSONField(default=list)),
                ("quiet_from", models.TimeField(blank=True, null=True)),
                ("quiet_until", models.TimeField(blank=True, null=True)),
                ("zone", models.CharField(default="Europe/Berlin", max_length=64)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(quiet_from=None, quiet_until=None) | (~Q(quiet_from=None) & ~Q(quiet_until=None)),
                        name="quiet_has_two_ends",
                    )
                ]
            },
        ),
        migrations.CreateModel(
            "Push",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=KINDS, max_length=10)),
                ("key", models.CharField(max_length=120)),
                ("place", models.CharField(max_length=200)),
                ("seq", models.PositiveIntegerField(default=0)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("not_before", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("dropped_at", models.DateTimeField(blank=True, null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                (
                    "conversation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="oase.conversation",
                    ),
                ),
                (
                    "device",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="pushes", to="oase.pushdevice"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=["device", "key"], name="pushed_once")],
                "indexes": [
                    models.Index(
                        fields=["not_before"],
                        name="push_waiting",
                        condition=Q(sent_at=None, dropped_at=None),
                    )
                ],
            },
        ),
    ]
