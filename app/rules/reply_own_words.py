"""What of a text is hers and stays as it is when the rest is put into the grammar's words."""

from collections.abc import Sequence

from app.rules import reply_context, reply_units, reply_words
from app.rules.reply_context import Context
from app.rules.reply_tokens import LONGEST_NAME, LONGEST_PLANT, NEVER_NAMES
from app.rules.reply_tongues import Tongue


class OwnWords:
    """Tells how many words, from a place on, name a habit of hers, its unit or a plant.

    A name is not kept where the tongue has a word for the same habit, nor a plant of the catalogue whose one
    word the tongue has. ``is_whole``: a text that may be a command, such as "plants", which goes
    before the habit of that name.
    """

    def __init__(self, context: Context, tongue: Tongue, *, is_whole: bool = False) -> None:
        self.tongue = tongue
        hers = (*context.listed, *context.habits)
        self.names = reply_context.names_of(hers)
        self.varieties = frozenset(habit.habit_id for habit in hers if habit.is_variety and is_whole)
        self.units = frozenset().union(*(reply_units.words_for(habit.unit) for habit in hers))
        self.plants = context.plants if any(habit.is_variety for habit in hers) else ()

    def __call__(self, words: Sequence[str], at: int) -> int:
        """How many; 0: none."""
        for width in range(min(LONGEST_NAME, len(words) - at), 0, -1):
            said = tuple(words[at : at + width])
            if self._is_name(said) or (width <= LONGEST_PLANT and self._is_plant(said)):
                return width
        return 0

    def names_habit(self, words: Sequence[str], at: int) -> bool:
        """Whether a habit is named there, in her words or in those that the tongue has for it."""
        parts = (tuple(words[at : at + width]) for width in range(1, min(LONGEST_NAME, len(words) - at) + 1))
        return any(
            "".join(said) in self.names or reply_words.fold(self.tongue.phrases.get(said, "")) in self.names
            for said in parts
        )

    def _is_name(self, said: tuple[str, ...]) -> bool:
        key = "".join(said)
        if key in self.units:
            return True
        if key not in self.names or key.isdigit() or key in NEVER_NAMES:
            return False
        meant = self.names.get(reply_words.fold(self.tongue.phrases.get(said, "")))
        return meant != self.names[key] and not self.names[key] <= self.varieties

    def _is_plant(self, said: tuple[str, ...]) -> bool:
        text = " ".join(said)
        found = [plant for index in self.plants if (plant := index.find(text))]
        is_known = len(said) > 1 and said not in self.tongue.phrases
        return any(plant.is_own or is_known for plant in found)
