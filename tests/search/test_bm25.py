"""BM25 by hand."""

from __future__ import annotations

import math

import pytest

from app.search import bm25


def test_a_rare_term_weighs_more_than_a_common_term_and_every_term_more_than_0():
    assert bm25.idf(10, 2) == pytest.approx(math.log(1 + 8.5 / 2.5))
    assert 0 < bm25.idf(10, 10) < bm25.idf(10, 1)


def test_a_long_case_counts_less():
    short, long = bm25.length_norms([100, 300])
    assert short == pytest.approx(1 - bm25.B + bm25.B * 0.5)
    assert bm25.impact(2.0, short) > bm25.impact(2.0, long)


def test_an_empty_collection_has_no_lengths():
    assert bm25.length_norms([]) == []


def test_further_occurrences_count_less_and_less():
    """With an average length: 1·4 / (1 + 3), 6·4 / (6 + 3), and never 4."""
    assert bm25.impact(1.0, 1.0) == 1
    assert bm25.impact(6.0, 1.0) == pytest.approx(24 / 9)
    assert bm25.impact(1e9, 1.0) < 4
