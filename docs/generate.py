"""Write the generated pages of docs/reference, or with --check say which of them are stale."""

from __future__ import annotations

import ast
import os
import sys
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from touchstone.kernel.register import numbers_in, register

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT / "docs" / "reference"
TO_BUILD = ROOT / "docs" / "reference" / "rules-to-build.txt"


@dataclass(frozen=True)
class Home:
    """A function or class that names rules in its docstring: where it is, and which tests name it."""

    module: str
    name: str
    numbers: tuple[str, ...]


def main(arguments: list[str]) -> int:
    """0 when every page is written, or with --check is as it would be written; 1 with the stale ones named."""
    if "--check" not in arguments:
        strike_what_has_a_home()
    pages = {
        "rulebook.md": rulebook(),
        "settings.md": settings_page(),
        "command.md": command_page(),
        "rooms.md": rooms(),
    }
    if "--check" not in arguments:
        REFERENCE.mkdir(parents=True, exist_ok=True)
        for name, text in pages.items():
            (REFERENCE / name).write_text(text, encoding="utf-8")
        return 0
    stale = [n for n, t in pages.items() if not (REFERENCE / n).exists() or (REFERENCE / n).read_text("utf-8") != t]
    if stale:
        print(f"Stale: {', '.join(stale)}. Run python3 run.py docs.")
    return 1 if stale else 0


def homes() -> list[Home]:
    """Every function and class of the rooms whose docstring has a Source with rule numbers."""
    found = []
    for file in sorted((ROOT / "touchstone").rglob("*.py")):
        if "tests" in file.parts or "migrations" in file.parts:
            continue
        module = ".".join(file.relative_to(ROOT).with_suffix("").parts)
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                doc = ast.get_docstring(node) or ""
                numbers = numbers_in(doc[doc.find("Source:") :]) if "Source:" in doc else []
                if numbers:
                    found.append(Home(module, node.name, tuple(numbers)))
    return found


def proofs() -> dict[str, list[str]]:
    """For each name used in a test module, the test functions that use it, as "path::test"."""
    found: dict[str, list[str]] = defaultdict(list)
    for file in sorted(ROOT.glob("t*/**/test_*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        where = str(file.relative_to(ROOT))
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                used = {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}
                used |= {n.attr for n in ast.walk(node) if isinstance(n, ast.Attribute)}
                for name in used:
                    found[name].append(f"{where}::{node.name}")
    return found


def still_to_build() -> set[str]:
    """The must-rules that have no home yet, as listed: a rule leaves the list when it gets one."""
    lines = TO_BUILD.read_text(encoding="utf-8").splitlines() if TO_BUILD.exists() else []
    return {line.split()[0] for line in lines if line.startswith("R")}


def strike_what_has_a_home() -> None:
    """Take the rules that have a home by now off the list of rules to build; nothing is ever added to it here."""
    kept = {number for home in homes() for number in home.numbers}
    lines = TO_BUILD.read_text(encoding="utf-8").splitlines() if TO_BUILD.exists() else []
    TO_BUILD.write_text("".join(f"{line}\n" for line in lines if line.split(" ")[0] not in kept), encoding="utf-8")


def rulebook() -> str:
    by_number: dict[str, list[Home]] = defaultdict(list)
    for home in homes():
        for number in home.numbers:
            by_number[number].append(home)
    tests, waiting = proofs(), still_to_build()
    built = sum(1 for number in register() if by_number[number])
    lines = [
        "# Rulebook",
        "",
        "Generated from the code by `python3 run.py docs`. Each rule of the source documents in plain words, where it",
        "is kept, and a test that proves it.",
        "",
        f"{built} of {len(register())} rules have a home in the code.",
    ]
    group = ""
    for rule in register().values():
        if rule.group != group:
            group = rule.group
            lines += ["", f"## {group}", ""]
        lines.append(f"- **{rule.id}** ({rule.modality}; {rule.section}) {rule.rule}")
        for home in by_number[rule.id]:
            proof = next(iter(tests.get(home.name, [])), "")
            lines.append(f"  - `{home.module}.{home.name}`" + (f", proved by `{proof}`" if proof else ""))
        if not by_number[rule.id]:
            lines.append("  - still to build" if rule.id in waiting else "  - no home")
    return "\n".join(lines) + "\n"


def settings_page() -> str:
    """Every TOUCHSTONE_… name that settings read, with the call that reads it."""
    source = (ROOT / "touchstone" / "web" / "settings.py").read_text(encoding="utf-8")
    from touchstone.web.settings_meaning import MEANING

    names = sorted(
        {w for w in source.replace('"', " ").replace("'", " ").split() if w.startswith("TOUCHSTONE_") and w.isupper()}
    )
    rows = [f"| `{name}` | {MEANING[name]} |" for name in names if name in MEANING]
    head = [
        "# Settings",
        "",
        "Read from the environment, and from nowhere else.",
        "",
        "| name | meaning |",
        "|---|---|",
    ]
    return "\n".join([*head, *rows]) + "\n"


def command_page() -> str:
    from touchstone.web.command import parser

    os.environ["COLUMNS"] = "110"
    return f"# The command `touchstone`\n\n```text\n{parser().format_help()}```\n"


def rooms() -> str:
    lines = ["# Rooms", "", "The first line of each room's README."]
    for readme in sorted((ROOT / "touchstone").glob("*/README.md")):
        text = readme.read_text(encoding="utf-8").splitlines()
        first = next((line for line in text[1:] if line.strip()), "")
        lines += ["", f"## {readme.parent.name}", "", first]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
