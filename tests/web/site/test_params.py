"""Parameters: no value breaks a page, and an address holds a whole query."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from app.search.facets import FACETS
from app.search.query.query import SORTS, Query
from app.web.site.links import search_url
from app.web.site.params import read_query, without

NAMES = [
    "q",
    "mode",
    "sort",
    "related",
    "near",
    "page",
    "per_page",
    *(facet.key for facet in FACETS),
]

#: Names that mean something to Flask, and names that mean nothing to anybody.
STRANGE = ["endpoint", "_anchor", "_external", "_scheme", "_method", "values", "self", "tema", ""]

VALUES = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        ["kesehatan", "Jawa Timur", "2019", "belum-ada", "KIPP", "newest", "1", "lanjut", "35.21"]
    ),
    st.integers().map(str),
)
PAIRS = st.lists(st.tuples(st.sampled_from(NAMES), VALUES), max_size=12)


@given(PAIRS)
def test_any_parameters_make_a_query_that_its_address_says_again(app, real_engine, pairs):
    with app.test_request_context():
        query, _ = read_query(MultiDict(pairs), real_engine)
        address = search_url(query)
        again, bad = read_query(MultiDict(parse_qsl(urlsplit(address).query)), real_engine)
    assert not bad
    assert again == query


@given(st.lists(st.tuples(st.sampled_from(NAMES + STRANGE) | st.text(max_size=9), VALUES)))
@settings(max_examples=20)
def test_any_address_gets_an_answer(app, pairs):
    client = app.test_client()
    for path in ("/cari", "/api/v1/search"):
        answer = client.get(f"{path}?{urlencode(pairs)}")
        assert answer.status_code in {200, 303, 400, 404}


@pytest.mark.parametrize("name", STRANGE)
def test_a_name_that_flask_knows_is_only_a_name(client, name):
    assert client.get(f"/cari?{name}=x").status_code == 200


@pytest.mark.parametrize(
    "query",
    ["q=%00%01%1b", "q=%ff%fe", "q=%ED%A0%80", "category=%ff", "page=%00", "=", "q", "&&", "q=%"],
)
def test_broken_encodings_are_read_as_far_as_they_go(client, query):
    assert client.get(f"/cari?{query}").status_code in {200, 400}


def test_a_value_given_twice_counts_once_and_empty_ones_not_at_all(app, real_engine):
    pairs = [("category", "kesehatan"), ("category", ""), ("category", "kesehatan"), ("page", "")]
    with app.test_request_context():
        query, bad = read_query(MultiDict(pairs), real_engine)
    assert query == Query(filters={"category": ("kesehatan",)})
    assert not bad


def test_any_change_but_to_the_page_starts_at_page_one(app):
    query = Query("anak", {"category": ("kesehatan", "gender")}, sort="name", page=3)
    with app.test_request_context():
        assert "page=4" in search_url(query, page=4)
        assert "page" not in search_url(query, sort="newest")
        assert "page" not in search_url(without(query, "category", "gender"))
        assert search_url(without(query, "category", "gender")) == (
            "/cari?q=anak&category=kesehatan&sort=name"
        )


def test_every_order_is_offered(get):
    links = get("/cari?q=anak&sort=name").all("//*[@class='sort']//a")
    offered = [dict(parse_qsl(urlsplit(link.get("href")).query)) for link in links]
    # The default order needs no parameter.
    assert {query.get("sort", SORTS[0]) for query in offered} == set(SORTS)
    assert len(offered) == len(SORTS)
    assert {query["q"] for query in offered} == {"anak"}
    assert [link.get("aria-current") for link in links].count("true") == 1


@pytest.mark.parametrize(("value", "related"), [("1", True), ("0", False), ("", False)])
def test_related_is_a_switch(app, real_engine, value, related):
    with app.test_request_context():
        query, bad = read_query(MultiDict([("related", value)]), real_engine)
    assert (query.related, bad) == (related, [])
