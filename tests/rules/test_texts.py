"""The GSM-7 alphabet, segments as providers count them, and texts that fit into one."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.rules import texts

EXTENSION = "^{}\\[~]|€\f"
GREEK_CAPITALS = "ΔΦΓΛΩΠΨΣΘΞ"
some_gsm = st.text(alphabet="abc 019@£éà\nΔ€[~", max_size=400)
names = st.text(alphabet="abcdé€ 12", min_size=1, max_size=30).map(str.strip).filter(bool)


@pytest.mark.parametrize(
    ("text", "gsm"),
    [
        ("", True),
        ("Bonny: good morning. Open today: 1 Prunes", True),
        ("@£$¥èéùìòÇØøÅå_ÆæßÉ!\"#¤%&'()*+,-./:;<=>?¡ÄÖÑÜ§¿äöñüà\r\n", True),
        (GREEK_CAPITALS, True),
        (EXTENSION, True),
        ("ç", False),
        ("á", False),
        ("α", False),
        ("`", False),
        ("’", False),
        ("\t", False),
        ("\x1b", False),
        ("👍", False),
        ("e\u0301", False),
    ],
)
def test_a_text_is_gsm_when_each_character_is(text, gsm):
    assert texts.is_gsm(text) is gsm


def test_the_alphabet_has_one_hundred_and_thirty_seven_characters():
    assert sum(texts.is_gsm(chr(code)) for code in range(0x3000)) == 127 + 10


@pytest.mark.parametrize(
    ("text", "septets"),
    [("", 0), ("abc", 3), ("é\n", 2), ("€", 2), (EXTENSION, 20), ("a[1]", 6)],
)
def test_extension_characters_take_two_septets(text, septets):
    assert texts.gsm_length(text) == septets


def test_a_text_outside_the_alphabet_has_no_length_in_septets():
    with pytest.raises(ValueError, match="GSM-7"):
        texts.gsm_length("naïve")


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 1),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),
        ("€" * 80 + "a", 2),
        ("€" * 152, 2),
        ("€" * 153, 3),
        ("a" + "€" * 152, 2),
        ("ж" * 70, 1),
        ("ж" * 71, 2),
        ("ж" * 134, 2),
        ("ж" * 135, 3),
        ("👍" * 35, 1),
        ("👍" * 36, 2),
        ("👍" * 66, 2),
        ("👍" * 67, 3),
        ("ж" + "👍" * 66, 2),
        ("a" * 70 + "’", 2),
        ("\ud800" * 70, 1),
    ],
)
def test_segments_are_counted_as_a_provider_does(text, count):
    assert texts.segments(text) == count


@settings(max_examples=100, deadline=None)
@given(text=some_gsm)
def test_segments_hold_all_septets_and_no_more_are_taken_than_needed(text):
    count, septets = texts.segments(text), texts.gsm_length(text)
    assert (count == 1) == (septets <= 160)
    assert count == 1 or septets <= 153 * count
    # A part may leave one septet empty before a character of two.
    assert count == 1 or septets > 152 * (count - 1)


@pytest.mark.parametrize(
    ("text", "spelled"),
    [
        ("“Bonny’s” ‚list‘ «ok» 5′ 3″ `x´", "\"Bonny's\" 'list' \"ok\" 5' 3\" 'x'"),
        ("8–10 — a‑b −2", "8-10 - a-b -2"),
        ("later…", "later..."),
        ("naïve ç Čeština Żółw", "naive c Cestina Zolw"),
        ("Café Müsli Señor Ångström Ç", "Café Müsli Señor Ångström Ç"),
        ("cafe\u0301 \u212bngstro\u0308m \u2126", "café Ångström Ω"),
        ("Łódź đ Œuf œ ı Þ STRAẞE", "Lodz d OEuf oe i Th STRASSE"),
        ("800 µg or 800 μg", "800 ug or 800 ug"),
        ("½ cup, 1½ cups, 2⅓", "1/2 cup, 1 1/2 cups, 2 1/3"),
        ("5 m² 10²", "5 m2 10 2"),
        ("≥ 30 min × 2 ± 1 → ok", ">= 30 min x 2 +/- 1 -> ok"),
        ("ﬁg ① Ａ №", "fig 1 A No"),
        ("a\tb\nc\r\nd\fe\u00a0f\u2009g\u2028h", "a b c  d e f g h"),
        ("so\u00adft zero\u200bwidth \ufeff", "soft zerowidth "),
        ("\u0301a x\u0338 b\u20dd", "a x b"),
        ("👍 ☕\ufe0f αж", "? ? ??"),
        ("\x00\x1b", "??"),
        ("\ud800", "?"),
        ("[€5] {x} a^b", "[€5] {x} a^b"),
        ("", ""),
    ],
)
def test_what_the_alphabet_lacks_is_spelled_another_way(text, spelled):
    assert texts.to_gsm(text) == spelled


@settings(max_examples=100, deadline=None)
@given(text=st.text(st.characters()))
def test_anything_becomes_gsm_in_one_line_and_stays_as_it_is_then(text):
    spelled = texts.to_gsm(text)
    assert texts.is_gsm(spelled)
    assert not set(spelled) & set("\n\r\f")
    assert texts.to_gsm(spelled) == spelled


@settings(max_examples=100, deadline=None)
@given(text=some_gsm)
def test_what_is_gsm_already_keeps_all_but_its_line_breaks(text):
    assert texts.to_gsm(text) == text.replace("\n", " ")


def test_names_are_numbered_from_one():
    assert texts.numbered(["Prunes", "Vit D"]) == ["1 Prunes", "2 Vit D"]
    assert texts.numbered([]) == []


@pytest.mark.parametrize(
    ("items", "limit", "fitted"),
    [
        (["1 Prunes", "2 Vit D", "3 Walk"], 160, "Open: 1 Prunes 2 Vit D 3 Walk Reply 1"),
        (["1 Prunes", "2 Vit D", "3 Walk"], 37, "Open: 1 Prunes 2 Vit D 3 Walk Reply 1"),
        (["1 Prunes", "2 Vit D", "3 Walk"], 36, "Open: 1 Prunes 2 Vit D +1 Reply 1"),
        (["1 Prunes", "2 Vit D", "3 Walk"], 32, "Open: 1 Prunes +2 Reply 1"),
        (["1 Prunes", "2 Vit D", "3 Walk"], 25, "Open: 1 Prunes +2 Reply 1"),
        (["1 Prunes", "2 Vit D", "3 Walk"], 24, "Open: +3 Reply 1"),
        (["1 Prunes", "2 Vit D", "3 Walk"], 16, "Open: +3 Reply 1"),
        (["1 Prunes", "2 Vit D", "3 Walk"], 15, "Open: Reply 1"),
        (["1 Prunes", "2 Vit D", "3 Walk"], 13, "Open: Reply 1"),
        ([], 13, "Open: Reply 1"),
        (["€"], 16, "Open: € Reply 1"),
        (["€€"], 17, "Open: +1 Reply 1"),
    ],
)
def test_whole_items_go_from_the_end_until_the_text_fits(items, limit, fitted):
    assert texts.fit("Open:", items, "Reply 1", limit=limit) == fitted


def test_parts_are_joined_as_asked_and_empty_ones_leave_no_gap():
    assert texts.fit("Open:", ["a", "b"], "", separator="\n") == "Open:\na\nb"
    assert texts.fit("", ["a", "b"], "end", separator=", ") == "a, b, end"


def test_what_is_fitted_is_spelled_in_gsm():
    assert texts.fit("Today’s:", ["1 Açaí"], "Reply\n1…") == "Today's: 1 Acai Reply 1..."


@pytest.mark.parametrize("items", [[], ["1 Prunes"]])
def test_head_and_tail_that_are_too_long_alone_are_refused(items):
    assert texts.fit("a" * 80, items, "b" * 79) == f"{'a' * 80} {'b' * 79}"
    with pytest.raises(ValueError, match="161 septets of 160"):
        texts.fit("a" * 80, items, "b" * 80)


@settings(max_examples=100, deadline=None)
@given(listed=st.lists(names, max_size=12), head=names, tail=names, limit=st.integers(125, 160))
def test_a_fitted_text_is_one_segment_of_whole_items_and_tells_the_rest(listed, head, tail, limit):
    text = texts.fit(head, listed, tail, limit=limit, separator="\n")
    assert texts.segments(text) == 1
    assert texts.gsm_length(text) <= limit
    first, *middle, last = (line for line in text.split("\n"))
    assert (first, last) == (head, tail)
    if middle != listed:
        *kept, more = middle
        assert kept == listed[: len(kept)]
        assert more == f"+{len(listed) - len(kept)}"
        still_left = len(listed) - len(kept) - 1
        one_more = [head, *listed[: len(kept) + 1], *[f"+{still_left}"][: min(1, still_left)], tail]
        assert texts.gsm_length("\n".join(one_more)) > limit


SPELLED_NAMES = st.text(st.characters(categories=("L", "M", "N", "Zs")), min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("text", "is_lost"),
    [
        ("Prunes, Açaí, Żółw", False),
        ("ΦΩΣ", False),
        ("φως", True),
        ("Прогулка", True),
        ("הליכה", True),
        ("散步", True),
        ("५ मिनट", True),
        ("Walk 👟 ½ ①", False),
    ],
)
def test_letters_that_gsm_would_show_as_a_question_mark_are_noticed(text, is_lost):
    assert texts.loses_letters(text) is is_lost
    assert texts.alphabet_of(["Walk", text]) is (texts.UCS2 if is_lost else texts.GSM)


@pytest.mark.parametrize(
    ("items", "tails", "text", "count"),
    [
        (["Прогулка", "Walk"], [". UNDO"], "Got it: Прогулка Walk. UNDO", 2),
        (["Прогулка"] * 9, [". UNDO to take back.", "."], f"Got it:{' Прогулка' * 6} +3.", 6),
        (["Прогулка"] * 9, [f". {'a' * 50}."], f"Got it: +9. {'a' * 50}.", 0),
        (["Walk"] * 9, [". UNDO"], f"Got it:{' Walk' * 9}. UNDO", 9),
        (["Прогулка", "Walk"], ["a" * 64], f"Got it: Walk +1{'a' * 64}", 1),
        (["a" * 90, "b" * 90], [". UNDO", "."], f"Got it: {'a' * 90} +1.", 1),
    ],
)
def test_a_text_that_needs_other_letters_is_shortened_to_seventy(items, tails, text, count):
    assert texts.fit_first("Got it:", items, tails) == texts.Fitted(text, count)
    assert texts.segments(text) == 1


def test_a_limit_is_the_same_share_of_either_alphabet():
    assert texts.fit("Open:", ["Прогулка"] * 9, "", limit=80) == "Open: Прогулка Прогулка Прогулка +6"


@settings(max_examples=200, deadline=None)
@given(listed=st.lists(SPELLED_NAMES, max_size=12), tail=st.sampled_from([". UNDO", ". UNDO to take back."]))
def test_any_names_make_one_segment_and_no_letter_a_question_mark(listed, tail):
    fitted = texts.fit_first("Got it:", listed, [tail, "."])

    assert texts.segments(fitted.text) == 1
    assert "?" not in fitted.text
    left_out = len(listed) - fitted.count
    assert left_out == 0 or f" +{left_out}." in fitted.text


def test_a_text_is_written_in_the_alphabet_it_needs():
    assert texts.written("Prunes…") == "Prunes..."
    assert texts.written("Прогулка…\n☕") == "Прогулка… ☕"
