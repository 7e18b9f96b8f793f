"""The file store: content-addressed, sealed with one key per file, readable from any byte."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import IntegrityError, transaction

from touchstone.kernel.errors import Refused
from touchstone.plumbing.models import Blob

CHUNK_BYTES = 256 * 1024
TAG_BYTES = 16


def keep(content: bytes | Iterable[bytes], *, centre: UUID, at: datetime, limit_bytes: int | None = None) -> Blob:
    """The blob that holds `content`, stored now unless this centre has it already.

    The order is temporary file, fsync, rename, folder fsync, row, so that a crash leaves at most an orphan file.
    Raises Refused when the content is longer than `limit_bytes`, or empty.
    """
    chunks = [content] if isinstance(content, bytes) else content
    folder = _folder(centre)
    folder.mkdir(parents=True, exist_ok=True)
    key = AESGCM.generate_key(bit_length=256)
    handle, name = tempfile.mkstemp(dir=folder, prefix="incoming-")
    try:
        with os.fdopen(handle, "wb") as sink:
            sha256, size_bytes = _seal(chunks, key, sink, limit_bytes)
            sink.flush()
            os.fsync(sink.fileno())
        known = Blob.objects.filter(centre_id=centre, sha256=sha256).first()
        if known and known.sealed_key and _path(known).exists():
            return known
        return _settle(Path(name), known, centre=centre, sha256=sha256, size_bytes=size_bytes, key=key, at=at)
    finally:
        Path(name).unlink(missing_ok=True)


def read(blob: Blob, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
    """The bytes of `blob` from `start` to `stop` (exclusive; None is the end), in chunks.

    Raises Refused when its key was destroyed, and cryptography's InvalidTag when the stored bytes were changed.
    """
    key = _open_key(blob)
    stop = blob.size_bytes if stop is None else min(stop, blob.size_bytes)
    with _path(blob).open("rb") as source:
        for index in range(start // CHUNK_BYTES, -(-stop // CHUNK_BYTES)):
            source.seek(index * (CHUNK_BYTES + TAG_BYTES))
            sealed = source.read(CHUNK_BYTES + TAG_BYTES)
            plain = AESGCM(key).decrypt(_nonce(index), sealed, blob.sha256.encode())
            low = max(start - index * CHUNK_BYTES, 0)
            yield plain[low : stop - index * CHUNK_BYTES]


def read_all(blob: Blob) -> bytes:
    """The whole content of `blob`; use `read` for what may be large."""
    return b"".join(read(blob))


def shred(blob: Blob) -> None:
    """Destroy the key of `blob`: its content is gone from the store and from every copy of it."""
    Blob.objects.filter(pk=blob.pk).update(sealed_key=None)
    _path(blob).unlink(missing_ok=True)


def _seal(chunks: Iterable[bytes], key: bytes, sink, limit_bytes: int | None) -> tuple[str, int]:
    """Write the sealed chunks twice over: once to learn the hash, which then binds every chunk."""
    with tempfile.SpooledTemporaryFile(max_size=8 * 1024 * 1024) as plain:
        digest, size = hashlib.sha256(), 0
        for chunk in chunks:
            size += len(chunk)
            if limit_bytes is not None and size > limit_bytes:
                raise Refused(
                    f"The file is larger than {limit_bytes // 1_000_000} MB, which is the limit here.", field="file"
                )
            digest.update(chunk)
            plain.write(chunk)
        if not size:
            raise Refused("The file is empty.", field="file")
        plain.seek(0)
        index = 0
        while chunk := plain.read(CHUNK_BYTES):
            sink.write(AESGCM(key).encrypt(_nonce(index), chunk, digest.hexdigest().encode()))
            index += 1
    return digest.hexdigest(), size


def _settle(
    incoming: Path, known: Blob | None, *, centre: UUID, sha256: str, size_bytes: int, key: bytes, at: datetime
) -> Blob:
    """Give the file its name, then the database its row; where another request came first, its row and file stand."""
    wrapped = _wrap_key(key, centre, sha256)
    try:
        with transaction.atomic():
            if known is None:
                known = Blob.objects.create(
                    centre_id=centre, sha256=sha256, size_bytes=size_bytes, sealed_key=wrapped, stored_at=at
                )
            else:
                known.sealed_key = wrapped
                known.save(update_fields=["sealed_key"])
            target = _path(known)
            target.parent.mkdir(parents=True, exist_ok=True)
            os.replace(incoming, target)
            _sync_folder(target.parent)
    except IntegrityError:
        return Blob.objects.get(centre_id=centre, sha256=sha256)
    return known


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _folder(centre: UUID) -> Path:
    return Path(settings.TOUCHSTONE_DATA) / "files" / centre.hex


def _path(blob: Blob) -> Path:
    return _folder(blob.centre_id) / blob.sha256[:2] / blob.sha256


def _nonce(index: int) -> bytes:
    """Each key seals one file, so the number of the chunk is enough to make a nonce unique."""
    return index.to_bytes(12, "big")


def _wrapping_key(centre: UUID) -> bytes:
    seed = settings.TOUCHSTONE_FILE_SECRET.encode()
    return HKDF(algorithm=SHA256(), length=32, salt=centre.bytes, info=b"touchstone file keys").derive(seed)


def _wrap_key(key: bytes, centre: UUID, sha256: str) -> bytes:
    nonce = os.urandom(12)
    return nonce + AESGCM(_wrapping_key(centre)).encrypt(nonce, key, sha256.encode())


def _open_key(blob: Blob) -> bytes:
    if not blob.sealed_key:
        raise Refused("This file was erased. Its record stays, its content is gone.")
    sealed = bytes(blob.sealed_key)
    return AESGCM(_wrapping_key(blob.centre_id)).decrypt(sealed[:12], sealed[12:], blob.sha256.encode())
