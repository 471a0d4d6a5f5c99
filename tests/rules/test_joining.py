"""Beginning by text: what an answer means at each step."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules import joining
from app.rules.joining import Offer, Step

OFFERS = (
    Offer("prunes", frozenset(("prunes", "prune", "driedplums"))),
    Offer("fermented", frozenset(("ferments", "kefir"))),
    Offer("vitamin-d", frozenset(("vitd", "vitamind", "d3"))),
    Offer("plants", frozenset(("plants",))),
    Offer("weight-bearing", frozenset(("walk", "walking", "exercise"))),
)
# Noon in London, 7 in New York, 5 in Phoenix and Denver, 4 in Los Angeles; 23 in Sydney, 22 in Brisbane.
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
JUNE = datetime(2026, 6, 20, 12, 0, tzinfo=UTC)
US = ("America/New_York", "America/Denver", "America/Phoenix", "America/Los_Angeles")


@pytest.mark.parametrize(
    "text", ["JOIN", "join", " Join. ", "join bonny", "Join please", "I want to join", "Hi Bonny, join me in"]
)
def test_asking_to_join_is_understood(text):
    assert joining.wants_to_join(text)


@pytest.mark.parametrize(
    "text", ["", "join us for lunch", "dont join", "joining", "joint", "1", "can Anna join?"]
)
def test_other_words_do_not_begin_a_talk(text):
    assert not joining.wants_to_join(text)


@pytest.mark.parametrize(
    "text",
    ["AGREE", "agree.", "I agree", "yes I agree", "Yes, i agree!", "ok agree", "Agreed", "I do agree", "YES",
     "yes please", "Yes, thank you", "ＡＧＲＥＥ"],
)  # fmt: skip
def test_agreement_is_understood(text):
    assert joining.agrees(text)


@pytest.mark.parametrize(
    "text",
    ["", "ok", "no", "I don't agree", "I don’t agree", "I do not agree", "agree to what?", "disagree",
     "yes but", "Reply AGREE to begin", "1", "yesterday", "👍"],
)  # fmt: skip
def test_nothing_else_counts_as_agreement(text):
    assert not joining.agrees(text)


@pytest.mark.parametrize("text", ["No", "no thanks", "Not now", "I don't agree", "disagree"])
def test_refusal_is_understood(text):
    assert joining.declines(text)


@pytest.mark.parametrize("text", ["AGREE", "no idea what this is", "not yet, tell me more", ""])
def test_a_question_is_no_refusal(text):
    assert not joining.declines(text)


@pytest.mark.parametrize(
    ("text", "chosen"),
    [
        ("1", ["prunes"]),
        ("1 3", ["prunes", "vitamin-d"]),
        ("5,1", ["weight-bearing", "prunes"]),
        ("one and five", ["prunes", "weight-bearing"]),
        ("prunes and walk", ["prunes", "weight-bearing"]),
        ("Vit D please", ["vitamin-d"]),
        ("vitamin D + kefir", ["vitamin-d", "fermented"]),
        ("D3", ["vitamin-d"]),
        ("1 Prunes", ["prunes"]),
        ("I would like to begin with dried plums, thanks", ["prunes"]),
        ("1️⃣ 2️⃣", ["prunes", "fermented"]),
        ("１ ４", ["prunes", "plants"]),
        ("1 2 3", ["prunes", "fermented", "vitamin-d"]),
        ("all", ["prunes", "fermented", "vitamin-d", "plants", "weight-bearing"]),
        ("", []),
        ("0", []),
        ("6", []),
        ("12", []),
        ("what are ferments?", []),
        ("not prunes", []),
        ("please", []),
    ],
)
def test_habits_are_chosen_by_number_or_name(text, chosen):
    assert list(joining.choose(text, OFFERS)) == chosen


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("8:30 pm", [1230]),
        ("8.30PM", [1230]),
        ("8:30 p.m.", [1230]),
        ("8 am", [480]),
        ("It's 8:30 pm now", [1230]),
        ("it’s about 8 pm here", [1200]),
        ("20:30", [1230]),
        ("20h30", [1230]),
        ("2030", [1230]),
        ("08:30", [510, 1230]),
        ("8:30", [510, 1230]),
        ("830", [510, 1230]),
        ("8", [480, 1200]),
        ("8 o'clock", [480, 1200]),
        ("8 in the evening", [1200]),
        ("8:30 this morning", [510]),
        ("half past eight", [510, 1230]),
        ("half past 8 pm", [1230]),
        ("quarter to 9", [525, 1245]),
        ("quarter to one", [45, 765]),
        ("a quarter past eight", [495, 1215]),
        ("12 am", [0]),
        ("12:15 pm", [735]),
        ("0:10", [10]),
        ("noon", [720]),
        ("midnight", [0]),
        ("25:00", []),
        ("8:75", []),
        ("13 pm", []),
        ("0 am", []),
        ("New York", []),
        ("", []),
        ("1 2 3", []),
    ],
)
def test_clock_is_read_as_people_write_it(text, minutes):
    assert list(joining.read_clock(text)) == minutes


@pytest.mark.parametrize(
    ("text", "likely", "zone"),
    [
        ("7 am", None, "America/New_York"),
        ("7:12", None, "America/New_York"),
        ("6:45 am", "America/Denver", "America/New_York"),
        ("4:02", None, "America/Los_Angeles"),
        ("5 am", None, "America/Denver"),
        ("5 am", "America/Phoenix", "America/Phoenix"),
        ("5 am", "America/New_York", "America/Denver"),
        ("7:21 am", None, None),
        ("6:30 am", None, None),
        ("hello", None, None),
    ],
)
def test_nearest_clock_within_twenty_minutes_is_hers(text, likely, zone):
    assert joining.zone_by_clock(US, joining.read_clock(text), now=NOON, likely=likely) == zone


def test_clock_is_near_across_midnight():
    almost = datetime(2026, 11, 20, 23, 55, tzinfo=UTC)

    assert joining.zone_by_clock(["UTC"], joining.read_clock("0:05"), now=almost, likely=None) == "UTC"


def test_phoenix_and_los_angeles_share_a_clock_only_in_summer():
    zones, five = ("America/Los_Angeles", "America/Phoenix"), joining.read_clock("5 am")

    assert joining.zone_by_clock(zones, five, now=JUNE, likely=None) == "America/Los_Angeles"
    assert joining.zone_by_clock(zones, five, now=NOON, likely=None) == "America/Phoenix"


@pytest.mark.parametrize(
    ("zones", "is_one"),
    [
        (["Europe/London"], True),
        (["Europe/Berlin", "Europe/Busingen"], True),
        (["Europe/Madrid", "Atlantic/Canary"], False),
        (["America/Denver", "America/Phoenix"], False),
        (["Australia/Sydney", "Australia/Brisbane"], False),
        (["Australia/Sydney", "Australia/Melbourne"], True),
    ],
)
def test_no_question_is_asked_where_every_clock_is_the_same(zones, is_one):
    assert joining.have_one_clock(zones, now=NOON) is is_one


def test_time_is_asked_three_times_at_most():
    assert joining.ASKED_AGAIN == {Step.ZONE: Step.ZONE_AGAIN, Step.ZONE_AGAIN: Step.ZONE_LAST}
    assert [step for step in Step if step.is_about_zone] == [Step.ZONE, Step.ZONE_AGAIN, Step.ZONE_LAST]


@given(st.text(max_size=200))
def test_any_text_is_read_without_an_error(text):
    assert joining.choose(text, ()) == () or "all" in text.lower() or "everything" in text.lower()
    assert all(0 <= minutes < 1440 for minutes in joining.read_clock(text))
    joining.agrees(text)
    joining.declines(text)
    joining.wants_to_join(text)
