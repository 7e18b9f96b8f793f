"""The command `touchstone`: one door to everything that is done from a terminal."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

EPILOG = """examples:
  touchstone demo                          the demo centre on http://127.0.0.1:8000
  touchstone handbook read examples/handbook.txt --format json
  touchstone ledger verify --data data
  touchstone credential show --latest
"""


def main(arguments: list[str] | None = None) -> int:
    """The exit code of the sub-command; argparse itself answers --help and what it cannot read."""
    options, rest = parser().parse_known_args(arguments)
    if options.data:
        os.environ["TOUCHSTONE_DATA"] = str(Path(options.data).resolve())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "touchstone.web.settings")
    from touchstone.web import command_tasks

    return command_tasks.run(options, rest)


def parser() -> argparse.ArgumentParser:
    """The grammar of the command."""
    top = argparse.ArgumentParser(
        prog="touchstone",
        description="Deliver, assess, quality-assure and award coaching and mentoring qualifications.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    data = argparse.ArgumentParser(add_help=False)
    data.add_argument("--data", metavar="DIR", help="where the embedded centre lives (or TOUCHSTONE_DATA; else ./data)")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def add(name: str, purpose: str) -> argparse.ArgumentParser:
        return commands.add_parser(name, help=purpose, description=purpose, parents=[data])

    demo = add("demo", "Load the demo centre, then start the server and the worker.")
    demo.add_argument("--port", type=int, default=8000)
    demo.add_argument("--no-browser", action="store_true", help="do not open a browser window")
    demo.add_argument("--load-only", action="store_true", help="load the demo centre and end")
    serve = add("serve", "Start the web server.")
    serve.add_argument("--port", type=int, default=8000)
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--workers", type=int, default=2)
    add("worker", "Start the worker that runs background jobs.")
    add("migrate", "Bring the database to this version; safe to run again.")
    centre = add("centre", "Found a centre and seat its first manager.").add_subparsers(dest="verb", required=True)
    found = centre.add_parser("add", help="a new centre with its manager, who invites everyone else", parents=[data])
    for name in ("name", "number", "manager", "email"):
        found.add_argument(f"--{name}", required=True)
    handbook = add("handbook", "Read an awarding body's handbook.").add_subparsers(dest="verb", required=True)
    read = handbook.add_parser(
        "read", help="print what a handbook holds, without touching the database", parents=[data]
    )
    read.add_argument("file", metavar="FILE")
    read.add_argument("--format", choices=["json", "text"], default="text")
    credential = add("credential", "Show or verify a digital credential.").add_subparsers(dest="verb", required=True)
    show = credential.add_parser("show", help="print a signed credential as JSON", parents=[data])
    which = show.add_mutually_exclusive_group(required=True)
    which.add_argument("number", nargs="?", metavar="NUMBER")
    which.add_argument("--latest", action="store_true")
    show.add_argument("--jwt", action="store_true", help="print the JWT form instead")
    verify = credential.add_parser("verify", help="check a credential in a file against this centre", parents=[data])
    verify.add_argument("file", metavar="FILE")
    ledger = add("ledger", "Check or export the decision ledger.").add_subparsers(dest="verb", required=True)
    check = ledger.add_parser("verify", help="check the chain of every centre, or of an exported copy", parents=[data])
    check.add_argument("--file", metavar="FILE", help="an exported ledger (JSON lines) instead of the database")
    check.add_argument("--anchors", metavar="FILE", help="the anchor file to hold an exported ledger against")
    export = ledger.add_parser("export", help="write one centre's ledger as JSON lines", parents=[data])
    export.add_argument("--centre", metavar="NUMBER", required=True)
    export.add_argument("file", metavar="FILE")
    backup = add("backup", "Copy the embedded centre (database, files, anchors) into one archive.")
    backup.add_argument("file", metavar="FILE")
    add("doctor", "List what is wrong with this deployment; exit code 1 when something is.")
    add("manage", "Run a Django management command.")
    return top


if __name__ == "__main__":
    sys.exit(main())
