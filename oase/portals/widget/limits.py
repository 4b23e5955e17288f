"""How often something may be asked for from one place; counted for the whole house, and forgotten by itself."""

import hashlib
import time

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

HOUR = 3600


def place_of(request: HttpRequest) -> str:
    """The caller's address on the net."""
    address: str = get_adapter(request).get_client_ip(request)
    return address


def too_often(what: str, who: str, *, most: int, seconds: int = HOUR) -> bool:
    """Count one more; whether that is more than `most` in this span. Only a digest of `who` is kept."""
    span = int(time.time()) // seconds
    digest = hashlib.sha256(f"{what}:{who.lower()}".encode("utf-8", "surrogatepass")).hexdigest()[:32]
    key = f"widget:{what}:{digest}:{span}"
    cache.add(key, 0, timeout=2 * seconds)
    try:
        return bool(cache.incr(key) > most)
    except ValueError:  # thrown out in between: then there is much else to count
        return False
