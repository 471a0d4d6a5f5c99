"""What a change of her phone is about and what it asks for, read as the forms of the pages are."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlmodel import Session

from app.accounts.models import User
from app.checklist import actions, daysheet, forms, plant_names, queries
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
    """A habit of hers under its name, or plants under theirs with the habit that counts them."""

    name: str
    chosen: Chosen
    plants: tuple[str, ...] = ()


def find(session: Session, user: User, *, item: Item, on: tuple[date, ...]) -> Thing:
    """What a change is about that may belong to these days.

    Raises NoSuchHabit, NoPlantsCounted, NoSuchPlant or plants.BadName.
    """
    if item.plant is not None:
        found = _plants(session, user, item.plant, is_taken_back=item.is_taken_back)
        name = ", ".join(plant.name for plant in found)
        return Thing(name, _counting(session, user, on), tuple(plant.slug for plant in found))
    chosen = queries.chosen_of(session, user, habit_id=item.habit_id or 0)
    return Thing(chosen.name, chosen)


def _counting(session: Session, user: User, on: tuple[date, ...]) -> Chosen:
    """Her habit that counts plants on one of the days."""
    lived = queries.chosen_between(session, user, first=min(on), last=max(on))
    for each in lived:
        if each.habit.measure is Measure.VARIETY and any(map(each.habit.is_lived_on, on)):
            return each
    raise NoPlantsCounted


def _plants(session: Session, user: User, text: str, *, is_taken_back: bool) -> tuple[Plant, ...]:
    """The plant of a chip, or those of her letters, as the page reads them.

    One of hers keeps the word under which it is stored already. What is no plant's name does not become one
    of her own: the page would ask which one she means.
    """
    tapped = plant_names.plant_of(text, locale=user.locale)
    if tapped is not None:
        return (_tapped(session, user, tapped, is_taken_back=is_taken_back),)
    found = plant_names.find(session, user, text=text)
    if found is not None:
        return (found,)
    several = plant_names.find_several(session, user, text=text, most=daysheet.MOST_AT_ONCE)
    if not several:
        raise actions.NoSuchPlant(text)
    return several


def _tapped(session: Session, user: User, plant: Plant, *, is_taken_back: bool) -> Plant:
    if not plant.is_own:
        return plant
    if is_taken_back:
        return plant_names.find(session, user, text=plant.name) or plant
    return plant_names.own(session, user, name=plant.name)


def typed_name(item: Item) -> str:
    """What a plant is called before it is found; empty for a habit."""
    return forms.read_line((item.plant or "").removeprefix(plants.OWN_SIGN), longest=forms.LONGEST_TYPED)


def changes_of(item: Item, thing: Thing, *, made_at: datetime) -> list[Change]:
    """The changes asked for, of one batch. Raises NotANumber or NotPossible."""
    if thing.plants:
        return [_change_of_plant(item, thing, plant, made_at=made_at) for plant in thing.plants]
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
    return [replace(tap.change, made_at=made_at)]


def _change_of_plant(item: Item, thing: Thing, plant: str, *, made_at: datetime) -> Change:
    """The first has the id of the item, by which it is known when it comes again."""
    uuid = item.id if plant == thing.plants[0] else actions.derived_uuid(item.id, plant)
    kind = ChangeKind.UNEAT if item.is_taken_back else ChangeKind.EAT
    return Change(uuid, thing.chosen.id, item.day, kind, plant=plant, made_at=made_at)
