"""What a snapshot answers; test_whoosh_writer.py compares it with the Whoosh index."""

from __future__ import annotations

import numpy as np
import pytest

from app.search import language
from app.search.index import generations


@pytest.fixture(scope="module")
def generation(real_index):
    """The generation of the real cases."""
    return generations.open_current(real_index)


def test_a_stem_knows_its_forms(generation):
    snapshot = generation.snapshot
    forms = {form for stem in snapshot.stems for form in snapshot.forms(stem)}
    assert forms == {word for word in snapshot.words if word not in language.STOP_WORDS}
    for stem in snapshot.stems:
        assert all(language.stem(form) == stem for form in snapshot.forms(stem))
    assert snapshot.forms("xyzzy") == []


def test_a_phrase_is_found_where_its_words_stand_next_to_each_other(generation, real_cases):
    snapshot = generation.snapshot
    for parsed in list(real_cases.values())[:50]:
        words = language.folded(parsed.case.summary)[2:5]
        assert snapshot.number(parsed.case.slug) in snapshot.phrase(words)
    assert snapshot.phrase(["xyzzy", "kota"]).size == 0


def test_the_sentence_with_the_heaviest_stems_is_chosen(generation, real_cases):
    snapshot = generation.snapshot

    def best(slug: str, text: str) -> tuple[str, str] | None:
        weights = np.zeros(len(snapshot.stems) + 1)
        for stem in language.stems_of(language.folded(text)):
            weights[snapshot.stem_number(stem)] = 1.0
        return snapshot.best_sentence(snapshot.number(slug), weights)

    def stems(text: str) -> set[str]:
        return set(language.stems_of(language.folded(text)))

    for slug, parsed in real_cases.items():
        sentences = [text for section in parsed.case.sections for text in section.sentences]
        richest = max(sentences, key=lambda text: len(stems(text)))
        chosen = best(slug, richest)
        assert chosen is not None
        assert stems(chosen[1]) == stems(richest)
    # Of sentences with the same stems the first is chosen; none where no stem occurs.
    first = real_cases["putik-sari"].case.sections[0]
    word = next(word for word in language.folded(first.sentences[0]))
    chosen = best("putik-sari", word)
    assert chosen is not None and chosen[0] == first.key
    assert best("putik-sari", "tsunami") is None
