import pytest
from pytest_django import Settings


@pytest.fixture(autouse=True)
def mail_stays_here(settings: Settings) -> None:
    """Mail goes where the demo keeps it; pytest-django would put it elsewhere."""
    settings.MAILERS = {"default": {"BACKEND": "oase.channels.email.local.LocalMailBackend"}}
