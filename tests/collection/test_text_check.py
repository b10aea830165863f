"""Leftovers of a merge, invisible characters and wrongly decoded letters have their line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.collection.text_check import forbidden_characters, merge_markers, strange_characters


def lines_of(mistakes):
    return [line for line, _, _ in mistakes]


@pytest.mark.parametrize(
    "line",
    ["<<<<<<< HEAD", "<<<<<<<", "||||||| 1a2b3c4", "=======", "=======  ", ">>>>>>> cabang-lain"],
)
def test_each_marker_of_a_merge_is_told(line):
    for text in (f"Satu.\n{line}\nDua.\n", f"Satu.\n\n{line}\n", f"Satu.\n\n{line}"):
        ((number, message, remedy),) = merge_markers(text)
        assert number == text.split("\n").index(line) + 1
        assert line[:7] in message
        assert "<<<<<<<, =======, dan >>>>>>>" in remedy


@pytest.mark.parametrize(
    "text", ["> > > kutipan", "<<<<<< enam", "========", "a ======= b", ">>>>>>>>> sembilan", "|||"]
)
def test_other_signs_are_no_markers_of_a_merge(text):
    assert list(merge_markers(text)) == []


@pytest.mark.parametrize("character", "\u202a\u202e\u2066\u2069\ufffd")
def test_characters_that_turn_or_lose_text_are_forbidden(character):
    assert lines_of(forbidden_characters(f"satu\nka{character}ta {character}\n")) == [2]


@pytest.mark.parametrize("character", "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u061c")
def test_invisible_characters_are_told_with_the_word_before_them(character):
    ((line, message, remedy),) = strange_characters(f"satu\nkali{character}brasi\n")
    assert line == 2
    assert f"U+{ord(character):04X}" in message
    assert remedy == "hapus karakter itu sesudah “kali”"


@pytest.mark.parametrize("text", ["👩‍⚕️ dan 👨‍👩‍👧", "می‌خواهم", "“kutip” – 27 °C … ½ × é", "Ma’ruf"])
def test_visible_text_is_left_alone(text):
    assert list(strange_characters(text)) == []
    assert list(forbidden_characters(text)) == []


@pytest.mark.parametrize("meant", ["“", "’", "–", "…", "é", "á", "ü", "°", "½", "×"])
def test_utf8_read_as_windows_1252_is_told_with_what_is_meant(meant):
    wrong = meant.encode().decode("cp1252")
    for text in (f"satu\nkata {wrong} kata", f"satu\nkata{wrong}kata", f"satu\n{wrong}”"):
        ((line, message, remedy),) = strange_characters(text)
        assert line == 2
        assert wrong in message
        assert f"maksudnya “{meant}”" in remedy


def test_a_quotation_mark_that_lost_its_end_is_told():
    """The closing mark ends in a byte that Windows-1252 doesn't have."""
    ((_, message, remedy),) = strange_characters("kata â€ kata")
    assert "â€" in message
    assert "sumber" in remedy


@given(st.text())
def test_any_text_can_be_looked_at(text):
    for check in (merge_markers, forbidden_characters, strange_characters):
        for line, message, remedy in check(text):
            assert 1 <= line <= text.count("\n") + 1
            assert message and remedy
