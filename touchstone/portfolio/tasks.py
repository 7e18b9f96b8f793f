"""Work of this room that runs after the answer."""

from __future__ import annotations

import tempfile
from uuid import UUID

from django.utils import timezone

from touchstone.access.actors import system
from touchstone.plumbing.storage import read
from touchstone.plumbing.tenancy import within
from touchstone.portfolio.actions.evidence import note_read, note_scan
from touchstone.portfolio.content import scanning
from touchstone.portfolio.content.kinds import BY_MEDIA_TYPE
from touchstone.portfolio.content.reading import read_facts
from touchstone.portfolio.models import Evidence

SPOOL_BYTES = 8_000_000


def read_file(centre: str, evidence: str) -> None:
    """Read the words, pages and length of a file that was too long to read while its learner waited."""
    with within(UUID(centre)):
        row = Evidence.objects.select_related("blob").filter(pk=evidence, read_at=None).first()
        if row is None or row.blob is None:
            return
        with tempfile.SpooledTemporaryFile(max_size=SPOOL_BYTES) as copy:
            for chunk in read(row.blob):
                copy.write(chunk)
            facts = read_facts(copy, BY_MEDIA_TYPE[row.media_type])
        note_read(by=system(UUID(centre)), evidence=row, facts=facts, at=timezone.now())


def scan_file(centre: str, evidence: str) -> None:
    """Ask the virus scanner about a held file. Where it gives no answer the file stays held, and the task fails."""
    with within(UUID(centre)):
        row = Evidence.objects.select_related("blob").filter(pk=evidence, state="quarantined").first()
        if row is None or row.blob is None:
            return
        found = scanning.scan(read(row.blob))
        note_scan(by=system(UUID(centre)), evidence=row, is_clean=not found, found=found, at=timezone.now())
