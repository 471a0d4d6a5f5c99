"""How a page looks to her eyes beyond what her phone says: text size and theme."""

from dataclasses import dataclass
from enum import StrEnum


class TextSize(StrEnum):
    """The page's text against the phone's own."""

    NORMAL = "normal"
    LARGE = "large"
    LARGER = "larger"
    LARGEST = "largest"


class Theme(StrEnum):
    """Light or dark, or as the phone has it."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class Sight:
    """What she chose; the default leaves everything to the phone."""

    text_size: TextSize = TextSize.NORMAL
    theme: Theme = Theme.SYSTEM

    def as_text(self) -> str:
        """For a cookie: "large.dark"."""
        return f"{self.text_size}.{self.theme}"


AS_THE_PHONE = Sight()


def read(text: str) -> Sight:
    """What a cookie says; whatever it does not say well is left to the phone."""
    size, _dot, theme = text.partition(".")
    return Sight(
        TextSize(size) if size in set(TextSize) else TextSize.NORMAL,
        Theme(theme) if theme in set(Theme) else Theme.SYSTEM,
    )
