"""Of a word hidden by hand: whether experts could read it before. Of earlier ones nobody says so: the safe answer."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("oase", "0007_sealed_drafts")]

    operations = [migrations.AddField("choice", "was_read", models.BooleanField(default=False))]
