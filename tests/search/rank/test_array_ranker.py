"""The ranker on arrays finds, orders and counts as the reference ranker does."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.search import language
from app.search.engine import Engine
from app.search.facets import FACETS
from app.search.query.query import READINGS, SORTS, Query
from app.search.reference.engine import open_reference_engine

ROOT = Path(__file__).parents[3]
TOPICS = [
    topic["query"]
    for name in ("topics-dev.json", "names-dev.json")
    for topic in json.loads((ROOT / "tests" / "relevance" / name).read_text("utf-8"))
]


@pytest.fixture(scope="module")
def fast(real_index, content) -> Engine:
    """An engine as the site opens it."""
    return Engine.open(real_index, content)


@pytest.fixture(scope="module")
def plain(real_index, content) -> Engine:
    """An engine with the reference ranker."""
    return open_reference_engine(real_index, content)


WORDS = sorted(
    {word for text in TOPICS for word in language.folded(text)}
    | {"jawa", "timur", "bali", "kota", "kabupaten", "adminduk", "dan", "xyzzy", "stuntng"}
)
ATTRIBUTES = ["hemat biaya", "masih berjalan", "dari kepolisian", "sejak 2019", "sdg 3 5", "2021"]
PLACES = ["dekat ngawi", "sekitar malang", "di ponorogo", "tetangga bali", "merauke", "surabaya"]
PLACES += ["ngawi dan sekitarnya", "maluku utara", "kota batu"]
ATTRIBUTES += ["melibatkan pemuda", "swasta", "clean water for villages", "1.212", "covid19"]
PHRASES = ["jemput bola", "akta kelahiran", "anak putus sekolah", "pelayanan publik", "xyzzy bola"]
CLAUSES = st.one_of(
    st.sampled_from(WORDS),
    st.sampled_from(WORDS),
    st.sampled_from(ATTRIBUTES),
    st.sampled_from(PLACES),
    st.sampled_from([f'"{phrase}"' for phrase in PHRASES]),
    st.sampled_from([f"-{word}" for word in WORDS[::7]] + [f'-"{PHRASES[0]}"']),
)
TEXTS = st.one_of(
    st.lists(CLAUSES, max_size=7).map(" ".join), st.sampled_from(TOPICS), st.text(max_size=30)
)
VALUES = {
    "category": ["kesehatan", "pendidikan", "lingkungan"],
    "status": ["berlanjut", "berhenti"],
    "known": ["result", "cost", "lessons", "study"],
    "island": ["Jawa", "Papua"],
    "province": ["Jawa Timur", "Bali", "Nasional"],
    "region": ["35.07", "35.73", "51.01"],
    "level": ["kota", "kabupaten"],
    "award": ["KIPP", "tidak ada"],
    "year": ["2019", "belum-ada", "2018-2020", "-2014", "2024-", "1999"],
    "sdg": ["3", "16"],
}
QUERIES = st.builds(
    Query,
    text=TEXTS,
    filters=st.fixed_dictionaries(
        {},
        optional={
            key: st.lists(st.sampled_from(values), min_size=1, max_size=2, unique=True).map(tuple)
            for key, values in VALUES.items()
        },
    ),
    literal=st.lists(st.sampled_from(READINGS), unique=True, max_size=1).map(tuple),
    sort=st.sampled_from(SORTS),
    page=st.integers(1, 3),
    per_page=st.sampled_from([1, 7, 20, 100]),
    related=st.booleans(),
    near=st.sampled_from([None, None, "35.21", "35", "51", "93.01", "82.71"]),
)


def test_the_values_are_of_real_facets():
    assert VALUES.keys() <= {facet.key for facet in FACETS}


@given(QUERIES)
@example(Query("anak -putus"))
@example(Query('"jemput bola" "akta kelahiran"'))
@example(Query("di dan yang"))
@example(Query("kabupaten di papua", sort="name"))
@example(Query("sampah hemat biaya", sort="evidence", related=True))
@example(Query("sampah", {"known": ("result", "cost"), "category": ("lingkungan",)}))
@example(Query("", {"island": ("Jawa",), "province": ("Bali",), "year": ("2018-2020",)}))
@example(Query("anak jalanan", sort="source", related=True, page=2))
@example(Query("sampah", {"known": ("result",)}, related=True, near="35.21"))
@example(Query("sampah di ponorogo jawa timur", related=True))
@example(Query("putik sari dekat ngawi", related=True, per_page=100))
@example(Query("", near="35.21", page=2, per_page=7))
def test_every_ranking_and_count_is_that_of_the_reference(fast, plain, query):
    found, expected = fast.search(query), plain.search(query)
    assert found.total == expected.total
    assert (found.related, found.with_related) == (expected.related, expected.with_related)
    assert [hit.tier for hit in found.hits] == [hit.tier for hit in expected.hits]
    assert [hit.about for hit in found.hits] == [hit.about for hit in expected.hits]
    assert [hit.card for hit in found.hits] == [hit.card for hit in expected.hits]
    assert [hit.score for hit in found.hits] == pytest.approx([hit.score for hit in expected.hits])
    assert found.facets == expected.facets
    assert found.interpretation == expected.interpretation


def test_every_topic_and_name_is_ranked_as_by_the_reference(fast, plain):
    for text in TOPICS:
        query = Query(text, per_page=100, related=True)
        found, expected = fast.search(query), plain.search(query)
        assert [h.card.slug for h in found.hits] == [h.card.slug for h in expected.hits], text
        assert found.interpretation == expected.interpretation
