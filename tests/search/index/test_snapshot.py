"""What a snapshot answers, compared with the Whoosh index of the same cases."""

from __future__ import annotations

import numpy as np
import pytest

from app.search import language
from app.search.facets import FACETS
from app.search.index import generations, whoosh_writer
from app.search.reference import postings


@pytest.fixture(scope="module")
def generation(real_index):
    """The generation of the real cases."""
    return generations.open_current(real_index)


def test_every_posting_is_that_of_whoosh(generation):
    arrays = generation.snapshot
    (shard,) = whoosh_writer.open_shards(generation)
    with shard.searcher() as searcher:
        reader = searcher.reader()
        number = {
            doc: arrays.number(searcher.stored_fields(doc)["slug"]) for doc in reader.all_doc_ids()
        }
        assert sorted(number.values()) == list(range(arrays.cases))
        assert [text.decode() for text in reader.lexicon("text")] == arrays.stems
        for stem in arrays.stems:
            docs = arrays.stem(stem).docs
            weights = arrays.weights(stem, docs).tolist()
            found = postings.term(reader, "text", stem)
            assert {number[doc]: weight for doc, weight in found.items()} == dict(
                zip(docs.tolist(), weights, strict=True)
            )
        assert [text.decode() for text in reader.lexicon("exact")] == arrays.words
        for word in arrays.words:
            found = postings.term(reader, "exact", word)
            assert sorted(number[doc] for doc in found) == arrays.holding(word).tolist()
        for facet in FACETS:
            for value, found in postings.lexicon(reader, facet.key).items():
                assert (
                    sorted(number[doc] for doc in found) == arrays.having(facet.key, value).tolist()
                )


def test_phrases_are_those_of_whoosh(generation, real_cases):
    """Pairs and longer runs of words from the middle of every summary."""
    arrays = generation.snapshot
    (shard,) = whoosh_writer.open_shards(generation)
    with shard.searcher() as searcher:
        for n, parsed in enumerate(real_cases.values()):
            words = tuple(language.folded(parsed.case.summary))[n % 5 :][: 2 + n % 4]
            found = {
                arrays.number(searcher.stored_fields(doc)["slug"])
                for doc in postings.phrase(searcher, words)
            }
            assert found == set(arrays.phrase(words).tolist()), words
            assert arrays.number(parsed.case.slug) in found


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
