"""What people of 60 to 85 text back, and what it is taken to mean; what is uncertain is never recorded."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.rules import replies, reply_words
from app.rules.replies import Help, Item, Listed, Nothing, OptIn, OptOut, Record, Status, Unclear, Undo

PRUNES = Listed(11, 1, ("Prunes", "prune", "plum", "plums", "dried plum", "dried plums"), True)
VIT_D = Listed(12, 2, ("Vitamin D", "Vit D", "vitamin d3", "vit d3", "vitd", "d3", "vitamin-d"), True)
PLANTS = Listed(13, 3, ("Plant variety", "Plants", "plant"), False)
WALK = Listed(14, 4, ("Weight-bearing exercise", "Walk", "walks", "walked", "walking"), True)
KEFIR = Listed(15, None, ("Fermented food", "Ferments", "kefir", "yogurt", "yoghurt"), True)
STRETCH = Listed(16, None, ("Stretching", "stretch", "back & neck"), False)

FOUR = (PRUNES, VIT_D, PLANTS, WALK)
TWO = (PRUNES, VIT_D)
ALL_HABITS = (*FOUR, KEFIR, STRETCH)


def parse(text, listed=FOUR, **options):
    return replies.parse(text, listed=listed, habits=ALL_HABITS, **options)


def items(*wanted):
    """The items for habits (at their goal) and pairs of habit and amount."""
    pairs = [pair if isinstance(pair, tuple) else (pair, None) for pair in wanted]
    return tuple(Item(habit.habit_id, amount) for habit, amount in pairs)


def record(*wanted):
    return Record(items(*wanted))


NUMBERS = [
    ("1 3", record(PRUNES, PLANTS)),
    ("1,3", record(PRUNES, PLANTS)),
    ("1, 3", record(PRUNES, PLANTS)),
    ("1 & 3", record(PRUNES, PLANTS)),
    ("1+3", record(PRUNES, PLANTS)),
    ("1;3", record(PRUNES, PLANTS)),
    ("one and three", record(PRUNES, PLANTS)),
    ("One, two", record(PRUNES, VIT_D)),
    ("1 n 4", record(PRUNES, WALK)),
    ("1,2,4", record(PRUNES, VIT_D, WALK)),
    ("1, 2, and 4.", record(PRUNES, VIT_D, WALK)),
    ("1.", record(PRUNES)),
    ("1. 3.", record(PRUNES, PLANTS)),
    ("#1 #3", record(PRUNES, PLANTS)),
    ("(1) (3)", record(PRUNES, PLANTS)),
    ("1\n3", record(PRUNES, PLANTS)),
    ("- 1\n- 3", record(PRUNES, PLANTS)),
    ("3 1", record(PLANTS, PRUNES)),
    ("1 1", record(PRUNES)),
    ("numbers 1 and 3", record(PRUNES, PLANTS)),
    ("１ ３", record(PRUNES, PLANTS)),
    ("1️⃣3️⃣", record(PRUNES, PLANTS)),
    ("1\u20e33\u20e3", record(PRUNES, PLANTS)),
    ("①③", record(PRUNES, PLANTS)),
    ("١ ٣", record(PRUNES, PLANTS)),
    ("\ufeff1 \u200b3", record(PRUNES, PLANTS)),
    ("I did 1, 2 and 4 today thank you", record(PRUNES, VIT_D, WALK)),
    ("Good morning Bonny! 1 and 3", record(PRUNES, PLANTS)),
    ("ok 1 3 🙂", record(PRUNES, PLANTS)),
    ("1 3 👍", record(PRUNES, PLANTS)),
    ("Yes, 1 and 2 please", record(PRUNES, VIT_D)),
    ("Done 1 3", record(PRUNES, PLANTS)),
    ("Done. 1 3", record(PRUNES, PLANTS)),
    ("1 done", record(PRUNES)),
]

EVERYTHING = [
    ("all", record(*FOUR)),
    ("All!", record(*FOUR)),
    ("ALL DONE", record(*FOUR)),
    ("all of it, thanks Bonny", record(*FOUR)),
    ("all 4", record(*FOUR)),
    ("I did everything today", record(*FOUR)),
    ("done", record(*FOUR)),
    ("Done.", record(*FOUR)),
    ("DONE :)", record(*FOUR)),
    ("done 👍", record(*FOUR)),
    ("I am finished for today", record(*FOUR)),
    ("d", record(*FOUR)),
    ("D", record(*FOUR)),
    ("D.", record(*FOUR)),
    ("👍", record(*FOUR)),
    ("👍🏽", record(*FOUR)),
    ("👍👍", record(*FOUR)),
]

AMOUNTS = [
    ("prunes 4", record((PRUNES, 4.0))),
    ("4 prunes", record((PRUNES, 4.0))),
    ("Prunes: 4", record((PRUNES, 4.0))),
    ("prunes - 4", record((PRUNES, 4.0))),
    ("prunes=4", record((PRUNES, 4.0))),
    ("prunes4", record((PRUNES, 4.0))),
    ("4 dried plums", record((PRUNES, 4.0))),
    ("I ate four prunes", record((PRUNES, 4.0))),
    ("I had 4 of my prunes", record((PRUNES, 4.0))),
    ("had one prune", record((PRUNES, 1.0))),
    ("prunes 1", record((PRUNES, 1.0))),
    ("2 prunes", record((PRUNES, 2.0))),
    ("prunes 0", record((PRUNES, 0.0))),
    ("prunes 4 prunes", record((PRUNES, 4.0))),
    ("walk 30 min", record((WALK, 30.0))),
    ("walk 30min.", record((WALK, 30.0))),
    ("Walk, 30 min", record((WALK, 30.0))),
    ("I walked 30 minutes", record((WALK, 30.0))),
    ("I went for a 20 minute walk this morning", record((WALK, 20.0))),
    ("about 30 minutes walking", record((WALK, 30.0))),
    ("weight bearing exercise 45", record((WALK, 45.0))),
    ("walk twelve", record((WALK, 12.0))),
    ("walk 1,5", record((WALK, 1.5))),
    ("walk 1.5", record((WALK, 1.5))),
    ("walk 2,5 min", record((WALK, 2.5))),
    ("prunes 4,3 servings", record((PRUNES, 4.3))),
    ("0,5 kefir", record((KEFIR, 0.5))),
    ("vit d 1000", record((VIT_D, 1000.0))),
    ("vit d 1,000 iu", record((VIT_D, 1000.0))),
    ("Vit. D 1000 I.U.", record((VIT_D, 1000.0))),
    ("vitamin d 1000 units", record((VIT_D, 1000.0))),
    ("vitd1000", record((VIT_D, 1000.0))),
    ("vit d3 1000", record((VIT_D, 1000.0))),
    ("Vitamin-D 2000iu", record((VIT_D, 2000.0))),
    ("1 serving of kefir", record((KEFIR, 1.0))),
    ("1 serving of prunes", record((PRUNES, 1.0))),
    ("prunes 4 walk 30", record((PRUNES, 4.0), (WALK, 30.0))),
    ("prunes 4 walk 3", record((PRUNES, 4.0), (WALK, 3.0))),
    ("4 prunes, 30 min walk", record((PRUNES, 4.0), (WALK, 30.0))),
    ("30 min walk 4 prunes", record((WALK, 30.0), (PRUNES, 4.0))),
    ("Had 4 prunes for breakfast and walked 30 minutes.", record((PRUNES, 4.0), (WALK, 30.0))),
    ("Prunes 4\nWalk 30\nThanks", record((PRUNES, 4.0), (WALK, 30.0))),
    ("Prunes 4. Walk 30.", record((PRUNES, 4.0), (WALK, 30.0))),
    ("prunes 4 and 3", record((PRUNES, 4.0), PLANTS)),
    ("2 prunes 5", record(VIT_D, (PRUNES, 5.0))),
    ("2\nprunes 5", record(VIT_D, (PRUNES, 5.0))),
    ("2, 5 prunes", record(VIT_D, (PRUNES, 5.0))),
    ("2,4 prunes 5", record(VIT_D, WALK, (PRUNES, 5.0))),
    ("2 3 kefir 5", record(VIT_D, PLANTS, (KEFIR, 5.0))),
    ("1 prunes 6", record((PRUNES, 6.0))),
    ("1. prunes 6", record((PRUNES, 6.0))),
    ("1. prunes 3", record((PRUNES, 3.0))),
    ("prunes walk 30", record(PRUNES, (WALK, 30.0))),
    ("7 prunes 30 walk", record((PRUNES, 7.0), (WALK, 30.0))),
    ("2 prunes 5 walk 30", record(VIT_D, (PRUNES, 5.0), (WALK, 30.0))),
]

NAMES = [
    ("prunes", record(PRUNES)),
    ("Prunes!", record(PRUNES)),
    ("had my prunes", record(PRUNES)),
    ("I've had my prunes already", record(PRUNES)),
    ("done with my prunes", record(PRUNES)),
    ("prunes done", record(PRUNES)),
    ("prunes 👍", record(PRUNES)),
    ("I took my vit d", record(VIT_D)),
    ("took the D3", record(VIT_D)),
    ("walked", record(WALK)),
    ("went for a walk", record(WALK)),
    ("prunes walk", record(PRUNES, WALK)),
    ("prunes and walk", record(PRUNES, WALK)),
    ("prunes/walk", record(PRUNES, WALK)),
    ("prunes plus vit d", record(PRUNES, VIT_D)),
    ("Hello dear, prunes, vit d and walk done. Thank you", record(PRUNES, VIT_D, WALK)),
    ("prunes\nvit d\n", record(PRUNES, VIT_D)),
    ("prunes and 3", record(PRUNES, PLANTS)),
    ("stretch, 3", record(STRETCH, PLANTS)),
    ("back & neck", record(STRETCH)),
    ("1. prunes", record(PRUNES)),
    ("3. plants", record(PLANTS)),
    ("3: plants", record(PLANTS)),
    ("1) Prunes, done", record(PRUNES)),
    ("PRUNÉS", record(PRUNES)),
]

DENIALS = [
    "no prunes",
    "No",
    "not 3",
    "not yet",
    "Didn't walk",
    "didn’t walk today",
    "I did not have my prunes",
    "I haven't walked",
    "all except 2",
    "all but 2",
    "everything but the walk",
    "not all",
    "1 3 but not 4",
    "prunes yes, walk no",
    "prunes and walk not done",
    "not 1, 3",
    "no prunes, walk 30",
    "all, no walk",
    "1 2 3. Couldn't do the walk, too cold",
    "neither 1 nor 3",
    "forgot 2",
    "skip 2 ill",
    "1 2 3 👎",
    "❌ 3",
    "never had prunes",
]

UNCERTAIN = [
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
    "yesterday 1 3",
    "mon walk 20",
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
    "walk 1/2 hour",
    "walk 1 hour",
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
    "vit d 25 mcg",
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
    "prunes x4",
    "10am",
    "dont stop walking",
    "cancel that",
    "undo 3",
    "help with prunes",
    "start 1",
    "stop 3",
    "plants oats, kale and lentils",
    "later 2h",
    "pause 3 days",
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
]

CLEAR = [*NUMBERS, *EVERYTHING, *AMOUNTS, *NAMES]


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
    assert parse(text) == Unclear(" ".join(text.split()))


@pytest.mark.parametrize(("text", "heard", "known"), HALF_CLEAR)
def test_clear_part_is_known_and_the_rest_is_asked_about(text, heard, known):
    assert parse(text) == Unclear(heard, known)


@pytest.mark.parametrize("text", [*KIND, *TAPBACKS])
def test_kindness_and_reactions_are_nothing(text):
    assert parse(text) == Nothing()


@pytest.mark.parametrize("text", CARRIER_WORDS)
def test_lone_carrier_word_is_left_to_the_carrier(text):
    assert parse(text) == OptOut(text.strip(), is_carrier_word=True)


@pytest.mark.parametrize("text", STOPS)
def test_stop_in_other_words_is_ours_to_answer(text):
    assert parse(text) == OptOut(text, is_carrier_word=False)


@pytest.mark.parametrize(
    ("text", "reply"),
    [
        ("undo", Undo()),
        ("UNDO!", Undo()),
        ("undo that please", Undo()),
        ("oops undo", Undo()),
        ("?", Status()),
        ("??", Status()),
        ("Status", Status()),
        ("status please", Status()),
        ("what's left?", Status()),
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
    assert parse(text) == Unclear(text)


def test_yes_with_anything_else_does_not_opt_in():
    assert parse("yes 1", opted_out=True) == record(PRUNES)
    assert parse("yes please", opted_out=True) == Unclear("yes please")


@pytest.mark.parametrize("text", ["all", "done", "d", "👍", "1", "all 0", "both", "1 3", "2 prunes 5"])
def test_list_words_mean_nothing_when_nothing_was_listed(text):
    assert parse(text, ()) == Unclear(text)


def test_names_are_known_when_nothing_was_listed():
    assert parse("prunes 4 and kefir", ()) == record((PRUNES, 4.0), KEFIR)
    assert parse("1 prunes 2 vit d", ()) == record((PRUNES, 1.0), (VIT_D, 2.0))


def test_both_means_all_of_two():
    assert parse("both", TWO) == parse("both done!", TWO) == record(*TWO)
    assert parse("both 1", TWO) == Unclear("both 1")


def test_shorter_list_leaves_fewer_doubts():
    assert parse("4 prunes 30 min walk", TWO) == record((PRUNES, 4.0), (WALK, 30.0))
    assert parse("2 prunes 5", TWO) == record(VIT_D, (PRUNES, 5.0))
    assert parse("prunes 4,3", TWO) == record((PRUNES, 4.3))
    assert parse("1 3", TWO) == Unclear("3", items(PRUNES))


def test_name_that_two_habits_share_is_asked_about():
    garden = Listed(21, None, ("Gardening", "outside"), False)
    sun = Listed(22, None, ("Sun", "outside"), False)
    habits = (garden, sun)
    assert replies.parse("outside", listed=(), habits=habits) == Unclear("outside")
    assert replies.parse("sun", listed=(), habits=habits) == record(sun)


@pytest.mark.parametrize("name", ["2", "No", "all", "done", "one", "and", "🌞", ""])
def test_name_that_is_a_number_or_a_word_of_ours_is_passed_over(name):
    odd = Listed(31, None, (name,), True)
    assert replies.parse("no 2", listed=FOUR, habits=(odd,)) == Unclear("no 2")
    assert replies.parse("2", listed=FOUR, habits=(odd,)) == record(VIT_D)
    assert replies.parse("1 and 2", listed=FOUR, habits=(odd,)) == record(PRUNES, VIT_D)
    assert replies.parse("all done", listed=TWO, habits=(odd,)) == record(*TWO)


def test_name_may_begin_with_a_number_or_a_denial():
    steps = Listed(41, None, ("10,000 steps",), False)
    sugar = Listed(42, None, ("No sugar",), False)
    assert replies.parse("10000 steps, no sugar", listed=(), habits=(steps, sugar)) == record(steps, sugar)


PIECES = (
    "1 2 3 4 5 9 30 1000 1,3 1,5 1.5 4,3 1,2,3 one five all both done d everything 👍 prunes walk vit d3 "
    "plants kefir stretching min iu servings of and & + , . ; : ) ? ! - / \n had my thanks not no except "
    "yesterday blorp stop undo help yes status the one ① ½ 1️⃣ 👎 ❤️"
)
PIECED = st.lists(st.sampled_from(PIECES.split(" ")), max_size=14).flatmap(
    lambda words: st.sampled_from([" ", ""]).map(lambda gap: gap.join(words))
)
TEXTS = st.one_of(st.text(max_size=1600), PIECED, st.text("0123456789,./-: ", max_size=60))
BOARDS = st.sampled_from([(), TWO, FOUR])


def recorded(reply):
    match reply:
        case Record(found) | Unclear(_, found):
            return found
    return ()


@settings(max_examples=400)
@given(TEXTS, BOARDS, st.booleans())
def test_no_text_raises_and_each_habit_is_recorded_once(text, listed, opted_out):
    reply = parse(text, listed, opted_out=opted_out)
    found = [item.habit_id for item in recorded(reply)]
    assert len(found) == len(set(found))
    assert set(found) <= {habit.habit_id for habit in ALL_HABITS}
    assert found or not isinstance(reply, Record)
    assert not isinstance(reply, Unclear) or reply.heard


@pytest.mark.parametrize(
    "piece", ["1,3 ", "1 prunes ", "prunes 1,3 ", "9", "1-", "walk 30 min, ", "vit d 3 ", "\n", "no "]
)
def test_longest_text_is_read_without_delay(piece):
    parse((piece * 1600)[:1600])


KNOWN_FOLDS = {reply_words.fold(name) for habit in ALL_HABITS for name in habit.names}
KNOWN_WORDS = (
    "all both everything d done finished completed zero one two three four five six seven eight nine ten "
    "eleven twelve"
)


def holds_something_known(text):
    plain = reply_words.plain(text)
    if (
        any(map(str.isdigit, plain))
        or "👍" in text
        or set(KNOWN_WORDS.split()) & set(reply_words.words(plain).split())
    ):
        return True
    return any(name in reply_words.fold(text) for name in KNOWN_FOLDS)


STRANGE_PIECES = "had my the bananas thanks and ok custard I today . , \n of min iu 👎 dones alll wal k"
STRANGE = st.lists(st.sampled_from(STRANGE_PIECES.split(" "))).map(" ".join)


@given(st.one_of(st.text(), STRANGE).filter(lambda text: not holds_something_known(text)), BOARDS)
def test_text_without_a_number_or_known_word_records_nothing(text, listed):
    assert recorded(parse(text, listed)) == ()


@given(
    st.lists(st.sampled_from(FOUR), min_size=1, unique=True),
    st.sampled_from(["", "> ", "“", "Fwd: "]),
    BOARDS,
)
def test_our_own_text_quoted_back_records_nothing(habits, before, listed):
    names = " ".join(
        f"{habit.number} {habit.names[1] if habit is VIT_D else habit.names[0]}" for habit in habits
    )
    for text in (
        f"Bonny: open today: {names}. Reply e.g. 1 2",
        f"Bonny: good morning. Open today: {names}. Reply e.g. 1 2",
        f"Bonny: still open: {names}. Reply 4, LATER or SKIP 4 ILL",
        f"Bonny: {names}",
        "Got it: Vit D, Prunes 5 of 5. 2 of 4 today. UNDO to take back.",
        "Got it: Vit D, Prunes 5",
        "Did you mean 1 and 3? Reply 1 3",
    ):
        assert recorded(parse(before + text, listed)) == ()
        assert isinstance(parse(before + text, listed), Unclear | Nothing)


@given(
    st.sampled_from([text for text, _ in CLEAR]),
    st.sampled_from(
        ["not", "no", "didn't", "except", "but", "never", "forgot", "tomorrow", "yesterday", "maybe", "👎"]
    ),
)
def test_turning_word_in_front_keeps_everything_unrecorded(text, word):
    assert recorded(parse(f"{word} {text}")) == ()


@given(st.sampled_from([text for text, _ in CLEAR]), st.sampled_from(["not", "tomorrow", "?", "later", "👎"]))
def test_turning_word_at_the_end_keeps_everything_unrecorded(text, word):
    assert recorded(parse(f"{text} {word}")) == ()


@given(
    st.lists(st.sampled_from(FOUR), min_size=1, unique=True),
    st.sampled_from([" ", ",", ", ", " & ", "+", " and ", "\n", ". ", " + ", ";"]),
)
def test_any_row_of_listed_numbers_is_those_habits(habits, gap):
    assert parse(gap.join(str(habit.number) for habit in habits)) == record(*habits)


@given(st.sampled_from([PRUNES, VIT_D, WALK, KEFIR]), st.integers(0, 999_999), st.data())
def test_amount_is_taken_as_given(habit, amount, data):
    name = data.draw(st.sampled_from(habit.names))
    unit = data.draw(st.sampled_from(["", " iu", " min", "min", " servings"]))
    assert (
        parse(f"{name} {amount}{unit}")
        == (parse(f"{name} {amount:,}{unit}"))
        == record((habit, float(amount)))
    )


@given(st.permutations([(PRUNES, "prunes 6"), (WALK, "30 min walk"), (KEFIR, "kefir"), (PLANTS, "3")]))
def test_order_of_the_parts_is_hers(parts):
    separated = parse(" and ".join(text for _, text in parts))
    amounts = {PRUNES: 6.0, WALK: 30.0}
    assert separated == record(*((habit, amounts.get(habit)) for habit, _ in parts))


def test_habits_by_number_and_by_name_agree():
    for one, other in itertools.permutations(FOUR, 2):
        assert parse(f"{one.number} and {other.names[0]}") == record(one, other)
