"""What mails to experts say, in both languages, as `texts.py` does for those who ask.

No sentence holds anything of a question. A sentence whose `{value}` is unknown is left out.
"""

from typing import Literal

from .texts import Frame, Language, Text

DeskKind = Literal[
    "offers", "offers_more", "checks", "replies", "paused", "files",
    "unsent_look", "unsent_check", "unsent_waits", "unsent_long", "unsent_moved", "unsent_address",
]  # fmt: skip

DESK_FRAMES: dict[Language, Frame] = {
    "de": Frame(
        greeting="Guten Tag {first_name},",
        greeting_without_name="Guten Tag,",
        reply="Antworten Sie einfach auf diese Mail, über dem Zitat: Ihre Worte gehen als Ihre Antwort hinaus. "
        "Ihre Adresse sieht dabei niemand.",
        footer="Wann und wie wir Sie fragen, bestimmen Sie: {settings_link}",
    ),
    "en": Frame(
        greeting="Hello {first_name},",
        greeting_without_name="Hello,",
        reply="Simply reply to this mail, above the quote: your words go out as your answer. Nobody sees your address.",
        footer="When and how we ask you is yours to say: {settings_link}",
    ),
}

DESK_TEXTS: dict[Language, dict[DeskKind, Text]] = {
    "de": {
        "offers": Text(
            subject="Eine Frage wartet auf Sie",
            before=("eine Frage zu Ihren Themen wartet:",),
            after=("Wer sie zuerst übernimmt, hat sie. Ist sie schon vergeben, kommt bald eine neue.",),
            button="Zu meinem Schreibtisch",
        ),
        "offers_more": Text(
            subject="{number} Fragen warten auf Sie",
            before=("{number} Fragen zu Ihren Themen warten:",),
            after=("Wer eine zuerst übernimmt, hat sie. Sind sie schon vergeben, kommen bald neue.",),
            button="Zu meinem Schreibtisch",
        ),
        "checks": Text(
            subject="Eine Antwort wartet auf Ihren zweiten Blick",
            before=("jemand Neues hat geantwortet und wartet auf Ihren Blick, bevor die Antwort hinausgeht:",),
            after=("Bitte schauen Sie bis {due_at_text}. Danach geht sie von selbst hinaus.",),
            button="Zu meinem Schreibtisch",
        ),
        "replies": Text(
            subject="{name} hat wieder geschrieben",
            before=("{name} ({company_name}) schreibt Ihnen:",),
            after=("Der nächste Schritt ist versprochen bis {due_at_text}.",),
            button="Auf meinem Schreibtisch öffnen",
        ),
        "paused": Text(
            subject="Wir lassen Sie erst einmal in Ruhe",
            before=(
                "{number} Mal hintereinander haben wir Ihnen Fragen angeboten und nichts von Ihnen gehört.",
                "Darum fragen wir Sie vorerst nicht mehr. So wartet niemand auf Sie, und Sie haben Ihre Ruhe.",
            ),
            after=("Ihre Themen und alles, was Sie verdient haben, bleiben. Ein Klick genügt, und es geht weiter:",),
            button="Ich bin wieder da",
        ),
        "files": Text(
            subject="Ihre Antwort ist hinausgegangen, die Datei nicht",
            before=(
                "Ihre Antwort ist angekommen und geht ihren Weg.",
                "Was angehängt war, geben wir nicht weiter: Wer fragt und wer antwortet, tauscht hier Worte aus.",
            ),
            after=("Steht das Wichtige in der Datei, schreiben Sie es bitte noch einmal in Worten.",),
            button="Zum Anliegen",
        ),
        "unsent_look": Text(
            subject="Noch nicht gesendet: Bitte schauen Sie noch einmal",
            before=(
                "Ihre Antwort ist noch nicht hinausgegangen: Etwas darin fiele weg, etwa ein Name oder eine Adresse.",
                "Sie liegt als Entwurf auf Ihrem Schreibtisch und zeigt dort, wie sie gelesen würde.",
            ),
            after=("Der nächste Schritt ist versprochen bis {due_at_text}.",),
            button="Ansehen und senden",
        ),
        "unsent_check": Text(
            subject="Noch nicht gesendet: Bitte versuchen Sie es noch einmal",
            before=(
                "Ihre Antwort konnte gerade nicht geprüft werden und ist noch nicht hinausgegangen.",
                "Sie liegt als Entwurf auf Ihrem Schreibtisch.",
            ),
            after=("Der nächste Schritt ist versprochen bis {due_at_text}.",),
            button="Ansehen und senden",
        ),
        "unsent_waits": Text(
            subject="Nicht gesendet: Ihre vorige Antwort wird noch gelesen",
            before=(
                "jemand mit Erfahrung liest gerade Ihre vorige Antwort. Diese hier ist darum nicht hinausgegangen.",
                "Bitte senden Sie sie noch einmal, sobald die vorige angekommen ist, in wenigen Minuten.",
            ),
            after=("Soll die vorige anders lauten, nehmen Sie sie auf Ihrem Schreibtisch zurück:",),
            button="Auf meinem Schreibtisch öffnen",
        ),
        "unsent_long": Text(
            subject="Nicht gesendet: Die Mail ist zu lang",
            before=("Ihre Antwort ist nicht hinausgegangen: Sie ist länger, als eine Nachricht sein darf.",),
            after=("Der nächste Schritt ist versprochen bis {due_at_text}.",),
            button="Auf meinem Schreibtisch antworten",
        ),
        "unsent_moved": Text(
            subject="Nicht gesendet: Das Anliegen ist weitergezogen",
            before=(
                "Ihre Antwort ist nicht hinausgegangen: Das Anliegen liegt inzwischen nicht mehr bei Ihnen.",
                "Jemand kümmert sich darum. Sie brauchen nichts zu tun.",
            ),
            after=(),
            button="Zu meinem Schreibtisch",
        ),
        "unsent_address": Text(
            subject="Eine Mail von einer anderen Adresse",
            before=(
                "an eine Adresse, die nur Ihnen gehört, kam eine Mail mit einem anderen Absender.",
                "Wir haben sie nicht weitergegeben.",
            ),
            after=("War sie von Ihnen? Dann schreiben Sie bitte von dieser Adresse hier, oder am Schreibtisch.",),
            button="Zu meinem Schreibtisch",
        ),
    },
    "en": {
        "offers": Text(
            subject="A question waits for you",
            before=("A question on your topics waits:",),
            after=("Whoever takes it first holds it. If it is gone already, another one comes soon.",),
            button="Go to my desk",
        ),
        "offers_more": Text(
            subject="{number} questions wait for you",
            before=("{number} questions on your topics wait:",),
            after=("Whoever takes one first holds it. If they are gone already, others come soon.",),
            button="Go to my desk",
        ),
        "checks": Text(
            subject="An answer waits for your second look",
            before=("A newcomer has answered and waits for your look before the answer goes out:",),
            after=("Please look by {due_at_text}. After that it goes out by itself.",),
            button="Go to my desk",
        ),
        "replies": Text(
            subject="{name} wrote again",
            before=("{name} ({company_name}) writes:",),
            after=("The next step is promised by {due_at_text}.",),
            button="Open it on my desk",
        ),
        "paused": Text(
            subject="We leave you in peace for now",
            before=(
                "{number} times in a row we offered you questions and did not hear from you.",
                "So we do not ask you for now. Nobody waits for you, and you have your peace.",
            ),
            after=("Your topics and all that you earned stay. One click, and it goes on:",),
            button="I am back",
        ),
        "files": Text(
            subject="Your answer is out, the file is not",
            before=(
                "Your answer arrived and is on its way.",
                "What was attached we did not pass on: who asks and who answers exchange words here.",
            ),
            after=("If what matters is in the file, please write it once more in words.",),
            button="Go to the concern",
        ),
        "unsent_look": Text(
            subject="Not sent yet: please look once more",
            before=(
                "Your answer is not out yet: something in it would be left out, such as a name or an address.",
                "It lies on your desk as a draft, and shows there how it would be read.",
            ),
            after=("The next step is promised by {due_at_text}.",),
            button="Look and send",
        ),
        "unsent_check": Text(
            subject="Not sent yet: please try once more",
            before=(
                "Your answer could not be checked just now and is not out yet.",
                "It lies on your desk as a draft.",
            ),
            after=("The next step is promised by {due_at_text}.",),
            button="Look and send",
        ),
        "unsent_waits": Text(
            subject="Not sent: your earlier answer is still being read",
            before=(
                "Somebody experienced is just reading your earlier answer, so this one did not go out.",
                "Please send it once more when the earlier one has arrived, in a few minutes.",
            ),
            after=("If the earlier one should read differently, take it back on your desk:",),
            button="Open it on my desk",
        ),
        "unsent_long": Text(
            subject="Not sent: the mail is too long",
            before=("Your answer is not out: it is longer than a message may be.",),
            after=("The next step is promised by {due_at_text}.",),
            button="Answer on my desk",
        ),
        "unsent_moved": Text(
            subject="Not sent: the concern has moved on",
            before=(
                "Your answer is not out: the concern is no longer with you.",
                "Somebody takes care of it. There is nothing you need to do.",
            ),
            after=(),
            button="Go to my desk",
        ),
        "unsent_address": Text(
            subject="A mail from another address",
            before=(
                "A mail with another sender came to an address that is yours alone.",
                "We did not pass it on.",
            ),
            after=("Was it yours? Then please write from this address here, or on your desk.",),
            button="Go to my desk",
        ),
    },
}
