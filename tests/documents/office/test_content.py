"""Texts are cleaned before they go into a file."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.documents.office.content import Span, clean, or_blank, scrub


@given(st.text(st.characters(), max_size=40))
def test_scrubbing_twice_is_scrubbing_once(text):
    scrubbed = scrub(text)
    assert scrub(scrubbed) == scrubbed
    assert not set(scrubbed) & set("\x00\x08\x0b\x1b\x85\u202e\u2066\ud800\ufffe\uffff")


def test_characters_that_xml_cannot_hold_are_dropped():
    assert scrub("a\x00b\x1bc\ud800d\ufffee\x7ff\u202eg\tx\r\ny\u2028z") == "abcdefg\tx\ny\nz"


def test_a_long_text_ends_in_an_ellipsis():
    assert clean("x" * 50, 10) == "x" * 9 + "…"
    assert clean("x" * 10, 10) == "x" * 10


def test_dropped_characters_do_not_shorten_the_text():
    assert clean("\x00" * 10 + "x" * 12, 10) == "x" * 9 + "…"


def test_a_missing_text_is_a_blank():
    assert or_blank("Aula", "tempat acara") == "Aula"
    assert or_blank("", "tempat acara") == Span("[isi: tempat acara]", "blank")
