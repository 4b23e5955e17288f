"""An own view of a topic begins where its rows do."""

from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("oase", "0037_changes_of_hands")]

    operations = [
        migrations.AddIndex(
            model_name="listing",
            index=models.Index(
                F("company_id"),
                F("topic_id"),
                F("customers_turn"),
                F("due_at"),
                F("conversation"),
                name="listing_open_topic",
                condition=Q(is_open=True) & ~Q(topic_id=None),
            ),
        ),
    ]
