"""What a mail to a colleague says who was named in an internal note: that it is so, and where; no word of the note."""

from oase.channels.email.writing.told import Told

# Filled in: `{by}`, `{company}` and `{link}`.
MENTIONED = {
    "de": Told(
        subject="{by} fragt Sie in einer internen Notiz",
        body="""Guten Tag,

{by} hat Sie in einer internen Notiz zu einem Anliegen bei {company} erwähnt. Hier lesen Sie sie:
{link}

Wer das Anliegen betreut, ändert sich dadurch nicht.

{company}
""",
    ),
    "en": Told(
        subject="{by} asks you in an internal note",
        body="""Hello,

{by} mentioned you in an internal note about a concern at {company}. You can read it here:
{link}

Who looks after the concern does not change by this.

{company}
""",
    ),
}
