"""The shipped catalogue holds together, and a broken one is refused with its file, slug and field."""

import shutil
import string
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.catalogue import book, reading
from app.catalogue.entries import EvidenceWord, Group
from app.rules import plants
from app.rules.habits import Direction, Measure, Period

SHIPPED = Path(book.__file__).parent
CORE = ["prunes", "fermented", "vitamin-d", "plants", "weight-bearing"]

LIMIT = """
[[habits]]
slug = "alcohol"
order = 6
name = "Alcohol"
short = "Alcohol"
aliases = ["wine"]
group = "limit"
measure = "amount"
unit = "drink"
units = "drinks"
direction = "at_most"
period = "day"
goal = 1
goal_min = 0
goal_max = 3
step = 1
most = 30
what = "Wine, beer and spirits."
how_much = "At most 1 drink a day; the number is ours."
evidence_word = "early"
evidence = ["Articles advise little alcohol and give no number."]
expect = [{ when = "Within weeks", what = "Sleep may be calmer." }]
cautions = [{ condition = "everyone", sentence = "Some medicines and alcohol do not mix.", ask = false }]
sources = ["article-ai-therapy"]
figures = []
"""
TABLET = (
    LIMIT.replace("alcohol", "hormone-tablet").replace("Alcohol", "Tablet").replace("wine", "pill")
    .replace("= 6", "= 7").replace('"limit"', '"medicines"').replace("at_most", "at_least")
    .replace('"amount"', '"check"').replace('unit = "drink"\nunits = "drinks"\n', "")
)  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in (reading.HABITS, reading.SOURCES, reading.PLANTS):
        shutil.copy(SHIPPED / name, tmp_path / name)
    return tmp_path


def change(folder: Path, file: str, *, old: str, new: str) -> None:
    """Replace the first ``old`` of a file; the shipped file must hold it, or the case tests nothing."""
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def refusal_of(folder: Path) -> book.CatalogueError:
    with pytest.raises(book.CatalogueError) as caught:
        book.load(folder)
    return caught.value


def test_shipped_core_is_the_five_in_their_order() -> None:
    assert [entry.slug for entry in book.book().core] == CORE


def test_book_is_read_once() -> None:
    assert book.book() is book.book()


@pytest.mark.parametrize(
    ("slug", "measure", "period", "goal", "unit", "portion", "word"),
    [
        ("prunes", Measure.AMOUNT, Period.DAY, 5, "prune", None, EvidenceWord.FAIR),
        ("fermented", Measure.AMOUNT, Period.DAY, 1, "serving", None, EvidenceWord.EARLY),
        ("vitamin-d", Measure.AMOUNT, Period.DAY, 800, "IU", None, EvidenceWord.STRONG),
        ("plants", Measure.VARIETY, Period.WEEK, 30, "plant", None, EvidenceWord.EARLY),
        ("weight-bearing", Measure.AMOUNT, Period.WEEK, 150, "minute", 30, EvidenceWord.STRONG),
    ],
)
def test_core_habit_has_its_measure_goal_and_evidence(
    slug: str,
    measure: Measure,
    period: Period,
    goal: float,
    unit: str,
    portion: float | None,
    word: EvidenceWord,
) -> None:
    entry = book.book().habit(slug)
    found = (entry.measure, entry.period, entry.goal, entry.unit, entry.portion, entry.evidence_word)
    assert found == (measure, period, goal, unit, portion, word)
    assert entry.direction is Direction.AT_LEAST


@pytest.mark.parametrize("slug", CORE)
def test_habit_names_sources_that_can_be_shown(slug: str) -> None:
    shipped = book.book()
    sources = shipped.sources_of(shipped.habit(slug))
    assert [source.slug for source in sources] == list(shipped.habit(slug).sources)
    assert any(source.address for source in sources) or slug == "plants"


@pytest.mark.parametrize("slug", CORE)
def test_caution_that_wants_an_answer_says_to_ask_somebody(slug: str) -> None:
    asking = [caution for caution in book.book().habit(slug).cautions if caution.ask]
    assert asking
    assert all(" ask " in caution.sentence for caution in asking)


def test_source_address_prefers_the_doi() -> None:
    by_slug = {source.slug: source.address for source in book.book().sources}
    assert by_slug["de-souza-2022"] == "https://doi.org/10.1093/ajcn/nqac189"
    assert by_slug["burt-2019"] == "https://pmc.ncbi.nlm.nih.gov/articles/PMC6714464/"
    assert by_slug["article-gut"] == ""


def test_short_names_are_plain_letters_and_differ() -> None:
    shorts = [entry.short for entry in book.book().habits]
    assert len(set(map(str.casefold, shorts))) == len(shorts)
    assert all(0 < len(short) <= 8 for short in shorts)
    assert set("".join(shorts)) <= set(string.ascii_letters + " ")


@pytest.mark.parametrize(
    ("slug", "ticked", "conditions"),
    [
        ("prunes", ["warfarin"], ["everyone", "everyone", "warfarin"]),
        ("prunes", ["falls"], ["everyone", "everyone"]),
        ("fermented", ["warfarin", "weak-immune-system"], ["everyone", "weak-immune-system", "warfarin"]),
        ("vitamin-d", ["kidney", "breast-cancer"], ["everyone", "kidney", "breast-cancer"]),
        ("weight-bearing", ["spine-fracture", "falls"], ["everyone", "spine-fracture", "falls"]),
    ],
)
def test_cautions_are_for_everyone_and_for_what_she_ticked(
    slug: str, ticked: list[str], conditions: list[str]
) -> None:
    found = book.book().habit(slug).cautions_for(ticked)
    assert [caution.condition for caution in found] == conditions


@given(st.floats(min_value=0, max_value=50_000))
@example(4000.0)
def test_vitamin_d_above_4000_iu_needs_a_doctor(goal: float) -> None:
    assert book.book().habit("vitamin-d").needs_doctor(goal) is (goal > 4000)


def test_habit_without_an_upper_limit_needs_no_doctor() -> None:
    assert not book.book().habit("prunes").needs_doctor(10)


def test_words_are_folded_and_hold_name_short_and_aliases() -> None:
    words = book.book().habit("vitamin-d").words
    assert {plants.fold("Vitamin D"), plants.fold("vit d"), plants.fold("D3")} <= words


def test_unknown_habit_is_named() -> None:
    with pytest.raises(book.UnknownHabit, match="bone-broth"):
        book.book().habit("bone-broth")


def test_plants_are_found_by_their_slug() -> None:
    plant = book.book().plants.get("lentil")
    assert plant is not None
    assert (plant.name, plant.family) == ("Lentil", "legume")


def test_later_habits_of_other_kinds_need_no_new_loader(folder: Path) -> None:
    with (folder / reading.HABITS).open("a", encoding="utf-8") as file:
        file.write(TABLET + LIMIT)
    limit, tablet = book.load(folder).habits[5:]
    assert (limit.slug, limit.direction, limit.group) == ("alcohol", Direction.AT_MOST, Group.LIMIT)
    assert (tablet.slug, tablet.measure, tablet.unit) == ("hormone-tablet", Measure.CHECK, "")
    assert len(book.load(folder).core) == 5


@pytest.mark.parametrize(
    ("old", "new", "slug", "field"),
    [
        ('short = "Prunes"', 'short = "Prunes"\ncolour = "plum"', "prunes", "colour"),
        ('short = "Prunes"\n', "", "prunes", "short"),
        ('slug = "prunes"\n', "", "habit 1", "slug"),
        ('slug = "prunes"', 'slug = "Prunes!"', "Prunes!", "slug"),
        ('slug = "fermented"', 'slug = "prunes"', "prunes", "slug"),
        ("order = 2", "order = 1", "fermented", "order"),
        ('short = "Ferments"', 'short = "Prunes"', "fermented", "short"),
        ('short = "Ferments"', 'short = "Fermented"', "fermented", "short"),
        ('short = "Ferments"', 'short = "Kéfir"', "fermented", "short"),
        ('"kefir"', '"Dried Plum"', "fermented", "aliases"),
        ("order = 2", "order = 2.5", "fermented", "order"),
        ('name = "Prunes"', 'name = ""', "prunes", "name"),
        ("goal = 5\n", 'goal = "five"\n', "prunes", "goal"),
        ("goal = 5\n", "goal = true\n", "prunes", "goal"),
        ("goal = 5\n", "goal = nan\n", "prunes", "goal"),
        ("most = 100 ", "most = inf ", "prunes", "most"),
        ("goal = 5\n", "goal = 11\n", "prunes", "goal"),
        ("goal = 5\n", "goal = 1\n", "prunes", "goal"),
        ("goal = 800\n", "goal = 4200\n", "vitamin-d", "goal"),
        ("goal = 30, goal_min = 5", "goal = 3, goal_min = 5", "weight-bearing", "also"),
        ("step = 1\n", "step = 0\n", "prunes", "step"),
        ("most = 100 ", "most = 9 ", "prunes", "most"),
        ("most = 600 ", "most = 20 ", "weight-bearing", "most"),
        ('unit = "prune"\n', "", "prunes", "unit"),
        ('group = "eat"', 'group = "sweets"', "prunes", "group"),
        ('evidence_word = "fair"', 'evidence_word = "sure"', "prunes", "evidence_word"),
        ('aliases = ["prune", "plum", ', 'aliases = "plum" # ', "prunes", "aliases"),
        ('aliases = ["prune", ', 'aliases = [3, "prune", ', "prunes", "aliases.1"),
        ('sources = ["de-souza-2022", ', 'sources = ["nobody-1999", ', "prunes", "sources"),
        ('sources = ["mcdonald-2018", "article-gut", "lally-2010"]', "sources = []", "plants", "sources"),
        ('condition = "diabetes"', 'condition = "gout"', "prunes", "cautions"),
        (", ask = false }", " }", "prunes", "cautions.1.ask"),
        ('{ when = "Within weeks", what', "{ what", "prunes", "expect.1.when"),
        ('source = "de-souza-2022"', 'source = "burt-2019"', "prunes", "figures"),
        (
            'verified = false, source = "article-gut"',
            'verified = true, source = "article-gut"',
            "prunes",
            "figures",
        ),
        ("verified = false, meaning", "verified = true, meaning", "prunes", "figures"),
        ("235 women", "236 women", "prunes", "evidence"),
        ("{ value = 235,", "{ value = 234,", "prunes", "evidence"),
        ("has about 24 calories", "has 24 calories", "prunes", "cautions"),
        ("about 800 to 1,000 IU", "1,000 IU", "vitamin-d", "evidence"),
        ("[conditions.falls]\nname = ", "[conditions.falls]\ntitle = ", "falls", "title"),
        ("[conditions.falls]", "[conditions.Falls]", "Falls", "slug"),
        ("[conditions.falls]", "[shelf.falls]", "(top level)", "shelf"),
        ("cautions = [", 'cautions = ["Stop.", ', "prunes", "cautions.1"),
    ],
)
def test_broken_habits_are_refused_by_slug_and_field(
    folder: Path, old: str, new: str, slug: str, field: str
) -> None:
    change(folder, reading.HABITS, old=old, new=new)
    assert str(refusal_of(folder)).startswith(f"habits.toml: {slug}: {field}: ")


def test_habits_that_are_no_tables_are_refused(folder: Path) -> None:
    (folder / reading.HABITS).write_text("habits = 5\n[conditions]\n", encoding="utf-8")
    assert refusal_of(folder).field == "habits"


@pytest.mark.parametrize(
    "claim",
    [
        "It prevents fractures.", "It helps to prevent many hip fractures.", "A cure for weak bones.",
        "It raises bone density.", "It will strengthen your bones.", "A real superfood.", "We guarantee it.",
        "Your T-score will like it.", "You failed.",
    ],
)  # fmt: skip
def test_claim_or_scolding_is_refused(folder: Path, claim: str) -> None:
    change(folder, reading.HABITS, old='what = "Dried plums', new=f'what = "{claim} Dried plums')
    assert str(refusal_of(folder)).startswith("habits.toml: prunes: what: says ")


@pytest.mark.parametrize(
    ("file", "old", "new", "slug", "field"),
    [
        ("sources.toml", 'volume = "116:897"', 'pages = "897"', "de-souza-2022", "pages"),
        ("sources.toml", "verified = true\n", "", "de-souza-2022", "verified"),
        ("sources.toml", "year = 2022", 'year = "2022"', "de-souza-2022", "year"),
        ("sources.toml", "[de-souza-2022]", "[de_souza]", "de_souza", "slug"),
        ("sources.toml", "[de-souza-2022]", "[de-souza-2022", "(file)", ""),
        ("sources.toml", "[de-souza-2022]", "stray = 1\n[de-souza-2022]", "stray", ""),
        ("plants.csv", "slug,name,category", "slug,name,family", "(header)", "columns"),
        ("plants.csv", "abiu,Abiu,fruit,", "abiu,Abiu,", "abiu", "columns"),
        ("plants.csv", "abiu,Abiu,fruit,", "Abiu,Abiu,fruit,", "Abiu", "slug"),
        ("plants.csv", "abiu,Abiu,fruit,", "abiu,Abiu,sweet,", "abiu", "category"),
        ("plants.csv", "abiu,Abiu,fruit,", "abiu, ,fruit,", "abiu", "name"),
        ("plants.csv", "abiu fruit|", "abiu fruit||", "abiu", "aliases"),
        ("plants.csv", ",vitamin_c\n", ",vitamin_z\n", "acerola", "tags"),
        ("plants.csv", "acerola,Acerola,", "abiu,Acerola,", "abiu", "slug"),
        ("plants.csv", "acerola,Acerola,", "acerola,ÁBIU,", "acerola", "name"),
        ("plants.csv", "|semeruco", "|Açai bowl", "acerola", "aliases"),
    ],
)
def test_broken_sources_and_plants_are_refused_by_slug_and_field(
    folder: Path, file: str, old: str, new: str, slug: str, field: str
) -> None:
    change(folder, file, old=old, new=new)
    fault = refusal_of(folder)
    assert (fault.file, fault.slug, fault.field) == (file, slug, field)
    assert str(fault).startswith(f"{file}: {slug}: {field}")


@pytest.mark.parametrize("name", [reading.HABITS, reading.SOURCES, reading.PLANTS])
def test_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    assert str(refusal_of(folder)).startswith(f"{name}: (file): ")


def test_empty_plants_file_is_refused(folder: Path) -> None:
    (folder / reading.PLANTS).write_text("", encoding="utf-8")
    assert refusal_of(folder).slug == "(header)"
