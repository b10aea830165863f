"""The arrays say what Whoosh's postings say, built at once, in parts, or by updates."""

from __future__ import annotations

import zlib

import numpy as np
import pytest

from app.collection.case import Case
from app.search import language
from app.search.engine import Engine
from app.search.facets import FACETS
from app.search.index import builder, generations, snapshot
from app.search.index.entries import analyse
from app.search.reference import postings


@pytest.fixture(scope="module")
def generation(real_index):
    """The generation of the real cases."""
    return generations.open_current(real_index)


@pytest.fixture(scope="module")
def entries(real_cases):
    """The real cases, analysed."""
    return [analyse(parsed.case) for parsed in real_cases.values()]


def same(one: snapshot.Arrays, other: snapshot.Arrays) -> None:
    assert one.keys() == other.keys()
    for name, array in one.items():
        assert array.dtype == other[name].dtype, name
        assert np.array_equal(array, other[name]), name


def test_every_posting_is_that_of_whoosh(generation):
    arrays = generation.snapshot
    (shard,) = builder.open_shards(generation)
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
    (shard,) = builder.open_shards(generation)
    with shard.searcher() as searcher:
        for n, parsed in enumerate(real_cases.values()):
            words = tuple(language.folded(parsed.case.summary))[n % 5 :][: 2 + n % 4]
            found = {
                arrays.number(searcher.stored_fields(doc)["slug"])
                for doc in postings.phrase(searcher, words)
            }
            assert found == set(arrays.phrase(words).tolist()), words
            assert arrays.number(parsed.case.slug) in found


def test_a_file_gives_back_the_arrays(generation, tmp_path):
    path = tmp_path / "again"
    size, crc = snapshot.write(generation.snapshot.arrays, path)
    assert (size, crc) == (path.stat().st_size, zlib.crc32(path.read_bytes()))
    same(snapshot.read(path), generation.snapshot.arrays)


def test_parts_joined_are_the_whole(entries, generation):
    parts = [snapshot.from_entries(entries[n::3]) for n in range(3)]
    same(snapshot.merge([(part, frozenset()) for part in parts]), generation.snapshot.arrays)


def test_an_update_is_as_a_build_from_nothing(entries):
    """Ten cases taken out, five of them changed and put back, and one from each end new."""
    out = frozenset(entry.slug for entry in entries[10:20])
    before = snapshot.from_entries(entries[1:-1])
    changed = [
        analyse(Case.model_validate_json(e.case).model_copy(update={"title": f"Baru {e.slug}"}))
        for e in entries[10:15]
    ]
    new = [entries[0], *changed, entries[-1]]
    updated = snapshot.merge([(before, out), (snapshot.from_entries(new), frozenset())])
    same(updated, snapshot.from_entries([*new, *entries[1:10], *entries[20:-1]]))


@pytest.mark.parametrize("kept", [0, 1])
def test_hardly_any_case_is_no_exception(entries, kept):
    few = snapshot.from_entries(entries[:2])
    gone = frozenset(entry.slug for entry in entries[kept:2])
    same(snapshot.merge([(few, gone)]), snapshot.from_entries(entries[:kept]))


def test_the_sentence_that_says_most_is_shown(generation, real_cases):
    arrays = generation.snapshot

    def best(slug: str, text: str) -> tuple[str, str] | None:
        weights = np.zeros(len(arrays.stems) + 1)
        for stem in language.stems(text):
            weights[arrays.stem_number(stem)] = 1.0
        return arrays.best_sentence(arrays.number(slug), weights)

    for slug, parsed in real_cases.items():
        _, sentence = max(
            ((s.key, text) for s in parsed.case.sections for text in s.sentences),
            key=lambda one: len(set(language.stems(one[1]))),
        )
        found = best(slug, sentence)
        assert found is not None
        assert set(language.stems(found[1])) == set(language.stems(sentence))
    # Of sentences that say as much the first, and none where nothing is said.
    first = real_cases["putik-sari"].case.sections[0]
    word = next(language.stems(first.sentences[0]))
    found = best("putik-sari", word)
    assert found is not None and found[0] == first.key
    assert best("putik-sari", "tsunami") is None


def test_opening_reads_hardly_anything(real_index):
    """The engine that searches doesn't open Whoosh at all."""
    for path in generations.current_generation(real_index).glob("*.seg"):
        assert path.stat().st_size
    engine = Engine.open(real_index)
    assert engine.cases == engine._snapshot.cases
