"""Plants as people type them: folding, finding, searching, her own ones, the families a week misses."""

import itertools
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

# The order a page lists them in; the values of the catalogue's category column.
FAMILIES = (
    "vegetable",
    "fruit",
    "legume",
    "whole_grain",
    "nut",
    "seed",
    "herb_spice",
    "mushroom_alga",
    "beverage",
)
# What her own plants begin with where they are stored, as no slug does.
OWN_SIGN = "~"
OWN = "own"  # what stands for a family where a plant is her own
LEAST_SEARCHED = 2
LEAST_INSIDE = 3
LONGEST_OWN = 39

# Joiners that some scripts write words with; other signs that cannot be seen are left out of a name.
_JOINERS = "\u200c\u200d"

# Letters that decomposition leaves alone; casefold has made ß two letters already.
_PLAIN = str.maketrans({"ø": "o", "đ": "d", "ı": "i", "ł": "l", "œ": "oe", "æ": "ae"})
# English, German, Spanish, each with what the singular ends in instead.
_PLURALS = (("s", ""), ("es", ""), ("ies", "y"), ("n", ""), ("en", ""), ("ces", "z"))
_BETWEEN_WORDS = re.compile(r"[\s-]+")


def fold(text: str) -> str:
    """Letters and digits alone: no case, accents, spaces or punctuation; folding twice changes nothing."""
    # In this order: some letters show their capital only without their accent.
    bare = unicodedata.normalize("NFKD", text).casefold()
    return "".join(filter(str.isalnum, bare.translate(_PLAIN)))


def alphabetical(name: str) -> tuple[str, str]:
    """What names are sorted by: accents count between equals alone, and ñ stands behind n."""
    told = unicodedata.normalize("NFD", name.casefold()).replace("n\u0303", "n\uffff")
    return "".join(char for char in told if not unicodedata.combining(char)), told


@dataclass(frozen=True, slots=True)
class Plant:
    """One entry of the catalogue: what counts once a week, under whichever name it is eaten."""

    slug: str
    name: str
    family: str
    aliases: tuple[str, ...] = ()
    tags: frozenset[str] = frozenset()

    @property
    def is_own(self) -> bool:
        """Whether it is one of her own, which the catalogue does not know."""
        return self.family == OWN

    @property
    def anchor(self) -> str:
        """What the plant is called in the ids of a page: no white space, and each plant another one."""
        return f"{OWN}-{fold(self.name)}" if self.is_own else self.slug


class BadName(ValueError):
    """What she typed is no name for a plant of her own."""


class NoName(BadName):
    """There is no letter in it."""


class LongName(BadName):
    """It is longer than can be kept; ``length`` is how long."""

    def __init__(self, length: int) -> None:
        super().__init__(f"{length} of {LONGEST_OWN}")
        self.length = length


def own(name: str) -> Plant:
    """Her own plant under the name she typed, white space folded; raises NoName or LongName."""
    cleaned = _cleaned(name)
    if not any(map(str.isalpha, fold(cleaned))):
        raise NoName
    if len(cleaned) > LONGEST_OWN:
        raise LongName(len(cleaned))
    return Plant(OWN_SIGN + cleaned, cleaned, OWN)


def own_of(slug: str) -> Plant | None:
    """Her own plant from the word it is stored under; None for any other word."""
    try:
        plant = own(slug.removeprefix(OWN_SIGN))
    except BadName:
        return None
    return plant if plant.slug == slug else None


def _cleaned(name: str) -> str:
    """One line in composed letters, without controls, marks of direction and code points that are none."""
    seen = (sign if sign in _JOINERS or unicodedata.category(sign)[0] != "C" else " " for sign in name)
    return " ".join(unicodedata.normalize("NFC", "".join(seen)).split())


@dataclass(frozen=True, slots=True)
class Match:
    """A plant that a search found, and its name or alias that matched, perhaps only inside of a word."""

    plant: Plant
    matched: str
    is_inside: bool = False


class _Term(NamedTuple):
    """A name or alias made ready: folded, with the places in it where words after the first begin."""

    plant: Plant
    word: str
    is_alias: bool
    key: str
    word_starts: tuple[int, ...]


class Index:
    """All plants, made ready once for looking up by slug, by name and by part of a name.

    The caller has made sure that no two plants share a slug, nor a folded name or alias: the first
    would keep it.
    """

    def __init__(self, plants: Iterable[Plant]) -> None:
        self._plants = tuple(plants)
        self._by_slug = {plant.slug: plant for plant in reversed(self._plants)}
        terms = [term for plant in self._plants for term in _terms_of(plant)]
        self._by_key = {term.key: term for term in reversed(terms)}
        # Sorted here once, so that a search has only to tell beginnings from middles.
        self._best_first = sorted(terms, key=lambda term: (term.is_alias, len(term.key), term.key))

    def __iter__(self) -> Iterator[Plant]:
        return iter(self._plants)

    def __len__(self) -> int:
        return len(self._plants)

    def get(self, slug: str) -> Plant | None:
        """The plant of that slug; None when there is none, as for one that left the catalogue."""
        return self._by_slug.get(slug)

    def find(self, text: str) -> Plant | None:
        """The plant whose name or alias the whole text is, in the singular or a plural we know."""
        term = self._term(fold(text))
        return term.plant if term else None

    def search(self, text: str, *, limit: int = 8) -> tuple[Match, ...]:
        """Up to ``limit`` plants, each once, best first; none for fewer than two letters or digits.

        What ``find`` takes the text for leads; then the text begins a name, an alias, a word of either; then
        one of them ends in what the text is the plural of; at last, from three letters on, it stands inside
        of a word. Among equals a name goes before an alias, the shorter before the longer.
        """
        key = fold(text)
        if len(key) < LEAST_SEARCHED:
            return ()
        meant = self._term(key)
        good, inside = self._matching(key)
        terms = itertools.chain([meant] if meant else [], good, self._ending(key))
        matches: dict[str, Match] = {}
        for term in terms:
            matches.setdefault(term.plant.slug, Match(term.plant, term.word))
        for term in inside:
            matches.setdefault(term.plant.slug, Match(term.plant, term.word, is_inside=True))
        return tuple(matches.values())[:limit]

    def _term(self, key: str) -> _Term | None:
        return next((self._by_key[form] for form in _singulars(key) if form in self._by_key), None)

    def _matching(self, key: str) -> tuple[list[_Term], list[_Term]]:
        """The terms that begin with the key, then those of which a later word does; the others with it."""
        begins, has_word, inside = [], [], []
        for term in self._best_first:
            if key not in term.key:
                continue
            if term.key.startswith(key):
                begins.append(term)
            elif any(term.key.startswith(key, start) for start in term.word_starts):
                has_word.append(term)
            elif len(key) >= LEAST_INSIDE:
                inside.append(term)
        return begins + has_word, inside

    def _ending(self, key: str) -> list[_Term]:
        """The terms that end in what the key may be the plural of: "berries" leads to strawberries."""
        forms = tuple(form for form in _singulars(key) if form != key and len(form) >= LEAST_INSIDE)
        return [term for term in self._best_first if term.key.endswith(forms)] if forms else []


def _terms_of(plant: Plant) -> Iterator[_Term]:
    for number, word in enumerate((plant.name, *plant.aliases)):
        parts = [fold(part) for part in _BETWEEN_WORDS.split(word)]
        starts = tuple(len("".join(parts[:count])) for count in range(1, len(parts)))
        yield _Term(plant, word, is_alias=number > 0, key=fold(word), word_starts=starts)


def _singulars(key: str) -> Iterator[str]:
    """The key itself, then what it may be the plural of."""
    yield key
    for ending, instead in _PLURALS:
        if key.endswith(ending):
            yield key.removesuffix(ending) + instead


def families_missing(slugs: Iterable[str], index: Index) -> tuple[str, ...]:
    """The families that none of the plants is of, in the order of ``FAMILIES``; an unknown slug has none."""
    eaten = {plant.family for plant in map(index.get, slugs) if plant}
    return tuple(family for family in FAMILIES if family not in eaten)
