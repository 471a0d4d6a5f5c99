"""Words spelled with one letter wrong, missing, doubled or in the wrong place, as thumbs and eyes do."""

from collections.abc import Mapping, Set

from app.rules.reply_words import word_set

SHORTEST = 4
# From this length on a wrong or missing letter is taken for a slip; in shorter words only one too many, or
# two that changed places.
SHORTEST_WITH_OTHER_LETTER = 5
# Words of everyday English that are one slip away from a word of the catalogue: never taken for it.
_REAL = word_set(
    "aided bacterial balanced balk banda bangs banks bans baring baron barrie barry beaming beating "
    "bends bering binds blank blaring block bonds boned boon boone booth born borne borno both brands "
    "breaching brick brink byron caddy canny carbonated card chad chai char chara charm chart cheesy "
    "china chord cindy coal coffey daily daisy danced dancer dane dante desert diary died drank drier "
    "dries drunk drunks exercised faber fervent finer fire fishy fixer flood floods folds folio fools "
    "form gaelic gains gloss grainy grass greed greek greeks greene greer greet greets grins hearing "
    "herding hiding hiked hiring hors horus inhibitory insulin leaf leafs leahy leaky leary listing "
    "magnet magnets magnus means meant meaty medals mediate mediation meta metals milky nato oliver "
    "orion otter pant pants pasture piles plan plane planes planet planets plank planks plano plans "
    "plat platt plugs plumb plume plumes plump plus polls ponder power practiced practise processes "
    "professed prone pulls pune quilt quit quite raising read reads reddy reich relating relay relaying "
    "saad sala salah salam salman salmond salomon salon saloon seedy seeks seems sees sends sept sheds "
    "sheep sheets sleek sleepy sleet sonya speeds stains stars steep stirs sugary sweats sweep sweeps "
    "swept table tabled tables talk talked talks tempe temper threat threats timed timer tout trailing "
    "tread treads treaty trent trot tryout unkind unwin wake waked waker waking wales walker walkin "
    "wall walled walls weigh weighs weighty whale while whine whose wight work worked works wright "
)


class Speller:
    """The words of her habits' names, found again when one is spelled almost right.

    A word that has a meaning of its own (diary, for dairy) is never taken for another.
    """

    def __init__(self, words: Mapping[str, Set[int]]) -> None:
        """``words`` say of which habits each of them is a name."""
        self._words = words
        self._by_first: dict[str, list[str]] = {}
        for word in words:
            if len(word) >= SHORTEST and word.isalpha():
                self._by_first.setdefault(word[0], []).append(word)

    def mended(self, word: str) -> str | None:
        """The one word that this is meant to be; None when there is none, or more than one."""
        if len(word) < SHORTEST or word in self._words or word in _REAL or not word.isalpha():
            return None
        return self._one_of(self._near(word))

    def near(self, word: str) -> str | None:
        """The same for a word that has a meaning of its own, to ask whether she meant the other."""
        is_other = len(word) >= SHORTEST and word not in self._words
        return self._one_of(self._near(word)) if is_other else None

    def knows(self, word: str) -> bool:
        """Whether it is a word of a name."""
        return word in self._words

    def _one_of(self, near: list[str]) -> str | None:
        """The longest of words that all stand for the same."""
        meant = {frozenset(self._words[word]) for word in near}
        return max(near, key=len) if len(meant) == 1 else None

    def _near(self, word: str) -> list[str]:
        # Her first letter is right, or the first two changed places.
        likely = [*self._by_first.get(word[0], ()), *self._by_first.get(word[1], ())]
        return [other for other in dict.fromkeys(likely) if is_slip(word, other)]


def is_slip(typed: str, word: str) -> bool:
    """Whether the typed word is one slip away from the other: see SHORTEST_WITH_OTHER_LETTER."""
    longer = len(typed) - len(word)
    if abs(longer) > 1 or typed == word:
        return False
    start = next((at for at, (a, b) in enumerate(zip(typed, word, strict=False)) if a != b), len(word))
    rest, meant = typed[start:], word[start:]
    if longer == 1:
        return rest[1:] == meant and start > 0
    if longer == 0 and (rest[:2][::-1], rest[2:]) == (meant[:2], meant[2:]):
        return True
    if len(word) < SHORTEST_WITH_OTHER_LETTER or start == 0:
        return False
    return rest == meant[1:] if longer == -1 else rest[1:] == meant[1:]
