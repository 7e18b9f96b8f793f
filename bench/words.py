"""Word files of a given size."""

from __future__ import annotations

import io
import os
import zipfile

from docx import Document


def word_file(size_bytes: int, mark: str = "") -> bytes:
    """A Word file of about `size_bytes`: 3,000 words, and a picture's worth of bytes that cannot be packed."""
    document = Document()
    for _ in range(150):
        document.add_paragraph(f"{mark} I asked an open question, waited, and said back what I had heard. " * 2)
    kept = io.BytesIO()
    document.save(kept)
    with zipfile.ZipFile(kept, "a") as parts:
        parts.writestr("word/media/image1.png", os.urandom(max(size_bytes - len(kept.getvalue()), 1)))
    return kept.getvalue()
