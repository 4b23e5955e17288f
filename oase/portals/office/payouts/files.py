"""The files of a closed month: for the bank, for the accounts, and its credit notes. Each download is in the log."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from oase.conversations.words import Refused
from oase.experts.rewards.payouts.bank_file import bank_file
from oase.experts.rewards.payouts.credit_note import credit_note
from oase.experts.rewards.payouts.models import PayoutRun
from oase.experts.rewards.payouts.reading import Note, notes_for, sent_again_for
from oase.experts.rewards.payouts.table import table
from oase.portals.office.payouts.pages import run_at
from oase.portals.office.programme.access import leader_at

ENDINGS = {
    "bank": ("xml", "application/xml"),
    "table": ("csv", "text/csv; charset=utf-8"),
    "notes": ("zip", "application/zip"),
}


@require_safe
@login_required
def file(request: HttpRequest, slug: str, month: str, kind: str) -> HttpResponse:
    """One file of the whole month."""
    membership = leader_at(request, slug)
    run = run_at(membership, month)
    if kind not in ENDINGS:
        raise Http404
    ending, content_type = ENDINGS[kind]
    try:
        again = sent_again_for(membership, run) if kind == "bank" else []
        content = _content(kind, run, notes_for(membership, run), again)
    except Refused as refused:
        messages.info(request, str(refused))
        return redirect("office-payout-run", slug, month)
    return _download(content, f"{slug}-{month}.{ending}", content_type)


def _content(kind: str, run: PayoutRun, notes: list[Note], again: list[Note]) -> bytes:
    match kind:
        case "bank":
            return bank_file(run, notes, again)
        case "table":
            return table(notes).encode("utf-8-sig")
        case _:
            return _zipped(notes)


def _zipped(notes: list[Note]) -> bytes:
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for note in notes:
            if note.details is not None:
                day = note.written_on
                archive.writestr(
                    ZipInfo(f"{note.number}.pdf", (day.year, day.month, day.day, 0, 0, 0)), credit_note(note)
                )
    return packed.getvalue()


@require_safe
@login_required
def note(request: HttpRequest, slug: str, month: str, number: int) -> HttpResponse:
    """One credit note."""
    membership = leader_at(request, slug)
    run = run_at(membership, month)
    found = notes_for(membership, run, number=number)
    if not found:
        raise Http404
    try:
        content = credit_note(found[0])
    except Refused as refused:
        messages.info(request, str(refused))
        return redirect("office-payout-run", slug, month)
    return _download(content, f"{found[0].number}.pdf", "application/pdf")


def _download(content: bytes, name: str, content_type: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=content_type, headers=headers)
