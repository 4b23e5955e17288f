"""The house as migrations 0001 to 0041 leave it, in one step.

A new house takes this one. A house that was made by the others goes on with them and holds the same afterwards.
"""

import datetime
import django.contrib.postgres.fields
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.text
import django.utils.timezone
import oase.companies.models
import oase.companies.roles.models
import oase.privacy.erasures
import uuid_utils.compat
from django.conf import settings
from django.db import migrations, models

from oase.migrations._at_once import AtOnce


# What django.core.cache.backends.db needs. UNLOGGED: after a crash it is empty, and may be.
CACHE = """
CREATE UNLOGGED TABLE oase_cache (
    cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL
);
CREATE INDEX oase_cache_expires ON oase_cache (expires);
"""

# Turns come and go: what they leave behind is cleared away long before a fifth of the table has changed.
TURNS = "ALTER TABLE oase_listing SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02)"
# Words inside of words, and words that resemble one: trigrams within a company (pg_trgm, btree_gin).
TRIGRAMS = "CREATE INDEX word_by_trigrams ON oase_vocabulary USING gin (company_id, word gin_trgm_ops) WITH (fastupdate = off)"
# Counted again and again: room in every page for the row's next version.
ROOM = "ALTER TABLE oase_vocabulary SET (fillfactor = 70)"
# Lists of all of a company's concerns, and of all of a month's, took longer to go through than those of the words.
WITHIN = """
CREATE OR REPLACE FUNCTION oase_words_within(company bigint, month integer, words tsvector) RETURNS tsvector
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT array_to_tsvector(array_append(array_agg(company || ':' || word), company || '#' || month))
      FROM unnest(tsvector_to_array(words)) AS word
$$
"""
INDEX = """
CREATE INDEX IF NOT EXISTS searchable_within
    ON oase_searchable USING gin (oase_words_within(company_id, month, words)) WITH (fastupdate = off)
"""


class Migration(migrations.Migration):

    initial = True

    dependencies = []

    replaces = [
        ('oase', '0001_the_house'),
        ('oase', '0002_cache'),
        ('oase', '0003_keys'),
        ('oase', '0004_choices'),
        ('oase', '0005_erasures'),
        ('oase', '0006_export'),
        ('oase', '0007_sealed_drafts'),
        ('oase', '0008_choice_was_read'),
        ('oase', '0009_read_marks'),
        ('oase', '0010_widget'),
        ('oase', '0011_push'),
        ('oase', '0012_messages_that_wait'),
        ('oase', '0013_fewer_indexes'),
        ('oase', '0014_matching'),
        ('oase', '0015_programme'),
        ('oase', '0016_availability'),
        ('oase', '0017_answers'),
        ('oase', '0018_reputation'),
        ('oase', '0019_what_ended'),
        ('oase', '0020_alarm_mail'),
        ('oase', '0021_the_ledger'),
        ('oase', '0022_rested'),
        ('oase', '0023_recognition'),
        ('oase', '0024_who_applied'),
        ('oase', '0025_first_words'),
        ('oase', '0026_taken_back'),
        ('oase', '0027_second_level'),
        ('oase', '0028_mentions_and_macros'),
        ('oase', '0029_invitations'),
        ('oase', '0030_promises'),
        ('oase', '0031_goodwill'),
        ('oase', '0032_listing'),
        ('oase', '0033_advisors'),
        ('oase', '0034_joining_and_splitting'),
        ('oase', '0035_search'),
        ('oase', '0036_own_views'),
        ('oase', '0037_changes_of_hands'),
        ('oase', '0038_open_by_topic'),
        ('oase', '0039_dealt_by_turns'),
        ('oase', '0040_late_and_joined_solutions'),
        ('oase', '0041_words_within'),
    ]

    operations = [
        AtOnce(
            models=[
                migrations.CreateModel(
                    name='LocalMail',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('recipient', models.CharField(max_length=254)),
                        ('subject', models.CharField(max_length=300)),
                        ('body', models.TextField()),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['-at'], name='local_mail_newest')],
                    },
                ),
                migrations.CreateModel(
                    name='ReceivedMail',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('company', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='oase.company')),
                        ('digest', models.CharField(max_length=64)),
                        ('header_id', models.CharField(blank=True, max_length=500)),
                        ('message', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='oase.message')),
                        ('whole', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='oase.sealedfile')),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['header_id'], name='mail_by_header_id')],
                        'constraints': [models.UniqueConstraint(fields=('company', 'digest'), name='mail_received_once')],
                    },
                ),
                migrations.CreateModel(
                    name='RejectedMail',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('company', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='oase.company')),
                        ('digest', models.CharField(max_length=64)),
                        ('raw', models.BinaryField()),
                        ('reason', models.CharField(max_length=300)),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('company', 'digest'), name='mail_rejected_once')],
                    },
                ),
                migrations.CreateModel(
                    name='NoLateMail',
                    fields=[
                        ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='no_late_mail', serialize=False, to=settings.AUTH_USER_MODEL)),
                        ('since', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                ),
                migrations.CreateModel(
                    name='PushDevice',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='push_devices', to=settings.AUTH_USER_MODEL)),
                        ('session_key', models.CharField(db_index=True, max_length=40)),
                        ('digest', models.CharField(max_length=64, unique=True)),
                        ('sealed', models.BinaryField()),
                        ('label', models.CharField(max_length=40)),
                        ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('last_sent_at', models.DateTimeField(blank=True, null=True)),
                    ],
                ),
                migrations.CreateModel(
                    name='NoticeWishes',
                    fields=[
                        ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='notice_wishes', serialize=False, to=settings.AUTH_USER_MODEL)),
                        ('off', models.JSONField(default=list)),
                        ('quiet_from', models.TimeField(blank=True, null=True)),
                        ('quiet_until', models.TimeField(blank=True, null=True)),
                        ('zone', models.CharField(default='Europe/Berlin', max_length=64)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('quiet_from', None), ('quiet_until', None)), models.Q(models.Q(('quiet_from', None), _negated=True), models.Q(('quiet_until', None), _negated=True)), _connector='OR'), name='quiet_has_two_ends')],
                    },
                ),
                migrations.CreateModel(
                    name='Push',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('device', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pushes', to='oase.pushdevice')),
                        ('kind', models.CharField(choices=[('answers', 'answers'), ('hands', 'hands'), ('offers', 'offers'), ('held', 'held'), ('led', 'led'), ('test', 'test')], max_length=10)),
                        ('key', models.CharField(max_length=120)),
                        ('place', models.CharField(max_length=200)),
                        ('conversation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='oase.conversation')),
                        ('seq', models.PositiveIntegerField(default=0)),
                        ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('not_before', models.DateTimeField()),
                        ('expires_at', models.DateTimeField()),
                        ('sent_at', models.DateTimeField(blank=True, null=True)),
                        ('dropped_at', models.DateTimeField(blank=True, null=True)),
                        ('attempts', models.PositiveSmallIntegerField(default=0)),
                    ],
                    options={
                        'indexes': [models.Index(condition=models.Q(('dropped_at', None), ('sent_at', None)), fields=['not_before'], name='push_waiting')],
                        'constraints': [models.UniqueConstraint(fields=('device', 'key'), name='pushed_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Company',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('slug', models.SlugField(unique=True)),
                        ('name', models.CharField(max_length=80)),
                        ('description_de', models.TextField(blank=True)),
                        ('description_en', models.TextField(blank=True)),
                        ('time_zone', models.CharField(default='Europe/Berlin', max_length=40)),
                        ('vocabulary', models.JSONField(default=list)),
                        ('silence_days', models.PositiveSmallIntegerField(default=3)),
                        ('first_answer_minutes', models.PositiveIntegerField(db_default=60, default=60)),
                        ('next_answer_minutes', models.PositiveIntegerField(db_default=60, default=60)),
                        ('progress_minutes', models.PositiveIntegerField(blank=True, null=True)),
                        ('solution_minutes', models.PositiveIntegerField(blank=True, null=True)),
                        ('holiday_region', models.CharField(blank=True, max_length=40)),
                        ('retention', models.JSONField(blank=True, default=dict)),
                    ],
                ),
                migrations.CreateModel(
                    name='Membership',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to=settings.AUTH_USER_MODEL)),
                        ('company', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='oase.company')),
                        ('role', models.CharField(choices=[('agent', 'Mitarbeiter:in'), ('supervisor', 'Teamleitung'), ('admin', 'Verwaltung')], default='agent', max_length=10)),
                        ('introduction_de', models.TextField(blank=True)),
                        ('introduction_en', models.TextField(blank=True)),
                        ('languages', models.JSONField(default=list)),
                        ('capacity', models.PositiveSmallIntegerField(default=20)),
                        ('away_until', models.DateTimeField(blank=True, null=True)),
                        ('hours', models.JSONField(blank=True, default=list)),
                        ('planned', models.JSONField(blank=True, default=list)),
                        ('left_at', models.DateTimeField(blank=True, null=True)),
                        ('knows', models.ManyToManyField(blank=True, related_name='known_by', to='oase.topic')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('person', 'company'), name='membership_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Customer',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='customers', to=settings.AUTH_USER_MODEL)),
                        ('company', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='customers', to='oase.company')),
                        ('number', models.CharField(blank=True, max_length=40)),
                        ('advisor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='advises', to='oase.membership')),
                        ('deputy', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='deputises', to='oase.membership')),
                        ('since', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('person', 'company'), name='customer_once'), models.CheckConstraint(condition=models.Q(('advisor', None), models.Q(('advisor', models.F('deputy')), _negated=True), _connector='OR'), name='deputy_is_another')],
                    },
                ),
                migrations.CreateModel(
                    name='Topic',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('company', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='topics', to='oase.company')),
                        ('slug', models.SlugField()),
                        ('name_de', models.CharField(max_length=80)),
                        ('name_en', models.CharField(max_length=80)),
                        ('description_de', models.TextField(blank=True)),
                        ('description_en', models.TextField(blank=True)),
                        ('open_to_experts', models.BooleanField(default=False)),
                        ('first_answer_minutes', models.PositiveIntegerField(default=15)),
                        ('next_answer_minutes', models.PositiveIntegerField(default=30)),
                        ('progress_minutes', models.PositiveIntegerField(blank=True, null=True)),
                        ('solution_minutes', models.PositiveIntegerField(blank=True, null=True)),
                        ('reward_cents', models.PositiveIntegerField(default=0)),
                        ('keywords', models.JSONField(default=list)),
                        ('examples', models.JSONField(default=list)),
                        ('wave_sizes', models.JSONField(default=oase.companies.models.first_waves)),
                        ('wave_seconds', models.PositiveIntegerField(blank=True, null=True)),
                        ('team', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='topics', to='oase.team')),
                        ('position', models.PositiveSmallIntegerField(default=0)),
                    ],
                    options={
                        'ordering': ['position', 'id'],
                        'constraints': [models.UniqueConstraint(fields=('company', 'slug'), name='topic_once'), models.CheckConstraint(condition=models.Q(('reward_cents__lte', 50000)), name='reward_is_sane')],
                    },
                ),
                migrations.CreateModel(
                    name='OpeningHours',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('company', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='opening_hours', to='oase.company')),
                        ('weekday', models.PositiveSmallIntegerField()),
                        ('opens', models.TimeField()),
                        ('closes', models.TimeField()),
                    ],
                    options={
                        'ordering': ['weekday', 'opens'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('weekday__lte', 6)), name='weekday_of_seven'), models.CheckConstraint(condition=models.Q(('opens__lt', models.F('closes')), ('closes', datetime.time(0, 0)), _connector='OR'), name='opens_before_it_closes'), models.UniqueConstraint(fields=('company', 'weekday', 'opens'), name='opening_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Purpose',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('company', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='purposes', to='oase.company')),
                        ('text_de', models.CharField(max_length=120)),
                        ('text_en', models.CharField(max_length=120)),
                        ('position', models.PositiveSmallIntegerField(default=0)),
                    ],
                    options={
                        'ordering': ['position', 'id'],
                    },
                ),
                migrations.CreateModel(
                    name='Widget',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('company', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='widget', to='oase.company')),
                        ('origins', models.JSONField(default=list)),
                        ('accent', models.CharField(default='#1c5a43', max_length=7)),
                        ('on_accent', models.CharField(default='#ffffff', max_length=7)),
                        ('side', models.CharField(choices=[('right', 'rechts'), ('left', 'links')], default='right', max_length=5)),
                        ('label_de', models.CharField(blank=True, max_length=40)),
                        ('label_en', models.CharField(blank=True, max_length=40)),
                        ('greeting_de', models.CharField(blank=True, max_length=300)),
                        ('greeting_en', models.CharField(blank=True, max_length=300)),
                    ],
                ),
                migrations.CreateModel(
                    name='IdentityKey',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('company', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='identity_keys', to='oase.company')),
                        ('kid', models.CharField(max_length=16, unique=True)),
                        ('algorithm', models.CharField(choices=[('HS256', 'HS256'), ('RS256', 'RS256'), ('ES256', 'ES256')], max_length=5)),
                        ('secret', models.BinaryField(blank=True, null=True)),
                        ('public', models.TextField(blank=True)),
                        ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('ended_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'ordering': ['-made_at', '-pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('algorithm', 'HS256'), ('public', ''), ('secret__isnull', False)), models.Q(models.Q(('algorithm', 'HS256'), _negated=True), models.Q(('public', ''), _negated=True), ('secret', None)), _connector='OR'), name='identity_key_fits_algorithm')],
                    },
                ),
                migrations.CreateModel(
                    name='UsedNonce',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('company', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='oase.company')),
                        ('digest', models.CharField(max_length=64)),
                        ('expires_at', models.DateTimeField()),
                    ],
                    options={
                        'indexes': [models.Index(fields=['expires_at'], name='nonce_expires')],
                        'constraints': [models.UniqueConstraint(fields=('company', 'digest'), name='nonce_used_once')],
                    },
                ),
                migrations.CreateModel(
                    name='SettingChange',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('company', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='setting_changes', to='oase.company')),
                        ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('area', models.CharField(choices=[('hours', 'hours'), ('holidays', 'holidays'), ('promises', 'promises'), ('topics', 'topics'), ('tags', 'tags'), ('macros', 'macros'), ('teams', 'teams'), ('roles', 'roles'), ('retention', 'retention'), ('goodwill', 'goodwill'), ('programme', 'programme'), ('widget', 'widget'), ('payouts', 'payouts'), ('company', 'company'), ('views', 'views')], max_length=12)),
                        ('subject', models.CharField(blank=True, max_length=120)),
                        ('before', models.JSONField(null=True)),
                        ('after', models.JSONField(null=True)),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['company', '-at'], name='setting_change_of_company')],
                    },
                ),
                migrations.CreateModel(
                    name='OwnDay',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('company', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='own_days', to='oase.company')),
                        ('day', models.DateField()),
                        ('name', models.CharField(blank=True, max_length=80)),
                        ('yearly', models.BooleanField(default=False)),
                        ('openings', models.JSONField(blank=True, default=list)),
                    ],
                    options={
                        'ordering': ['day'],
                        'constraints': [models.UniqueConstraint(fields=('company', 'day'), name='own_day_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Invitation',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('company', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='oase.company')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to=settings.AUTH_USER_MODEL)),
                        ('role', models.CharField(choices=[('agent', 'Mitarbeiter:in'), ('supervisor', 'Teamleitung'), ('admin', 'Verwaltung')], default='agent', max_length=10)),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('until', models.DateTimeField(default=oase.companies.roles.models.closes)),
                        ('not_before', models.DateTimeField(default=django.utils.timezone.now)),
                        ('sent_at', models.DateTimeField(blank=True, null=True)),
                        ('attempts', models.PositiveSmallIntegerField(default=0)),
                    ],
                    options={
                        'indexes': [models.Index(condition=models.Q(('sent_at', None)), fields=['not_before'], name='invitation_to_mail')],
                        'constraints': [models.UniqueConstraint(fields=('company', 'person'), name='invited_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Team',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('company', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='teams', to='oase.company')),
                        ('name_de', models.CharField(max_length=60)),
                        ('name_en', models.CharField(max_length=60)),
                        ('deals', models.BooleanField(db_default=False, default=False)),
                        ('position', models.PositiveSmallIntegerField(default=0)),
                        ('members', models.ManyToManyField(blank=True, related_name='teams', to='oase.membership')),
                    ],
                    options={
                        'ordering': ['position', 'id'],
                        'constraints': [models.UniqueConstraint(fields=('company', 'name_de'), name='team_once_de'), models.UniqueConstraint(fields=('company', 'name_en'), name='team_once_en')],
                    },
                ),
                migrations.CreateModel(
                    name='Choice',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('conversation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='choices', to='oase.conversation')),
                        ('message', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='choices', to='oase.message')),
                        ('what', models.CharField(choices=[('opened', 'opened'), ('masked', 'masked')], max_length=8)),
                        ('word', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='choice', to='oase.sealed')),
                        ('digest', models.CharField(max_length=24)),
                        ('kind', models.CharField(blank=True, max_length=20)),
                        ('placeholder', models.CharField(blank=True, max_length=60)),
                        ('was_read', models.BooleanField(default=False)),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['conversation', 'at'], name='choice_of_conversation')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('withdrawn_at', None), models.Q(('word', None), _negated=True)), fields=('conversation', 'digest'), name='one_choice_a_word'), models.CheckConstraint(condition=models.Q(('withdrawn_at', None), ('withdrawn_at__gte', models.F('at')), _connector='OR'), name='withdrawn_after_chosen')],
                    },
                ),
                migrations.CreateModel(
                    name='Conversation',
                    fields=[
                        ('id', models.UUIDField(default=uuid_utils.compat.uuid7, primary_key=True, serialize=False)),
                        ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='conversations', to='oase.company')),
                        ('customer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='conversations', to='oase.customer')),
                        ('topic', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='oase.topic')),
                        ('client_id', models.UUIDField()),
                        ('subject', models.CharField(blank=True, max_length=200)),
                        ('language', models.CharField(default='de', max_length=2)),
                        ('channel', models.CharField(default='web', max_length=12)),
                        ('pseudonym', models.CharField(max_length=40)),
                        ('placeholders', models.JSONField(default=dict)),
                        ('last_seq', models.PositiveIntegerField(default=0)),
                        ('address_confirmed_at', models.DateTimeField(blank=True, null=True)),
                        ('opened_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('last_message_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('solution_proposed_at', models.DateTimeField(blank=True, null=True)),
                        ('solution_proposed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('solved_at', models.DateTimeField(blank=True, null=True)),
                        ('merged_into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='oase.conversation')),
                        ('solution_due_at', models.DateTimeField(blank=True, null=True)),
                        ('solution_paused_at', models.DateTimeField(blank=True, null=True)),
                        ('solution_missed_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['customer', '-last_message_at'], name='conversation_of_customer'), models.Index(condition=models.Q(('solved_at', None), _negated=True), fields=['company', '-solved_at'], name='conversation_solved'), models.Index(condition=models.Q(('solution_missed_at', None), ('solution_paused_at', None), ('solved_at', None), models.Q(('solution_due_at', None), _negated=True)), fields=['solution_due_at'], name='conversation_solution_due')],
                        'constraints': [models.UniqueConstraint(fields=('customer', 'client_id'), name='conversation_asked_once'), models.CheckConstraint(condition=models.Q(models.Q(('solution_proposed_at', None), ('solution_proposed_by', None)), models.Q(models.Q(('solution_proposed_at', None), _negated=True), models.Q(('solution_proposed_by', None), _negated=True)), _connector='OR'), name='solution_proposed_by_someone'), models.CheckConstraint(condition=models.Q(('merged_into', None), models.Q(('solved_at', None), _negated=True), _connector='OR'), name='merged_is_closed')],
                    },
                ),
                migrations.CreateModel(
                    name='Assignment',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('conversation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='assignments', to='oase.conversation')),
                        ('level', models.CharField(choices=[('network', 'network'), ('expert', 'expert'), ('advisor', 'advisor'), ('deputy', 'deputy'), ('team', 'team'), ('supervisors', 'supervisors')], max_length=12)),
                        ('holder', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='holding', to=settings.AUTH_USER_MODEL)),
                        ('team', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='oase.team')),
                        ('stands_in_for', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('turn', models.CharField(choices=[('holder', 'holder'), ('customer', 'customer')], default='holder', max_length=10)),
                        ('due_at', models.DateTimeField()),
                        ('promise', models.CharField(choices=[('first', 'first'), ('next', 'next'), ('progress', 'progress')], db_default='next', default='next', max_length=10)),
                        ('promised_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('late_since', models.DateTimeField(blank=True, null=True)),
                        ('reminded_at', models.DateTimeField(blank=True, null=True)),
                        ('warned_at', models.DateTimeField(blank=True, null=True)),
                        ('told_early_at', models.DateTimeField(blank=True, null=True)),
                        ('started_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('ended_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'indexes': [models.Index(condition=models.Q(('ended_at', None)), fields=['due_at'], name='assignment_due'), models.Index(condition=models.Q(('ended_at', None)), fields=['holder', 'due_at'], name='assignment_of_holder'), models.Index(fields=['conversation', 'started_at'], name='assignment_history'), models.Index(condition=models.Q(('team', None), _negated=True), fields=['team', '-started_at'], name='assignment_of_team'), models.Index(condition=models.Q(('ended_at', None), models.Q(('stands_in_for', None), _negated=True)), fields=['stands_in_for'], name='assignment_stood_in'), models.Index(condition=models.Q(('level__in', ['network', 'expert']), models.Q(('ended_at', None), _negated=True)), fields=['ended_at'], name='assignment_ended_in_network'), models.Index(condition=models.Q(('level', 'expert'), models.Q(('ended_at', None), _negated=True)), fields=['holder', 'ended_at'], name='assignment_ended_lately')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('conversation',), name='one_current_assignment'), models.CheckConstraint(condition=models.Q(models.Q(('level', 'network'), ('holder', None)), models.Q(('level__in', ['expert', 'advisor', 'deputy']), models.Q(('holder', None), _negated=True)), ('level__in', ['team', 'supervisors']), _connector='OR'), name='level_fits_holder'), models.CheckConstraint(condition=models.Q(('ended_at', None), ('ended_at__gte', models.F('started_at')), _connector='OR'), name='assignment_ends_after_start')],
                    },
                ),
                migrations.CreateModel(
                    name='Event',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('conversation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='events', to='oase.conversation')),
                        ('seq', models.PositiveIntegerField()),
                        ('kind', models.CharField(choices=[('asked', 'asked'), ('offered', 'offered'), ('claimed', 'claimed'), ('given_on', 'given_on'), ('given_back', 'given_back'), ('company_asked', 'company_asked'), ('lapsed', 'lapsed'), ('assigned', 'assigned'), ('handed_over', 'handed_over'), ('taken', 'taken'), ('revealed', 'revealed'), ('solution_proposed', 'solution_proposed'), ('solution_declined', 'solution_declined'), ('solved', 'solved'), ('reminded', 'reminded'), ('reopened', 'reopened'), ('rated', 'rated'), ('forgotten', 'forgotten'), ('rested', 'rested'), ('stepped_in', 'stepped_in'), ('came_back', 'came_back'), ('advisor_changed', 'advisor_changed'), ('progress', 'progress'), ('told_early', 'told_early'), ('goodwill', 'goodwill'), ('goodwill_withdrawn', 'goodwill_withdrawn'), ('merged', 'merged'), ('unmerged', 'unmerged'), ('split', 'split'), ('snoozed', 'snoozed'), ('promise_moved', 'promise_moved'), ('solution_late', 'solution_late')], max_length=20)),
                        ('actor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('to', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('detail', models.JSONField(default=dict)),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'ordering': ['conversation', 'seq'],
                        'indexes': [models.Index(condition=models.Q(('kind__in', ('handed_over', 'assigned', 'lapsed', 'stepped_in', 'came_back', 'taken', 'advisor_changed'))), fields=['at'], name='event_changed_hands')],
                        'constraints': [models.UniqueConstraint(fields=('conversation', 'seq'), name='event_in_order')],
                    },
                ),
                migrations.CreateModel(
                    name='Outbox',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('conversation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='oase.conversation')),
                        ('recipient', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('kind', models.CharField(max_length=20)),
                        ('key', models.CharField(max_length=120, unique=True)),
                        ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('not_before', models.DateTimeField(default=django.utils.timezone.now)),
                        ('sent_at', models.DateTimeField(blank=True, null=True)),
                        ('attempts', models.PositiveSmallIntegerField(default=0)),
                    ],
                    options={
                        'indexes': [models.Index(condition=models.Q(('sent_at', None)), fields=['not_before'], name='outbox_waiting')],
                    },
                ),
                migrations.CreateModel(
                    name='LateSolution',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('conversation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='late_solutions', to='oase.conversation')),
                        ('recipient', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('was_due', models.DateTimeField()),
                        ('seq', models.PositiveIntegerField()),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('not_before', models.DateTimeField(default=django.utils.timezone.now)),
                        ('sent_at', models.DateTimeField(blank=True, null=True)),
                        ('attempts', models.PositiveSmallIntegerField(default=0)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['recipient', '-at'], name='late_solution_of_leader'), models.Index(condition=models.Q(('sent_at', None)), fields=['not_before'], name='late_solution_to_mail')],
                        'constraints': [models.UniqueConstraint(fields=('conversation', 'recipient', 'was_due'), name='late_solution_told_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Message',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('conversation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='messages', to='oase.conversation')),
                        ('seq', models.PositiveIntegerField()),
                        ('client_id', models.UUIDField()),
                        ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('author_role', models.CharField(choices=[('customer', 'customer'), ('expert', 'expert'), ('agent', 'agent')], max_length=10)),
                        ('audience', models.CharField(choices=[('conversation', 'conversation'), ('staff', 'staff')], default='conversation', max_length=12)),
                        ('body', models.TextField()),
                        ('shielded_at', models.DateTimeField(blank=True, null=True)),
                        ('original', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='message', to='oase.sealed')),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'ordering': ['conversation', 'seq'],
                        'indexes': [models.Index(condition=models.Q(('shielded_at', None), models.Q(('original', None), _negated=True)), fields=['conversation', 'seq'], name='message_waits_for_shield')],
                        'constraints': [models.UniqueConstraint(fields=('conversation', 'seq'), name='message_in_order'), models.UniqueConstraint(fields=('client_id', 'conversation'), name='message_once'), models.CheckConstraint(condition=models.Q(models.Q(('shielded_at', None), _negated=True), ('body', ''), _connector='OR'), name='unshielded_body_is_empty'), models.CheckConstraint(condition=models.Q(('audience', 'conversation'), ('author_role', 'agent'), _connector='OR'), name='notes_are_by_staff')],
                    },
                ),
                migrations.CreateModel(
                    name='Attachment',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('message', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attachments', to='oase.message')),
                        ('file', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='attachment', to='oase.sealedfile')),
                    ],
                ),
                migrations.CreateModel(
                    name='Draft',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('conversation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='drafts', to='oase.conversation')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('audience', models.CharField(choices=[('conversation', 'conversation'), ('staff', 'staff')], default='conversation', max_length=12)),
                        ('sealed', models.BinaryField()),
                        ('saved_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('conversation', 'person'), name='one_draft_each')],
                    },
                ),
                migrations.CreateModel(
                    name='Listing',
                    fields=[
                        ('conversation', models.OneToOneField(on_delete=django.db.models.deletion.DB_CASCADE, primary_key=True, related_name='listing', serialize=False, to='oase.conversation')),
                        ('company_id', models.BigIntegerField()),
                        ('customer_id', models.BigIntegerField()),
                        ('person_id', models.BigIntegerField()),
                        ('topic_id', models.BigIntegerField(null=True)),
                        ('team_id', models.BigIntegerField(null=True)),
                        ('language', models.CharField(max_length=2)),
                        ('channel', models.CharField(max_length=12)),
                        ('opened_at', models.DateTimeField()),
                        ('is_open', models.BooleanField()),
                        ('solved_at', models.DateTimeField(null=True)),
                        ('level', models.CharField(choices=[('network', 'network'), ('expert', 'expert'), ('advisor', 'advisor'), ('deputy', 'deputy'), ('team', 'team'), ('supervisors', 'supervisors')], max_length=12)),
                        ('with_experts', models.BooleanField()),
                        ('holder_id', models.BigIntegerField(null=True)),
                        ('customers_turn', models.BooleanField()),
                        ('due_at', models.DateTimeField(null=True)),
                        ('late_since', models.DateTimeField(null=True)),
                        ('snoozed_until', models.DateTimeField(null=True)),
                        ('stars', models.PositiveSmallIntegerField(null=True)),
                        ('tags', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list)),
                    ],
                    options={
                        'indexes': [models.Index(models.F('company_id'), models.F('with_experts'), models.F('customers_turn'), models.F('due_at'), models.F('conversation'), condition=models.Q(('is_open', True)), name='listing_open'), models.Index(models.F('company_id'), models.F('holder_id'), models.F('customers_turn'), models.F('due_at'), models.F('conversation'), condition=models.Q(('is_open', True), ('with_experts', False), models.Q(('holder_id', None), _negated=True)), name='listing_of_holder'), models.Index(models.F('company_id'), models.F('customers_turn'), models.F('due_at'), models.F('conversation'), condition=models.Q(('holder_id', None), ('is_open', True), ('with_experts', False)), name='listing_unheld'), models.Index(models.F('company_id'), models.F('team_id'), models.F('customers_turn'), models.F('due_at'), models.F('conversation'), condition=models.Q(('is_open', True), ('with_experts', False), models.Q(('team_id', None), _negated=True)), name='listing_of_team'), models.Index(models.F('company_id'), models.F('topic_id'), models.F('customers_turn'), models.F('due_at'), models.F('conversation'), condition=models.Q(('is_open', True), models.Q(('topic_id', None), _negated=True)), name='listing_open_topic'), models.Index(models.F('company_id'), models.F('due_at'), models.F('conversation'), condition=models.Q(('customers_turn', False), ('is_open', True), models.Q(('late_since', None), _negated=True)), name='listing_late'), models.Index(models.F('company_id'), models.F('holder_id'), models.F('snoozed_until'), models.F('conversation'), condition=models.Q(('is_open', True), models.Q(('snoozed_until', None), _negated=True)), name='listing_snoozed'), models.Index(models.F('company_id'), models.F('solved_at'), models.F('conversation'), condition=models.Q(('solved_at', None), _negated=True), name='listing_solved'), models.Index(models.F('company_id'), models.F('topic_id'), models.F('solved_at'), models.F('conversation'), condition=models.Q(('solved_at', None), _negated=True), name='listing_solved_topic'), models.Index(models.F('company_id'), models.F('stars'), models.F('solved_at'), models.F('conversation'), condition=models.Q(models.Q(('solved_at', None), _negated=True), models.Q(('stars', None), _negated=True)), name='listing_solved_stars')],
                    },
                ),
                migrations.CreateModel(
                    name='ReadMark',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('conversation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='read_marks', to='oase.conversation')),
                        ('reader', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('role', models.CharField(choices=[('customer', 'customer'), ('expert', 'expert'), ('agent', 'agent')], max_length=10)),
                        ('delivered_seq', models.PositiveIntegerField(default=0)),
                        ('read_seq', models.PositiveIntegerField(default=0)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('conversation', 'role', 'reader'), name='one_read_mark_each', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('delivered_seq__gte', models.F('read_seq'))), name='read_after_delivered'), models.CheckConstraint(condition=models.Q(models.Q(('reader', None), _negated=True), ('role', 'customer'), _connector='OR'), name='guests_are_customers')],
                    },
                ),
                migrations.CreateModel(
                    name='SavedAnswer',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('expert', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='saved_answers', to='oase.expert')),
                        ('topic', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='oase.topic')),
                        ('title', models.CharField(max_length=120)),
                        ('body', models.TextField()),
                        ('language', models.CharField(default='de', max_length=2)),
                        ('shared', models.BooleanField(default=False)),
                        ('likeness', models.BinaryField()),
                        ('encoder', models.CharField(max_length=20)),
                        ('saved_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('changed_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                ),
                migrations.CreateModel(
                    name='Reuse',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('answer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='uses', to='oase.savedanswer')),
                        ('author', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='oase.expert')),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='oase.expert')),
                        ('conversation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='oase.conversation')),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('conversation', 'by', 'author'), name='reused_once_in_a_conversation')],
                    },
                ),
                migrations.CreateModel(
                    name='Imprint',
                    fields=[
                        ('conversation', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='imprint', serialize=False, to='oase.conversation')),
                        ('topic', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='oase.topic')),
                        ('likeness', models.BinaryField()),
                        ('encoder', models.CharField(max_length=20)),
                        ('made_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
                    ],
                ),
                migrations.CreateModel(
                    name='Similar',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('expert', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='oase.expert')),
                        ('conversation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='similar', to='oase.conversation')),
                        ('other', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='oase.conversation')),
                        ('alike', models.FloatField()),
                        ('found_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('opened_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('expert', 'conversation', 'other'), name='similar_once'), models.CheckConstraint(condition=models.Q(('conversation', models.F('other')), _negated=True), name='similar_is_another')],
                    },
                ),
                migrations.CreateModel(
                    name='ExpertHours',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='expert_hours', to=settings.AUTH_USER_MODEL)),
                        ('weekday', models.PositiveSmallIntegerField()),
                        ('begins', models.TimeField()),
                        ('ends', models.TimeField()),
                    ],
                    options={
                        'ordering': ['weekday', 'begins'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('weekday__lte', 6)), name='expert_weekday_of_seven'), models.CheckConstraint(condition=models.Q(models.Q(('begins', models.F('ends')), _negated=True), ('begins', '00:00'), _connector='OR'), name='expert_hours_last'), models.UniqueConstraint(fields=('person', 'weekday', 'begins'), name='expert_hours_once')],
                    },
                ),
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
                    name='ExpertNotice',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='expert_notices', to=settings.AUTH_USER_MODEL)),
                        ('kind', models.CharField(max_length=12)),
                        ('key', models.CharField(max_length=120, unique=True)),
                        ('conversation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='oase.conversation')),
                        ('reason', models.CharField(blank=True, max_length=20)),
                        ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('not_before', models.DateTimeField(default=django.utils.timezone.now)),
                        ('sent_at', models.DateTimeField(blank=True, null=True)),
                        ('dropped_at', models.DateTimeField(blank=True, null=True)),
                        ('attempts', models.PositiveSmallIntegerField(default=0)),
                    ],
                    options={
                        'indexes': [models.Index(condition=models.Q(('dropped_at', None), ('sent_at', None)), fields=['not_before'], name='expert_notice_waiting'), models.Index(fields=['person', 'kind', '-created_at'], name='expert_notice_newest')],
                    },
                ),
                migrations.CreateModel(
                    name='MailedAnswer',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mailed_answers', to=settings.AUTH_USER_MODEL)),
                        ('conversation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='oase.conversation')),
                        ('digest', models.CharField(max_length=64, unique=True)),
                        ('outcome', models.CharField(choices=[('sent', 'sent'), ('kept', 'kept'), ('refused', 'refused')], max_length=8)),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                ),
                migrations.CreateModel(
                    name='Check',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('assignment', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='checks', to='oase.assignment')),
                        ('author', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='checks', to='oase.expert')),
                        ('client_id', models.UUIDField()),
                        ('body', models.TextField()),
                        ('shielded_at', models.DateTimeField()),
                        ('solved', models.BooleanField(default=False)),
                        ('inserted', models.JSONField(default=list)),
                        ('written_seq', models.PositiveIntegerField()),
                        ('written_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('until_at', models.DateTimeField()),
                        ('checker', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='checks_taken', to='oase.expert')),
                        ('taken_at', models.DateTimeField(blank=True, null=True)),
                        ('outcome', models.CharField(blank=True, choices=[('agreed', 'agreed'), ('replaced', 'replaced'), ('unseen', 'unseen'), ('withdrawn', 'withdrawn'), ('overtaken', 'overtaken')], default='', max_length=10)),
                        ('decided_at', models.DateTimeField(blank=True, null=True)),
                        ('remark', models.TextField(blank=True)),
                        ('failed_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'indexes': [models.Index(condition=models.Q(('decided_at', None)), fields=['until_at'], name='check_open'), models.Index(fields=['checker', '-decided_at'], name='check_of_checker')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('decided_at', None)), fields=('assignment',), name='one_check_at_a_time'), models.UniqueConstraint(condition=models.Q(('outcome', 'withdrawn'), _negated=True), fields=('assignment', 'client_id'), name='checked_once'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('outcome', '')), models.Q(models.Q(('outcome', ''), _negated=True), models.Q(('decided_at', None), _negated=True)), _connector='OR'), name='check_is_open_or_decided'), models.CheckConstraint(condition=models.Q(('checker', None), models.Q(('checker', models.F('author')), _negated=True), _connector='OR'), name='nobody_checks_themselves')],
                    },
                ),
                migrations.CreateModel(
                    name='AskedToCheck',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('check_of', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='asked', to='oase.check')),
                        ('expert', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='asked_to_check', to='oase.expert')),
                        ('asked_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('passed_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('check_of', 'expert'), name='asked_to_check_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Outcome',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('expert', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='outcomes', to='oase.expert')),
                        ('topic', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='oase.topic')),
                        ('conversation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='oase.conversation')),
                        ('result', models.CharField(choices=[('open', 'open'), ('solved', 'solved'), ('unsolved', 'unsolved'), ('neither', 'neither')], default='open', max_length=8)),
                        ('stars', models.PositiveSmallIntegerField(blank=True, null=True)),
                        ('seconds', models.FloatField(blank=True, null=True)),
                        ('claimed_at', models.DateTimeField()),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('expert', 'conversation'), name='one_outcome_each')],
                    },
                ),
                migrations.CreateModel(
                    name='Standing',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('expert', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='standings', to='oase.expert')),
                        ('topic', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='standings', to='oase.topic')),
                        ('level', models.CharField(choices=[('newcomer', 'newcomer'), ('expert', 'expert'), ('senior', 'senior')], default='newcomer', max_length=10)),
                        ('offered', models.PositiveIntegerField(default=0)),
                        ('claimed', models.PositiveIntegerField(default=0)),
                        ('solved', models.PositiveIntegerField(default=0)),
                        ('unsolved', models.PositiveIntegerField(default=0)),
                        ('stars_sum', models.PositiveIntegerField(default=0)),
                        ('stars', models.PositiveIntegerField(default=0)),
                        ('answered', models.PositiveIntegerField(default=0)),
                        ('seconds_log_sum', models.FloatField(default=0)),
                        ('seconds_log_squares', models.FloatField(default=0)),
                        ('checked', models.PositiveIntegerField(default=0)),
                        ('observed_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('expert', 'topic'), name='standing_once'), models.CheckConstraint(condition=models.Q(('claimed__lte', models.F('offered'))), name='claimed_was_offered'), models.CheckConstraint(condition=models.Q(('stars_sum__gte', models.F('stars')), ('stars_sum__lte', django.db.models.expressions.CombinedExpression(models.F('stars'), '*', models.Value(5)))), name='stars_are_one_to_five')],
                    },
                ),
                migrations.CreateModel(
                    name='Placing',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('topic', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='oase.topic')),
                        ('language', models.CharField(max_length=2)),
                        ('expert', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='placings', to='oase.expert')),
                        ('ready', models.BooleanField()),
                        ('full', models.BooleanField(default=False)),
                        ('fresh', models.BooleanField()),
                        ('reach', models.FloatField()),
                        ('lot', models.FloatField()),
                    ],
                    options={
                        'indexes': [models.Index(condition=models.Q(('fresh', False), ('full', False), ('ready', True)), fields=['topic', 'language', '-reach', 'lot'], include=('expert',), name='placing_best'), models.Index(condition=models.Q(('fresh', True), ('full', False), ('ready', True)), fields=['topic', 'language', 'lot'], include=('expert',), name='placing_fresh'), models.Index(condition=models.Q(('full', True)), fields=['expert'], name='placing_full')],
                        'constraints': [models.UniqueConstraint(fields=('expert', 'topic', 'language'), name='placed_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Expert',
                    fields=[
                        ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='expert', serialize=False, to=settings.AUTH_USER_MODEL)),
                        ('introduction_de', models.TextField(blank=True)),
                        ('introduction_en', models.TextField(blank=True)),
                        ('languages', models.JSONField(default=list)),
                        ('available', models.BooleanField(default=True)),
                        ('at_once', models.PositiveSmallIntegerField(default=3)),
                        ('offers_at_once', models.PositiveSmallIntegerField(default=5)),
                        ('there', models.BooleanField(default=True)),
                        ('time_zone', models.CharField(default='Europe/Berlin', max_length=40)),
                        ('suspended_at', models.DateTimeField(blank=True, null=True)),
                        ('since', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                ),
                migrations.CreateModel(
                    name='Qualification',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('expert', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='qualifications', to='oase.expert')),
                        ('topic', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='qualifications', to='oase.topic')),
                        ('passed_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('lapses_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('expert', 'topic'), name='qualified_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Offer',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('assignment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='offers', to='oase.assignment')),
                        ('expert', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='offers', to='oase.expert')),
                        ('wave', models.PositiveSmallIntegerField()),
                        ('reward_cents', models.PositiveIntegerField()),
                        ('reason', models.JSONField(default=dict)),
                        ('offered_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('expires_at', models.DateTimeField()),
                        ('declined_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['expert', 'expires_at'], name='offer_of_expert')],
                        'constraints': [models.UniqueConstraint(fields=('assignment', 'expert'), name='offered_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Lesson',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('company', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lessons', to='oase.company')),
                        ('topic', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='lessons', to='oase.topic')),
                        ('position', models.PositiveSmallIntegerField(default=0)),
                        ('retired_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'ordering': ['position', 'id'],
                    },
                ),
                migrations.CreateModel(
                    name='LessonVersion',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('lesson', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='oase.lesson')),
                        ('number', models.PositiveIntegerField()),
                        ('title_de', models.CharField(blank=True, max_length=120)),
                        ('title_en', models.CharField(blank=True, max_length=120)),
                        ('body_de', models.TextField(blank=True)),
                        ('body_en', models.TextField(blank=True)),
                        ('material', models.BooleanField(default=False)),
                        ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'ordering': ['lesson', '-number'],
                        'constraints': [models.UniqueConstraint(fields=('lesson', 'number'), name='lesson_version_once'), models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='lesson_versions_from_one')],
                    },
                ),
                migrations.CreateModel(
                    name='Acknowledgement',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('expert', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='acknowledgements', to='oase.expert')),
                        ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='acknowledgements', to='oase.lessonversion')),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('expert', 'version'), name='acknowledged_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Programme',
                    fields=[
                        ('company', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='programme', serialize=False, to='oase.company')),
                        ('inviting', models.BooleanField(default=False)),
                        ('welcome_de', models.TextField(blank=True)),
                        ('welcome_en', models.TextField(blank=True)),
                        ('valid_days', models.PositiveSmallIntegerField(default=365)),
                        ('notice_days', models.PositiveSmallIntegerField(default=14)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('valid_days__gte', 1)), name='qualification_holds_a_day'), models.CheckConstraint(condition=models.Q(('notice_days__gte', 1)), name='notice_is_a_day')],
                    },
                ),
                migrations.CreateModel(
                    name='Application',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('expert', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='applications', to='oase.expert')),
                        ('company', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='applications', to='oase.company')),
                        ('experience', models.TextField(blank=True)),
                        ('applied_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('expert', 'company'), name='applied_once')],
                    },
                ),
                migrations.CreateModel(
                    name='ProgrammeNotice',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('expert', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='programme_notices', to='oase.expert')),
                        ('topic', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='oase.topic')),
                        ('kind', models.CharField(choices=[('lapses', 'lapses'), ('lapsed', 'lapsed'), ('passed', 'passed'), ('failed', 'failed')], max_length=8)),
                        ('reason', models.CharField(blank=True, choices=[('', ''), ('year', 'year'), ('lessons', 'lessons')], max_length=8)),
                        ('lapses_at', models.DateTimeField(blank=True, null=True)),
                        ('key', models.CharField(max_length=120, unique=True)),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('read_at', models.DateTimeField(blank=True, null=True)),
                        ('not_before', models.DateTimeField(default=django.utils.timezone.now)),
                        ('sent_at', models.DateTimeField(blank=True, null=True)),
                        ('attempts', models.PositiveSmallIntegerField(default=0)),
                    ],
                    options={
                        'indexes': [models.Index(condition=models.Q(('sent_at', None)), fields=['not_before'], name='programme_notice_due'), models.Index(fields=['expert', '-at'], name='programme_notice_of_expert')],
                    },
                ),
                migrations.CreateModel(
                    name='Portrait',
                    fields=[
                        ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='portrait', serialize=False, to=settings.AUTH_USER_MODEL)),
                        ('key', models.CharField(max_length=40, unique=True)),
                        ('jpeg', models.BinaryField()),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                ),
                migrations.CreateModel(
                    name='TopicTest',
                    fields=[
                        ('topic', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='test', serialize=False, to='oase.topic')),
                        ('questions', models.PositiveSmallIntegerField(default=8)),
                        ('minutes', models.PositiveSmallIntegerField(default=20)),
                        ('pass_percent', models.PositiveSmallIntegerField(default=75)),
                        ('wait_hours', models.PositiveSmallIntegerField(default=24)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('questions__gte', 1)), name='test_asks_something'), models.CheckConstraint(condition=models.Q(('minutes__gte', 1)), name='test_takes_time'), models.CheckConstraint(condition=models.Q(('pass_percent__range', (1, 100))), name='pass_mark_is_a_percentage')],
                    },
                ),
                migrations.CreateModel(
                    name='Question',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('topic', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='oase.topic')),
                        ('lesson', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='questions', to='oase.lesson')),
                        ('kind', models.CharField(choices=[('single', 'single'), ('multiple', 'multiple'), ('order', 'order'), ('free', 'free')], max_length=8)),
                        ('text_de', models.TextField(blank=True)),
                        ('text_en', models.TextField(blank=True)),
                        ('options', models.JSONField(default=list)),
                        ('retired_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'ordering': ['id'],
                    },
                ),
                migrations.CreateModel(
                    name='Solution',
                    fields=[
                        ('question', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='solution', serialize=False, to='oase.question')),
                        ('right', models.JSONField(default=list)),
                        ('guide_de', models.TextField(blank=True)),
                        ('guide_en', models.TextField(blank=True)),
                    ],
                ),
                migrations.CreateModel(
                    name='Attempt',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('expert', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attempts', to='oase.expert')),
                        ('topic', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attempts', to='oase.topic')),
                        ('started_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('due_at', models.DateTimeField()),
                        ('handed_in_at', models.DateTimeField(blank=True, null=True)),
                        ('pass_percent', models.PositiveSmallIntegerField()),
                        ('wait_hours', models.PositiveSmallIntegerField()),
                        ('decided_at', models.DateTimeField(blank=True, null=True)),
                        ('percent', models.PositiveSmallIntegerField(blank=True, null=True)),
                        ('passed', models.BooleanField(blank=True, null=True)),
                    ],
                    options={
                        'indexes': [models.Index(condition=models.Q(('handed_in_at', None)), fields=['due_at'], name='test_running'), models.Index(fields=['expert', 'topic', '-started_at'], name='tests_of_expert')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('decided_at', None)), fields=('expert', 'topic'), name='one_test_of_a_topic_at_a_time'), models.CheckConstraint(condition=models.Q(('due_at__gt', models.F('started_at'))), name='test_has_time'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('passed', None), ('percent', None)), models.Q(models.Q(('decided_at', None), _negated=True), models.Q(('passed', None), _negated=True), models.Q(('percent', None), _negated=True), models.Q(('handed_in_at', None), _negated=True)), _connector='OR'), name='decided_test_has_a_result')],
                    },
                ),
                migrations.CreateModel(
                    name='DrawnQuestion',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('attempt', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='drawn', to='oase.attempt')),
                        ('question', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='drawn', to='oase.question')),
                        ('place', models.PositiveSmallIntegerField()),
                        ('shuffle', models.JSONField(default=list)),
                        ('answer', models.JSONField(blank=True, null=True)),
                        ('words', models.TextField(blank=True)),
                        ('points', models.PositiveSmallIntegerField(blank=True, null=True)),
                        ('remark', models.TextField(blank=True)),
                        ('marked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('marked_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'ordering': ['attempt', 'place'],
                        'constraints': [models.UniqueConstraint(fields=('attempt', 'place'), name='drawn_in_order'), models.UniqueConstraint(fields=('attempt', 'question'), name='drawn_once'), models.CheckConstraint(condition=models.Q(('points', None), ('points__lte', 100), _connector='OR'), name='points_of_a_hundred')],
                    },
                ),
                migrations.CreateModel(
                    name='Opening',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('expert', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='openings', to='oase.expert')),
                        ('conversation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='oase.conversation')),
                        ('session', models.CharField(blank=True, max_length=16)),
                        ('excerpt', models.BooleanField(default=False)),
                        ('first_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['expert', 'at'], name='opening_lately')],
                        'constraints': [models.UniqueConstraint(fields=('expert', 'conversation'), name='opened_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Alarm',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('expert', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='alarms', to='oase.expert')),
                        ('company', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='alarms', to='oase.company')),
                        ('conversations', models.JSONField(default=list)),
                        ('sessions', models.PositiveSmallIntegerField()),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['company', '-at'], name='alarm_of_company')],
                    },
                ),
                migrations.CreateModel(
                    name='Disowned',
                    fields=[
                        ('alarm', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='disowned', serialize=False, to='oase.alarm')),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                ),
                migrations.CreateModel(
                    name='AlarmMail',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('alarm', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mails', to='oase.alarm')),
                        ('recipient', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('not_before', models.DateTimeField(default=django.utils.timezone.now)),
                        ('sent_at', models.DateTimeField(blank=True, null=True)),
                        ('attempts', models.PositiveSmallIntegerField(default=0)),
                    ],
                    options={
                        'indexes': [models.Index(condition=models.Q(('sent_at', None)), fields=['not_before'], name='alarm_mail_waiting')],
                        'constraints': [models.UniqueConstraint(fields=('alarm', 'recipient'), name='alarm_mailed_once')],
                    },
                ),
                migrations.CreateModel(
                    name='AlarmAnswer',
                    fields=[
                        ('alarm', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='answer', serialize=False, to='oase.alarm')),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('found', models.CharField(choices=[('harmless', 'harmless'), ('suspended', 'suspended')], max_length=10)),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                ),
                migrations.CreateModel(
                    name='Report',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('expert', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reports', to='oase.expert')),
                        ('conversation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='oase.conversation')),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('role', models.CharField(choices=[('customer', 'customer'), ('peer', 'peer'), ('agent', 'agent')], max_length=10)),
                        ('reason', models.CharField(choices=[('wrong', 'wrong'), ('rude', 'rude'), ('private', 'private'), ('advertising', 'advertising'), ('other', 'other')], max_length=12)),
                        ('words', models.TextField(blank=True)),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('conversation', 'expert', 'by'), name='reported_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Judgement',
                    fields=[
                        ('report', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='judgement', serialize=False, to='oase.report')),
                        ('upheld', models.BooleanField()),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                ),
                migrations.CreateModel(
                    name='Suspension',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('expert', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='suspensions', to='oase.expert')),
                        ('company', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='suspensions', to='oase.company')),
                        ('reason', models.CharField(choices=[('conduct', 'conduct'), ('quality', 'quality'), ('account', 'account')], max_length=10)),
                        ('words', models.TextField()),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('lifted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('lifted_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(condition=models.Q(('lifted_at', None)), fields=('expert', 'company'), name='suspended_once_by_a_company'), models.CheckConstraint(condition=models.Q(models.Q(('lifted_at', None), ('lifted_by', None)), models.Q(models.Q(('lifted_at', None), _negated=True), models.Q(('lifted_by', None), _negated=True)), _connector='OR'), name='lifted_by_someone')],
                    },
                ),
                migrations.CreateModel(
                    name='Appeal',
                    fields=[
                        ('suspension', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='appeal', serialize=False, to='oase.suspension')),
                        ('words', models.TextField()),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('granted', models.BooleanField(null=True)),
                        ('reply', models.TextField(blank=True)),
                        ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('decided_at', models.DateTimeField(blank=True, null=True)),
                    ],
                ),
                migrations.CreateModel(
                    name='Appointment',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('expert', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='appointments', to='oase.expert')),
                        ('topic', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='appointments', to='oase.topic')),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('ended_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('expert', 'topic'), name='appointed_once')],
                    },
                ),
                migrations.CreateModel(
                    name='PublicPage',
                    fields=[
                        ('expert', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='public_page', serialize=False, to='oase.expert')),
                        ('name', models.CharField(max_length=24, unique=True)),
                        ('since', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                ),
                migrations.CreateModel(
                    name='LedgerTransaction',
                    fields=[
                        ('id', models.UUIDField(default=uuid_utils.compat.uuid7, primary_key=True, serialize=False)),
                        ('company', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='oase.company')),
                        ('kind', models.CharField(choices=[('earned', 'earned'), ('paid', 'paid'), ('taken_back', 'taken_back'), ('returned', 'returned'), ('sent_again', 'sent_again')], max_length=12)),
                        ('lines', models.PositiveSmallIntegerField()),
                        ('booked_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['company', 'booked_at'], name='ledger_of_company')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('lines__gte', 2)), name='booked_twice_at_least')],
                    },
                ),
                migrations.CreateModel(
                    name='LedgerEntry',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('transaction', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='oase.ledgertransaction')),
                        ('account', models.CharField(choices=[('rewards', 'what helping costs the company'), ('tax', 'value added tax paid to experts'), ('owed', 'what the company owes one expert'), ('bank', 'what was sent through the bank')], max_length=8)),
                        ('expert', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='oase.expert')),
                        ('cents', models.BigIntegerField()),
                    ],
                    options={
                        'indexes': [models.Index(condition=models.Q(('expert', None), _negated=True), fields=['expert', 'account'], name='ledger_of_expert')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('cents', 0), _negated=True), name='entry_is_something'), models.CheckConstraint(condition=models.Q(('cents__gte', -100000000000), ('cents__lte', 100000000000)), name='entry_is_sane'), models.CheckConstraint(condition=models.Q(models.Q(('account', 'owed'), ('expert__isnull', False)), models.Q(models.Q(('account', 'owed'), _negated=True), ('expert__isnull', True)), _connector='OR'), name='owed_to_somebody')],
                    },
                ),
                migrations.CreateModel(
                    name='Price',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('topic', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='prices', to='oase.topic')),
                        ('language', models.CharField(blank=True, max_length=2)),
                        ('days', models.CharField(blank=True, choices=[('', 'every day'), ('workdays', 'Monday to Friday'), ('weekend', 'Saturday and Sunday')], max_length=10)),
                        ('begins', models.TimeField(blank=True, null=True)),
                        ('ends', models.TimeField(blank=True, null=True)),
                        ('cents', models.PositiveIntegerField()),
                    ],
                    options={
                        'ordering': ['language', 'days', 'begins', 'id'],
                        'constraints': [models.UniqueConstraint(fields=('topic', 'language', 'days', 'begins', 'ends'), name='price_once', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('cents__gte', 1), ('cents__lte', 50000)), name='price_is_sane'), models.CheckConstraint(condition=models.Q(models.Q(('begins', None), ('ends', None)), models.Q(('begins__isnull', False), ('ends__isnull', False), models.Q(('begins', models.F('ends')), _negated=True)), _connector='OR'), name='price_has_two_ends'), models.CheckConstraint(condition=models.Q(models.Q(('language', ''), _negated=True), models.Q(('days', ''), _negated=True), ('begins__isnull', False), _connector='OR'), name='price_has_a_condition')],
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
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('checked__lte', 50), ('handover__lte', 50), ('reuse__lte', 50)), name='shares_are_parts')],
                    },
                ),
                migrations.CreateModel(
                    name='Reward',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('expert', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rewards', to='oase.expert')),
                        ('company', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='rewards', to='oase.company')),
                        ('conversation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='oase.conversation')),
                        ('cents', models.PositiveIntegerField()),
                        ('reason', models.CharField(choices=[('solved', 'solved'), ('handover', 'handover'), ('check', 'check'), ('reuse', 'reuse')], max_length=12)),
                        ('earned_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('transaction', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='reward', to='oase.ledgertransaction')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('expert', 'conversation', 'reason'), name='rewarded_once_for_each'), models.UniqueConstraint(condition=models.Q(('reason__in', ['solved', 'handover'])), fields=('expert', 'conversation'), name='rewarded_once'), models.CheckConstraint(condition=models.Q(('cents__gt', 0)), name='reward_is_something')],
                    },
                ),
                migrations.CreateModel(
                    name='Unsettled',
                    fields=[
                        ('conversation', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='oase.conversation')),
                        ('due_at', models.DateTimeField(db_index=True)),
                    ],
                ),
                migrations.CreateModel(
                    name='TakenBack',
                    fields=[
                        ('reward', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='taken_back', serialize=False, to='oase.reward')),
                        ('reason', models.CharField(choices=[('fraud', 'fraud'), ('report', 'report'), ('mistake', 'mistake')], max_length=10)),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('transaction', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='taken_back', to='oase.ledgertransaction')),
                        ('was_paid', models.BooleanField()),
                    ],
                ),
                migrations.CreateModel(
                    name='PaymentDetails',
                    fields=[
                        ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='payment_details', serialize=False, to=settings.AUTH_USER_MODEL)),
                        ('sealed', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='payment_details', to='oase.sealed')),
                        ('agreed_at', models.DateTimeField(default=django.utils.timezone.now)),
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
                    name='PayoutRun',
                    fields=[
                        ('id', models.UUIDField(default=uuid_utils.compat.uuid7, primary_key=True, serialize=False)),
                        ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='payout_runs', to='oase.company')),
                        ('month', models.DateField()),
                        ('closed_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('closed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('pay_on', models.DateField()),
                        ('payer', models.JSONField(default=dict)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('company', 'month'), name='month_closed_once'), models.CheckConstraint(condition=models.Q(('month__day', 1)), name='month_begins_on_its_first')],
                    },
                ),
                migrations.CreateModel(
                    name='Payout',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('run', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='payouts', to='oase.payoutrun')),
                        ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='oase.company')),
                        ('expert', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='payouts', to='oase.expert')),
                        ('number', models.PositiveIntegerField()),
                        ('net_cents', models.PositiveBigIntegerField()),
                        ('tax_cents', models.PositiveBigIntegerField()),
                        ('sealed', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='oase.sealed')),
                        ('transaction', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='payout', to='oase.ledgertransaction')),
                    ],
                    options={
                        'ordering': ['number'],
                        'constraints': [models.UniqueConstraint(fields=('run', 'expert'), name='paid_once_a_run'), models.UniqueConstraint(fields=('company', 'number'), name='credit_note_number_once'), models.CheckConstraint(condition=models.Q(('net_cents__gt', 0)), name='payout_is_something')],
                    },
                ),
                migrations.CreateModel(
                    name='PaidReward',
                    fields=[
                        ('reward', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='paid', serialize=False, to='oase.reward')),
                        ('payout', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='paid_rewards', to='oase.payout')),
                    ],
                ),
                migrations.CreateModel(
                    name='TakenOff',
                    fields=[
                        ('taken_back', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='taken_off', serialize=False, to='oase.takenback')),
                        ('payout', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='taken_off', to='oase.payout')),
                    ],
                ),
                migrations.CreateModel(
                    name='Returned',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('payout', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='returns', to='oase.payout')),
                        ('reason', models.CharField(choices=[('AC01', 'AC01'), ('AC04', 'AC04'), ('AC06', 'AC06'), ('MD07', 'MD07'), ('RR04', 'RR04'), ('MS03', 'MS03'), ('NARR', 'NARR')], max_length=4)),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('transaction', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='returned', to='oase.ledgertransaction')),
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
                    name='Recognition',
                    fields=[
                        ('company', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='recognition', serialize=False, to='oase.company')),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('data', models.BinaryField(default=bytes)),
                        ('learned_from', models.CharField(max_length=64)),
                        ('examples', models.PositiveIntegerField(default=0)),
                        ('conversations', models.PositiveIntegerField(default=0)),
                        ('right', models.FloatField(null=True)),
                        ('seconds', models.FloatField(default=0)),
                        ('learned_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                ),
                migrations.CreateModel(
                    name='TopicCorrection',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('conversation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='topic_corrections', to='oase.conversation')),
                        ('was', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='oase.topic')),
                        ('topic', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='oase.topic')),
                        ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'ordering': ['at', 'id'],
                        'indexes': [models.Index(fields=['conversation', '-at'], name='correction_last')],
                    },
                ),
                migrations.CreateModel(
                    name='Person',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('password', models.CharField(max_length=128, verbose_name='Passwort')),
                        ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='Letzte Anmeldung')),
                        ('email', models.EmailField(blank=True, max_length=254, verbose_name='E-Mail-Adresse')),
                        ('first_name', models.CharField(blank=True, max_length=80, verbose_name='Vorname')),
                        ('last_name', models.CharField(blank=True, max_length=80, verbose_name='Nachname')),
                        ('face', models.CharField(blank=True, max_length=40)),
                        ('language', models.CharField(default='de', max_length=2)),
                        ('contact', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='oase.sealed')),
                        ('is_active', models.BooleanField(default=True)),
                        ('joined_at', models.DateTimeField(auto_now_add=True)),
                    ],
                    options={
                        'indexes': [models.Index(django.db.models.functions.text.Lower('email'), name='person_by_email')],
                        'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('email'), condition=models.Q(('email', ''), _negated=True), name='person_email_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Mailbox',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='mailbox', to=settings.AUTH_USER_MODEL)),
                        ('sealed', models.BinaryField()),
                        ('by_company', models.BooleanField(default=False)),
                        ('left_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('proven_at', models.DateTimeField(blank=True, null=True)),
                    ],
                ),
                migrations.CreateModel(
                    name='Erasure',
                    fields=[
                        ('id', models.UUIDField(default=uuid_utils.compat.uuid7, primary_key=True, serialize=False)),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='erasures', to=settings.AUTH_USER_MODEL)),
                        ('token', models.CharField(default=oase.privacy.erasures.fresh_token, max_length=43, unique=True)),
                        ('language', models.CharField(default='de', max_length=2)),
                        ('asked_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('due_at', models.DateTimeField()),
                        ('revoked_at', models.DateTimeField(blank=True, null=True)),
                        ('told_at', models.DateTimeField(blank=True, null=True)),
                        ('key_destroyed_at', models.DateTimeField(blank=True, null=True)),
                        ('attempts', models.PositiveSmallIntegerField(default=0)),
                        ('not_before', models.DateTimeField(default=django.utils.timezone.now)),
                        ('mailed_at', models.DateTimeField(blank=True, null=True)),
                        ('done_at', models.DateTimeField(blank=True, null=True)),
                        ('report', models.JSONField(default=dict)),
                    ],
                    options={
                        'indexes': [models.Index(condition=models.Q(('done_at', None), ('revoked_at', None)), fields=['due_at'], name='erasure_waiting')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('done_at', None), ('revoked_at', None)), fields=('person',), name='one_erasure_under_way'), models.CheckConstraint(condition=models.Q(('revoked_at', None), ('key_destroyed_at', None), _connector='OR'), name='no_way_back_from_erasure')],
                    },
                ),
                migrations.CreateModel(
                    name='VaultKey',
                    fields=[
                        ('id', models.CharField(max_length=16, primary_key=True, serialize=False)),
                        ('state', models.CharField(choices=[('current', 'wraps new data keys'), ('old', 'being replaced'), ('retired', 'wraps nothing any more'), ('secrets', 'the secrets of the house')], max_length=8)),
                        ('since', models.DateTimeField(default=django.utils.timezone.now)),
                        ('retired_at', models.DateTimeField(null=True)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['current', 'secrets'])), fields=('state',), name='one_current_vault_key')],
                    },
                ),
                migrations.CreateModel(
                    name='PersonKey',
                    fields=[
                        ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to=settings.AUTH_USER_MODEL)),
                        ('wrapped', models.BinaryField()),
                        ('key_id', models.CharField(blank=True, db_index=True, max_length=16)),
                        ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('erased_at', models.DateTimeField(null=True)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('erased_at', None), ('wrapped', b''), _connector='OR'), name='erased_key_is_destroyed')],
                    },
                ),
                migrations.CreateModel(
                    name='Sealed',
                    fields=[
                        ('id', models.UUIDField(default=uuid_utils.compat.uuid7, primary_key=True, serialize=False)),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('kind', models.CharField(max_length=20)),
                        ('ciphertext', models.BinaryField()),
                        ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                ),
                migrations.CreateModel(
                    name='SealedFile',
                    fields=[
                        ('id', models.UUIDField(default=uuid_utils.compat.uuid7, primary_key=True, serialize=False)),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('description', models.BinaryField()),
                        ('size', models.PositiveBigIntegerField()),
                        ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                ),
                migrations.CreateModel(
                    name='AccessLog',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('viewer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('about', models.UUIDField()),
                        ('kind', models.CharField(choices=[('originals', 'originals'), ('file', 'file'), ('contact', 'contact'), ('export', 'everything'), ('payment', 'where money goes'), ('found', 'found by name, address or number')], max_length=12)),
                        ('purpose', models.CharField(max_length=200)),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('hour', models.DateTimeField()),
                    ],
                    options={
                        'indexes': [models.Index(fields=['person', '-at'], name='access_of_person')],
                        'constraints': [models.UniqueConstraint(fields=('viewer', 'person', 'about', 'kind', 'purpose', 'hour'), name='access_logged_once_an_hour'), models.CheckConstraint(condition=models.Q(('purpose', ''), _negated=True), name='access_has_a_purpose')],
                    },
                ),
                migrations.CreateModel(
                    name='Rating',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('conversation', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='rating', to='oase.conversation')),
                        ('stars', models.PositiveSmallIntegerField()),
                        ('thanks', models.TextField(blank=True)),
                        ('at', models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
                        ('helpers', models.ManyToManyField(related_name='ratings', to=settings.AUTH_USER_MODEL)),
                        ('named', models.ManyToManyField(blank=True, related_name='named_in', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('stars__gte', 1), ('stars__lte', 5)), name='one_to_five_stars')],
                    },
                ),
                migrations.CreateModel(
                    name='Absence',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('membership', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='absences', to='oase.membership')),
                        ('starts_at', models.DateTimeField()),
                        ('ends_at', models.DateTimeField()),
                        ('sealed', models.BinaryField(null=True)),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('planned_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('began_at', models.DateTimeField(blank=True, null=True)),
                        ('over_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'ordering': ['starts_at', 'pk'],
                        'indexes': [models.Index(condition=models.Q(('began_at', None), ('over_at', None)), fields=['starts_at'], name='absence_begins'), models.Index(condition=models.Q(('over_at', None)), fields=['ends_at'], name='absence_ends')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='absence_ends_later'), models.UniqueConstraint(condition=models.Q(models.Q(('began_at', None), _negated=True), ('over_at', None)), fields=('membership',), name='away_once_at_a_time')],
                    },
                ),
                migrations.CreateModel(
                    name='AdvisorChange',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('customer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='advisor_changes', to='oase.customer')),
                        ('before', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='oase.membership')),
                        ('after', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='oase.membership')),
                        ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('reason', models.CharField(choices=[('customer', 'customer'), ('staff', 'staff'), ('left', 'left')], max_length=10)),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('note_asked_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'ordering': ['-at', '-pk'],
                        'indexes': [models.Index(fields=['customer', '-at'], name='advisor_changes_of_customer')],
                    },
                ),
                migrations.CreateModel(
                    name='HandoverNote',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('change', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='note', to='oase.advisorchange')),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('body', models.TextField()),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('read_at', models.DateTimeField(blank=True, null=True)),
                    ],
                ),
                migrations.CreateModel(
                    name='GoodwillKind',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('company', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='goodwill_kinds', to='oase.company')),
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
                        'constraints': [models.UniqueConstraint(fields=('company', 'name_de'), name='goodwill_kind_once_de'), models.UniqueConstraint(fields=('company', 'name_en'), name='goodwill_kind_once_en'), models.CheckConstraint(condition=models.Q(('cents__lte', 100000)), name='goodwill_kind_is_sane')],
                    },
                ),
                migrations.CreateModel(
                    name='GoodwillBudget',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('company', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='goodwill_budgets', to='oase.company')),
                        ('membership', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='goodwill_budget', to='oase.membership')),
                        ('team', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='goodwill_budget', to='oase.team')),
                        ('cents', models.PositiveIntegerField()),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(condition=models.Q(('membership', None), ('team', None)), fields=('company',), name='goodwill_budget_of_the_others'), models.CheckConstraint(condition=models.Q(('membership', None), ('team', None), _connector='OR'), name='goodwill_budget_of_one')],
                    },
                ),
                migrations.CreateModel(
                    name='Goodwill',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('client_id', models.UUIDField(unique=True)),
                        ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='goodwill', to='oase.company')),
                        ('conversation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='goodwill', to='oase.conversation')),
                        ('kind', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='given', to='oase.goodwillkind')),
                        ('cents', models.IntegerField()),
                        ('giver', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='goodwill', to='oase.membership')),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('budget', models.CharField(choices=[('own', 'own'), ('team', 'team'), ('beyond', 'beyond')], max_length=6)),
                        ('team', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='oase.team')),
                        ('approved_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('month', models.DateField()),
                        ('withdraws', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='withdrawn', to='oase.goodwill')),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['giver', 'month'], name='goodwill_of_giver'), models.Index(condition=models.Q(('team', None), _negated=True), fields=['team', 'month'], name='goodwill_of_team'), models.Index(fields=['company', '-at'], name='goodwill_of_company')],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('cents__gte', 0), ('cents__lte', 100000), ('withdraws', None)), models.Q(models.Q(('withdraws', None), _negated=True), ('cents__gte', -100000), ('cents__lte', 0)), _connector='OR'), name='goodwill_gives_or_takes_back'), models.CheckConstraint(condition=models.Q(models.Q(('budget', 'beyond'), models.Q(('approved_by', None), _negated=True)), models.Q(models.Q(('budget', 'beyond'), _negated=True), ('approved_by', None)), _connector='OR'), name='goodwill_beyond_was_approved'), models.CheckConstraint(condition=models.Q(('month__day', 1)), name='goodwill_month_begins'), models.CheckConstraint(condition=models.Q(('team', None), ('budget', 'team'), _connector='OR'), name='goodwill_team_fits')],
                    },
                ),
                migrations.CreateModel(
                    name='GoodwillWish',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('client_id', models.UUIDField(unique=True)),
                        ('company', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='goodwill_wishes', to='oase.company')),
                        ('conversation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='goodwill_wishes', to='oase.conversation')),
                        ('kind', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='oase.goodwillkind')),
                        ('cents', models.PositiveIntegerField()),
                        ('words', models.TextField(blank=True)),
                        ('reason', models.TextField()),
                        ('giver', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='goodwill_wishes', to='oase.membership')),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('verdict', models.CharField(blank=True, choices=[('granted', 'granted'), ('declined', 'declined'), ('dropped', 'dropped')], max_length=8)),
                        ('answer', models.TextField(blank=True)),
                        ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('decided_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'indexes': [models.Index(condition=models.Q(('verdict', '')), fields=['company', 'at'], name='goodwill_wish_waits')],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None), ('verdict', '')), models.Q(models.Q(('verdict', ''), _negated=True), models.Q(('decided_by', None), _negated=True), models.Q(('decided_at', None), _negated=True)), _connector='OR'), name='goodwill_wish_decided_by_somebody'), models.CheckConstraint(condition=models.Q(('cents__lte', 100000)), name='goodwill_wish_is_sane')],
                    },
                ),
                migrations.CreateModel(
                    name='Macro',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('company', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='macros', to='oase.company')),
                        ('name', models.CharField(max_length=60)),
                        ('text_de', models.TextField(blank=True)),
                        ('text_en', models.TextField(blank=True)),
                        ('audience', models.CharField(choices=[('conversation', 'conversation'), ('staff', 'staff')], default='conversation', max_length=12)),
                        ('steps', models.JSONField(blank=True, default=list)),
                        ('position', models.PositiveSmallIntegerField(default=0)),
                        ('retired_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'ordering': ['position', 'name', 'id'],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('retired_at', None)), fields=('company', 'name'), name='macro_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Mention',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('message', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='mentions', to='oase.message')),
                        ('conversation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mentions', to='oase.conversation')),
                        ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='mentions', to=settings.AUTH_USER_MODEL)),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('done_at', models.DateTimeField(blank=True, null=True)),
                        ('sent_at', models.DateTimeField(blank=True, null=True)),
                        ('attempts', models.PositiveSmallIntegerField(default=0)),
                        ('not_before', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'indexes': [models.Index(condition=models.Q(('done_at', None)), fields=['person', '-at'], name='mention_open'), models.Index(condition=models.Q(('sent_at', None)), fields=['not_before'], name='mention_to_mail')],
                        'constraints': [models.UniqueConstraint(fields=('message', 'person'), name='mentioned_once')],
                    },
                ),
                migrations.CreateModel(
                    name='ThanksDigest',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='thanks_digests', to=settings.AUTH_USER_MODEL)),
                        ('week', models.DateField()),
                        ('not_before', models.DateTimeField(default=django.utils.timezone.now)),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('sent_at', models.DateTimeField(blank=True, null=True)),
                        ('attempts', models.PositiveSmallIntegerField(default=0)),
                    ],
                    options={
                        'indexes': [models.Index(condition=models.Q(('sent_at', None)), fields=['not_before'], name='thanks_waiting')],
                        'constraints': [models.UniqueConstraint(fields=('person', 'week'), name='thanks_told_once_a_week')],
                    },
                ),
                migrations.CreateModel(
                    name='NoThanksMail',
                    fields=[
                        ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='no_thanks_mail', serialize=False, to=settings.AUTH_USER_MODEL)),
                        ('since', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                ),
                migrations.CreateModel(
                    name='LearningWish',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('membership', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='learning', to='oase.membership')),
                        ('topic', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='oase.topic')),
                        ('since', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('membership', 'topic'), name='learning_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Searchable',
                    fields=[
                        ('conversation', models.OneToOneField(on_delete=django.db.models.deletion.DB_CASCADE, primary_key=True, related_name='searchable', serialize=False, to='oase.conversation')),
                        ('company', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='oase.company')),
                        ('customer', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='oase.customer')),
                        ('at', models.DateTimeField()),
                        ('month', models.PositiveIntegerField()),
                        ('words', django.contrib.postgres.search.SearchVectorField()),
                    ],
                    options={
                        'indexes': [models.Index(fields=['company', '-at', '-conversation'], name='searchable_newest')],
                    },
                ),
                migrations.CreateModel(
                    name='Vocabulary',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('company', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.DB_CASCADE, related_name='+', to='oase.company')),
                        ('word', models.CharField(max_length=40)),
                        ('uses', models.IntegerField()),
                        ('german', models.CharField(max_length=40)),
                        ('english', models.CharField(max_length=40)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['company', 'german'], name='word_by_german_stem'), models.Index(fields=['company', 'english'], name='word_by_english_stem')],
                        'constraints': [models.UniqueConstraint(fields=('company', 'word'), name='word_once')],
                    },
                ),
                migrations.CreateModel(
                    name='WordsWaiting',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('conversation_id', models.UUIDField()),
                    ],
                ),
                migrations.CreateModel(
                    name='MarksWaiting',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('person_id', models.BigIntegerField()),
                    ],
                ),
                migrations.CreateModel(
                    name='BlindMark',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('customer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='oase.customer')),
                        ('company', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='oase.company')),
                        ('kind', models.CharField(choices=[('mail', 'mail'), ('number', 'number'), ('name', 'name'), ('phone', 'phone')], max_length=8)),
                        ('mark', models.BinaryField()),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('company', 'mark', 'customer'), name='blind_mark_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Tag',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('company', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tags', to='oase.company')),
                        ('name', models.CharField(max_length=40)),
                        ('position', models.PositiveSmallIntegerField(default=0)),
                        ('retired_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'ordering': ['position', 'name', 'id'],
                        'constraints': [models.UniqueConstraint(fields=('company', 'name'), name='tag_once'), models.UniqueConstraint(models.F('company'), django.db.models.functions.text.Lower('name'), name='tag_once_in_any_case')],
                    },
                ),
                migrations.CreateModel(
                    name='Tagging',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('conversation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='taggings', to='oase.conversation')),
                        ('tag', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='taggings', to='oase.tag')),
                        ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('conversation', 'tag'), name='tagged_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Snooze',
                    fields=[
                        ('conversation', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='snooze', serialize=False, to='oase.conversation')),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('until', models.DateTimeField(db_index=True)),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                ),
                migrations.CreateModel(
                    name='Merge',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('source', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='merges', to='oase.conversation')),
                        ('target', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='merged', to='oase.conversation')),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('undone_at', models.DateTimeField(blank=True, null=True)),
                        ('undone_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('source_stood', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='oase.assignment')),
                        ('target_stood', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='oase.assignment')),
                        ('target_joined', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='oase.assignment')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(condition=models.Q(('undone_at', None)), fields=('source',), name='merged_once'), models.CheckConstraint(condition=models.Q(('source', models.F('target')), _negated=True), name='merged_into_another')],
                    },
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
                    name='Split',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('origin', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='splits', to='oase.conversation')),
                        ('concern', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='split_from', to='oase.conversation')),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('origin', models.F('concern')), _negated=True), name='split_from_another')],
                    },
                ),
                migrations.CreateModel(
                    name='Copied',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('split', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='copied', to='oase.split')),
                        ('message', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='copies', to='oase.message')),
                        ('copy', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='copied_from', to='oase.message')),
                    ],
                ),
                migrations.CreateModel(
                    name='OwnView',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('company', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='own_views', to='oase.company')),
                        ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='own_views', to=settings.AUTH_USER_MODEL)),
                        ('name', models.CharField(max_length=40)),
                        ('shared', models.CharField(choices=[('private', 'private'), ('team', 'team'), ('company', 'company')], default='private', max_length=8)),
                        ('team', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='own_views', to='oase.team')),
                        ('filters', models.JSONField(default=dict)),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'ordering': ['name', 'id'],
                        'constraints': [models.UniqueConstraint(fields=('company', 'owner', 'name'), name='own_view_once'), models.CheckConstraint(condition=models.Q(('team', None), ('shared', 'team'), _connector='OR'), name='own_view_team_is_shared')],
                    },
                ),
                migrations.CreateModel(
                    name='Export',
                    fields=[
                        ('id', models.UUIDField(default=uuid_utils.compat.uuid7, primary_key=True, serialize=False)),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='exports', to=settings.AUTH_USER_MODEL)),
                        ('file', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='export', to='oase.sealedfile')),
                        ('asked_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('started_at', models.DateTimeField(blank=True, null=True)),
                        ('ready_at', models.DateTimeField(blank=True, null=True)),
                        ('expires_at', models.DateTimeField(blank=True, null=True)),
                        ('failed_at', models.DateTimeField(blank=True, null=True)),
                        ('done', models.PositiveBigIntegerField(default=0)),
                        ('total', models.PositiveBigIntegerField(default=0)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['person', '-asked_at'], name='export_of_person')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('failed_at', None), ('ready_at', None)), fields=('person',), name='one_export_at_a_time'), models.CheckConstraint(condition=models.Q(('done__lte', models.F('total'))), name='export_done_at_most_all'), models.CheckConstraint(condition=models.Q(models.Q(('expires_at', None), ('ready_at', None)), models.Q(('expires_at__gt', models.F('ready_at')), ('ready_at__isnull', False)), _connector='OR'), name='export_ready_for_a_while')],
                    },
                ),
            ],
        ),
        migrations.RunSQL(CACHE, migrations.RunSQL.noop),
        migrations.RunSQL(TURNS, migrations.RunSQL.noop),
        migrations.RunSQL(TRIGRAMS, migrations.RunSQL.noop),
        migrations.RunSQL(ROOM, migrations.RunSQL.noop),
        migrations.RunSQL(WITHIN, migrations.RunSQL.noop),
        migrations.RunSQL(INDEX, migrations.RunSQL.noop),
    ]
