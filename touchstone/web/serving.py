"""Starting the server and the worker, and stopping both together."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tarfile
import time
import webbrowser
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from touchstone.kernel.errors import Refused


def serve(*, host: str, port: int, workers: int) -> int:
    """Run granian until it is told to stop; its exit code.

    Where the system can, granian takes the place of this process, so that a signal meant for it reaches it.
    """
    command = _server(host, port, workers)
    if hasattr(os, "fork"):
        sys.stdout.flush()
        os.execve(command[0], command, _environment())  # noqa: S606
    return subprocess.run(command, env=_environment(), check=False).returncode  # noqa: S603


def work() -> int:
    """Run the worker until it is told to stop: jobs, and the outbox every minute."""
    from django_q.models import Schedule

    from touchstone.plumbing.tenancy import everywhere

    with everywhere():
        minutely = {"func": "touchstone.plumbing.events.deliver_waiting", "schedule_type": "I", "minutes": 1}
        Schedule.objects.update_or_create(name="outbox", defaults=minutely)
    call_command("qcluster", verbosity=0)
    return 0


def serve_with_worker(*, port: int, browser: bool) -> int:
    """Run one server and one worker as children; either's end, or Ctrl-C, ends both. 0 after Ctrl-C."""
    children = [
        subprocess.Popen(_server("127.0.0.1", port, 1), env=_environment()),  # noqa: S603
        subprocess.Popen([sys.executable, "-m", "touchstone.web.command", "worker"], env=_environment()),
    ]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        if browser and sys.stdout.isatty():
            webbrowser.open(f"http://127.0.0.1:{port}")
        while all(child.poll() is None for child in children):
            time.sleep(0.3)
        return next(child.returncode for child in children if child.poll() is not None) or 0
    except KeyboardInterrupt:
        return 0
    finally:
        for child in children:
            child.terminate()
        for child in children:
            try:
                child.wait(timeout=10)
            except subprocess.TimeoutExpired:
                child.kill()


def backup(file: Path) -> int:
    """Write database, files and anchors of the embedded centre into one .tar.gz; the database is copied while in use.

    Raises Refused when the database is not the embedded one: PostgreSQL has its own tools.
    """
    if connection.vendor != "sqlite":
        raise Refused("This backs up an embedded centre. For PostgreSQL use pg_dump, and copy the files folder.")
    data = Path(settings.TOUCHSTONE_DATA)
    if not (data / "touchstone.sqlite3").exists():
        raise Refused(f"There is no centre in {data}.")
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    copy = data / f"backup-{stamp}.sqlite3"
    try:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(copy)])
        with tarfile.open(file, "w:gz") as archive:
            archive.add(copy, "touchstone.sqlite3")
            for folder in ("files", "anchors", "secrets"):
                if (data / folder).exists():
                    archive.add(data / folder, folder)
    finally:
        copy.unlink(missing_ok=True)
    print(f"Wrote {file}, {file.stat().st_size:,} bytes. It holds the secrets too: keep it as safe as the centre.")
    return 0


def _server(host: str, port: int, workers: int) -> list[str]:
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port)]
    command += ["--workers", str(workers), "--blocking-threads", "4", "--backpressure", "64"]
    return [*command, "--log-level", "warning", "--no-ws", "touchstone.web.wsgi:application"]


def _environment() -> dict[str, str]:
    return {
        **os.environ,
        "TOUCHSTONE_DATA": str(settings.TOUCHSTONE_DATA),
        "TOUCHSTONE_WORKER": os.environ.get("TOUCHSTONE_WORKER", "1"),
    }
