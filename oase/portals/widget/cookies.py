"""Sessions of browsers' cookies: the ordinary ones, except that a widget's token is nothing as a cookie."""

from typing import Any

from django.contrib.sessions.backends import db

from oase.channels.widget.visits import WIDGET_KEY


class SessionStore(db.SessionStore):
    """Keeps the name of the class it stands for: the same rows are signed for both."""

    def load(self) -> dict[str, Any]:
        """What the session holds; nothing of one that is a widget's."""
        held: dict[str, Any] = super().load()
        if WIDGET_KEY in held:
            # As if it were not there: with a new key, so that nothing is ever written into the widget's row.
            self._session_key = None  # as Django itself does (backends/db.py)
            return {}
        return held
