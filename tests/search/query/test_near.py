"""Words that ask for what is near a place are read as such, and only they."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.search.language import term
from app.search.query import near


@pytest.mark.parametrize(
    ("text", "codes", "rest"),
    [
        ("sampah dekat Ngawi", ("35.21",), "sampah"),
        ("sampah sekitar Ponorogo", ("35.02",), "sampah"),
        ("sampah di sekitar Kab. Ponorogo", ("35.02",), "sampah"),
        ("dekat Kabupaten Malang", ("35.07",), ""),
        ("stunting dekat Malang", ("35.07", "35.73"), "stunting"),
        ("tetangga Ngawi", ("35.21",), ""),
        ("sampah dari daerah tetangga Ngawi", ("35.21",), "sampah"),
        ("berbatasan dengan Kota Batu", ("35.79",), ""),
        ("di dekat batu", ("35.79",), ""),
        ("Surabaya dan sekitarnya stunting", ("35.78",), "stunting"),
        ("stunting dekat Bali", ("51",), "stunting"),
        ("waste near Surabaya", ("35.78",), "waste"),
    ],
)
def test_a_place_that_is_near_is_read_with_the_words_around_it(text, codes, rest):
    found = near.read(term(text))
    assert found is not None
    assert found.near.codes == codes
    assert found.rest == term(rest)


@pytest.mark.parametrize(
    "text",
    [
        "sampah dekat sekolah",
        "rukun tetangga",
        "kabupaten Ngawi",
        "sampah Ngawi",
        "dekat",
        "dekat Papua",  # several provinces
        "sekitar kabupaten",
        "pendekatan Ngawi",
        "",
    ],
)
def test_other_words_are_none(text):
    assert near.read(term(text)) is None


@given(st.text(max_size=40), st.sampled_from(["dekat Ngawi", "di sekitar Kab. Ngawi"]))
def test_the_text_without_the_phrase_is_the_rest_as_typed(text, phrase):
    words = " ".join(term(phrase))
    assert near.without(f"{text} | {phrase}", words).split() == [*text.split(), "|"]
