"""Each migration on a database that is lived in: nobody and nothing is lost on the way up or down."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from app import create_app
from tests.conftest import BOTH, close
from tests.databases import Postgres

PERSON = (
    'INSERT INTO "user" (id, name, zone, locale, day_start, week_start, is_operator, created_at) VALUES '
    "(1, 'Anna', 'UTC', 'en', '03:00:00', 0, false, '2026-01-01 00:00:00')"
)
DEVICE = (
    "INSERT INTO sign_in (id, user_id, token_hash, created_at, last_seen_at) VALUES "
    "(1, 1, 'x', '2026-01-01 00:00:00', '2026-01-01 00:00:00')"
)


@pytest.fixture(params=BOTH)
def empty_app(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """The app on a database without any table."""
    if request.param == "sqlite":
        app = create_app(DATA_DIR=tmp_path, DATABASE_URL=f"sqlite:///{tmp_path}/empty.sqlite3")
        yield app
        close(app)
        return
    server: Postgres = request.getfixturevalue("postgres")
    with server.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("CREATE DATABASE lived_in")
        app = create_app(DATA_DIR=tmp_path, DATABASE_URL=server.url.replace("/postgres?", "/lived_in?"))
        yield app
        close(app)
        connection.exec_driver_sql("DROP DATABASE lived_in")


def tell(app: Flask, *statements: str) -> None:
    with app.extensions["bonny.migration_database"].engine.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)


def ask(app: Flask, statement: str) -> Any:
    with app.extensions["bonny.migration_database"].engine.connect() as connection:
        return connection.exec_driver_sql(statement).one()


def test_person_of_the_release_before_keeps_her_device_and_gets_the_phones_own_look(empty_app):
    with empty_app.app_context():
        migrations = empty_app.extensions["bonny.migrations"]
        migrations.upgrade(target="0001")
        tell(empty_app, PERSON, DEVICE)
        migrations.upgrade()
        assert ask(empty_app, 'SELECT name, text_size, theme FROM "user"') == ("Anna", "normal", "system")
        assert ask(empty_app, "SELECT user_id FROM sign_in") == (1,)


def test_release_before_may_still_add_people_after_the_migration(empty_app):
    with empty_app.app_context():
        empty_app.extensions["bonny.migrations"].upgrade()
        tell(empty_app, PERSON)
        assert ask(empty_app, 'SELECT text_size, theme FROM "user"') == ("normal", "system")


def test_look_is_checked_by_the_database_itself(empty_app):
    with empty_app.app_context():
        empty_app.extensions["bonny.migrations"].upgrade()
        tell(empty_app, PERSON)
        with pytest.raises(sa.exc.IntegrityError):
            tell(empty_app, "UPDATE \"user\" SET theme = 'blue'")


def test_way_back_down_keeps_the_person_and_her_device(empty_app):
    with empty_app.app_context():
        migrations = empty_app.extensions["bonny.migrations"]
        migrations.upgrade()
        tell(empty_app, PERSON, DEVICE)
        migrations.downgrade(target="0001")
        assert ask(empty_app, 'SELECT name FROM "user"') == ("Anna",)
        assert ask(empty_app, "SELECT user_id FROM sign_in") == (1,)
        migrations.upgrade()
        assert migrations.compare_metadata() == []


HABIT = (
    "INSERT INTO habit (id, user_id, slug, measure, direction, period, unit, weekdays, cue, position, "
    "started_on, created_at) VALUES (1, 1, 'prunes', 'amount', 'at_least', 'day', 'prune', '0123456', '', 1, "
    "'2026-01-01', '2026-01-01 00:00:00')"
)
GOAL = (
    "INSERT INTO goal (id, habit_id, from_day, amount, set_by, set_by_name) VALUES "
    "(1, 1, '2026-01-01', 5, 'self', '')"
)
MARK = (
    "INSERT INTO mark (id, user_id, habit_id, day, amount, skip, note, source, changed_at) VALUES "
    "({id}, 1, 1, '2026-01-0{id}', {amount}, {skip}, '', 'tap', '2026-01-01 00:00:00')"
)
CHANGE = (
    "INSERT INTO mark_change (id, user_id, habit_id, uuid, batch, kind, day, before, after, is_applied, "
    "source, made_at, received_at) VALUES ({id}, 1, 1, '{id}', '{id}', '{kind}', '2026-01-01', '{{}}', "
    "'{{}}', true, 'tap', '2026-01-01 00:00:00', '2026-01-01 00:00:00')"
)
LIVED_IN = (PERSON, HABIT, GOAL, MARK.format(id=1, amount=5, skip="NULL"), CHANGE.format(id=1, kind="set"))


def test_list_of_the_release_before_goes_on_with_all_it_holds(empty_app):
    with empty_app.app_context():
        migrations = empty_app.extensions["bonny.migrations"]
        migrations.upgrade(target="0002")
        tell(empty_app, *LIVED_IN)
        migrations.upgrade()
        assert ask(empty_app, "SELECT amount, weekdays, month_day, set_on FROM goal") == (5, None, None, None)
        assert ask(empty_app, "SELECT gaps FROM habit") == (None,)
        assert ask(empty_app, "SELECT count(*) FROM mark") == (1,)
        assert ask(empty_app, 'SELECT conditions, zone_kept FROM "user"') == (None, "")
        tell(empty_app, MARK.format(id=2, amount="NULL", skip="'hospital'"))
        with pytest.raises(sa.exc.IntegrityError):
            tell(empty_app, HABIT.replace("(1, 1,", "(2, 1,"))
        tell(
            empty_app,
            HABIT.replace("(1, 1,", "(2, 1,")
            .replace("started_on,", "ended_on, started_on,")
            .replace("'2026-01-01',", "'2026-01-02', '2026-01-01',"),
        )


def test_release_before_may_still_write_after_the_third_migration(empty_app):
    with empty_app.app_context():
        empty_app.extensions["bonny.migrations"].upgrade()
        tell(empty_app, *LIVED_IN)
        with pytest.raises(sa.exc.IntegrityError):
            tell(empty_app, MARK.format(id=2, amount="NULL", skip="'bored'"))


def test_way_down_keeps_marks_and_gives_a_stay_in_hospital_another_reason(empty_app):
    with empty_app.app_context():
        migrations = empty_app.extensions["bonny.migrations"]
        migrations.upgrade()
        note = CHANGE.format(id=2, kind="note")
        tell(empty_app, *LIVED_IN, MARK.format(id=2, amount="NULL", skip="'hospital'"), note)
        migrations.downgrade(target="0002")
        assert ask(empty_app, "SELECT skip FROM mark WHERE id = 2") == ("other",)
        assert ask(empty_app, "SELECT count(*) FROM mark_change") == (1,)
        with pytest.raises(sa.exc.IntegrityError):
            tell(empty_app, MARK.format(id=3, amount="NULL", skip="'hospital'"))
        migrations.upgrade()
        assert migrations.compare_metadata() == []


SLOT = (
    "INSERT INTO slot (id, user_id, channel, at, weekdays, is_active, next_day, next_due_at, created_at) "
    "VALUES (1, 1, 'sms', '08:00:00', '0123456', true, '2026-01-02', '2026-01-02 08:00:00', "
    "'2026-01-01 00:00:00')"
)
DELIVERY = (
    "INSERT INTO delivery (id, key, user_id, kind, channel, payload, state, created_at, due_at, expires_at, "
    "next_attempt_at, attempts) VALUES (1, 'a', 1, 'nudge', 'sms', '{}', 'queued', '2026-01-01 00:00:00', "
    "'2026-01-01 00:00:00', '2026-01-01 00:00:00', '2026-01-01 00:00:00', 0)"
)
EVENT = (
    "INSERT INTO delivery_event (id, delivery_id, at, source, state) VALUES "
    "(1, 1, '2026-01-01 00:00:00', 'dispatch', 'sending')"
)


def test_reminder_of_the_release_before_goes_on_and_back(empty_app):
    with empty_app.app_context():
        migrations = empty_app.extensions["bonny.migrations"]
        migrations.upgrade(target="0003")
        tell(empty_app, PERSON, SLOT, DELIVERY, EVENT)
        migrations.upgrade()
        assert ask(empty_app, "SELECT channel, also, purpose, habit_ids, tz_version FROM slot") == (
            *("sms", None, "day", None, ""),
        )
        assert ask(empty_app, "SELECT count(*) FROM delivery_event WHERE delivery_id = 1") == (1,)
        assert not ask(empty_app, "SELECT is_astray FROM delivery")[0]
        tell(empty_app, "UPDATE slot SET channel = 'push'")
        migrations.downgrade(target="0003")
        assert ask(empty_app, "SELECT count(*) FROM slot") == (0,)
        assert ask(empty_app, "SELECT count(*) FROM delivery_event") == (1,)


def test_release_before_may_still_plan_after_the_migration(empty_app):
    with empty_app.app_context():
        empty_app.extensions["bonny.migrations"].upgrade()
        tell(empty_app, PERSON, SLOT, DELIVERY)
        assert ask(empty_app, "SELECT checks, next_check_at FROM delivery") == (0, None)


TEXT = (
    "INSERT INTO inbound_text (id, message_sid, user_id, sender_hash, body, received_at, meaning, "
    "batch{more}) VALUES ({id}, 'SM{id}', 1, 'h', '1', '2026-01-01 00:00:00', '{meaning}', '{id}'{values})"
)
TEXT_BEFORE = TEXT.replace("{more}", "").replace("{values}", "")
ANSWER = TEXT.replace("{more}", ", channel").replace("{values}", ", '{channel}'")
WISHES = (
    "INSERT INTO wishes (user_id, quiet_from, quiet_to, unasked, asked_still) "
    "VALUES (1, '21:00', '08:00', '[]', '{}')"
)
SHARED = (
    "INSERT INTO shared_summary (id, user_id, token_hash, code_hash, first, last, tries, opened, created_at, "
    "expires_at) VALUES (1, 1, 'a', 'b', '2026-01-01', '2026-01-02', 0, 0, '2026-01-01 00:00:00', "
    "'2026-01-08 00:00:00')"
)
RELEASED = (
    "INSERT INTO released_number (id, user_id, number_hash, ending, reason, released_at) VALUES "
    "(1, 1, 'a', '123', 'wrong', '2026-01-01 00:00:00')"
)
JOINING = (
    "INSERT INTO joining (id, sender_hash, step, country, zone, agreed_words, began_at, changed_at) VALUES "
    "(1, 'a', 'consent', '', '', '', '2026-01-01 00:00:00', '2026-01-01 00:00:00')"
)
WAITING = (
    "INSERT INTO waiting_text (id, message_sid, sender, body, received_at, tries) VALUES "
    "(1, 'SM9', '+447400123456', '1', '2026-01-01 00:00:00', 0)"
)
UNDONE = CHANGE.format(id=2, kind="undo").replace("kind,", "undoes, kind,").replace("'undo',", "'1', 'undo',")


def test_texts_of_the_release_before_are_kept_and_know_which_of_them_was_taken_back(empty_app):
    with empty_app.app_context():
        migrations = empty_app.extensions["bonny.migrations"]
        migrations.upgrade(target="0004")
        texts = (TEXT_BEFORE.format(id=each, meaning="record") for each in (1, 2))
        tell(empty_app, *LIVED_IN, WISHES, UNDONE, *texts)
        migrations.upgrade()
        assert ask(empty_app, "SELECT channel, is_undone FROM inbound_text WHERE id = 1") == ("sms", True)
        assert ask(empty_app, "SELECT channel, is_undone FROM inbound_text WHERE id = 2") == ("sms", False)
        assert ask(empty_app, "SELECT is_discreet, takes_notes FROM wishes") == (False, False)
        assert ask(empty_app, 'SELECT shared_phone FROM "user"') == (None,)
        tell(empty_app, ANSWER.format(id=3, meaning="wrong_number", channel="email"))
        for meaning, channel in (("guessed", "sms"), ("record", "pigeon")):
            with pytest.raises(sa.exc.IntegrityError):
                tell(empty_app, ANSWER.format(id=4, meaning=meaning, channel=channel))


def test_release_before_may_still_take_texts_after_the_fifth_migration(empty_app):
    with empty_app.app_context():
        empty_app.extensions["bonny.migrations"].upgrade()
        tell(empty_app, PERSON, WISHES, TEXT_BEFORE.format(id=1, meaning="unclear"))
        assert ask(empty_app, "SELECT channel, is_undone FROM inbound_text") == ("sms", False)


def test_way_down_keeps_texts_and_what_was_understood_since_counts_as_unclear(empty_app):
    with empty_app.app_context():
        migrations = empty_app.extensions["bonny.migrations"]
        migrations.upgrade()
        sent = ((1, "record", "sms"), (2, "join", "sms"), (3, "record", "email"), (4, "web", "sms"))
        texts = (ANSWER.format(id=number, meaning=meaning, channel=way) for number, meaning, way in sent)
        shared = "UPDATE \"user\" SET shared_phone = '+447400123456'"
        tell(empty_app, *LIVED_IN, shared, WISHES, JOINING, WAITING, SHARED, RELEASED, *texts)
        migrations.downgrade(target="0004")
        assert ask(empty_app, "SELECT count(*) FROM inbound_text") == (3,)
        assert ask(empty_app, "SELECT count(*) FROM inbound_text WHERE meaning = 'unclear'") == (2,)
        assert ask(empty_app, "SELECT meaning FROM inbound_text WHERE id = 1") == ("record",)
        assert ask(empty_app, 'SELECT name FROM "user"') == ("Anna",)
        assert ask(empty_app, "SELECT count(*) FROM mark") == (1,)
        with pytest.raises(sa.exc.IntegrityError):
            tell(empty_app, "UPDATE inbound_text SET meaning = 'join' WHERE id = 1")
        migrations.upgrade()
        assert ask(empty_app, "SELECT channel, is_undone FROM inbound_text WHERE id = 1") == ("sms", False)
        migrations.downgrade(target="0001")
        migrations.upgrade()
        assert migrations.compare_metadata() == []


STANDING = (
    "INSERT INTO standing (habit_id, through, strength_through, closed_through, current, best, strength) "
    "VALUES (1, '2026-01-05', '2026-01-05', '2026-01-05', 5, 5, 0.5)"
)


def test_standings_folded_under_the_rules_of_before_count_no_more(empty_app):
    with empty_app.app_context():
        migrations = empty_app.extensions["bonny.migrations"]
        migrations.upgrade(target="0008")
        tell(empty_app, PERSON, HABIT, STANDING)
        migrations.upgrade()
        assert ask(empty_app, "SELECT closed_through, best FROM standing") == (None, 5)
