"""How mail programs announce a quote and sign for their owners, in the languages of Oase's neighbours."""

import re

_WROTE = (
    r"wrote|writes|schrieb(?:en)?|a écrit|écrit|escribió|escribio|escreveu|ha scritto|scrisse|schreef|geschreven"
    r"|skrev|kirjoitti|napisał(?:\(a\)|a)?|pisze|napsal(?:\(a\)|a)?|написала?|пишет|írta|yazdı|a scris"
)
# The words an attribution begins with, where its language has one.
_OPENERS = r"On|Am|Le|El|Em|Il|In data|Op|Den|W dniu|Dnia|Dne"
_WHEN = r"(?:\d{1,4}[./:-]\d{1,2}|\d{4}|\d{1,2}\.?\s+\w{3,}|\w{3,}\.?\s+\d{1,2}\b)"
_WHO = r"<?[^\s<>]+@[^\s<>]+>?"

ATTRIBUTIONS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # On 3 May 2025 at 10:00, Karla wrote: · Am 03.05.2025 um 10:00 schrieb Karla: · Le 3 mai 2025, … a écrit :
        rf"[-*\s]*(?:{_OPENERS})\b.{{0,160}}{_WHEN}.{{0,250}}\b(?:{_WROTE})(?:\W.{{0,160}}:|\s*:|[\s-]*)[*\s]*",
        # Karla <karla@example.org> schrieb am Fr., 3. Mai 2025, 10:00:
        rf".{{0,120}}(?:{_WHO}|\").{{0,20}}\b(?:{_WROTE})\b.{{0,40}}{_WHEN}.{{0,60}}:\s*",
        # пт, 3 мая 2025 г. в 10:00, Karla <karla@example.org> …: · pe 3. toukok. 2025 klo 10.00 Karla <…> kirjoitti:
        rf"(?=.{{0,160}}{_WHEN}).{{6,200}}<\s?[^\s<>]+@[^\s<>]+\s?>(?:,?\s*(?:{_WROTE}))?\s*:\s*",
        rf"(?=.{{0,160}}{_WHEN}).{{6,250}}(?:{_WROTE})\s*:\s*",
    )
)

# The first line of an announcement that goes over several lines: an opener or a weekday, and soon a number.
STARTS = re.compile(rf"[-*\s]*(?:(?:{_OPENERS})\b\D{{0,30}}|\w{{2,12}}[.,]?\s{{1,2}})?\d", re.IGNORECASE)
# What an announcement needs to be believed when the words below it are not marked with ">".
CERTAIN = re.compile(r"@|\d{1,2}[:.]\d{2}\b|\d{4} (?:you|haben sie) ", re.IGNORECASE)

_ORIGINAL = (
    r"original message|original-nachricht|originalnachricht|ursprüngliche nachricht|original e?-?mail|weitergeleitete nachricht"
    r"|forwarded message|begin forwarded message|anfang der weitergeleiteten (?:nachricht|e-?mail)|message d.origine"
    r"|message transféré|message original|mensaje original|mensaje reenviado|mensagem original|mensagem encaminhada"
    r"|messaggio originale|messaggio inoltrato|oorspronkelijk bericht|doorgestuurd bericht|oprindelig (?:besked|meddelelse)"
    r"|opprinnelig melding|ursprungligt meddelande|alkuperäinen viesti|wiadomość oryginalna|původní zpráva|eredeti üzenet"
    r"|исходное сообщение|пересылаемое сообщение"
)
SEPARATOR = re.compile(rf"\s*(?:[-_*=]{{2,}}\s*(?:{_ORIGINAL})\s*[-_*=]{{2,}}|(?:{_ORIGINAL})\s*:)\s*", re.IGNORECASE)
RULE = re.compile(r"\s*(?:[-_*=]\s?){4,}\s*")

# The labels of a copied header block; four kinds.
_LABELS = {
    "from": r"from|von|de|da|van|od|fra|från|lähettäjä|от|feladó|expéditeur|remitente",
    "sent": r"sent|date|gesendet|datum|envoyé(?: le)?|inviato|data|verzonden|enviado(?: el| em)?|fecha|sendt|dato|skickat|wysłano"
    r"|lähetetty|päivä|отправлено|дата|message du",
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
    r" (?:from|via|with|using|von|mit|über|depuis|à partir|de|da|dal|desde|do|vanaf|van|met|fra|från|z|с|из)\b[^.,;:!?]{2,60}"
    r"|(?:diese (?:nachricht|e-?mail) wurde )?von (?:mein|unterwegs)[^.,;:!?]{0,60}gesendet"
    r"|(?:get|holen sie sich|hol dir|obtenir|télécharger) outlook (?:for|für|pour) \w+|outlook (?:for|für|pour) \w+ (?:beziehen|herunterladen))"
    r"\.?\s*(?:[<(\[]\s*https?://[^\s<>()]*\s*[>)\]])?[*_]*\s*",
    re.IGNORECASE,
)
