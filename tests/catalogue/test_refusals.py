"""A broken catalogue is refused with its file, slug and field."""

import shutil
from pathlib import Path

import pytest

from app.catalogue import reading
from tests.catalogue.breaking import CORE_FILE, change, refusal_of


@pytest.mark.parametrize(
    ("old", "new", "slug", "field"),
    [
        ('short = "Prunes"', 'short = "Prunes"\ncolour = "plum"', "prunes", "colour"),
        ('short = "Prunes"\n', "", "prunes", "short"),
        ('slug = "prunes"\n', "", "habit 1", "slug"),
        ('slug = "prunes"', 'slug = "Prunes!"', "Prunes!", "slug"),
        ('slug = "fermented"', 'slug = "prunes"', "prunes", "slug"),
        ("order = 2\n", "order = 1\n", "fermented", "order"),
        ('short = "Ferments"', 'short = "Prunes"', "fermented", "short"),
        ('short = "Ferments"', 'short = "Fermented"', "fermented", "short"),
        ('short = "Ferments"', 'short = "Kéfir"', "fermented", "short"),
        ('"kefir"', '"Dried Plum"', "fermented", "aliases"),
        ("order = 2\n", "order = 2.5\n", "fermented", "order"),
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
        ('sources = ["mcdonald-2018", "article-gut"]', 'sources = "mcdonald-2018"', "plants", "sources"),
        ('condition = "diabetes"', 'condition = "gout"', "prunes", "cautions"),
        (", ask = false }", " }", "prunes", "cautions.1.ask"),
        ('{ when = "Within weeks", what', "{ what", "prunes", "expect.1.when"),
        ('source = "de-souza-2022"', 'source = "burt-2019"', "prunes", "figures"),
        ("verified = false, meaning", "verified = true, meaning", "prunes", "figures"),
        ("235 women", "236 women", "prunes", "evidence"),
        ("{ value = 235,", "{ value = 234,", "prunes", "evidence"),
        ("has about 24 calories", "has 24 calories", "prunes", "cautions"),
        ("about 800 to 1,000 IU", "1,000 IU", "vitamin-d", "evidence"),
        ('"habit",\n', '"habits",\n', "prunes", "expect"),
        ('expect = ["nothing", ', 'expect = [5, "nothing", ', "vitamin-d", "expect.1"),
        ("Only if your doctor agrees: 800", "800", "vitamin-d", "how_much"),
        ('direction = "at_least"', 'direction = "at_most"', "prunes", "direction"),
        ('measure = "variety"', 'measure = "variety"\nown_name = true', "plants", "measure"),
        ('measure = "variety"', 'measure = "variety"\nmonthly = true', "plants", "measure"),
        ('aliases = ["plant", ', 'aliases = ["plant", "min", ', "plants", "aliases"),
        ('aliases = ["plant", ', 'aliases = ["plant", "yesterday", ', "plants", "aliases"),
        ("ask your doctor or dietitian how many fit.", "see how many fit.", "prunes", "cautions"),
        ("ask = false }", "ask = false, needs_doctor = true }", "prunes", "cautions"),
        (
            'so begin with 2 a day.", ask = false',
            'so ask your doctor, and begin with 2 a day.", ask = true, needs_doctor = true',
            "prunes",
            "cautions",
        ),
        ("can hurry the gut", "can be bad for the gut", "prunes", "cautions"),
        ("can hurry the gut", "can be missed", "prunes", "cautions"),
        ("can hurry the gut", "can be a failure", "prunes", "cautions"),
        (
            'how many fit.", ask = true',
            'ask your doctor.", ask = false, needs_doctor = true',
            "prunes",
            "cautions",
        ),
        ("cautions = [", 'cautions = ["Stop.", ', "prunes", "cautions.1"),
    ],
)
def test_broken_habits_are_refused_by_slug_and_field(
    folder: Path, old: str, new: str, slug: str, field: str
) -> None:
    change(folder, CORE_FILE, old=old, new=new)
    assert str(refusal_of(folder)).startswith(f"habits/core.toml: {slug}: {field}: ")


def test_habits_that_are_no_tables_are_refused(folder: Path) -> None:
    (folder / CORE_FILE).write_text("habits = 5\n", encoding="utf-8")
    assert refusal_of(folder).field == "habits"


def test_folder_without_habits_is_refused(folder: Path) -> None:
    shutil.rmtree(folder / reading.HABITS)
    assert str(refusal_of(folder)).startswith("habits: (folder): ")


@pytest.mark.parametrize(
    ("file", "old", "new", "slug", "field"),
    [
        ("limit", "The number is ours, and none", "None", "alcohol", "how_much"),
        ("limit", 'direction = "at_most"', 'direction = "at_least"', "alcohol", "direction"),
        ("move", 'aliases = ["weights"', 'aliases = ["prunes"', "strength", "aliases"),
        ("move", 'short = "Posture"', 'short = "Walk"', "back-extension", "short"),
        ("move", "order = 11", "order = 1", "strength", "order"),
        ("eat-dishes", "25 to 50 mg", "25 to 60 mg", "soy-foods", "evidence"),
        ("eat-dishes", "omega-3 fats", "omega 3 fats", "oily-fish", "evidence"),
        ("supplements", 'goal_ask_above = 50\n', 'goal_ask_above = 30\n', "soy-isoflavones", "goal"),
        ("medicines", 'sources = ["who-2003-adherence"]', "sources = []", "other-medicine", "sources"),
        (
            "eat-dishes", 'verified = false, source = "article-supplements"',
            'verified = true, source = "article-supplements"', "soy-foods", "figures",
        ),
        ("rest", "[[habits]]", "[[habit]]", "(top level)", "habit"),
    ],
)  # fmt: skip
def test_fault_is_named_in_the_file_it_stands_in(
    folder: Path, file: str, old: str, new: str, slug: str, field: str
) -> None:
    change(folder, f"habits/{file}.toml", old=old, new=new)
    assert str(refusal_of(folder)).startswith(f"habits/{file}.toml: {slug}: {field}: ")


@pytest.mark.parametrize(
    ("old", "new", "slug", "field"),
    [
        ("[conditions.falls]\nname = ", "[conditions.falls]\ntitle = ", "falls", "title"),
        ("[conditions.falls]", "[conditions.Falls]", "Falls", "slug"),
        ("[conditions.falls]", "[shelf.falls]", "(top level)", "shelf"),
        (
            "[conditions.falls]", '[conditions.gout]\nname = "I have gout"\n[conditions.falls]',
            "gout", "conditions",
        ),
        ("I have diabetes", "I had 2 tests", "diabetes", "name"),
        ("[groups.rest]", "[groups.sleep]", "(top level)", "groups.sleep"),
        ("Small, steady steps", "Superfood: small steps", "move", "intro"),
        ("who_may_benefit = \"Some", 'who_may_benefit = "All 7', "(top level)", "who_may_benefit"),
        ("[not_offered.zinc]\nname = ", "[not_offered.zinc]\ntitle = ", "zinc", "title"),
        ('source = "article-supplements"', 'source = "nobody-1999"', "boron-tablets", "source"),
        ("sentence = \"Too little", 'sentence = "It cures; too little', "selenium", "sentence"),
        ("[expectations.gut]\nwhen", "[expectations.gut]\nthen", "gut", "then"),
        ("from_day = 14", "from_day = 0", "gut", "from_day"),
        ("from_day = 14", 'from_day = "soon"', "gut", "from_day"),
        ("from_day = 7\n", 'from_day = 7\nsource = "nobody-1999"\n', "week", "source"),
        ("By now you may", "In 3 days you may", "week", "what"),
    ],
)  # fmt: skip
def test_broken_shelves_are_refused_by_slug_and_field(
    folder: Path, old: str, new: str, slug: str, field: str
) -> None:
    change(folder, reading.SHELVES, old=old, new=new)
    assert str(refusal_of(folder)).startswith(f"shelves.toml: {slug}: {field}: ")


def test_source_that_no_habit_rests_on_is_refused(folder: Path) -> None:
    with (folder / reading.SOURCES).open("a", encoding="utf-8") as file:
        file.write('[nobody-1999]\ntitle = "A study"\nverified = false\nseen = "nothing"\n')
    assert str(refusal_of(folder)).startswith("sources.toml: nobody-1999: ")


@pytest.mark.parametrize(
    "claim",
    [
        "It prevents fractures.", "It helps to prevent many hip fractures.", "A cure for weak bones.",
        "It raises bone density.", "It protects your bones.", "For stronger bones.",
        "It will strengthen your bones.", "A real superfood.", "We guarantee it.",
        "Your T-score will like it.", "You failed.",
    ],
)  # fmt: skip
def test_claim_or_scolding_is_refused(folder: Path, claim: str) -> None:
    change(folder, CORE_FILE, old='what = "Dried plums', new=f'what = "{claim} Dried plums')
    assert str(refusal_of(folder)).startswith("habits/core.toml: prunes: what: says ")


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


@pytest.mark.parametrize("name", [reading.SHELVES, reading.SOURCES, reading.PLANTS])
def test_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    assert str(refusal_of(folder)).startswith(f"{name}: (file): ")


def test_empty_plants_file_is_refused(folder: Path) -> None:
    (folder / reading.PLANTS).write_text("", encoding="utf-8")
    assert refusal_of(folder).slug == "(header)"
