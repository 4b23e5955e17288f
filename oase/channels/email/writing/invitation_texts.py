"""What a mail says that invites somebody to a company's staff; it speaks the language of the person it is for."""

from oase.channels.email.writing.told import Told

# Filled in: `{name}`, `{company}`, `{date}`, `{address}` and `{link}`.
INVITED = {
    "de": Told(
        subject="Einladung ins Team von {company}",
        body="""Guten Tag,

{name} möchte Sie gern im Team von {company} haben. Sagen Sie bis {date}, ob Sie mögen; vorher ändert sich nichts, und \
niemand erfährt etwas über Sie.

Hier antworten Sie. Melden Sie sich dafür mit {address} an; ein Passwort brauchen Sie nicht, wir schicken Ihnen \
einen Code:
{link}

Haben Sie das nicht erwartet, brauchen Sie nichts zu tun.

{company}
""",
    ),
    "en": Told(
        subject="An invitation to the team of {company}",
        body="""Hello,

{name} would like to have you on the team of {company}. Please say by {date} whether you would like that; until then \
nothing changes, and nobody learns anything about you.

This is where you answer. Sign in with {address}; you need no password, we send you a code:
{link}

If you did not expect this, there is nothing you need to do.

{company}
""",
    ),
}
