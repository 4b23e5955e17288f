"""A mail server of a few lines (RFC 5321) that keeps what it is given: enough for a house that sends."""

import email
import email.policy
import threading
import time
from collections.abc import Callable
from email.message import EmailMessage
from socketserver import StreamRequestHandler, ThreadingTCPServer
from typing import cast

PATIENCE = 150
"""Seconds until a story gives up on a mail; never a measure of speed."""


class _Session(StreamRequestHandler):
    def handle(self) -> None:
        self._say("220 mailhouse.example")
        recipients: list[str] = []
        while line := self.rfile.readline():
            verb = line.strip().upper()
            if verb.startswith((b"EHLO", b"HELO")):
                self._say("250 mailhouse.example")
            elif verb.startswith(b"RCPT TO:"):
                recipients.append(line.split(b"<", 1)[1].split(b">", 1)[0].decode())
                self._say("250 known")
            elif verb == b"DATA":
                self._say("354 go on")
                raw = b"".join(iter(self._data_line, b""))
                message = email.message_from_bytes(raw, policy=email.policy.default)
                cast("MailHouse", self.server).keep(recipients, message)
                recipients = []
                self._say("250 kept")
            elif verb == b"QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 fine")

    def _say(self, words: str) -> None:
        self.wfile.write(words.encode() + b"\r\n")

    def _data_line(self) -> bytes:
        line = self.rfile.readline()
        if line in {b".\r\n", b""}:
            return b""
        return line[1:] if line.startswith(b".") else line


class MailHouse(ThreadingTCPServer):
    """Listens on a port of its own from the beginning; `close` ends it."""

    allow_reuse_address = daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self._kept: list[tuple[str, EmailMessage]] = []
        self._came = threading.Condition()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def keep(self, recipients: list[str], message: EmailMessage) -> None:
        """Remember a mail, and wake whoever waits for it."""
        with self._came:
            self._kept += [(recipient, message) for recipient in recipients]
            self._came.notify_all()

    def all_to(self, recipient: str) -> list[EmailMessage]:
        """Every mail to this address so far, oldest first."""
        with self._came:
            return [message for to, message in self._kept if to == recipient]

    def wait_for(self, recipient: str, wanted: Callable[[EmailMessage], bool]) -> EmailMessage:
        """The first mail to this address that is `wanted`, as soon as it is there.

        Raises:
            AssertionError: it did not come.
        """
        deadline = time.monotonic() + PATIENCE
        while True:
            for message in self.all_to(recipient):
                if wanted(message):
                    return message
            left = deadline - time.monotonic()
            if left <= 0:
                subjects = [str(message["Subject"]) for message in self.all_to(recipient)]
                raise AssertionError(f"no such mail to {recipient}; there are {subjects}")
            with self._came:
                self._came.wait(min(left, 1))

    def close(self) -> None:
        self.shutdown()
        self.server_close()
