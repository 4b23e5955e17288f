"""Of an opened conversation it is known whether only its first words were read, on an offer."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("oase", "0024_who_applied"),
    ]

    operations = [
        migrations.AddField(model_name="opening", name="excerpt", field=models.BooleanField(default=False)),
    ]
