"""Colleagues named in a note, marked where their names stand."""

import re
from collections.abc import Sequence
from html import escape

from django.utils.safestring import SafeString

from oase.portals.look.text import message
from oase.second_level.mentions.queries import InNote

TAG = re.compile(r"(<[^>]*>)")


def with_names(text: str, named: Sequence[InNote], me: int) -> SafeString:
    """The note as safe HTML; whoever reads it finds their own name at a glance."""
    names = {name: one.person_id == me for one in named for name in (one.first_name, one.full_name)}
    longest_first = sorted((name for name in names if name), key=len, reverse=True)
    if not longest_first:
        return message(text)
    marks = re.compile("@(" + "|".join(re.escape(escape(name)) for name in longest_first) + r")\b", re.IGNORECASE)
    mine = {escape(name).casefold() for name, is_me in names.items() if is_me}

    def marked(found: re.Match[str]) -> str:
        own = " me" if found[1].casefold() in mine else ""
        return f'<span class="mention{own}">{found[0]}</span>'

    # Between tags only: an address in a link keeps its letters.
    parts = TAG.split(message(text))
    return SafeString("".join(part if part.startswith("<") else marks.sub(marked, part) for part in parts))
