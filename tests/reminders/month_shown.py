"""What a text of ours says, held against the pages that show the same."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date

from bs4 import Tag

from tests.page import Page
from tests.reminders.month_words import PLANTS

NUMBER = r"\d+(?:[,.]\d+)*"
DONE = re.compile(r"(\d+ of \d+) (?:today|that day)\.")
EATEN = re.compile(r"(\d+) plants? (?:this|that) week\.")
OPEN = re.compile(r"Open: ([^.]*)\.")
IN_A_ROW = r"(\d+) (?:days?|weeks?) \((best \d+|your best)\)"
KEPT = r"(\d+ of \d+ (?:days?|weeks?))"
AWAY_FROM_OPEN = {"is-done", "is-skipped", "is-not-met"}


def check_echo(echo: str, page: Page, habits: Mapping[str, int], *, day: date) -> int:
    """Every figure of an answer stands on the day's page; how many were looked at."""
    page.get(f"/day/{day.isoformat()}")
    told = list(_figures(echo, page, habits))
    for said, seen in told:
        assert said == seen, f"{echo!r}: {said!r} is {seen!r} on the page"
    return len(told)


def _figures(echo: str, page: Page, habits: Mapping[str, int]) -> Iterator[tuple[object, object]]:
    """Pairs of what the answer says and what the page shows."""
    if done := DONE.search(echo):
        yield f"{done[1]} done", _words(page, "#ring b")
    if eaten := EATEN.search(echo):
        yield eaten[1], _words(page, "#plants .row-goal").split()[0]
    if opened := OPEN.search(echo):
        yield _said_open(opened[1], habits), _shown_open(page, habits)
    recorded = echo.partition("Open:")[0]
    for name in habits:
        if name != PLANTS:
            yield from _of_habit(name, recorded, page, habits[name])


def _of_habit(name: str, echo: str, page: Page, habit_id: int) -> Iterator[tuple[object, object]]:
    row = f"#habit-{habit_id}"
    if left_out := re.search(rf"{name} left out \(([^)]*)\)", echo):
        yield f"Left out: {left_out[1]}", _words(page, f"{row} .row-goal").replace("’", "'")
    if amount := re.search(rf"{name} ({NUMBER}) (?:min|of ({NUMBER}))", echo):
        yield amount[1], _tag(page, f"#amount-{habit_id}")["value"]
        if amount[2]:
            yield amount[2], _words(page, f"{row} .row-goal").split()[0]


def _said_open(listed: str, habits: Mapping[str, int]) -> set[str]:
    assert "+" not in listed, "this month has room for all that is open"
    return {name for name in habits if re.search(rf"\b{name}\b", listed)}


def _shown_open(page: Page, habits: Mapping[str, int]) -> set[str]:
    """The rows that are neither done nor left out; plants, with none on that day and room in the week."""
    rows = {name: page.soup.select_one(f"#habit-{habit_id}") for name, habit_id in habits.items()}
    opened = {name for name, row in rows.items() if row and AWAY_FROM_OPEN.isdisjoint(row["class"])}
    count, goal = re.findall(r"\d+", _words(page, "#plants .row-goal"))
    is_open = _words(page, "#plants .row-streak b") == "0" and int(count) < int(goal)
    return opened | ({PLANTS} if is_open else set())


def check_streaks(answer: str, page: Page, habits: Mapping[str, int]) -> int:
    """The days in a row and the best, as today's rows have them; how many were looked at."""
    page.get("/")
    told = [(name, found) for name in habits if (found := re.search(rf"{name} {IN_A_ROW}", answer))]
    for name, found in told:
        assert found[1] == _words(page, f"#habit-{habits[name]} .row-streak b").split()[0], answer
        best = found[2].removeprefix("best ") if found[2] != "your best" else found[1]
        assert f"Best so far: {best} " in _words(page, f"#habit-{habits[name]} .more-body"), answer
    return len(told)


def check_month(answer: str, page: Page, habits: Mapping[str, int]) -> int:
    """Each habit's days kept, as the month's page has them; how many were looked at."""
    page.get("/progress/2026-10")
    told = [(name, found[1]) for name in habits if (found := re.search(rf"{name} {KEPT}", answer))]
    for name, kept in told:
        assert kept == _words(page, f"#title-{habits[name]} + b"), answer
    return len(told)


QUESTIONS: Mapping[str, Callable[[str, Page, Mapping[str, int]], int]] = {
    "month": check_month,
    "streak": check_streaks,
}


def _words(page: Page, selector: str) -> str:
    return " ".join(_tag(page, selector).get_text(" ").split())


def _tag(page: Page, selector: str) -> Tag:
    found = page.soup.select_one(selector)
    assert found is not None, f"nothing matches {selector!r} on {page.path}"
    return found
