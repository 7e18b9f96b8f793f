#!/usr/bin/env python3
"""One door for every task: `python3 run.py demo`, `test`, `check`, `setup`, `fix`, `docs`, `bench`.

Needs Python alone. It makes `.venv`, installs what the lock files in `requirements/` name, and hands over to the
task. Nothing is installed again while the lock files stay as they are.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
LOCKS = ROOT / "requirements"
OLDEST = (3, 11)
if sys.version_info < OLDEST:  # before anything that an old Python cannot read
    sys.exit("Touchstone needs Python 3.11 or newer, and this is " + sys.version.split()[0] + ".")
TASKS = {
    "demo": "load the demo centre and start it on http://127.0.0.1:8000",
    "test": "run the whole suite on SQLite (arguments go to pytest)",
    "check": "lint, types, import contracts, templates, migrations, generated docs, tests",
    "setup": "prepare .venv and stop",
    "fix": "format and mend what can be mended by machine",
    "docs": "write the generated pages of docs/reference",
    "bench": "measure pages and jobs; prints medians and statement counts",
}


def main(arguments: list[str]) -> int:
    """The exit code of the task named by the first argument; 2 when there is no such task."""
    if not arguments or arguments[0] not in TASKS:
        print("python3 run.py TASK\n")
        print("\n".join(f"  {name:<6} {purpose}" for name, purpose in TASKS.items()))
        return 0 if arguments and arguments[0] in {"-h", "--help", "help"} else 2
    task, rest = arguments[0], arguments[1:]
    try:
        prepare("runtime" if task == "demo" else "dev")
    except subprocess.CalledProcessError as error:
        print(f"Setting up .venv stopped at: {' '.join(map(str, error.cmd))}", file=sys.stderr)
        return error.returncode
    if task == "setup":
        return 0
    if task == "demo":
        return run(binary("touchstone"), "demo", *rest)
    if task == "test" and not browser_ready():
        return 1
    return run(binary("poe"), "--quiet", task, *rest)


def prepare(wanted: str) -> None:
    """Bring `.venv` to what the locks name: the runtime set, or with `dev` the tools beside it.

    Raises CalledProcessError when an installer fails, after it has said why.
    """
    sets = ["runtime"] if wanted == "runtime" else ["runtime", "dev"]
    if not binary("python").exists():
        if subprocess.run([sys.executable, "-c", "import ensurepip"], capture_output=True, check=False).returncode:
            raise SystemExit("This Python has no ensurepip. On Debian: apt-get install python3-venv")
        subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=True)
    if stamp_of(["runtime", "dev"]) == read_stamp() or stamp_of(sets) == read_stamp():
        return
    print("Preparing .venv (once, until the lock files change) …", flush=True)
    files = [str(LOCKS / f"{name}.txt") for name in sets]
    if have_uv():
        command = [
            str(binary("uv")),
            "pip",
            "install",
            "--quiet",
            "--python",
            str(binary("python")),
            "--require-hashes",
        ]
    else:
        command = [
            str(binary("python")),
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--require-hashes",
        ]
    for name in files:
        command += ["-r", name]
    subprocess.run(command, check=True)
    add_command()
    (VENV / ".locked").write_text(stamp_of(sets), encoding="utf-8")


def have_uv() -> bool:
    """True when the pinned uv is in `.venv`; it is installed on the first call, and pip serves where it cannot be."""
    if binary("uv").exists():
        return True
    python = [str(binary("python")), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    done = subprocess.run(
        [*python, "--require-hashes", "-r", str(LOCKS / "bootstrap.txt")], capture_output=True, check=False
    )
    return done.returncode == 0


def add_command() -> None:
    """Put the checkout on the path of `.venv`, and the command `touchstone` into its bin folder."""
    code = "import sysconfig; print(sysconfig.get_path('purelib'))"
    site = subprocess.run(
        [str(binary("python")), "-c", code], check=True, capture_output=True, text=True
    ).stdout.strip()
    (Path(site) / "touchstone-checkout.pth").write_text(f"{ROOT}\n", encoding="utf-8")
    if os.name == "nt":
        start = f'@"{binary("python")}" -m touchstone.web.command %*\r\n'
        (VENV / "Scripts" / "touchstone.cmd").write_text(start, encoding="utf-8")
        return
    script = VENV / "bin" / "touchstone"
    script.write_text(
        f"#!{binary('python')}\nimport sys\nfrom touchstone.web.command import main\nsys.exit(main())\n",
        encoding="utf-8",
    )
    script.chmod(0o755)


def browser_ready() -> bool:
    """True when the journey tests have a Chromium; installs Debian's where it is missing and the user is root."""
    if os.environ.get("TOUCHSTONE_CHROMIUM") or any(
        map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))
    ):
        return True
    if not (shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0):
        print(
            "The journey tests need Chromium: install it (Debian: apt-get install chromium) or set TOUCHSTONE_CHROMIUM."
        )
        return False
    print("Installing Debian's Chromium for the journey tests …", flush=True)
    quiet = {"env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}, "stdout": subprocess.DEVNULL}
    subprocess.run(["apt-get", "update", "-qq"], check=False, **quiet)
    done = subprocess.run(
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"], check=False, **quiet
    )
    return done.returncode == 0


def binary(name: str) -> Path:
    if os.name == "nt":
        return VENV / "Scripts" / (f"{name}.cmd" if name == "touchstone" else f"{name}.exe")
    return VENV / "bin" / name


def stamp_of(sets: list[str]) -> str:
    """A hash over the named lock files and the path of this checkout: a moved checkout is set up again."""
    digest = hashlib.sha256(str(ROOT).encode())
    for name in sets:
        digest.update((LOCKS / f"{name}.txt").read_bytes())
    return digest.hexdigest()


def read_stamp() -> str:
    file = VENV / ".locked"
    return file.read_text(encoding="utf-8") if file.exists() else ""


def run(command: Path, *arguments: str) -> int:
    try:
        return subprocess.run([str(command), *arguments], cwd=ROOT, check=False).returncode
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
