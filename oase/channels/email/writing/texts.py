"""What notices say. A mail speaks the language of the person it is for, whoever causes it; so both stand here in full.

Each sentence says what happens next and when. A sentence whose `{value}` is unknown is left out.
"""

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "asked", "answered", "proposed", "reminder", "solved", "handed_over", "link", "goodwill", "goodwill_withdrawn",
    "told_early", "promise_moved", "solution_late",
]  # fmt: skip
Language = Literal["de", "en"]


@dataclass(frozen=True, slots=True)
class Text:
    """The sentences of one notice: before the quoted words, and behind them; `button` is the words of the link."""

    subject: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    button: str


@dataclass(frozen=True, slots=True)
class Frame:
    """What all notices of a language share."""

    greeting: str
    greeting_without_name: str
    reply: str
    footer: str


FRAMES: dict[Language, Frame] = {
    "de": Frame(
        greeting="Guten Tag {first_name},",
        greeting_without_name="Guten Tag,",
        reply="Sie können auch einfach auf diese Mail antworten; ein Mensch liest sie.",
        footer="Der Link gehört zu Ihrem Anliegen. Bitte geben Sie ihn nicht weiter: Wer ihn hat, kann mitlesen.",
    ),
    "en": Frame(
        greeting="Hello {first_name},",
        greeting_without_name="Hello,",
        reply="You can also simply reply to this mail; a person will read it.",
        footer="The link belongs to your concern. Please keep it to yourself: whoever has it can read along.",
    ),
}

TEXTS: dict[Language, dict[Kind, Text]] = {
    "de": {
        "asked": Text(
            subject="Ihre Frage ist angekommen: {subject}",
            before=(
                "Ihre Frage an {company_name} ist angekommen.",
                "{holder_name} kümmert sich darum.",
                "Der nächste Schritt kommt bis {due_at_text}.",
            ),
            after=("Über diesen Link kommen Sie jederzeit zurück:",),
            button="Zu Ihrem Anliegen",
        ),
        "answered": Text(
            subject="Neue Antwort: {subject}",
            before=("Sie haben eine neue Antwort.", "{holder_name} schreibt Ihnen:"),
            after=(),
            button="Antwort ansehen",
        ),
        "proposed": Text(
            subject="Ist alles gelöst? {subject}",
            before=(
                "wir glauben, Ihr Anliegen ist gelöst. Stimmt das?",
                "Bitte bestätigen Sie es und sagen Sie kurz, wie es war. Ihr Dank erreicht {holder_name}.",
                "Hören wir bis {due_at_text}, nichts von Ihnen, schließen wir das Anliegen ab.",
            ),
            after=("Ist noch etwas offen, schreiben Sie uns jederzeit: Dann geht es mit denselben Menschen weiter.",),
            button="Bestätigen und bewerten",
        ),
        "reminder": Text(
            subject="Hat das geholfen? {subject}",
            before=(
                "wir haben länger nichts von Ihnen gehört und möchten sichergehen: Hat die Antwort geholfen?",
                "Hören wir bis {due_at_text}, nichts von Ihnen, gilt Ihr Anliegen als gelöst.",
            ),
            after=("Eine Nachricht genügt, und es geht mit denselben Menschen weiter, auch später noch.",),
            button="Zu Ihrem Anliegen",
        ),
        "solved": Text(
            subject="Gelöst: {subject}",
            before=(
                "Ihr Anliegen bei {company_name} ist gelöst.",
                "Wie war es? Ihre Sterne und ein Wort dazu erreichen die Menschen, die geholfen haben.",
            ),
            after=("Fehlt noch etwas, schreiben Sie einfach: Dann geht es mit denselben Menschen weiter.",),
            button="Bewerten und danken",
        ),
        "link": Text(
            subject="Ihr neuer Link: {subject}",
            before=("hier ist ein frischer Link zu Ihrem Anliegen bei {company_name}.",),
            after=("Haben Sie keinen neuen Link verlangt, brauchen Sie nichts zu tun.",),
            button="Zu Ihrem Anliegen",
        ),
        "handed_over": Text(
            subject="Jetzt für Sie da: {holder_name} · {subject}",
            before=(
                "{holder_name} kümmert sich ab jetzt um Ihr Anliegen bei {company_name}.",
                "Sie müssen nichts noch einmal erzählen: Der ganze Verlauf ist dabei.",
                "Der nächste Schritt kommt bis {due_at_text}.",
            ),
            after=(),
            button="Zu Ihrem Anliegen",
        ),
        "goodwill": Text(
            subject="Etwas für Sie von {holder_name}: {subject}",
            before=("{holder_name} von {company_name} hat etwas für Sie:",),
            after=("Sie müssen dafür nichts tun.",),
            button="Ansehen",
        ),
        "goodwill_withdrawn": Text(
            subject="Leider zurückgenommen: {subject}",
            before=("{holder_name} von {company_name} musste etwas zurücknehmen, das Sie bekommen hatten:",),
            after=("Das tut uns leid. Wenn Sie dazu etwas sagen möchten, schreiben Sie einfach.",),
            button="Zu Ihrem Anliegen",
        ),
        "told_early": Text(
            subject="Es dauert länger: {subject}",
            before=(
                "Ihr Anliegen bei {company_name} braucht mehr Zeit als versprochen. Das sagen wir Ihnen lieber gleich.",
                "{holder_name} bleibt dran. Der nächste Schritt kommt bis {due_at_text}.",
            ),
            after=("Sie müssen nichts tun. Ist es eilig, schreiben Sie uns: Wir lesen es.",),
            button="Zu Ihrem Anliegen",
        ),
        "promise_moved": Text(
            subject="Neuer Zeitpunkt: {subject}",
            before=(
                "bei {company_name} hat sich geändert, wann jemand da ist oder was wir versprechen.",
                "{holder_name} bleibt dran. Der nächste Schritt kommt bis {due_at_text}.",
            ),
            after=("Sie müssen nichts tun.",),
            button="Zu Ihrem Anliegen",
        ),
        "solution_late": Text(
            subject="Noch nicht gelöst: {subject}",
            before=(
                "für Ihr Anliegen bei {company_name} haben wir noch keine Lösung, obwohl wir sie bis jetzt versprochen "
                "haben. Das tut uns leid.",
                "Die Teamleitung sieht es auch. {holder_name} bleibt dran.",
                "Der nächste Schritt kommt bis {due_at_text}.",
            ),
            after=(),
            button="Zu Ihrem Anliegen",
        ),
    },
    "en": {
        "asked": Text(
            subject="We have your question: {subject}",
            before=(
                "Your question to {company_name} has arrived.",
                "{holder_name} is taking care of it.",
                "The next step comes by {due_at_text}.",
            ),
            after=("This link brings you back at any time:",),
            button="Go to your concern",
        ),
        "answered": Text(
            subject="New answer: {subject}",
            before=("You have a new answer.", "{holder_name} writes:"),
            after=(),
            button="See the answer",
        ),
        "proposed": Text(
            subject="Is everything solved? {subject}",
            before=(
                "We believe your concern is solved. Is that right?",
                "Please confirm it and say in a word how it was. Your thanks reach {holder_name}.",
                "If we hear nothing by {due_at_text}, we will close the concern.",
            ),
            after=("If anything is still open, write at any time: it goes on with the same people.",),
            button="Confirm and rate",
        ),
        "reminder": Text(
            subject="Did that help? {subject}",
            before=(
                "We have not heard from you for a while and would like to be sure: did the answer help?",
                "If we hear nothing by {due_at_text}, your concern counts as solved.",
            ),
            after=("One message is enough, and it goes on with the same people, at any later time too.",),
            button="Go to your concern",
        ),
        "solved": Text(
            subject="Solved: {subject}",
            before=(
                "Your concern with {company_name} is solved.",
                "How was it? Your stars and a word reach the people who helped.",
            ),
            after=("If anything is missing, just write: it goes on with the same people.",),
            button="Rate and say thanks",
        ),
        "link": Text(
            subject="Your new link: {subject}",
            before=("Here is a fresh link to your concern with {company_name}.",),
            after=("If you have not asked for a new link, there is nothing you need to do.",),
            button="Go to your concern",
        ),
        "handed_over": Text(
            subject="Now here for you: {holder_name} · {subject}",
            before=(
                "From now on {holder_name} takes care of your concern with {company_name}.",
                "You need not tell anything twice: the whole history is there.",
                "The next step comes by {due_at_text}.",
            ),
            after=(),
            button="Go to your concern",
        ),
        "goodwill": Text(
            subject="Something for you from {holder_name}: {subject}",
            before=("{holder_name} of {company_name} has something for you:",),
            after=("There is nothing you need to do for it.",),
            button="Have a look",
        ),
        "goodwill_withdrawn": Text(
            subject="Sadly taken back: {subject}",
            before=("{holder_name} of {company_name} had to take back something you were given:",),
            after=("We are sorry. If you would like to say something about it, simply write.",),
            button="Go to your concern",
        ),
        "told_early": Text(
            subject="It takes longer: {subject}",
            before=(
                "Your concern with {company_name} needs more time than we promised. We would rather say so now.",
                "{holder_name} stays on it. The next step comes by {due_at_text}.",
            ),
            after=("There is nothing you need to do. If it is urgent, write to us: we read it.",),
            button="Go to your concern",
        ),
        "promise_moved": Text(
            subject="A new time: {subject}",
            before=(
                "At {company_name} the hours or the promises have changed.",
                "{holder_name} stays on it. The next step comes by {due_at_text}.",
            ),
            after=("There is nothing you need to do.",),
            button="Go to your concern",
        ),
        "solution_late": Text(
            subject="Not solved yet: {subject}",
            before=(
                "We have no solution yet for your concern with {company_name}, although we promised one by now. We are "
                "sorry.",
                "The team lead sees it, too. {holder_name} stays on it.",
                "The next step comes by {due_at_text}.",
            ),
            after=(),
            button="Go to your concern",
        ),
    },
}
