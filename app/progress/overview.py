"""What she keeps up, in one look: this week, each habit lately, then and now, and what to expect when."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from app.accounts.models import User
from app.catalogue import book
from app.catalogue.entries import HabitEntry, SharedPoint
from app.checklist import closings, daysheet, lapses, rows
from app.checklist import queries as checklist
from app.checklist.closings import Closings
from app.checklist.daysheet import Dot
from app.checklist.lapses import Welcome
from app.checklist.queries import Chosen, Record
from app.checklist.rows import Row
from app.progress import queries
from app.rules import days, figures, kindness, lately, milestones, presence
from app.rules.closings import Closing, Span
from app.rules.days import Week
from app.rules.kindness import Kept, Kindest
from app.rules.lately import Lately
from app.rules.marks import Skip
from app.rules.milestones import Milestone
from app.rules.presence import ByReason
from app.rules.tallies import Tally


@dataclass(frozen=True, slots=True)
class Glance:
    """Her week up to today: ``days_recorded`` of ``days_counted`` have something; today counts once it has.

    Days set aside are not among those counted. ``day`` is today, as in a day's sheet.
    """

    day: date
    today: date
    week: tuple[Dot, ...]
    days_recorded: int
    days_counted: int
    days_set_aside: int

    @property
    def left_out(self) -> Skip | None:
        """Why all of today is left out; None when anything is asked for."""
        return next(dot.skip for dot in self.week if dot.day == self.today)


@dataclass(frozen=True, slots=True)
class Card:
    """A habit: its row of today, its days of this week so far, its last 4 and 12 weeks, its curve.

    ``curve`` holds the strength (0 to 1) at the end of each week and yesterday's; None where it was not hers.
    ``is_to_come``: something is asked of it on a day of this week from today on.
    """

    row: Row
    week: Tally
    lately: Lately
    curve: tuple[tuple[date, float | None], ...]
    is_to_come: bool = True

    @property
    def chosen(self) -> Chosen:
        """The habit."""
        return self.row.chosen

    @property
    def is_comparable(self) -> bool:
        """Whether the last 4 weeks and the 4 before both have enough to be set side by side."""
        is_weekly = self.chosen.habit.is_weekly
        both = (self.lately.month, self.lately.month_before)
        return all(lately.is_enough(tally, is_weekly=is_weekly) for tally in both)


@dataclass(frozen=True, slots=True)
class Point:
    """A point of her time line and when it comes; None before anything is recorded."""

    shared: SharedPoint
    milestone: Milestone | None


@dataclass(frozen=True, slots=True)
class Overview:
    """The whole page; ``given_up`` are habits of the past, ``began`` is the first day with a record.

    ``welcome``: she is back after a silence, or it goes on.
    """

    glance: Glance
    cards: tuple[Card, ...]
    kindest: Kindest
    began: date | None
    time_line: tuple[Point, ...]
    given_up: tuple[Chosen, ...]
    welcome: Welcome | None = None

    @property
    def comparable(self) -> tuple[Card, ...]:
        """The habits of then and now."""
        return tuple(card for card in self.cards if card.is_comparable)

    @property
    def is_time_line_past(self) -> bool:
        """Whether its points came so long ago that they are folded."""
        line = [each.milestone for each in self.time_line if each.milestone]
        return milestones.are_long_past(line, today=self.glance.today)

    def card(self, habit_id: int) -> Card:
        """The card of a habit of hers."""
        return next(card for card in self.cards if card.chosen.id == habit_id)


def read(session: Session, user: User, *, today: date) -> Overview:
    """Her overview. Seven queries, whatever the habits and years."""
    running = days.week_of(today, week_start=user.week_start)
    ever = checklist.chosen_between(session, user, first=checklist.FIRST_YEAR, last=today)
    lived = tuple(each for each in ever if any(map(each.habit.is_lived_on, running.days)))
    since = closings.window_of(lived, first=running.first, spans=(Span.WEEK,))
    record = checklist.record_of(session, user, chosen=lived, first=since, last=today)
    closed = closings.of_record(
        session,
        user,
        record=record,
        span=Span.WEEK,
        first=lately.first_day(running),
        last=running.first - days.ONE_DAY,
        today=today,
    )
    cards = cards_of(record, closed, today=today, running=running)
    return build(
        record,
        cards,
        today=today,
        running=running,
        ever=ever,
        began=queries.began_on(session, user),
        most=_most_before(session, user, cards, closed, running),
        since=since,
        locale=user.locale,
    )


def _most_before(
    session: Session, user: User, cards: Sequence[Card], closed: Closings, running: Week
) -> Mapping[int, int]:
    """The most met in any 4 weeks before the last 4, of the few habits that were kept best in these.

    The weeks that are not stored yet are among the closed ones of late.
    """
    ranked = kindness.best(_kept(card, {}) for card in cards)
    ids = {each.habit_id for each in ranked[: kindness.MOST_ASKED_ABOUT]}
    asked = [card.chosen for card in cards if card.chosen.id in ids]
    stored = closings.most_met_before(
        session, user, chosen=asked, first=lately.month_begins(running), weeks=lately.WEEKS_OF_A_MONTH
    )
    return {
        each.id: max(stored.get(each.id, 0), lately.most_met(closed.get(each.id, ()), running=running))
        for each in asked
    }


def cards_of(record: Record, closed: Closings, *, today: date, running: Week) -> tuple[Card, ...]:
    """A card for each habit that is hers today, in her order."""
    hers = [each for each in record.chosen if each.habit.is_lived_on(today)]
    return tuple(_card(each, record, closed.get(each.id, ()), today, running) for each in hers)


def build(
    record: Record,
    cards: tuple[Card, ...],
    *,
    today: date,
    running: Week,
    ever: Sequence[Chosen],
    began: date | None,
    most: Mapping[int, int],
    since: date,
    locale: str = book.ENGLISH,
) -> Overview:
    """The overview from what was recorded lately, the cards, and the most met before the last 4 weeks.

    ``record`` holds the habits of this week from ``since`` on, ``ever`` all that ever were hers.
    """
    recorded = figures.reported_days(record.marks.values(), (day for day, _ in record.eaten))
    glance = _glance(record, recorded, today, running)
    welcome = None if glance.left_out is not None else _welcome(record, cards, since, today)
    facts = kindness.Facts(
        kept=[_kept(card, most) for card in cards],
        week=sum((card.week for card in cards if not card.chosen.habit.is_weekly), start=Tally()),
        days_recorded=glance.days_recorded,
        is_week_whole=not any(_left_out(card, record, today, running) for card in cards),
        days_ever=len(recorded | {began}) if began else 0,
        is_set_aside=glance.left_out is not None,
        is_back=welcome is not None,
    )
    return Overview(
        glance=glance,
        cards=cards,
        kindest=kindness.kindest(facts),
        began=began,
        time_line=_time_line([card.chosen.entry for card in cards], began, today, locale),
        given_up=tuple(each for each in ever if not each.habit.is_lived_on(today)),
        welcome=welcome,
    )


def _left_out(card: Card, record: Record, today: date, running: Week) -> ByReason:
    """The days of this week on which a daily habit was left out, by reason."""
    chosen = card.chosen
    if chosen.habit.is_weekly:
        return ()
    begun = [day for day in running.days if day <= today]
    return presence.left_out(chosen.habit, record.of(chosen.id), on=begun, today=today, spells=chosen.spells)


def _welcome(record: Record, cards: Sequence[Card], since: date, today: date) -> Welcome | None:
    strengths = {card.chosen.id: card.row.strength for card in cards}
    return lapses.welcome(record, strengths=strengths, since=since, today=today)


def _glance(record: Record, recorded: Set[date], today: date, running: Week) -> Glance:
    begun = [day for day in running.days if day <= today]
    hers = [(each.habit, each.spells) for each in record.chosen]
    aside = figures.days_set_aside(hers, begun, recorded_days=recorded)
    past = [day for day in begun if (day < today or day in recorded) and day not in aside]
    counted = [day for day in past if any(habit.is_lived_on(day) for habit, _ in hers)]
    week_start = running.first.weekday()
    return Glance(
        day=today,
        today=today,
        week=tuple(daysheet.dot(record, day, today=today, week_start=week_start) for day in running.days),
        days_recorded=sum(day in recorded for day in counted),
        days_counted=len(counted),
        days_set_aside=len(aside),
    )


def _card(chosen: Chosen, record: Record, closed: Sequence[Closing], today: date, running: Week) -> Card:
    week_start = running.first.weekday()
    row = rows.build(chosen, record, day=today, today=today, week_start=week_start)
    return Card(
        row=row,
        week=figures.tally(
            chosen.habit,
            record.of(chosen.id),
            first=running.first,
            last=today,
            today=today,
            spells=chosen.spells,
            week_start=week_start,
        ),
        lately=lately.of(closed, running=running),
        curve=lately.curve(closed, running=running, yesterday=today - days.ONE_DAY, strength=row.strength),
        is_to_come=any(
            chosen.habit.is_due_on(day)
            for day in running.days
            if day > today or (day == today and not row.is_left_out)
        ),
    )


def _kept(card: Card, most: Mapping[int, int]) -> Kept:
    """The most before is told only when 4 weeks were over before these."""
    is_old = card.lately.weeks_before >= lately.WEEKS_OF_A_MONTH
    before = most.get(card.chosen.id) if is_old else None
    return Kept(card.chosen.id, card.lately.month, card.chosen.habit.is_weekly, before)


def _time_line(
    entries: Sequence[HabitEntry], began: date | None, today: date, locale: str
) -> tuple[Point, ...]:
    """The points that concern her, with their dates from the first record on."""
    told = book.book(locale).time_line
    points = [each for each in told if not each.if_expected or each.is_expected_of(entries)]
    if began is None:
        return tuple(Point(each, None) for each in points)
    dates = milestones.along([each.from_day or 0 for each in points], began=began, today=today)
    return tuple(Point(each, at) for each, at in zip(points, dates, strict=True))
