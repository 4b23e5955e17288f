import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# Words inside of words, and words that resemble one: trigrams within a company (pg_trgm, btree_gin).
TRIGRAMS = "CREATE INDEX word_by_trigrams ON oase_vocabulary USING gin (company_id, word gin_trgm_ops) WITH (fastupdate = off)"
# Counted again and again: room in every page for the row's next version.
ROOM = "ALTER TABLE oase_vocabulary SET (fillfactor = 70)"
# What is there already waits like what comes in.
WORDS = "INSERT INTO oase_wordswaiting (conversation_id) SELECT id FROM oase_conversation ORDER BY last_message_at DESC"
MARKS = "INSERT INTO oase_markswaiting (person_id) SELECT DISTINCT person_id FROM oase_customer"


class Migration(migrations.Migration):

    dependencies = [
        ('oase', '0034_joining_and_splitting'),
    ]

    operations = [
        migrations.CreateModel(
            name='MarksWaiting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person_id', models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='WordsWaiting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('conversation_id', models.UUIDField()),
            ],
        ),
        migrations.AlterField(
            model_name='accesslog',
            name='kind',
            field=models.CharField(choices=[('originals', 'originals'), ('file', 'file'), ('contact', 'contact'), ('export', 'everything'), ('payment', 'where money goes'), ('found', 'found by name, address or number')], max_length=12),
        ),
        migrations.CreateModel(
            name='BlindMark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('mail', 'mail'), ('number', 'number'), ('name', 'name'), ('phone', 'phone')], max_length=8)),
                ('mark', models.BinaryField()),
                ('company', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='oase.company')),
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='oase.customer')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('company', 'mark', 'customer'), name='blind_mark_once')],
            },
        ),
        migrations.CreateModel(
            name='Searchable',
            fields=[
                ('conversation', models.OneToOneField(on_delete=django.db.models.deletion.DB_CASCADE, primary_key=True, related_name='searchable', serialize=False, to='oase.conversation')),
                ('at', models.DateTimeField()),
                ('month', models.PositiveIntegerField()),
                ('words', django.contrib.postgres.search.SearchVectorField()),
                ('company', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='oase.company')),
                ('customer', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='oase.customer')),
            ],
            options={
                'indexes': [models.Index(fields=['company', '-at', '-conversation'], name='searchable_newest'), django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=['company', 'month', 'words'], name='searchable_words')],
            },
        ),
        migrations.CreateModel(
            name='Vocabulary',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('word', models.CharField(max_length=40)),
                ('uses', models.IntegerField()),
                ('german', models.CharField(max_length=40)),
                ('english', models.CharField(max_length=40)),
                ('company', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.DB_CASCADE, related_name='+', to='oase.company')),
            ],
            options={
                'indexes': [models.Index(fields=['company', 'german'], name='word_by_german_stem'), models.Index(fields=['company', 'english'], name='word_by_english_stem')],
                'constraints': [models.UniqueConstraint(fields=('company', 'word'), name='word_once')],
            },
        ),
        migrations.RunSQL(TRIGRAMS, migrations.RunSQL.noop),
        migrations.RunSQL(ROOM, migrations.RunSQL.noop),
        migrations.RunSQL(WORDS, migrations.RunSQL.noop),
        migrations.RunSQL(MARKS, migrations.RunSQL.noop),
    ]
