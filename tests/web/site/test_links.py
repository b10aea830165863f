"""Addresses: put together by us, they are those that Flask would build."""

from __future__ import annotations

from typing import Any

import flask
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.search.facets import FACETS
from app.search.query.query import READINGS, SORTS, Query
from app.web.site import links
from app.web.site.params import parameters

QUERIES = st.builds(
    Query,
    text=st.text(max_size=30),
    filters=st.dictionaries(
        st.sampled_from([facet.key for facet in FACETS]),
        st.lists(st.text(min_size=1, max_size=9), min_size=1, max_size=3).map(tuple),
        max_size=3,
    ),
    literal=st.lists(st.sampled_from(READINGS), unique=True).map(tuple),
    sort=st.sampled_from(SORTS),
    page=st.integers(1, 99),
    per_page=st.sampled_from([1, 20, 50]),
)
PAGES = ["/cari", "/cari?s=putik-sari&s=jarik-ma-siti", "/banding?s=putik-sari&daftar=nyanta"]


@given(QUERIES, st.sampled_from(PAGES))
def test_the_address_of_a_query_is_as_flask_builds_it(app, query, page):
    values: dict[str, Any] = {}
    for name, value in parameters(query):
        values.setdefault(name, []).append(value)
    with app.test_request_context(page):
        assert links.search_url(query, page=query.page) == flask.url_for("pages.search", **values)
        assert links.api_url(query) == flask.url_for("api.search", **values)


@pytest.mark.parametrize("page", [*PAGES, "/api/v1/search?s=putik-sari", "/inovasi/putik-sari"])
@pytest.mark.parametrize("prefix", ["", "/pustaka"])
def test_what_is_remembered_of_one_page_is_not_shown_on_another(app, page, prefix):
    asked: tuple[tuple[str, dict[str, Any]], ...] = (
        ("pages.home", {}),
        ("pages.search", {}),
        ("pages.case", {"slug": "putik-sari"}),
        ("workbench.shortlist", {}),
        ("workbench.shortlist", {"s": None}),
        ("events.kit", {}),
        ("workbench.plan", {"s": "nyanta"}),
        ("workbench.compare", {"s": ["nyanta", "simba-asia"]}),
        ("api.suggest", {}),
        ("static", {"filename": "style.css"}),
    )
    with app.test_request_context(page, base_url=f"http://localhost{prefix}"):
        for endpoint, values in asked:
            assert links.url_for(endpoint, **values) == flask.url_for(endpoint, **values)
