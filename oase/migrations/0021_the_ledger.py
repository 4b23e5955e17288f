"""Prices, the ledger and payouts. What was earned before is booked: every reward gets its transaction of two lines."""

import django.db.models.deletion
import django.utils.timezone
import uuid_utils.compat
from django.conf import settings
from django.db import migrations, models


# Who owes what was earned: the company of the conversation. Where that was deleted, the only company the expert is
# qualified at, or the only one there is; and where nothing tells, none. The reward's number makes the transaction's id.
TRANSACTIONS = """
INSERT INTO oase_ledgertransaction (id, company_id, kind, lines, booked_at)
SELECT md5('reward ' || w.id)::uuid,
       coalesce(
           (SELECT c.company_id FROM oase_conversation c WHERE c.id = w.conversation_id),
           (SELECT min(t.company_id) FROM oase_qualification q JOIN oase_topic t ON t.id = q.topic_id
             WHERE q.expert_id = w.expert_id HAVING count(DISTINCT t.company_id) = 1),
           (SELECT min(id) FROM oase_company HAVING count(*) = 1)),
       'earned', 2, w.earned_at
  FROM oase_reward w
"""
REWARDS = """
UPDATE oase_reward w SET transaction_id = t.id, company_id = t.company_id
  FROM oase_ledgertransaction t WHERE t.id = md5('reward ' || w.id)::uuid
"""
LINES = """
INSERT INTO oase_ledgerentry (transaction_id, account, expert_id, cents)
SELECT w.transaction_id, line.account, line.expert_id, line.cents
  FROM oase_reward w
 CROSS JOIN LATERAL (VALUES ('rewards', NULL, w.cents::bigint), ('owed', w.expert_id, -w.cents::bigint))
            AS line (account, expert_id, cents)
 ORDER BY w.id, line.account DESC
"""
# A price that was a slip is refused when it is next saved; what stands is not touched by a new release.
SANE = "ALTER TABLE oase_topic ADD CONSTRAINT reward_is_sane CHECK (reward_cents <= 50000) NOT VALID"


class Migration(migrations.Migration):

    dependencies = [
        ('oase', '0020_alarm_mail'),
    ]

    operations = [
        migrations.CreateModel(
            name='LedgerEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('account', models.CharField(choices=[('rewards', 'what helping costs the company'), ('tax', 'value added tax paid to experts'), ('owed', 'what the company owes one expert'), ('bank', 'what was sent through the bank')], max_length=8)),
                ('cents', models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='LedgerTransaction',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('earned', 'earned'), ('paid', 'paid')], max_length=8)),
                ('lines', models.PositiveSmallIntegerField()),
                ('booked_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name='PaidReward',
            fields=[
                ('reward', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='paid', serialize=False, to='oase.reward')),
            ],
        ),
        migrations.CreateModel(
            name='Payer',
            fields=[
                ('company', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='payer', serialize=False, to='oase.company')),
                ('name', models.CharField(max_length=70)),
                ('street', models.CharField(max_length=70)),
                ('postcode', models.CharField(max_length=16)),
                ('town', models.CharField(max_length=35)),
                ('country', models.CharField(default='DE', max_length=2)),
                ('tax_number', models.CharField(max_length=20)),
                ('iban', models.CharField(max_length=34)),
                ('bic', models.CharField(blank=True, max_length=11)),
                ('last_number', models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='PaymentDetails',
            fields=[
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='payment_details', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('agreed_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name='Payout',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('net_cents', models.PositiveBigIntegerField()),
                ('tax_cents', models.PositiveBigIntegerField()),
            ],
            options={
                'ordering': ['number'],
            },
        ),
        migrations.CreateModel(
            name='PayoutRun',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, primary_key=True, serialize=False)),
                ('month', models.DateField()),
                ('closed_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('pay_on', models.DateField()),
                ('payer', models.JSONField(default=dict)),
            ],
        ),
        migrations.CreateModel(
            name='Price',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(blank=True, max_length=2)),
                ('days', models.CharField(blank=True, choices=[('', 'every day'), ('workdays', 'Monday to Friday'), ('weekend', 'Saturday and Sunday')], max_length=10)),
                ('begins', models.TimeField(blank=True, null=True)),
                ('ends', models.TimeField(blank=True, null=True)),
                ('cents', models.PositiveIntegerField()),
            ],
            options={
                'ordering': ['language', 'days', 'begins', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Shares',
            fields=[
                ('company', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='reward_shares', serialize=False, to='oase.company')),
                ('handover', models.PositiveSmallIntegerField(default=20)),
                ('checked', models.PositiveSmallIntegerField(default=20)),
                ('reuse', models.PositiveSmallIntegerField(default=10)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='reward',
            name='rewarded_once',
        ),
        migrations.AddField(
            model_name='reward',
            name='company',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='rewards', to='oase.company'),
        ),
        migrations.AlterField(
            model_name='accesslog',
            name='kind',
            field=models.CharField(choices=[('originals', 'originals'), ('file', 'file'), ('contact', 'contact'), ('export', 'everything'), ('payment', 'where money goes')], max_length=12),
        ),
        migrations.AlterField(
            model_name='reward',
            name='reason',
            field=models.CharField(choices=[('solved', 'solved'), ('handover', 'handover'), ('check', 'check'), ('reuse', 'reuse')], max_length=12),
        ),
        migrations.AddField(
            model_name='ledgerentry',
            name='expert',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='oase.expert'),
        ),
        migrations.AddField(
            model_name='ledgertransaction',
            name='company',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='oase.company'),
        ),
        migrations.AddField(
            model_name='ledgerentry',
            name='transaction',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='oase.ledgertransaction'),
        ),
        migrations.AddField(
            model_name='reward',
            name='transaction',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reward', to='oase.ledgertransaction'),
        ),
        migrations.AddConstraint(
            model_name='reward',
            constraint=models.UniqueConstraint(fields=('expert', 'conversation', 'reason'), name='rewarded_once_for_each'),
        ),
        migrations.AddConstraint(
            model_name='reward',
            constraint=models.UniqueConstraint(condition=models.Q(('reason__in', ['solved', 'handover'])), fields=('expert', 'conversation'), name='rewarded_once'),
        ),
        migrations.AddField(
            model_name='paymentdetails',
            name='sealed',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='payment_details', to='oase.sealed'),
        ),
        migrations.AddField(
            model_name='payout',
            name='company',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='oase.company'),
        ),
        migrations.AddField(
            model_name='payout',
            name='expert',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='payouts', to='oase.expert'),
        ),
        migrations.AddField(
            model_name='payout',
            name='sealed',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='oase.sealed'),
        ),
        migrations.AddField(
            model_name='payout',
            name='transaction',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='payout', to='oase.ledgertransaction'),
        ),
        migrations.AddField(
            model_name='paidreward',
            name='payout',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='paid_rewards', to='oase.payout'),
        ),
        migrations.AddField(
            model_name='payoutrun',
            name='closed_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='payoutrun',
            name='company',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='payout_runs', to='oase.company'),
        ),
        migrations.AddField(
            model_name='payout',
            name='run',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='payouts', to='oase.payoutrun'),
        ),
        migrations.AddField(
            model_name='price',
            name='topic',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='prices', to='oase.topic'),
        ),
        migrations.AddConstraint(
            model_name='shares',
            constraint=models.CheckConstraint(condition=models.Q(('checked__lte', 50), ('handover__lte', 50), ('reuse__lte', 50)), name='shares_are_parts'),
        ),
        migrations.AddIndex(
            model_name='ledgertransaction',
            index=models.Index(fields=['company', 'booked_at'], name='ledger_of_company'),
        ),
        migrations.AddConstraint(
            model_name='ledgertransaction',
            constraint=models.CheckConstraint(condition=models.Q(('lines__gte', 2)), name='booked_twice_at_least'),
        ),
        migrations.AddIndex(
            model_name='ledgerentry',
            index=models.Index(condition=models.Q(('expert', None), _negated=True), fields=['expert', 'account'], name='ledger_of_expert'),
        ),
        migrations.AddConstraint(
            model_name='ledgerentry',
            constraint=models.CheckConstraint(condition=models.Q(('cents', 0), _negated=True), name='entry_is_something'),
        ),
        migrations.AddConstraint(
            model_name='ledgerentry',
            constraint=models.CheckConstraint(condition=models.Q(('cents__gte', -100000000000), ('cents__lte', 100000000000)), name='entry_is_sane'),
        ),
        migrations.AddConstraint(
            model_name='ledgerentry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('account', 'owed'), ('expert__isnull', False)), models.Q(models.Q(('account', 'owed'), _negated=True), ('expert__isnull', True)), _connector='OR'), name='owed_to_somebody'),
        ),
        migrations.AddConstraint(
            model_name='payoutrun',
            constraint=models.UniqueConstraint(fields=('company', 'month'), name='month_closed_once'),
        ),
        migrations.AddConstraint(
            model_name='payoutrun',
            constraint=models.CheckConstraint(condition=models.Q(('month__day', 1)), name='month_begins_on_its_first'),
        ),
        migrations.AddConstraint(
            model_name='payout',
            constraint=models.UniqueConstraint(fields=('run', 'expert'), name='paid_once_a_run'),
        ),
        migrations.AddConstraint(
            model_name='payout',
            constraint=models.UniqueConstraint(fields=('company', 'number'), name='credit_note_number_once'),
        ),
        migrations.AddConstraint(
            model_name='payout',
            constraint=models.CheckConstraint(condition=models.Q(('net_cents__gt', 0)), name='payout_is_something'),
        ),
        migrations.AddConstraint(
            model_name='price',
            constraint=models.UniqueConstraint(fields=('topic', 'language', 'days', 'begins', 'ends'), name='price_once', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='price',
            constraint=models.CheckConstraint(condition=models.Q(('cents__gte', 1), ('cents__lte', 50000)), name='price_is_sane'),
        ),
        migrations.AddConstraint(
            model_name='price',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('begins', None), ('ends', None)), models.Q(('begins__isnull', False), ('ends__isnull', False), models.Q(('begins', models.F('ends')), _negated=True)), _connector='OR'), name='price_has_two_ends'),
        ),
        migrations.AddConstraint(
            model_name='price',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('language', ''), _negated=True), models.Q(('days', ''), _negated=True), ('begins__isnull', False), _connector='OR'), name='price_has_a_condition'),
        ),
        migrations.RunSQL(TRANSACTIONS, migrations.RunSQL.noop),
        migrations.RunSQL(REWARDS, migrations.RunSQL.noop),
        migrations.RunSQL(LINES, migrations.RunSQL.noop),
        # What was just written is looked at now, so that its table can be changed.
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.AlterField(
            model_name='reward',
            name='transaction',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='reward', to='oase.ledgertransaction'),
        ),
        migrations.RunSQL(
            SANE,
            "ALTER TABLE oase_topic DROP CONSTRAINT reward_is_sane",
            state_operations=[
                migrations.AddConstraint(
                    model_name='topic',
                    constraint=models.CheckConstraint(
                        condition=models.Q(reward_cents__lte=50000), name='reward_is_sane'
                    ),
                )
            ],
        ),
    ]
