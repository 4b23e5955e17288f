"""Widgets of companies, keys for signed identity, and people without an address of their own."""

import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('oase', '0009_read_marks'),
    ]

    operations = [
        migrations.CreateModel(
            name='IdentityKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kid', models.CharField(max_length=16, unique=True)),
                ('algorithm', models.CharField(choices=[('HS256', 'HS256'), ('RS256', 'RS256'), ('ES256', 'ES256')], max_length=5)),
                ('secret', models.BinaryField(blank=True, null=True)),
                ('public', models.TextField(blank=True)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['-made_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Mailbox',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sealed', models.BinaryField()),
                ('by_company', models.BooleanField(default=False)),
                ('left_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('proven_at', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='UsedNonce',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64)),
                ('expires_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Widget',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('origins', models.JSONField(default=list)),
                ('accent', models.CharField(default='#1c5a43', max_length=7)),
                ('on_accent', models.CharField(default='#ffffff', max_length=7)),
                ('side', models.CharField(choices=[('right', 'right'), ('left', 'left')], default='right', max_length=5)),
                ('label_de', models.CharField(blank=True, max_length=40)),
                ('label_en', models.CharField(blank=True, max_length=40)),
                ('greeting_de', models.CharField(blank=True, max_length=300)),
                ('greeting_en', models.CharField(blank=True, max_length=300)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='person',
            name='person_email_once',
        ),
        migrations.AlterField(
            model_name='person',
            name='email',
            field=models.EmailField(blank=True, max_length=254, verbose_name='e-mail address'),
        ),
        migrations.AddIndex(
            model_name='person',
            index=models.Index(django.db.models.functions.text.Lower('email'), name='person_by_email'),
        ),
        migrations.AddConstraint(
            model_name='person',
            constraint=models.UniqueConstraint(django.db.models.functions.text.Lower('email'), condition=models.Q(('email', ''), _negated=True), name='person_email_once'),
        ),
        migrations.AddField(
            model_name='identitykey',
            name='company',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='identity_keys', to='oase.company'),
        ),
        migrations.AddField(
            model_name='mailbox',
            name='person',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='mailbox', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='usednonce',
            name='company',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='oase.company'),
        ),
        migrations.AddField(
            model_name='widget',
            name='company',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='widget', to='oase.company'),
        ),
        migrations.AddConstraint(
            model_name='identitykey',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('algorithm', 'HS256'), ('public', ''), ('secret__isnull', False)), models.Q(models.Q(('algorithm', 'HS256'), _negated=True), models.Q(('public', ''), _negated=True), ('secret', None)), _connector='OR'), name='identity_key_fits_algorithm'),
        ),
        migrations.AddIndex(
            model_name='usednonce',
            index=models.Index(fields=['expires_at'], name='nonce_expires'),
        ),
        migrations.AddConstraint(
            model_name='usednonce',
            constraint=models.UniqueConstraint(fields=('company', 'digest'), name='nonce_used_once'),
        ),
    ]
