"""On whose pages a widget may stand: origins (RFC 6454), as a company writes them and as a browser compares them."""

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

EVERYWHERE = "*"
ANY_PORT = ":*"
MOST = 20
_HOST = re.compile(r"(?:\*\.)?[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*")
_LOCAL = {"localhost", "127.0.0.1"}


class NoOrigin(ValueError):
    """It names no origin; `text` is what was written."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


def origin(text: str) -> str:
    """One origin as a browser sends it: `https://shop.example`, `https://*.shop.example`, or `*` for every page.

    Without `https`, or at any port, only this machine (`http://localhost:*`), for trying: elsewhere a page could be
    changed on its way, and the frame with it.

    Raises:
        NoOrigin: it is something else.
    """
    text = text.strip()
    if text == EVERYWHERE:
        return text
    if not text.isprintable() or set(text) & set(" ;,'\"\\<>@"):
        raise NoOrigin(text[:80])
    plain = text.removesuffix(ANY_PORT)
    try:
        parts = urlsplit(plain if "://" in plain else f"https://{plain}")
        host, port = (parts.hostname or "").encode("idna").decode("ascii").lower(), parts.port
    except (ValueError, UnicodeError) as error:
        raise NoOrigin(text[:80]) from error
    local = host in _LOCAL or host.endswith(".localhost")
    if parts.scheme not in ("http", "https") or (parts.scheme == "http" and not local):
        raise NoOrigin(text[:80])
    if (
        parts.path not in ("", "/")
        or parts.netloc.endswith(":")
        or parts.query
        or parts.fragment
        or not _HOST.fullmatch(host)
        or host.count("*") > 1
    ):
        raise NoOrigin(text[:80])
    # A star over a whole ending, such as *.de, would be everywhere in disguise.
    if host.startswith("*.") and host.count(".") < 2 and not local:
        raise NoOrigin(text[:80])
    if plain != text:
        if not local or port is not None:
            raise NoOrigin(text[:80])
        return f"{parts.scheme}://{host}{ANY_PORT}"
    usual = {"http": 80, "https": 443}[parts.scheme]
    return f"{parts.scheme}://{host}" + (f":{port}" if port and port != usual else "")


def origins(text: str) -> list[str]:
    """Every origin of a text, one a line or between commas, each once.

    Raises:
        NoOrigin: one of them is none, or there are more than `MOST`.
    """
    found = list(dict.fromkeys(origin(one) for one in re.split(r"[\s,]+", text) if one))
    if len(found) > MOST:
        raise NoOrigin(found[MOST])
    return [EVERYWHERE] if EVERYWHERE in found else found


def ancestors(allowed: Sequence[str]) -> list[str]:
    """Sources for `frame-ancestors` (CSP 3); nobody allowed is nobody."""
    return list(allowed) or ["'none'"]
