"""The kinds of file that a portfolio takes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class FileKind:
    """A kind of file: its media type, the extensions it may carry, and what a person calls it."""

    name: str
    media_type: str
    extensions: tuple[str, ...]
    words: str

    @property
    def is_text(self) -> bool:
        """True where the program reads words out of it."""
        return self.name in {"docx", "pdf", "odt", "rtf", "txt"}


DOCX = FileKind(
    "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", ("docx",), "Word document"
)
PDF = FileKind("pdf", "application/pdf", ("pdf",), "PDF")
ODT = FileKind("odt", "application/vnd.oasis.opendocument.text", ("odt",), "OpenDocument text")
RTF = FileKind("rtf", "application/rtf", ("rtf",), "rich text file")
TXT = FileKind("txt", "text/plain", ("txt",), "plain text file")
PNG = FileKind("png", "image/png", ("png",), "PNG picture")
JPG = FileKind("jpg", "image/jpeg", ("jpg", "jpeg"), "JPEG picture")
MP3 = FileKind("mp3", "audio/mpeg", ("mp3",), "MP3 recording")
M4A = FileKind("m4a", "audio/mp4", ("m4a", "mp4"), "M4A recording")
MP4 = FileKind("mp4", "video/mp4", ("mp4",), "MP4 film")
WEBM = FileKind("webm", "video/webm", ("webm",), "WebM film")

KINDS = (DOCX, PDF, ODT, RTF, TXT, PNG, JPG, MP3, M4A, MP4, WEBM)
BY_MEDIA_TYPE = {kind.media_type: kind for kind in KINDS}
EXTENSIONS = frozenset(e for kind in KINDS for e in kind.extensions)
ACCEPT = ",".join(f".{e}" for e in sorted(EXTENSIONS))
LISTED = "Word (.docx), PDF, OpenDocument (.odt), .rtf, .txt, .png, .jpg, .mp3, .m4a, .mp4 or .webm"
