"""Answers in Spanish, and in both languages at once: what is meant is recorded, what is doubtful asked."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.rules import replies, reply_agreement, reply_notes, reply_own_words, reply_tongues, reply_words
from app.rules.plants import Index, own
from app.rules.replies import Context, Listed
from app.rules.reply_meanings import About, Answer, Eaten, Item, Nothing, OptIn, OptOut, Question, Topic
from app.rules.reply_tongues import Tongue
from tests.rules import reply_corpus, test_replies, test_reply_corpus
from tests.rules.reply_cases import (
    CLEAR,
    FOUR,
    KEFIR,
    PLANTS,
    PRUNES,
    TODAY,
    VIT_D,
    WALK,
    items,
    parse,
)
from tests.rules.reply_corpus import YESTERDAY, said
from tests.rules.spanish_corpus import (
    ASKED,
    ENDING,
    SPANISH,
    options,
    read,
    read_whole,
    with_spanish_names,
)
from tests.rules.spanish_corpus import CLEAR as CLEAR_IN_SPANISH
from tests.rules.test_replies_of_any_kind import TEXTS

(ES,) = SPANISH
# Words that may be English too: without another word of hers they are Spanish only to somebody who reads it.
HERS_ALONE = {
    "1 y 2, nada mas",
    "di un paseo",
    "di un paseo de 20 minutos",
    "gracias hija",
    "lunes 1 y 3",
    "solo el 1",
    "tome kefir",
    "vit d dos mil",
    "vitamina d 1.000",
}


@pytest.mark.parametrize(("text", "meaning"), CLEAR_IN_SPANISH)
def test_clear_text_in_spanish_is_taken_whole(text, meaning):
    assert read(text) == meaning


@pytest.mark.parametrize(("text", "guess"), ASKED)
def test_doubtful_text_in_spanish_is_asked_back_in_her_words(text, guess):
    proposed = tuple(Item(habit.habit_id, amount, skip) for habit, amount, skip in guess)
    assert read_whole(text) == Answer(unclear=text, guess=proposed)


@pytest.mark.parametrize(("text", "rest"), ENDING)
def test_wish_for_no_more_texts_is_understood_whatever_the_language(text, rest):
    for language in ("es", "en"):
        assert read(text, language) == OptOut(text, is_carrier_word=False, rest=rest)


def test_corpus_is_long_enough_to_mean_something():
    assert len({text for text, _meaning in (*CLEAR_IN_SPANISH, *ASKED, *ENDING)}) > 200


def test_somebody_who_reads_english_is_understood_in_spanish_or_asked():
    """Where a word may be English too, she is asked; nothing else than its meaning is ever recorded."""
    found = [(text, read(text, "en"), meaning) for text, meaning in CLEAR_IN_SPANISH]
    asked = [text for text, reply, meaning in found if reply != meaning]
    unclear = [reply for _text, reply, meaning in found if reply != meaning]
    assert all(isinstance(reply, Answer) and not reply.has_record for reply in unclear)
    assert set(asked) <= HERS_ALONE


@pytest.mark.parametrize("language", ["en", "es"])
def test_english_is_read_as_ever_beside_another_language(language):
    """All but 1.000, which is a thousand to somebody who reads Spanish."""
    known = [text for text, _meaning in (*test_reply_corpus.LABELLED, *CLEAR)]
    known += [*reply_corpus.ASKED, *test_replies.UNCERTAIN, *test_replies.DENIALS]
    known += [text["text"] for text in test_reply_corpus.TEXTS]
    hers = options(language, takes_notes=True)
    alone = {**hers, "tongues": ()}
    changed = [text for text in known if parse(text, FOUR, **hers) != parse(text, FOUR, **alone)]
    assert changed == (["vit d 1.000"] if language == "es" else [])


@pytest.mark.parametrize(
    ("text", "hers", "others"),
    [
        ("walk once", said((WALK, 11.0)), said(unclear="walk once")),
        ("caminé once", said((WALK, 11.0)), said((WALK, 11.0))),
        ("prunes once. Hola", said((PRUNES, 11.0)), said(unclear="prunes once. Hola")),
        ("mar 1", said(PRUNES, day=reply_corpus.TUESDAY), said(unclear="mar 1")),
        ("quince", said(unclear="quince"), said(plants="quince")),
    ],
)
def test_word_of_two_languages_is_taken_for_hers_or_beside_a_word_of_that_one(text, hers, others):
    assert read(text) == hers
    assert read(text, "en") == others


def test_note_comes_back_as_she_wrote_it():
    assert read("1 y 3. nota: me duele la rodilla") == said(PRUNES, PLANTS, note="me duele la rodilla")
    assert read("nota: no caminé") == said(note="no caminé")
    assert read("1 listo. Me duele la rodilla", takes_notes=True) == said(PRUNES, note="Me duele la rodilla")
    assert read("1 3. gracias hija", takes_notes=True) == said(PRUNES, PLANTS)
    assert read("1. ayer", takes_notes=True) == said(unclear="1. ayer")


def test_rest_that_is_not_clear_comes_back_as_she_wrote_it():
    assert read("1 listo, me duele la cabeza") == said(PRUNES, unclear="me duele la cabeza")
    assert read("camine 30. 1 media hora blorp") == said((WALK, 30.0), unclear="1 30 min blorp")


# Her own names and plants.
TODO = Listed(21, 1, ("Todo en orden", "todo"), False)
PAN = Listed(22, 2, ("Pan de ayer",), True, "vaso")
PAUSA = Listed(23, 3, ("Pausa",), False)


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("todo", said(TODO)),
        ("pan de ayer 2 vasos", said((PAN, 2.0))),
        ("ayer pan de ayer 2", said((PAN, 2.0), day=YESTERDAY)),
        ("pausa", said(PAUSA)),
        ("listo", said(TODO, PAN, PAUSA)),
    ],
)
def test_names_of_hers_are_never_rewritten(text, meaning):
    hers = (TODO, PAN, PAUSA)
    assert parse(text, hers, habits=hers, tongues=SPANISH, language="es") == meaning


def test_word_of_another_language_is_no_slip_of_the_thumb():
    """ "Mismo" is one letter from miso, and a word of its own."""
    miso = Listed(24, 1, ("Miso",), False)
    assert parse("mismo", (miso,), habits=(miso,)) == said(miso)
    assert parse("mismo", (miso,), habits=(miso,), tongues=SPANISH) == said(unclear="mismo")


def test_plants_of_hers_are_never_rewritten():
    hers = Index([own("Ciruela"), own("Hoja de hoy")])
    more = {"plants": (*options()["plants"], hers)}
    assert read("plantas ciruela, hoja de hoy", **more) == Answer(
        plants=(Eaten("~Ciruela"), Eaten("~Hoja de hoy"))
    )
    assert read("comi pan de higo, avena y kale") == said(plants="oats kale", unclear="comi pan de higo")


SLUGS = {PRUNES: "prunes", VIT_D: "vitamin-d", PLANTS: "plants", WALK: "weight-bearing", KEFIR: "fermented"}


def test_spanish_names_of_her_habits_change_nothing():
    named = {habit.habit_id: with_spanish_names(habit, slug) for habit, slug in SLUGS.items()}
    listed = tuple(named[habit.habit_id] for habit in FOUR)
    habits = tuple(replace(each, names=named.get(each.habit_id, each).names) for each in reply_corpus.CAREFUL)
    for text, meaning in CLEAR_IN_SPANISH:
        found = parse(text, listed, **options(habits=habits))
        if isinstance(meaning, About):
            assert found.habit_id == meaning.habit_id
        else:
            assert found == meaning, text


@settings(max_examples=100)
@given(
    st.one_of(
        TEXTS,
        st.lists(st.sampled_from([word for phrase in ES.phrases for word in phrase]), max_size=12).map(
            " ".join
        ),
    ),
    st.sampled_from(["es", "en"]),
)
def test_rewriting_never_raises_and_leaves_what_it_does_not_know(text, language):
    assert read_whole(text, language) is not None
    plain = reply_words.plain(text)
    found = reply_tongues.rewritten(plain, ES, is_her_language=language == "es")
    known = ES.own_words | ES.single_words | {word for phrase in ES.phrases for word in phrase}
    if known.isdisjoint(re.findall(r"\d+|[^\W\d_]+", plain)) and "." not in plain:
        assert found.text == plain
    assert found.in_her_words("") == ""


# A tongue of a few words, to see what a tongue can say.
TINY = Tongue(
    language="xx",
    phrases={
        ("hej",): "hello",
        ("{n}", "och", "{n}"): "{n} and {n}",
        ("fore", "{day}"): "before {day}",
        ("klart", "nu"): "done",
        ("inte",): "not",
        ("i", "gar"): "yesterday",
    },
    tables={"{day}": {"mandag": "monday"}, "{number}": {"tva": "two", "en": "a"}},
    shared=frozenset({"i", "en"}),
    automatic=("jag kor bil",),
    reactions=("gillade",),
    reacted_to=("en bild",),
)


@pytest.mark.parametrize(
    ("text", "into"),
    [
        ("tva och 3", "2 and 3"),
        ("en och tva", "1 and 2"),
        ("fore mandag", "before monday"),
        ("fore tva", "fore two"),
        ("i gar 1", "yesterday 1"),
        ("klart, nu", "klart, nu"),
        ("en. hej", "en. hello"),
        ("en hej", "a hello"),
        ("1.000 hej", "1.000 hello"),
        ("", ""),
    ],
)
def test_tongue_puts_its_phrases_into_other_words(text, into):
    assert reply_tongues.rewritten(text, TINY, is_her_language=False).text == into


def test_ways_to_read_a_text_and_what_phones_write():
    assert reply_tongues.ways("hej", (TINY, ES)) == ("hej", "hello")
    assert reply_tongues.is_reaction("gillade en bild", (TINY,))
    assert not reply_tongues.is_reaction("gillade mandag", (TINY,))
    assert reply_tongues.is_automatic("jag kor bil nu", (TINY,))


def test_number_in_words_of_any_language_is_seen():
    assert replies.has_number("treinta", SPANISH)
    assert not replies.has_number("caminata", SPANISH)


def test_yes_in_spanish_brings_texts_back_after_a_stop():
    assert read("sí", opted_out=True) == OptIn()


WHOLE, HALF = said(PRUNES), said(PRUNES, unclear="blorp")
ASKING, GUESSING = said(unclear="blorp"), replace(said(unclear="blorp"), guess=items(WALK))
STOP, WEEK = OptOut("stop", is_carrier_word=False), Question(Topic.WEEK)


@pytest.mark.parametrize(
    ("english", "spoken", "is_sure", "agreed"),
    [
        (WHOLE, WHOLE, True, WHOLE),
        (ASKING, WHOLE, True, WHOLE),
        (HALF, said(WALK), True, said(WALK)),
        (WHOLE, said(WALK), True, said(unclear="all of it")),
        (WHOLE, ASKING, True, WHOLE),
        (HALF, ASKING, True, ASKING),
        (HALF, ASKING, False, HALF),
        (GUESSING, ASKING, True, GUESSING),
        (ASKING, GUESSING, True, GUESSING),
        (WHOLE, WEEK, True, WEEK),
        (WHOLE, WEEK, False, said(unclear="all of it")),
        (STOP, WHOLE, True, STOP),
        (WHOLE, STOP, True, STOP),
        (About(1, "x"), About(1, "y"), True, About(1, "x")),
        (About(None, "x"), WHOLE, True, WHOLE),
        (Nothing(), Nothing(), True, Nothing()),
    ],
)
def test_readings_that_differ_are_asked_about_unless_one_knows_more(english, spoken, is_sure, agreed):
    assert reply_agreement.of(english, [(spoken, is_sure)], "all of it") == agreed


def test_habit_is_named_in_her_words_or_in_those_of_the_tongue():
    named = reply_own_words.OwnWords(Context(FOUR, FOUR, TODAY, TODAY), ES)
    words = ["una", "ciruela", "pasa"]
    assert [named.names_habit(words, at) for at in range(4)] == [False, True, False, False]


def test_words_of_a_language_are_those_of_its_phrases_and_tables():
    tongue = Tongue(
        "es",
        {("luego",): "later", ("dos", "veces"): "twice", ("hace", "{n}"): "{n} ago", ("no",): "no"},
        tables={"unit": {"tazas": "cups"}},
        shared=frozenset({"no"}),
    )
    assert tongue.own_words == {"luego", "dos", "veces", "hace", "tazas"}
    assert tongue.single_words == {"luego", "no", "tazas"}
    assert tongue.by_first["hace"] == [("hace", "{n}")]


def test_note_begins_with_the_words_of_any_language():
    assert reply_notes.cut_off("1 3. anteckning:  knät gör ont", ("anteckning",)) == (
        "1 3. ",
        "knät gör ont",
    )
    assert reply_notes.cut_off("1 anteckning", ("anteckning",)) == ("1 anteckning", "")
