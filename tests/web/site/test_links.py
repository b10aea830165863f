"""Addresses: those that are remembered are those that Flask would build."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlsplit

import flask
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.search.facets import FACETS
from app.search.query.query import READINGS, SORTS, Query
from app.web.site import canonical, links
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
    related=st.booleans(),
)
#: A page → the shortlist that its links carry.
PAGES = {
    "/cari": [],
    "/cari?s=putik-sari&s=jarik-ma-siti": ["putik-sari", "jarik-ma-siti"],
    "/banding?s=putik-sari&daftar=mie-keriting": ["mie-keriting"],
}


@given(QUERIES, st.sampled_from([*PAGES]))
def test_the_address_of_a_query_says_the_query_and_carries_the_list(app, query, page):
    with app.test_request_context(page):
        shown = parse_qsl(urlsplit(links.search_url(query, page=query.page)).query)
        answered = parse_qsl(urlsplit(links.api_url(query)).query)
    assert answered == list(parameters(query))
    assert [pair for pair in shown if pair[0] != "s"] == answered
    assert [slug for name, slug in shown if name == "s"] == PAGES[page]


def test_a_change_of_a_query_leads_to_the_first_page(app):
    query = Query("anak", page=3)
    with app.test_request_context("/cari"):
        assert links.search_url(query, sort="newest") == "/cari?q=anak&sort=newest"
        assert links.search_url(query, page=4) == "/cari?q=anak&page=4"


@pytest.mark.parametrize("page", [*PAGES, "/api/v1/search?s=putik-sari", "/inovasi/putik-sari"])
@pytest.mark.parametrize("prefix", ["", "/pustaka"])
def test_addresses_remembered_for_one_page_do_not_show_on_another(app, page, prefix):
    links_of_a_page: tuple[tuple[str, dict[str, Any]], ...] = (
        ("pages.home", {}),
        ("pages.search", {}),
        ("pages.case", {"slug": "putik-sari"}),
        ("workbench.shortlist", {}),
        ("workbench.shortlist", {"s": None}),
        ("events.kit", {}),
        ("pages.case", {"slug": "nyanta"}),
        ("pages.case", {"slug": "Bukan slug/é"}),
        ("pages.case", {"slug": "nyanta", "s": "simba-asia"}),
        ("pages.search", {"sdg": 3, "q": "nyanta", "s": None}),
        ("pages.search", {"sdg": True}),
        ("workbench.plan", {"s": "nyanta"}),
        ("workbench.plan", {"s": "mie-keriting"}),
        ("workbench.letter", {"name": "kunjungan", "s": "nyanta"}),
        ("workbench.letter", {"name": "-a-slug-", "s": "nyanta"}),
        ("corrections.case", {"slug": "nyanta", "jenis": "-a-slug-"}),
        ("workbench.compare", {"s": ["nyanta", "simba-asia"]}),
        ("api.suggest", {}),
        ("static", {"filename": "style.css"}),
    )
    with app.test_request_context(page, base_url=f"http://localhost{prefix}"):
        for endpoint, values in links_of_a_page:
            assert links.url_for(endpoint, **values) == flask.url_for(endpoint, **values)
            if "s" not in values:
                whole = flask.url_for(endpoint, **values, s=None, _external=True)
                assert canonical.page_url(endpoint, **values) == whole
