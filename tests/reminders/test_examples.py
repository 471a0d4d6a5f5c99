"""What the page says that she may text is what the parser takes it for."""

from datetime import date, time, timedelta

import pytest

from app.catalogue import book
from app.reminders import examples
from app.reminders.examples import Board, Example, Group
from app.rules.marks import Skip
from app.rules.reply_meanings import (
    About,
    Answer,
    Aside,
    Discreet,
    Eaten,
    Help,
    Item,
    Later,
    Notes,
    OptIn,
    OptOut,
    Part,
    Pause,
    Question,
    Remind,
    RemindOff,
    Reply,
    Resume,
    Topic,
    Undo,
    Web,
)
from tests.make import TODAY
from tests.reminders import boards

PRUNES, VIT_D, PLANTS, WALK = 1, 2, 3, 4
HERS = ("prunes", "vitamin-d", "plants", "weight-bearing")
SOME_PLANTS = (Eaten("oats"), Eaten("kale"), Eaten("lentil"))
YESTERDAY, TUESDAY = date(2026, 11, 19), date(2026, 11, 17)
FRIDAY, SUNDAY = date(2026, 11, 20), date(2026, 11, 22)


def items(*habit_ids: int, skip: Skip | None = None) -> Answer:
    return Answer(items=tuple(Item(habit_id, skip=skip) for habit_id in habit_ids))


# What the page offers somebody with prunes, vitamin D, plants and a walk on Friday 20 November.
WAYS: list[tuple[str, Reply]] = [
    ("1", items(PRUNES)),
    ("prunes", items(PRUNES)),
    ("4 prunes", Answer(items=(Item(PRUNES, 4),))),
    ("2", items(VIT_D)),
    ("vit d", items(VIT_D)),
    ("vit d 800", Answer(items=(Item(VIT_D, 800),))),
    ("plants oats, kale and lentils", Answer(plants=SOME_PLANTS)),
    ("4", items(WALK)),
    ("walk", items(WALK)),
    ("walk 30 min", Answer(items=(Item(WALK, 30),))),
]
OFFERED: list[tuple[str, str, Reply]] = [
    ("Tick", "1", items(PRUNES)),
    ("Tick", "1 2", items(PRUNES, VIT_D)),
    ("Tick", "all", items(PRUNES, VIT_D, PLANTS, WALK)),
    ("Say how much", "4 prunes", Answer(items=(Item(PRUNES, 4),))),
    ("Say how much", "vit d 800", Answer(items=(Item(VIT_D, 800),))),
    ("Say how much", "plants oats, kale and lentils", Answer(plants=SOME_PLANTS)),
    ("Say how much", "+ oats kale", Answer(plants=SOME_PLANTS[:2])),
    ("Say how much", "1. feeling tired", Answer(items=(Item(PRUNES),), note="feeling tired")),
    ("Leave out", "skip 4 ill", items(WALK, skip=Skip.ILL)),
    ("Leave out", "skip all away", Answer(aside=Aside(Skip.AWAY, FRIDAY, FRIDAY))),
    ("Leave out", "sick till sunday", Answer(aside=Aside(Skip.ILL, FRIDAY, SUNDAY))),
    ("Another day", "yesterday 1", Answer(items=(Item(PRUNES, day=YESTERDAY),))),
    ("Another day", "tue walk 30", Answer(items=(Item(WALK, 30, day=TUESDAY),))),
    ("Take back", "undo", Undo()),
    ("Ask", "?", Question(Topic.TODAY)),
    ("Ask", "week", Question(Topic.WEEK)),
    ("Ask", "month", Question(Topic.MONTH)),
    ("Ask", "plants", Question(Topic.PLANTS)),
    ("Ask", "streak", Question(Topic.STREAK)),
    ("Ask", "doctor", Question(Topic.SUMMARY)),
    ("Ask", "doctor mail", Question(Topic.SUMMARY_BY_MAIL)),
    ("Ask", "help prunes", About(PRUNES, "prunes")),
    ("Ask", "web", Web()),
    ("Change reminders", "later", Later()),
    ("Change reminders", "later 2h", Later(120)),
    ("Change reminders", "remind 8:30", Remind(time(8, 30))),
    ("Change reminders", "remind off evening", RemindOff(Part.EVENING)),
    ("Change reminders", "pause 3 days", Pause(3)),
    ("Change reminders", "resume", Resume()),
    ("Change reminders", "discreet on", Discreet(is_on=True)),
    ("Change reminders", "notes on", Notes(is_on=True)),
    ("Stop", "stop", OptOut("stop", is_carrier_word=True)),
    ("Stop", "start", OptIn()),
    ("Stop", "help", Help()),
]


@pytest.fixture(scope="module")
def hers() -> Board:
    """Somebody with prunes, vitamin D, plants and a walk, whose texts are kept as notes."""
    return boards.of_slugs(*HERS)


def all_of(board: Board) -> list[Example]:
    ways = [example for known in examples.habits(board) for example in known.examples]
    return ways + [example for group in examples.groups(board) for example in group.examples]


def untrue(found: list[Example], board: Board) -> list[str]:
    """The words that the parser takes for something else."""
    return [example.words for example in found if not examples.is_true(example, board.context)]


def test_page_offers_exactly_these_words_with_these_meanings(hers: Board) -> None:
    ways = [example for known in examples.habits(hers) for example in known.examples]
    assert [(example.words, example.meaning) for example in ways] == WAYS
    found = [
        (group.title, each.words, each.meaning) for group in examples.groups(hers) for each in group.examples
    ]
    assert found == OFFERED


@pytest.mark.parametrize(
    "words", dict.fromkeys([words for words, _ in WAYS] + [words for _, words, _ in OFFERED])
)
def test_example_means_what_the_page_says(hers: Board, words: str) -> None:
    shown = [example for example in all_of(hers) if example.words == words]
    assert shown
    assert untrue(shown, hers) == []


@pytest.mark.parametrize("ahead", range(7))
@pytest.mark.parametrize("behind", [0, 1])
def test_examples_are_true_on_every_weekday_and_for_yesterdays_reminder(ahead: int, behind: int) -> None:
    today = TODAY + timedelta(days=ahead)
    habits = [boards.chosen(habit_id, slug) for habit_id, slug in enumerate(HERS, start=1)]
    board = boards.board(*habits, today=today, day=today - timedelta(days=behind))

    assert untrue(all_of(board), board) == []


def test_examples_of_every_habit_of_the_catalogue_are_true() -> None:
    for habit in book.book().habits:
        board = boards.of_slugs(habit.slug)
        assert untrue(all_of(board), board) == [], habit.slug


def test_example_that_means_something_else_is_not_shown(hers: Board) -> None:
    true, untrue = Example("1", items(PRUNES), ""), Example("1", items(WALK), "")

    assert examples.true_ones([Group("Tick", (true, untrue))], hers.context) == (Group("Tick", (true,)),)
    assert examples.true_ones([Group("Tick", (untrue,))], hers.context) == ()


def test_number_of_plants_is_left_to_their_names(hers: Board) -> None:
    plants = examples.habits(hers)[2]

    assert plants.number == 3
    assert [example.words for example in plants.examples] == ["plants oats, kale and lentils"]


def test_habit_without_a_reminder_has_no_number() -> None:
    board = boards.board(boards.chosen(1, "prunes"), boards.chosen(2, "vitamin-d"), unasked=[1])
    prunes, vitamin = examples.habits(board)

    assert (prunes.number, vitamin.number) == (None, 1)
    assert [example.words for example in prunes.examples] == ["prunes", "4 prunes"]
    assert [example.words for example in vitamin.examples] == ["1", "vit d", "vit d 800"]


def test_habit_of_her_own_goes_by_our_word_and_by_the_name_she_gave_it() -> None:
    board = boards.board(boards.own(1, "Slow stretching on the mat"))
    (known,) = examples.true_habits(examples.habits(board), board.context)

    assert [(each.words, each.does) for each in known.examples] == [
        ("1", "Slow stretching on the mat: done"),
        ("slow", "Slow stretching on the mat: done"),
        ("slow stretching on the mat", "Slow stretching on the mat: done"),
        ("slow 2", "Slow stretching on the mat: 2 cups"),
    ]


@pytest.mark.parametrize("name", ["Undo", "Stop", "All", "2", "?", "пить воду", "🧘", "Walk"])
def test_odd_name_makes_no_example_untrue(name: str) -> None:
    board = boards.board(boards.own(1, name), boards.chosen(2, "weight-bearing"))
    known = examples.true_habits(examples.habits(board), board.context)
    groups = examples.true_ones(examples.groups(board), board.context)
    shown = [example for each in known for example in each.examples]
    shown += [example for each in groups for example in each.examples]

    assert [each.name for each in known] == [name, "Walk or exercise"]
    assert all(examples.is_true(example, board.context) for example in shown)
    assert "stop" in [example.words for example in shown]


@pytest.mark.parametrize("slugs", [(), ("plants",), ("alcohol",), ("bone-medicine",), HERS[::-1]])
def test_every_list_has_examples_that_are_true(slugs: tuple[str, ...]) -> None:
    board = boards.of_slugs(*slugs)
    groups = examples.true_ones(examples.groups(board), board.context)

    assert {"Take back", "Ask", "Stop"} <= {group.title for group in groups}


def test_note_is_offered_only_where_notes_are_kept() -> None:
    board = boards.board(boards.chosen(1, "prunes"), takes_notes=False)

    assert "1. feeling tired" not in [example.words for example in all_of(board)]


def test_limit_is_ticked_as_none() -> None:
    board = boards.of_slugs("alcohol")

    assert examples.habits(board)[0].examples[0].does.endswith(": none")
