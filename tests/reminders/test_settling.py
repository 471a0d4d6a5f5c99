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
from app.reminders.models import Purpose
from app.reminders.told import Told
from app.rules.reply_meanings import Discreet, Later, Notes, Part, Pause, Remind, RemindOff, Resume
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


@pytest.fixture
def wishing_anna(app: Flask, session: Session, now: Callable[[datetime], None]) -> Wishing:
    """Anna in London, who was texted at eight of prunes and her walk."""
    user = steps.make_texter(session)
    steps.make_habits(session, user, "prunes", "weight-bearing")
    steps.make_slot(session, user)
    steps.remind(app)
    return Wishing(app, session, user)


@pytest.fixture
def wishing_nora(app: Flask, session: Session, now: Callable[[datetime], None]) -> Wishing:
    """Nora in New York, who agreed to texts, with a habit and no times yet."""
    user = steps.make_texter(session, zone="America/New_York", locale="en_US")
    steps.make_habits(session, user, "prunes")
    return Wishing(app, session, user)


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
        (None, "For how many days? Reply e.g. PAUSE 3 DAYS", None),
        (0, "A pause can be from 1 to 90 days, so nothing was changed. Reply e.g. PAUSE 7 DAYS", None),
        (91, "A pause can be from 1 to 90 days, so nothing was changed. Reply e.g. PAUSE 7 DAYS", None),
    ],
)
def test_pause_names_the_day_on_which_reminders_come_again(
    wishing_anna: Wishing, days: int | None, answer: str, until: date | None
) -> None:
    assert wishing_anna.say(Pause(days), TEN_PAST) == answer
    assert wishes.of(wishing_anna.session, wishing_anna.user_id).paused_until == until


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


def test_her_only_time_moves_however_far(wishing_anna: Wishing) -> None:
    answer = wishing_anna.say(Remind(time(17, 30)), TEN_PAST)
    # Today had its reminder.
    assert answer == "Your reminder moves from 08:00 to 17:30. Next: tomorrow at 17:30."
    assert wishing_anna.times() == ["17:30"]
    assert wishing_anna.say(Remind(time(17, 30)), TEN_PAST) == (
        "You have a reminder at 17:30 already. Next: tomorrow at 17:30."
    )


@pytest.mark.parametrize(
    ("at", "times"),
    [
        (time(9, 30), ["09:30", "13:00", "19:00"]),
        (time(10, 30), ["10:30", "13:00", "19:00"]),  # of two the earlier
        (time(10, 31), ["08:00", "10:31", "19:00"]),
        (time(16), ["08:00", "16:00", "19:00"]),
        (time(20, 59), ["08:00", "13:00", "20:59"]),
    ],
)
def test_of_several_times_the_nearest_moves(wishing_anna: Wishing, at: time, times: list[str]) -> None:
    for each in (time(13), time(19)):
        steps.make_slot(wishing_anna.session, wishing_anna.user, at=each)
    wishing_anna.say(Remind(at), TEN_PAST)
    assert wishing_anna.times() == times


def test_what_is_far_from_all_her_times_is_a_new_one(wishing_anna: Wishing) -> None:
    steps.make_slot(wishing_anna.session, wishing_anna.user, at=time(8, 30))
    answer = wishing_anna.say(Remind(time(18)), TEN_PAST)
    assert answer == ("There is a reminder at 18:00 now. Next: today at 18:00. REMIND OFF 18:00 ends it.")
    assert [(slot.at, slot.purpose) for slot in wishing_anna.slots()][-1] == (time(18), Purpose.EVENING)


def test_moved_time_keeps_its_days_ways_and_habits(wishing_anna: Wishing) -> None:
    (slot,) = wishing_anna.slots()
    wanted = slots.Wanted(
        time(8), (Channel.SMS, Channel.EMAIL), Purpose.DAY, frozenset({0, 2}), (1,), again_after=120
    )
    slots.change(wishing_anna.session, wishing_anna.user, slot_id=slot.id or 0, wanted=wanted, now=TEN_PAST)
    assert wishing_anna.say(Remind(time(9)), TEN_PAST) == (
        "Your reminder moves from 08:00 to 09:00. Next: Monday 23 November at 09:00."
    )
    (slot,) = wishing_anna.slots()
    assert (slot.at, slot.channels, slot.weekdays) == (time(9), (Channel.SMS, Channel.EMAIL), "02")
    assert (slot.habit_ids, slot.again_after) == ([1], 120)


def test_without_a_time_by_text_the_first_is_made(wishing_nora: Wishing) -> None:
    at = MORNING + 6 * HOUR
    email = steps.make_slot(wishing_nora.session, wishing_nora.user, channel=Channel.EMAIL, now=at)
    assert wishing_nora.say(Remind(time(8, 30)), at) == (
        "There is a reminder at 8:30 AM now. Next: tomorrow at 8:30 AM. REMIND OFF 8:30 AM ends it."
    )
    assert [(slot.at, slot.channel) for slot in wishing_nora.slots()] == [
        (email.at, Channel.EMAIL),
        (time(8, 30), Channel.SMS),
    ]


def test_time_that_rests_is_switched_on_instead_of_doubled(wishing_anna: Wishing) -> None:
    wishing_anna.say(RemindOff(Part.ALL), TEN_PAST)
    assert wishing_anna.say(Remind(time(8)), TEN_PAST).startswith("There is a reminder at 08:00 now.")
    assert wishing_anna.times() == ["08:00"]
    assert len(wishing_anna.slots()) == 1


@pytest.mark.parametrize("at", [time(21), time(23, 59), time(0), time(7, 59)])
def test_time_in_her_quiet_hours_is_not_set(wishing_anna: Wishing, at: time) -> None:
    assert wishing_anna.say(Remind(at), TEN_PAST) == (
        "That is in your quiet hours, 21:00 to 08:00, so nothing was changed. "
        "WEB sends a link to where you can change them."
    )
    assert wishing_anna.times() == ["08:00"]


def test_time_outside_the_quiet_hours_she_widened_is_set(wishing_anna: Wishing) -> None:
    wishes.set_quiet(wishing_anna.session, wishing_anna.user_id, quiet_from=time(22), quiet_to=time(6))
    for at in (time(21, 59), time(6)):
        wishing_anna.say(Remind(at), TEN_PAST)
        assert wishing_anna.times() == [at.strftime("%H:%M")]


def test_no_time_no_room_and_no_zone_are_said(wishing_anna: Wishing) -> None:
    assert wishing_anna.say(Remind(None), TEN_PAST) == ("At what time? Reply e.g. REMIND 8:30 or REMIND 7 PM")
    for minute in range(1, 12):
        steps.make_slot(wishing_anna.session, wishing_anna.user, at=time(8, minute))
    assert wishing_anna.say(Remind(time(18)), TEN_PAST) == (
        "You have as many times as there may be. WEB sends a link to where you can change them."
    )
    wishing_anna.user.zone = "Mars/Olympus"
    assert wishing_anna.say(Remind(time(8, 30)), TEN_PAST) == (
        "Bonny does not know your time zone. WEB sends a link: choose it in More, About you."
    )


def three_times(wishing_one: Wishing) -> None:
    """A morning at eight, a noon, an evening at seven and the plants on Fridays at six."""
    for at in (time(12), time(19)):
        steps.make_slot(wishing_one.session, wishing_one.user, at=at)
    plants = {"at": time(18), "purpose": Purpose.PLANTS, "weekdays": frozenset({4})}
    steps.make_slot(wishing_one.session, wishing_one.user, **plants)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("which", "answer", "left"),
    [
        (Part.MORNING, "Morning reminder off. Next: today at 12:00.", ["12:00", "18:00", "19:00"]),
        (Part.EVENING, "Evening reminder off. Next: today at 12:00.", ["08:00", "12:00", "18:00"]),
        (
            Part.ALL,
            "All reminders by text are off. No reminder is set: REMIND 8:30 sets one.",
            [],
        ),
        (time(12), "The reminder at 12:00 is off. Next: today at 18:00.", ["08:00", "18:00", "19:00"]),
        (
            time(7),
            "There is no such reminder. Yours: 08:00, 12:00, 18:00, 19:00.",
            ["08:00", "12:00", "18:00", "19:00"],
        ),
    ],
)
def test_times_go_off_by_part_of_day_or_by_the_clock(
    wishing_anna: Wishing, which: Part | time, answer: str, left: list[str]
) -> None:
    three_times(wishing_anna)
    assert wishing_anna.say(RemindOff(which), TEN_PAST) == answer
    assert wishing_anna.times() == left


def test_what_is_off_goes_on_again(wishing_anna: Wishing) -> None:
    three_times(wishing_anna)
    wishing_anna.say(RemindOff(Part.EVENING), TEN_PAST)
    assert wishing_anna.say(RemindOff(Part.EVENING), TEN_PAST) == (
        "That is off already. Next: today at 12:00."
    )
    assert wishing_anna.say(RemindOff(time(20)), TEN_PAST) == (
        "There is no such reminder. Yours: 08:00, 12:00, 18:00, 19:00 (off)."
    )
    wishing_anna.say(RemindOff(time(12)), TEN_PAST)
    assert wishing_anna.say(RemindOff(Part.EVENING, is_on=True), TEN_PAST) == (
        "Evening reminder on. Next: today at 18:00."
    )
    assert wishing_anna.say(RemindOff(time(12), is_on=True), TEN_PAST) == (
        "The reminder at 12:00 is on. Next: today at 12:00."
    )
    assert wishing_anna.say(RemindOff(Part.ALL, is_on=True), TEN_PAST) == (
        "That is on already. Next: today at 12:00."
    )
    assert wishing_anna.times() == ["08:00", "12:00", "18:00", "19:00"]


def test_two_evenings_go_off_together_and_other_ways_stay(wishing_anna: Wishing) -> None:
    session, user = wishing_anna.session, wishing_anna.user
    for at in (time(17), time(19)):
        steps.make_slot(session, user, at=at)
    steps.make_slot(session, user, at=time(18), channel=Channel.EMAIL)
    assert wishing_anna.say(RemindOff(Part.EVENING), TEN_PAST) == (
        "2 evening reminders off. Next: today at 18:00 by email."
    )
    assert wishing_anna.times() == ["08:00", "18:00"]
    assert wishing_anna.say(RemindOff(Part.EVENING), TEN_PAST, channel=Channel.EMAIL) == (
        "Evening reminder off. Next: tomorrow at 08:00."
    )


def test_month_letter_goes_by_its_time_alone(wishing_anna: Wishing) -> None:
    steps.make_slot(wishing_anna.session, wishing_anna.user, at=time(9), purpose=Purpose.MONTH)
    wishing_anna.say(RemindOff(Part.ALL), TEN_PAST)
    assert wishing_anna.times() == ["09:00"]
    assert wishing_anna.say(Remind(time(9)), TEN_PAST).startswith("There is a reminder at 09:00 now.")
    wishing_anna.say(RemindOff(time(9)), TEN_PAST)
    assert wishing_anna.times() == []


def test_nobody_without_times_is_given_a_list_of_them(wishing_nora: Wishing) -> None:
    assert wishing_nora.say(RemindOff(Part.EVENING), MORNING) == (
        "You have no reminders by text. REMIND 8:30 sets one."
    )


@pytest.mark.parametrize(
    ("at", "wish", "answer", "due_at"),
    [
        # The evening before the clock goes back, and the morning after: her 8:30 is an hour later in UTC.
        (
            SUMMER_ENDS - HOUR,
            Remind(time(8, 30)),
            "There is a reminder at 8:30 AM now. Next: tomorrow at 8:30 AM. REMIND OFF 8:30 AM ends it.",
            datetime(2026, 11, 1, 13, 30, tzinfo=UTC),
        ),
        (
            SUMMER_ENDS - 24 * HOUR,
            Remind(time(8, 30)),
            "There is a reminder at 8:30 AM now. Next: tomorrow at 8:30 AM. REMIND OFF 8:30 AM ends it.",
            datetime(2026, 10, 31, 12, 30, tzinfo=UTC),
        ),
        (
            SUMMER_BEGINS + 2 * HOUR,
            Remind(time(8, 30)),
            "There is a reminder at 8:30 AM now. Next: tomorrow at 8:30 AM. REMIND OFF 8:30 AM ends it.",
            datetime(2026, 3, 8, 12, 30, tzinfo=UTC),
        ),
    ],
)
def test_her_wall_clock_holds_through_a_clock_change(
    wishing_nora: Wishing, at: datetime, wish: Remind, answer: str, due_at: datetime
) -> None:
    assert wishing_nora.say(wish, at) == answer
    assert [slot.next_due_at for slot in wishing_nora.slots()] == [due_at]


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


@pytest.mark.parametrize(
    ("wish", "answer"),
    [
        (
            Discreet(is_on=True),
            "Reminders name no habits now, only how many. ? shows the list. DISCREET OFF ends it.",
        ),
        (Discreet(is_on=False), "Reminders name your habits again. DISCREET ON hides them."),
        (
            Notes(is_on=True),
            "What you write beside an answer is kept as the note of that day. NOTES OFF ends it.",
        ),
        (
            Notes(is_on=False),
            "Only your ticks are kept now, not what you write beside them. NOTES ON keeps it again.",
        ),
    ],
)
def test_switches_are_kept_and_said(wishing_anna: Wishing, wish: Discreet | Notes, answer: str) -> None:
    assert wishing_anna.say(wish, TEN_PAST) == answer
    hers = wishes.of(wishing_anna.session, wishing_anna.user_id)
    assert (hers.is_discreet, hers.takes_notes) == (
        isinstance(wish, Discreet) and wish.is_on,
        isinstance(wish, Notes) and wish.is_on,
    )


WISHES = [
    Later(),
    Pause(3),
    Resume(),
    Remind(time(9)),
    RemindOff(Part.ALL),
    Discreet(is_on=True),
    Notes(is_on=True),
]


@pytest.mark.parametrize("wish", WISHES, ids=lambda wish: type(wish).__name__)
def test_after_stop_a_wish_changes_nothing(wishing_anna: Wishing, wish: Remind) -> None:
    session, user_id = wishing_anna.session, wishing_anna.user_id
    wishing_anna.say(Pause(5), TEN_PAST)
    consent.revoke(session, user_id=user_id, channel=Channel.SMS, by="text", words="STOP", now=TEN_PAST)
    before = (wishes.of(session, user_id).model_dump(), [slot.model_dump() for slot in wishing_anna.slots()])
    assert wishing_anna.say(wish, TEN_PAST) == (
        "Texts are not on for this number, so nothing was changed. Text START to turn them on."
    )
    after = (wishes.of(session, user_id).model_dump(), [slot.model_dump() for slot in wishing_anna.slots()])
    assert after == before


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
