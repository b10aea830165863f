"""A list or table that other programs show is rendered as one, or refused with the remedy."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.collection.list_check import mistakes
from app.collection.markup import read_body


def refused(text):
    """(line, message, remedy) of the lines that are refused."""
    return list(mistakes(1, text.split("\n")))


@pytest.mark.parametrize(
    ("text", "line", "message", "remedy"),
    [
        ("Dua:\n- satu\n- dua", 2, "menempel", "baris kosong"),
        ("Dua:\n* satu\n* dua", 2, "menempel", "baris kosong"),
        ("Dua\n1. satu\n2. dua", 2, "menempel", "baris kosong"),
        ("Lanjutan:\n3. tiga\n4. empat", 2, "menempel", "baris kosong"),
        ("Langkah:\n\n1) daftar\n2) bayar", 3, "“1)”", "“1.”"),
        ("Dua:\n\n- satu\n  - dalam", 4, "menjorok", "4 spasi"),
        ("Dua:\n\n1. satu\n   - dalam", 4, "menjorok", "4 spasi"),
        ("Dua:\n\n- satu\n    - dalam\n      - lagi", 5, "menjorok", "4 spasi"),
        ("Dua:\n\n    - satu", 3, "menjorok", "4 spasi"),
        ("- satu\n1. dua", 2, "jenis daftar", "baris kosong"),
        ("1. satu\n\n   lanjutan\n\n2. dua", 3, "kurang menjorok", "4 spasi"),
        ("> Dua:\n> - satu", 2, "menempel", "baris kosong"),
        ("- satu\n> - dua", 2, "kutipan", "baris kosong"),
        ("Hasil:\n| Tahun | Hasil |\n|---|---|\n| 2020 | 5 |", 2, "tabel menempel", "kosong"),
        ("Hasil:\nTahun | Hasil\n--- | ---\n2020 | 5", 2, "tabel menempel", "kosong"),
        ("| Tahun | Hasil |\n| 2020 | 5 |", 1, "tabel tanpa garis", "|---|"),
        ("Teks.\n\n```\nkode\n```", 3, "potongan kode", "hapus"),
        ("  ## Dampak", 1, "judul yang menjorok", "hapus spasi"),
        ("Dua:\n\na. satu\nb. dua", 3, "“a.”", "“- ”"),
        ("Dua:\na) satu", 2, "“a)”", "“- ”"),
        ("(1) satu\n(2) dua", 1, "“(1)”", "“- ”"),
        ("• satu", 1, "“•”", "“- ”"),
        ("– satu\n– dua", 1, "“–”", "“- ”"),
        ("Dua:\n-satu\n-dua", 2, "“-”", "“- ”"),
        ("Dua:\n1.satu\n2.dua", 2, "“1.”", "“- ”"),
    ],
)
def test_what_would_run_together_is_refused(text, line, message, remedy):
    number, what, how = refused(text)[0]
    assert number == line
    assert message in what and remedy in how


@pytest.mark.parametrize(
    ("text", "elements"),
    [
        ("Dua:\n\n- satu\n- dua", "ul li li"),
        ("Dua:\n\n1. satu\n2. dua", "ol li li"),
        ("- satu\n    - dalam\n    - lagi\n- dua", "ul li ul li li li"),
        ("- satu\n\t- dalam\n- dua", "ul li ul li li"),
        ("- satu\n    1. dalam\n        - lagi\n- dua", "ul li ol li ul li li"),
        ("1. satu\n\n    lanjutan\n\n2. dua", "ol li li"),
        ("- satu\n\n1. dua", "ul li ol li"),
        ("> Dua:\n>\n> - satu\n> - dua", "blockquote ul li li"),
        ("| Tahun | Hasil |\n|---|---|\n| 2020 | 5 |", "table"),
        ("Sejak tahun\n2019. Lalu lebih cepat", ""),
        ("Harga naik – lalu\nturun – lagi", ""),
        ("– menurut dinas – naik", ""),
        ("a.n. kepala dinas", ""),
        ("**Tebal** lalu *miring*", ""),
    ],
)
def test_what_is_rendered_as_it_looks_passes(text, elements):
    assert refused(text) == []
    (section,) = read_body(f"## Masalah\n\n{text}\n", 1).sections
    seen = re.findall(r"<(ul|ol|li|table|blockquote)\b", section.html)
    assert " ".join(seen) == elements


def test_the_real_cases_have_no_such_line(real_cases):
    sections = [s for parsed in real_cases.values() for s in parsed.case.sections]
    assert len(sections) > 2000
    assert not any(refused(section.markdown) for section in sections)


@given(st.text(alphabet=" -*+123.)>|ab:\n\t#`•–"))
def test_any_text_can_be_looked_at(text):
    for line, message, remedy in refused(text):
        assert 1 <= line <= text.count("\n") + 1
        assert message and remedy
