"""What each sub-command of `touchstone` does."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path


def run(options: argparse.Namespace, rest: list[str]) -> int:
    """The exit code of the task; a refusal is one line on stderr and exit code 1."""
    from touchstone.kernel.errors import Refused

    name = options.command if not getattr(options, "verb", None) else f"{options.command} {options.verb}"
    if rest and options.command != "manage":
        print(f"touchstone {name}: unknown argument {rest[0]}", file=sys.stderr)
        return 2
    options.rest = rest
    try:
        return TASKS[name](options)
    except Refused as refusal:
        words = [reason.text for reason in refusal.reasons]
    except BrokenPipeError:  # the reader of our output has gone, as `| head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        words = [f"{error.filename}: {error.strerror}." if error.filename else str(error)]
    except Exception as error:
        from django.db import DatabaseError

        if not isinstance(error, DatabaseError):
            raise
        words = [f"The database does not answer as it should: {error}", "Run touchstone migrate, and see --data."]
    print(*words, sep="\n", file=sys.stderr)
    return 1


def start_django() -> None:
    import django

    django.setup()


def demo(options: argparse.Namespace) -> int:
    """Migrate, load the demo centre once, then serve it with a worker until interrupted."""
    start_django()
    from django.conf import settings

    from touchstone.kernel.errors import Refused
    from touchstone.web import demo as demo_centre
    from touchstone.web import serving

    if settings.TOUCHSTONE_PRODUCTION:
        raise Refused("The demo centre has passwords that everybody knows; it is not loaded in production.")
    migrate(options)
    demo_centre.load()
    if options.load_only:
        return 0
    print(demo_centre.welcome(options.port), flush=True)
    return serving.serve_with_worker(port=options.port, browser=not options.no_browser)


def serve(options: argparse.Namespace) -> int:
    start_django()
    from touchstone.web import health, serving

    health.refuse_weak_settings()
    return serving.serve(host=options.host, port=options.port, workers=options.workers)


def worker(options: argparse.Namespace) -> int:
    start_django()
    from touchstone.web import health, serving

    health.refuse_weak_settings()
    return serving.work()


def migrate(options: argparse.Namespace) -> int:
    start_django()
    from django.core.management import call_command

    from touchstone.plumbing.tenancy import everywhere

    with everywhere():
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
    return 0


def centre_add(options: argparse.Namespace) -> int:
    start_django()
    from django.db import transaction
    from django.utils import timezone

    from touchstone.centres.founding import found_centre

    with transaction.atomic():
        found_centre(
            name=options.name,
            number=options.number,
            manager=options.manager,
            email=options.email,
            password=None,
            at=timezone.now(),
        )
    print(f"{options.name} is there. {options.manager} sets a password by mail and invites the rest.")
    return 0


def handbook_read(options: argparse.Namespace) -> int:
    from touchstone.catalogue.handbooks import HandbookUnreadable, read

    file = Path(options.file)
    if not file.is_file():
        print(f"There is no file {file}.", file=sys.stderr)
        return 1
    try:
        handbook = read(file.read_bytes(), file.name).as_json()
    except HandbookUnreadable as error:
        print(str(error), file=sys.stderr)
        return 1
    if options.format == "json":
        json.dump(handbook, sys.stdout, ensure_ascii=False, indent=2)
        print()
        return 0
    print(f"{len(handbook['qualifications'])} qualifications, {len(handbook['units'])} units")
    for unit in handbook["units"]:
        criteria = sum(len(outcome["criteria"]) for outcome in unit["outcomes"])
        print(f"  {unit['number']}  {unit['title']}: {len(unit['outcomes'])} outcomes, {criteria} criteria")
    for warning in handbook["warnings"]:
        print(f"  line {warning['line']}: {warning['message']} ({warning['code']})")
    return 0


def credential_show(options: argparse.Namespace) -> int:
    start_django()
    from touchstone.awards import queries

    found = queries.credential_document(options.number)
    if options.jwt:
        print(found.jwt)
    else:
        json.dump(found.document, sys.stdout, ensure_ascii=False, indent=2)
        print()
    return 0


def credential_verify(options: argparse.Namespace) -> int:
    """Print every check of the credential in a file, and the verdict; the exit code is 0 only for a genuine one."""
    from touchstone.kernel.errors import Refused

    start_django()
    from touchstone.awards import queries

    try:
        document = Path(options.file).read_bytes()
    except OSError as error:
        raise Refused(f"{options.file} cannot be read: {error.strerror}.") from error
    verification = queries.verify_document(document)
    for check in verification.checks:
        mark = {True: "yes", False: "NO ", None: "?  "}[check.passed]
        print(f"{mark}  {check.words}")
    print(verification.verdict)
    return 0 if verification.genuine else 1


def ledger_verify(options: argparse.Namespace) -> int:
    if options.file:
        return _verify_copy(Path(options.file), Path(options.anchors) if options.anchors else None)
    start_django()
    from touchstone.audit import queries
    from touchstone.audit.rules import Fault
    from touchstone.centres.queries import every_centre

    broken = 0
    for centre in every_centre():
        try:
            found = queries.check(centre.pk)
        except (ValueError, AttributeError, TypeError):  # a column holds what no entry ever held
            found = [Fault(0, "a row cannot be read any more: it was changed after it was written")]
        broken += len(found)
        _report(f"{centre.number} {centre.name}", found)
    return 1 if broken else 0


def _verify_copy(file: Path, anchor_file: Path | None) -> int:
    from touchstone.audit.rules import Link, faults
    from touchstone.kernel.errors import Refused

    def links() -> Iterator[Link]:
        with file.open(encoding="utf-8", errors="replace") as lines:
            for number, line in enumerate(lines, start=1):
                try:
                    yield Link(**json.loads(line))
                except (ValueError, TypeError) as error:
                    raise Refused(
                        f"{file.name}: line {number} is no entry of a ledger; the copy was changed."
                    ) from error

    anchored = {}
    if anchor_file:
        rows = (line.split() for line in anchor_file.read_text(encoding="utf-8").splitlines())
        anchored = {int(row[0]): row[1] for row in rows if len(row) == 3}
    found = faults(links(), anchored)
    _report(file.name, found)
    return 1 if found else 0


def _report(name: str, found: list) -> None:
    print(f"{name}: {'intact' if not found else f'{len(found)} faults'}")
    for fault in found:
        print(f"  entry {fault.sequence}: {fault.what}")


def ledger_export(options: argparse.Namespace) -> int:
    start_django()
    from dataclasses import asdict

    from touchstone.audit import queries
    from touchstone.centres.queries import centre_numbered
    from touchstone.kernel.canonical import canonical
    from touchstone.kernel.errors import Refused

    centre = centre_numbered(options.centre)
    if centre is None:
        raise Refused(f"There is no centre with the number {options.centre}.")
    with Path(options.file).open("wb") as sink:
        for link in queries.links(centre.pk):
            sink.write(canonical(asdict(link)) + b"\n")
    return 0


def backup(options: argparse.Namespace) -> int:
    start_django()
    from touchstone.web import serving

    return serving.backup(Path(options.file))


def doctor(options: argparse.Namespace) -> int:
    start_django()
    from touchstone.web import health

    problems = health.problems()
    print("\n".join(problems) if problems else "Nothing is wrong here.")
    return 1 if problems else 0


def manage(options: argparse.Namespace) -> int:
    from django.core.management import execute_from_command_line

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "touchstone.web.settings")
    execute_from_command_line(["touchstone manage", *options.rest])
    return 0


TASKS: dict[str, Callable[[argparse.Namespace], int]] = {
    "demo": demo,
    "serve": serve,
    "worker": worker,
    "migrate": migrate,
    "centre add": centre_add,
    "handbook read": handbook_read,
    "credential show": credential_show,
    "credential verify": credential_verify,
    "ledger verify": ledger_verify,
    "ledger export": ledger_export,
    "backup": backup,
    "doctor": doctor,
    "manage": manage,
}
