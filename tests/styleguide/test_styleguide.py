"""The style guide: every state is there, on this machine alone, and a press in it changes nothing."""

import pytest
from sqlmodel import select

from app.checklist.models import MarkChange
from tests import make
from tests.page import Page

ONLY_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@ONLY_SQLITE
def test_every_state_of_a_row_and_of_a_cell_is_shown(page):
    soup = page.get("/styleguide").soup
    for state in ("is-done", "is-skipped", "is-not-met"):
        assert soup.select(f".day-row.{state}"), state
    assert soup.select(".day-row .row-stepper")
    assert soup.select(".plants .chip.is-on")
    for kind in ("met", "partial", "not_met", "skipped", "not_recorded"):
        assert soup.select(f".cell-{kind}"), kind
    assert soup.select(".bar-met")
    assert soup.select(".bar-part")


@ONLY_SQLITE
def test_it_exists_on_this_machine_alone(make_app, now):
    client = make_app(PUBLIC_URL="https://bonny.example").test_client()
    assert client.get("/styleguide", base_url="https://bonny.example").status_code == 404


def test_press_on_a_sample_changes_nothing_of_hers(annas_page: Page, anna, session, database):
    for slug in ("prunes", "plants"):
        make.make_habit(session, anna, slug)
    forms = annas_page.get("/styleguide").soup.select("main form[method=post]")
    token = annas_page.token()
    assert len(forms) > 20
    for address in {str(form["action"]) for form in forms} - {"/undo"}:
        annas_page.post(address, {"do": "done", "eat": "kale", "csrf_token": token}, status=404)
    with database.reading() as reading:
        assert reading.exec(select(MarkChange)).all() == []
