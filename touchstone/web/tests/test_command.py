"""What the command answers when something is wrong: one line, never a trace of the program."""

import json

import pytest

from touchstone.kernel.errors import Refused
from touchstone.web import command, health


def strong(settings):
    settings.TOUCHSTONE_PRODUCTION = True
    settings.SECRET_KEY, settings.TOUCHSTONE_FILE_SECRET = "k" * 50, "f" * 50
    settings.TOUCHSTONE_URL, settings.ALLOWED_HOSTS = "https://centre.example", ["centre.example"]
    settings.EMAIL_BACKEND, settings.DEBUG = "django.core.mail.backends.smtp.EmailBackend", False


def test_a_well_set_deployment_starts(settings):
    strong(settings)
    health.refuse_weak_settings()


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("SECRET_KEY", "", "TOUCHSTONE_SECRET_KEY"),
        ("TOUCHSTONE_FILE_SECRET", "short", "TOUCHSTONE_FILE_SECRET"),
        ("TOUCHSTONE_URL", "http://centre.example", "TOUCHSTONE_URL"),
        ("ALLOWED_HOSTS", ["*"], "TOUCHSTONE_HOSTS"),
        ("EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend", "TOUCHSTONE_EMAIL_BACKEND"),
    ],
)
def test_a_weak_setting_stops_a_production_start_and_is_named(settings, name, value, told):
    strong(settings)
    setattr(settings, name, value)
    with pytest.raises(Refused, match=told):
        health.refuse_weak_settings()


@pytest.mark.parametrize("line", ["{nope", '{"another": "shape"}', ""])
def test_a_copy_of_the_ledger_that_is_none_is_told_in_one_line(tmp_path, capsys, line):
    copy = tmp_path / "ledger.jsonl"
    copy.write_text(line + "\n", encoding="utf-8")
    assert command.main(["ledger", "verify", "--file", str(copy)]) == 1
    assert capsys.readouterr().err == "ledger.jsonl: line 1 is no entry of a ledger; the copy was changed.\n"


def test_a_file_that_is_not_there_is_told_in_one_line(tmp_path, capsys):
    assert command.main(["ledger", "verify", "--file", str(tmp_path / "none")]) == 1
    assert capsys.readouterr().err == f"{tmp_path / 'none'}: No such file or directory.\n"


def test_a_handbook_is_printed_as_json(tmp_path, capsys):
    file = tmp_path / "small.txt"
    file.write_text("Unit 1: Flying\nLevel: 2\nLO1 Fly\nAC1.1 Launch a kite\n", encoding="utf-8")
    assert command.main(["handbook", "read", str(file), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["units"][0]["title"] == "Flying"


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/nowhere/", "/static/ui/vendor/htmx.min.js"])
def test_every_answer_carries_the_content_policy(client, path):
    response = client.get(path)
    response.close()
    assert "script-src 'self'" in response.headers["Content-Security-Policy"]
