"""How a database is spoken to that is named by one address: DATABASE_URL."""

from typing import Any

type Database = dict[str, Any]

SQLITE_OPTIONS: Database = {
    # Immediate transactions: a writer waits for its turn instead of failing half-way.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
}
POSTGRESQL_OPTIONS: Database = {
    # What is asked thousands of times is planned once a connection (web.together).
    "prepare_threshold": 5,
    # Its machine may vanish, and nothing says so: TCP would wait a quarter of an hour until it
    # gives up what was sent (milliseconds), and two hours to ask where an answer is awaited.
    "tcp_user_timeout": 5000,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "connect_timeout": 5,
}


def choose_database(named: Database, *, connections: int) -> Database:
    """Return Django's `DATABASES["default"]` for what an address names, its own options first.

    `connections` is the most that one process keeps to PostgreSQL.
    """
    own = named.get("OPTIONS", {})
    if named["ENGINE"] == "django.db.backends.sqlite3":
        return named | {"OPTIONS": SQLITE_OPTIONS | own}
    # While the database is away each request waits so long; thirty would hold every thread.
    pool = {"min_size": 2, "max_size": connections, "timeout": 5}
    options = POSTGRESQL_OPTIONS | own | {"pool": pool}
    return named | {"CONN_MAX_AGE": 0, "OPTIONS": options}
