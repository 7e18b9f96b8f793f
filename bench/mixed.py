"""Six people at once, over real connections that stay open."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.cached_db import SessionStore

from bench.filling import Filled
from touchstone.access.actors import Role
from touchstone.centres.models import Person, Seat

WARM_SECONDS, SECONDS = 8, 15
WORKERS = 2
PATHS = {
    Role.LEARNER: ["/", "/portfolio/", "/units/", "/results/"],
    Role.ASSESSOR: ["/", "/queue/"],
    Role.IQA: ["/", "/checks/"],
    Role.EQA: ["/", "/eqa/"],
    Role.MANAGER: ["/", "/registrations/"],
    Role.ADMINISTRATOR: ["/", "/claims/"],
}


@dataclass(frozen=True)
class Load:
    """What six people at once got from the server, and what it took: memory is proportional (shared pages once)."""

    a_second: float
    median_ms: float
    slowest_of_twenty_ms: float
    cpu_ms_a_request: float
    wrong: int
    server_mb: float
    worker_mb: float

    def words(self) -> str:
        """One line for the report."""
        return (
            f"six at once: {self.a_second:.0f} requests a second, median {self.median_ms:.0f} ms, "
            f"19 of 20 within {self.slowest_of_twenty_ms:.0f} ms, {self.cpu_ms_a_request:.1f} ms CPU each, "
            f"{self.wrong} not 200; memory: server {self.server_mb:.0f} MB + worker {self.worker_mb:.0f} MB"
        )


def load(filled: Filled) -> Load:
    """Fifteen seconds of six people at once, after eight to warm up, with the server and the worker running."""
    staff = filled.staff
    people = [(Person.objects.get(pk=filled.learners[0].pk), Role.LEARNER)]
    people += [
        (Person.objects.get(pk=actor.person), actor.role)
        for actor in (staff.assessor, staff.iqa, staff.eqa, staff.manager, staff.administrator)
    ]
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    visitors = [(_cookie(person, role), PATHS[role]) for person, role in people]
    with _started("serve", "--port", str(port), "--workers", str(WORKERS)) as server, _started("worker") as worker:
        _wait(port)
        _drive(port, visitors, WARM_SECONDS)
        cpu = _cpu_seconds(server)
        took, waits, wrong = _drive(port, visitors, SECONDS)
        cpu = _cpu_seconds(server) - cpu
        waits.sort()
        return Load(
            a_second=len(waits) / took,
            median_ms=statistics.median(waits) * 1000,
            slowest_of_twenty_ms=waits[int(len(waits) * 0.95)] * 1000,
            cpu_ms_a_request=cpu / len(waits) * 1000,
            wrong=wrong,
            server_mb=_memory_mb(server),
            worker_mb=_memory_mb(worker),
        )


@contextmanager
def _started(*words: str) -> Iterator[int]:
    """A `touchstone` command with a process group of its own, ended with all its children afterwards."""
    process = subprocess.Popen(
        [sys.executable, "-m", "touchstone.web.command", *words],
        env=os.environ.copy(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield process.pid
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=15)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(timeout=5)


def _cookie(person: Person, role: Role) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session["seat"] = str(Seat.objects.get(person=person, role=role).pk)
    session.create()
    return f"sessionid={session.session_key}"


def _wait(port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/health/")
            connection.getresponse().read()
            return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("the server did not answer")


def _drive(port: int, visitors: list[tuple[str, list[str]]], seconds: float) -> tuple[float, list[float], int]:
    """Everybody asks for their pages in turn for `seconds`: seconds taken, each wait, and how many were not 200."""
    waits, wrong, stop = [], [0], time.monotonic() + seconds

    def visit(cookie: str, paths: list[str]) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        turn = 0
        while time.monotonic() < stop:
            began = time.perf_counter()
            connection.request("GET", paths[turn % len(paths)], headers={"Cookie": cookie})
            answer = connection.getresponse()
            answer.read()
            waits.append(time.perf_counter() - began)
            wrong[0] += answer.status != 200
            turn += 1
        connection.close()

    threads = [threading.Thread(target=visit, args=visitor) for visitor in visitors]
    began = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.monotonic() - began, waits, wrong[0]


def _family(pid: int) -> list[int]:
    """A process and all that it started; only itself where /proc is not there."""
    found = [pid]
    for each in found:
        try:
            for task in os.listdir(f"/proc/{each}/task"):
                with open(f"/proc/{each}/task/{task}/children", encoding="utf-8") as file:
                    found += [int(child) for child in file.read().split()]
        except OSError:
            continue
    return found


def _cpu_seconds(pid: int) -> float:
    """Seconds of CPU that a process and its children used so far; 0 where /proc is not there."""
    ticks = 0
    for each in _family(pid):
        try:
            with open(f"/proc/{each}/stat", encoding="utf-8") as file:
                fields = file.read().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
        except OSError:
            continue
    return ticks / os.sysconf("SC_CLK_TCK")


def _memory_mb(pid: int) -> float:
    """Proportional memory of a process and its children, in MB; 0 where /proc is not there."""
    total_kb = 0
    for each in _family(pid):
        try:
            with open(f"/proc/{each}/smaps_rollup", encoding="utf-8") as file:
                total_kb += sum(int(line.split()[1]) for line in file if line.startswith("Pss:"))
        except OSError:
            continue
    return total_kb / 1024
