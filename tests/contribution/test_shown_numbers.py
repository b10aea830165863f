"""Numbers read as Excel shows them under an Indonesian Windows."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.contribution.shown_numbers import plain_number, shown_day, shown_number

FORMATS = (
    *("General", "0", "0.00", "#,##0", "#,##0.00", "0%", "0.0%", "@", "", "0.00E+00", "# ?/?"),
    *('"Rp"#,##0', "[$Rp-421]#,##0", '_-"Rp"* #,##0_-;-"Rp"* #,##0_-', '0" orang"', "[Red]-0"),
    *("0;[Red](0)", ";;;", "\\a0", "#", "??0", "0.0,,"),
)


@pytest.mark.parametrize(
    ("value", "number_format", "shown"),
    [
        (2019, "General", "2019"),
        (2019.0, "0", "2019"),
        (45.5, "General", "45,5"),
        (0.1 + 0.2, "General", "0,3"),
        (1212, "#,##0", "1.212"),
        (1212.5, "#,##0.00", "1.212,50"),
        (0.254, "0.0%", "25,4%"),
        (1250000, "[$Rp-421]#,##0", "Rp1.250.000"),
        (1250000, '_-"Rp"* #,##0_-;-"Rp"* #,##0_-;_-"Rp"* "-"_-;_-@_-', "Rp1.250.000"),
        (-1250000, '_-"Rp"* #,##0_-;-"Rp"* #,##0_-', "-Rp1.250.000"),
        (5, '0" orang"', "5 orang"),
        (-5, "#,##0", "-5"),
        (0.00000015, "0.00E+00", "1,5e-07"),
    ],
)
def test_a_number_is_shown_by_its_format(value, number_format, shown):
    assert shown_number(value, number_format) == shown


@given(
    st.integers(-(10**15), 10**15) | st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from(FORMATS) | st.text(max_size=12),
)
def test_no_format_makes_it_fail(value, number_format):
    assert "\0" not in shown_number(value, number_format)


def test_a_bare_number_has_a_decimal_comma():
    assert [plain_number(n) for n in (3, 3.0, 3.25, -0.5)] == ["3", "3", "3,25", "-0,5"]


def test_a_day_is_shown_in_words_as_far_as_its_format_goes():
    day = dt.date(2024, 8, 1)
    assert shown_day(day, "dd/mm/yyyy") == "1 Agustus 2024"
    assert shown_day(day, "[$-421]d mmmm yyyy") == "1 Agustus 2024"
    assert shown_day(day, "mmm-yy") == "Agustus 2024"
