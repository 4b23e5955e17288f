"""All recognisers. Each is a function from a reading to candidates: a learned tagger is one more of them."""

from collections.abc import Callable, Iterator

from oase.privacy.shield.reading import Reading
from oase.privacy.shield.recognisers import (
    behalf,
    birth,
    card,
    coordinates,
    email,
    filename,
    given,
    greeting,
    handle,
    header,
    iban,
    identity,
    insurance,
    introduction,
    link,
    network,
    phone,
    place,
    plate,
    reference,
    relation,
    secret,
    signoff,
    street,
    street_english,
    tax,
    title,
    tracking,
)
from oase.privacy.shield.spans import Found

Recogniser = Callable[[Reading], Iterator[Found]]

RECOGNISERS: dict[str, Recogniser] = {
    module.__name__.rpartition(".")[2]: module.find
    for module in (
        *(link, email, iban, card, tracking, tax, insurance, identity, coordinates, network),
        *(phone, secret, birth, reference, plate, handle, filename, street, street_english, place),
        *(header, introduction, greeting, signoff, title, behalf, relation, given),
    )
}
"""Name → recogniser. The order does not matter: `overlap.resolve` decides by weight and length."""
