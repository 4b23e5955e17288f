"""Macros on the pages: used beside a concern, with or without a script, and set by Sven."""

import pytest
from django.urls import reverse

from oase.conversations.models import Message
from oase.second_level.macros.models import Macro
from tests.cast import Cast, current
from tests.portals.office.desk import Desk, words

ADDRESS = reverse("office-macros", args=["kaffeewerk"])


def thanks(cast: Cast, **fields: object) -> Macro:
    fields = {"name": "Danke", "text_de": "Danke, {{customer.first_name}}! {{customer.number}}"} | fields
    return Macro.objects.create(company=cast.kaffeewerk, **fields)


def test_without_a_script_its_words_stand_in_the_box_behind_the_draft(cast: Cast, ada: Desk) -> None:
    conversation = cast.given_on()
    macro = thanks(cast, steps=[{"kind": "hand_over", "to": "deputy"}])
    ada.post("draft", conversation, status=204, text="Guten Tag")
    page = ada.get("case", conversation.pk, macro=str(macro.pk))
    assert "Guten Tag\n\nDanke, Karla! {{customer.number}}</textarea>" in page
    assert "Not known here" in page
    assert "Give it to the deputy" in page
    for number in ("0", "x", "9" * 30, ""):
        assert "Not known here" not in ada.get("case", conversation.pk, macro=number)


def test_sent_with_its_step_and_refused_with_it_still_there(cast: Cast, ada: Desk) -> None:
    conversation = cast.given_on()
    macro = thanks(cast, steps=[{"kind": "hand_over", "to": "deputy"}])
    used = {"macro": str(macro.pk), "step": ["0", "x", "7"]}
    page = ada.post("reply", conversation, status=422, **words("{{customer.number}}"), **used).content.decode()
    assert "{{customer.number}} is still open in your text" in page
    assert 'name="step" value="0" form="composer" checked' in page
    ada.post("reply", conversation, **words("Danke!"), **used)
    assert current(conversation).holder == cast.dora


def test_another_company_s_macro_is_not_there(cast: Cast, ada: Desk) -> None:
    conversation, macro = cast.given_on(), thanks(cast)
    Macro.objects.update(company=cast.velotal)
    address = reverse("office-use-macro", args=["kaffeewerk", conversation.pk, macro.pk])
    assert ada.client.get(address).status_code == 404
    assert Desk(cast.sven).client.get(reverse("office-macro", args=["kaffeewerk", macro.pk])).status_code == 404


def test_its_fragment_is_words_and_nothing_else(cast: Cast, ada: Desk) -> None:
    conversation = cast.given_on()
    macro = thanks(cast, text_de="<script>alert(1)</script></template>", audience=Message.STAFF)
    shown = ada.get("use-macro", conversation.pk, macro.pk)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;&lt;/template&gt;" in shown
    assert 'data-audience-of="staff"' in shown


def test_sven_makes_one_looks_at_it_and_takes_it_back(cast: Cast) -> None:
    sven = Desk(cast.sven)
    form = {"name": "Gruß", "text_de": "Guten Tag {{customer.first_name}}", "audience": "conversation", "propose": "1"}
    new = reverse("office-macro-new", args=["kaffeewerk"])
    look = sven.client.post(new, form | {"look": "1"})
    assert (look.status_code, Macro.objects.count()) == (200, 0)
    assert "Guten Tag Karla" in look.content.decode()
    assert sven.client.post(new, form).status_code == 302
    macro = Macro.objects.get()
    assert macro.steps == [{"kind": "propose"}]
    its_page = reverse("office-macro", args=["kaffeewerk", macro.pk])
    assert its_page in sven.client.get(ADDRESS).content.decode()
    sven.client.post(reverse("office-macro-retire", args=["kaffeewerk", macro.pk]))
    assert its_page not in sven.client.get(ADDRESS).content.decode()
    assert sven.client.get(its_page).status_code == 404


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"text_de": "Hallo {{kunde}}"}, "Nobody knows what {{kunde}} stands for"),
        ({"name": ""}, "Please give it a name"),
        ({"tag": "4711"}, "no longer there"),
        ({"snooze": "x"}, "no longer there"),
        ({"hand_over": "x"}, "no longer there"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(cast: Cast, changed: dict[str, str], sentence: str) -> None:
    form = {"name": "Gruß", "text_de": "Guten Tag", "text_en": "Good day", "audience": "staff"} | changed
    answer = Desk(cast.sven).client.post(reverse("office-macro-new", args=["kaffeewerk"]), form)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert "Good day</textarea>" in page
    assert 'value="staff" checked' in page
