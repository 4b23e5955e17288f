"""Late solutions on their way to team leads; the solution each of several joined concerns was promised by itself."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('oase', '0039_dealt_by_turns'),
    ]

    operations = [
        migrations.CreateModel(
            name='NoLateMail',
            fields=[
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='no_late_mail', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('since', models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.AlterField(
            model_name='push',
            name='kind',
            field=models.CharField(choices=[('answers', 'answers'), ('hands', 'hands'), ('offers', 'offers'), ('held', 'held'), ('led', 'led'), ('test', 'test')], max_length=10),
        ),
        migrations.CreateModel(
            name='OwnSolution',
            fields=[
                ('conversation', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='own_solution', serialize=False, to='oase.conversation')),
                ('behind', models.DurationField(blank=True, null=True)),
                ('missed_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('behind', None), ('missed_at', None), _connector='XOR'), name='own_solution_runs_or_was_missed')],
            },
        ),
        migrations.CreateModel(
            name='LateSolution',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('was_due', models.DateTimeField()),
                ('seq', models.PositiveIntegerField()),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('not_before', models.DateTimeField(default=django.utils.timezone.now)),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('conversation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='late_solutions', to='oase.conversation')),
                ('recipient', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['recipient', '-at'], name='late_solution_of_leader'), models.Index(condition=models.Q(('sent_at', None)), fields=['not_before'], name='late_solution_to_mail')],
                'constraints': [models.UniqueConstraint(fields=('conversation', 'recipient', 'was_due'), name='late_solution_told_once')],
            },
        ),
    ]
