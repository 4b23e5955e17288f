"""How far each reader came in a conversation."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('oase', '0008_choice_was_read'),
    ]

    operations = [
        migrations.CreateModel(
            name='ReadMark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('customer', 'customer'), ('expert', 'expert'), ('agent', 'agent')], max_length=10)),
                ('delivered_seq', models.PositiveIntegerField(default=0)),
                ('read_seq', models.PositiveIntegerField(default=0)),
                ('conversation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='read_marks', to='oase.conversation')),
                ('reader', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('conversation', 'role', 'reader'), name='one_read_mark_each', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('delivered_seq__gte', models.F('read_seq'))), name='read_after_delivered'), models.CheckConstraint(condition=models.Q(models.Q(('reader', None), _negated=True), ('role', 'customer'), _connector='OR'), name='guests_are_customers')],
            },
        ),
    ]
