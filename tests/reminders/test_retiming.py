"""Her times changed by text: which one moves, which is new, what goes off and on, and what is left."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta

import pytest
from flask import Flask

from app.messages.models import Channel
from app.reminders import slots, wishes
from app.reminders.models import Purpose
from app.rules.reply_meanings import Part, Remind, RemindOff
from tests.reminders import steps
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


@pytest.mark.parametrize(
    ("have", "at", "times"),
    [
        ([time(19)], time(11), ["11:00", "19:00"]),
        ([time(19)], time(11, 1), ["08:00", "11:01", "19:00"]),
        ([time(23, 30)], time(0, 30), ["00:30", "08:00"]),
        ([time(6)], time(7), ["07:00", "08:00"]),  # of two the earlier, whichever she had first
    ],
)
def test_nearest_is_by_the_face_of_the_clock_within_three_hours(
    wishing_anna: Wishing, have: list[time], at: time, times: list[str]
) -> None:
    wishes.set_quiet(wishing_anna.session, wishing_anna.user_id, quiet_from=time(3), quiet_to=time(3))
    for each in have:
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


def test_time_in_her_quiet_hours_is_not_set(wishing_anna: Wishing) -> None:
    for at in (time(21), time(23, 59), time(0), time(7, 59)):
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
