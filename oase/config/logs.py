"""What may be written down when something goes wrong: where and which kind of error, never what people said."""

import logging
import re
import traceback
from uuid import UUID

from django.http import HttpRequest
from django.views.debug import ExceptionReporter

NAMED = re.compile(r"<(?:\w+:)?(\w+)>")


class NothingPersonal(logging.Filter):
    """Reduce an exception to its type and place: its message may quote a row, and a row may quote a person.

    Of an address only what names the page and ids stay: some addresses are keys, such as the link to a concern.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        if isinstance(request, HttpRequest) and isinstance(record.args, tuple):
            # Django writes addresses into its records in this form.
            written = request.path.encode("unicode_escape").decode("ascii")
            record.args = tuple(_page(request) if arg in (request.path, written) else arg for arg in record.args)
        if record.exc_info and record.exc_info[0] is not None:
            kind, _, trace = record.exc_info
            frames = traceback.extract_tb(trace)
            place = " < ".join(f"{frame.name} ({frame.filename}:{frame.lineno})" for frame in reversed(frames[-5:]))
            record.msg, record.args = f"{record.getMessage()}: {kind.__name__} at {place}", ()
            record.exc_info = record.exc_text = None
        return True


def _page(request: HttpRequest) -> str:
    found = request.resolver_match
    if found is None:
        return "an address without a page"

    def shown(place: re.Match[str]) -> str:
        value = found.kwargs.get(place[1])
        return str(value) if isinstance(value, UUID | int) else place[0]

    return "/" + NAMED.sub(shown, found.route)


class QuietReporter(ExceptionReporter):
    """Error reports without local variables, settings or request bodies."""

    def get_traceback_data(self) -> dict[str, object]:
        data = super().get_traceback_data()
        data["frames"] = [frame | {"vars": []} for frame in data.get("frames", [])]
        data.update(filtered_POST_items=[], request_meta={}, request_COOKIES_items=[], settings={})
        return data
