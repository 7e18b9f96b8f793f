"""`python -m bench [--sizes 20,200,2000] [--engines sqlite,postgresql]`: a table for each size, then the ratios."""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile

ENGINES = {"sqlite": "", "postgresql": "postgres://postgres@127.0.0.1:5432/"}


def main() -> int:
    """Run each engine and size in a process of its own, so that memory and caches are nobody else's."""
    given = argparse.ArgumentParser(prog="bench", description=__doc__)
    given.add_argument("--sizes", default="20,200,2000")
    given.add_argument("--engines", default="sqlite,postgresql")
    given.add_argument("--one", help=argparse.SUPPRESS)
    options = given.parse_args()
    if options.one:
        return one(int(options.one))
    failed = 0
    for engine in options.engines.split(","):
        for size in options.sizes.split(","):
            print(f"\n== {engine}, {size} learners", flush=True)
            failed += apart(engine, size)
    return 1 if failed else 0


def apart(engine: str, size: str) -> int:
    with tempfile.TemporaryDirectory(prefix="touchstone-bench-") as data:
        env = {**os.environ, "TOUCHSTONE_DATA": data, "DJANGO_SETTINGS_MODULE": "touchstone.web.settings"}
        env["TOUCHSTONE_WORKER"] = "0"
        name = f"touchstone_bench_{size}"
        if ENGINES[engine]:
            database(name, fresh=True)
            env["TOUCHSTONE_DATABASE"] = ENGINES[engine] + name
        try:
            done = subprocess.run([sys.executable, "-m", "bench", "--one", size], env=env, check=False)
        finally:
            if ENGINES[engine]:
                database(name, fresh=False)
        return done.returncode


def database(name: str, *, fresh: bool) -> None:
    import psycopg

    with psycopg.connect(ENGINES["postgresql"] + "postgres", autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        if fresh:
            connection.execute(f"CREATE DATABASE {name}")


def one(size: int) -> int:
    """Fill one centre, measure it here, then serve it to six people at once."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    from touchstone.plumbing.tenancy import everywhere

    settings.ALLOWED_HOSTS.append("testserver")
    with everywhere():
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
    from bench import filling, mixed, pages

    filled = filling.fill(size)
    print(f"{'':<32}{'median ms':>10}{'cpu ms':>9}{'statements':>12}")
    for row in pages.measure(filled):
        print(f"{row.name:<32}{row.wall_ms:>10.1f}{row.cpu_ms:>9.1f}{row.statements:>12}", flush=True)
    print(f"peak memory of this process {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    print(mixed.load(filled))
    return 0


if __name__ == "__main__":
    sys.exit(main())
