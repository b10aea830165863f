"""Marked words and snippets: safe HTML that shows where a case fits the query."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.search import language
from app.search.rank.highlight import SNIPPET, mark, stems_in, window


def stems(text: str) -> dict[str, float]:
    return dict.fromkeys(language.stems_of(language.folded(text)), 1.0)


@pytest.mark.parametrize(
    ("text", "query", "marked"),
    [
        ("Pelayanan antrean", "layanan", "<mark>Pelayanan</mark> antrean"),
        ("anak putus sekolah", "sekolah putus", "anak <mark>putus sekolah</mark>"),
        ("Jarik Ma’Siti", "masiti", "Jarik <mark>Ma’Siti</mark>"),
        ("obat & <b>dokter</b>", "dokter", "obat &amp; &lt;b&gt;<mark>dokter</mark>&lt;/b&gt;"),
        (
            "anak & putus, (sekolah)",
            "sekolah putus anak",
            "<mark>anak &amp; putus, (sekolah</mark>)",
        ),
        ("anak–putus sekolah/kerja", "putus", "anak–<mark>putus</mark> sekolah/kerja"),
        ("“Antre”: antre dan antre", "antre", "“<mark>Antre”: antre</mark> dan <mark>antre</mark>"),
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


@given(st.lists(st.sampled_from(["anak", "putus-sekolah", "&", "yang", "(Ma'Siti)", "½", ""])))
def test_the_stems_of_a_text_are_those_that_are_marked(words):
    text = " ".join(words)
    assert stems_in(text) == stems(text).keys()
    assert ("<mark>" in mark(text, stems("anak"))) == ("anak" in stems_in(text))


@pytest.mark.parametrize("before", [0, 30, 60, 200])
def test_a_long_sentence_is_cut_around_the_first_marked_word(before):
    sentence = "lain " * before + "stunting turun " + "lagi " * 200
    text = window(sentence.strip(), stems("stunting"))
    assert "<mark>stunting</mark>" in mark(text, stems("stunting"))
    assert len(text) <= SNIPPET + 2
    assert text.endswith("…")
    assert text.startswith("…") == (before > 26)
    assert set(text.strip("…").split()) <= {"lain", "stunting", "turun", "lagi"}


@given(st.text(max_size=600), st.text(min_size=1, max_size=10))
def test_any_sentence_is_cut_and_keeps_a_marked_word(sentence, query):
    marked = stems(query)
    text = window(sentence, marked)
    assert len(text) <= SNIPPET + 2
    assert text.strip("…") in sentence
    assert ("<mark>" in mark(text, marked)) == ("<mark>" in mark(sentence, marked))
