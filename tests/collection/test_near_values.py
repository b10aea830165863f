"""What was meant by a value or heading that the format doesn't have."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.collection import vocabulary
from app.collection.near_values import near_heading, near_value

HEADINGS = [label.id for label in vocabulary.SECTIONS.values()]


@pytest.mark.parametrize(
    ("values", "written", "meant"),
    [
        (vocabulary.LEVELS, "Kabupaten", "kabupaten"),
        (vocabulary.LEVELS, "Kab.", "kabupaten"),
        (vocabulary.LEVELS, "kementrian", "kementerian"),
        (vocabulary.CATEGORIES, "Kesehatan", "kesehatan"),
        (vocabulary.CATEGORIES, "kesehatn", "kesehatan"),
        (vocabulary.CATEGORIES, "Tata kelola", "tata-kelola"),
        (vocabulary.STATUSES, "aktif", "berlanjut"),
        (vocabulary.STATUSES, "Belum diketahui", "belum-diketahui"),
        (vocabulary.PROVINCES, "NTT", "Nusa Tenggara Timur"),
        (vocabulary.PROVINCES, "jawa timur", "Jawa Timur"),
        (vocabulary.PROVINCES, "Jatim", "Jawa Timur"),
        (vocabulary.PROVINCES, "Yogyakarta", "DI Yogyakarta"),
        (vocabulary.LEVELS, "desa", None),
        (vocabulary.LEVELS, "aktif", None),
        (vocabulary.PROVINCES, "Malaysia", None),
        (vocabulary.PROVINCES, "", None),
    ],
)
def test_a_value(values, written, meant):
    assert near_value(written, values) == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Latar Belakang", "Masalah"),
        ("Hasil", "Dampak"),
        ("masalah", "Masalah"),
        ("Sumberdaya", "Sumber Daya"),
        ("Tantangn", "Tantangan"),
        ("Daftar Pustaka", None),
    ],
)
def test_a_heading(written, meant):
    assert near_heading(written, HEADINGS) == meant


@given(st.text())
def test_what_is_meant_is_always_allowed(written):
    assert near_value(written, vocabulary.PROVINCES) in {None, *vocabulary.PROVINCES}
    assert near_heading(written, HEADINGS) in {None, *HEADINGS}
