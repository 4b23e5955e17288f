"""Back again, somebody else from now on, somebody beside them: as the customer and as staff read it."""

from oase.portals.look.sentences import CUSTOMER, STAFF
from tests.portals.customer.test_sentences import ADA, EMIL, told


def test_who_is_back_takes_care_again() -> None:
    assert (
        told("came_back", CUSTOMER, to=ADA, level="advisor") == "Your advisor <b>Ada</b> is there again and takes care."
    )
    assert told("came_back", STAFF, to=ADA, level="advisor") == "<b>Ada</b> is there again and takes care."


def test_a_wish_for_another_advisor_is_told_as_a_wish() -> None:
    assert told("advisor_changed", CUSTOMER, to=ADA, level="advisor", reason="customer") == (
        "As you wished, your advisor <b>Ada</b> takes care from now on."
    )
    assert told("advisor_changed", CUSTOMER, to=ADA, level="advisor", reason="staff") == (
        "Your advisor <b>Ada</b> takes care of you from now on."
    )
    assert told("advisor_changed", STAFF, to=ADA, level="advisor", reason="customer") == (
        "The customer chose another advisor. <b>Ada</b> has it now."
    )


def test_who_answers_for_somebody_is_named_with_them() -> None:
    assert told("stepped_in", CUSTOMER, actor=EMIL, to=ADA) == "<b>Emil</b> answers in place of <b>Ada</b>."


def test_who_left_is_said_to_have_left() -> None:
    assert told("handed_over", CUSTOMER, actor=EMIL, to=ADA, level="advisor", reason="left") == (
        "<b>Emil</b> passed it on to your advisor <b>Ada</b>: has left the team."
    )
