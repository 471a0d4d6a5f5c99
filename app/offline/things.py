"""What a change of her phone is about and what it asks for, read as the forms of the pages are."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlmodel import Session

from app.accounts.models import User
from app.checklist import actions, forms, plant_names, queries
from app.checklist.actions import Change
from app.checklist.models import ChangeKind
from app.checklist.queries import Chosen
from app.offline.forms import Item
from app.rules import plants
from app.rules.habits import Measure
from app.rules.plants import Plant


class NoPlantsCounted(ValueError):
    """She counts plants on none of the days."""


class NotPossible(ValueError):
    """The change asks for what no button of a row does."""


@dataclass(frozen=True, slots=True)
class Thing:
    """A habit of hers under its name, or a plant under its own with the habit that counts it."""

    name: str
    chosen: Chosen
    plant: str | None = None


def find(session: Session, user: User, *, item: Item, on: tuple[date, ...]) -> Thing:
    """What a change is about that may belong to these days.

    Raises NoSuchHabit, NoPlantsCounted, actions.NoSuchPlant or plants.BadName.
    """
    if item.plant is not None:
        plant = _plant(session, user, item.plant, is_taken_back=item.is_taken_back)
        return Thing(plant.name, _counting(session, user, on), plant.slug)
    chosen = queries.chosen_of(session, user, habit_id=item.habit_id or 0)
    return Thing(chosen.name, chosen)


def _counting(session: Session, user: User, on: tuple[date, ...]) -> Chosen:
    """Her habit that counts plants on one of the days."""
    lived = queries.chosen_between(session, user, first=min(on), last=max(on))
    for each in lived:
        if each.habit.measure is Measure.VARIETY and any(map(each.habit.is_lived_on, on)):
            return each
    raise NoPlantsCounted


def _plant(session: Session, user: User, text: str, *, is_taken_back: bool) -> Plant:
    """The plant of a chip or of her letters; one of hers keeps the word under which it is stored already."""
    tapped = plant_names.plant_of(text)
    if tapped is not None and not tapped.is_own:
        return tapped
    typed = tapped.name if tapped is not None else text
    if not is_taken_back:
        return plant_names.own(session, user, name=typed)
    plant = plant_names.find(session, user, text=typed) or tapped
    if plant is None:
        raise actions.NoSuchPlant(typed)
    return plant


def typed_name(item: Item) -> str:
    """What a plant is called before it is found; empty for a habit."""
    return forms.read_line((item.plant or "").removeprefix(plants.OWN_SIGN), longest=forms.LONGEST_TYPED)


def change_of(item: Item, thing: Thing, *, made_at: datetime) -> Change:
    """The change asked for. Raises NotANumber or NotPossible."""
    if thing.plant is not None:
        kind = ChangeKind.UNEAT if item.is_taken_back else ChangeKind.EAT
        return Change(item.id, thing.chosen.id, item.day, kind, plant=thing.plant, made_at=made_at)
    if thing.chosen.habit.measure is Measure.VARIETY:
        raise NotPossible
    step = forms.step_of(item.form, thing.chosen.entry)
    form = {**item.form, "change": item.id}
    try:
        tap = forms.read_tap(form, habit_id=thing.chosen.id, day=item.day, step=step)
    except forms.NotANumber:
        raise
    except ValueError as error:
        raise NotPossible from error
    return replace(tap.change, made_at=made_at)
