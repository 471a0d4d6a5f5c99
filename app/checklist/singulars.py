"""One of what she counts in a habit of her own, guessed from the many that she typed, by her language."""

from collections.abc import Callable, Mapping

SHORTEST = 4
# How English plurals end.
AS_THEY_ARE = ("ss", "us", "is")
WITH_IE = frozenset({"pies", "cookies", "brownies", "smoothies", "calories", "veggies"})
WITH_ES = ("sses", "shes", "eaches", "nches", "tches", "wiches", "xes", "zzes", "atoes", "goes")
# How Spanish plurals end, each with what the singular ends in; else the "s" goes.
SPANISH = (
    *(("iones", "ión"), ("ones", "ón"), ("dades", "dad"), ("tades", "tad"), ("tudes", "tud")),
    *((f"{vowel}ces", f"{vowel}z") for vowel in "aeiou"),
    *((f"{vowel}{last}es", f"{vowel}{last}") for vowel in "aeiou" for last in "lrn"),
)
SPANISH_AS_THEY_ARE = ("is", "us")


def one_of(units: str, *, language: str) -> str:
    """One of them: "glass" of "glasses", "cup of tea", "vaso de agua" of "vasos de agua".

    What is no plural by its look stays as it is, and so does every word of a language that is not known here.
    """
    guess = _GUESSES.get(language)
    return guess(units) if guess else units


def _english(units: str) -> str:
    head, of, rest = units.partition(" of ")
    before, space, noun = head.rpartition(" ")
    return f"{before}{space}{_english_noun(noun)}{of}{rest}"


def _english_noun(noun: str) -> str:
    if not noun.islower() or len(noun) < SHORTEST:
        return noun
    if noun.endswith(AS_THEY_ARE):
        return noun
    if noun.endswith("ies") and noun not in WITH_IE:
        return noun.removesuffix("ies") + "y"
    return noun.removesuffix("es") if noun.endswith(WITH_ES) else noun.removesuffix("s")


def _spanish(units: str) -> str:
    """Noun and adjective alike: "vaso grande de agua"."""
    head, of, rest = units.partition(" de ")
    return f"{' '.join(map(_spanish_word, head.split(' ')))}{of}{rest}"


def _spanish_word(word: str) -> str:
    if not word.islower() or len(word) < SHORTEST or word.endswith(SPANISH_AS_THEY_ARE):
        return word
    for many, one in SPANISH:
        if word.endswith(many):
            return word.removesuffix(many) + one
    return word.removesuffix("s")


_GUESSES: Mapping[str, Callable[[str], str]] = {"en": _english, "es": _spanish}
