"""`touchstone credential`: shows a signed credential, and verifies one that lies in a file."""

from __future__ import annotations

import json
from argparse import Namespace

import pytest

from touchstone.awards.tests.make import EARLIER, make_certificate
from touchstone.plumbing.tenancy import within
from touchstone.web.command_tasks import run


@pytest.fixture
def issued(cast):
    with within(cast.centre.pk):
        return make_certificate(cast, at=EARLIER)


def show(number=None, jwt=False) -> int:
    return run(Namespace(command="credential", verb="show", number=number, latest=number is None, jwt=jwt), [])


def verify(file) -> int:
    return run(Namespace(command="credential", verb="verify", file=str(file)), [])


@pytest.mark.parametrize("by_number", [True, False])
def test_a_credential_is_shown_by_its_number_or_as_the_latest(issued, capsys, by_number):
    assert show(issued.number if by_number else None) == 0
    assert json.loads(capsys.readouterr().out) == issued.credential


def test_its_token_is_shown_on_one_line(issued, capsys):
    assert show(jwt=True) == 0
    assert capsys.readouterr().out == issued.credential_jwt + "\n"


def test_an_unknown_number_is_one_line_and_a_failure(db, capsys):
    assert show("TS-1") == 1
    assert capsys.readouterr().err == "There is no certificate TS-1.\n"


def test_a_genuine_credential_passes_every_check(issued, capsys, tmp_path):
    file = tmp_path / "credential.json"
    file.write_text(json.dumps(issued.credential))
    assert verify(file) == 0
    said = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in said] == ["yes"] * 5 + ["Genuine"]


def test_a_changed_credential_fails_and_says_where(issued, capsys, tmp_path):
    file = tmp_path / "credential.json"
    file.write_text(json.dumps(issued.credential).replace("Asha Rao", "Mallory Grey"))
    assert verify(file) == 1
    said = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in said] == ["yes", "yes", "NO", "?", "?", "Not"]


def test_a_file_that_is_not_there_is_one_line_and_a_failure(db, capsys, tmp_path):
    assert verify(tmp_path / "none.json") == 1
    assert "cannot be read" in capsys.readouterr().err
