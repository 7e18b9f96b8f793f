"""One spelling for a set of facts, so that its hash means something."""

from __future__ import annotations

import hashlib
import json
from typing import Any


def canonical(facts: Any) -> bytes:
    """`facts` as UTF-8 JSON: sorted keys, no spaces, no NaN. Raises TypeError for what JSON cannot hold."""
    text = json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return text.encode("utf-8")


def fingerprint(facts: Any) -> str:
    """The SHA-256 of the canonical form, as 64 hexadecimal digits."""
    return hashlib.sha256(canonical(facts)).hexdigest()
