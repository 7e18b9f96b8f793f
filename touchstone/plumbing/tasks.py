"""Work that runs after the answer: one door to the job queue."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import transaction


def later(task: str, *arguments: Any) -> None:
    """Run the function named by the dotted path `task` once this transaction has committed, on a worker.

    Arguments are ids and plain values. A task may run twice and must then change nothing more. Where no worker is
    configured (tests, one-off commands) it runs at once.
    """

    def send() -> None:
        if settings.TOUCHSTONE_WORKER:
            from django_q.tasks import async_task

            async_task(task, *arguments)
            return
        from django.utils.module_loading import import_string

        import_string(task)(*arguments)

    transaction.on_commit(send, robust=True)
