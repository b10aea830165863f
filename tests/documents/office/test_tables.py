"""CSV files, read back by another program than the one that wrote them."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
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


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_is_a_formula(text):
    (_header, cells, *_rest) = read_csv(to_csv(make_table((text, -5, text))))
    assert cells[0].startswith("'") and cells[1] == "-5"


@given(st.text(max_size=60))
def test_any_text_gives_a_file_that_can_be_read(text):
    (header, cells, *_rest) = read_csv(to_csv(make_table((text, 1, text * 2))))
    assert header == ["slug", "tahun", "catatan"] and len(cells) == 3
    assert cells[0][:1] not in {"=", "+", "-", "@", "\t", "\r", "\n"}
    assert not any(ord(char) < 32 and char not in "\n\t" for char in "".join(cells))


def test_a_megabyte_is_cut_to_the_longest_cell_of_excel():
    content = make_table(("x" * 1_000_000, 1, "=" * 1_000_000))
    assert all(len(cell) <= MAX_CELL for cell in read_csv(to_csv(content))[1])
