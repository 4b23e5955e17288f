"""The words of the house in its languages: collected from code and templates, kept in `oase/locale`."""

from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

HOUSE = Path(__file__).resolve().parent.parent
GERMAN = HOUSE / "locale" / "de" / "LC_MESSAGES" / "django.po"
KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


def collect() -> Catalog:
    """Every message of the house, with the files it stands in."""
    catalog = Catalog(project="Oase", charset="utf-8")
    for path in sorted(HOUSE.rglob("*")):
        if path.suffix == ".py" and "migrations" not in path.parts:
            source = path.read_text("utf-8")
        elif path.suffix in {".html", ".txt"} and "templates" in path.parts:
            # What is left of a template are calls between blanks; only their indentation is not Python's.
            calls = templatize(path.read_text("utf-8"), origin=str(path))
            source = "\n".join(line.strip() for line in calls.splitlines())
        else:
            continue
        place = path.relative_to(HOUSE).as_posix()
        found = extract("python", BytesIO(source.encode("utf-8")), KEYWORDS, options={"encoding": "utf-8"})
        for _line, message, _comments, context in found:
            if message:
                catalog.add(message, None, locations=[(place, 0)], context=context)
    return catalog


def german() -> Catalog:
    """The German translations as they are kept."""
    with GERMAN.open("rb") as file:
        return read_po(file, locale="de")


def update(translations: Catalog) -> None:
    """Bring the kept translations in step with the messages: new ones stand empty, unused ones go."""
    translations.update(collect(), no_fuzzy_matching=True)
    translations.obsolete.clear()
    translations.fuzzy = False
    with GERMAN.open("wb") as file:
        write_po(file, translations, width=110, no_location=False, sort_by_file=True, include_lineno=False)
