"""CSV files, read back by another program than the one that wrote them."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.documents.office.tables import MAX_CELL, to_csv
from tests.documents.office.conftest import FORMULAS, make_table


def read_csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_excel_knows_the_csv_as_utf8_and_its_first_line_is_the_header():
    content = to_csv(make_table(("putik-sari", 2019, "Rp5 juta"), ("jarik", None, "a,b\n“c”")))
    assert content.startswith(b"\xef\xbb\xbfslug,tahun,catatan\r\n")
    assert read_csv(content) == [
        ["slug", "tahun", "catatan"],
        ["putik-sari", "2019", "Rp5 juta"],
        ["jarik", "Belum ada data", "a,b\n“c”"],
        [],
        ["Pencarian", "'=stunting"],
        ["Jumlah baris", "2"],
    ]


# The signs with which a formula begins, also behind white space and quotation marks.
BEGINS_A_FORMULA = re.compile(r"[\s\"]*[=+\-@＝＋－＠]")

#: Texts of the characters that matter to CSV and to formulas.
TEXTS = st.text(st.sampled_from("=+-@＝;,\t\r\n'\" a1"), max_size=12)


def fields(content: bytes, separator: str) -> list[str]:
    """The fields that a program finds which separates them by this character."""
    text = content.decode("utf-8-sig")
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    return [field for row in rows for field in row]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("text", [*FORMULAS, *(f"a{end}=1+1" for end in (";", "\n", "\t", ';"'))])
def test_no_text_is_a_formula_for_any_separator(text, separator):
    content = to_csv(make_table((text, 5, text), (text, 5, f"a;{text}")))
    assert not any(map(BEGINS_A_FORMULA.match, fields(content, separator)))


@given(TEXTS, TEXTS)
@example('x;"=1+1', '"')
@example("x;\n=1+1", ";")
def test_no_field_begins_with_the_sign_of_a_formula(first, last):
    content = to_csv(make_table((first, 1, last), (last, 2, first)))
    for separator in ",;\t":
        assert not any(map(BEGINS_A_FORMULA.match, fields(content, separator)))


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("-5 derajat", "−5 derajat"),
        ("a; -b", "a; −b"),
        ("- satu\n- dua", "− satu\n− dua"),
        ("satu-satunya; dua", "satu-satunya; dua"),
        ("a = b", "a = b"),
        ("naik (+5)", "naik (+5)"),
        ("'kutip'", "'kutip'"),
    ],
)
def test_an_honest_text_reads_as_before(text, written):
    (_header, cells, *_rest) = read_csv(to_csv(make_table((text, 1, "x"))))
    assert cells[0] == written


def test_numbers_and_dates_are_written_for_machines():
    (_header, cells, *_rest) = read_csv(to_csv(make_table(("x", -5, dt.date(2026, 11, 29)))))
    assert cells == ["x", "-5", "2026-11-29"]


@given(st.text(max_size=60))
def test_any_text_gives_a_file_that_can_be_read(text):
    (header, cells, *_rest) = read_csv(to_csv(make_table((text, 1, text * 2))))
    assert header == ["slug", "tahun", "catatan"] and len(cells) == 3
    assert cells[0][:1] not in {"=", "+", "-", "@", "\t", "\r", "\n"}
    assert not any(ord(char) < 32 and char != "\n" for char in "".join(cells))


def test_a_megabyte_is_cut_to_the_longest_cell_of_excel():
    content = make_table(("x" * 1_000_000, 1, "=" * 1_000_000))
    assert all(len(cell) <= MAX_CELL for cell in read_csv(to_csv(content))[1])
