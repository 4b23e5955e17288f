"""The kit: every component, and each kind of page, with sample data. For those who build pages; shown in the demo."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

PAGES = {
    "parts": "Parts",
    "ask": "Ask",
    "conversation": "Conversation",
    "cloud": "Cloud",
    "desk": "Desk",
    "office": "Office",
    "shop": "Widget",
}


class SampleForm(forms.Form):
    email = forms.EmailField(label="E-Mail", help_text="Nur für Antworten. Expert:innen sehen sie nie.")
    phone = forms.CharField(label="Rückruf unter", min_length=8, required=False)
    purpose = forms.ChoiceField(label="Zweck", choices=[("warranty", "Garantie prüfen"), ("callback", "Rückruf")])
    reason = forms.ChoiceField(
        label="Warum?",
        widget=forms.RadioSelect,
        choices=[("field", "Nicht mein Gebiet"), ("records", "Braucht Einsicht in Unterlagen")],
    )
    copy = forms.BooleanField(label="Kopie an mich", required=False)


def kit(request: HttpRequest, page: str = "parts") -> HttpResponse:
    """Show one page of the kit; `page` is a key of PAGES.

    Raises:
        Http404: there is no such page.
    """
    if page not in PAGES:
        raise Http404
    return render(request, f"look/kit/{page}.html", {"page": page, "pages": PAGES.items(), **_sample()})


def _sample() -> dict[str, Any]:
    now = timezone.now()
    ada, emil, karla, dora, sven = (
        {"first_name": name.title(), "face": name} for name in ("ada", "emil", "karla", "dora", "sven")
    )
    form = SampleForm({"email": "karla@example.org", "phone": "0171 39", "purpose": "warranty", "reason": "field"})
    form.errors["phone"] = form.error_class(["Hier fehlen noch Ziffern."])
    return {
        "ada": ada,
        "emil": emil,
        "karla": karla,
        "dora": dora,
        "sven": sven,
        "helpers": [emil, ada],
        "asked": [emil, dora, sven],
        "colours": [
            "page",
            "surface",
            "sand",
            "palm",
            "palm-soft",
            "water",
            "water-soft",
            "coral",
            "coral-soft",
            "honey",
        ],
        "faceless": {"first_name": "Derya", "last_name": "Öztürk", "face": ""},
        "start": now - timedelta(minutes=8),
        "due": now + timedelta(minutes=13, seconds=30),
        "soon": now + timedelta(seconds=48),
        "past": now - timedelta(minutes=6, seconds=5),
        "tomorrow": now + timedelta(hours=20),
        "next_week": now + timedelta(days=6),
        "now": now,
        "form": form,
        "client_id": uuid4(),
        "pager": Paginator(range(60), 20).page(2),
        "steps": [
            {"text": "Frage gestellt", "sub": "13:41, Antwort versprochen bis 13:56"},
            {"text": "Emil hat geantwortet", "sub": "13:47, nach 6 Minuten"},
            {"text": "An Ada übergeben", "sub": "13:59"},
            {"text": "Austausch wird bestätigt", "sub": "versprochen bis 14:20", "now": True},
        ],
        "question": (
            "Guten Tag, meine Aroma 4 zeigt seit gestern E12 und bricht das Brühen ab, obwohl der Tank voll ist.\n\n"
            "Gekauft habe ich sie im März, die Rechnung läuft auf [Name 1], [Adresse 1]. "
            "Sie erreichen mich unter [Telefon 1]."
        ),
        "answer": (
            "Guten Tag! E12 heißt: Die Maschine misst keinen Wasserfluss. Oft sitzt nur Kalk am Sensor:\n"
            "1. Ausschalten, Tank abnehmen.\n2. Das runde Sieb herausdrehen und abspülen.\n3. Tank einsetzen.\n\n"
            "Ein Bild dazu: https://example.org/aroma-4/sieb. Was zeigt das Display danach?"
        ),
        "claimed": "Emil hat nach 4 Minuten übernommen. Er sieht weder Ihren Namen noch Ihre Anhänge.",
        "follow_up": "Alles gemacht, leider wieder E12. Ist das ein Garantiefall?",
        "passed": "Emil hat an Ihre Betreuerin Ada übergeben:",
        "looked": "Ada hat Ihre Rechnung eingesehen, um die Garantie zu prüfen.",
        "remark": "Charge 2026-02 hat den schwachen Sensor. Austausch statt Reparatur.",
        "solution": (
            "Guten Tag, Frau Blum. Ihre Garantie gilt bis März 2028, Sie zahlen also nichts. "
            "Ich tausche das Gerät aus, das geht schneller als eine Reparatur."
        ),
        "otherwise": "Ada schickt Ihnen die Bestätigung. Schafft sie es nicht, übernimmt Dora, ihre Vertretung.",
        "foam": "Milchschaum der Latte 2 wird seit der Entkalkung nicht mehr fest. Düse ist gereinigt …",
        "grind": "Which grind size for the Aroma 4 with light roast? My espresso runs through in 12 seconds.",
        "mill": "Die Mühle der Kompakt 1 blockiert. Rechnung auf [Name 1].",
        "shielded": "Namen, Adressen und Nummern sind geschützt. Der Platzhalter genügt für Ihre Antwort.",
        "files": [
            {"name": "display-e12.jpg", "size": 1_260_000, "url": "#photo", "is_image": True},
            {"name": "Rechnung-März.pdf", "size": 88_000, "url": "", "is_image": False},
        ],
    }
