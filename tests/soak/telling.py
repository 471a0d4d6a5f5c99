"""The table of a soak: where processes died, and what became of the reminders they left unfinished."""

from collections import Counter
from collections.abc import Mapping

from app.messages.models import State
from tests.soak.deaths import EVERY_POINT, Story

WIDTH = 12


def show(story: Story, outcomes: Mapping[int, State]) -> None:
    """Print a row for each point. A reminder that several deaths left unfinished counts in each."""
    seen = [state for state in State if state in outcomes.values()]
    died = Counter(point for point, _ in story.deaths)
    print(_row("died", "deaths", *seen))
    for point in EVERY_POINT:
        left = Counter(outcomes.get(each) for where, ids in story.deaths if where == point for each in ids)
        print(_row(point, died[point], *(left[state] for state in seen)))
    final = Counter(outcomes.values())
    print(_row("all reminders, each once", sum(died.values()), *(final[state] for state in seen)))
    if story.not_reached:
        print("never came to: " + ", ".join(story.not_reached))


def _row(what: str, *cells: object) -> str:
    return f"{what:24}" + "".join(f"{cell:>{WIDTH}}" for cell in map(str, cells))
