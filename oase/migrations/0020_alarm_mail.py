"""An alarm on its way to one person."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('oase', '0019_what_ended'),
    ]

    operations = [
        migrations.CreateModel(
            name='AlarmMail',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('not_before', models.DateTimeField(default=django.utils.timezone.now)),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('alarm', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mails', to='oase.alarm')),
                ('recipient', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('sent_at', None)), fields=['not_before'], name='alarm_mail_waiting')],
                'constraints': [models.UniqueConstraint(fields=('alarm', 'recipient'), name='alarm_mailed_once')],
            },
        ),
    ]
