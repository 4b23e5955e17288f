"""HTML mails as plain text: blocks, lists, quotes and tables keep their shape, links become "text (url)".

A tokenizer of our own, because both the standard library's parser and the HTML5 one behind `nh3` take quadratic time
on small hostile input. It builds no tree, looks at every character once, and its result is text, never markup.
"""

import html
import re
from dataclasses import dataclass

from .charsets import tidy

_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]{0,40})")
_ATTRIBUTE = re.compile(r"""([^\s=>/"']{1,60})\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]*))""")
_ENDLESS_NUMBER = re.compile(r"&#[xX]?[0-9a-fA-F]{8,};?")
_SPACES = re.compile(r"[ \t\n\r\f\xa0]+")
_SHOWN_SCHEMES = ("http:", "https:", "mailto:", "tel:", "ftp:")
_SILENT = {"script", "style", "title", "template"}
_BLOCKS = {"address", "article", "aside", "blockquote", "body", "center", "dd", "div", "dl", "dt", "fieldset", "figure"}
_BLOCKS |= {
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "html",
    "li",
    "main",
    "nav",
    "ol",
    "p",
}
_BLOCKS |= {"pre", "section", "table", "tbody", "tfoot", "thead", "tr", "ul"}
_SPACED = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "blockquote", "pre", "dl"}
_DEEPEST = 12  # quote marks in front of a line
_RULE = "_" * 32  # what Outlook writes in its plain text for a rule


@dataclass(frozen=True, slots=True)
class Converted:
    """`text` is for people; `content` holds only the sender's words and targets, to compare versions by."""

    text: str
    content: str


def to_text(markup: str) -> Converted:
    """Plain text of HTML, however broken it is; never fails, in linear time."""
    page = _Page()
    position = 0
    no_more: set[str] = set()  # ends that were looked for in vain, so that nobody looks twice
    while position < len(markup):
        opening = markup.find("<", position)
        if opening < 0:
            page.words(markup[position:])
            break
        page.words(markup[position:opening])
        match = _TAG.match(markup, opening)
        if match:
            closing, name = bool(match[1]), match[2].lower()
            end = _tag_end(markup, match.end(), no_more)
            if end < 0:  # no tag ends from here on: these are words
                page.words(markup[opening:])
                break
            attributes = markup[match.end() : end] if not closing else ""
            position = end + 1
            if name in _SILENT and not closing:
                position = _after(markup, f"</{name}", position, no_more, close=">")
            else:
                page.tag(name, closing, attributes)
        elif markup.startswith("<!--", opening):
            position = _after(markup, "-->", opening + 4, no_more)
        elif markup.startswith(("<!", "<?", "</"), opening):
            position = _after(markup, ">", opening + 2, no_more)
        else:
            page.words("<")
            position = opening + 1
    return Converted(tidy(page.finished()), tidy(" ".join(page.content)))


def _after(markup: str, end: str, position: int, no_more: set[str], close: str = "") -> int:
    """Behind the next `end` (and `close`); without one right here, so that nothing unclosed hides words."""
    if end in no_more:
        return position
    match = re.compile(re.escape(end) + rf"[^>]{{0,99}}{close}" * bool(close), re.IGNORECASE).search(markup, position)
    if match is None:
        no_more.add(end)
        return position
    return match.end()


def _tag_end(markup: str, position: int, no_more: set[str]) -> int:
    """Where the tag's `>` stands, -1 without one; one inside a quoted attribute does not count, if the quote closes."""
    begin = position
    while True:
        end = markup.find(">", position)
        if end < 0:
            return -1
        quote = re.compile(r"""=\s{0,20}(["'])""").search(markup, position, end)
        if quote is None or quote[1] in no_more:
            return end
        closing = markup.find(quote[1], quote.end())
        if closing < 0:
            no_more.add(quote[1])
            return end
        if closing - begin > 100_000:
            return end  # a forgotten quote, not an attribute
        position = closing + 1


class _Page:
    """The text while it is being written: finished lines, and the line at hand."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.content: list[str] = []
        self.line: list[str] = []
        self.filled = False  # the line at hand has words
        self.blank = False  # an empty line is due before the next words
        self.blank_depth = 0
        self.lists: list[int | None] = []
        self.depth = 0
        self.preformatted = 0
        self.link = "", 0  # target and where its words begin in `content`

    def words(self, raw: str) -> None:
        if not raw:
            return
        text = html.unescape(_ENDLESS_NUMBER.sub("\ufffd", raw))
        if self.preformatted:
            first, *others = text.replace("\r\n", "\n").split("\n")
            self._put(first)
            for line in others:
                self._break()
                self._put(line)
        else:
            text = _SPACES.sub(" ", text)
            self._put(text.lstrip(" ") if not self.line or self.line[-1].endswith(" ") else text)
        self.content.append(text)

    def tag(self, name: str, closing: bool, raw: str) -> None:
        if name in _BLOCKS:
            self._end_line(spaced=name in _SPACED)
        match name:
            case "br":
                self._break()
            case "hr" if not closing:
                self._put(_RULE)
                self._end_line()
            case "blockquote":
                self.depth = max(0, self.depth + (-1 if closing else 1))
            case "pre":
                self.preformatted = max(0, self.preformatted + (-1 if closing else 1))
            case "ul" | "ol" if closing:
                del self.lists[-1:]
            case "ul" | "ol":
                self.lists.append(1 if name == "ol" else None)
            case "li" if not closing:
                self._bullet()
            case "td" | "th" if not closing and self.filled:
                self._put(" | ")
            case "a":
                self._link_end()
                if not closing:
                    self.link = _attribute(raw, "href").strip(), len(self.content)
            case "img":
                if alternative := " ".join(_attribute(raw, "alt").split()):
                    self._put(f"[{alternative}]")

    def _bullet(self) -> None:
        indent = "  " * min(max(len(self.lists) - 1, 0), _DEEPEST)
        number = self.lists[-1] if self.lists else None
        if number is not None:
            self.lists[-1] = number + 1
        self._put(f"{indent}- " if number is None else f"{indent}{number}. ")

    def _link_end(self) -> None:
        (target, begin), self.link = self.link, ("", 0)
        if not target.lower().startswith(_SHOWN_SCHEMES):
            return
        shown = "".join(self.content[begin:]).strip()
        bare = re.sub(r"^(?:mailto:|tel:)", "", target, flags=re.IGNORECASE)
        if _same(shown, target):
            return
        self._put(f" ({bare})" if shown else bare)
        self.content.append(f" {bare} ")

    def _put(self, text: str) -> None:
        if text:
            if self.blank and text.strip():
                self._flush_blank()
            self.line.append(text)
            self.filled = self.filled or bool(text.strip())

    def _flush_blank(self) -> None:
        if self.lines and self.lines[-1].strip("> "):
            self.lines.append(("> " * min(self.depth, self.blank_depth, _DEEPEST)).rstrip())
        self.blank = False

    def _marks(self) -> str:
        return "> " * min(self.depth, _DEEPEST)

    def _break(self) -> None:
        self.lines.append((self._marks() + "".join(self.line)).rstrip(" ") if not self.preformatted else self._raw())
        self.line, self.filled = [], False

    def _raw(self) -> str:
        return self._marks() + "".join(self.line)

    def _end_line(self, spaced: bool = False) -> None:
        if self.filled:
            self._break()
        self.line = []
        self.blank_depth = min(self.blank_depth, self.depth) if self.blank else self.depth
        self.blank = self.blank or spaced

    def finished(self) -> str:
        self._link_end()
        self._end_line()
        return "\n".join(self.lines)


def _attribute(raw: str, name: str) -> str:
    for found in _ATTRIBUTE.finditer(raw[:20_000]):
        if found[1].lower() == name:
            return html.unescape(_ENDLESS_NUMBER.sub("\ufffd", found[2] or found[3] or found[4] or ""))
    return ""


def _same(shown: str, target: str) -> bool:
    """Whether the words of a link already are its target."""

    def bare(url: str) -> str:
        return re.sub(r"^(?:https?://|mailto:|tel:)?(?:www\.)?", "", url.strip().lower()).rstrip("/")

    return bare(shown) == bare(target)
