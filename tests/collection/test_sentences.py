"""Sentences are split where a reader would split them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.collection.sentences import ends_a_sentence, split_sentences


@pytest.mark.parametrize(
    "sentences",
    [
        ["Warga puas.", "Mereka datang lagi."],
        ["Biayanya Rp1.200.000 per unit.", "Lahannya 5.500 m²."],
        ["Loket buka pkl. 7 pagi menurut Perbup No. 5 Tahun 2019."],
        ["Apa sebabnya?", "Belum diketahui!", "“Begitulah,” katanya."],
        ["Warga berkata, “Kami puas.”", "Mereka datang lagi."],
        ["Jumlahnya 40 (dari 60.)", "(Sisanya menunggu.)", "Semua dilayani."],
        ["Ada dua perangkat utama:"],
        [],
    ],
    ids=lambda sentences: " ".join(sentences)[:25],
)
def test_a_text_is_split_into_its_sentences(sentences):
    assert split_sentences(" ".join(sentences)) == sentences


@given(st.text(alphabet="Aab.!?:”)(“ ", max_size=60))
def test_no_character_but_white_space_is_lost(text):
    assert "".join(" ".join(split_sentences(text)).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "whole"),
    [("Warga puas.", True), ("Warga “puas.”", True), ("Warga puas dan", False), ("", False)],
)
def test_a_text_that_stops_in_the_middle_is_noticed(text, whole):
    assert ends_a_sentence(text) is whole
