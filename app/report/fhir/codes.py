"""Every code the FHIR document uses: system, code, display, and where it is known from."""

from dataclasses import dataclass

from app.visits.models import Harm, Site

# Names the program; the same as in pyproject.toml, which a test compares.
VERSION = "0.1.0"

LOINC = "http://loinc.org"
UCUM = "http://unitsofmeasure.org"
TERMINOLOGY = "http://terminology.hl7.org/CodeSystem"
# Our own, wherever the program runs: what is measured of a habit, the catalogue's habits, and the printed id.
MEASURES = "urn:uuid:456954ff-3d41-4c3c-87f6-df662ff7d24e"
HABITS = "urn:uuid:824eef4c-450a-498e-8ad8-521ae19cdce1"
DOCUMENTS = "urn:uuid:76c1eee0-dced-4e05-9dae-5b4074cdb435"

_LOINC_2 = "LOINC 2, as HL7’s and OHDSI’s public lists of it print it"
_HL7 = "HL7 Terminology, FHIR R4"
_OURS = "docs/files.md"


@dataclass(frozen=True, slots=True)
class Code:
    """A code of a system; ``source`` is where code and display were read."""

    system: str
    code: str
    display: str
    source: str


def _loinc(code: str, display: str) -> Code:
    return Code(LOINC, code, display, _LOINC_2)


def _hl7(system: str, code: str, display: str) -> Code:
    return Code(f"{TERMINOLOGY}/{system}", code, display, _HL7)


def _ours(code: str, display: str) -> Code:
    return Code(MEASURES, code, display, _OURS)


PATIENT_NOTE = _loinc("51855-5", "Patient Note")
RESULTS_SECTION = _loinc("30954-2", "Relevant diagnostic tests/laboratory data note")
MEDICINES_SECTION = _loinc("10160-0", "History of Medication use Narrative")
GOALS_SECTION = _loinc("61146-7", "Goals")

# LOINC has none for the neck of the femur alone: the code of the femur, and the site in words.
T_SCORES = {
    Site.LUMBAR_SPINE: _loinc("38267-1", "DXA Lumbar spine [T-score] Bone density"),
    Site.HIP: _loinc("38264-8", "DXA Hip [T-score] Bone density"),
    Site.LEFT_HIP: _loinc("80946-7", "DXA Hip - left [T-score] Bone density"),
    Site.RIGHT_HIP: _loinc("80945-9", "DXA Hip - right [T-score] Bone density"),
    Site.FEMORAL_NECK: _loinc("38263-0", "DXA Femur [T-score] Bone density"),
    Site.FOREARM: _loinc("38265-5", "DXA Radius and Ulna [T-score] Bone density"),
}
# In nmol/L LOINC's codes are known to us of D3 alone (14635-7), which a total is not: that has ours.
VITAMIN_D_BY_UNIT = {
    "ng/mL": _loinc("62292-8", "25-Hydroxyvitamin D2+25-Hydroxyvitamin D3 [Mass/volume] in Serum or Plasma"),
}
VITAMIN_D = _ours("vitamin-d-25-oh", "25-hydroxyvitamin D, total")
# What a day of these habits is in LOINC; only of habits whose amounts are the whole day's.
INTAKES = {
    "vitamin-d": _loinc("81929-2", "Vitamin D intake 24 hour Estimated"),
    "calcium": _loinc("81137-2", "Calcium intake 24 hour Estimated"),
}
STRENGTH_DAYS = _loinc("82291-6", "Frequency of muscle-strengthening physical activity")
STRENGTH = "strength"

SURVEY = _hl7("observation-category", "survey", "Survey")
ACTIVITY = _hl7("observation-category", "activity", "Activity")
LABORATORY = _hl7("observation-category", "laboratory", "Laboratory")
IMAGING = _hl7("observation-category", "imaging", "Imaging")
NOT_PERFORMED = _hl7("data-absent-reason", "not-performed", "Not Performed")
UNKNOWN = _hl7("data-absent-reason", "unknown", "Unknown")
NOT_APPLICABLE = _hl7("data-absent-reason", "not-applicable", "Not Applicable")
UNCONFIRMED = _hl7("condition-ver-status", "unconfirmed", "Unconfirmed")
SPECIFIED_BY_PATIENT = _hl7("medication-statement-category", "patientspecified", "Patient Specified")
AUTHOR = _hl7("provenance-participant-type", "author", "Author")
ASSEMBLER = _hl7("provenance-participant-type", "assembler", "Assembler")

SHARE = _ours("goal-met-share", "Share of the days or weeks that count on which the goal was met")
UPPER_SHARE = _ours("goal-met-share-at-most", "The share had every day or week without a record been met")
HABIT = _ours("habit", "The habit")
TALLY = {
    "met": _ours("met", "Goal met"),
    "partial": _ours("partial", "Above zero, below the goal"),
    "not_met": _ours("not-met", "An explicit zero, or above a limit"),
    "skipped": _ours("skipped", "Skipped with a reason"),
    "not_recorded": _ours("not-recorded", "Due, without a record"),
    "counted": _ours("counted", "Due without skipped"),
    "due": _ours("due", "Due"),
}
MEAN_OF_DAYS = _ours("mean-of-recorded-days", "Mean amount of the recorded days, zeros included")
MEAN_OF_WEEKS = _ours("mean-of-reported-weeks", "Mean amount of the weeks with 4 recorded days or more")
DAY_RECORD = _ours("day-record", "What was recorded on a day, habit by habit")
FALL = _ours("fall", "Fall")
HARMS = {
    Harm.NONE: _ours("fall-unhurt", "Not hurt"),
    Harm.MINOR: _ours("fall-hurt", "Hurt a little"),
    Harm.TREATED: _ours("fall-treated", "Treated by a doctor or in hospital"),
    Harm.FRACTURE: _ours("fall-fracture", "A bone was broken"),
}
FRACTURE = _ours("fracture", "Broken bone")


def habit(slug: str, name: str) -> Code:
    """A habit of the catalogue."""
    return Code(HABITS, slug, name, "app/catalogue/habits")
