"""Drafts are sealed under their writer's key, and the readable ones leave no bytes behind."""

import os
from typing import Any

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def seal(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Write the table anew. A draft of somebody who has no key yet goes: its page saves it again as they type."""
    from oase.privacy.vault import VaultError, cipher_of

    drafts = apps.get_model("oase", "Draft").objects.using(schema_editor.connection.alias)
    kept = []
    for draft in drafts.order_by("pk"):
        bound = f"in place:draft:{draft.conversation_id}:{draft.person_id}".encode()
        try:
            cipher = cipher_of(draft.person_id)
        except VaultError:
            continue
        nonce = os.urandom(12)
        draft.sealed = nonce + cipher.encrypt(nonce, draft.body.encode("utf-8", "surrogatepass"), bound)
        draft.body = ""
        kept.append(draft)
    with schema_editor.connection.cursor() as cursor:
        # A file of its own for what comes, instead of old rows that stay readable in the old one.
        cursor.execute("TRUNCATE oase_draft")
        drafts.bulk_create(kept)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class Migration(migrations.Migration):
    dependencies = [("oase", "0006_export")]

    operations = [
        # The expert's view of it goes for good; the others are made anew after every migration (experts/views.sql).
        migrations.RunSQL("DROP VIEW IF EXISTS desk.draft", migrations.RunSQL.noop),
        migrations.AddField("draft", "sealed", models.BinaryField(default=b""), preserve_default=False),
        migrations.RunPython(seal, migrations.RunPython.noop),
        migrations.RemoveField("draft", "body"),
    ]
