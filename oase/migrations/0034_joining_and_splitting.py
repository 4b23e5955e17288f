import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('oase', '0033_advisors'),
    ]

    operations = [
        migrations.CreateModel(
            name='Split',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('concern', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='split_from', to='oase.conversation')),
                ('origin', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='splits', to='oase.conversation')),
            ],
        ),
        migrations.CreateModel(
            name='Copied',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('copy', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='copied_from', to='oase.message')),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='copies', to='oase.message')),
                ('split', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='copied', to='oase.split')),
            ],
        ),
        # Nothing was joined before this release.
        migrations.AddField(
            model_name='merge',
            name='source_stood',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='oase.assignment'),
        ),
        migrations.AddField(
            model_name='merge',
            name='target_joined',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='oase.assignment'),
        ),
        migrations.AddField(
            model_name='merge',
            name='target_stood',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='oase.assignment'),
        ),
        migrations.AddConstraint(
            model_name='split',
            constraint=models.CheckConstraint(condition=models.Q(('origin', models.F('concern')), _negated=True), name='split_from_another'),
        ),
        migrations.AddConstraint(
            model_name='tag',
            constraint=models.UniqueConstraint(models.F('company'), django.db.models.functions.text.Lower('name'), name='tag_once_in_any_case'),
        ),
    ]
