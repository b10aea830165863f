"""No text is an error."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.search.query import MAX_WORDS, Query, read_words


def check(engine, text: str) -> None:
    results = engine.search(Query(text, per_page=3))
    assert results.total >= len(results.hits)
    assert (results.pages - 1) * 3 < max(1, results.total) <= max(1, results.pages * 3)
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
def test_any_text_gets_an_answer(real_engine, text):
    check(real_engine, text)


@pytest.mark.parametrize(
    "text",
    ["a" * 10_000, "sampah " * 2_000, "-" * 500, '"' * 500, "yang di untuk dan", "?!…" * 300],
    ids=["one word", "many words", "minuses", "quotes", "stop words", "punctuation"],
)
def test_long_and_empty_queries_get_an_answer(real_engine, text):
    check(real_engine, text)


def test_of_a_very_long_query_the_beginning_is_read_and_that_is_said(real_engine):
    text = " ".join(f"kata{n}" for n in range(500))
    assert len(read_words(text).words) == MAX_WORDS
    assert real_engine.search(Query(text)).interpretation.cut
