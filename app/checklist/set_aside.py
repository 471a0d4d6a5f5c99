"""What is told of the stretches set aside: each once, with the habits it is for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from app.checklist.queries import Chosen
from app.rules import days
from app.rules.marks import Spell


@dataclass(frozen=True, slots=True)
class SetAside:
    """A spell as far as it lies in the period; ``habits`` names those it is for, none when for all."""

    spell: Spell
    habits: tuple[str, ...] = ()


def spells_of(chosen: Sequence[Chosen], *, first: date, last: date) -> Iterator[SetAside]:
    """The stretches from first to last in which any habit of hers was set aside, in order of their days."""
    spells = {spell for each in chosen for spell in each.spells}
    for spell in sorted(spells, key=lambda spell: (spell.first, spell.last, spell.reason)):
        cut = Spell(max(spell.first, first), min(spell.last, last), spell.reason)
        hers = [each for each in chosen if _is_hers_in(each, cut)]
        paused = [each for each in hers if spell in each.spells]
        if paused:
            names = () if len(paused) == len(hers) else tuple(each.name for each in paused)
            yield SetAside(cut, names)


def _is_hers_in(chosen: Chosen, spell: Spell) -> bool:
    """Whether the habit was hers on any day of the spell; one that ends before it begins has none."""
    return any(chosen.habit.is_lived_on(day) for day in days.days_between(spell.first, spell.last))
