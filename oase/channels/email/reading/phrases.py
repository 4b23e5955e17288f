"""How mail programs announce a quote and sign for their owners, in the languages of Oase's neighbours."""

import re

_WROTE = re.compile(
    r"\b(?:wrote|writes|schrieb(?:en)?|a écrit|écrit|escribió|escribio|escreveu|ha scritto|scrisse|schreef|geschreven"
    r"|skrev|kirjoitti|napisał(?:\(a\)|a)?|pisze|napsal(?:\(a\)|a)?|написала?|пишет|írta|yazdı|a scris)(?!\w)",
    re.IGNORECASE,
)
# The words an announcement begins with, where its language has one.
_OPENERS = r"On|Am|Le|El|Em|Il|In data|Op|Den|W dniu|Dnia|Dne"
_OPENER = re.compile(rf"[-*\s]*(?:{_OPENERS})\b", re.IGNORECASE)
_WHEN = re.compile(r"\d{1,4}[./:-]\d{1,2}|\d{4}|\d{1,2}\.?\s+\w{3}|\w{3}\.?\s+\d{1,2}\b")
_WHO = re.compile(r"[^\s<>]@|\"")
_ADDRESS_AT_END = re.compile(r"<\s?[^\s<>@]{1,200}@[^\s<>@]{1,200}\s?>\Z")
_FARTHEST = 160  # characters between the parts of an announcement


def announces(line: str) -> bool:
    """Whether this is all of an announcement such as "Am 3. Mai 2025 um 10:00 schrieb Karla <…>:". Linear time."""
    bare = line.rstrip(" *")
    ends = bare.endswith(":")
    bare = bare.rstrip(" :-")
    verbs = list(_WROTE.finditer(bare))
    if not verbs:
        # пт, 3 мая 2025 г. в 10:00, Karla <karla@example.org>:
        return ends and _ADDRESS_AT_END.search(bare) is not None and _WHEN.search(bare[:_FARTHEST]) is not None
    verb = verbs[-1]
    before, after = bare[: verb.start()], bare[verb.end() :]
    if len(after) > _FARTHEST:
        return False
    if not after:
        # On 3 May 2025 at 10:00, Karla wrote · pe 3. toukokuuta klo 10.00 Karla kirjoitti:
        return _WHEN.search(before) is not None and (ends or _OPENER.match(line) is not None)
    if _OPENER.match(line) and _WHEN.search(before):
        return ends  # Am 03.05.2025 um 10:00 schrieb Karla:
    if _WHEN.search(before[:40]) and _ADDRESS_AT_END.search(bare):
        return ends  # tor. 3. mai 2025 kl. 10:00 skrev Karla <karla@example.org>:
    # "Karla" <karla@example.org> schrieb am Fr., 3. Mai 2025, 10:00:
    return ends and _WHO.search(before) is not None and _WHEN.search(after) is not None


# The first line of an announcement that goes over several lines: an opener or a weekday, and soon a number.
STARTS = re.compile(rf"[-*\s]*(?:(?:{_OPENERS})\b\D{{0,30}}|\w{{2,12}}[.,]?\s{{1,2}})?\d", re.IGNORECASE)
# What an announcement needs to be believed when the words below it are not marked with ">".
CERTAIN = re.compile(r"@|\d{1,2}[:.]\d{2}\b|\d{4} (?:you|haben sie) ", re.IGNORECASE)

_ORIGINAL = (
    r"original message|original-nachricht|originalnachricht|ursprüngliche nachricht|original e?-?mail"
    r"|weitergeleitete nachricht|anfang der weitergeleiteten (?:nachricht|e-?mail)"
    r"|forwarded message|begin forwarded message|message d.origine|message transféré|message original"
    r"|mensaje original|mensaje reenviado|mensagem original|mensagem encaminhada"
    r"|messaggio originale|messaggio inoltrato|oorspronkelijk bericht|doorgestuurd bericht"
    r"|oprindelig (?:besked|meddelelse)|opprinnelig melding|ursprungligt meddelande|alkuperäinen viesti"
    r"|wiadomość oryginalna|původní zpráva|eredeti üzenet|исходное сообщение|пересылаемое сообщение"
)
SEPARATOR = re.compile(rf"\s*(?:[-_*=]{{2,}}\s*(?:{_ORIGINAL})\s*[-_*=]{{2,}}|(?:{_ORIGINAL})\s*:)\s*", re.IGNORECASE)
RULE = re.compile(r"\s*(?:[-_*=]\s?){4,}\s*")

# The labels of a copied header block; four kinds.
_LABELS = {
    "from": r"from|von|de|da|van|od|fra|från|lähettäjä|от|feladó|expéditeur|remitente",
    "sent": r"sent|date|gesendet|datum|envoyé(?: le)?|inviato|data|verzonden|enviado(?: el| em)?"
    r"|fecha|sendt|dato|skickat"
    r"|wysłano|lähetetty|päivä|отправлено|дата|message du",
    "to": r"to|an|à|a|aan|para|til|till|do|vastaanottaja|кому|címzett|pour|destinataire",
    "subject": r"subject|betreff|objet|oggetto|onderwerp|asunto|assunto|emne|ämne|temat|aihe|тема|tárgy",
    "cc": r"cc|bcc|kopie|copie(?: à)?|kopia|copia|kopi|reply-to|antwort an|organization|importance|priorität",
}
LABEL = re.compile(
    r"\s*[*_]*(?:"
    + "|".join(f"(?P<{kind}>{words})" for kind, words in _LABELS.items())
    + r")\s?[*_]*\s?:[*_]*(?P<rest>.*)",
    re.IGNORECASE,
)
SUBJECT_WITHIN = re.compile(rf"\b(?:{_LABELS['subject']})\s?:", re.IGNORECASE)

MOBILE = re.compile(
    r"\s*[*_]*(?:(?:sent|gesendet|envoyé|inviato|enviado|verzonden|sendt|skickat|wysłano|lähetetty|отправлено)"
    r" (?:from|via|with|using|von|mit|über|depuis|à partir|de|da|dal|desde|do|vanaf|van|met|fra|från|z|с|из)\b"
    r"[^.,;:!?]{2,60}"
    r"|(?:diese (?:nachricht|e-?mail) wurde )?von (?:mein|unterwegs)[^.,;:!?]{0,60}gesendet"
    r"|(?:get|holen sie sich|hol dir|obtenir|télécharger) outlook (?:for|für|pour) \w+"
    r"|outlook (?:for|für|pour) \w+ (?:beziehen|herunterladen))"
    r"\.?\s*(?:[<(\[]\s*https?://[^\s<>()]*\s*[>)\]])?[*_]*\s*",
    re.IGNORECASE,
)
