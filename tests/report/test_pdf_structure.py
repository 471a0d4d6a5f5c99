"""The PDF's structure for screen readers and archives: PDF/UA-1 and PDF/A-2a, read with pikepdf."""

import io
from collections import Counter
from collections.abc import Iterator

import pikepdf
import pytest

from app.report import pdf, wording
from app.report.model import Paper
from tests.report import make, make_brought, reading
from tests.report.ready import Reports

pytestmark = pytest.mark.usefixtures("british")


@pytest.fixture
def document(reports: Reports) -> Iterator[pikepdf.Pdf]:
    """The quarter with everything, on two sheets."""
    report = make_brought.with_all(reports(make.FIRST), has_details=True)
    made = pdf.render(wording.page_of(report), paper=Paper.A4, made_at=report.made_at)
    with pikepdf.open(io.BytesIO(made)) as opened:
        yield opened


def kinds_of(document: pikepdf.Pdf) -> list[str]:
    """The kinds of all elements, in the order they are read in."""
    return [str(each.S)[1:] for each in reading.in_order(document)]


def test_the_file_is_pdf_ua_and_pdf_a(document: pikepdf.Pdf):
    root = document.Root
    with document.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A")
        assert metadata["dc:title"] == "Habit summary for a doctor’s visit"
    assert bool(root.MarkInfo.Marked)
    assert bool(root.ViewerPreferences.DisplayDocTitle)
    assert str(root.Lang) == "en-GB"
    (intent,) = root.OutputIntents
    assert str(intent.S) == "/GTS_PDFA1"
    assert intent.DestOutputProfile.read_bytes()


def test_headings_are_in_order_and_the_title_is_read_first(document: pikepdf.Pdf):
    kinds = kinds_of(document)
    headings = [kind for kind in kinds if kind[0] == "H" and kind[1:].isdigit()]
    assert headings == ["H1"] + ["H2"] * 7 + ["H2"] + ["H3"] * 4
    read = [kind for kind in kinds if kind not in ("Document", "Div", "Part", "Sect", "NonStruct")]
    assert read[0] == "H1"


def test_every_table_has_headers_that_its_cells_name(document: pikepdf.Pdf):
    tables = [each for each in reading.in_order(document) if str(each.S) == "/Table"]
    assert len(tables) == 4
    for table in tables:
        kinds = Counter(str(each.S) for each in reading.below(table))
        headers = [each for each in reading.below(table) if str(each.S) == "/TH"]
        assert kinds["/TR"] >= 3
        assert kinds["/TD"] == (kinds["/TR"] - 1) * kinds["/TH"]
        assert {str(reading.attribute(each, "/Scope")) for each in headers} == {"/Column"}


def test_every_drawing_has_words(document: pikepdf.Pdf):
    figures = [each for each in reading.in_order(document) if str(each.S) == "/Figure"]
    alts = [str(each.get("/Alt", "")) for each in figures]
    assert len(alts) == 5
    assert all(alts)
    assert any("9 Nov: 101" in alt and "14 Sept: no record" in alt for alt in alts)


def test_questions_and_sentences_are_lists(document: pikepdf.Pdf):
    kinds = Counter(kinds_of(document))
    assert kinds["L"] == 3 + 4  # glance, questions, notes; definitions and sources in halves
    assert kinds["LI"] == kinds["LBody"]


def test_every_font_is_embedded_and_ours(document: pikepdf.Pdf):
    fonts = reading.fonts_of(document)
    assert {str(font.FontName).split("+")[1] for font in fonts} == {
        "SourceSansPro-Regular",
        "SourceSansPro-Semibold",
        "SourceSansPro-Bold",
    }
    assert all("/FontFile2" in font for font in fonts)
    assert {str(font.Subtype) for page in document.pages for font in page.Resources.Font.values()} == {
        "/Type0"
    }
