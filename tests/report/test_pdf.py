"""The PDF: its figures, its one sheet or two, and words that stay words."""

from datetime import date

import pytest
from flask_babel import force_locale
from sqlmodel import Session

from app.accounts.models import User
from app.report import fitting, glance, pdf, wording
from app.report.model import Paper, Report
from app.rules.habits import Measure, Period, SetBy
from tests.report import make, make_brought, make_worst, pictures, reading
from tests.report.make_worst import LONG_NAME, LONG_SETTER, make_many
from tests.report.ready import Reports

MOST_BYTES = 150_000
SMALL_PPI = 40
pytestmark = pytest.mark.usefixtures("british")


def printed(
    store: Session, user: User, *, first: date = make.FIRST, last: date = make.LAST, paper: Paper = Paper.A4
) -> bytes:
    return made_of(make.make_report(store, user, first=first, last=last), paper=paper)


def made_of(report: Report, *, paper: Paper = Paper.A4) -> bytes:
    return pdf.render(wording.page_of(report), paper=paper, made_at=report.made_at)


def test_figures_of_the_quarter_are_printed(quarter_pdf: bytes):
    text = reading.text_of(quarter_pdf)
    for words in (
        "Anna Example",
        "24 Aug 2026 – 21 Nov 2026",
        "90 days · made 22 Nov 2026 · Europe/Prague",
        "Something recorded on 85 of 90 days (94 %)",
        "nothing on 5 days · skips (ill) on 6 days",
        "Prunes 5 prunes own choice 67 of 84 days (80 %) up to 87 % 4.7 prunes 6 6 rising 61 % → 100 %",
        "Vitamin D 1,000 IU Dr Novak 85 of 90 days (94 %) up to 100 % 1,000 IU 0 5 about the same 100 % →",
        "Walking 150 min a week · physiotherapist",
        "mean 109 min 3 of 12 weeks (25 %) up to 33 % · rising: 102 → 124",
        "mean 24.8 plants 3 of 12 weeks (25 %) up to 33 % · rising: 25 → 28",
        "97 88 112 – 159 ✓ 120 81 47 151 ✓ 153 ✓ 89 101",
        "23 20 18 – 24 30 ✓ 24 22 22 28 32 ✓ 30 ✓",
        "all goals met: 73 days some met: 12 days nothing recorded: 5 days",
        "Not a medical record, not a diagnosis.",
    ):
        assert words in text


def test_language_of_a_part_of_the_world_is_printed_too(store: Session):
    """Its "region" is a number, which the typesetter refuses."""
    report = make.make_report(store, make.make_user(store))
    with force_locale("es_419"):
        assert pdf.render(wording.page_of(report), paper=Paper.A4, made_at=report.made_at)


def test_same_page_and_hour_give_the_same_bytes(store: Session):
    user = make.make_quarter(store)
    assert printed(store, user) == printed(store, user)


@pytest.mark.parametrize(("paper", "size"), [(Paper.A4, (595, 842)), (Paper.LETTER, (612, 792))])
def test_each_paper_has_its_size(store: Session, paper: Paper, size: tuple[int, int]):
    made = printed(store, make.make_quarter(store), paper=paper)
    assert reading.size_of(made) == size
    assert reading.pages_of(made) == 1


@pytest.mark.parametrize("days", [1, 30, 180, 365, 3653])
def test_any_period_is_one_sheet(reports: Reports, days: int):
    report = reports(date.fromordinal(make.LAST.toordinal() - days + 1))
    for paper in Paper:
        assert reading.pages_of(made_of(report, paper=paper)) == 1


@pytest.mark.parametrize("first", [make.FIRST, make.day(60), date(2025, 11, 22)])
@pytest.mark.parametrize("paper", list(Paper))
def test_the_most_there_can_be_is_one_sheet_with_nothing_in_its_margins(
    worst: Reports, paper: Paper, first: date
):
    report = worst(first)
    made = made_of(report, paper=paper)
    assert reading.pages_of(made) == 1
    assert len(made) < MOST_BYTES
    (picture,) = pdf.pictures(wording.page_of(report), paper=paper, ppi=SMALL_PPI)
    pictures.check_margins(picture, ppi=SMALL_PPI)
    text = reading.text_of(made)
    assert "My questions for this visit" in text
    assert "more in the files" in text


@pytest.mark.parametrize("paper", list(Paper))
def test_details_are_a_second_sheet_and_never_a_third(worst: Reports, paper: Paper):
    report = make_brought.with_all(worst(make.FIRST), make_brought.MOST, has_details=True)
    made = made_of(report, paper=paper)
    assert reading.pages_of(made) == 2
    assert len(made) < MOST_BYTES
    for picture in pdf.pictures(wording.page_of(report), paper=paper, ppi=SMALL_PPI):
        pictures.check_margins(picture, ppi=SMALL_PPI)


def test_words_are_cut_before_rows_are_left_out():
    kept = [(room.daily, room.weekly) for room in fitting.ROOMS]
    lengths = [room.lengths.question for room in fitting.ROOMS]
    assert kept == sorted(kept, reverse=True)
    assert lengths == sorted(lengths, reverse=True)
    assert [room.is_airy for room in fitting.ROOMS] == [True] + [False] * (len(kept) - 1)


@pytest.mark.parametrize("paper", list(Paper))
def test_twelve_habits_with_long_names_are_one_sheet_and_four_are_counted(store: Session, paper: Paper):
    user = make.make_user(store, name="Wilhelmina " * 7)
    make_many(store, user, name=LONG_NAME, setter=LONG_SETTER, daily=12, weekly=2)
    made = printed(store, user, paper=paper)
    text = reading.text_of(made)
    assert reading.pages_of(made) == 1
    assert "and 4 more in the files" in text
    # Rows, strips, and at a glance the first of the goals that changed.
    assert text.count("Strength training with the") == 8 + 2 + glance.MOST_CHANGES


@pytest.mark.parametrize("paper", list(Paper))
def test_the_widest_letters_and_most_habits_are_one_sheet(store: Session, paper: Paper):
    user = make.make_user(store, name="W" * 80)
    make_many(store, user, name="W" * 80, setter="MMMMM " * 10, daily=30, weekly=10)
    make_worst.leave_out(store, user)
    made = made_of(make_worst.make_report(store, user), paper=paper)
    assert reading.pages_of(made) == 1
    assert "WWW… and " in reading.text_of(made)


def test_what_fits_no_sheet_is_refused_rather_than_torn(store: Session, monkeypatch: pytest.MonkeyPatch):
    user = make.make_user(store)
    make_many(store, user, name=LONG_NAME, setter=LONG_SETTER, daily=12, weekly=6)
    monkeypatch.setattr(fitting, "ROOMS", (fitting.Room(12, 6, 9, 9, is_airy=True),))
    with pytest.raises(pdf.TooLong):
        printed(store, user)


@pytest.mark.parametrize(
    "name",
    [
        '#panic("no")',
        "@prunes <b>bold</b>",
        "=1+1",
        "$x^2$ *strong* _soft_",
        "`raw` // gone",
        "\\#set page()",
    ],
)
def test_her_words_are_printed_and_never_read_as_code(store: Session, name: str):
    user = make.make_user(store, name=name)
    make.make_habit(store, user, name=name, set_by=SetBy.DOCTOR, set_by_name=name)
    text = reading.text_of(printed(store, user)).replace(" ", "")
    assert text.count(name.replace(" ", "")) == 3


def test_letters_the_typeface_lacks_become_question_marks_and_emoji_nothing(store: Session):
    user = make.make_user(store, name="Zoë 😀 Ж\x07\u202e 中")
    assert "Zoë Ж ?" in reading.text_of(printed(store, user))


def test_without_habits_the_page_says_so(store: Session):
    made = printed(store, make.make_user(store))
    text = reading.text_of(made)
    assert "No day counted" in text
    assert "There was no habit in this period." in text
    assert reading.pages_of(made) == 1


def test_with_nothing_recorded_nothing_is_made_up(store: Session):
    user = make.make_user(store)
    make.make_habit(store, user)
    text = reading.text_of(printed(store, user))
    assert "0 of 90 days (0 %) up to 100 % not enough records – 0 90 too few weeks" in text


def test_one_day_has_no_percentage(store: Session):
    text = reading.text_of(printed(store, make.make_quarter(store), first=make.LAST))
    assert "1 of 1 day not enough records" in text
    assert "no mean no whole week counted" in text


def test_a_check_and_weekdays_are_worded(store: Session):
    user = make.make_user(store)
    make.make_habit(store, user, goal=1, measure=Measure.CHECK, weekdays="024")
    assert "once own choice, on Mon, Wed, Fri" in reading.text_of(printed(store, user))


def test_the_body_is_at_least_nine_and_a_half_points_and_nothing_below_eight(reports: Reports):
    sizes = reading.point_sizes(made_of(make_brought.with_all(reports(make.FIRST))))
    body = ["Prunes", "5 prunes", "67 of 84 days (80 %)", "4.7", "about the same", "mean 109 min"]
    body += ["When is my next bone density scan due?", "Letrozole 2.5 mg daily"]
    assert [sizes[words] for words in body] == [9.5] * len(body)
    assert min(sizes.values()) >= 8


def test_drawn_shares_never_pass_their_frame(store: Session):
    page = wording.page_of(make.make_report(store, make.make_quarter(store)))
    for row in page.daily:
        assert 0 <= (row.part or 0.0) <= (row.upper_part or 0.0) <= 1
    for strip in page.weekly:
        assert all(bar.height is None or 0 <= bar.height <= 1 for bar in strip.bars)
        assert all(0 <= bar.goal <= 1 for bar in strip.bars)


def test_words_cut_for_the_sheet_stay_whole_on_the_screen(store: Session):
    user = make.make_user(store)
    make_many(store, user, name=LONG_NAME, setter=LONG_SETTER, daily=12, weekly=0)
    page = wording.page_of(make.make_report(store, user))
    assert [row.name.name for row in page.daily] == [LONG_NAME] * 12
    assert page.daily_more == ""


def test_habit_with_no_whole_week_yet_still_makes_a_page(store: Session):
    user = make.make_user(store)
    make.make_habit(
        store,
        user,
        "plants",
        goal=30,
        measure=Measure.VARIETY,
        period=Period.WEEK,
        started_on=make.day(87),
    )
    made = printed(store, user, first=make.day(85), last=make.day(89))
    assert reading.pages_of(made) == 1
    assert "Plants" in reading.text_of(made)
