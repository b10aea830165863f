"""No text is an error."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.search.engine import Engine
from app.search.query.clauses import MAX_WORDS, split_clauses
from app.search.query.query import READINGS, Query


@pytest.fixture(scope="module")
def engine(real_index, content) -> Engine:
    """The engine as the site opens it: with the curators' synonyms."""
    return Engine.open(real_index, content)


def check(engine, text: str) -> None:
    results = engine.search(Query(text, per_page=3))
    listed = results.total + (results.related if results.with_related else 0)
    assert listed >= len(results.hits)
    assert (results.pages - 1) * 3 < max(1, listed) <= max(1, results.pages * 3)
    assert all(len(values) == len({v.value for v in values}) for values in results.facets.values())
    for hit in results.hits:
        for marked in (hit.title, hit.summary, hit.snippet.html if hit.snippet else ""):
            assert set(re.findall(r"<[^>]*>", marked)) <= {"<mark>", "</mark>"}
            assert marked.count("<mark>") == marked.count("</mark>")
        assert unescape(re.sub(r"</?mark>", "", hit.title)) == hit.card.title


@given(text=st.text(max_size=300))
@example(text="")
@example(text='"')
@example(text="-")
@example(text='-"-"')
@example(text="\x00\x1f\u202e\u200f")
@example(text="\ud800")
@example(text="مستشفى ❤️ 👩‍👩‍👧‍👦 ½ ﷺ")
def test_any_text_gets_an_answer(engine, text):
    check(engine, text)


@pytest.mark.parametrize(
    "text",
    ["a" * 10_000, "sampah " * 2_000, "-" * 500, '"' * 500, "yang di untuk dan", "?!…" * 300],
    ids=["one word", "many words", "minuses", "quotes", "stop words", "punctuation"],
)
def test_long_and_empty_queries_get_an_answer(engine, text):
    check(engine, text)


def test_of_a_very_long_query_the_beginning_is_read_and_the_answer_says_so(engine):
    text = " ".join(f"kata{n}" for n in range(500))
    assert len(split_clauses(text).words) == MAX_WORDS
    assert engine.search(Query(text)).interpretation.cut


TYPED = """
    stuntng sampah ntt batu antri odgj waste for putik sari yang inovasi kota papua rumahsakit
    2021 KTP-el sejak 1.212 oleh bidan ibu2 stunt* covid19 villages hemat biaya
    xyzzy tarakan hutama - -" " ’
"""
WORDS = st.sampled_from(TYPED.split())


@given(text=st.lists(WORDS, max_size=12).map(" ".join), literal=st.sets(st.sampled_from(READINGS)))
def test_any_words_together_get_an_answer_that_says_how_they_were_read(engine, text, literal):
    """Slips, places, synonyms and signs in any order, whatever readings are refused."""
    check(engine, text)
    reading = engine.search(Query(text, literal=tuple(literal))).interpretation
    assert not ("synonyms" in literal and reading.added)
    assert not ("places" in literal and reading.places)
    assert not ("attributes" in literal and reading.attributes)
    assert not ("spelling" in literal and (reading.corrected or reading.spelled))
    assert {*reading.added, *reading.places, *reading.attributes} <= set(reading.terms)
    assert set(reading.unknown) <= {word for term in reading.terms for word in term.split()}
