"""What a person may text, made of her own habits: each example with what it means and what it does.

The page shows the words and what they do; a test feeds the words to the parser and compares the meaning.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import time, timedelta
from typing import Any

from flask_babel import gettext as _

from app import words
from app.catalogue import here
from app.checklist.daysheet import Row
from app.checklist.wording import skip as reason_of
from app.reminders import asking_back, example_words
from app.rules import days, replies
from app.rules.habits import Measure
from app.rules.marks import Skip
from app.rules.replies import Context
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

HALF_PAST_EIGHT = time(8, 30)
TWO_HOURS = 120
FEW_DAYS = timedelta(days=2)
SOME_DAYS_AGO = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Example:
    """Words she may text, what the parser makes of them, and what that does, said to her."""

    words: str
    meaning: Reply
    does: str


@dataclass(frozen=True, slots=True)
class Group:
    """Examples of one kind under their heading."""

    title: str
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """One habit of hers: its name, its number in the reminder (None: not listed), the ways to tick it."""

    name: str
    number: int | None
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """What examples are made of: her rows in her order, and what a text is read against."""

    rows: tuple[Row, ...]
    context: Context

    @property
    def numbered(self) -> list[tuple[int, Row]]:
        """The rows of the reminder under their numbers."""
        by_id = {row.chosen.id: row for row in self.rows}
        listed = ((each.number, by_id.get(each.habit_id)) for each in self.context.listed)
        return [(number, row) for number, row in listed if number is not None and row is not None]

    @property
    def ticked(self) -> list[tuple[int, Row]]:
        """Those that a number ticks: plants go by name."""
        return [(number, row) for number, row in self.numbered if not row.is_variety]

    @property
    def measured(self) -> list[Row]:
        """The rows with an amount."""
        return [row for row in self.rows if row.chosen.habit.measure is Measure.AMOUNT]

    @property
    def variety(self) -> Row | None:
        """The row that counts plants."""
        return next((row for row in self.rows if row.is_variety), None)


def habits(board: Board) -> tuple[Known, ...]:
    """Each habit of hers with its number and the words that tick it."""
    numbers = {row.chosen.id: number for number, row in board.numbered}
    return tuple(
        Known(row.chosen.name, numbers.get(row.chosen.id), tuple(_ways(row, numbers.get(row.chosen.id))))
        for row in board.rows
    )


def _ways(row: Row, number: int | None) -> Iterator[Example]:
    if row.is_variety:
        yield _some_plants()
        return
    ticked = Answer(items=(Item(row.chosen.id),))
    if number is not None:
        yield Example(str(number), ticked, example_words.ticked(row))
    for name in example_words.names(row):
        yield Example(name, ticked, example_words.ticked(row))
    if row.chosen.habit.measure is Measure.AMOUNT:
        yield _amount(row)


def groups(board: Board) -> tuple[Group, ...]:
    """Every kind of text, in the order in which she needs them; a group without an example is left out."""
    found = (
        Group(_("Tick"), tuple(_ticking(board))),
        Group(_("Say how much"), tuple(_saying_how_much(board))),
        Group(_("Leave out"), tuple(_leaving_out(board))),
        Group(_("Another day"), tuple(_another_day(board))),
        Group(_("Take back"), (Example(_("undo"), Undo(), _("your last answer, whole")),)),
        Group(_("Ask"), tuple(_asking(board))),
        Group(_("Change reminders"), tuple(_changing())),
        Group(_("Stop"), tuple(_stopping())),
    )
    return tuple(group for group in found if group.examples)


def true_ones(found: Sequence[Group], context: Context) -> tuple[Group, ...]:
    """The same without what the parser does not take so, for her and her habits' names."""
    kept = (replace(each, examples=_true_ones(each.examples, context)) for each in found)
    return tuple(group for group in kept if group.examples)


def true_habits(found: Sequence[Known], context: Context) -> tuple[Known, ...]:
    """The same for the words of her habits; one that no words are left for stays, with its name."""
    return tuple(replace(each, examples=_true_ones(each.examples, context)) for each in found)


def _true_ones(examples: Sequence[Example], context: Context) -> tuple[Example, ...]:
    return tuple(each for each in examples if is_true(each, context))


def is_true(example: Example, context: Context) -> bool:
    """Whether the parser takes the words for what they are said to mean."""
    return _bare(replies.parse(example.words, context), context) == _bare(example.meaning, context)


def _bare(meaning: Reply, context: Context) -> Reply:
    """A meaning without her own words, without plants as a whole, and the asked day never by its name."""
    match meaning:
        case About():
            return replace(meaning, heard="")
        case OptOut():
            return replace(meaning, words="", is_carrier_word=True)
        case Answer():
            plants = {each.habit_id for each in (*context.listed, *context.habits) if each.is_variety}
            named = (item for item in meaning.items if item.habit_id not in plants)
            items = (replace(item, day=None) if item.day == context.day else item for item in named)
            return replace(meaning, items=tuple(items))
    return meaning


def _ticking(board: Board) -> Iterator[Example]:
    if board.ticked:
        (number, row), *others = board.ticked
        yield Example(str(number), _ticks(row), example_words.ticked(row))
        for other, second in others[:1]:
            yield Example(f"{number} {other}", _ticks(row, second), example_words.ticked(row, second))
        yield Example(_("all"), _ticks(*_all(board)), _("everything in the reminder"))
    elif board.rows and not board.rows[0].is_variety:
        row = board.rows[0]
        yield Example(example_words.name(row), _ticks(row), example_words.ticked(row))


def _saying_how_much(board: Board) -> Iterator[Example]:
    yield from map(_amount, board.measured[:2])
    if board.variety is not None:
        yield _some_plants()
        first, second, _third = _plants()
        eaten = _eaten(first, second)
        yield Example(f"+ {first} {second}", Answer(plants=eaten), _("these plants"))
    if board.context.takes_notes and board.ticked:
        number, row = board.ticked[0]
        note = _("feeling tired")
        meaning = replace(_ticks(row), note=note)
        yield Example(f"{number}. {note}", meaning, _("the rest is kept as the day’s note"))


def _leaving_out(board: Board) -> Iterator[Example]:
    if board.ticked:
        number, row = board.ticked[-1]
        skipped = Answer(items=(Item(row.chosen.id, skip=Skip.ILL),))
        said = asking_back.skipping(str(number), Skip.ILL)
        yield Example(said, skipped, example_words.left_out(row, reason_of(Skip.ILL)))
        whole = Answer(aside=Aside(Skip.AWAY, board.context.day, board.context.day))
        yield Example(_("skip all away"), whole, _("the whole day set aside: away"))
    if board.rows:
        last = board.context.today + FEW_DAYS
        aside = Answer(aside=Aside(Skip.ILL, board.context.today, last))
        said = _("sick till %(day)s", day=words.weekday_in_full(last).lower())
        yield Example(said, aside, _("all set aside until then, that day too"))


def _another_day(board: Board) -> Iterator[Example]:
    yesterday = board.context.today - days.ONE_DAY
    if board.ticked:
        number, row = board.ticked[0]
        meaning = Answer(items=(Item(row.chosen.id, day=yesterday),))
        said = _("yesterday %(which)s", which=number)
        yield Example(said, meaning, _("the same for yesterday"))
    for row in board.measured[-1:]:
        day = board.context.today - SOME_DAYS_AGO
        amount = example_words.some_of(row)
        meaning = Answer(items=(Item(row.chosen.id, amount, day=day),))
        said = f"{words.weekday_typed(day)} {example_words.name(row)} {example_words.figure(amount)}"
        yield Example(said, meaning, _("for %(day)s", day=words.long_day(day)))


def _asking(board: Board) -> Iterator[Example]:
    yield Example("?", Question(Topic.TODAY), _("what is done and what is open"))
    yield Example(_("week"), Question(Topic.WEEK), _("how this week stands"))
    yield Example(_("month"), Question(Topic.MONTH), _("how this month stands"))
    if board.variety is not None:
        yield Example(_("plants"), Question(Topic.PLANTS), _("plants of this week, and what is missing"))
    yield Example(_("streak"), Question(Topic.STREAK), _("how many days in a row"))
    yield Example(_("doctor"), Question(Topic.SUMMARY), _("a link to the summary for your doctor"))
    yield Example(_("doctor mail"), Question(Topic.SUMMARY_BY_MAIL), _("the same to your email"))
    for row in board.rows[:1]:
        name = example_words.name(row)
        yield Example(
            _("help %(habit)s", habit=name), About(row.chosen.id, name), example_words.more_about(row)
        )
    yield Example(_("web"), Web(), _("a link to these pages"))


def _changing() -> Iterator[Example]:
    yield Example(_("later"), Later(), _("the same reminder once more, in an hour"))
    yield Example(_("later 2h"), Later(TWO_HOURS), _("once more in two hours"))
    yield Example(_("remind 8:30"), Remind(HALF_PAST_EIGHT), _("your reminder comes at that time"))
    yield Example(_("remind off evening"), RemindOff(Part.EVENING), _("no reminder in the evening"))
    yield Example(_("pause 3 days"), Pause(days=3), _("no reminders; what you tick still counts"))
    yield Example(_("resume"), Resume(), _("reminders again"))
    yield Example(_("discreet on"), Discreet(is_on=True), _("reminders that name no habit"))
    yield Example(_("notes on"), Notes(is_on=True), _("what you write beside an answer is kept"))


def _stopping() -> Iterator[Example]:
    yield Example("stop", OptOut("stop", is_carrier_word=True), _("no more texts; your record is kept"))
    yield Example("start", OptIn(), _("texts again"))
    yield Example(_("help"), Help(), _("who we are, and whom to ask"))


def _ticks(*rows: Row) -> Answer:
    return Answer(items=tuple(Item(row.chosen.id) for row in rows))


def _all(board: Board) -> list[Row]:
    return [row for _number, row in board.numbered]


def _amount(row: Row) -> Example:
    amount = example_words.some_of(row)
    meaning = Answer(items=(Item(row.chosen.id, amount),))
    return Example(example_words.amount_of(row, amount), meaning, example_words.that_much(row, amount))


def _some_plants() -> Example:
    first, second, third = _plants()
    said = _("plants %(first)s, %(second)s and %(third)s", first=first, second=second, third=third)
    return Example(said, Answer(plants=_eaten(first, second, third)), _("these plants, by name"))


def _plants() -> tuple[str, str, str]:
    """Plants that everybody knows, by the words she may use."""
    return _("oats"), _("kale"), _("lentils")


def _eaten(*names: str) -> tuple[Eaten, ...]:
    found: list[Any] = [here.book().plants.find(name) for name in names]
    return tuple(Eaten(plant.slug) for plant in found if plant is not None)
