"""What may be written down when something goes wrong: where and which kind of error, never what people said."""

import logging
import traceback

from django.views.debug import ExceptionReporter


class NothingPersonal(logging.Filter):
    """Reduce an exception to its type and place: its message may quote a row, and a row may quote a person."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.exc_info and record.exc_info[0] is not None:
            kind, _, trace = record.exc_info
            frames = traceback.extract_tb(trace)
            place = " < ".join(f"{frame.name} ({frame.filename}:{frame.lineno})" for frame in reversed(frames[-5:]))
            record.msg, record.args = f"{record.getMessage()}: {kind.__name__} at {place}", ()
            record.exc_info = record.exc_text = None
        return True


class QuietReporter(ExceptionReporter):
    """Error reports without local variables, settings or request bodies."""

    def get_traceback_data(self) -> dict[str, object]:
        data = super().get_traceback_data()
        data["frames"] = [frame | {"vars": []} for frame in data.get("frames", [])]
        data.update(filtered_POST_items=[], request_meta={}, request_COOKIES_items=[], settings={})
        return data
