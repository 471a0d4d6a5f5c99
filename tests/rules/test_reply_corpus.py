"""The corpus of texts: no wrong record, nearly all clear ones recorded, each unclear one asked back."""

import pytest

from app.rules.marks import Skip
from app.rules.reply_meanings import Answer, Item, Nothing
from tests.rules import reply_corpus, test_replies
from tests.rules.reply_cases import (
    CLEAR,
    KEFIR,
    PLANTS,
    PRUNES,
    TODAY,
    VIT_D,
    WALK,
    items,
    parse,
    parse_whole,
)
from tests.rules.reply_corpus import ASKED, YESTERDAY, read, said

LABELLED = [
    *reply_corpus.EATEN,
    *reply_corpus.OTHER_DAYS,
    *reply_corpus.LEFT_OUT,
    *reply_corpus.SET_ASIDE,
    *reply_corpus.SLIPS,
    *reply_corpus.UNITS,
    *reply_corpus.ALL_BUT,
    *reply_corpus.NOTES,
    *reply_corpus.MIXED,
    *reply_corpus.WISHES,
    *reply_corpus.QUESTIONS,
]


def test_the_corpus_is_long_enough_to_mean_something():
    texts = [text for text, _ in (*LABELLED, *CLEAR)] + ASKED + test_replies.UNCERTAIN + test_replies.DENIALS
    assert len(set(texts)) > 500


@pytest.mark.parametrize(("text", "meaning"), LABELLED)
def test_labelled_text_means_what_its_writer_meant(text, meaning):
    assert read(text) == meaning


@pytest.mark.parametrize("text", ASKED)
def test_uncertain_text_records_nothing_and_is_asked_back_in_her_words(text):
    assert read(text) == Answer(unclear=" ".join(text.split()))


@pytest.mark.parametrize(
    ("text", "guess"),
    [
        ("1.3", items(PRUNES, PLANTS)),
        ("13", items(PRUNES, PLANTS)),
        ("1-3", items(PRUNES, VIT_D, PLANTS)),
        ("2/4", items(VIT_D, WALK)),
        ("15", ()),
        ("prunes, 4", items((PRUNES, 4.0))),
        ("a glass of kefir", items(KEFIR)),
        ("30 min", items((WALK, 30.0))),
        ("no walk", (Item(WALK.habit_id, skip=Skip.OTHER),)),
        ("1, no walk", (Item(WALK.habit_id, skip=Skip.OTHER),)),
        ("how are you", ()),
    ],
)
def test_what_an_unclear_text_may_mean_is_guessed_and_never_recorded(text, guess):
    reply = parse_whole(text)
    assert reply.guess == guess
    assert not {item.habit_id for item in reply.items} & {item.habit_id for item in guess}


def test_lone_number_after_a_habit_was_named_may_be_its_amount():
    asked = parse_whole("4", just_named=PRUNES.habit_id)
    assert asked == Answer(unclear="4", guess=items((PRUNES, 4.0)))
    assert parse("4 2", just_named=PRUNES.habit_id) == said(WALK, VIT_D)
    assert parse("4", just_named=PLANTS.habit_id) == said(WALK)


def test_days_are_told_from_today_and_what_names_none_belongs_to_the_day_asked_about():
    assert read("1 3", day=YESTERDAY) == said(PRUNES, PLANTS)
    assert read("yesterday 1 3", day=YESTERDAY) == said(PRUNES, PLANTS)
    assert read("today 1 3", day=YESTERDAY) == said(PRUNES, PLANTS, day=TODAY)
    assert read("sick", day=YESTERDAY).aside.first == YESTERDAY
    assert read("sick till friday", day=YESTERDAY).aside.first == TODAY


def test_notes_are_kept_only_when_she_allows_them_or_says_note():
    assert parse("1 3. feeling tired") == said(PRUNES, PLANTS, unclear="feeling tired")
    assert parse("1 3. Note: feeling tired") == said(PRUNES, PLANTS, note="feeling tired")
    assert read("feeling tired") == Answer(unclear="feeling tired")


def test_plants_are_none_when_nothing_of_hers_counts_them():
    walk_alone = parse("oats kale", (), habits=(WALK,), plants=())
    assert walk_alone == Answer(unclear="oats kale")


@pytest.mark.parametrize(
    "text",
    [
        "I'm driving with Do Not Disturb While Driving Turned On. I'll see your message when I get there.",
        "I’m driving right now. 1 3",
        "Automatic reply: I am out of the office until 3 May",
        "Can't talk right now, call you later",
        "I’m not receiving notifications. If this is urgent, reply “urgent”.",
    ],
)
def test_what_a_phone_writes_by_itself_is_nothing(text):
    assert read(text) == Nothing()
