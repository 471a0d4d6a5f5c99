"""What must hold for any text she may send: nothing raises, and nothing uncertain is recorded."""

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from app.catalogue import book
from app.rules import reply_words
from app.rules.marks import Skip
from app.rules.reply_meanings import Answer, Item, Nothing
from app.rules.reply_spelling import is_slip
from tests.rules.reply_cases import (
    ALL_HABITS,
    CLEAR,
    FOUR,
    KEFIR,
    PLANTS,
    PRUNES,
    STRETCH,
    TODAY,
    TWO,
    VIT_D,
    WALK,
    parse,
    parse_whole,
    record,
)

PIECES = (
    "1 2 3 4 5 9 30 1000 1,3 1,5 1.5 4,3 1,2,3 one five all both done d everything 👍 prunes walk vit d3 "
    "plants kefir stretching min iu servings of and & + , . ; : ) ? ! - / \n had my thanks not no "
    "except yesterday blorp stop undo help yes status the one ① ½ 1️⃣ 👎 ❤️ skip ill sick away till "
    "friday mon tue all but not oats kale wibble note: half an hour 25 mcg sorry later pause 3 days "
    "remind 8:30 with Mary at x 12 nov"
)
PIECED = st.lists(st.sampled_from(PIECES.split(" ")), max_size=14).flatmap(
    lambda words: st.sampled_from([" ", ""]).map(lambda gap: gap.join(words))
)
TEXTS = st.one_of(st.text(max_size=1600), PIECED, st.text("0123456789,./-: ", max_size=60))
BOARDS = st.sampled_from([(), TWO, FOUR])


def recorded(reply):
    return reply.items if isinstance(reply, Answer) else ()


@settings(max_examples=400)
@given(TEXTS, BOARDS, st.booleans(), st.booleans())
def test_no_text_raises_and_each_habit_is_recorded_once_a_day(text, listed, opted_out, takes_notes):
    reply = parse_whole(
        text, listed, opted_out=opted_out, takes_notes=takes_notes, plants=(book.book().plants,)
    )
    found = [(item.habit_id, item.day) for item in recorded(reply)]
    assert len(found) == len(set(found))
    assert {habit_id for habit_id, _ in found} <= {habit.habit_id for habit in ALL_HABITS}
    assert all(day is None or day < TODAY for _, day in found)
    if isinstance(reply, Answer):
        assert reply.has_record or not reply.is_clear
        assert not {item.habit_id for item in reply.items} & {item.habit_id for item in reply.guess}
        assert reply.aside is None or reply.aside.first <= reply.aside.last


DAYS = {"": None, "yesterday ": TODAY - timedelta(days=1), "mon ": TODAY - timedelta(days=3)}
NAMES = {PRUNES: "prunes", VIT_D: "vit d", WALK: "walk", KEFIR: "kefir", STRETCH: "stretch"}
REASONS = {"ill": Skip.ILL, "away": Skip.AWAY, "in hospital": Skip.HOSPITAL, "doctor": Skip.DOCTOR}


@st.composite
def marks(draw):
    """Marks of one day, each habit once, and a text that tells them as she would."""
    habits = draw(st.lists(st.sampled_from(list(NAMES)), min_size=1, max_size=4, unique=True))
    front, day = draw(st.sampled_from(list(DAYS.items())))
    told = [draw(mark_of(habit, day)) for habit in habits]
    joiner = draw(st.sampled_from([", ", " and ", "\n"]))
    front = front.strip() + "\n" if front and joiner == "\n" else front
    return [item for item, _ in told], front + joiner.join(text for _, text in told)


@st.composite
def mark_of(draw, habit, day):
    name = NAMES[habit]
    if habit is not STRETCH and draw(st.booleans()):
        amount = draw(st.integers(0, 5000))
        unit = draw(st.sampled_from(["", {VIT_D: " iu", WALK: " min", KEFIR: " servings"}.get(habit, "")]))
        return Item(habit.habit_id, float(amount), day=day), f"{name} {amount}{unit}"
    return Item(habit.habit_id, day=day), name


@given(marks())
def test_marks_that_are_written_out_are_read_back(told):
    wanted, text = told
    assert parse(text) == Answer(items=tuple(wanted))


@given(st.sampled_from(list(NAMES)), st.sampled_from(list(REASONS)), st.sampled_from(list(DAYS)))
def test_skips_that_are_written_out_are_read_back(habit, reason, front):
    item = Item(habit.habit_id, skip=REASONS[reason], day=DAYS[front])
    assert parse(f"{front}skip {NAMES[habit]} {reason}") == Answer(items=(item,))


@given(
    st.lists(st.sampled_from(list(book.book().plants)), min_size=2, max_size=6, unique_by=lambda p: p.slug)
)
def test_plants_that_are_written_out_are_read_back(eaten):
    reply = parse("plants " + ", ".join(plant.name for plant in eaten), plants=(book.book().plants,))
    told = [plant.slug for plant in eaten if not any(map(str.isdigit, plant.name))]
    assert set(told) <= {each.plant for each in reply.plants} | {
        plant.slug for plant in eaten if any(text in plant.name.lower() for text in reply.unknown_plants)
    }


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
    if any(name in reply_words.fold(text) for name in KNOWN_FOLDS):
        return True
    # One slip of the thumb away from a name is known too.
    said = reply_words.words(plain).split()
    parts = {part for habit in ALL_HABITS for name in habit.names for part in reply_words.words_of(name)}
    return any(is_slip(word, part) for word in said for part in parts)


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
