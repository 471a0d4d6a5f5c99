"""Plants to suggest for what a week still misses: familiar ones first, and none her health speaks against."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.rules.plants import Plant

MOST_FAMILIES = 3
MOST_OF_A_FAMILY = 2

# What a condition keeps out: the tag of a plant, or a plant by its slug.
TAG_KEPT_OUT = {"warfarin": "vitamin_k", "sensitive-gut": "prebiotic", "breast-cancer": "isoflavone"}
PLANTS_KEPT_OUT = {"kidney": frozenset({"star-fruit"})}
# As long as nobody has asked her, what could do harm is kept out as if she had ticked it.
WHILE_UNASKED = frozenset({"warfarin", "breast-cancer", "kidney"})
# fmt: off
NEVER = frozenset({
    # They change how medicines work.
    "grapefruit", "pomelo", "seville-orange", "tangelo", "licorice",
    # Picked in the wild, where one is easily taken for another.
    "bay-bolete", "birch-bolete", "black-trumpet", "blewit", "caesars-mushroom", "cauliflower-mushroom",
    "chanterelle", "chicken-of-the-woods", "fairy-ring-mushroom", "hedgehog-mushroom", "honey-mushroom",
    "huitlacoche", "matsutake", "morel", "parasol-mushroom", "porcini", "saffron-milk-cap", "slippery-jack",
    "st-georges-mushroom", "truffle",
    # Safe only when ripe, well cooked or in small amounts; or very high in iodine.
    "ackee", "cassava", "cassava-leaves", "candlenut", "elephant-foot-yam", "ginkgo-nut", "lupin-bean",
    "nutmeg", "taro", "kombu", "cochayuyo",
})
# fmt: on


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A family the week misses, and one or two plants of it."""

    family: str
    plants: tuple[Plant, ...]


def is_fit(plant: Plant, conditions: Collection[str] | None) -> bool:
    """Whether the plant may be suggested to a person with these condition slugs; None: nobody asked her."""
    known = WHILE_UNASKED if conditions is None else conditions
    if plant.is_own or plant.slug in NEVER:
        return False
    return not any(
        TAG_KEPT_OUT.get(condition) in plant.tags or plant.slug in PLANTS_KEPT_OUT.get(condition, ())
        for condition in known
    )


def suggest(
    missing: Iterable[str],
    *,
    familiar: Sequence[Plant],
    common: Mapping[str, Sequence[Plant]],
    conditions: Collection[str] | None,
) -> tuple[Suggestion, ...]:
    """Up to two plants each for the first three of the missing families for which there are any.

    ``familiar`` are plants she has eaten, the most eaten first; ``common`` those many people know, by family.
    """
    found = []
    for family in missing:
        hers = (plant for plant in familiar if plant.family == family)
        fit = _fit([*hers, *common.get(family, ())], conditions)
        plants = tuple(dict.fromkeys(fit))[:MOST_OF_A_FAMILY]
        found += [Suggestion(family, plants)] if plants else []
    return tuple(found[:MOST_FAMILIES])


def _fit(plants: Iterable[Plant], conditions: Collection[str] | None) -> Iterator[Plant]:
    return (plant for plant in plants if is_fit(plant, conditions))
