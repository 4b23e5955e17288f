from django.db import migrations

# What django.core.cache.backends.db needs. UNLOGGED: after a crash it is empty, and may be.
MAKE = """
CREATE UNLOGGED TABLE oase_cache (
    cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL
);
CREATE INDEX oase_cache_expires ON oase_cache (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("oase", "0001_the_house")]
    operations = [migrations.RunSQL(MAKE, "DROP TABLE oase_cache")]
