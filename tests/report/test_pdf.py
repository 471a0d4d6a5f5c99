"""The PDF: its figures, its one sheet, its structure for screen readers, and words that stay words."""

import io
from collections import Counter
from datetime import date

import pikepdf
import pytest
from sqlmodel import Session, select

from app.accounts.models import User
from app.checklist.models import Habit
from app.report import pdf, wording
from app.report.model import Paper
from app.rules.habits import Measure, Period, SetBy
from app.rules.marks import Skip
from tests.report import make, reading

pytestmark = pytest.mark.usefixtures("british")


def printed(
    store: Session, user: User, *, first: date = make.FIRST, last: date = make.LAST, paper: Paper = Paper.A4
) -> bytes:
    report = make.make_report(store, user, first=first, last=last)
    return pdf.render(wording.page_of(report), paper=paper, made_at=report.made_at)


@pytest.mark.parametrize(
    "words",
    [
        "Anna Example",
        "24 Aug 2026 – 21 Nov 2026",
        "90 days · made 22 Nov 2026 · Europe/Prague",
        "Something recorded on 85 of 90 days (94 %)",
        "nothing on 5 days · skips (ill) on 6 days",
        "Prunes 5 prunes own choice 67 of 84 days (80 %) up to 87 % 4.7 prunes 6 6 rising 61 % → 100 %",
        "Vitamin D 1,000 IU Dr Novak 85 of 90 days (94 %) up to 100 % 1,000 IU 0 5 about the same 100 % →",
        "Walking 150 min a week · physiotherapist",
        "mean 109 min 3 of 12 weeks (25 %) rising: 102 → 124",
        "mean 24.8 plants 3 of 12 weeks (25 %) rising: 25 → 28",
        "97 88 112 – 159 ✓ 120 81 47 151 ✓ 153 ✓ 89 101",
        "23 20 18 – 24 30 ✓ 24 22 22 28 32 ✓ 30 ✓",
        "all goals met: 73 days some met: 12 days nothing recorded: 5 days",
        "Not a medical record, not a diagnosis.",
    ],
)
def test_figures_of_the_quarter_are_printed(store: Session, words: str):
    assert words in reading.text_of(printed(store, make.make_quarter(store)))


def test_same_page_and_hour_give_the_same_bytes(store: Session):
    user = make.make_quarter(store)
    assert printed(store, user) == printed(store, user)


@pytest.mark.parametrize(("paper", "size"), [(Paper.A4, (595, 842)), (Paper.LETTER, (612, 792))])
def test_each_paper_has_its_size(store: Session, paper: Paper, size: tuple[int, int]):
    made = printed(store, make.make_quarter(store), paper=paper)
    assert reading.size_of(made) == size
    assert reading.pages_of(made) == 1


@pytest.mark.parametrize("days", [1, 30, 180, 365, 3653])
@pytest.mark.parametrize("paper", list(Paper))
def test_any_period_is_one_sheet(store: Session, paper: Paper, days: int):
    first = date.fromordinal(make.LAST.toordinal() - days + 1)
    assert reading.pages_of(printed(store, make.make_quarter(store), first=first, paper=paper)) == 1


LONG_NAME = "Strength training with the long resistance band and the light dumbbells at seven"
LONG_SETTER = "Professor Maximiliane Wolkenstein, rehabilitation centre"


@pytest.mark.parametrize("paper", list(Paper))
@pytest.mark.parametrize("first", [make.FIRST, date(2026, 5, 26)])
def test_twelve_habits_with_long_names_are_one_sheet_and_four_are_counted(
    store: Session, paper: Paper, first: date
):
    user = make.make_user(store, name="Wilhelmina " * 7)
    make_many(store, user, name=LONG_NAME, setter=LONG_SETTER, daily=12, weekly=2)
    made = printed(store, user, first=first, paper=paper)
    text = reading.text_of(made)
    assert reading.pages_of(made) == 1
    assert "and 4 more in the files" in text
    assert text.count("Strength training with the") == 8 + 2


@pytest.mark.parametrize("paper", list(Paper))
def test_the_widest_letters_and_most_habits_are_one_sheet(store: Session, paper: Paper):
    user = make.make_user(store, name="W" * 80)
    make_many(store, user, name="WWWW " * 16, setter="MMMMM " * 10, daily=30, weekly=10)
    assert reading.pages_of(printed(store, user, paper=paper)) == 1


@pytest.mark.parametrize("paper", list(Paper))
def test_most_days_set_aside_of_the_most_habits_are_one_sheet(store: Session, paper: Paper):
    user = make.make_user(store, name="W" * 80)
    make_many(store, user, name="W" * 80, setter="MMMMM " * 10, daily=30, weekly=10)
    ids = [habit.id or 0 for habit in store.exec(select(Habit)).all()]
    for number, reason in enumerate(reason for reason in Skip for _ in range(3)):
        make.make_marks(store, user, ids[number], {make.day(21 + 3 * number): reason})
        make.make_spell(store, user, 10 + 5 * number, 11 + 5 * number, reason, habit_ids=ids[number:20])
    made = printed(store, user, paper=paper)
    assert reading.pages_of(made) == 1
    assert "WWW… and " in reading.text_of(made)


def make_many(store: Session, user: User, *, name: str, setter: str, daily: int, weekly: int) -> None:
    """Habits that began and ended in the period, with a goal that changed in it: the most to print."""
    for number in range(daily + weekly):
        habit = make.make_habit(
            store,
            user,
            "weight-bearing",
            name=name[:80],
            goal=2,
            period=Period.DAY if number < daily else Period.WEEK,
            weekdays="012345",
            started_on=date(2026, 9, 1),
            ended_on=date(2026, 11, 20),
        )
        day = date(2026, 10, 1)
        make.make_goal(store, habit, from_day=day, amount=1250, set_by=SetBy.DOCTOR, set_by_name=setter[:60])
        make.make_marks(store, user, habit, {make.day(n): 1234.5 for n in range(20, 80, 3)})


def test_what_fits_no_sheet_is_refused_rather_than_torn(store: Session, monkeypatch: pytest.MonkeyPatch):
    user = make.make_user(store)
    make_many(store, user, name=LONG_NAME, setter=LONG_SETTER, daily=12, weekly=6)
    monkeypatch.setattr(pdf, "ROOMS", (pdf.Room(12, 6, is_airy=True),))
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


def test_what_the_typeface_lacks_becomes_a_question_mark(store: Session):
    user = make.make_user(store, name="Zoë 😀 Ж\x07\u202e 中")
    assert "Zoë ? Ж ?" in reading.text_of(printed(store, user))


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


def test_the_body_is_at_least_nine_and_a_half_points(store: Session):
    sizes = reading.point_sizes(printed(store, make.make_quarter(store)))
    body = ("Prunes", "5 prunes", "67 of 84 days (80 %)", "4.7", "about the same", "mean 109 min")
    assert [sizes[words] for words in body] == [9.5] * len(body)
    assert min(sizes.values()) >= 6


@pytest.fixture
def document(store: Session) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(printed(store, make.make_quarter(store))))


def test_the_file_is_pdf_ua(document: pikepdf.Pdf):
    root = document.Root
    with document.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"] == "Habit summary for a doctor’s visit"
    assert bool(root.MarkInfo.Marked)
    assert bool(root.ViewerPreferences.DisplayDocTitle)
    assert str(root.Lang) == "en-GB"


def test_headings_and_headers_are_marked(document: pikepdf.Pdf):
    kinds = Counter(str(each.S) for each in reading.elements_of(document))
    assert kinds["/H1"] == 1
    assert kinds["/H2"] == 4
    assert kinds["/TH"] == 8
    assert kinds["/Table"] == 1


def test_every_drawing_has_words(document: pikepdf.Pdf):
    figures = [each for each in reading.elements_of(document) if str(each.S) == "/Figure"]
    alts = [str(each.get("/Alt", "")) for each in figures]
    assert len(alts) == 5
    assert all(alts)
    assert any("9 Nov: 101" in alt and "14 Sept: no record" in alt for alt in alts)


def test_every_font_is_embedded_and_ours(document: pikepdf.Pdf):
    fonts = reading.fonts_of(document)
    assert {str(font.FontName).split("+")[1] for font in fonts} == {
        "SourceSansPro-Regular",
        "SourceSansPro-Semibold",
        "SourceSansPro-Bold",
    }
    assert all("/FontFile2" in font for font in fonts)


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
