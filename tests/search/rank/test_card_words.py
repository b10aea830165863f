"""Which texts of a card have a word of a query: each that has one must be among them."""

from __future__ import annotations

from html import escape

import pytest

from app.search.index.generations import open_current
from app.search.query.query import Query
from app.search.rank.card_words import PROBLEMS, CardWords, flags_of
from app.search.rank.highlight import mark


@pytest.fixture
def snapshot(real_index):
    return open_current(real_index).snapshot


@pytest.mark.parametrize("stems", [["stunting"], ["layan", "antre", "desa"], ["zzqqxx"], []])
def test_the_texts_with_a_word_are_those_that_are_marked(snapshot, stems):
    flags = flags_of(snapshot, stems)
    for card in snapshot.cards():
        texts = [card.title, card.expansion or "", card.summary, *card.problems]
        having = CardWords.of(card, snapshot).having(flags)
        assert len(having) == PROBLEMS + len(card.problems)
        marked = ["<mark>" in mark(text, dict.fromkeys(stems, 1.0)) for text in texts]
        assert all(has or not is_marked for has, is_marked in zip(having, marked, strict=True))


def test_a_word_that_no_case_is_indexed_by_is_looked_for(snapshot):
    card = snapshot.card(0)._replace(title="Zzqqxx", expansion=None, problems=())
    words = CardWords.of(card, snapshot)
    assert words.having(flags_of(snapshot, ["zzqqxx"]))[:2] == [True, False]


@pytest.mark.parametrize("text", ["stunting", "antre di puskesmas", "sampah & air", "Ma'Siti", ""])
def test_the_texts_of_hits_are_marked_as_any_text(real_engine, text):
    for hit in real_engine.search(Query(text, per_page=50, related=True)).hits:
        assert hit.title == hit.marker.mark(hit.card.title)
        assert hit.expansion == hit.marker.mark(hit.card.expansion or "")
        assert hit.summary == hit.marker.mark(hit.card.summary)
        problems = [hit.marker.mark(problem) for problem in hit.card.problems]
        assert hit.problem is None or hit.problem in problems
        assert text or hit.summary == escape(hit.card.summary)
