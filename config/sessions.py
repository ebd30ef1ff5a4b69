"""Sessions in the database, under keys that we could have made."""

from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from typing_extensions import override


class SessionStore(DatabaseSessions):
    """Takes a cookie for the key of a session only if it looks like one.

    Anything else is nobody's session, and never reaches the database: PostgreSQL refuses a null
    character in a text, which would be a fault of ours for whoever sends one.
    """

    @override
    def __init__(self, session_key: str | None = None) -> None:
        is_plausible = session_key is not None and session_key.isascii() and session_key.isalnum()
        super().__init__(session_key if is_plausible else None)
