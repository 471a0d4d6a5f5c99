"""Every setting's good and bad values, and what a process says that cannot start."""

import stat
import subprocess
import sys
from pathlib import Path

import pytest

from app import config
from app.config import ConfigError, SignUp, Smtp
from tests import processes
from tests.processes import ROOT

KEY = "k" * 32
TWILIO = {"TWILIO_ACCOUNT_SID": "AC1", "TWILIO_AUTH_TOKEN": "t", "TWILIO_FROM": "+14155550100"}


def load(folder: Path, **environment: str) -> config.Settings:
    return config.load({"DATA_DIR": str(folder), "SECRET_KEY": KEY, **environment})


def test_empty_environment_is_enough(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    settings = config.load({})
    assert (settings.host, settings.port, settings.public_url) == ("127.0.0.1", 8000, "http://127.0.0.1:8000")
    assert settings.data_dir == tmp_path / "data"
    assert settings.database_url == f"sqlite:///{tmp_path}/data/bonny.sqlite3"
    assert settings.mail_from == "Bonny <bonny@localhost>"
    assert (settings.smtp, settings.twilio, settings.operator_email) == (None, None, None)
    assert (settings.sms_countries, settings.sms_codes_per_day, settings.proxies) == (frozenset(), 100, 0)
    assert settings.sms_per_day == 1000
    assert settings.sign_up is SignUp.OPEN
    assert settings.join_by_text
    assert settings.has_letterbox
    assert settings.is_own_machine
    assert not settings.is_secure


def test_empty_settings_are_unset_ones(tmp_path):
    settings = load(tmp_path, **dict.fromkeys(set(config.NAMES) - {"DATA_DIR", "SECRET_KEY"}, " "))
    assert settings == load(tmp_path)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "abc"),
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PORT", "-1"),
        ("PORT", "８０００"),
        ("PUBLIC_URL", "bonny.example"),
        ("PUBLIC_URL", "ftp://bonny.example"),
        ("PUBLIC_URL", "https://"),
        ("PUBLIC_URL", "https://bonny.example/?x=1"),
        ("PUBLIC_URL", "https://bonny.example:door"),
        ("PUBLIC_URL", "http://[::1"),
        ("SECRET_KEY", "k" * 31),
        ("DATABASE_URL", "mysql://localhost/bonny"),
        ("DATABASE_URL", "bonny.sqlite3"),
        ("DATABASE_URL", "sqlite://"),
        ("DATABASE_URL", "sqlite:///"),
        ("DATABASE_URL", "postgresql://localhost:door/bonny"),
        ("MAIL_FROM", "Bonny"),
        ("MAIL_FROM", "a@example.org\nBcc: b@example.org"),
        ("SMTP_URL", "nonsense"),
        ("SMTP_URL", "http://mail.example"),
        ("SMTP_URL", "smtp://"),
        ("SMTP_URL", "smtp://mail.example:99999"),
        ("SMTP_URL", "smtp://[mail"),
        ("SMS_COUNTRIES", "Atlantis"),
        ("SMS_COUNTRIES", "US,XX"),
        ("SMS_CODES_PER_DAY", "many"),
        ("SMS_PER_DAY", "-1"),
        ("OPERATOR_EMAIL", "me"),
        ("SIGN_UP", "maybe"),
        ("JOIN_BY_TEXT", "perhaps"),
        ("PROXIES", "99"),
        ("PROXIES", "1.5"),
        ("METRICS_TOKEN", "t" * 15),
        ("METRICS_TOKEN", "token with an ümlaut"),
        ("METRICS_TOKEN", "token with a\nsecond line"),
        ("MAIL_ANSWERS_TO", "bonny"),
        ("MAIL_ANSWERS_TO", "bonny+x@answers.example.org"),
        ("MAIL_ANSWERS_TO", "Bonny <bonny@answers.example.org>"),
        ("MAIL_ANSWERS_TO", "b" * 35 + "@answers.example.org"),
        ("MAIL_HOOK_TOKEN", "t" * 15),
        ("MAIL_HOOK_TOKEN", "token/with/a/slash"),
    ],
)
def test_bad_value_keeps_bonny_from_starting_and_is_named(tmp_path, name, value):
    with pytest.raises(ConfigError) as refused:
        load(tmp_path, **{name: value})
    complaints = str(refused.value).splitlines()[1:]
    assert [line.split()[1] for line in complaints] == [name]


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"TWILIO_AUTH_TOKEN": ""}, "TWILIO_AUTH_TOKEN"),
        ({"TWILIO_ACCOUNT_SID": ""}, "TWILIO_ACCOUNT_SID"),
        ({"TWILIO_FROM": ""}, "TWILIO_FROM"),
        ({"TWILIO_FROM": "Bonny"}, "TWILIO_FROM"),
        ({"TWILIO_FROM": "4155550100"}, "TWILIO_FROM"),
        ({"TWILIO_FROM": "", "TWILIO_MESSAGING_SERVICE_SID": "MG1"}, "SMS_COUNTRIES"),
        ({"TWILIO_API_URL": "api.twilio.com"}, "TWILIO_API_URL"),
    ],
)
def test_half_a_text_provider_is_refused(tmp_path, change, named):
    assert load(tmp_path, **TWILIO).twilio is not None
    with pytest.raises(ConfigError, match=named):
        load(tmp_path, **{**TWILIO, **change})


def test_answers_by_email_need_an_address_and_a_secret(tmp_path):
    to, token = {"MAIL_ANSWERS_TO": "Bonny@Answers.example.org"}, {"MAIL_HOOK_TOKEN": "t" * 16}
    settings = load(tmp_path, **to, **token)
    assert (settings.mail_answers_to, settings.mail_hook_token) == ("bonny@answers.example.org", "t" * 16)
    for half, missing in ((to, "MAIL_HOOK_TOKEN"), (token, "MAIL_ANSWERS_TO")):
        with pytest.raises(ConfigError, match=missing):
            load(tmp_path, **half)


def test_everything_wrong_is_named_at_once(tmp_path):
    with pytest.raises(ConfigError) as refused:
        load(tmp_path, PORT="abc", SIGN_UP="maybe", SMTP_URL="x", PROXIES="99", SECRET_KEY="short")
    for name in ("PORT", "SIGN_UP", "SMTP_URL", "PROXIES", "SECRET_KEY"):
        assert f"- {name} " in str(refused.value)


def test_no_complaint_repeats_a_secret(tmp_path):
    with pytest.raises(ConfigError) as refused:
        load(
            tmp_path,
            DATABASE_URL="postgresql://me:hush@host:door/db",
            SMTP_URL="smtp://me:hush@host:99999",
            SECRET_KEY="hush",
        )
    assert "hush" not in str(refused.value)


@pytest.mark.parametrize("given", [{}, {"SECRET_KEY": KEY}])
def test_folder_that_cannot_be_written_is_named_once(tmp_path, given):
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(ConfigError) as refused:
        config.load({"DATA_DIR": str(tmp_path / "file" / "data"), **given})
    assert str(refused.value).count("DATA_DIR") == 1


def test_folder_is_left_alone_when_nothing_lives_in_it(tmp_path):
    load(tmp_path / "unused", DATABASE_URL="postgresql://localhost/bonny")
    assert not (tmp_path / "unused").exists()


def test_secret_key_is_made_once_and_only_its_owner_reads_it(tmp_path):
    first = config.load({"DATA_DIR": str(tmp_path)}).secret_key
    assert len(first) >= config.SHORTEST_SECRET
    assert config.load({"DATA_DIR": str(tmp_path)}).secret_key == first
    assert config.load({"DATA_DIR": str(tmp_path / "other")}).secret_key != first
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600
    assert {path.name for path in tmp_path.iterdir()} == {"secret_key", "other"}


def test_secret_key_another_process_made_a_moment_before_counts(tmp_path, monkeypatch):
    kept = tmp_path / "secret_key"
    monkeypatch.setattr(Path, "exists", lambda _path: False)
    kept.write_text("o" * 40)
    assert config.load({"DATA_DIR": str(tmp_path)}).secret_key == "o" * 40


@pytest.mark.parametrize("kept", ["", "short"])
def test_kept_key_that_is_no_key_is_refused(tmp_path, kept):
    (tmp_path / "secret_key").write_text(kept)
    with pytest.raises(ConfigError, match="SECRET_KEY"):
        config.load({"DATA_DIR": str(tmp_path)})


@pytest.mark.parametrize(
    ("sender", "countries"), [("+14155550100", {"US"}), ("+447400123456", {"GB"}), ("+420601123456", {"CZ"})]
)
def test_texts_go_to_the_senders_country_unless_said_otherwise(tmp_path, sender, countries):
    assert load(tmp_path, **{**TWILIO, "TWILIO_FROM": sender}).sms_countries == countries
    both = load(tmp_path, **TWILIO, SMS_COUNTRIES="us, ca")
    assert both.sms_countries == {"US", "CA"}


def test_messaging_service_needs_no_number(tmp_path):
    change = {"TWILIO_FROM": "", "TWILIO_MESSAGING_SERVICE_SID": "MG1", "SMS_COUNTRIES": "GB"}
    twilio = load(tmp_path, **{**TWILIO, **change}).twilio
    assert twilio is not None
    assert (twilio.sender, twilio.service_sid, twilio.api_url) == (None, "MG1", config.TWILIO)


@pytest.mark.parametrize(
    ("url", "smtp"),
    [
        ("smtp://mail.example", Smtp("mail.example", 587, False, None, None)),
        ("smtps://mail.example", Smtp("mail.example", 465, True, None, None)),
        ("smtp://me:pw@mail.example:2525", Smtp("mail.example", 2525, False, "me", "pw")),
        ("smtp://me%40a.org:p%2Fw@mail.example", Smtp("mail.example", 587, False, "me@a.org", "p/w")),
    ],
)
def test_mail_server_is_read_from_its_address(tmp_path, url, smtp):
    assert load(tmp_path, SMTP_URL=url).smtp == smtp


@pytest.mark.parametrize("short", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_way_to_write_postgresql_is_taken(tmp_path, short):
    settings = load(tmp_path, DATABASE_URL=f"{short}://me:pw@host/bonny")
    assert settings.database_url == "postgresql+psycopg://me:pw@host/bonny"


@pytest.mark.parametrize(
    ("environment", "sign_up"),
    [
        ({"PUBLIC_URL": "https://bonny.example"}, SignUp.INVITE),
        ({"PUBLIC_URL": "http://localhost:8000"}, SignUp.OPEN),
        ({"SIGN_UP": "Closed"}, SignUp.CLOSED),
        ({"PUBLIC_URL": "https://bonny.example", "SIGN_UP": "open"}, SignUp.OPEN),
    ],
)
def test_house_is_open_on_this_machine_alone_unless_said_otherwise(tmp_path, environment, sign_up):
    assert load(tmp_path, **environment).sign_up is sign_up


def test_public_url_follows_the_port_and_loses_its_last_slash(tmp_path):
    assert load(tmp_path, PORT="9000").public_url == "http://127.0.0.1:9000"
    settings = load(tmp_path, PUBLIC_URL="https://bonny.example/")
    assert settings.public_url == "https://bonny.example"
    assert settings.is_secure
    assert not settings.is_own_machine


@pytest.mark.parametrize(
    "command",
    [
        ["app.scheduler"],
        ["gunicorn", "--config", "python:app.server", "app:create_app()"],
        ["flask", "--app", "app", "bonny", "upgrade"],
    ],
    ids=["clock", "web", "command"],
)
def test_process_with_a_bad_setting_ends_in_words(tmp_path, command):
    environment = {**processes.kept(), "DATA_DIR": str(tmp_path), "PORT": "abc"}
    ended = subprocess.run(
        [sys.executable, "-m", *command],
        check=False,
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert ended.returncode == 1
    assert "PORT must be a whole number" in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize(
    ("environment", "is_on"),
    [
        ({}, True),
        ({"SIGN_UP": "invite"}, False),
        ({"PUBLIC_URL": "https://bonny.example"}, False),
        ({"PUBLIC_URL": "https://bonny.example", "SIGN_UP": "open"}, True),
        ({"PUBLIC_URL": "https://bonny.example", "JOIN_BY_TEXT": "On"}, True),
        ({"JOIN_BY_TEXT": "off"}, False),
    ],
)
def test_joining_by_text_is_on_where_sign_up_is_open_unless_said_otherwise(tmp_path, environment, is_on):
    assert load(tmp_path, **environment).join_by_text is is_on
