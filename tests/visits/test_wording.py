"""The words of what she brings, as pages, the summary and messages print them."""

import pytest
from flask import Flask
from flask_babel import Babel, force_locale

from app.rules import partial_days
from app.visits import wording
from app.visits.brought import Fall, Fracture, Medicine, Result
from app.visits.models import Harm, ResultKind, Site

DAY = partial_days.parse("2026-06-11")


@pytest.fixture(autouse=True)
def in_britain():
    app = Flask(__name__)
    Babel(app)
    with app.test_request_context(), force_locale("en_GB"):
        yield


def score(site: Site | None, printed: str) -> Result:
    return Result(1, ResultKind.BONE_DENSITY, site, "", "", printed, "", DAY, "")


def vitamin_d(printed: str, unit: str, *, comparator: str = "") -> Result:
    return Result(1, ResultKind.VITAMIN_D, None, "", comparator, printed, unit, DAY, "")


CALCIUM = Result(1, ResultKind.OTHER, None, "Calcium", "", "2.40", "mmol/L", DAY, "")


@pytest.mark.parametrize(
    ("text", "british", "american"),
    [
        ("2026-10-02", "2 Oct 2026", "Oct 2, 2026"),
        ("2026-10", "Oct 2026", "Oct 2026"),
        ("2026", "2026", "2026"),
    ],
)
def test_day_is_told_as_far_as_it_is_known(text, british, american):
    assert wording.partial_day(partial_days.parse(text)) == british
    with force_locale("en_US"):
        assert wording.partial_day(partial_days.parse(text)) == american


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (score(Site.LUMBAR_SPINE, "-2.1"), "DXA T-score lumbar spine −2.1"),
        (score(None, "0.0"), "DXA T-score 0.0"),
        (vitamin_d("71", "nmol/L"), "25-OH vitamin D 71 nmol/L (28 ng/mL)"),
        (vitamin_d("28", "ng/mL"), "25-OH vitamin D 28 ng/mL (70 nmol/L)"),
        (vitamin_d("10", "nmol/L", comparator="<"), "25-OH vitamin D <10 nmol/L (<4.0 ng/mL)"),
        (CALCIUM, "Calcium 2.40 mmol/L"),
    ],
)
def test_result_is_told_as_it_was_printed(found, words):
    assert wording.result(found) == words


def test_t_scores_of_a_day_are_one_line():
    found = (score(Site.HIP, "-1.6"), CALCIUM, score(Site.LUMBAR_SPINE, "-2.1"))
    assert wording.results_of_a_day(found) == (
        "DXA T-score: lumbar spine −2.1, hip −1.6",
        "Calcium 2.40 mmol/L",
    )
    assert wording.results_of_a_day(found[:2]) == ("DXA T-score hip −1.6", "Calcium 2.40 mmol/L")


@pytest.mark.parametrize(
    ("since", "until", "words"),
    [
        ("2025-03", None, "since Mar 2025"),
        ("2025-03", "2026-10-02", "Mar 2025 to 2 Oct 2026"),
        (None, "2026", "until 2026"),
        (None, None, ""),
    ],
)
def test_medicine_is_told_with_its_time(since, until, words):
    days = (partial_days.parse(text) if text else None for text in (since, until))
    letrozole = Medicine(1, "Letrozole", "2.5 mg daily", *days)
    assert (wording.medicine(letrozole), wording.taken_when(letrozole)) == ("Letrozole 2.5 mg daily", words)


def test_falls_and_fractures_are_told_in_few_words():
    assert wording.fall(Fall(1, DAY, Harm.NONE, "")) == "Fall, no injury"
    assert wording.fracture(Fracture(1, DAY, "left wrist", "")) == "Broken bone: left wrist"
    assert all(wording.harm(each) for each in Harm)
    assert all(wording.site(each) for each in Site)
