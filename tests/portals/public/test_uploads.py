"""What is too large is not kept on the way either."""

from io import BytesIO

import pytest
from django.http import HttpRequest
from django.test import RequestFactory
from pytest_django import Settings

MEGABYTE = 2**20


def sent(size: int) -> HttpRequest:
    file = BytesIO(b"a" * size)
    file.name = "photo.png"
    return RequestFactory().post("/", {"text": "hello", "files": file})


@pytest.mark.parametrize("size", [0, 1, 2 * MEGABYTE - 1, 2 * MEGABYTE])
def test_what_is_allowed_comes_in_whole(settings: Settings, size: int) -> None:
    settings.LARGEST_FILE = 2 * MEGABYTE
    request = sent(size)
    assert (request.FILES["files"].size, len(request.FILES["files"].read())) == (size, size)
    assert request.POST["text"] == "hello"


@pytest.mark.parametrize("size", [2 * MEGABYTE + 1, 9 * MEGABYTE])
def test_of_what_is_too_large_only_so_much_is_kept_that_it_is_seen(settings: Settings, size: int) -> None:
    settings.LARGEST_FILE = 2 * MEGABYTE
    request = sent(size)
    kept = request.FILES["files"].size
    assert 2 * MEGABYTE < kept < 2.1 * MEGABYTE
    assert request.POST["text"] == "hello"
