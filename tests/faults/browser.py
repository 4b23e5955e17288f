"""One signed-in browser without eyes, and the two doors by which words come in: the live path, and the form."""

import json
import re
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self
from uuid import UUID, uuid4

import aiohttp

TOKEN = "a" * 32
"""Any token does that is the same in the cookie and in the form (Django's double submit)."""
PATIENCE = aiohttp.ClientTimeout(total=30)
NEVER_TIRED = aiohttp.ClientTimeout(total=None, sock_connect=10)


@dataclass
class Words:
    """What somebody wants to have said, once."""

    conversation: str
    text: str
    client_id: UUID = field(default_factory=uuid4)
    seq: int | None = None
    """Where it stands, when the door says so."""


class Unwell(Exception):
    """No answer that says yes or no: whether the words arrived is not known."""


class Turned(Exception):
    """The house said no, and it should not have."""


class Browser:
    """A session of one person at one address. Every request may raise `Unwell`."""

    def __init__(self, address: str, session_key: str) -> None:
        self.address = address
        cookie = f"oase_session={session_key}; csrftoken={TOKEN}"
        headers = {"Cookie": cookie, "Origin": address, "X-CSRFToken": TOKEN, "Accept-Language": "en"}
        self._http = aiohttp.ClientSession(headers=headers, cookie_jar=aiohttp.DummyCookieJar(), timeout=PATIENCE)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._http.close()

    async def get(self, path: str) -> str:
        """A page or a part of one."""
        try:
            async with self._http.get(self.address + path, headers={"HX-Request": "true"}) as answer:
                text = await answer.text()
                if answer.status != 200:
                    raise Unwell(f"{answer.status} for {path}")
                return text
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise Unwell(type(error).__name__) from error

    async def say_live(self, words: Words, role: str) -> bool:
        """By `POST /live/conversations/{id}/messages`. Whether it was new; `words.seq` is set."""
        body = {"text": words.text, "client_id": str(words.client_id), "role": role}
        status, text = await self._post(f"/live/conversations/{words.conversation}/messages", json=body)
        if status not in (200, 201):
            raise Turned(f"{status} {_sentence(text)}")
        told = json.loads(text)
        words.seq = int(told["seq"])
        return bool(told["new"])

    async def say_by_form(self, words: Words, path: str) -> None:
        """By the page's form, as without JavaScript: the answer leads to the page."""
        form = {"text": words.text, "client_id": str(words.client_id), "audience": "conversation"}
        status, text = await self._post(path, data=form)
        if status != 303:
            raise Turned(f"{status} {_sentence(text)}")

    def stream(self) -> "aiohttp.client._RequestContextManager":
        """`GET /live/stream`, open until one side ends it."""
        return self._http.get(f"{self.address}/live/stream", timeout=NEVER_TIRED)

    async def _post(self, path: str, **body: object) -> tuple[int, str]:
        try:
            url = self.address + path
            async with self._http.post(url, allow_redirects=False, **body) as answer:  # type: ignore[arg-type]
                text = await answer.text()
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise Unwell(type(error).__name__) from error
        # 429 is no refusal of the words either: later they are welcome.
        if answer.status >= 500 or answer.status == 429:
            raise Unwell(f"{answer.status} for {path}")
        return answer.status, text


def _sentence(page: str) -> str:
    """What a refusal says to people."""
    alert = re.search(r'role="alert".*?<span>(.*?)</span>', page, re.DOTALL)
    return " ".join(re.sub(r"<[^>]*>", " ", alert[1] if alert else page[-400:]).split())[:300]
