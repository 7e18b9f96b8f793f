"""`python -m bench [--sizes 20,200,2000] [--engines sqlite,postgresql]`: a table for each size, then the ratios."""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

from bench import report

ENGINES = {"sqlite": "", "postgresql": "postgres://postgres@127.0.0.1:5432/"}


def main() -> int:
    """Run each engine and size in a process of its own, so that memory and caches are nobody else's."""
    given = argparse.ArgumentParser(prog="bench", description=__doc__)
    given.add_argument("--sizes", default="20,200,2000")
    given.add_argument("--engines", default="sqlite,postgresql")
    given.add_argument("--save", type=Path, help="keep the figures in this file, as JSON")
    given.add_argument("--compare", type=Path, help="figures kept earlier: print what each page took then and now")
    given.add_argument("--one", help=argparse.SUPPRESS)
    given.add_argument("--into", type=Path, help=argparse.SUPPRESS)
    options = given.parse_args()
    if options.one:
        return one(int(options.one), options.into)
    figures: report.Figures = {}
    failed = 0
    for engine in options.engines.split(","):
        for size in options.sizes.split(","):
            print(f"\n== {engine}, {size} learners", flush=True)
            code, found = apart(engine, size)
            failed += code
            figures[f"{engine} {size}"] = found
        report.print_ratios(engine, options.sizes.split(","), figures)
    if options.save:
        options.save.write_text(json.dumps(figures, indent=1), encoding="utf-8")
    if options.compare:
        report.print_comparison(json.loads(options.compare.read_text(encoding="utf-8")), figures)
    return 1 if failed else 0


def apart(engine: str, size: str) -> tuple[int, report.Found]:
    """One engine and size in a process of its own: 0 or 1, and its figures ({} when it failed)."""
    with tempfile.TemporaryDirectory(prefix="touchstone-bench-", ignore_cleanup_errors=True) as data:
        env = {**os.environ, "TOUCHSTONE_DATA": data, "DJANGO_SETTINGS_MODULE": "touchstone.web.settings"}
        env["TOUCHSTONE_WORKER"] = "0"
        name = f"touchstone_bench_{size}"
        into = Path(data) / "figures.json"
        if ENGINES[engine]:
            database(name, fresh=True)
            env["TOUCHSTONE_DATABASE"] = ENGINES[engine] + name
        command = [sys.executable, "-m", "bench", "--one", size, "--into", str(into)]
        try:
            done = subprocess.run(command, env=env, check=False)
            found = json.loads(into.read_text(encoding="utf-8")) if into.exists() else {}
        finally:
            if ENGINES[engine]:
                database(name, fresh=False)
        return int(done.returncode != 0), found


def database(name: str, *, fresh: bool) -> None:
    """Drop the database `name` of the local PostgreSQL; then make it anew where `fresh`."""
    import psycopg

    with psycopg.connect(ENGINES["postgresql"] + "postgres", autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        if fresh:
            connection.execute(f"CREATE DATABASE {name}")


def one(size: int, into: Path | None) -> int:
    """Fill one centre, measure it here, then serve it to six people at once."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    from touchstone.plumbing.tenancy import everywhere

    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    with everywhere():
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
    from bench import filling, mixed, pages

    filled = filling.fill(size)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    rows = []
    report.print_head()
    for row in pages.measure(filled):
        rows.append(row)
        report.print_row(row)
    print(f"peak memory of this process {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    load = mixed.load(filled)
    print(load.words(), flush=True)
    if into:
        into.write_text(json.dumps(report.kept(rows, load)), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
