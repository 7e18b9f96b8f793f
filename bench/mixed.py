"""Six people at once, over real connections that stay open."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import threading
import time

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.cached_db import SessionStore

from bench.filling import Filled
from touchstone.access.actors import Role
from touchstone.centres.models import Person, Seat

SECONDS = 10
PATHS = {
    Role.LEARNER: ["/", "/portfolio/", "/units/", "/results/"],
    Role.ASSESSOR: ["/", "/queue/"],
    Role.IQA: ["/", "/checks/"],
    Role.EQA: ["/", "/eqa/"],
    Role.MANAGER: ["/", "/registrations/"],
    Role.ADMINISTRATOR: ["/", "/claims/"],
}


def load(filled: Filled) -> str:
    """One line: requests a second over ten seconds with one server process, and its resident memory."""
    people = [
        (Person.objects.get(pk=filled.learners[0].pk), Role.LEARNER),
        *(
            (Person.objects.get(pk=actor.person), actor.role)
            for actor in (
                filled.staff.assessor,
                filled.staff.iqa,
                filled.staff.eqa,
                filled.staff.manager,
                filled.staff.administrator,
            )
        ),
    ]
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "touchstone.web.command", "serve", "--port", str(port), "--workers", "2"]
    server = subprocess.Popen(command, env=os.environ.copy(), stderr=subprocess.DEVNULL)
    try:
        _wait(port)
        return _drive(port, [(_cookie(person, role), PATHS[role]) for person, role in people], server.pid)
    finally:
        server.terminate()
        server.wait(timeout=20)


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
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
            connection.request("GET", "/health/")
            connection.getresponse().read()
            return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("the server did not answer")


def _drive(port: int, visitors: list[tuple[str, list[str]]], pid: int) -> str:
    counts, wrong, stop = [0] * len(visitors), [0], time.monotonic() + SECONDS

    def visit(which: int, cookie: str, paths: list[str]) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        while time.monotonic() < stop:
            connection.request("GET", paths[counts[which] % len(paths)], headers={"Cookie": cookie})
            answer = connection.getresponse()
            answer.read()
            counts[which] += 1
            wrong[0] += answer.status != 200

    threads = [threading.Thread(target=visit, args=(n, *visitor)) for n, visitor in enumerate(visitors)]
    began = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.monotonic() - began
    return (
        f"six at once: {sum(counts) / took:.0f} requests a second ({wrong[0]} not 200), server {_memory_mb(pid):.0f} MB"
    )


def _memory_mb(pid: int) -> float:
    """Resident memory of a process and its children, in MB; 0 where /proc is not there."""
    total = 0
    try:
        pids = [pid]
        for task in os.listdir(f"/proc/{pid}/task"):
            with open(f"/proc/{pid}/task/{task}/children", encoding="utf-8") as file:
                pids += [int(child) for child in file.read().split()]
        for each in pids:
            with open(f"/proc/{each}/statm", encoding="utf-8") as file:
                total += int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0
    return total / 1_048_576
