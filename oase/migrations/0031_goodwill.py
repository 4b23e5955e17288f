"""Goodwill: what may be given, budgets, the ledger and wishes beyond them; thanks of a week; wishes to learn."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('oase', '0030_promises'),
    ]

    operations = [
        migrations.CreateModel(
            name='Goodwill',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('client_id', models.UUIDField(unique=True)),
                ('cents', models.IntegerField()),
                ('budget', models.CharField(choices=[('own', 'own'), ('team', 'team'), ('beyond', 'beyond')], max_length=6)),
                ('month', models.DateField()),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name='GoodwillBudget',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('cents', models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='GoodwillKind',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_de', models.CharField(max_length=60)),
                ('name_en', models.CharField(max_length=60)),
                ('text_de', models.CharField(blank=True, max_length=300)),
                ('text_en', models.CharField(blank=True, max_length=300)),
                ('icon', models.CharField(choices=[('gift', 'gift'), ('coins', 'coins'), ('package', 'package'), ('hourglass', 'hourglass'), ('leaf', 'leaf'), ('coffee', 'coffee'), ('wrench', 'wrench'), ('heart', 'heart')], default='gift', max_length=12)),
                ('cents', models.PositiveIntegerField()),
                ('adjustable', models.BooleanField(default=False)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('retired_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='GoodwillWish',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('client_id', models.UUIDField(unique=True)),
                ('cents', models.PositiveIntegerField()),
                ('words', models.TextField(blank=True)),
                ('reason', models.TextField()),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('verdict', models.CharField(blank=True, choices=[('granted', 'granted'), ('declined', 'declined'), ('dropped', 'dropped')], max_length=8)),
                ('answer', models.TextField(blank=True)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='LearningWish',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name='NoThanksMail',
            fields=[
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='no_thanks_mail', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('since', models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name='ThanksDigest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('week', models.DateField()),
                ('not_before', models.DateTimeField(default=django.utils.timezone.now)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
            ],
        ),
        migrations.AddField(
            model_name='rating',
            name='named',
            field=models.ManyToManyField(blank=True, related_name='named_in', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='goodwill',
            name='approved_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='goodwill',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='goodwill',
            name='company',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='goodwill', to='oase.company'),
        ),
        migrations.AddField(
            model_name='goodwill',
            name='conversation',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='goodwill', to='oase.conversation'),
        ),
        migrations.AddField(
            model_name='goodwill',
            name='giver',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='goodwill', to='oase.membership'),
        ),
        migrations.AddField(
            model_name='goodwill',
            name='team',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='oase.team'),
        ),
        migrations.AddField(
            model_name='goodwill',
            name='withdraws',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='withdrawn', to='oase.goodwill'),
        ),
        migrations.AddField(
            model_name='goodwillbudget',
            name='company',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='goodwill_budgets', to='oase.company'),
        ),
        migrations.AddField(
            model_name='goodwillbudget',
            name='membership',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='goodwill_budget', to='oase.membership'),
        ),
        migrations.AddField(
            model_name='goodwillbudget',
            name='team',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='goodwill_budget', to='oase.team'),
        ),
        migrations.AddField(
            model_name='goodwillkind',
            name='company',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='goodwill_kinds', to='oase.company'),
        ),
        migrations.AddField(
            model_name='goodwill',
            name='kind',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='given', to='oase.goodwillkind'),
        ),
        migrations.AddField(
            model_name='goodwillwish',
            name='company',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='goodwill_wishes', to='oase.company'),
        ),
        migrations.AddField(
            model_name='goodwillwish',
            name='conversation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='goodwill_wishes', to='oase.conversation'),
        ),
        migrations.AddField(
            model_name='goodwillwish',
            name='decided_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='goodwillwish',
            name='giver',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='goodwill_wishes', to='oase.membership'),
        ),
        migrations.AddField(
            model_name='goodwillwish',
            name='kind',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='oase.goodwillkind'),
        ),
        migrations.AddField(
            model_name='learningwish',
            name='membership',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='learning', to='oase.membership'),
        ),
        migrations.AddField(
            model_name='learningwish',
            name='topic',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='oase.topic'),
        ),
        migrations.AddField(
            model_name='thanksdigest',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='thanks_digests', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='goodwillbudget',
            constraint=models.UniqueConstraint(condition=models.Q(('membership', None), ('team', None)), fields=('company',), name='goodwill_budget_of_the_others'),
        ),
        migrations.AddConstraint(
            model_name='goodwillbudget',
            constraint=models.CheckConstraint(condition=models.Q(('membership', None), ('team', None), _connector='OR'), name='goodwill_budget_of_one'),
        ),
        migrations.AddConstraint(
            model_name='goodwillkind',
            constraint=models.UniqueConstraint(fields=('company', 'name_de'), name='goodwill_kind_once_de'),
        ),
        migrations.AddConstraint(
            model_name='goodwillkind',
            constraint=models.UniqueConstraint(fields=('company', 'name_en'), name='goodwill_kind_once_en'),
        ),
        migrations.AddConstraint(
            model_name='goodwillkind',
            constraint=models.CheckConstraint(condition=models.Q(('cents__lte', 100000)), name='goodwill_kind_is_sane'),
        ),
        migrations.AddIndex(
            model_name='goodwill',
            index=models.Index(fields=['giver', 'month'], name='goodwill_of_giver'),
        ),
        migrations.AddIndex(
            model_name='goodwill',
            index=models.Index(condition=models.Q(('team', None), _negated=True), fields=['team', 'month'], name='goodwill_of_team'),
        ),
        migrations.AddIndex(
            model_name='goodwill',
            index=models.Index(fields=['company', '-at'], name='goodwill_of_company'),
        ),
        migrations.AddConstraint(
            model_name='goodwill',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('cents__gte', 0), ('cents__lte', 100000), ('withdraws', None)), models.Q(models.Q(('withdraws', None), _negated=True), ('cents__gte', -100000), ('cents__lte', 0)), _connector='OR'), name='goodwill_gives_or_takes_back'),
        ),
        migrations.AddConstraint(
            model_name='goodwill',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('budget', 'beyond'), models.Q(('approved_by', None), _negated=True)), models.Q(models.Q(('budget', 'beyond'), _negated=True), ('approved_by', None)), _connector='OR'), name='goodwill_beyond_was_approved'),
        ),
        migrations.AddConstraint(
            model_name='goodwill',
            constraint=models.CheckConstraint(condition=models.Q(('month__day', 1)), name='goodwill_month_begins'),
        ),
        migrations.AddConstraint(
            model_name='goodwill',
            constraint=models.CheckConstraint(condition=models.Q(('team', None), ('budget', 'team'), _connector='OR'), name='goodwill_team_fits'),
        ),
        migrations.AddIndex(
            model_name='goodwillwish',
            index=models.Index(condition=models.Q(('verdict', '')), fields=['company', 'at'], name='goodwill_wish_waits'),
        ),
        migrations.AddConstraint(
            model_name='goodwillwish',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None), ('verdict', '')), models.Q(models.Q(('verdict', ''), _negated=True), models.Q(('decided_by', None), _negated=True), models.Q(('decided_at', None), _negated=True)), _connector='OR'), name='goodwill_wish_decided_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='goodwillwish',
            constraint=models.CheckConstraint(condition=models.Q(('cents__lte', 100000)), name='goodwill_wish_is_sane'),
        ),
        migrations.AddConstraint(
            model_name='learningwish',
            constraint=models.UniqueConstraint(fields=('membership', 'topic'), name='learning_once'),
        ),
        migrations.AddIndex(
            model_name='thanksdigest',
            index=models.Index(condition=models.Q(('sent_at', None)), fields=['not_before'], name='thanks_waiting'),
        ),
        migrations.AddConstraint(
            model_name='thanksdigest',
            constraint=models.UniqueConstraint(fields=('person', 'week'), name='thanks_told_once_a_week'),
        ),
    ]
