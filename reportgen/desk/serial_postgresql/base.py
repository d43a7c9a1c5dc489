"""Django's PostgreSQL, in which no two transactions of the desk are under way at once.

Deciding, recording and queueing look at what is there and then write. In SQLite a transaction that is `IMMEDIATE` has the database for itself from its
start; here it waits for a lock that it has until its end. Each statement after that sees all that was committed before (READ COMMITTED), so that the same
code is right on both. What is only read outside of a transaction never waits.
"""

from typing import Any

from django.db.backends.postgresql import base

_LOCK = 0x6465736B
"""“desk”: the advisory lock's number, within a database that is the desk's own."""


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection whose transactions begin by taking the lock."""

    def _set_autocommit(self, autocommit: Any) -> None:
        super()._set_autocommit(autocommit)
        if autocommit:
            return
        try:
            with self.wrap_database_errors, self.connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))
        except BaseException:
            self.connection.rollback()
            super()._set_autocommit(True)
            raise
