"""The rows of the queue as HTML, written in Python: there are fifty, and every poke makes them again."""

from collections.abc import Iterable
from html import escape

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from oase.portals.look.faces import face, icon, pseudonym_face, small_stars
from oase.portals.look.text import line
from oase.portals.look.times import clock, iso
from oase.portals.office.showing import Row

MOST_TAGS = 2


def rows_of(rows: Iterable[Row], *, slug: str, address: str, current: str) -> SafeString:
    """The rows as items of a list; `address` follows the path of a concern, `current` is the id of the open one."""
    return SafeString(
        "".join([f"<li>{_choose(row)}{_row(row, slug, escape(address), current)}</li>\n" for row in rows])
    )


def _choose(row: Row) -> str:
    """The box that chooses a row for what is done to several at once (`shaping/bulk.py`)."""
    words = escape(_("Choose “%(subject)s”") % {"subject": row.conversation.subject or row.name})
    return (
        f'<input class="choose" type="checkbox" name="chosen" value="{row.conversation.pk}" form="bulk" '
        f'aria-label="{words}">'
    )


def _row(row: Row, slug: str, address: str, current: str) -> str:
    concern, here = row.conversation, str(row.conversation.pk) == current
    picture = pseudonym_face(row.picture, "sm") if row.picture else face(concern.customer.person, "sm")
    return (
        f'<a class="item{" is-late" if row.late else ""}" '
        f'href="{reverse("office-case", args=[slug, concern.pk])}{address}" id="row-{concern.pk}"'
        f"{' data-holds-promise' if row.ours and not row.late else ''}{' aria-current="true"' if here else ''}>"
        f'{picture}<span class="t">{escape(row.name)}</span> {_due(row)} '
        f'<span class="s" dir="auto">{line(concern.subject) or "–"}</span> '
        f'<span class="m">{_marks(row, here=here)}</span></a>'
    )


def _due(row: Row) -> str:
    if row.ours and row.assignment is not None:
        due = row.assignment.due_at
        lead = f'<span class="sr">{escape(_("promised by"))} </span>'
        return f'<span class="due" data-promise="{iso(due)}">{lead}{escape(clock(due))}</span>'
    solved = row.conversation.solved_at
    return f'<span class="due">{escape(clock(solved) if solved else _("answered"))}</span>'


def _marks(row: Row, *, here: bool) -> str:
    concern = row.conversation
    marks: list[str] = []
    if row.unread and not here:
        marks.append(render_to_string("look/unread.html", {"count": row.unread, "id": concern.pk}))
    if row.late:
        words = escape(_("promised %(time)s") % {"time": clock(row.late)})
        marks.append(f'<span class="badge late">{icon("clock")} {words}</span>')
    if row.assignment is not None and not row.mine:
        kind = " live" if row.with_experts else "" if row.assignment.holder_id else " sand"
        marks.append(f'<span class="badge{kind}">{escape(row.holder)}</span>')
    elif concern.solved_at and (rating := getattr(concern, "rating", None)):
        marks.append(small_stars(rating.stars))
    elif concern.solved_at:
        marks.append(f'<span class="badge done">{icon("check")} {escape(_("solved"))}</span>')
    if concern.topic and not row.late:
        marks.append(f'<span class="badge">{escape(concern.topic.name)}</span>')
    if not row.late:
        marks += [f'<span class="badge">{icon("tag")} {escape(tag)}</span>' for tag in row.tags[:MOST_TAGS]]
    return " ".join(marks)
