"""Checks at the door for goals: what she typed, kept as she typed it, and what is wrong with it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from app import words
from app.checklist import choosing, forms, goals
from app.rules.habits import EVERY_DAY, Goal, Habit, Measure, Period, SetBy

LONGEST_WORDS = 60
EVERY, WEEKDAYS, MONTH, ANY_DAY = "every", "weekdays", "month", "any_day"


class BadDate(ValueError):
    """A date that does not exist or that nothing can be kept for; ``field`` is where it was typed."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


class NoSuchSetter(ValueError):
    """Nobody of that kind sets goals."""


@dataclass(frozen=True, slots=True)
class Typed:
    """The form of a goal as she filled it in, and what is wrong with it in which field."""

    name: str = ""
    cue: str = ""
    period: str = ""
    amount: str = ""
    due: str = EVERY
    weekdays: Sequence[int] = field(default_factory=lambda: tuple(range(7)))
    month_day: str = "1"
    set_by: str = SetBy.SELF.value
    set_by_name: str = ""
    set_on: str = ""
    from_day: str = ""
    has_asked: bool = False
    is_sure: bool = False
    fault: str = ""
    wrong: str = ""

    @property
    def setter(self) -> SetBy:
        """Who set it; she herself where the form says nothing that can be."""
        return SetBy(self.set_by) if self.set_by in set(SetBy) else SetBy.SELF

    def error(self, name: str) -> str:
        """What is wrong in a field; empty when nothing is."""
        return self.fault if self.wrong == name else ""

    def refused(self, error: ValueError, *, unit: str = "") -> "Typed":
        """The same with what an error says about it."""
        return replace(self, fault=why_not(error, unit=unit), wrong=field_of(error))


def typed_in(form: MultiDict[str, str], *, prefix: str = "") -> Typed:
    """The fields of a form; those of one among several habits begin with its ``prefix``."""

    def line(name: str, longest: int = LONGEST_WORDS) -> str:
        return forms.read_line(form.get(prefix + name, ""), longest=longest)

    return Typed(
        name=line("name"),
        cue=line("cue"),
        period=line("period"),
        amount=line("amount", forms.LONGEST_TYPED),
        due=_due(line("due"), was=line("was"), has_ticked=bool(form.getlist(prefix + "weekday"))),
        weekdays=tuple(int(each) for each in form.getlist(prefix + "weekday") if each in set("0123456")),
        month_day=line("month_day"),
        set_by=line("set_by") or SetBy.SELF.value,
        set_by_name=line("set_by_name"),
        set_on=line("set_on"),
        from_day=line("from_day"),
        has_asked=form.get(prefix + "asked") == "y",
        is_sure=form.get(prefix + "sure") == "y",
    )


def _due(chosen: str, *, was: str, has_ticked: bool) -> str:
    """When it is due; days ticked where none were before are meant, also without a tick at their line."""
    if chosen in ("", EVERY) and was == EVERY and has_ticked:
        return WEEKDAYS
    return chosen or EVERY


def typed_of(habit: Habit, *, name: str, cue: str, today: date) -> Typed:
    """The form as it stands before she changes it."""
    goal = habit.goal_on(today)
    due_on = habit.weekdays_of(goal)
    due = MONTH if due_on is None else EVERY if due_on == EVERY_DAY else WEEKDAYS
    return Typed(
        name=name,
        cue=cue,
        amount=words.number(goal.amount),
        due=due,
        weekdays=tuple(sorted(EVERY_DAY if due_on is None else due_on)),
        month_day=str(goal.month_day or 1),
        set_by=goal.set_by.value,
        set_by_name=goal.set_by_name,
        set_on=goal.set_on.isoformat() if goal.set_on else "",
        from_day=today.isoformat(),
    )


def goal_of(typed: Typed, *, usual: float | None, measure: Measure, period: Period, today: date) -> Goal:
    """The goal she means; without an amount the ``usual`` one. What it raises ``why_not`` explains."""
    is_daily = period is Period.DAY
    setter = _setter(typed)
    is_hers = setter is SetBy.SELF
    return Goal(
        amount=1.0 if measure is Measure.CHECK and is_daily else _amount(typed, usual),
        from_day=_date(typed.from_day, "from_day") or today,
        set_by=setter,
        set_by_name="" if is_hers else typed.set_by_name,
        set_on=None if is_hers else _set_on(typed, today),
        weekdays=_weekdays(typed) if is_daily and typed.due != MONTH else None,
        month_day=_month_day(typed) if is_daily and typed.due == MONTH else None,
    )


def _setter(typed: Typed) -> SetBy:
    if typed.set_by not in set(SetBy):
        raise NoSuchSetter(typed.set_by)
    return SetBy(typed.set_by)


def _amount(typed: Typed, usual: float | None) -> float:
    return usual if usual is not None and not typed.amount else forms.read_amount(typed.amount)


def _weekdays(typed: Typed) -> frozenset[int]:
    return frozenset(typed.weekdays) if typed.due == WEEKDAYS else EVERY_DAY


def _month_day(typed: Typed) -> int:
    return int(typed.month_day) if typed.month_day.isascii() and typed.month_day.isdigit() else 0


def _set_on(typed: Typed, today: date) -> date | None:
    found = _date(typed.set_on, "set_on")
    if found is not None and found > today:
        raise BadDate("set_on")
    return found


def _date(text: str, name: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadDate(name) from None


def field_of(error: ValueError) -> str:
    """The field an error is about."""
    if isinstance(error, BadDate):
        return error.field
    fields: dict[type[ValueError], str] = {
        goals.NeedsDoctor: "set_by",
        NoSuchSetter: "set_by",
        goals.NeedsWho: "set_by_name",
        goals.SameSetter: "set_by",
        goals.NoWeekday: "due",
        goals.BadFromDay: "from_day",
        goals.RewritesPast: "sure",
        goals.NoSuchPeriod: "period",
        choosing.NeedsAsking: "asked",
    }
    return fields.get(type(error), "amount")


def why_not(error: ValueError, *, unit: str = "") -> str:
    """What is wrong, and what to do; ``unit`` is what a goal is counted in."""
    match error:
        case goals.NeedsDoctor(above=float(above)):
            above_words = words.number(above)
            return _(
                "A goal above %(above)s is kept only when your doctor set it. Choose “my doctor” if so.",
                above=above_words,
            )
        case goals.BadGoal():
            return _(
                "The goal can be from %(least)s to %(most)s %(unit)s.",
                least=words.number(error.least),
                most=words.number(error.most),
                unit=unit,
            ).replace(" .", ".")
        case BadDate(field="set_on"):
            return _("Choose a day up to today.")
    return _plainly_why_not(error)


def _plainly_why_not(error: ValueError) -> str:
    said: dict[type[ValueError], str] = {
        goals.NeedsDoctor: _("This needs your doctor’s word: choose “my doctor”, and say who and when."),
        goals.NeedsWho: _("Please say which doctor set it, and on which day."),
        goals.SameSetter: _("Who set this new goal? Choose “me”, or say on which day they did."),
        goals.NoWeekday: _("Choose at least one day."),
        goals.NoSuchSession: _("Please type a whole number, such as 2."),
        goals.BadFromDay: _("Choose a day from your first with this habit on, within the next year."),
        goals.RewritesPast: _("Tick the box if these days shall be counted anew, or choose today."),
        goals.NoSuchPeriod: _("Choose one of these."),
        NoSuchSetter: _("Choose one of these."),
        choosing.NeedsAsking: _("Please ask first, then tick the box. Or choose another habit."),
        BadDate: _("Choose a day from the calendar."),
    }
    return said.get(type(error), _("Please type a number, such as 5 or 2.5."))
