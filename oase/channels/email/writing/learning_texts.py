"""What a mail about somebody's programme says: which topic, until when, what to do. In both languages in full."""

from typing import Final

from oase.channels.email.writing.told import Told

# Filled in: `{name}`, `{company}`, `{topic}`, `{date}` and `{link}`.
TEXTS: Final[dict[tuple[str, str], dict[str, Told]]] = {
    ("lapses", "lessons"): {
        "de": Told(
            "Neues in den Lektionen: {topic}",
            """Guten Tag {name},

{company} hat an den Lektionen zu „{topic}“ etwas Wesentliches geändert. Bitte lesen Sie sie noch einmal und machen \
Sie den Test bis {date}; bis dahin bleibt alles, wie es ist.
{link}

Danke, dass Sie helfen.
""",
        ),
        "en": Told(
            "Something new in the lessons: {topic}",
            """Hello {name},

{company} changed something essential in the lessons on “{topic}”. Please read them once more and take the test by \
{date}; until then all stays as it is.
{link}

Thank you for helping.
""",
        ),
    },
    ("lapses", "year"): {
        "de": Told(
            "Ihre Qualifikation endet bald: {topic}",
            """Guten Tag {name},

Ihre Qualifikation für „{topic}“ bei {company} gilt bis {date}. Machen Sie vorher noch einmal den Test, und für Sie \
ändert sich nichts.
{link}

Danke, dass Sie helfen.
""",
        ),
        "en": Told(
            "Your qualification ends soon: {topic}",
            """Hello {name},

Your qualification for “{topic}” at {company} holds until {date}. Take the test once more before, and nothing changes \
for you.
{link}

Thank you for helping.
""",
        ),
    },
    ("lapsed", ""): {
        "de": Told(
            "Ihre Qualifikation ist abgelaufen: {topic}",
            """Guten Tag {name},

Ihre Qualifikation für „{topic}“ bei {company} endete am {date}. Was Sie in Händen halten, bleibt bei Ihnen. Neue \
Fragen kommen wieder, sobald Sie den Test bestanden haben.
{link}
""",
        ),
        "en": Told(
            "Your qualification has ended: {topic}",
            """Hello {name},

Your qualification for “{topic}” at {company} ended on {date}. What you hold stays with you. New questions come again \
as soon as you have passed the test.
{link}
""",
        ),
    },
    ("passed", ""): {
        "de": Told(
            "Bestanden: {topic}",
            """Guten Tag {name},

Sie haben den Test „{topic}“ bei {company} bestanden. Wie schön! Von jetzt an werden Ihnen Fragen dazu angeboten.
{link}
""",
        ),
        "en": Told(
            "Passed: {topic}",
            """Hello {name},

You have passed the test “{topic}” at {company}. How good! From now on questions on it are offered to you.
{link}
""",
        ),
    },
    ("failed", ""): {
        "de": Told(
            "Diesmal noch nicht: {topic}",
            """Guten Tag {name},

der Test „{topic}“ bei {company} hat diesmal nicht gereicht. Hier sehen Sie, was sich noch einmal zu lesen lohnt und \
wann Sie es wieder versuchen können.
{link}
""",
        ),
        "en": Told(
            "Not this time: {topic}",
            """Hello {name},

The test “{topic}” at {company} was not passed this time. Here you see what is worth reading again, and when you can \
try once more.
{link}
""",
        ),
    },
}
"""By kind of notice and its reason; "" stands for every reason."""
