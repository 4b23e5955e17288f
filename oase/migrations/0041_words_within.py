"""Which company's word it is stands in the index's word itself; and two indexes fewer are written by an append."""

from django.db import migrations

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
AWAY = "DROP INDEX searchable_within; DROP FUNCTION oase_words_within(bigint, integer, tsvector)"


class Migration(migrations.Migration):
    dependencies = [("oase", "0040_late_and_joined_solutions")]

    operations = [
        migrations.RunSQL(WITHIN, migrations.RunSQL.noop),
        migrations.RunSQL(INDEX, AWAY),
        migrations.RemoveIndex(model_name="searchable", name="searchable_words"),
        # Open concerns are read from the listing; every message moved a row of this one.
        migrations.RemoveIndex(model_name="conversation", name="conversation_open"),
    ]
