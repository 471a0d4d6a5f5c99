"""The files for programs: asked for by her, with the days of the page, under plain names."""

import io
import json
import zipfile
from datetime import date
from typing import Any

import pytest
from sqlmodel import Session

from app.accounts.models import User
from app.report.models import SummaryChoice
from app.visits.models import ShownNote
from tests.page import BASE, Page
from tests.report import fhir_gate, make, reading

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_files_hold_the_days_asked_for(session: Session, anna: User, annas_page: Page, now: Any):
    now(make.NOW)
    make.make_quarter(session, user=anna)
    period = {"from": "2026-11-02", "to": "2026-11-08"}
    kinds = {"zip": "application/zip", "fhir.json": "application/fhir+json"}
    for ending, kind in kinds.items():
        response = annas_page.client.get(f"/report.{ending}", query_string=period, base_url=BASE)
        assert response.mimetype == kind
        name = f"bonny-2026-11-02-to-2026-11-08.{ending}"
        assert response.headers["Content-Disposition"] == f'attachment; filename="{name}"'
        assert response.headers["Cache-Control"] == "no-store"
        if ending == "zip":
            days = reading.files_of(response.data)["days.csv"]
            assert {row["date"] for row in days} == {f"2026-11-0{number}" for number in range(2, 9)}
        else:
            assert fhir_gate.problems(response.data) == []
            event = json.loads(response.data)["entry"][0]["resource"]["event"][0]["period"]
            assert event == {"start": "2026-11-02", "end": "2026-11-08"}


def test_files_hold_what_she_chose(session: Session, anna: User, annas_page: Page, now: Any):
    now(make.NOW)
    habit = make.make_habit(session, anna)
    make.make_marks(session, anna, habit, {make.LAST: 5.0})
    session.add(ShownNote(user_id=anna.id or 0, day=date(2026, 11, 3), words="Secret", created_at=make.NOW))
    session.add(SummaryChoice(user_id=anna.id or 0, has_name=False))
    session.commit()
    told = annas_page.client.get("/report.fhir.json", base_url=BASE).data
    with zipfile.ZipFile(io.BytesIO(annas_page.client.get("/report.zip", base_url=BASE).data)) as held:
        told += b"".join(held.read(name) for name in held.namelist())
    assert anna.name
    assert anna.name.encode() not in told
    assert b"Secret" not in told


@pytest.mark.parametrize("ending", ["zip", "fhir.json"])
def test_days_that_cannot_be_are_refused_on_the_page(annas_page: Page, ending: str):
    answer = annas_page.client.get(f"/report.{ending}?from=2026-13-01", base_url=BASE)
    assert (answer.status_code, answer.mimetype) == (400, "text/html")
