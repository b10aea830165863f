"""What Whoosh knows of terms and phrases."""

from __future__ import annotations

import pytest
from whoosh.index import FileIndex

from app.search import language
from app.search.index import builder, generations, whoosh_writer
from app.search.reference import postings


@pytest.fixture
def small(content_folder, case_text, tmp_path) -> FileIndex:
    """Two cases, of ``jemput bola`` and ``bola jemput``, and one that is gone again."""
    content_folder.write("a", case_text(title="Jemput Bola", tags="[obat, lansia]"))
    content_folder.write("b", case_text(title="Bola Jemput", tags="[obat, jemput]"))
    content_folder.write("c", case_text(title="Jemput Bola Lagi"))
    builder.build(content_folder.path, tmp_path / "index")
    (content_folder.innovations / "c.md").unlink()
    builder.build(content_folder.path, tmp_path / "index")
    (shard,) = whoosh_writer.open_shards(generations.open_current(tmp_path / "index"))
    return shard


def titles(searcher, documents) -> set[str]:
    return {searcher.stored_fields(doc)["slug"] for doc in documents}


def test_an_occurrence_counts_what_its_part_weighs(small):
    with small.searcher() as searcher:
        found = postings.term(searcher.reader(), "text", language.stem("bola"))
        weights = {searcher.stored_fields(doc)["slug"]: w for doc, w in found.items()}
    assert weights == {"a": pytest.approx(6.0), "b": pytest.approx(6.0)}


def test_a_term_that_no_case_holds_has_no_postings(small):
    with small.searcher() as searcher:
        assert postings.term(searcher.reader(), "text", "xyzzy") == {}
        assert postings.phrase(searcher, ("xyzzy", "jemput")) == {}
        # Deleted cases don't count, though the index still has their terms.
        assert postings.term(searcher.reader(), "text", language.stem("lagi")) == {}


def test_a_phrase_is_its_words_in_this_order(small):
    with small.searcher() as searcher:
        found = postings.phrase(searcher, ("jemput", "bola"))
        assert titles(searcher, found) == {"a"}
        assert titles(searcher, postings.phrase(searcher, ("bola", "jemput"))) == {"b"}


def test_a_phrase_weighs_what_its_rarest_word_does(small):
    """In b, jemput stands in title and tags, bola in the title alone."""
    with small.searcher() as searcher:
        (weight,) = postings.phrase(searcher, ("bola", "jemput")).values()
    assert weight == pytest.approx(6.0)


def test_the_lexicon_of_a_field_knows_who_has_what(small):
    with small.searcher() as searcher:
        found = postings.lexicon(searcher.reader(), "award")
        held = {award: titles(searcher, documents) for award, documents in found.items()}
    assert held == {"KIPP": {"a", "b"}}
