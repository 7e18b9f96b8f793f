"""Everything that a change must pass. All of it runs; then the failures are counted."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

BIN = Path(sys.executable).parent
CHECKS: list[tuple[str, list[str]]] = [
    ("lint", ["ruff", "check", "."]),
    ("format", ["ruff", "format", "--check", "."]),
    ("types", ["mypy", "touchstone"]),
    ("import contracts", ["lint-imports"]),
    ("templates", ["djlint", "touchstone", "--lint", "--quiet"]),
    ("unused code", ["vulture"]),
    ("declared dependencies", ["deptry", "."]),
    ("migrations", ["python", "-m", "django", "makemigrations", "--check", "--dry-run"]),
    ("deployment settings", ["python", "-m", "django", "check"]),
    ("generated docs", ["python", "-m", "docs.generate", "--check"]),
]
TESTS = ("tests", ["pytest"])


def main(arguments: list[str]) -> int:
    """0 when every check passed; else 1, with the names of those that did not."""
    checks = CHECKS if "--without-tests" in arguments else [*CHECKS, TESTS]
    failed = []
    with tempfile.TemporaryDirectory(prefix="touchstone-check-") as data:
        env = {**os.environ, "DJANGO_SETTINGS_MODULE": "touchstone.web.settings", "TOUCHSTONE_DATA": data}
        for name, command in checks:
            began = time.monotonic()
            done = subprocess.run(
                [str(BIN / command[0]), *command[1:]], env=env, capture_output=True, text=True, check=False
            )
            took = time.monotonic() - began
            print(f"{'ok  ' if done.returncode == 0 else 'FAIL'} {name} ({took:.0f} s)", flush=True)
            if done.returncode:
                failed.append(name)
                print(done.stdout[-6000:], done.stderr[-3000:], sep="\n", flush=True)
    print(f"{len(checks)} checks, {len(failed)} not passed{': ' + ', '.join(failed) if failed else ''}.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
