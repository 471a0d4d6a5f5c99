"""The pages of progress: with nothing, one day, a month, ten years, and very many habits."""

from tests.browser.screenshots import TODAY
from tests.browser.steps import State, follow, open_all

MONTH, YEAR = f"/progress/{TODAY:%Y-%m}", f"/progress/{TODAY.year}"


def of_one_who(lived: str, person: str) -> tuple[State, ...]:
    """Every page of somebody who has been here so long."""
    return (
        State(f"progress, {lived}", "/progress", person),
        State(f"habit, {lived}", "/habits", person, follow("Prunes", "How it went")),
        State(f"month, {lived}", MONTH, person),
        State(f"year, {lived}", YEAR, person),
        State(f"plants of the year, {lived}", "/progress/plants", person),
    )


PROGRESS = (
    State("progress", "/progress"),
    State("progress, nothing", "/progress", "new"),
    State("progress, first record after a month", "/progress", "done"),
    State("plants of the year", "/progress/plants"),
    State("plants of the year, all open", "/progress/plants", step=open_all),
    State("plants of the year, first week", "/progress/plants", "hungry"),
    State("plants of the year, nothing", "/progress/plants", "new"),
    State("plants of the year, before the first", "/progress/plants?year=2024"),
    State("month", MONTH),
    State("month, past", "/progress/2026-10"),
    State("habit, its year", "/progress/habits/1", step=open_all),
    State("habit, its year over", "/habits", "kinds", follow("How it went")),
    State("month, nothing", MONTH, "new"),
    State("month, before her first day", "/progress/2019-10"),
    State("month, to come", "/progress/2039-10"),
    State("year", YEAR, step=open_all),
    State("year, nothing", YEAR, "new"),
    State("year, before her first day", "/progress/2019"),
    *of_one_who("nothing recorded", "long"),
    *of_one_who("one day", "first"),
    *of_one_who("a month", "month"),
    *of_one_who("ten years", "decade"),
    State("progress, 60 habits", "/progress", "many", open_all),
    State("month, 60 habits", MONTH, "many"),
    State("year, 60 habits", YEAR, "many"),
)
