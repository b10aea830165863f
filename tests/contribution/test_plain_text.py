"""Plain text arrives on a page as it was typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.collection.markup import CITATION, read_body
from app.contribution.plain_text import forbidden_in, one_line, to_markdown, to_plain

_PIECES = [
    *"aB1 .*_`\\[]()<>&#;!-+=|:^\"'~{}/$\n",
    *("lt;", "&amp", "#8212;", "http://x", "1. ", "- ", "](", "![", "<b>", "---"),
]
typed = st.lists(st.sampled_from(_PIECES), max_size=25).map("".join) | st.text(max_size=30)


@given(typed, st.sampled_from(["", "- ", "1. "]))
def test_a_text_reads_on_the_page_as_it_was_typed(text, sign):
    line = one_line(text)
    if not line or CITATION.search(line) or forbidden_in(line):
        return
    body = read_body(f"## Masalah\n\n{sign}{to_markdown(text)}\n", 0)
    assert not body.mistakes
    assert " ".join(body.sections[0].sentences) == line


@given(typed)
def test_the_markdown_of_a_text_leads_back_to_it(text):
    assert to_plain(to_markdown(text)) == one_line(text)


@pytest.mark.parametrize("markdown", ["**tebal**", "a *miring* b", "[teks](https://contoh.go.id)"])
def test_markdown_that_no_plain_text_reads_like_is_none(markdown):
    assert to_plain(markdown) is None


def test_addresses_stay_legible_in_the_file():
    text = "https://contoh.go.id/unduh_berkas_2.pdf?a=1&b=2"
    assert to_markdown(text) == text


def test_citations_stay_and_follow_the_numbers_of_the_sources():
    assert to_markdown("a [^3], b [^1]", {1: 1, 3: 2}) == "a [^2], b [^1]"
    assert to_markdown("a [^2]", {1: 1}) == "a [^0]"
    assert to_markdown("a [^x]", {1: 1}) == "a [^x]"
