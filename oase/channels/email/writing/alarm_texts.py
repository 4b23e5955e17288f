"""What a mail about an alarm says: how many, when, what was done, what to do. No words of any conversation.

A mail speaks the language of the person it is for, whoever causes it; so both stand here in full.
"""

from oase.channels.email.writing.told import Told

# Filled in: `{name}`, `{company}`, `{number}`, `{sessions}`, `{time}` and `{link}`.
LEADER = {
    "de": Told(
        subject="Alarm: Das Konto von {name} wurde angehalten",
        body="""Guten Tag,

über das Konto von {name} wurden um {time} Uhr so viele Anliegen geöffnet, wie in einer Stunde möglich sind; \
{number} davon gehören {company}. Weitere öffnet das Konto vorerst nicht.

Ist das Konto in fremden Händen, können Sie es sperren: Dann enden alle Sitzungen, und was noch offen ist, geht sofort \
an andere weiter. Hier sehen Sie, was geöffnet wurde, und entscheiden:
{link}

{company}
""",
    ),
    "en": Told(
        subject="Alarm: the account of {name} was stopped",
        body="""Hello,

At {time} the account of {name} had opened as many concerns as one can within an hour; {number} of them are \
{company}'s. For now it opens no more.

If somebody else has got hold of the account, you can suspend it: all its sessions end, and what is still open goes on \
to others at once. Here you see what was opened, and decide:
{link}

{company}
""",
    ),
}
OWNER = {
    "de": Told(
        subject="Waren Sie das? Ihr Konto wurde angehalten",
        body="""Guten Tag {name},

über Ihr Konto wurden um {time} Uhr so viele Fragen geöffnet, wie in einer Stunde möglich sind. Weitere öffnen sich \
vorerst nicht; was Sie in Händen halten, bleibt bei Ihnen.

Waren Sie das selbst, brauchen Sie nichts zu tun. Waren Sie es nicht, sagen Sie es bitte gleich: Dann enden alle \
Sitzungen, und Sie melden sich mit einem Code neu an, der an diese Adresse geht.
{link}
""",
    ),
    "en": Told(
        subject="Was that you? Your account was stopped",
        body="""Hello {name},

At {time} your account had opened as many questions as one can within an hour. For now no more will open; what you \
hold stays with you.

If that was you, there is nothing you need to do. If it was not, please say so at once: all sessions end, and you sign \
in again with a code that goes to this address.
{link}
""",
    ),
}
