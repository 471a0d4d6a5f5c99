"""What she may change of herself, take away, and delete."""

import json
import threading
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlmodel import Session, SQLModel, select

from app.accounts import actions as accounts
from app.accounts.models import SignIn, SignInCode, User
from app.checklist import journal, notes, queries, spells, standings
from app.checklist.journal import Edit
from app.checklist.models import Asked, Habit, Mark, PlanKind
from app.database import Database
from app.messages import consent, faults, outbox, subscriptions
from app.messages.models import Channel, Delivery, Fault, Letter
from app.messages.subscriptions import Subscription
from app.reminders import slots, wishes
from app.reminders.models import CarePartner, InboundText, Meaning, ReleasedNumber, Slot
from app.reminders.slots import Wanted
from app.report.models import Look, SharedSummary, SummaryChoice, SummaryOpening
from app.rules import streaks
from app.rules.marks import Skip
from app.rules.spells import Stretch
from app.settings import actions
from app.settings import queries as taken_along
from app.visits import demo
from app.visits.models import Fracture
from tests import make
from tests.fakes.push import Browser
from tests.make import NOW, TODAY
from tests.page import BASE, Page
from tests.settings.test_deleting import until_it_waits

ONLY_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def person(database: Database, email: str = "anna@example.org") -> User | None:
    with database.reading() as session:
        return session.exec(select(User).where(User.email == email)).one_or_none()


def save(page: Page, status: int = 200, **values: str) -> Page:
    page.get("/settings/about")
    return page.submit(page.form("#name"), status=status, **values)


@ONLY_SQLITE
@pytest.mark.parametrize(
    ("field", "typed", "kept"),
    [
        ("name", "  Anna   Maria ", "Anna Maria"),
        ("zone", "Asia/Kathmandu", "Asia/Kathmandu"),
        ("locale", "en_US", "en_US"),
        ("day_start", "6", time(6)),
        ("day_start", "0", time(0)),
        ("week_start", "6", 6),
    ],
)
def test_change_is_kept_and_shown_again(annas_page, database, field, typed, kept):
    save(annas_page, **{field: typed})
    assert "Saved." in annas_page.text
    assert getattr(person(database), field) == kept
    again = annas_page.get("/settings/about").form("#name")
    shown = (f"#{field} option[selected]", f"#{field} option", f"#{field}")
    chosen = next(tag for tag in map(again.select_one, shown) if tag is not None)
    assert chosen["value"] == str(kept.hour if isinstance(kept, time) else kept)


@ONLY_SQLITE
@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("name", ""),
        ("name", " "),
        ("name", "x" * 81),
        ("zone", "Mars/Olympus"),
        ("zone", ""),
        ("zone", "../etc/passwd"),
        ("locale", "xx_XX"),
        ("day_start", "7"),
        ("day_start", "three"),
        ("week_start", "3"),
    ],
)
def test_bad_value_is_refused_and_the_rest_of_what_she_typed_stays(annas_page, database, anna, field, typed):
    other = {"name": "Annabel"} if field != "name" else {"locale": "en_US"}
    save(annas_page, 422, **{field: typed, **other})
    assert annas_page.soup.select_one(f"#{field}-error").get_text()
    kept = person(database)
    assert kept is not None
    assert (kept.name, kept.zone, kept.locale) == ("Anna", "Europe/London", "en_GB")
    if field != "name":
        assert annas_page.soup.select_one("#name")["value"] == "Annabel"


@ONLY_SQLITE
def test_bad_zone_is_explained(annas_page):
    save(annas_page, 422, zone="Mars/Olympus")
    assert "Choose your time zone from the list." in annas_page.text


def test_new_zone_changes_the_day_she_is_in(annas_page, anna, session, now: Callable[[datetime], None]):
    make.make_habit(session, anna)
    assert "Friday 20 November" in annas_page.get("/").text
    save(annas_page, zone="Pacific/Auckland", day_start="0")
    assert "Saturday 21 November" in annas_page.get("/").text


def test_reminder_keeps_its_wall_clock_in_a_new_zone(annas_page, anna, session, database):
    slots.add(session, anna, wanted=Wanted(time(19), (Channel.EMAIL,)), now=NOW)
    session.commit()
    save(annas_page, zone="America/New_York")
    with database.reading() as reading:
        slot = reading.exec(select(Slot)).one()
    assert slot.next_due_at.isoformat() == "2026-11-21T00:00:00+00:00"
    assert slot.next_day == TODAY


def test_new_week_start_judges_every_week_anew(annas_page, anna, session, database):
    walk = make.make_habit(session, anna, "weight-bearing", since=date(2026, 10, 5))
    for sunday in (date(2026, 10, 11), date(2026, 10, 25), date(2026, 11, 1)):
        make.make_mark(session, anna, walk, day=sunday, amount=75)
        make.make_mark(session, anna, walk, day=sunday + timedelta(days=1), amount=75)
    assert best_of(database, anna, walk) == 1
    save(annas_page, week_start="6")
    assert best_of(database, anna, walk) == 2
    assert standing_of(database, anna, walk) == fold(database, anna, walk, week_start=6)


def test_others_write_between_two_habits_whose_weeks_are_judged_anew(anna, session, database):
    walk, prunes = (make.make_habit(session, anna, slug) for slug in ("weight-bearing", "prunes"))
    for habit in (walk, prunes):
        make.make_mark(session, anna, habit, amount=5, day=TODAY - timedelta(days=20))
    about = actions.About(anna.name, anna.zone, anna.locale, anna.day_start, week_start=6)
    actions.change(session, anna, about=about, now=NOW)
    session.commit()
    steps = actions.weeks_judged_anew(session, anna, now=NOW)
    next(steps)
    session.commit()
    with database.writing() as writing:
        assert writing.exec(select(Habit.id)).all()  # which takes the right to write on SQLite
    judged = {each: standing_of(database, anna, each).strength > 0 for each in (walk, prunes)}
    assert sorted(judged.values()) == [False, True]
    for _ in steps:
        session.commit()
    for habit in (walk, prunes):
        assert standing_of(database, anna, habit) == fold(database, anna, habit, week_start=6)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_week_start_changed_again_while_weeks_are_judged_anew_is_the_one_they_end_in(
    anna, session, database, monkeypatch
):
    walk = make.make_habit(session, anna, "weight-bearing", since=date(2026, 10, 5))
    make.make_mark(session, anna, walk, day=date(2026, 10, 11), amount=150)
    marks_of = queries.marks_of

    def change(own: Session, week_start: int) -> User:
        hers = own.get_one(User, anna.id)
        about = actions.About(hers.name, hers.zone, hers.locale, hers.day_start, week_start)
        actions.change(own, hers, about=about, now=NOW)
        own.commit()
        return hers

    def change_again() -> None:
        with database.writing() as own:
            change(own, 5)

    second = threading.Thread(target=change_again)

    def read_slowly(own: Session, *args: Any, **kwargs: Any) -> queries.Days:
        second.start()
        until_it_waits(own)
        return marks_of(own, *args, **kwargs)

    with database.writing() as first:
        hers = change(first, 6)
        monkeypatch.setattr(queries, "marks_of", read_slowly)
        for _ in actions.weeks_judged_anew(first, hers, now=NOW):
            first.commit()
    second.join()
    with database.reading() as reading:
        assert queries.chosen_of(reading, anna, habit_id=walk).standing.strength == 0


def standing_of(database: Database, user: User, habit_id: int) -> streaks.Standing:
    with database.reading() as session:
        return queries.chosen_of(session, user, habit_id=habit_id).standing


def best_of(database: Database, user: User, habit_id: int) -> int:
    return standing_of(database, user, habit_id).best


def fold(database: Database, user: User, habit_id: int, *, week_start: int) -> streaks.Standing:
    with database.reading() as session:
        chosen = queries.chosen_of(session, user, habit_id=habit_id)
        record = queries.record_of(session, user, chosen=(chosen,), first=chosen.habit.started_on, last=TODAY)
    until = TODAY - standings.OPEN_DAYS
    return streaks.advance(
        streaks.start(chosen.habit),
        chosen.habit,
        record.of(habit_id),
        until=until,
        today=TODAY,
        week_start=week_start,
    )


def fill(session: Session, user: User) -> None:
    """Something of hers in every table that can hold it."""
    habit = make.make_habit(session, user)
    change = make.make_mark(session, user, habit, amount=4, day=TODAY - timedelta(days=9))
    make.make_plants(session, user, make.make_habit(session, user, "plants"), "oats")
    set_aside(session, user)
    subscribe(session, user)
    session.add(Asked(user_id=user.id or 0, slug="prunes", condition="warfarin", asked_on=TODAY))
    slots.add(session, user, wanted=Wanted(time(19), (Channel.EMAIL,)), now=NOW)
    wishes.pause(session, user.id or 0, days=1, today=TODAY)
    faults.note(
        session,
        user.id or 0,
        channel=Channel.EMAIL,
        address=user.email or "",
        fault=Fault.BAD_ADDRESS,
        now=NOW,
    )
    consent.give(
        session,
        user_id=user.id or 0,
        channel=Channel.SMS,
        address=f"+44740012345{user.id}",
        words=f"Yes from {user.name}",
        words_version="1",
        source="test",
        proved_by="code",
        now=NOW,
    )
    session.add(
        InboundText(
            message_sid=f"SM{user.id}",
            user_id=user.id,
            sender_hash="h" * 64,
            body=f"prunes 4 from {user.name}",
            received_at=NOW,
            meaning=Meaning.RECORD,
            batch=change.batch,
        )
    )
    session.add(
        ReleasedNumber(
            user_id=user.id or 0, number_hash="n" * 64, ending="123", reason="undelivered", released_at=NOW
        )
    )
    share(session, user)
    demo.bring(session, user.id or 0, today=TODAY, now=NOW)
    session.add(Fracture(user_id=user.id or 0, day="2019", bone="wrist", created_at=NOW))
    session.add(
        CarePartner(
            user_id=user.id or 0,
            name=f"Friend of {user.name}",
            email=f"friend{user.id}@example.org",
            silent_days=3,
            invited_at=NOW,
        )
    )
    session.add(
        SignInCode(
            channel=Channel.EMAIL,
            address=user.email or "",
            asker_hash="a" * 64,
            locale="en",
            created_at=NOW,
            expires_at=NOW,
        )
    )
    accounts.invite(session, by=user.id, now=NOW)
    deliver(session, user, user_id=user.id, kind="nudge")
    deliver(session, user, user_id=None, kind=accounts.CODE_KIND)
    session.commit()


def share(session: Session, user: User) -> None:
    """What her summary holds, a link to it, and a look at it."""
    user_id = user.id or 0
    session.add(SummaryChoice(user_id=user_id, birth_date=date(1950, 12, 31)))
    link = SharedSummary(
        user_id=user_id,
        token_hash=f"{user_id}" * 64,
        code_hash="c" * 64,
        first=TODAY,
        last=TODAY,
        created_at=NOW,
        expires_at=NOW,
    )
    session.add(link)
    session.flush()
    session.add(SummaryOpening(user_id=user_id, summary_id=link.id or 0, look=Look.PAGE, opened_at=NOW))


def subscribe(session: Session, user: User) -> None:
    """A browser of hers that takes notifications."""
    keys = Browser(user.id or 0).keys
    found = Subscription(f"https://push.example/{user.name}", keys["p256dh"], keys["auth"])
    subscriptions.keep(session, user.id or 0, subscription=found, device=f"Firefox of {user.name}", now=NOW)


def set_aside(session: Session, user: User) -> None:
    """A spell and a note of hers, each with its edit in the journal."""
    spell = Stretch(TODAY, TODAY, Skip.AWAY)
    spells.set_aside(session, user, spell=spell, today=TODAY, edit=Edit(str(uuid4()), PlanKind.SPELL, NOW))
    with journal.kept(session, user, Edit(str(uuid4()), PlanKind.NOTE, NOW, day=TODAY)):
        notes.write(session, user, day=TODAY, text=f"Note of {user.name}", now=NOW)


def deliver(session: Session, user: User, *, user_id: int | None, kind: str) -> None:
    """A message to her that the letterbox kept; the door's codes belong to nobody yet."""
    key = f"{kind}/{user.id}"
    outbox.enqueue(
        session,
        key=key,
        kind=kind,
        channel=Channel.EMAIL,
        user_id=user_id,
        due_at=NOW,
        expires_at=NOW + timedelta(hours=1),
        now=NOW,
        payload={},
    )
    delivery = session.exec(select(Delivery).where(Delivery.key == key)).one()
    delivery.address = user.email
    session.add(delivery)
    session.add(
        Letter(
            delivery_id=delivery.id or 0,
            at=NOW,
            channel=Channel.EMAIL,
            address=user.email or "",
            text=f"to {user.name}",
        )
    )


def test_export_holds_everything_of_hers_and_nothing_of_another(annas_page, anna, berta, session):
    fill(session, anna)
    fill(session, berta)
    answer = annas_page.client.get("/settings/export", base_url=BASE)
    assert "attachment" in answer.headers["Content-Disposition"]
    found: dict[str, Any] = json.loads(answer.get_data(as_text=True))
    assert found["person"]["email"] == "anna@example.org"
    assert [row["slug"] for row in found["Habit"]] == ["prunes", "plants"]
    assert [(row["amount"], row["day"]) for row in found["Mark"]] == [(4, "2026-11-11")]
    assert [row["plant"] for row in found["PlantEaten"]] == ["oats"]
    assert sorted(row["amount"] for row in found["Goal"]) == [5, 30]
    assert [row["kind"] for row in found["MarkChange"]] == ["set", "eat"]
    assert [row["at"] for row in found["Slot"]] == ["19:00:00"]
    assert [row["words"] for row in found["Consent"]] == ["Yes from Anna"]
    assert [row["body"] for row in found["InboundText"]] == ["prunes 4 from Anna"]
    assert [row["kind"] for row in found["Delivery"]] == ["nudge"]
    assert [row["device"] for row in found["PushSubscription"]] == ["Firefox of Anna"]
    assert [row["birth_date"] for row in found["SummaryChoice"]] == ["1950-12-31"]
    assert [row["look"] for row in found["SummaryOpening"]] == ["page"]
    assert len(found["devices"]) == 1
    text = answer.get_data(as_text=True)
    assert "erta" not in text
    assert "hash" not in text
    assert "hhhh" not in text
    assert "token" not in text
    assert "push.example" not in text
    assert Browser(anna.id or 0).keys["p256dh"] not in text


def test_no_table_of_hers_is_left_out_of_the_export():
    hers = {name for name, table in SQLModel.metadata.tables.items() if "user_id" in table.c}
    told = {model.__tablename__ for model in taken_along.HERS}
    assert hers - told == {"sign_in"}  # told as her devices


@ONLY_SQLITE
def test_deleting_asks_for_the_tick(annas_page, anna, session, database):
    annas_page.get("/settings/delete")
    annas_page.submit(annas_page.form("input[name=sure]"), status=422)
    assert "Tick the box if you are sure. Nothing was deleted." in annas_page.text
    assert person(database) is not None
    assert annas_page.get("/settings").path == "/settings"


def counts(database: Database, user_id: int | None) -> dict[str, int]:
    """How many rows each table that names its person has of one."""
    with database.reading() as session:
        return {
            name: len(session.connection().execute(table.select().where(table.c.user_id == user_id)).all())
            for name, table in SQLModel.metadata.tables.items()
            if "user_id" in table.columns
        }


def everything(database: Database) -> str:
    """Every value of every row of every table."""
    with database.reading() as session:
        return "\n".join(
            f"{name} {tuple(row)}"
            for name, table in SQLModel.metadata.tables.items()
            for row in session.connection().execute(table.select()).all()
        )


def test_deleting_leaves_no_row_of_hers_and_every_row_of_another(annas_page, anna, berta, session, database):
    fill(session, anna)
    fill(session, berta)
    anna_id, berta_id = anna.id, berta.id
    session.commit()
    bertas = counts(database, berta_id)
    assert all(counts(database, anna_id).values())
    assert all(count for name, count in bertas.items() if name != "sign_in")
    annas_page.get("/settings/delete")
    annas_page.submit(annas_page.form("input[name=sure]"), sure="y")
    assert "Your account and everything in it is deleted." in annas_page.text
    assert not any(counts(database, anna_id).values())
    assert counts(database, berta_id) == bertas
    left = everything(database)
    assert "anna" not in left.lower()
    assert "berta@example.org" in left
    with database.reading() as reading:
        assert reading.exec(select(Habit.user_id)).all() == [berta_id, berta_id]


def test_deleted_person_is_signed_out_on_every_device(app, annas_page, anna, session, database):
    other = Page(app).signed_in(session, anna)
    annas_page.get("/settings/delete")
    annas_page.submit(annas_page.form("input[name=sure]"), sure="y")
    assert annas_page.client.get_cookie("bonny", domain="127.0.0.1") is None
    for page in (annas_page, other):
        assert page.get("/settings").path == "/sign-in"
    with database.reading() as reading:
        assert reading.exec(select(SignIn)).all() == []


@ONLY_SQLITE
def test_name_with_html_stays_text(annas_page):
    save(annas_page, name="<i>Anna</i> & co")
    assert annas_page.get("/settings/about").soup.select_one("#name")["value"] == "<i>Anna</i> & co"


def zone_of(database: Database) -> tuple[str, str]:
    with database.reading() as session:
        found = session.exec(select(User.zone, User.zone_kept)).one()
        return found[0], found[1]


def test_days_follow_her_on_a_journey_and_past_days_stay(annas_page, anna, session, database, now):
    now(NOW + timedelta(hours=4))
    prunes = make.make_habit(session, anna)
    make.make_mark(session, anna, prunes, day=TODAY - timedelta(days=1), amount=4)
    annas_page.get("/")
    annas_page.post("/settings/zone", {"zone": "Pacific/Auckland", "answer": "move"})
    assert "Your days and reminders follow Auckland now." in annas_page.text
    assert zone_of(database) == ("Pacific/Auckland", "")
    assert "Saturday 21 November" in annas_page.text, "it is tomorrow there"
    with database.reading() as reading:
        (mark,) = reading.exec(select(Mark)).all()
    assert (mark.day, mark.amount) == (TODAY - timedelta(days=1), 4)
    annas_page.submit(annas_page.form("#undo"))
    assert zone_of(database) == ("Europe/London", "")
    assert "Friday 20 November" in annas_page.text


def test_staying_with_her_own_zone_is_remembered(annas_page, anna, session, database):
    make.make_habit(session, anna)
    annas_page.get("/")
    annas_page.submit(
        annas_page.form("#zone-ask form button"), button="No, stay as before", zone="Asia/Tokyo"
    )
    assert zone_of(database) == ("Europe/London", "Asia/Tokyo")
    assert annas_page.soup.select_one("#zone-ask")["data-kept"] == "Asia/Tokyo"


@ONLY_SQLITE
@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "../etc/passwd"])
def test_zone_that_does_not_exist_changes_nothing(annas_page, anna, session, database, zone):
    make.make_habit(session, anna)
    annas_page.get("/")
    annas_page.post("/settings/zone", {"zone": zone, "answer": "move"}, status=400)
    assert zone_of(database) == ("Europe/London", "")
