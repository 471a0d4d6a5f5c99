"""What she wishes by text: to hear later, a pause, other times; done, said, and no more than that."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

import pytest
from flask import Flask
from sqlmodel import Session

from app.accounts.models import User
from app.messages import consent
from app.messages.models import Channel
from app.reminders import queries, slots, wishes
from app.reminders.told import Told
from app.rules.reply_meanings import Discreet, Later, Notes, Part, Pause, Remind, RemindOff, Resume, Wish
from tests import make
from tests.reminders import steps, wishing
from tests.reminders.steps import MINUTE, MORNING
from tests.reminders.wishing import Wishing

# Words and times: what the database does for them is tested where it is read and written.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

HOUR = timedelta(hours=1)
TEN_PAST = MORNING + 10 * MINUTE
SUMMER_ENDS = datetime(2026, 11, 1, tzinfo=UTC)  # New York goes back at 06:00Z
SUMMER_BEGINS = datetime(2026, 3, 8, tzinfo=UTC)  # and forth at 07:00Z


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> Flask:
    """The app without a provider: what is said is looked at, not sent."""
    return make_app()


@pytest.mark.parametrize(
    ("wish", "at", "answer"),
    [
        (Later(), TEN_PAST, "OK. I ask again at 09:10."),
        (Later(120), TEN_PAST, "OK. I ask again at 10:10."),
        (Later(0), TEN_PAST, "OK. I ask again at 08:20."),
        (
            Later(),
            MORNING + 12 * HOUR,
            "That would be in your quiet hours. I will ask again tomorrow at 08:00.",
        ),
        (
            Later(180),
            MORNING + 11 * HOUR,
            (
                "That would be in your quiet hours. LATER 1H still works, for 20:00. "
                "I will ask again tomorrow at 08:00."
            ),
        ),
        (
            Later(10**12),
            MORNING + 11 * HOUR,
            "That would be another day. LATER 1H still works, for 20:00. I will ask again tomorrow at 08:00.",
        ),
        (
            Later(),
            MORNING + 23 * HOUR,
            "There is no reminder of today to put off. Next: today at 08:00.",
        ),
        (
            Later(),
            MORNING + 40 * HOUR,
            "There is no reminder of today to put off. Next: today at 08:00.",
        ),
    ],
)
def test_later_names_the_time_or_what_is_possible(
    wishing_anna: Wishing, wish: Later, at: datetime, answer: str
) -> None:
    slots.move_to_next(wishing_anna.session, wishing_anna.slots()[0], wishing_anna.user, at)
    assert wishing_anna.say(wish, at) == answer


def test_later_comes_once_more_at_the_time_it_named(app: Flask, wishing_anna: Wishing) -> None:
    wishing_anna.say(Later(), TEN_PAST)
    assert wishing_anna.say(Later(120), TEN_PAST + MINUTE) == "I ask again at 09:10, as you wished before."

    assert steps.send(app, MORNING + 69 * MINUTE) == []
    assert [each.text for each in steps.send(app, MORNING + 70 * MINUTE)] == [
        "Bonny: good morning. Open today: 1 Prunes 2 Walk. Reply e.g. 1 2"
    ]


def test_later_promises_nothing_that_would_be_withheld(wishing_anna: Wishing) -> None:
    for habit_id in (1, 2):
        make.make_mark(wishing_anna.session, wishing_anna.user, habit_id)
    answer = wishing_anna.say(Later(), TEN_PAST)
    assert answer == "Nothing of it is open any more, so I need not ask again. Next: tomorrow at 08:00."
    assert wishes.of(wishing_anna.session, wishing_anna.user_id).snoozed_until is None


def test_later_after_the_third_text_of_the_day_says_that_it_was_the_last(
    app: Flask, wishing_anna: Wishing
) -> None:
    for hour in (10, 12):
        now = MORNING.replace(hour=hour)
        steps.make_slot(wishing_anna.session, wishing_anna.user, at=time(hour), now=now - MINUTE)
        steps.remind(app, now)
    answer = wishing_anna.say(Later(), MORNING + 5 * HOUR)
    assert answer == "These were all the texts for today. ? shows what is open. Next: tomorrow at 08:00."


def test_later_to_a_reminder_that_is_off_or_paused_says_so(wishing_anna: Wishing) -> None:
    wishing_anna.say(Pause(2), TEN_PAST)
    answer = wishing_anna.say(Later(), TEN_PAST + MINUTE)
    assert answer == "Reminders are paused and come again from Sunday 22 November. RESUME ends the pause."
    wishing_anna.say(Resume(), TEN_PAST + 2 * MINUTE)
    wishing_anna.say(RemindOff(Part.ALL), TEN_PAST + 3 * MINUTE)
    assert wishing_anna.say(Later(), TEN_PAST + 4 * MINUTE) == (
        "There is no reminder of today to put off. No reminder is set: REMIND 8:30 sets one."
    )


def test_later_before_any_reminder_names_the_first_one(wishing_nora: Wishing) -> None:
    at = MORNING + 6 * HOUR
    steps.make_slot(wishing_nora.session, wishing_nora.user, at=time(19), now=at)
    assert wishing_nora.say(Later(), at) == (
        "There is no reminder of today to put off. Next: today at 7:00 PM."
    )


@pytest.mark.parametrize(
    ("days", "answer", "until"),
    [
        (
            1,
            (
                "Reminders are paused and come again from tomorrow. What you tick still counts. "
                "RESUME ends the pause."
            ),
            date(2026, 11, 21),
        ),
        (
            3,
            (
                "Reminders are paused and come again from Monday 23 November. What you tick still counts. "
                "RESUME ends the pause."
            ),
            date(2026, 11, 23),
        ),
    ],
)
def test_pause_names_the_day_on_which_reminders_come_again(
    wishing_anna: Wishing, days: int, answer: str, until: date
) -> None:
    assert wishing_anna.say(Pause(days), TEN_PAST) == answer
    assert wishes.of(wishing_anna.session, wishing_anna.user_id).paused_until == until


def test_pause_without_its_days_or_with_too_many_is_asked_about(wishing_anna: Wishing) -> None:
    assert wishing_anna.say(Pause(None), TEN_PAST) == "For how many days? Reply e.g. PAUSE 3 DAYS"
    for days in (0, 91, 10**12):
        assert wishing_anna.say(Pause(days), TEN_PAST) == (
            "A pause can be from 1 to 90 days, so nothing was changed. Reply e.g. PAUSE 7 DAYS"
        )
    assert wishes.of(wishing_anna.session, wishing_anna.user_id).paused_until is None


def test_pause_after_midnight_is_meant_for_the_day_that_begins(wishing_anna: Wishing) -> None:
    past_midnight = datetime(2026, 11, 21, 0, 30, tzinfo=UTC)
    assert "come again from tomorrow." in wishing_anna.say(Pause(1), past_midnight)
    assert wishes.of(wishing_anna.session, wishing_anna.user_id).paused_until == date(2026, 11, 22)


def test_resume_ends_a_pause_and_a_wait_and_says_what_comes(wishing_anna: Wishing) -> None:
    session, user_id = wishing_anna.session, wishing_anna.user_id
    assert wishing_anna.say(Resume(), TEN_PAST) == "Reminders are on. Next: tomorrow at 08:00."
    wishing_anna.say(Later(), TEN_PAST)
    assert wishing_anna.say(Resume(), TEN_PAST) == "Reminders are on again. Next: tomorrow at 08:00."
    wishing_anna.say(Pause(9), TEN_PAST)
    assert wishing_anna.say(Resume(), TEN_PAST) == "Reminders are on again. Next: tomorrow at 08:00."
    hers = wishes.of(session, user_id)
    assert (hers.paused_until, hers.snoozed_until) == (None, None)


def test_later_over_the_hour_that_comes_twice_names_what_the_clock_shows(
    app: Flask, wishing_nora: Wishing
) -> None:
    session, user = wishing_nora.session, wishing_nora.user
    wishes.set_quiet(session, wishing_nora.user_id, quiet_from=time(4), quiet_to=time(4))
    first = datetime(
        2026, 11, 1, 5, 30, tzinfo=UTC
    )  # 1:30 AM for the first time; the habit day is still 10-31
    steps.make_slot(session, user, at=time(1, 30), now=first - MINUTE)
    steps.remind(app, first)
    assert wishing_nora.say(Later(), first) == "OK. I ask again at 1:30 AM."
    assert wishes.of(session, wishing_nora.user_id).snoozed_until == first + HOUR


def test_switches_are_kept_and_said(wishing_anna: Wishing) -> None:
    cases: list[tuple[Wish, tuple[bool, bool], str]] = [
        (
            Discreet(is_on=True),
            (True, False),
            "Reminders name no habits now, only how many. ? shows the list. DISCREET OFF ends it.",
        ),
        (
            Notes(is_on=True),
            (True, True),
            "What you write beside an answer is kept as the note of that day. NOTES OFF ends it.",
        ),
        (
            Discreet(is_on=False),
            (False, True),
            "Reminders name your habits again. DISCREET ON hides them.",
        ),
        (
            Notes(is_on=False),
            (False, False),
            "Only your ticks are kept now, not what you write beside them. NOTES ON keeps it again.",
        ),
    ]
    for wish, kept, answer in cases:
        assert wishing_anna.say(wish, TEN_PAST) == answer
        hers = wishes.of(wishing_anna.session, wishing_anna.user_id)
        assert (hers.is_discreet, hers.takes_notes) == kept


WISHES: list[Wish] = [
    Later(),
    Pause(3),
    Resume(),
    Remind(time(9)),
    RemindOff(Part.ALL),
    Discreet(is_on=True),
    Notes(is_on=True),
]


def test_after_stop_a_wish_changes_nothing(wishing_anna: Wishing) -> None:
    session, user_id = wishing_anna.session, wishing_anna.user_id

    def state() -> tuple[object, object]:
        return wishes.of(session, user_id).model_dump(), [each.model_dump() for each in wishing_anna.slots()]

    wishing_anna.say(Pause(5), TEN_PAST)
    consent.revoke(session, user_id=user_id, channel=Channel.SMS, by="text", words="STOP", now=TEN_PAST)
    before = state()
    for wish in WISHES:
        assert wishing_anna.say(wish, TEN_PAST) == (
            "Texts are not on for this number, so nothing was changed. Text START to turn them on."
        )
        assert state() == before


def test_hers_alone_is_changed(wishing_anna: Wishing, session: Session) -> None:
    other = steps.make_texter(session, phone="+14155550199", email="carla@example.org")
    steps.make_slot(session, other)
    for wish in WISHES:
        wishing_anna.say(wish, TEN_PAST)
    (slot,) = queries.slots_of(session, other.id or 0)
    assert (slot.at, slot.is_active) == (time(8), True)
    assert wishes.of(session, other.id or 0).paused_until is None


def test_everything_there_is_to_say_fits_one_text(app: Flask, session: Session) -> None:
    user: User = make.make_user(session, locale="en_US", zone="America/Los_Angeles")
    long = "2026-09-30T06:30:00+00:00"  # Wednesday the 30th of September seen from the week before
    payload = {
        "at": long, "soon": long, "next": long, "next_way": "push", "until": "2026-09-30", "is_on": True,
        "was": "12:58:00", "time": "12:59:00", "quiet_from": "22:58:00", "quiet_to": "12:59:00",
        "times": [["12:59:00", False]] * 12,
    }  # fmt: skip
    for each in Told:
        wishing.words_of(app, user, {"told": each.value, **payload}, datetime(2026, 9, 24, tzinfo=UTC))
    for part in Part:
        for is_on in (True, False):
            said = {**payload, "told": "switched", "part": part.value, "count": 12, "is_on": is_on}
            del said["time"]
            wishing.words_of(app, user, said, datetime(2026, 9, 24, tzinfo=UTC))
