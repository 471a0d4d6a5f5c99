"""Every setting, typed and checked, from the environment."""

import secrets
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from urllib.parse import unquote, urlsplit

import click
import phonenumbers
from sqlalchemy import exc
from sqlalchemy.engine import make_url

TWILIO = "https://api.twilio.com"
OWN_HOSTS = frozenset({"127.0.0.1", "localhost", "::1"})
SHORTEST_SECRET = 32


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
    operator_email: str | None
    sign_up: SignUp
    proxies: int

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
    "OPERATOR_EMAIL",
    "SIGN_UP",
    "PROXIES",
)


class _Reader:
    """Reads settings one by one and gathers what is wrong, so that all of it is said at once."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.environment = environment
        self.wrong: list[str] = []

    def text(self, name: str, default: str = "") -> str:
        return self.environment.get(name, "").strip() or default

    def number(self, name: str, default: int, *, least: int, most: int) -> int:
        text = self.text(name, str(default))
        if text.isascii() and text.isdigit() and least <= int(text) <= most:
            return int(text)
        self.wrong.append(f"{name} must be a whole number from {least} to {most}, not {text!r}.")
        return default

    def url(self, name: str, default: str) -> str:
        text = self.text(name, default).rstrip("/")
        if not _is_address(text):
            self.wrong.append(f"{name} must be an address such as https://bonny.example, not {text!r}.")
            return default
        return text


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        has_good_port = parts.port is None or parts.port > 0
    except ValueError:
        return False
    is_whole = parts.scheme in {"http", "https"} and bool(parts.hostname)
    return is_whole and has_good_port and not parts.query and not parts.fragment


def load(environment: Mapping[str, str]) -> Settings:
    """The settings an environment describes; raises ConfigError that names every bad one."""
    reader = _Reader(environment)
    host = reader.text("HOST", "127.0.0.1")
    port = reader.number("PORT", 8000, least=1, most=65535)
    data_dir = Path(reader.text("DATA_DIR", "data")).absolute()
    public_url = reader.url("PUBLIC_URL", f"http://127.0.0.1:{port}")
    twilio = _twilio(reader)
    settings = Settings(
        host=host,
        port=port,
        public_url=public_url,
        secret_key=_secret_key(reader, data_dir),
        database_url=_database_url(reader, data_dir),
        data_dir=data_dir,
        mail_from=_mail_from(reader),
        smtp=_smtp(reader),
        twilio=twilio,
        sms_countries=_countries(reader, twilio),
        sms_codes_per_day=reader.number("SMS_CODES_PER_DAY", 100, least=0, most=100_000),
        operator_email=_operator_email(reader),
        sign_up=_sign_up(reader, public_url),
        proxies=reader.number("PROXIES", 0, least=0, most=5),
    )
    if reader.wrong:
        raise ConfigError("Bonny does not start, because of its settings:\n- " + "\n- ".join(reader.wrong))
    return settings


def _secret_key(reader: _Reader, data_dir: Path) -> str:
    """The key given, else the one kept in the data folder, made there at the first start."""
    kept = data_dir / "secret_key"
    try:
        key = reader.text("SECRET_KEY") or _kept_or_made(kept)
    except OSError as error:
        _say_no_folder(reader, error)
        return ""
    if len(key) < SHORTEST_SECRET:
        reader.wrong.append(f"SECRET_KEY (or {kept}) must have at least {SHORTEST_SECRET} characters.")
    return key


def _say_no_folder(reader: _Reader, error: OSError) -> None:
    said = f"DATA_DIR must be a folder Bonny may write to: {error.strerror}."
    if said not in reader.wrong:
        reader.wrong.append(said)


def _kept_or_made(path: Path) -> str:
    """The text of the file; two processes that start together agree on one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(48))
        try:
            path.hardlink_to(draft)
        except FileExistsError:
            pass  # another process was first: its key counts
        finally:
            draft.unlink()
    return path.read_text().strip()


def _database_url(reader: _Reader, data_dir: Path) -> str:
    url = reader.text("DATABASE_URL")
    if not url:
        return _own_file(reader, data_dir)
    for short in ("postgres://", "postgresql://"):
        if url.startswith(short):
            url = "postgresql+psycopg://" + url.removeprefix(short)
    if not url.startswith(("sqlite:///", "postgresql+psycopg://")) or not _is_database(url):
        reader.wrong.append(
            "DATABASE_URL must look like sqlite:////path/file or postgresql://user:password@host:port/name."
        )
    return url


def _own_file(reader: _Reader, data_dir: Path) -> str:
    """The SQLite file in the data folder, which must be one we may write to."""
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=data_dir).close()
    except OSError as error:
        _say_no_folder(reader, error)
    return f"sqlite:///{data_dir / 'bonny.sqlite3'}"


def _is_database(url: str) -> bool:
    """Whether the address can be read; SQLite must name a file, or all would be gone with the process."""
    try:
        parsed = make_url(url)
    except (exc.ArgumentError, ValueError):
        return False
    return bool(parsed.database) or parsed.get_backend_name() != "sqlite"


def _operator_email(reader: _Reader) -> str | None:
    text = reader.text("OPERATOR_EMAIL").lower()
    if text and "@" not in text:
        reader.wrong.append(f"OPERATOR_EMAIL must be an address such as me@bonny.example, not {text!r}.")
    return text or None


def _mail_from(reader: _Reader) -> str:
    text = reader.text("MAIL_FROM", "Bonny <bonny@localhost>")
    if "@" not in text or "\n" in text:
        reader.wrong.append(
            f"MAIL_FROM must be an address such as Bonny <hello@bonny.example>, not {text!r}."
        )
    return text


def _smtp(reader: _Reader) -> Smtp | None:
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


def _twilio(reader: _Reader) -> Twilio | None:
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


def _countries(reader: _Reader, twilio: Twilio | None) -> frozenset[str]:
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


def _sign_up(reader: _Reader, public_url: str) -> SignUp:
    is_own = urlsplit(public_url).hostname in OWN_HOSTS
    text = reader.text("SIGN_UP", "open" if is_own else "invite").lower()
    try:
        return SignUp(text)
    except ValueError:
        reader.wrong.append(f"SIGN_UP must be open, invite or closed, not {text!r}.")
        return SignUp.CLOSED
