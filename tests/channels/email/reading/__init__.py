from pathlib import Path

MAILS = Path(__file__).parent / "mails"


def raw(name: str) -> bytes:
    """One of the small mails beside this file."""
    return (MAILS / f"{name}.eml").read_bytes()
