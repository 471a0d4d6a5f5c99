"""Reading single settings: words, numbers, addresses, the secret key, the database, who mails."""

import re
import secrets
import tempfile
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import exc
from sqlalchemy.engine import make_url

# 64 characters before the @ (RFC 5321), less "+" and the 29 that name a reminder.
ANSWERS_TO = re.compile(r"[A-Za-z0-9._=-]{1,34}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")
IN_A_PATH = re.compile(r"[A-Za-z0-9._~-]*")


class Reader:
    """Reads settings one by one and gathers what is wrong, so that all of it is said at once."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.environment = environment
        self.wrong: list[str] = []

    def text(self, name: str, default: str = "") -> str:
        """What is set, without space around it; an empty setting is an unset one."""
        return self.environment.get(name, "").strip() or default

    def number(self, name: str, default: int, *, least: int, most: int) -> int:
        """A whole number within the bounds; the default when it is wrong, which is then noted."""
        text = self.text(name, str(default))
        if text.isascii() and text.isdigit() and least <= int(text) <= most:
            return int(text)
        self.wrong.append(f"{name} must be a whole number from {least} to {most}, not {text!r}.")
        return default

    def switch(self, name: str, *, default: bool) -> bool:
        """Whether it is on; the default when it is neither on nor off, which is then noted."""
        text = self.text(name, "on" if default else "off").lower()
        if text not in {"on", "off"}:
            self.wrong.append(f"{name} must be on or off, not {text!r}.")
            return default
        return text == "on"

    def url(self, name: str, default: str) -> str:
        """An address of the web without a slash at its end; the default when it is wrong, which is noted."""
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


def secret_key(reader: Reader, data_dir: Path, *, shortest: int) -> str:
    """The key given, else the one kept in the data folder, made there at the first start.

    ``shortest`` is the least number of characters; a folder that cannot be written is noted as wrong.
    """
    kept = data_dir / "secret_key"
    try:
        key = reader.text("SECRET_KEY") or _kept_or_made(kept)
    except OSError as error:
        _say_no_folder(reader, error)
        return ""
    if len(key) < shortest:
        reader.wrong.append(f"SECRET_KEY (or {kept}) must have at least {shortest} characters.")
    return key


def _say_no_folder(reader: Reader, error: OSError) -> None:
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


def database_url(reader: Reader, data_dir: Path) -> str:
    """The address given, in SQLAlchemy's words, else that of a SQLite file in the data folder."""
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


def _own_file(reader: Reader, data_dir: Path) -> str:
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


def operator_email(reader: Reader) -> str | None:
    """The operator's address in small letters, or None."""
    text = reader.text("OPERATOR_EMAIL").lower()
    if text and "@" not in text:
        reader.wrong.append(f"OPERATOR_EMAIL must be an address such as me@bonny.example, not {text!r}.")
    return text or None


def mail_from(reader: Reader) -> str:
    """Whom mail comes from: an address, or a name and the address in angle brackets."""
    text = reader.text("MAIL_FROM", "Bonny <bonny@localhost>")
    if "@" not in text or "\n" in text:
        reader.wrong.append(
            f"MAIL_FROM must be an address such as Bonny <hello@bonny.example>, not {text!r}."
        )
    return text


def mail_answers_to(reader: Reader) -> str | None:
    """The address that answers to emails come in at, or None; it needs MAIL_HOOK_TOKEN."""
    text = reader.text("MAIL_ANSWERS_TO").lower()
    if text and not ANSWERS_TO.fullmatch(text):
        reader.wrong.append(
            "MAIL_ANSWERS_TO must be a short address without + such as bonny@answers.example.org, "
            f"not {text!r}."
        )
        return None
    if text and not reader.text("MAIL_HOOK_TOKEN"):
        reader.wrong.append(
            "MAIL_HOOK_TOKEN is needed with MAIL_ANSWERS_TO: anybody could send answers else."
        )
    return text or None


def mail_hook_token(reader: Reader, *, shortest: int) -> str | None:
    """The secret in the address that a mail service posts to, or None."""
    token = reader.text("MAIL_HOOK_TOKEN")
    if token and (len(token) < shortest or not IN_A_PATH.fullmatch(token)):
        reader.wrong.append(f"MAIL_HOOK_TOKEN must have at least {shortest} letters and digits (or . _ ~ -).")
    elif token and not reader.text("MAIL_ANSWERS_TO"):
        reader.wrong.append("MAIL_ANSWERS_TO is needed with MAIL_HOOK_TOKEN: where do answers go?")
    return token or None
