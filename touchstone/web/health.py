"""What is wrong with a deployment: weak settings stop a production start, `touchstone doctor` lists everything."""

from __future__ import annotations

import os
import shutil
import sqlite3
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from touchstone.kernel.errors import Refused

LEAST_SECRET_LENGTH = 40
LEAST_FREE_BYTES = 1_000_000_000


def weak_settings() -> list[str]:
    """The settings that are too weak for production, each with its name and what it wants; empty elsewhere."""
    if not settings.TOUCHSTONE_PRODUCTION:
        return []
    found = []
    key = _secret_key()
    for name, value in (("TOUCHSTONE_SECRET_KEY", key), ("TOUCHSTONE_FILE_SECRET", settings.TOUCHSTONE_FILE_SECRET)):
        if len(value) < LEAST_SECRET_LENGTH:
            found.append(f"{name}: needs at least {LEAST_SECRET_LENGTH} characters that nobody can guess.")
    if key and key == settings.TOUCHSTONE_FILE_SECRET:
        found.append("TOUCHSTONE_FILE_SECRET: is the same as TOUCHSTONE_SECRET_KEY; give each its own.")
    if not settings.TOUCHSTONE_URL.startswith("https://"):
        found.append("TOUCHSTONE_URL: needs the public https:// address, which certificates and links carry.")
    if "*" in settings.ALLOWED_HOSTS or "testserver" in settings.ALLOWED_HOSTS:
        found.append("TOUCHSTONE_HOSTS: name the hosts that this centre answers to.")
    if settings.EMAIL_BACKEND.endswith(("console.EmailBackend", "locmem.EmailBackend")):
        found.append("TOUCHSTONE_EMAIL_BACKEND: prints mail instead of sending it; invitations would not arrive.")
    if settings.DEBUG:
        found.append("DEBUG is on.")
    return found


def _secret_key() -> str:
    """The key that signs sessions; empty where none is set, which Django itself refuses to read."""
    try:
        return settings.SECRET_KEY
    except ImproperlyConfigured:
        return ""


def refuse_weak_settings() -> None:
    """Raises Refused with every weak setting of a production deployment, whatever is about to start."""
    weak = weak_settings()
    if weak:
        raise Refused(["Touchstone does not start in production with:", *(f"  {problem}" for problem in weak)])


def problems() -> list[str]:
    """Everything that stands in the way of running this deployment well, in words; empty when nothing does."""
    found = weak_settings()
    try:
        found += _database() + _durability()
    except DatabaseError as error:
        found.append(f"The database does not answer: {error}")
    return found + _folders() + _scanner()


def _database() -> list[str]:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{len(waiting)} migrations wait: run touchstone migrate."] if waiting else []


def _durability() -> list[str]:
    """The engine's settings are part of the promise that an acknowledged write is never lost."""
    wanted = {"fsync": "on", "synchronous_commit": "on"} if connection.vendor == "postgresql" else {}
    found = []
    with connection.cursor() as cursor:
        for name, value in wanted.items():
            cursor.execute(f"SHOW {name}")
            now = cursor.fetchone()[0]
            if now != value:
                found.append(f"PostgreSQL runs with {name} = {now}; a crash could lose acknowledged work.")
        if connection.vendor == "postgresql":
            cursor.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
            if cursor.fetchone()[0]:
                found.append("The database role passes over row policies: use one without SUPERUSER and BYPASSRLS.")
        else:
            cursor.execute("PRAGMA journal_mode")
            if cursor.fetchone()[0] != "wal":
                found.append("SQLite is not in WAL mode; readers and writers would wait for each other.")
            cursor.execute("PRAGMA synchronous")
            if cursor.fetchone()[0] < 2:
                found.append("SQLite does not run with synchronous=FULL; a power cut could lose acknowledged work.")
    if connection.vendor == "sqlite" and sqlite3.sqlite_version_info < (3, 37):
        found.append(f"SQLite {sqlite3.sqlite_version} is too old; 3.37 is needed.")
    return found


def _folders() -> list[str]:
    found = []
    for folder in (Path(settings.TOUCHSTONE_DATA), Path(settings.TOUCHSTONE_ANCHORS)):
        nearest = next(p for p in (folder, *folder.parents) if p.exists())
        if not os.access(nearest, os.W_OK):
            found.append(f"{folder} cannot be written.")
        elif shutil.disk_usage(nearest).free < LEAST_FREE_BYTES:
            found.append(f"Less than 1 GB is free under {folder}.")
    if settings.TOUCHSTONE_PRODUCTION and settings.TOUCHSTONE_ANCHORS.is_relative_to(settings.TOUCHSTONE_DATA):
        found.append("TOUCHSTONE_ANCHORS: lies inside the data folder; keep it on another disk or host.")
    return found


def _scanner() -> list[str]:
    if settings.TOUCHSTONE_PRODUCTION and not settings.TOUCHSTONE_CLAMD:
        return ['TOUCHSTONE_CLAMD: no virus scanner is set; evidence is marked "not scanned".']
    return []
