"""Rewards taken back, transfers the bank sent back; and what was solved is written down until it is settled."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


# Once more, all that was ever solved: what earned already earns nothing again.
UNSETTLED = """
INSERT INTO oase_unsettled (conversation_id, due_at)
SELECT c.id, c.solved_at + CASE WHEN r.id IS NULL THEN company.silence_days * interval '1 day' ELSE interval '0' END
  FROM oase_conversation c
  JOIN oase_company company ON company.id = c.company_id
  LEFT JOIN oase_rating r ON r.conversation_id = c.id
 WHERE c.solved_at IS NOT NULL
"""


class Migration(migrations.Migration):

    dependencies = [
        ('oase', '0025_first_words'),
    ]

    operations = [
        migrations.CreateModel(
            name='Unsettled',
            fields=[
                ('conversation', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='oase.conversation')),
                ('due_at', models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.AlterField(
            model_name='ledgertransaction',
            name='kind',
            field=models.CharField(choices=[('earned', 'earned'), ('paid', 'paid'), ('taken_back', 'taken_back'), ('returned', 'returned'), ('sent_again', 'sent_again')], max_length=12),
        ),
        migrations.CreateModel(
            name='Returned',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(choices=[('AC01', 'AC01'), ('AC04', 'AC04'), ('AC06', 'AC06'), ('MD07', 'MD07'), ('RR04', 'RR04'), ('MS03', 'MS03'), ('NARR', 'NARR')], max_length=4)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('payout', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='returns', to='oase.payout')),
                ('transaction', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='returned', to='oase.ledgertransaction')),
            ],
        ),
        migrations.CreateModel(
            name='TakenBack',
            fields=[
                ('reward', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='taken_back', serialize=False, to='oase.reward')),
                ('reason', models.CharField(choices=[('fraud', 'fraud'), ('report', 'report'), ('mistake', 'mistake')], max_length=10)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('was_paid', models.BooleanField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('transaction', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='taken_back', to='oase.ledgertransaction')),
            ],
        ),
        migrations.CreateModel(
            name='SentAgain',
            fields=[
                ('returned', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='sent_again', serialize=False, to='oase.returned')),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sent_again', to='oase.payoutrun')),
                ('sealed', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='oase.sealed')),
                ('transaction', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='sent_again', to='oase.ledgertransaction')),
            ],
        ),
        migrations.CreateModel(
            name='TakenOff',
            fields=[
                ('taken_back', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='taken_off', serialize=False, to='oase.takenback')),
                ('payout', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='taken_off', to='oase.payout')),
            ],
        ),
        migrations.RunSQL(UNSETTLED, migrations.RunSQL.noop),
    ]
