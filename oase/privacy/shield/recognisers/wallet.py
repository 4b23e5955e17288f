"""Addresses of digital wallets: Bitcoin (BIP 173, Base58), Ethereum and kin (EIP-55), Litecoin, Monero, Ripple."""

import re
from collections.abc import Iterator

from oase.privacy.shield.reading import Reading
from oase.privacy.shield.spans import Found

_WALLET = re.compile(
    r"[013bltMDrXT4](?<!\w.)(?:(?<=0)x[0-9A-Fa-f]{38,66}|(?<=[blt])(?:c1|tc1|b1)[0-9a-z]{20,80}|"
    r"(?<=[13LMDrXT4])[1-9A-HJ-NP-Za-km-z]{25,94})(?!\w)",
    re.ASCII,
)


def find(reading: Reading) -> Iterator[Found]:
    for match in _WALLET.finditer(reading.text) if reading.longest > 22 else ():
        if sum(map(str.isdigit, match[0])) > 1:
            yield Found(match.start(), match.end(), "account", 77)
