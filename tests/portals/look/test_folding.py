"""Folded templates say exactly what Django's own say, in each language and to each reader."""

from typing import Any

import pytest
from django.template import Context, Engine, TemplateDoesNotExist
from django.utils.translation import override

from oase.portals.look.folding import Included, Same

PIECES = {
    "frame.html": "<h1>{% block title %}{% translate 'Solved' %}{% endblock %}</h1>{% block main %}{% endblock %}"
    "{% include 'foot.html' %}",
    "foot.html": "{% comment %} quiet {% endcomment %}<i>{% icon 'lock' %}{% translate 'Imprint' %}</i>",
    "page.html": "{% extends 'frame.html' %}{% block title %}{{ block.super }} {{ name }}{% endblock %}"
    "{% block main %}{% for one in many %}{% include 'line.html' with word=one only %}{% empty %}"
    "{% translate 'Search' %}{% endfor %}{% if never %}{% include 'nowhere.html' %}{% endif %}{% endblock %}",
    "line.html": "<b>{{ word }}{{ name }}</b>{% translate 'Send' as send %}{{ send }}",
    "tree.html": "({{ depth }}"
    "{% if depth %}{% with depth=depth|slice:'1:' %}{% include 'tree.html' %}{% endwith %}{% endif %})",
    "plain.txt": "{% autoescape off %}{{ name }} {% translate 'Imprint' %}{% endautoescape %}",
    "gone.html": "{% include 'nowhere.html' %}",
    "words.html": "{% blocktranslate trimmed with who=name %}Your menu, {{ name }}{% endblocktranslate %}"
    "{% translate name %}{% translate 'Send' as word %}{{ word }}{% url 'imprint' %}{% url named %}",
}
OPTIONS: dict[str, Any] = {
    "builtins": ["oase.portals.look.tags", "django.templatetags.i18n", "django.templatetags.static"]
}
WITHIN = [("django.template.loaders.locmem.Loader", PIECES)]


@pytest.fixture
def folded() -> Engine:
    return Engine(loaders=[("oase.portals.look.folding.Loader", WITHIN)], **OPTIONS)


@pytest.fixture
def unfolded() -> Engine:
    return Engine(loaders=WITHIN, **OPTIONS)


READERS = [
    {"name": "<Karla>", "many": ["a", "<b>"], "depth": "abc", "named": "imprint"},
    {"name": "Emil", "many": [], "depth": "", "named": "privacy"},
]


@pytest.mark.parametrize("name", ["page.html", "tree.html", "plain.txt", "words.html", "foot.html"])
def test_a_folded_template_says_what_the_template_says_to_each_reader_in_each_language(
    name: str, folded: Engine, unfolded: Engine
) -> None:
    for language in ("de", "en", "de"):
        for reader in READERS:
            with override(language):
                said = folded.get_template(name).render(Context(reader))
                assert said == unfolded.get_template(name).render(Context(reader))


def test_what_is_the_same_for_all_becomes_one_piece(folded: Engine) -> None:
    assert [type(node) for node in folded.get_template("foot.html").nodelist] == [Same]
    last = folded.get_template("frame.html").nodelist[-1]
    assert isinstance(last, Same)


def test_an_included_template_that_differs_stays_one(folded: Engine) -> None:
    page = folded.get_template("page.html")
    assert [node.template.var for node in page.nodelist.get_nodes_by_type(Included)] == ["line.html"]  # type: ignore[attr-defined]


def test_a_missing_piece_is_missed_when_it_is_needed(folded: Engine) -> None:
    template = folded.get_template("gone.html")
    with pytest.raises(TemplateDoesNotExist):
        template.render(Context())
