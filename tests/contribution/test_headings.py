"""Headings are known in the ways in which people write them, and never guessed."""

import pytest

from app.contribution.fields import FIELDS, SECTIONS, by_key
from app.contribution.headings import (
    column_named,
    column_of,
    field_named,
    folded,
    nearest_column,
    nearest_field,
)
from app.contribution.read_sheet import column_names

COLUMNS = column_names({"awards": 2, "results": 3, "replicated_by": 2, "sources": 12})


@pytest.mark.parametrize(
    "written", ["Ringkasan", "RINGKASAN *", " ringkasan :", "3. Ringkasan (wajib)", "summary"]
)
def test_a_field_is_known_however_its_name_is_written(written):
    assert field_named(written) is by_key("summary")


def test_every_name_leads_to_its_own_field():
    for field in (*FIELDS, *SECTIONS):
        assert field_named(field.label) is field
        for column in field.columns:
            assert column_named(field, column.label) is column
            assert column_named(field, column.key) is column


def test_every_column_is_known_by_the_name_it_has():
    for column in COLUMNS:
        assert column_of(column.name) == column
    assert len({folded(column.name) for column in COLUMNS}) == len(COLUMNS)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("HASIL 2 - sesudah", "Hasil 2: Sesudah"),
        ("Hasil terukur 2: Sesudah", "Hasil 2: Sesudah"),
        ("results 2 after", "Hasil 2: Sesudah"),
        ("Sumber 10 : Alamat *", "Sumber 10: Alamat"),
        ("Penghargaan 1: Nama lomba", "Penghargaan 1: Nama lomba"),
    ],
)
def test_columns_of_rows_are_known_in_other_spellings(written, name):
    column = column_of(written)
    assert column is not None and column.name == name


@pytest.mark.parametrize(
    "written", ["", "Hasil", "Hasil 0: Ukuran", "Sumber 1", "Sumber 1: Warna", "Ringkasa", "12"]
)
def test_what_is_only_similar_is_no_column(written):
    assert column_of(written) is None


def test_the_likely_name_is_told():
    assert nearest_column("Ringkasan singkat") == "Ringkasan"
    assert nearest_column("Sumber 3: Alamat web") == "Sumber 3: Alamat"
    assert nearest_column("Hobi") is None
    near = nearest_field("Pembelajaran dan hikmah")
    assert near is None or near.label == "Pembelajaran"
    assert nearest_field("Permasalahan") is by_key("Masalah")
