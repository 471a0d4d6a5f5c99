"""The order of her list: by arrows, by dragging, and once for a trembling hand."""

from tests import make
from tests.checklist.looking import slugs


def test_order_is_changed_by_the_arrows_and_taken_back(annas_page, anna, session, database):
    for slug in ("prunes", "vitamin-d", "fermented"):
        make.make_habit(session, anna, slug)
    annas_page.get("/habits")
    annas_page.submit(annas_page.form("#move-3 button"), button="Fermented food: one place up")
    assert slugs(database) == ["prunes", "fermented", "vitamin-d"]
    annas_page.submit(annas_page.form("#undo"))
    assert (annas_page.path, slugs(database)) == ("/habits", ["prunes", "vitamin-d", "fermented"])


def test_order_that_was_dragged_is_kept(annas_page, anna, session, database):
    for slug in ("prunes", "vitamin-d", "fermented"):
        make.make_habit(session, anna, slug)
    annas_page.get("/habits")
    annas_page.post("/habits/order", {"habit": ["3", "1", "2"]})
    assert slugs(database) == ["fermented", "prunes", "vitamin-d"]
    annas_page.post("/habits/order", {"habit": ["3", "x"]}, status=400)


def test_double_press_of_an_arrow_moves_once(annas_page, anna, session, database):
    for slug in ("prunes", "vitamin-d", "fermented"):
        make.make_habit(session, anna, slug)
    annas_page.get("/habits")
    twice = {"to": "up", "change": "00000000-0000-4000-8000-000000000007"}
    for _ in range(2):
        annas_page.post("/habits/3/move", twice, headers={"Referer": "http://127.0.0.1:8000/habits"})
    assert slugs(database) == ["prunes", "fermented", "vitamin-d"]
    assert "This is kept." in annas_page.text
    annas_page.submit(annas_page.form("#undo"))
    assert slugs(database) == ["prunes", "vitamin-d", "fermented"]
