"""What a mail to a team lead says about solutions that are late: how many, promised by when, who has them; no words.

A mail speaks the language of the person it is for, whoever causes it; so both stand here in full.
"""

from oase.channels.email.writing.told import Told

# Filled in: `{name}`, `{company}`, `{number}`, `{lines}`, `{more}`, `{link}` and `{wishes}`.
LATE = {
    "de": Told(
        subject="Noch ohne Lösung: {number} Anliegen bei {company}",
        body="""Guten Tag {name},

hier ist die versprochene Lösung noch nicht da. Wer gefragt hat, weiß es schon, und wer das Anliegen hat, bleibt dran:

{lines}
{more}
Alles, was bei {company} spät ist:
{link}

Solche Mails kommen höchstens einmal in der Stunde. Abbestellen können Sie sie hier:
{wishes}
""",
    ),
    "en": Told(
        subject="Not solved yet: {number} at {company}",
        body="""Hello {name},

here the promised solution is not there yet. Whoever asked knows it already, and whoever has the concern stays on it:

{lines}
{more}
Everything that is late at {company}:
{link}

Mails like this come at most once an hour. You can turn them off here:
{wishes}
""",
    ),
}
ONE = {
    "de": "– versprochen bis {time}, bei {holder}\n  {link}\n",
    "en": "– promised by {time}, with {holder}\n  {link}\n",
}
# Filled in: `{number}`.
MORE = {"de": "… und {number} weitere.\n", "en": "… and {number} more.\n"}
NOBODY = {"de": "niemandem", "en": "nobody"}
