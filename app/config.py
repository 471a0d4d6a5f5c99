"""Every setting, typed and checked, from the environment."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from urllib.parse import unquote, urlsplit

import click
import phonenumbers

from app import config_reading
from app.config_reading import Reader

TWILIO = "https://api.twilio.com"
OWN_HOSTS = frozenset({"127.0.0.1", "localhost", "::1"})
SHORTEST_SECRET = 32
SHORTEST_TOKEN = 16


class ConfigError(click.ClickException):
    """One or more settings cannot be used; the message names each and says what it may be.

    Commands show it as words; processes do so with ``sys.exit(str(error))``.
    """


class SignUp(StrEnum):
    """Who may open an account."""

    OPEN = "open"
    INVITE = "invite"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Smtp:
    """A mail server; ``secure`` means TLS from the first byte (smtps)."""

    host: str
    port: int
    secure: bool
    user: str | None
    password: str | None


@dataclass(frozen=True, slots=True)
class Twilio:
    """The text provider: who we are there, and the number or service we send from."""

    account_sid: str
    auth_token: str
    sender: str | None
    service_sid: str | None
    api_url: str


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings of one process; README.md documents each under its environment name."""

    host: str
    port: int
    public_url: str
    secret_key: str
    database_url: str
    data_dir: Path
    mail_from: str
    smtp: Smtp | None
    twilio: Twilio | None
    sms_countries: frozenset[str]
    sms_codes_per_day: int
    sms_per_day: int
    operator_email: str | None
    sign_up: SignUp
    join_by_text: bool
    proxies: int
    metrics_token: str | None
    mail_answers_to: str | None
    mail_hook_token: str | None

    @property
    def is_secure(self) -> bool:
        """Whether people reach us over https, so that cookies may demand it."""
        return self.public_url.startswith("https://")

    @property
    def is_own_machine(self) -> bool:
        """Whether PUBLIC_URL names this machine alone."""
        return urlsplit(self.public_url).hostname in OWN_HOSTS

    @property
    def has_letterbox(self) -> bool:
        """Whether some messages go to the letterbox page because nothing else can carry them."""
        return self.smtp is None or self.twilio is None


NAMES = (
    "HOST",
    "PORT",
    "PUBLIC_URL",
    "SECRET_KEY",
    "DATABASE_URL",
    "DATA_DIR",
    "MAIL_FROM",
    "SMTP_URL",
    "TWILIO_ACCOUNT_SID",
    "TWILIO_AUTH_TOKEN",
    "TWILIO_FROM",
    "TWILIO_MESSAGING_SERVICE_SID",
    "TWILIO_API_URL",
    "SMS_COUNTRIES",
    "SMS_CODES_PER_DAY",
    "SMS_PER_DAY",
    "OPERATOR_EMAIL",
    "SIGN_UP",
    "JOIN_BY_TEXT",
    "PROXIES",
    "METRICS_TOKEN",
    "MAIL_ANSWERS_TO",
    "MAIL_HOOK_TOKEN",
)


def load(environment: Mapping[str, str]) -> Settings:
    """The settings an environment describes; raises ConfigError that names every bad one."""
    reader = Reader(environment)
    host = reader.text("HOST", "127.0.0.1")
    port = reader.number("PORT", 8000, least=1, most=65535)
    data_dir = Path(reader.text("DATA_DIR", "data")).absolute()
    public_url = reader.url("PUBLIC_URL", f"http://127.0.0.1:{port}")
    twilio = _twilio(reader)
    sign_up = _sign_up(reader, public_url)
    settings = Settings(
        host=host,
        port=port,
        public_url=public_url,
        secret_key=config_reading.secret_key(reader, data_dir, shortest=SHORTEST_SECRET),
        database_url=config_reading.database_url(reader, data_dir),
        data_dir=data_dir,
        mail_from=config_reading.mail_from(reader),
        smtp=_smtp(reader),
        twilio=twilio,
        sms_countries=_countries(reader, twilio),
        sms_codes_per_day=reader.number("SMS_CODES_PER_DAY", 100, least=0, most=100_000),
        sms_per_day=reader.number("SMS_PER_DAY", 1000, least=0, most=1_000_000),
        operator_email=config_reading.operator_email(reader),
        sign_up=sign_up,
        join_by_text=reader.switch("JOIN_BY_TEXT", default=sign_up is SignUp.OPEN),
        proxies=reader.number("PROXIES", 0, least=0, most=5),
        metrics_token=_metrics_token(reader),
        mail_answers_to=config_reading.mail_answers_to(reader),
        mail_hook_token=config_reading.mail_hook_token(reader, shortest=SHORTEST_TOKEN),
    )
    if reader.wrong:
        raise ConfigError("Bonny does not start, because of its settings:\n- " + "\n- ".join(reader.wrong))
    return settings


def _smtp(reader: Reader) -> Smtp | None:
    text = reader.text("SMTP_URL")
    if not text:
        return None
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        reader.wrong.append("SMTP_URL must look like smtp://user:password@host:port (or smtps://).")
        return None
    secure = parts.scheme == "smtps"
    user, password = (None if part is None else unquote(part) for part in (parts.username, parts.password))
    return Smtp(parts.hostname, port or (465 if secure else 587), secure, user, password)


def _twilio(reader: Reader) -> Twilio | None:
    """The text provider, or None when nothing of it is set; half a setting is an error."""
    sid, token = reader.text("TWILIO_ACCOUNT_SID"), reader.text("TWILIO_AUTH_TOKEN")
    sender, service = reader.text("TWILIO_FROM"), reader.text("TWILIO_MESSAGING_SERVICE_SID")
    if not any((sid, token, sender, service)):
        return None
    if not sid or not token:
        reader.wrong.append(
            "TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN are needed together: texts cannot be trusted else."
        )
    if not sender and not service:
        reader.wrong.append(
            "TWILIO_FROM (or TWILIO_MESSAGING_SERVICE_SID) must say which number texts come from."
        )
    if sender and _country_of(sender) is None:
        reader.wrong.append(f"TWILIO_FROM must be a number such as +14155550100, not {sender!r}.")
    return Twilio(sid, token, sender or None, service or None, reader.url("TWILIO_API_URL", TWILIO))


def _countries(reader: Reader, twilio: Twilio | None) -> frozenset[str]:
    """Countries that texts may go to; empty means any, which only the letterbox allows."""
    text = reader.text("SMS_COUNTRIES").upper()
    if text:
        countries = frozenset(part for part in text.replace(",", " ").split() if part)
        unknown = countries - phonenumbers.SUPPORTED_REGIONS
        if unknown:
            reader.wrong.append(
                f"SMS_COUNTRIES must be two-letter codes such as US,CA: {' '.join(sorted(unknown))} is not."
            )
        return countries
    if twilio is None:
        return frozenset()
    country = _country_of(twilio.sender) if twilio.sender else None
    if country is None:
        reader.wrong.append(
            "SMS_COUNTRIES must be set when TWILIO_FROM is not: which countries may codes go to?"
        )
        return frozenset()
    return frozenset({country})


def _country_of(number: str) -> str | None:
    try:
        parsed = phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException:
        return None
    return phonenumbers.region_code_for_number(parsed)


def _sign_up(reader: Reader, public_url: str) -> SignUp:
    is_own = urlsplit(public_url).hostname in OWN_HOSTS
    text = reader.text("SIGN_UP", "open" if is_own else "invite").lower()
    try:
        return SignUp(text)
    except ValueError:
        reader.wrong.append(f"SIGN_UP must be open, invite or closed, not {text!r}.")
        return SignUp.CLOSED


def _metrics_token(reader: Reader) -> str | None:
    token = reader.text("METRICS_TOKEN")
    if token and (len(token) < SHORTEST_TOKEN or not token.isascii() or not token.isprintable()):
        reader.wrong.append(f"METRICS_TOKEN must have at least {SHORTEST_TOKEN} plain characters.")
    return token or None
