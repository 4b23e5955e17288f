"""From a TOML table to a conversation of the demo, every name looked up and the story followed to its end."""

from datetime import timedelta

from oase.demo.shapes import Attachment, Company, Conversation, Customer, Step
from oase.demo.story import KINDS, Setting, StoryError, walk
from oase.demo.tables import LANGUAGES, Table

GUEST = "guest"
_SPOKEN = ("ask", "answer", "ask_back", "reply", "note", "reopen")
_MAYBE_SPOKEN = ("propose_solved", "confirm", "ask_for_company")


def conversation_from(table: Table, company: Company) -> Conversation:
    """Raises ContentError for unknown names, impossible steps, or steps that lie in the future."""
    customer, guest = (
        table.text("customer", default=""),
        table.text("guest", default=""),
    )
    if bool(customer) == bool(guest):
        raise table.fail("give either a 'customer' or a 'guest'")
    language = table.one_of("language", LANGUAGES)
    topic = table.one_of("topic", tuple(topic.slug for topic in company.topics))
    key, subject, age = (
        table.text("key"),
        table.text("subject"),
        table.duration("opened"),
    )
    steps = tuple(_step(item, company) for item in table.tables("steps", called="at"))
    table.done()
    try:
        told, state, holder = walk(steps, _setting(table, company, customer, topic, language))
    except StoryError as error:
        raise table.fail(str(error)) from error
    if told[-1].at > age:
        raise table.fail(f"the last step is {told[-1].at} after an opening only {age} ago")
    return Conversation(
        key=key,
        company=company.slug,
        customer=customer,
        guest=guest,
        language=language,
        topic=topic,
        subject=subject,
        age=age,
        steps=told,
        state=state,
        holder="" if state in ("solved", "rated") else holder,
    )


def _setting(table: Table, company: Company, customer: str, slug: str, language: str) -> Setting:
    known: dict[str, Customer] = {item.person: item for item in company.customers}
    if customer and customer not in known:
        raise table.fail(f"'{customer}' is no customer of {company.slug}")
    advisor = known[customer].advisor if customer else ""
    deputies = {agent.person: agent.deputy for agent in company.agents}
    return Setting(
        customer=customer or GUEST,
        advisor=advisor,
        deputy=deputies.get(advisor, ""),
        open_to_experts=next(topic.open_to_experts for topic in company.topics if topic.slug == slug),
        qualified=frozenset(
            expert.person
            for expert in company.experts
            if slug in expert.topics and language in expert.languages and expert.person != customer
        ),
        agents=frozenset(deputies),
    )


def _step(table: Table, company: Company) -> Step:
    at = table.duration("at")
    kinds = [name for name in table.names() if name in KINDS]
    if len(kinds) != 1:
        raise table.fail(f"needs exactly one of {', '.join(KINDS)}")
    kind = kinds[0]
    by = table.text("by", default="")
    attachments = (
        tuple(_attachment(item) for item in table.tables("attachments", "name")) if table.has("attachments") else ()
    )
    step = _of_kind(kind, at, by, table, company, attachments)
    table.done()
    return step


def _of_kind(
    kind: str,
    at: timedelta,
    by: str,
    table: Table,
    company: Company,
    attachments: tuple[Attachment, ...],
) -> Step:
    if kind in _SPOKEN:
        return Step(at, kind, by, text=table.text(kind), attachments=attachments)
    if kind in _MAYBE_SPOKEN:
        return Step(at, kind, by, text=table.text(kind, default=""), attachments=attachments)
    if attachments:
        raise table.fail(f"'{kind}' carries no attachments")
    if kind == "claim":
        return Step(at, kind, table.text(kind))
    if kind == "give_on":
        reason = table.one_of(kind, tuple(choice.key for choice in company.reasons))
        return Step(at, kind, by, choice=reason, text=table.text("hint"))
    if kind == "reveal":
        return Step(
            at,
            kind,
            by,
            choice=table.one_of(kind, tuple(choice.key for choice in company.purposes)),
        )
    if kind == "goodwill":
        kinds = tuple(one.key for one in company.second_level.kinds)
        return Step(at, kind, by, choice=table.one_of(kind, kinds), text=table.text("words", default=""))
    if kind == "hand_over":
        return Step(at, kind, by, to=table.text(kind), text=table.text("hint"))
    if kind == "rate":
        return Step(
            at,
            kind,
            by,
            stars=table.number(kind, at_least=1),
            text=table.text("thanks", default=""),
        )
    if not table.truth(kind):
        raise table.fail("a lapse that does not happen is not written down")
    return Step(at, kind, by)


def _attachment(table: Table) -> Attachment:
    attachment = Attachment(
        name=table.text("name"),
        text=table.text("text", default=""),
        picture=table.text("picture", default=""),
    )
    table.done()
    if bool(attachment.text) == bool(attachment.picture):
        raise table.fail("an attachment has either a 'text' or a 'picture'")
    return attachment
