"""Whether a request with a cookie comes from a page of this house: no other page may write in somebody's name."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http.request import split_domain_port, validate_host

from oase.channels.live.requests import header
from oase.live.scope import Scope


def is_of_this_house(scope: Scope) -> bool:
    """By `Origin` (RFC 6454 §7), or where there is none by `Sec-Fetch-Site`; without either: no."""
    origin = header(scope, b"origin")
    if not origin:
        return header(scope, b"sec-fetch-site") == "same-origin"
    if origin in settings.CSRF_TRUSTED_ORIGINS:
        return True
    try:
        parts = urlsplit(origin)
    except ValueError:
        return False
    plain = f"{parts.scheme}://{parts.netloc}" == origin
    secure = parts.scheme == "https" or (parts.scheme == "http" and not settings.SESSION_COOKIE_SECURE)
    return plain and secure and parts.netloc == header(scope, b"host").lower() and _is_ours(parts.netloc)


def _is_ours(host: str) -> bool:
    # A name that an attacker points at this machine is not ours, however equal the two headers are.
    domain, _port = split_domain_port(host)
    return bool(domain) and validate_host(domain, settings.ALLOWED_HOSTS)
