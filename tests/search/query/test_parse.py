"""Taking what a person typed apart: there is no wrong way to type."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.search.query.parse import MAX_CHARACTERS, MAX_WORDS, Words, read_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Anak PUTUS sekolah", Words(("anak", "putus", "sekolah"))),
        ("  jarik   Ma'Siti ", Words(("jarik", "masiti"))),
        ('"akta kelahiran"', Words(phrases=(("akta", "kelahiran"),))),
        ("“akta kelahiran” cepat", Words(("cepat",), (("akta", "kelahiran"),))),
        ('"akta"', Words(("akta",))),
        ("akta -kematian", Words(("akta",), excluded=(("kematian",),))),
        ("akta –kematian", Words(("akta",), excluded=(("kematian",),))),
        ('akta -"akta kematian"', Words(("akta",), excluded=(("akta", "kematian"),))),
        ("jemput-bola", Words(("jemput", "bola"))),
        ("- akta", Words(("akta",))),
        ('akta "kelahiran', Words(("akta", "kelahiran"))),
        ('""', Words()),
        ('" " -', Words()),
        ("… ?! ()", Words()),
        ("", Words()),
    ],
)
def test_quotes_make_phrases_a_minus_excludes_and_all_else_is_words(text, words):
    assert read_words(text) == words


def test_a_hyphen_inside_a_word_excludes_nothing():
    assert read_words("sapta-pesona").excluded == ()
    assert read_words("sapta -pesona").excluded == (("pesona",),)


def test_what_is_too_long_is_cut_and_said_to_be():
    assert not read_words("kata " * MAX_WORDS).cut
    many = read_words("kata " * (MAX_WORDS + 1))
    assert many.cut and len(many.words) == MAX_WORDS
    long = read_words("x" * MAX_CHARACTERS + " akta")
    assert long.cut and "akta" not in long.words
    phrase = read_words('"' + "kata " * (MAX_WORDS + 5) + '"')
    assert phrase.cut and len(phrase.phrases[0]) == MAX_WORDS


@given(st.text(max_size=200) | st.text(alphabet='"“”-–ab \n', max_size=200))
def test_any_text_is_read(text):
    words = read_words(text)
    parts = [*words.words, *sum(words.phrases, ()), *sum(words.excluded, ())]
    assert len(parts) <= MAX_WORDS
    assert all(parts)
    assert not any('"' in part for part in parts)


@given(st.lists(st.from_regex(r"[a-z]{2,9}", fullmatch=True), min_size=1, max_size=12))
def test_plain_words_come_back_in_order(typed):
    assert read_words(" ".join(typed)).words == tuple(typed)
