"""When experts want to be asked, how they are told, and mail that goes to and fro through relay addresses."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('oase', '0015_programme'),
    ]

    operations = [
        migrations.CreateModel(
            name='Availability',
            fields=[
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='availability', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('mail_offers', models.BooleanField(default=True)),
                ('mail_replies', models.BooleanField(default=True)),
                ('beyond_until', models.DateTimeField(blank=True, null=True)),
                ('reacted_at', models.DateTimeField(blank=True, null=True)),
                ('look_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('look_at', None), _negated=True), fields=['look_at'], name='availability_turns')],
            },
        ),
        migrations.CreateModel(
            name='MailedAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('outcome', models.CharField(choices=[('sent', 'sent'), ('kept', 'kept'), ('refused', 'refused')], max_length=8)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('conversation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='oase.conversation')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mailed_answers', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Pause',
            fields=[
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='pause', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('since', models.DateTimeField(default=django.utils.timezone.now)),
                ('until', models.DateTimeField(blank=True, null=True)),
                ('unanswered', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('until', None), ('until__gt', models.F('since')), _connector='OR'), name='pause_lasts')],
            },
        ),
        migrations.CreateModel(
            name='ExpertHours',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('weekday', models.PositiveSmallIntegerField()),
                ('begins', models.TimeField()),
                ('ends', models.TimeField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='expert_hours', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['weekday', 'begins'],
                'constraints': [models.CheckConstraint(condition=models.Q(('weekday__lte', 6)), name='expert_weekday_of_seven'), models.CheckConstraint(condition=models.Q(models.Q(('begins', models.F('ends')), _negated=True), ('begins', '00:00'), _connector='OR'), name='expert_hours_last'), models.UniqueConstraint(fields=('person', 'weekday', 'begins'), name='expert_hours_once')],
            },
        ),
        migrations.CreateModel(
            name='ExpertNotice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=12)),
                ('key', models.CharField(max_length=120, unique=True)),
                ('reason', models.CharField(blank=True, max_length=20)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('not_before', models.DateTimeField(default=django.utils.timezone.now)),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('dropped_at', models.DateTimeField(blank=True, null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('conversation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='oase.conversation')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='expert_notices', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('dropped_at', None), ('sent_at', None)), fields=['not_before'], name='expert_notice_waiting'), models.Index(fields=['person', 'kind', '-created_at'], name='expert_notice_newest')],
            },
        ),
    ]
