"""The words of other languages for answers by text: read once, and refused where they do not fit."""

from pathlib import Path

import pytest

from app.reminders import tongues
from app.reminders.tongues import TongueError

WHOLE = """
shared = ["Once"]
notes = ["nota"]
has_dotted_thousands = true
[tables.weekday]
monday = ["lunes", "lun"]
[words]
done = ["hecho", "ya ESTÁ"]
"{weekday}" = ["el {weekday}"]
"{n} and {n}" = ["{n} y {n}"]
"""


def folder_with(tmp_path: Path, text: str) -> Path:
    """A folder of translations with one language."""
    (tmp_path / "es").mkdir()
    (tmp_path / "es" / "replies.toml").write_text(text, encoding="utf-8")
    return tmp_path


def test_words_are_read_without_accents_and_capitals(tmp_path: Path) -> None:
    (tongue,) = tongues.load(folder_with(tmp_path, WHOLE))
    assert tongue.language == "es"
    assert tongue.phrases[("ya", "esta")] == "done"
    assert tongue.phrases[("{n}", "y", "{n}")] == "{n} and {n}"
    assert tongue.tables == {"{weekday}": {"lunes": "monday", "lun": "monday"}}
    assert (tongue.shared, tongue.notes) == (frozenset({"once"}), ("nota",))
    assert tongue.has_dotted_thousands


def test_language_without_words_to_answer_with_is_none(tmp_path: Path) -> None:
    (tmp_path / "de").mkdir()
    assert tongues.load(tmp_path) == ()


def test_shipped_words_hold_together() -> None:
    assert [tongue.language for tongue in tongues.every()] == ["es"]
    assert tongues.every() is tongues.every()


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("done = [", "es/replies.toml: "),
        ("sharde = []", "unknown: sharde"),
        ('[words]\ndone = ["hecho"]\nall = ["HECHO"]', "“hecho” means “done” and “all”"),
        ('[words]\n"{n} days" = ["dias"]', "“dias” and “{n} days” have other names in braces"),
        ('[words]\n"{day}" = ["el {day}"]', "“el {day}”: there is no table {day}"),
        ('[words]\ndone = ["!"]', "a phrase has no word"),
        ('[tables.day]\nmonday = ["lunes"]\ntuesday = ["lunes"]', "“lunes” means “monday” and “tuesday”"),
    ],
)
def test_fault_is_told_with_its_file(tmp_path: Path, text: str, problem: str) -> None:
    with pytest.raises(TongueError) as told:
        tongues.load(folder_with(tmp_path, text))
    assert problem in str(told.value)
