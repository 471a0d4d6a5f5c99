"""Numbers of a report as people type them, what they leave open, and the other unit of vitamin D."""

from decimal import Decimal

import pytest

from app.rules import results
from app.rules.results import Ambiguous, Doubt, NotANumber, Printed, VitaminD

NMOL, NG = VitaminD.NMOL, VitaminD.NG


@pytest.mark.parametrize(
    ("text", "comparator", "digits", "unit"),
    [
        ("71", "", "71", ""),
        ("-2.1", "", "-2.1", ""),
        ("−2,1", "", "-2.1", ""),
        ("– 2.1", "", "-2.1", ""),
        ("+0.3", "", "0.3", ""),
        ("71,5", "", "71.5", ""),
        ("71.0", "", "71.0", ""),
        (" 71 nmol/L ", "", "71", "nmol/L"),
        ("71\u00a0NMOL / l", "", "71", "NMOL / l"),
        ("71nmol/L", "", "71", "nmol/L"),
        ("28 µg/L", "", "28", "µg/L"),
        ("45 %", "", "45", "%"),
        ("<10", "<", "10", ""),
        ("> 160,5 ng/mL", ">", "160.5", "ng/mL"),
        (",5", "", "0.5", ""),
        ("071", "", "71", ""),
        ("000", "", "0", ""),
        ("0,125", "", "0.125", ""),
        ("1.200", "", "1.200", ""),
        ("1,2345", "", "1.2345", ""),
        ("1 200", "", "1200", ""),
        ("1'200", "", "1200", ""),
        ("1,200.5", "", "1200.5", ""),
        ("1.200,5", "", "1200.5", ""),
        ("1,200,300", "", "1200300", ""),
        ("123456789012", "", "123456789012", ""),
    ],
)
def test_number_is_read_as_it_was_printed(text, comparator, digits, unit):
    assert results.parse(text) == Printed(comparator, digits, unit)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "-",
            "about 70",
            "70-80",
            "1:80",
            "7,1,2",
            "1,200,5",
            "1.200.5",
            "2e5",
            "71 (28)",
            "<<10",
            "≤10",
        ),
        *("٧١", "1234567890123", "-123456789012", "#panic", "<b>71</b>", "1 2", "71 10^9/L"),
    ],
)
def test_what_is_no_single_number_is_refused(text):
    with pytest.raises(NotANumber):
        results.parse(text)


@pytest.mark.parametrize("text", ["1,200", "-1,200", "12,345 mg", "<1,200"])
def test_lone_comma_before_three_digits_is_asked_about(text):
    with pytest.raises(Ambiguous):
        results.parse(text)


def test_both_readings_of_a_comma_are_told():
    with pytest.raises(Ambiguous) as asked:
        results.parse("1,200")
    assert (asked.value.whole, asked.value.decimal) == ("1200", "1.200")


@pytest.mark.parametrize("text", ["1.200", "-1.200", "12.345 mg"])
def test_lone_point_is_asked_about_where_a_comma_stands_before_decimals(text):
    with pytest.raises(Ambiguous):
        results.parse(text, decimal=",")
    assert results.parse("1,200", decimal=",").digits == "1.200"


def test_value_keeps_the_decimals_that_were_printed():
    assert str(results.parse("−2,10").value) == "-2.10"


@pytest.mark.parametrize(
    ("text", "unit"),
    [("nmol/L", NMOL), ("NMOL / l", NMOL), ("ng/ml", NG), ("µg/L", None), ("nmol", None), ("", None)],
)
def test_unit_of_vitamin_d_is_known_however_it_is_written(text, unit):
    assert results.vitamin_d_unit(text) is unit


def test_the_two_letters_for_micro_are_one():
    assert results.folded("\u00b5g/L") == results.folded("\u03bcg/l") == "ug/l"


@pytest.mark.parametrize(
    ("value", "doubt"),
    [
        *(("-8", None), ("6", None), ("2.1", None), ("0", None)),
        *(("-8.1", Doubt.UNLIKELY), ("6.1", Doubt.UNLIKELY), ("-20", Doubt.UNLIKELY)),
        *(("21", Doubt.IMPOSSIBLE), ("-21", Doubt.IMPOSSIBLE)),
    ],
)
def test_t_score_is_doubted_outside_of_what_is_usual(value, doubt):
    assert results.doubt_of_t_score(Decimal(value)) is doubt


@pytest.mark.parametrize(
    ("value", "unit", "doubt"),
    [
        *(("0.1", NMOL, None), ("400", NMOL, None), ("160", NG, None)),
        *(("0", NMOL, Doubt.UNLIKELY), ("400.1", NMOL, Doubt.UNLIKELY), ("161", NG, Doubt.UNLIKELY)),
        *(("1000", NMOL, Doubt.UNLIKELY), ("400", NG, Doubt.UNLIKELY)),
        *(("-1", NMOL, Doubt.IMPOSSIBLE), ("1001", NMOL, Doubt.IMPOSSIBLE), ("401", NG, Doubt.IMPOSSIBLE)),
    ],
)
def test_vitamin_d_is_doubted_outside_of_what_is_usual(value, unit, doubt):
    assert results.doubt_of_vitamin_d(Decimal(value), unit) is doubt


@pytest.mark.parametrize(
    ("value", "unit", "other", "told"),
    [
        *(("71", NMOL, NG, "28"), ("28", NG, NMOL, "70"), ("50", NMOL, NG, "20"), ("30", NG, NMOL, "75")),
        *(("10", NMOL, NG, "4.0"), ("24.7", NMOL, NG, "9.9"), ("24.9", NMOL, NG, "10")),
        *(("3", NG, NMOL, "7.5"), ("0.5", NG, NMOL, "1.2"), ("0", NMOL, NG, "0.0")),
    ],
)
def test_vitamin_d_in_the_other_unit(value, unit, other, told):
    number, into = results.other_unit(Decimal(value), unit)
    assert (str(number), into) == (told, other)
