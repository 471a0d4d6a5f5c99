"""What people of 60 to 85 text back, and what it is taken to mean; what is uncertain is never recorded."""

import itertools
from datetime import timedelta

import pytest

from app.rules.replies import Listed
from app.rules.reply_meanings import Help, Nothing, OptIn, OptOut, Question, Topic, Undo
from tests.rules.reply_cases import (
    CLEAR,
    FOUR,
    KEFIR,
    PLANTS,
    PRUNES,
    TODAY,
    TWO,
    VIT_D,
    WALK,
    items,
    parse,
    record,
    unclear,
)

DENIALS = [
    "no prunes",
    "No",
    "not 3",
    "not yet",
    "Didn't walk",
    "didn’t walk today",
    "I did not have my prunes",
    "I haven't walked",
    "not all",
    "prunes and walk not done",
    "not 1, 3",
    "no prunes, walk 30",
    "neither 1 nor 3",
    "forgot 2",
    "1 2 3 👎",
    "❌ 3",
    "never had prunes",
]

UNCERTAIN = [
    "skip 2 ill away",
    "Prunes?",
    "1 3?",
    "did I do my walk",
    "Have I had 1",
    "do you like prunes",
    "How are you?",
    "yes",
    "I did",
    "i 1st",
    "2 and 3 tomorrow",
    "will do 1 and 3",
    "I'll walk",
    "going to walk 30",
    "maybe 3",
    "almost done",
    "half done",
    "the first one",
    "did the one",
    "no one",
    "I love prunes",
    "my husband walked 30 min",
    "prunes for my sister",
    "bananas",
    "9",
    "13",
    "1.3",
    "1/3",
    "1-3",
    "1 - 3",
    "1..3",
    "prunes .5",
    "walk ½",
    "walk 1:30",
    "walk 1.30",
    "walk 1,30",
    "prunes 3 of 5",
    "3 of 4",
    "prunes 4,3",
    "2,5 prunes",
    "2,5 min walk",
    "2. I walked 1 hour",
    "1, no prunes",
    "vit d 1.000",
    "vit d 1,000,3",
    "vit d 3",
    "d 3",
    "prunes 50 g",
    "min 3",
    "30 min",
    "30 min, walk",
    "walk 20 and 30",
    "walk 20, 30",
    "prunes, 4",
    "prunes. 4",
    "prunes\n4",
    "prunes and 9",
    "9, prunes",
    "prunes 5 walk",
    "4 prunes walk",
    "2 prunes 4",
    "2 4 prunes",
    "5 walk 3",
    "30 walk 3",
    "30 min walk 4",
    "kefir vit d 4 2",
    "walk 1 walk walk",
    "1 prunes 3",
    "1. prunes 3. walk 30",
    "blorp, 1, 3 and 4",
    "2 2 2 2 2 2 2 2 2 2 prunes 5",
    "prunes 4, tomorrow walk",
    "d prunes",
    "thanks?",
    "vit, d",
    "4 walk walk",
    "1, 3 prunes",
    "1 prunes",
    "1 Prunes 2 Vit D",
    "1 Prunes\n2 Vit D",
    "1. Prunes 2. Vit D",
    "prunes 2. vit d",
    "2. prunes",
    "4 prunes 30 min walk",
    "prunes 4 prunes 5",
    "prunes 4, prunes 5",
    "prunes, prunes 4",
    "1, prunes 4",
    "prunes 4, prunes with custard",
    "plants 5",
    "3 plants",
    "5 stretches",
    "stretching 2",
    "walk 30 stretching",
    "stretching 1,5",
    "2,5 stretching",
    "all prunes",
    "all 3",
    "all 4 min",
    "everything 4",
    "both",
    "+1 555 123 4567",
    "5551234567",
    "1 2 3 100",
    "9999999999999999",
    "10am",
    "dont stop walking",
    "cancel that",
    "undo 3",
    "start 1",
    "stop 3",
    "plants oats, kale and lentils",
    "prunes 1 walk 2 prunes 3 walk 4 prunes 5 walk 6",
    "1 prunes 2 walk 3 prunes 4 walk 1 prunes 2",
]

HALF_CLEAR = [
    ("1 9", "9", items(PRUNES)),
    ("1, 9 and 12", "9, 12", items(PRUNES)),
    ("1 and bananas", "bananas", items(PRUNES)),
    ("prunes 4, blorp 3", "blorp 3", items((PRUNES, 4.0))),
    ("Hi sweetie\n1 3", "hi sweetie", items(PRUNES, PLANTS)),
    ("prunes 4. Then I fell over, 3", "then i fell over, 3", items((PRUNES, 4.0))),
    ("prunes 4, no walk", "no walk", items((PRUNES, 4.0))),
    ("Had my prunes and no walk today", "no walk today", items(PRUNES)),
    ("2, 1. walk", "1 walk", items(VIT_D)),
    ("2, 3 prunes", "3 prunes", items(VIT_D)),
    ("prunes 4 prunes 5 walk 30", "prunes 4 prunes 5 walk 30", items((WALK, 30.0))),
    ("2, prunes, 4", "prunes, 4", items(VIT_D)),
    ("all, prunes 4", "all, prunes 4", items(VIT_D, PLANTS, WALK)),
]

KIND = [
    "thanks",
    "Thank you dear!",
    "thank you so much Bonny ❤️",
    "ok",
    "OK 👍",
    "Good night",
    "you too, love",
    "lol",
    "❤️",
    "😀😀",
    "✅",
    "👎",
    "...",
    "",
    "   \n ",
    "\u200b",
]

TAPBACKS = [
    "Liked “Bonny: open today: 1 Prunes 2 Vit D. Reply e.g. 1 2”",
    'Loved "Bonny: open today: 1 Prunes"',
    "Laughed at “1 3”",
    "Emphasized “1 3”",
    "Emphasised “1 3”",
    "Questioned “1 3”",
    "Disliked “1 3”",
    "Removed a like from “1 3”",
    "Removed an exclamation from “1 3”",
    "Reacted 👍 to “1 Prunes 2 Vit D”",
    "👍 to “1 Prunes 2 Vit D”",
    "Liked an image",
]

CARRIER_WORDS = ["STOP", "Stopall", "unsubscribe", "CANCEL", "End", "quit", "revoke", "OptOut", " stop\n"]
STOPS = [
    "stop please",
    "Stop.",
    "STOP!!",
    "please stop texting me",
    "Please stop sending me these messages.",
    "stop it",
    "stop all",
    "I want to stop",
    "no more texts",
    "No more messages please",
    "unsubscribe me",
    "Opt out",
    "opt me out please",
    "don't text me anymore",
    "Do not send me any more texts",
    "take me off the list",
    "remove me from your list",
    "leave me alone",
    "Prunes 4. Stop.",
    "1 3\nSTOP",
    "cancel all texts",
    "End.",
    "ＳＴＯＰ",
    "parar por favor",
    "alto",
    "Baja",
    "no más mensajes",
    "stopp",
    "bitte abmelden",
    "keine SMS mehr",
    "arret",
    "Arrêt svp",
    "désabonner",
    "stop reminding me",
    "stop contacting me",
    "I don't want these any more",
    "I do not want these texts",
    "I don't want any more texts",
    "I no longer want these messages",
    "please cease",
    "enough",
    "go away",
    "no thank you stop",
    "STOP STOP STOP",
    "no more",
    "delete my number",
    "ich möchte keine Nachrichten mehr",
    "schreiben Sie mir nicht mehr",
    "nicht mehr schreiben",
    "deje de enviarme mensajes",
    "dar de baja",
    "ne m'écrivez plus",
    "n'envoyez plus de messages",
    "désinscription",
]


def test_the_table_is_long_enough_to_mean_something():
    texts = {text for text, _ in CLEAR}
    assert len(texts) == len(CLEAR) > 120


@pytest.mark.parametrize(("text", "reply"), CLEAR)
def test_clear_answer_is_recorded(text, reply):
    assert parse(text) == reply


@pytest.mark.parametrize(("text", "reply"), CLEAR)
def test_capitals_and_a_cheerful_end_change_nothing(text, reply):
    assert parse(f"  {text.upper()} !! 😀\n") == reply


@pytest.mark.parametrize("text", [*DENIALS, *UNCERTAIN])
def test_denied_or_uncertain_answer_is_asked_about_in_her_words(text):
    assert parse(text) == unclear(" ".join(text.split()))


@pytest.mark.parametrize(("text", "heard", "known"), HALF_CLEAR)
def test_clear_part_is_known_and_the_rest_is_asked_about(text, heard, known):
    assert parse(text) == unclear(heard, known)


def test_sentence_after_one_about_yesterday_is_asked_about():
    answer = parse("prunes yesterday. walk 30")
    assert ([item.day for item in answer.items], answer.unclear) == ([TODAY - timedelta(days=1)], "walk 30")
    assert (answer.has_record, answer.is_clear) == (True, False)
    assert parse("1 3").is_clear


@pytest.mark.parametrize("text", [*KIND, *TAPBACKS])
def test_kindness_and_reactions_are_nothing(text):
    assert parse(text) == Nothing()


@pytest.mark.parametrize("text", CARRIER_WORDS)
def test_lone_carrier_word_is_left_to_the_carrier(text):
    assert parse(text) == OptOut(text.strip(), is_carrier_word=True)


@pytest.mark.parametrize("text", STOPS)
def test_stop_in_other_words_is_ours_to_answer(text):
    reply = parse(text)
    assert isinstance(reply, OptOut)
    assert (reply.words, reply.is_carrier_word) == (text, False)


@pytest.mark.parametrize(
    ("text", "reply"),
    [
        ("undo", Undo()),
        ("UNDO!", Undo()),
        ("undo that please", Undo()),
        ("oops undo", Undo()),
        ("?", Question(Topic.TODAY)),
        ("??", Question(Topic.TODAY)),
        ("Status", Question(Topic.TODAY)),
        ("status please", Question(Topic.TODAY)),
        ("what's left?", Question(Topic.TODAY)),
        ("START", OptIn()),
        ("Unstop.", OptIn()),
        ("HELP", Help()),
        ("help please", Help()),
        ("Info", Help()),
    ],
)
def test_command_alone_is_a_command(text, reply):
    assert parse(text) == reply


@pytest.mark.parametrize("text", ["YES", "yes", "Yes."])
def test_yes_alone_opts_in_only_after_an_opt_out(text):
    assert parse(text, opted_out=True) == OptIn()
    assert parse(text) == unclear(text)


def test_yes_with_anything_else_does_not_opt_in():
    assert parse("yes 1", opted_out=True) == record(PRUNES)
    assert parse("yes please", opted_out=True) == unclear("yes please")


@pytest.mark.parametrize("text", ["all", "done", "d", "👍", "1", "all 0", "both", "1 3", "2 prunes 5"])
def test_list_words_mean_nothing_when_nothing_was_listed(text):
    assert parse(text, ()) == unclear(text)


def test_names_are_known_when_nothing_was_listed():
    assert parse("prunes 4 and kefir", ()) == record((PRUNES, 4.0), KEFIR)
    assert parse("1 prunes 2 vit d", ()) == record((PRUNES, 1.0), (VIT_D, 2.0))


def test_both_means_all_of_two():
    assert parse("both", TWO) == parse("both done!", TWO) == record(*TWO)
    assert parse("both 1", TWO) == unclear("both 1")


def test_shorter_list_leaves_fewer_doubts():
    assert parse("4 prunes 30 min walk", TWO) == record((PRUNES, 4.0), (WALK, 30.0))
    assert parse("2 prunes 5", TWO) == record(VIT_D, (PRUNES, 5.0))
    assert parse("prunes 4,3", TWO) == record((PRUNES, 4.3))
    assert parse("1 3", TWO) == unclear("3", items(PRUNES))


def test_name_that_two_habits_share_is_asked_about():
    garden = Listed(21, None, ("Gardening", "outside"), False)
    sun = Listed(22, None, ("Sun", "outside"), False)
    habits = (garden, sun)
    assert parse("outside", (), habits=habits) == unclear("outside")
    assert parse("sun", (), habits=habits) == record(sun)


@pytest.mark.parametrize("name", ["2", "No", "all", "done", "one", "and", "🌞", ""])
def test_name_that_is_a_number_or_a_word_of_ours_is_passed_over(name):
    odd = Listed(31, None, (name,), True)
    assert parse("no 2", FOUR, habits=(odd,)) == unclear("no 2")
    assert parse("2", FOUR, habits=(odd,)) == record(VIT_D)
    assert parse("1 and 2", FOUR, habits=(odd,)) == record(PRUNES, VIT_D)
    assert parse("all done", TWO, habits=(odd,)) == record(*TWO)


def test_name_may_begin_with_a_number_or_a_denial():
    steps = Listed(41, None, ("10,000 steps",), False)
    sugar = Listed(42, None, ("No sugar",), False)
    assert parse("10000 steps, no sugar", (), habits=(steps, sugar)) == record(steps, sugar)


@pytest.mark.parametrize(
    "piece", ["1,3 ", "1 prunes ", "prunes 1,3 ", "9", "1-", "walk 30 min, ", "vit d 3 ", "\n", "no "]
)
def test_longest_text_is_read_without_delay(piece):
    parse((piece * 1600)[:1600])


def test_habits_by_number_and_by_name_agree():
    for one, other in itertools.permutations(FOUR, 2):
        assert parse(f"{one.number} and {other.names[0]}") == record(one, other)
