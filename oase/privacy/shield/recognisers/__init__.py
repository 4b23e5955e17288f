"""All recognisers. Each is a function from a reading to candidates: a learned tagger is one more of them."""

from collections.abc import Callable, Iterator

from oase.privacy.shield.reading import Reading
from oase.privacy.shield.recognisers import (
    account,
    bare,
    behalf,
    birth,
    card,
    closing,
    coordinates,
    email,
    filename,
    given,
    greeting,
    handle,
    header,
    iban,
    identifier,
    identity,
    insurance,
    introduction,
    key,
    learned,
    link,
    network,
    phone,
    place,
    plate,
    postbox,
    reference,
    relation,
    roles,
    secret,
    signoff,
    spelled,
    spoken,
    street,
    street_english,
    street_phrase,
    suspect,
    tax,
    title,
    tracking,
    vehicle,
    wallet,
)
from oase.privacy.shield.spans import Found

Recogniser = Callable[[Reading], Iterator[Found]]

RECOGNISERS: dict[str, Recogniser] = {
    module.__name__.rpartition(".")[2]: module.find
    for module in (
        *(link, email, iban, account, card, wallet, tracking, tax, insurance, identity, vehicle, coordinates, network),
        *(
            phone,
            spoken,
            secret,
            key,
            birth,
            reference,
            identifier,
            plate,
            handle,
            filename,
            street,
            street_phrase,
            street_english,
            postbox,
            place,
        ),
        *(header, introduction, greeting, signoff, title, behalf, relation, given, roles, spelled, closing),
        *(bare, suspect, learned),
    )
}
"""Name → recogniser. The order does not matter: `overlap.Pieces` decides by weight and length."""

DIGITS: dict[Recogniser, int] = {
    module.find: fewest
    for fewest, modules in {
        1: (birth, card, identifier, key, phone, plate, postbox, street_phrase),
        2: (vehicle, tracking, wallet),
        3: (account, identity, insurance),
        4: (tax,),
    }.items()
    for module in modules
}
"""How many digits must stand in a text for a recogniser to find anything; the others find something without."""
