from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("oase", "0036_own_views")]

    operations = [
        migrations.AddIndex(
            model_name="event",
            index=models.Index(
                condition=models.Q(
                    (
                        "kind__in",
                        ("handed_over", "assigned", "lapsed", "stepped_in", "came_back", "taken", "advisor_changed"),
                    )
                ),
                fields=["at"],
                name="event_changed_hands",
            ),
        ),
    ]
