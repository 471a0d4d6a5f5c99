"""What she wrote herself in a mail, above whatever her program adds below."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.messages import mail_cutting, mail_in
from tests.messages.mails import BELOW, QUOTED, raw_of, words_of


@pytest.mark.parametrize("program", BELOW)
def test_what_a_program_adds_below_is_cut_off(program: str) -> None:
    mail = mail_in.from_mime(raw_of("1 2\n" + BELOW[program]))
    assert words_of(mail) == "1 2"
    assert (
        words_of(mail_in.from_mime(raw_of("prunes 4\nwalk 30 min\n" + BELOW[program])))
        == "prunes 4\nwalk 30 min"
    )
    assert not mail.is_automatic


@pytest.mark.parametrize("program", sorted(set(BELOW) - {"signed", "scanned", "closing", "closing, german"}))
def test_what_stands_there_without_an_answer_is_no_answer(program: str) -> None:
    assert words_of(mail_in.from_mime(raw_of(BELOW[program]))) == ""


@pytest.mark.parametrize(
    ("written", "hers"),
    [
        ("Hi Bonny,\n\n1 2\n\nThanks!\nAnna\n", "1 2"),
        ("Hallo\n\n1 2\nLG Anna", "1 2\nLG Anna"),
        ("*1 2*", "*1 2*"),
        ("*all*", "all"),
        ("Thanks!", "Thanks!"),
        ("Hello", "Hello"),
        ("Thanks\n1 2", "Thanks\n1 2"),
        ("1\nBest wishes\n2 Mill Lane", "1\nBest wishes\n2 Mill Lane"),
        ("am 20 prunes", "am 20 prunes"),
        ("on monday: 1", "on monday: 1"),
        ("de: 3", "de: 3"),
        ("- 1\n- 2", "- 1\n- 2"),
        ("+ oats kale", "+ oats kale"),
        ("walk 30 min at 8:30", "walk 30 min at 8:30"),
        ("\u200e1 2\u200b", "1 2"),
        ("1\N{NO-BREAK SPACE}2", "1 2"),
        ("\ufeff1 2", "1 2"),
        ("1\x002", "12"),
        ("", ""),
        ("Anna", "Anna"),
        (f"{QUOTED}\n1 2", ""),
        ("1 2\n> 3\n4", "1 2"),
    ],
)
def test_what_she_wrote_stays(written: str, hers: str) -> None:
    assert mail_cutting.own_words(written, names=["Anna Smith"]) == hers


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=80), st.sampled_from(sorted(BELOW)))
def test_nothing_she_writes_lets_the_quotation_through(text: str, program: str) -> None:
    hers = mail_cutting.own_words(f"{text}\n{BELOW[program]}")
    assert "Prunes" not in hers.removeprefix(text)
    assert "Vitamin" not in hers
