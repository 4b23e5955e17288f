"""The look is tried from its sources, before anything is collected."""

import pytest
from pytest_django import Settings


@pytest.fixture(autouse=True)
def uncollected_static_files(settings: Settings) -> None:
    settings.STORAGES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
