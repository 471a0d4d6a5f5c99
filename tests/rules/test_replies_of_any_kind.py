"""What must hold for any text she may send: nothing raises, and nothing uncertain is recorded."""

from hypothesis import given, settings
from hypothesis import strategies as st

from app.rules import reply_words
from app.rules.reply_meanings import Answer, Nothing
from tests.rules.reply_cases import (
    ALL_HABITS,
    CLEAR,
    FOUR,
    KEFIR,
    PLANTS,
    PRUNES,
    TWO,
    VIT_D,
    WALK,
    parse,
    record,
)

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
    return reply.items if isinstance(reply, Answer) else ()


@settings(max_examples=400)
@given(TEXTS, BOARDS, st.booleans())
def test_no_text_raises_and_each_habit_is_recorded_once(text, listed, opted_out):
    reply = parse(text, listed, opted_out=opted_out)
    found = [item.habit_id for item in recorded(reply)]
    assert len(found) == len(set(found))
    assert set(found) <= {habit.habit_id for habit in ALL_HABITS}
    assert not isinstance(reply, Answer) or reply.has_record or not reply.is_clear


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
        assert isinstance(parse(before + text, listed), Answer | Nothing)


@given(
    st.sampled_from([text for text, _ in CLEAR]),
    st.sampled_from(["not", "no", "didn't", "except", "but", "never", "forgot", "tomorrow", "maybe", "👎"]),
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
    own = {PRUNES: "pieces", VIT_D: "iu", WALK: "min", KEFIR: "servings"}[habit]
    unit = data.draw(st.sampled_from(["", f" {own}", own]))
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
