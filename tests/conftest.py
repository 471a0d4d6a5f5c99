"""Fixtures every test may ask for: the app on both databases, two people, a fixed hour, a checked client."""

import functools
import shutil
import ssl
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import hypothesis
import pytest
import sqlalchemy as sa
from flask import Flask
from jinja2 import FileSystemBytecodeCache
from sqlmodel import Session
from werkzeug.routing import Rule

from app import clock, create_app, migrating
from app import database as database_module
from app.accounts.models import User
from app.database import Database
from tests import economy, make
from tests.databases import Postgres
from tests.page import Page

# Files of few but long tests: they begin first, so that no worker has one left when the others are done.
LONGEST_FIRST = ("browser/", "test_crashes.py", "test_real_processes.py", "reminders/test_month_by_text.py")
# Files about pages and words: what the database does for them is tested on both where it is read and written.
ON_ONE_DATABASE = (
    "accounts/test_door.py",
    "checklist/test_begin.py",
    "checklist/test_day_extras.py",
    "checklist/test_habits.py",
    "checklist/test_plants.py",
    "checklist/test_spell_pages.py",
    "house/test_web.py",
    "progress/test_month.py",
    "reminders/test_answers.py",
    "reminders/test_webhook.py",
)
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
BOTH = ("sqlite", "postgresql")
COUNTED = pytest.StashKey[bool]()


def pytest_configure() -> None:
    """Temporary folders come to lie where writing costs the least, and no property has a deadline.

    How long a property takes depends on what else the machine does.
    """
    economy.use_memory()
    hypothesis.settings.register_profile("unhurried", deadline=None)
    hypothesis.settings.load_profile("unhurried")


def pytest_collection_finish() -> None:
    """What was collected stays until the end."""
    economy.leave_what_stays()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, Any, Any]:
    """Coverage counts what it must: a fixture once in a file, where a counted test asks for it."""
    is_counted = economy.is_counted(item)
    item.stash[COUNTED] = is_counted
    economy.count(item, is_counted=is_counted and economy.has_new_fixture(item))
    return (yield)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, Any, Any]:
    """With its fixtures made, the test itself."""
    economy.count(item, is_counted=item.stash[COUNTED])
    return (yield)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out what one database tells, and put the files with the longest tests in front."""
    root = Path(__file__).parent

    def file_of(item: pytest.Item) -> str:
        return item.path.relative_to(root).as_posix()

    kept = [item for item in items if not ("postgresql" in item.name and file_of(item) in ON_ONE_DATABASE)]
    # Within a file the order stays.
    items[:] = sorted(kept, key=lambda item: not file_of(item).startswith(LONGEST_FIRST))


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite file that each test copies."""
    folder = tmp_path_factory.mktemp("template")
    app = create_app(DATA_DIR=folder, DATABASE_URL=f"sqlite:///{folder}/empty.sqlite3")
    migrating.upgrade(app)
    close(app)
    return folder / "empty.sqlite3"


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    """A PostgreSQL server of this test process, migrated once."""
    server = Postgres(tmp_path_factory.mktemp("postgres"))
    yield server
    server.stop()


@pytest.fixture(scope="session", autouse=True)
def engines() -> Iterator[None]:
    """One engine an address: statements that a test before has compiled need not be compiled again."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database_module, "Database", functools.cache(Database))
        yield


@pytest.fixture(scope="session", autouse=True)
def addresses() -> Iterator[None]:
    """Every address is compiled once for all apps: that was nine tenths of making one."""
    compile_anew = Rule._compile_builder
    builders: dict[Any, Callable[..., tuple[str, str]]] = {}

    def compile_once(rule: Rule, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        # The builder is given its rule at each call, and with it the converters.
        told = (tuple(rule._trace), repr(rule.defaults), append_unknown)
        if told not in builders:
            builders[told] = compile_anew(rule, append_unknown)
        return builders[told]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rule, "_compile_builder", compile_once)
        yield


@pytest.fixture(scope="session", autouse=True)
def authorities() -> Iterator[None]:
    """This machine's certificates are read once: every carrier of messages that is made reads them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ssl, "create_default_context", functools.cache(ssl.create_default_context))
        yield


@pytest.fixture(params=BOTH)
def database_url(request: pytest.FixtureRequest) -> str:
    """An empty migrated database: every test that asks runs on SQLite and on PostgreSQL.

    The SQLite file is the same for all, and its engine with it, unless a test wants it in its own folder.
    """
    if request.param == "postgresql":
        server: Postgres = request.getfixturevalue("postgres")
        return server.emptied()
    template: Path = request.getfixturevalue("sqlite_template")
    folder: Path = template.parent
    if request.node.get_closest_marker("own_file"):
        folder = request.getfixturevalue("tmp_path")
    file = folder / "bonny.sqlite3"
    for rest in folder.glob("bonny.sqlite3*"):
        rest.unlink()
    shutil.copy(template, file)
    return f"sqlite:///{file}"


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> FileSystemBytecodeCache:
    """Where the apps of all tests keep their compiled templates."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))


@pytest.fixture
def make_app(
    database_url: str, tmp_path: Path, compiled: FileSystemBytecodeCache
) -> Iterator[Callable[..., Flask]]:
    """Build apps on the test's database; settings by name."""
    apps: list[Flask] = []

    def build(**settings: object) -> Flask:
        app = create_app(DATABASE_URL=database_url, DATA_DIR=tmp_path, SECRET_KEY="k" * 40, **settings)
        app.testing = True
        app.jinja_env.bytecode_cache = compiled
        apps.append(app)
        return app

    yield build
    for app in apps:
        close(app)


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> Flask:
    """The app with no mail server and no text provider: messages go to the letterbox."""
    return make_app()


@pytest.fixture
def database(app: Flask) -> Database:
    """The app's database."""
    found: Database = app.extensions["bonny.database"]
    return found


@pytest.fixture
def statements(app: Flask) -> Callable[[], Any]:
    """Count the statements that a piece of work sends to the database, its beginning left out."""

    @contextmanager
    def counted() -> Iterator[list[str]]:
        seen: list[str] = []

        def note(*args: Any) -> None:
            if not args[2].startswith("BEGIN"):
                seen.append(args[2])

        engine = app.extensions["bonny.database"].engine
        sa.event.listen(engine, "before_cursor_execute", note)
        yield seen
        sa.event.remove(engine, "before_cursor_execute", note)

    return counted


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """A writing session; the test commits what the app shall see."""
    with database.writing() as opened:
        yield opened


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Set the hour for the whole app; it is Friday noon until then."""

    def set_to(instant: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: instant)

    set_to(NOON)
    return set_to


@pytest.fixture
def anna(session: Session, now: Callable[[datetime], None]) -> User:
    """The person most tests are about, with nothing on her list yet."""
    return make.make_user(session, name="Anna", email="anna@example.org")


@pytest.fixture
def berta(session: Session, now: Callable[[datetime], None]) -> User:
    """Another person, whose things Anna must never see."""
    return make.make_user(session, name="Berta", email="berta@example.org")


@pytest.fixture
def page(app: Flask, now: Callable[[datetime], None]) -> Page:
    """A visitor's browser that checks every page it fetches."""
    return Page(app)


@pytest.fixture
def annas_page(app: Flask, anna: User, session: Session) -> Page:
    """Anna's browser, signed in."""
    return Page(app).signed_in(session, anna)


@pytest.fixture
def bertas_page(app: Flask, berta: User, session: Session) -> Page:
    """Berta's browser, signed in."""
    return Page(app).signed_in(session, berta)


def close(app: Flask) -> None:
    """Give back every connection an app holds."""
    app.extensions["bonny.database"].close()
    app.extensions["bonny.migration_database"].close()
