"""The words of a plain mail."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Told:
    """Subject and body; what stands in braces is filled in as the mail is composed."""

    subject: str
    body: str
