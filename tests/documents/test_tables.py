"""Tables that other programs read as they were meant, and run nothing of."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from app.documents.tables import MAX_CELL, Table, to_csv, to_xlsx

EVIL = ["=cmd|' /C calc'!A0", "+1+1", "-2", "@SUM(A1)", "\t=1", " =1", "＝1", "'=1", "#N/A"]


def table(*rows: tuple[str | int | None, ...]) -> Table:
    return Table("Uji / [coba]", ("satu", "dua"), rows, "Belum ada data", (("Cari", "=1"),), "Isi")


def read_csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("evil", EVIL)
def test_nothing_in_csv_is_a_formula(evil):
    rows = read_csv(to_csv(table((evil, "biasa"))))
    cell = rows[1][0]
    assert cell == evil or cell.removeprefix("'").strip() == evil.strip()
    assert not cell.lstrip().startswith(("=", "+", "-", "@", "＝"))
    assert rows[1][1] == "biasa"
    assert rows[-1] == ["Cari", "'=1"]


@pytest.mark.parametrize("evil", EVIL)
def test_nothing_in_a_workbook_is_a_formula(evil):
    book = load_workbook(io.BytesIO(to_xlsx(table((evil, 7)))))
    cell = book.worksheets[0]["A2"]
    assert cell.data_type == "s"
    assert str(cell.value).strip() == evil.strip()
    assert book.worksheets[0]["B2"].value == 7
    assert book.worksheets[1]["B1"].value == "=1" and book.worksheets[1]["B1"].data_type == "s"


def test_a_gap_is_said():
    assert read_csv(to_csv(table((None, "x"))))[1] == ["Belum ada data", "x"]
    book = load_workbook(io.BytesIO(to_xlsx(table((None, "x")))))
    assert book.worksheets[0]["A2"].value == "Belum ada data"


@given(st.text(max_size=60), st.integers(-(10**9), 10**9))
def test_any_text_comes_back_without_what_files_cannot_hold(text, number):
    (_, row, *_) = read_csv(to_csv(table((text, number))))
    assert row[1] == str(number)
    sheet = load_workbook(io.BytesIO(to_xlsx(table((text, number))))).worksheets[0]
    assert sheet["B2"].value == number
    for shown in (row[0], str(sheet["A2"].value or "")):
        assert not any(ord(char) < 32 and char not in "\t\n\r" for char in shown)


def test_cells_are_bounded():
    long = "=" + "x" * 100_000
    assert len(read_csv(to_csv(table((long, 1))))[1][0]) <= MAX_CELL
    sheet = load_workbook(io.BytesIO(to_xlsx(table((long, 1))))).worksheets[0]
    assert len(sheet["A2"].value) <= MAX_CELL
