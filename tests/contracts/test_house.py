"""The contracts of the house, kept by machine."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

import touchstone
from docs import generate
from touchstone.kernel.register import numbers_in, register

ROOT = Path(touchstone.__file__).resolve().parent.parent
PACKAGE = ROOT / "touchstone"
MODULES = [
    name
    for _, name, _ in pkgutil.walk_packages([str(PACKAGE)], "touchstone.")
    if ".tests" not in name and ".migrations" not in name and not name.endswith(("asgi", "wsgi"))
]


def sources(*parts: str) -> list[Path]:
    """Python files of the package that are not tests or migrations, whose path has one of `parts`; all without any."""
    files = [f for f in PACKAGE.rglob("*.py") if not {"tests", "migrations"} & set(f.parts)]
    return [f for f in files if not parts or any(part in f.relative_to(PACKAGE).parts for part in parts)]


def test_imports_only_go_down():
    done = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:]


def public_rules() -> list[tuple[str, ast.FunctionDef]]:
    found = []
    for file in sources():
        parts = file.relative_to(PACKAGE).parts
        if "rules.py" in parts or "rules" in parts:
            tree = ast.parse(file.read_text(encoding="utf-8"))
            found += [(str(file.relative_to(ROOT)), n) for n in tree.body if isinstance(n, ast.FunctionDef)]
    return [(where, node) for where, node in found if not node.name.startswith("_")]


def test_every_rule_says_its_source():
    silent = [
        f"{where}:{node.name}" for where, node in public_rules() if "Source:" not in (ast.get_docstring(node) or "")
    ]
    assert not silent


def test_every_source_names_a_rule_that_exists_or_a_decision_that_is_written_down():
    decisions = {path.name[:4] for path in (ROOT / "docs" / "adr").glob("*.md")}
    wrong = []
    for where, node in public_rules():
        source = (ast.get_docstring(node) or "").partition("Source:")[2]
        adrs = re.findall(r"ADR (\d{4})", source)
        wrong += [f"{where}:{node.name}: {n}" for n in numbers_in(source) if n not in register()]
        wrong += [f"{where}:{node.name}: ADR {n}" for n in adrs if n not in decisions]
        if not numbers_in(source) and not adrs:
            wrong.append(f"{where}:{node.name}: no source")
    assert not wrong


def test_every_must_rule_has_a_home_or_is_on_the_list_of_rules_to_build():
    kept = {number for home in generate.homes() for number in home.numbers}
    waiting = generate.still_to_build()
    must = {rule.id for rule in register().values() if rule.is_must}
    assert must - kept - waiting == set(), "must-rules with no home that are on no list"
    assert waiting & kept == set(), "rules on the list that have a home by now"


def test_every_rule_is_used_by_a_test():
    proofs = generate.proofs()
    assert [f"{where}:{node.name}" for where, node in public_rules() if not proofs.get(node.name)] == []


def actions() -> list[tuple[str, object]]:
    found = []
    for name in MODULES:
        if ".actions" in name:
            module = importlib.import_module(name)
            for label, member in inspect.getmembers(module, inspect.isfunction):
                if getattr(member, "is_action", False) and member.__module__ == name:
                    found.append((label, member))
    return found


def test_every_action_is_named_in_a_test():
    proofs = generate.proofs()
    assert [f"{f.__module__}.{label}" for label, f in actions() if not proofs.get(label)] == []


def test_every_action_says_what_it_does():
    assert [label for label, function in actions() if not inspect.getdoc(function)] == []


def test_every_permission_is_asked_for():
    text = "\n".join(f.read_text(encoding="utf-8") for f in sources() if f.name != "permissions.py")
    unused = []
    for name in MODULES:
        if name.endswith(".permissions"):
            permission = importlib.import_module(name).Permission
            unused += [f"{name}.{p.name}" for p in permission if f"Permission.{p.name}" not in text]
    assert unused == []


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def promised_triggers() -> set[str]:
    """The triggers that the migrations of the rooms say they make, on the engine of this run."""
    from touchstone.plumbing import schema

    names = set()
    for name in pkgutil.walk_packages([str(PACKAGE)], "touchstone."):
        if ".migrations." in name.name:
            migration = getattr(importlib.import_module(name.name), "Migration", None)
            for operation in getattr(migration, "operations", []):
                if isinstance(operation, schema._BothEngines):
                    for statement in operation.statements[connection.vendor][0]:
                        names |= set(re.findall(r"CREATE TRIGGER (\w+)", statement))
    return names


@pytest.mark.django_db
def test_the_database_keeps_every_promise_that_the_migrations_made():
    query = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(query)
        kept = {row[0] for row in cursor.fetchall()}
    promised = promised_triggers()
    assert len(promised) > 20
    assert promised - kept == set()


def test_the_generated_pages_are_as_the_code_says():
    assert generate.main(["--check"]) == 0


SUSPECT = re.compile(r"--(extra-)?index-url|\"resolved\": *\"https?:|/wor" + r"k/|/roo" + r"t/|files\.pythonhosted")


def test_no_tracked_file_names_an_index_or_a_path_of_one_machine():
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.fail("the suite needs git to list the files")
    wrong = []
    for name in listed.stdout.splitlines():
        file = ROOT / name
        if file.suffix in {".png", ".woff2", ".ttf", ".docx", ".otf"} or not file.is_file():
            continue
        if SUSPECT.search(file.read_text(encoding="utf-8", errors="ignore")):
            wrong.append(name)
    assert wrong == []
