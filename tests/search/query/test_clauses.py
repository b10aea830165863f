"""The text of a query is split by quotes and minus signs; there is no syntax error."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.search.query.clauses import (
    MAX_CHARACTERS,
    MAX_WORDS,
    Clauses,
    split_clauses,
    without_exclusions,
)


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("Anak PUTUS sekolah", Clauses(("anak", "putus", "sekolah"))),
        ("  jarik   Ma'Siti ", Clauses(("jarik", "masiti"))),
        ('"akta kelahiran"', Clauses(phrases=(("akta", "kelahiran"),))),
        ("“akta kelahiran” cepat", Clauses(("cepat",), (("akta", "kelahiran"),))),
        ('"akta"', Clauses(("akta",))),
        ("akta -kematian", Clauses(("akta",), excluded=(("kematian",),))),
        ("akta –kematian", Clauses(("akta",), excluded=(("kematian",),))),
        ('akta -"akta kematian"', Clauses(("akta",), excluded=(("akta", "kematian"),))),
        ("jemput-bola", Clauses(("jemput", "bola"))),
        ("- akta", Clauses(("akta",))),
        ('akta "kelahiran', Clauses(("akta", "kelahiran"))),
        ('""', Clauses()),
        ('" " -', Clauses()),
        ("… ?! ()", Clauses()),
        ("akta -yang", Clauses(("akta",))),
        ('akta "yang di"', Clauses(("akta",))),
        ('akta -"yang di"', Clauses(("akta",))),
        ('"akta yang"', Clauses(phrases=(("akta", "yang"),))),
        ("", Clauses()),
    ],
)
def test_quotes_make_phrases_a_minus_excludes_and_all_else_is_words(text, clauses):
    assert split_clauses(text) == clauses


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("air bersih", "air bersih"),
        ("  air   bersih ", "air bersih"),
        ("Air -sekolah", "Air"),
        ("air –sekolah", "air"),
        ('-"air hujan" air minum', "air minum"),
        ('"air bersih" -hujan', '"air bersih"'),
        ("sapta-pesona", "sapta-pesona"),
        ("😀 air & udara", "air udara"),
        ("-sekolah", ""),
        ("yang -sekolah", ""),
        ("yang dan", ""),
        ("😀", ""),
        ("- -", ""),
        ("", ""),
    ],
)
def test_what_is_left_without_exclusions_and_symbols(text, subject):
    assert without_exclusions(text) == subject


def test_a_hyphen_inside_a_word_excludes_nothing():
    assert split_clauses("sapta-pesona").excluded == ()
    assert split_clauses("sapta -pesona").excluded == (("pesona",),)


def test_a_text_that_is_too_long_is_cut_and_the_clauses_say_so():
    assert not split_clauses("kata " * MAX_WORDS).cut
    many = split_clauses("kata " * (MAX_WORDS + 1))
    assert many.cut and len(many.words) == MAX_WORDS
    long = split_clauses("x" * MAX_CHARACTERS + " akta")
    assert long.cut and "akta" not in long.words
    phrase = split_clauses('"' + "kata " * (MAX_WORDS + 5) + '"')
    assert phrase.cut and len(phrase.phrases[0]) == MAX_WORDS


@given(st.text(max_size=200) | st.text(alphabet='"“”-–ab \n', max_size=200))
def test_any_text_is_split(text):
    clauses = split_clauses(text)
    words = [*clauses.words, *sum(clauses.phrases, ()), *sum(clauses.excluded, ())]
    assert len(words) <= MAX_WORDS
    assert all(words)
    assert not any('"' in word for word in words)


@given(st.lists(st.from_regex(r"[a-z]{2,9}", fullmatch=True), min_size=1, max_size=12))
def test_plain_words_come_back_in_order(typed):
    assert split_clauses(" ".join(typed)).words == tuple(typed)


@given(st.text(alphabet="abé 12'’`\u00ad\n", max_size=60), st.sampled_from(["x.y", '"x', "x%"]))
def test_words_are_the_same_with_and_without_signs_in_the_text(words, signs):
    """A text without any sign is not taken apart; its words must be those of the long way."""
    alone, beside = split_clauses(words), split_clauses(f"{words} {signs}")
    assert beside.words[: len(alone.words)] == alone.words
    assert len(beside.words) >= len(alone.words)
