"""What is measured: each page and job as one person would ask for it, with its statements counted."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.signals import request_started
from django.db import connection
from django.test import Client
from django.urls import reverse

from bench.filling import Filled
from bench.words import word_file
from touchstone.access.actors import Role
from touchstone.admissions.models import Registration
from touchstone.assessment.models import Sheet
from touchstone.centres.models import Person, Seat
from touchstone.plumbing.tenancy import within

RUNS, WARM = 15, 3
AIMS_MS = {
    "home": 35,
    "portfolio, 30 pieces": 45,
    "hand in a 1 MB Word file": 150,
    "queue, 50 rows": 60,
    "open a criterion and save": 80,
}


@dataclass(frozen=True)
class Measured:
    """One row of the report: milliseconds are medians over the runs, `statements` the most of any request.

    `least_cpu_ms` is the cheapest run: on a machine that does other work too, the nearest to what the page costs.
    """

    name: str
    wall_ms: float
    cpu_ms: float
    least_cpu_ms: float
    statements: int
    aim_ms: float


def measure(filled: Filled) -> list[Measured]:
    """Every page and job on the filled centre, in this process."""
    jobs = _jobs(filled)
    return [_time(name, job) for name, job in jobs.items()]


def _jobs(filled: Filled) -> dict[str, Callable[[], Any]]:
    staff = filled.staff
    with within(filled.centre.pk):
        registration = Registration.objects.filter(person=filled.learners[0]).get()
        unit = registration.units.order_by("position")[1]
        open_sheet = Sheet.objects.filter(state="drafting").select_related("unit").order_by("id").first()
        ref = open_sheet.unit.criteria.order_by("position")[0].ref
    learner = _client(Person.objects.get(pk=filled.learners[0].pk), Role.LEARNER)
    clients = {
        name: _client(Person.objects.get(pk=getattr(staff, name).person), getattr(staff, name).role)
        for name in ("tutor", "assessor", "iqa", "eqa", "manager", "administrator")
    }
    jobs: dict[str, Callable[[], Any]] = {"home, learner": _get(learner, reverse("home"))}
    jobs |= {f"home, {name}": _get(client, reverse("home")) for name, client in clients.items()}
    jobs |= {
        "unit": _get(learner, reverse("unit", args=[unit.pk])),
        "portfolio, 30 pieces": _get(learner, reverse("portfolio")),
        "matrix": _get(learner, reverse("matrix")),
        "hand in a 1 MB Word file": _hand_in(learner),
        "queue, 50 rows": _get(clients["assessor"], reverse("queue")),
        "open a criterion and save": _open_and_save(clients["assessor"], filled, open_sheet, ref),
        "IQA list": _get(clients["iqa"], reverse("checks")),
        "EQA list": _get(clients["eqa"], reverse("eqa_room")),
        "registrations": _get(clients["administrator"], reverse("registrations")),
        "export of every registration": _get(clients["administrator"], reverse("registrations_csv")),
    }
    return jobs


def _client(person: Person, role: Role) -> Client:
    client = Client()
    client.force_login(person)
    session = client.session
    session["seat"] = str(Seat.objects.get(person=person, role=role).pk)
    session.save()
    return client


def _get(client: Client, address: str) -> Callable[[], Any]:
    def ask() -> None:
        response = client.get(address)
        if response.status_code != 200:
            raise RuntimeError(f"{address} answered {response.status_code}")
        if response.streaming:
            for _ in response.streaming_content:
                pass

    return ask


def _hand_in(client: Client) -> Callable[[], Any]:
    """Upload, then the page of the new piece; each run sends other bytes, so that nothing is found stored already."""
    files = [word_file(1_000_000, str(run)) for run in range(RUNS + WARM)]

    def send() -> None:
        body = files.pop()
        kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
        answer = client.post(
            reverse("evidence_add"),
            {"file": SimpleUploadedFile("diary.docx", body, kind)},
            HTTP_ACCEPT="application/json",
        )
        if answer.status_code not in (200, 201, 302):
            raise RuntimeError(f"hand-in answered {answer.status_code}: {answer.content[:300]!r}")
        _get(client, answer.json()["href"])()

    return send


def _open_and_save(client: Client, filled: Filled, sheet: Sheet, ref: str) -> Callable[[], Any]:
    """Open the criterion at the desk, then save its decision as the page does while one types."""
    address = reverse("decision_save", args=[sheet.pk, ref])
    with within(filled.centre.pk):
        version = sheet.decisions.get(criterion__ref=ref).version
    opened = _get(client, reverse("desk_criterion", args=[sheet.pk, ref]))

    def save() -> None:
        nonlocal version
        opened()
        told = {"outcome": "pass", "feedback": f"Seen at {time.perf_counter_ns()}.", "version": version}
        answer = client.post(address, told, HTTP_ACCEPT="application/json", HTTP_X_AUTOSAVE="1")
        if answer.status_code != 200:
            raise RuntimeError(f"a decision answered {answer.status_code}: {answer.content[:300]!r}")
        version = answer.json()["version"]

    return save


def _time(name: str, job: Callable[[], Any]) -> Measured:
    for _ in range(WARM):
        job()
    walls, cpus, counter = [], [], _Counter()
    request_started.connect(counter.begin)
    gc.collect()
    try:
        for _ in range(RUNS):
            wall, cpu = time.perf_counter(), time.process_time()
            with connection.execute_wrapper(counter):
                job()
            walls.append((time.perf_counter() - wall) * 1000)
            cpus.append((time.process_time() - cpu) * 1000)
    finally:
        request_started.disconnect(counter.begin)
    aim = AIMS_MS.get(name) or AIMS_MS.get(name.partition(",")[0], 0)
    return Measured(name, statistics.median(walls), statistics.median(cpus), min(cpus), counter.most, aim)


class _Counter:
    """Counts the statements of each request, savepoints and the like left out, and keeps the most."""

    def __init__(self) -> None:
        self.count = self.most = 0

    def begin(self, **_: Any) -> None:
        self.count = 0

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if not sql.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
            self.count += 1
            self.most = max(self.most, self.count)
        return execute(sql, params, many, context)
