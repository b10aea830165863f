"""The Whoosh index holds what the cases say, field by field, and what the snapshot holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

import pytest
from whoosh.query import Phrase
from whoosh.reading import IndexReader, MultiReader
from whoosh.searching import Searcher

from app.search import language
from app.search.facets import BY_KEY
from app.search.fields import FIELDS
from app.search.index import builder, generations, whoosh_writer
from app.search.index.generations import Generation


def open_reader(generation: Generation) -> IndexReader:
    return MultiReader([shard.reader() for shard in whoosh_writer.open_shards(generation)])


@pytest.fixture(scope="module")
def generation(real_index):
    """The generation of the real cases."""
    return generations.open_current(real_index)


@pytest.fixture(scope="module")
def reader(generation) -> Iterator[IndexReader]:
    """A reader of all real cases in Whoosh."""
    with open_reader(generation) as reader:
        yield reader


def weights(reader: IndexReader, field: str, text: str) -> Mapping[str, float]:
    """slug → weight of a term there."""
    matcher = reader.postings(field, text)
    weights = {}
    while matcher.is_active():
        weights[reader.stored_fields(matcher.id())["slug"]] = matcher.weight()
        matcher.next()
    return weights


def lexicon(reader: IndexReader, field: str) -> list[str]:
    """The terms of a field that some case has."""
    terms = [text.decode() for text in reader.lexicon(field)]
    return [text for text in terms if weights(reader, field, text)]


def test_every_field_of_the_schema_has_terms(reader):
    for name in whoosh_writer.schema().names():
        assert lexicon(reader, name)


def test_a_field_holds_the_words_of_its_text(reader, real_cases):
    for field in FIELDS:
        if field.query_name is None:
            continue
        slugs_by_word = defaultdict(set)
        for slug, parsed in real_cases.items():
            for word in language.folded(field.text_of(parsed.case)):
                slugs_by_word[word].add(slug)
        assert {word: weights(reader, field.name, word).keys() for word in slugs_by_word} == (
            slugs_by_word
        )
        assert lexicon(reader, field.name) == sorted(slugs_by_word)


def test_a_value_finds_the_cases_that_have_it(reader, real_cases):
    assert set(whoosh_writer.VALUE_FIELDS) == {"category", "province", "status", "year"}
    for key in whoosh_writer.VALUE_FIELDS:
        slugs_by_value = defaultdict(set)
        for slug, parsed in real_cases.items():
            for value in BY_KEY[key].values_of(parsed.case):
                slugs_by_value[value].add(slug)
        assert {value: weights(reader, key, value).keys() for value in slugs_by_value} == (
            slugs_by_value
        )


def test_stems_and_words_are_those_of_the_snapshot(generation, reader):
    snapshot = generation.snapshot
    assert lexicon(reader, whoosh_writer.STEMS) == snapshot.stems
    for stem in snapshot.stems:
        docs = snapshot.stem(stem).docs
        held, _ = snapshot.occurrences(stem, docs)
        expected = {
            snapshot.slugs[doc]: weight for doc, weight in zip(docs, held.tolist(), strict=True)
        }
        assert weights(reader, whoosh_writer.STEMS, stem) == expected
    slugs_by_word: dict[str, set[str]] = defaultdict(set)
    for word in snapshot.words:
        # In Whoosh a word of both languages is one term.
        docs = snapshot.holding(word)
        slugs_by_word[language.plain(word)].update(snapshot.slugs[doc] for doc in docs)
    assert lexicon(reader, whoosh_writer.WHOLE) == sorted(slugs_by_word)
    for word, slugs in slugs_by_word.items():
        assert weights(reader, whoosh_writer.WHOLE, word).keys() == slugs


def test_phrases_are_those_of_the_snapshot(generation, reader, real_cases):
    """Pairs and longer runs of words from the middle of every summary."""
    snapshot = generation.snapshot
    searcher = Searcher(reader)
    for n, parsed in enumerate(real_cases.values()):
        words = language.folded(parsed.case.summary)[n % 5 :][: 2 + n % 4]
        slugs = {
            searcher.stored_fields(doc)["slug"]
            for doc in Phrase(whoosh_writer.WHOLE, words).docs(searcher)
        }
        assert slugs == {snapshot.slugs[doc] for doc in snapshot.phrase(words)}, words
        assert parsed.case.slug in slugs


def test_an_update_takes_cases_out_and_puts_others_in(content_folder, case_text, tmp_path):
    content_folder.write("a", case_text(title="Jemput Bola", tags="[obat, lansia]"))
    content_folder.write("b", case_text(title="Bola Jemput", tags="[obat, jemput]"))
    builder.build(content_folder.path, tmp_path / "index")
    (content_folder.innovations / "a.md").unlink()
    content_folder.write("c", case_text(title="Bola Lagi", tags="[obat, anak]"))
    builder.build(content_folder.path, tmp_path / "index")
    with open_reader(generations.open_current(tmp_path / "index")) as reader:
        assert lexicon(reader, "title") == ["bola", "jemput", "lagi"]
        assert weights(reader, "title", "bola") == {"b": 1.0, "c": 1.0}
        # In a title a word counts six times, among the tags four times.
        stem = language.stem("jemput")
        assert weights(reader, whoosh_writer.STEMS, stem) == {"b": pytest.approx(10.0)}
