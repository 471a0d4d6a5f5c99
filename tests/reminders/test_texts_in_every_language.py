"""Every text of ours in every language: one segment, and each word it offers is understood there."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from flask import Flask
from flask_babel import force_locale

from app import locales, translating
from app.catalogue import book
from app.reminders import asking_back, examples, tongues
from app.reminders.examples import Board
from app.rules import joining, replies, reply_tongues, reply_words, texts
from app.rules.marks import Skip
from app.rules.replies import Context, Listed
from app.rules.reply_meanings import About, Answer, Item, Nothing, OptOut, Reply, WrongNumber
from tests.reminders import boards

OTHERS = [each.code for each in locales.LANGUAGES if each.code != locales.FALLBACK]
# Where the words stand that go out by text; what a page or an email says is not bound to one segment.
NAMES = """about answered asking_back discreet discreet_echoes echoes join_words month_letter nudges
plant_nudges questions recorded_words settled_words sharing wording"""
OURS = {f"app/reminders/{name}.py" for name in NAMES.split()}
# What is likely in the places of a sentence.
FILLED = {
    "time": "08:30",
    "first": "08:30",
    "last": "08:30",
    "habit": "Caminata",
    "num": "3",
    "most": "90",
    "day": "20 nov",
    "name": "Margarita",
}
# Words in capitals as she is to answer with them, a figure or a place of the sentence behind them.
COMMAND = re.compile(
    r"[A-ZÁÉÍÓÚÜÑ]{2,}(?: (?:[A-ZÁÉÍÓÚÜÑ]{2,}|\d+[A-Z]*(?::\d+)?|%\(\w+\)[sd]|(?<=\d )[A-Z]{2}))*"
)
AGREES, NO_COMMAND = "agrees", "no command"
WALK = Listed(1, 1, ("Caminata", "Walk"), True, "minute")


def messages(language: str) -> list[Message]:
    """What goes out by text and is translated, as its file has it."""
    with (locales.TRANSLATIONS / language / translating.MESSAGES).open("rb") as file:
        catalog: Catalog = read_po(file)
    return [
        each for each in catalog if each.id and each.string and {place for place, _ in each.locations} & OURS
    ]


def pairs(message: Message) -> list[tuple[str, str]]:
    """The English and the other words of a message, with its places filled; of both plural forms."""
    english, others = (
        [part] if isinstance(part, str) else list(part or ()) for part in (message.id, message.string)
    )
    return [(filled(one), filled(other)) for one, other in zip(english, others, strict=False)]


def filled(text: str) -> str:
    for name, value in FILLED.items():
        text = re.sub(rf"%\({name}\)[sd]", value, text)
    return text


def meant(command: str, language: str) -> object:
    """What somebody means who answers just so."""
    context = Context([WALK], [WALK], TODAY, TODAY, tongues=tongues.every(), language=language)
    ways = reply_tongues.ways(reply_words.plain(command), tongues.every())
    return AGREES if any(map(joining.agrees, ways)) else bare(replies.parse(command, context))


def bare(reply: Reply) -> object:
    match reply:
        case Answer() | Nothing():
            return NO_COMMAND
        case OptOut() | WrongNumber():
            return replace(reply, words="")
        case About():
            return replace(reply, heard="")
    return reply


TODAY = date(2026, 11, 26)


@pytest.mark.parametrize("language", OTHERS)
def test_text_has_no_more_segments_than_in_english(language: str) -> None:
    found = [pair for message in messages(language) for pair in pairs(message)]
    assert len(found) > 150
    longer = [
        other
        for english, other in found
        if texts.segments(texts.to_gsm(other)) > texts.segments(texts.to_gsm(english))
    ]
    assert longer == []


@pytest.mark.parametrize("language", OTHERS)
def test_each_word_a_text_offers_means_there_what_it_means_in_english(language: str) -> None:
    offered = 0
    for message in messages(language):
        for english, other in pairs(message):
            wanted = [each for each in map_meant(english, "en") if each != NO_COMMAND]
            assert [each for each in map_meant(texts.to_gsm(other), language) if each != NO_COMMAND] == wanted
            offered += len(wanted)
    assert offered > 25


def map_meant(text: str, language: str) -> list[object]:
    return sorted((meant(each, language) for each in COMMAND.findall(text)), key=repr)


@pytest.mark.parametrize("language", OTHERS)
def test_language_has_words_to_answer_with(language: str) -> None:
    assert language in {tongue.language for tongue in tongues.every()}


def untrue(board: Board) -> list[str]:
    """The examples that the page would offer, and the parser takes for something else."""
    ways = [each for known in examples.habits(board) for each in known.examples]
    every = ways + [each for group in examples.groups(board) for each in group.examples]
    assert len(every) > 20
    return [each.words for each in every if not examples.is_true(each, board.context)]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("language", OTHERS)
def test_examples_of_every_habit_mean_what_the_page_says(app: Flask, language: str) -> None:
    locale = next(each for each in locales.OFFERED if locales.language_of(each) == language)
    with app.app_context(), force_locale(locale):
        hers = {habit.slug: boards.of_slugs(habit.slug, locale=locale) for habit in book.book().habits}
        found = {slug: untrue(board) for slug, board in hers.items()}
        everyday = boards.of_slugs("prunes", "vitamin-d", "plants", "weight-bearing", locale=locale)
        assert untrue(everyday) == []
    assert {slug: words for slug, words in found.items() if words} == {}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("language", OTHERS)
def test_words_of_a_proposed_answer_mean_just_that(app: Flask, language: str) -> None:
    locale = next(each for each in locales.OFFERED if locales.language_of(each) == language)
    context = boards.of_slugs("prunes", "vitamin-d", "plants", "weight-bearing", locale=locale).context
    with app.app_context(), force_locale(locale):
        for why in Skip:
            said = replies.parse(asking_back.skipping("2", why), context)
            assert said == Answer(items=(Item(2, skip=why),))
        for ago in range(1, 7):
            day = context.today - timedelta(days=ago)
            said = replies.parse(f"{asking_back.day_word(day, context.today)} 1", context)
            assert said == Answer(items=(Item(1, day=day),))
