"""Marked words and snippets: safe HTML that says where a case fits the query."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.search import language
from app.search.highlight import SNIPPET, mark, snippet


def stems(text: str) -> dict[str, float]:
    return dict.fromkeys(language.stems(text), 1.0)


@pytest.mark.parametrize(
    ("text", "query", "marked"),
    [
        ("Pelayanan antrean", "layanan", "<mark>Pelayanan</mark> antrean"),
        ("anak putus sekolah", "sekolah putus", "anak <mark>putus sekolah</mark>"),
        ("Jarik Ma’Siti", "masiti", "Jarik <mark>Ma’Siti</mark>"),
        ("obat & <b>dokter</b>", "dokter", "obat &amp; &lt;b&gt;<mark>dokter</mark>&lt;/b&gt;"),
        ("untuk anak", "untuk anak", "untuk <mark>anak</mark>"),
        ("tidak ada", "stunting", "tidak ada"),
        ("", "anak", ""),
    ],
)
def test_words_are_marked_in_any_form(text, query, marked):
    assert mark(text, stems(query)) == marked


@given(st.text(max_size=80), st.text(max_size=20))
def test_marking_changes_nothing_but_marks(text, query):
    marked = mark(text, stems(query))
    assert html.unescape(re.sub("</?mark>", "", marked)) == html.unescape(html.escape(text))
    assert re.findall("<[^>]*>", marked) == ["<mark>", "</mark>"] * marked.count("<mark>")


def test_the_sentence_that_says_most_is_shown():
    sentences = [
        ("masalah", "Antrean panjang."),
        ("solusi", "Antrean obat di puskesmas dipindah ke rumah pasien."),
        ("dampak", "Antrean obat berkurang."),
    ]
    found = snippet(sentences, stems("antrean obat puskesmas"))
    assert found is not None
    assert found.section == "solusi"
    assert "di <mark>puskesmas</mark>" in found.html
    first = snippet(sentences, stems("antrean"))
    assert first is not None and first.section == "masalah"
    assert snippet(sentences, stems("stunting")) is None


def test_rare_words_decide():
    sentences = [("masalah", "Pelayanan dan pelayanan."), ("solusi", "Ada stunting.")]
    weights = {language.stem("pelayanan"): 0.5, language.stem("stunting"): 4.0}
    found = snippet(sentences, weights)
    assert found is not None and found.section == "solusi"


@pytest.mark.parametrize("before", [0, 30, 60, 200])
def test_a_long_sentence_is_cut_around_the_first_word_found(before):
    sentence = "lain " * before + "stunting turun " + "lagi " * 200
    found = snippet([("dampak", sentence.strip())], stems("stunting"))
    assert found is not None
    assert "<mark>stunting</mark>" in found.html
    text = re.sub("</?mark>", "", found.html)
    assert len(text) <= SNIPPET + 2
    assert text.endswith("…")
    assert text.startswith("…") == (before > 26)
    assert set(text.strip("…").split()) <= {"lain", "stunting", "turun", "lagi"}


@given(st.text(max_size=600), st.text(min_size=1, max_size=10))
def test_any_sentence_gives_a_short_safe_snippet(sentence, query):
    found = snippet([("masalah", sentence)], stems(query))
    if found:
        text = html.unescape(re.sub("</?mark>", "", found.html))
        assert len(text) <= SNIPPET + 2
        assert "<mark>" in found.html
